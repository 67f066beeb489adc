//! What a plan says of itself, its findings, and its end.

use super::{plan_at_work, store};
use crate::plan::{
    facts,
    model::{FindingId, Plan, PlanId},
    told,
};
use ::store::{
    Ctx, Error, Result,
    audit::{Facts, Line},
};
use base::Refusal;
use gongwen::{day::Day, span::Span};

/// The fields of a plan as a person gives them.
#[derive(Debug, Clone)]
pub(crate) struct Details {
    pub(crate) title: String,
    pub(crate) year: Option<i16>,
    pub(crate) issuer: String,
    pub(crate) doc_number: String,
    pub(crate) issued_on: Option<Day>,
    /// The revision the form was opened with.
    pub(crate) revision: i64,
}

/// The words of the paper each field was read from: what the field is called, and the words.
pub(crate) async fn details_quotes(ctx: &Ctx, plan: &Plan) -> Result<Vec<(&'static str, String)>> {
    let source = store::source(&ctx.db, plan.id)
        .await?
        .ok_or(Error::NotFound)?;
    let spans = &plan.metadata_spans;
    let words = |span: Span| -> String {
        let chars = source.text.chars().skip(span.start).take(span.len());
        chars.filter(|char| !char.is_control()).collect()
    };
    Ok([
        ("标题", spans.title),
        ("年度", spans.year),
        ("发文机关", spans.issuer),
        ("发文字号", spans.doc_number),
        ("成文日期", spans.issued_on),
    ]
    .into_iter()
    .filter_map(|(name, span)| Some((name, words(span?))))
    .collect())
}

/// Corrects what a plan says of itself.
pub(crate) async fn save_details(ctx: &Ctx, id: PlanId, details: Details) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let plan = plan_at_work(ctx, &tx, id).await?;
    if plan.revision != details.revision {
        return Err(Error::Conflict);
    }
    let before = facts::of_plan(&plan);
    let plan = Plan {
        title: details.title,
        year: details.year,
        issuer: details.issuer,
        doc_number: details.doc_number,
        issued_on: details.issued_on,
        ..plan
    };
    store::save_details(&mut tx, &plan).await?;
    store::touch(&mut tx, id).await?;
    let line = Line::new("plan.details_corrected", id)
        .named(&plan.title)
        .changing(&before, &facts::of_plan(&plan));
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// Marks a finding as looked at, or puts it back.
pub(crate) async fn settle_finding(
    ctx: &Ctx,
    id: PlanId,
    finding: FindingId,
    is_settled: bool,
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let plan = plan_at_work(ctx, &tx, id).await?;
    if !store::finding_settled(&mut tx, id, finding, is_settled).await? {
        return Err(Error::NotFound);
    }
    let state = |is_settled| if is_settled { "已处理" } else { "未处理" };
    let in_words = |is_settled| Facts::none().with("提示", state(is_settled));
    let line = Line::new("plan.finding_settled", id)
        .named(plan.title)
        .changing(&in_words(!is_settled), &in_words(is_settled));
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// Removes a draft. A published plan stays: others work from it.
pub(crate) async fn remove_plan(ctx: &Ctx, id: PlanId) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let plan = plan_at_work(ctx, &tx, id).await?;
    if plan.published_revision.is_some() {
        return Err(Refusal::new(
            "plan.published_stays",
            "这份要点已经发布，各科室正在据此工作，不能删除。",
            "如有错误，请修改后发布新版本。",
        )
        .into());
    }
    store::delete_plan(&mut tx, id).await?;
    told::of_end_of_review(&mut tx, &plan).await?;
    let line = Line::new("plan.removed", id)
        .named(&plan.title)
        .changing(&facts::of_plan(&plan), &Facts::none());
    tx.audit_line(ctx, line);
    tx.commit().await
}
