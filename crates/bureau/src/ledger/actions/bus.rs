//! 校车定位: devices of buses, what they send, where a bus was.

use super::{
    look::list,
    people::{Opened, open, open_in},
};
use crate::ledger::{
    model::{BusDevice, BusDeviceId, BusMessage, Position, bus_rules, read_message, span_of},
    store::{self, Query},
};
use ::store::{
    Ctx, Db, Error, Result,
    audit::{Facts, Line},
    files::name_of,
};
use base::{Refusal, day::Date};

/// Code of the register of buses.
pub(in crate::ledger) const VEHICLES: &str = "bus-vehicles";
const MOST_VEHICLES: i64 = 500;

/// A bus as it is watched.
#[derive(Debug)]
pub(in crate::ledger) struct Bus {
    pub(in crate::ledger) plate: String,
    pub(in crate::ledger) unit: String,
    pub(in crate::ledger) row_no: i64,
    pub(in crate::ledger) last: Option<Position>,
    /// Its devices in use.
    pub(in crate::ledger) devices: Vec<BusDevice>,
}

/// The buses somebody sees, and whether they give out devices.
pub(in crate::ledger) async fn buses(ctx: &Ctx) -> Result<(Vec<Bus>, bool)> {
    let opened = open(ctx, VEHICLES).await?;
    let listed = list(ctx, &opened, Query::default(), (MOST_VEHICLES, 0)).await?;
    let mut last = store::last_positions(&ctx.db).await?;
    let devices = store::bus_devices(&ctx.db).await?;
    let mut buses: Vec<Bus> = listed
        .rows
        .iter()
        .filter_map(|row| {
            let plate = row.values.get("plate")?.clone();
            Some(Bus {
                unit: opened.house.name(row.unit).to_owned(),
                row_no: row.no,
                last: last.remove(&plate),
                devices: devices
                    .iter()
                    .filter(|device| device.plate == plate && device.revoked_ms.is_none())
                    .cloned()
                    .collect(),
                plate,
            })
        })
        .collect();
    // Those that were heard of last come first.
    buses.sort_by_key(|bus| {
        (
            std::cmp::Reverse(bus.last.map(|last| last.at_ms)),
            bus.row_no,
        )
    });
    Ok((buses, opened.standing.may_issue_devices().is_ok()))
}

/// Whether this person sees the bus of a plate.
async fn seen(db: &impl ::store::Read, opened: &Opened, plate: &str) -> Result<()> {
    let keys = [plate.to_owned()];
    let known = store::keys_taken(db, opened.register.no, &keys).await?;
    let no = known.get(plate).ok_or(Error::NotFound)?;
    super::rows::visible_row(db, opened, *no).await?;
    Ok(())
}

/// Gives out a device for a bus; its token is told once.
pub(in crate::ledger) async fn issue_device(ctx: &Ctx, plate: &str, token: &str) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, VEHICLES).await?;
    seen(&tx, &opened, plate).await?;
    opened.standing.may_issue_devices()?;
    let device = BusDevice {
        id: BusDeviceId::new(),
        plate: plate.to_owned(),
        issued_ms: ctx.now_ms(),
        issued_by: ctx.actor.name.clone(),
        revoked_ms: None,
        heard_ms: 0,
    };
    store::insert_bus_device(&mut tx, &device, &name_of(token.as_bytes())).await?;
    let line = Line::new("ledger.bus.device_issued", device.id)
        .named(plate)
        .changing(&Facts::none(), &Facts::none().with("号牌号码", plate));
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// Takes a device out of use: what it sends is not taken any more.
pub(in crate::ledger) async fn revoke_device(ctx: &Ctx, id: BusDeviceId) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, VEHICLES).await?;
    let device = store::bus_device(&tx, id).await?.ok_or(Error::NotFound)?;
    seen(&tx, &opened, &device.plate).await?;
    opened.standing.may_issue_devices()?;
    store::revoke_bus_device(&mut tx, id, ctx.now_ms()).await?;
    let line = Line::new("ledger.bus.device_revoked", id).named(&device.plate);
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// The device of a token.
pub(in crate::ledger) async fn device_of(db: &Db, token: &str) -> Result<Option<BusDevice>> {
    store::bus_device_of(db, &name_of(token.as_bytes())).await
}

/// Takes what a device sent: of its positions those that are right. Tells what was taken and what was not; nobody
/// acts, so the audit has no line of it.
pub(in crate::ledger) async fn take_positions(
    db: &Db,
    device: &BusDevice,
    body: &[u8],
    now_ms: i64,
) -> Result<BusMessage> {
    let message = read_message(body, now_ms).map_err(|what| {
        Error::from(Refusal::new(
            "ledger.bus_message",
            what,
            "请按接口说明改正后再发。",
        ))
    })?;
    if !message.taken.is_empty() {
        let mut tx = db.begin_write().await?;
        store::put_positions(&mut tx, device, &message.taken, now_ms).await?;
        tx.commit().await?;
    }
    Ok(message)
}

/// Where a bus was on a day.
pub(in crate::ledger) async fn track(ctx: &Ctx, plate: &str, day: Date) -> Result<Vec<Position>> {
    let opened = open(ctx, VEHICLES).await?;
    seen(&ctx.db, &opened, plate).await?;
    store::track(&ctx.db, plate, span_of(day)).await
}

/// Deletes positions that have been kept long enough. Tells how many.
pub(in crate::ledger) async fn forget_positions(db: &Db, now_ms: i64) -> Result<u64> {
    let kept_ms = i64::from(bus_rules().keep_days) * 86_400_000;
    let mut tx = db.begin_write().await?;
    let n = store::forget_positions(&mut tx, now_ms - kept_ms).await?;
    tx.commit().await?;
    Ok(n)
}
