//! The audit as its administrator looks through it.

use super::Facts;
use crate::{Read, Value, args, error::Result};
use sea_orm::FromQueryResult;

/// What is looked for; an empty field leaves everything in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of a name, of the person who acted.
    pub person: String,
    /// Acts, or their beginnings (`org.`); one of them.
    pub acts: Vec<String>,
    /// The id of a thing, or part of its name or of what was said.
    pub object: String,
    /// Not before, milliseconds UTC.
    pub from_ms: Option<i64>,
    /// Before, milliseconds UTC.
    pub to_ms: Option<i64>,
}

/// A line found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Number in the chain.
    pub sequence: i64,
    /// When, milliseconds UTC.
    pub at_ms: i64,
    /// Name of the person, as it was then.
    pub actor_name: String,
    /// From where.
    pub from_address: String,
    /// What was done.
    pub act: String,
    /// The id of the thing.
    pub object: String,
    /// Its name, as it was then; may be empty.
    pub object_name: String,
    /// What else there is to say.
    pub detail: String,
    /// What was so before, as far as it changed.
    pub before: Facts,
    /// What is so after, as far as it changed.
    pub after: Facts,
    /// Why, where a reason was asked.
    pub reason: String,
}

#[derive(FromQueryResult)]
struct Row {
    sequence: i64,
    at_ms: i64,
    actor_name: String,
    from_address: String,
    act: String,
    object: String,
    object_name: String,
    detail: String,
    before: String,
    after: String,
    reason: String,
}

/// How many lines there are.
pub async fn n_found(db: &impl Read, filter: &Filter) -> Result<i64> {
    let (condition, args) = filter.condition();
    let sql = format!("select count(*) as n from store_audit where {condition}");
    db.number(&sql, args).await
}

/// Lines, newest first.
pub async fn find(
    db: &impl Read,
    filter: &Filter,
    n_skipped: i64,
    most: i64,
) -> Result<Vec<Found>> {
    let (condition, mut args) = filter.condition();
    let n = args.len();
    args.extend(args![most, n_skipped]);
    let sql = format!(
        "select sequence, at_ms, actor_name, from_address, act, object, object_name, detail,
                before, after, reason
         from store_audit where {condition} order by sequence desc limit ${} offset ${}",
        n + 1,
        n + 2
    );
    let rows: Vec<Row> = db.rows(&sql, args).await?;
    Ok(rows.into_iter().map(Row::found).collect())
}

impl Row {
    fn found(self) -> Found {
        Found {
            sequence: self.sequence,
            at_ms: self.at_ms,
            actor_name: self.actor_name,
            from_address: self.from_address,
            act: self.act,
            object: self.object,
            object_name: self.object_name,
            detail: self.detail,
            before: Facts::stored(&self.before),
            after: Facts::stored(&self.after),
            reason: self.reason,
        }
    }
}

impl Filter {
    /// The condition with its arguments; values are always arguments.
    fn condition(&self) -> (String, Vec<Value>) {
        let mut parts = vec!["1 = 1".to_owned()];
        let mut args: Vec<Value> = Vec::new();
        let mut mark = |value: Value| {
            args.push(value);
            format!("${}", args.len())
        };
        if !self.person.is_empty() {
            let person = mark(contains(&self.person));
            parts.push(format!("actor_name like {person} escape '\\'"));
        }
        if !self.object.is_empty() {
            let id = mark(Value::from(self.object.clone()));
            let part = mark(contains(&self.object));
            parts.push(format!(
                "(object = {id} or object_name like {part} escape '\\' or detail like {part} escape '\\')"
            ));
        }
        if !self.acts.is_empty() {
            let acts: Vec<String> = self
                .acts
                .iter()
                .map(|act| {
                    let beginning = mark(Value::from(format!("{}%", escaped(act))));
                    format!("act like {beginning} escape '\\'")
                })
                .collect();
            parts.push(format!("({})", acts.join(" or ")));
        }
        if let Some(from_ms) = self.from_ms {
            parts.push(format!("at_ms >= {}", mark(Value::from(from_ms))));
        }
        if let Some(to_ms) = self.to_ms {
            parts.push(format!("at_ms < {}", mark(Value::from(to_ms))));
        }
        (parts.join(" and "), args)
    }
}

fn contains(part: &str) -> Value {
    Value::from(format!("%{}%", escaped(part)))
}

fn escaped(part: &str) -> String {
    part.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}
