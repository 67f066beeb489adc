//! Headings: where their words end, and which only set the scene.

use crate::understand::heads::Heads;

use super::{
    chars::{at, cut, digit, ends_sentence, is_blank, is_han, stands_at},
    clean::Clean,
    tree::Unit,
};

/// A heading is rarely longer; what is longer is the work itself.
const LONGEST_TITLE: usize = 40;
/// What is longer is a text without stops; every item under it would carry it along.
const LONGEST_IN_PATH: usize = 200;
/// Words after which a heading is over although no stop follows (the page lost its line breaks).
const HEADING_NOUNS: &[&str] = &[
    "指导思想",
    "总体要求",
    "总体思路",
    "工作思路",
    "基本原则",
    "工作目标",
    "主要目标",
    "总体目标",
    "工作任务",
    "主要任务",
    "重点任务",
    "工作措施",
    "主要措施",
    "保障措施",
    "工作步骤",
    "实施步骤",
    "方法步骤",
    "工作要求",
    "有关要求",
    "组织领导",
    "组织保障",
    "工作内容",
    "工作总结",
    "工作计划",
    "工作要点",
    "工作安排",
    "工作打算",
    "工作回顾",
    "阶段",
    "目标",
];
/// A lost stop after such a noun is looked for in this many characters.
const NOUN_WITHIN: usize = 18;

/// Where the words of a section's heading end.
pub(crate) fn heading_end(clean: &Clean, unit: &Unit) -> usize {
    let chars = &clean.chars;
    let limit = unit.line_end.min(unit.end.max(unit.body));
    let mut index = unit.body;
    while index < limit {
        match at(chars, index) {
            '。' | '：' | ':' | '；' if !is_clock(chars, index) => return index,
            '（' | '(' => {
                let close = (index..limit).find(|&close| matches!(at(chars, close), '）' | ')'));
                let close = close.unwrap_or(limit);
                // （牵头科室：…） says who, it is not the heading's.
                if is_label(cut(chars, index + 1, close)) {
                    return index;
                }
                index = close + 1;
            }
            _ => index += 1,
        }
    }
    limit
}

/// The words of a section's heading, as they stand in a path.
pub(crate) fn heading(clean: &Clean, unit: &Unit) -> String {
    if let Some(end) = lost_stop(clean, unit) {
        return clean.words(unit.body, end);
    }
    let end = heading_end(clean, unit).min(unit.body + LONGEST_IN_PATH);
    clean.words(unit.body, end)
}

/// The heading of a leaf, when its first words are one and work follows.
pub(crate) fn title(clean: &Clean, unit: &Unit) -> Option<(usize, usize)> {
    let chars = &clean.chars;
    if let Some(end) = lost_stop(clean, unit) {
        return Some((unit.body, end));
    }
    let limit = unit.line_end.min(unit.end);
    let stop = (unit.body..limit)
        .find(|&index| {
            matches!(
                at(chars, index),
                '。' | '：' | ':' | '（' | '(' | '；' | '！'
            ) && !is_clock(chars, index)
        })
        .unwrap_or(limit);
    let (start, mut end) = clean.trim(unit.body, stop);
    if matches!(at(chars, stop), '（' | '(') {
        // A bracket belongs to the heading's words only when it ends the heading: 宣传阶段（5月—6月）。
        let close = (stop..limit).find(|&index| matches!(at(chars, index), '）' | ')'))?;
        let after = at(chars, close + 1);
        if !(close + 1 >= limit || ends_sentence(after) || matches!(after, '：' | ':')) {
            let sentence = (close..limit)
                .find(|&index| matches!(at(chars, index), '。' | '：' | ':'))
                .unwrap_or(limit);
            end = clean.trim(unit.body, sentence).1;
        }
        if is_label(cut(chars, stop + 1, close)) {
            return None;
        }
    }
    let work_follows = has_work(cut(chars, end, unit.end));
    let words = cut(chars, start, end);
    (work_follows && reads_as_heading(words, at(chars, stop))).then_some((start, end))
}

/// Whether what follows a heading is more than punctuation, a closing bracket and label lines.
fn has_work(rest: &[char]) -> bool {
    rest.split(|&c| c == '\n')
        .enumerate()
        .any(|(number, line)| {
            let stop = |c: &&char| {
                ends_sentence(**c) || is_blank(**c) || matches!(**c, '：' | ':' | '）' | ')')
            };
            let mut words = cut(line, line.iter().take_while(stop).count(), line.len());
            if number == 0 && matches!(words.first(), Some('（' | '(')) {
                let close = words.iter().position(|c| matches!(c, '）' | ')'));
                words = cut(
                    words,
                    close.map_or(words.len(), |close| close + 1),
                    words.len(),
                );
            }
            let bracketed = matches!(words.first(), Some('（' | '('));
            !bracketed
                && words.iter().filter(|c| is_han(**c)).take(2).count() >= 2
                && !is_label(words)
        })
}

/// 责任科室：…, 完成时限：….
pub(crate) fn is_label(words: &[char]) -> bool {
    const LABELS: &[&str] = &[
        "责任",
        "牵头",
        "配合",
        "协作",
        "协办",
        "协同",
        "完成时",
        "时限",
        "时间",
        "主办",
        "承办",
        "分管",
        "实施单位",
        "负责",
    ];
    let head = cut(words, 0, 10);
    if !head.iter().any(|c| matches!(c, ':' | '：')) {
        return false;
    }
    let text: String = head.iter().filter(|c| !is_blank(**c)).take(8).collect();
    LABELS.iter().any(|label| text.starts_with(label))
}

/// Whether the first sentence of a unit is a heading: short, and no quantity in it.
fn reads_as_heading(words: &[char], stop: char) -> bool {
    let limit = if matches!(stop, ':' | '：') {
        2 * LONGEST_TITLE
    } else {
        LONGEST_TITLE
    };
    if words.len() < 2 || words.len() > limit {
        return false;
    }
    let commas = words.iter().filter(|c| matches!(c, '，' | ',')).count();
    let quantity = words.iter().enumerate().any(|(index, c)| {
        digit(*c).is_some()
            && digit(at(words, index + 1)).is_none()
            && !matches!(at(words, index + 1), '年' | '+' | '”')
            && is_han(at(words, index + 1))
            || matches!(c, '%' | '％')
    });
    commas <= 2 && !quantity
}

/// `二、创建强区目标通过开展…`: a heading noun near the head of a long unit with no stop after it.
fn lost_stop(clean: &Clean, unit: &Unit) -> Option<usize> {
    let chars = &clean.chars;
    let limit = unit.line_end.min(unit.end);
    if limit.saturating_sub(unit.body) <= NOUN_WITHIN {
        return None;
    }
    let blank =
        (unit.body..limit.min(unit.body + NOUN_WITHIN)).find(|&index| !is_han(at(chars, index)));
    if let Some(end) = blank.filter(|&end| {
        is_blank(at(chars, end)) && end >= unit.body + 3 && is_lone_blank(chars, end, limit)
    }) {
        return Some(end);
    }
    if limit.saturating_sub(unit.body) <= LONGEST_TITLE {
        return None;
    }
    let head = cut(chars, unit.body, (unit.body + NOUN_WITHIN).min(limit));
    let plain = head
        .iter()
        .take_while(|&&c| is_han(c) || c == '、' || digit(c).is_some())
        .count();
    let head = cut(head, 0, plain);
    // 存在的问题一是…: what is counted up begins after the heading.
    let problems = ["问题一是", "问题主要是", "不足一是", "困难一是"];
    if let Some(end) = problems.iter().find_map(|words| end_of(head, words)) {
        let enumerates = if at(chars, unit.body + end - 2) == '一' {
            2
        } else {
            3
        };
        return Some(unit.body + end - enumerates);
    }
    let occurring = Heads::of_chars(head);
    let found = HEADING_NOUNS
        .iter()
        .filter(|noun| {
            noun.chars()
                .next()
                .is_some_and(|first| occurring.hold(first))
        })
        .filter_map(|noun| end_of(head, noun))
        .max()?;
    let next = at(chars, unit.body + found);
    // 目标管理, 目标任务: the noun goes on.
    let goes_on = matches!(
        next,
        '管' | '考'
            | '责'
            | '任'
            | '的'
            | '和'
            | '与'
            | '及'
            | '、'
            | '性'
            | '化'
            | '要'
            | '导'
            | '体'
    );
    (found < plain && !goes_on).then_some(unit.body + found)
}

/// Where `word` ends in `head`, the first time it stands there.
fn end_of(head: &[char], word: &str) -> Option<usize> {
    let first = word.chars().next()?;
    (0..head.len())
        .find(|&index| at(head, index) == first && stands_at(head, index, word))
        .map(|index| index + word.chars().count())
}

/// A blank that closes a heading, not one that a converter left between words: nothing but the
/// sentence that follows stands behind it, and it ends in a full stop.
fn is_lone_blank(chars: &[char], index: usize, limit: usize) -> bool {
    let after = cut(chars, index + 1, limit);
    let sentence = after.iter().position(|&c| c == '。').unwrap_or(after.len());
    sentence >= 6 && !cut(after, 0, sentence).iter().any(|&c| is_blank(c))
}

fn is_clock(chars: &[char], index: usize) -> bool {
    matches!(at(chars, index), ':' | '：')
        && index > 0
        && digit(at(chars, index - 1)).is_some()
        && digit(at(chars, index + 1)).is_some()
}

/// Whether a heading only sets the scene: 指导思想, 基本原则, 存在问题 …
///
/// A heading that joins such a word with work (指导思想和工作目标) is work.
pub(crate) fn sets_scene(heading: &str) -> bool {
    const SCENES: &[&str] = &[
        "指导思想",
        "指導思想",
        "总体要求",
        "總體要求",
        "总体思路",
        "總體思路",
        "工作思路",
        "基本思路",
        "基本原则",
        "基本原則",
        "工作原则",
        "总要求",
        "背景",
        "形势",
        "形勢",
        "存在问题",
        "存在的问题",
        "存在的主要问题",
        "存在主要问题",
        "主要问题",
        "存在不足",
        "存在的不足",
        "困难和问题",
        "问题和困难",
        "存在的困难",
        "突出问题",
    ];
    // Words that go along with a scene but make none by themselves.
    const COMPANIONS: &[&str] = &[
        "不足",
        "困难",
        "原因",
        "问题",
        "意义",
        "依据",
        "挑战",
        "总要求",
    ];
    if heading.chars().count() > 20 || heading.contains(['，', ',']) {
        return false;
    }
    // 2024年工作思路 is the plan for that year.
    if heading.chars().any(|c| digit(c).is_some()) && heading.ends_with("思路") {
        return false;
    }
    let mut scene = false;
    for part in heading
        .split(['和', '与', '及', '、'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let sets = SCENES.iter().any(|word| part.ends_with(word));
        if !sets && !COMPANIONS.iter().any(|word| part.ends_with(word)) {
            return false;
        }
        scene |= sets;
    }
    scene
}

/// Whether everything under a heading sets the scene, numbered or not.
pub(crate) fn whole_section_sets_scene(heading: &str) -> bool {
    sets_scene(heading)
        && !["总体要求", "總體要求", "总要求", "思路"]
            .iter()
            .any(|open| heading.contains(open))
}

#[cfg(test)]
mod tests {
    use super::{sets_scene, whole_section_sets_scene};

    #[test]
    fn only_sections_that_set_the_scene_are_left_out() {
        for (heading, scene) in [
            ("指导思想", true),
            ("创建强区指导思想", true),
            ("存在的主要问题", true),
            ("当前形势", true),
            ("工作目标", false),
            ("指导思想和工作目标", false),
            ("工作要求", false),
            ("安全形势总体平稳", false),
            ("解决突出问题，办好实事", false),
            ("存在问题和不足", true),
            ("工作思路", true),
            ("2017年工作思路", false),
            ("存在问题及下一步打算", false),
        ] {
            assert_eq!(sets_scene(heading), scene, "{heading}");
        }
        assert!(whole_section_sets_scene("基本原则"));
        assert!(!whole_section_sets_scene("总体要求"));
    }
}
