//! The year of work in the demo county: drawn up in March, agreed by the leaders, most of it on time.

use super::{org, today};
use crate::{
    org::person_named,
    plan::{Handled, MeasureKind, Step},
};
use base::{
    Actor, Role,
    actor::{PersonId, UnitId},
    clock::FixedClock,
    day::Date,
};
use jiff::ToSpan as _;
use std::{collections::BTreeMap, sync::Arc};
use store::{Ctx, Db, Files, Result};

/// What becomes of the plans of some items: sent back, or still with the leader.
const RETURNED: &str = "14.";
const WAITING: &str = "15.";

/// Steps that stay behind in June, by words of their names.
const LATE: [&str; 4] = ["采集数据", "施工图审查", "印发活动方案", "汇编（5月）"];

/// What items are to reach without a number in the paper, and the data item that says it.
const WITHOUT_NUMBER: [(&str, MeasureKind, &str, &str); 2] = [
    (
        "9.",
        MeasureKind::Up,
        "学生体质健康优良率高于上年",
        "fitness_share",
    ),
    (
        "10.",
        MeasureKind::YesNo,
        "完成优质均衡县级自查",
        "county_self_check",
    ),
];

/// Work plans for the yearly plan, and what was done of them until today.
pub(super) async fn create(db: &Db, files: &Files, yearly: &Handled) -> Result<()> {
    let office = on(db, files, Date::constant(2026, 3, 20)).await?;
    choose(&office, yearly).await?;
    yearly.draw_up_all(&office).await?;
    for (item, marker, leader) in yearly.items_to_agree(&office).await? {
        yearly.submit_steps(&office, item).await?;
        let leader = leading(db, files, leader, Date::constant(2026, 3, 25)).await?;
        match marker.as_str() {
            RETURNED => {
                let why = "述职评议时间与年终考核重合，请提前到11月上旬，并写明评议范围。";
                yearly.return_steps(&leader, item, why).await?;
            }
            WAITING => {}
            _ => yearly.agree_steps(&leader, item).await?,
        }
    }
    do_work(db, files, yearly).await?;
    replan(db, files, yearly).await?;
    // The offices' numbers come in later; what they mean for the plan is said now.
    yearly.measure_as_suggested(&office).await?;
    for (marker, kind, words, code) in WITHOUT_NUMBER {
        yearly.measure(&office, marker, (kind, words), code).await?;
    }
    Ok(())
}

/// What an office leaves out of what is proposed: a meeting that is named already, months of a summary that is
/// written by quarters, and whatever comes after the day the whole is due.
async fn choose(office: &Ctx, yearly: &Handled) -> Result<()> {
    let wants = |name: &str, _: Date| name != "召开会议";
    yearly
        .choose_steps(office, "加强师德师风建设", None, wants)
        .await?;
    let ends = Date::constant(2026, 11, 30);
    let wants = |name: &str, last: Date| last <= ends && !name.ends_with("月）");
    yearly
        .choose_steps(office, "深入调研，及时总结", Some(""), wants)
        .await
}

/// Steps done in a month by the people of a unit: each with its day and words.
type DoneByMonth = BTreeMap<(i8, Option<UnitId>), Vec<(Step, Date, String)>>;

/// What was due is done a few days before or after its day, but for what is late.
async fn do_work(db: &Db, files: &Files, yearly: &Handled) -> Result<()> {
    let office = on(db, files, today()).await?;
    let due = yearly.steps_due(&office, today()).await?;
    let mut by_month = DoneByMonth::new();
    for (n, step) in due.into_iter().enumerate() {
        if LATE.iter().any(|late| step.name.contains(late)) {
            continue;
        }
        let away = i64::try_from(n % 7).unwrap_or_default() - 4;
        let done = step.last().checked_add(away.days()).unwrap_or(step.last());
        // Nothing is done of a plan before it is agreed.
        let done = done.clamp(Date::constant(2026, 3, 26), Date::constant(2026, 6, 12));
        let words = match step.evidence.as_str() {
            "" => "已完成。".to_owned(),
            evidence => format!("{evidence}已归档。"),
        };
        let unit = step.owner.as_ref().and_then(|owner| owner.unit);
        let month = by_month.entry((done.month(), unit)).or_default();
        month.push((step, done, words));
    }
    // Each office writes it down at the end of the month, when it comes to it.
    for (n, ((month, unit), done)) in (0_i64..).zip(by_month) {
        let day = Date::new(2026, month, 1).map_or(today(), Date::last_of_month);
        let day = day.min(Date::constant(2026, 6, 12));
        let minutes = n * 47 % 400;
        let ctx = head_of(db, files, unit, (day, minutes)).await?;
        yearly.finish(&ctx, done).await?;
    }
    let soon = Date::constant(2026, 8, 31);
    for step in yearly.steps_due(&office, soon).await? {
        if step.first() <= today() {
            yearly.start(&office, &step).await?;
        }
    }
    Ok(())
}

/// The head of an office at so many minutes past nine; the general office for what is nobody's.
async fn head_of(
    db: &Db,
    files: &Files,
    unit: Option<UnitId>,
    (day, minutes): (Date, i64),
) -> Result<Ctx> {
    let nine = FixedClock::at_nine(day).0;
    let clock = Arc::new(FixedClock(nine + minutes * 60_000)) as _;
    let mut ctx = org::acting(db, files, &clock, Role::GeneralOffice).await?;
    let Some(unit) = unit.filter(|unit| *unit != ctx.actor.unit) else {
        return Ok(ctx);
    };
    let units = crate::org::units(db).await?;
    let known = units.into_iter().find(|known| known.id == unit);
    let holders = crate::org::holders(db, Some(unit), &[Role::OfficeHead]).await?;
    if let (Some(known), Some((person, name))) = (known, holders.into_iter().next()) {
        ctx.actor = Actor {
            person,
            name,
            unit,
            unit_name: known.short_name,
            units: vec![unit],
            roles: vec![Role::OfficeHead],
            ..Actor::default()
        };
    }
    Ok(ctx)
}

/// Two steps are given another time, with the reason.
async fn replan(db: &Db, files: &Files, yearly: &Handled) -> Result<()> {
    let ctx = on(db, files, Date::constant(2026, 6, 8)).await?;
    for (marker, words, due, reason) in [
        (
            "11.",
            "招标投标",
            "2026-07",
            "首次招标投标人不足三家流标，需重新公告，开工相应推后。",
        ),
        (
            "3.",
            "面试",
            "2026-W30",
            "5月追加招聘编制20名，笔试增加一个批次，面试顺延一周。",
        ),
    ] {
        if let Ok(due) = due.parse() {
            yearly.replan_step(&ctx, marker, words, due, reason).await?;
        }
    }
    Ok(())
}

pub(super) async fn on(db: &Db, files: &Files, day: Date) -> Result<Ctx> {
    let clock = Arc::new(FixedClock::at_nine(day)) as _;
    org::acting(db, files, &clock, Role::GeneralOffice).await
}

/// A leader at their desk: the demo opens a log-in for one of them only.
pub(super) async fn leading(
    db: &Db,
    files: &Files,
    leader: Option<PersonId>,
    day: Date,
) -> Result<Ctx> {
    let clock = Arc::new(FixedClock::at_nine(day)) as _;
    let mut ctx = org::acting(db, files, &clock, Role::Leader).await?;
    if let Some(person) = leader.filter(|person| *person != ctx.actor.person) {
        for (name, _, _) in org::LEADERS {
            if person_named(db, name).await? == Some(person) {
                ctx.actor.person = person;
                name.clone_into(&mut ctx.actor.name);
            }
        }
    }
    Ok(ctx)
}
