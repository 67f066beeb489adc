//! Spreadsheets in.

use super::{
    comparing::{Difference, differences},
    judging::Judge,
    lines::{Duplicates, Effect, ImportCounts, ImportLine},
    people::{House, Opened, open_in},
    rows::{changed_row, new_row},
    write::{Finding, RowChange, Writing},
};
use crate::facts;
use crate::ledger::{
    jobs::{FIND, IMPORT},
    search,
    sheet::{Columns, Grid, Mark},
    store::{self, Imported},
};
use ::store::{Ctx, Error, JobId, Read, Result, Tx, audit::Line, jobs::Job};
use base::{Refusal, TimePeriod, day::instant_in_words};
use std::collections::BTreeSet;

/// The rows of a larger import are found by their words a little later.
const FOUND_AT_ONCE: usize = 1_000;

/// What of a file is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Take {
    /// Everything, or nothing when something is wrong.
    All,
    /// The rows that are right.
    RightOnly,
}

/// What becomes of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice<'a> {
    /// What becomes of rows that are there.
    pub(crate) duplicates: Duplicates,
    /// What becomes of the others when lines are wrong.
    pub(crate) take: Take,
    /// Why numbers of a locked period change by it, if they do.
    pub(crate) reason: &'a str,
    /// [`ImportPlan::digest`] of the plan that was looked at; empty: nobody looked at one.
    pub(crate) seen: &'a str,
    /// The word that the page of the plan was given, and the hash of the file; empty: there was no such page.
    pub(crate) once: (&'a str, &'a str),
}

/// The rule that what was shown is taken over once.
pub(in crate::ledger) const TAKEN_ALREADY: &str = "ledger.import_taken";

/// The rule that an import does what was shown before.
pub(in crate::ledger) const MOVED_ON: &str = "ledger.import_moved_on";
/// Differences that are shown before an import.
const MOST_SHOWN: usize = 200;

/// What an import would do.
#[derive(Debug)]
pub(in crate::ledger) struct ImportPlan {
    pub(in crate::ledger) counts: ImportCounts,
    pub(in crate::ledger) marks: Vec<Mark>,
    /// Locked periods that lines give more or less to count, and how many lines.
    pub(in crate::ledger) locked: BTreeSet<TimePeriod>,
    pub(in crate::ledger) n_locked: usize,
    /// Lines of sums and remarks that were passed over.
    pub(in crate::ledger) n_passed_over: usize,
    /// Lines that say the header again.
    pub(in crate::ledger) n_repeated: usize,
    /// The first values that would become others, and how many there are.
    pub(in crate::ledger) differences: Vec<Difference>,
    pub(in crate::ledger) n_differences: usize,
    /// By which it is known whether what was shown is still what would happen.
    pub(in crate::ledger) digest: String,
    /// What is said of the same file having been imported before; empty where it was not.
    pub(in crate::ledger) before: String,
}

/// Looks what an import would do. Nothing is kept.
pub(in crate::ledger) async fn plan_import(
    ctx: &Ctx,
    opened: &Opened,
    (grid, columns): (&Grid, &Columns),
    (duplicates, file): (Duplicates, &str),
) -> Result<ImportPlan> {
    let mut judge = Judge::new(ctx, opened, (grid, columns), duplicates)?;
    let mut lines = Vec::new();
    while let Some(read) = judge.read_some().await {
        lines.extend(judge.judge(&ctx.db, read).await?);
    }
    let digest = judge.digest();
    let mut plan = ImportPlan {
        counts: judge.counts,
        marks: judge.marks,
        n_passed_over: judge.n_passed_over,
        n_repeated: judge.n_repeated,
        locked: BTreeSet::new(),
        n_locked: 0,
        differences: Vec::new(),
        n_differences: 0,
        digest,
        before: String::new(),
    };
    if plan.counts.n_new > 0 {
        plan.before = imported_before(ctx, opened, file).await?;
    }
    for line in &lines {
        if let (Effect::Changed(before, values), Some(unit)) = (&line.effect, line.unit) {
            let found = differences(opened, before, unit, values);
            plan.n_differences += found.len();
            let n_free = MOST_SHOWN - plan.differences.len();
            plan.differences.extend(found.into_iter().take(n_free));
        }
    }
    let definition = &opened.register.definition;
    let locked = match definition.feeds_numbers() {
        true => facts::locked_periods(&ctx.db).await?,
        false => BTreeSet::new(),
    };
    if locked.is_empty() {
        return Ok(plan);
    }
    for line in &lines {
        let Some(unit) = line.unit else { continue };
        let (before, values) = match &line.effect {
            Effect::New(values) => (None, values),
            Effect::Changed(before, values) => (Some(&**before), values),
            Effect::Same | Effect::Skipped | Effect::Wrong => continue,
        };
        let mut periods = definition.locked_with(values, &locked);
        if let Some(before) = before {
            periods.append(&mut definition.locked_with(&before.values, &locked));
        }
        if periods.is_empty() {
            continue;
        }
        let after = match before {
            None => new_row(ctx, unit, values.clone(), String::new()),
            Some(before) => changed_row(ctx, before, unit, values.clone()),
        };
        if definition.touches_locked(opened.house.bureau(), (before, Some(&after)), &locked) {
            plan.n_locked += 1;
            plan.locked.append(&mut periods);
        }
    }
    Ok(plan)
}

/// Told how many of how many lines are through; says whether to go on.
pub(in crate::ledger) type Told<'a> = &'a mut (dyn FnMut(usize, usize) -> bool + Send);

/// Takes a sheet over: all in one transaction.
pub(in crate::ledger) async fn import(
    ctx: &Ctx,
    code: &str,
    sheet: (&Grid, &Columns),
    file_name: &str,
    choice: Choice<'_>,
) -> Result<ImportCounts> {
    let mut tx = ctx.db.begin_write().await?;
    let told: Told<'_> = &mut |_, _| true;
    let counts = import_in(&mut tx, ctx, code, sheet, file_name, choice, told).await?;
    tx.commit().await?;
    Ok(counts.unwrap_or_default())
}

/// The same in the caller's transaction; nothing when it was told not to go on.
pub(in crate::ledger) async fn import_in(
    tx: &mut Tx,
    ctx: &Ctx,
    code: &str,
    sheet: (&Grid, &Columns),
    file_name: &str,
    choice: Choice<'_>,
    told: Told<'_>,
) -> Result<Option<ImportCounts>> {
    let (take, reason) = (choice.take, choice.reason);
    let opened = open_in(&*tx, ctx, code).await?;
    let first = store::add_rows(tx, opened.register.no, 0).await?;
    // Whoever posts the same page at the same time waits for the register, and finds it here.
    let (word, file) = choice.once;
    if let Some(known) = taken_already(&*tx, opened.register.no, word).await? {
        return Err(already(&known.said).into());
    }
    let judge = Judge::new(ctx, &opened, sheet, choice.duplicates)?;
    let mut judge = judge.writing_from(first);
    let n_lines = judge.n_lines();
    let finding = match n_lines > FOUND_AT_ONCE {
        true => Finding::Later,
        false => Finding::AtOnce,
    };
    let pair = (&opened.register, &opened.house);
    let mut writing = Writing::new(pair, reason, finding);
    // PostgreSQL plans by what it knew of a table: one that grows many times over is looked at once more when
    // there is something to see, or it would go through all rows for each thousand lines that follow.
    let n_before = usize::try_from(first - 1).unwrap_or_default();
    let mut is_to_look = n_before > 0 && n_lines > n_before.max(FOUND_AT_ONCE);
    let mut some = judge.read_some().await;
    while let Some(read) = some {
        let judged = judge.judge(&*tx, read).await?;
        let is_refused = take == Take::All && judge.counts.n_wrong > 0;
        let changes = changes_of(ctx, file_name, judged);
        some = match is_refused || changes.is_empty() {
            // Nothing more is written; the rest is looked through to say how much is wrong.
            true => judge.read_some().await,
            // While these go in, the next ones are read.
            false => {
                let reading = judge.read_some();
                writing.rows_while(tx, ctx, changes, reading).await?.1
            }
        };
        if is_to_look && judge.counts.n_new > FOUND_AT_ONCE {
            store::look_anew(tx).await?;
            is_to_look = false;
        }
        if !told(judge.n_read, n_lines) {
            return Ok(None);
        }
    }
    // Somebody may have changed rows since these were shown: what they did is not written over unseen.
    if !choice.seen.is_empty() && choice.seen != judge.digest() {
        return Err(Refusal::new(
            MOVED_ON,
            "核对之后有记录改动过，没有导入。",
            "请重新核对会改动的内容，再导入。",
        )
        .into());
    }
    let counts = judge.counts;
    if take == Take::All && counts.n_wrong > 0 {
        return Err(Refusal::new(
            "ledger.import_wrong",
            format!("有{}行填得不对，没有导入。", counts.n_wrong),
            "请改好后再导入，或只导入正确的行。",
        )
        .into());
    }
    if counts.n_new + counts.n_changed == 0 {
        return Ok(Some(counts));
    }
    writing.finish(tx, ctx).await?;
    if finding == Finding::Later {
        let since = serde_json::json!({
            "register": code,
            "first": first,
            "since_ms": ctx.now_ms(),
        });
        tx.enqueue(ctx, Job::new(FIND, since)).await?;
    }
    let said = format!(
        "新增{}条，更新{}条，相同{}条，跳过{}条，未导入{}条",
        counts.n_new, counts.n_changed, counts.n_same, counts.n_skipped, counts.n_wrong
    );
    if !word.is_empty() {
        let import = made(ctx, &said, None);
        if !store::keep_import(tx, opened.register.no, (word, file), &import).await? {
            return Err(already(&said).into());
        }
    }
    let line = Line::new("ledger.rows.imported", code)
        .named(&opened.register.definition.name)
        .saying(format!("{file_name}：{said}"))
        .because(reason);
    tx.audit_line(ctx, line);
    Ok(Some(counts))
}

async fn taken_already(db: &impl Read, register_no: i64, word: &str) -> Result<Option<Imported>> {
    match word {
        "" => Ok(None),
        word => store::imported(db, register_no, word).await,
    }
}

fn already(said: &str) -> Refusal {
    let said = match said {
        "" => String::new(),
        said => format!("（{said}）"),
    };
    Refusal::new(
        TAKEN_ALREADY,
        format!("这份表格已经导入过{said}。"),
        "没有再导入一次，请看导入的结果。",
    )
}

fn made(ctx: &Ctx, said: &str, job: Option<JobId>) -> Imported {
    Imported {
        made_ms: ctx.now_ms(),
        made_by: ctx.actor.name.clone(),
        said: said.to_owned(),
        job: job.map_or_else(String::new, |job| job.to_string()),
    }
}

/// Of a file that was imported before into a register that takes its lines in again as new ones, who did so.
async fn imported_before(ctx: &Ctx, opened: &Opened, file: &str) -> Result<String> {
    let register = &opened.register;
    if file.is_empty() || !register.definition.key.is_empty() {
        return Ok(String::new());
    }
    let before = store::imported_file(&ctx.db, register.no, file).await?;
    Ok(before.map_or_else(String::new, |before| {
        format!(
            "内容相同的表格已由{}于{}导入过（{}）。再导入会把同样的记录再增加一遍，请确认不是重复导入。",
            before.made_by,
            instant_in_words(before.made_ms),
            before.said
        )
    }))
}

/// What is to be written of some lines.
fn changes_of(ctx: &Ctx, file_name: &str, lines: Vec<ImportLine>) -> Vec<RowChange> {
    let mut changes = Vec::with_capacity(lines.len());
    for line in lines {
        let Some(unit) = line.unit else { continue };
        let origin = format!("{file_name}第{}行", line.line + 1);
        match line.effect {
            Effect::New(values) => {
                changes.push(RowChange::New(new_row(ctx, unit, values, origin)));
            }
            Effect::Changed(before, values) => {
                let mut after = changed_row(ctx, &before, unit, values);
                after.comment = origin;
                changes.push(RowChange::Changed {
                    before: *before,
                    after,
                    act: "imported",
                });
            }
            Effect::Same | Effect::Skipped | Effect::Wrong => {}
        }
    }
    changes
}

/// Lets some of the rows a large import wrote be found by their words, and old ones no longer, in a
/// transaction of its own: `first` is the number the register would have given before it, `after` the last
/// row that was looked at. Gives the next of these, while there may be more.
pub(in crate::ledger) async fn let_be_found(
    ctx: &Ctx,
    (code, house): (&str, &House),
    (first, since_ms): (i64, i64),
    after: Option<i64>,
) -> Result<Option<i64>> {
    let mut tx = ctx.db.begin_write().await?;
    let register = store::register(&tx, code).await?.ok_or(Error::NotFound)?;
    let after = match after {
        Some(after) => search::renew_some(&mut tx, (&register, house), after, since_ms).await?,
        None => {
            let next = store::next_row(&tx, register.no).await?;
            search::let_go(&mut tx, &register, first..next).await?;
            store::look_anew(&mut tx).await?;
            Some(0)
        }
    };
    tx.commit().await?;
    Ok(after)
}

/// Puts a large import behind the page: somebody waits for it and sees how far it is.
pub(in crate::ledger) async fn begin_import(
    ctx: &Ctx,
    code: &str,
    (file, file_name): (&str, &str),
    choice: Choice<'_>,
) -> Result<JobId> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    let (word, _) = choice.once;
    let payload = serde_json::json!({
        "register": code,
        "file": file,
        "name": file_name,
        "skips": choice.duplicates == Duplicates::Skip,
        "right_only": choice.take == Take::RightOnly,
        "reason": choice.reason,
        "seen": choice.seen,
        // A word of the job's own: the one of the page is kept with the job.
        "once": match word {
            "" => String::new(),
            word => format!("{word} job"),
        },
    });
    let title = format!("导入{}：{file_name}", opened.register.definition.name);
    let job = tx
        .enqueue(ctx, Job::new(IMPORT, payload).awaited(title))
        .await?;
    let import = made(ctx, "", Some(job));
    let no = opened.register.no;
    if !word.is_empty() && !store::keep_import(&mut tx, no, choice.once, &import).await? {
        // Posted twice: there is one job, and both wait for it.
        drop(tx);
        let known = store::imported(&ctx.db, no, word).await?;
        let known = known.and_then(|known| known.job.parse().ok());
        return known.ok_or_else(|| already("").into());
    }
    tx.commit().await?;
    Ok(job)
}
