//! To-dos that wait for one person by name, for whoever takes over from them.

use super::todos::day;
use crate::inbox::model::Addressee;
use base::{actor::PersonId, day::Date};
use sea_orm::FromQueryResult;
use store::{Read, Result, Tx, args};

/// A to-do on somebody's own seat.
pub(in crate::inbox) struct OwnTodo {
    pub(in crate::inbox) id: String,
    /// What it is about, and what is to be done with it.
    pub(in crate::inbox) about: String,
    pub(in crate::inbox) title: String,
    pub(in crate::inbox) href: String,
    pub(in crate::inbox) due: Option<Date>,
}

/// What waits for a person by name. What waits for a post goes with the post.
pub(in crate::inbox) async fn todos_of_person(
    db: &impl Read,
    person: PersonId,
) -> Result<Vec<OwnTodo>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
        about: String,
        title: String,
        href: String,
        due_day: String,
    }
    let rows: Vec<Row> = db
        .rows(
            "select t.id, t.about, t.title, t.href, t.due_day
             from inbox_todos t join inbox_seats s on s.todo_id = t.id
             where s.seat = $1 order by t.due_day, t.id",
            args![Addressee::Person(person).seat()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(OwnTodo {
                due: day(&row.due_day)?,
                id: row.id,
                about: row.about,
                title: row.title,
                href: row.href,
            })
        })
        .collect()
}

/// Gives the seats of a person at these to-dos to another, who sits at none twice.
pub(in crate::inbox) async fn pass_seats(
    tx: &mut Tx,
    todos: &[String],
    from: PersonId,
    to: PersonId,
) -> Result<()> {
    let [from, to] = [from, to].map(|person| Addressee::Person(person).seat());
    for todo in todos {
        tx.run(
            "insert into inbox_seats (todo_id, seat) values ($1, $2) on conflict do nothing",
            args![todo.clone(), to.clone()],
        )
        .await?;
        tx.run(
            "delete from inbox_seats where todo_id = $1 and seat = $2",
            args![todo.clone(), from.clone()],
        )
        .await?;
    }
    Ok(())
}
