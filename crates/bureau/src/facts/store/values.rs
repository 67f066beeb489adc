//! Values.

use super::{amount, decimals, marks, minor};
use crate::facts::model::{Amount, Fact, FactId, FactKey, FactValue, ItemCode, SourceRef, State};
use ::store::{Error, Read, Result, Tx, Value, args};
use base::{TimePeriod, actor::UnitId};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Arguments of one statement; SQLite looks each up among those before it.
const MOST_ARGUMENTS: usize = 800;

/// Which values are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted<'a> {
    pub(crate) items: &'a [ItemCode],
    pub(crate) periods: &'a [TimePeriod],
    /// None: of all units.
    pub(crate) units: Option<&'a [UnitId]>,
    pub(crate) only_verified: bool,
}

/// The items, periods and units that some keys are made of, each once.
#[derive(Debug)]
pub(crate) struct Places {
    items: Vec<ItemCode>,
    periods: Vec<TimePeriod>,
    units: Vec<UnitId>,
}

impl Places {
    /// The places of these keys.
    pub(crate) fn of<'a>(keys: impl IntoIterator<Item = &'a FactKey>) -> Self {
        let mut items = BTreeSet::new();
        let mut periods = BTreeSet::new();
        let mut units = BTreeSet::new();
        for key in keys {
            // Cloned only the first time it is met.
            if !items.contains(&key.item) {
                items.insert(key.item.clone());
            }
            periods.insert(key.period);
            units.insert(key.unit);
        }
        Self {
            items: items.into_iter().collect(),
            periods: periods.into_iter().collect(),
            units: units.into_iter().collect(),
        }
    }

    /// Whatever stands in them. Other combinations of the same items, periods and units are found too.
    pub(crate) fn wanted(&self) -> Wanted<'_> {
        Wanted {
            items: &self.items,
            periods: &self.periods,
            units: Some(&self.units),
            only_verified: false,
        }
    }
}

#[derive(Deserialize)]
struct ValueRow {
    item_code: String,
    period: String,
    unit_id: String,
    id: String,
    minor: Option<i64>,
    decimals: i64,
    state: String,
    struck_minor: Option<i64>,
    struck_decimals: i64,
    at_ms: i64,
    version: i64,
}

#[derive(Deserialize)]
struct AmountRow {
    item_code: String,
    unit_id: String,
    minor: i64,
    decimals: i64,
}

/// What stands of one period: of each item, the numbers of the units.
pub(in crate::facts) type Standing = HashMap<ItemCode, HashMap<UnitId, Amount>>;

/// The numbers of one period and nothing else of them, of these items, of these units or of all.
pub(in crate::facts) async fn standing(
    db: &impl Read,
    items: &[ItemCode],
    period: TimePeriod,
    units: Option<&[UnitId]>,
) -> Result<Standing> {
    if items.is_empty() || units.is_some_and(<[_]>::is_empty) {
        return Ok(Standing::new());
    }
    let mut args = args![period.to_string()];
    args.extend(items.iter().map(|code| Value::from(code.as_str())));
    let mut sql = format!(
        "select item_code, unit_id, minor, decimals from facts_values
         where period = $1 and item_code in ({}) and minor is not null",
        marks(1, items.len())
    );
    if let Some(units) = units {
        sql += &format!(" and unit_id in ({})", marks(args.len(), units.len()));
        args.extend(units.iter().map(|unit| Value::from(unit.to_string())));
    }
    let rows: Vec<AmountRow> = db.bulk(&sql, args).await?;
    let codes: HashMap<&str, &ItemCode> = items.iter().map(|code| (code.as_str(), code)).collect();
    let mut ids: HashMap<String, UnitId> = HashMap::new();
    let mut found: HashMap<&ItemCode, HashMap<UnitId, Amount>> = HashMap::new();
    for row in rows {
        let corrupt = || Error::Corrupt(format!("facts_values {} {period}", row.item_code));
        let code = *codes.get(row.item_code.as_str()).ok_or_else(corrupt)?;
        // The same few units stand in thousands of rows: each is read once.
        let unit = match ids.get(&row.unit_id) {
            Some(unit) => *unit,
            None => {
                let unit = row.unit_id.parse()?;
                ids.insert(row.unit_id, unit);
                unit
            }
        };
        if let Some(amount) = amount(Some(row.minor), row.decimals)? {
            found.entry(code).or_default().insert(unit, amount);
        }
    }
    let found = found.into_iter();
    Ok(found.map(|(code, units)| (code.clone(), units)).collect())
}

/// Values in short, by their keys: one statement however many there are.
pub(crate) async fn values(
    db: &impl Read,
    wanted: Wanted<'_>,
) -> Result<HashMap<FactKey, FactValue>> {
    let Wanted { items, periods, .. } = wanted;
    if items.is_empty() || periods.is_empty() || wanted.units.is_some_and(<[_]>::is_empty) {
        return Ok(HashMap::new());
    }
    let mut args: Vec<Value> = items.iter().map(|code| code.as_str().into()).collect();
    args.extend(periods.iter().map(|period| Value::from(period.to_string())));
    let mut sql = format!(
        "select item_code, period, unit_id, id, minor, decimals, state, struck_minor,
             struck_decimals, at_ms, version
         from facts_values where item_code in ({}) and period in ({})",
        marks(0, items.len()),
        marks(items.len(), periods.len())
    );
    // Beyond that many it is cheaper to read them all and leave out the others.
    let named = wanted
        .units
        .filter(|units| units.len() + args.len() < MOST_ARGUMENTS);
    if let Some(units) = named {
        sql += &format!(" and unit_id in ({})", marks(args.len(), units.len()));
        args.extend(units.iter().map(|unit| Value::from(unit.to_string())));
    }
    if wanted.only_verified {
        sql += " and state = 'verified'";
    }
    let rows: Vec<ValueRow> = db.bulk(&sql, args).await?;
    // The same few words stand in thousands of rows: each is read once.
    let codes: HashMap<&str, &ItemCode> = items.iter().map(|code| (code.as_str(), code)).collect();
    let times: HashMap<String, TimePeriod> = periods.iter().map(|p| (p.to_string(), *p)).collect();
    let mut units: HashMap<String, UnitId> = HashMap::new();
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let unit = match units.get(&row.unit_id) {
            Some(unit) => *unit,
            None => {
                let unit = row.unit_id.parse()?;
                units.insert(row.unit_id.clone(), unit);
                unit
            }
        };
        if wanted
            .units
            .is_some_and(|units| named.is_none() && !units.contains(&unit))
        {
            continue;
        }
        let corrupt = || Error::Corrupt(format!("facts_values {}", row.id));
        let code = *codes.get(row.item_code.as_str()).ok_or_else(corrupt)?;
        let period = *times.get(&row.period).ok_or_else(corrupt)?;
        let value = FactValue {
            id: row.id.parse()?,
            value: amount(row.minor, row.decimals)?,
            state: State::from_code(&row.state).ok_or_else(corrupt)?,
            struck: amount(row.struck_minor, row.struck_decimals)?,
            at_ms: row.at_ms,
            version: row.version,
        };
        found.insert(FactKey::new(code, unit, period), value);
    }
    Ok(found)
}

#[derive(FromQueryResult, Deserialize)]
struct FactRow {
    item_code: String,
    period: String,
    unit_id: String,
    id: String,
    minor: Option<i64>,
    decimals: i64,
    state: String,
    reference: String,
    at_ms: i64,
    by_name: String,
    note: String,
    struck_minor: Option<i64>,
    struck_decimals: i64,
    version: i64,
}

const COLUMNS: &str = "item_code, period, unit_id, id, minor, decimals, state, reference, at_ms,
    by_name, note, struck_minor, struck_decimals, version";

impl TryFrom<FactRow> for Fact {
    type Error = Error;

    fn try_from(row: FactRow) -> Result<Self> {
        let corrupt = |what: &str| Error::Corrupt(format!("facts_values {}: {what}", row.id));
        let item: ItemCode = row.item_code.parse().map_err(|_| corrupt("item"))?;
        let period: TimePeriod = row.period.parse().map_err(|_| corrupt("period"))?;
        Ok(Self {
            id: row.id.parse()?,
            key: FactKey {
                item,
                unit: row.unit_id.parse()?,
                period,
            },
            value: amount(row.minor, row.decimals)?,
            state: State::from_code(&row.state).ok_or_else(|| corrupt("state"))?,
            reference: serde_json::from_str::<SourceRef>(&row.reference)?,
            at_ms: row.at_ms,
            by: row.by_name,
            note: row.note,
            struck: amount(row.struck_minor, row.struck_decimals)?,
            version: row.version,
        })
    }
}

/// One value by its id.
pub(in crate::facts) async fn fact(db: &impl Read, id: FactId) -> Result<Option<Fact>> {
    let row: Option<FactRow> = db
        .row(
            &format!("select {COLUMNS} from facts_values where id = $1"),
            args![id.to_string()],
        )
        .await?;
    row.map(Fact::try_from).transpose()
}

/// Values in full by their ids, in no order.
pub(in crate::facts) async fn facts(db: &impl Read, ids: &[FactId]) -> Result<Vec<Fact>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(MOST_ARGUMENTS) {
        let rows: Vec<FactRow> = db
            .bulk(
                &format!(
                    "select {COLUMNS} from facts_values where id in ({})",
                    marks(0, ids.len())
                ),
                ids.iter().map(|id| Value::from(id.to_string())).collect(),
            )
            .await?;
        for row in rows {
            found.push(Fact::try_from(row)?);
        }
    }
    Ok(found)
}

/// Values in full by their places.
pub(in crate::facts) async fn facts_of(
    db: &impl Read,
    wanted: Wanted<'_>,
) -> Result<HashMap<FactKey, Fact>> {
    let short = values(db, wanted).await?;
    let ids: Vec<FactId> = short.values().map(|value| value.id).collect();
    let full = facts(db, &ids).await?;
    Ok(full
        .into_iter()
        .map(|fact| (fact.key.clone(), fact))
        .collect())
}

/// A value about to be kept, and whether it stands there already.
#[derive(Debug, Clone)]
pub(in crate::facts) struct KeptFact {
    pub(in crate::facts) fact: Fact,
    pub(in crate::facts) is_new: bool,
}

/// Puts values in the place of what stood there.
pub(in crate::facts) async fn replace(tx: &mut Tx, kept: &[KeptFact]) -> Result<()> {
    let old: Vec<FactId> = kept
        .iter()
        .filter(|kept| !kept.is_new)
        .map(|kept| kept.fact.id)
        .collect();
    for ids in old.chunks(MOST_ARGUMENTS) {
        tx.run(
            &format!(
                "delete from facts_values where id in ({})",
                marks(0, ids.len())
            ),
            ids.iter().map(|id| Value::from(id.to_string())).collect(),
        )
        .await?;
    }
    let rows: Result<Vec<Vec<Value>>> = kept.iter().map(|kept| row_of(&kept.fact)).collect();
    tx.insert_many(
        "facts_values",
        &[
            "item_code",
            "period",
            "unit_id",
            "id",
            "minor",
            "decimals",
            "state",
            "reference",
            "at_ms",
            "by_name",
            "note",
            "struck_minor",
            "struck_decimals",
            "version",
        ],
        rows?,
    )
    .await
}

fn row_of(fact: &Fact) -> Result<Vec<Value>> {
    Ok(args![
        fact.key.item.as_str(),
        fact.key.period.to_string(),
        fact.key.unit.to_string(),
        fact.id.to_string(),
        minor(fact.value),
        decimals(fact.value),
        fact.state.code(),
        serde_json::to_string(&fact.reference)?,
        fact.at_ms,
        fact.by.clone(),
        fact.note.clone(),
        minor(fact.struck),
        decimals(fact.struck),
        fact.version
    ])
}

/// Sets the state of values.
pub(in crate::facts) async fn set_state(
    tx: &mut Tx,
    ids: &[FactId],
    state: State,
    note: &str,
) -> Result<()> {
    for ids in ids.chunks(MOST_ARGUMENTS) {
        let mut args = args![state.code(), note];
        args.extend(ids.iter().map(|id| Value::from(id.to_string())));
        tx.run(
            &format!(
                "update facts_values set state = $1, note = $2, version = version + 1
                 where id in ({})",
                marks(2, ids.len())
            ),
            args,
        )
        .await?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct CountRow {
    item_code: String,
    state: String,
    is_missing: i64,
    n: i64,
}

/// How many values an item has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::facts) struct Counts {
    states: BTreeMap<State, i64>,
    /// Places that hold none: they are in no state.
    pub(in crate::facts) n_missing: i64,
}

impl Counts {
    /// How many are in a state.
    pub(in crate::facts) fn of(&self, state: State) -> i64 {
        self.states.get(&state).copied().unwrap_or(0)
    }
}

/// A place without a value counts as missing, unless its source was asked to look again.
const IS_MISSING: &str = "minor is null and state <> 'returned'";

/// How many values each item has in each state, of these units or of all.
pub(in crate::facts) async fn counts(
    db: &impl Read,
    units: Option<&[UnitId]>,
) -> Result<BTreeMap<ItemCode, Counts>> {
    let (condition, args) = match units {
        None => ("true".to_owned(), args![]),
        Some([]) => return Ok(BTreeMap::new()),
        Some(units) => (
            format!("unit_id in ({})", marks(0, units.len())),
            units
                .iter()
                .map(|unit| Value::from(unit.to_string()))
                .collect(),
        ),
    };
    let rows: Vec<CountRow> = db
        .bulk(
            &format!(
                "select item_code, state, 0 as is_missing, count(*) as n
                 from facts_values where {condition} group by item_code, state
                 union all
                 select item_code, state, 1 as is_missing, count(*) as n
                 from facts_values where {IS_MISSING} and {condition} group by item_code, state"
            ),
            args,
        )
        .await?;
    let mut counts: BTreeMap<ItemCode, Counts> = BTreeMap::new();
    for row in rows {
        let corrupt = || Error::Corrupt(format!("facts_values {}", row.item_code));
        let code = row.item_code.parse().map_err(|_| corrupt())?;
        let state = State::from_code(&row.state).ok_or_else(corrupt)?;
        let counts = counts.entry(code).or_default();
        let n = counts.states.entry(state).or_default();
        match row.is_missing {
            0 => *n += row.n,
            _ => {
                *n -= row.n;
                counts.n_missing += row.n;
            }
        }
    }
    Ok(counts)
}

#[derive(Deserialize)]
struct PlaceRow {
    period: String,
    unit_id: String,
}

/// Every place where an item has a value.
pub(in crate::facts) async fn keys_of(db: &impl Read, code: &ItemCode) -> Result<Vec<FactKey>> {
    let rows: Vec<PlaceRow> = db
        .bulk(
            "select period, unit_id from facts_values where item_code = $1",
            args![code.as_str()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            let corrupt = || Error::Corrupt(format!("facts_values {code} {}", row.period));
            let period = row.period.parse().map_err(|_| corrupt())?;
            Ok(FactKey::new(code, row.unit_id.parse()?, period))
        })
        .collect()
}

/// A page of values in one state.
#[derive(Debug)]
pub(in crate::facts) struct StatePage {
    pub(in crate::facts) facts: Vec<Fact>,
    pub(in crate::facts) n_all: i64,
}

/// Values of these items in a state, of these units or of all, oldest first. Places that hold none are in no
/// state.
pub(in crate::facts) async fn in_state(
    db: &impl Read,
    state: State,
    items: &[ItemCode],
    units: Option<&[UnitId]>,
    n_skipped: i64,
    most: i64,
) -> Result<StatePage> {
    if items.is_empty() || units.is_some_and(<[_]>::is_empty) {
        return Ok(StatePage {
            facts: Vec::new(),
            n_all: 0,
        });
    }
    let mut args = args![state.code()];
    let mut condition = format!("state = $1 and item_code in ({})", marks(1, items.len()));
    args.extend(items.iter().map(|code| Value::from(code.as_str())));
    if let Some(units) = units {
        condition += &format!(" and unit_id in ({})", marks(args.len(), units.len()));
        args.extend(units.iter().map(|unit| Value::from(unit.to_string())));
    }
    let n_all = db
        .number(
            // An index answers each part; none holds both.
            &format!(
                "select (select count(*) from facts_values where {condition})
                     - (select count(*) from facts_values where {condition} and {IS_MISSING}) as n"
            ),
            args.clone(),
        )
        .await?;
    let n = args.len();
    args.extend(args![most, n_skipped]);
    let rows: Vec<FactRow> = db
        .bulk(
            &format!(
                "select {COLUMNS} from facts_values where {condition} and not ({IS_MISSING})
                 order by at_ms, item_code, unit_id limit ${} offset ${}",
                n + 1,
                n + 2
            ),
            args,
        )
        .await?;
    let facts: Result<Vec<Fact>> = rows.into_iter().map(Fact::try_from).collect();
    Ok(StatePage {
        facts: facts?,
        n_all,
    })
}

#[derive(FromQueryResult)]
struct PeriodRow {
    period: String,
    n: i64,
    n_verified: i64,
}

/// A period, how many values it has, and how many of them are verified.
pub(in crate::facts) type PeriodCount = (TimePeriod, i64, i64);

/// Periods that have values, newest first, with how many there are and how many of them are verified.
pub(in crate::facts) async fn periods(
    db: &impl Read,
    item: Option<&ItemCode>,
) -> Result<Vec<PeriodCount>> {
    let (condition, args) = match item {
        Some(code) => ("where item_code = $1", args![code.as_str()]),
        None => ("", args![]),
    };
    let rows: Vec<PeriodRow> = db
        .rows(
            &format!(
                "select period, count(*) as n,
                     count(case when state = 'verified' then 1 end) as n_verified
                 from facts_values {condition} group by period"
            ),
            args,
        )
        .await?;
    let mut periods = Vec::with_capacity(rows.len());
    for row in rows {
        let period: TimePeriod = row
            .period
            .parse()
            .map_err(|_| Error::Corrupt(format!("facts_values {}", row.period)))?;
        periods.push((period, row.n, row.n_verified));
    }
    periods.sort_by_key(|(period, ..)| std::cmp::Reverse((period.grain(), period.first())));
    Ok(periods)
}
