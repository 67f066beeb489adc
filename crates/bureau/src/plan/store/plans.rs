//! Plans, their papers, and the findings about them.

use super::rows::{ends, from_word, place, span, word};
use crate::plan::model::{Finding, FindingId, Plan, PlanId, Source};
use gongwen::span::Span;
use sea_orm::FromQueryResult;
use serde::Deserialize;
use store::{Error, Read, Result, Tx, args};

const PLAN: &str = "id, title, year, kind, issuer, doc_number, issued_on, metadata_spans, file,
     file_name, revision, published_revision, created_ms, created_by";

#[derive(FromQueryResult)]
struct PlanRow {
    id: String,
    title: String,
    year: Option<i64>,
    kind: String,
    issuer: String,
    doc_number: String,
    issued_on: Option<String>,
    metadata_spans: String,
    file: String,
    file_name: String,
    revision: i64,
    published_revision: Option<i64>,
    created_ms: i64,
    created_by: String,
}

impl TryFrom<PlanRow> for Plan {
    type Error = Error;

    fn try_from(row: PlanRow) -> Result<Self> {
        Ok(Self {
            id: row.id.parse()?,
            title: row.title,
            year: row.year.and_then(|year| i16::try_from(year).ok()),
            kind: from_word(&row.kind)?,
            issuer: row.issuer,
            doc_number: row.doc_number,
            issued_on: row.issued_on.and_then(|day| day.parse().ok()),
            metadata_spans: serde_json::from_str(&row.metadata_spans)?,
            file: row.file,
            file_name: row.file_name,
            revision: row.revision,
            published_revision: row.published_revision,
            created_ms: row.created_ms,
            created_by: row.created_by,
        })
    }
}

/// A plan in the list of plans.
#[derive(Debug, Clone)]
pub(crate) struct PlanHead {
    pub(crate) plan: Plan,
    pub(crate) n_items: i64,
    pub(crate) n_checked: i64,
    pub(crate) n_assigned: i64,
    pub(crate) n_versions: i64,
}

#[derive(FromQueryResult)]
struct CountsRow {
    plan_id: String,
    n_items: i64,
    n_checked: i64,
    n_assigned: i64,
    n_versions: i64,
}

/// The published plans, newest first, without counting anything in them.
pub(crate) async fn published_plans(db: &impl Read) -> Result<Vec<Plan>> {
    let rows: Vec<PlanRow> = db
        .rows(
            &format!(
                "select {PLAN} from plan_plans
                 where exists (select 1 from plan_versions v where v.plan_id = plan_plans.id)
                 order by coalesce(year, 0) desc, created_ms desc, id"
            ),
            args![],
        )
        .await?;
    rows.into_iter().map(Plan::try_from).collect()
}

/// Every plan, newest year first, with how far it has come: two statements however many there are.
pub(crate) async fn plan_heads(db: &impl Read) -> Result<Vec<PlanHead>> {
    let rows: Vec<PlanRow> = db
        .rows(
            &format!(
                "select {PLAN} from plan_plans order by coalesce(year, 0) desc, created_ms desc, id"
            ),
            args![],
        )
        .await?;
    let counts: Vec<CountsRow> = db
        .rows(
            "select p.id as plan_id,
                (select count(*) from plan_items i where i.plan_id = p.id) as n_items,
                (select count(*) from plan_items i where i.plan_id = p.id and i.is_checked) as n_checked,
                (select count(*) from plan_assignments a where a.plan_id = p.id
                    and a.part = 'lead' and not a.is_suggestion) as n_assigned,
                (select count(*) from plan_versions v where v.plan_id = p.id) as n_versions
             from plan_plans p",
            args![],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            let counts = counts.iter().find(|counts| counts.plan_id == row.id);
            Ok(PlanHead {
                plan: row.try_into()?,
                n_items: counts.map_or(0, |counts| counts.n_items),
                n_checked: counts.map_or(0, |counts| counts.n_checked),
                n_assigned: counts.map_or(0, |counts| counts.n_assigned),
                n_versions: counts.map_or(0, |counts| counts.n_versions),
            })
        })
        .collect()
}

/// A plan.
pub(crate) async fn plan(db: &impl Read, id: PlanId) -> Result<Option<Plan>> {
    let row: Option<PlanRow> = db
        .row(
            &format!("select {PLAN} from plan_plans where id = $1"),
            args![id.to_string()],
        )
        .await?;
    row.map(Plan::try_from).transpose()
}

/// Keeps a new plan with its paper and findings.
pub(crate) async fn insert_plan(
    tx: &mut Tx,
    plan: &Plan,
    source: &Source,
    findings: &[Finding],
) -> Result<()> {
    let id = plan.id.to_string();
    tx.run(
        &format!(
            "insert into plan_plans ({PLAN})
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        ),
        args![
            id.clone(),
            plan.title.clone(),
            plan.year.map(i64::from),
            word(plan.kind)?,
            plan.issuer.clone(),
            plan.doc_number.clone(),
            plan.issued_on.map(|day| day.to_string()),
            serde_json::to_string(&plan.metadata_spans)?,
            plan.file.clone(),
            plan.file_name.clone(),
            plan.revision,
            plan.published_revision,
            plan.created_ms,
            plan.created_by.clone()
        ],
    )
    .await?;
    tx.run(
        "insert into plan_sources (plan_id, format, text, noise) values ($1, $2, $3, $4)",
        args![
            id.clone(),
            source.format.clone(),
            source.text.clone(),
            serde_json::to_string(&source.noise)?
        ],
    )
    .await?;
    let mut rows = Vec::with_capacity(findings.len());
    for (index, finding) in findings.iter().enumerate() {
        let (start, end) = ends(Some(finding.span));
        rows.push(args![
            finding.id.to_string(),
            id.clone(),
            place(index),
            word(finding.code)?,
            start,
            end,
            finding.what.clone(),
            finding.why.clone(),
            finding.suggestion.clone(),
            finding.is_settled
        ]);
    }
    let columns = [
        "id",
        "plan_id",
        "place",
        "code",
        "span_start",
        "span_end",
        "what",
        "why",
        "suggestion",
        "is_settled",
    ];
    tx.insert_many("plan_findings", &columns, rows).await
}

/// Saves what a plan says of itself.
pub(crate) async fn save_details(tx: &mut Tx, plan: &Plan) -> Result<()> {
    tx.run(
        "update plan_plans set title = $2, year = cast($3 as bigint), kind = $4, issuer = $5,
            doc_number = $6, issued_on = cast($7 as text)
         where id = $1",
        args![
            plan.id.to_string(),
            plan.title.clone(),
            plan.year.map(i64::from),
            word(plan.kind)?,
            plan.issuer.clone(),
            plan.doc_number.clone(),
            plan.issued_on.map(|day| day.to_string())
        ],
    )
    .await?;
    Ok(())
}

/// Counts a change of the working copy.
pub(crate) async fn touch(tx: &mut Tx, id: PlanId) -> Result<()> {
    tx.run(
        "update plan_plans set revision = revision + 1 where id = $1",
        args![id.to_string()],
    )
    .await?;
    Ok(())
}

/// Removes a plan and everything of it.
pub(crate) async fn delete_plan(tx: &mut Tx, id: PlanId) -> Result<()> {
    for table in [
        "plan_carried",
        "plan_target_parts",
        "plan_measures",
        "plan_step_changes",
        "plan_steps",
        "plan_work_plans",
        "plan_targets",
        "plan_deadlines",
        "plan_parties",
        "plan_assignments",
        "plan_items",
        "plan_findings",
        "plan_sources",
        "plan_edits",
        "plan_current_items",
        "plan_versions",
    ] {
        tx.run(
            &format!("delete from {table} where plan_id = $1"),
            args![id.to_string()],
        )
        .await?;
    }
    tx.run(
        "delete from plan_plans where id = $1",
        args![id.to_string()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct SourceRow {
    format: String,
    text: String,
    noise: String,
}

/// The paper of a plan.
pub(crate) async fn source(db: &impl Read, id: PlanId) -> Result<Option<Source>> {
    let row: Option<SourceRow> = db
        .row(
            "select format, text, noise from plan_sources where plan_id = $1",
            args![id.to_string()],
        )
        .await?;
    row.map(|row| {
        let noise: Vec<Span> = serde_json::from_str(&row.noise)?;
        Ok(Source {
            format: row.format,
            text: row.text,
            noise,
        })
    })
    .transpose()
}

#[derive(Deserialize)]
struct FindingRow {
    id: String,
    code: String,
    span_start: i64,
    span_end: i64,
    what: String,
    why: String,
    suggestion: String,
    #[serde(deserialize_with = "store::flag")]
    is_settled: bool,
}

/// The findings about a plan's paper, in order of position.
pub(crate) async fn findings(db: &impl Read, id: PlanId) -> Result<Vec<Finding>> {
    let rows: Vec<FindingRow> = db
        .bulk(
            "select id, code, span_start, span_end, what, why, suggestion, is_settled
             from plan_findings where plan_id = $1 order by place",
            args![id.to_string()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Finding {
                id: row.id.parse()?,
                code: from_word(&row.code)?,
                span: span(Some(row.span_start), Some(row.span_end)).unwrap_or(Span::new(0, 0)),
                what: row.what,
                why: row.why,
                suggestion: row.suggestion,
                is_settled: row.is_settled,
            })
        })
        .collect()
}

/// Marks a finding as looked at, or not; says whether there is such a finding.
pub(crate) async fn finding_settled(
    tx: &mut Tx,
    plan: PlanId,
    finding: FindingId,
    is_settled: bool,
) -> Result<bool> {
    let n_rows = tx
        .run(
            "update plan_findings set is_settled = $3 where plan_id = $1 and id = $2",
            args![plan.to_string(), finding.to_string(), is_settled],
        )
        .await?;
    Ok(n_rows == 1)
}
