//! Reminder rules a bureau has set, every version of them.

use crate::inbox::model::{RemindRule, Reminder, Step, TodoId};
use base::{actor::UnitId, day::Date};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use store::{Error, Read, Result, Tx, Value, args};

#[derive(FromQueryResult)]
struct RuleRow {
    code: String,
    version: i64,
    before_days: String,
    is_on_day: bool,
    after_days: String,
    head_after: i64,
    leader_after: i64,
    changed_ms: i64,
    changed_by: String,
}

/// A version of a rule, and who set it when.
pub(in crate::inbox) struct RuleVersion {
    pub(in crate::inbox) rule: RemindRule,
    pub(in crate::inbox) changed_ms: i64,
    pub(in crate::inbox) changed_by: String,
}

const COLUMNS: &str = "code, version, before_days, is_on_day, after_days, head_after, \
                       leader_after, changed_ms, changed_by";

fn put(rule: &mut RemindRule, row: &RuleRow) -> Result<()> {
    let corrupt = || Error::Corrupt(format!("inbox_remind_rules {}", row.code));
    let number = |n: i64| u32::try_from(n).map_err(|_| corrupt());
    rule.before = serde_json::from_str(&row.before_days)?;
    rule.on_day = row.is_on_day;
    rule.after = serde_json::from_str(&row.after_days)?;
    rule.head_after = number(row.head_after)?;
    rule.leader_after = number(row.leader_after)?;
    rule.version = row.version;
    Ok(())
}

/// Puts what the bureau has set in the place of the defaults.
pub(in crate::inbox) async fn set_rules(
    db: &impl Read,
    mut rules: Vec<RemindRule>,
) -> Result<Vec<RemindRule>> {
    let rows: Vec<RuleRow> = db
        .rows(
            &format!(
                "select {COLUMNS} from inbox_remind_rules r
                 where version = (select max(n.version) from inbox_remind_rules n
                                  where n.code = r.code)"
            ),
            args![],
        )
        .await?;
    for row in rows {
        if let Some(rule) = rules.iter_mut().find(|rule| rule.code == row.code) {
            put(rule, &row)?;
        }
    }
    Ok(rules)
}

/// Every version a bureau has set of a rule, newest first; `default` gives what no version changes.
pub(in crate::inbox) async fn rule_versions(
    db: &impl Read,
    default: &RemindRule,
) -> Result<Vec<RuleVersion>> {
    let rows: Vec<RuleRow> = db
        .rows(
            &format!(
                "select {COLUMNS} from inbox_remind_rules where code = $1 order by version desc"
            ),
            args![default.code.clone()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            let mut rule = default.clone();
            put(&mut rule, &row)?;
            Ok(RuleVersion {
                rule,
                changed_ms: row.changed_ms,
                changed_by: row.changed_by,
            })
        })
        .collect()
}

/// Keeps the next version of a rule; false when somebody was first.
pub(in crate::inbox) async fn insert_rule(
    tx: &mut Tx,
    rule: &RemindRule,
    now_ms: i64,
    by: &str,
) -> Result<bool> {
    let n = tx
        .run(
            "insert into inbox_remind_rules (code, version, before_days, is_on_day, after_days,
                 head_after, leader_after, changed_ms, changed_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (code, version) do nothing",
            args![
                rule.code.clone(),
                rule.version + 1,
                serde_json::to_string(&rule.before)?,
                rule.on_day,
                serde_json::to_string(&rule.after)?,
                i64::from(rule.head_after),
                i64::from(rule.leader_after),
                now_ms,
                by
            ],
        )
        .await?;
    Ok(n == 1)
}

/// An open to-do of a rule with the steps that were taken.
pub(in crate::inbox) struct RuledTodo {
    pub(in crate::inbox) id: TodoId,
    pub(in crate::inbox) rule: String,
    pub(in crate::inbox) due: Date,
    pub(in crate::inbox) unit: Option<UnitId>,
    pub(in crate::inbox) taken: Vec<Step>,
}

/// Every open to-do that has a day, with the steps that were taken.
pub(in crate::inbox) async fn todos_with_a_day(db: &impl Read) -> Result<Vec<RuledTodo>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
        rule: String,
        due_day: String,
        unit_id: String,
    }
    #[derive(FromQueryResult)]
    struct TakenRow {
        todo_id: String,
        step: String,
    }
    let rows: Vec<Row> = db
        .rows(
            "select id, rule, due_day, unit_id from inbox_todos where due_day <> ''",
            args![],
        )
        .await?;
    let taken_rows: Vec<TakenRow> = db
        .rows(
            "select todo_id, step from inbox_reminders where sent_day <> ''",
            args![],
        )
        .await?;
    let mut taken: BTreeMap<String, Vec<Step>> = BTreeMap::new();
    for row in taken_rows {
        let step = row.step.parse().map_err(|()| Error::Corrupt(row.step))?;
        taken.entry(row.todo_id).or_default().push(step);
    }
    rows.into_iter()
        .map(|row| {
            Ok(RuledTodo {
                id: row.id.parse()?,
                due: row
                    .due_day
                    .parse()
                    .map_err(|_| Error::Corrupt(row.due_day.clone()))?,
                unit: row.unit_id.parse().ok(),
                taken: taken.remove(&row.id).unwrap_or_default(),
                rule: row.rule,
            })
        })
        .collect()
}

/// Puts reminders in the place of those that have not been taken yet.
pub(in crate::inbox) async fn replace_reminders(
    tx: &mut Tx,
    todos: &[(TodoId, Vec<Reminder>)],
) -> Result<()> {
    for todos in todos.chunks(500) {
        let marks = super::marks(0, todos.len());
        let ids = todos.iter().map(|(id, _)| Value::from(id.to_string()));
        tx.run(
            &format!("delete from inbox_reminders where sent_day = '' and todo_id in ({marks})"),
            ids.collect(),
        )
        .await?;
        let rows = todos.iter().flat_map(|(id, reminders)| {
            reminders.iter().map(|reminder| {
                args![
                    id.to_string(),
                    reminder.step.to_string(),
                    reminder.on.to_string(),
                    "",
                    ""
                ]
            })
        });
        tx.insert_many(
            "inbox_reminders",
            &["todo_id", "step", "on_day", "sent_day", "told"],
            rows.collect(),
        )
        .await?;
    }
    Ok(())
}
