//! Names of units and persons in lists: 县发改委、县财政局，各乡镇人民政府。

use super::{
    scan::{any_ends, any_starts, char_at, char_before, contains_any, is_han},
    words::{fold, is_blank},
};
use crate::understand::heads::Heads;

/// What the names of units end in.
#[rustfmt::skip]
const UNIT_ENDS: [&str; 74] = [
    "人民政府", "办事处", "居委会", "村委会", "管委会", "委员会", "领导小组", "工作组", "专班",
    "办公室", "联合会", "总工会", "工会", "妇联", "残联", "工商联", "文联", "科协", "社科联", "侨联",
    "红十字会", "协会", "学会", "团委", "团市委", "团县委", "团区委", "团省委", "关工委", "少工委",
    "党委", "党组", "党支部", "纪委", "工委", "政府", "政法委", "编办", "委办", "府办", "招生办",
    "法院", "检察院", "医院", "学院", "研究院", "研究所", "派出所", "保健院", "中心", "公司", "大队",
    "支队", "总队", "大队部", "教研室", "年级组", "教研组", "备课组", "基地", "集团", "部门", "单位",
    "各校", "小学", "中学", "大学", "学校", "幼儿园", "电视台", "图书馆", "文化馆", "体育馆", "银行",
];

/// Last characters of names of units.
const LAST: &str = "局科室股处办委厅部校园馆院站所组队社会镇乡街道区县市村中小幼司团行联台宫厂庭";

/// Words that end like a unit and are not one.
#[rustfmt::skip]
const NO_UNITS: [&str; 36] = [
    "学校", "中小学", "幼儿园", "中心校", "乡镇", "街道", "社区", "中心", "机关", "部门", "单位",
    "小学", "初中", "高中", "中学", "大学", "全区", "全县", "全市", "全校", "省", "市", "县", "区",
    "镇", "乡", "村", "校", "园", "班级", "教学点", "中小学校", "草案", "市区", "县城", "民办",
];

/// The longest name of a unit.
const LONGEST: usize = 22;

/// Whether the words look like the name of a unit.
pub(super) fn is_unit(name: &[char]) -> bool {
    let length = name.len();
    if !(2..=LONGEST).contains(&length) {
        return false;
    }
    let joined = name.contains(&'(') || name.first() == Some(&'各');
    let fits = |char: char| is_name_char(char) || joined && char == '、';
    if !name.iter().all(|char| fits(*char)) {
        return false;
    }
    const NO_UNIT_HEADS: Heads = Heads::of(&NO_UNITS);
    const ENDS: Heads = Heads::ends_of(&UNIT_ENDS);
    const LASTS: Heads = Heads::of_each(LAST);
    if NO_UNIT_HEADS.hold(char_at(name, 0))
        && NO_UNITS
            .iter()
            .any(|word| word.chars().eq(name.iter().copied()))
    {
        return false;
    }
    let last = char_before(name, length);
    if ENDS.hold(last) && any_ends(name, length, &UNIT_ENDS).is_some() {
        return true;
    }
    LASTS.hold(last) && LAST.contains(last) && !contains_any(name, &WORK)
}

/// Words of work, which stand before 学校 or 社区 in a sentence and in no name of a unit.
#[rustfmt::skip]
const WORK: [&str; 16] = [
    "的", "了", "和各", "开展", "推动", "进行", "推进", "组织召开", "加强", "完成", "创建", "争创",
    "构建", "打造", "工作任务", "建设教",
];

fn is_name_char(char: char) -> bool {
    is_han(char)
        || char.is_ascii_alphanumeric()
        || matches!(char, '(' | ')' | '“' | '”' | '"' | '·')
}

/// Parts of a list of names, as ranges of the original characters.
///
/// Brackets belong to the name unless they close it; 等 and what follows is left out.
pub(super) fn split(text: &[char], persons: bool) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut depth = 0_i32;
    // What stands since `from`, blanks left out; of more than a name can hold only the beginning.
    let mut name: Vec<char> = Vec::with_capacity(LONGEST + 1);
    for (index, char) in text.iter().enumerate() {
        match fold(*char) {
            bracket @ ('(' | ')') => {
                depth += if bracket == '(' { 1 } else { -1 };
                if name.len() <= LONGEST {
                    name.push(*char);
                }
            }
            '、' | ',' | ';' | '/' | '|' | '。' | '\\' | '•' if depth <= 0 => {
                parts.push((from, index));
                from = index + 1;
                name.clear();
            }
            '\n' | '\r' if depth <= 0 && ends_name(&name, persons) => {
                parts.push((from, index));
                from = index + 1;
                name.clear();
            }
            _ if name.len() <= LONGEST && !is_blank(*char) => name.push(*char),
            _ => {}
        }
    }
    parts.push((from, text.len()));
    join_levels(text, parts)
        .into_iter()
        .flat_map(|(from, to)| by_blanks(text, from, to))
        .filter_map(|(from, to)| trimmed(text, from, to))
        .collect()
}

/// 各市、县人民政府 is one name: a level of government stands before the comma.
fn join_levels(text: &[char], parts: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut joined: Vec<(usize, usize)> = Vec::with_capacity(parts.len());
    for part in parts {
        let begins = text
            .get(part.0)
            .is_some_and(|char| "市县区旗镇乡街".contains(fold(*char)));
        match joined.last_mut() {
            Some(last) if begins && is_level(&text[last.0..last.1]) => last.1 = part.1,
            _ => joined.push(part),
        }
    }
    joined
}

/// 各市, 各县: a level of government and nothing more.
fn is_level(part: &[char]) -> bool {
    let mut words = part.iter().filter(|char| !is_blank(**char));
    words.next() == Some(&'各')
        && matches!(words.next(), Some('市' | '县' | '区' | '镇' | '乡' | '州'))
        && words.next().is_none()
}

/// A line break between complete names separates them; inside a name the page made it.
fn ends_name(name: &[char], persons: bool) -> bool {
    name.is_empty() || is_unit(name) || persons && (2..=3).contains(&name.len())
}

/// Blanks separate names, except the one inside a name of two characters (方 琳).
fn by_blanks(text: &[char], from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    let mut start = None;
    for index in from..=to {
        let blank = index == to || is_blank(text[index]);
        match (blank, start) {
            (false, None) => start = Some(index),
            (true, Some(begin)) => {
                // A line break that ends no name (see `split`) stands inside one.
                match pieces.last_mut() {
                    Some(last) if text[last.1..begin].contains(&'\n') => last.1 = index,
                    _ => pieces.push((begin, index)),
                }
                start = None;
            }
            _ => {}
        }
    }
    let lengths: Vec<usize> = pieces.iter().map(|(from, to)| to - from).collect();
    if let ([1, middle @ .., 1], true) = (lengths.as_slice(), lengths.len() > 1)
        && middle.iter().all(|length| *length == 2)
    {
        // 方 琳陈 涛: two-character names spread over blanks and run together.
        return pieces
            .windows(2)
            .map(|pair| (pair[0].1 - 1, pair[1].0 + 1))
            .collect();
    }
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for piece in pieces {
        let single = piece.1 - piece.0 == 1;
        match joined.last_mut() {
            Some(last) if single && last.1 - last.0 == 1 => last.1 = piece.1,
            Some(last)
                if !is_unit(&text[last.0..last.1])
                    && is_unit_end(&text[piece.0..piece.1])
                    && last.1 - last.0 > 3 =>
            {
                last.1 = piece.1;
            }
            _ => joined.push(piece),
        }
    }
    joined
}

/// The second half of a unit's name that a line break cut.
fn is_unit_end(piece: &[char]) -> bool {
    any_starts(piece, 0, &["中心", "室", "局", "科", "股", "办", "委"]).is_some()
        && piece.len() <= 3
}

/// Without blanks, marks and 等 at the ends; nothing when nothing is left.
fn trimmed(text: &[char], mut from: usize, mut to: usize) -> Option<(usize, usize)> {
    let skip = |char: char| {
        is_blank(char)
            || matches!(
                fold(char),
                ':' | '。'
                    | '.'
                    | '-'
                    | '/'
                    | '|'
                    | ';'
                    | ','
                    | '、'
                    | '_'
                    | '['
                    | ']'
                    | '【'
                    | '】'
            )
    };
    while from < to && skip(text[from]) {
        from += 1;
    }
    while from < to && skip(text[to - 1]) {
        to -= 1;
    }
    let piece: Vec<char> = text[from..to].iter().map(|char| fold(*char)).collect();
    if let Some(length) = piece.iter().position(|char| *char == '等') {
        let rest = &piece[length + 1..];
        if rest.is_empty()
            || any_starts(
                rest,
                0,
                &["部门", "单位", "有关", "相关", "各", "科室", "股室"],
            )
            .is_some()
        {
            to = from + length;
        }
    }
    (from < to
        && text[from..to]
            .iter()
            .any(|char| is_han(fold(*char)) || char.is_alphabetic()))
    .then_some((from, to))
}

/// A list whose parts joined by 和 are taken apart where both sides are units.
pub(super) fn split_units(text: &[char]) -> Vec<(usize, usize)> {
    split(text, false)
        .into_iter()
        .flat_map(|(from, to)| by_and(text, from, to))
        .collect()
}

fn by_and(text: &[char], from: usize, to: usize) -> Vec<(usize, usize)> {
    let clean = |from: usize, to: usize| -> Vec<char> {
        text[from..to]
            .iter()
            .map(|char| fold(*char))
            .filter(|char| !is_blank(*char))
            .collect()
    };
    // Two names and the word between; what is longer is no pair of names.
    let furthest = to.min(from + 4 * LONGEST);
    for index in from + 1..furthest {
        let joint = match fold(text[index]) {
            '和' | '及' | '与' => 1,
            '会' | '联' if any_starts(text, index, &["会同", "联合"]).is_some() => 2,
            _ => continue,
        };
        let after = index + joint;
        if after < to && is_unit(&clean(from, index)) && is_unit(&clean(after, to)) {
            return vec![(from, index), (after, to)];
        }
    }
    vec![(from, to)]
}
