//! Numbers that say how many and not of what: 新增学位2000，培训教师1200.

use super::Told;
use crate::{
    ledger::{Finding, FindingCode},
    understand::structure::is_han,
};

/// Verbs whose object is counted.
#[rustfmt::skip]
const VERBS: [&str; 30] = [
    "新增", "新建", "改建", "扩建", "招聘", "招录", "招收", "补充", "培训", "引进", "选派", "资助", "发放", "投入",
    "投资", "购置", "配备", "建成", "评选", "表彰", "消除", "撤并", "筹措", "争取", "达到", "不少于", "不低于",
    "不超过", "突破", "增加到",
];
/// Things that have no unit, or have it in the words around the number.
#[rustfmt::skip]
const NO_UNIT: [&str; 22] = [
    "率", "比", "系数", "指数", "分数", "得分", "成绩", "电话", "热线", "邮编", "号", "编码", "代码", "版", "型", "级",
    "人次", "人数", "公里数", "班额", "学时", "附件",
];
/// How far back from the number its verb is looked for.
const REACH: usize = 16;
/// What a person counts without writing the unit is more than this; smaller numbers are mostly those
/// of lists (方案1、2).
const LEAST: u64 = 10;

/// One finding for every number that lacks its unit.
pub(super) fn without_unit(told: &Told<'_>) -> Vec<Finding> {
    // A cell with a number and nothing else has its unit in the head of the column.
    if !told.text.iter().any(|char| is_han(*char)) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mut at = 0;
    while at < told.text.len() {
        if !told.char(at).is_ascii_digit() {
            at += 1;
            continue;
        }
        let (value, end) = number(told, at);
        if lacks_unit(told, at, end, value) {
            let words: String = told.cut(at, end).iter().collect();
            findings.push(Finding {
                code: FindingCode::TargetWithoutUnit,
                span: told.passage.span(at, end),
                what: format!("“{words}”后面没有写单位。"),
                why: "没有单位的数说不清是人、是所还是万元，没法统计和比较。".to_owned(),
                suggestion: "请对照原件补上单位，如“人”“个”“所”“元”。".to_owned(),
            });
        }
        at = end;
    }
    findings
}

/// The value of the digits at `at`, 万 and 亿 left to the unit, and where number and power end.
fn number(told: &Told<'_>, at: usize) -> (u64, usize) {
    let mut value: u64 = 0;
    let mut end = at;
    while let Some(digit) = told.char(end).to_digit(10) {
        value = value.saturating_mul(10).saturating_add(digit.into());
        end += 1;
    }
    while matches!(told.char(end), '.' | ',') && told.char(end + 1).is_ascii_digit() {
        end += 1;
        while told.char(end).is_ascii_digit() {
            end += 1;
        }
    }
    if matches!(told.char(end), '万' | '亿' | '千') {
        value = value.max(1) * LEAST;
        end += 1 + usize::from(told.char(end + 1) == '万');
    }
    (value, end)
}

fn lacks_unit(told: &Told<'_>, at: usize, end: usize, value: u64) -> bool {
    let ends_here = matches!(told.char(end), ',' | '。' | ';' | '、' | '\n' | ')')
        || ["以上", "以内", "左右"]
            .iter()
            .any(|bound| told.starts(end, bound));
    if !ends_here || value < LEAST || end - at > 8 || at == 0 || !is_han(told.char(at - 1)) {
        return false;
    }
    let read = |ranges: &[(usize, usize)]| {
        let after = ranges.partition_point(|(_, to)| *to <= at);
        ranges.get(after).is_some_and(|(from, _)| *from < end)
    };
    let target = told.targets.partition_point(|placed| placed.to <= at);
    if read(&told.times)
        || told
            .targets
            .get(target)
            .is_some_and(|placed| placed.from < end)
    {
        return false;
    }
    let clause = told.back_to(at, REACH, |char| !is_han(char));
    let words: String = told.cut(clause, at).iter().collect();
    let Some(verb) = VERBS
        .iter()
        .filter_map(|verb| words.rfind(verb).map(|place| place + verb.len()))
        .max()
    else {
        return false;
    };
    // Between verb and number stands what is counted, or it stands before a bound.
    let noun = words.get(verb..).unwrap_or_default();
    let counted = noun.chars().count() >= 2 || noun.is_empty() && words.chars().count() >= 6;
    let year = told.cut(at, end).len() == 4 && (1980..2070).contains(&value) && !ends_noun(noun);
    counted && !year && !NO_UNIT.iter().any(|word| words.contains(word))
}

/// A noun that is counted by the thousand and is no time word.
fn ends_noun(noun: &str) -> bool {
    ["学位", "教师", "学生", "床位", "名额"]
        .iter()
        .any(|end| noun.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use crate::ledger::FindingCode;

    #[test]
    fn a_number_without_its_unit_is_pointed_at() {
        for (words, number) in [
            ("新增学位2000，全部投入使用。", "“2000”"),
            ("培训骨干教师1200以上。", "“1200”"),
            ("投入资金3000万，改善条件。", "“3000万”"),
            ("购置图书56000、课桌椅1200套。", "“56000”"),
        ] {
            let findings = found(words, &[FindingCode::TargetWithoutUnit]);
            assert_eq!(findings.len(), 1, "{words}");
            assert!(findings[0].what.starts_with(number), "{words} {findings:?}");
        }
    }

    #[test]
    fn numbers_that_need_no_unit_are_left_alone() {
        for words in [
            "新增学位2000个，培训教师1200人次。",
            "差异系数控制在0.65以内，参训人次达20万以上。",
            "完成任务1、2、3。",
            "热线电话12345，落实“双减20”措施。",
            "新增学位安排到2025，争取早日建成。",
            "实施方案达到国标GB2024。",
            "推进1530安全教育，投入使用。",
        ] {
            let findings = found(words, &[FindingCode::TargetWithoutUnit]);
            assert!(findings.is_empty(), "{words} {findings:?}");
        }
    }
}
