//! 三员: who the three administrators are, and what must stay true of them.

use crate::org::{
    model::{Administrators, Post},
    policy::{self, Filling},
    store,
};
use ::store::{Ctx, Error, Read, Result, Tx, sessions};
use base::{Refusal, Role, actor::PersonId};

/// What this person may do with posts and log-ins.
pub(in crate::org) async fn filling(ctx: &Ctx, db: &impl Read) -> Result<Filling> {
    // Only the administrator of the system may have to stand in.
    let has_security = match policy::administers(&ctx.actor) {
        true => store::n_able(db, Role::SecurityAdministrator, None).await? > 0,
        false => true,
    };
    Ok(Filling::of(&ctx.actor, has_security))
}

/// Who the three are, for themselves.
pub(in crate::org) async fn administrators(ctx: &Ctx) -> Result<Vec<Administrators>> {
    if !policy::ARE_ADMINISTRATORS.admits(Some(&ctx.actor)) {
        return Err(Error::NotFound);
    }
    let mut all = Vec::new();
    let (posts, accounts) = (
        store::posts_of_administrators(&ctx.db).await?,
        store::accounts(&ctx.db).await?,
    );
    for role in Role::ADMINISTRATORS {
        let holders = posts.iter().filter(|post| post.role == role);
        all.push(Administrators {
            role,
            holders: holders
                .map(|post| (post.clone(), accounts.get(&post.person).cloned()))
                .collect(),
        });
    }
    Ok(all)
}

/// Whether one of the three is there with a log-in that works; asked for the administrator of the
/// system alone, who is to see to it.
pub(in crate::org) async fn lacks_administrators(ctx: &Ctx) -> Result<bool> {
    if !policy::administers(&ctx.actor) {
        return Ok(false);
    }
    for role in Role::ADMINISTRATORS {
        if store::n_able(&ctx.db, role, None).await? == 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What must be true once somebody's posts have changed from `before`: three administrators apart,
/// each of them still there, nobody took it from themselves. Sessions begun with other roles end.
pub(super) async fn after_posts(
    tx: &mut Tx,
    ctx: &Ctx,
    person: PersonId,
    before: &[Role],
) -> Result<()> {
    let posts = store::posts_of(tx, &[person]).await?;
    let now: Vec<Role> = posts.iter().map(|post| post.role).collect();
    policy::keep_apart(&now)?;
    for lost in before.iter().filter(|role| role.is_administrators()) {
        if now.contains(lost) {
            continue;
        }
        if ctx.actor.person == person {
            return Err(own_administration(*lost).into());
        }
        one_remains(tx, *lost, person).await?;
    }
    let has_changed = before.iter().any(|role| !now.contains(role))
        || now.iter().any(|role| !before.contains(role));
    if has_changed && let Some(account) = store::account_of(tx, person).await? {
        sessions::end_all(tx, account.id).await?;
    }
    Ok(())
}

/// Refuses what would leave the house without an administrator who can log in.
pub(super) async fn one_remains(tx: &Tx, role: Role, leaving: PersonId) -> Result<()> {
    if store::n_able(tx, role, Some(leaving)).await? > 0 {
        return Ok(());
    }
    Err(Refusal::new(
        "org.last_administrator",
        format!(
            "这是最后一个能登录的{}，去掉之后就没有人能做这些事了。",
            role.label()
        ),
        format!("请先任命另一个{}，并为其开通账号。", role.label()),
    )
    .into())
}

/// The roles of posts.
pub(super) fn roles(posts: &[Post]) -> Vec<Role> {
    posts.iter().map(|post| post.role).collect()
}

fn own_administration(role: Role) -> Refusal {
    Refusal::new(
        "org.post.own_administration",
        format!("不能去掉自己的{}角色，否则可能无人维护系统。", role.label()),
        format!(
            "请由另一位{}操作。",
            match role {
                Role::Administrator => "安全管理员",
                other => other.label(),
            }
        ),
    )
}
