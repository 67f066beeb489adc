//! What of working plans lies on the desk of a leader, and how it goes to a successor.

use super::{review::note, store};
use crate::{
    org::{Desk, Doing, OpenWork},
    plan::{
        model::{Holder, Item},
        paths,
    },
};
use ::store::{Ctx, Db, Result, Tx};
use base::actor::PersonId;

/// The seats of working plans. Published versions stay as they are.
pub(crate) const DESK: Desk = Desk {
    list: |db, person| -> Doing<'_, Vec<OpenWork>> { Box::pin(list(db, person)) },
    pass_on: |tx, ctx, from, to| -> Doing<'_, ()> { Box::pin(pass_on(tx, ctx, from, to)) },
};

async fn list(db: &Db, person: PersonId) -> Result<Vec<OpenWork>> {
    let seats = store::seats_of_person(db, person).await?;
    Ok(seats
        .into_iter()
        .map(|seats| OpenWork {
            words: format!("《{}》分管领导：{}条", seats.title, seats.n_items),
            href: paths::assign(seats.plan),
        })
        .collect())
}

async fn pass_on(tx: &mut Tx, ctx: &Ctx, from: PersonId, to: PersonId) -> Result<()> {
    for seats in store::seats_of_person(tx, from).await? {
        let mut before = Vec::new();
        let mut after = Vec::new();
        for item in store::items(tx, seats.plan).await? {
            let changed = with_successor(&item, from, to);
            if changed.assignments != item.assignments {
                before.push(item);
                after.push(changed);
            }
        }
        store::save_seats(tx, seats.plan, &after).await?;
        let what = format!("交接分管领导{}条", after.len());
        note(ctx, tx, seats.plan, &what, &before, &after).await?;
    }
    Ok(())
}

/// The item with the successor in every seat the leaver had; in none twice.
fn with_successor(item: &Item, from: PersonId, to: PersonId) -> Item {
    let mut changed = item.clone();
    for seat in &mut changed.assignments {
        if seat.holder == Holder::Person(from) {
            seat.holder = Holder::Person(to);
        }
    }
    let mut seen = Vec::new();
    changed.assignments.retain(|seat| {
        let key = (seat.part, seat.holder.clone());
        let is_new = !seen.contains(&key);
        seen.push(key);
        is_new
    });
    changed
}
