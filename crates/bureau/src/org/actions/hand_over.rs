//! Hand-over (交接): somebody leaves, somebody else takes over. One act moves posts, charges and the
//! open work of every slice, and ends what was delegated.

use super::{
    administrators, delegations, people,
    reorganise::{Occasion, check_day},
};
use crate::org::{
    facts,
    model::{DelegationState, KeptDelegation, Person, Post, PostId, Unit, WorkField},
    policy, search, store,
};
use ::store::{
    Ctx, Error, Result, Tx,
    audit::{Facts, Line},
};
use base::{Refusal, Role, actor::PersonId};

/// What lies on the desk of whoever leaves.
pub(in crate::org) struct Leaving {
    pub(in crate::org) person: Person,
    pub(in crate::org) posts: Vec<Post>,
    pub(in crate::org) charges: Vec<Unit>,
    pub(in crate::org) fields: Vec<WorkField>,
    /// Running or still ahead, on either side.
    pub(in crate::org) delegations: Vec<KeptDelegation>,
    /// The open work of other slices.
    pub(in crate::org) open_work: Vec<crate::org::OpenWork>,
    /// Who may take over: id and 「人事科 · 王敏」.
    pub(in crate::org) successors: Vec<(PersonId, String)>,
}

/// Everything a hand-over of this person would move.
pub(in crate::org) async fn leaving(ctx: &Ctx, id: PersonId) -> Result<Leaving> {
    policy::may_administer(&ctx.actor)?;
    let person = store::person(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let all = store::posts(&ctx.db).await?;
    let mut successors: Vec<(PersonId, String)> = Vec::new();
    for post in all.iter().filter(|post| post.person != id) {
        if !successors.iter().any(|(known, _)| *known == post.person) {
            let words = format!("{} · {}", post.unit_name, post.person_name);
            successors.push((post.person, words));
        }
    }
    let charged = store::charges(&ctx.db)
        .await?
        .remove(&id)
        .unwrap_or_default();
    let mut charges = store::every_unit(&ctx.db).await?;
    charges.retain(|unit| charged.contains(&unit.id));
    let in_fields = store::field_charges(&ctx.db)
        .await?
        .remove(&id)
        .unwrap_or_default();
    let mut fields = store::fields(&ctx.db).await?;
    fields.retain(|field| in_fields.contains(&field.id));
    let mut open_work = Vec::new();
    for desk in crate::DESKS {
        open_work.extend((desk.list)(&ctx.db, id).await?);
    }
    Ok(Leaving {
        posts: all.into_iter().filter(|post| post.person == id).collect(),
        charges,
        fields,
        delegations: open_delegations(ctx, &ctx.db, id).await?,
        open_work,
        successors,
        person,
    })
}

/// Hands everything over. The posts named go to the successor, the others end with nobody in them.
pub(in crate::org) async fn hand_over(
    ctx: &Ctx,
    from: PersonId,
    to: PersonId,
    passed_posts: &[PostId],
    occasion: Occasion,
) -> Result<()> {
    policy::may_administer(&ctx.actor)?;
    check_day(ctx, occasion.on, None)?;
    let mut tx = ctx.db.begin_write().await?;
    let leaver = store::person(&tx, from).await?.ok_or(Error::NotFound)?;
    let successor = store::person(&tx, to).await?.ok_or(Error::NotFound)?;
    let posts = store::posts_of(&tx, &[from]).await?;
    if from == to {
        return Err(to_oneself().into());
    }
    if posts.is_empty() {
        return Err(holds_nothing(&leaver.name).into());
    }
    let mut held = store::posts_of(&tx, &[to]).await?;
    let roles_before = [administrators::roles(&posts), administrators::roles(&held)];
    let filling = administrators::filling(ctx, &tx).await?;
    for post in &posts {
        filling.may_fill(post.role)?;
        check_day(ctx, occasion.on, post.from)?;
        store::end_post(&mut tx, post.id, occasion.on, &occasion.reason).await?;
        let who = (from, leaver.name.as_str());
        let before = people::of_kept_post(post);
        people::audit_post(&mut tx, ctx, "org.post.ended", who, &before, &Facts::none());
        let has_it = held.iter().any(|held| {
            (held.unit, held.role) == (post.unit, post.role) && held.title == post.title
        });
        if passed_posts.contains(&post.id) && !has_it {
            let mut draft = post.draft();
            draft.from = Some(occasion.on);
            store::insert_post(&mut tx, PostId::new(), to, &draft).await?;
            let begun = facts::of_post(&draft, &post.unit_name);
            let who = (to, successor.name.as_str());
            people::audit_post(&mut tx, ctx, "org.post.begun", who, &Facts::none(), &begun);
        }
    }
    held = store::posts_of(&tx, &[to]).await?;
    pass_charges(&mut tx, ctx, &leaver, &successor, &held).await?;
    for kept in open_delegations(ctx, &tx, from).await? {
        delegations::end(&mut tx, ctx, &kept).await?;
    }
    for desk in crate::DESKS {
        (desk.pass_on)(&mut tx, ctx, from, to).await?;
    }
    for (person, roles) in [from, to].into_iter().zip(&roles_before) {
        people::after_change(&mut tx, ctx, person, roles).await?;
    }
    store::insert_hand_over(&mut tx, from, to, occasion.on, &occasion.reason).await?;
    let line = Line::new("org.person.handed_over", from)
        .named(&leaver.name)
        .saying(format!("交接给{}", successor.name))
        .because(occasion.reason);
    tx.audit_line(ctx, line);
    search::renew(&mut tx).await?;
    tx.commit().await
}

/// Charges go along where the successor is a leader; else whoever keeps them must give them anew.
async fn pass_charges(
    tx: &mut Tx,
    ctx: &Ctx,
    leaver: &Person,
    successor: &Person,
    held: &[Post],
) -> Result<()> {
    let mut charges = store::charges(tx).await?;
    let mut fields = store::field_charges(tx).await?;
    let units = charges.remove(&leaver.id).unwrap_or_default();
    let in_fields = fields.remove(&leaver.id).unwrap_or_default();
    if units.is_empty() && in_fields.is_empty() {
        return Ok(());
    }
    store::set_charges(tx, leaver.id, &[]).await?;
    store::set_field_charges(tx, leaver.id, &[]).await?;
    let mut said = format!("{}不再分管", leaver.name);
    if held.iter().any(|post| post.role == Role::Leader) {
        let mut all = charges.remove(&successor.id).unwrap_or_default();
        all.extend(
            units
                .iter()
                .filter(|unit| !all.contains(unit))
                .copied()
                .collect::<Vec<_>>(),
        );
        store::set_charges(tx, successor.id, &all).await?;
        let mut all = fields.remove(&successor.id).unwrap_or_default();
        all.extend(
            in_fields
                .iter()
                .filter(|field| !all.contains(field))
                .copied()
                .collect::<Vec<_>>(),
        );
        store::set_field_charges(tx, successor.id, &all).await?;
        said = format!("{}分管的单位和领域交接给{}", leaver.name, successor.name);
    }
    for person in [leaver, successor] {
        let line = Line::new("org.charges.changed", person.id)
            .named(&person.name)
            .saying(&said);
        tx.audit_line(ctx, line);
    }
    Ok(())
}

async fn open_delegations(
    ctx: &Ctx,
    db: &impl ::store::Read,
    person: PersonId,
) -> Result<Vec<KeptDelegation>> {
    let mut kept = store::delegations(db, Some(person), i64::MAX).await?;
    kept.retain(|kept| kept.state(ctx.today()) != DelegationState::Over);
    Ok(kept)
}

fn to_oneself() -> Refusal {
    Refusal::new(
        "org.hand_over.to_oneself",
        "不能交接给自己。",
        "请选择接任的人。",
    )
}

fn holds_nothing(name: &str) -> Refusal {
    Refusal::new(
        "org.hand_over.nothing",
        format!("{name}目前没有任职，没有可以交接的。"),
        "请返回人员页面核对。",
    )
}
