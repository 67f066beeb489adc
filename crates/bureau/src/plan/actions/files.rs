//! Who may see and change the files attached to a plan: whoever sees it published, and whoever works on it.

use super::{policy, published};
use crate::plan::{model::PlanId, paths};
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
