//! Setting up robots of groups. Their keys are taken in and never given out.

use super::settings::{digest, yes};
use crate::{
    inbox::{
        model::{Digest, Robot, RobotId, RobotKind, Timing},
        outward, policy, store,
    },
    org,
};
use ::store::{
    Ctx, Error, Read, Result,
    audit::{Facts, Line},
};
use base::{Refusal, actor::UnitId, config::Secret};

/// What a robot is to be.
#[derive(Debug, Clone)]
pub(in crate::inbox) struct RobotDraft {
    pub(in crate::inbox) name: String,
    pub(in crate::inbox) kind: RobotKind,
    /// None keeps the one there is.
    pub(in crate::inbox) address: Option<Secret>,
    pub(in crate::inbox) secret: Keeping,
    pub(in crate::inbox) unit: Option<UnitId>,
    pub(in crate::inbox) is_on: bool,
    pub(in crate::inbox) digest: Digest,
    pub(in crate::inbox) version: i64,
}

/// What becomes of a secret that is never shown.
#[derive(Debug, Clone)]
pub(in crate::inbox) enum Keeping {
    AsItIs,
    None,
    New(Secret),
}

/// One robot.
pub(in crate::inbox) async fn robot(ctx: &Ctx, id: RobotId) -> Result<Robot> {
    policy::may_send(&ctx.actor)?;
    store::robot(&ctx.db, id).await?.ok_or(Error::NotFound)
}

/// Sets up a robot.
pub(in crate::inbox) async fn create_robot(ctx: &Ctx, draft: RobotDraft) -> Result<RobotId> {
    policy::may_send(&ctx.actor)?;
    let address = draft.address.clone().ok_or_else(no_address)?;
    let robot = Robot {
        id: RobotId::new(),
        name: draft.name,
        kind: draft.kind,
        address,
        secret: match draft.secret {
            Keeping::New(secret) => Some(secret),
            Keeping::AsItIs | Keeping::None => None,
        },
        unit: draft.unit,
        is_on: draft.is_on,
        timing: timing(draft.digest),
        fault: String::new(),
        fault_ms: 0,
        spoke_ms: None,
        version: 0,
    };
    let mut tx = ctx.db.begin_write().await?;
    if !store::save_robot(&mut tx, &robot).await? {
        return Err(Error::Conflict);
    }
    let line = Line::new("inbox.robot.created", robot.id)
        .named(&robot.name)
        .changing(&Facts::none(), &facts(&tx, &robot).await?);
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(robot.id)
}

/// Changes a robot that is still at its version.
pub(in crate::inbox) async fn change_robot(
    ctx: &Ctx,
    id: RobotId,
    draft: RobotDraft,
) -> Result<()> {
    policy::may_send(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    let before = store::robot(&tx, id).await?.ok_or(Error::NotFound)?;
    let has_new_keys = draft.address.is_some() || !matches!(draft.secret, Keeping::AsItIs);
    let robot = Robot {
        name: draft.name,
        kind: draft.kind,
        address: draft.address.unwrap_or_else(|| before.address.clone()),
        secret: match draft.secret {
            Keeping::AsItIs => before.secret.clone(),
            Keeping::None => None,
            Keeping::New(secret) => Some(secret),
        },
        unit: draft.unit,
        is_on: draft.is_on,
        timing: timing(draft.digest),
        version: draft.version,
        ..before.clone()
    };
    if !store::save_robot(&mut tx, &robot).await? {
        return Err(Error::Conflict);
    }
    let line = Line::new("inbox.robot.changed", id)
        .named(&robot.name)
        .saying(if has_new_keys {
            "更换了地址或密钥"
        } else {
            ""
        })
        .changing(&facts(&tx, &before).await?, &facts(&tx, &robot).await?);
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// Takes a robot away.
pub(in crate::inbox) async fn remove_robot(ctx: &Ctx, id: RobotId) -> Result<()> {
    policy::may_send(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    let robot = store::robot(&tx, id).await?.ok_or(Error::NotFound)?;
    store::delete_robot(&mut tx, id).await?;
    let line = Line::new("inbox.robot.removed", id)
        .named(&robot.name)
        .changing(&facts(&tx, &robot).await?, &Facts::none());
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// A group has the quiet hours of everybody: nobody sets it for all the others.
fn timing(digest: Digest) -> Timing {
    Timing {
        digest,
        ..Timing::default()
    }
}

async fn facts(db: &impl Read, robot: &Robot) -> Result<Facts> {
    let units = org::units(db).await?;
    let unit = robot
        .unit
        .and_then(|unit| units.into_iter().find(|known| known.id == unit));
    Ok(Facts::none()
        .with("名称", &robot.name)
        .with("平台", robot.kind.label())
        .with(
            "服务器",
            outward::host_of(robot.address.reveal()).unwrap_or_default(),
        )
        .with("签名", yes(robot.secret.is_some()))
        .with(
            "对象",
            unit.map_or_else(|| "全局".to_owned(), |unit| unit.short_name),
        )
        .with("启用", yes(robot.is_on))
        .with("发送方式", digest(robot.timing.digest)))
}

fn no_address() -> Refusal {
    Refusal::new(
        "inbox.robot_address",
        "没有填写机器人的地址，没有保存。",
        "请从群设置里复制机器人的 Webhook 地址。",
    )
}
