//! Marks of document-sharing sites: `1、`, `2、` … at the head of every chunk of text.
//!
//! They look exactly like item markers. What gives them away is that the chunk before a mark
//! breaks off in the middle of a sentence and that chunks are long.

use crate::{
    span::Span,
    understand::structure::{
        chars::{at, is_han},
        lines::Line,
        markers::{self, Style},
    },
};

/// Shortest chunk these sites cut; shorter ones are items of a list.
const SHORTEST_CHUNK: usize = 80;
/// How many lines that start `1、` are tried as the first mark.
const TRIES: usize = 4;

/// Segment marks of a document.
#[derive(Debug, Default)]
pub(super) struct Segments {
    /// The marks themselves.
    pub(super) marks: Vec<Span>,
    /// The marks with the line breaks that cut a sentence in two.
    pub(super) joints: Vec<Span>,
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    number: u32,
    mark: Span,
    /// End of the text before it, when that text breaks off in mid-sentence.
    broken_at: Option<usize>,
}

/// Finds the chain of segment marks, if the text was cut into chunks.
pub(super) fn segments(chars: &[char], lines: &[Line], sharing_site: bool) -> Segments {
    let candidates = candidates(chars, lines);
    let firsts = candidates
        .iter()
        .enumerate()
        .filter(|(_, candidate)| candidate.number == 1);
    for (index, _) in firsts.take(TRIES) {
        let chain = chain(candidates.get(index..).unwrap_or_default());
        if is_cut_text(&chain, sharing_site) {
            let joint = |candidate: &Candidate| {
                Span::new(
                    candidate.broken_at.unwrap_or(candidate.mark.start),
                    candidate.mark.end,
                )
            };
            return Segments {
                marks: chain.iter().map(|candidate| candidate.mark).collect(),
                joints: chain.iter().map(joint).collect(),
            };
        }
    }
    Segments::default()
}

fn candidates(chars: &[char], lines: &[Line]) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let mut previous: Option<Line> = None;
    for &line in lines.iter().filter(|line| !line.is_empty()) {
        if let Some(marker) = markers::at_line_start(chars, line)
            && marker.style == Style::Arabic
            && at(chars, marker.end - 1) == '、'
        {
            let broken_at = previous
                .filter(|previous| breaks_off(at(chars, previous.end - 1), at(chars, marker.end)))
                .map(|previous| previous.end);
            let mark = Span::new(line.start, marker.end);
            candidates.push(Candidate {
                number: marker.number,
                mark,
                broken_at,
            });
        }
        previous = Some(line);
    }
    candidates
}

/// Whether a sentence is cut between these two characters.
fn breaks_off(last: char, first: char) -> bool {
    is_han(last)
        || last.is_alphanumeric()
        || matches!(
            last,
            '，' | ',' | '、' | '“' | '《' | '（' | '(' | '—' | '-'
        )
        || matches!(
            first,
            '。' | '，' | ',' | '；' | '、' | '”' | '》' | '）' | ')'
        )
}

/// The marks 1, 2, 3 … in order, each at least a chunk after the one before; a mark that cuts a
/// sentence goes before one that does not.
fn chain(candidates: &[Candidate]) -> Vec<Candidate> {
    let mut chain: Vec<Candidate> = candidates.first().copied().into_iter().collect();
    let mut index = 1;
    while let Some(last) = chain.last().copied() {
        let rest = candidates.get(index..).unwrap_or_default();
        let fits = |candidate: &&Candidate| {
            candidate.number == last.number + 1
                && candidate.mark.start >= last.mark.end + SHORTEST_CHUNK
        };
        let next_number = rest
            .iter()
            .position(|candidate| candidate.number == last.number + 2);
        let window = rest
            .get(..next_number.unwrap_or(rest.len()))
            .unwrap_or(rest);
        let cutting = window
            .iter()
            .position(|candidate| fits(&candidate) && candidate.broken_at.is_some());
        let Some(offset) = cutting.or_else(|| window.iter().position(|candidate| fits(&candidate)))
        else {
            break;
        };
        chain.extend(rest.get(offset));
        index += offset + 1;
    }
    chain
}

fn is_cut_text(chain: &[Candidate], sharing_site: bool) -> bool {
    let links = chain.len().saturating_sub(1);
    let broken = chain
        .iter()
        .filter(|candidate| candidate.broken_at.is_some())
        .count();
    let (Some(first), Some(last)) = (chain.first(), chain.last()) else {
        return false;
    };
    // The first mark may itself follow a heading without a full stop.
    let broken = broken - usize::from(first.broken_at.is_some());
    let mean = (last.mark.start - first.mark.start)
        .checked_div(links)
        .unwrap_or(0);
    let (least_share, least_mean) = match (sharing_site, links) {
        (true, _) => (3, 100),
        (false, 1) => (10, 200),
        (false, _) => (6, 120),
    };
    links >= 1 && broken >= 1 && broken * 10 >= links * least_share && mean >= least_mean
}

#[cfg(test)]
mod tests {
    use super::segments;
    use crate::understand::structure::lines::lines;

    fn marks(text: &str) -> usize {
        let chars: Vec<char> = text.chars().collect();
        segments(&chars, &lines(&chars), false).marks.len()
    }

    #[test]
    fn chunks_that_cut_sentences_are_marked_by_the_site() {
        let chunk = "加强教师队伍建设，提高教育质量。".repeat(12);
        assert_eq!(
            marks(&format!(
                "1、{chunk}提高入\n2、学率，{chunk}推进均\n3、衡发展。"
            )),
            3
        );
    }

    #[test]
    fn a_list_of_items_is_not_cut_text() {
        let item = "加强教师队伍建设，提高教育质量。".repeat(12);
        assert_eq!(marks(&format!("1、{item}\n2、{item}\n3、{item}")), 0);
        assert_eq!(marks("1、抓党建\n2、抓安全\n3、抓质量"), 0);
    }
}
