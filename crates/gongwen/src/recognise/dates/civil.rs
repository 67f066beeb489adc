//! Counting days of the Gregorian calendar.

use crate::day::{Day, days_in_month};

/// A day by its number, day 0 being 1970-01-01.
pub(super) fn number_of(year: i32, month: u8, day: u8) -> Option<i64> {
    let exists = day >= 1 && day <= days_in_month(i16::try_from(year).ok()?, month);
    exists.then(|| {
        let shifted = i64::from(year) - i64::from(month <= 2);
        let era = shifted.div_euclid(400);
        let of_era = shifted - era * 400;
        let months = (i64::from(month) + 9) % 12;
        let of_year = (153 * months + 2) / 5 + i64::from(day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    })
}

/// The number of a day that exists.
pub(super) fn number_of_day(day: Day) -> i64 {
    number_of(i32::from(day.year()), day.month(), day.day()).unwrap_or(0)
}

/// Year, month and day of a number.
pub(super) fn date_of(number: i64) -> (i32, u8, u8) {
    let shifted = number + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted - era * 146_097;
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let months = (5 * of_year + 2) / 153;
    let day = of_year - (153 * months + 2) / 5 + 1;
    let month = if months < 10 { months + 3 } else { months - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    let small = |value: i64| u8::try_from(value).unwrap_or(1);
    (i32::try_from(year).unwrap_or(0), small(month), small(day))
}

/// Monday 1 to Sunday 7.
pub(super) fn weekday(number: i64) -> i64 {
    (number + 3).rem_euclid(7) + 1
}

/// ISO year and week.
pub(super) fn week_of(number: i64) -> (i32, i64) {
    let thursday = number - weekday(number) + 4;
    let year = date_of(thursday).0;
    let first = number_of(year, 1, 1).unwrap_or(thursday);
    (year, (thursday - first) / 7 + 1)
}

/// A day as text, or its parts when it does not exist.
pub(super) fn iso(number: i64) -> String {
    let (year, month, day) = date_of(number);
    format!("{year:04}-{month:02}-{day:02}")
}
