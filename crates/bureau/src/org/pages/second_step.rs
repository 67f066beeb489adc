//! 两步验证 of a log-in: the code of the telephone after the password.

use super::sign_in::own_path;
use crate::org::{actions, paths};
use ::store::Error;
use askama::Template;
use axum::extract::RawQuery;
use shell::{Field, Frame, Guest, Posted, Reply, Result};

#[derive(Template)]
#[template(path = "org/pages/second_step.html")]
struct SecondStepPage {
    frame: Frame,
    code: Field,
    /// Where to go afterwards.
    next: String,
}

pub(super) async fn show(guest: Guest, RawQuery(query): RawQuery) -> Result<Reply> {
    let next = super::sign_in::next_of(query.as_deref().unwrap_or_default());
    let is_half_way = match guest.half_session() {
        Some(session) => actions::is_half_way(&guest.ctx(), session).await?,
        None => false,
    };
    if !is_half_way {
        return guest.go(None, paths::SIGN_IN);
    }
    guest.page(&page(&guest, code_field(), &next))
}

pub(super) async fn submit(guest: Guest, posted: Posted) -> Result<Reply> {
    let next = posted.get("next").to_owned();
    let Some(session) = guest.half_session() else {
        return guest.go(None, paths::SIGN_IN);
    };
    let mut code = code_field().filled(&posted);
    if code.check_filled() {
        match actions::second_step(&guest.ctx(), session, &code.value).await {
            Ok(token) => return guest.go_with_session(Some(&token), own_path(&next)),
            Err(Error::Refused(refusal)) => {
                code.refuse(format!("{}{}", refusal.what, refusal.next));
            }
            Err(error) => return Err(error.into()),
        }
    }
    // A code is never used twice: nothing is gained by showing it again.
    code.value.clear();
    guest.invalid(&page(&guest, code, &next))
}

fn code_field() -> Field {
    Field::new("code", "验证码")
        .required()
        .hint("手机验证器上的6位数字；手机不在身边时，填一个恢复码。")
}

fn page(guest: &Guest, code: Field, next: &str) -> SecondStepPage {
    SecondStepPage {
        frame: guest.frame("两步验证").lead("身份已核对，还差一步。"),
        code,
        next: own_path(next).to_owned(),
    }
}
