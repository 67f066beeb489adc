//! Who answers for an item, said in sentences: 由…牵头, …负责, 由…任组长, …工作任务.

use super::{
    labels::{Label, label_at},
    names::split,
    responsible::{Trust, add, clean, list, written},
    scan::{any_ends, any_starts, char_at, is_han, is_stop, starts},
    words::Words,
};
use crate::ledger::{Responsible, Role};

/// Verbs that follow the name of who does something.
pub(super) const VERBS: [(&str, Role); 9] = [
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
pub(super) fn sentences(words: &Words<'_>, labels: &[Label], found: &mut Vec<Responsible>) {
    let text = &words.chars;
    let mut led = false;
    let mut index = 0;
    while index < text.len() {
        let char = text[index];
        if is_stop(char) {
            led = false;
        }
        let labelled = || label_at(labels, index).is_some();
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
            '任' if !labelled() && starts(text, index, "任组长") => {
                holder_at_head(words, index, found);
            }
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
#[rustfmt::skip]
pub(super) const ADVERBS: [&str; 17] = [
    "按照职责分工", "按职责分工", "依职责分工", "根据职责", "按职责", "分别", "共同", "具体", "主要",
    "统一", "统筹", "全面", "直接", "联合", "总体", "要", "应",
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
    #[rustfmt::skip]
    const AS_HEAD: [&str; 10] = [
        "任组长", "担任组长", "担当组长", "为组长", "任总指挥", "担任总指挥", "任主任", "担任主任",
        "任总负责人", "担任总负责人",
    ];
    const LONGEST: usize = 30;
    let text = &words.chars;
    let begin = at + 1;
    // 组长由镇长担任: the part stands before.
    let titled = any_ends(text, at, &["副组长", "副总指挥"]).is_none()
        && any_ends(text, at, &["组长", "总指挥", "召集人"]).is_some();
    let as_head: &[&str] = if titled {
        &["担任", "兼任"]
    } else {
        &AS_HEAD
    };
    let end = (begin..text.len().min(begin + LONGEST)).find(|&index| {
        is_stop(text[index])
            || matches!(text[index], ',' | ':')
            || any_starts(text, index, as_head).is_some()
    });
    let Some(end) = end.filter(|&end| any_starts(text, end, as_head).is_some()) else {
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

/// 成立工作小组，校长任组长: a clause that names nothing but who is at the head.
fn holder_at_head(words: &Words<'_>, at: usize, found: &mut Vec<Responsible>) {
    const LONGEST: usize = 12;
    let text = &words.chars;
    let end = at - usize::from(at > 0 && text[at - 1] == '担');
    let Some((from, to)) = names_before(text, end) else {
        return;
    };
    let is_clause = to - from <= LONGEST && text[from..to].iter().all(|char| is_han(*char));
    if let Some(place) = words
        .index(from)
        .filter(|_| is_clause && text[from] != '由')
    {
        let original = words.original(from, to);
        add_leader(words, (place, place + original.len()), original, found);
    }
}

fn add_leader(
    words: &Words<'_>,
    place: (usize, usize),
    original: &[char],
    found: &mut Vec<Responsible>,
) {
    let name = written(original);
    if clean(original).len() < 2 || found.iter().any(|other| other.name == name) {
        return;
    }
    found.push(Responsible {
        name,
        span: words.passage_span(place.0, place.1),
        role: Role::Leader,
    });
}
