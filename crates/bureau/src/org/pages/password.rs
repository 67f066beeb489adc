//! 修改密码, also the first thing after a log-in with a one-time password.

use crate::org::{actions, paths};
use ::store::Error;
use askama::Template;
use shell::{Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/password.html")]
struct PasswordPage {
    frame: Frame,
    /// What a password must be like.
    rule: String,
    form: PasswordForm,
}

struct PasswordForm {
    current: Field,
    chosen: Field,
    repeated: Field,
}

impl PasswordForm {
    fn new() -> Self {
        Self {
            current: Field::new("current", "现在的密码").required(),
            chosen: Field::new("chosen", "新密码").required(),
            repeated: Field::new("repeated", "再填一次新密码").required(),
        }
    }

    fn fields(&self) -> [&Field; 3] {
        [&self.current, &self.chosen, &self.repeated]
    }

    fn is_wrong(&self) -> bool {
        self.fields().iter().any(|field| field.error.is_some())
    }
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    visit.page(&page(&visit, PasswordForm::new()).await?)
}

pub(super) async fn submit(visit: Visit, posted: Posted) -> Result<Reply> {
    let mut form = PasswordForm::new();
    // Passwords are taken as typed: they may begin or end with a blank.
    let [current, chosen, repeated] =
        ["current", "chosen", "repeated"].map(|name| posted.raw(name).to_owned());
    for (field, value) in [
        (&mut form.current, &current),
        (&mut form.chosen, &chosen),
        (&mut form.repeated, &repeated),
    ] {
        if value.is_empty() {
            field.refuse(format!("请填写{}。", field.label));
        }
    }
    if !form.is_wrong() && chosen != repeated {
        form.repeated.refuse("两次填写的新密码不一样。");
    }
    if form.is_wrong() {
        return visit.invalid(&page(&visit, form).await?);
    }
    match actions::change_password(&visit, &current, &chosen).await {
        Ok(token) => visit.guest().go_with_session(Some(&token), paths::HOME),
        Err(Error::Refused(refusal)) => {
            let field = match refusal.rule {
                "org.password.current" => &mut form.current,
                _ => &mut form.chosen,
            };
            field.refuse(refusal.what);
            visit.invalid(&page(&visit, form).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit, form: PasswordForm) -> Result<PasswordPage> {
    let lead = match visit.actor.must_change_password {
        true => "这是一次性密码，或者密码已到更换期限，设置新密码后才能继续使用。",
        false => "修改后，其他电脑和手机上的登录会退出。",
    };
    Ok(PasswordPage {
        frame: visit.frame("修改密码").lead(lead),
        rule: actions::sign_in_rules(&visit.db).await?.for_passwords(),
        form,
    })
}
