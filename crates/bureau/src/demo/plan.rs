//! The papers of the demo county, imported, assigned and published by the real code.
//!
//! `papers/plan-2026.docx` is numbered by Word's own automatic lists, as most papers are.

use super::{last_year, org, today};
use crate::plan::{self, Handled};
use base::{Role, clock::FixedClock, day::Date};
use std::sync::Arc;
use store::{Ctx, Db, Files, Result};

const PLAN: &[u8] = include_bytes!("papers/plan-2026.docx");
const SAFETY: &[u8] = include_bytes!("papers/summer-safety-2026.txt");

/// Targets by the item's numeral: what was read, and what it counts.
const NAMES: [(&str, &[(&str, &str)]); 6] = [
    ("8.", &[("乡镇公办中心幼儿园建设", "乡镇公办中心幼儿园")]),
    (
        "9.",
        &[
            ("要求", "每天综合体育活动时间"),
            ("优良率", "学生体质健康优良率"),
            ("力争总体近视率", "总体近视率下降"),
        ],
    ),
    (
        "10.",
        &[
            ("学校", "综合督导学校"),
            ("责任督学每月", "责任督学每月进校督导"),
        ],
    ),
    (
        "11.",
        &[("投资", "项目完成投资"), ("校舍", "新建改扩建校舍")],
    ),
    (
        "13.",
        &[
            ("学校", "经济责任审计学校"),
            ("各类资助金", "发放资助金"),
            ("惠及学生", "资助惠及学生"),
        ],
    ),
    ("2.", &[("骨干教师", "培训骨干教师")]),
];

/// Imports the papers of the year.
pub(super) async fn create(db: &Db, files: &Files) -> Result<()> {
    let office = |day: Date| office_on(db, files, day);
    let ctx = office(Date::constant(2026, 3, 3)).await?;
    let yearly = plan::handle(&ctx, PLAN, "清禾县教育局2026年工作要点责任分解.docx").await?;
    yearly.carry(&ctx, &last_year::UNFINISHED).await?;
    yearly.accept_everything(&ctx).await?;
    set_right(&ctx, &yearly).await?;
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

/// What a person puts right before publishing: targets whose words stand apart from their number, and what
/// is left to do of the items of the year before.
async fn set_right(ctx: &Ctx, yearly: &Handled) -> Result<()> {
    for (item, names) in NAMES {
        yearly.name_targets(ctx, item, names).await?;
    }
    let words = ("完成12所农村学校", "完成其余5所农村学校");
    yearly
        .replace_words(ctx, last_year::HEATING, words.0, words.1, 12.0, 5.0)
        .await?;
    yearly
        .add_time_limit(ctx, last_year::HEATING, Date::constant(2026, 10, 31))
        .await?;
    let words = ("新增普惠性学位800个", "完成石渡镇中心幼儿园普惠性学位50个");
    yearly
        .replace_words(ctx, last_year::PLACES, words.0, words.1, 800.0, 50.0)
        .await?;
    yearly
        .name_targets(
            ctx,
            last_year::PLACES,
            &[("普惠性学位", "石渡镇中心幼儿园学位")],
        )
        .await
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
