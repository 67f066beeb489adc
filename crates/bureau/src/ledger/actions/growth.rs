//! 模板更新: bringing what a shipped template has grown by to a register that was founded from it.

use super::{
    define::redefine_in,
    found::{define_items, keep_views},
    people::{Opened, open_in},
};
use crate::ledger::{
    model::{Addition, Definition, Wanted},
    store, templates,
};
use ::store::{Ctx, Error, Read, Result};
use base::Refusal;
use std::collections::BTreeSet;

/// What the template of a register would add; nothing without a template, or for those who do not define.
pub(in crate::ledger) async fn growth(ctx: &Ctx, opened: &Opened) -> Result<Vec<Addition>> {
    if !opened.standing.defines {
        return Ok(Vec::new());
    }
    let grown = grown(&ctx.db, opened, Wanted::Everything).await?;
    Ok(grown.map_or_else(Vec::new, |(_, additions)| additions))
}

async fn grown(
    db: &impl Read,
    opened: &Opened,
    wanted: Wanted<'_>,
) -> Result<Option<(Definition, Vec<Addition>)>> {
    let definition = &opened.register.definition;
    let template = templates::named(definition.template_code());
    let Some(template) = template.filter(|template| definition.is_of(template)) else {
        return Ok(None);
    };
    let ever = store::definitions(db, opened.register.no).await?;
    Ok(Some(definition.grown(&ever, template, wanted)))
}

/// Puts what was chosen of the growth in force as a new version. Says which roll-ups feed nothing, because
/// their number has a source already.
pub(in crate::ledger) async fn take_growth(
    ctx: &Ctx,
    code: &str,
    version: i64,
    chosen: &BTreeSet<String>,
    note: &str,
) -> Result<Vec<String>> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    opened.standing.may_define()?;
    if opened.register.version != version {
        return Err(Error::Conflict);
    }
    let grown = grown(&tx, &opened, Wanted::Only(chosen)).await?;
    let Some((mut definition, additions)) = grown else {
        return Err(Error::NotFound);
    };
    let taken: Vec<&str> = additions
        .iter()
        .filter(|addition| chosen.contains(&addition.key))
        .map(|addition| addition.words.as_str())
        .collect();
    if taken.is_empty() {
        return Err(refusal(
            "没有选中要带入的内容。".to_owned(),
            "请勾选要带入的内容，没有改动。",
        ));
    }
    // The handling unit needs a column of its own, which the fields before it may have left.
    definition.give_slots(Some(&opened.register.definition));
    let problems = definition.problems();
    if !problems.is_empty() {
        return Err(refusal(
            problems.join(""),
            "请把它们所依据的内容一并勾选，没有改动。",
        ));
    }
    let unfed = define_items(&mut tx, ctx, &mut definition).await?;
    let reason = note.trim();
    let note = match reason {
        "" => format!("带入模板更新：{}", taken.join("；")),
        note => note.to_owned(),
    };
    let mut views = definition.views.clone();
    views.retain(|view| !opened.register.definition.views.contains(view));
    redefine_in(&mut tx, ctx, code, version, definition, (&note, reason)).await?;
    keep_views(&mut tx, ctx, opened.register.no, &views).await?;
    tx.commit().await?;
    Ok(unfed)
}

fn refusal(what: String, next: &'static str) -> Error {
    Refusal::new(GROWTH, what, next).into()
}

/// The rule of what cannot be taken over as it was chosen.
pub(in crate::ledger) const GROWTH: &str = "ledger.template_growth";
