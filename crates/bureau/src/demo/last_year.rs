//! The plan of the year before: taken into the system in January with what was done of it. Two of its
//! items were left unfinished and go on in this year's plan.

use super::steps::{leading, on};
use crate::plan::{self, Handled, Step};
use base::{Grain, TimePeriod, day::Date};
use store::{Ctx, Db, Files, Result};

/// The day its work plans are agreed to.
const AGREED: Date = Date::constant(2026, 1, 14);
const PLAN: &[u8] = include_bytes!("papers/plan-2025.txt");

/// The items that go on in this year's plan, by their headings.
pub(super) const UNFINISHED: [&str; 2] = [HEATING, PLACES];
pub(super) const HEATING: &str = "改善农村学校办学条件";
pub(super) const PLACES: &str = "发展普惠性学前教育";

/// Steps of the year with the month they were due in and the day they were done; none where they were not.
const STEPS: [(&str, &str, i8, Option<Date>); 13] = [
    (
        "优化教师队伍结构",
        "发布招聘公告",
        4,
        Some(Date::constant(2025, 4, 22)),
    ),
    (
        "优化教师队伍结构",
        "笔试、面试",
        7,
        Some(Date::constant(2025, 7, 18)),
    ),
    (
        "优化教师队伍结构",
        "新教师到岗",
        8,
        Some(Date::constant(2025, 8, 28)),
    ),
    (
        "加强干部教师培训",
        "班主任培训结业",
        10,
        Some(Date::constant(2025, 10, 24)),
    ),
    (
        "加强干部教师培训",
        "骨干教师培训结业",
        11,
        Some(Date::constant(2025, 11, 21)),
    ),
    (
        HEATING,
        "第一批7所学校完工",
        8,
        Some(Date::constant(2025, 9, 5)),
    ),
    (HEATING, "第二批5所学校完工", 10, None),
    (HEATING, "供暖改造验收", 11, None),
    (
        PLACES,
        "县城2处幼儿园开园",
        9,
        Some(Date::constant(2025, 9, 1)),
    ),
    (PLACES, "石渡镇中心幼儿园交付", 9, None),
    (
        "丰富体育艺术活动",
        "举办中小学生艺术节",
        10,
        Some(Date::constant(2025, 10, 30)),
    ),
    (
        "强化督导评估",
        "综合督导10所学校",
        10,
        Some(Date::constant(2025, 10, 29)),
    ),
    (
        "强化督导评估",
        "督导整改复核",
        11,
        Some(Date::constant(2025, 11, 28)),
    ),
];

/// The plan of the year before, published, with the work done on it.
pub(super) async fn create(db: &Db, files: &Files) -> Result<()> {
    let office = on(db, files, Date::constant(2026, 1, 13)).await?;
    let last = plan::handle(&office, PLAN, "清禾县教育局2025年工作要点.txt").await?;
    last.accept_everything(&office).await?;
    last.name_targets(&office, "强化督导评估", &[("学校", "综合督导学校")])
        .await?;
    last.publish(&office, "").await?;
    for (heading, name, month, _) in STEPS {
        if let Some(due) = TimePeriod::new(Grain::Month, 2025, month) {
            last.add_step(&office, heading, name, due).await?;
        }
    }
    for (item, _, leader) in last.items_to_agree(&office).await? {
        last.submit_steps(&office, item).await?;
        last.agree_steps(&leading(db, files, leader, AGREED).await?, item)
            .await?;
    }
    let written_up = on(db, files, Date::constant(2026, 1, 15)).await?;
    last.finish(&written_up, done(&written_up, &last).await?)
        .await?;
    last.measure_as_suggested(&written_up).await
}

/// The steps that were done, as the offices' summaries of the year say.
async fn done(ctx: &Ctx, last: &Handled) -> Result<Vec<(Step, Date, String)>> {
    let due = last.steps_due(ctx, Date::constant(2025, 12, 31)).await?;
    let done = due.into_iter().filter_map(|step| {
        let known = STEPS.iter().find(|(_, name, ..)| *name == step.name)?;
        Some((step, known.3?, "据2025年工作总结补录。".to_owned()))
    });
    Ok(done.collect())
}
