//! Reports of the demo county: January to April filed, May in every state, June just opened.

use super::{org, today};
use crate::report::{self, OwedReport, ReportYear};
use base::{Grain, Role, TimePeriod, clock::FixedClock, day::Date};
use std::sync::Arc;
use store::{Ctx, Db, Files, Result};

/// What reporters write where the system brings out nothing, in turn.
const PROGRESS: [&str; 5] = [
    "方案已经局党组会审定，各项准备工作按计划推进。",
    "已完成阶段任务，开展专题调研2次，召开推进会1次。",
    "面向全县学校部署到位，首批试点学校已报送阶段材料。",
    "与相关部门对接完毕，正在组织实施，进度符合预期。",
    "集中开展督促检查，发现的问题已反馈学校限期整改。",
];
const NEXT: &str = "按时间表继续推进，月底前完成阶段小结。";
const PROBLEMS: [&str; 3] = ["", "部分乡镇学校人手紧张，进度偏慢。", ""];

/// How many reports of a month are taken along their road.
const MOST: usize = 8;

/// Sets up the year and takes its reports along their road.
pub(super) async fn create(db: &Db, files: &Files) -> Result<()> {
    let on = |day: Date| office_on(db, files, day);
    let year = report::set_up_year(
        &on(Date::constant(2026, 3, 10)).await?,
        &[Grain::Month, Grain::Quarter, Grain::HalfYear, Grain::Year],
    )
    .await?;
    for (number, handed_in, filed) in [
        (1, Date::constant(2026, 3, 13), Date::constant(2026, 3, 16)),
        (2, Date::constant(2026, 3, 16), Date::constant(2026, 3, 17)),
        (3, Date::constant(2026, 4, 3), Date::constant(2026, 4, 8)),
        (4, Date::constant(2026, 5, 6), Date::constant(2026, 5, 8)),
    ] {
        year.open_due(&on(handed_in).await?).await?;
        let Some(month) = TimePeriod::new(Grain::Month, 2026, number) else {
            continue;
        };
        let owed = year.owed(&on(handed_in).await?, month).await?;
        for (at, one) in owed.iter().take(MOST).enumerate() {
            fill_in(one, &on(handed_in).await?, at, true).await?;
            one.consented(&on(filed).await?, 3).await?;
        }
        if number < 4 {
            year.lock(&on(Date::constant(2026, 4, 15)).await?, month)
                .await?;
        }
    }
    may(
        &year,
        &on(Date::constant(2026, 6, 4)).await?,
        &on(today()).await?,
    )
    .await
}

/// May on the middle of June: every state there is.
async fn may(year: &ReportYear, then: &Ctx, now: &Ctx) -> Result<()> {
    let Some(month) = TimePeriod::new(Grain::Month, 2026, 5) else {
        return Ok(());
    };
    year.open_due(now).await?;
    for (at, one) in year.owed(then, month).await?.iter().enumerate() {
        match at {
            0 | 4 => {
                fill_in(one, then, at, true).await?;
                one.consented(now, 3).await?;
            }
            1 => {
                fill_in(one, then, at, true).await?;
                one.consented(then, 1).await?;
                one.given_back(now, "与上月口径不一致，请核对后更正。")
                    .await?;
            }
            2 => fill_in(one, then, at, true).await?,
            3 => {
                fill_in(one, then, at, true).await?;
                one.consented(then, 1).await?;
            }
            5 => fill_in(one, then, at, false).await?,
            6 => {
                one.excused(
                    now,
                    Date::constant(2026, 6, 19),
                    "全员参加高考、中考考务，6月19日前补报。",
                )
                .await?;
            }
            _ => {}
        }
    }
    Ok(())
}

async fn fill_in(one: &OwedReport, ctx: &Ctx, at: usize, hands_in: bool) -> Result<()> {
    let pick = |words: &[&'static str]| words.get(at % words.len()).copied().unwrap_or_default();
    let words = [
        ("进展", pick(&PROGRESS)),
        ("存在问题", pick(&PROBLEMS)),
        ("下一步", NEXT),
    ];
    one.fill_in(ctx, &words, "12", hands_in).await
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
