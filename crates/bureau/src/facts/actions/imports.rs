//! A file of the yearly dataset on its way into the facts: received, looked at, taken over. What is
//! large is read and taken over by a job, behind a page of progress; the rules are the same.

use super::{
    checks,
    dataset::dataset_items,
    house::House,
    keep::{self, Given},
    look::View,
    recompute,
    supply::{Supplied, checked_many},
};
use crate::{
    facts::{
        dataset::{self, Known, Names, Outcome, Preview, Sheet, Table},
        jobs,
        model::{Amount, FactKey, ImportId, ItemCode, SourceRef, Supply},
        paths, policy,
        store::{self, Import},
    },
    org::{self, Directory},
};
use ::store::{Ctx, Error, JobId, Result, Tx, audit::Line, jobs::Job};
use base::{Refusal, TimePeriod, actor::UnitId};
use gongwen::annotate::column_letters;
use std::collections::{BTreeSet, HashMap};

mod refused;

pub(in crate::facts) use refused::{MOVED_ON, NOTHING_TAKEN, TAKEN_ALREADY};
use refused::{moved_on, nothing_taken, taken_already};

const MOST_IMPORTS: i64 = 30;
/// Values that are written at once.
const AT_ONCE: usize = 2_000;

/// Imports somebody may see: the offices all, a school its own.
pub(in crate::facts) async fn imports(ctx: &Ctx) -> Result<Vec<Import>> {
    let own = ctx.actor.person.to_string();
    let person = (!policy::sees_all_imports(&ctx.actor)).then_some(own.as_str());
    store::imports(&ctx.db, person, MOST_IMPORTS).await
}

/// Keeps an uploaded file that can be read; nothing of it is taken over yet.
pub(crate) async fn upload(
    ctx: &Ctx,
    bytes: Vec<u8>,
    file_name: &str,
    period: TimePeriod,
) -> Result<ImportId> {
    policy::may_import(&ctx.actor)?;
    let (bytes, sheet) = read(bytes).await?;
    let import = import_of(ctx, bytes, file_name, period, false).await?;
    let content = serde_json::to_string(&sheet)?;
    let mut tx = ctx.db.begin_write().await?;
    insert(&mut tx, ctx, &import).await?;
    store::insert_sheet(&mut tx, import.id, &content).await?;
    tx.commit().await?;
    Ok(import.id)
}

/// The same for a file of any size: a large one is kept unread, and a job looks at it.
pub(in crate::facts) async fn receive(
    ctx: &Ctx,
    bytes: Vec<u8>,
    file_name: &str,
    period: TimePeriod,
) -> Result<(ImportId, Option<JobId>)> {
    if bytes.len() <= shell::jobs::LARGE_FILE {
        return Ok((upload(ctx, bytes, file_name, period).await?, None));
    }
    policy::may_import(&ctx.actor)?;
    dataset::check_kind(&bytes).map_err(unreadable)?;
    let import = import_of(ctx, bytes, file_name, period, true).await?;
    let mut tx = ctx.db.begin_write().await?;
    insert(&mut tx, ctx, &import).await?;
    let job = tx.enqueue(ctx, look_job(&import)).await?;
    tx.commit().await?;
    Ok((import.id, Some(job)))
}

async fn import_of(
    ctx: &Ctx,
    bytes: Vec<u8>,
    file_name: &str,
    period: TimePeriod,
    is_large: bool,
) -> Result<Import> {
    let bureau = House::without_locks(&ctx.db).await?.bureau();
    Ok(Import {
        id: ImportId::new(),
        file: ctx.files.put(bytes).await?,
        file_name: file_name.to_owned(),
        period,
        at_ms: ctx.now_ms(),
        by: ctx.actor.name.clone(),
        by_person: ctx.actor.person.to_string(),
        unit: Some(org::speaks_for(&ctx.actor, bureau)),
        is_large,
        is_applied: false,
        n_new: 0,
        n_changed: 0,
        n_left_out: 0,
    })
}

async fn insert(tx: &mut Tx, ctx: &Ctx, import: &Import) -> Result<()> {
    store::insert_import(tx, import).await?;
    let line = Line::new("facts.import.uploaded", import.id)
        .named(&import.file_name)
        .saying(import.period.label());
    tx.audit_line(ctx, line);
    Ok(())
}

fn look_job(import: &Import) -> Job {
    let payload = serde_json::json!({ "import": import.id });
    Job::new(jobs::LOOK, payload).awaited(format!("核对{}", import.file_name))
}

/// Reads a file; a large one takes a while, so not on the threads that answer requests.
async fn read(bytes: Vec<u8>) -> Result<(Vec<u8>, Sheet)> {
    let read = tokio::task::spawn_blocking(move || {
        let sheet = dataset::read(&bytes);
        (bytes, sheet)
    });
    let (bytes, sheet) = read
        .await
        .map_err(|error| Error::File(std::io::Error::other(error)))?;
    Ok((bytes, sheet.map_err(unreadable)?))
}

fn unreadable(why: impl std::fmt::Display) -> Refusal {
    Refusal::new("facts.import.file", why.to_string(), "")
}

/// A file held against what is known now.
pub(in crate::facts) struct Looked {
    pub(in crate::facts) import: Import,
    pub(in crate::facts) view: View,
    pub(in crate::facts) sheet: Sheet,
    pub(in crate::facts) table: Table,
}

/// One import, as far as somebody may see it.
async fn import(ctx: &Ctx, id: ImportId) -> Result<Import> {
    let import = store::import(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let is_own = import.by_person == ctx.actor.person.to_string();
    match is_own || policy::sees_all_imports(&ctx.actor) {
        true => Ok(import),
        false => Err(Error::NotFound),
    }
}

/// What the file of an import holds: as it was kept when it was received, or read from the file where it was
/// not (a large one, or one that came before sheets were kept).
async fn sheet_of(ctx: &Ctx, import: &Import) -> Result<Sheet> {
    match store::sheet(&ctx.db, import.id).await? {
        Some(content) => Ok(serde_json::from_str(&content)?),
        None => Ok(read(ctx.files.get(&import.file).await?).await?.1),
    }
}

/// The unit whose words a file is read with, whoever looks at it: what others were told of its headers
/// would make other numbers of it.
fn unit_of(ctx: &Ctx, import: &Import, bureau: UnitId) -> UnitId {
    let own = || org::speaks_for(&ctx.actor, bureau);
    import.unit.unwrap_or_else(own)
}

/// What a file would change, held against the values as they are now.
pub(in crate::facts) async fn look(ctx: &Ctx, id: ImportId) -> Result<Looked> {
    let import = import(ctx, id).await?;
    let view = View::of(ctx).await?;
    let sheet = sheet_of(ctx, &import).await?;
    let directory = Directory::new(org::units(&ctx.db).await?, Vec::new());
    let may_take = |unit: UnitId| view.sees(unit);
    let bureau = view.house.bureau();
    let unit = unit_of(ctx, &import, bureau);
    let known = Known {
        items: dataset_items(&view),
        headers: store::headers(&ctx.db, [unit, bureau]).await?,
        directory: &directory,
        may_take: &may_take,
    };
    let table = Table::columns(&sheet, &known);
    let codes: Vec<ItemCode> = table.columns.values().cloned().collect();
    let seen = view.seen.as_deref();
    let standing = store::standing(&ctx.db, &codes, import.period, seen).await?;
    let table = table.with_rows(&sheet, &known, &standing);
    Ok(Looked {
        import,
        sheet,
        table,
        view,
    })
}

/// For whose files what is said of the headers of this one is remembered.
pub(in crate::facts) fn whose_headers(ctx: &Ctx, seen: &Seen) -> String {
    let bureau = seen.view.house.bureau();
    let unit = unit_of(ctx, &seen.import, bureau);
    match unit == bureau {
        true => "没有另作说明的各单位".to_owned(),
        false => seen.view.house.unit_name(unit).to_owned(),
    }
}

impl Looked {
    fn preview(&self) -> Preview {
        let house = &self.view.house;
        let names = Names {
            unit: &|unit| house.unit_name(unit).to_owned(),
            item: &|code| house.item_name(code),
            amount: &|code, amount| {
                let item = house.items.get(code);
                item.map_or_else(String::new, |item| item.in_words(Some(amount)))
            },
        };
        Preview::of(&self.table, &self.sheet.remarks, &names)
    }
}

/// An import as its page shows it.
pub(in crate::facts) struct Seen {
    pub(in crate::facts) import: Import,
    pub(in crate::facts) view: View,
    /// What it would change; nothing while a job is still looking.
    pub(in crate::facts) preview: Option<Preview>,
    /// When it was looked at, of a large file.
    pub(in crate::facts) looked_at_ms: Option<i64>,
}

/// What a file would change: of a small one as it is now, of a large one as the job found it.
pub(in crate::facts) async fn seen(ctx: &Ctx, id: ImportId) -> Result<Seen> {
    let import = import(ctx, id).await?;
    if !import.is_large {
        let looked = look(ctx, id).await?;
        return Ok(Seen {
            preview: Some(looked.preview()),
            import: looked.import,
            view: looked.view,
            looked_at_ms: None,
        });
    }
    let kept = store::preview(&ctx.db, id).await?;
    let (preview, looked_at_ms) = match kept {
        Some((content, at_ms)) => (Some(serde_json::from_str(&content)?), Some(at_ms)),
        None => (None, None),
    };
    Ok(Seen {
        import,
        view: View::of(ctx).await?,
        preview,
        looked_at_ms,
    })
}

/// Has a large file looked at again: headers were told, or values have changed since.
pub(in crate::facts) async fn look_again(ctx: &Ctx, id: ImportId) -> Result<JobId> {
    policy::may_import(&ctx.actor)?;
    let import = import(ctx, id).await?;
    let mut tx = ctx.db.begin_write().await?;
    let job = tx.enqueue(ctx, look_job(&import)).await?;
    tx.commit().await?;
    Ok(job)
}

/// Keeps what was found in a large file for its page.
pub(in crate::facts) async fn keep_preview(
    tx: &mut Tx,
    ctx: &Ctx,
    looked: &Looked,
) -> Result<Preview> {
    let preview = looked.preview();
    let content = serde_json::to_string(&preview)?;
    store::save_preview(tx, looked.import.id, ctx.now_ms(), &content).await?;
    Ok(preview)
}

/// Forgets a file that nothing was taken over from.
pub(in crate::facts) async fn forget(ctx: &Ctx, id: ImportId) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    store::delete_import(&mut tx, id).await?;
    tx.commit().await
}

/// Remembers what headers mean, for this file and all that come of its unit.
pub(in crate::facts) async fn remember(
    ctx: &Ctx,
    id: ImportId,
    meanings: &[(String, Option<ItemCode>)],
) -> Result<()> {
    policy::may_import(&ctx.actor)?;
    let import = import(ctx, id).await?;
    let house = House::without_locks(&ctx.db).await?;
    let unit = unit_of(ctx, &import, house.bureau());
    let by = (ctx.actor.name.as_str(), ctx.now_ms());
    let mut tx = ctx.db.begin_write().await?;
    for (header, item) in meanings {
        store::save_header(&mut tx, unit, (header, item.as_ref()), by).await?;
        let line = Line::new(
            "facts.header.remembered",
            item.as_ref().map_or("", ItemCode::as_str),
        )
        .named(header)
        .saying(format!(
            "{}的文件：{}",
            house.unit_name(unit),
            item.as_ref().map_or("不导入", ItemCode::as_str)
        ));
        tx.audit_line(ctx, line);
    }
    tx.commit().await
}

/// What of a file is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Take {
    /// Every right cell.
    RightCells,
    /// Only rows without a fault.
    RightRows,
}

/// What somebody chose to take over, and why they may in a locked period.
#[derive(Debug, Clone, Copy)]
pub(in crate::facts) struct Chosen<'a> {
    pub(in crate::facts) take: Take,
    /// Rows that stay out, from 0.
    pub(in crate::facts) left_out: &'a [u32],
    pub(in crate::facts) reason: &'a str,
    /// [`Preview::digest`] of what was looked at; empty: nobody looked at anything.
    pub(in crate::facts) seen: &'a str,
}

/// Takes a file over, in one transaction: rows that were left out by number stay out.
pub(crate) async fn apply(
    ctx: &Ctx,
    id: ImportId,
    take: Take,
    left_out: &[u32],
    reason: &str,
) -> Result<Supplied> {
    let chosen = Chosen {
        take,
        left_out,
        reason,
        seen: "",
    };
    apply_seen(ctx, id, chosen).await
}

/// The same for whoever has looked at what it would change.
pub(in crate::facts) async fn apply_seen(
    ctx: &Ctx,
    id: ImportId,
    chosen: Chosen<'_>,
) -> Result<Supplied> {
    let looked = look(ctx, id).await?;
    let mut tx = ctx.db.begin_write().await?;
    let supplied = apply_in(&mut tx, ctx, &looked, chosen, &mut |_, _| true).await?;
    tx.commit().await?;
    Ok(supplied.unwrap_or_default())
}

/// Told how many of how many values are written; says whether to go on.
pub(in crate::facts) type Told<'a> = &'a mut (dyn FnMut(usize, usize) -> bool + Send);

/// The same in the caller's transaction; nothing when it was told not to go on.
pub(in crate::facts) async fn apply_in(
    tx: &mut Tx,
    ctx: &Ctx,
    looked: &Looked,
    chosen: Chosen<'_>,
    told: Told<'_>,
) -> Result<Option<Supplied>> {
    policy::may_import(&ctx.actor)?;
    let import = &looked.import;
    // Posted several times at once, the first writes, and the others wait to be told so.
    if !store::hold_import(tx, import.id).await? {
        return Err(taken_already().into());
    }
    // Somebody may have changed values since these were shown: what they did is not written over unseen.
    let is_seen = !chosen.seen.is_empty();
    if is_seen && chosen.seen != looked.table.digest() {
        return Err(moved_on().into());
    }
    let (supplies, n_left_out) = supplies(looked, chosen);
    // It would count as taken over with nothing in it, and could not be used again.
    if supplies.is_empty() && n_left_out > 0 {
        return Err(nothing_taken(looked, chosen).into());
    }
    let house = House::load(tx).await?;
    let given = checked_many(ctx, &house, supplies)?;
    let n_all = given.len();
    let mut given = given.into_iter();
    let stood = stood(looked);
    let mut supplied = Supplied::default();
    let mut touched: BTreeSet<FactKey> = BTreeSet::new();
    let mut n_written = 0;
    while n_written < n_all {
        let some: Vec<Given> = given.by_ref().take(AT_ONCE).collect();
        let n = some.len();
        let kept = keep::write(tx, ctx, &house, some).await?;
        // Between the look and this transaction as well.
        if is_seen
            && !kept
                .changed
                .iter()
                .all(|(key, was)| stood.get(key).copied() == *was)
        {
            return Err(moved_on().into());
        }
        supplied.n_new += kept.n_new;
        supplied.n_changed += kept.changed.len() - kept.n_new;
        supplied.n_same += n - kept.changed.len();
        touched.extend(kept.touched);
        n_written += n;
        if !told(n_written, n_all) {
            return Ok(None);
        }
    }
    // What follows from the values is computed once, when all of them are there.
    let touched = recompute::after(tx, ctx, &house, &touched).await?;
    checks::run(tx, ctx, &house, &touched).await?;
    let counts = [supplied.n_new, supplied.n_changed, n_left_out];
    let counts = counts.map(|n| i64::try_from(n).unwrap_or(i64::MAX));
    if !store::close_import(tx, import.id, counts).await? {
        return Err(taken_already().into());
    }
    let line = Line::new("facts.import.applied", import.id)
        .named(&import.file_name)
        .saying(format!(
            "{}：新填{}个，改动{}个，未收{n_left_out}个",
            import.period.label(),
            supplied.n_new,
            supplied.n_changed
        ))
        .because(chosen.reason);
    tx.audit_line(ctx, line);
    Ok(Some(supplied))
}

/// What stood, where the file has another number, when it was looked at.
fn stood(looked: &Looked) -> HashMap<FactKey, Amount> {
    let cells = looked.table.rows.iter().flat_map(|row| {
        let cells = row.cells.iter();
        cells.filter_map(|cell| Some((row.unit?, cell)))
    });
    let stood = cells.filter_map(|(unit, cell)| match cell.outcome {
        Outcome::Changed(was, _) => {
            Some((FactKey::new(&cell.item, unit, looked.import.period), was))
        }
        _ => None,
    });
    stood.collect()
}

/// The values of a file that are taken over, and how many are not.
fn supplies(looked: &Looked, chosen: Chosen<'_>) -> (Vec<Supply>, usize) {
    let import = &looked.import;
    let href = paths::import(import.id);
    let uploader = import.by_person.parse().ok();
    let left_out: BTreeSet<u32> = chosen.left_out.iter().copied().collect();
    let mut supplies = Vec::new();
    let mut n_left_out = 0;
    for row in &looked.table.rows {
        let is_taken =
            !left_out.contains(&row.row) && (chosen.take == Take::RightCells || row.is_right());
        n_left_out += row.n_unread;
        for cell in &row.cells {
            let value = match &cell.outcome {
                Outcome::New(is) | Outcome::Changed(_, is) => *is,
                Outcome::Same => continue,
                Outcome::Wrong(_) => {
                    n_left_out += 1;
                    continue;
                }
            };
            let (Some(unit), true) = (row.unit, is_taken) else {
                n_left_out += 1;
                continue;
            };
            let words = format!(
                "{} 第{}行 {}列",
                import.file_name,
                row.row + 1,
                column_letters(cell.column)
            );
            let reference = SourceRef::dataset(words, &href).given_by(uploader);
            let supply = Supply::new(&cell.item, unit, import.period, Some(value), reference);
            supplies.push(supply.because(chosen.reason));
        }
    }
    (supplies, n_left_out)
}

/// Puts taking over a large file behind its page: somebody waits for it and sees how far it is.
pub(in crate::facts) async fn begin_apply(
    ctx: &Ctx,
    id: ImportId,
    chosen: Chosen<'_>,
) -> Result<JobId> {
    policy::may_import(&ctx.actor)?;
    let import = import(ctx, id).await?;
    if import.is_applied {
        return Err(taken_already().into());
    }
    let kept = store::preview(&ctx.db, id).await?;
    let kept: Option<Preview> = match kept {
        Some((content, _)) => Some(serde_json::from_str(&content)?),
        None => None,
    };
    let is_seen = |kept: &Preview| chosen.seen.is_empty() || chosen.seen == kept.digest;
    if !kept.as_ref().is_none_or(is_seen) {
        return Err(moved_on().into());
    }
    let house = House::load(&ctx.db).await?;
    if house.locked.contains(&import.period) && chosen.reason.trim().is_empty() {
        return Err(Refusal::new(
            "facts.locked",
            format!("{}的数据已锁定，不能直接改。", import.period.label()),
            "确需更正的，请写明原因，原来的数会保留在旁边。",
        )
        .into());
    }
    let payload = serde_json::json!({
        "import": id,
        "right_rows": chosen.take == Take::RightRows,
        "left_out": chosen.left_out,
        "reason": chosen.reason,
        "seen": chosen.seen,
    });
    // Posted twice, it waits once.
    let job = Job::new(jobs::IMPORT, payload)
        .unique(format!("{} {id}", jobs::IMPORT))
        .awaited(format!("导入{}", import.file_name));
    let mut tx = ctx.db.begin_write().await?;
    let job = tx.enqueue(ctx, job).await?;
    tx.commit().await?;
    Ok(job)
}

/// The file with its errors beside the cells.
pub(in crate::facts) async fn error_copy(ctx: &Ctx, looked: Looked) -> Result<Vec<u8>> {
    let bytes = ctx.files.get(&looked.import.file).await?;
    let written = tokio::task::spawn_blocking(move || {
        let name = |code: &ItemCode| looked.view.house.item_name(code);
        dataset::error_copy(&bytes, &looked.sheet, &looked.table, &name)
    });
    written
        .await
        .map_err(|error| Error::File(std::io::Error::other(error)))?
        .map_err(|error| Error::Corrupt(error.to_string()))
}
