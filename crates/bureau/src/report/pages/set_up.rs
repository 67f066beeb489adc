//! 设置报送期: a year on one page, with what each period will ask of whom before it does; and who
//! looks at reports.

use crate::{
    plan::PlanId,
    report::{
        actions::{self, PlannedRound, SetUp},
        material::PlanName,
        model::{ChainStep, Needs, RulePack},
        paths,
    },
};
use ::store::Error;
use askama::Template;
use base::{
    Grain,
    day::{in_table, in_words},
};
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "report/pages/set_up.html")]
struct SetUpPage {
    frame: Frame,
    action: String,
    rules_action: String,
    version: i64,
    rhythms: Vec<RhythmView>,
    /// Until when a period is to be in that is asked for although its day has gone by.
    catch_up: String,
    chains: Vec<ChainView>,
    /// Somebody changed the rules while this page was open.
    is_conflict: bool,
}

/// A rhythm with its periods.
struct RhythmView {
    code: &'static str,
    word: &'static str,
    due: String,
    asks: String,
    supporting: bool,
    source: String,
    /// Owed in the periods whose day is still to come and that are not set up.
    n_reports: usize,
    n_left: usize,
    /// Not set up, with its day gone by.
    n_past: usize,
    periods: Vec<PeriodView>,
}

struct PeriodView {
    code: String,
    word: String,
    due: String,
    n_tasks: usize,
    n_units: usize,
    n_reports: usize,
    most: String,
    is_set_up: bool,
    is_past: bool,
}

/// The way of reports by one kind of unit.
struct ChainView {
    word: &'static str,
    steps: Vec<StepView>,
}

struct StepView {
    name: String,
    word: &'static str,
    options: Vec<(&'static str, &'static str, bool)>,
}

pub(super) async fn show(visit: Visit, At(id): At<PlanId>) -> Result<Reply> {
    let plan = actions::plan_named(&visit, id).await?;
    visit.page(&page(&visit, &plan, false).await?)
}

async fn page(visit: &Visit, plan: &PlanName, is_conflict: bool) -> Result<SetUpPage> {
    let (rules, version) = actions::rules(&visit.db, plan.id).await?;
    let planned = actions::preview(visit, plan).await?;
    let catch_up = in_words(actions::catch_up_by(visit).await?);
    Ok(SetUpPage {
        frame: visit
            .frame(format!("{}：设置报送期", plan.title))
            .lead("勾选周期，一次设置全年。每期在第一天自动开启，开启时确定谁要报；下表是按现在的任务算出的数目。已过期限的期别不要求补报，除非逐期勾选。")
            .crumb("报送", paths::DESK)
            .crumb("报送情况", paths::of_plan(paths::MATRIX, plan.id)),
        action: paths::of_plan(paths::SET_UP, plan.id),
        rules_action: paths::of_plan(paths::RULES, plan.id),
        version,
        rhythms: rhythms(&rules, &planned),
        catch_up,
        chains: chains(&rules),
        is_conflict,
    })
}

fn rhythms(rules: &RulePack, planned: &[PlannedRound]) -> Vec<RhythmView> {
    rules
        .rhythms
        .iter()
        .map(|rhythm| {
            let of_rhythm = planned
                .iter()
                .filter(|round| round.period.grain() == rhythm.grain);
            let left = of_rhythm
                .clone()
                .filter(|round| !round.is_set_up && !round.is_past);
            let asks: Vec<&str> = rhythm.asks.iter().map(|ask| ask.label()).collect();
            RhythmView {
                code: rhythm.grain.code(),
                word: rhythm.grain.label(),
                due: rhythm.due.words(),
                asks: asks.join("、"),
                supporting: rhythm.supporting,
                source: rhythm.source.clone(),
                n_reports: left.clone().map(|round| round.n_reports).sum(),
                n_left: left.count(),
                n_past: of_rhythm.clone().filter(|round| round.is_past).count(),
                periods: of_rhythm
                    .map(|round| PeriodView {
                        code: round.period.to_string(),
                        word: round.period.label(),
                        due: in_table(round.due, round.period.year()),
                        n_tasks: round.n_tasks,
                        n_units: round.n_units,
                        n_reports: round.n_reports,
                        most: round
                            .most
                            .as_ref()
                            .map(|(name, n)| format!("{name} {n}份"))
                            .unwrap_or_default(),
                        is_set_up: round.is_set_up,
                        is_past: round.is_past,
                    })
                    .collect(),
            }
        })
        .collect()
}

fn chains(rules: &RulePack) -> Vec<ChainView> {
    [
        ("牵头单位的报送", "lead", &rules.lead_steps),
        ("配合单位的报送", "support", &rules.support_steps),
    ]
    .into_iter()
    .map(|(word, name, steps)| ChainView {
        word,
        steps: steps
            .iter()
            .enumerate()
            .map(|(at, step)| StepView {
                name: format!("{name}-{at}"),
                word: step.kind.label(),
                options: Needs::ALL
                    .iter()
                    .map(|needs| (needs.code(), needs.label(), *needs == step.needs))
                    .collect(),
            })
            .collect(),
    })
    .collect()
}

pub(super) async fn submit(visit: Visit, At(id): At<PlanId>, posted: Posted) -> Result<Reply> {
    let plan = actions::plan_named(&visit, id).await?;
    let set_up = SetUp {
        grains: posted.all("grain").filter_map(Grain::from_code).collect(),
        past: posted
            .all("past")
            .filter_map(|code| code.parse().ok())
            .collect(),
    };
    let here = paths::of_plan(paths::SET_UP, id);
    match actions::set_up(&visit, &plan, &set_up).await {
        Ok(done) => {
            let past = match done.n_past {
                0 => String::new(),
                n => format!("{n}期已过期限，不要求补报。"),
            };
            visit.done(
                format!(
                    "已设置{}期，其中{}期已经开启，应报{}份。{past}",
                    done.n_planned, done.n_opened, done.n_reports
                ),
                paths::of_plan(paths::MATRIX, id),
            )
        }
        Err(Error::Refused(refusal)) => visit.refused(&refusal, here),
        Err(error) => Err(error.into()),
    }
}

/// Opens what has begun and is not open yet, without waiting for the night.
pub(super) async fn open(visit: Visit, At(id): At<PlanId>, _posted: Posted) -> Result<Reply> {
    actions::plan_named(&visit, id).await?;
    let n_opened = actions::open_due(&visit).await?;
    visit.done(
        format!("已开启{n_opened}期。"),
        paths::of_plan(paths::MATRIX, id),
    )
}

pub(super) async fn change_rules(
    visit: Visit,
    At(id): At<PlanId>,
    posted: Posted,
) -> Result<Reply> {
    let plan = actions::plan_named(&visit, id).await?;
    let (rules, _) = actions::rules(&visit.db, id).await?;
    let chosen = |name: &str, steps: &[ChainStep]| -> Vec<ChainStep> {
        steps
            .iter()
            .enumerate()
            .map(|(at, step)| ChainStep {
                kind: step.kind,
                needs: Needs::from_code(posted.get(&format!("{name}-{at}"))).unwrap_or(step.needs),
            })
            .collect()
    };
    let supporting: Vec<Grain> = posted
        .all("supporting")
        .filter_map(Grain::from_code)
        .collect();
    let changed = actions::change_rules(
        &visit,
        &plan,
        posted.get("version").parse().unwrap_or_default(),
        chosen("lead", &rules.lead_steps),
        chosen("support", &rules.support_steps),
        &supporting,
    );
    match changed.await {
        Ok(()) => visit.done(
            "已保存，以后开启的报送期按新规则办理。",
            paths::of_plan(paths::SET_UP, id),
        ),
        Err(Error::Conflict) => visit.conflict(&page(&visit, &plan, true).await?),
        Err(error) => Err(error.into()),
    }
}
