//! Signing in and out.
//!
//! Who somebody is is found out first (here by a password, ours or a directory's), then they are let in
//! ([`admit`]), whoever vouched for them: what holds for every log-in stands there.

use super::{
    outside::{directory_takes, unknown_line},
    rules::sign_in_rules,
};
use crate::org::{model::AccountState, password::Hash, sign_in_rules::SignInRules, store, totp};
use ::store::{
    Ctx, Error, Result, Tx,
    audit::Line,
    sessions::{self, Vouched},
};
use base::{Refusal, actor::AccountId, config::Ldap};
use shell::csrf;

/// No log-in is longer; what is longer is not worth a look into the database.
const LONGEST_LOGIN: usize = 60;

/// How far somebody came; the token of their session.
#[derive(Debug)]
pub(in crate::org) enum Admitted {
    /// They are in.
    Whole(String),
    /// The code of their telephone is still to come.
    Half(String),
}

/// Asks who somebody is by a password, and lets them in. A session this browser had before ends.
///
/// Whether the log-in or the password was wrong is never said, and a log-in that does not exist is
/// locked like one that does: nobody can find out here who has an account. Where there is a directory,
/// it is asked about every password that is not ours, for the same reason.
pub(in crate::org) async fn sign_in(
    ctx: &Ctx,
    ldap: Option<&Ldap>,
    login: &str,
    password: &str,
    old_session: Option<&str>,
) -> Result<Admitted> {
    let login: String = normal(login).chars().take(LONGEST_LOGIN).collect();
    let rules = sign_in_rules(&ctx.db).await?;
    let tries = Tries::begin(ctx, &rules, &login).await?;
    let credentials = store::credentials(&ctx.db, &login).await?;
    let known_hash = credentials.as_ref().map(|found| found.hash.clone());
    let fits = Hash::fits(known_hash, password).await?;
    let account = credentials.map(|found| found.account);
    if let Some(account) = account.filter(|_| fits) {
        return admit(ctx, account, Vouched::Here, old_session).await;
    }
    let takes = match ldap {
        Some(ldap) => directory_takes(ldap, &login, password).await?,
        None => false,
    };
    match account.filter(|_| takes) {
        Some(account) => admit(ctx, account, Vouched::Outside, old_session).await,
        None if takes => {
            unknown_line(ctx, &login).await?;
            Err(unknown_here().into())
        }
        None => {
            tries.failed(ctx, account).await?;
            Err(wrong(&rules).into())
        }
    }
}

/// Lets in whoever was found out to be who they are, by whatever means. Refuses a closed log-in and
/// one whose person holds no post; asks for the second step where there is one and nobody outside asked
/// for one that counts.
pub(super) async fn admit(
    ctx: &Ctx,
    account: AccountId,
    vouched: Vouched,
    old_session: Option<&str>,
) -> Result<Admitted> {
    let state = store::account_state(&ctx.db, account)
        .await?
        .ok_or(Error::NotFound)?;
    if state.is_closed {
        return Err(closed().into());
    }
    if !state.has_second_factor || vouched == Vouched::OutsideTwice {
        let token = begin(ctx, &state, vouched, old_session).await?;
        return Ok(Admitted::Whole(token));
    }
    let token = csrf::random_word();
    let mut tx = ctx.db.begin_write().await?;
    if let Some(old) = old_session {
        sessions::end(&mut tx, old).await?;
    }
    sessions::begin_half(&mut tx, &token, account, &ctx.from, ctx.now_ms()).await?;
    sessions::set_vouched(&mut tx, &token, vouched).await?;
    tx.commit().await?;
    Ok(Admitted::Half(token))
}

/// The second step: the code of the telephone, or a recovery code; then the session is whole.
pub(in crate::org) async fn second_step(
    ctx: &Ctx,
    half_session: &str,
    code: &str,
) -> Result<String> {
    let half = sessions::half_signed_in(&ctx.db, half_session, ctx.now_ms()).await?;
    let half = half.ok_or_else(half_is_over)?;
    let account = half.account;
    let state = store::account_state(&ctx.db, account)
        .await?
        .ok_or(Error::NotFound)?;
    let rules = sign_in_rules(&ctx.db).await?;
    let tries = Tries::begin(ctx, &rules, &state.login).await?;
    if !takes_code(ctx, account, code).await? {
        tries.failed(ctx, Some(account)).await?;
        return Err(wrong_code().into());
    }
    begin(ctx, &state, half.vouched, Some(half_session)).await
}

/// Whether somebody is between password and code.
pub(in crate::org) async fn is_half_way(ctx: &Ctx, session: &str) -> Result<bool> {
    let half = sessions::half_signed_in(&ctx.db, session, ctx.now_ms()).await?;
    Ok(half.is_some())
}

/// Whether this is a code of the account's telephone or one of its recovery codes; each is taken
/// once, however many ask at the same moment.
pub(super) async fn takes_code(ctx: &Ctx, account: AccountId, code: &str) -> Result<bool> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let mut tx = ctx.db.begin_write().await?;
    let Some(factor) = store::second_factor(&tx, account).await? else {
        return Ok(false);
    };
    let now_ms = ctx.clock.machine_ms();
    let is_taken = match factor.secret.step_of(&digits, now_ms, factor.last_step) {
        Some(step) => {
            store::set_last_step(&mut tx, account, step).await?;
            true
        }
        None => store::use_recovery_code(&mut tx, account, &totp::recovery_hash(code)).await?,
    };
    tx.commit().await?;
    Ok(is_taken)
}

/// Begins the whole session, as the rules want it.
async fn begin(
    ctx: &Ctx,
    state: &AccountState,
    vouched: Vouched,
    old_session: Option<&str>,
) -> Result<String> {
    let identity = store::identify(&ctx.db, ctx.today(), Some(state.id)).await?;
    let Some(actor) = identity.actor else {
        return Err(without_post().into());
    };
    let rules = sign_in_rules(&ctx.db).await?;
    let (token, now_ms) = (csrf::random_word(), ctx.now_ms());
    let mut tx = ctx.db.begin_write().await?;
    store::forget_failures(&mut tx, &state.login).await?;
    // Of a password from before ages were kept, the age counts from now.
    let changed_ms = match state.password_changed_ms {
        0 => now_ms,
        changed_ms => changed_ms,
    };
    // Of a password that was not used, the age does not matter.
    let is_old = vouched == Vouched::Here
        && rules
            .most_age_ms()
            .is_some_and(|most_ms| now_ms - changed_ms > most_ms);
    let must_enrol = !state.has_second_factor && rules.need_second_factor(&actor.roles);
    store::note_sign_in(
        &mut tx,
        state.id,
        changed_ms,
        state.must_change_password || is_old,
        must_enrol,
    )
    .await?;
    if rules.has_one_session() {
        sessions::end_all(&mut tx, state.id).await?;
    }
    if let Some(old) = old_session {
        sessions::end(&mut tx, old).await?;
    }
    sessions::begin(&mut tx, &token, state.id, &ctx.from, rules.limits(), now_ms).await?;
    sessions::set_vouched(&mut tx, &token, vouched).await?;
    tx.commit().await?;
    Ok(token)
}

/// Ends a session.
pub(in crate::org) async fn sign_out(ctx: &Ctx, session: &str) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    sessions::end(&mut tx, session).await?;
    tx.commit().await
}

/// The tries of one log-in. A try is counted before it is looked at, so that many at once count as
/// many; a right one lets all be forgotten.
struct Tries<'a> {
    login: &'a str,
    most: i64,
    locked_minutes: i64,
}

impl<'a> Tries<'a> {
    async fn begin(ctx: &Ctx, rules: &SignInRules, login: &'a str) -> Result<Self> {
        let tries = Self {
            login,
            most: rules.most_failures(),
            locked_minutes: rules.locked_minutes(),
        };
        let since_ms = tries.since_ms(ctx);
        let mut tx = ctx.db.begin_write().await?;
        if store::failures(&tx, login, since_ms).await? >= tries.most {
            return Err(locked(rules).into());
        }
        store::note_failure(&mut tx, login, ctx.now_ms(), since_ms).await?;
        tx.commit().await?;
        Ok(tries)
    }

    /// The last try allowed went wrong: the log-in is locked, and that is written down. Single wrong
    /// passwords are not: nobody's slips are counted.
    async fn failed(self, ctx: &Ctx, account: Option<AccountId>) -> Result<()> {
        let mut tx = ctx.db.begin_write().await?;
        if store::failures(&tx, self.login, self.since_ms(ctx)).await? >= self.most {
            lock_line(&mut tx, ctx, account, &self).await?;
        }
        tx.commit().await
    }

    fn since_ms(&self, ctx: &Ctx) -> i64 {
        ctx.now_ms() - self.locked_minutes * 60_000
    }
}

/// Names the person whose log-in it is. What was typed for a log-in that does not exist is not
/// repeated: it may well be somebody's password.
async fn lock_line(
    tx: &mut Tx,
    ctx: &Ctx,
    account: Option<AccountId>,
    tries: &Tries<'_>,
) -> Result<()> {
    let owner = match account {
        Some(account) => store::owner_of(tx, account).await?,
        None => None,
    };
    let line = match owner {
        Some((person, name)) => Line::new("org.account.locked", person).named(name),
        None => Line::new("org.account.locked", "").named("不存在的账号"),
    };
    let line = line.saying(format!(
        "连续错{}次，锁定{}分钟",
        tries.most, tries.locked_minutes
    ));
    tx.audit_of_program(ctx.now_ms(), &ctx.from, line);
    Ok(())
}

/// Log-ins are the same in capitals and small letters.
pub(super) fn normal(login: &str) -> String {
    login.trim().to_lowercase()
}

fn wrong(rules: &SignInRules) -> Refusal {
    Refusal::new(
        "org.sign_in.wrong",
        "账号或密码不对。",
        format!(
            "请检查大小写后再试；连续错{}次将锁定{}分钟。",
            rules.most_failures(),
            rules.locked_minutes()
        ),
    )
}

fn locked(rules: &SignInRules) -> Refusal {
    Refusal::new(
        "org.sign_in.locked",
        format!("连续错了{}次，这个账号已锁定。", rules.most_failures()),
        format!(
            "请{}分钟后再试，或请安全管理员解锁。",
            rules.locked_minutes()
        ),
    )
}

fn closed() -> Refusal {
    Refusal::new(
        "org.sign_in.closed",
        "这个账号已停用。",
        "如需继续使用，请联系系统管理员。",
    )
}

/// Said only to somebody whose password the directory has taken.
fn unknown_here() -> Refusal {
    Refusal::new(
        "org.sign_in.unknown_here",
        "目录里有这个账号，但本系统没有对应的账号。",
        "请联系系统管理员开通账号。",
    )
}

fn without_post() -> Refusal {
    Refusal::new(
        "org.sign_in.without_post",
        "这个账号的本人目前没有任职，不能登录。",
        "请联系系统管理员登记任职。",
    )
}

fn wrong_code() -> Refusal {
    Refusal::new(
        "org.second_factor.wrong",
        "验证码不对，或者已经用过。",
        "请等手机上换出下一个验证码再填；手机的时间要准确。",
    )
}

fn half_is_over() -> Refusal {
    Refusal::new(
        "org.second_factor.over",
        "第一步之后超过了5分钟。",
        "请重新登录。",
    )
}
