//! What the registers do behind the pages: thin, one job calls one action.

use super::{
    actions::{self, Choice, Duplicates, Take},
    model::Personal,
    paths, sheet,
};
use base::Refusal;
use serde::Deserialize;
use shell::jobs::{Failure, JobCtx, JobResult, JobSpec, Outcome, ScheduleSpec};

/// Erases what is personal and due.
pub(super) const ERASE: &str = "ledger.erase";
/// Takes a large spreadsheet over.
pub(super) const IMPORT: &str = "ledger.import";
/// Lets the rows of a large import be found by their words.
pub(super) const FIND: &str = "ledger.find";
const DUE: &str = "ledger.due";
/// Every morning, before the inbox reminds: what is due soon, late or expiring is asked for.
const ASK: &str = "ledger.ask";
/// Every night: positions of buses that were kept long enough go.
const FORGET_POSITIONS: &str = "ledger.forget_positions";

pub(super) fn specs() -> Vec<JobSpec> {
    vec![
        JobSpec::new(DUE, look_for_due).called("清点到期的个人信息"),
        JobSpec::new(IMPORT, import).called("导入台账"),
        JobSpec::new(FIND, find).called("编入台账检索"),
        JobSpec::new(ERASE, erase).called("抹去到期的个人信息"),
        JobSpec::new(ASK, ask).called("更新台账待办"),
        JobSpec::new(FORGET_POSITIONS, forget_positions).called("清理校车位置"),
    ]
}

pub(super) fn schedules() -> Vec<ScheduleSpec> {
    vec![
        ScheduleSpec::daily(DUE, 1, 40),
        ScheduleSpec::daily(FORGET_POSITIONS, 3, 20),
        ScheduleSpec::daily(ASK, 6, 40),
    ]
}

async fn look_for_due(job: JobCtx, _nothing: ()) -> JobResult {
    let mut tx = job.db.begin_write().await?;
    let n = actions::look_for_due(&mut tx, &job).await?;
    job.finish(tx, Outcome::said(format!("{n}个台账有到期的个人信息。")))
        .await
}

#[derive(Debug, Deserialize)]
struct Erase {
    register: String,
    class: String,
    reason: String,
}

async fn erase(job: JobCtx, asked: Erase) -> JobResult {
    let class = Personal::from_code(&asked.class).unwrap_or_default();
    let mut tx = job.db.begin_write().await?;
    let what = (asked.register.as_str(), class, asked.reason.as_str());
    let tell = |n: u64| job.progress(n, 0, format!("已抹去{n}条"));
    let n = actions::erase(&mut tx, &job, what, tell).await?;
    let said = Outcome::said(format!(
        "已抹去{n}条记录的{}，记录和汇总数保留。",
        class.label()
    ));
    job.finish(tx, said.at(paths::of(paths::LIST, &asked.register)))
        .await
}

#[derive(Debug, Deserialize)]
struct Import {
    register: String,
    file: String,
    name: String,
    skips: bool,
    right_only: bool,
    /// Why numbers of a locked period change; jobs of before that was asked say nothing.
    #[serde(default)]
    reason: String,
    /// What was shown of it; jobs of before that was looked at say nothing.
    #[serde(default)]
    seen: String,
    /// By what it is known to have been made; jobs of before that was asked say nothing.
    #[serde(default)]
    once: String,
}

async fn import(job: JobCtx, asked: Import) -> JobResult {
    job.progress(0, 0, "读取表格")?;
    let opened = actions::open(&job, &asked.register).await?;
    let bytes = job.files.get(&asked.file).await?;
    let definition = opened.register.definition.clone();
    let headers = actions::headers(&job, &opened).await?;
    // Reading a large workbook takes a while: not on the threads that answer requests.
    let read = tokio::task::spawn_blocking(move || sheet::read_for(&bytes, &definition, &headers))
        .await
        .map_err(actions::unwritable)?;
    let (grid, columns) =
        read.map_err(|unreadable| Refusal::new("ledger.unreadable", unreadable.to_string(), ""))?;
    job.progress(0, 0, format!("核对{}行", grid.rows.len()))?;
    let choice = Choice {
        duplicates: match asked.skips {
            true => Duplicates::Skip,
            false => Duplicates::Update,
        },
        take: match asked.right_only {
            true => Take::RightOnly,
            false => Take::All,
        },
        reason: &asked.reason,
        seen: &asked.seen,
        once: (&asked.once, &asked.file),
    };
    // Everything in the one transaction that also marks the job done: all of it, or nothing.
    let mut tx = job.db.begin_write().await?;
    let mut tell = job.teller("写入台账");
    let (code, sheet) = (asked.register.as_str(), (&grid, &columns));
    let counts =
        actions::import_in(&mut tx, &job, code, sheet, &asked.name, choice, &mut tell).await?;
    let Some(counts) = counts else {
        return Err(Failure::Cancelled);
    };
    let said = format!(
        "导入完成：新增{}条，更新{}条，未导入{}条。",
        counts.n_new,
        counts.n_changed,
        counts.n_wrong + counts.n_skipped
    );
    let outcome = Outcome::said(said).at(paths::of(paths::LIST, &asked.register));
    job.finish(tx, outcome).await
}

#[derive(Debug, Deserialize)]
struct Find {
    register: String,
    first: i64,
    since_ms: i64,
}

/// Some rows to a transaction, so that nobody waits long for theirs. Done twice, it puts in the same.
async fn find(job: JobCtx, asked: Find) -> JobResult {
    let since = (asked.first, asked.since_ms);
    let house = actions::house(&job.db).await?;
    let register = (asked.register.as_str(), &house);
    let mut after = None;
    loop {
        after = actions::let_be_found(&job, register, since, after).await?;
        if after.is_none() {
            return job.done(Outcome::said("导入的记录可以按词查到了。")).await;
        }
    }
}

/// Done twice, it changes nothing the second time.
async fn ask(job: JobCtx, (): ()) -> JobResult {
    let n_changed = actions::ask_everybody(&job).await?;
    let words = format!("更新台账待办 {n_changed} 项。");
    job.done(Outcome::said(words)).await
}

/// What is gone is gone: done twice, it deletes nothing the second time.
async fn forget_positions(job: JobCtx, (): ()) -> JobResult {
    let n = actions::forget_positions(&job.db, job.now_ms()).await?;
    job.done(Outcome::said(format!("删除到期的校车位置 {n} 个。")))
        .await
}
