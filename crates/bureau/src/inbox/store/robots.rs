//! Robots of groups.

use super::settings::{daily_at, digest};
use crate::inbox::model::{Robot, RobotId, RobotKind, Timing};
use base::config::Secret;
use sea_orm::FromQueryResult;
use store::{Error, Read, Result, Tx, args};

#[derive(FromQueryResult)]
struct RobotRow {
    id: String,
    name: String,
    kind: String,
    address: String,
    secret: String,
    unit_id: String,
    is_on: bool,
    daily_at: String,
    fault: String,
    fault_ms: i64,
    spoke_ms: Option<i64>,
    version: i64,
}

impl TryFrom<RobotRow> for Robot {
    type Error = Error;

    fn try_from(row: RobotRow) -> Result<Self> {
        Ok(Self {
            id: row.id.parse()?,
            kind: RobotKind::from_code(&row.kind).ok_or(Error::Corrupt(row.kind))?,
            secret: Some(row.secret)
                .filter(|secret| !secret.is_empty())
                .map(Secret::new),
            unit: match row.unit_id.as_str() {
                "" => None,
                unit => Some(unit.parse()?),
            },
            timing: Timing {
                digest: digest(&row.daily_at)?,
                ..Timing::default()
            },
            name: row.name,
            address: Secret::new(row.address),
            is_on: row.is_on,
            fault: row.fault,
            fault_ms: row.fault_ms,
            spoke_ms: row.spoke_ms,
            version: row.version,
        })
    }
}

const COLUMNS: &str = "id, name, kind, address, secret, unit_id, is_on, daily_at, fault, fault_ms, \
                       spoke_ms, version";

/// Every robot, in the order of their setting up.
pub(in crate::inbox) async fn robots(db: &impl Read) -> Result<Vec<Robot>> {
    let rows: Vec<RobotRow> = db
        .rows(
            &format!("select {COLUMNS} from inbox_robots order by id"),
            args![],
        )
        .await?;
    rows.into_iter().map(Robot::try_from).collect()
}

/// One of them.
pub(in crate::inbox) async fn robot(db: &impl Read, id: RobotId) -> Result<Option<Robot>> {
    let row: Option<RobotRow> = db
        .row(
            &format!("select {COLUMNS} from inbox_robots where id = $1"),
            args![id.to_string()],
        )
        .await?;
    row.map(Robot::try_from).transpose()
}

/// Keeps a robot that is still at its version, 0 for a new one; false when somebody was first. What
/// was wrong with it before counts no more.
pub(in crate::inbox) async fn save_robot(tx: &mut Tx, robot: &Robot) -> Result<bool> {
    let unit = robot.unit.map(|unit| unit.to_string()).unwrap_or_default();
    let secret = robot.secret.as_ref().map_or("", Secret::reveal);
    let n = tx
        .run(
            "insert into inbox_robots (id, name, kind, address, secret, unit_id, is_on, daily_at,
                 version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 1)
             on conflict (id) do update set name = excluded.name, kind = excluded.kind,
                 address = excluded.address, secret = excluded.secret,
                 unit_id = excluded.unit_id, is_on = excluded.is_on,
                 daily_at = excluded.daily_at, fault = '', version = inbox_robots.version + 1
             where inbox_robots.version = $9",
            args![
                robot.id.to_string(),
                robot.name.clone(),
                robot.kind.code(),
                robot.address.reveal(),
                secret,
                unit,
                robot.is_on,
                daily_at(robot.timing.digest),
                robot.version
            ],
        )
        .await?;
    Ok(n == 1)
}

/// Takes a robot away.
pub(in crate::inbox) async fn delete_robot(tx: &mut Tx, id: RobotId) -> Result<()> {
    tx.run(
        "delete from inbox_robots where id = $1",
        args![id.to_string()],
    )
    .await?;
    Ok(())
}

/// Notes that a robot spoke.
pub(in crate::inbox) async fn note_spoke(tx: &mut Tx, id: RobotId, at_ms: i64) -> Result<()> {
    tx.run(
        "update inbox_robots set spoke_ms = $2, fault = '' where id = $1",
        args![id.to_string(), at_ms],
    )
    .await?;
    Ok(())
}

/// Notes why a robot did not speak.
pub(in crate::inbox) async fn set_robot_fault(
    tx: &mut Tx,
    id: RobotId,
    fault: &str,
    at_ms: i64,
) -> Result<()> {
    tx.run(
        "update inbox_robots set fault = $2, fault_ms = $3 where id = $1",
        args![id.to_string(), fault, at_ms],
    )
    .await?;
    Ok(())
}
