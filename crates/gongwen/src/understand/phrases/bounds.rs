//! Words that bound a number: 不少于, 以上, 控制在, 近, 左右.

use super::scan::{any_ends, any_starts, char_at, char_before, is_clause_end, starts};
use crate::{ledger::Comparator, understand::heads::Heads};

/// A bounding word: where it begins (before a number) or ends (after one).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bound {
    /// Its outer end.
    pub(super) at: usize,
    /// What it says.
    pub(super) cmp: Comparator,
}

const BEFORE: [(&str, Comparator); 44] = [
    ("原则上不少于", Comparator::Ge),
    ("原则上不超过", Comparator::Le),
    ("不得少于", Comparator::Ge),
    ("不得低于", Comparator::Ge),
    ("不得超过", Comparator::Le),
    ("不得高于", Comparator::Le),
    ("不能少于", Comparator::Ge),
    ("不能超过", Comparator::Le),
    ("不少于", Comparator::Ge),
    ("不低于", Comparator::Ge),
    ("不小于", Comparator::Ge),
    ("不短于", Comparator::Ge),
    ("不超过", Comparator::Le),
    ("不高于", Comparator::Le),
    ("不大于", Comparator::Le),
    ("不多于", Comparator::Le),
    ("不长于", Comparator::Le),
    ("不突破", Comparator::Le),
    ("大于等于", Comparator::Ge),
    ("小于等于", Comparator::Le),
    ("至少", Comparator::Ge),
    ("最少", Comparator::Ge),
    ("至多", Comparator::Le),
    ("最多", Comparator::Le),
    ("最高", Comparator::Le),
    ("最低", Comparator::Ge),
    ("不足", Comparator::Lt),
    ("不到", Comparator::Lt),
    ("不满", Comparator::Lt),
    ("低于", Comparator::Lt),
    ("少于", Comparator::Lt),
    ("小于", Comparator::Lt),
    ("超过", Comparator::Gt),
    ("突破", Comparator::Gt),
    ("高于", Comparator::Gt),
    ("大于", Comparator::Gt),
    ("多于", Comparator::Gt),
    ("接近", Comparator::Approx),
    ("将近", Comparator::Approx),
    ("大约", Comparator::Approx),
    ("≥", Comparator::Ge),
    ("≤", Comparator::Le),
    (">", Comparator::Gt),
    ("<", Comparator::Lt),
];

const SHORT_BEFORE: [(char, Comparator); 5] = [
    ('逾', Comparator::Gt),
    ('超', Comparator::Gt),
    ('约', Comparator::Approx),
    ('近', Comparator::Approx),
    ('破', Comparator::Gt),
];

/// The bound before the number at `at`.
pub(super) fn before(text: &[char], at: usize) -> Option<Bound> {
    if char_before(text, at) == '各' {
        let inner = before(text, at - 1).map_or(Comparator::Eq, |bound| bound.cmp);
        return Some(Bound {
            at: at - 1,
            cmp: inner,
        });
    }
    if let Some(bound) = directly_before(text, at) {
        return Some(bound);
    }
    let last = char_before(text, at);
    if let Some((_, cmp)) = SHORT_BEFORE.iter().find(|(char, _)| *char == last) {
        let part_of_word = match last {
            '近' => matches!(char_before(text, at - 1), '附' | '最' | '就' | '邻'),
            '约' => matches!(char_before(text, at - 1), '节' | '签' | '公' | '预' | '大'),
            _ => false,
        };
        if !part_of_word {
            return Some(Bound {
                at: at - 1,
                cmp: *cmp,
            });
        }
    }
    if last == '为' && matches!(char_before(text, at - 1), '约') {
        return Some(Bound {
            at: at - 2,
            cmp: Comparator::Approx,
        });
    }
    at_a_distance(text, at)
}

fn directly_before(text: &[char], at: usize) -> Option<Bound> {
    const ENDS: Heads = Heads::ends_of_pairs(&BEFORE);
    if !ENDS.hold(char_before(text, at)) {
        return None;
    }
    BEFORE.iter().find_map(|(words, cmp)| {
        any_ends(text, at, &[*words]).map(|length| Bound {
            at: at - length,
            cmp: *cmp,
        })
    })
}

/// 不低于交流总数的20%: words between the bound and the number, closed by 的.
fn at_a_distance(text: &[char], at: usize) -> Option<Bound> {
    const FURTHEST: usize = 16;
    let last = char_before(text, at);
    let least = matches!(last, '的' | '数' | '额' | '量' | '生' | '师' | '工' | '人');
    let nearest = at.saturating_sub(FURTHEST);
    for index in (nearest..at).rev() {
        if is_clause_end(text[index]) || text[index].is_ascii_digit() {
            return None;
        }
        // 至少组织两次: the verb stands between.
        if starts(text, index, "至少") {
            return Some(Bound {
                at: index,
                cmp: Comparator::Ge,
            });
        }
        if least && text[index] == '不' {
            let bound = BEFORE
                .iter()
                .find(|(words, _)| any_starts(text, index, &[*words]).is_some());
            if let Some((_, cmp)) = bound {
                return Some(Bound {
                    at: index,
                    cmp: *cmp,
                });
            }
        }
    }
    None
}

/// The bound after the unit that ends at `at`.
pub(super) fn after(text: &[char], at: usize) -> Option<Bound> {
    const AFTER: [(&str, Comparator); 14] = [
        ("及以上", Comparator::Ge),
        ("或以上", Comparator::Ge),
        ("(含)以上", Comparator::Ge),
        ("及以下", Comparator::Le),
        ("(含)以下", Comparator::Le),
        ("(含)以内", Comparator::Le),
        ("以上", Comparator::Ge),
        ("以下", Comparator::Le),
        ("以内", Comparator::Le),
        ("之内", Comparator::Le),
        ("之间", Comparator::Range),
        ("左右", Comparator::Approx),
        ("上下", Comparator::Approx),
        ("有余", Comparator::Gt),
    ];
    if !matches!(
        char_at(text, at),
        '及' | '或' | '(' | '以' | '之' | '左' | '上' | '有'
    ) {
        return None;
    }
    let (words, cmp) = AFTER
        .iter()
        .find(|(words, _)| any_starts(text, at, &[*words]).is_some())?;
    Some(Bound {
        at: at + words.chars().count(),
        cmp: *cmp,
    })
}

/// 控制在3.1%, 压缩到, 降至: the verb outside the quote that makes a limit.
pub(super) fn held_under(text: &[char], at: usize) -> bool {
    any_ends(
        text,
        at,
        &["控制在", "控制到", "控制于", "限制在", "限于", "上限为"],
    )
    .is_some()
}
