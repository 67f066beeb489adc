//! Signing in and out.

use crate::org::{password::Hash, store};
use ::store::{Db, Result, sessions};
use base::Refusal;
use shell::csrf;

/// So many wrong passwords lock a log-in …
const MOST_FAILURES: i64 = 5;
/// … for so long after the last of them.
const LOCKED_MS: i64 = 15 * 60_000;
/// No log-in is longer; what is longer is not worth a look into the database.
const LONGEST_LOGIN: usize = 60;

/// Begins a session and gives its secret token. A session this browser had before ends.
///
/// Whether the log-in or the password was wrong is never said, and a log-in that does not exist is
/// locked like one that does: nobody can find out here who has an account.
pub(in crate::org) async fn sign_in(
    db: &Db,
    now_ms: i64,
    login: &str,
    password: &str,
    old_session: Option<&str>,
) -> Result<String> {
    let login: String = normal(login).chars().take(LONGEST_LOGIN).collect();
    let since_ms = now_ms - LOCKED_MS;
    if store::failures(db, &login, since_ms).await? >= MOST_FAILURES {
        tracing::warn!("a log-in is locked after too many wrong passwords");
        return Err(locked().into());
    }
    // Counted before the password is looked at, so that many attempts at once count as many.
    let mut tx = db.begin_write().await?;
    store::note_failure(&mut tx, &login, now_ms, since_ms).await?;
    tx.commit().await?;

    let credentials = store::credentials(db, &login).await?;
    let known_hash = credentials.as_ref().map(|found| found.hash.clone());
    let fits = Hash::fits(known_hash, password).await?;
    let Some(credentials) = credentials.filter(|_| fits) else {
        return Err(wrong().into());
    };
    if credentials.is_closed {
        return Err(closed().into());
    }
    let identity = store::identify(db.clone(), Some(credentials.account)).await?;
    if identity.actor.is_none() {
        return Err(without_post().into());
    }

    let token = csrf::random_word();
    let mut tx = db.begin_write().await?;
    store::forget_failures(&mut tx, &login).await?;
    if let Some(old) = old_session {
        sessions::end(&mut tx, old).await?;
    }
    sessions::begin(&mut tx, &token, credentials.account, now_ms).await?;
    tx.commit().await?;
    Ok(token)
}

/// Ends a session.
pub(in crate::org) async fn sign_out(db: &Db, session: &str) -> Result<()> {
    let mut tx = db.begin_write().await?;
    sessions::end(&mut tx, session).await?;
    tx.commit().await
}

/// Log-ins are the same in capitals and small letters.
pub(super) fn normal(login: &str) -> String {
    login.trim().to_lowercase()
}

fn wrong() -> Refusal {
    Refusal::new(
        "org.sign_in.wrong",
        "账号或密码不对。",
        format!("请检查大小写后再试；连续错{MOST_FAILURES}次将锁定15分钟。"),
    )
}

fn locked() -> Refusal {
    Refusal::new(
        "org.sign_in.locked",
        format!("密码连续错了{MOST_FAILURES}次，这个账号已锁定。"),
        "请15分钟后再试，或请安全管理员重置密码。",
    )
}

fn closed() -> Refusal {
    Refusal::new(
        "org.sign_in.closed",
        "这个账号已停用。",
        "如需继续使用，请联系系统管理员。",
    )
}

fn without_post() -> Refusal {
    Refusal::new(
        "org.sign_in.without_post",
        "这个账号的本人目前没有任职，不能登录。",
        "请联系系统管理员登记任职。",
    )
}
