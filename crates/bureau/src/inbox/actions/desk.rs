//! Hand-over: to-dos that wait for the leaver by name.

use crate::{
    inbox::store,
    org::{Desk, Doing, OpenWork},
};
use ::store::{Ctx, Db, Read, Result, Tx, audit::Line};
use base::{actor::PersonId, day::in_words};

/// To-dos on somebody's own seat. Those of a post go with the post; what has been told to the leaver
/// stays theirs.
pub(crate) const DESK: Desk = Desk {
    list: |db, person| -> Doing<'_, Vec<OpenWork>> { Box::pin(list(db, person)) },
    pass_on: |tx, ctx, from, to| -> Doing<'_, ()> { Box::pin(pass_on(tx, ctx, from, to)) },
};

/// What waits for a person, without what only counts other things for them (its `about` is the
/// person): the slice that keeps those passes them on, and the count follows.
async fn own(db: &impl Read, person: PersonId) -> Result<Vec<store::OwnTodo>> {
    let mut todos = store::todos_of_person(db, person).await?;
    let counter = person.to_string();
    todos.retain(|todo| todo.about != counter);
    Ok(todos)
}

async fn list(db: &Db, person: PersonId) -> Result<Vec<OpenWork>> {
    let todos = own(db, person).await?;
    Ok(todos
        .into_iter()
        .map(|todo| OpenWork {
            words: match todo.due {
                Some(due) => format!("待办：{}（{}前）", todo.title, in_words(due)),
                None => format!("待办：{}", todo.title),
            },
            href: todo.href,
        })
        .collect())
}

async fn pass_on(tx: &mut Tx, ctx: &Ctx, from: PersonId, to: PersonId) -> Result<()> {
    let todos = own(tx, from).await?;
    let ids: Vec<String> = todos.iter().map(|todo| todo.id.clone()).collect();
    store::pass_seats(tx, &ids, from, to).await?;
    for todo in todos {
        let line = Line::new("inbox.todo.passed_on", todo.id).named(todo.title);
        tx.audit_line(ctx, line);
    }
    Ok(())
}
