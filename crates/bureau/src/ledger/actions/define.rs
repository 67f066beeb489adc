//! Founding registers and changing what they are.

use super::{
    found::{define_items, keep_views},
    lookup::lookup_problems,
    people::{House, Opened, house, open_in},
    restanding, write,
};
use crate::{
    facts,
    ledger::{
        model::{
            Definition, DefinitionChange, ERASED, FieldSpec, Names, Personal, Reader, Row,
            differences, masked, unconvertible,
        },
        policy, search,
        store::{self, Register},
    },
};
use ::store::{
    Ctx, Error, Read, Result, Tx,
    audit::{Facts, Line},
};
use base::{Refusal, actor::UnitId, day::Date};

/// How many values that do not convert are shown.
const MOST_SHOWN: usize = 20;

/// Founds a register with the views and the data items that come with it. Says which of its
/// roll-ups feed nothing, because their number has a source already.
pub(crate) async fn define(ctx: &Ctx, mut definition: Definition) -> Result<Vec<String>> {
    let mut tx = ctx.db.begin_write().await?;
    let house = house(&tx).await?;
    let owner = owner_of(&house, &definition)?;
    policy::may_found(&ctx.actor, owner)?;
    if store::register(&tx, &definition.code).await?.is_some() {
        return Err(refusal(
            "ledger.code_taken",
            "已有同一代码的台账。",
            "请换一个代码。",
        ));
    }
    definition.give_slots(None);
    let mut problems = definition.problems();
    problems.extend(lookup_problems(&tx, &definition, None).await?);
    if !problems.is_empty() {
        return Err(refusal(
            "ledger.definition",
            &problems.join(""),
            "请改好后再保存。",
        ));
    }
    let unfed = define_items(&mut tx, ctx, &mut definition).await?;
    let no = store::insert_register(&mut tx, &definition, owner).await?;
    keep_views(&mut tx, ctx, no, &definition.views).await?;
    let note = (ctx.now_ms(), ctx.actor.name.as_str(), "");
    store::insert_definition(&mut tx, no, 1, &definition, note).await?;
    facts::check_twins_again(&mut tx, ctx).await?;
    let register = Register {
        no,
        owner,
        version: 1,
        definition,
    };
    search::renew(&mut tx, &register, &house, ctx.now_ms()).await?;
    let definition = &register.definition;
    let line = Line::new("ledger.register.defined", &definition.code)
        .named(&definition.name)
        .changing(&Facts::none(), &facts_of(definition));
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(unfed)
}

/// What a new version would do.
#[derive(Debug, Default)]
pub(in crate::ledger) struct Redefinition {
    pub(in crate::ledger) changes: Vec<DefinitionChange>,
    /// What keeps the definition from working.
    pub(in crate::ledger) problems: Vec<String>,
    /// Values that would not go along: number of the row, field, value, why.
    pub(in crate::ledger) lost: Vec<(i64, String, String, String)>,
    pub(in crate::ledger) n_lost: usize,
}

impl Redefinition {
    /// Whether it can be done.
    pub(in crate::ledger) fn is_possible(&self) -> bool {
        self.problems.is_empty()
            && self.n_lost == 0
            && !self.changes.is_empty()
            && self.changes.iter().all(|change| !change.is_refused)
    }
}

/// Looks what a new version would do. Nothing is kept.
pub(in crate::ledger) async fn preview_redefinition(
    ctx: &Ctx,
    opened: &Opened,
    definition: &mut Definition,
) -> Result<Redefinition> {
    preview_in((&ctx.db, ctx.today()), opened, definition).await
}

async fn preview_in(
    (db, today): (&impl Read, Date),
    opened: &Opened,
    definition: &mut Definition,
) -> Result<Redefinition> {
    opened.standing.may_define()?;
    let before = &opened.register.definition;
    definition.code.clone_from(&before.code);
    definition.template.clone_from(&before.template);
    definition.give_slots(Some(before));
    let mut redefinition = Redefinition {
        changes: differences(before, definition),
        problems: definition.problems(),
        ..Redefinition::default()
    };
    let looked_into = lookup_problems(db, definition, Some(before)).await?;
    redefinition.problems.extend(looked_into);
    if owner_of(&opened.house, definition).is_err() {
        redefinition
            .problems
            .push("归口科室不存在，请重新选择。".to_owned());
    }
    if redefinition.problems.is_empty() {
        let pair = (before, &*definition);
        for (no, name, why) in restanding::left_standing(db, opened.register.no, pair).await? {
            redefinition.n_lost += 1;
            if redefinition.lost.len() < MOST_SHOWN {
                let field = before.field(&before.stage);
                let field = field.map_or_else(String::new, |field| field.name.clone());
                redefinition.lost.push((no, field, name, why));
            }
        }
    }
    let converting: Vec<&FieldSpec> = redefinition
        .changes
        .iter()
        .filter_map(|change| definition.field(change.converts.as_ref()?))
        .collect();
    if converting.is_empty() || !redefinition.problems.is_empty() {
        return Ok(redefinition);
    }
    let reader = Reader::new(definition, today);
    let mut lost = std::mem::take(&mut redefinition.lost);
    let mut n_lost = redefinition.n_lost;
    let mut after = 0;
    let everything = store::Query::default();
    loop {
        let rows = store::rows_after(db, opened.register.no, &everything, after, 2000).await?;
        let Some(last) = rows.last() else { break };
        after = last.no;
        for row in &rows {
            for (field, kept, why) in not_going_along(&reader, &converting, row, &opened.house) {
                n_lost += 1;
                if lost.len() < MOST_SHOWN {
                    lost.push((row.no, field, kept, why));
                }
            }
        }
    }
    redefinition.lost = lost;
    redefinition.n_lost = n_lost;
    Ok(redefinition)
}

fn not_going_along(
    reader: &Reader<'_>,
    converting: &[&FieldSpec],
    row: &Row,
    names: &dyn Names,
) -> Vec<(String, String, String)> {
    converting
        .iter()
        .filter_map(|field| {
            let kept = row.values.get(&field.code)?;
            if kept.starts_with(ERASED) {
                return None;
            }
            let why = unconvertible(reader, field, kept, names).err()?;
            Some(match field.personal {
                Personal::None => (field.name.clone(), kept.clone(), why),
                // The reason repeats the value.
                _ => (
                    field.name.clone(),
                    masked(field, kept),
                    "不符合新的要求。".to_owned(),
                ),
            })
        })
        .collect()
}

/// Puts a new version in force: values that take another form are converted, totals counted anew. What is
/// said of the version is also why numbers of a locked period change; without it they may not.
pub(in crate::ledger) async fn redefine(
    ctx: &Ctx,
    code: &str,
    version: i64,
    definition: Definition,
    note: &str,
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    redefine_in(&mut tx, ctx, code, version, definition, (note, note)).await?;
    tx.commit().await
}

/// The same in a transaction of the caller's. What is said of the version, and why numbers of a locked
/// period change: they are two where the first is said by nobody.
pub(super) async fn redefine_in(
    tx: &mut Tx,
    ctx: &Ctx,
    code: &str,
    version: i64,
    mut definition: Definition,
    (note, reason): (&str, &str),
) -> Result<()> {
    let opened = open_in(tx, ctx, code).await?;
    let redefinition = preview_in((&*tx, ctx.today()), &opened, &mut definition).await?;
    if opened.register.version != version {
        return Err(Error::Conflict);
    }
    if !redefinition.is_possible() {
        return Err(refusal(
            "ledger.definition",
            "这个版本不能启用：有的内容会丢失，或设置不完整。",
            "请按预览的提示改好后再启用。",
        ));
    }
    let owner = owner_of(&opened.house, &definition)?;
    let register = &opened.register;
    if !store::update_register(tx, register, &definition, owner).await? {
        return Err(Error::Conflict);
    }
    let by = (ctx.now_ms(), ctx.actor.name.as_str(), note);
    store::insert_definition(tx, register.no, version + 1, &definition, by).await?;
    facts::check_twins_again(tx, ctx).await?;
    let converts = redefinition
        .changes
        .iter()
        .any(|change| change.converts.is_some());
    let changes: Vec<&str> = redefinition
        .changes
        .iter()
        .map(|change| change.what.as_str())
        .collect();
    let line = Line::new("ledger.register.redefined", code)
        .named(&definition.name)
        .saying(format!("第{}版：{}", version + 1, changes.join("")))
        .changing(&facts_of(&register.definition), &facts_of(&definition))
        .because(note);
    let formulas = |definition: &Definition| -> Vec<String> {
        definition
            .active()
            .map(|field| field.formula.clone())
            .collect()
    };
    let restands = definition.stands_otherwise(&register.definition);
    let recomputes =
        converts || restands || formulas(&definition) != formulas(&register.definition);
    let reindexes = recomputes || definition.indexes_otherwise(&register.definition);
    let recounts = reindexes || definition.rollups != register.definition.rollups;
    let renewed = Register {
        definition,
        version: version + 1,
        owner,
        ..register.clone()
    };
    let before = &register.definition;
    if recomputes {
        let pair = (&renewed, before);
        convert(tx, &opened.house, pair, ctx.today()).await?;
    }
    if restands {
        restanding::rename_in_views(tx, renewed.no, (before, &renewed.definition)).await?;
        restanding::restand(tx, ctx, (&renewed, &opened.house), before).await?;
    }
    if recounts {
        write::recount(tx, ctx, (&renewed, &opened.house), reindexes, reason).await?;
    }
    search::renew(tx, &renewed, &opened.house, ctx.now_ms()).await?;
    tx.audit_line(ctx, line);
    Ok(())
}

/// Brings every row into the form of the new version, those in the bin as well. This is no change of a
/// row by anybody: its version and its history stay as they are.
async fn convert(
    tx: &mut Tx,
    house: &House,
    (register, before): (&Register, &Definition),
    today: Date,
) -> Result<()> {
    let definition = &register.definition;
    let reader = Reader::new(definition, today);
    let everything = store::Query::default();
    let converted = |row: &mut Row| {
        let kept = row.values.clone();
        restanding::with_new_name((before, definition), &mut row.values);
        for field in definition.active() {
            if let Some(kept) = row.values.get(&field.code)
                && let Ok(kept) = unconvertible(&reader, field, kept, house)
            {
                row.values.insert(field.code.clone(), kept);
            }
        }
        reader.compute(&mut row.values);
        row.values != kept
    };
    let mut after = 0;
    loop {
        let rows = store::rows_after(tx, register.no, &everything, after, 2000).await?;
        let Some(last) = rows.last() else { break };
        after = last.no;
        for mut row in rows {
            if converted(&mut row) {
                store::update_values(tx, register.no, row.no, &row.values).await?;
            }
        }
    }
    after = 0;
    loop {
        let rows = store::bin_after(tx, register.no, (after, 2000)).await?;
        let Some(last) = rows.last() else { break };
        after = last.no;
        for mut row in rows {
            if converted(&mut row) {
                store::rewrite_binned(tx, register.no, &row).await?;
            }
        }
    }
    Ok(())
}

/// Every version of a definition, newest first.
pub(in crate::ledger) async fn versions(ctx: &Ctx, opened: &Opened) -> Result<Vec<store::Version>> {
    store::versions(&ctx.db, opened.register.no).await
}

/// The definition as it was in a version.
pub(in crate::ledger) async fn definition_at(
    ctx: &Ctx,
    opened: &Opened,
    version: i64,
) -> Result<Definition> {
    let found = store::definition_at(&ctx.db, opened.register.no, version).await?;
    found.ok_or(Error::NotFound)
}

fn owner_of(house: &House, definition: &Definition) -> Result<UnitId> {
    house.unit(&definition.owner).ok_or_else(|| {
        refusal(
            "ledger.owner",
            "归口科室不存在。",
            "请填写单位的全称或简称。",
        )
    })
}

fn refusal(rule: &'static str, what: &str, next: &str) -> Error {
    Refusal::new(rule, what, next).into()
}

fn facts_of(definition: &Definition) -> Facts {
    let fields: Vec<String> = definition
        .active()
        .map(|field| format!("{}（{}）", field.name, field.kind.label()))
        .collect();
    let rollups: Vec<&str> = definition.rollups.iter().map(|r| r.name.as_str()).collect();
    let stages: Vec<&str> = definition.stages.iter().map(|s| s.name.as_str()).collect();
    Facts::none()
        .with("名称", &definition.name)
        .with("归口科室", &definition.owner)
        .with("字段", fields.join("、"))
        .with("阶段", stages.join("→"))
        .with("汇总", rollups.join("、"))
}
