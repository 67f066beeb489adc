//! The units headers name, and lines above a table.

use super::words::{Unit, looks_like_unit, power_between, written_alike};
use std::borrow::Cow;

/// The units that stand in the brackets of a header: 「经费（必填）（单位：万元）」 → 万元.
pub(super) fn in_brackets(header: &str) -> Vec<String> {
    let mut units = Vec::new();
    for part in header.split(OPENING).skip(1) {
        let within = part.split(CLOSING).next().unwrap_or_default();
        units.extend(named_in(within, true));
    }
    units.dedup();
    units
}

/// The unit a header ends with: 「经费合计万元」 → 万元. Of those alone that end no other word.
pub(super) fn at_the_end(header: &str) -> Option<String> {
    const ENDINGS: &[&str] = &[
        "千万元",
        "百万元",
        "十万元",
        "亿元",
        "万元",
        "千元",
        "百元",
        "万平方米",
        "平方米",
        "公顷",
    ];
    let header = written_alike(header);
    let mut endings = ENDINGS.iter();
    let ending = endings.find(|ending| header.ends_with(**ending))?;
    Some((*ending).to_owned())
}

/// Whether a cell says nothing but a unit of those, in brackets or not: 「万元」 below 「经费」.
pub(crate) fn is_unit_alone(text: &str) -> bool {
    let is_blank =
        |sign: char| sign.is_whitespace() || OPENING.contains(&sign) || CLOSING.contains(&sign);
    let bare = text.trim_matches(is_blank);
    at_the_end(bare).is_some_and(|unit| unit == written_alike(bare))
}

/// The unit that is all a cell says, of any kind: 「万元」「（人）」「单位：册」. Said alone it may be a word like any
/// other; where a whole row says nothing else, it is the unit of what stands above.
pub(crate) fn unit_word(text: &str) -> Option<String> {
    const LONGEST: usize = 6;
    let mut bare = text.trim();
    for opening in ["计量单位", "单位"] {
        let rest = bare.trim_start_matches(OPENING).strip_prefix(opening);
        bare = rest.map_or(bare, |rest| rest.trim_start_matches([':', '：']));
    }
    let bare = bare
        .trim()
        .trim_matches(|sign| OPENING.contains(&sign) || CLOSING.contains(&sign));
    let unit = Unit::of(bare);
    let is_one = !bare.is_empty() && bare.chars().count() <= LONGEST;
    let is_one = is_one && unit.is_known && !unit.counted.is_empty() && !unit.is_time();
    is_one.then(|| written_alike(bare))
}

/// Whether a cell is about the units of a table: 「单位：万元」.
pub(crate) fn is_about_units(text: &str) -> bool {
    text.contains(['单', '單']) && text.contains('位') && !above(text).is_empty()
}

/// Whether a line with so many cells names a unit for what stands below it that does not stand above the table.
pub(crate) fn is_line_of_others<'a>(
    n_cells: usize,
    mut texts: impl Iterator<Item = Cow<'a, str>>,
    above_table: &[String],
) -> bool {
    /// A line that names the unit of a table says little else.
    const MOST_CELLS: usize = 3;
    let names_other = |text: Cow<'a, str>| {
        is_about_units(&text) && above(&text).iter().any(|unit| !above_table.contains(unit))
    };
    n_cells <= MOST_CELLS && texts.any(names_other)
}

/// The units a header of one row or two names: 「经费（万元）」, 「经费」 over 「万元」, 「经费（万元）」 over 「中央」. What
/// stands in brackets in `own`, the name that is known for the column, is none.
pub(crate) fn of_header(own: &str, upper: &str, lower: &str) -> Vec<String> {
    // A field may be called like its unit: 「学时」.
    if let Some(unit) = unit_word(lower).filter(|unit| !upper.is_empty() && unit != own) {
        return vec![unit];
    }
    let named = |part: &str| {
        let part: String = part.chars().filter(|sign| !sign.is_whitespace()).collect();
        let rest = part.strip_prefix(own).unwrap_or(&part);
        let mut units = in_brackets(rest);
        if units.is_empty() && (own.is_empty() || rest == part) {
            units.extend(at_the_end(&part).filter(|unit| !own.ends_with(unit.as_str())));
        }
        units
    };
    match (lower, named(lower)) {
        ("", _) => named(upper),
        (_, units) if units.is_empty() && !own.contains(OPENING) => named(upper),
        (_, units) => units,
    }
}

/// `追加（减）（万元）` → `追加（减）`.
pub(crate) fn before_last_brackets(text: &str) -> &str {
    let end = match text.ends_with(CLOSING) {
        true => text.rfind(OPENING),
        false => None,
    };
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The units a line above a table names: 「（金额单位：万元、人）」 → 万元, 人; 「金额以万元为单位」 and 「经费表（万元）」
/// → 万元; 「填报单位：第一中学」 → none.
pub(crate) fn above(text: &str) -> Vec<String> {
    let mut text = text.trim().replace('單', "单");
    for spread in ["单 位", "单　位", "单  位"] {
        text = text.replace(spread, "单位");
    }
    let within = match text.split_once("单位") {
        Some((before, said)) if said.trim_matches(CLOSING).trim().is_empty() => {
            let said = before.rsplit_once('以').map_or("", |(_, said)| said);
            said.trim_end_matches('为').to_owned()
        }
        Some((_, said)) => said.trim_start_matches([' ', '　', ':', '：']).to_owned(),
        // 「（万元）」 alone.
        None if is_unit_alone(&text) => text.trim_start_matches(OPENING).to_owned(),
        None => {
            let mut units = in_brackets(&text);
            units.retain(|unit| unit == "元" || is_unit_alone(unit));
            return units;
        }
    };
    let said = within.trim_start_matches(OPENING);
    let said = said.split(CLOSING).next().unwrap_or_default();
    let mut units = named_in(said, false);
    units.retain(|unit| Unit::of(unit).is_known && !Unit::of(unit).is_mere_tens());
    units
}

/// Where what stands in brackets begins, and where it ends.
pub(crate) const OPENING: [char; 6] = ['（', '(', '【', '[', '〔', '［'];
const CLOSING: [char; 6] = ['）', ')', '】', ']', '〕', '］'];

/// The units among the words of a remark; `also_unknown`: what only looks like one as well.
fn named_in(within: &str, also_unknown: bool) -> Vec<String> {
    const AROUND: [&str; 7] = [
        "计量单位",
        "金额单位",
        "面积单位",
        "货币单位",
        "单位",
        "單位",
        "人民币",
    ];
    let words = within.split(['、', '，', ',', '；', ';', '。', ' ', '　', '\n', '|']);
    let mut units: Vec<String> = Vec::new();
    for word in words {
        let mut word =
            word.trim_matches(|sign: char| sign.is_whitespace() || ":：*＊".contains(sign));
        for around in AROUND {
            let rest = word.strip_prefix(around);
            word = rest.map_or(word, |rest| rest.trim_start_matches([':', '：', '为']));
        }
        // 「以万元计」; 「按人」 and 「累计」 are no such words.
        for (before, behind) in [("以", "为单位"), ("以", "计"), ("按", "计"), ("", "计")]
        {
            let rest = word.strip_prefix(before);
            let rest = rest.and_then(|rest| rest.strip_suffix(behind));
            word = rest.filter(|rest| Unit::of(rest).is_known).unwrap_or(word);
        }
        let word = written_alike(word);
        let unit = Unit::of(&word);
        let is_unit = !word.is_empty()
            && (unit.is_known && (!unit.counted.is_empty() || unit.is_mere_tens())
                || also_unknown && looks_like_unit(&unit));
        if is_unit && !units.contains(&word) {
            units.push(word);
        }
    }
    units
}

/// Which of the units a line above a table names are about a column that names none: the one that fits it,
/// or those that fit none of the columns.
pub(crate) fn above_for(said: &[String], unit: &str, all: &[&str]) -> Vec<String> {
    let fits = |word: &String, unit: &str| !unit.is_empty() && power_between(word, unit).is_some();
    if let Some(word) = said.iter().find(|word| fits(word, unit)) {
        return vec![word.clone()];
    }
    let mut stray = said.to_vec();
    stray.retain(|word| !all.iter().any(|unit| fits(word, unit)));
    stray
}
