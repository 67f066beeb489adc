//! How people want to be told outside the application.

use crate::inbox::model::{Digest, Settings, Timing};
use base::actor::PersonId;
use jiff::civil::Time;
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use store::{Error, Read, Result, Tx, args};

#[derive(FromQueryResult)]
struct SettingsRow {
    person_id: String,
    mail: String,
    by_robot: bool,
    quiet_from: String,
    quiet_to: String,
    rests_on_days_off: bool,
    daily_at: String,
    fault: String,
    version: i64,
}

impl TryFrom<SettingsRow> for Settings {
    type Error = Error;

    fn try_from(row: SettingsRow) -> Result<Self> {
        Ok(Self {
            by_robot: row.by_robot,
            timing: Timing {
                quiet_from: time(&row.quiet_from)?,
                quiet_to: time(&row.quiet_to)?,
                rests_on_days_off: row.rests_on_days_off,
                digest: digest(&row.daily_at)?,
            },
            mail: row.mail,
            fault: row.fault,
            version: row.version,
        })
    }
}

fn time(text: &str) -> Result<Time> {
    text.parse().map_err(|_| Error::Corrupt(text.to_owned()))
}

/// The time of a daily digest; an empty word for none.
pub(super) fn digest(daily_at: &str) -> Result<Digest> {
    Ok(match daily_at {
        "" => Digest::Window,
        at => Digest::Daily(time(at)?),
    })
}

/// The word stored for it.
pub(super) fn daily_at(digest: Digest) -> String {
    match digest {
        Digest::Window => String::new(),
        Digest::Daily(at) => at.to_string(),
    }
}

const COLUMNS: &str =
    "person_id, mail, by_robot, quiet_from, quiet_to, rests_on_days_off, daily_at, fault, version";

/// What a person has set; the default when they have set nothing.
pub(in crate::inbox) async fn settings(db: &impl Read, person: PersonId) -> Result<Settings> {
    let row: Option<SettingsRow> = db
        .row(
            &format!("select {COLUMNS} from inbox_settings where person_id = $1"),
            args![person.to_string()],
        )
        .await?;
    row.map_or_else(|| Ok(Settings::default()), Settings::try_from)
}

/// What everybody has set who has set anything.
pub(in crate::inbox) async fn all_settings(db: &impl Read) -> Result<BTreeMap<PersonId, Settings>> {
    let rows: Vec<SettingsRow> = db
        .rows(&format!("select {COLUMNS} from inbox_settings"), args![])
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.person_id.parse()?, Settings::try_from(row)?)))
        .collect()
}

/// Keeps what a person sets, when they saw what is set now; false when they did not. What was wrong
/// with the address before counts no more.
pub(in crate::inbox) async fn save_settings(
    tx: &mut Tx,
    person: PersonId,
    settings: &Settings,
) -> Result<bool> {
    let timing = settings.timing;
    let n = tx
        .run(
            "insert into inbox_settings (person_id, mail, by_robot, quiet_from, quiet_to,
                 rests_on_days_off, daily_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, 1)
             on conflict (person_id) do update set mail = excluded.mail,
                 by_robot = excluded.by_robot, quiet_from = excluded.quiet_from,
                 quiet_to = excluded.quiet_to, rests_on_days_off = excluded.rests_on_days_off,
                 daily_at = excluded.daily_at, fault = '', version = inbox_settings.version + 1
             where inbox_settings.version = $8",
            args![
                person.to_string(),
                settings.mail.clone(),
                settings.by_robot,
                timing.quiet_from.to_string(),
                timing.quiet_to.to_string(),
                timing.rests_on_days_off,
                daily_at(timing.digest),
                settings.version
            ],
        )
        .await?;
    Ok(n == 1)
}

/// Notes why mail to a person's address was refused for good; an empty word lets it be tried again.
pub(in crate::inbox) async fn set_mail_fault(
    tx: &mut Tx,
    person: PersonId,
    fault: &str,
) -> Result<()> {
    tx.run(
        "update inbox_settings set fault = $2 where person_id = $1",
        args![person.to_string(), fault],
    )
    .await?;
    Ok(())
}

/// Somebody whose mail is refused.
#[derive(FromQueryResult)]
pub(in crate::inbox) struct FaultyAddress {
    pub(in crate::inbox) person_id: String,
    pub(in crate::inbox) name: String,
    pub(in crate::inbox) mail: String,
    pub(in crate::inbox) fault: String,
}

/// Everybody whose mail is refused.
pub(in crate::inbox) async fn faulty_addresses(db: &impl Read) -> Result<Vec<FaultyAddress>> {
    db.rows(
        "select s.person_id, p.name, s.mail, s.fault
         from inbox_settings s join org_pub_people p on p.id = s.person_id
         where s.fault <> '' order by p.pinyin, p.name",
        args![],
    )
    .await
}
