//! Whether those who vouch from outside could be asked now: for `luoshi doctor`, before somebody stands
//! at the log-in page. What is wrong is said in a sentence without its stop, and without any secret.

use super::outside::{client, directory, registration};
use ::store::Error;
use base::config::{Ldap, Oidc};
use wire::{
    WireError,
    ldap::LdapError,
    oidc::{OidcError, Provider},
};

/// Whether people could log in by the provider now.
pub async fn greet_provider(oidc: &Oidc) -> Result<(), String> {
    let client = client(oidc).map_err(settings)?;
    let asked = async {
        let provider = Provider::discover(&client, &oidc.issuer).await?;
        provider.greet(&client, &registration(oidc)).await
    };
    asked.await.map_err(|error: OidcError| match error {
        OidcError::Unreachable(WireError::TimedOut) => "没有及时应答".to_owned(),
        OidcError::Unreachable(WireError::Connect(_)) => "连接不上，或者证书不受信任".to_owned(),
        OidcError::Unreachable(_) => "中断了连接".to_owned(),
        OidcError::Refused { status: 401, .. } => NOT_KNOWN.to_owned(),
        OidcError::Refused { status, code } => match code.as_str() {
            "invalid_client" | "unauthorized_client" => NOT_KNOWN.to_owned(),
            _ => format!("答复 {status}，不是 OpenID Connect 的认证平台"),
        },
        OidcError::OtherName => "自称的网址与 issuer 不一样，要一字不差".to_owned(),
        OidcError::Unusable(_) | OidcError::Token(_) => {
            "答复无法识别，不是 OpenID Connect 的认证平台".to_owned()
        }
    })
}

const NOT_KNOWN: &str = "不认识本系统，client_id 或 client_secret 不对";

/// Whether passwords could be checked by the directory now.
pub async fn greet_directory(ldap: &Ldap) -> Result<(), String> {
    let directory = directory(ldap).map_err(settings)?;
    directory.greet().await.map_err(|error| match error {
        LdapError::TimedOut => "没有及时应答".to_owned(),
        LdapError::Connect(_) => "连接不上，或者证书不受信任".to_owned(),
        LdapError::StartTls(result) => format!("不肯加密（StartTLS 答复 {result}）"),
        LdapError::Service(result) => format!("bind_dn 登录不了（答复 {result}）"),
        LdapError::Search(32) => "base 不存在，或者没有权限查找".to_owned(),
        LdapError::Search(result) => format!("在 base 下查找被拒绝（答复 {result}）"),
        LdapError::Ambiguous | LdapError::Unreadable => "答复无法识别，不是目录服务".to_owned(),
    })
}

/// Settings that cannot be used, in the words the start would stop with.
fn settings(error: Error) -> String {
    match error {
        Error::Refused(refusal) => refusal.what.trim_end_matches('。').to_owned(),
        _ => "设置用不了".to_owned(),
    }
}
