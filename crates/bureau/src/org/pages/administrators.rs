//! 三员: who keeps the system, for these three; the first page of an administrator as long as one of
//! them is missing.

use crate::org::{
    actions,
    model::{Account, Administrators, Post},
    paths, policy,
};
use askama::Template;
use base::Role;
use shell::{Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/administrators.html")]
struct AdministratorsPage {
    frame: Frame,
    rows: Vec<Row>,
    /// Which of the three nobody can act as yet: 「安全管理员、审计管理员」.
    missing: String,
    sets_rules: bool,
    /// Whether this person gives the posts of the three.
    may_appoint: bool,
    /// Whether this person opens log-ins.
    may_open: bool,
}

struct Row {
    role: Role,
    work: &'static str,
    holders: Vec<Holder>,
}

struct Holder {
    name: String,
    href: String,
    state: &'static str,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    let all = actions::administrators(&visit).await?;
    let filling = actions::filling(&visit, &visit.db).await?;
    let missing: Vec<&str> = all
        .iter()
        .filter(|one| !one.are_able())
        .map(|one| one.role.label())
        .collect();
    visit.page(&AdministratorsPage {
        frame: visit
            .frame("三员")
            .lead("系统、安全、审计三个管理员各管一段，互不兼任，也不办业务。"),
        missing: missing.join("、"),
        sets_rules: policy::SECURES.admits(Some(&visit.actor)),
        may_appoint: filling.fills(Role::SecurityAdministrator),
        may_open: visit.actor.is(Role::Administrator),
        rows: all.into_iter().map(row).collect(),
    })
}

/// Where somebody begins who has no business: an administrator of the system with the units, or
/// with the three administrators while one is missing; others at the first entry of their rail.
pub(crate) async fn first_page(visit: &Visit) -> Result<String> {
    if actions::lacks_administrators(visit).await? {
        return Ok(paths::SECURITY.to_owned());
    }
    if policy::administers(&visit.actor) {
        return Ok(paths::UNITS.to_owned());
    }
    if visit.actor.is(Role::SecurityAdministrator) {
        return Ok(paths::SECURITY.to_owned());
    }
    let rail = visit.frame("").rail;
    Ok(rail
        .first()
        .map_or_else(|| paths::UNITS.to_owned(), |entry| entry.href.clone()))
}

fn row(one: Administrators) -> Row {
    Row {
        role: one.role,
        work: work(one.role),
        holders: one
            .holders
            .into_iter()
            .map(|(post, account)| holder(&post, account.as_ref()))
            .collect(),
    }
}

fn holder(post: &Post, account: Option<&Account>) -> Holder {
    Holder {
        name: post.person_name.clone(),
        href: paths::person(post.person),
        state: match account {
            None => "未开通账号",
            Some(account) if account.is_closed => "账号已停用",
            Some(account) if account.must_change_password => "待本人修改一次性密码",
            Some(_) => "账号可用",
        },
    }
}

/// What each of the three does.
fn work(role: Role) -> &'static str {
    match role {
        Role::Administrator => "登记单位和人员，开通、停用账号，维护工作日历，备份和升级",
        Role::SecurityAdministrator => "密码和登录规则，重置密码、解锁、结束登录，任免三员",
        _ => "查看、导出审计记录，核验记录是否完整，设定保存期限",
    }
}
