//! 保存期限: when what is personal is due to be erased, and what is left of a row then.

use super::{
    definition::Definition,
    field::{FieldKind, FieldSpec, Personal},
    mask::ERASED,
    row::{Row, Values},
};
use base::{Grain, day::Date};
use std::collections::BTreeMap;

impl Definition {
    /// The last day of what is due to be erased of a class; nothing where no term is set or nothing of
    /// the class is kept. Whole years are due together, school years where people are counted by
    /// them, so that nobody is counted twice in one.
    pub(crate) fn due_until(&self, class: Personal, today: Date) -> Option<Date> {
        let years = i16::from(self.keeping.years(class));
        if years == 0 || self.erasable(class).next().is_none() {
            return None;
        }
        let by_school_year = self
            .rollups
            .iter()
            .any(|rollup| rollup.period_grain() == Grain::SchoolYear);
        let (month, day) = match by_school_year {
            true => (8, 31),
            false => (12, 31),
        };
        let last = Date::new(today.year(), month, day).ok()?;
        let n_back = years + i16::from(last >= today);
        Date::new(today.year() - n_back, month, day).ok()
    }

    /// The fields of a class by which somebody can be known. Numbers, choices and the date that
    /// decides the period stay: alone they name nobody, and the sums of past years stand.
    pub(crate) fn erasable(&self, class: Personal) -> impl Iterator<Item = &FieldSpec> {
        self.fields.iter().filter(move |field| {
            let names_somebody = matches!(
                field.kind,
                FieldKind::Text
                    | FieldKind::LongText
                    | FieldKind::Person
                    | FieldKind::File
                    | FieldKind::Lookup
                    | FieldKind::Date
            );
            field.personal == class && names_somebody && field.code != self.period
        })
    }
}

/// Erases values. Where rows are told apart by one, a word without meaning takes its place, the same
/// for the same value, so that they are counted as before.
pub(crate) struct Eraser<'a> {
    fields: Vec<&'a FieldSpec>,
    keys: Vec<&'a String>,
    given: BTreeMap<(String, String), String>,
}

impl<'a> Eraser<'a> {
    /// For a class of a register's values.
    pub(crate) fn new(definition: &'a Definition, class: Personal) -> Self {
        Self {
            fields: definition.erasable(class).collect(),
            keys: definition
                .key
                .iter()
                .chain(&definition.person_key)
                .collect(),
            given: BTreeMap::new(),
        }
    }

    /// What is left of a row; the word for a value that is met first comes from `word`. Nothing when
    /// there is nothing to erase.
    pub(crate) fn erased(&mut self, row: &Row, mut word: impl FnMut() -> String) -> Option<Values> {
        let mut values = row.values.clone();
        for field in &self.fields {
            let Some(kept) = values.remove(&field.code).filter(|kept| !kept.is_empty()) else {
                continue;
            };
            if kept.starts_with(ERASED) {
                values.insert(field.code.clone(), kept);
            } else if self.keys.contains(&&field.code) {
                let place = (field.code.clone(), kept);
                let given = self.given.entry(place);
                let given = given.or_insert_with(|| format!("{ERASED}{}", word()));
                values.insert(field.code.clone(), given.clone());
            }
        }
        (values != row.values).then_some(values)
    }

    /// Whether a row still holds some of it.
    pub(crate) fn finds_something(&self, row: &Row) -> bool {
        let kept = self.fields.iter().filter_map(|f| row.values.get(&f.code));
        kept.into_iter()
            .any(|kept| !kept.is_empty() && !kept.starts_with(ERASED))
    }

    /// The changes of a history, `[[code, before, after], …]`, without what is erased; nothing when
    /// they say none of it.
    pub(crate) fn without(&self, changes: &str) -> Option<String> {
        let mut changes: Vec<(String, String, String)> = serde_json::from_str(changes).ok()?;
        let mut is_touched = false;
        for (code, was, is) in &mut changes {
            if !self.fields.iter().any(|field| field.code == *code) {
                continue;
            }
            for value in [was, is] {
                if !value.is_empty() && !value.starts_with(ERASED) {
                    *value = ERASED.to_string();
                    is_touched = true;
                }
            }
        }
        is_touched
            .then(|| serde_json::to_string(&changes).ok())
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use crate::ledger::model::{Definition, FieldSpec, Keeping, Personal, RollupSpec};
    use base::day::Date;

    #[test]
    fn terms_run_from_the_end_of_the_year_a_row_belongs_to() {
        let mut definition = Definition {
            keeping: Keeping {
                personal_years: 3,
                sensitive_years: 0,
                basis: String::new(),
            },
            fields: vec![FieldSpec {
                code: "phone".to_owned(),
                personal: Personal::Ordinary,
                ..FieldSpec::default()
            }],
            ..Definition::default()
        };
        let due = |definition: &Definition, today: Date| {
            definition
                .due_until(Personal::Ordinary, today)
                .map(|day| day.to_string())
        };
        let march = Date::constant(2026, 3, 5);
        assert_eq!(due(&definition, march).as_deref(), Some("2022-12-31"));
        assert_eq!(
            due(&definition, Date::constant(2026, 12, 31)).as_deref(),
            Some("2022-12-31")
        );
        assert_eq!(
            due(&definition, Date::constant(2027, 1, 1)).as_deref(),
            Some("2023-12-31")
        );
        assert_eq!(definition.due_until(Personal::Sensitive, march), None);
        definition.rollups.push(RollupSpec {
            grain: "school_year".to_owned(),
            ..RollupSpec::default()
        });
        assert_eq!(due(&definition, march).as_deref(), Some("2022-08-31"));
        assert_eq!(
            due(&definition, Date::constant(2026, 9, 1)).as_deref(),
            Some("2023-08-31")
        );
    }
}
