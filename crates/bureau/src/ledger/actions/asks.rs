//! 待办 of the registers: what is due soon or late in its stage, and what expires. One to-do for a register and
//! a unit, not one for every row.

use super::people::{House, house};
use crate::{
    inbox::{self, Addressee, Standing, Todo},
    ledger::{
        model::Definition,
        paths,
        store::{self, Register, Waiting},
    },
    org::UnitKind,
};
use ::store::{Ctx, Result, Tx};
use base::{Role, actor::UnitId, day::Date};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    ahead_days: u16,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let read = toml::from_str(include_str!("../ask_rules.toml"));
    read.unwrap_or(Rules { ahead_days: 0 })
});

const STAGES: &str = "ledger.stages";
const EXPIRY: &str = "ledger.expiry";

/// Asks every unit for what is due or expires, in every register. Tells how many to-dos changed.
pub(crate) async fn ask_everybody(ctx: &Ctx) -> Result<usize> {
    let registers = store::registers(&ctx.db).await?;
    let mut n_changed = 0;
    for register in registers {
        let definition = &register.definition;
        if !definition.has_stages() && definition.expiries.is_empty() {
            continue;
        }
        // A register at a time: nobody waits for the others' to-dos.
        let mut tx = ctx.db.begin_write().await?;
        let house = house(&tx).await?;
        n_changed += refresh(&mut tx, ctx, (&register, &house)).await?;
        tx.commit().await?;
    }
    Ok(n_changed)
}

/// Brings the to-dos of a register up to date.
pub(super) async fn refresh(
    tx: &mut Tx,
    ctx: &Ctx,
    (register, house): (&Register, &House),
) -> Result<usize> {
    let mut n_changed = 0;
    if register.definition.has_stages() {
        let by = later(ctx.today(), RULES.ahead_days);
        let now = store::due_by(tx, register.no, by).await?;
        let title = |waiting: &Waiting| {
            let name = &register.definition.name;
            format!("办理{name}：{}条临近期限或已逾期", waiting.n_rows)
        };
        let ask = (STAGES, "", &title as &(dyn Fn(&Waiting) -> String + Sync));
        n_changed += compare(tx, ctx, (register, house), ask, now).await?;
    }
    for expiry in &register.definition.expiries {
        let by = later(ctx.today(), expiry.days);
        let now = store::expiring_by(tx, register.no, &expiry.field, by).await?;
        let title = |waiting: &Waiting| {
            let name = &register.definition.name;
            let (words, n) = (&expiry.words, waiting.n_rows);
            let done = register.definition.field(&expiry.done);
            match done.map(|done| &done.name) {
                // What was planned is not renewed, it is done.
                Some(done) => format!("{name}的{words}快到或已过：{n}项还没有填{done}"),
                None => format!("更新{name}的{words}：{n}项将到期或已过期"),
            }
        };
        let ask = (
            EXPIRY,
            expiry.field.as_str(),
            &title as &(dyn Fn(&Waiting) -> String + Sync),
        );
        n_changed += compare(tx, ctx, (register, house), ask, now).await?;
    }
    Ok(n_changed)
}

/// Brings the to-dos up to date after the definition changed: what is no longer asked for is settled.
pub(super) async fn renew(
    tx: &mut Tx,
    ctx: &Ctx,
    (register, house): (&Register, &House),
    before: &Definition,
) -> Result<()> {
    let nothing = |_: &Waiting| String::new();
    let nothing = &nothing as &(dyn Fn(&Waiting) -> String + Sync);
    if before.has_stages() && !register.definition.has_stages() {
        compare(
            tx,
            ctx,
            (register, house),
            (STAGES, "", nothing),
            Vec::new(),
        )
        .await?;
    }
    for expiry in &before.expiries {
        let mut kept = register.definition.expiries.iter();
        if !kept.any(|known| known.field == expiry.field) {
            let ask = (EXPIRY, expiry.field.as_str(), nothing);
            compare(tx, ctx, (register, house), ask, Vec::new()).await?;
        }
    }
    refresh(tx, ctx, (register, house)).await?;
    Ok(())
}

/// Kind, field, and the words of a to-do.
type Ask<'a> = (
    &'static str,
    &'a str,
    &'a (dyn Fn(&Waiting) -> String + Sync),
);

async fn compare(
    tx: &mut Tx,
    ctx: &Ctx,
    (register, house): (&Register, &House),
    (kind, field, title): Ask<'_>,
    now: Vec<Waiting>,
) -> Result<usize> {
    let kept_kind = format!("{kind} {field}");
    let before = store::asked(tx, register.no, &kept_kind).await?;
    let code = &register.definition.code;
    let about = |unit: UnitId| format!("{code}/{field}/{unit}");
    let mut todos = Vec::new();
    for waiting in &now {
        if before.contains(waiting) {
            continue;
        }
        let unit = waiting.unit;
        store::put_asked(tx, register.no, &kept_kind, (unit, Some(waiting))).await?;
        todos.push(Todo {
            for_: addressees(house, unit),
            about: about(unit),
            kind,
            title: title(waiting),
            href: href(&register.definition, kind, waiting.due < ctx.today()),
            due: Some(waiting.due),
            standing: Standing::Open,
            remind: "ordinary",
            escalates_in: Some(unit),
        });
    }
    let mut n_changed = todos.len();
    if !todos.is_empty() {
        inbox::ask_all(tx, ctx, &todos).await?;
    }
    for gone in &before {
        if now.iter().any(|waiting| waiting.unit == gone.unit) {
            continue;
        }
        store::put_asked(tx, register.no, &kept_kind, (gone.unit, None)).await?;
        inbox::settle(tx, about(gone.unit), kind).await?;
        n_changed += 1;
    }
    Ok(n_changed)
}

fn href(definition: &Definition, kind: &str, is_late: bool) -> String {
    let query = match (kind, is_late) {
        (EXPIRY, _) => "expiry=快到期或已过期",
        (_, true) => "late=逾期",
        (_, false) => "late=即将到期或逾期",
    };
    let (key, value) = query.split_once('=').unwrap_or_default();
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair(key, value)
        .finish();
    paths::list(&definition.code, &query)
}

/// Whoever works on registers in a unit.
pub(super) fn addressees(house: &House, unit: UnitId) -> Vec<Addressee> {
    let kind = house
        .units()
        .iter()
        .find(|known| known.id == unit)
        .map(|known| known.kind);
    let roles: &[Role] = match kind {
        Some(UnitKind::School | UnitKind::Kindergarten | UnitKind::Street) => &[Role::School],
        _ => &[Role::OfficeHead, Role::OfficeStaff, Role::GeneralOffice],
    };
    roles
        .iter()
        .map(|role| Addressee::Post(unit, *role))
        .collect()
}

fn later(day: Date, n_days: u16) -> Date {
    day.saturating_add(jiff::Span::new().days(i64::from(n_days)))
}

/// The last day that counts as soon.
pub(in crate::ledger) fn soon(today: Date) -> Date {
    later(today, RULES.ahead_days)
}
