//! Who may see and change the files attached to a plan and to its items: whoever sees them published;
//! those of a plan changes whoever works on it, those of an item also the unit that leads it.

use super::{milestones::published_item, policy, published};
use crate::plan::{
    model::{ItemId, PlanId},
    paths,
};
use ::store::{Ctx, Error, Result};
use base::Refusal;
use shell::{FileAct, Place};

/// Where a plan is shown, for the slice of attachments.
pub(crate) async fn place_of_files(ctx: Ctx, plan: String, act: FileAct) -> Result<Place> {
    let id: PlanId = plan.parse()?;
    if !policy::READ.admits(Some(&ctx.actor)) {
        return Err(Error::NotFound);
    }
    let (plan, _, content) = published(&ctx, id, None).await?;
    if content.items.is_empty() && !policy::may_watch(&ctx.actor) {
        return Err(Error::NotFound);
    }
    if act == FileAct::Change && !policy::may_work(&ctx.actor) {
        return Err(Refusal::new(
            "plan.files_of_the_office",
            "要点的附件由局办公室维护。",
            "如需增减附件，请联系局办公室。",
        )
        .into());
    }
    Ok(Place {
        name: plan.title,
        href: paths::show(id),
    })
}

/// What an item is called for the slice of attachments.
pub(crate) fn files_of_item(plan: PlanId, item: ItemId) -> String {
    format!("{plan}:{item}")
}

/// Where an item is shown, for the slice of attachments.
pub(crate) async fn place_of_item_files(ctx: Ctx, object: String, act: FileAct) -> Result<Place> {
    let (plan, item) = object.split_once(':').ok_or(Error::NotFound)?;
    let (plan, item): (PlanId, ItemId) = (plan.parse()?, item.parse()?);
    if !policy::READ.admits(Some(&ctx.actor)) {
        return Err(Error::NotFound);
    }
    let (_, found, _) = published_item(&ctx, &ctx.db, plan, item).await?;
    if act == FileAct::Change && !policy::may_draw_up(&ctx.actor, &found) {
        return Err(Refusal::new(
            "plan.files_of_the_lead",
            "条目的附件由牵头单位和局办公室维护。",
            "如需增减附件，请联系牵头单位。",
        )
        .into());
    }
    Ok(Place {
        name: format!("{}{}", found.marker, found.heading()),
        href: paths::item(plan, item),
    })
}
