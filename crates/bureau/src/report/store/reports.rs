//! One report: what it says, where it is, what happened to it.

use super::lists::{HEAD, HeadRow};
use crate::report::model::{
    Course, Happening, LastTime, Place, ReportForm, ReportHead, ReportId, ReportState, StoryLine,
};
use ::store::{Ctx, Read, Result, Tx, args};
use base::{actor::PersonId, day::Date};
use sea_orm::FromQueryResult;

/// A report without what it says.
pub(in crate::report) async fn report(db: &impl Read, id: ReportId) -> Result<Option<ReportHead>> {
    let row: Option<HeadRow> = db
        .row(&format!("{HEAD} where r.id = $1"), args![id.to_string()])
        .await?;
    row.map(HeadRow::head).transpose()
}

/// The reports something was written in.
pub(in crate::report) async fn begun(db: &impl Read) -> Result<Vec<ReportId>> {
    #[derive(FromQueryResult)]
    struct IdRow {
        id: String,
    }
    let sql = "select id from report_reports where state <> 'open' order by id";
    let rows: Vec<IdRow> = db.rows(sql, args![]).await?;
    rows.into_iter().map(|row| Ok(row.id.parse()?)).collect()
}

/// What a report says and where it is.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Content {
    pub(in crate::report) course: Course,
    /// None while nothing was saved.
    pub(in crate::report) form: Option<ReportForm>,
}

#[derive(FromQueryResult)]
struct ContentRow {
    course: String,
    form: String,
}

/// What a report says and where it is.
pub(in crate::report) async fn content(db: &impl Read, id: ReportId) -> Result<Option<Content>> {
    let row: Option<ContentRow> = db
        .row(
            "select course, form from report_reports where id = $1",
            args![id.to_string()],
        )
        .await?;
    row.map(|row| {
        Ok(Content {
            course: match row.course.as_str() {
                "" => Course::new(),
                course => serde_json::from_str(course)?,
            },
            form: form(&row.form)?,
        })
    })
    .transpose()
}

fn form(text: &str) -> Result<Option<ReportForm>> {
    Ok(match text {
        "" => None,
        text => Some(serde_json::from_str(text)?),
    })
}

/// Keeps what was written, if the report is still at this revision; false when somebody was first.
pub(in crate::report) async fn save_content(
    tx: &mut Tx,
    ctx: &Ctx,
    head: &ReportHead,
    form: &ReportForm,
) -> Result<bool> {
    let state = match head.state {
        ReportState::Open => ReportState::Draft,
        state => state,
    };
    let (n_fields, n_prefilled) = form.counts();
    let n = tx
        .run(
            "update report_reports set form = $3, state = $4, n_fields = $5, n_prefilled = $6,
             saved_by = $7, saved_ms = $8, revision = revision + 1 where id = $1 and revision = $2",
            args![
                head.id.to_string(),
                head.revision,
                serde_json::to_string(form)?,
                state.code(),
                n_fields,
                n_prefilled,
                ctx.actor.name.clone(),
                ctx.now_ms()
            ],
        )
        .await?;
    Ok(n == 1)
}

#[derive(FromQueryResult)]
struct SavedRow {
    saved_by: String,
    saved_ms: Option<i64>,
}

/// Who wrote in a report last, and when; none when nobody did since that is kept.
pub(in crate::report) async fn last_saved(
    db: &impl Read,
    id: ReportId,
) -> Result<Option<(String, i64)>> {
    let row: Option<SavedRow> = db
        .row(
            "select saved_by, saved_ms from report_reports where id = $1",
            args![id.to_string()],
        )
        .await?;
    Ok(row.and_then(|row| Some((row.saved_by, row.saved_ms?))))
}

/// Keeps where a report is, who is waited for, and the day it was handed in; it stays as it is when
/// somebody was first, and false is told.
pub(in crate::report) async fn save_course(
    tx: &mut Tx,
    head: &ReportHead,
    revision: i64,
    course: &Course,
    submitted_on: Option<Date>,
) -> Result<bool> {
    let state = match course.place {
        Place::Filed => ReportState::Filed,
        Place::At(_) => ReportState::InReview,
        Place::Writing if course.is_returned => ReportState::Returned,
        Place::Writing => ReportState::Draft,
    };
    let waits_for: Vec<(&str, String)> = course.stage().map_or_else(Vec::new, |stage| {
        stage
            .waits_for()
            .map(|one| (one.name.as_str(), one.id.to_string()))
            .collect()
    });
    let names: Vec<&str> = waits_for.iter().map(|(name, _)| *name).collect();
    let words = course
        .stage()
        .map(|stage| format!("{} · {}", stage.kind.label(), names.join("、")))
        .unwrap_or_default();
    let n = tx
        .run(
            "update report_reports set state = $3, waits_for = $4, submitted_day = $5,
             course = $6, revision = revision + 1 where id = $1 and revision = $2",
            args![
                head.id.to_string(),
                revision,
                state.code(),
                words,
                submitted_on.map(|day| day.to_string()),
                serde_json::to_string(course)?
            ],
        )
        .await?;
    if n != 1 {
        return Ok(false);
    }
    tx.run(
        "delete from report_waiting where report_id = $1",
        args![head.id.to_string()],
    )
    .await?;
    let rows = waits_for
        .into_iter()
        .map(|(_, person)| args![person, head.id.to_string()])
        .collect();
    tx.insert_many("report_waiting", &["person_id", "report_id"], rows)
        .await?;
    Ok(true)
}

/// Puts off the day of one report, also when its period is locked.
pub(in crate::report) async fn excuse(
    tx: &mut Tx,
    id: ReportId,
    until: Date,
    reason: &str,
) -> Result<()> {
    tx.run(
        "update report_reports set excused_until = $2, excuse = $3, revision = revision + 1
         where id = $1",
        args![id.to_string(), until.to_string(), reason],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct LastRow {
    period: String,
    form: String,
}

/// The last report of the same unit on the same task before a period, whatever its rhythm.
pub(in crate::report) async fn last_of_task(
    db: &impl Read,
    head: &ReportHead,
) -> Result<Option<LastTime>> {
    let row: Option<LastRow> = db
        .row(
            "select r.period, r.form from report_reports r
             join report_rounds p on p.plan_id = r.plan_id and p.period = r.period
             where r.plan_id = $1 and r.item_id = $2 and r.unit_id = $3 and r.form <> ''
               and r.state in ('review', 'filed') and p.last_day < $4
             order by p.last_day desc limit 1",
            args![
                head.plan.to_string(),
                head.item.to_string(),
                head.unit.to_string(),
                head.period.last().to_string()
            ],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(form(&row.form)?.map(|form| LastTime {
        period: super::period(&row.period)
            .map(base::TimePeriod::label)
            .unwrap_or_default(),
        form,
    }))
}

/// Keeps what a report said at a moment: when it was handed in or consented to.
pub(in crate::report) async fn add_snapshot(
    tx: &mut Tx,
    ctx: &Ctx,
    id: ReportId,
    why: &str,
    form: &ReportForm,
) -> Result<()> {
    tx.run(
        "insert into report_snapshots (report_id, number, at_ms, why, by_id, form)
         select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5
         from report_snapshots where report_id = $1",
        args![
            id.to_string(),
            ctx.now_ms(),
            why,
            ctx.actor.person.to_string(),
            serde_json::to_string(form)?
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct SnapshotRow {
    form: String,
}

/// What a report said when it was handed in last.
pub(in crate::report) async fn last_submitted(
    db: &impl Read,
    id: ReportId,
) -> Result<Option<ReportForm>> {
    snapshot(db, id, "submitted", None).await
}

/// How often a report was handed in: whoever looks at one of them has not seen the next.
pub(in crate::report) async fn n_submitted(db: &impl Read, id: ReportId) -> Result<i64> {
    db.number(
        "select count(*) as n from report_snapshots where report_id = $1 and why = 'submitted'",
        args![id.to_string()],
    )
    .await
}

/// What a report said when this person (or, for none, anybody) consented to it last.
pub(in crate::report) async fn last_consent(
    db: &impl Read,
    id: ReportId,
    by: Option<PersonId>,
) -> Result<Option<ReportForm>> {
    snapshot(db, id, "consented", by).await
}

async fn snapshot(
    db: &impl Read,
    id: ReportId,
    why: &str,
    by: Option<PersonId>,
) -> Result<Option<ReportForm>> {
    let by = by.map(|person| person.to_string()).unwrap_or_default();
    let row: Option<SnapshotRow> = db
        .row(
            "select form from report_snapshots
             where report_id = $1 and why = $2 and ($3 = '' or by_id = $3)
             order by number desc limit 1",
            args![id.to_string(), why, by],
        )
        .await?;
    match row {
        Some(row) => form(&row.form),
        None => Ok(None),
    }
}

/// What a report said each time it was handed in, the first first.
pub(in crate::report) async fn submitted_forms(
    db: &impl Read,
    id: ReportId,
) -> Result<Vec<ReportForm>> {
    let rows: Vec<SnapshotRow> = db
        .rows(
            "select form from report_snapshots
             where report_id = $1 and why = 'submitted' order by number",
            args![id.to_string()],
        )
        .await?;
    let forms = rows.iter().map(|row| form(&row.form));
    let forms: Result<Vec<Option<ReportForm>>> = forms.collect();
    Ok(forms?.into_iter().flatten().collect())
}

/// A remark on one field.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub(in crate::report) struct Comment {
    pub(in crate::report) field: String,
    pub(in crate::report) words: String,
    pub(in crate::report) by_name: String,
    pub(in crate::report) at_ms: i64,
}

/// Keeps a remark on a field.
pub(in crate::report) async fn add_comment(
    tx: &mut Tx,
    ctx: &Ctx,
    id: ReportId,
    field: &str,
    words: &str,
) -> Result<()> {
    tx.run(
        "insert into report_comments (report_id, number, field, words, by_name, at_ms, is_settled)
         select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, false
         from report_comments where report_id = $1",
        args![
            id.to_string(),
            field,
            words,
            ctx.actor.name.clone(),
            ctx.now_ms()
        ],
    )
    .await?;
    Ok(())
}

/// Remarks that are not settled, oldest first.
pub(in crate::report) async fn open_comments(db: &impl Read, id: ReportId) -> Result<Vec<Comment>> {
    db.rows(
        "select field, words, by_name, at_ms from report_comments
         where report_id = $1 and is_settled = false order by number",
        args![id.to_string()],
    )
    .await
}

/// The report was filed: its remarks are settled.
pub(in crate::report) async fn settle_comments(tx: &mut Tx, id: ReportId) -> Result<()> {
    tx.run(
        "update report_comments set is_settled = true where report_id = $1",
        args![id.to_string()],
    )
    .await?;
    Ok(())
}

/// Writes down what happened.
pub(in crate::report) async fn tell(
    tx: &mut Tx,
    ctx: &Ctx,
    id: ReportId,
    by: &str,
    happening: &Happening,
) -> Result<()> {
    tx.run(
        "insert into report_story (report_id, number, at_ms, by_name, happening)
         select $1, coalesce(max(number), 0) + 1, $2, $3, $4
         from report_story where report_id = $1",
        args![
            id.to_string(),
            ctx.now_ms(),
            by,
            serde_json::to_string(happening)?
        ],
    )
    .await?;
    Ok(())
}

/// Why a report was opened again last; empty when it never was. What it corrects is corrected for
/// that reason, also where a period of facts is locked.
pub(in crate::report) async fn reason_reopened(db: &impl Read, id: ReportId) -> Result<String> {
    let story = story(db, id).await?;
    let reasons = story.into_iter().filter_map(|line| match line.happening {
        Happening::Reopened { reason, .. } => Some(reason),
        _ => None,
    });
    Ok(reasons.into_iter().next().unwrap_or_default())
}

#[derive(FromQueryResult)]
struct StoryRow {
    at_ms: i64,
    by_name: String,
    happening: String,
}

/// Everything that happened to a report, newest first.
pub(in crate::report) async fn story(db: &impl Read, id: ReportId) -> Result<Vec<StoryLine>> {
    let rows: Vec<StoryRow> = db
        .rows(
            "select at_ms, by_name, happening from report_story
             where report_id = $1 order by number desc",
            args![id.to_string()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(StoryLine {
                at_ms: row.at_ms,
                by: row.by_name,
                happening: serde_json::from_str(&row.happening)?,
            })
        })
        .collect()
}
