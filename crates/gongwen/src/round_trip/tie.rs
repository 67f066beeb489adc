//! Which paragraph came from which piece: by bookmarks, then by words.

use super::{Line, Original};
use std::collections::{HashMap, HashSet};

/// Words shared by a piece and a paragraph that has lost its bookmark, at least.
const LEAST_ALIKE: f64 = 0.5;
/// Words a part of a piece has from it, at least, to be part of it and not added beside it.
const LEAST_SHARED: f64 = 0.5;
/// Pairs compared by their words; a paper that was turned over entirely is not paired.
const MOST_PAIRS: usize = 250_000;

/// Neighbouring characters of words, with how often they occur.
type Profile = HashMap<(char, char), usize>;

/// Pieces and paragraphs that belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tied {
    pub(super) pieces: Vec<usize>,
    pub(super) lines: Vec<usize>,
    pub(super) is_moved: bool,
    /// It stands between paragraphs of the body.
    pub(super) is_inside: bool,
}

/// Ties every paragraph to what it came from, in the order of the paragraphs; pieces without one
/// follow what stood before them.
pub(super) fn tie(original: &Original, lines: &[Line]) -> Vec<Tied> {
    let mut of_line = by_bookmarks(original, lines);
    by_words(original, lines, &mut of_line);
    let mut groups = grouped(&of_line, lines, original.pieces.len());
    mark_inside(&mut groups);
    mark_moved(&mut groups);
    with_removed(groups, original.pieces.len())
}

/// For each paragraph, the pieces whose bookmarks reach into it and whose words it has.
fn by_bookmarks(original: &Original, lines: &[Line]) -> Vec<Vec<usize>> {
    let named: HashMap<&str, usize> = original
        .pieces
        .iter()
        .enumerate()
        .filter_map(|(at, piece)| Some((piece.bookmark.as_deref()?, at)))
        .collect();
    let mut of_line: Vec<Vec<usize>> = lines
        .iter()
        .map(|line| {
            let names = line.bookmarks.iter();
            let mut pieces: Vec<usize> = names
                .filter_map(|name| named.get(name.as_str()).copied())
                .collect();
            pieces.sort_unstable();
            pieces.dedup();
            pieces
        })
        .collect();
    let mut reached = vec![0_usize; original.pieces.len()];
    for at in of_line.iter().flatten() {
        if let Some(count) = reached.get_mut(*at) {
            *count += 1;
        }
    }
    let text_of = |at: &usize| {
        original
            .pieces
            .get(*at)
            .map_or("", |piece| piece.text.as_str())
    };
    for (pieces, line) in of_line.iter_mut().zip(lines) {
        let is_one_of_several = pieces
            .iter()
            .any(|at| reached.get(*at).is_some_and(|count| *count > 1));
        if pieces.len() > 1 {
            // A piece whose words are gone may have left its bookmark behind on its neighbour.
            pieces.retain(|at| share(text_of(at), &line.text) >= LEAST_SHARED);
        } else if is_one_of_several && line.table.is_none() {
            // A paragraph typed within a bookmark is new; one cut off a piece has its words.
            pieces.retain(|at| share(&line.text, text_of(at)) >= LEAST_SHARED);
        }
    }
    of_line
}

/// Pairs what is left over on both sides: the same words first, then those most alike.
fn by_words(original: &Original, lines: &[Line], of_line: &mut [Vec<usize>]) {
    let taken: HashSet<usize> = of_line.iter().flatten().copied().collect();
    let mut left: Vec<usize> = (0..original.pieces.len())
        .filter(|at| !taken.contains(at))
        .collect();
    let mut loose: Vec<usize> = (0..lines.len())
        .filter(|at| of_line.get(*at).is_some_and(Vec::is_empty))
        .collect();
    let text_of = |at: usize| {
        original
            .pieces
            .get(at)
            .map_or("", |piece| piece.text.as_str())
    };
    let line_text = |at: usize| lines.get(at).map_or("", |line| line.text.as_str());

    let mut same: HashMap<&str, Vec<usize>> = HashMap::new();
    for at in left.iter().rev() {
        same.entry(text_of(*at)).or_default().push(*at);
    }
    loose.retain(|line| {
        let found = same.get_mut(line_text(*line)).and_then(Vec::pop);
        let slot = of_line.get_mut(*line);
        match (found, slot) {
            (Some(piece), Some(slot)) => {
                slot.push(piece);
                left.retain(|one| *one != piece);
                false
            }
            _ => true,
        }
    });
    // The cells of a table are a line each of one piece.
    for piece in left.clone() {
        let cells: HashSet<&str> = text_of(piece).lines().collect();
        if cells.len() < 2 {
            continue;
        }
        let tables = loose.iter().filter_map(|at| lines.get(*at)?.table);
        let best = tables
            .collect::<HashSet<usize>>()
            .into_iter()
            .max_by_key(|table| {
                let of_table = loose.iter().filter(|at| {
                    lines
                        .get(**at)
                        .is_some_and(|line| line.table == Some(*table))
                });
                let n_shared = of_table
                    .filter(|at| cells.contains(line_text(**at)))
                    .count();
                (n_shared, std::cmp::Reverse(*table))
            });
        loose.retain(|at| {
            let is_cell = best.is_some() && lines.get(*at).is_some_and(|line| line.table == best);
            if let Some(slot) = of_line.get_mut(*at).filter(|_| is_cell) {
                slot.push(piece);
            }
            !is_cell
        });
        left.retain(|one| *one != piece || best.is_none());
    }
    if left.len().saturating_mul(loose.len()) > MOST_PAIRS {
        return;
    }
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    let profiles: Vec<(usize, Profile)> = left
        .iter()
        .map(|at| (*at, pairs_of(text_of(*at))))
        .collect();
    for line in &loose {
        let profile = pairs_of(line_text(*line));
        for (piece, of_piece) in &profiles {
            let alike = alike(&profile, of_piece);
            if alike >= LEAST_ALIKE {
                pairs.push((alike, *line, *piece));
            }
        }
    }
    pairs.sort_by(|one, other| {
        other
            .0
            .total_cmp(&one.0)
            .then((one.1, one.2).cmp(&(other.1, other.2)))
    });
    let (mut lines_taken, mut pieces_taken) = (HashSet::new(), HashSet::new());
    for (_, line, piece) in pairs {
        if lines_taken.contains(&line) || pieces_taken.contains(&piece) {
            continue;
        }
        lines_taken.insert(line);
        pieces_taken.insert(piece);
        if let Some(slot) = of_line.get_mut(line) {
            slot.push(piece);
        }
    }
}

/// Joins the paragraphs of one piece and the pieces of one paragraph.
fn grouped(of_line: &[Vec<usize>], lines: &[Line], n_pieces: usize) -> Vec<Tied> {
    let mut groups: Vec<Tied> = Vec::new();
    let mut group_of: Vec<Option<usize>> = vec![None; n_pieces];
    for (line, pieces) in of_line.iter().enumerate().take(lines.len()) {
        let known = pieces
            .iter()
            .find_map(|at| group_of.get(*at).copied().flatten());
        let at = known.unwrap_or_else(|| {
            groups.push(Tied::default());
            groups.len() - 1
        });
        let Some(group) = groups.get_mut(at) else {
            continue;
        };
        group.lines.push(line);
        for piece in pieces {
            if !group.pieces.contains(piece) {
                group.pieces.push(*piece);
            }
            if let Some(slot) = group_of.get_mut(*piece) {
                *slot = Some(at);
            }
        }
    }
    groups
}

/// A paragraph added between two of the body belongs to the body.
fn mark_inside(groups: &mut [Tied]) {
    let is_tied: Vec<bool> = groups
        .iter()
        .map(|group| !group.pieces.is_empty())
        .collect();
    let mut index = 0;
    while index < groups.len() {
        if is_tied.get(index) == Some(&true) {
            index += 1;
            continue;
        }
        let start = index;
        while is_tied.get(index) == Some(&false) {
            index += 1;
        }
        let follows =
            |one: Option<usize>| one.and_then(|at| groups.get(at)?.pieces.first().copied());
        let before = follows(start.checked_sub(1));
        let after = follows(Some(index));
        // Between pieces that were neighbours, or nearly: not 附件说明 between body and attachment.
        let near = match (before, after) {
            (Some(before), Some(after)) => before.abs_diff(after) <= 1 + (index - start),
            _ => false,
        };
        for group in groups.iter_mut().take(index).skip(start) {
            group.is_inside = near;
        }
    }
}

/// Pieces that left the order of the others: the longest row that kept its order stays.
fn mark_moved(groups: &mut [Tied]) {
    let order: Vec<(usize, usize)> = groups
        .iter()
        .enumerate()
        .filter_map(|(at, group)| Some((at, *group.pieces.first()?)))
        .collect();
    // The last of the best row of each length, and what each stands behind.
    let mut tails: Vec<usize> = Vec::new();
    let mut behind: Vec<Option<usize>> = vec![None; order.len()];
    let piece_at = |index: usize| order.get(index).map_or(0, |(_, piece)| *piece);
    for index in 0..order.len() {
        let place = tails.partition_point(|tail| piece_at(*tail) < piece_at(index));
        if let Some(slot) = behind.get_mut(index) {
            *slot = place.checked_sub(1).and_then(|at| tails.get(at).copied());
        }
        match tails.get_mut(place) {
            Some(tail) => *tail = index,
            None => tails.push(index),
        }
    }
    let mut kept = HashSet::new();
    let mut at = tails.last().copied();
    while let Some(index) = at {
        kept.insert(index);
        at = behind.get(index).copied().flatten();
    }
    for (index, (group, _)) in order.iter().enumerate() {
        if let Some(group) = groups.get_mut(*group) {
            group.is_moved = !kept.contains(&index);
        }
    }
}

/// Pieces no paragraph came from, after the piece that stood before them.
fn with_removed(groups: Vec<Tied>, n_pieces: usize) -> Vec<Tied> {
    let there: HashSet<usize> = groups
        .iter()
        .flat_map(|group| group.pieces.iter().copied())
        .collect();
    let removed = |piece: usize| Tied {
        pieces: vec![piece],
        is_inside: true,
        ..Tied::default()
    };
    let run_from = |from: usize| {
        (from..n_pieces)
            .take_while(|piece| !there.contains(piece))
            .map(removed)
    };
    let mut all: Vec<Tied> = run_from(0).collect();
    for group in groups {
        let next = group.pieces.iter().max().map(|last| last + 1);
        all.push(group);
        if let Some(next) = next {
            all.extend(run_from(next));
        }
    }
    all
}

/// The profile of words.
fn pairs_of(text: &str) -> Profile {
    let chars: Vec<char> = std::iter::once('\u{2}').chain(text.chars()).collect();
    let mut pairs = HashMap::new();
    for pair in chars.windows(2) {
        if let [one, other] = pair {
            *pairs.entry((*one, *other)).or_default() += 1;
        }
    }
    pairs
}

fn shared(one: &Profile, other: &Profile) -> usize {
    let common =
        |(pair, count): (&(char, char), &usize)| other.get(pair).map(|there| *count.min(there));
    one.iter().filter_map(common).sum()
}

/// How alike two wordings are, 0 to 1.
fn alike(one: &Profile, other: &Profile) -> f64 {
    let total: usize = one.values().chain(other.values()).sum();
    ratio(2 * shared(one, other), total)
}

/// How much of some words stands in others, 0 to 1.
fn share(words: &str, within: &str) -> f64 {
    let words = pairs_of(words);
    ratio(shared(&words, &pairs_of(within)), words.values().sum())
}

fn ratio(part: usize, whole: usize) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of characters in a paragraph"
    )]
    let (part, whole) = (part as f64, whole.max(1) as f64);
    part / whole
}
