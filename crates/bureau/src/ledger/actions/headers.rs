//! Foreign headers: what somebody says a column of a spreadsheet means is remembered, for the files of their
//! unit and no others.

use super::people::{Opened, open_in};
use crate::{
    ledger::{
        model::FieldKind,
        sheet::squeezed,
        store::{self, Headers},
    },
    org,
};
use ::store::{Ctx, Result, audit::Line};

/// The headers a register has learned from the unit of whoever reads a file.
pub(in crate::ledger) async fn headers(ctx: &Ctx, opened: &Opened) -> Result<Headers> {
    let bureau = opened.house.bureau();
    let unit = org::speaks_for(&ctx.actor, bureau);
    store::headers(&ctx.db, opened.register.no, [unit, bureau]).await
}

/// Learns what headers mean in the files of somebody's unit: header and code of the field; without one, that the
/// header means nothing there, whatever was said before. Tells how many were learned.
pub(in crate::ledger) async fn learn_headers(
    ctx: &Ctx,
    code: &str,
    said: &[(String, String)],
) -> Result<usize> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    if !opened.standing.fills_in() {
        opened.standing.may_fill(opened.house.bureau())?;
    }
    let definition = &opened.register.definition;
    let unit = org::speaks_for(&ctx.actor, opened.house.bureau());
    let mut learned = Vec::new();
    for (header, field) in said {
        let is_typed = |kind: FieldKind| !matches!(kind, FieldKind::File | FieldKind::Formula);
        let word = squeezed(header);
        if field.is_empty() && !word.is_empty() {
            store::save_header(&mut tx, opened.register.no, unit, (&word, "")).await?;
            learned.push(format!("“{word}”不导入"));
            continue;
        }
        let field = definition.active().find(|known| known.code == *field);
        let Some(field) = field.filter(|field| is_typed(field.kind) && !word.is_empty()) else {
            continue;
        };
        let meaning = (word.as_str(), field.code.as_str());
        store::save_header(&mut tx, opened.register.no, unit, meaning).await?;
        learned.push(format!("“{word}”即“{}”", field.name));
    }
    if !learned.is_empty() {
        let line = Line::new("ledger.headers.learned", code)
            .named(&definition.name)
            .saying(learned.join("，"));
        tx.audit_line(ctx, line);
        tx.commit().await?;
    }
    Ok(learned.len())
}
