//! Units that spreadsheets name: in brackets behind a header, or on a line above the table. What stands below
//! them is converted where one unit is so many tens of the other; where it is not, nothing is read as if it were.

mod header;
mod number;
mod shown;
mod words;

pub(crate) use header::{
    OPENING, above, above_for, before_last_brackets, is_about_units, is_line_of_others,
    is_unit_alone, of_header, unit_word,
};
pub(crate) use number::{plain, ungrouped, without_noise};
pub(crate) use shown::{Look, MISLEADING, Shown};

use number::{number_and_word, shifted};
use words::{Unit, power, power_between, written_alike};

/// A unit of numbers in a spreadsheet that is not the one they are kept in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OtherUnit {
    pub(crate) unit: String,
    /// Of ten, that makes of one such unit so many of those that are kept.
    power: i32,
}

impl OtherUnit {
    /// What somebody reads of a cell that was converted before it was found wrong; `decimals` are kept of it.
    pub(crate) fn told(
        &self,
        text: &str,
        (name, kept, decimals): (&str, &str, u8),
        why: &str,
    ) -> Option<String> {
        let converted = self.converted(text)?;
        let (number, _) = number_and_word(text);
        let mut told = format!("{number}{}换算成{converted}{kept}。{why}", self.unit);
        let n_decimals = converted.split_once('.').map_or(0, |(_, part)| part.len());
        if n_decimals > usize::from(decimals) {
            let fitting = match decimals {
                0 => "整数".to_owned(),
                n => format!("数，保留{n}位小数"),
            };
            told.push_str(&format!(
                "请在表中填以{kept}为单位的{fitting}；要记得更细，请联系设立“{name}”的人增加小数位。"
            ));
        }
        Some(told)
    }

    /// A number in the unit it is kept in; nothing where the cell is no number, or names another unit than
    /// its header does.
    pub(crate) fn converted(&self, text: &str) -> Option<String> {
        let (number, word) = number_and_word(text);
        let is_own = word.is_empty() || written_alike(word) == self.unit;
        shifted(number, self.power).filter(|_| is_own)
    }
}

/// How the numbers of a column are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As they stand.
    AsTheyStand,
    Converted(OtherUnit),
    /// Not at all: what they are counted in becomes the unit that is kept by no power of ten.
    NotAtAll,
}

/// A column of numbers: its header, what is kept of it and in which unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NumberColumn<'a> {
    pub(crate) header: &'a str,
    pub(crate) name: &'a str,
    pub(crate) unit: &'a str,
}

impl NumberColumn<'_> {
    /// How numbers in units somebody wrote down are read, and what is to be said of it.
    pub(crate) fn read_in(&self, said: &[String]) -> (Reading, Option<String>) {
        let Self { header, name, unit } = *self;
        let own = Unit::of(unit);
        // What is written out is read again as it was, whatever somebody calls a unit.
        let in_brackets = format!("({})", written_alike(unit));
        if !unit.is_empty() && written_alike(header).contains(&in_brackets) {
            return (Reading::AsTheyStand, None);
        }
        let mut powers: Vec<(&String, Option<i32>)> = Vec::new();
        for word in said {
            let from = Unit::of(word);
            let says_nothing = match unit.is_empty() {
                true => !from.is_mere_tens(),
                false => from.is_time() && !own.is_time(),
            };
            let power = power(&from, &own);
            if !says_nothing && powers.iter().all(|(_, known)| *known != power) {
                powers.push((word, power));
            }
        }
        let kept = match unit.is_empty() {
            true => "个数",
            false => unit,
        };
        match powers.as_slice() {
            [] | [(_, Some(0))] => (Reading::AsTheyStand, None),
            [(word, Some(power))] => {
                let other = OtherUnit {
                    unit: (*word).clone(),
                    power: *power,
                };
                let remark = format!("“{header}”以{word}为单位，已换算成{kept}。");
                (Reading::Converted(other), Some(remark))
            }
            [(word, None)] => {
                let remark = format!(
                    "“{header}”以{word}为单位，不能换算成“{name}”的单位{kept}，没有读这一列。请在表中改成以{kept}为单位的数和表头，再导入。"
                );
                (Reading::NotAtAll, Some(remark))
            }
            several => {
                let words: Vec<&str> = several.iter().map(|(word, _)| word.as_str()).collect();
                let remark = format!(
                    "“{header}”写了不止一个单位（{}），没有读这一列。请在表头只写一个单位，再导入。",
                    words.join("、")
                );
                (Reading::NotAtAll, Some(remark))
            }
        }
    }
}

/// Whether numbers of a unit are so many of a hundred.
pub(crate) fn is_percent(unit: &str) -> bool {
    matches!(unit.trim(), "%" | "％")
}

/// A number that names its unit, in the unit that is kept: 「2万」 and 「20000元」 are 2 where 万元 are kept.
pub(crate) fn in_own_unit(text: &str, unit: &str) -> Option<String> {
    let (number, word) = number_and_word(text);
    if word.is_empty() || number.is_empty() {
        return None;
    }
    shifted(number, power_between(word, unit)?)
}

#[cfg(test)]
mod tests;
