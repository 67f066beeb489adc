//! Log-ins: opening, closing, passwords.

use super::{administrators, rules::sign_in_rules, sign_in::normal};
use crate::org::{
    model::Account,
    password::{self, Hash},
    policy, store,
};
use ::store::{
    Ctx, Db, Error, Read, Result, Tx,
    audit::{Facts, Line},
    sessions,
};
use base::{
    Refusal,
    actor::{AccountId, PersonId},
};
use shell::csrf;

/// The password a log-in begins with.
#[derive(Debug, Clone)]
pub(crate) enum FirstPassword {
    /// A random one, told once and changed at the first log-in.
    OneTime,
    /// A known one that may be kept; only for demonstrations.
    Known(Hash),
}

/// Opens a log-in for a person and gives the one-time password, when it is one.
pub(crate) async fn open_account(
    ctx: &Ctx,
    person: PersonId,
    login: &str,
    first: FirstPassword,
) -> Result<Option<String>> {
    policy::may_administer(&ctx.actor)?;
    let login = normal(login);
    login_is_right(&login)?;
    let (hash, told) = first.hash().await?;
    let changes_first = sign_in_rules(&ctx.db).await?.changes_first();
    let mut tx = ctx.db.begin_write().await?;
    let name = store::person(&tx, person)
        .await?
        .ok_or(Error::NotFound)?
        .name;
    if store::account_of(&tx, person).await?.is_some() {
        return Err(has_one_already().into());
    }
    let account = Account {
        id: AccountId::new(),
        login: login.clone(),
        must_change_password: told.is_some() && changes_first,
        is_closed: false,
    };
    match store::insert_account(&mut tx, person, &account, &hash).await {
        Err(error) if error.duplicate().is_some() => return Err(login_is_taken(&login).into()),
        other => other?,
    }
    let line = Line::new("org.account.opened", person)
        .named(name)
        .changing(&Facts::none(), &Facts::none().with("账号", login));
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(told)
}

/// Gives a person a new one-time password, ends their sessions and lifts a lock.
pub(in crate::org) async fn reset_password(ctx: &Ctx, person: PersonId) -> Result<String> {
    administrators::filling(ctx, &ctx.db).await?.may_secure()?;
    let password = password::one_time();
    let hash = Hash::of(&password).await?;
    let rules = sign_in_rules(&ctx.db).await?;
    let mut tx = ctx.db.begin_write().await?;
    let account = account(&tx, person).await?;
    store::keep_former_password(&mut tx, account.id, rules.n_remembered(), ctx.now_ms()).await?;
    let must_change = rules.changes_first();
    store::set_password(&mut tx, account.id, &hash, must_change, ctx.now_ms()).await?;
    store::forget_failures(&mut tx, &account.login).await?;
    sessions::end_all(&mut tx, account.id).await?;
    audit(&mut tx, ctx, "org.account.password_reset", person).await?;
    tx.commit().await?;
    Ok(password)
}

/// Gives a log-in a new one-time password from the command line, for when no administrator can log
/// in any more: whoever has the machine has the data anyway. Lock, second step and sessions end.
pub async fn reset_log_in(db: &Db, now_ms: i64, login: &str) -> Result<String> {
    let login = normal(login);
    let found = store::credentials(db, &login).await?;
    let account = found.ok_or_else(|| no_such_login(&login))?.account;
    let password = password::one_time();
    let hash = Hash::of(&password).await?;
    let mut tx = db.begin_write().await?;
    store::set_password(&mut tx, account, &hash, true, now_ms).await?;
    store::forget_failures(&mut tx, &login).await?;
    store::remove_second_factor(&mut tx, account).await?;
    sessions::end_all(&mut tx, account).await?;
    let (person, name) = store::owner_of(&tx, account).await?.unzip();
    let person = person.map(|person| person.to_string()).unwrap_or_default();
    let line = Line::new("org.account.reset_on_machine", person);
    let line = line.named(name.unwrap_or_default());
    tx.audit_of_program(now_ms, "luoshi account reset", line);
    tx.commit().await?;
    Ok(password)
}

/// Closes a log-in: its sessions end at once. Nobody closes their own, and of each of the three
/// administrators one remains who can log in.
pub(in crate::org) async fn close_account(ctx: &Ctx, person: PersonId) -> Result<()> {
    policy::may_administer(&ctx.actor)?;
    if ctx.actor.person == person {
        return Err(own_account().into());
    }
    let mut tx = ctx.db.begin_write().await?;
    let account = account(&tx, person).await?;
    for role in administrators::roles(&store::posts_of(&tx, &[person]).await?) {
        if role.is_administrators() {
            administrators::one_remains(&tx, role, person).await?;
        }
    }
    store::set_closed(&mut tx, account.id, true).await?;
    sessions::end_all(&mut tx, account.id).await?;
    audit(&mut tx, ctx, "org.account.closed", person).await?;
    tx.commit().await
}

/// Opens a closed log-in again, with the password it had.
pub(in crate::org) async fn reopen_account(ctx: &Ctx, person: PersonId) -> Result<()> {
    policy::may_administer(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    let account = account(&tx, person).await?;
    store::set_closed(&mut tx, account.id, false).await?;
    audit(&mut tx, ctx, "org.account.reopened", person).await?;
    tx.commit().await
}

/// Changes one's own password. Every session ends; the token of a new one is given.
pub(in crate::org) async fn change_password(
    ctx: &Ctx,
    current: &str,
    chosen: &str,
) -> Result<String> {
    let Some(account) = store::account_of(&ctx.db, ctx.actor.person).await? else {
        return Err(Error::NotFound);
    };
    let Some(credentials) = store::credentials(&ctx.db, &account.login).await? else {
        return Err(Error::NotFound);
    };
    if !Hash::fits(Some(credentials.hash), current).await? {
        return Err(current_is_wrong().into());
    }
    if chosen == current {
        return Err(same_password().into());
    }
    let rules = sign_in_rules(&ctx.db).await?;
    if let Some(fault) = password::fault(&rules, chosen, &account.login) {
        return Err(Refusal::new("org.password.weak", fault, "请换一个密码。").into());
    }
    // The password at hand is one of those remembered.
    let n_former = rules.n_remembered() - 1;
    for former in store::former_passwords(&ctx.db, account.id, n_former.max(0)).await? {
        if Hash::fits(Some(former), chosen).await? {
            return Err(used_lately(rules.n_remembered()).into());
        }
    }
    let hash = Hash::of(chosen).await?;
    let token = csrf::random_word();
    let mut tx = ctx.db.begin_write().await?;
    let now_ms = ctx.now_ms();
    store::keep_former_password(&mut tx, account.id, n_former.max(0), now_ms).await?;
    store::set_password(&mut tx, account.id, &hash, false, now_ms).await?;
    sessions::end_all(&mut tx, account.id).await?;
    sessions::begin(
        &mut tx,
        &token,
        account.id,
        &ctx.from,
        rules.limits(),
        now_ms,
    )
    .await?;
    audit(
        &mut tx,
        ctx,
        "org.account.password_changed",
        ctx.actor.person,
    )
    .await?;
    tx.commit().await?;
    Ok(token)
}

impl FirstPassword {
    /// The hash to keep, and the password to tell.
    pub(super) async fn hash(self) -> Result<(Hash, Option<String>)> {
        match self {
            Self::OneTime => {
                let password = password::one_time();
                Ok((Hash::of(&password).await?, Some(password)))
            }
            Self::Known(hash) => Ok((hash, None)),
        }
    }
}

/// Somebody's log-in with their name.
pub(super) async fn named_account(db: &impl Read, person: PersonId) -> Result<(Account, String)> {
    let account = store::account_of(db, person).await?;
    let person = store::person(db, person).await?;
    account
        .zip(person.map(|person| person.name))
        .ok_or(Error::NotFound)
}

async fn account(tx: &Tx, person: PersonId) -> Result<Account> {
    store::account_of(tx, person).await?.ok_or(Error::NotFound)
}

/// Writes down what was done with somebody's log-in; passwords are never written down.
async fn audit(tx: &mut Tx, ctx: &Ctx, act: &str, person: PersonId) -> Result<()> {
    let name = store::person(tx, person).await?.map(|person| person.name);
    tx.audit_line(ctx, Line::new(act, person).named(name.unwrap_or_default()));
    Ok(())
}

/// Log-ins are typed on strange keyboards: small letters, digits, point, line, at.
fn login_is_right(login: &str) -> std::result::Result<(), Refusal> {
    let n_chars = login.chars().count();
    let is_plain = login
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-@".contains(c));
    if (2..=40).contains(&n_chars) && is_plain {
        return Ok(());
    }
    Err(Refusal::new(
        "org.account.login_form",
        "账号只能用2至40个小写字母、数字和 . _ - @。",
        "可用姓名拼音或手机号。",
    ))
}

fn login_is_taken(login: &str) -> Refusal {
    Refusal::new(
        "org.account.login_taken",
        format!("账号“{login}”已有人使用。"),
        "请换一个，例如在后面加数字。",
    )
}

fn no_such_login(login: &str) -> Refusal {
    Refusal::new(
        "org.account.no_such_login",
        format!("没有账号“{login}”。"),
        "请检查是否写错；账号可在“人员”页查看。",
    )
}

fn has_one_already() -> Refusal {
    Refusal::new(
        "org.account.has_one",
        "这个人已有账号。",
        "如忘记密码，请用“重置密码”。",
    )
}

fn own_account() -> Refusal {
    Refusal::new(
        "org.account.own",
        "不能停用自己的账号。",
        "请由另一位系统管理员停用。",
    )
}

fn current_is_wrong() -> Refusal {
    Refusal::new("org.password.current", "现在的密码不对。", "请重新填写。")
}

fn used_lately(n_remembered: i64) -> Refusal {
    Refusal::new(
        "org.password.used_lately",
        format!("新密码和最近{n_remembered}次用过的密码之一相同。"),
        "请换一个密码。",
    )
}

fn same_password() -> Refusal {
    Refusal::new(
        "org.password.same",
        "新密码和现在的密码相同。",
        "请换一个密码。",
    )
}
