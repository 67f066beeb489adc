//! Breaking a long title by sense (GB/T 9704-2012 7.3.1): whole words, and lines that form a
//! trapezium or a rhombus rather than an hourglass.

use super::Document;

/// Characters of 2号 on a line of 156 mm: 442 pt / 22 pt.
const CHARS_A_LINE: usize = 20;

/// What a line of a title had better be kept to, so that the title does not touch both edges.
const COMFORTABLE_CHARS: usize = 18;

/// Titles longer than this are no titles; they are cut where the line is full.
const MAX_CHARS: usize = 90;

impl Document {
    /// The lines of the title: as given when it was given in lines, otherwise broken by sense.
    #[must_use]
    pub fn title_lines(&self) -> Vec<String> {
        match self.title.as_slice() {
            [one] => lines(one),
            several => several.to_vec(),
        }
    }
}

/// A title broken by sense; a short one stays on its line.
#[must_use]
pub fn lines(title: &str) -> Vec<String> {
    let chars: Vec<char> = title.trim().chars().collect();
    if chars.len() <= COMFORTABLE_CHARS {
        return vec![chars.into_iter().collect()];
    }
    if chars.len() > MAX_CHARS {
        let full = chars.chunks(CHARS_A_LINE);
        return full.map(|line| line.iter().collect()).collect();
    }
    let costs: Vec<u32> = (0..=chars.len()).map(|at| break_cost(&chars, at)).collect();
    let fewest = chars.len().div_ceil(CHARS_A_LINE);
    let best = (fewest..=fewest + 1)
        .filter_map(|n_lines| best_breaks(&costs, n_lines))
        .min_by_key(|(cost, _)| *cost);
    let breaks = best.map(|(_, breaks)| breaks).unwrap_or_default();
    let mut begin = 0;
    breaks
        .into_iter()
        .chain([chars.len()])
        .map(|end| {
            let line = chars.iter().skip(begin).take(end - begin).collect();
            begin = end;
            line
        })
        .collect()
}

/// The cheapest places to break into so many lines, with their cost.
fn best_breaks(costs: &[u32], n_lines: usize) -> Option<(u32, Vec<usize>)> {
    let length = costs.len().checked_sub(1)?;
    let mut best: Option<(u32, Vec<usize>)> = None;
    let mut breaks = Vec::new();
    search(costs, length, n_lines, 0, &mut breaks, &mut best);
    best
}

/// Tries every place for the next break; titles have at most [`MAX_CHARS`], so at most five lines.
fn search(
    costs: &[u32],
    length: usize,
    lines_left: usize,
    begin: usize,
    breaks: &mut Vec<usize>,
    best: &mut Option<(u32, Vec<usize>)>,
) {
    if lines_left <= 1 {
        if length - begin <= CHARS_A_LINE {
            let cost = whole_cost(costs, breaks, length);
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                *best = Some((cost, breaks.clone()));
            }
        }
        return;
    }
    // What remains must still fit into the lines that are left.
    let earliest = length
        .saturating_sub((lines_left - 1) * CHARS_A_LINE)
        .max(begin + 2);
    let latest = (begin + CHARS_A_LINE).min(length.saturating_sub(2));
    for at in earliest..=latest {
        if costs.get(at).is_some_and(|cost| *cost < FORBIDDEN) {
            breaks.push(at);
            search(costs, length, lines_left - 1, at, breaks, best);
            breaks.pop();
        }
    }
}

fn whole_cost(costs: &[u32], breaks: &[usize], length: usize) -> u32 {
    let senses: u32 = breaks.iter().filter_map(|at| costs.get(*at)).sum();
    let mut begin = 0;
    let lengths: Vec<usize> = breaks
        .iter()
        .chain([&length])
        .map(|end| {
            let line = end - begin;
            begin = *end;
            line
        })
        .collect();
    // A line more than needed is worse than a line that is full.
    senses + shape_cost(&lengths) + 8 * u32::try_from(lengths.len()).unwrap_or(u32::MAX / 8)
}

/// What the outline of the lines costs: an hourglass most, a rectangle a little, a very short line
/// more the shorter it is.
fn shape_cost(lengths: &[usize]) -> u32 {
    let mut cost = 0;
    for window in lengths.windows(3) {
        if let [above, middle, below] = window
            && middle < above
            && middle < below
        {
            cost += 30;
        }
    }
    let longest = lengths.iter().copied().max().unwrap_or(0);
    let shortest = lengths.iter().copied().min().unwrap_or(0);
    if longest == shortest {
        cost += 3;
    }
    if longest > COMFORTABLE_CHARS {
        cost += 4;
    }
    let spread = longest.saturating_sub(shortest);
    cost + u32::try_from(spread).unwrap_or(0) + if shortest < 4 { 12 } else { 0 }
}

const FORBIDDEN: u32 = 1_000;

/// Words a title is full of; a line does not end inside them.
const WORDS: [&str; 62] = [
    "关于",
    "印发",
    "开展",
    "做好",
    "进一步",
    "加强",
    "实施",
    "推进",
    "深化",
    "落实",
    "年度",
    "学年",
    "全县",
    "全市",
    "全区",
    "教育",
    "体育",
    "学校",
    "中小学",
    "幼儿园",
    "义务",
    "学前",
    "高中",
    "职业",
    "教师",
    "学生",
    "校长",
    "班主任",
    "队伍",
    "建设",
    "工作",
    "要点",
    "总结",
    "计划",
    "方案",
    "意见",
    "办法",
    "通知",
    "通报",
    "报告",
    "请示",
    "函",
    "纪要",
    "会议",
    "情况",
    "目标",
    "任务",
    "责任",
    "分解",
    "管理",
    "安全",
    "专项",
    "督导",
    "督查",
    "评估",
    "检查",
    "质量",
    "均衡",
    "发展",
    "改革",
    "经费",
    "有关",
];

/// What it costs to end a line before character `at`.
fn break_cost(chars: &[char], at: usize) -> u32 {
    let (Some(before), Some(after)) = (
        at.checked_sub(1).and_then(|at| chars.get(at)),
        chars.get(at),
    ) else {
        return FORBIDDEN;
    };
    let is_number = |sign: char| sign.is_ascii_alphanumeric() || sign == '.' || sign == '%';
    let opens = |sign: char| "《“‘（(〔".contains(sign);
    let closes = |sign: char| "》”’）)〕、，。；：".contains(sign);
    if (is_number(*before) && (is_number(*after) || "年月日期届次号".contains(*after)))
        || opens(*before)
        || closes(*after)
        || "的了等之".contains(*after) && at + 1 < chars.len() && chars.len() - at > 3
        || inside_a_word(chars, at)
    {
        return FORBIDDEN;
    }
    let begins = |word: &str| {
        word.chars()
            .eq(chars.iter().skip(at).take(word.chars().count()).copied())
    };
    let sense = if begins("关于") || opens(*after) || "》”）、，".contains(*before) {
        0
    } else if *before == '的' {
        3
    } else if "年月".contains(*before) {
        12
    } else if "和与及暨".contains(*after) {
        2
    } else if begins_a_word(chars, at) || is_number(*after) {
        5
    } else {
        14
    };
    sense + if inside_book_title(chars, at) { 8 } else { 0 }
}

/// Whether a 《 that stands before is not closed yet.
fn inside_book_title(chars: &[char], at: usize) -> bool {
    let marks = chars.iter().take(at).rev();
    let mut marks = marks.filter(|sign| matches!(sign, '《' | '》'));
    marks.next() == Some(&'《')
}

fn inside_a_word(chars: &[char], at: usize) -> bool {
    WORDS.iter().any(|word| {
        let length = word.chars().count();
        (1..length).any(|offset| {
            at.checked_sub(offset).is_some_and(|begin| {
                word.chars()
                    .eq(chars.iter().skip(begin).take(length).copied())
            })
        })
    })
}

fn begins_a_word(chars: &[char], at: usize) -> bool {
    WORDS.iter().any(|word| {
        word.chars()
            .eq(chars.iter().skip(at).take(word.chars().count()).copied())
    })
}

#[cfg(test)]
mod tests {
    use super::{CHARS_A_LINE, lines};

    #[test]
    fn a_short_title_stays_on_its_line() {
        assert_eq!(lines("2026年工作要点"), ["2026年工作要点"]);
    }

    #[test]
    fn a_long_title_is_broken_by_sense() {
        for (title, expected) in [
            (
                "清禾县教育局关于印发《2026年教育工作要点》的通知",
                &["清禾县教育局关于印发", "《2026年教育工作要点》的通知"][..],
            ),
            (
                "清禾县教育局关于做好2026年秋季学期开学检查工作的通知",
                &["清禾县教育局关于做好", "2026年秋季学期开学检查工作的通知"][..],
            ),
            (
                "清禾县教育局关于印发《清禾县教育局2026年工作总结》《清禾县教育局2027年工作要点》的通知",
                &[
                    "清禾县教育局关于印发",
                    "《清禾县教育局2026年工作总结》",
                    "《清禾县教育局2027年工作要点》的通知",
                ][..],
            ),
        ] {
            let broken = lines(title);
            assert_eq!(broken.concat(), title);
            assert_eq!(broken, expected);
        }
    }

    #[test]
    fn no_line_is_longer_than_the_type_area_and_nothing_is_lost() {
        let part = "关于进一步加强和改进全县中小学幼儿园教师队伍建设工作的实施意见";
        for length in 1..120 {
            let title: String = part.chars().cycle().take(length).collect();
            let broken = lines(&title);
            assert_eq!(broken.concat(), title);
            assert!(
                broken
                    .iter()
                    .all(|line| line.chars().count() <= CHARS_A_LINE),
                "{broken:?}"
            );
        }
    }
}
