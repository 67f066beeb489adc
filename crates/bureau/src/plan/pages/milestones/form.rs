//! The form of a step, new or known.

use crate::{
    org,
    plan::{
        actions::{self, ItemWork, StepDraft},
        model::{
            ItemId, PlanId,
            milestone::{Agreement, Owner, Step, StepId, When},
        },
        paths, policy,
    },
};
use ::store::Error;
use askama::Template;
use base::{Refusal, day::Date};
use serde::Deserialize;
use shell::{Asked, At, Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "plan/pages/milestones/form.html")]
struct StepPage {
    frame: Frame,
    action: String,
    back: String,
    /// Where a known step is given up.
    drop: Option<String>,
    name: Field,
    grain: Field,
    due: Field,
    begins: Field,
    owner: Field,
    weight: Field,
    evidence: Field,
    reason: Field,
    /// Why the step is given up.
    why_drop: Field,
    is_agreed: bool,
    /// Whether a reason is asked for: of what was agreed, and of what is odd.
    asks_reason: bool,
    /// The time agreed to.
    baseline: String,
    owners: Vec<(String, String)>,
    /// Other steps: id, name, whether this one waits for it.
    others: Vec<(String, String, bool)>,
    revision: i64,
    conflict: bool,
    refused: Option<String>,
    /// The time table somebody comes from, as its address asks; to go back there.
    from_timeline: Option<String>,
}

/// The refusal of a step that ends before what it waits for: with a reason it is taken.
const BEFORE_PREDECESSOR: &str = "plan.steps.before_predecessor";

const GRAINS: [(&str, &str); 4] = [
    ("day", "某一天"),
    ("week", "某一周"),
    ("month", "某个月"),
    ("quarter", "某个季度"),
];

impl StepPage {
    async fn new(visit: &Visit, found: &ItemWork, step: Option<&Step>) -> Result<Self> {
        let (plan, item) = (found.plan.id, found.item.id);
        let heading = format!("{}{}", found.item.marker, found.item.heading());
        let year = found.plan.year.unwrap_or(visit.today().year());
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let is_agreed = found
            .work
            .as_ref()
            .is_some_and(|work| work.state == Agreement::Agreed);
        let owner = match step {
            Some(step) => step.owner.clone(),
            None => actions::lead_of(&found.item),
        };
        let waits_for = |other: &Step| step.is_some_and(|step| step.after.contains(&other.id));
        Ok(Self {
            frame: visit
                .frame(if step.is_some() {
                    "修改节点"
                } else {
                    "添加节点"
                })
                .crumb(&found.plan.title, paths::show(plan))
                .crumb(heading, paths::item(plan, item))
                .crumb("工作计划", paths::steps(plan, item)),
            action: match step {
                Some(step) => paths::step_act(plan, item, step.id, "edit"),
                None => paths::steps_act(plan, item, "new"),
            },
            back: paths::steps(plan, item),
            drop: step.map(|step| paths::step_act(plan, item, step.id, "drop")),
            name: Field::new("name", "节点名称")
                .required()
                .hint("写做成什么，例如“完成招标”“印发方案”。")
                .value(step.map(|step| step.name.clone()).unwrap_or_default()),
            grain: Field::new("grain", "完成时间精确到")
                .required()
                .value(step.map_or("month", |step| step.due.grain_code())),
            due: Field::new("due", "完成时间")
                .required()
                .hint("按周、按月、按季度的，填其中任何一天，以最后一天为限。")
                .value(step.map(|step| step.last().to_string()).unwrap_or_default()),
            begins: Field::new("begins", "开始日期").value(day(step.and_then(|step| step.begins))),
            owner: Field::new("owner", "责任单位或责任人")
                .value(owner.as_ref().map(code).unwrap_or_default()),
            weight: Field::new("weight", "权重")
                .required()
                .hint("在这一条的全部节点中占多重，用来折算进度。")
                .value(step.map_or_else(|| "10".to_owned(), |step| step.weight.to_string())),
            evidence: Field::new("evidence", "需要的佐证")
                .value(step.map(|step| step.evidence.clone()).unwrap_or_default()),
            reason: match is_agreed {
                true => Field::new("reason", "修改原因")
                    .required()
                    .hint("计划已经同意，修改会与基准并列显示，请写明为什么调整。"),
                false => Field::new("reason", "修改原因"),
            },
            why_drop: match is_agreed {
                true => Field::new("reason", "取消原因").required(),
                false => Field::new("reason", "取消原因"),
            },
            is_agreed,
            asks_reason: is_agreed,
            baseline: step
                .and_then(|step| step.baseline)
                .map(|baseline| baseline.due.label(year))
                .unwrap_or_default(),
            owners: owners(visit, found, owner.as_ref()).await?,
            others: found
                .steps
                .iter()
                .filter(|other| !other.is_dropped && step.is_none_or(|step| step.id != other.id))
                .map(|other| {
                    let due = format!("（{}）", other.due.label(year));
                    // A step of every month has its month in its name.
                    let name = match other.name.ends_with(&due) {
                        true => other.name.clone(),
                        false => format!("{}{due}", other.name),
                    };
                    (other.id.to_string(), name, waits_for(other))
                })
                .collect(),
            revision: step.map_or(0, |step| step.revision),
            conflict: false,
            refused: None,
            from_timeline: None,
        })
    }

    /// A step that was dragged on the time table, where it was dropped.
    fn dragged(mut self, plan: PlanId, posted: &Posted, step: &Step) -> Self {
        self.due.value = posted.get("day").to_owned();
        match posted.get("day").parse() {
            Ok(day) => {
                let due = step.due.moved_to(day);
                let shift = step.last().until(due.last()).unwrap_or_default();
                let begins = step
                    .begins
                    .and_then(|begins| begins.checked_add(shift).ok());
                self.begins.value = begins.map(|day| day.to_string()).unwrap_or_default();
            }
            Err(_) => self.due.refuse("请按 2026-03-05 的格式填写日期。"),
        }
        self.reason.value = posted.get("reason").to_owned();
        self.asks_reason |= !self.reason.value.is_empty();
        self.came_from(plan, posted)
    }

    fn came_from(self, plan: PlanId, posted: &Posted) -> Self {
        match posted.holds("back") {
            true => self.leading_back(plan, posted.get("back")),
            false => self,
        }
    }

    /// Back to the time table, once it is saved.
    fn leading_back(mut self, plan: PlanId, query: &str) -> Self {
        self.back = timeline(plan, query);
        self.from_timeline = Some(query.to_owned());
        self
    }

    fn fields_mut(&mut self) -> [&mut Field; 8] {
        [
            &mut self.name,
            &mut self.grain,
            &mut self.due,
            &mut self.begins,
            &mut self.owner,
            &mut self.weight,
            &mut self.evidence,
            &mut self.reason,
        ]
    }

    fn filled(mut self, posted: &Posted) -> Self {
        for field in self.fields_mut() {
            field.value = posted.get(field.name).to_owned();
        }
        let after: Vec<&str> = posted.all("after").collect();
        for (id, _, is_chosen) in &mut self.others {
            *is_chosen = after.contains(&id.as_str());
        }
        self
    }

    fn check(&mut self) -> Option<StepDraft> {
        for field in self.fields_mut() {
            field.check_filled();
        }
        let due: Option<Date> = self.due.value.parse().ok();
        if due.is_none() && self.due.error.is_none() {
            self.due.refuse("请按 2026-03-05 的格式填写日期。");
        }
        let begins: Option<Date> = self.begins.value.parse().ok();
        if begins.is_none() && !self.begins.value.is_empty() {
            self.begins
                .refuse("请按 2026-03-05 的格式填写日期，或留空。");
        }
        let weight = self.weight.value.parse::<i64>().ok();
        let weight = weight.filter(|weight| (0..=1_000).contains(weight));
        if weight.is_none() {
            self.weight.refuse("权重请填 0 到 1000 的整数。");
        }
        let when = due.and_then(|due| When::holding(&self.grain.value, due));
        if due.is_some() && when.is_none() {
            self.grain.refuse("请选择按天、按周、按月还是按季度。");
        }
        let is_late = |when: &When| begins.is_some_and(|begins| begins > when.last());
        if when.as_ref().is_some_and(is_late) {
            self.begins.refuse("开始日期晚于完成时间。");
        }
        if self.fields_mut().iter().any(|field| field.error.is_some()) {
            return None;
        }
        let owner = self
            .owners
            .iter()
            .find(|(code, _)| *code == self.owner.value);
        Some(StepDraft {
            name: self.name.value.clone(),
            begins,
            due: when?,
            owner: owner.and_then(|(code, name)| owner_of(code, name)),
            weight: weight?,
            after: self
                .others
                .iter()
                .filter(|(_, _, is_chosen)| *is_chosen)
                .filter_map(|(id, _, _)| id.parse().ok())
                .collect(),
            evidence: self.evidence.value.clone(),
        })
    }

    fn wrong(&self) -> Vec<&Field> {
        [
            &self.name,
            &self.grain,
            &self.due,
            &self.begins,
            &self.owner,
            &self.weight,
            &self.evidence,
            &self.reason,
        ]
        .into_iter()
        .filter(|field| field.error.is_some())
        .collect()
    }
}

/// Who can be given a step: the units that lead or support the item, and whoever works in them.
async fn owners(
    visit: &Visit,
    found: &ItemWork,
    present: Option<&Owner>,
) -> Result<Vec<(String, String)>> {
    let seats = found.item.seats.iter().filter(|seat| seat.units.len() == 1);
    let mut choices: Vec<(String, String)> = Vec::new();
    let mut units = Vec::new();
    for seat in seats {
        for unit in &seat.units {
            units.push(*unit);
            choices.push((format!("unit:{unit}"), seat.name.clone()));
        }
    }
    let mut people = Vec::new();
    for member in org::members(&visit.db, &units).await? {
        let unit = format!("unit:{}", member.unit);
        let name = choices.iter().find(|(code, _)| *code == unit);
        let name = name.map_or("", |(_, name)| name.as_str());
        people.push((
            format!("person:{}:{}", member.person, member.unit),
            format!("{name} · {}", member.name),
        ));
    }
    choices.extend(people);
    if let Some(owner) = present
        && !choices.iter().any(|(known, _)| *known == code(owner))
    {
        choices.push((code(owner), owner.name.clone()));
    }
    Ok(choices)
}

fn code(owner: &Owner) -> String {
    match (owner.person, owner.unit) {
        (Some(person), Some(unit)) => format!("person:{person}:{unit}"),
        (Some(person), None) => format!("person:{person}"),
        (None, Some(unit)) => format!("unit:{unit}"),
        (None, None) => String::new(),
    }
}

fn owner_of(code: &str, name: &str) -> Option<Owner> {
    let mut parts = code.split(':');
    let (kind, id, unit) = (parts.next()?, parts.next()?, parts.next());
    let (person, unit) = match kind {
        "unit" => (None, id.parse().ok()),
        _ => (id.parse().ok(), unit.and_then(|unit| unit.parse().ok())),
    };
    Some(Owner {
        unit,
        person,
        name: name.to_owned(),
    })
}

pub(super) async fn show_new(
    visit: Visit,
    At((plan, item)): At<(PlanId, ItemId)>,
) -> Result<Reply> {
    let found = for_work(&visit, plan, item).await?;
    visit.page(&StepPage::new(&visit, &found, None).await?)
}

pub(super) async fn submit_new(
    visit: Visit,
    At((plan, item)): At<(PlanId, ItemId)>,
    posted: Posted,
) -> Result<Reply> {
    let found = for_work(&visit, plan, item).await?;
    let page = StepPage::new(&visit, &found, None).await?.filled(&posted);
    save(&visit, &found, None, page).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    /// The time table somebody comes from.
    back: Option<String>,
}

pub(super) async fn show(
    visit: Visit,
    At((plan, item, step)): At<(PlanId, ItemId, StepId)>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    let found = for_work(&visit, plan, item).await?;
    let step = step_of(&found, step)?;
    let page = StepPage::new(&visit, &found, Some(&step)).await?;
    visit.page(&match query.back {
        Some(back) => page.leading_back(plan, &back),
        None => page,
    })
}

pub(super) async fn submit(
    visit: Visit,
    At((plan, item, step)): At<(PlanId, ItemId, StepId)>,
    posted: Posted,
) -> Result<Reply> {
    let found = for_work(&visit, plan, item).await?;
    let step = step_of(&found, step)?;
    let page = StepPage::new(&visit, &found, Some(&step)).await?;
    let page = page.filled(&posted).came_from(plan, &posted);
    let revision = posted.get("revision").parse().unwrap_or(0);
    save(&visit, &found, Some((step.id, revision)), page).await
}

async fn save(
    visit: &Visit,
    found: &ItemWork,
    known: Option<(StepId, i64)>,
    mut page: StepPage,
) -> Result<Reply> {
    let Some(draft) = page.check() else {
        return visit.invalid(&page);
    };
    let (plan, item) = (found.plan.id, found.item.id);
    let reason = page.reason.value.clone();
    match actions::save_step(visit, plan, item, known, draft, &reason).await {
        Ok(()) => visit.done("节点已保存", &page.back),
        Err(Error::Conflict) => {
            page.conflict = true;
            visit.conflict(&page)
        }
        Err(Error::Refused(refusal)) => {
            page.asks_reason |= refusal.rule == BEFORE_PREDECESSOR;
            page.refused = Some(format!("{}{}", refusal.what, refusal.next));
            visit.invalid(&page)
        }
        Err(error) => Err(error.into()),
    }
}

/// A step that was not moved where it was dragged: its form, with that day and the reason as typed.
/// `refused` is none where the day is none or somebody else was first.
pub(super) async fn not_moved(
    visit: &Visit,
    (plan, item, step): (PlanId, ItemId, StepId),
    posted: &Posted,
    refused: Option<&Refusal>,
    is_conflict: bool,
) -> Result<Reply> {
    let found = for_work(visit, plan, item).await?;
    let step = step_of(&found, step)?;
    let page = StepPage::new(visit, &found, Some(&step)).await?;
    let mut page = page.dragged(plan, posted, &step);
    page.conflict = is_conflict;
    if let Some(refusal) = refused {
        page.asks_reason |= refusal.rule == BEFORE_PREDECESSOR;
        page.refused = Some(format!("{}{}", refusal.what, refusal.next));
    }
    match is_conflict {
        true => visit.conflict(&page),
        false => visit.invalid(&page),
    }
}

/// A step that was not given up: its form, with the reason as typed.
pub(super) async fn not_dropped(
    visit: &Visit,
    (plan, item, step): (PlanId, ItemId, StepId),
    posted: &Posted,
    refusal: &Refusal,
    is_conflict: bool,
) -> Result<Reply> {
    let found = for_work(visit, plan, item).await?;
    let step = step_of(&found, step)?;
    let mut page = StepPage::new(visit, &found, Some(&step)).await?;
    page.why_drop = page.why_drop.again(posted, refusal);
    match is_conflict {
        true => visit.conflict(&page),
        false => visit.invalid(&page),
    }
}

/// The time table with what its address asked.
pub(super) fn timeline(plan: PlanId, query: &str) -> String {
    match query {
        "" => paths::timeline(plan),
        query => format!("{}?{query}", paths::timeline(plan)),
    }
}

/// The item's work, for whoever draws it up.
async fn for_work(visit: &Visit, plan: PlanId, item: ItemId) -> Result<ItemWork> {
    let found = actions::item_work(visit, plan, item).await?;
    match policy::may_draw_up(&visit.actor, &found.item) {
        true => Ok(found),
        false => Err(Error::NotFound.into()),
    }
}

fn step_of(found: &ItemWork, id: StepId) -> Result<Step> {
    let step = found
        .steps
        .iter()
        .find(|step| step.id == id && !step.is_dropped);
    Ok(step.cloned().ok_or(Error::NotFound)?)
}
