//! What the inbox is set up with from outside a page: by the demo.

use super::{
    actions::{self, Keeping, RobotDraft},
    model::{RobotKind, Settings, Timing},
};
use ::store::{Ctx, Result};
use base::{actor::UnitId, config::Secret};

/// Sets where whoever acts gets mail, and leaves everything else at its default.
pub(crate) async fn set_mail(ctx: &Ctx, mail: &str) -> Result<()> {
    let settings = Settings {
        mail: mail.to_owned(),
        ..actions::settings(ctx).await?
    };
    actions::change_settings(ctx, &settings).await
}

/// Sets up a robot: the code of its kind, its address and its secret.
pub(crate) async fn add_robot(
    ctx: &Ctx,
    name: &str,
    kind: &str,
    [address, secret]: [&str; 2],
    unit: Option<UnitId>,
) -> Result<()> {
    let draft = RobotDraft {
        name: name.to_owned(),
        kind: RobotKind::from_code(kind).ok_or(::store::Error::NotFound)?,
        address: Some(Secret::new(address)),
        secret: match secret {
            "" => Keeping::None,
            secret => Keeping::New(Secret::new(secret)),
        },
        unit,
        is_on: true,
        digest: Timing::default().digest,
        version: 0,
    };
    actions::create_robot(ctx, draft).await.map(|_| ())
}

/// Sets when people are reminded before the day, and when head and leader are told.
pub(crate) async fn set_reminding(
    ctx: &Ctx,
    code: &str,
    before: &[u32],
    ladder: (u32, u32),
) -> Result<()> {
    let mut rule = actions::known_rule(ctx, code).await?.rule;
    rule.before = before.to_vec();
    (rule.head_after, rule.leader_after) = ladder;
    actions::change_rule(ctx, &rule).await.map(|_| ())
}

/// Holds back everything that would leave the application.
pub(crate) async fn hold(ctx: &Ctx) -> Result<()> {
    actions::hold(ctx, true).await
}
