//! Labels inside running text: 责任科室：…　完成时限：…

use super::{
    scan::{any_starts, char_at, char_before, is_stop, starts},
    words::Words,
};
use crate::{ledger::Role, understand::heads::Heads};

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LabelKind {
    /// Names in this role.
    Names(Role),
    /// A time limit.
    Limit,
    /// Something that is neither (联系电话), which ends the label before it.
    Else,
}

/// A labelled stretch of text, without the label itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    /// What it announces.
    pub(super) kind: LabelKind,
    /// First character of the label.
    pub(super) start: usize,
    /// First character after the label and its colon.
    pub(super) from: usize,
    /// After the last character of the stretch.
    pub(super) to: usize,
}

impl Label {
    /// Whether it is a time limit.
    pub(super) fn is_limit(self) -> bool {
        self.kind == LabelKind::Limit
    }

    /// Whether a character stands in it.
    pub(super) fn covers(self, at: usize) -> bool {
        (self.from..self.to).contains(&at)
    }
}

/// The words before 单位, 科室, 领导 and the role they give.
const PARTS: [(&str, Role); 34] = [
    ("主要责任", Role::Lead),
    ("牵头责任", Role::Lead),
    ("第一责任", Role::Lead),
    ("首要责任", Role::Lead),
    ("责任牵头", Role::Lead),
    ("牵头负责", Role::Lead),
    ("主责", Role::Lead),
    ("主办", Role::Lead),
    ("牵头", Role::Lead),
    ("协同配合", Role::Support),
    ("协助配合", Role::Support),
    ("责任配合", Role::Support),
    ("协办责任", Role::Support),
    ("配合责任", Role::Support),
    ("参与", Role::Support),
    ("参加", Role::Support),
    ("配合", Role::Support),
    ("协办", Role::Support),
    ("协同", Role::Support),
    ("协助", Role::Support),
    ("协作", Role::Support),
    ("会办", Role::Support),
    ("分管", Role::Leader),
    ("主管", Role::Leader),
    ("挂联", Role::Leader),
    ("包保", Role::Leader),
    ("包联", Role::Leader),
    ("联系", Role::Leader),
    ("具体责任", Role::Responsible),
    ("责任", Role::Responsible),
    ("负责", Role::Responsible),
    ("承办", Role::Responsible),
    ("落实", Role::Responsible),
    ("实施", Role::Responsible),
];

/// The nouns of labels that name units.
#[rustfmt::skip]
const UNITS: [&str; 14] = [
    "单位(部门)", "科室(单位)", "单位", "科室", "股室", "处室", "部门", "机构", "主体", "学校", "科",
    "股", "处", "方",
];

/// The nouns of labels that name persons.
#[rustfmt::skip]
const PERSONS: [&str; 14] = [
    "市级领导", "县级领导", "区级领导", "校级领导", "县领导", "市领导", "区领导", "局领导", "校领导",
    "园领导", "领导", "同志", "校长", "人",
];

#[rustfmt::skip]
const LIMITS: [&str; 12] = [
    "完成时限", "完成时间", "完成期限", "办结时限", "时限要求", "时间节点", "时间要求", "工作时限",
    "进度安排", "时间安排", "时限", "时间",
];

#[rustfmt::skip]
const ELSE: [&str; 12] = [
    "联系电话", "联系方式", "电话", "备注", "工作措施", "工作目标", "目标任务", "工作要求", "督办单位",
    "督导单位", "督查单位", "进展情况",
];

/// Who heads a group, and who is in it: 组长：陈志明.
const HEADS_OF_GROUPS: [(&str, LabelKind); 8] = [
    ("副组长", LabelKind::Else),
    ("副总指挥", LabelKind::Else),
    ("组长", LabelKind::Names(Role::Leader)),
    ("总指挥", LabelKind::Names(Role::Leader)),
    ("召集人", LabelKind::Names(Role::Leader)),
    ("成员单位", LabelKind::Else),
    ("组员", LabelKind::Else),
    ("成员", LabelKind::Else),
];

/// All labels of the words, in order.
pub(super) fn labels(words: &Words<'_>) -> Vec<Label> {
    let text = &words.chars;
    let mut found: Vec<Label> = Vec::new();
    for colon in 0..text.len() {
        if let Some((label, names)) = before_blank(words, colon) {
            open(text, &mut found, label, names);
            continue;
        }
        if !matches!(text[colon], ':' | ']' | '】' | '〕') {
            continue;
        }
        let Some((start, kind)) = ending_at(text, colon) else {
            continue;
        };
        // 【责任处室】 is a label, 〔…财务股配合〕 is not.
        let opened = matches!(char_before(text, start), '[' | '【' | '〔');
        if text[colon] != ':' && !opened {
            continue;
        }
        let mut from = colon + 1;
        from += usize::from(char_at(text, from) == ':');
        open(text, &mut found, (start, kind), from);
    }
    if let Some(last) = found.last_mut() {
        last.to = end_of(text, last.from, text.len(), last.kind);
    }
    found
}

/// Adds a label, which ends the one before it.
fn open(text: &[char], found: &mut Vec<Label>, (start, kind): (usize, LabelKind), from: usize) {
    if let Some(last) = found.last_mut() {
        last.to = end_of(text, last.from, start, last.kind);
    }
    found.push(Label {
        kind,
        start,
        from,
        to: from,
    });
}

/// 责任科室 办公室: a label at the head of a line or after a blank, with a blank for its colon; the
/// label, when it begins at `at`, and where its names do.
fn before_blank(words: &Words<'_>, at: usize) -> Option<((usize, LabelKind), usize)> {
    const LENGTHS: std::ops::RangeInclusive<usize> = 3..=8;
    let text = &words.chars;
    if !may_begin(char_at(text, at)) || at > 0 && !words.is_apart(at) && !is_stop(text[at - 1]) {
        return None;
    }
    LENGTHS.rev().find_map(|length| {
        let end = at + length;
        let from = end + usize::from(char_at(text, end) == '\n');
        if end >= text.len() || from == end && !words.is_apart(end) {
            return None;
        }
        let kind = label(text, at, end).filter(|kind| *kind != LabelKind::Else)?;
        Some(((at, kind), from))
    })
}

/// Whether a label may begin with the character.
fn may_begin(char: char) -> bool {
    const LIMIT_HEADS: Heads = Heads::of(&LIMITS);
    const PART_HEADS: Heads = Heads::of_pairs(&PARTS);
    LIMIT_HEADS.hold(char) || PART_HEADS.hold(char)
}

/// The label whose last character stands before `colon`.
fn ending_at(text: &[char], colon: usize) -> Option<(usize, LabelKind)> {
    const LONGEST: usize = 12;
    let nearest = colon.saturating_sub(LONGEST);
    (nearest..colon).find_map(|start| {
        let kind = label(text, start, colon)?;
        Some((start, kind))
    })
}

/// The label that fills `start..end`.
fn label(text: &[char], start: usize, end: usize) -> Option<LabelKind> {
    const LIMIT_HEADS: Heads = Heads::of(&LIMITS);
    const ELSE_HEADS: Heads = Heads::of(&ELSE);
    const PART_HEADS: Heads = Heads::of_pairs(&PARTS);
    let first = char_at(text, start);
    let fills = |length: usize, begin: usize| begin + length == end;
    if LIMIT_HEADS.hold(first)
        && any_starts(text, start, &LIMITS).is_some_and(|length| fills(length, start))
    {
        return Some(LabelKind::Limit);
    }
    if ELSE_HEADS.hold(first)
        && any_starts(text, start, &ELSE).is_some_and(|length| fills(length, start))
    {
        return Some(LabelKind::Else);
    }
    if starts(text, start, "联系人") && start + 3 == end {
        return Some(LabelKind::Else);
    }
    if let Some((words, kind)) = HEADS_OF_GROUPS
        .iter()
        .find(|(words, _)| starts(text, start, words))
        && fills(words.chars().count(), start)
    {
        return Some(*kind);
    }
    if !PART_HEADS.hold(first) {
        return None;
    }
    for (words, role) in PARTS {
        if !starts(text, start, words) {
            continue;
        }
        let mut noun = start + words.chars().count();
        noun += usize::from(char_at(text, noun) == '的');
        let role_before = if words == "联系" { None } else { Some(role) };
        if noun == end
            && matches!(
                words,
                "牵头" | "主办" | "协办" | "配合" | "分管" | "承办" | "主责" | "协同"
            )
        {
            return Some(LabelKind::Names(role));
        }
        if UNITS
            .iter()
            .any(|unit| starts(text, noun, unit) && fills(unit.chars().count(), noun))
        {
            let role = if role == Role::Leader {
                Role::Responsible
            } else {
                role
            };
            return Some(LabelKind::Names(role));
        }
        if PERSONS
            .iter()
            .any(|person| starts(text, noun, person) && fills(person.chars().count(), noun))
        {
            return role_before.map_or(Some(LabelKind::Else), |_| {
                Some(LabelKind::Names(Role::Leader))
            });
        }
    }
    None
}

/// Where a label's stretch ends: the sentence, the closing bracket of a bracket it stands in, or
/// `limit`, where the next label begins.
fn end_of(text: &[char], from: usize, limit: usize, kind: LabelKind) -> usize {
    let mut depth = 0_i32;
    for (index, char) in text.iter().enumerate().take(limit).skip(from) {
        match *char {
            '(' => depth += 1,
            ')' if depth == 0 => return index,
            ')' => depth -= 1,
            // A list of names may be closed by a line break the page made.
            ';' if kind == LabelKind::Limit || depth == 0 => return index,
            char if is_stop(char) => return index,
            '】' | ']' | '〕' => return index,
            _ => {}
        }
    }
    limit
}

/// The label whose words or stretch a character stands in, of labels in order.
pub(super) fn label_at(labels: &[Label], at: usize) -> Option<&Label> {
    let after = labels.partition_point(|label| label.start <= at);
    labels
        .get(after.checked_sub(1)?)
        .filter(|label| at < label.to)
}
