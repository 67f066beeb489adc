//! Days as people here write them.

pub use jiff::{Span, civil::Date};

/// `2026年3月5日`, without leading zeros (GB/T 9704-2012, 成文日期).
#[must_use]
pub fn in_words(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
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
    }
}
