//! What goes out: decided and put in as jobs in one transaction, sent one by one afterwards.

use crate::{
    calendar,
    inbox::{
        model::{
            KeptNotice, Out, Parcel, ParcelId, ParcelState, Receiver, Robot, Timing, Urgency,
            robot_of,
        },
        policy,
        store::{self, FaultyAddress, ParcelLine, Ways},
    },
    org::{self, PostHolder},
};
use ::store::{Ctx, Error, Read, Result, Tx, audit::Line, settings as kept};
use base::{
    Config,
    actor::{PersonId, UnitId},
    clock::instant_in_china,
};
use serde::{Deserialize, Serialize};
use shell::jobs::Job;
use std::collections::BTreeMap;

/// The kind of the job that sends one parcel.
pub(in crate::inbox) const PARCEL: &str = "inbox.parcel";

/// What has waited longer than this is no news: after mail was set up, nobody gets last year's. The
/// longest row of days off is shorter.
pub(super) const MOST_AGE_MS: i64 = 15 * 86_400_000;

/// What does not work is tried again after so long, with one parcel.
pub(super) const PROBE_AFTER_MS: i64 = 3_600_000;

/// What became of parcels is kept so long.
const KEEP_MS: i64 = 90 * 86_400_000;

/// So many parcels are shown.
const MOST_SHOWN: i64 = 100;

/// Whether an administrator holds everything back.
const HELD: &str = "inbox.outward_held";

/// What is wrong with the mail server.
const MAIL_FAULT: &str = "inbox.mail_fault";

/// Why nobody can be mailed, and since when that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::inbox) struct MailFault {
    pub(in crate::inbox) words: String,
    pub(in crate::inbox) at_ms: i64,
}

/// Whether anything may leave the application.
pub(super) async fn goes_out(db: &impl Read, config: &Config) -> Result<bool> {
    Ok(!config.is_closed && !is_held(db).await?)
}

async fn is_held(db: &impl Read) -> Result<bool> {
    Ok(kept::get(db, HELD).await?.as_deref() == Some("held"))
}

/// What is wrong with the mail server, when anything is.
pub(super) async fn mail_fault(db: &impl Read) -> Result<Option<MailFault>> {
    match kept::get(db, MAIL_FAULT).await?.as_deref() {
        None | Some("") => Ok(None),
        Some(text) => Ok(Some(serde_json::from_str(text)?)),
    }
}

/// Keeps what is wrong with the mail server; nothing when it works.
pub(super) async fn set_mail_fault(tx: &mut Tx, fault: Option<&MailFault>) -> Result<()> {
    let text = match fault {
        None => String::new(),
        Some(fault) => serde_json::to_string(fault)?,
    };
    kept::set(tx, MAIL_FAULT, &text).await
}

/// Holds everything back, or lets it go again. What waits goes out then, as far as it is still news.
pub(in crate::inbox) async fn hold(ctx: &Ctx, holds: bool) -> Result<()> {
    policy::may_send(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    kept::set(&mut tx, HELD, if holds { "held" } else { "" }).await?;
    let act = match holds {
        true => "inbox.outward.held",
        false => "inbox.outward.released",
    };
    tx.audit_line(ctx, Line::new(act, "outward"));
    tx.commit().await
}

/// Lets mail to somebody's address be tried again that was refused.
pub(in crate::inbox) async fn retry_address(ctx: &Ctx, person: PersonId) -> Result<()> {
    policy::may_send(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    if store::settings(&tx, person).await?.fault.is_empty() {
        return Err(Error::NotFound);
    }
    store::set_mail_fault(&mut tx, person, "").await?;
    let after_ms = ctx.now_ms() - MOST_AGE_MS;
    store::unpack_failed(&mut tx, Receiver::Person(person), after_ms).await?;
    tx.audit_line(ctx, Line::new("inbox.address.retried", person));
    tx.commit().await
}

/// How far somebody can be reached outside the application at all.
pub(in crate::inbox) struct Reach {
    pub(in crate::inbox) is_held: bool,
    pub(in crate::inbox) has_mail: bool,
    /// Whether a robot speaks in a group of theirs.
    pub(in crate::inbox) has_robot: bool,
}

/// How far this person can be reached.
pub(in crate::inbox) async fn reach(ctx: &Ctx, config: &Config) -> Result<Reach> {
    let mut robots = store::robots(&ctx.db).await?;
    robots.retain(|robot| robot.is_on);
    Ok(Reach {
        is_held: !goes_out(&ctx.db, config).await?,
        has_mail: config.mail.is_some(),
        has_robot: robot_of(&robots, &ctx.actor.units).is_some(),
    })
}

/// What an administrator sees of everything that leaves the application.
pub(in crate::inbox) struct Outwardness {
    pub(in crate::inbox) is_held: bool,
    pub(in crate::inbox) mail_fault: Option<MailFault>,
    pub(in crate::inbox) robots: Vec<Robot>,
    /// Short names of the units robots speak for.
    pub(in crate::inbox) units: BTreeMap<UnitId, String>,
    pub(in crate::inbox) addresses: Vec<FaultyAddress>,
    pub(in crate::inbox) parcels: Vec<ParcelLine>,
}

/// Everything that leaves the application, for whoever looks after it.
pub(in crate::inbox) async fn outward(ctx: &Ctx) -> Result<Outwardness> {
    policy::may_send(&ctx.actor)?;
    let units = org::units(&ctx.db).await?.into_iter();
    Ok(Outwardness {
        is_held: is_held(&ctx.db).await?,
        mail_fault: mail_fault(&ctx.db).await?,
        robots: store::robots(&ctx.db).await?,
        units: units.map(|unit| (unit.id, unit.short_name)).collect(),
        addresses: store::faulty_addresses(&ctx.db).await?,
        parcels: store::newest_parcels(&ctx.db, MOST_SHOWN).await?,
    })
}

/// One person's notices by way.
#[derive(Default)]
struct Waiting {
    to_mail: Vec<KeptNotice>,
    to_say: Vec<KeptNotice>,
}

/// Puts in a job for each person and each group for which something may go out now. Tells how many.
pub(in crate::inbox) async fn pack(tx: &mut Tx, ctx: &Ctx, config: &Config) -> Result<usize> {
    let now_ms = ctx.now_ms();
    store::sweep_parcels(tx, now_ms - KEEP_MS).await?;
    if !goes_out(tx, config).await? {
        return Ok(0);
    }
    let fault = mail_fault(tx).await?;
    let is_probe = fault.is_some();
    let rests = fault.is_some_and(|fault| fault.at_ms + PROBE_AFTER_MS > now_ms);
    let mut robots = store::robots(tx).await?;
    robots.retain(|robot| robot.is_on);
    let ways = Ways {
        mail: config.mail.is_some() && !rests,
        robots: robots.iter().any(|robot| may_speak(robot, now_ms)),
    };
    let mut waiting: BTreeMap<PersonId, Waiting> = BTreeMap::new();
    for unread in store::waiting_to_go(tx, ways, now_ms - MOST_AGE_MS).await? {
        let of_person = waiting.entry(unread.person).or_default();
        if ways.mail && !unread.is_mailed {
            of_person.to_mail.push(unread.notice.clone());
        }
        if ways.robots && !unread.is_said {
            of_person.to_say.push(unread.notice);
        }
    }
    if waiting.is_empty() {
        return Ok(0);
    }
    let calendar = calendar::calendar(tx).await?;
    let is_due = due(&calendar, now_ms);
    let settings = store::all_settings(tx).await?;
    // Somebody without a post has left, and their mail is none of ours any more.
    let holders = org::post_holders(tx).await?;
    let mut parcels = Vec::new();
    let mut to_say: BTreeMap<usize, Vec<KeptNotice>> = BTreeMap::new();
    for (person, waiting) in waiting {
        let units = units_of(&holders, person);
        if units.is_empty() {
            continue;
        }
        let settings = settings.get(&person).cloned().unwrap_or_default();
        let has_mail = !settings.mail.is_empty() && settings.fault.is_empty();
        let is_first = !is_probe || parcels.is_empty();
        if has_mail && is_first && is_due(&settings.timing, &waiting.to_mail) {
            parcels.push(parcel(Receiver::Person(person), &waiting.to_mail));
        }
        let robot = robot_of(&robots, &units).filter(|_| settings.by_robot);
        let at = robot.and_then(|robot| robots.iter().position(|known| known.id == robot.id));
        if let Some(at) = at {
            to_say.entry(at).or_default().extend(waiting.to_say);
        }
    }
    for (at, mut notices) in to_say {
        notices.sort_by_key(|notice| notice.at_ms);
        let Some(robot) = robots.get(at) else {
            continue;
        };
        if may_speak(robot, now_ms) && is_due(&robot.timing, &notices) {
            parcels.push(parcel(Receiver::Robot(robot.id), &notices));
        }
    }
    for parcel in &parcels {
        store::insert_parcel(tx, parcel, now_ms).await?;
        let job = Job::new(PARCEL, serde_json::to_value(parcel.id)?).of_program();
        tx.enqueue(ctx, job).await?;
    }
    Ok(parcels.len())
}

/// Whether what waits may go out now: the oldest of it says since when, the most urgent how soon.
fn due(calendar: &calendar::Calendar, now_ms: i64) -> impl Fn(&Timing, &[KeptNotice]) -> bool {
    move |timing, notices| {
        let Some(oldest) = notices.first() else {
            return false;
        };
        let is_urgent = notices.iter().any(|kept| kept.urgency == Urgency::Urgent);
        let [now, oldest] = [now_ms, oldest.at_ms].map(instant_in_china);
        timing.out(calendar, now, oldest, is_urgent) == Out::Now
    }
}

/// A robot that does not work is asked again only now and then.
fn may_speak(robot: &Robot, now_ms: i64) -> bool {
    robot.fault.is_empty() || robot.fault_ms + PROBE_AFTER_MS <= now_ms
}

fn units_of(holders: &[PostHolder], person: PersonId) -> Vec<UnitId> {
    let posts = holders.iter().filter(|holder| holder.person == person);
    posts.map(|holder| holder.unit).collect()
}

fn parcel(to: Receiver, notices: &[KeptNotice]) -> Parcel {
    Parcel {
        id: ParcelId::new(),
        to,
        notices: notices.iter().map(|kept| kept.id).collect(),
        state: ParcelState::Waiting,
        begun_ms: None,
    }
}
