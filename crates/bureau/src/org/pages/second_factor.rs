//! 两步验证 of one's own log-in: binding a telephone, recovery codes, giving it up.

use super::qr;
use crate::org::{actions, actions::OwnSecondFactor, paths};
use ::store::Error;
use askama::Template;
use shell::{Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/second_factor.html")]
struct SecondFactorPage {
    frame: Frame,
    state: State,
    is_needed: bool,
    n_recovery_codes: i64,
    code: Field,
}

/// How far the binding is.
enum State {
    Nothing,
    /// Begun: a picture to scan, or the letters to type.
    Begun {
        picture: qr::Picture,
        letters: String,
    },
    Bound,
}

/// Shown in answer to the act itself and never again: the codes stand nowhere else.
#[derive(Template)]
#[template(path = "org/pages/recovery_codes.html")]
struct RecoveryCodesPage {
    frame: Frame,
    codes: Vec<String>,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    let page = page(&visit, code_field()).await?;
    visit.page(&page)
}

pub(super) async fn begin(visit: Visit, _: Posted) -> Result<Reply> {
    match actions::begin_second_factor(&visit).await {
        Ok(()) => visit.guest().go(None, paths::SECOND_FACTOR),
        Err(Error::Refused(refusal)) => visit.refused(&refusal, paths::SECOND_FACTOR),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn confirm(visit: Visit, posted: Posted) -> Result<Reply> {
    let mut code = code_field().filled(&posted);
    if code.check_filled() {
        match actions::confirm_second_factor(&visit, &code.value).await {
            Ok(codes) => return told(&visit, codes),
            Err(error) => refuse(&mut code, error)?,
        }
    }
    let page = page(&visit, code).await?;
    visit.invalid(&page)
}

pub(super) async fn renew_codes(visit: Visit, posted: Posted) -> Result<Reply> {
    let mut code = code_field().filled(&posted);
    if code.check_filled() {
        match actions::renew_recovery_codes(&visit, &code.value).await {
            Ok(codes) => return told(&visit, codes),
            Err(error) => refuse(&mut code, error)?,
        }
    }
    let page = page(&visit, code).await?;
    visit.invalid(&page)
}

pub(super) async fn give_up(visit: Visit, posted: Posted) -> Result<Reply> {
    let mut code = code_field().filled(&posted);
    if code.check_filled() {
        match actions::give_up_second_factor(&visit, &code.value).await {
            Ok(()) => {
                return visit.done("已解除绑定，以后登录只需密码。", paths::SECOND_FACTOR);
            }
            Err(error) => refuse(&mut code, error)?,
        }
    }
    let page = page(&visit, code).await?;
    visit.invalid(&page)
}

/// A refusal stands beside the field; anything else is an error.
fn refuse(code: &mut Field, error: Error) -> Result<()> {
    code.value.clear();
    match error {
        Error::Refused(refusal) => {
            code.refuse(format!("{}{}", refusal.what, refusal.next));
            Ok(())
        }
        error => Err(error.into()),
    }
}

fn told(visit: &Visit, codes: Vec<String>) -> Result<Reply> {
    visit.page(&RecoveryCodesPage {
        frame: visit
            .frame("恢复码")
            .crumb("两步验证", paths::SECOND_FACTOR),
        codes,
    })
}

fn code_field() -> Field {
    Field::new("code", "验证码")
        .required()
        .hint("手机验证器上现在显示的6位数字。")
}

async fn page(visit: &Visit, code: Field) -> Result<SecondFactorPage> {
    let OwnSecondFactor {
        login,
        kept,
        n_recovery_codes,
        is_needed,
    } = actions::own_second_factor(visit).await?;
    let frame = visit.frame("两步验证");
    let state = match kept {
        None => State::Nothing,
        Some(kept) if kept.is_confirmed => State::Bound,
        Some(kept) => State::Begun {
            picture: qr::picture(&kept.secret.address(&frame.bureau, &login))?,
            letters: in_groups(&kept.secret.in_letters()),
        },
    };
    let lead = match visit.actor.must_enrol {
        true => "所任角色登录时须两步验证，绑定手机后才能继续使用。",
        false => "登录时除密码外，再填手机验证器上的验证码；密码泄露，别人也登不进来。",
    };
    Ok(SecondFactorPage {
        frame: frame.lead(lead),
        state,
        is_needed,
        n_recovery_codes,
        code,
    })
}

/// Letters four by four, as they are read aloud and typed.
fn in_groups(letters: &str) -> String {
    let letters: Vec<char> = letters.chars().collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|four| four.iter().collect())
        .collect();
    groups.join(" ")
}
