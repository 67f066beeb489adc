//! What a person sets for themselves.

use super::out::MOST_AGE_MS;
use crate::inbox::{
    model::{Digest, Receiver, Settings, Timing},
    store,
};
use ::store::{
    Ctx, Error, Result,
    audit::{Facts, Line},
};

/// How this person wants to be told.
pub(in crate::inbox) async fn settings(ctx: &Ctx) -> Result<Settings> {
    store::settings(&ctx.db, ctx.actor.person).await
}

/// Sets how this person wants to be told. What their old address refused goes to the new one.
pub(in crate::inbox) async fn change_settings(ctx: &Ctx, settings: &Settings) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let person = ctx.actor.person;
    let before = store::settings(&tx, person).await?;
    if before.version != settings.version
        || !store::save_settings(&mut tx, person, settings).await?
    {
        return Err(Error::Conflict);
    }
    if !before.fault.is_empty() {
        let after_ms = ctx.now_ms() - MOST_AGE_MS;
        store::unpack_failed(&mut tx, Receiver::Person(person), after_ms).await?;
    }
    let line = Line::new("inbox.settings.changed", person)
        .named(&ctx.actor.name)
        .changing(&facts(&before), &facts(settings));
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// An address of which only as much is told as tells one from another: `x***@example.cn`.
pub(super) fn masked(mail: &str) -> String {
    let (name, house) = mail.split_once('@').unwrap_or(("", ""));
    match name.chars().next() {
        Some(first) => format!("{first}***@{house}"),
        None => String::new(),
    }
}

fn facts(settings: &Settings) -> Facts {
    let timing = &settings.timing;
    Facts::none()
        .with("邮箱", masked(&settings.mail))
        .with("群机器人", yes(settings.by_robot))
        .with("免打扰", quiet(timing))
        .with("休息日免打扰", yes(timing.rests_on_days_off))
        .with("发送方式", digest(timing.digest))
}

pub(super) fn yes(is: bool) -> &'static str {
    match is {
        true => "是",
        false => "否",
    }
}

fn quiet(timing: &Timing) -> String {
    match timing.quiet_from == timing.quiet_to {
        true => "不设".to_owned(),
        false => format!(
            "{}至{}",
            timing.quiet_from.strftime("%H:%M"),
            timing.quiet_to.strftime("%H:%M")
        ),
    }
}

/// How messages are put together, in words.
pub(super) fn digest(digest: Digest) -> String {
    match digest {
        Digest::Window => "随到随发".to_owned(),
        Digest::Daily(at) => format!("每天 {} 汇总一次", at.strftime("%H:%M")),
    }
}
