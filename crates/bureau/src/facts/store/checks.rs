//! Checks and what they noticed.

use super::marks;
use crate::facts::model::{Amount, Check, FactKey, Flag, FlagId, ItemCode, Operator, Rule};
use ::store::{Error, Read, Result, Tx, Value, args};
use base::{TimePeriod, actor::UnitId};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct CheckRow {
    code: String,
    kind: String,
    name: String,
    item_codes: String,
    left_side: String,
    operator: String,
    right_side: String,
    threshold: String,
    basis: String,
    is_on: bool,
    version: i64,
}

impl TryFrom<CheckRow> for Check {
    type Error = Error;

    fn try_from(row: CheckRow) -> Result<Self> {
        let corrupt = |what: &str| Error::Corrupt(format!("facts_checks {}: {what}", row.code));
        let items = || -> Result<Vec<ItemCode>> {
            let codes = row.item_codes.split(' ').filter(|code| !code.is_empty());
            codes
                .map(|code| code.parse().map_err(|_| corrupt("item")))
                .collect()
        };
        let threshold = || Amount::parse(&row.threshold).map_err(|_| corrupt("threshold"));
        let rule = match row.kind.as_str() {
            "cross" => Rule::Cross {
                left: row.left_side.clone(),
                operator: Operator::from_code(&row.operator).ok_or_else(|| corrupt("operator"))?,
                right: row.right_side.clone(),
            },
            "jump" => Rule::Jump {
                items: items()?,
                percent: threshold()?,
            },
            "outlier" => Rule::Outlier {
                items: items()?,
                z: threshold()?,
            },
            _ => return Err(corrupt("kind")),
        };
        Ok(Self {
            code: row.code.parse().map_err(|_| corrupt("code"))?,
            name: row.name,
            rule,
            basis: row.basis,
            is_on: row.is_on,
            version: row.version,
        })
    }
}

/// Every check, cross-checks first.
pub(in crate::facts) async fn checks(db: &impl Read) -> Result<Vec<Check>> {
    let rows: Vec<CheckRow> = db
        .rows(
            "select code, kind, name, item_codes, left_side, operator, right_side, threshold, basis,
                 is_on, version
             from facts_checks order by kind, code",
            args![],
        )
        .await?;
    rows.into_iter().map(Check::try_from).collect()
}

/// Keeps a check that is still at this version (0: not there yet); false when somebody was first.
pub(in crate::facts) async fn save_check(tx: &mut Tx, check: &Check) -> Result<bool> {
    let codes = |items: &[ItemCode]| {
        let codes: Vec<&str> = items.iter().map(ItemCode::as_str).collect();
        codes.join(" ")
    };
    let empty = String::new;
    let [items, left, operator, right, threshold] = match &check.rule {
        Rule::Cross {
            left,
            operator,
            right,
        } => [
            empty(),
            left.clone(),
            operator.code().to_owned(),
            right.clone(),
            empty(),
        ],
        Rule::Jump { items, percent } => [codes(items), empty(), empty(), empty(), percent.plain()],
        Rule::Outlier { items, z } => [codes(items), empty(), empty(), empty(), z.plain()],
    };
    let n = tx
        .run(
            "insert into facts_checks (code, kind, name, item_codes, left_side, operator, right_side,
                 threshold, basis, is_on, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)
             on conflict (code) do update set kind = excluded.kind, name = excluded.name,
                 item_codes = excluded.item_codes, left_side = excluded.left_side,
                 operator = excluded.operator, right_side = excluded.right_side,
                 threshold = excluded.threshold, basis = excluded.basis, is_on = excluded.is_on,
                 version = facts_checks.version + 1
             where facts_checks.version = $11",
            args![
                check.code.as_str(),
                check.rule.code(),
                check.name.clone(),
                items,
                left,
                operator,
                right,
                threshold,
                check.basis.clone(),
                check.is_on,
                check.version
            ],
        )
        .await?;
    Ok(n == 1)
}

#[derive(FromQueryResult)]
struct FlagRow {
    id: String,
    check_code: String,
    item_code: String,
    unit_id: String,
    period: String,
    words: String,
    fingerprint: String,
    is_confirmed: bool,
    reason: String,
    by_name: String,
    at_ms: i64,
}

const COLUMNS: &str =
    "id, check_code, item_code, unit_id, period, words, fingerprint, is_confirmed,
    reason, by_name, at_ms";

impl TryFrom<FlagRow> for Flag {
    type Error = Error;

    fn try_from(row: FlagRow) -> Result<Self> {
        let corrupt = || Error::Corrupt(format!("facts_flags {}", row.id));
        let item: ItemCode = row.item_code.parse().map_err(|_| corrupt())?;
        let period: TimePeriod = row.period.parse().map_err(|_| corrupt())?;
        Ok(Self {
            id: row.id.parse()?,
            check: row.check_code.parse().map_err(|_| corrupt())?,
            key: FactKey::new(&item, row.unit_id.parse()?, period),
            words: row.words,
            fingerprint: row.fingerprint,
            is_confirmed: row.is_confirmed,
            reason: row.reason,
            by: row.by_name,
            at_ms: row.at_ms,
        })
    }
}

/// Flags of these periods.
pub(in crate::facts) async fn flags_of(
    db: &impl Read,
    periods: &[TimePeriod],
) -> Result<Vec<Flag>> {
    if periods.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<FlagRow> = db
        .rows(
            &format!(
                "select {COLUMNS} from facts_flags where period in ({})",
                marks(0, periods.len())
            ),
            periods
                .iter()
                .map(|period| Value::from(period.to_string()))
                .collect(),
        )
        .await?;
    rows.into_iter().map(Flag::try_from).collect()
}

/// How many flags there are, of these units or of all.
pub(in crate::facts) async fn n_flags(
    db: &impl Read,
    is_confirmed: bool,
    units: Option<&[UnitId]>,
) -> Result<i64> {
    if units.is_some_and(<[_]>::is_empty) {
        return Ok(0);
    }
    let (condition, args) = flags_where(is_confirmed, units);
    let sql = format!("select count(*) as n from facts_flags where {condition}");
    db.number(&sql, args).await
}

fn flags_where(is_confirmed: bool, units: Option<&[UnitId]>) -> (String, Vec<Value>) {
    let mut args = args![is_confirmed];
    let mut condition = "is_confirmed = $1".to_owned();
    if let Some(units) = units {
        condition += &format!(" and unit_id in ({})", marks(1, units.len()));
        args.extend(units.iter().map(|unit| Value::from(unit.to_string())));
    }
    (condition, args)
}

/// A page of flags, of these units or of all, newest period first.
pub(in crate::facts) async fn flags(
    db: &impl Read,
    is_confirmed: bool,
    units: Option<&[UnitId]>,
    n_skipped: i64,
    most: i64,
) -> Result<(Vec<Flag>, i64)> {
    if units.is_some_and(<[_]>::is_empty) {
        return Ok((Vec::new(), 0));
    }
    let n_all = n_flags(db, is_confirmed, units).await?;
    let (condition, mut args) = flags_where(is_confirmed, units);
    let n = args.len();
    args.extend(args![most, n_skipped]);
    let rows: Vec<FlagRow> = db
        .rows(
            &format!(
                "select {COLUMNS} from facts_flags where {condition}
                 order by period desc, unit_id, check_code, item_code limit ${} offset ${}",
                n + 1,
                n + 2
            ),
            args,
        )
        .await?;
    let flags: Result<Vec<Flag>> = rows.into_iter().map(Flag::try_from).collect();
    Ok((flags?, n_all))
}

/// One flag.
pub(in crate::facts) async fn flag(db: &impl Read, id: FlagId) -> Result<Option<Flag>> {
    let row: Option<FlagRow> = db
        .row(
            &format!("select {COLUMNS} from facts_flags where id = $1"),
            args![id.to_string()],
        )
        .await?;
    row.map(Flag::try_from).transpose()
}

/// Takes flags away whose reason is gone.
pub(in crate::facts) async fn delete_flags(tx: &mut Tx, ids: &[FlagId]) -> Result<()> {
    for ids in ids.chunks(500) {
        tx.run(
            &format!(
                "delete from facts_flags where id in ({})",
                marks(0, ids.len())
            ),
            ids.iter().map(|id| Value::from(id.to_string())).collect(),
        )
        .await?;
    }
    Ok(())
}

/// Keeps what was noticed.
pub(in crate::facts) async fn insert_flags(tx: &mut Tx, flags: &[Flag]) -> Result<()> {
    let rows = flags.iter().map(|flag| {
        args![
            flag.id.to_string(),
            flag.check.as_str(),
            flag.key.item.as_str(),
            flag.key.unit.to_string(),
            flag.key.period.to_string(),
            flag.words.clone(),
            flag.fingerprint.clone(),
            flag.is_confirmed,
            flag.reason.clone(),
            flag.by.clone(),
            flag.at_ms
        ]
    });
    tx.insert_many(
        "facts_flags",
        &[
            "id",
            "check_code",
            "item_code",
            "unit_id",
            "period",
            "words",
            "fingerprint",
            "is_confirmed",
            "reason",
            "by_name",
            "at_ms",
        ],
        rows.collect(),
    )
    .await
}

/// Somebody stands for a flagged value.
pub(in crate::facts) async fn confirm_flag(
    tx: &mut Tx,
    id: FlagId,
    reason: &str,
    by: &str,
    at_ms: i64,
) -> Result<()> {
    tx.run(
        "update facts_flags set is_confirmed = true, reason = $2, by_name = $3, at_ms = $4
         where id = $1",
        args![id.to_string(), reason, by, at_ms],
    )
    .await?;
    Ok(())
}
