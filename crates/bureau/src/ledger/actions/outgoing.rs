//! Spreadsheets out.

use super::{look::look_for_words, people::Opened};
use crate::ledger::{
    model::{Definition, FieldSpec, Personal, Row},
    policy::Glance,
    store::{self, Query},
};
use ::store::{Ctx, Error, Result, audit::Line};
use base::Refusal;

/// A list on its way out: which rows, which columns, seen by whom.
#[derive(Debug)]
pub(in crate::ledger) struct Outgoing {
    pub(in crate::ledger) opened: Opened,
    /// The definition with the columns that go out.
    pub(in crate::ledger) columns: Definition,
    query: Query,
}

/// Begins an export and writes it down. What is personal stays out unless it is asked for with a
/// reason, by somebody who may.
pub(in crate::ledger) async fn begin_export(
    ctx: &Ctx,
    opened: Opened,
    mut query: Query,
    filters: &str,
    personal_because: Option<&str>,
) -> Result<Outgoing> {
    opened.standing.narrow(&mut query);
    query.days = super::look::days_of(&opened.register.definition, ctx.today());
    look_for_words(ctx, &opened, &mut query).await?;
    let definition = &opened.register.definition;
    let mut columns = definition.clone();
    let line = match personal_because.map(str::trim) {
        None => {
            columns
                .fields
                .retain(|field| field.personal == Personal::None);
            Line::new("ledger.rows.exported", &definition.code).saying(filters)
        }
        Some(reason) => {
            columns
                .fields
                .retain(|field| opened.standing.glance_of_list(field) > Glance::Masked);
            let is_personal = |field: &&FieldSpec| field.personal != Personal::None;
            let names: Vec<&str> = columns
                .active()
                .filter(is_personal)
                .map(|field| field.name.as_str())
                .collect();
            if names.is_empty() {
                return Err(Refusal::new(
                    "ledger.personal_stays",
                    "没有导出个人信息的权限。",
                    "请导出不含个人信息的表格，或联系归口科室。",
                )
                .into());
            }
            if reason.is_empty() {
                return Err(Refusal::new(
                    "ledger.export_needs_reason",
                    "导出个人信息要说明用途。",
                    "请写明用在哪里、给谁用。",
                )
                .into());
            }
            let what = format!("{}；{filters}", names.join("、"));
            Line::new("ledger.rows.exported_whole", &definition.code)
                .saying(what)
                .because(reason)
        }
    };
    let mut tx = ctx.db.begin_write().await?;
    tx.audit_line(ctx, line.named(&definition.name));
    tx.commit().await?;
    let standing = opened.standing.revealing();
    Ok(Outgoing {
        opened: Opened { standing, ..opened },
        columns,
        query,
    })
}

/// Rows for an export, some at a time, in the order of their numbers.
pub(in crate::ledger) async fn export_some(
    ctx: &Ctx,
    outgoing: &Outgoing,
    after: i64,
) -> Result<Vec<Row>> {
    const SOME: i64 = 2_000;
    let Outgoing {
        opened,
        columns,
        query,
    } = outgoing;
    let no = opened.register.no;
    let mut rows = store::rows_after(&ctx.db, no, query, after, SOME).await?;
    let is_personal = |field: &&FieldSpec| field.personal != Personal::None;
    for field in columns.active().filter(is_personal) {
        for row in &mut rows {
            if opened.standing.glance(field, row.unit) < Glance::Whole {
                row.values.remove(&field.code);
            }
        }
    }
    Ok(rows)
}

/// Why a file cannot be exported.
pub(in crate::ledger) fn unwritable(
    error: impl std::error::Error + Send + Sync + 'static,
) -> Error {
    Error::File(std::io::Error::other(error))
}
