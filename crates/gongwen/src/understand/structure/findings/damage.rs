//! Damage to the words: signs lost in conversion, synonyms put in by a machine, an end cut off.

use super::Checked;
use crate::{
    ledger::{Finding, FindingCode},
    understand::{
        lexicon::Lexicon,
        passage::Passage,
        structure::{
            Structure,
            chars::{at, cut, digit, ends_sentence, is_han},
        },
    },
};
use std::sync::LazyLock;

/// Wordings no office writes; each stands for the usual one beside it.
const SPUN: &[(&str, &str)] = &[
    ("教化局", "教育局"),
    ("教化强", "教育强"),
    ("教化部门", "教育部门"),
    ("教化质量", "教育质量"),
    ("教化教学", "教育教学"),
    ("教化系统", "教育系统"),
    ("教化经费", "教育经费"),
    ("教化改革", "教育改革"),
    ("教化事业", "教育事业"),
    ("教化工作", "教育工作"),
    ("教化资源", "教育资源"),
    ("义务教化", "义务教育"),
    ("学前教化", "学前教育"),
    ("职业教化", "职业教育"),
    ("终身教化", "终身教育"),
    ("素养教化", "素质教育"),
    ("特别教化", "特殊教育"),
    ("宣扬部", "宣传部"),
    ("老师进修学校", "教师进修学校"),
    ("刚好足额", "及时足额"),
    ("根本农田", "基本农田"),
    ("根本医保", "基本医保"),
    ("根本医疗", "基本医疗"),
    ("根本养老", "基本养老"),
    ("科学开展理念", "科学发展理念"),
    ("科学开展观", "科学发展观"),
    ("高质量开展", "高质量发展"),
    ("经济社会开展", "经济社会发展"),
    ("可持续开展", "可持续发展"),
    ("公共效劳", "公共服务"),
    ("志愿效劳", "志愿服务"),
    ("社会效劳", "社会服务"),
];

/// One finding for the whole text when wordings were replaced by synonyms.
pub(super) fn spun_text(checked: &Checked<'_>) -> Option<Finding> {
    static WORDS: LazyLock<Lexicon<&(&str, &str)>> =
        LazyLock::new(|| Lexicon::new(SPUN.iter().map(|pair| (pair.0, pair))));
    let chars = &checked.clean.chars;
    let hits: Vec<(usize, &(&str, &str))> = WORDS
        .find_all(chars)
        .map(|(start, _, pair)| (start, pair))
        .collect();
    let &(start, (word, usual)) = hits.first()?;
    Some(Finding {
        code: FindingCode::SpunText,
        span: checked.clean.span(start, start + word.chars().count()),
        what: format!(
            "文中有{}处不合习惯的说法，如“{word}”，疑为“{usual}”。",
            hits.len()
        ),
        why: "这类网上文稿常被软件替换过同义词，单位名称、专用词和数字都可能已不是原样。"
            .to_owned(),
        suggestion: "不宜直接引用；请找正式印发的文本，或逐处改回规范说法。".to_owned(),
    })
}

/// Signs lost in conversion: the colons of a ratio, the dash of a range, the per cent of a rate.
pub(super) fn lost_punctuation(checked: &Checked<'_>) -> Vec<Finding> {
    let chars = &checked.clean.chars;
    let mut findings = Vec::new();
    let mut index = 0;
    while index < chars.len() {
        if digit(at(chars, index)).is_none() {
            index += 1;
            continue;
        }
        let length = cut(chars, index, chars.len())
            .iter()
            .take_while(|c| digit(**c).is_some())
            .count();
        if let Some((what, suggestion)) = lost(chars, index, index + length) {
            findings.push(Finding {
                code: FindingCode::LostPunctuation,
                span: checked.clean.span(index, index + length),
                what,
                why: "转换格式时丢了符号，数字就变了意思，不能作为指标。".to_owned(),
                suggestion,
            });
        }
        index += length;
    }
    findings
}

/// What was lost around the digits from `start` to `end`, said in words, and what to do.
fn lost(chars: &[char], start: usize, end: usize) -> Option<(String, String)> {
    let before = cut(chars, start.saturating_sub(10), start);
    let previous = before.last().copied().unwrap_or('\0');
    let next = at(chars, end);
    if previous.is_ascii_alphanumeric()
        || matches!(
            previous,
            '.' | '-' | '—' | '/' | ':' | '：' | '．' | '〔' | '“'
        )
        || matches!(next, '.' | '．' | '-' | '—' | ':' | '：' | '∶' | '/')
    {
        return None;
    }
    // Of the rest most numbers go on with what they count.
    let may_be_bare = matches!(next, '以' | '，' | ',' | '；' | '\n' | '\0');
    if !may_be_bare && next != '岁' && !ends_sentence(next) {
        return None;
    }
    let number: String = cut(chars, start, end).iter().collect();
    let clause: String = before
        .rsplit(|c| matches!(c, '，' | '。' | ',' | '；' | '、'))
        .next()
        .unwrap_or_default()
        .iter()
        .collect();
    let reached = [
        "达到",
        "达",
        "为",
        "控制在",
        "保持在",
        "不低于",
        "不高于",
        "降到",
        "提高到",
    ]
    .iter()
    .any(|verb| clause.ends_with(verb));
    if number.len() >= 3
        && reached
        && clause.contains('比')
        && !clause.contains("比例")
        && (ends_sentence(next) || matches!(next, '，' | ',' | '\n' | '\0'))
    {
        return Some((
            format!("“{number}”疑为比值丢了冒号。"),
            "请对照原件补上冒号（如“12:1”“11:1”），不要照抄这个数。".to_owned(),
        ));
    }
    if number.len() == 2 && number.starts_with('0') && number != "00" && next == '岁' {
        return Some((
            format!(
                "“{number}岁”疑为“{}—{}岁”丢了连接号。",
                cut(chars, start, start + 1).iter().collect::<String>(),
                cut(chars, start + 1, end).iter().collect::<String>()
            ),
            "请对照原件补上连接号。".to_owned(),
        ));
    }
    let rate = clause.contains('率') && reached && !clause.contains("系数");
    let bare = matches!(next, '以' | '，' | ',' | '；' | '\n') || ends_sentence(next);
    (rate && bare && number.len() <= 2 && number != "0").then(|| {
        (
            format!("“{clause}{number}”没有单位，疑为丢了百分号或千分号。"),
            "请对照原件补上“%”或“‰”。".to_owned(),
        )
    })
}

/// The last item breaks off in mid-sentence although the others do not.
pub(super) fn truncated_end(structure: &Structure) -> Option<Finding> {
    let ended = |passages: &Vec<Passage>| {
        passages
            .last()
            .and_then(|passage| passage.chars.last())
            .is_some_and(|&c| ends_sentence(c) || matches!(c, '）' | ')' | '”' | '》' | '：' | ':'))
    };
    let (last, others) = structure.passages.split_last()?;
    let passage = last.last().filter(|passage| passage.cell.is_none())?;
    let final_char = passage.chars.last().copied()?;
    let closed = others.iter().filter(|passages| ended(passages)).count();
    let breaks = !ended(last)
        && (is_han(final_char) || matches!(final_char, '，' | ',' | '、' | '“' | '《'))
        && passage.chars.len() > 30;
    let last_line_labelled = {
        let line: Vec<char> = passage
            .chars
            .rsplit(|&c| c == '\n')
            .next()
            .unwrap_or_default()
            .to_vec();
        line.iter().take(8).any(|c| matches!(c, ':' | '：'))
    };
    if !breaks || last_line_labelled || closed * 10 < others.len() * 8 {
        return None;
    }
    let length = passage.chars.len();
    let tail: String = cut(&passage.chars, length.saturating_sub(8), length)
        .iter()
        .collect();
    Some(Finding {
        code: FindingCode::TruncatedEnd,
        span: passage.span(length.saturating_sub(8), length),
        what: format!("全文在“{tail}”处中断，没有写完。"),
        why: "后面的任务可能整条缺失，分解出来的台账不全。".to_owned(),
        suggestion: "请导入完整的文件，或在审核页补上缺的内容。".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use crate::{ledger::FindingCode, source::Source, understand::structure::structure};

    fn codes(words: &str) -> Vec<FindingCode> {
        let paper =
            format!("某市教育局2024年工作要点\n1.抓管理。落实责任，健全制度。\n2.抓质量。{words}");
        structure(&Source::from_text(paper))
            .ledger
            .findings
            .iter()
            .map(|finding| finding.code)
            .collect()
    }

    #[test]
    fn damage_of_each_kind_is_pointed_at() {
        for (words, code) in [
            (
                "生机比、师机比分别达到12111。",
                FindingCode::LostPunctuation,
            ),
            ("推动03岁早期教育工作。", FindingCode::LostPunctuation),
            ("人口增长率控制在6以内。", FindingCode::LostPunctuation),
            ("推进义务教化均衡发展。", FindingCode::SpunText),
            (
                "健全学生欺凌防治机制，强化食品安全校长负责制和陪餐制度，严防各类事",
                FindingCode::TruncatedEnd,
            ),
        ] {
            assert_eq!(codes(words), [code], "{words}");
        }
    }

    #[test]
    fn sound_words_are_left_alone() {
        for words in [
            "参赛队伍达到450支，巩固率达到99.8%。",
            "生师比达到15：1，占比不低于20%。",
            "系数控制在0.65以内。满意率100%。",
            "辍学率为0。",
            "以文化人，发挥教化作用。",
            "联系电话0777-2660000。",
        ] {
            assert_eq!(codes(words), [], "{words}");
        }
    }
}
