//! The papers of the demo county, imported, assigned and published by the real code.
//!
//! `papers/plan-2026.docx` is numbered by Word's own automatic lists, as most papers are.

use super::{org, today};
use crate::plan::{self, Handled};
use base::{Role, clock::FixedClock, day::Date};
use std::sync::Arc;
use store::{Ctx, Db, Files, Result};

const PLAN: &[u8] = include_bytes!("papers/plan-2026.docx");
const SAFETY: &[u8] = include_bytes!("papers/summer-safety-2026.txt");

/// Imports the papers of the year.
pub(super) async fn create(db: &Db, files: &Files) -> Result<()> {
    let office = |day: Date| office_on(db, files, day);
    let ctx = office(Date::constant(2026, 3, 3)).await?;
    let yearly = plan::handle(&ctx, PLAN, "清禾县教育局2026年工作要点责任分解.docx").await?;
    yearly.accept_everything(&ctx).await?;
    for (marker, lead) in [
        ("14.", "党建办"),
        ("15.", "体卫艺科"),
        ("16.", "基础教育科"),
    ] {
        yearly.give_lead(&ctx, marker, lead).await?;
    }
    yearly.give_lead_where_open(&ctx, "办公室").await?;
    yearly
        .publish(&office(Date::constant(2026, 3, 9)).await?, "")
        .await?;
    revise(&office(Date::constant(2026, 5, 18)).await?, &yearly).await?;
    super::steps::create(db, files, &yearly).await?;
    half_review(&office(today()).await?).await
}

/// In May the county gets more posts for teachers: the third item is corrected and published again.
async fn revise(ctx: &Ctx, yearly: &Handled) -> Result<()> {
    yearly
        .replace_words(
            ctx,
            "3.",
            "招聘中小学教师180名",
            "招聘中小学教师200名",
            180.0,
            200.0,
        )
        .await?;
    yearly
        .publish(
            ctx,
            "县委编办5月追加教师招聘编制20名，第3条招聘目标由180名调整为200名。",
        )
        .await
}

/// The summer's safety campaign has just come in; two of its items are reviewed.
async fn half_review(ctx: &Ctx) -> Result<()> {
    let summer = plan::handle(ctx, SAFETY, "2026年暑期校园安全专项整治方案.txt").await?;
    summer.accept_first(ctx, 2).await
}

async fn office_on(db: &Db, files: &Files, day: Date) -> Result<Ctx> {
    org::acting(
        db,
        files,
        &(Arc::new(FixedClock::at_nine(day)) as _),
        Role::GeneralOffice,
    )
    .await
}
