//! Sums in a sentence that do not add up: 共投入…，其中…; 小学2所、初中1所，共4所; 分别占….

use super::{Placed, Told, is_stop, places, same_unit, written};
use crate::ledger::{Comparator, Finding, FindingCode, TargetKind};

/// How far a list of parts goes on: longer runs without a stop are damaged text.
const FURTHEST: usize = 200;
/// No list of parts is longer.
const MOST_PARTS: usize = 20;
/// How many quantities before 其中 may hold the total.
const TOTAL_WITHIN: usize = 5;
/// Parts that fall short of their total by more than this share are not meant to be all of it.
const NEARLY_ALL: f64 = 0.9;

/// What does not add up in a passage.
pub(super) fn sums(told: &Told<'_>) -> Vec<Finding> {
    if told.targets.len() < 2 {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for at in places(&told.text, &['其', '中']) {
        findings.extend(of_which(told, at));
    }
    for index in 0..told.targets.len() {
        findings.extend(in_bracket(told, index));
        findings.extend(altogether(told, index));
    }
    for at in places(&told.text, &['分', '别', '占']) {
        findings.extend(shares(told, at));
    }
    findings
}

/// What may be a part or a total: no rank, no frequency, no range.
fn counts(placed: &Placed<'_>) -> bool {
    !matches!(
        placed.target.kind,
        TargetKind::Rank | TargetKind::Frequency | TargetKind::Other
    ) && placed.target.max.is_none()
}

/// The targets that begin in `from..to`, as long as they have the unit of the first; a norm (每校2名)
/// is no part.
fn parts<'b>(told: &'b Told<'_>, from: usize, to: usize) -> Vec<Placed<'b>> {
    let after = told.first_from(from);
    let mut inside = told
        .targets
        .iter()
        .skip(after)
        .take(MOST_PARTS)
        .take_while(|placed| placed.from < to)
        .peekable();
    let Some(unit) = inside.peek().map(|placed| placed.target.unit.as_str()) else {
        return Vec::new();
    };
    inside
        .filter(|placed| same_unit(unit, &placed.target.unit))
        .copied()
        .collect()
}

/// 整合14所小学为5所: one number becomes the other, they are no two parts.
fn turned(told: &Told<'_>, parts: &[Placed<'_>]) -> bool {
    parts.windows(2).any(|pair| match pair {
        [one, next] => told
            .cut(one.to, next.from)
            .iter()
            .any(|char| matches!(char, '为' | '成' | '到')),
        _ => false,
    })
}

fn is_norm(told: &Told<'_>, placed: &Placed<'_>) -> bool {
    let clause = told.back_to(placed.from, 16, |char| {
        is_stop(char) || matches!(char, ',' | '、' | ';' | ':')
    });
    told.cut(clause, placed.to)
        .iter()
        .any(|char| matches!(char, '每' | '各' | '均'))
}

/// Where the sentence of `at` ends; a semicolon ends it unless the parts follow a colon.
fn sentence_end(told: &Told<'_>, at: usize) -> usize {
    let listed = told.char(at) == ':';
    (at..at + FURTHEST)
        .find(|&index| {
            let char = told.char(index);
            is_stop(char) || !listed && char == ';'
        })
        .unwrap_or(at + FURTHEST)
}

/// 共投入3000万元，其中校舍2000万元、设备1200万元.
fn of_which(told: &Told<'_>, at: usize) -> Option<Finding> {
    let mut end = sentence_end(told, at + 2);
    let nested = places(told.cut(at + 2, end), &['其', '中']).next();
    if let Some(offset) = nested {
        end = at + 2 + offset;
    }
    let parts = parts(told, at + 2, end);
    let unit = &parts.first()?.target.unit;
    // 招聘教师86人。其中…: the total may stand at the end of the sentence before.
    let opens = at == 0 || is_stop(told.char(at - 1));
    let begin = told.back_to(at.saturating_sub(usize::from(opens)), FURTHEST, is_stop);
    let total = told
        .targets
        .iter()
        .take(told.first_from(at))
        .rev()
        .take(TOTAL_WITHIN)
        .take_while(|placed| placed.from >= begin)
        .find(|placed| same_unit(unit, &placed.target.unit))?;
    if !counts(total) || is_norm(told, total) || total.target.kind == TargetKind::Ratio {
        return None;
    }
    if parts
        .iter()
        .any(|part| !counts(part) || is_norm(told, part))
        || turned(told, &parts)
    {
        return None;
    }
    let sum: f64 = parts.iter().map(|part| part.target.value).sum();
    let (low, high) = bounds(total);
    let open = nested.is_some()
        || parts.iter().any(|part| part.target.cmp != Comparator::Eq)
        || told.cut(end.saturating_sub(6), end).contains(&'等');
    let short = parts.len() >= 2 && !open && sum < low && sum >= low * NEARLY_ALL;
    (sum > high || short).then(|| differs(told, total, &parts, sum))
}

/// 新建学校8所（小学3所、初中4所）: a bracket that takes the number apart.
fn in_bracket(told: &Told<'_>, index: usize) -> Option<Finding> {
    let total = told.targets.get(index)?;
    // The noun may stand between: 8所学校（…）.
    let open = (total.to..total.to + 8).find(|&at| !is_word(told.char(at)))?;
    if told.char(open) != '(' {
        return None;
    }
    let close = (open..open + FURTHEST)
        .find(|&at| matches!(told.char(at), ')') || is_stop(told.char(at)))?;
    let inside = told.cut(open, close);
    // (其中…), (含…), (…等) and (每校…) are not all of it.
    let partial = inside
        .iter()
        .any(|char| matches!(char, '含' | '等' | '每' | '各' | '另' | '原' | '余'))
        || places(inside, &['其', '中']).next().is_some();
    let parts = parts(told, open, close);
    let n_inside = told.first_from(close) - told.first_from(open);
    let whole = parts.len() >= 2
        && parts.len() == n_inside
        && !partial
        && same_unit(&total.target.unit, &parts.first()?.target.unit)
        && counts(total)
        && total.target.kind != TargetKind::Ratio
        && parts
            .iter()
            .all(|part| counts(part) && part.target.cmp == Comparator::Eq);
    if !whole {
        return None;
    }
    let sum: f64 = parts.iter().map(|part| part.target.value).sum();
    let (low, high) = bounds(total);
    (sum < low || sum > high).then(|| differs(told, total, &parts, sum))
}

fn is_word(char: char) -> bool {
    super::super::structure::is_han(char)
}

/// 小学2所、初中1所、幼儿园3所，共7所: the parts stand before.
fn altogether(told: &Told<'_>, index: usize) -> Option<Finding> {
    const TOTALS: [&str; 8] = [
        "共计",
        "合计",
        "总计",
        "总共",
        "合计为",
        "共有",
        "共为",
        "共",
    ];
    let total = told.targets.get(index)?;
    let said = TOTALS.iter().any(|words| told.ends(total.from, words));
    if !said || !counts(total) || total.target.kind == TargetKind::Ratio {
        return None;
    }
    let begin = told.back_to(total.from, FURTHEST, |char| is_stop(char) || char == ';');
    if places(told.cut(begin, total.from), &['其', '中'])
        .next()
        .is_some()
    {
        return None;
    }
    let before: Vec<Placed<'_>> = told
        .targets
        .iter()
        .take(index)
        .rev()
        .take(MOST_PARTS)
        .take_while(|placed| placed.from >= begin)
        .filter(|placed| same_unit(&total.target.unit, &placed.target.unit))
        .copied()
        .collect();
    if before.len() < 2
        || before
            .iter()
            .any(|part| !counts(part) || is_norm(told, part) || part.target.cmp != Comparator::Eq)
    {
        return None;
    }
    // What stands first may be something else (20所学校中，…): any run up to the total will do.
    let (low, high) = bounds(total);
    let mut sum = 0.0;
    let mut nearest: Option<(f64, usize)> = None;
    for (count, part) in before.iter().enumerate() {
        sum += part.target.value;
        if count == 0 {
            continue;
        }
        if (low..=high).contains(&sum) {
            return None;
        }
        let off = (sum - total.target.value).abs();
        if nearest.is_none_or(|(best, _)| off < (best - total.target.value).abs()) {
            nearest = Some((sum, count + 1));
        }
    }
    let (sum, count) = nearest?;
    let parts: Vec<Placed<'_>> = before.into_iter().take(count).rev().collect();
    let near = (sum - total.target.value).abs() <= total.target.value * 0.5;
    near.then(|| differs(told, total, &parts, sum))
}

/// 分别占50%、30%、25%: shares of one whole.
fn shares(told: &Told<'_>, at: usize) -> Option<Finding> {
    let parts = parts(told, at, sentence_end(told, at));
    let first = parts.first()?;
    let last = parts.last()?;
    let sum: f64 = parts.iter().map(|part| part.target.value).sum();
    let over = parts.len() >= 2 && sum > 100.5;
    let short = parts.len() >= 3 && (90.0..99.5).contains(&sum);
    (first.target.unit == "%" && (over || short)).then(|| Finding {
        code: FindingCode::SumMismatch,
        span: told.passage.span(first.from, last.to),
        what: format!(
            "各部分所占的百分比加起来是{}，不是100%。",
            written(sum, first.target)
        ),
        why: WHY.to_owned(),
        suggestion: "请核对各部分的占比；不是同一个总数的，请分开写。".to_owned(),
    })
}

const WHY: &str = "分项与总数对不上，填报和考核时不知以哪个数为准。";

/// The least and the most that the parts may add up to.
fn bounds(total: &Placed<'_>) -> (f64, f64) {
    let value = total.target.value;
    let rounding = value.abs() * 1e-9;
    match total.target.cmp {
        Comparator::Eq => (value - rounding, value + rounding),
        Comparator::Ge => (0.0, f64::INFINITY),
        Comparator::Gt => (0.0, value * 1.1),
        Comparator::Le | Comparator::Lt => (0.0, value + rounding),
        Comparator::Approx | Comparator::Range => (value * 0.9, value * 1.1),
    }
}

fn differs(told: &Told<'_>, total: &Placed<'_>, parts: &[Placed<'_>], sum: f64) -> Finding {
    let (first, last) = (
        parts.first().unwrap_or(total),
        parts.last().unwrap_or(total),
    );
    let like = if written(sum, total.target) == total.target.quote {
        first
    } else {
        total
    };
    let what = if parts.len() == 1 {
        format!(
            "分项{}比总数{}还大。",
            first.target.quote, total.target.quote
        )
    } else {
        format!(
            "各分项加起来是{}，与总数{}不符。",
            written(sum, like.target),
            total.target.quote
        )
    };
    let from = total.from.min(first.from);
    Finding {
        code: FindingCode::SumMismatch,
        span: told.passage.span(from, last.to.max(total.to)),
        what,
        why: WHY.to_owned(),
        suggestion: "请逐项核对后改正；分项之间有重叠或只列了一部分的，请写明。".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use crate::ledger::FindingCode;

    #[test]
    fn parts_that_do_not_make_their_total_are_pointed_at() {
        for (words, what) in [
            (
                "共投入3000万元，其中校舍建设2000万元、设备购置1200万元。",
                "3200万元，与总数3000万元",
            ),
            (
                "总投资1.2亿元，其中中央资金8000万元，省级资金3000万元，县级配套500万元。",
                "1.15亿元，与总数1.2亿元",
            ),
            ("招聘教师86人，其中小学90人。", "分项90人比总数86人还大"),
            ("新建学校8所（小学3所、初中4所）。", "7所，与总数8所"),
            ("新建小学2所、初中1所、幼儿园3所，共7所。", "6所，与总数7所"),
            (
                "投入资金500万元。其中：校舍维修300万元；设备购置250万元。",
                "550万元，与总数500万元",
            ),
            ("三类培训分别占50%、30%、25%。", "105%"),
            (
                "培训教师500名，其中校长60人、班主任450人。",
                "510名，与总数500名",
            ),
        ] {
            let findings = found(words, &[FindingCode::SumMismatch]);
            assert_eq!(findings.len(), 1, "{words} {findings:?}");
            assert!(findings[0].what.contains(what), "{words} {findings:?}");
        }
    }

    #[test]
    fn parts_that_fit_or_are_not_meant_to_be_all_are_left_alone() {
        for words in [
            "共投入3000万元，其中校舍建设2000万元、设备购置1000万元。",
            "招聘教师86人，其中音体美教师不少于20人。",
            "招聘教师200人，其中特岗教师80人、公费师范生30人。",
            "新建学校8所（含续建2所、改扩建3所）。",
            "全县20所学校中，改造小学12所、初中5所，共17所。",
            "新建学校3所、改建2所，共新增学位3000个。",
            "培训校长20人、教师300人，其中骨干教师100人，组织送教下乡12次。",
            "举办培训班10期，每期50人，共培训500人。",
            "投入约1200万元，其中中央资金800万元、县级配套450万元。",
            "评选先进集体10个、先进个人20名，其中一线教师占80%、女教师占60%。",
            "总投资1.2亿元，其中今年完成投资3000万元。",
            "优化25所学校，其中新建6所，扩建8所，整合14所小学为5所。",
        ] {
            let findings = found(words, &[FindingCode::SumMismatch]);
            assert!(findings.is_empty(), "{words} {findings:?}");
        }
    }
}
