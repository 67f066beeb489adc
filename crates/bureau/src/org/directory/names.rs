//! How a name on paper is brought into a shape that can be compared.

/// Where the bureau is, as far as its name tells: 云溪县教育局 → 云溪县.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// What may stand before the name of a unit of this house, longest first.
    prefixes: Vec<String>,
}

/// What education bureaus call themselves, longest first.
const BUREAU_WORDS: [&str; 6] = [
    "教育和体育局",
    "教育体育局",
    "教育委员会",
    "教体局",
    "教育局",
    "教委",
];

const LEVELS: [&str; 4] = ["县", "区", "市", "旗"];

impl Place {
    /// Reads the place from the full name of the bureau.
    pub(super) fn of_bureau(bureau: &str) -> Self {
        let bureau = clean(bureau);
        let place = BUREAU_WORDS
            .iter()
            .find_map(|word| bureau.strip_suffix(word))
            .unwrap_or_default();
        let mut prefixes = vec![bureau.clone(), "局机关".into(), "本局".into(), "局".into()];
        let mut level = "";
        if !place.is_empty() {
            prefixes.push(place.to_owned());
            if let Some(known) = LEVELS.into_iter().find(|level| place.ends_with(level)) {
                level = known;
                prefixes.push(place.trim_end_matches(known).to_owned());
            }
        }
        let levels = if level.is_empty() {
            &LEVELS[..]
        } else {
            &[level]
        };
        for level in levels {
            for word in BUREAU_WORDS {
                prefixes.push(format!("{level}{word}"));
            }
            prefixes.extend([format!("我{level}"), format!("本{level}")]);
            prefixes.push((*level).to_owned());
        }
        prefixes.extend(BUREAU_WORDS.map(str::to_owned));
        prefixes.retain(|prefix| !prefix.is_empty());
        prefixes.sort_by_key(|prefix| std::cmp::Reverse(prefix.chars().count()));
        Self { prefixes }
    }

    /// The name, then the name without each prefix it begins with.
    pub(super) fn without_prefixes(&self, name: &str) -> Vec<String> {
        let mut forms = vec![name.to_owned()];
        for prefix in &self.prefixes {
            let rest = name.strip_prefix(prefix.as_str()).unwrap_or_default();
            if rest.chars().count() >= 2 && !forms.iter().any(|form| form == rest) {
                forms.push(rest.to_owned());
            }
        }
        forms
    }
}

/// The letters of a name only, full-width ones made plain: `方 琳` → `方琳`, `（人事科）` → `人事科`.
pub(super) fn clean(name: &str) -> String {
    name.chars()
        .map(plain)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Full-width letters and digits (U+FF01 to U+FF5E) have plain ones at a fixed distance.
fn plain(char: char) -> char {
    match u32::from(char) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(char),
        _ => char,
    }
}

/// The name without what stands in brackets: `人事科（牵头）` → `人事科`.
pub(super) fn without_brackets(name: &str) -> String {
    let mut depth = 0usize;
    let mut outside = String::new();
    for char in name.chars() {
        match char {
            '（' | '(' | '〔' | '[' => depth += 1,
            '）' | ')' | '〕' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(char),
            _ => {}
        }
    }
    outside
}

/// Whether the words are a title or a form of address.
pub(super) fn is_title(words: &str) -> bool {
    const ENDS: [&str; 9] = [
        "局长",
        "书记",
        "主任",
        "督学",
        "组长",
        "委员",
        "成员",
        "同志",
        "调研员",
    ];
    ENDS.iter().any(|end| words.ends_with(end))
}

/// Words written long or short in names, the long form first where one contains another.
const SHORT_FORMS: [(&str, &str); 49] = [
    ("委机构编制委员会办公室", "编办"),
    ("机构编制委员会办公室", "编办"),
    ("编制委员会办公室", "编办"),
    ("编委办公室", "编办"),
    ("编委办", "编办"),
    ("委编办", "编办"),
    ("人力资源和社会保障", "人社"),
    ("人力资源社会保障", "人社"),
    ("人力资源与社会保障", "人社"),
    ("发展和改革", "发改"),
    ("发展改革", "发改"),
    ("卫生和计划生育", "卫计"),
    ("卫生健康", "卫健"),
    ("住房和城乡建设", "住建"),
    ("住房城乡建设", "住建"),
    ("市场监督管理", "市场监管"),
    ("文化和旅游", "文旅"),
    ("文化广电和旅游", "文旅"),
    ("自然资源和规划", "自然资源"),
    ("退役军人事务", "退役军人"),
    ("应急管理", "应急"),
    ("交通运输", "交通"),
    ("行政审批服务", "审批"),
    ("共产主义青年团", "团"),
    ("共青团", "团"),
    ("妇女联合会", "妇联"),
    ("残疾人联合会", "残联"),
    ("关心下一代工作委员会", "关工委"),
    ("机关事务服务", "机关事务"),
    ("教育和体育", "教体"),
    ("教育体育", "教体"),
    ("教育委员会办公室", "教委办"),
    ("教育办公室", "教育办"),
    ("教学研究", "教研"),
    ("教育科学研究", "教科研"),
    ("电化教育", "电教"),
    ("学生资助管理", "学生资助"),
    ("初级中学", "初中"),
    ("高级中学", "高中"),
    ("实验中学", "实中"),
    ("中学校", "中"),
    ("中学", "中"),
    ("小学校", "小"),
    ("小学", "小"),
    ("幼儿园", "幼"),
    ("委员会", "委"),
    ("人民政府", "政府"),
    ("街道办事处", "街道办"),
    ("服务中心", "中心"),
];

/// The name with long words shortened, joining words dropped, digits in Chinese, and the names of
/// departments' heads (科、股、处、室; 局、委) brought to one.
pub(super) fn loose(name: &str) -> String {
    let mut text = name.to_owned();
    for (long, short) in SHORT_FORMS {
        if text.contains(long) {
            text = text.replace(long, short);
        }
    }
    if text.chars().count() > 3
        && let Some(stem) = text.strip_suffix("办公室")
    {
        text = format!("{stem}办");
    }
    let mut chars: Vec<char> = text
        .chars()
        .filter(|char| !matches!(char, '和' | '与' | '及' | '暨' | '的' | '第'))
        .map(chinese_digit)
        .collect();
    let n_chars = chars.len();
    if n_chars >= 3
        && let Some(last) = chars.last_mut()
    {
        *last = head(*last);
    }
    chars.into_iter().collect()
}

fn chinese_digit(char: char) -> char {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    char.to_digit(10)
        .and_then(|digit| DIGITS.get(usize::try_from(digit).ok()?))
        .copied()
        .unwrap_or(char)
}

/// What kind of department the last character says: counties have 股, cities 科, provinces 处.
fn head(last: char) -> char {
    match last {
        '股' | '处' | '室' | '科' => '科',
        '委' | '局' => '局',
        other => other,
    }
}

/// Whether one name is the other with characters left out: 基教科 – 基础教育科, 职成科 – 职业教育成人教育科.
///
/// Both begin with the same character and end with the same head, and what is left is no word that
/// every second unit has in its name.
pub(super) fn abbreviates(one: &str, other: &str) -> bool {
    const SAYS_NOTHING: [&str; 6] = ["教育", "工作", "学校", "管理", "教学", "综合"];
    if !have_the_same_ends(one, other) {
        return false;
    }
    let (short, long) = if one.chars().count() <= other.chars().count() {
        (one, other)
    } else {
        (other, one)
    };
    let short_chars: Vec<char> = short.chars().collect();
    let [first, .., last] = short_chars.as_slice() else {
        return false;
    };
    let stem: String = short_chars.iter().take(short_chars.len() - 1).collect();
    // A school is known by every character: 城关小学 is not 城关第一小学.
    let is_department = matches!(last, '科' | '局' | '办' | '心' | '馆');
    is_department
        && short_chars.len() >= 3
        && !SAYS_NOTHING.contains(&stem.as_str())
        && long.starts_with(*first)
        && long.ends_with(*last)
        && is_subsequence(short, long)
}

/// Asked before anything is taken apart: of hundreds of names nearly all are out by that.
fn have_the_same_ends(one: &str, other: &str) -> bool {
    let ends = |name: &str| (name.chars().next(), name.chars().next_back());
    ends(one) == ends(other)
}

fn is_subsequence(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|wanted| rest.any(|char| char == wanted))
}

/// Whether the names differ by one character that does not tell units apart: a slip of the pen or
/// of a scanner. Numbers, directions and the like tell schools apart, so they are never a slip.
pub(super) fn slip_of(one: &str, other: &str) -> bool {
    const TELLING: &str = "一二三四五六七八九十东南西北中上下大小前后左右新老初高男女";
    if !have_the_same_ends(one, other) {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if a.len().min(b.len()) < 5 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let telling = |chars: &[char]| -> Vec<char> {
        let mut telling: Vec<char> = chars
            .iter()
            .copied()
            .filter(|char| TELLING.contains(*char))
            .collect();
        telling.sort_unstable();
        telling
    };
    telling(&a) == telling(&b) && strsim::osa_distance(one, other) == 1
}
