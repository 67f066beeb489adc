//! Unit words: what they count, and in which tens.

/// What one unit counts, and the power of ten of one: by its first name, with the others it goes by.
const MEASURES: &[(&str, i32, &[&str])] = &[
    ("元", 0, &["元", "rmb"]),
    ("元", -1, &["角"]),
    ("美元", 0, &["美元", "usd"]),
    ("欧元", 0, &["欧元", "eur"]),
    ("港元", 0, &["港元", "港币", "hkd"]),
    ("日元", 0, &["日元"]),
    ("平方米", 0, &["平方米", "平米", "平方", "㎡", "m²", "m2"]),
    ("平方米", 4, &["公顷"]),
    ("平方米", 6, &["平方公里", "平方千米", "km²", "km2"]),
    ("立方米", 0, &["立方米", "立方", "m³", "m3"]),
    ("米", 0, &["米", "m"]),
    ("米", 3, &["公里", "km"]),
    ("米", -2, &["厘米", "cm"]),
    ("米", -3, &["毫米", "mm"]),
    ("克", 0, &["克"]),
    ("克", 3, &["公斤", "kg"]),
    ("克", 6, &["吨", "t"]),
    ("升", 0, &["升"]),
    ("升", -3, &["毫升", "ml"]),
    (
        SHARE,
        -2,
        &["%", "百分比", "百分数", "百分率", "百分点", "个百分点"],
    ),
    (SHARE, -3, &["‰", "千分比"]),
];

/// What shares are counted in.
const SHARE: &str = "比";

/// Things that are counted one by one; the first name stands for the others.
const THINGS: &[&[&str]] = &[
    &["人", "名", "位", "生"],
    &["所", "校", "家"],
    &["栋", "幢", "座"],
    &["册", "本"],
    &["支", "队"],
    &["班"],
    &["间"],
    &["处"],
    &["台"],
    &["套"],
    &["辆"],
    &["条"],
    &["件"],
    &["项"],
    &["户"],
    &["张"],
    &["份"],
    &["篇"],
    &["期"],
    &["届"],
    &["门"],
    &["对"],
    &["组"],
    &["株"],
    &["块"],
    &["例"],
    &["批"],
    &["床"],
    &["部"],
];

/// Anything that is counted one by one.
const ANYTHING: &str = "个";

/// Units that are tens of no other.
const OTHERS: &[&str] = &[
    ANYTHING, "次", "场", "节", "课时", "学时", "学分", "分", "分钟", "小时", "亩", "斤", "吋",
    "岁", "kb", "mb", "gb", "tb", "度", "倍",
];

/// Spans of time: in brackets they say more often how long a number is counted over than what it is.
const TIMES: &[&str] = &[
    "年",
    "学年",
    "学期",
    "个学期",
    "季",
    "季度",
    "月",
    "个月",
    "周",
    "日",
    "天",
];

/// Before another unit, or alone: so many tens of it.
const TENS: &[(char, i32)] = &[('亿', 8), ('万', 4), ('千', 3), ('百', 2), ('十', 1)];

/// Single characters that stand in brackets and are no units.
const REMARKS: &str = "男女是否必选填增减加新旧上下左右前后东南西北一二三四五六七八九甲乙丙丁戊己庚辛县市省国区乡镇村城\
                       有无含正负总合计累共小初终内外大中高低公民学全注略空可现原老本兼专代实应已未拟预结收支借贷余补\
                       奖罚免退缴欠差净毛均最优良汉师语数英物化史地政音体美春秋";

/// Words that end like a unit and are none.
const NO_TIMES: &[&str] = &[
    "本次", "上次", "每次", "首次", "初次", "多次", "历次", "层次", "档次", "批次", "名次",
];

/// A unit as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// What is counted, above the line and below; nothing for mere tens.
    pub(super) counted: Vec<String>,
    /// The power of ten of one.
    tens: i32,
    /// What of it stands before the unit: 4 of 万元.
    scale: i32,
    /// Whether every word of it is one of the units above.
    pub(super) is_known: bool,
}

impl Unit {
    /// Reads what is said to be a unit.
    pub(super) fn of(word: &str) -> Self {
        let word = written_alike(word).replace("人/次", "人次");
        let mut unit = Self {
            counted: Vec::new(),
            tens: 0,
            scale: 0,
            is_known: true,
        };
        for (place, part) in word.split('/').enumerate() {
            let (counted, tens, scale, is_known) = part_of(part);
            unit.is_known &= is_known;
            if place == 0 {
                unit.tens += tens + scale;
                unit.scale = scale;
            } else {
                unit.tens -= tens + scale;
            }
            if !counted.is_empty() {
                unit.counted.push(counted);
            }
        }
        unit
    }

    /// Whether it is nothing but tens.
    pub(super) fn is_mere_tens(&self) -> bool {
        self.counted.is_empty() && self.scale != 0
    }

    pub(super) fn is_time(&self) -> bool {
        let mut counted = self.counted.iter();
        !self.counted.is_empty() && counted.all(|word| TIMES.contains(&word.as_str()))
    }

    /// Without the spans of time below the line: 元/月 is 元 each month.
    fn timeless(mut self) -> Self {
        let above = self.counted.len().min(1);
        let below = self.counted.split_off(above);
        let kept = |word: &String| !TIMES.contains(&word.as_str());
        self.counted.extend(below.into_iter().filter(kept));
        self
    }

    fn is_things(&self) -> bool {
        let mut counted = self.counted.iter();
        !self.counted.is_empty()
            && counted.all(|word| {
                word == ANYTHING || THINGS.iter().any(|things| things.contains(&word.as_str()))
            })
    }
}

/// What a part of a unit counts, the power of ten of one, that of the tens before it, and whether it is known.
fn part_of(part: &str) -> (String, i32, i32, bool) {
    if let Some((counted, tens)) = known(part) {
        return (counted, tens, 0, true);
    }
    let mut rest = part;
    let mut scale = 0;
    while let Some((tens, power)) = TENS.iter().find(|(tens, _)| rest.starts_with(*tens)) {
        scale += power;
        rest = rest.strip_prefix(*tens).unwrap_or_default();
    }
    match known(rest) {
        _ if rest.is_empty() => (String::new(), 0, scale, scale > 1),
        Some((counted, tens)) => (counted, tens, scale, true),
        None => (rest.to_owned(), 0, scale, false),
    }
}

fn known(word: &str) -> Option<(String, i32)> {
    let measured = MEASURES.iter().find(|(_, _, names)| names.contains(&word));
    if let Some((counted, tens, _)) = measured {
        return Some(((*counted).to_owned(), *tens));
    }
    let things = THINGS.iter().find(|names| names.contains(&word));
    if let Some(first) = things.and_then(|names| names.first()) {
        return Some(((*first).to_owned(), 0));
    }
    let is_other = OTHERS.contains(&word) || TIMES.contains(&word) || is_times_of(word);
    is_other.then(|| (word.to_owned(), 0))
}

/// 人次, 校次, 户次: each time of a thing.
fn is_times_of(word: &str) -> bool {
    let thing = word.strip_suffix('次');
    thing.is_some_and(|thing| thing == "场" || THINGS.iter().any(|names| names.contains(&thing)))
        && !NO_TIMES.contains(&word)
}

/// Whether a word that is none of the units is one all the same: a single sign, or one behind tens, or a
/// thing and how often.
pub(super) fn looks_like_unit(unit: &Unit) -> bool {
    let is_sign = |word: &str| {
        let mut signs = word.chars();
        let one = signs.next().filter(|_| signs.next().is_none());
        one.is_some_and(|sign| sign.is_alphabetic() && !sign.is_ascii() && !REMARKS.contains(sign))
    };
    let mut counted = unit.counted.iter();
    !unit.counted.is_empty()
        && counted.all(|word| {
            let is_often = word.chars().count() <= 3 && word.ends_with('次');
            known(word).is_some() || is_sign(word) || is_often && !NO_TIMES.contains(&word.as_str())
        })
}

/// A unit in the signs units are known by: of half width, and not in the old forms.
pub(super) fn written_alike(word: &str) -> String {
    const OLD: &[(char, char)] = &[
        ('萬', '万'),
        ('億', '亿'),
        ('圓', '元'),
        ('圆', '元'),
        ('￥', '元'),
        ('¥', '元'),
        ('學', '学'),
        ('時', '时'),
        ('課', '课'),
        ('個', '个'),
        ('間', '间'),
        ('冊', '册'),
        ('輛', '辆'),
        ('臺', '台'),
        ('畝', '亩'),
        ('頃', '顷'),
        ('噸', '吨'),
        ('處', '处'),
        ('戶', '户'),
        ('場', '场'),
        ('項', '项'),
        ('節', '节'),
        ('條', '条'),
        ('棟', '栋'),
        ('鐘', '钟'),
        ('·', '/'),
        ('•', '/'),
    ];
    let word: String = word
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .map(|sign| match sign {
            '！'..='～' => char::from_u32(u32::from(sign) - 0xFEE0).unwrap_or(sign),
            sign => sign,
        })
        .map(|sign| {
            let old = OLD.iter().find(|(old, _)| *old == sign);
            old.map_or(sign, |(_, new)| *new)
        })
        .collect();
    word.to_ascii_lowercase()
}

/// The power of ten by which numbers in one unit become numbers in another; nothing where none does.
pub(super) fn power_between(from: &str, to: &str) -> Option<i32> {
    power(&Unit::of(from), &Unit::of(to))
}

pub(super) fn power(from: &Unit, to: &Unit) -> Option<i32> {
    if from.is_mere_tens() {
        // 「（万）」 are 万元 where 元 are kept, and 万元 as well.
        let is_share = to.counted.first().is_some_and(|word| word == SHARE);
        return (!is_share).then_some(from.scale - to.scale);
    }
    if from.counted == to.counted {
        return Some(from.tens - to.tens);
    }
    let is_anything = |unit: &Unit| unit.counted.iter().all(|word| word == ANYTHING);
    if from.is_things() && to.is_things() {
        let is_single = from.counted.len() == 1 && to.counted.len() == 1;
        if is_single && (is_anything(from) || is_anything(to)) {
            return Some(from.tens - to.tens);
        }
        // 「（台/套）」 are 台 as well as 套.
        let is_either = to.counted.len() == 1 && from.counted.contains(to.counted.first()?);
        return (is_either && from.tens == 0 && to.tens == 0).then_some(0);
    }
    let (bare, bare_to) = (from.clone().timeless(), to.clone().timeless());
    let is_of_times = (&bare, &bare_to) != (from, to) && bare.counted == bare_to.counted;
    is_of_times.then_some(from.tens - to.tens)
}
