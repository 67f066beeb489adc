//! The filters of a list, as they stand in its address.

use super::rollup::Counted;
use crate::ledger::{
    actions::Opened,
    decimal::Decimal,
    model::{FieldKind, FieldSpec, RowState, day},
    policy::Glance,
    store::{Late, Query},
};
use base::Refusal;

/// The query of an address, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Filters {
    pairs: Vec<(String, String)>,
}

impl Filters {
    /// What was asked, without what is empty.
    pub(super) fn new(pairs: Vec<(String, String)>) -> Self {
        let filled = pairs
            .into_iter()
            .filter(|(_, value)| !value.trim().is_empty());
        Self {
            pairs: filled
                .map(|(key, value)| (key, value.trim().to_owned()))
                .collect(),
        }
    }

    /// The value of a filter; empty without.
    pub(super) fn get(&self, key: &str) -> &str {
        self.pairs
            .iter()
            .find(|(known, _)| known == key)
            .map_or("", |(_, value)| value)
    }

    fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs
            .iter()
            .filter(move |(known, _)| known == key)
            .map(|(_, value)| value.as_str())
    }

    /// The page asked for, from 1.
    pub(super) fn page(&self) -> i64 {
        self.get("page").parse().unwrap_or(1).max(1)
    }

    /// The query without its page: what a view keeps.
    pub(super) fn kept(&self) -> String {
        self.written(|key| key != "page")
    }

    /// The query with another value of one filter, from its first page.
    pub(super) fn with(&self, key: &str, value: &str) -> String {
        let rest = Self {
            pairs: self
                .pairs
                .iter()
                .filter(|(known, _)| known != key && known != "page")
                .cloned()
                .chain((!value.is_empty()).then(|| (key.to_owned(), value.to_owned())))
                .collect(),
        };
        rest.written(|_| true)
    }

    fn written(&self, keeps: impl Fn(&str) -> bool) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(self.pairs.iter().filter(|(key, _)| keeps(key)))
            .finish()
    }

    /// Whether anything but state, order and page narrows the list.
    pub(super) fn narrows(&self) -> bool {
        let others = ["state", "sort", "page"];
        self.pairs
            .iter()
            .any(|(key, _)| !others.contains(&key.as_str()))
    }

    /// The rows that are meant. By what is covered nothing is sifted or sorted, except by whoever may
    /// ask to see it and knows the whole value.
    pub(super) fn query(&self, opened: &Opened) -> Query {
        let definition = &opened.register.definition;
        let mut query = Query {
            unit: self.get("unit").parse().ok(),
            state: RowState::from_code(self.get("state")),
            words: self.get("q").to_owned(),
            ..Query::default()
        };
        let bound = |key: &str| month_of(self.get(key)).ok().flatten();
        let (from, to) = (bound("from"), bound("to"));
        if from.is_some() || to.is_some() {
            let last = to.unwrap_or_else(|| "9999-12".to_owned());
            query.months = Some((from.unwrap_or_default(), last));
        }
        query.late = Late::called(self.get("late"));
        query.expiry = Late::called(self.get("expiry"));
        for field in definition.active() {
            self.narrow_by(field, opened.standing.glance_of_list(field), &mut query);
        }
        if let Some(rollup) = self.rollup(opened) {
            rollup.narrow(self.get("week"), &mut query);
        }
        let sort = self.get("sort");
        let (code, is_descending) = match sort.strip_prefix('-') {
            Some(code) => (code, true),
            None => (sort, false),
        };
        query.sort = definition
            .active()
            .find(|field| field.code == code && !field.slot.is_empty())
            .filter(|field| opened.standing.glance_of_list(field) == Glance::Whole)
            .map(|field| (field.slot.clone(), is_descending));
        query
    }

    /// The roll-up whose rows are wanted. By what is covered none are picked.
    pub(super) fn rollup<'a>(&self, opened: &'a Opened) -> Option<Counted<'a>> {
        let asked = self.get("rollup");
        let mut rollups = opened.register.definition.rollups.iter();
        let rollup = rollups.find(|rollup| rollup.code == asked)?;
        Counted::of(opened, rollup)
    }

    fn narrow_by(&self, field: &FieldSpec, glance: Glance, query: &mut Query) {
        let is_number = field.slot.starts_with('n');
        if glance == Glance::Masked || (is_number && glance < Glance::Whole) {
            return;
        }
        let key = format!("f.{}", field.code);
        if let Some(cell) = slot(&mut query.choices, field, 'c') {
            *cell = self.all(&key).map(str::to_owned).collect();
        } else if let Some(cell) = slot(&mut query.texts, field, 't') {
            // What is no day cannot be looked for; that is said beside it.
            *cell = wanted(field, self.get(&key)).unwrap_or_default();
        } else if let Some(cell) = slot(&mut query.numbers, field, 'n') {
            let bound = |end: &str| {
                let typed = self.get(&format!("{key}.{end}"));
                bound_of(field, typed).ok().flatten()
            };
            *cell = (bound("min"), bound("max"));
        }
    }

    /// What is wrong with a month, by its key; empty when nothing is.
    pub(super) fn month_fault(&self, key: &str) -> String {
        month_of(self.get(key)).err().unwrap_or_default()
    }

    /// What is wrong with what a field is filtered by; empty when nothing is.
    fn fault_of(&self, field: &FieldSpec) -> String {
        let key = format!("f.{}", field.code);
        let faults = match field.slot.chars().next() {
            Some('t') => [wanted(field, self.get(&key)).err(), None],
            Some('n') => ["min", "max"].map(|end| {
                let typed = self.get(&format!("{key}.{end}"));
                bound_of(field, typed).err()
            }),
            _ => [None, None],
        };
        faults.into_iter().flatten().collect()
    }

    /// The first filter that says nothing that can be looked for: whatever leaves the program must not
    /// be more than was asked for.
    pub(super) fn refusal(&self, opened: &Opened) -> Option<Refusal> {
        let fields = opened.register.definition.active();
        let of_months = ["from", "to"].map(|key| self.month_fault(key)).into_iter();
        let mut faults = of_months.chain(fields.map(|field| self.fault_of(field)));
        let what = faults.find(|fault| !fault.is_empty())?;
        let next = "请改正筛选条件后再导出。";
        Some(Refusal::new("ledger.filter_wrong", what, next))
    }
}

/// A month to filter by: 2026-03, or the month of a day.
fn month_of(typed: &str) -> Result<Option<String>, String> {
    if typed.is_empty() {
        return Ok(None);
    }
    let first = day(&format!("{typed}-01")).or_else(|| day(typed));
    let first =
        first.ok_or_else(|| format!("“{typed}”不是月份，这个条件没有用上；请写成2026-03。"))?;
    Ok(Some(format!("{:04}-{:02}", first.year(), first.month())))
}

/// What words of a filter ask for, as it is kept.
fn wanted(field: &FieldSpec, typed: &str) -> Result<String, String> {
    match field.kind {
        FieldKind::Date if !typed.is_empty() => {
            let day = day(typed);
            day.map(|day| day.to_string()).ok_or_else(|| {
                format!("“{typed}”不是日期，这个条件没有用上；请写成2026-03-05或2026年3月5日。")
            })
        }
        _ => Ok(typed.to_owned()),
    }
}

/// A least or largest number of a filter, in units of the last decimal.
fn bound_of(field: &FieldSpec, typed: &str) -> Result<Option<i64>, String> {
    if typed.is_empty() {
        return Ok(None);
    }
    let decimals = field.n_decimals();
    let bound = Decimal::parse(typed).and_then(|typed| typed.rounded(decimals).minor(decimals));
    match bound {
        Some(bound) => Ok(Some(bound)),
        None => Err(format!("“{typed}”不是数，这个条件没有用上；请只填数字。")),
    }
}

fn slot<'a, T>(cells: &'a mut [T], field: &FieldSpec, class: char) -> Option<&'a mut T> {
    cells.get_mut(field.slot_in(class)?)
}

/// A filter as it is drawn.
pub(super) struct FilterControl {
    pub(super) name: String,
    pub(super) label: String,
    /// What may be chosen; empty for words.
    pub(super) options: Vec<String>,
    pub(super) value: String,
    /// Least and largest, of a number.
    pub(super) bounds: Option<(String, String)>,
    /// Why it does not count; empty when it does.
    pub(super) error: String,
}

/// The filters a register offers.
pub(super) fn controls(opened: &Opened, filters: &Filters) -> Vec<FilterControl> {
    let controls = opened.register.definition.active().filter_map(|field| {
        let glance = opened.standing.glance_of_list(field);
        let is_covered =
            glance == Glance::Masked || (field.slot.starts_with('n') && glance < Glance::Whole);
        let name = format!("f.{}", field.code);
        let bounds = field.slot.starts_with('n').then(|| {
            let end = |end: &str| filters.get(&format!("{name}.{end}")).to_owned();
            (end("min"), end("max"))
        });
        // Whoever filters by a unit has the filter of units.
        if field.slot.is_empty() || field.kind == FieldKind::Unit || is_covered {
            return None;
        }
        Some(FilterControl {
            label: field.name.clone(),
            options: match field.kind {
                FieldKind::YesNo => vec!["是".to_owned(), "否".to_owned()],
                FieldKind::Choice => field.options.clone(),
                _ => Vec::new(),
            },
            value: filters.get(&name).to_owned(),
            bounds,
            error: filters.fault_of(field),
            name,
        })
    });
    let definition = &opened.register.definition;
    let of_time = [
        ("late", "办理期限", definition.has_stages()),
        ("expiry", "到期", !definition.expiries.is_empty()),
    ];
    let of_time = of_time.into_iter().filter(|(_, _, is_there)| *is_there);
    controls
        .chain(of_time.map(|(name, label, _)| FilterControl {
            name: name.to_owned(),
            label: label.to_owned(),
            options: Late::words_of(name).map(str::to_owned).to_vec(),
            value: filters.get(name).to_owned(),
            bounds: None,
            error: String::new(),
        }))
        .collect()
}

/// A page of what was found whole: which part it is, and the ones before and after.
pub(super) struct Paged {
    pub(super) page: usize,
    /// How many stand on the pages before.
    pub(super) n_before: usize,
    pub(super) is_needed: bool,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) total: usize,
    pub(super) previous: String,
    pub(super) next: String,
}

impl Paged {
    /// The page that was asked for, or the nearest there is.
    pub(super) fn new(
        total: usize,
        per_page: usize,
        asked: &str,
        path: &str,
        kept: &[(&str, &str)],
    ) -> Self {
        let last = total.div_ceil(per_page).max(1);
        let page = asked.trim().parse().unwrap_or(1).clamp(1, last);
        let link = |page: usize| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(kept.iter().filter(|(_, value)| !value.is_empty()));
            query.append_pair("page", &page.to_string());
            format!("{path}?{}", query.finish())
        };
        let n_before = (page - 1) * per_page;
        Self {
            page,
            n_before,
            is_needed: last > 1,
            from: n_before + 1,
            to: (n_before + per_page).min(total),
            total,
            previous: match page > 1 {
                true => link(page - 1),
                false => String::new(),
            },
            next: match page < last {
                true => link(page + 1),
                false => String::new(),
            },
        }
    }
}
