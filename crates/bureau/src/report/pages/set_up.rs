//! 设置报送期: a year on one page, with what each period will ask of whom before it does; and who
//! looks at reports.

use super::set_up_rules::{RuleView, rule_views, typed_rules};
use crate::{
    plan::PlanId,
    report::{
        actions::{self, PlannedRound, Removal, SetUp, TypedRules, WrongRules},
        material::PlanName,
        model::{CatchUp, Needs, RulePack},
        paths,
    },
};
use ::store::Error;
use askama::Template;
use base::{
    Grain, Refusal,
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
    /// How that day is counted, and where the rule comes from.
    catch_up_rule: Option<CatchUp>,
    rules_version: String,
    /// Why nothing was set up.
    refused: String,
    chains: Vec<ChainView>,
    rules: Vec<RuleView>,
    /// Somebody changed the rules while this page was open.
    is_conflict: bool,
    remove_action: String,
    /// What may be withdrawn: by rhythm, its code and the number of its periods, and these.
    removals: Vec<RemovalView>,
    removal: Removing,
}

/// A rhythm with its periods.
struct RhythmView {
    code: &'static str,
    word: &'static str,
    is_ticked: bool,
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

impl RhythmView {
    /// Whether one of its periods was ticked and not taken.
    fn has_ticked(&self) -> bool {
        self.periods.iter().any(|period| period.is_ticked)
    }
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
    is_ticked: bool,
}

/// What was typed by whoever comes to this page again, with what is wrong with it.
#[derive(Default)]
struct Again {
    rules: Option<(TypedRules, WrongRules)>,
    is_conflict: bool,
    removal: Removing,
    /// What was ticked, and why it was not set up.
    set_up: SetUp,
    refused: String,
}

/// A withdrawal as it was typed.
#[derive(Default)]
struct Removing {
    what: String,
    reason: String,
    refused: String,
}

/// The periods of a rhythm that are set up.
struct RemovalView {
    code: &'static str,
    word: &'static str,
    periods: Vec<(String, String)>,
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
    visit.page(&page(&visit, &plan, Again::default()).await?)
}

async fn page(visit: &Visit, plan: &PlanName, again: Again) -> Result<SetUpPage> {
    let (rules, version) = actions::rules(&visit.db, plan.id).await?;
    let planned = actions::preview(visit, plan).await?;
    let catch_up = in_words(actions::catch_up_by(visit, &rules).await?);
    Ok(SetUpPage {
        frame: visit
            .frame(format!("{}：设置报送期", plan.title))
            .lead("勾选周期，一次设置全年。每期在第一天自动开启，开启时确定谁要报；下表是按现在的任务算出的数目。已过期限的期别不要求补报，除非逐期勾选。")
            .crumb("报送", paths::DESK)
            .crumb("报送情况", paths::of_plan(paths::MATRIX, plan.id)),
        action: paths::of_plan(paths::SET_UP, plan.id),
        rules_action: paths::of_plan(paths::RULES, plan.id),
        version,
        rhythms: rhythms(&rules, &planned, &again.set_up),
        catch_up,
        catch_up_rule: rules.catch_up(),
        rules_version: rules.version.clone(),
        refused: again.refused,
        chains: chains(&rules, again.rules.as_ref().map(|(typed, _)| typed)),
        rules: rule_views(&rules, again.rules.as_ref()),
        is_conflict: again.is_conflict,
        remove_action: paths::of_plan(paths::REMOVE, plan.id),
        removals: removals(&rules, &planned),
        removal: again.removal,
    })
}

fn removals(rules: &RulePack, planned: &[PlannedRound]) -> Vec<RemovalView> {
    let of_rhythm = |grain: Grain| {
        let known = planned
            .iter()
            .filter(|round| round.is_set_up && round.period.grain() == grain);
        known
            .map(|round| (round.period.to_string(), round.period.label()))
            .collect()
    };
    let rhythms = rules.rhythms.iter().map(|rhythm| RemovalView {
        code: rhythm.grain.code(),
        word: rhythm.grain.label(),
        periods: of_rhythm(rhythm.grain),
    });
    rhythms.filter(|view| !view.periods.is_empty()).collect()
}

fn rhythms(rules: &RulePack, planned: &[PlannedRound], ticked: &SetUp) -> Vec<RhythmView> {
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
                is_ticked: ticked.grains.contains(&rhythm.grain),
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
                        is_ticked: ticked.past.contains(&round.period),
                    })
                    .collect(),
            }
        })
        .collect()
}

fn chains(rules: &RulePack, typed: Option<&TypedRules>) -> Vec<ChainView> {
    let (lead, support) = match typed {
        Some(typed) => (&typed.lead, &typed.support),
        None => (&rules.lead_steps, &rules.support_steps),
    };
    [
        ("牵头单位的报送", "lead", lead),
        ("配合单位的报送", "support", support),
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
        Err(Error::Refused(refusal)) => {
            let again = Again {
                set_up,
                refused: format!("{}{}", refusal.what, refusal.next),
                ..Again::default()
            };
            visit.invalid(&page(&visit, &plan, again).await?)
        }
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
    let typed = typed_rules(&rules, &posted);
    let version = posted.get("version").parse().unwrap_or_default();
    match actions::change_rules(&visit, &plan, version, &typed).await {
        Ok(Ok(n_planned)) => {
            let planned = match n_planned {
                0 => "以后设置的报送期按新规则办理".to_owned(),
                n => format!("还没开启的{n}期和以后设置的按新规则办理"),
            };
            visit.done(
                format!("已保存，{planned}；已经开启的照原来的规则，个别要推迟的办理延期。"),
                paths::of_plan(paths::SET_UP, id),
            )
        }
        Ok(Err(wrong)) => {
            let again = Again {
                rules: Some((typed, wrong)),
                ..Again::default()
            };
            visit.invalid(&page(&visit, &plan, again).await?)
        }
        Err(Error::Conflict) => {
            let again = Again {
                rules: Some((typed, WrongRules::new())),
                is_conflict: true,
                ..Again::default()
            };
            visit.conflict(&page(&visit, &plan, again).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Withdraws periods that were set up by mistake.
pub(super) async fn remove(visit: Visit, At(id): At<PlanId>, posted: Posted) -> Result<Reply> {
    let plan = actions::plan_named(&visit, id).await?;
    let (what, reason) = (posted.get("what"), posted.get("reason"));
    let removed = match Removal::from_code(what) {
        Some(removal) => actions::remove(&visit, id, removal, reason).await,
        None => Err(Refusal::new(
            "report.nothing_chosen",
            "没有选择报送期，没有撤销。",
            "请选择要撤销的报送期。",
        )
        .into()),
    };
    match removed {
        Ok(periods) => {
            let words = match periods.as_slice() {
                [one] => format!("已撤销{}报送期，待办和提醒一并撤回。", one.label()),
                many => format!("已撤销{}期，待办和提醒一并撤回。", many.len()),
            };
            visit.done(words, paths::of_plan(paths::SET_UP, id))
        }
        Err(Error::Refused(refusal)) => {
            let again = Again {
                removal: Removing {
                    what: what.to_owned(),
                    reason: reason.to_owned(),
                    refused: format!("{}{}", refusal.what, refusal.next),
                },
                ..Again::default()
            };
            visit.invalid(&page(&visit, &plan, again).await?)
        }
        Err(error) => Err(error.into()),
    }
}
