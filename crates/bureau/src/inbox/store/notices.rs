//! Notices.

use super::marks;
use crate::inbox::model::{KeptNotice, Notice, NoticeId, Urgency};
use base::actor::PersonId;
use sea_orm::FromQueryResult;
use std::collections::BTreeSet;
use store::{Error, Read, Result, Tx, Value, args};

/// What went out and was renewed goes out again only after so long: whoever does not look is told
/// once a day, not with every change.
const AGAIN_AFTER_MS: i64 = 20 * 3_600_000;

/// Keeps a notice for each of its people. One that is still unread is renewed; outside the
/// application it is not sent again before the next day, unless it has become urgent.
pub(in crate::inbox) async fn put_notice(tx: &mut Tx, notice: &Notice, at_ms: i64) -> Result<()> {
    const PER_STATEMENT: usize = 200;
    for people in notice.to.chunks(PER_STATEMENT) {
        let mut args: Vec<Value> = args![
            notice.kind,
            notice.about.clone(),
            notice.subject.clone(),
            notice.body.clone(),
            notice.href.clone(),
            notice.urgency.weight(),
            at_ms,
            at_ms - AGAIN_AFTER_MS
        ];
        let rows: Vec<String> = people
            .iter()
            .map(|person| {
                let n = args.len();
                args.push(NoticeId::new().to_string().into());
                args.push(person.to_string().into());
                format!("(${}, ${}, $1, $2, $3, $4, $5, $6, 1, $7)", n + 1, n + 2)
            })
            .collect();
        let sql = format!(
            "insert into inbox_notices
                 (id, person_id, kind, about, subject, body, href, urgency, n_times, at_ms)
             values {}
             on conflict (person_id, about, kind) where read_ms is null do update
             set subject = excluded.subject, body = excluded.body, href = excluded.href,
                 at_ms = excluded.at_ms, n_times = inbox_notices.n_times + 1,
                 out_ms = case when excluded.urgency > inbox_notices.urgency
                                 or inbox_notices.out_ms < $8 then null
                          else inbox_notices.out_ms end,
                 said_ms = case when excluded.urgency > inbox_notices.urgency
                                  or inbox_notices.said_ms < $8 then null
                           else inbox_notices.said_ms end,
                 urgency = excluded.urgency",
            rows.join(", ")
        );
        tx.run(&sql, args).await?;
    }
    Ok(())
}

/// Takes away what nobody has read of a matter.
pub(in crate::inbox) async fn delete_unread(tx: &mut Tx, about: &str, kind: &str) -> Result<()> {
    tx.run(
        "delete from inbox_notices where about = $1 and kind = $2 and read_ms is null",
        args![about, kind],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ToldRow {
    person_id: String,
}

/// The people who were told of a matter since an instant.
pub(in crate::inbox) async fn told_since(
    db: &impl Read,
    about: &str,
    kind: &str,
    since_ms: i64,
) -> Result<BTreeSet<PersonId>> {
    let rows: Vec<ToldRow> = db
        .rows(
            "select distinct person_id from inbox_notices
             where about = $1 and kind = $2 and at_ms >= $3",
            args![about, kind, since_ms],
        )
        .await?;
    rows.iter().map(|row| Ok(row.person_id.parse()?)).collect()
}

#[derive(FromQueryResult)]
pub(super) struct NoticeRow {
    id: String,
    pub(super) person_id: String,
    subject: String,
    body: String,
    href: String,
    urgency: i64,
    n_times: i64,
    at_ms: i64,
    read_ms: Option<i64>,
    pub(super) out_ms: Option<i64>,
    pub(super) said_ms: Option<i64>,
}

impl TryFrom<NoticeRow> for KeptNotice {
    type Error = Error;

    fn try_from(row: NoticeRow) -> Result<Self> {
        Ok(Self {
            id: row.id.parse()?,
            subject: row.subject,
            body: row.body,
            href: row.href,
            urgency: Urgency::of_weight(row.urgency),
            n_times: row.n_times,
            at_ms: row.at_ms,
            is_read: row.read_ms.is_some(),
        })
    }
}

pub(super) const COLUMNS: &str =
    "id, person_id, subject, body, href, urgency, n_times, at_ms, read_ms, out_ms, said_ms";

/// Which notices a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::inbox) struct NoticeFilter {
    /// `Some(false)`: only unread ones.
    pub(in crate::inbox) is_read: Option<bool>,
}

impl NoticeFilter {
    fn condition(self) -> &'static str {
        match self.is_read {
            None => "true",
            Some(true) => "read_ms is not null",
            Some(false) => "read_ms is null",
        }
    }
}

/// One page of a person's notices, newest first, and how many there are on all pages.
pub(in crate::inbox) async fn notices(
    db: &impl Read,
    person: PersonId,
    filter: NoticeFilter,
    n_skipped: i64,
    most: i64,
) -> Result<(Vec<KeptNotice>, i64)> {
    let condition = filter.condition();
    let n_all = db
        .number(
            &format!(
                "select count(*) as n from inbox_notices where person_id = $1 and {condition}"
            ),
            args![person.to_string()],
        )
        .await?;
    let rows: Vec<NoticeRow> = db
        .rows(
            &format!(
                "select {COLUMNS}
                 from inbox_notices where person_id = $1 and {condition}
                 order by at_ms desc, id desc limit $2 offset $3"
            ),
            args![person.to_string(), most, n_skipped],
        )
        .await?;
    let notices = rows.into_iter().map(KeptNotice::try_from);
    Ok((notices.collect::<Result<_>>()?, n_all))
}

/// One notice of a person.
pub(in crate::inbox) async fn notice(
    db: &impl Read,
    person: PersonId,
    id: NoticeId,
) -> Result<Option<KeptNotice>> {
    let row: Option<NoticeRow> = db
        .row(
            &format!("select {COLUMNS} from inbox_notices where id = $1 and person_id = $2"),
            args![id.to_string(), person.to_string()],
        )
        .await?;
    row.map(KeptNotice::try_from).transpose()
}

/// Marks notices of a person as read; tells how many were not.
pub(in crate::inbox) async fn read_notices(
    tx: &mut Tx,
    person: PersonId,
    ids: &[NoticeId],
    now_ms: i64,
) -> Result<u64> {
    if ids.is_empty() {
        return Ok(0);
    }
    let mut args = args![person.to_string(), now_ms];
    args.extend(ids.iter().map(|id| Value::from(id.to_string())));
    let sql = format!(
        "update inbox_notices set read_ms = $2
         where person_id = $1 and read_ms is null and id in ({})",
        marks(2, ids.len())
    );
    tx.run(&sql, args).await
}

/// Marks every notice of a person as read that had come by an instant; tells how many were not.
pub(in crate::inbox) async fn read_all_notices(
    tx: &mut Tx,
    person: PersonId,
    until_ms: i64,
    now_ms: i64,
) -> Result<u64> {
    tx.run(
        "update inbox_notices set read_ms = $3
         where person_id = $1 and read_ms is null and at_ms <= $2",
        args![person.to_string(), until_ms, now_ms],
    )
    .await
}
