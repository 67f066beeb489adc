//! Single rows.

use super::{body_of, inside::in_pattern, marks, values_of};
use crate::ledger::model::{FieldSpec, Indexed, Row, RowState};
use ::store::{Error, FromQueryResult, Read, Result, Tx, Value, args};
use base::actor::UnitId;
use std::collections::BTreeMap;

/// The columns a row is read from.
pub(super) const COLUMNS: &str =
    "no, unit_id, state, version, body, made_ms, made_by, origin, changed_ms, comment";

/// A row as it comes from the database.
#[derive(Debug, FromQueryResult)]
pub(in crate::ledger) struct RowRecord {
    no: i64,
    unit_id: String,
    state: String,
    version: i64,
    body: String,
    made_ms: i64,
    made_by: String,
    origin: String,
    changed_ms: i64,
    comment: String,
}

impl TryFrom<RowRecord> for Row {
    type Error = Error;

    fn try_from(record: RowRecord) -> Result<Self> {
        Ok(Self {
            no: record.no,
            unit: record.unit_id.parse()?,
            state: RowState::from_code(&record.state)
                .ok_or_else(|| Error::Corrupt(record.state.clone()))?,
            version: record.version,
            values: values_of(&record.body)?,
            made_ms: record.made_ms,
            made_by: record.made_by,
            origin: record.origin,
            changed_ms: record.changed_ms,
            comment: record.comment,
        })
    }
}

/// One row.
pub(in crate::ledger) async fn row(
    db: &impl Read,
    register_no: i64,
    no: i64,
) -> Result<Option<Row>> {
    let record: Option<RowRecord> = db
        .row(
            &format!("select {COLUMNS} from ledger_rows where register_no = $1 and no = $2"),
            args![register_no, no],
        )
        .await?;
    record.map(Row::try_from).transpose()
}

/// Rows by their numbers.
pub(in crate::ledger) async fn rows_numbered(
    db: &impl Read,
    register_no: i64,
    numbers: &[i64],
) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for some in numbers.chunks(500) {
        let mut arguments = args![register_no];
        arguments.extend(some.iter().map(|no| Value::from(*no)));
        let records: Vec<RowRecord> = db
            .rows(
                &format!(
                    "select {COLUMNS} from ledger_rows where register_no = $1 and no in ({})
                     order by no",
                    marks(2, some.len())
                ),
                arguments,
            )
            .await?;
        for record in records {
            rows.push(Row::try_from(record)?);
        }
    }
    Ok(rows)
}

/// Saves a row that is still at the version before; false when somebody was first.
pub(in crate::ledger) async fn update_row(
    tx: &mut Tx,
    register_no: i64,
    row: &Row,
    indexed: &Indexed,
) -> Result<bool> {
    let mut arguments = args![
        register_no,
        row.no,
        row.version - 1,
        row.unit.to_string(),
        row.state.code(),
        row.version,
        body_of(&row.values)?,
        row.changed_ms,
        row.comment.clone()
    ];
    arguments.extend(index_values(indexed));
    let n = tx
        .run(
            "update ledger_rows set unit_id = $4, state = $5, version = $6, body = $7,
             changed_ms = $8, comment = $9, month = $10, row_key = $11, person = $12, c1 = $13,
             c2 = $14, c3 = $15, t1 = $16, t2 = $17, t3 = $18, n1 = $19, n2 = $20, n3 = $21,
             n4 = $22
             where register_no = $1 and no = $2 and version = $3",
            arguments,
        )
        .await?;
    Ok(n == 1)
}

/// The typed columns, in their order: month, key, person, choices, texts, numbers.
pub(super) fn index_values(indexed: &Indexed) -> Vec<Value> {
    let mut values = args![
        indexed.month.clone(),
        indexed.key.clone(),
        indexed.person.clone()
    ];
    values.extend(indexed.choices.iter().map(|c| Value::from(c.clone())));
    values.extend(indexed.texts.iter().map(|t| Value::from(t.clone())));
    values.extend(indexed.numbers.iter().map(|n| Value::from(*n)));
    values
}

#[derive(FromQueryResult)]
struct KeyRow {
    row_key: String,
    no: i64,
}

/// Which of these keys are taken, and by which rows.
pub(in crate::ledger) async fn keys_taken(
    db: &impl Read,
    register_no: i64,
    keys: &[String],
) -> Result<BTreeMap<String, i64>> {
    let mut taken = BTreeMap::new();
    for some in keys.chunks(500) {
        let mut arguments = args![register_no];
        arguments.extend(some.iter().map(|key| Value::from(key.clone())));
        let rows: Vec<KeyRow> = db
            .rows(
                &format!(
                    "select row_key, no from ledger_rows
                     where register_no = $1 and row_key in ({})",
                    marks(2, some.len())
                ),
                arguments,
            )
            .await?;
        taken.extend(rows.into_iter().map(|row| (row.row_key, row.no)));
    }
    Ok(taken)
}

/// The newest keys of a register, at most so many, for choosing one; of the rows of some units, or of all.
pub(in crate::ledger) async fn keys_in(
    db: &impl Read,
    register_no: i64,
    units: Option<&[UnitId]>,
    most: i64,
) -> Result<Vec<String>> {
    let mut arguments = args![register_no, most];
    let of_units = match units {
        None => String::new(),
        Some([]) => return Ok(Vec::new()),
        Some(units) => {
            arguments.extend(units.iter().map(|unit| Value::from(unit.to_string())));
            format!(" and unit_id in ({})", marks(3, units.len()))
        }
    };
    let rows: Vec<KeyRow> = db
        .rows(
            &format!(
                "select row_key, no from ledger_rows
                 where register_no = $1 and row_key is not null{of_units}
                 order by no desc limit $2"
            ),
            arguments,
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.row_key).collect())
}

/// Rows whose field says one of some words, up to one more than so many: by its typed column where it has
/// one, else by what their bodies say.
pub(in crate::ledger) async fn rows_saying(
    db: &impl Read,
    register_no: i64,
    (field, words): (&FieldSpec, &[String]),
    most: usize,
) -> Result<Vec<Row>> {
    let mut rows: Vec<Row> = Vec::new();
    for some in words.chunks(50) {
        let (condition, mut said) = match field.slot_in('t') {
            Some(place) => {
                let words = some
                    .iter()
                    .map(|word| Value::from(word.chars().take(80).collect::<String>()));
                let condition = format!("t{} in ({})", place + 1, marks(2, some.len()));
                (condition, words.collect())
            }
            None => in_bodies(field, some)?,
        };
        let mut arguments = args![register_no];
        arguments.append(&mut said);
        let left = (most + 1).saturating_sub(rows.len());
        let records: Vec<RowRecord> = db
            .rows(
                &format!(
                    "select {COLUMNS} from ledger_rows where register_no = $1 and ({condition})
                     order by no limit {left}"
                ),
                arguments,
            )
            .await?;
        for record in records {
            let row = Row::try_from(record)?;
            // A typed column holds the beginning only, and bodies are looked into loosely.
            let kept = row.values.get(&field.code);
            if kept.is_some_and(|kept| some.contains(kept)) {
                rows.push(row);
            }
        }
        if rows.len() > most {
            break;
        }
    }
    Ok(rows)
}

/// A condition that bodies say one of some words in a field, with its arguments from the second on.
pub(super) fn in_bodies(field: &FieldSpec, words: &[String]) -> Result<(String, Vec<Value>)> {
    let mut arguments = Vec::new();
    for word in words {
        let said = serde_json::to_string(word)?;
        let said = format!("\"{}\":{said}", field.code);
        arguments.push(Value::from(format!("%{}%", in_pattern(&said))));
    }
    let likes: Vec<String> = (2..words.len() + 2)
        .map(|number| format!("body like ${number} escape '!'"))
        .collect();
    Ok((likes.join(" or "), arguments))
}

#[derive(FromQueryResult)]
struct SumRow {
    word: String,
    total: i64,
}

/// What a typed column of numbers adds up to for each of some words in a typed column of words, both from 0.
/// A word no row has a number for is left out.
pub(in crate::ledger) async fn sums_by(
    db: &impl Read,
    register_no: i64,
    (text, number): (usize, usize),
    words: &[String],
) -> Result<BTreeMap<String, i64>> {
    let (text, number) = (format!("t{}", text + 1), format!("n{}", number + 1));
    let mut sums = BTreeMap::new();
    for some in words.chunks(500) {
        let mut arguments = args![register_no];
        arguments.extend(some.iter().map(|word| Value::from(word.clone())));
        let rows: Vec<SumRow> = db
            .rows(
                &format!(
                    "select {text} as word, cast(sum({number}) as bigint) as total from ledger_rows
                     where register_no = $1 and {text} in ({}) and {number} is not null
                     group by {text}",
                    marks(2, some.len())
                ),
                arguments,
            )
            .await?;
        sums.extend(rows.into_iter().map(|row| (row.word, row.total)));
    }
    Ok(sums)
}
