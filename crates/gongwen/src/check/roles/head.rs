//! 版头: what stands above the red rule of page 1.

use super::text;
use crate::check::{Part, measure, paper::Line};

/// The head of a paper has no more lines than this.
const MOST_LINES: usize = 16;
/// Characters of an issuer mark are at least this large, in points.
const MARK_PT: f64 = 20.0;

/// Gives the lines of the head their parts; where the rest begins.
pub(super) fn assign(lines: &mut [Line<'_>]) -> usize {
    let number = lines
        .iter()
        .take(MOST_LINES)
        .position(|line| !line.is_cell() && is_number(line))
        .filter(|at| {
            // A number cited in running text stands after the title; a head has no body above it.
            lines.iter().take(*at).all(|line| !line.text.contains('。'))
        });
    let end = match number {
        Some(at) => {
            let signers = lines.iter().skip(at + 1).take_while(|line| is_signer(line));
            at + 1 + signers.count()
        }
        None => lines
            .iter()
            .take(MOST_LINES)
            .take_while(|line| is_head_without_number(line))
            .count(),
    };
    // Without a number, small lines alone (a date, 特急) are no head.
    let has_mark = lines.iter().take(end).any(is_mark);
    if number.is_none() && !has_mark {
        let small = lines
            .iter()
            .take(end)
            .take_while(|line| small_part(line).is_some());
        let n_small = small.count();
        for line in lines.iter_mut().take(n_small) {
            line.part = small_part(line).unwrap_or(Part::Body);
        }
        return n_small;
    }
    for (index, line) in lines.iter_mut().take(end).enumerate() {
        line.part = match small_part(line) {
            Some(part) => part,
            None if Some(index) == number || is_issue_number(line) => Part::DocNumber,
            None if is_signer(line) => Part::Signer,
            None => Part::IssuerMark,
        };
    }
    end
}

fn is_number(line: &Line<'_>) -> bool {
    text::number(&line.chars).is_some_and(|number| {
        let rest: String = line
            .chars
            .get(number.end..)
            .unwrap_or_default()
            .iter()
            .collect();
        rest.trim().is_empty() || rest.trim_start().starts_with("签发人")
    })
}

/// 第3期, 第12号, with the day beside it.
fn is_issue_number(line: &Line<'_>) -> bool {
    const LONGEST: usize = 24;
    line.text.starts_with('第')
        && line.text.chars().count() <= LONGEST
        && (line.text.contains('期') || line.text.ends_with('号'))
        && !line.text.contains(['。', '，'])
}

fn is_signer(line: &Line<'_>) -> bool {
    line.text.starts_with("签发人")
}

/// Red and large, as the names of issuers are printed.
fn is_mark(line: &Line<'_>) -> bool {
    let is_red = line.paragraph.runs.iter().any(|run| run.looks.is_red);
    is_red && measure::size(line.paragraph) >= MARK_PT
        || line.text.ends_with("文件") && measure::size(line.paragraph) >= 2.0 * MARK_PT
}

fn is_head_without_number(line: &Line<'_>) -> bool {
    is_mark(line) || small_part(line).is_some() || is_issue_number(line)
}

/// 份号, 密级, 紧急程度.
fn small_part(line: &Line<'_>) -> Option<Part> {
    let bare: String = line.text.chars().filter(|c| !c.is_whitespace()).collect();
    let n_chars = bare.chars().count();
    let is_digits = bare.chars().all(|c| c.is_ascii_digit());
    if is_digits && (1..=8).contains(&n_chars) && line.number <= 3 {
        return Some(Part::CopyNumber);
    }
    if n_chars <= 12
        && ["绝密", "机密", "秘密"]
            .iter()
            .any(|word| bare.starts_with(word))
    {
        return Some(Part::Secrecy);
    }
    let urgencies = ["特急", "加急", "特提", "平急", "急件"];
    (n_chars <= 6 && urgencies.iter().any(|word| bare.starts_with(word))).then_some(Part::Urgency)
}
