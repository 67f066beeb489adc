//! Reminders: computed once, taken once.

use super::{marks, todos::day};
use crate::inbox::model::{Addressee, DueTodo, Reminder, Step, TodoId};
use base::day::Date;
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use store::{Error, Read, Result, Tx, Value, args};

#[derive(FromQueryResult)]
struct ClaimedRow {
    todo_id: String,
    step: String,
}

#[derive(FromQueryResult)]
struct TodoRow {
    id: String,
    title: String,
    href: String,
    due_day: String,
    unit_id: String,
}

#[derive(FromQueryResult)]
struct SeatRow {
    todo_id: String,
    seat: String,
}

fn step(text: &str) -> Result<Step> {
    text.parse().map_err(|()| Error::Corrupt(text.to_owned()))
}

/// Takes every reminder whose day has come, so that nobody else takes it, and gives their to-dos.
pub(in crate::inbox) async fn claim_due(tx: &mut Tx, today: Date) -> Result<Vec<DueTodo>> {
    let claimed: Vec<ClaimedRow> = tx
        .rows(
            "update inbox_reminders set sent_day = $1 where sent_day = '' and on_day <= $1
             returning todo_id, step",
            args![today.to_string()],
        )
        .await?;
    let mut steps: BTreeMap<String, Vec<Step>> = BTreeMap::new();
    for row in claimed {
        steps.entry(row.todo_id).or_default().push(step(&row.step)?);
    }
    let ids: Vec<String> = steps.keys().cloned().collect();
    let mut todos = Vec::new();
    for ids in ids.chunks(500) {
        let marks = marks(0, ids.len());
        let values = || ids.iter().map(|id| Value::from(id.clone())).collect();
        let rows: Vec<TodoRow> = tx
            .rows(
                &format!(
                    "select id, title, href, due_day, unit_id from inbox_todos
                     where id in ({marks}) order by due_day, id"
                ),
                values(),
            )
            .await?;
        let seats: Vec<SeatRow> = tx
            .rows(
                &format!("select todo_id, seat from inbox_seats where todo_id in ({marks})"),
                values(),
            )
            .await?;
        let mut addressees: BTreeMap<String, Vec<Addressee>> = BTreeMap::new();
        for row in seats {
            let seat = Addressee::of_seat(&row.seat).ok_or(Error::Corrupt(row.seat))?;
            addressees.entry(row.todo_id).or_default().push(seat);
        }
        for row in rows {
            let mut steps = steps.remove(&row.id).unwrap_or_default();
            steps.sort_unstable();
            todos.push(DueTodo {
                due: day(&row.due_day)?.ok_or_else(|| Error::Corrupt(row.id.clone()))?,
                addressees: addressees.remove(&row.id).unwrap_or_default(),
                steps,
                id: row.id.parse()?,
                title: row.title,
                href: row.href,
                unit: row.unit_id.parse().ok(),
            });
        }
    }
    Ok(todos)
}

/// Notes in words who was told by a step.
pub(in crate::inbox) async fn note_told(
    tx: &mut Tx,
    todo: TodoId,
    step: Step,
    words: &str,
) -> Result<()> {
    tx.run(
        "update inbox_reminders set told = $3 where todo_id = $1 and step = $2",
        args![todo.to_string(), step.to_string(), words],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ComingRow {
    todo_id: String,
    step: String,
    on_day: String,
    due_day: String,
}

/// Every reminder still to come after a day, with the day its matter is due.
pub(in crate::inbox) async fn reminders_after(
    db: &impl Read,
    today: Date,
) -> Result<Vec<(TodoId, Date, Reminder)>> {
    let rows: Vec<ComingRow> = db
        .rows(
            "select r.todo_id, r.step, r.on_day, t.due_day
             from inbox_reminders r join inbox_todos t on t.id = r.todo_id
             where r.sent_day = '' and r.on_day > $1",
            args![today.to_string()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            let known = |text: &str| day(text)?.ok_or_else(|| Error::Corrupt(row.step.clone()));
            let reminder = Reminder {
                step: step(&row.step)?,
                on: known(&row.on_day)?,
            };
            Ok((row.todo_id.parse()?, known(&row.due_day)?, reminder))
        })
        .collect()
}

/// Puts a reminder on another day.
pub(in crate::inbox) async fn move_reminder(
    tx: &mut Tx,
    todo: TodoId,
    reminder: Reminder,
) -> Result<()> {
    tx.run(
        "update inbox_reminders set on_day = $3 where todo_id = $1 and step = $2",
        args![
            todo.to_string(),
            reminder.step.to_string(),
            reminder.on.to_string()
        ],
    )
    .await?;
    Ok(())
}
