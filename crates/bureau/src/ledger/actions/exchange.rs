//! Spreadsheets in.

use super::{
    lookup::lookup_faults,
    people::{House, Opened, open_in},
    rows::{changed_row, new_row, own_unit},
    sight::unmasked,
    write::{Finding, RowChange, Writing, with_retired},
};
use crate::facts;
use crate::ledger::{
    jobs::{FIND, IMPORT},
    model::{CellFault, Definition, FieldSpec, Names, Personal, Reader, Row, Values, looks_masked},
    search,
    sheet::{Columns, Grid, Mark, is_error_value, is_passed_over},
    store,
};
use ::store::{Ctx, Error, JobId, Read, Result, Tx, audit::Line, jobs::Job};
use base::{Refusal, TimePeriod, actor::UnitId, day::Date};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that are written before whoever waits is told how far it is.
const AT_ONCE: usize = 1_000;

/// The rows of a larger import are found by their words a little later.
const FOUND_AT_ONCE: usize = 1_000;

/// What happens to rows that are there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Duplicates {
    /// 更新原有记录.
    Update,
    /// 跳过.
    Skip,
}

/// What of a file is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Take {
    /// Everything, or nothing when something is wrong.
    All,
    /// The rows that are right.
    RightOnly,
}

/// What becomes of a file: of rows that are there, of lines that are wrong, and why numbers of a locked
/// period change by it, if they do.
pub(in crate::ledger) type Choice<'a> = (Duplicates, Take, &'a str);

/// What an import does with a line.
#[derive(Debug)]
enum Effect {
    New(Values),
    Changed(Box<Row>, Values),
    Same,
    /// It is there already, and is left alone.
    Skipped,
    Wrong,
}

/// A line of the sheet.
#[derive(Debug)]
struct ImportLine {
    /// Row of the sheet, from 0.
    line: u32,
    unit: Option<UnitId>,
    effect: Effect,
}

/// How many lines there are of each sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ImportCounts {
    pub(crate) n_new: usize,
    pub(crate) n_changed: usize,
    pub(crate) n_same: usize,
    pub(crate) n_skipped: usize,
    pub(crate) n_wrong: usize,
}

/// What an import would do.
#[derive(Debug)]
pub(in crate::ledger) struct ImportPlan {
    lines: Vec<ImportLine>,
    pub(in crate::ledger) counts: ImportCounts,
    pub(in crate::ledger) marks: Vec<Mark>,
    /// Locked periods that lines give more or less to count, and how many lines.
    pub(in crate::ledger) locked: BTreeSet<TimePeriod>,
    pub(in crate::ledger) n_locked: usize,
    /// Lines of sums and remarks that were passed over.
    pub(in crate::ledger) n_passed_over: usize,
}

/// Looks what an import would do. Nothing is kept.
pub(in crate::ledger) async fn plan_import(
    ctx: &Ctx,
    opened: &Opened,
    (grid, columns): (&Grid, &Columns),
    duplicates: Duplicates,
) -> Result<ImportPlan> {
    let mut plan = plan_in(&ctx.db, ctx, opened, (grid, columns), duplicates).await?;
    let definition = &opened.register.definition;
    let locked = match definition.feeds_numbers() {
        true => facts::locked_periods(&ctx.db).await?,
        false => BTreeSet::new(),
    };
    if locked.is_empty() {
        return Ok(plan);
    }
    for line in &plan.lines {
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

async fn plan_in(
    db: &impl Read,
    ctx: &Ctx,
    opened: &Opened,
    (grid, columns): (&Grid, &Columns),
    duplicates: Duplicates,
) -> Result<ImportPlan> {
    if !opened.standing.fills_in() {
        opened.standing.may_fill(opened.house.bureau())?;
    }
    let definition = &opened.register.definition;
    let reader = Reader::new(definition, ctx.today());
    let personal: Vec<&FieldSpec> = definition
        .active()
        .filter(|field| field.personal != Personal::None)
        .collect();
    let own = own_unit(ctx, opened);
    let mut units: BTreeMap<&str, Option<UnitId>> = BTreeMap::new();
    let mut read: Vec<ReadLine> = Vec::new();
    let mut n_passed_over = 0;
    for (place, (line, cells)) in grid.rows.range(columns.header_row + 1..).enumerate() {
        if is_passed_over(cells, columns) {
            n_passed_over += 1;
            continue;
        }
        let text = |column: Option<u32>| {
            let at = column.and_then(|c| cells.binary_search_by_key(&c, |(at, _)| *at).ok());
            at.and_then(|at| cells.get(at))
                .map_or("", |(_, text)| text.as_str())
        };
        // Masks say nothing until it is known which row they are of.
        let typed = |field: &FieldSpec| match text(columns.fields.get(&field.code).copied()) {
            text if looks_masked(field, text) => String::new(),
            text => text.to_owned(),
        };
        let (values, mut faults) = reader.read(&typed, &opened.house);
        for (code, column) in &columns.fields {
            let kept = text(Some(*column));
            if is_error_value(kept) {
                faults.retain(|fault| fault.field != *code);
                faults.push(CellFault {
                    field: code.clone(),
                    message: format!("单元格是错误值{kept}。"),
                });
            }
        }
        let cell = |field: &&FieldSpec| text(columns.fields.get(&field.code).copied());
        let masks = personal
            .iter()
            .map(|field| (*field, cell(field)))
            .filter(|(field, text)| looks_masked(field, text))
            .map(|(field, text)| (field.code.clone(), text.to_owned()))
            .collect();
        let named = text(columns.unit);
        let unit = match named {
            "" => None,
            named => *units
                .entry(named)
                .or_insert_with(|| opened.house.unit(named)),
        };
        read.push(ReadLine {
            key: definition.key_of(&values),
            line: *line,
            no: text(columns.number).parse().unwrap_or_default(),
            unit_text: named.to_owned(),
            unit,
            values,
            faults,
            masks,
        });
        if place % 1_000 == 999 {
            tokio::task::yield_now().await;
        }
    }
    let looked_up = lookup_faults(db, definition, read.iter().map(|line| &line.values)).await?;
    for (place, fault) in looked_up {
        if let Some(line) = read.get_mut(place) {
            line.faults.push(fault);
        }
    }
    let known = known_rows(db, opened, &read).await?;
    Ok(judge_lines(
        opened,
        columns,
        (own, ctx.today()),
        read,
        &known,
        duplicates,
        n_passed_over,
    ))
}

/// A line as it was read.
struct ReadLine {
    line: u32,
    no: i64,
    unit_text: String,
    unit: Option<UnitId>,
    values: Values,
    /// By what it is known again, if it says so.
    key: Option<String>,
    faults: Vec<CellFault>,
    /// What stands in personal fields and is no value but a mask.
    masks: Vec<(String, String)>,
}

/// The rows that lines are about, by number and by key.
struct Known {
    rows: BTreeMap<i64, Row>,
    keys: BTreeMap<String, i64>,
}

async fn known_rows(db: &impl Read, opened: &Opened, lines: &[ReadLine]) -> Result<Known> {
    let no = opened.register.no;
    let mut numbers: Vec<i64> = lines
        .iter()
        .map(|line| line.no)
        .filter(|no| *no > 0)
        .collect();
    let keys: Vec<String> = lines.iter().filter_map(|line| line.key.clone()).collect();
    let keys = store::keys_taken(db, no, &keys).await?;
    numbers.extend(keys.values());
    numbers.sort_unstable();
    numbers.dedup();
    let rows = store::rows_numbered(db, no, &numbers).await?;
    Ok(Known {
        rows: rows.into_iter().map(|row| (row.no, row)).collect(),
        keys,
    })
}

fn judge_lines(
    opened: &Opened,
    columns: &Columns,
    (own, today): (Option<UnitId>, Date),
    read: Vec<ReadLine>,
    known: &Known,
    duplicates: Duplicates,
    n_passed_over: usize,
) -> ImportPlan {
    let definition = &opened.register.definition;
    let reader = Reader::new(definition, today);
    let mut plan = ImportPlan {
        lines: Vec::with_capacity(read.len()),
        counts: ImportCounts::default(),
        marks: Vec::new(),
        locked: BTreeSet::new(),
        n_locked: 0,
        n_passed_over,
    };
    let n_units = opened.standing.fillable(opened.house.units()).len();
    let is_own_meant = columns.unit.is_none() || n_units == 1;
    let mut met: BTreeMap<String, u32> = BTreeMap::new();
    for mut line in read {
        let key = line.key.take();
        let numbered = known
            .rows
            .get(&line.no)
            .filter(|row| opened.standing.sees_row(row));
        let by_key = key.as_ref().and_then(|key| known.keys.get(key));
        let before = numbered.or_else(|| by_key.and_then(|no| known.rows.get(no)));
        let say = |line: &mut ReadLine, field: &str, message: String| {
            line.faults.push(CellFault {
                field: field.to_owned(),
                message,
            });
        };
        let at_key = definition.key.first().map_or("", String::as_str);
        if let (Some(row), Some(no)) = (numbered, by_key)
            && row.no != *no
        {
            say(&mut line, at_key, format!("与第{no}号记录重复。"));
        }
        if let Some(key) = key
            && let Some(other) = met.insert(key, line.line)
        {
            say(&mut line, at_key, format!("与表中第{}行重复。", other + 1));
        }
        let unit = match (line.unit, before) {
            (Some(unit), _) => Some(unit),
            (None, Some(before)) if line.unit_text.is_empty() => Some(before.unit),
            // A blank in the column of units says nothing, unless there is but one to choose from.
            (None, None) if line.unit_text.is_empty() && is_own_meant => own,
            _ => None,
        };
        match unit {
            None if line.unit_text.is_empty() => {
                say(&mut line, "", "请填写填报单位。".to_owned());
            }
            None => {
                let message = format!("没有找到“{}”这个单位。", line.unit_text);
                say(&mut line, "", message);
            }
            Some(unit)
                if before.is_none_or(|row| row.unit != unit)
                    && !opened.standing.fills_for(unit) =>
            {
                say(&mut line, "", "填报单位不在可填报的范围内。".to_owned());
            }
            Some(_) => {}
        }
        put_masks_back(definition, &mut line, before);
        let is_kept = duplicates == Duplicates::Skip && before.is_some();
        if let Some(before) = before.filter(|_| !is_kept) {
            if let Err(refusal) = opened.standing.may_change(before) {
                say(&mut line, "", refusal.what);
            }
            // What the sheet has no column for stays as it is.
            for field in definition.active() {
                let is_absent = !columns.fields.contains_key(&field.code);
                if let Some(kept) = before.values.get(&field.code).filter(|_| is_absent) {
                    line.values.insert(field.code.clone(), kept.clone());
                    line.faults.retain(|fault| fault.field != field.code);
                }
            }
            reader.compute(&mut line.values);
            let assigned = unit.unwrap_or(before.unit);
            let refused = opened.standing.may_assign(before, assigned, &line.values);
            if let Some(refusal) = refused.err().filter(|_| line.faults.is_empty()) {
                say(&mut line, "", refusal.what);
            }
        }
        if definition.has_stages() && !is_kept {
            let mut values = line.values.clone();
            // The stage of a row that is there already is not changed by a sheet.
            if let Some(kept) = before.and_then(|row| row.values.get(&definition.stage)) {
                values.insert(definition.stage.clone(), kept.clone());
            }
            for fault in definition.against_passed(&values) {
                if line.faults.iter().all(|other| other.field != fault.field) {
                    line.faults.push(fault);
                }
            }
        }
        let effect = if is_kept {
            plan.counts.n_skipped += 1;
            Effect::Skipped
        } else if !line.faults.is_empty() {
            plan.counts.n_wrong += 1;
            plan.marks.extend(line.faults.iter().map(|fault| Mark {
                row: line.line,
                column: match fault.field.is_empty() {
                    true => columns.unit,
                    false => columns.fields.get(&fault.field).copied(),
                },
                message: fault.message.clone(),
            }));
            Effect::Wrong
        } else if let Some(before) = before {
            let values = with_retired(definition, line.values, before);
            match before.values == values && Some(before.unit) == unit {
                true => {
                    plan.counts.n_same += 1;
                    Effect::Same
                }
                false => {
                    plan.counts.n_changed += 1;
                    Effect::Changed(Box::new(before.clone()), values)
                }
            }
        } else {
            plan.counts.n_new += 1;
            Effect::New(line.values)
        };
        plan.lines.push(ImportLine {
            line: line.line,
            unit,
            effect,
        });
    }
    plan
}

/// What was covered stays as it is kept; a mask of nothing is wrong.
fn put_masks_back(definition: &Definition, line: &mut ReadLine, before: Option<&Row>) {
    for (code, text) in std::mem::take(&mut line.masks) {
        let Some(field) = definition.field(&code) else {
            continue;
        };
        line.faults.retain(|fault| fault.field != code);
        match unmasked(field, text, before) {
            Ok(kept) => _ = line.values.insert(code, kept),
            Err(fault) => line.faults.push(fault),
        }
    }
}

/// Told how many of how many rows are written; says whether to go on.
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
    (grid, columns): (&Grid, &Columns),
    file_name: &str,
    (duplicates, take, reason): Choice<'_>,
    told: Told<'_>,
) -> Result<Option<ImportCounts>> {
    let opened = open_in(&*tx, ctx, code).await?;
    let plan = plan_in(&*tx, ctx, &opened, (grid, columns), duplicates).await?;
    let counts = plan.counts;
    if take == Take::All && counts.n_wrong > 0 {
        return Err(Refusal::new(
            "ledger.import_wrong",
            format!("有{}行填得不对，没有导入。", counts.n_wrong),
            "请改好后再导入，或只导入正确的行。",
        )
        .into());
    }
    let n_rows = counts.n_new + counts.n_changed;
    if n_rows == 0 {
        return Ok(Some(counts));
    }
    let mut n_written = 0;
    let mut changes = Vec::with_capacity(AT_ONCE.min(n_rows));
    let pair = (&opened.register, &opened.house);
    let first = store::next_row(&*tx, opened.register.no).await?;
    let finding = match n_rows > FOUND_AT_ONCE {
        true => Finding::Later,
        false => Finding::AtOnce,
    };
    let mut writing = Writing::new(pair, reason, finding);
    for line in plan.lines {
        let Some(unit) = line.unit else { continue };
        let origin = || format!("{file_name}第{}行", line.line + 1);
        match line.effect {
            Effect::New(values) => {
                changes.push(RowChange::New(new_row(ctx, unit, values, origin())));
            }
            Effect::Changed(before, values) => {
                let mut after = changed_row(ctx, &before, unit, values);
                after.comment = origin();
                changes.push(RowChange::Changed {
                    before: *before,
                    after,
                    act: "imported",
                });
            }
            Effect::Same | Effect::Skipped | Effect::Wrong => {}
        }
        if changes.len() == AT_ONCE {
            n_written += changes.len();
            let full = std::mem::replace(&mut changes, Vec::with_capacity(AT_ONCE));
            writing.rows(tx, ctx, full).await?;
            if !told(n_written, n_rows) {
                return Ok(None);
            }
        }
    }
    if !changes.is_empty() {
        writing.rows(tx, ctx, changes).await?;
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
    let line = Line::new("ledger.rows.imported", code)
        .named(&opened.register.definition.name)
        .saying(format!(
            "{file_name}：新增{}条，更新{}条，相同{}条，跳过{}条，未导入{}条",
            counts.n_new, counts.n_changed, counts.n_same, counts.n_skipped, counts.n_wrong
        ))
        .because(reason);
    tx.audit_line(ctx, line);
    Ok(Some(counts))
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
    (duplicates, take, reason): Choice<'_>,
) -> Result<JobId> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    let payload = serde_json::json!({
        "register": code,
        "file": file,
        "name": file_name,
        "skips": duplicates == Duplicates::Skip,
        "right_only": take == Take::RightOnly,
        "reason": reason,
    });
    let title = format!("导入{}：{file_name}", opened.register.definition.name);
    let job = tx
        .enqueue(ctx, Job::new(IMPORT, payload).awaited(title))
        .await?;
    tx.commit().await?;
    Ok(job)
}
