//! Delegation (代签): who acts for whom, from when until when, and why.

use crate::org::{
    model::{
        DelegationDraft, DelegationState, KeptDelegation, NoDelegation, Post, check_delegation,
        is_delegable,
    },
    policy, store,
};
use ::store::{
    Ctx, Error, Result, Tx,
    audit::{Facts, Line},
};
use base::{
    Refusal,
    actor::{Covers, DelegationId, PersonId},
    day,
};

/// How many delegations a page shows, the latest first; long-past ones are in the audit.
const MOST: i64 = 200;

/// The delegations somebody may know of: all for those who keep them, else one's own on either side.
pub(in crate::org) async fn delegations(ctx: &Ctx) -> Result<Vec<KeptDelegation>> {
    let own = Some(ctx.actor.person).filter(|_| !policy::keeps_delegations(&ctx.actor));
    store::delegations(&ctx.db, own, MOST).await
}

/// What is needed to draw up a delegation of somebody.
pub(in crate::org) struct DelegationChoices {
    pub(in crate::org) name: String,
    /// The posts that can be delegated whole.
    pub(in crate::org) posts: Vec<Post>,
    /// Who may act for this person: id and 「人事科 · 王敏」.
    pub(in crate::org) delegates: Vec<(PersonId, String)>,
}

/// What can be chosen for a delegation of this person.
pub(in crate::org) async fn delegation_choices(
    ctx: &Ctx,
    person: PersonId,
) -> Result<DelegationChoices> {
    may_delegate_for(ctx, person)?;
    let found = store::person(&ctx.db, person).await?;
    let found = found.ok_or(Error::NotFound)?;
    let all = store::posts(&ctx.db).await?;
    let posts = delegable(&all, person);
    let mut delegates: Vec<(PersonId, String)> = Vec::new();
    for post in &all {
        let is_known = delegates.iter().any(|(id, _)| *id == post.person);
        if post.person != person && !is_known && may_stand_in(&posts, post) {
            let words = format!("{} · {}", post.unit_name, post.person_name);
            delegates.push((post.person, words));
        }
    }
    Ok(DelegationChoices {
        name: found.name,
        posts: posts.into_iter().cloned().collect(),
        delegates,
    })
}

/// Lets somebody act for a person.
pub(crate) async fn delegate(
    ctx: &Ctx,
    person: PersonId,
    draft: DelegationDraft,
) -> Result<DelegationId> {
    may_delegate_for(ctx, person)?;
    let mut tx = ctx.db.begin_write().await?;
    let all = store::posts(&tx).await?;
    let posts = delegable(&all, person);
    let covered: Vec<&&Post> = posts
        .iter()
        .filter(|post| draft.post.is_none_or(|id| id == post.id))
        .collect();
    let stand_in = all.iter().find(|post| {
        let of_delegate = post.person == draft.delegate;
        of_delegate && may_stand_in(&posts, post)
    });
    let is_whole = draft.covers == Covers::Post;
    if covered.is_empty() || is_whole != draft.post.is_some() {
        return Err(nothing_to_delegate().into());
    }
    let kept = store::delegations(&tx, None, i64::MAX).await?;
    check_delegation(person, &draft, &kept, ctx.today()).map_err(|why| Error::from(not_so(why)))?;
    let Some(stand_in) = stand_in else {
        return Err(not_in_reach().into());
    };
    let id = DelegationId::new();
    store::insert_delegation(&mut tx, id, person, &draft).await?;
    let what = match (draft.covers, covered.first()) {
        (Covers::Post, Some(post)) => format!("{}{}的全部工作", post.unit_name, post.title),
        _ => "审核签批".to_owned(),
    };
    let facts = Facts::none()
        .with("代签人", &stand_in.person_name)
        .with("范围", what)
        .with("起", day::in_words(draft.first))
        .with("止", day::in_words(draft.last));
    let name = posts.first().map_or("", |post| &post.person_name);
    let line = Line::new("org.delegation.begun", person)
        .named(name)
        .changing(&Facts::none(), &facts)
        .because(&draft.reason);
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(id)
}

/// Ends a delegation before its time.
pub(in crate::org) async fn end_delegation(ctx: &Ctx, id: DelegationId) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let kept = store::delegation(&tx, id).await?.ok_or(Error::NotFound)?;
    if !policy::sees_delegation(&ctx.actor, &kept) {
        return Err(Error::NotFound);
    }
    if kept.state(ctx.today()) == DelegationState::Over {
        return Err(is_over().into());
    }
    end(&mut tx, ctx, &kept).await?;
    tx.commit().await
}

/// Ends a delegation and says so.
pub(super) async fn end(tx: &mut Tx, ctx: &Ctx, kept: &KeptDelegation) -> Result<()> {
    store::end_delegation(tx, kept.id, ctx.today()).await?;
    let line = Line::new("org.delegation.ended", kept.person)
        .named(&kept.person_name)
        .saying(format!("{}不再代签", kept.delegate_name));
    tx.audit_line(ctx, line);
    Ok(())
}

/// One delegates for oneself; whoever keeps the delegations does it for anybody.
fn may_delegate_for(ctx: &Ctx, person: PersonId) -> Result<()> {
    match ctx.actor.person == person || policy::keeps_delegations(&ctx.actor) {
        true => Ok(()),
        false => Err(Error::NotFound),
    }
}

fn delegable(all: &[Post], person: PersonId) -> Vec<&Post> {
    all.iter()
        .filter(|post| post.person == person && is_delegable(post.role))
        .collect()
}

/// Whether the holder of a post may act for the holder of these: the bureau's people for one another,
/// those of a school for those of the same school.
fn may_stand_in(posts: &[&Post], other: &Post) -> bool {
    is_delegable(other.role)
        && posts.iter().any(|post| {
            let (one, two) = (
                policy::works_for_bureau(post.role),
                policy::works_for_bureau(other.role),
            );
            (one && two) || (!one && post.unit == other.unit)
        })
}

fn not_so(why: NoDelegation) -> Refusal {
    let (rule, what, next) = match why {
        NoDelegation::ToOneself => (
            "org.delegation.to_oneself",
            "不能委托自己。",
            "请选择其他人。",
        ),
        NoDelegation::BeginsInThePast => (
            "org.delegation.begins_in_the_past",
            "开始日期在今天之前；已经过去的日子不能补委托。",
            "请从今天或以后开始。",
        ),
        NoDelegation::EndsBeforeItBegins => (
            "org.delegation.ends_before",
            "结束日期在开始日期之前。",
            "请核对日期。",
        ),
        NoDelegation::TooLong => (
            "org.delegation.too_long",
            "一次委托不能超过一年。",
            "长期离岗请用“交接”。",
        ),
        NoDelegation::Overlaps => (
            "org.delegation.overlaps",
            "这段时间内同一范围已经委托给别人。",
            "请先结束原来的委托，或改换日期。",
        ),
        NoDelegation::DelegateIsAway => (
            "org.delegation.delegate_is_away",
            "对方在这段时间内把自己的工作委托给了别人，代签不能转手。",
            "请另选一人。",
        ),
    };
    Refusal::new(rule, what, next)
}

fn nothing_to_delegate() -> Refusal {
    Refusal::new(
        "org.delegation.nothing",
        "没有可以委托的任职；系统管理类的角色不能委托。",
        "请核对任职和范围。",
    )
}

fn not_in_reach() -> Refusal {
    Refusal::new(
        "org.delegation.not_in_reach",
        "局机关的工作只能委托给局机关的人，学校的工作只能委托给本校的人。",
        "请另选一人。",
    )
}

fn is_over() -> Refusal {
    Refusal::new(
        "org.delegation.over",
        "这次委托已经结束。",
        "请返回列表核对。",
    )
}
