//! Days as people here write them.

pub use jiff::{Span, civil::Date};

/// `2026年3月5日`, without leading zeros (GB/T 9704-2012, 成文日期).
#[must_use]
pub fn in_words(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// A day in a table of a year: `03-05`, or in words when it belongs to another year.
#[must_use]
pub fn in_table(date: Date, year: i16) -> String {
    match date.year() == year {
        true => format!("{:02}-{:02}", date.month(), date.day()),
        false => in_words(date),
    }
}

/// A day as it is kept (`2026-03-05`) in words; anything else as it stands.
#[must_use]
pub fn kept_in_words(kept: &str) -> String {
    kept.parse()
        .map_or_else(|_| kept.to_owned(), |date: Date| in_words(date))
}

/// `2026年3月5日 09:30` in China.
#[must_use]
pub fn instant_in_words(ms: i64) -> String {
    let at = crate::clock::instant_in_china(ms);
    format!(
        "{} {:02}:{:02}",
        in_words(at.date()),
        at.hour(),
        at.minute()
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn days_are_written_without_leading_zeros() {
        assert_eq!(
            super::in_words(jiff::civil::date(2012, 2, 6)),
            "2012年2月6日"
        );
        assert_eq!(super::kept_in_words("2026-03-15"), "2026年3月15日");
        for other in ["", "3月底", "2026-13-01", "2026-03"] {
            assert_eq!(super::kept_in_words(other), other);
        }
    }

    #[test]
    fn a_table_of_a_year_leaves_out_the_year_of_its_own_days_only() {
        let day = jiff::civil::date(2026, 3, 5);
        assert_eq!(super::in_table(day, 2026), "03-05");
        assert_eq!(super::in_table(day, 2025), "2026年3月5日");
    }
}
