//! 用统一身份认证登录: going to the provider and coming back.

use super::sign_in::{go_admitted, next_of, own_path};
use crate::org::{actions, paths};
use ::store::Error;
use axum::extract::RawQuery;
use base::{Refusal, config::Oidc};
use shell::{Guest, Reply, Result, csrf};
use wire::oidc::Errand;

/// How long somebody may be at the provider.
const PATIENCE_MS: i64 = 15 * 60_000;
/// A longer path is not worth carrying along.
const LONGEST_PATH: usize = 1_000;

/// What the browser keeps while somebody is at the provider: nobody else can come back for them.
struct Kept {
    errand: Errand,
    begun_ms: i64,
    next: String,
}

impl Kept {
    fn new(guest: &Guest, next: &str) -> Self {
        let next = own_path(next);
        Self {
            errand: Errand {
                state: csrf::random_word(),
                nonce: csrf::random_word(),
                verifier: csrf::random_word(),
            },
            begun_ms: guest.app().clock().machine_ms(),
            next: match next.len() > LONGEST_PATH {
                true => paths::HOME.to_owned(),
                false => next.to_owned(),
            },
        }
    }

    fn to_cookie(&self) -> String {
        let Errand {
            state,
            nonce,
            verifier,
        } = &self.errand;
        let next: String = form_urlencoded::byte_serialize(self.next.as_bytes()).collect();
        format!("{state}.{nonce}.{verifier}.{}.{next}", self.begun_ms)
    }

    fn from_cookie(value: &str) -> Option<Self> {
        let parts: Vec<&str> = value.splitn(5, '.').collect();
        let [state, nonce, verifier, begun_ms, next] = parts.as_slice() else {
            return None;
        };
        let (next, _) = form_urlencoded::parse(next.as_bytes()).next()?;
        Some(Self {
            errand: Errand {
                state: (*state).to_owned(),
                nonce: (*nonce).to_owned(),
                verifier: (*verifier).to_owned(),
            },
            begun_ms: begun_ms.parse().ok()?,
            next: next.into_owned(),
        })
    }
}

pub(super) async fn go(guest: Guest, RawQuery(query): RawQuery) -> Result<Reply> {
    let config = guest.app().config().clone();
    let oidc = config.oidc.as_ref().ok_or(Error::NotFound)?;
    let next = next_of(query.as_deref().unwrap_or_default());
    if guest.actor().is_some() {
        return guest.go(None, own_path(&next));
    }
    let kept = Kept::new(&guest, &next);
    match actions::way_there(oidc, &kept.errand).await {
        Ok(way) => guest.go_on_errand(&kept.to_cookie(), &way),
        Err(Error::Refused(refusal)) => guest.refused(&refusal, paths::SIGN_IN),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn back(guest: Guest, RawQuery(query): RawQuery) -> Result<Reply> {
    let config = guest.app().config().clone();
    let oidc = config.oidc.as_ref().ok_or(Error::NotFound)?;
    let kept = guest.errand().and_then(Kept::from_cookie);
    let reply = match code_of(&guest, oidc, kept.as_ref(), &query.unwrap_or_default()) {
        Ok((kept, code)) => {
            let ctx = guest.ctx();
            let session = guest.session();
            match actions::come_back(&ctx, oidc, &kept.errand, &code, session).await {
                Ok(admitted) => go_admitted(&guest, &admitted, own_path(&kept.next)),
                Err(Error::Refused(refusal)) => guest.refused(&refusal, paths::SIGN_IN),
                Err(error) => Err(error.into()),
            }
        }
        Err(refusal) => guest.refused(&refusal, paths::SIGN_IN),
    };
    // Whatever came of it, the errand is over: a code is taken once.
    reply.map(|reply| guest.end_errand(reply))
}

/// The code somebody came back with, when they are who went.
fn code_of<'a>(
    guest: &Guest,
    oidc: &Oidc,
    kept: Option<&'a Kept>,
    query: &str,
) -> std::result::Result<(&'a Kept, String), Refusal> {
    let said = |name: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    let now_ms = guest.app().clock().machine_ms();
    let kept = kept.ok_or_else(over)?;
    let is_over = now_ms - kept.begun_ms > PATIENCE_MS;
    let is_theirs = said("state").is_some_and(|state| csrf::same(&state, &kept.errand.state));
    // A provider that names itself must be the one they went to (RFC 9207).
    let is_from_there = said("iss").is_none_or(|issuer| issuer == oidc.issuer);
    if is_over || !is_theirs || !is_from_there {
        return Err(over());
    }
    match said("code").filter(|code| !code.is_empty()) {
        Some(code) => Ok((kept, code)),
        None => Err(given_up(oidc)),
    }
}

fn over() -> Refusal {
    Refusal::new(
        "org.sign_in.errand_over",
        "这次登录已过期，或者不是从这个浏览器开始的，没有登录。",
        "请从这里重新登录，中途不要换浏览器。",
    )
}

fn given_up(oidc: &Oidc) -> Refusal {
    Refusal::new(
        "org.sign_in.given_up",
        format!("在{}没有完成登录。", oidc.name),
        "请重新登录，或者用本系统的账号和密码登录。",
    )
}

#[cfg(test)]
mod tests {
    use super::{Errand, Kept};

    #[test]
    fn what_a_browser_keeps_is_read_again_and_anything_else_is_nothing() {
        let kept = Kept {
            errand: Errand {
                state: "a1".to_owned(),
                nonce: "b2".to_owned(),
                verifier: "c3".to_owned(),
            },
            begun_ms: 7,
            next: "/plan?year=2026&q=a.b".to_owned(),
        };
        let cookie = kept.to_cookie();
        assert!(!cookie.contains([';', ',', ' ', '&']), "{cookie}");
        let read = Kept::from_cookie(&cookie).unwrap();
        assert_eq!(read.errand, kept.errand);
        assert_eq!(
            (read.begun_ms, read.next.as_str()),
            (7, "/plan?year=2026&q=a.b")
        );
        for wrong in ["", "a.b.c", "a.b.c.d.e", "a.b.c.7."] {
            assert!(Kept::from_cookie(wrong).is_none(), "{wrong}");
        }
    }
}
