//! What a quantity counts, and whether it recurs or is promised.

use super::{
    quantity::Quantity,
    scan::{
        any_ends, any_starts, back_in_sentence, char_at, char_before, clause_start, contains_any,
        is_clause_end, is_han, sentence_start, starts,
    },
    time::TimeWords,
    units::Sort,
};
use crate::{
    ledger::{Commitment, DocKind, TargetKind},
    understand::heads::Heads,
};

/// The longest subject that is taken from the text.
const LONGEST: usize = 24;

/// Verbs that bring a noun to its number and are not part of it.
#[rustfmt::skip]
const BRIDGES: [&str; 45] = [
    "稳定在", "保持在", "控制在", "提高到", "提升到", "提高至", "提升至", "增加到", "增加至", "扩大到",
    "下降到", "压缩到", "分别达到", "分别达", "达到", "达", "降至", "降到", "增至", "均达", "均为",
    "共计", "合计", "总计", "提高", "增长", "下降", "提升", "增加", "降低", "减少", "保持", "实现",
    "完成", "均", "为", "至", "到", "共", "各", "占", "有", "力争", "确保", "在",
];

/// Verbs an item's clause opens with.
#[rustfmt::skip]
const OPENINGS: [&str; 63] = [
    "培训", "投资",
    "争取", "力争", "确保", "计划", "继续", "全面", "其中", "新建、改扩建", "新建", "改建", "扩建", "改扩建", "新增",
    "建成", "建设", "创建", "完成", "开展", "组织", "举办", "召开", "培育", "培养", "引进", "招聘", "公开招聘", "招考",
    "招收", "选派", "选聘", "配备", "设立", "成立", "打造", "推进", "推动", "实施", "评选", "表彰", "投入", "发放",
    "资助", "拨付", "落实", "办理", "获得", "获", "对", "将", "使", "促进", "实现", "开发", "遴选", "推荐", "受理",
    "整改", "排查", "拆除", "栽植", "考录",
];

/// The words that say what is counted.
pub(super) fn subject(text: &[char], times: &[TimeWords], found: &Quantity) -> (usize, usize) {
    let shares = matches!(found.sort, Sort::Ratio) || found.rank;
    if (!shares || char_at(text, found.to) == '的')
        && let Some(after) = noun_after(text, found.to)
    {
        return after;
    }
    let clause = clause_start(text, found.from);
    noun_before(text, times, clause, found.from, MOST_NUMBERS)
}

/// The noun that follows the unit.
fn noun_after(text: &[char], at: usize) -> Option<(usize, usize)> {
    #[rustfmt::skip]
    const NOT_NOUNS: [&str; 18] = [
        "参加", "参与", "达到", "完成", "获", "以上", "全覆盖", "左右", "通过", "实现", "用于", "建设",
        "到", "被", "均", "全部", "和", "及",
    ];
    let from = at + usize::from(char_at(text, at) == '的');
    if !is_han(char_at(text, from)) && !matches!(char_at(text, from), '“' | '《') {
        return None;
    }
    if any_starts(text, from, &NOT_NOUNS).is_some() {
        return None;
    }
    let limit = (from + LONGEST).min(text.len());
    let to = (from..limit)
        .find(|&index| {
            is_clause_end(text[index])
                || matches!(text[index], '、' | '(' | ')')
                || text[index].is_ascii_digit()
                || index > from + 1
                    && any_starts(
                        text,
                        index,
                        &[
                            "达到", "完成", "获得", "参加", "通过", "逐校", "参与", "开展",
                        ],
                    )
                    .is_some()
        })
        .unwrap_or(limit);
    let to = if matches!(char_before(text, to), '和' | '及' | '与') {
        to - 1
    } else {
        to
    };
    (to > from).then_some((from, to))
}

/// So many numbers may stand in a row behind the noun they all belong to.
const MOST_NUMBERS: usize = 8;

/// The noun before the number, time words, bridging and opening verbs left out; nothing before
/// `clause` is looked at, where the clause begins, nor beyond `numbers` more numbers.
fn noun_before(
    text: &[char],
    times: &[TimeWords],
    clause: usize,
    at: usize,
    numbers: usize,
) -> (usize, usize) {
    let begins = clause;
    let clause = begins.max(at.saturating_sub(FURTHEST));
    let to = without_bridges(text, clause, at);
    let mut from = clause.max(to.saturating_sub(LONGEST));
    // 幼儿园4所、小学2所: the list before belongs to another number.
    let other = (from..to)
        .rev()
        .find(|&index| text[index].is_ascii_digit() || text[index] == '%');
    if let Some(other) = other {
        match (other..to).find(|&index| matches!(text[index], '、' | '和' | '及')) {
            Some(comma) => from = comma + 1,
            None if to - other < 3 => {
                let Some(left) = numbers.checked_sub(1) else {
                    return (at, at);
                };
                let before = number_start(text, clause, other);
                return noun_before(text, times, begins, before, left);
            }
            None => {}
        }
    }
    if from >= to {
        // 升学率、就业率达到60%、95%以上: what is counted stands before the first number.
        return match (clause..to).find(|&index| text[index].is_ascii_digit()) {
            Some(first) if first > clause => (clause, without_bridges(text, clause, first)),
            _ => (from, from),
        };
    }
    let before = times.partition_point(|time| time.from < to);
    if let Some(time) = times[..before]
        .iter()
        .rev()
        .take(3)
        .find(|time| time.to > from)
        && time.to < to
        && time.from <= from
    {
        from = time.to;
    }
    const HEADS: Heads = Heads::of(&OPENINGS);
    let opening = |from: usize| {
        HEADS
            .hold(char_at(text, from))
            .then(|| any_starts(text, from, &OPENINGS))
            .flatten()
    };
    while let Some(length) = opening(from) {
        // 培训班, 投资额, 培训覆盖率: the verb is part of the noun.
        let noun = any_starts(
            text,
            from + length,
            &["班", "额", "覆盖", "合格", "率", "学时", "学员", "期", "总"],
        )
        .is_some();
        if from + length >= to || noun && length == 2 {
            break;
        }
        from += length;
    }
    (from, to)
}

/// How far back a subject is looked for.
const FURTHEST: usize = 60;

/// The end of the noun before the verbs that lead from it to its number.
fn without_bridges(text: &[char], clause: usize, at: usize) -> usize {
    const ENDS: Heads = Heads::ends_of(&BRIDGES);
    let bridge = |to: usize| {
        ENDS.hold(char_before(text, to))
            .then(|| any_ends(text, to, &BRIDGES))
            .flatten()
    };
    let mut to = at;
    while let Some(length) = bridge(to) {
        // 人均, 生均 are part of the noun.
        let average = length == 1
            && text[to - 1] == '均'
            && matches!(char_before(text, to - 1), '人' | '生' | '户' | '校' | '年');
        if average || to - length <= clause {
            break;
        }
        to -= length;
    }
    to
}

/// The first digit of the number that `at` stands in.
fn number_start(text: &[char], clause: usize, at: usize) -> usize {
    (clause..at)
        .rev()
        .take_while(|&index| text[index].is_ascii_digit() || matches!(text[index], '.' | '-'))
        .last()
        .unwrap_or(at)
}

/// The sort of target, from its unit and its clause.
pub(super) fn kind(text: &[char], found: &Quantity, document: DocKind) -> TargetKind {
    if found.rank {
        return TargetKind::Rank;
    }
    if matches!(found.sort, Sort::Turn) && recurs(text, found, document) {
        return TargetKind::Frequency;
    }
    found.sort.kind()
}

/// 每月评比一次, 全年不少于12次: so many times per period.
fn recurs(text: &[char], found: &Quantity, document: DocKind) -> bool {
    let clause = &text[clause_start(text, found.from)..found.from];
    if contains_any(clause, &["每"]) {
        return true;
    }
    // What was done in a year is a count of things; what is to be done each year, a frequency.
    if document == DocKind::Summary {
        return false;
    }
    let next = char_at(text, found.to);
    let stands_alone = is_clause_end(next) || matches!(next, ')' | '、');
    let sentence = &text[sentence_start(text, found.from)..found.from];
    stands_alone && (contains_any(clause, &["全年", "年均", "一年"]) || starts(sentence, 0, "全年"))
}

/// 确保 or 力争 in the sentence before the number, the nearer one.
pub(super) fn commitment(text: &[char], at: usize) -> Commitment {
    for index in back_in_sentence(text, at) {
        match text[index] {
            '确' if starts(text, index, "确保") => return Commitment::Binding,
            '必' if any_starts(text, index, &["必须", "必保"]).is_some() => {
                return Commitment::Binding;
            }
            '务' if starts(text, index, "务必") => return Commitment::Binding,
            '力' if any_starts(text, index, &["力争", "力求"]).is_some() => {
                return Commitment::Stretch;
            }
            '争' if starts(text, index, "争取") && !asks_for_money(text, index + 2) => {
                return Commitment::Stretch;
            }
            _ => {}
        }
    }
    Commitment::Plain
}

/// 争取资金380万元 asks for something; it does not promise less.
fn asks_for_money(text: &[char], at: usize) -> bool {
    let near = (at + 12).min(text.len());
    contains_any(&text[at..near], &["资金", "经费", "补助", "支持", "项目"])
}
