//! Lists: rows by filters, with how many there are and what they add up to.
//!
//! Counts and sums by unit, month, state and choices come from the kept totals and take the same
//! time however long the register is. Filters that are finer are counted in the rows, up to
//! [`MOST_COUNTED`].

use super::{
    inside::{Inside, in_pattern},
    marks,
    rows::{COLUMNS, RowRecord},
    values_of,
};
use crate::ledger::model::{Row, RowState, Values};
use ::store::{Engine, FromQueryResult, Read, Result, Value, args};
use base::actor::UnitId;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Rows that are counted one by one at most.
pub(in crate::ledger) const MOST_COUNTED: i64 = 20_000;
/// Rows whose people are told apart at most: each has to be read for it, and a page waits for all.
pub(in crate::ledger) const MOST_WITH_PEOPLE: i64 = 5_000;

/// Which rows are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::ledger) struct Query {
    /// The units somebody may see; none for every unit.
    pub(in crate::ledger) scope: Option<Vec<UnitId>>,
    /// A typed column of words that names the unit a row is handled by, from 0, and the units whose
    /// handling lets somebody see rows beside those of their scope.
    pub(in crate::ledger) handled: Option<(usize, Vec<UnitId>)>,
    pub(in crate::ledger) unit: Option<UnitId>,
    pub(in crate::ledger) state: Option<RowState>,
    /// Whether it was counted that most of what else is asked for is in this state.
    pub(in crate::ledger) state_is_most: bool,
    /// First and last month, `2026-01`.
    pub(in crate::ledger) months: Option<(String, String)>,
    /// Values of the typed columns of choices.
    pub(in crate::ledger) choices: [Vec<String>; 3],
    /// Whole values of the typed columns of words.
    pub(in crate::ledger) texts: [String; 3],
    /// Least and largest of the typed columns of numbers.
    pub(in crate::ledger) numbers: [(Option<i64>, Option<i64>); 4],
    /// Words anywhere in the row; in a long register, whole words of the typed columns.
    pub(in crate::ledger) words: String,
    /// Whether the register is short enough to look into every row for words.
    pub(in crate::ledger) is_short: bool,
    /// Typed columns of words that are not looked into: what they hold is covered.
    pub(in crate::ledger) closed_texts: [bool; 3],
    /// Only rows of these numbers, where it was settled before which they are.
    pub(in crate::ledger) only: Option<Vec<i64>>,
    /// How far the limit of its stage is.
    pub(in crate::ledger) late: Option<Late>,
    /// How far the first of what expires is.
    pub(in crate::ledger) expiry: Option<Late>,
    /// What has to stand in a row besides, of fields that have no typed column too.
    pub(in crate::ledger) inside: Vec<Inside>,
    /// Today, and the last days that count as soon for these two.
    pub(in crate::ledger) days: [String; 3],
    /// A typed column to sort by and whether the largest comes first; none: newest first.
    pub(in crate::ledger) sort: Option<(String, bool)>,
}

/// How many rows there are by state, and what they add up to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::ledger) struct Totals {
    pub(in crate::ledger) by_state: BTreeMap<RowState, i64>,
    /// Rows of the state asked for.
    pub(in crate::ledger) n_rows: i64,
    /// Their sums, in units of the last decimal.
    pub(in crate::ledger) sums: [i64; 4],
    /// Whether there are more rows than were counted.
    pub(in crate::ledger) is_cut: bool,
}

/// How far a day is that is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ledger) enum Late {
    /// It is past.
    Past,
    /// It is past or comes soon.
    Soon,
}

impl Late {
    /// The words a list is filtered by.
    pub(in crate::ledger) fn words_of(filter: &str) -> [&'static str; 2] {
        match filter {
            "late" => ["逾期", "即将到期或逾期"],
            _ => ["已过期", "快到期或已过期"],
        }
    }

    /// What a word means.
    pub(in crate::ledger) fn called(word: &str) -> Option<Self> {
        match word {
            "逾期" | "已过期" => Some(Self::Past),
            "即将到期或逾期" | "快到期或已过期" => Some(Self::Soon),
            _ => None,
        }
    }
}

/// A page of rows.
pub(in crate::ledger) type Found = Vec<Row>;

#[derive(FromQueryResult)]
struct StateRow {
    state: String,
    n_rows: i64,
    s1: i64,
    s2: i64,
    s3: i64,
    s4: i64,
}

/// A condition and its arguments.
struct Conditions {
    sql: String,
    args: Vec<Value>,
}

impl Conditions {
    fn of(register_no: i64) -> Self {
        Self {
            sql: "register_no = $1".to_owned(),
            args: args![register_no],
        }
    }

    /// Adds a condition; each `?` stands for the next argument.
    fn add(&mut self, sql: &str, arguments: Vec<Value>) {
        self.sql.push_str(" and ");
        let mut number = self.args.len();
        for c in sql.chars() {
            if c == '?' {
                number += 1;
                self.sql.push_str(&format!("${number}"));
            } else {
                self.sql.push(c);
            }
        }
        self.args.extend(arguments);
    }

    fn add_in(&mut self, column: &str, values: Vec<Value>) {
        let marks = marks(self.args.len() + 1, values.len());
        self.sql.push_str(&format!(" and {column} in ({marks})"));
        self.args.extend(values);
    }
}

/// Which column leads to the rows; by the others they are only sifted. Neither engine knows the
/// registers apart, so that its guess would often be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    Text(usize),
    Unit,
    Choice(usize),
    State,
    Months,
    /// Rows one after the other.
    Number,
}

impl Query {
    /// Whether the kept totals answer for it.
    pub(in crate::ledger) fn is_kept(&self) -> bool {
        self.texts.iter().all(String::is_empty)
            && self.numbers.iter().all(|bounds| *bounds == (None, None))
            && self.words.is_empty()
            && self.only.is_none()
            && self.inside.is_empty()
            && self.handled.is_none()
            && self.late.is_none()
            && self.expiry.is_none()
    }

    fn lead(&self) -> Lead {
        if self.only.is_some() {
            return Lead::Number;
        }
        if let Some(place) = self.texts.iter().position(|text| !text.is_empty()) {
            return Lead::Text(place);
        }
        if self.unit.is_some() || (self.scope.is_some() && self.handled.is_none()) {
            return Lead::Unit;
        }
        // What is not verified is little most of the time; where it was counted that it is not, a choice
        // leads to fewer rows.
        if matches!(self.state, Some(RowState::Pending | RowState::Returned)) && !self.state_is_most
        {
            return Lead::State;
        }
        if let Some(place) = self.choices.iter().position(|choice| choice.len() == 1) {
            return Lead::Choice(place);
        }
        match self.state {
            Some(_) => Lead::State,
            None => Lead::Months,
        }
    }

    /// What the kept totals know.
    fn dimensions(&self, conditions: &mut Conditions, lead: Option<Lead>, with_state: bool) {
        // Within a case, a column is no longer found in an index. (Joined to nothing it would not be either,
        // but PostgreSQL then expects next to no rows, and sorts all there are for a page of them.)
        let sift = |condition: String| format!("case when {condition} then true else false end");
        let sifted = |condition: String, by: Lead| match lead.is_some_and(|lead| lead != by) {
            true => sift(condition),
            false => condition,
        };
        let marks = |n: usize| vec!["?"; n].join(", ");
        if lead.is_none() && self.scope.is_none() && self.unit.is_none() {
            conditions.add("unit_id = ''", args![]);
        }
        if let (Some(units), Some((column, handling))) = (&self.scope, &self.handled) {
            // One of the two is enough.
            let mut parts = Vec::new();
            let mut values = Vec::new();
            for (column, units) in [
                ("unit_id".to_owned(), units),
                (format!("t{}", column + 1), handling),
            ] {
                if !units.is_empty() {
                    parts.push(format!("{column} in ({})", marks(units.len())));
                    values.extend(units.iter().map(|unit| Value::from(unit.to_string())));
                }
            }
            match parts.is_empty() {
                true => conditions.add("1 = 0", args![]),
                false => conditions.add(&format!("({})", parts.join(" or ")), values),
            }
        } else if let Some(units) = &self.scope {
            match units.is_empty() {
                true => conditions.add("1 = 0", args![]),
                false => {
                    let condition = format!("unit_id in ({})", marks(units.len()));
                    let condition = match self.unit {
                        Some(_) => sift(condition),
                        None => sifted(condition, Lead::Unit),
                    };
                    let units = units.iter().map(|unit| Value::from(unit.to_string()));
                    conditions.add(&condition, units.collect());
                }
            }
        }
        if let Some(unit) = self.unit {
            let condition = sifted("unit_id = ?".to_owned(), Lead::Unit);
            conditions.add(&condition, args![unit.to_string()]);
        }
        if let Some(state) = self.state.filter(|_| with_state) {
            let condition = sifted("state = ?".to_owned(), Lead::State);
            conditions.add(&condition, args![state.code()]);
        }
        if let Some((first, last)) = &self.months {
            let column = match lead {
                Some(Lead::Text(_) | Lead::Number) => "(month || '')",
                _ => "month",
            };
            conditions.add(
                &format!("{column} >= ? and {column} <= ?"),
                args![first.clone(), last.clone()],
            );
        }
        for (place, choice) in self.choices.iter().enumerate() {
            let name = format!("c{}", place + 1);
            match choice.as_slice() {
                [] => {}
                [one] => {
                    let condition = format!("{name} = ? and {name} <> ''");
                    let condition = sifted(condition, Lead::Choice(place));
                    conditions.add(&condition, args![one.clone()]);
                }
                several => {
                    let condition = format!("{name} in ({})", marks(several.len()));
                    let values = several.iter().map(|value| Value::from(value.clone()));
                    conditions.add(&sift(condition), values.collect());
                }
            }
        }
    }

    fn conditions(
        &self,
        (engine, register_no): (Engine, i64),
        lead: Lead,
        with_state: bool,
    ) -> Conditions {
        let mut conditions = Conditions::of(register_no);
        self.dimensions(&mut conditions, Some(lead), with_state);
        for (place, text) in self.texts.iter().enumerate() {
            if !text.is_empty() {
                conditions.add(&format!("t{} = ?", place + 1), args![text.clone()]);
            }
        }
        for (place, (least, largest)) in self.numbers.iter().enumerate() {
            let column = format!("n{}", place + 1);
            if let Some(least) = least {
                conditions.add(&format!("{column} >= ?"), args![*least]);
            }
            if let Some(largest) = largest {
                conditions.add(&format!("{column} <= ?"), args![*largest]);
            }
        }
        if !self.words.is_empty() && self.is_short {
            let pattern = format!("%{}%", in_pattern(&self.words));
            conditions.add("body like ? escape '!'", args![pattern]);
        } else if !self.words.is_empty() {
            let open = (1..)
                .zip(self.closed_texts)
                .filter(|(_, is_closed)| !is_closed);
            let open: Vec<String> = open.map(|(number, _)| format!("t{number} = ?")).collect();
            match open.is_empty() {
                true => conditions.add("1 = 0", args![]),
                false => {
                    let words = open.iter().map(|_| Value::from(self.words.clone()));
                    conditions.add(&format!("({})", open.join(" or ")), words.collect());
                }
            }
        }
        match self.only.as_deref() {
            None => {}
            Some([]) => conditions.add("1 = 0", args![]),
            Some(numbers) => {
                let numbers = numbers.iter().map(|no| Value::from(*no));
                conditions.add_in("no", numbers.collect());
            }
        }
        for inside in &self.inside {
            let (condition, arguments) = inside.condition(engine);
            conditions.add(&condition, arguments);
        }
        let [today, soon_due, soon_over] = &self.days;
        for (late, table, column, soon) in [
            (self.late, "ledger_stages", "due", soon_due),
            (self.expiry, "ledger_expiries", "expires_on", soon_over),
        ] {
            let day = match late {
                None => continue,
                Some(Late::Past) => format!("{column} < ?"),
                Some(Late::Soon) => format!("{column} <= ?"),
            };
            conditions.add(
                &format!("no in (select row_no from {table} where register_no = ? and {day})"),
                args![
                    register_no,
                    match late {
                        Some(Late::Soon) => soon.clone(),
                        _ => today.clone(),
                    }
                ],
            );
        }
        conditions
    }
}

/// Counts by state, and the sums of the state asked for.
pub(in crate::ledger) async fn totals(
    db: &impl Read,
    register_no: i64,
    query: &Query,
) -> Result<Totals> {
    let sums = |column: char| -> String {
        let sum = |n: usize| format!("cast(coalesce(sum({column}{n}), 0) as bigint) as s{n}");
        (1..=4).map(sum).collect::<Vec<_>>().join(", ")
    };
    let rows: Vec<StateRow> = if query.is_kept() {
        let mut conditions = Conditions::of(register_no);
        query.dimensions(&mut conditions, None, false);
        db.rows(
            &format!(
                "select state, cast(sum(n_rows) as bigint) as n_rows, {}
                 from ledger_cells where {} group by state",
                sums('s'),
                conditions.sql
            ),
            conditions.args,
        )
        .await?
    } else {
        let conditions = query.conditions((db.reads_from(), register_no), query.lead(), false);
        let limit = MOST_COUNTED + 1;
        db.rows(
            &format!(
                "select state, count(*) as n_rows, {}
                 from (select state, n1, n2, n3, n4 from ledger_rows where {} limit {limit}) x
                 group by state",
                sums('n'),
                conditions.sql
            ),
            conditions.args,
        )
        .await?
    };
    let mut totals = Totals::default();
    let n_counted: i64 = rows.iter().map(|row| row.n_rows).sum();
    totals.is_cut = !query.is_kept() && n_counted > MOST_COUNTED;
    for row in rows {
        let Some(state) = RowState::from_code(&row.state) else {
            continue;
        };
        totals.by_state.insert(state, row.n_rows);
        if query.state.is_none_or(|wanted| wanted == state) {
            totals.n_rows += row.n_rows;
            let added = [row.s1, row.s2, row.s3, row.s4];
            for (sum, more) in totals.sums.iter_mut().zip(added) {
                *sum += more;
            }
        }
    }
    Ok(totals)
}

#[derive(FromQueryResult)]
struct FilledRow {
    n1: i64,
    n2: i64,
    n3: i64,
    n4: i64,
}

/// In how many of the rows each number is filled in: what nobody filled in adds up to nothing, not to nought.
pub(in crate::ledger) async fn n_filled(
    db: &impl Read,
    register_no: i64,
    query: &Query,
) -> Result<[i64; 4]> {
    let conditions = query.conditions((db.reads_from(), register_no), query.lead(), true);
    let row: Option<FilledRow> = db
        .row(
            &format!(
                "select count(n1) as n1, count(n2) as n2, count(n3) as n3, count(n4) as n4
                 from ledger_rows where {}",
                conditions.sql
            ),
            conditions.args,
        )
        .await?;
    Ok(row.map_or([0; 4], |row| [row.n1, row.n2, row.n3, row.n4]))
}

/// A page of rows.
pub(in crate::ledger) async fn find(
    db: &impl Read,
    register_no: i64,
    query: &Query,
    (limit, offset): (i64, i64),
) -> Result<Found> {
    let conditions = query.conditions((db.reads_from(), register_no), query.lead(), true);
    let order = match &query.sort {
        Some((column, is_descending)) => {
            let direction = if *is_descending { "desc" } else { "asc" };
            format!("{column} is null, {column} {direction}, no desc")
        }
        // Joined to nothing, the month does not lead: a register of a million rows would be gone through
        // in its order to find the three that are of one person.
        None => match query.lead() {
            Lead::Text(_) | Lead::Number => "(month || '') desc, no desc".to_owned(),
            _ => "month desc, no desc".to_owned(),
        },
    };
    let records: Vec<RowRecord> = db
        .rows(
            &format!(
                "select {COLUMNS} from ledger_rows where {} order by {order}
                 limit {limit} offset {offset}",
                conditions.sql
            ),
            conditions.args,
        )
        .await?;
    records.into_iter().map(Row::try_from).collect()
}

/// The rows after a number, in order: for going through all of them some at a time.
pub(in crate::ledger) async fn rows_after(
    db: &impl Read,
    register_no: i64,
    query: &Query,
    after: i64,
    limit: i64,
) -> Result<Found> {
    let mut conditions = query.conditions((db.reads_from(), register_no), Lead::Number, true);
    conditions.add("no > ?", args![after]);
    let records: Vec<RowRecord> = db
        .rows(
            &format!(
                "select {COLUMNS} from ledger_rows where {} order by no limit {limit}",
                conditions.sql
            ),
            conditions.args,
        )
        .await?;
    records.into_iter().map(Row::try_from).collect()
}

/// What is in the rows of a register, of the first so many of them, and nothing else of them.
pub(in crate::ledger) async fn values_in(
    db: &impl Read,
    register_no: i64,
    limit: i64,
) -> Result<Vec<Values>> {
    #[derive(Deserialize)]
    struct Body {
        body: String,
    }
    let rows: Vec<Body> = db
        .bulk(
            &format!(
                "select body from ledger_rows where register_no = $1 order by no limit {limit}"
            ),
            args![register_no],
        )
        .await?;
    rows.iter().map(|row| values_of(&row.body)).collect()
}

/// How many different people the rows are about (人, where rows are 人次).
pub(in crate::ledger) async fn n_people(
    db: &impl Read,
    register_no: i64,
    query: &Query,
) -> Result<i64> {
    let conditions = query.conditions((db.reads_from(), register_no), query.lead(), true);
    db.number(
        &format!(
            "select count(distinct person) as n from ledger_rows where {}",
            conditions.sql
        ),
        conditions.args,
    )
    .await
}

#[derive(FromQueryResult)]
struct RegisterStateRow {
    register_no: i64,
    state: String,
    n_rows: i64,
}

/// How many rows of each state every register has, as far as they may be seen.
pub(in crate::ledger) async fn state_counts(
    db: &impl Read,
    scope: Option<&[UnitId]>,
) -> Result<BTreeMap<(i64, RowState), i64>> {
    let (condition, arguments) = match scope {
        None => (" where unit_id = ''".to_owned(), args![]),
        Some([]) => return Ok(BTreeMap::new()),
        Some(units) => (
            format!(" where unit_id in ({})", marks(1, units.len())),
            units
                .iter()
                .map(|unit| Value::from(unit.to_string()))
                .collect(),
        ),
    };
    let rows: Vec<RegisterStateRow> = db
        .rows(
            &format!(
                "select register_no, state, cast(sum(n_rows) as bigint) as n_rows
                 from ledger_cells{condition} group by register_no, state"
            ),
            arguments,
        )
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let state = RowState::from_code(&row.state)?;
            Some(((row.register_no, state), row.n_rows))
        })
        .collect())
}
