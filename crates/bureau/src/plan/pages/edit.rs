//! Correcting an item, and adding one: in its card, or on a page of its own.

use super::{
    card::{Card, CardFragment},
    item_form::{COMMITMENTS, COMPARATORS, ItemForm, KINDS, RECURRENCES, ROLES},
    original,
};
use crate::plan::{
    actions,
    model::{Item, ItemId, Plan, PlanId},
    paths,
};
use askama::Template;
use serde::Deserialize;
use shell::{Asked, At, Frame, Posted, Reply, Result, Visit};
use store::Error;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    /// A kind of line to begin with.
    add: String,
    /// A new item comes behind this one.
    behind: Option<ItemId>,
}

/// What the form of an item needs, wherever it is drawn.
pub(super) struct Editing {
    id: String,
    form: ItemForm,
    action: String,
    cancel: String,
    csrf: String,
    /// Said when somebody else saved the item in the meantime.
    conflict: Option<String>,
    is_changed: bool,
    behind: String,
}

impl Editing {
    /// What the mark of a target in the paper is called.
    fn target(&self, id: &str) -> String {
        original::reference('t', id)
    }

    /// What the mark of a deadline in the paper is called.
    fn deadline(&self, id: &str) -> String {
        original::reference('d', id)
    }

    /// What the mark of a party in the paper is called.
    fn party(&self, id: &str) -> String {
        original::reference('p', id)
    }
}

#[derive(Template)]
#[template(path = "plan/pages/edit_card.html")]
struct EditCard {
    editing: Editing,
}

#[derive(Template)]
#[template(path = "plan/pages/edit.html")]
struct EditPage {
    frame: Frame,
    editing: Editing,
}

pub(super) async fn show(
    visit: Visit,
    At((plan, item)): At<(PlanId, ItemId)>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    let (plan, item) = actions::working_item(&visit, plan, item).await?;
    let mut form = ItemForm::of(&item);
    form.add_line(&query.add);
    draw(&visit, &plan, Some(&item), form, Drawn::Fresh)
}

pub(super) async fn submit(
    visit: Visit,
    At((plan, item)): At<(PlanId, ItemId)>,
    posted: Posted,
) -> Result<Reply> {
    let (plan, item) = actions::working_item(&visit, plan, item).await?;
    let mut form = ItemForm::posted(&posted);
    if change_lines(&mut form, &posted) {
        return draw(&visit, &plan, Some(&item), form, Drawn::Changed);
    }
    let Some(edit) = form.check(posted.has("accept")) else {
        return draw(&visit, &plan, Some(&item), form, Drawn::Wrong);
    };
    match actions::edit_item(&visit, plan.id, item.id, form.revision, edit).await {
        Ok(()) => saved(&visit, plan.id, item.id).await,
        Err(Error::Conflict) => {
            form.revision = item.revision;
            draw(&visit, &plan, Some(&item), form, Drawn::Conflict)
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn show_new(
    visit: Visit,
    At(plan): At<PlanId>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    let plan = actions::plan_for_work(&visit, plan).await?;
    let mut page = editing(&visit, &plan, None, ItemForm::empty(), Drawn::Fresh);
    page.behind = query.behind.map(|id| id.to_string()).unwrap_or_default();
    visit.page(&EditPage {
        frame: frame(&visit, &plan, "添加一条"),
        editing: page,
    })
}

pub(super) async fn submit_new(
    visit: Visit,
    At(plan): At<PlanId>,
    posted: Posted,
) -> Result<Reply> {
    let plan = actions::plan_for_work(&visit, plan).await?;
    let mut form = ItemForm::posted(&posted);
    let behind = posted.get("behind").to_owned();
    let is_changed = change_lines(&mut form, &posted);
    let edit = if is_changed { None } else { form.check(true) };
    let Some(edit) = edit else {
        let drawn = if is_changed {
            Drawn::Changed
        } else {
            Drawn::Wrong
        };
        let mut page = editing(&visit, &plan, None, form, drawn);
        page.behind = behind;
        let page = EditPage {
            frame: frame(&visit, &plan, "添加一条"),
            editing: page,
        };
        return if is_changed {
            visit.page(&page)
        } else {
            visit.invalid(&page)
        };
    };
    let item = actions::add_item(&visit, plan.id, behind.parse().ok(), edit).await?;
    visit.done("已添加", paths::review_at(plan.id, item))
}

/// How the form is drawn, and with which status.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drawn {
    Fresh,
    Changed,
    Wrong,
    Conflict,
}

fn draw(
    visit: &Visit,
    plan: &Plan,
    item: Option<&Item>,
    form: ItemForm,
    drawn: Drawn,
) -> Result<Reply> {
    let editing = editing(visit, plan, item, form, drawn);
    if visit.is_fragment() {
        return answer(visit, &EditCard { editing }, drawn);
    }
    let heading = item.map(Item::heading).unwrap_or_default();
    let page = EditPage {
        frame: frame(visit, plan, &format!("修改“{heading}”")),
        editing,
    };
    answer(visit, &page, drawn)
}

fn answer(visit: &Visit, page: &impl Template, drawn: Drawn) -> Result<Reply> {
    match drawn {
        Drawn::Fresh | Drawn::Changed => visit.page(page),
        Drawn::Wrong => visit.invalid(page),
        Drawn::Conflict => visit.conflict(page),
    }
}

fn editing(
    visit: &Visit,
    plan: &Plan,
    item: Option<&Item>,
    form: ItemForm,
    drawn: Drawn,
) -> Editing {
    let (action, cancel) = match item {
        Some(item) => (
            paths::item_act(plan.id, item.id, "edit"),
            paths::review_at(plan.id, item.id),
        ),
        None => (paths::item_new(plan.id), paths::review(plan.id)),
    };
    let conflict = item.filter(|_| drawn == Drawn::Conflict).map(|item| {
        format!(
            "修改期间，别人已经保存了这一条，现在的内容是：{}。填写的内容还在下面，核对后再次保存，以这次填写的为准。",
            item.body.trim_end_matches('。')
        )
    });
    Editing {
        id: item.map(|item| item.id.to_string()).unwrap_or_default(),
        form,
        action,
        cancel,
        csrf: visit.frame("").csrf,
        conflict,
        is_changed: drawn != Drawn::Fresh,
        behind: String::new(),
    }
}

fn frame(visit: &Visit, plan: &Plan, title: &str) -> Frame {
    visit
        .frame(title)
        .crumb("要点", paths::LIST)
        .crumb(plan.title.clone(), paths::review(plan.id))
}

/// Carries out a button that adds or takes away a line; says whether one was pressed.
fn change_lines(form: &mut ItemForm, posted: &Posted) -> bool {
    if posted.has("add") {
        form.add_line(posted.get("add"));
        return true;
    }
    if posted.has("remove") {
        form.remove_line(posted.get("remove"));
        return true;
    }
    false
}

/// After a change of one item: its card, or the review page at it.
pub(super) async fn saved(visit: &Visit, plan: PlanId, item: ItemId) -> Result<Reply> {
    if !visit.is_fragment() {
        return visit.done("已保存", paths::review_at(plan, item));
    }
    let working = actions::working(visit, plan).await?;
    let item = working
        .items
        .iter()
        .find(|other| other.id == item)
        .ok_or(Error::NotFound)?;
    let card = Card::of(item, &working.directory, true);
    let mut counts = super::review::counts(&working.items, working.source.noise.len());
    counts.is_oob = true;
    visit.page(&CardFragment {
        card,
        counts: Some(counts),
    })
}
