//! 统一身份认证 and 目录服务: somebody outside vouches for people who have an account here. No account is
//! made by it, and whatever else holds for log-ins holds for these ([`super::sign_in::admit`]).

use super::sign_in::{Admitted, admit, normal};
use crate::org::store;
use ::store::{Ctx, Result, audit::Line, sessions::Vouched};
use base::{
    Config, Refusal,
    actor::AccountId,
    config::{Ldap, Matched, Oidc},
};
use std::time::Duration;
use wire::{
    Client, Trust,
    ldap::{Directory, Encryption, LOGIN, Lookup},
    oidc::{Claims, Errand, OidcError, Provider, Registration},
};

/// Where the provider sends people back to, below the address of the application.
pub(in crate::org) const BACK: &str = "/sign-in/unified/back";

/// How long a directory may take when nothing is set.
const PATIENCE_S: u64 = 5;

/// Whether what is set for those who vouch from outside can be used at all; asked before the start.
pub fn check_settings(config: &Config) -> Result<()> {
    if let Some(oidc) = &config.oidc {
        client(oidc)?;
        let wants_openid = oidc.scope.split(' ').any(|word| word == "openid");
        let has_addresses = Client::is_address(&oidc.issuer) && Client::is_address(&oidc.address);
        if !wants_openid || !has_addresses {
            return Err(unusable(
                "oidc",
                "issuer 和 address 要写完整的网址（https:// 开头），scope 里要有 openid",
            )
            .into());
        }
    }
    if let Some(ldap) = &config.ldap {
        directory(ldap)?;
    }
    Ok(())
}

/// Where somebody goes to be asked who they are.
pub(in crate::org) async fn way_there(oidc: &Oidc, errand: &Errand) -> Result<String> {
    let provider = Provider::discover(&client(oidc)?, &oidc.issuer).await;
    let way = provider.and_then(|provider| provider.way_there(&registration(oidc), errand));
    way.map_err(|error| told(oidc, &error).into())
}

/// Lets in whoever comes back from the provider with a code for this errand.
pub(in crate::org) async fn come_back(
    ctx: &Ctx,
    oidc: &Oidc,
    errand: &Errand,
    code: &str,
    old_session: Option<&str>,
) -> Result<Admitted> {
    let client = client(oidc)?;
    let asked = async {
        let provider = Provider::discover(&client, &oidc.issuer).await?;
        let now_ms = ctx.clock.machine_ms();
        provider
            .claims(&client, &registration(oidc), errand, code, now_ms)
            .await
    };
    let claims = asked.await.map_err(|error| told(oidc, &error))?;
    let account = account_of(ctx, oidc, &claims).await?;
    let vouched = match oidc.counts_second_step && claims.says_second_factor() {
        true => Vouched::OutsideTwice,
        false => Vouched::Outside,
    };
    admit(ctx, account, vouched, old_session).await
}

/// The account here of whom the provider speaks.
async fn account_of(ctx: &Ctx, oidc: &Oidc, claims: &Claims) -> Result<AccountId> {
    let Some(said) = claims.text(&oidc.claim) else {
        tracing::warn!(claim = oidc.claim, "the provider does not say who it is");
        return Err(says_nothing(oidc).into());
    };
    let found = match oidc.equals {
        Matched::Login => store::account_named(&ctx.db, &normal(said)).await?,
        Matched::Phone => store::account_by_phone(&ctx.db, said).await?,
    };
    match found {
        Some(account) => Ok(account),
        None => {
            unknown_line(ctx, said).await?;
            Err(unknown(oidc, said).into())
        }
    }
}

/// Whether the directory takes this password; who is asked about is not looked up here first, so that
/// nobody can find out who has an account.
pub(super) async fn directory_takes(ldap: &Ldap, login: &str, password: &str) -> Result<bool> {
    // A certificate gone since the start is nothing to tell whoever stands at the door.
    let directory = directory(ldap).map_err(|error| {
        tracing::warn!(?error, "the directory cannot be asked as it is set");
        silent_directory()
    })?;
    let takes = directory.takes(login, password).await;
    takes.map_err(|error| {
        tracing::warn!(%error, "the directory could not be asked");
        silent_directory().into()
    })
}

/// Somebody has proved who they are outside and has no account: the administrators should know.
pub(super) async fn unknown_line(ctx: &Ctx, said: &str) -> Result<()> {
    let shown: String = said.chars().take(60).collect();
    let mut tx = ctx.db.begin_write().await?;
    let line = Line::new("org.sign_in.unknown_here", "").named(shown);
    tx.audit_of_program(ctx.now_ms(), &ctx.from, line);
    tx.commit().await
}

pub(super) fn client(oidc: &Oidc) -> Result<Client> {
    Client::new(oidc.ca.as_deref()).map_err(|error| unusable("oidc", error).into())
}

pub(super) fn registration(oidc: &Oidc) -> Registration {
    Registration {
        issuer: oidc.issuer.clone(),
        client_id: oidc.client_id.clone(),
        client_secret: oidc.client_secret.clone(),
        redirect_uri: format!("{}{BACK}", oidc.address.trim_end_matches('/')),
        scope: oidc.scope.clone(),
    }
}

pub(super) fn directory(ldap: &Ldap) -> Result<Directory> {
    let wrong = |words: &str| unusable("ldap", words);
    let (is_tls, rest) = match ldap.url.trim().trim_end_matches('/').split_once("://") {
        Some(("ldaps", rest)) => (true, rest),
        Some(("ldap", rest)) => (false, rest),
        _ => return Err(wrong("url 要以 ldaps:// 或 ldap:// 开头").into()),
    };
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => {
            let port = port.parse().map_err(|_| wrong("url 里的端口不是数字"))?;
            (host, port)
        }
        _ => (rest, if is_tls { 636 } else { 389 }),
    };
    let host = host.trim_matches(['[', ']']);
    let trust = || Trust::new(ldap.ca.as_deref()).map_err(|error| unusable("ldap", error));
    let encryption = match (is_tls, ldap.start_tls) {
        (true, _) => Encryption::Tls(trust()?),
        (false, true) => Encryption::StartTls(trust()?),
        (false, false) if is_this_machine(host) => Encryption::None,
        (false, false) => {
            return Err(
                wrong("密码不能不加密地经过网络，请用 ldaps:// 或写 start_tls = true").into(),
            );
        }
    };
    let lookup = match (&ldap.user_dn, &ldap.base, &ldap.filter) {
        (Some(pattern), None, None) if pattern.contains(LOGIN) => Lookup::Pattern(pattern.clone()),
        (None, Some(base), Some(filter)) => Lookup::Search {
            bind: service_account(ldap)?,
            base: base.clone(),
            filter: filter
                .parse()
                .map_err(|_| wrong("filter 只能用 &、|、!、= 和 =*，并要有 {login}"))?,
        },
        _ => return Err(wrong("要么写 user_dn（里面有 {login}），要么写 base 和 filter").into()),
    };
    Ok(Directory {
        host: host.to_owned(),
        port,
        encryption,
        lookup,
        patience: Duration::from_secs(match ldap.timeout_seconds {
            0 => PATIENCE_S,
            seconds => seconds.min(60),
        }),
    })
}

/// A name of ours with its password; one without the other would let nobody in particular in.
fn service_account(ldap: &Ldap) -> Result<Option<(String, String)>> {
    match (&ldap.bind_dn, &ldap.bind_password) {
        (None, None) => Ok(None),
        (Some(name), Some(password)) if !password.reveal().is_empty() => {
            Ok(Some((name.clone(), password.reveal().to_owned())))
        }
        _ => Err(unusable("ldap", "bind_dn 和 bind_password 要一起写").into()),
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// What somebody is told when the provider vouches for nobody; the log is told more.
fn told(oidc: &Oidc, error: &OidcError) -> Refusal {
    tracing::warn!(%error, "the provider vouched for nobody");
    match error {
        OidcError::Token(_) => Refusal::new(
            "org.sign_in.not_believed",
            format!("{}的回复没有通过核对，没有登录。", oidc.name),
            "请重新登录一次；仍然不行时，请联系系统管理员检查设置和两边的时钟。",
        ),
        OidcError::Refused { .. } => Refusal::new(
            "org.sign_in.provider_refused",
            format!("{}没有认可这次登录。", oidc.name),
            "请重新登录一次；仍然不行时，请联系系统管理员检查设置。",
        ),
        OidcError::Unreachable(_) | OidcError::OtherName | OidcError::Unusable(_) => Refusal::new(
            "org.sign_in.provider_silent",
            format!("{}没有正常应答，暂时不能用它登录。", oidc.name),
            "请稍后再试，或者用本系统的账号和密码登录。",
        ),
    }
}

fn silent_directory() -> Refusal {
    Refusal::new(
        "org.sign_in.directory_silent",
        "目录服务没有正常应答，暂时核对不了目录里的密码。",
        "请稍后再试，或者用本系统自己的密码登录。",
    )
}

fn says_nothing(oidc: &Oidc) -> Refusal {
    Refusal::new(
        "org.sign_in.provider_says_nothing",
        format!("{}没有说明登录的是谁。", oidc.name),
        "请联系系统管理员检查设置。",
    )
}

fn unknown(oidc: &Oidc, said: &str) -> Refusal {
    let shown: String = said.chars().take(60).collect();
    Refusal::new(
        "org.sign_in.unknown_here",
        format!("{}已确认是“{shown}”，但本系统没有对应的账号。", oidc.name),
        "请联系系统管理员开通账号。",
    )
}

/// The settings of a section cannot be used.
fn unusable(section: &str, words: impl std::fmt::Display) -> Refusal {
    Refusal::new(
        "org.settings",
        format!("设置 [{section}] 用不了：{words}。"),
        "请改正 luoshi.toml 或 LUOSHI_ 开头的环境变量。",
    )
}
