//! What is looked for, as the address says it.

use base::{clock::midnight_in_china, day::Date};
use serde::Deserialize;
use store::audit::Filter;

/// The filters and the page of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct AuditAsked {
    pub(super) person: String,
    pub(super) act: String,
    pub(super) object: String,
    pub(super) from: String,
    pub(super) to: String,
    /// Counted from 1.
    pub(super) page: String,
}

impl AuditAsked {
    /// The lines looked for; both days belong to the period.
    pub(super) fn filter(&self) -> Filter {
        let day = |text: &str| text.trim().parse::<Date>().ok();
        Filter {
            person: self.person.trim().to_owned(),
            acts: Some(self.act.trim().to_owned())
                .filter(|act| !act.is_empty())
                .into_iter()
                .collect(),
            object: self.object.trim().to_owned(),
            from_ms: day(&self.from).map(midnight_in_china),
            to_ms: day(&self.to)
                .and_then(|day| day.tomorrow().ok())
                .map(midnight_in_china),
        }
    }

    pub(super) fn page(&self) -> i64 {
        self.page.parse().unwrap_or(1).clamp(1, 1_000_000)
    }

    /// An address with these filters; of a page other than the first with its number.
    pub(super) fn link(&self, path: &str, page: i64) -> String {
        let page = if page > 1 {
            page.to_string()
        } else {
            String::new()
        };
        let pairs = [
            ("person", &self.person),
            ("act", &self.act),
            ("object", &self.object),
            ("from", &self.from),
            ("to", &self.to),
            ("page", &page),
        ];
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()))
            .finish();
        match query.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{query}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AuditAsked;

    #[test]
    fn both_days_of_a_period_belong_to_it() {
        let asked = AuditAsked {
            from: "2026-06-01".to_owned(),
            to: "2026-06-02".to_owned(),
            ..AuditAsked::default()
        };
        let filter = asked.filter();
        let hours = (filter.to_ms.unwrap() - filter.from_ms.unwrap()) / 3_600_000;
        assert_eq!(hours, 48);
        assert_eq!(
            asked.link("/audit", 2),
            "/audit?from=2026-06-01&to=2026-06-02&page=2"
        );
    }
}
