//! Items that need approval under the rules on 基层减负: 创建示范, 评比达标, 一票否决, 责任状.

use super::Checked;
use crate::{
    ledger::{DocKind, Finding, FindingCode, Item},
    understand::{
        heads::Heads,
        structure::{
            Structure,
            chars::{at, cut, ends_sentence, stands_at},
        },
    },
};

/// Words that need approval wherever they stand.
const ALWAYS: &[&str] = &[
    "一票否决",
    "责任状",
    "军令状",
    "目标责任书",
    "安全责任书",
    "工作责任书",
    "评比",
    "达标验收",
    "达标活动",
    "达标创建",
    "创建达标",
    "争先创优活动",
    "创先争优活动",
];
/// What is done to give somebody a title.
const VERBS: &[&str] = &[
    "评选", "评定", "创建", "争创", "表彰", "命名", "授予", "推选",
];
/// What is created or chosen, when it is a title to be awarded.
const AWARDS: &[&str] = &[
    "示范校",
    "示范学校",
    "示范园",
    "示范幼儿园",
    "示范单位",
    "示范县",
    "示范区",
    "示范点",
    "示范基地",
    "示范支部",
    "示范班",
    "示范岗",
    "示范社区",
    "示范乡镇",
    "达标校",
    "达标学校",
    "达标园",
    "健康学校",
    "园林式",
    "模范",
    "优秀班主任",
    "优秀教育工作者",
    "先进学校",
    "称号",
    "示范性普通高中",
    "示范性高中",
    "示范性",
    "先进单位",
    "先进集体",
    "先进个人",
    "文明校园",
    "文明单位",
    "特色学校",
    "品牌学校",
    "星级",
    "平安校园",
    "绿色学校",
    "规范化学校",
    "标准化学校",
    "书香校园",
    "清廉学校",
    "标兵",
    "十佳",
    "最美",
    "优秀教师",
    "优秀校长",
    "美德少年",
    "功勋教师",
    "名校长",
];
/// How far the title stands from the verb.
const REACH: usize = 24;
/// How far back in its clause a word is looked for that turns the meaning round.
const CLAUSE: usize = 14;
/// Words before that turn the meaning round: 取消评比.
const AGAINST: &[&str] = &[
    "取消", "清理", "减少", "严禁", "不得", "压减", "精简", "规范", "严控", "禁止", "防止", "不搞",
    "反对", "整治", "撤销", "停止", "杜绝", "控制", "不再",
];

/// One finding for each item that sets up something that needs approval. What a summary reports as
/// done is left alone; its second part, the plan for another year, is not.
pub(super) fn burden(checked: &Checked<'_>, structure: &Structure) -> Vec<Finding> {
    let summary = structure.ledger.kind == DocKind::Summary;
    structure
        .ledger
        .items
        .iter()
        .zip(&structure.passages)
        .filter(|(_, passages)| !summary || passages.iter().any(|passage| passage.year.is_some()))
        .filter_map(|(item, _)| finding(checked, item))
        .collect()
}

fn finding(checked: &Checked<'_>, item: &Item) -> Option<Finding> {
    let span = item.span?;
    let chars = &checked.clean.chars;
    let to = checked.clean.find(span.end);
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut index = checked.clean.find(span.start);
    while index < to {
        if let Some(end) = word_end(chars, index, to) {
            found.push((index, end));
            index = end;
        } else {
            index += 1;
        }
    }
    let &(start, end) = found.first()?;
    let mut words: Vec<String> = found
        .iter()
        .map(|(start, end)| format!("“{}”", unquoted(&checked.clean.words(*start, *end))))
        .collect();
    words.dedup();
    words.truncate(3);
    Some(Finding {
        code: FindingCode::BurdenItem,
        span: checked.clean.span(start, end),
        what: format!("本条涉及{}，属于须经批准才能开展的事项。", words.join("、")),
        why: "按为基层减负的规定，创建示范、评比达标表彰、一票否决、签订责任状实行清单管理，未列入清单的不得自行设立。".to_owned(),
        suggestion: "请核对是否在上级批准的清单内；在清单内的注明依据，不在的改用日常督导方式。".to_owned(),
    })
}

/// Without quotation marks inside, since the words are quoted themselves.
fn unquoted(words: &str) -> String {
    words.replace(['“', '”'], "")
}

/// Where the words that need approval end, when they begin at `index`.
fn word_end(chars: &[char], index: usize, limit: usize) -> Option<usize> {
    let first = at(chars, index);
    const ALWAYS_HEADS: Heads = Heads::of(ALWAYS);
    const VERB_HEADS: Heads = Heads::of(VERBS);
    let always = ALWAYS_HEADS
        .hold(first)
        .then(|| ALWAYS.iter().find(|word| stands_at(chars, index, word)))
        .flatten();
    let end = match always {
        Some(word) => index + word.chars().count(),
        None if VERB_HEADS.hold(first) => award_end(chars, index, limit, VERBS)?,
        None => return None,
    };
    let clause = cut(chars, index.saturating_sub(CLAUSE), index);
    let clause = clause
        .rsplit(|c| ends_sentence(*c) || matches!(c, '，' | ',' | '\n'))
        .next()
        .unwrap_or_default();
    let before: String = clause.iter().collect();
    (!AGAINST.iter().any(|word| before.contains(word))).then_some(end)
}

/// End of `创建市级示范园`: the verb and, in the same clause, a title to be awarded.
fn award_end(chars: &[char], index: usize, limit: usize, verbs: &[&str]) -> Option<usize> {
    const HEADS: Heads = Heads::of(AWARDS);
    let verb = verbs.iter().find(|verb| stands_at(chars, index, verb))?;
    // 力争创建 is 创建, not 争创.
    if *verb == "争创" && at(chars, index + 2) == '建' {
        return None;
    }
    for place in index + 2..(index + REACH).min(limit) {
        let c = at(chars, place);
        if ends_sentence(c) || matches!(c, '，' | ',' | '\n') {
            return None;
        }
        if HEADS.hold(c)
            && let Some(award) = AWARDS.iter().find(|award| stands_at(chars, place, award))
        {
            return Some(place + award.chars().count());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::{ledger::FindingCode, source::Source, understand::structure::structure};

    #[test]
    fn what_needs_approval_is_pointed_at_and_what_ends_it_is_not() {
        for (words, found) in [
            ("创建市级示范园4所。", true),
            ("对成绩突出的评选先进集体10个。", true),
            ("层层签订责任状。", true),
            ("实行“一票否决”。", true),
            ("与各校签订安全工作责任书，立下军令状。", true),
            ("争创市级语言文字规范化示范校6所。", true),
            ("开展达标创建活动，命名健康学校10所。", true),
            ("授予“师德标兵”荣誉称号。", true),
            ("年底组织校园卫生检查评比。", true),
            ("停止各类达标活动。", false),
            ("不再与学校层层签订责任状。", false),
            ("推进示范区建设，规范命名。", false),
            ("创建良好的育人环境。", false),
            ("清理规范评比表彰活动。", false),
            ("安保达标率保持100%。", false),
        ] {
            let paper =
                format!("某市教育局2024年工作要点\n1.抓管理。{words}\n2.抓安全。落实责任。");
            let findings = structure(&Source::from_text(paper)).ledger.findings;
            let burden = findings
                .iter()
                .any(|finding| finding.code == FindingCode::BurdenItem);
            assert_eq!(burden, found, "{words}");
        }
    }
}
