//! Who answers for an item: labels, closing brackets, 由…牵头, …负责, table cells.

use super::{
    labels::{Label, LabelKind},
    names::{is_unit, split, split_units},
    scan::{any_ends, any_starts, char_at, contains_any, is_stop, starts},
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
enum Trust {
    /// A label or column says so.
    Label,
    /// Only what looks like a unit is believed.
    Shape,
}

/// Adds the names of `from..to`.
fn list(
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
        add(
            words,
            (begin + from, begin + to),
            &original[from..to],
            role,
            trust,
            found,
        );
        if let Some((from, to)) = inner {
            for (start, end) in split(&original[from..to], false) {
                let (from, to) = (from + start, from + end);
                add(
                    words,
                    (begin + from, begin + to),
                    &original[from..to],
                    role,
                    Trust::Shape,
                    found,
                );
            }
        }
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
        if is_unit(&inside) || inside.len() > 3 {
            return (from, open, Some((open + 1, to - 1)));
        }
    }
    (from, to, None)
}

fn clean(text: &[char]) -> Vec<char> {
    text.iter()
        .map(|char| fold(*char))
        .filter(|char| !is_blank(*char))
        .collect()
}

/// Adds one name unless it is a placeholder or already there.
fn add(
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
    let written: String = original
        .iter()
        .filter(|char| !matches!(char, '\n' | '\r'))
        .collect();
    let written = written.trim().to_owned();
    if found.iter().any(|other| other.name == written) {
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
                .iter()
                .any(|label| label.start <= close && label.to > open)
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
    let parts = split_units(original);
    let all_units = !parts.is_empty()
        && parts
            .iter()
            .all(|(from, to)| is_unit(&clean(&original[*from..*to])));
    let covers =
        parts.iter().map(|(from, to)| to - from).sum::<usize>() + parts.len() >= original.len();
    if all_units && covers {
        list(words, from, to, Role::Responsible, Trust::Shape, found);
    }
}

/// Verbs that follow the name of who does something.
const VERBS: [(&str, Role); 9] = [
    ("牵头负责", Role::Lead),
    ("具体负责", Role::Responsible),
    ("负责牵头", Role::Lead),
    ("分别负责", Role::Responsible),
    ("牵头", Role::Lead),
    ("负责", Role::Responsible),
    ("协助", Role::Support),
    ("协办", Role::Support),
    ("配合", Role::Support),
];

/// X负责, X牵头, 由X任组长, X工作任务, X为牵头单位.
fn sentences(words: &Words<'_>, labels: &[Label], found: &mut Vec<Responsible>) {
    let text = &words.chars;
    let mut led = false;
    let mut index = 0;
    while index < text.len() {
        let char = text[index];
        if is_stop(char) {
            led = false;
        }
        let labelled = || {
            labels
                .iter()
                .any(|label| (label.start..label.to).contains(&index))
        };
        match char {
            '牵' | '负' | '配' | '具' | '协' if !labelled() => {
                if let Some((verb, role)) = VERBS.iter().find(|(verb, _)| starts(text, index, verb))
                {
                    let after = index + verb.chars().count();
                    let support = *role == Role::Support;
                    if !is_noun(text, after) && (!support || led) {
                        let names = names_before(text, index);
                        if let Some((from, to)) = names {
                            led |= *role == Role::Lead;
                            list(words, from, to, *role, Trust::Shape, found);
                        }
                    }
                    index = after;
                    continue;
                }
            }
            '为' if !labelled() => {
                if let Some((role, length)) = is_made(text, index) {
                    if let Some((from, to)) = names_before(text, index) {
                        list(words, from, to, role, Trust::Shape, found);
                    }
                    index += length;
                    continue;
                }
            }
            '由' if !labelled() => heads(words, index, found),
            '工' if starts(text, index, "工作任务")
                && matches!(char_at(text, index + 4), ':' | '。' | '\n') =>
            {
                let from = line_start(text, index);
                list(words, from, index, Role::Responsible, Trust::Shape, found);
                collective(words, from, index, found);
            }
            _ => {}
        }
        index += 1;
    }
}

/// 各镇工作任务: a collective name that is no unit by its shape.
fn collective(words: &Words<'_>, from: usize, to: usize, found: &mut Vec<Responsible>) {
    let name = clean(words.original(from, to));
    if name.first() == Some(&'各')
        && name.len() <= 12
        && !name.contains(&'、')
        && let Some(begin) = words.index(from)
    {
        let original = words.original(from, to);
        add(
            words,
            (begin, begin + original.len()),
            original,
            Role::Responsible,
            Trust::Label,
            found,
        );
    }
}

fn line_start(text: &[char], at: usize) -> usize {
    (at.saturating_sub(120)..at)
        .rev()
        .find(|&index| is_stop(text[index]) || text[index] == ':')
        .map_or(at.saturating_sub(120), |index| index + 1)
}

/// 负责人, 负责制, 牵头单位: the verb is part of a noun.
fn is_noun(text: &[char], after: usize) -> bool {
    any_starts(
        text,
        after,
        &[
            "人",
            "制",
            "任",
            "同志",
            "单位",
            "部门",
            "科室",
            "领导",
            "作用",
            "抓总体",
        ],
    )
    .is_some()
        || char_at(text, after) == '的'
}

/// 为牵头责任单位, 为责任单位, 为责任人.
fn is_made(text: &[char], at: usize) -> Option<(Role, usize)> {
    const MADE: [(&str, Role); 8] = [
        ("为牵头责任单位", Role::Lead),
        ("为牵头单位", Role::Lead),
        ("为牵头部门", Role::Lead),
        ("为主要责任单位", Role::Lead),
        ("为第一责任单位", Role::Lead),
        ("为责任单位", Role::Responsible),
        ("为配合单位", Role::Support),
        ("为协办单位", Role::Support),
    ];
    MADE.iter()
        .find(|(words, _)| starts(text, at, words))
        .map(|(words, role)| (*role, words.chars().count()))
}

/// What stands between names and verb: 按职责分工负责.
const ADVERBS: [&str; 17] = [
    "按照职责分工",
    "按职责分工",
    "依职责分工",
    "根据职责",
    "按职责",
    "分别",
    "共同",
    "具体",
    "主要",
    "统一",
    "统筹",
    "全面",
    "直接",
    "联合",
    "总体",
    "要",
    "应",
];

/// The list of units that ends at the verb: back to the beginning of its clause.
fn names_before(text: &[char], verb: usize) -> Option<(usize, usize)> {
    const LONGEST: usize = 60;
    let nearest = verb.saturating_sub(LONGEST);
    let from = (nearest..verb)
        .rev()
        .find(|&index| is_stop(text[index]) || matches!(text[index], ',' | ':' | '(' | ')' | '由'))
        .map_or(nearest, |index| index + 1);
    let mut to = verb;
    while let Some(length) = any_ends(text, to, &ADVERBS) {
        to -= length;
    }
    (to > from).then_some((from, to))
}

/// 由县长任组长: an office holder at the head.
fn heads(words: &Words<'_>, at: usize, found: &mut Vec<Responsible>) {
    const AS_HEAD: [&str; 10] = [
        "任组长",
        "担任组长",
        "担当组长",
        "为组长",
        "任总指挥",
        "担任总指挥",
        "任主任",
        "担任主任",
        "任总负责人",
        "担任总负责人",
    ];
    const LONGEST: usize = 30;
    let text = &words.chars;
    let begin = at + 1;
    let end = (begin..text.len().min(begin + LONGEST)).find(|&index| {
        is_stop(text[index])
            || matches!(text[index], ',' | ':')
            || any_starts(text, index, &AS_HEAD).is_some()
    });
    let Some(end) = end.filter(|&end| any_starts(text, end, &AS_HEAD).is_some()) else {
        return;
    };
    if let Some(first) = words.index(begin) {
        let original = words.original(begin, end);
        for (from, to) in split(original, true) {
            add_leader(
                words,
                (first + from, first + to),
                &original[from..to],
                found,
            );
        }
    }
}

fn add_leader(
    words: &Words<'_>,
    place: (usize, usize),
    original: &[char],
    found: &mut Vec<Responsible>,
) {
    let name: String = clean(original).into_iter().collect();
    if name.chars().count() < 2 || found.iter().any(|other| other.name == name) {
        return;
    }
    found.push(Responsible {
        name: original.iter().filter(|char| !is_blank(**char)).collect(),
        span: words.passage_span(place.0, place.1),
        role: Role::Leader,
    });
}
