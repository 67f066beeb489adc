//! To-dos and their reminders.

use super::marks;
use crate::inbox::model::{Counts, OpenTodo, Reminder, Standing, Step, Todo, TodoId};
use base::{actor::PersonId, day::Date};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use store::{Error, Read, Result, Tx, Value, args};

/// Days are stored as words; none as an empty one.
fn stored(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

pub(super) fn day(text: &str) -> Result<Option<Date>> {
    match text {
        "" => Ok(None),
        text => Ok(Some(
            text.parse().map_err(|_| Error::Corrupt(text.to_owned()))?,
        )),
    }
}

#[derive(FromQueryResult)]
struct IdRow {
    id: String,
}

#[derive(FromQueryResult)]
struct KnownRow {
    due_day: String,
    rule: String,
    unit_id: String,
}

/// Keeps a to-do in the place of an open one about the same thing and of the same kind. The
/// reminders of that one stay when nothing they were computed from has changed.
pub(in crate::inbox) async fn put_todo(
    tx: &mut Tx,
    todo: &Todo,
    reminders: &[Reminder],
    at_ms: i64,
) -> Result<()> {
    let due = stored(todo.due);
    let unit = todo
        .escalates_in
        .map(|unit| unit.to_string())
        .unwrap_or_default();
    let known: Option<KnownRow> = tx
        .row(
            "select due_day, rule, unit_id from inbox_todos where about = $1 and kind = $2",
            args![todo.about.clone(), todo.kind],
        )
        .await?;
    let kept: Option<IdRow> = tx
        .row(
            "insert into inbox_todos
                 (id, kind, about, title, href, due_day, standing, rule, unit_id, asked_ms)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             on conflict (about, kind) do update
             set title = excluded.title, href = excluded.href, due_day = excluded.due_day,
                 standing = excluded.standing, rule = excluded.rule, unit_id = excluded.unit_id,
                 asked_ms = excluded.asked_ms
             returning id",
            args![
                TodoId::new().to_string(),
                todo.kind,
                todo.about.clone(),
                todo.title.clone(),
                todo.href.clone(),
                due.clone(),
                todo.standing.code(),
                todo.remind,
                unit.clone(),
                at_ms
            ],
        )
        .await?;
    let id = kept
        .ok_or_else(|| Error::Corrupt("inbox_todos".to_owned()))?
        .id;
    put_seats(tx, &id, todo, known.is_some()).await?;
    let keeps_reminders = known.is_some_and(|known| {
        known.due_day == due && known.rule == todo.remind && known.unit_id == unit
    });
    if keeps_reminders {
        return Ok(());
    }
    tx.run(
        "delete from inbox_reminders where todo_id = $1",
        args![id.clone()],
    )
    .await?;
    let rows = reminders.iter().map(|reminder| {
        args![
            id.clone(),
            reminder.step.to_string(),
            reminder.on.to_string(),
            "",
            ""
        ]
    });
    tx.insert_many(
        "inbox_reminders",
        &["todo_id", "step", "on_day", "sent_day", "told"],
        rows.collect(),
    )
    .await
}

async fn put_seats(tx: &mut Tx, id: &str, todo: &Todo, is_known: bool) -> Result<()> {
    if is_known {
        tx.run("delete from inbox_seats where todo_id = $1", args![id])
            .await?;
    }
    let mut addressees = todo.for_.clone();
    addressees.sort_unstable();
    addressees.dedup();
    let rows = addressees
        .into_iter()
        .map(|addressee| args![id, addressee.seat()]);
    tx.insert_many("inbox_seats", &["todo_id", "seat"], rows.collect())
        .await
}

/// Gives an open to-do another title; its day, reminders and people stay.
pub(in crate::inbox) async fn rename_todo(
    tx: &mut Tx,
    about: &str,
    kind: &str,
    title: &str,
) -> Result<()> {
    tx.run(
        "update inbox_todos set title = $3 where about = $1 and kind = $2",
        args![about, kind, title],
    )
    .await?;
    Ok(())
}

/// Takes a to-do away with its reminders.
pub(in crate::inbox) async fn delete_todo(tx: &mut Tx, about: &str, kind: &str) -> Result<()> {
    tx.run(
        "delete from inbox_todos where about = $1 and kind = $2",
        args![about, kind],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct CountsRow {
    n_todos: i64,
    n_overdue: i64,
    n_unread: i64,
}

/// How much waits for a person who sits on these seats.
pub(in crate::inbox) async fn counts(
    db: &impl Read,
    person: PersonId,
    seats: &[String],
    today: Date,
) -> Result<Counts> {
    let mut args = args![person.to_string(), today.to_string()];
    args.extend(seats.iter().map(|seat| Value::from(seat.clone())));
    let marks = marks(2, seats.len());
    let row: Option<CountsRow> = db
        .row(
            &format!(
                "select count(*) as n_todos,
                     coalesce(sum(case when t.due_day <> '' and t.due_day < $2 then 1 else 0 end), 0)
                         as n_overdue,
                     (select count(*) from inbox_notices n
                      where n.person_id = $1 and n.read_ms is null) as n_unread
                 from inbox_todos t
                 where t.id in (select s.todo_id from inbox_seats s where s.seat in ({marks}))"
            ),
            args,
        )
        .await?;
    Ok(row.map_or_else(Counts::default, |row| Counts {
        n_todos: row.n_todos,
        n_overdue: row.n_overdue,
        n_unread: row.n_unread,
    }))
}

#[derive(FromQueryResult)]
struct TodoRow {
    id: String,
    kind: String,
    title: String,
    href: String,
    due_day: String,
    standing: String,
    asked_ms: i64,
}

#[derive(FromQueryResult)]
struct ToldRow {
    todo_id: String,
    step: String,
    told: String,
}

/// Everything that waits for whoever sits on these seats, with who was told of its delay.
pub(in crate::inbox) async fn todos(db: &impl Read, seats: &[String]) -> Result<Vec<OpenTodo>> {
    let marks = marks(0, seats.len());
    let values = || seats.iter().map(|seat| Value::from(seat.clone())).collect();
    let mine = format!("select s.todo_id from inbox_seats s where s.seat in ({marks})");
    let rows: Vec<TodoRow> = db
        .rows(
            &format!(
                "select id, kind, title, href, due_day, standing, asked_ms
                 from inbox_todos where id in ({mine})"
            ),
            values(),
        )
        .await?;
    let told_rows: Vec<ToldRow> = db
        .rows(
            &format!(
                "select todo_id, step, told from inbox_reminders
                 where told <> '' and todo_id in ({mine}) order by sent_day desc, step"
            ),
            values(),
        )
        .await?;
    let mut told: BTreeMap<String, Vec<(Step, String)>> = BTreeMap::new();
    for row in told_rows {
        let step = row
            .step
            .parse()
            .map_err(|()| Error::Corrupt(row.step.clone()))?;
        told.entry(row.todo_id).or_default().push((step, row.told));
    }
    rows.into_iter()
        .map(|row| {
            Ok(OpenTodo {
                due: day(&row.due_day)?,
                standing: Standing::from_code(&row.standing)
                    .ok_or_else(|| Error::Corrupt(row.standing.clone()))?,
                told: told.remove(&row.id).unwrap_or_default(),
                kind: row.kind,
                title: row.title,
                href: row.href,
                asked_ms: row.asked_ms,
            })
        })
        .collect()
}
