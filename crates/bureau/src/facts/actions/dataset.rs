//! The yearly dataset: setting it up, the template, and a file on its way into the facts.

use super::{
    checks,
    house::House,
    items,
    look::View,
    supply::{Supplied, checked_many, keep_quietly},
};
use crate::{
    facts::{
        dataset::{self, Known, Outcome, Sheet, Table, TemplateRow},
        model::{DataItem, FactKey, ImportId, ItemCode, Source, SourceRef, Supply},
        paths, policy,
        store::{self, Import, Wanted},
    },
    org::{self, Directory},
};
use ::store::{Ctx, Error, Result, Tx, audit::Line};
use base::{Refusal, TimePeriod, actor::UnitId};

const MOST_IMPORTS: i64 = 30;

/// Defines what of the shipped dataset is not there yet; says how many items were new. What the
/// bureau has changed stays as it is.
pub(crate) async fn set_up(tx: &mut Tx, ctx: &Ctx) -> Result<usize> {
    policy::may_define(&ctx.actor)?;
    let shipped = dataset::shipped().ok_or_else(|| Error::Corrupt("school.toml".to_owned()))?;
    let house = House::load(tx).await?;
    let reason = format!("{}第{}版", shipped.name, shipped.version);
    let mut n_new = 0;
    for item in shipped.items {
        if !house.items.contains_key(&item.code) {
            items::define(tx, ctx, item, &reason).await?;
            n_new += 1;
        }
    }
    let known = store::checks(tx).await?;
    for check in shipped.checks {
        if !known.iter().any(|known| known.code == check.code) {
            checks::define_check(tx, ctx, check).await?;
        }
    }
    Ok(n_new)
}

/// Items of the dataset, in its order.
pub(in crate::facts) fn dataset_items(view: &View) -> Vec<&DataItem> {
    let mut items = view.items();
    items.retain(|item| item.source == Source::Dataset);
    items
}

/// The workbook to fill in, with what is known already.
pub(in crate::facts) async fn template(ctx: &Ctx, period: TimePeriod) -> Result<Vec<u8>> {
    let view = View::of(ctx).await?;
    let items = dataset_items(&view);
    let units = org::units(&ctx.db).await?;
    let codes: Vec<ItemCode> = items.iter().map(|item| item.code.clone()).collect();
    let wanted = Wanted {
        items: &codes,
        periods: &[period],
        units: view.seen.as_deref(),
        only_verified: false,
    };
    let values = store::values(&ctx.db, wanted).await?;
    let rows: Vec<TemplateRow> = units
        .iter()
        .filter(|unit| view.sees(unit.id) && items.iter().any(|item| item.applies_to(unit.kind)))
        .map(|unit| TemplateRow {
            code: unit.code.clone(),
            name: unit.name.clone(),
            values: items
                .iter()
                .map(|item| {
                    item.applies_to(unit.kind).then(|| {
                        let key = FactKey::new(&item.code, unit.id, period);
                        values.get(&key).and_then(|value| value.value)
                    })
                })
                .collect(),
        })
        .collect();
    let title = format!("{}学年基表", period.label());
    dataset::template(&title, &items, &rows).map_err(|error| Error::Corrupt(error.to_string()))
}

/// Imports somebody may see: the offices all, a school its own.
pub(in crate::facts) async fn imports(ctx: &Ctx) -> Result<Vec<Import>> {
    let own = ctx.actor.person.to_string();
    let person = (!policy::sees_all_imports(&ctx.actor)).then_some(own.as_str());
    store::imports(&ctx.db, person, MOST_IMPORTS).await
}

/// Keeps an uploaded file; nothing of it is taken over yet.
pub(crate) async fn upload(
    ctx: &Ctx,
    bytes: Vec<u8>,
    file_name: &str,
    period: TimePeriod,
) -> Result<ImportId> {
    policy::may_import(&ctx.actor)?;
    if let Err(why) = dataset::read(&bytes) {
        return Err(Refusal::new("facts.import.file", why.to_string(), "").into());
    }
    let file = ctx.files.put(bytes).await?;
    let import = Import {
        id: ImportId::new(),
        file,
        file_name: file_name.to_owned(),
        period,
        at_ms: ctx.now_ms(),
        by: ctx.actor.name.clone(),
        by_person: ctx.actor.person.to_string(),
        is_applied: false,
        n_new: 0,
        n_changed: 0,
        n_left_out: 0,
    };
    let mut tx = ctx.db.begin_write().await?;
    store::insert_import(&mut tx, &import).await?;
    let line = Line::new("facts.import.uploaded", import.id)
        .named(file_name)
        .saying(period.label());
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(import.id)
}

/// A file held against what is known now.
pub(in crate::facts) struct Looked {
    pub(in crate::facts) import: Import,
    pub(in crate::facts) view: View,
    pub(in crate::facts) sheet: Sheet,
    pub(in crate::facts) table: Table,
}

/// What a file would change.
pub(in crate::facts) async fn look(ctx: &Ctx, id: ImportId) -> Result<Looked> {
    let import = store::import(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let is_own = import.by_person == ctx.actor.person.to_string();
    if !is_own && !policy::sees_all_imports(&ctx.actor) {
        return Err(Error::NotFound);
    }
    let view = View::of(ctx).await?;
    let bytes = ctx.files.get(&import.file).await?;
    let sheet = dataset::read(&bytes).map_err(|why| Error::Corrupt(why.to_string()))?;
    let units = org::units(&ctx.db).await?;
    let directory = Directory::new(units, Vec::new());
    let may_take = |unit: UnitId| view.sees(unit);
    let known = Known {
        items: dataset_items(&view),
        headers: store::headers(&ctx.db).await?,
        directory: &directory,
        may_take: &may_take,
        period: import.period,
    };
    let table = Table::columns(&sheet, &known);
    let codes: Vec<ItemCode> = table.columns.values().cloned().collect();
    let wanted = Wanted {
        items: &codes,
        periods: &[import.period],
        units: view.seen.as_deref(),
        only_verified: false,
    };
    let values = store::values(&ctx.db, wanted).await?;
    let table = table.with_rows(&sheet, &known, &values);
    Ok(Looked {
        import,
        sheet,
        table,
        view,
    })
}

/// Remembers what headers mean, for this file and all that come.
pub(in crate::facts) async fn remember(
    ctx: &Ctx,
    meanings: &[(String, Option<ItemCode>)],
) -> Result<()> {
    policy::may_import(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    for (header, item) in meanings {
        store::save_header(
            &mut tx,
            header,
            item.as_ref(),
            &ctx.actor.name,
            ctx.now_ms(),
        )
        .await?;
        let line = Line::new(
            "facts.header.remembered",
            item.as_ref().map_or("", ItemCode::as_str),
        )
        .named(header)
        .saying(item.as_ref().map_or("不导入", ItemCode::as_str));
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

/// Takes a file over, in one transaction: rows that were left out by number stay out.
pub(crate) async fn apply(
    ctx: &Ctx,
    id: ImportId,
    take: Take,
    left_out: &[u32],
    reason: &str,
) -> Result<Supplied> {
    policy::may_import(&ctx.actor)?;
    let looked = look(ctx, id).await?;
    let import = &looked.import;
    let mut supplies = Vec::new();
    let mut n_left_out = 0;
    for row in &looked.table.rows {
        let is_taken = !left_out.contains(&row.row) && (take == Take::RightCells || row.is_right());
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
            let reference = SourceRef::dataset(words, paths::import(id));
            let supply = Supply::new(&cell.item, unit, import.period, Some(value), reference);
            supplies.push(supply.because(reason));
        }
    }
    let mut tx = ctx.db.begin_write().await?;
    let house = House::load(&tx).await?;
    let given = checked_many(ctx, &house, supplies)?;
    let supplied = keep_quietly(&mut tx, ctx, &house, given).await?;
    let counts = [supplied.n_new, supplied.n_changed, n_left_out];
    let counts = counts.map(|n| i64::try_from(n).unwrap_or(i64::MAX));
    if !store::close_import(&mut tx, id, counts).await? {
        return Err(Error::Conflict);
    }
    let line = Line::new("facts.import.applied", id)
        .named(&import.file_name)
        .saying(format!(
            "{}：新填{}个，改动{}个，未收{n_left_out}个",
            import.period.label(),
            supplied.n_new,
            supplied.n_changed
        ))
        .because(reason);
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(supplied)
}

/// A copy of the file with its errors beside the cells.
pub(in crate::facts) fn error_copy(looked: &Looked) -> Result<Vec<u8>> {
    let name = |code: &ItemCode| looked.view.house.item_name(code);
    dataset::error_copy(&looked.sheet, &looked.table, &name)
        .map_err(|error| Error::Corrupt(error.to_string()))
}

/// A column as the spreadsheet program names it: 0 is A, 26 is AA.
fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(super::column_letters(column), letters);
        }
    }
}
