//! A to-do as a row of a table, here and on the workbench.

use crate::{
    calendar::{self, Left},
    inbox::{
        actions,
        model::{OpenTodo, Standing},
    },
};
use base::day::Date;
use store::{Ctx, Result};

/// A to-do, ready to be drawn by `inbox/pages/todo_table.html`.
pub(crate) struct TodoRow {
    /// What sort: `report.fill`.
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) href: String,
    pub(crate) is_returned: bool,
    pub(crate) due: String,
    pub(crate) left: String,
    pub(crate) is_overdue: bool,
    /// Who was told of its delay.
    pub(crate) told: Vec<String>,
    pub(crate) asked: String,
}

/// What waits for whoever looks, the most pressing first.
pub(crate) async fn todo_rows(ctx: &Ctx) -> Result<Vec<TodoRow>> {
    let todos = actions::open_todos(&ctx.db, &ctx.actor).await?;
    let calendar = calendar::calendar(&ctx.db).await?;
    let today = ctx.today();
    let left = |todo: &OpenTodo| todo.due.map(|due| Left::of(&calendar, today, due));
    let rows = todos.into_iter();
    Ok(rows
        .map(|todo| TodoRow::of(left(&todo), todo, today))
        .collect())
}

impl TodoRow {
    pub(super) fn of(left: Option<Left>, todo: OpenTodo, today: Date) -> Self {
        Self {
            kind: todo.kind,
            title: todo.title,
            href: todo.href,
            is_returned: todo.standing == Standing::Returned,
            due: todo
                .due
                .map_or_else(|| "没有时限".to_owned(), |due| in_this_year(due, today)),
            left: left.map(Left::in_words).unwrap_or_default(),
            is_overdue: left.is_some_and(Left::is_overdue),
            told: todo.told.into_iter().map(|(_, words)| words).collect(),
            asked: in_this_year(base::clock::day_in_china(todo.asked_ms), today),
        }
    }
}

/// `06-18`, or with its year when that is another one.
pub(super) fn in_this_year(day: Date, today: Date) -> String {
    base::day::in_table(day, today.year())
}
