//! Units that headers name in brackets, or a line above the table: what stands below them is converted where
//! that is exact, which it is where one is so many tens of the other.

use crate::ledger::decimal::Decimal;

/// Units of one family with their powers of ten.
const FAMILIES: [&[(&str, i32)]; 6] = [
    &[
        ("元", 0),
        ("百元", 2),
        ("千元", 3),
        ("万元", 4),
        ("百万元", 6),
        ("千万元", 7),
        ("亿元", 8),
    ],
    &[("人", 0), ("百人", 2), ("千人", 3), ("万人", 4)],
    &[
        ("平方米", 0),
        ("㎡", 0),
        ("公顷", 4),
        ("万平方米", 4),
        ("平方公里", 6),
        ("平方千米", 6),
    ],
    &[("米", 0), ("千米", 3), ("公里", 3)],
    &[("千克", 0), ("公斤", 0), ("吨", 3)],
    // Known, and of no other: 15 亩 are 1 公顷.
    &[("亩", 0)],
];

/// Where a unit stands: its family, and its power of ten.
fn place(unit: &str) -> Option<(usize, i32)> {
    let mut families = FAMILIES.iter().enumerate();
    families.find_map(|(family, units)| {
        let known = units.iter().find(|(name, _)| *name == unit)?;
        Some((family, known.1))
    })
}

/// Whether a word is one of the units.
pub(super) fn is_unit(word: &str) -> bool {
    place(word).is_some()
}

/// The power of ten by which numbers in one unit become numbers in another; nothing where none does.
pub(super) fn power_between(from: &str, to: &str) -> Option<i32> {
    let ((family, from), (other, to)) = (place(from)?, place(to)?);
    (family == other).then_some(from - to)
}

/// A number in another unit: its point moved. Nothing where the cell is no number, or names another unit
/// than its header does.
pub(super) fn converted(text: &str, from: &str, power: i32) -> Option<String> {
    let bare = text.trim();
    let bare = bare.strip_suffix(from).unwrap_or(bare);
    let number = Decimal::parse(bare)?.written();
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number.as_str()),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let n_moved = usize::try_from(power.unsigned_abs()).ok()?;
    let zeros = "0".repeat(n_moved);
    let (whole, part) = match power >= 0 {
        true => {
            let part = format!("{part}{zeros}");
            let (more, part) = part.split_at_checked(n_moved)?;
            (format!("{whole}{more}"), part.to_owned())
        }
        false => {
            let whole = format!("{zeros}{whole}");
            let (whole, less) = whole.split_at_checked(whole.len() - n_moved)?;
            (whole.to_owned(), format!("{less}{part}"))
        }
    };
    let whole = whole.trim_start_matches('0');
    let part = part.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(match part {
        "" => format!("{sign}{whole}"),
        part => format!("{sign}{whole}.{part}"),
    })
}

#[cfg(test)]
mod tests {
    use super::{converted, power_between};

    #[test]
    fn numbers_become_those_of_another_unit_without_loss_or_not_at_all() {
        for (text, from, to, is) in [
            ("2", "万元", "元", Some("20000")),
            ("2.5万元", "万元", "元", Some("25000")),
            ("1,200.05", "万元", "元", Some("12000500")),
            ("5000000", "元", "万元", Some("500")),
            ("-1234.56", "元", "万元", Some("-0.123456")),
            ("0", "亿元", "元", Some("0")),
            ("3", "公顷", "平方米", Some("30000")),
            ("2元", "万元", "元", None),
            ("约2", "万元", "元", None),
        ] {
            let power = power_between(from, to).unwrap();
            assert_eq!(converted(text, from, power).as_deref(), is, "{text}{from}");
        }
        assert_eq!(power_between("亩", "平方米"), None);
        assert_eq!(power_between("万人", "元"), None);
        assert_eq!(power_between("学时", "元"), None);
    }
}
