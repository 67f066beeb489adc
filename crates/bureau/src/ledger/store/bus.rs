//! Devices of school buses and the positions they sent.

use crate::ledger::model::{BusDevice, BusDeviceId, Position};
use ::store::{Error, FromQueryResult, Read, Result, Tx, args};

#[derive(FromQueryResult)]
struct DeviceRow {
    id: String,
    plate: String,
    issued_ms: i64,
    issued_by: String,
    revoked_ms: Option<i64>,
    heard_ms: i64,
}

const COLUMNS: &str = "id, plate, issued_ms, issued_by, revoked_ms, heard_ms";

impl TryFrom<DeviceRow> for BusDevice {
    type Error = Error;

    fn try_from(row: DeviceRow) -> Result<Self> {
        Ok(Self {
            id: row.id.parse()?,
            plate: row.plate,
            issued_ms: row.issued_ms,
            issued_by: row.issued_by,
            revoked_ms: row.revoked_ms,
            heard_ms: row.heard_ms,
        })
    }
}

/// Keeps a device; of its token only the hash.
pub(in crate::ledger) async fn insert_bus_device(
    tx: &mut Tx,
    device: &BusDevice,
    token_hash: &str,
) -> Result<()> {
    tx.run(
        "insert into ledger_bus_devices
             (id, plate, token_hash, issued_ms, issued_by, revoked_ms, heard_ms)
         values ($1, $2, $3, $4, $5, null, 0)",
        args![
            device.id.to_string(),
            device.plate.clone(),
            token_hash,
            device.issued_ms,
            device.issued_by.clone()
        ],
    )
    .await?;
    Ok(())
}

/// The device that has this token, unless it was revoked.
pub(in crate::ledger) async fn bus_device_of(
    db: &impl Read,
    token_hash: &str,
) -> Result<Option<BusDevice>> {
    let row: Option<DeviceRow> = db
        .row(
            &format!(
                "select {COLUMNS} from ledger_bus_devices
                 where token_hash = $1 and revoked_ms is null"
            ),
            args![token_hash],
        )
        .await?;
    row.map(BusDevice::try_from).transpose()
}

/// A device.
pub(in crate::ledger) async fn bus_device(
    db: &impl Read,
    id: BusDeviceId,
) -> Result<Option<BusDevice>> {
    let row: Option<DeviceRow> = db
        .row(
            &format!("select {COLUMNS} from ledger_bus_devices where id = $1"),
            args![id.to_string()],
        )
        .await?;
    row.map(BusDevice::try_from).transpose()
}

/// Every device, newest first.
pub(in crate::ledger) async fn bus_devices(db: &impl Read) -> Result<Vec<BusDevice>> {
    let rows: Vec<DeviceRow> = db
        .rows(
            &format!("select {COLUMNS} from ledger_bus_devices order by issued_ms desc, id desc"),
            args![],
        )
        .await?;
    rows.into_iter().map(BusDevice::try_from).collect()
}

/// Takes a device out of use.
pub(in crate::ledger) async fn revoke_bus_device(
    tx: &mut Tx,
    id: BusDeviceId,
    at_ms: i64,
) -> Result<()> {
    tx.run(
        "update ledger_bus_devices set revoked_ms = $2 where id = $1 and revoked_ms is null",
        args![id.to_string(), at_ms],
    )
    .await?;
    Ok(())
}

/// Keeps positions; one that is there already is sent a second time and stays.
pub(in crate::ledger) async fn put_positions(
    tx: &mut Tx,
    device: &BusDevice,
    positions: &[Position],
    now_ms: i64,
) -> Result<()> {
    for position in positions {
        tx.run(
            "insert into ledger_bus_positions (plate, at_ms, latitude, longitude, speed)
             values ($1, $2, $3, $4, $5) on conflict (plate, at_ms) do nothing",
            args![
                device.plate.clone(),
                position.at_ms,
                position.latitude,
                position.longitude,
                position.speed
            ],
        )
        .await?;
    }
    tx.run(
        "update ledger_bus_devices set heard_ms = $2 where id = $1",
        args![device.id.to_string(), now_ms],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct PositionRow {
    at_ms: i64,
    latitude: i64,
    longitude: i64,
    speed: Option<i64>,
}

impl From<PositionRow> for Position {
    fn from(row: PositionRow) -> Self {
        Self {
            at_ms: row.at_ms,
            latitude: row.latitude,
            longitude: row.longitude,
            speed: row.speed,
        }
    }
}

/// The positions of a bus within a span, first to last.
pub(in crate::ledger) async fn track(
    db: &impl Read,
    plate: &str,
    (first_ms, last_ms): (i64, i64),
) -> Result<Vec<Position>> {
    let rows: Vec<PositionRow> = db
        .rows(
            "select at_ms, latitude, longitude, speed from ledger_bus_positions
             where plate = $1 and at_ms >= $2 and at_ms <= $3 order by at_ms limit 5000",
            args![plate, first_ms, last_ms],
        )
        .await?;
    Ok(rows.into_iter().map(Position::from).collect())
}

#[derive(FromQueryResult)]
struct LastRow {
    plate: String,
    at_ms: i64,
    latitude: i64,
    longitude: i64,
    speed: Option<i64>,
}

/// Where each bus was last.
pub(in crate::ledger) async fn last_positions(
    db: &impl Read,
) -> Result<std::collections::BTreeMap<String, Position>> {
    let rows: Vec<LastRow> = db
        .rows(
            "select p.plate, p.at_ms, p.latitude, p.longitude, p.speed from ledger_bus_positions p
             join (select plate, max(at_ms) as at_ms from ledger_bus_positions group by plate) m
                 on m.plate = p.plate and m.at_ms = p.at_ms",
            args![],
        )
        .await?;
    let positions = rows.into_iter().map(|row| {
        let position = Position {
            at_ms: row.at_ms,
            latitude: row.latitude,
            longitude: row.longitude,
            speed: row.speed,
        };
        (row.plate, position)
    });
    Ok(positions.collect())
}

/// Deletes what was sent before an instant. Tells how many.
pub(in crate::ledger) async fn forget_positions(tx: &mut Tx, before_ms: i64) -> Result<u64> {
    tx.run(
        "delete from ledger_bus_positions where at_ms < $1",
        args![before_ms],
    )
    .await
}
