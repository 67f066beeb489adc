//! Who answers for an item: labels, closing brackets, table cells.

use super::{
    labels::{Label, LabelKind},
    names::{is_unit, split, split_units},
    scan::{any_ends, char_at, contains_any, is_stop, starts},
    sentences::{ADVERBS, VERBS, sentences},
    words::{Words, fold, is_blank},
};
use crate::ledger::{Responsible, Role};

/// Names of a table cell.
pub(super) fn in_cell(words: &Words<'_>, role: Role, found: &mut Vec<Responsible>) {
    list(words, 0, words.chars.len(), role, Trust::Label, found);
}

/// Names in running text.
pub(super) fn in_text(words: &Words<'_>, labels: &[Label], found: &mut Vec<Responsible>) {
    for label in labels {
        if let LabelKind::Names(role) = label.kind {
            list(words, label.from, label.to, role, Trust::Label, found);
        }
    }
    brackets(words, labels, found);
    sentences(words, labels, found);
}

/// How sure the place makes us that a name is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// A label or column says so.
    Label,
    /// Only what looks like a unit is believed.
    Shape,
}

/// Adds the names of `from..to`.
pub(super) fn list(
    words: &Words<'_>,
    from: usize,
    to: usize,
    role: Role,
    trust: Trust,
    found: &mut Vec<Responsible>,
) {
    let original = words.original(from, to);
    let Some(begin) = words.index(from) else {
        return;
    };
    let parts = if role == Role::Leader {
        split(original, true)
    } else {
        split_units(original)
    };
    for (from, to) in parts {
        let (from, to, inner) = without_closing_bracket(original, from, to);
        let own_role = inner.and_then(|(from, to)| role_said(&clean(&original[from..to])));
        let place = (begin + from, begin + to);
        add(
            words,
            place,
            &original[from..to],
            own_role.unwrap_or(role),
            trust,
            found,
        );
        let (Some((from, to)), None) = (inner, own_role) else {
            continue;
        };
        for (start, end) in split(&original[from..to], false) {
            let (from, to) = (from + start, from + end);
            let place = (begin + from, begin + to);
            add(words, place, &original[from..to], role, Trust::Shape, found);
        }
    }
}

/// 督导室（牵头）: the bracket says in which part.
fn role_said(inside: &[char]) -> Option<Role> {
    match inside {
        ['牵', '头', ..] | ['主', '办'] => Some(Role::Lead),
        ['配', '合'] | ['协', '办' | '助' | '同'] => Some(Role::Support),
        _ => None,
    }
}

/// 王红（教导处）: the name and what stands in its bracket. A bracket that belongs to the name
/// (各县（市、区）人民政府) does not close it.
fn without_closing_bracket(
    text: &[char],
    from: usize,
    to: usize,
) -> (usize, usize, Option<(usize, usize)>) {
    if to > from
        && fold(text[to - 1]) == ')'
        && let Some(open) = (from + 1..to).rev().find(|&index| fold(text[index]) == '(')
    {
        let inside: Vec<char> = clean(&text[open + 1..to - 1]);
        if is_unit(&inside) || inside.len() > 3 || role_said(&inside).is_some() {
            return (from, open, Some((open + 1, to - 1)));
        }
    }
    (from, to, None)
}

pub(super) fn clean(text: &[char]) -> Vec<char> {
    text.iter()
        .map(|char| fold(*char))
        .filter(|char| !is_blank(*char))
        .collect()
}

/// No work has more units and persons to answer for it; a longer list is a list of something else.
const MOST: usize = 1000;

/// Adds one name unless it is a placeholder or already there.
pub(super) fn add(
    words: &Words<'_>,
    place: (usize, usize),
    original: &[char],
    role: Role,
    trust: Trust,
    found: &mut Vec<Responsible>,
) {
    let name = clean(original);
    let unit = is_unit(&name);
    if !unit
        && name
            .iter()
            .any(|char| char.is_ascii_digit() || *char == '%')
    {
        return;
    }
    if name.len() < 2 && !unit
        || name.len() > 30
        || trust == Trust::Shape && !unit
        || is_placeholder(&name)
    {
        return;
    }
    let written = written(original);
    if found.len() >= MOST || found.iter().any(|other| other.name == written) {
        return;
    }
    // A unit named in the place of a person (责任人：教导处) answers as a unit.
    let role = if role == Role::Leader && unit && !is_office_holder(&name) {
        Role::Responsible
    } else {
        role
    };
    found.push(Responsible {
        name: written,
        span: words.passage_span(place.0, place.1),
        role,
    });
}

/// A name exactly as in the text, the line breaks of the page left out.
pub(super) fn written(original: &[char]) -> String {
    let name: String = original
        .iter()
        .filter(|char| !matches!(char, '\n' | '\r'))
        .collect();
    name.trim().to_owned()
}

fn is_placeholder(name: &[char]) -> bool {
    matches!(name, ['无'] | ['略'] | ['同', '上'])
        || !name
            .iter()
            .any(|char| super::scan::is_han(*char) || char.is_alphabetic())
}

/// 各年级组长, 局长, 分管副校长: an office holder, not a unit.
fn is_office_holder(name: &[char]) -> bool {
    any_ends(
        name,
        name.len(),
        &[
            "组长",
            "局长",
            "校长",
            "主任",
            "科长",
            "股长",
            "处长",
            "书记",
            "园长",
            "院长",
            "县长",
            "市长",
            "区长",
            "镇长",
            "领导",
            "负责人",
            "同志",
            "班主任",
            "教师",
        ],
    )
    .is_some()
}

/// A bracket that closes a sentence or a line and holds nothing but units.
fn brackets(words: &Words<'_>, labels: &[Label], found: &mut Vec<Responsible>) {
    let text = &words.chars;
    for open in 0..text.len() {
        if !matches!(text[open], '(' | '[' | '【' | '〔') {
            continue;
        }
        let Some(close) = closing(text, open) else {
            continue;
        };
        let next = char_at(text, close + 1);
        let closes = is_stop(next) || close + 1 == text.len();
        if !closes
            || labels
                .get(labels.partition_point(|label| label.to <= open))
                .is_some_and(|label| label.start <= close)
        {
            continue;
        }
        in_bracket(words, open + 1, close, found);
    }
}

fn closing(text: &[char], open: usize) -> Option<usize> {
    const LONGEST: usize = 120;
    let mut depth = 0_i32;
    for (index, char) in text.iter().enumerate().skip(open).take(LONGEST) {
        match char {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => {
                depth -= 1;
                if depth == 0 {
                    return Some(index);
                }
            }
            '。' => return None,
            _ => {}
        }
    }
    None
}

/// （人事股、师训中心）, （教育局牵头，财政局、人社局配合）.
fn in_bracket(words: &Words<'_>, from: usize, to: usize, found: &mut Vec<Responsible>) {
    let text = &words.chars;
    let inside = &text[from..to];
    if contains_any(inside, &["牵头", "负责", "配合", "协办", "协助"]) {
        let mut begin = from;
        let mut index = from;
        while index <= to {
            let verb = VERBS
                .iter()
                .find(|(words, _)| index < to && starts(text, index, words));
            if let Some((verb, role)) = verb {
                let start = begin + usize::from(char_at(text, begin) == '由');
                let mut end = index;
                while let Some(length) = any_ends(text, end, &ADVERBS) {
                    end -= length;
                }
                list(words, start, end, *role, Trust::Shape, found);
                index += verb.chars().count();
                begin = index;
                while matches!(char_at(text, begin), ',' | ';' | '、') {
                    begin += 1;
                }
            }
            index += 1;
        }
        return;
    }
    let original = words.original(from, to);
    let mut begin = 0;
    let mut pieces = Vec::new();
    // 总务处：李红 names the unit and the person in it.
    for colon in (0..original.len()).filter(|&index| fold(original[index]) == ':') {
        pieces.push((begin, colon));
        begin = colon + 1;
    }
    pieces.push((begin, original.len()));
    let parts: Vec<(usize, usize)> = pieces
        .into_iter()
        .flat_map(|(begin, end)| {
            split_units(&original[begin..end])
                .into_iter()
                .map(move |(from, to)| (begin + from, begin + to))
        })
        .collect();
    let shape = |(from, to): (usize, usize)| Shape::of(&clean(&original[from..to]));
    let covers =
        parts.iter().map(|(from, to)| to - from).sum::<usize>() + parts.len() >= original.len();
    let units = parts.iter().any(|part| shape(*part) == Shape::Unit);
    if !covers || !units || parts.iter().any(|part| shape(*part) == Shape::Else) {
        return;
    }
    let Some(first) = words.index(from) else {
        return;
    };
    for (from, to) in parts {
        let role = match shape((from, to)) {
            Shape::Unit => Role::Responsible,
            Shape::Person => Role::Leader,
            Shape::Time | Shape::Else => continue,
        };
        add(
            words,
            (first + from, first + to),
            &original[from..to],
            role,
            Trust::Label,
            found,
        );
    }
}

/// What a piece of a closing bracket looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Unit,
    Person,
    Time,
    Else,
}

impl Shape {
    fn of(piece: &[char]) -> Self {
        if is_unit(piece) {
            Self::Unit
        } else if contains_any(piece, &["月", "年底", "季度", "学期"]) {
            Self::Time
        } else if is_office_holder(piece) && piece.len() <= 12
            || (2..=3).contains(&piece.len()) && piece.iter().all(|char| super::scan::is_han(*char))
        {
            Self::Person
        } else {
            Self::Else
        }
    }
}
