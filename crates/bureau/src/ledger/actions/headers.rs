//! Foreign headers: what somebody says a column of a spreadsheet means is remembered.

use super::people::open_in;
use crate::ledger::{
    model::FieldKind,
    sheet::squeezed,
    store::{self, Headers},
};
use ::store::{Ctx, Result, audit::Line};

/// The headers a register has learned.
pub(in crate::ledger) async fn headers(ctx: &Ctx, register_no: i64) -> Result<Headers> {
    store::headers(&ctx.db, register_no).await
}

/// Learns what headers mean: header and code of the field. Tells how many were learned.
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
    let mut learned = Vec::new();
    for (header, field) in said {
        let is_typed = |kind: FieldKind| !matches!(kind, FieldKind::File | FieldKind::Formula);
        let field = definition.active().find(|known| known.code == *field);
        let word = squeezed(header);
        let Some(field) = field.filter(|field| is_typed(field.kind) && !word.is_empty()) else {
            continue;
        };
        store::save_header(&mut tx, opened.register.no, &word, &field.code).await?;
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
