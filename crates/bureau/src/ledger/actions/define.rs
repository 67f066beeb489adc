//! Founding registers and changing what they are.

use super::{
    found::{define_items, keep_views},
    lookup::lookup_problems,
    people::{House, Opened, house, open_in},
    previewing::{convert_values, preview_in},
    restanding, write,
};
use crate::{
    facts,
    ledger::{
        model::{Definition, FieldKind, FieldSpec, Names, NewNames, Reader, Renaming, Row},
        policy, search,
        store::{self, Register},
    },
};
use ::store::{
    Ctx, Error, Read, Result, Tx,
    audit::{Facts, Line},
};
use base::{Refusal, actor::UnitId, day::Date};
use std::collections::BTreeSet;

/// The rule of a definition that cannot be taken.
pub(in crate::ledger) const DEFINITION: &str = "ledger.definition";

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
    if let Some(twin) = named_alike(&tx, &house, (&definition, owner)).await? {
        return Err(refusal(
            "ledger.name_taken",
            &twin,
            "同一件事不重复登记：请与归口科室商量共用，或换一个能分清的名称。",
        ));
    }
    let mut problems = definition.problems();
    problems.extend(lookup_problems(&tx, &definition, None).await?);
    if !problems.is_empty() {
        return Err(refusal(DEFINITION, &problems.join(""), "请改好后再保存。"));
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

/// Says that another office keeps a register of this name, whether this person sees it or not: its name and
/// its office are no secret, and nobody is asked the same twice.
pub(super) async fn named_alike(
    db: &impl Read,
    house: &House,
    (definition, owner): (&Definition, UnitId),
) -> Result<Option<String>> {
    let registers = store::registers(db).await?;
    // 「师德 师风」 is 师德师风 drawn out.
    let is_named_so = |known: &Definition| {
        let bare = |name: &str| name.split_whitespace().collect::<String>();
        bare(&known.name) == bare(&definition.name)
    };
    let twin = registers.iter().find(|known| {
        is_named_so(&known.definition)
            && known.owner != owner
            && known.definition.code != definition.code
    });
    Ok(twin.map(|twin| {
        let name = &twin.definition.name;
        format!("已有“{name}”台账（归口：{}）。", house.name(twin.owner))
    }))
}

/// Puts a new version in force: values that take another form are converted, totals counted anew. What is
/// said of the version is also why numbers of a locked period change; without it they may not.
pub(in crate::ledger) async fn redefine(
    ctx: &Ctx,
    code: &str,
    version: i64,
    (definition, answers): (Definition, &NewNames),
    note: &str,
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let asked = (definition, Some(answers));
    redefine_with(&mut tx, ctx, code, version, asked, (note, note)).await?;
    tx.commit().await
}

/// The same in a transaction of the caller's. What is said of the version, and why numbers of a locked
/// period change: they are two where the first is said by nobody.
pub(super) async fn redefine_in(
    tx: &mut Tx,
    ctx: &Ctx,
    code: &str,
    version: i64,
    definition: Definition,
    said: (&str, &str),
) -> Result<()> {
    redefine_with(tx, ctx, code, version, (definition, None), said).await
}

/// The same, with what options are called now, where that was asked.
async fn redefine_with(
    tx: &mut Tx,
    ctx: &Ctx,
    code: &str,
    version: i64,
    (mut definition, answers): (Definition, Option<&NewNames>),
    (note, reason): (&str, &str),
) -> Result<()> {
    let opened = open_in(tx, ctx, code).await?;
    let at = (&*tx, ctx.today());
    let redefinition = preview_in(at, &opened, &mut definition, answers).await?;
    if opened.register.version != version {
        return Err(Error::Conflict);
    }
    if !redefinition.is_possible() {
        return Err(refusal(
            DEFINITION,
            &format!("这个版本不能启用。{}", redefinition.why_not()),
            "请改好后再启用，没有改动。",
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
    let converting: BTreeSet<&str> = redefinition
        .changes
        .iter()
        .filter_map(|change| change.converts.as_deref())
        .collect();
    let converts = !converting.is_empty() || !redefinition.renamed.is_empty();
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
        let renamed = &redefinition.renamed;
        convert(tx, &opened.house, pair, (renamed, ctx.today())).await?;
    }
    for renaming in &redefinition.renamed {
        restanding::rename_option_in_views(tx, renewed.no, renaming).await?;
    }
    if reindexes {
        // Row by row, one is given what another still has.
        store::clear_keys(tx, renewed.no).await?;
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
    (renamed, today): (&[Renaming], Date),
) -> Result<()> {
    let definition = &register.definition;
    let reader = Reader::new(definition, today);
    let everything = store::Query::default();
    let filled_in: Vec<&FieldSpec> = definition
        .active()
        .filter(|field| field.kind != FieldKind::Formula)
        .collect();
    let converted = |row: &mut Row| {
        let kept = row.values.clone();
        restanding::with_new_name((before, definition), &mut row.values);
        for renaming in renamed {
            renaming.write_into(&mut row.values);
        }
        convert_values(&reader, &filled_in, row, house);
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

pub(super) fn owner_of(house: &House, definition: &Definition) -> Result<UnitId> {
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
