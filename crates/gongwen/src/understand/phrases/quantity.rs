//! A number with its bound and its unit: 不少于200元, 1-2个, 35%以上, 2∶1.

use super::{
    bounds,
    numerals::{Numeral, numeral, powers_at},
    scan::{any_ends, any_starts, char_at, char_before, starts},
    units::{Sort, unit},
};
use crate::ledger::Comparator;

/// A quantity as the words give it, not yet judged to be a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Quantity {
    /// First character of bound or number.
    pub(super) from: usize,
    /// First character of the number itself.
    pub(super) number: usize,
    /// After the number, before the unit.
    pub(super) number_end: usize,
    /// The unit's characters.
    pub(super) unit: (usize, usize),
    /// After the last word of the quantity.
    pub(super) to: usize,
    /// The number.
    pub(super) value: f64,
    /// Upper end of a range.
    pub(super) max: Option<f64>,
    /// How it bounds.
    pub(super) cmp: Comparator,
    /// Sort of unit.
    pub(super) sort: Sort,
    /// How the number is written.
    pub(super) numeral: Numeral,
    /// A place in an order: 前四名, 第2位.
    pub(super) rank: bool,
}

/// A number, or two of them, and the unit.
struct Core {
    numeral: Numeral,
    number_end: usize,
    max: Option<f64>,
    unit: (usize, usize),
    to: usize,
    sort: Sort,
    more: bool,
}

/// The quantity whose number begins at `at`.
pub(super) fn quantity(text: &[char], at: usize) -> Option<Quantity> {
    if joined_to_code(text, at) {
        return None;
    }
    let core = hundredths(text, at).or_else(|| {
        let numeral = numeral(text, at)?;
        fraction(text, numeral)
            .or_else(|| ratio(text, at, numeral))
            .or_else(|| counted(text, at, numeral))
            .or_else(|| place(text, at, numeral))
    })?;
    let rank = rank(text, at, &core);
    let after = bounds::after(text, core.to);
    let before = if rank.is_some() {
        None
    } else {
        bounds::before(text, at)
    };
    let mut cmp = Comparator::Eq;
    let mut from = at;
    let mut to = core.to;
    if let Some(bound) = before {
        cmp = bound.cmp;
        from = bound.at;
    }
    if core.more {
        cmp = Comparator::Gt;
    }
    if let Some(bound) = after {
        cmp = bound.cmp;
        to = bound.at;
    }
    if core.max.is_some() {
        cmp = Comparator::Range;
    } else if cmp == Comparator::Eq && bounds::held_under(text, from) {
        cmp = Comparator::Le;
    }
    if let Some((rank_from, rank_cmp)) = rank {
        from = rank_from;
        cmp = rank_cmp;
    }
    Some(Quantity {
        from,
        number: at,
        number_end: core.number_end,
        unit: core.unit,
        to,
        value: core.numeral.value,
        max: core.max,
        cmp,
        sort: core.sort,
        numeral: core.numeral,
        rank: rank.is_some(),
    })
}

/// H7N9, 1+X, 3D, 2.5+3.5, a number in a longer code.
fn joined_to_code(text: &[char], at: usize) -> bool {
    let before = char_before(text, at);
    let code = |char: char| {
        char.is_ascii_alphabetic() || matches!(char, '+' | '×' | '*' | '_' | '#' | '@')
    };
    before.is_ascii_digit()
        || code(before)
        || before == '.' && char_before(text, at - 1).is_ascii_digit()
}

/// 百分之三十, 千分之五.
fn hundredths(text: &[char], at: usize) -> Option<Core> {
    const NAMED: [&str; 2] = ["百分之", "千分之"];
    let length = any_starts(text, at, &NAMED)?;
    let mut numeral = numeral(text, at + length)?;
    if starts(text, at + length, "百") && numeral.bare {
        numeral.bare = false;
    }
    Some(Core {
        numeral,
        number_end: numeral.end,
        max: numeral.upper,
        unit: (at, at + length),
        to: numeral.end,
        sort: Sort::Ratio,
        more: false,
    })
}

/// 三分之一, 2/3: `below` is the first number.
fn fraction(text: &[char], below: Numeral) -> Option<Core> {
    let above = if starts(text, below.end, "分之") {
        numeral(text, below.end + 2)?
    } else if char_at(text, below.end) == '/' && !below.decimal {
        numeral(text, below.end + 1)
            .filter(|above| above.value > below.value && above.value <= 10.0)?
    } else {
        return None;
    };
    let (top, bottom) = if char_at(text, below.end) == '/' {
        (below.value, above.value)
    } else {
        (above.value, below.value)
    };
    let numeral = Numeral {
        value: top / bottom,
        end: above.end,
        bare: false,
        ..below
    };
    (bottom > 0.0 && top < bottom).then_some(Core {
        numeral,
        number_end: above.end,
        max: None,
        unit: (above.end, above.end),
        to: above.end,
        sort: Sort::Ratio,
        more: false,
    })
}

/// 2∶1 where a ratio is spoken of.
fn ratio(text: &[char], at: usize, first: Numeral) -> Option<Core> {
    if char_at(text, first.end) != ':' || first.chinese {
        return None;
    }
    let second = numeral(text, first.end + 1).filter(|second| !second.chinese)?;
    let spoken = char_before(text, at) == '按' || text[at.saturating_sub(16)..at].contains(&'比');
    spoken.then_some(Core {
        numeral: first,
        number_end: first.end,
        max: None,
        unit: (first.end, second.end),
        to: second.end,
        sort: Sort::Ratio,
        more: false,
    })
}

/// Number, 余 or 多, unit; or a range of them.
fn counted(text: &[char], at: usize, mut numeral: Numeral) -> Option<Core> {
    let mut max = numeral.upper;
    let mut index = numeral.end;
    let mut first_unit_end = index;
    if let Some(read) = unit(text, index) {
        first_unit_end = read.end;
    }
    if let Some((second, joint)) =
        second_number(text, index).or_else(|| second_number(text, first_unit_end))
        && second.value > numeral.value
        && max.is_none()
    {
        // 15%至20%, 3-5万元: the power of ten of the second holds for both.
        if second.value >= 1e4 && numeral.value < 1e3 && !numeral.chinese && joint == numeral.end {
            let power = if second.value >= 1e8 { 1e8 } else { 1e4 };
            numeral.value *= power;
        }
        max = Some(second.value);
        index = second.end;
    }
    let mut more = false;
    if let Some(length) = any_starts(text, index, &["余", "多"]) {
        more = true;
        index += length;
        // 八十余万元: the power of ten follows.
        if let Some((power, end)) = powers_at(text, index) {
            numeral.value *= power;
            index = end;
        }
    }
    let number_end = index;
    // /10万: so many in a hundred thousand.
    if char_at(text, index) == '/'
        && let Some(base) = numeral_of_population(text, index + 1)
    {
        return Some(Core {
            numeral,
            number_end,
            max,
            unit: (index, base),
            to: base,
            sort: Sort::Ratio,
            more,
        });
    }
    // 1.2个亿: the power of ten has a measure word of its own.
    if starts(text, index, "个亿") {
        numeral.value *= 1e8;
        let yuan = usize::from(char_at(text, index + 2) == '元');
        return Some(Core {
            numeral,
            number_end: index + 2,
            max,
            unit: (index + 2, index + 2 + yuan),
            to: index + 2 + yuan,
            sort: Sort::Money,
            more,
        });
    }
    if let Some(read) = unit(text, index) {
        let mut to = read.end;
        if !more
            && char_at(text, to) == '多'
            && !matches!(char_at(text, to + 1), '样' | '元' | '种')
        {
            more = true;
            to += 1;
        }
        return Some(Core {
            numeral,
            number_end,
            max,
            unit: (index, read.end),
            to,
            sort: read.sort,
            more,
        });
    }
    if let Some(end) = length_in_years(text, at, index) {
        return Some(Core {
            numeral,
            number_end,
            max,
            unit: (index, end),
            to: end,
            sort: Sort::Span,
            more,
        });
    }
    unit_before(text, at, number_end, &numeral).map(|(unit, sort)| Core {
        numeral,
        number_end,
        max,
        unit,
        to: number_end,
        sort,
        more,
    })
}

/// 支教期一年, 为期2年: years are a length only after the word for a period; the end of 年.
fn length_in_years(text: &[char], at: usize, end: usize) -> Option<usize> {
    const PERIODS: [&str; 11] = [
        "支教期",
        "服务期",
        "合同期",
        "试用期",
        "见习期",
        "聘期",
        "任期",
        "周期",
        "学制",
        "为期",
        "期限",
    ];
    const LEADS: [&str; 8] = [
        "不少于",
        "不低于",
        "不超过",
        "原则上为",
        "一般为",
        "至少",
        "为",
        "满",
    ];
    if char_at(text, end) != '年' || matches!(char_at(text, end + 1), '级' | '度' | '制') {
        return None;
    }
    let before = at - any_ends(text, at, &LEADS).unwrap_or(0);
    any_ends(text, before, &PERIODS).map(|_| end + 1)
}

/// The second number of a range and where the joint stands.
fn second_number(text: &[char], at: usize) -> Option<(Numeral, usize)> {
    let length = if starts(text, at, "--") {
        2
    } else {
        usize::from(matches!(char_at(text, at), '-' | '~' | '至' | '到'))
    };
    if length == 0 {
        return None;
    }
    numeral(text, at + length).map(|second| (second, at))
}

/// The end of 10万 in 18/10万.
fn numeral_of_population(text: &[char], at: usize) -> Option<usize> {
    let base = numeral(text, at)?;
    (base.value >= 1000.0).then_some(base.end)
}

/// A number without a unit: 参赛人次达20万以上 has it before, a coefficient (0.65) has none.
fn unit_before(
    text: &[char],
    at: usize,
    end: usize,
    numeral: &Numeral,
) -> Option<((usize, usize), Sort)> {
    if numeral.chinese && numeral.value < 100.0 {
        return None;
    }
    let next = char_at(text, end);
    let ends_here = super::scan::is_clause_end(next)
        || matches!(next, '、' | ')' | '和' | '及')
        || bounds::after(text, end).is_some();
    if !ends_here {
        return seats(text, end);
    }
    let clause = super::scan::clause_start(text, at);
    let times_counted = |index: &usize| {
        text[index + 1] == '次' && matches!(text[*index], '人' | '批' | '班' | '所' | '件' | '场')
    };
    if let Some(index) = (clause..at.saturating_sub(1)).rev().find(times_counted) {
        return Some(((index, index + 2), Sort::Plain));
    }
    numeral
        .decimal
        .then_some(((end, end), Sort::Ratio))
        .filter(|_| {
            numeral.value < 10.0
                && speaks_of_coefficient(&text[super::scan::sentence_start(text, at)..at])
        })
}

/// A decimal number alone is a target only as a coefficient or index.
fn speaks_of_coefficient(clause: &[char]) -> bool {
    super::scan::contains_any(clause, &["系数", "指数", "比值", "控制在", "极差", "弹性"])
}

/// 1200学位: no measure word between the number and the noun.
fn seats(text: &[char], end: usize) -> Option<((usize, usize), Sort)> {
    any_starts(text, end, &["学位", "床位", "托位", "座位"]).map(|_| ((end, end), Sort::Plain))
}

/// 居全市第一, 排名前三: a place without a measure word, at the end of a clause.
fn place(text: &[char], at: usize, numeral: Numeral) -> Option<Core> {
    if !matches!(char_before(text, at), '第' | '前') {
        return None;
    }
    let next = char_at(text, numeral.end);
    let ends_here = super::scan::is_clause_end(next) || matches!(next, '、' | ')' | '的');
    (ends_here && numeral.upper.is_none()).then_some(Core {
        numeral,
        number_end: numeral.end,
        max: None,
        unit: (numeral.end, numeral.end),
        to: numeral.end,
        sort: Sort::Plain,
        more: false,
    })
}

/// 前四名, 第2位, 居第三: where the rank begins and how it bounds.
fn rank(text: &[char], at: usize, core: &Core) -> Option<(usize, Comparator)> {
    let place = matches!(core.unit, (from, to) if to - from <= 1);
    match char_before(text, at) {
        '前' if place && is_place(text, core, &['名', '位', '%']) => {
            Some((at - 1, Comparator::Le))
        }
        '第' if place && is_place(text, core, &['名', '位']) => Some((at - 1, Comparator::Eq)),
        _ => None,
    }
}

/// Whether the unit is one of a place in an order, or there is none.
fn is_place(text: &[char], core: &Core, units: &[char]) -> bool {
    core.unit.0 == core.unit.1 || units.contains(&char_at(text, core.unit.0))
}
