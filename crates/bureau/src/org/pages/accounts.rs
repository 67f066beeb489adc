//! 开通、停用、恢复账号，重置密码.

use super::frame_below_people;
use crate::org::{
    actions::{self, FirstPassword},
    forms::AccountForm,
    model::Person,
    paths, pinyin,
};
use ::store::Error;
use askama::Template;
use base::actor::PersonId;
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/account.html")]
struct AccountPage {
    frame: Frame,
    action: String,
    form: AccountForm,
}

/// Shown in answer to the act itself and never again: the password stands nowhere else.
#[derive(Template)]
#[template(path = "org/pages/one_time_password.html")]
struct OneTimePasswordPage {
    frame: Frame,
    login: String,
    password: String,
    back: String,
}

pub(super) async fn show(visit: Visit, At(id): At<PersonId>) -> Result<Reply> {
    let record = actions::person_record(&visit, id).await?;
    if record.account.is_some() {
        return visit.guest().go(None, &paths::person(id));
    }
    let form = AccountForm::new(&pinyin::letters(&record.person.name));
    visit.page(&page(&visit, &record.person, form))
}

pub(super) async fn open(visit: Visit, At(id): At<PersonId>, posted: Posted) -> Result<Reply> {
    let mut form = AccountForm::posted(&posted);
    if form.login.check_filled() {
        let opened =
            actions::open_account(&visit, id, &form.login.value, FirstPassword::OneTime).await;
        match opened {
            Ok(password) => return told(&visit, id, password.unwrap_or_default()).await,
            Err(Error::Refused(refusal)) => {
                form.login
                    .refuse(format!("{}{}", refusal.what, refusal.next));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let person = actions::person_record(&visit, id).await?.person;
    visit.invalid(&page(&visit, &person, form))
}

pub(super) async fn reset(visit: Visit, At(id): At<PersonId>, _: Posted) -> Result<Reply> {
    let password = actions::reset_password(&visit, id).await?;
    told(&visit, id, password).await
}

pub(super) async fn close(visit: Visit, At(id): At<PersonId>, _: Posted) -> Result<Reply> {
    match actions::close_account(&visit, id).await {
        Ok(()) => visit.done("账号已停用，本人已退出。", paths::person(id)),
        Err(Error::Refused(refusal)) => visit.refused(&refusal, paths::person(id)),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn reopen(visit: Visit, At(id): At<PersonId>, _: Posted) -> Result<Reply> {
    actions::reopen_account(&visit, id).await?;
    visit.done(
        "账号已恢复，密码不变；如已忘记，请重置密码。",
        paths::person(id),
    )
}

async fn told(visit: &Visit, id: PersonId, password: String) -> Result<Reply> {
    let record = actions::person_record(visit, id).await?;
    visit.page(&OneTimePasswordPage {
        frame: frame_below_people(visit, "一次性密码")
            .crumb(&record.person.name, paths::person(id)),
        login: record
            .account
            .map(|account| account.login)
            .unwrap_or_default(),
        password,
        back: paths::person(id),
    })
}

fn page(visit: &Visit, person: &Person, form: AccountForm) -> AccountPage {
    AccountPage {
        frame: frame_below_people(visit, "开通账号")
            .crumb(&person.name, paths::person(person.id))
            .lead("开通后显示一次性密码，请当面或电话告知本人；首次登录时须修改。"),
        action: paths::of_person(paths::ACCOUNT, person.id),
        form,
    }
}
