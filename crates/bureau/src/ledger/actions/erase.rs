//! 到期抹去: what is personal and kept longer than its time is listed every night, and erased when the
//! office that keeps the register says so. The rows stay, for the counts.

use super::{
    files::let_files_go,
    people::{House, Opened, open_in},
    write::{self, RowChange},
};
use crate::{
    inbox::{self, Addressee, Standing, Todo},
    ledger::{
        jobs::ERASE,
        model::{Eraser, Personal, Row},
        paths,
        store::{self, DueUntil, Register},
    },
};
use ::store::{Ctx, JobId, Read, Result, Tx, audit::Line, jobs::Job};
use base::{Refusal, Role, clock::midnight_in_china, day::Date, id::Uuid};

/// The kind of to-do.
const DUE: &str = "ledger.erase_due";
/// What goes besides the fields.
const FILES: &str = "记录的附件";
/// Rows at once.
const SOME: i64 = 2_000;

/// What is due of one class.
#[derive(Debug)]
pub(in crate::ledger) struct Due {
    pub(in crate::ledger) class: Personal,
    /// The last day of what is due; none where no term is set.
    pub(in crate::ledger) until: Option<Date>,
    pub(in crate::ledger) n_rows: i64,
    /// How many more lie in the bin.
    pub(in crate::ledger) n_binned: i64,
    /// Names of the fields that would be erased.
    pub(in crate::ledger) fields: Vec<String>,
    /// The first of the rows.
    pub(in crate::ledger) sample: Vec<Row>,
}

/// What is due in a register, class by class.
pub(in crate::ledger) async fn due(ctx: &Ctx, opened: &Opened) -> Result<Vec<Due>> {
    const SHOWN: i64 = 10;
    opened.standing.may_erase()?;
    let register = &opened.register;
    let mut due = Vec::new();
    for class in [Personal::Sensitive, Personal::Ordinary] {
        let mut fields: Vec<String> = register
            .definition
            .erasable(class)
            .map(|field| field.name.clone())
            .collect();
        if fields.is_empty() {
            continue;
        }
        // What a paper attached to the row says cannot be erased out of it.
        fields.push(FILES.to_owned());
        let until = register.definition.due_until(class, ctx.today());
        let mut line = Due {
            class,
            until,
            n_rows: 0,
            n_binned: 0,
            fields,
            sample: Vec::new(),
        };
        if let Some(last) = until {
            line.n_binned = n_due_in_bin(&ctx.db, register, class, last).await?;
            let until = due_until(last);
            line.n_rows = store::n_due(&ctx.db, register.no, class, &until).await?;
            let some = (0, SHOWN);
            line.sample = store::rows_due(&ctx.db, register.no, class, &until, some).await?;
        }
        due.push(line);
    }
    Ok(due)
}

fn due_until(last: Date) -> DueUntil {
    let next = last.tomorrow().unwrap_or(last);
    DueUntil {
        last_month: format!("{:04}-{:02}", last.year(), last.month()),
        before_ms: midnight_in_china(next),
    }
}

/// Looks every night what is due, and puts it before whoever answers for it. Tells how many registers.
pub(in crate::ledger) async fn look_for_due(tx: &mut Tx, ctx: &Ctx) -> Result<usize> {
    let mut n_registers = 0;
    for register in store::registers(tx).await? {
        let n_rows = n_due_in(tx, &register, ctx.today()).await?;
        if n_rows == 0 {
            inbox::settle(tx, &register.definition.code, DUE).await?;
            continue;
        }
        n_registers += 1;
        let todo = Todo {
            for_: vec![Addressee::Post(register.owner, Role::OfficeHead)],
            about: register.definition.code.clone(),
            kind: DUE,
            title: format!(
                "确认抹去到期的个人信息：{}（{n_rows}条）",
                register.definition.name
            ),
            href: paths::of(paths::DUE, &register.definition.code),
            due: None,
            standing: Standing::Open,
            remind: "silent",
            escalates_in: None,
        };
        inbox::ask(tx, ctx, todo).await?;
    }
    Ok(n_registers)
}

async fn n_due_in(db: &impl Read, register: &Register, today: Date) -> Result<i64> {
    let mut n_rows = 0;
    for class in [Personal::Sensitive, Personal::Ordinary] {
        if let Some(last) = register.definition.due_until(class, today) {
            n_rows += store::n_due(db, register.no, class, &due_until(last)).await?;
            n_rows += n_due_in_bin(db, register, class, last).await?;
        }
    }
    Ok(n_rows)
}

/// Begins to erase what is due of a class: a job, for there may be many rows.
pub(in crate::ledger) async fn begin_erasing(
    ctx: &Ctx,
    code: &str,
    class: Personal,
    reason: &str,
) -> Result<JobId> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    opened.standing.may_erase()?;
    if reason.trim().is_empty() {
        return Err(Refusal::new(
            "ledger.erase_needs_reason",
            "抹去个人信息要写明依据。",
            "请写明按哪条规定、谁批准。",
        )
        .into());
    }
    let payload = serde_json::json!({
        "register": code, "class": class.code(), "reason": reason.trim(),
    });
    let title = format!(
        "抹去到期的{}：{}",
        class.label(),
        opened.register.definition.name
    );
    let job = Job::new(ERASE, payload)
        .awaited(title)
        .unique(format!("{code} {}", class.code()));
    let id = tx.enqueue(ctx, job).await?;
    tx.commit().await?;
    Ok(id)
}

/// Erases what is due of a class, in one transaction. Tells how many rows.
pub(in crate::ledger) async fn erase(
    tx: &mut Tx,
    ctx: &Ctx,
    (code, class, reason): (&str, Personal, &str),
    mut progress: impl FnMut(u64) -> std::result::Result<(), shell::jobs::Failure>,
) -> std::result::Result<usize, shell::jobs::Failure> {
    let opened = open_in(&*tx, ctx, code).await?;
    opened.standing.may_erase()?;
    let register = &opened.register;
    let until = register.definition.due_until(class, ctx.today());
    let Some(last) = until else {
        return Ok(0);
    };
    let until = due_until(last);
    let mut eraser = Eraser::new(&register.definition, class);
    let mut n_rows = 0;
    let mut after = 0;
    loop {
        let rows = store::rows_due(&*tx, register.no, class, &until, (after, SOME)).await?;
        let Some(row) = rows.last() else { break };
        after = row.no;
        n_rows += rows.len();
        let pair = (register, &opened.house);
        erase_some(tx, ctx, pair, class, (&mut eraser, rows)).await?;
        progress(n_rows.try_into().unwrap_or(u64::MAX))?;
    }
    let n_binned = erase_in_bin(tx, ctx, (register, last), &mut eraser).await?;
    let fields = register.definition.erasable(class);
    let names = fields.map(|field| field.name.as_str());
    let names: Vec<&str> = names.chain([FILES]).collect();
    let line = Line::new("ledger.rows.erased", code)
        .named(&register.definition.name)
        .saying(format!(
            "{}（{}）：截至{last}的{n_rows}条，回收站{n_binned}条",
            class.label(),
            names.join("、")
        ))
        .because(reason);
    tx.audit_line(ctx, line);
    if n_due_in(&*tx, register, ctx.today()).await? == 0 {
        inbox::settle(tx, code, DUE).await?;
    }
    Ok(n_rows)
}

async fn erase_some(
    tx: &mut Tx,
    ctx: &Ctx,
    (register, house): (&Register, &House),
    class: Personal,
    (eraser, rows): (&mut Eraser<'_>, Vec<Row>),
) -> Result<()> {
    let numbers: Vec<i64> = rows.iter().map(|row| row.no).collect();
    let mut changes = Vec::new();
    for before in rows {
        if let Some(values) = eraser.erased(&before, meaningless) {
            // How far it is looked through does not change: nobody put anything else in.
            let after = Row {
                values,
                version: before.version + 1,
                changed_ms: ctx.now_ms(),
                ..before.clone()
            };
            let act = write::ERASED;
            changes.push(RowChange::Changed { before, after, act });
        }
    }
    write::apply(tx, ctx, (register, house), (changes, "")).await?;
    erase_in_histories(tx, register, eraser, &numbers).await?;
    let_files_go(tx, ctx, register, &numbers).await?;
    store::mark_erased(tx, register.no, class, &numbers).await
}

/// Marks rows that come out of the bin and hold nothing any more of what is due: they were erased before
/// they went in, or while they lay there, and are not to be put before anybody again.
pub(super) async fn mark_restored(
    tx: &mut Tx,
    register: &Register,
    rows: &[Row],
    today: Date,
) -> Result<()> {
    for class in [Personal::Sensitive, Personal::Ordinary] {
        let Some(last) = register.definition.due_until(class, today) else {
            continue;
        };
        let eraser = Eraser::new(&register.definition, class);
        let is_erased = |row: &&Row| is_past(register, row, last) && !eraser.finds_something(row);
        let numbers: Vec<i64> = rows.iter().filter(is_erased).map(|row| row.no).collect();
        store::mark_erased(tx, register.no, class, &numbers).await?;
    }
    Ok(())
}

/// Erases in the bin, rows and histories alike. Tells how many rows.
async fn erase_in_bin(
    tx: &mut Tx,
    ctx: &Ctx,
    (register, last): (&Register, Date),
    eraser: &mut Eraser<'_>,
) -> Result<usize> {
    let mut n_rows = 0;
    let mut after = 0;
    loop {
        let rows = store::bin_after(&*tx, register.no, (after, SOME)).await?;
        let Some(row) = rows.last() else { break };
        after = row.no;
        let rows = rows.into_iter();
        let past: Vec<Row> = rows.filter(|row| is_past(register, row, last)).collect();
        let numbers: Vec<i64> = past.iter().map(|row| row.no).collect();
        for mut row in past {
            if let Some(values) = eraser.erased(&row, meaningless) {
                row.values = values;
                store::rewrite_binned(tx, register.no, &row).await?;
                n_rows += 1;
            }
        }
        erase_in_histories(tx, register, eraser, &numbers).await?;
        let_files_go(tx, ctx, register, &numbers).await?;
    }
    Ok(n_rows)
}

/// Erases what histories of rows still say.
async fn erase_in_histories(
    tx: &mut Tx,
    register: &Register,
    eraser: &Eraser<'_>,
    numbers: &[i64],
) -> Result<()> {
    for mut change in store::kept_changes(tx, register.no, numbers).await? {
        if let Some(left) = eraser.without(&change.changes) {
            change.changes = left;
            store::rewrite_change(tx, register.no, &change).await?;
        }
    }
    Ok(())
}

/// How many rows of the bin hold what is due to be erased.
async fn n_due_in_bin(
    db: &impl Read,
    register: &Register,
    class: Personal,
    last: Date,
) -> Result<i64> {
    let eraser = Eraser::new(&register.definition, class);
    let mut n_rows = 0;
    let mut after = 0;
    loop {
        let rows = store::bin_after(db, register.no, (after, SOME)).await?;
        let Some(row) = rows.last() else { break };
        after = row.no;
        let due = |row: &&Row| is_past(register, row, last) && eraser.finds_something(row);
        n_rows += i64::try_from(rows.iter().filter(due).count()).unwrap_or(i64::MAX);
    }
    Ok(n_rows)
}

/// Whether the term of a row that lies in the bin is over.
fn is_past(register: &Register, row: &Row, last: Date) -> bool {
    let made = base::clock::day_in_china(row.made_ms);
    register.definition.day_of(&row.values).unwrap_or(made) <= last
}

/// A word nothing can be told from.
fn meaningless() -> String {
    Uuid::now_v7().simple().to_string()
}
