//! Measure words and units that follow a number.

use super::scan::{any_starts, char_at, starts};
use crate::ledger::TargetKind;

/// A unit and where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// Offset after its last character.
    pub(super) end: usize,
    /// What sort of quantity it measures.
    pub(super) sort: Sort,
}

/// Sorts of units, finer than the sorts of targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Persons or things with a measure word that is used for nothing else: 名, 所, 人次.
    Plain,
    /// Measure words that also build names and slogans with a Chinese numeral: 个, 项, 种.
    Loose,
    /// What can recur: 次, 期, 节.
    Turn,
    /// Shares and coefficients.
    Ratio,
    /// Money.
    Money,
    /// Area.
    Area,
    /// Spans of days, weeks, months.
    Span,
    /// Hours, lengths, weights.
    Measure,
    /// 分, 岁: a target only when something is to reach it.
    Mark,
}

impl Sort {
    /// The sort of target, frequency and rank aside, which the sentence decides.
    pub(super) fn kind(self) -> TargetKind {
        match self {
            Self::Plain | Self::Loose | Self::Turn => TargetKind::Count,
            Self::Ratio => TargetKind::Ratio,
            Self::Money => TargetKind::Money,
            Self::Area => TargetKind::Area,
            Self::Span | Self::Measure | Self::Mark => TargetKind::Other,
        }
    }
}

/// The unit that begins at `at`, the longest reading.
pub(super) fn unit(text: &[char], at: usize) -> Option<Unit> {
    let (length, sort) = word(text, at)?;
    let mut end = at + length;
    if is_other_word(text, at, end) {
        return None;
    }
    if matches!(
        sort,
        Sort::Money | Sort::Measure | Sort::Plain | Sort::Turn | Sort::Span | Sort::Loose
    ) {
        end = denominator(text, end);
    }
    Some(Unit { end, sort })
}

fn word(text: &[char], at: usize) -> Option<(usize, Sort)> {
    let options: &[(&str, Sort)] = match char_at(text, at) {
        '%' => &[("%", Sort::Ratio)],
        '‰' => &[("‰", Sort::Ratio)],
        '个' => &[
            ("个百分点", Sort::Ratio),
            ("个千分点", Sort::Ratio),
            ("个基点", Sort::Ratio),
            ("个工作日", Sort::Span),
            ("个课时", Sort::Measure),
            ("个学时", Sort::Measure),
            ("个小时", Sort::Measure),
            ("个学分", Sort::Measure),
            ("个月", Sort::Span),
            ("个学期", Sort::Span),
            ("个学年", Sort::Span),
            ("个自然日", Sort::Span),
            ("个", Sort::Loose),
        ],
        '百' => &[("百分点", Sort::Ratio)],
        '倍' => &[("倍", Sort::Ratio)],
        '成' => &[("成", Sort::Ratio)],
        '元' => &[("元", Sort::Money)],
        '美' => &[("美元", Sort::Money)],
        '平' => &[
            ("平方公里", Sort::Area),
            ("平方千米", Sort::Area),
            ("平方米", Sort::Area),
            ("平米", Sort::Area),
        ],
        '㎡' => &[("㎡", Sort::Area)],
        'm' => &[("m2", Sort::Area), ("m²", Sort::Area), ("m", Sort::Measure)],
        '亩' => &[("亩次", Sort::Area), ("亩", Sort::Area)],
        '公' => &[
            ("公顷", Sort::Area),
            ("公里", Sort::Measure),
            ("公斤", Sort::Measure),
        ],
        '小' => &[("小时", Sort::Measure)],
        '分' => &[("分钟", Sort::Measure), ("分", Sort::Mark)],
        '秒' => &[("秒", Sort::Measure)],
        '学' => &[
            ("学时", Sort::Measure),
            ("学分", Sort::Measure),
            ("学期", Sort::Span),
        ],
        '课' => &[("课时", Sort::Measure)],
        '天' => &[("天", Sort::Span)],
        '周' => &[("周岁", Sort::Mark), ("周", Sort::Span)],
        '岁' => &[("岁", Sort::Mark)],
        '米' => &[("米", Sort::Measure)],
        '千' => &[
            ("千米", Sort::Measure),
            ("千克", Sort::Measure),
            ("千瓦时", Sort::Measure),
            ("千瓦", Sort::Measure),
        ],
        '厘' => &[("厘米", Sort::Measure)],
        '毫' => &[
            ("毫米", Sort::Measure),
            ("毫克", Sort::Measure),
            ("毫升", Sort::Measure),
        ],
        '立' => &[("立方米", Sort::Measure)],
        '吨' => &[("吨", Sort::Measure)],
        '斤' => &[("斤", Sort::Measure)],
        '克' => &[("克", Sort::Measure)],
        '升' => &[("升", Sort::Measure)],
        '兆' => &[("兆", Sort::Measure)],
        '字' => &[("字", Sort::Measure)],
        '微' => &[("微克", Sort::Measure)],
        'M' => &[("Mbps", Sort::Measure), ("M", Sort::Measure)],
        'G' => &[("Gbps", Sort::Measure), ("GB", Sort::Measure)],
        'k' => &[("km", Sort::Measure), ("kg", Sort::Measure)],
        '人' => &[
            ("人次", Sort::Plain),
            ("人天", Sort::Plain),
            ("人", Sort::Plain),
        ],
        '名' => &[("名次", Sort::Plain), ("名", Sort::Plain)],
        '所' => &[("所次", Sort::Plain), ("所", Sort::Plain)],
        '户' => &[("户次", Sort::Plain), ("户", Sort::Plain)],
        '件' => &[("件次", Sort::Plain), ("件", Sort::Loose)],
        '家' => &[("家次", Sort::Plain), ("家", Sort::Plain)],
        '批' => &[("批次", Sort::Turn), ("批", Sort::Turn)],
        '班' => &[("班次", Sort::Plain), ("班", Sort::Plain)],
        '场' => &[("场次", Sort::Turn), ("场", Sort::Turn)],
        '车' => &[("车次", Sort::Plain)],
        '台' => &[
            ("台次", Sort::Plain),
            ("台套", Sort::Plain),
            ("台", Sort::Plain),
        ],
        '处' => &[("处次", Sort::Plain), ("处", Sort::Plain)],
        '项' => &[("项次", Sort::Plain), ("项", Sort::Loose)],
        '例' => &[("例次", Sort::Plain), ("例", Sort::Plain)],
        '份' => &[("份", Sort::Plain)],
        '套' => &[("套", Sort::Plain)],
        '期' => &[("期", Sort::Turn)],
        '次' => &[("次", Sort::Turn)],
        '轮' => &[("轮次", Sort::Turn), ("轮", Sort::Turn)],
        '节' => &[("节次", Sort::Turn), ("节", Sort::Turn)],
        '堂' => &[("堂", Sort::Turn)],
        '遍' => &[("遍", Sort::Turn)],
        '回' => &[("回", Sort::Turn)],
        '趟' => &[("趟", Sort::Turn)],
        '餐' => &[("餐", Sort::Turn)],
        '校' => &[("校次", Sort::Plain), ("校", Sort::Loose)],
        '村' => &[("村", Sort::Loose)],
        '床' => &[("床", Sort::Plain)],
        '门' => &[("门次", Sort::Plain), ("门", Sort::Loose)],
        '条' => &[("条次", Sort::Plain), ("条", Sort::Loose)],
        '种' => &[("种", Sort::Loose)],
        '类' => &[("类", Sort::Loose)],
        '支' => &[("支", Sort::Plain)],
        '位' => &[("位", Sort::Plain)],
        '册' => &[("册次", Sort::Plain), ("册", Sort::Plain)],
        '辆' => &[("辆次", Sort::Plain), ("辆", Sort::Plain)],
        '起' | '间' | '栋' | '幢' | '座' | '篇' | '幅' | '笔' | '宗' | '株' | '头' | '羽'
        | '棵' | '盏' | '具' | '枚' | '只' | '匹' | '封' | '孔' | '艘' | '架' | '箱' | '袋'
        | '盒' | '瓶' | '桶' | '桌' | '席' | '副' | '尊' | '颗' | '粒' | '块' | '张' | '首'
        | '款' | '部' | '本' | '对' | '组' | '队' | '片' | '面' | '口' | '层' | '单' | '双'
        | '句' | '道' | '段' | '页' | '眼' | '把' | '根' | '股' | '路' => {
            return Some((1, loose_one(text[at])));
        }
        _ => return None,
    };
    options
        .iter()
        .find(|(words, _)| starts(text, at, words))
        .map(|(words, sort)| (words.chars().count(), *sort))
}

/// Measure words of one character that also stand in names or set phrases.
fn loose_one(char: char) -> Sort {
    match char {
        '块' | '款' | '部' | '对' | '片' | '面' | '口' | '层' | '单' | '双' | '句' | '道'
        | '段' | '页' | '眼' | '把' | '根' | '股' | '路' | '本' | '张' | '座' | '头' | '只' => {
            Sort::Loose
        }
        _ => Sort::Plain,
    }
}

/// 人民, 成果, 名师: the measure word is the beginning of another word.
fn is_other_word(text: &[char], at: usize, end: usize) -> bool {
    if end != at + 1 {
        return false;
    }
    let next = char_at(text, end);
    match text[at] {
        '周' => matches!(next, '年' | '边' | '期'),
        '天' => matches!(next, '然' | '气'),
        '分' => matches!(next, '批' | '类' | '校' | '组' | '层' | '别' | '布'),
        '人' => {
            matches!(next, '民' | '大' | '才' | '均' | '口' | '社' | '事' | '防')
                && !starts(text, end, "大代")
        }
        '家' => {
            matches!(next, '庭' | '长' | '访' | '园') || next == '校' && !starts(text, end, "校外")
        }
        '校' => matches!(next, '园' | '级' | '长' | '车' | '舍' | '外' | '本' | '际'),
        '村' => matches!(next, '级' | '民' | '小' | '庄'),
        '部' => matches!(next, '分' | '门' | '级'),
        '面' => matches!(next, '向' | '对' | '临'),
        '对' => matches!(
            next,
            '照' | '口' | '接' | '标' | '外' | '全' | '各' | '学' | '教'
        ),
        '起' => matches!(next, '来' | '草' | '步'),
        '组' => matches!(next, '织' | '建' | '长' | '成'),
        '队' => matches!(next, '伍'),
        '路' => matches!(next, '径' | '线'),
        '单' => matches!(next, '位' | '元' | '项'),
        '段' => matches!(next, '落'),
        '口' => matches!(next, '径' | '号'),
        '班' => matches!(next, '级' | '子' | '主'),
        '层' => matches!(next, '面' | '级' | '次'),
        '道' => matches!(next, '路' | '德'),
        '本' => matches!(next, '级' | '科' | '土' | '校' | '地'),
        '支' => matches!(next, '部' | '教' | '持' | '委' | '出'),
        '位' => matches!(next, '于' | '置' | '居' | '列') || starts(text, end, "一体"),
        '节' => matches!(next, '约' | '能' | '水' | '电' | '假'),
        '场' => matches!(next, '地' | '所' | '馆'),
        '批' => matches!(next, '准' | '复'),
        '期' => matches!(next, '末' | '中' | '初' | '间' | '刊') && !starts(text, end, "中小"),
        '首' => matches!(next, '批' | '次' | '届' | '先'),
        '所' => matches!(next, '有' | '属' | '在' | '需'),
        '处' => matches!(next, '理' | '置' | '罚' | '于' | '室'),
        '户' => matches!(next, '籍' | '口' | '外'),
        _ => false,
    }
}

/// `/月·人`, `/生`: what the amount is for.
fn denominator(text: &[char], mut end: usize) -> usize {
    #[rustfmt::skip]
    const PER: [&str; 35] = [
        "平方米", "立方米", "工作日", "学期", "学年", "课时", "学时", "小时", "公里", "人次", "人", "生", "月",
        "年", "天", "日", "次", "亩", "校", "班", "户", "节", "期", "元", "㎡", "个", "名", "件", "所",
        "吨", "米", "科", "周", "床", "份",
    ];
    let mut separators: &[char] = &['/'];
    while separators.contains(&char_at(text, end)) {
        let Some(length) = any_starts(text, end + 1, &PER) else {
            break;
        };
        end += 1 + length;
        separators = &['/', '.', '·', '・', '•', '•', '*'];
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{Sort, unit};

    #[test]
    fn the_longest_unit_is_taken_and_other_words_are_not_units() {
        for (text, expected) in [
            ("人次参加", Some((2, Sort::Plain))),
            ("人参加", Some((1, Sort::Plain))),
            ("人民群众", None),
            ("个百分点", Some((4, Sort::Ratio))),
            ("元/月.人的", Some((5, Sort::Money))),
            ("元/生·年", Some((5, Sort::Money))),
            ("平方米", Some((3, Sort::Area))),
            ("个工作日", Some((4, Sort::Span))),
            ("所次。", Some((2, Sort::Plain))),
            ("家庭", None),
            ("位一体", None),
            ("教室", None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let read = unit(&chars, 0).map(|unit| (unit.end, unit.sort));
            assert_eq!(read, expected, "{text}");
        }
    }
}
