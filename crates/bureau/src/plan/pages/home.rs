//! 工作台: what there is to do for whoever signed in.

mod mine;
mod overview;

use crate::{
    inbox, org,
    plan::{
        actions,
        model::{Plan, PlanId, PublishedPlan, Stage},
        pages::due::Standings,
        paths, policy,
        store::PlanHead,
        told,
    },
};
use askama::Template;
use mine::{Group, Part, Tasks};
use overview::Overview;
use serde::Deserialize;
use shell::{Asked, Frame, Paging, Reply, Result, Visit};

const ROWS_PER_PAGE: usize = 100;
/// Steps due within so many days are shown, and at most so many of them.
const STEP_DAYS: i32 = 30;
const MOST_STEPS: usize = 12;

/// How many to-dos the workbench shows; the inbox shows all.
const MOST_TODOS: usize = 8;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    /// `lead`, `support`, `leader`; else all.
    part: String,
    /// `mine`: of the overview, only what a leader is in charge of.
    scope: String,
    page: Option<usize>,
}

#[derive(Template)]
#[template(path = "plan/pages/home.html")]
struct HomePage {
    frame: Frame,
    /// Plans on their way to be published; for those who work on them.
    at_work: Vec<AtWork>,
    /// Where one imports; for those who may.
    import: Option<&'static str>,
    published: Vec<Published>,
    /// Whether the tasks say which plan they are of.
    has_several_plans: bool,
    steps: Vec<StepLine>,
    /// Where one subscribes to them as a calendar.
    feed: &'static str,
    /// How many more steps there are than shown.
    n_more_steps: usize,
    /// What waits for this person, the most pressing first.
    todos: Vec<inbox::TodoRow>,
    /// How many more there are than are shown.
    n_more_todos: usize,
    /// How the whole work stands; for leaders.
    overview: Option<Overview>,
    tasks: Tasks,
    groups: Vec<Group>,
    paging: Paging,
}

/// A plan with the steps it has gone.
struct AtWork {
    title: String,
    href: String,
    stage: Stage,
    steps: Vec<Step>,
}

/// A step on the way to a published plan.
struct Step {
    word: &'static str,
    /// Words of the button when it is the next.
    act: &'static str,
    href: String,
    /// How far: 「12/16」.
    state: String,
    is_done: bool,
    is_next: bool,
}

/// A step of one's own that is due.
struct StepLine {
    name: String,
    href: String,
    item: String,
    due: String,
    is_overdue: bool,
    left: String,
}

/// A plan in force.
struct Published {
    title: String,
    href: String,
    number: i64,
}

pub(super) async fn show(visit: Visit, Asked(query): Asked<Query>) -> Result<Reply> {
    if !policy::READ.admits(Some(&visit.actor)) {
        let first = org::first_page(&visit).await?;
        return visit.guest().go(None, &first);
    }
    let works = policy::may_work(&visit.actor);
    let in_force = actions::plans_in_force(&visit).await?;
    let heads = match works {
        true => actions::plans(&visit).await?,
        false => Vec::new(),
    };
    let mut todos = inbox::todo_rows(&visit).await?;
    let n_todos = todos.len();
    // What is left to do with a plan stands on its own card; the count names all, as the inbox does.
    todos.retain(|todo| todo.kind != told::TO_REVIEW);
    todos.truncate(MOST_TODOS);
    let n_more_todos = n_todos.saturating_sub(todos.len());
    let plans: Vec<PlanId> = in_force.iter().map(|(plan, ..)| plan.id).collect();
    let standings = Standings::load(&visit.db, &plans, visit.today()).await?;
    let overview = policy::leads_bureau(&visit.actor)
        .then(|| Overview::of(&visit.actor, &in_force, &standings, &query.scope))
        .flatten();
    let tasks = Tasks::of(&visit.actor, &in_force, &standings, &query.part);
    let mut steps = step_lines(&visit, &in_force, &standings).await?;
    let n_more_steps = steps.len().saturating_sub(MOST_STEPS);
    steps.truncate(MOST_STEPS);
    let paging = Paging::new(query.page.unwrap_or(1), tasks.shown.len(), ROWS_PER_PAGE);
    visit.page(&HomePage {
        frame: visit.frame("工作台").lead(lead(&visit)),
        at_work: heads.iter().filter_map(at_work).collect(),
        import: works.then_some(paths::IMPORT),
        published: in_force
            .iter()
            .map(|(plan, number, content)| Published {
                title: content.title.clone(),
                href: paths::show(plan.id),
                number: *number,
            })
            .collect(),
        has_several_plans: in_force.len() > 1,
        steps,
        feed: paths::FEED,
        n_more_steps,
        todos,
        n_more_todos,
        overview,
        groups: mine::groups(paging.of(&tasks.shown)),
        tasks,
        paging,
    })
}

/// One's own steps that are due soon or were, in words.
async fn step_lines(
    visit: &Visit,
    in_force: &[(Plan, i64, PublishedPlan)],
    standings: &Standings<'_>,
) -> Result<Vec<StepLine>> {
    let today = visit.today();
    let steps = actions::my_steps(visit, in_force, STEP_DAYS).await?;
    Ok(steps
        .into_iter()
        .map(|(step, item)| {
            let left = standings.left(step.last());
            StepLine {
                href: format!("{}#step-{}", paths::steps(step.plan, item.id), step.id),
                item: format!("{}{}", item.marker, item.heading()),
                due: step.due.label(today.year()),
                is_overdue: left.is_overdue(),
                left: left.in_words(),
                name: step.name,
            }
        })
        .collect())
}

fn lead(visit: &Visit) -> String {
    let today = base::day::in_words(visit.today());
    format!("{today}，{}{}", visit.actor.unit_name, visit.actor.name)
}

/// The steps of a plan that has something left to do; none for one published as it stands.
fn at_work(head: &PlanHead) -> Option<AtWork> {
    let plan = &head.plan;
    if plan.stage() == Stage::Published {
        return None;
    }
    let is_checked = head.n_checked == head.n_items;
    let is_assigned = head.n_assigned >= head.n_items;
    let of_all = |n: i64| format!("{n}/{} 条", head.n_items);
    let id: PlanId = plan.id;
    let steps = vec![
        Step {
            word: "核对",
            act: "继续核对",
            href: paths::review(id),
            state: of_all(head.n_checked),
            is_done: is_checked,
            is_next: !is_checked,
        },
        Step {
            word: "指派",
            act: "继续指派",
            href: paths::assign(id),
            state: of_all(head.n_assigned),
            is_done: is_assigned,
            is_next: is_checked && !is_assigned,
        },
        Step {
            word: "发布",
            act: "去发布",
            href: paths::publish(id),
            state: match head.n_versions {
                0 => "尚未发布".to_owned(),
                n => format!("已发布第{n}版，有未发布的修改"),
            },
            is_done: false,
            is_next: is_checked && is_assigned,
        },
    ];
    Some(AtWork {
        title: plan.title.clone(),
        href: paths::review(id),
        stage: plan.stage(),
        steps,
    })
}

impl HomePage {
    fn page_href(&self, page: &str) -> String {
        match page {
            "" => String::new(),
            page => paths::with(
                paths::HOME,
                &[
                    ("part", self.tasks.chosen.map_or("", Part::word)),
                    ("page", page),
                ],
            ),
        }
    }
}
