//! 登录、退出。

use crate::org::{
    actions::{self, Admitted},
    paths,
};
use ::store::Error;
use askama::Template;
use axum::extract::RawQuery;
use shell::{Field, Frame, Guest, Limited, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/sign_in.html")]
struct SignInPage {
    frame: Frame,
    form: SignInForm,
    outside: Option<Outside>,
}

/// Somebody else who vouches for people.
struct Outside {
    name: String,
    href: String,
}

impl SignInPage {
    fn new(guest: &Guest, form: SignInForm) -> Self {
        let oidc = guest.app().config().oidc.as_ref();
        Self {
            frame: guest.frame("登录"),
            outside: oidc.map(|oidc| Outside {
                name: oidc.name.clone(),
                href: format!("{}?next={}", paths::UNIFIED, in_query(&form.next)),
            }),
            form,
        }
    }
}

struct SignInForm {
    login: Field,
    password: Field,
    /// Where to go afterwards.
    next: String,
    /// Why it did not work.
    refused: Option<String>,
}

impl SignInForm {
    fn new(next: &str) -> Self {
        Self {
            login: Field::new("login", "账号").required(),
            password: Field::new("password", "密码").required(),
            next: own_path(next).to_owned(),
            refused: None,
        }
    }

    fn is_wrong(&self) -> bool {
        self.refused.is_some() || self.login.error.is_some() || self.password.error.is_some()
    }
}

pub(super) async fn show(guest: Guest, RawQuery(query): RawQuery) -> Result<Reply> {
    let next = next_of(query.as_deref().unwrap_or_default());
    if guest.actor().is_some() {
        return guest.go(None, own_path(&next));
    }
    guest.page(&SignInPage::new(&guest, SignInForm::new(&next)))
}

pub(super) async fn submit(guest: Guest, posted: Posted) -> Result<Reply> {
    let mut form = SignInForm::new(posted.get("next"));
    form.login = form.login.filled(&posted);
    // A password may begin or end with a blank.
    let password = posted.raw("password").to_owned();
    let has_login = form.login.check_filled();
    if password.is_empty() {
        form.password.refuse("请填写密码。");
    }
    if has_login && !password.is_empty() {
        guest.take(Limited::SignIn, &form.login.value.to_lowercase())?;
        let ctx = guest.ctx();
        let ldap = guest.app().config().ldap.as_ref();
        let session = guest.session();
        let signed_in = actions::sign_in(&ctx, ldap, &form.login.value, &password, session);
        match signed_in.await {
            Ok(admitted) => return go_admitted(&guest, &admitted, &form.next),
            Err(Error::Refused(refusal)) => {
                form.refused = Some(format!("{}{}", refusal.what, refusal.next));
            }
            Err(error) => return Err(error.into()),
        }
    }
    guest.invalid(&SignInPage::new(&guest, form))
}

/// Goes in, or on to the second step.
pub(super) fn go_admitted(guest: &Guest, admitted: &Admitted, next: &str) -> Result<Reply> {
    match admitted {
        Admitted::Whole(token) => guest.go_with_session(Some(token), next),
        Admitted::Half(token) => {
            let step = format!("{}?next={}", paths::SECOND_STEP, in_query(next));
            guest.go_with_session(Some(token), &step)
        }
    }
}

fn in_query(path: &str) -> String {
    form_urlencoded::byte_serialize(path.as_bytes()).collect()
}

pub(super) async fn sign_out(visit: Visit, _: Posted) -> Result<Reply> {
    if let Some(session) = visit.guest().session() {
        actions::sign_out(&visit, session).await?;
    }
    visit.guest().go_with_session(None, paths::SIGN_IN)
}

/// The parameter `next` of a query.
pub(super) fn next_of(query: &str) -> String {
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "next")
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

/// The path when it is one of this server, else the first page: a log-in must not lead elsewhere.
pub(super) fn own_path(path: &str) -> &str {
    let is_own = path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with(paths::SIGN_IN)
        && path.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    if is_own { path } else { paths::HOME }
}

#[cfg(test)]
mod tests {
    use super::{next_of, own_path};

    #[test]
    fn a_log_in_leads_only_to_pages_of_this_server() {
        for (next, leads_to) in [
            ("/plan?year=2026&q=%E4%BA%BA", "/plan?year=2026&q=%E4%BA%BA"),
            ("/", "/"),
            ("", "/"),
            ("plan", "/"),
            ("//elsewhere.example", "/"),
            ("/\\elsewhere.example", "/"),
            ("https://elsewhere.example", "/"),
            ("/plan\r\nSet-Cookie: x", "/"),
            ("/sign-in?next=/sign-in", "/"),
        ] {
            assert_eq!(own_path(next), leads_to, "{next}");
        }
        assert_eq!(next_of("a=1&next=%2Fplan%3Fyear%3D2026"), "/plan?year=2026");
    }
}
