//! The acts of this slice: begin, load, decide, save, audit, commit.

mod assign;
mod carry;
mod desk;
mod details;
mod feed;
mod files;
mod import;
mod look;
mod milestones;
mod progress;
mod publish;
mod review;
mod structure;

pub(crate) use assign::{BulkAct, Seats, assign, assign_many};
pub(crate) use carry::{Candidates, carry_candidates, carry_over, lineage};
pub(crate) use desk::DESK;
pub(crate) use details::{Details, details_quotes, remove_plan, save_details, settle_finding};
pub(crate) use feed::{begin_feed, end_feed, feed_file, my_feed};
pub(crate) use files::{files_of_item, place_of_files, place_of_item_files};
pub(crate) use import::{Paper, import};
pub(crate) use look::{
    Working, all_versions, directory, item_history, item_source, original, plan_for_work, plans,
    plans_in_force, published, versions, working, working_item,
};
pub(crate) use milestones::{
    Finish, ItemWork, PlanWork, Proposals, StepDraft, agree_work, confirm_from_report, drop_step,
    finish_from_report, finish_step, finish_steps, item_work, keep_steps, lead_of, move_step,
    my_steps, plan_work, proof_of_step, proposals, reopen_step, save_step, send_back_work,
    start_step, submit_work, take_for_all, take_proposals, unsay_from_report,
};
pub(crate) use progress::{
    Choice, Counted, Line, LinePart, NewItem, Subject, adds_up, choose_items, confirm_words,
    count_in_register, create_item, divide, forget_measure, item_progress, plan_progress,
    progress_of, register_hints, taken_together,
};
pub(crate) use publish::{Publish, Readiness, publish, readiness};
pub(crate) use review::{
    EntryRef, ItemEdit, Words, accept_all, accept_entry, accept_item, edit_item, remove_entry,
    reopen_item, undo,
};
pub(crate) use structure::{
    Direction, add_item, merge_with_next, move_item, remove_item, split_item,
};

use super::{
    model::{Plan, PlanId},
    policy, store,
};
use ::store::{Ctx, Error, Read, Result};

/// The plan, for somebody who works on it; for everybody else there is none.
async fn plan_at_work(ctx: &Ctx, db: &impl Read, id: PlanId) -> Result<Plan> {
    if !policy::may_work(&ctx.actor) {
        return Err(Error::NotFound);
    }
    store::plan(db, id).await?.ok_or(Error::NotFound)
}
