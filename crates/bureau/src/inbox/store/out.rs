//! Notices on their way out, and the parcels they go in.

use super::{
    marks,
    notices::{COLUMNS, NoticeRow},
};
use crate::inbox::model::{KeptNotice, NoticeId, Parcel, ParcelId, ParcelState, Receiver};
use base::actor::PersonId;
use sea_orm::FromQueryResult;
use store::{Error, Read, Result, Tx, Value, args};

/// A notice nobody has read, with whether it has gone out by each way.
pub(in crate::inbox) struct Unread {
    pub(in crate::inbox) person: PersonId,
    pub(in crate::inbox) notice: KeptNotice,
    pub(in crate::inbox) is_mailed: bool,
    pub(in crate::inbox) is_said: bool,
}

/// By which ways something can go out now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inbox) struct Ways {
    pub(in crate::inbox) mail: bool,
    pub(in crate::inbox) robots: bool,
}

/// Unread notices that came after an instant and have not gone out by one of these ways, oldest first.
/// Those of people without a mail address are not read for the sake of mail.
pub(in crate::inbox) async fn waiting_to_go(
    db: &impl Read,
    ways: Ways,
    after_ms: i64,
) -> Result<Vec<Unread>> {
    let mut open = Vec::new();
    if ways.mail {
        open.push(
            "out_ms is null and person_id in
                 (select person_id from inbox_settings where mail <> '' and fault = '')",
        );
    }
    if ways.robots {
        open.push("said_ms is null");
    }
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let condition = format!("read_ms is null and at_ms > $1 and ({})", open.join(" or "));
    unread(db, &condition, args![after_ms]).await
}

/// These notices, as far as nobody has read them meanwhile, oldest first.
pub(in crate::inbox) async fn still_unread(
    db: &impl Read,
    ids: &[NoticeId],
) -> Result<Vec<Unread>> {
    let mut found = Vec::new();
    for ids in ids.chunks(500) {
        let condition = format!("read_ms is null and id in ({})", marks(0, ids.len()));
        let values = ids.iter().map(|id| Value::from(id.to_string())).collect();
        found.extend(unread(db, &condition, values).await?);
    }
    Ok(found)
}

async fn unread(db: &impl Read, condition: &str, args: Vec<Value>) -> Result<Vec<Unread>> {
    let rows: Vec<NoticeRow> = db
        .rows(
            &format!("select {COLUMNS} from inbox_notices where {condition} order by at_ms, id"),
            args,
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Unread {
                person: row.person_id.parse()?,
                is_mailed: row.out_ms.is_some(),
                is_said: row.said_ms.is_some(),
                notice: KeptNotice::try_from(row)?,
            })
        })
        .collect()
}

/// Notes that notices went out by a way at an instant; none that they are to go out again.
async fn mark(tx: &mut Tx, to: Receiver, ids: &[NoticeId], at_ms: Option<i64>) -> Result<()> {
    let column = match to {
        Receiver::Person(_) => "out_ms",
        Receiver::Robot(_) => "said_ms",
    };
    for ids in ids.chunks(500) {
        let mut args = args![at_ms];
        args.extend(ids.iter().map(|id| Value::from(id.to_string())));
        let marks = marks(1, ids.len());
        let sql =
            format!("update inbox_notices set {column} = cast($1 as bigint) where id in ({marks})");
        tx.run(&sql, args).await?;
    }
    Ok(())
}

/// Keeps a new parcel and marks its notices as gone.
pub(in crate::inbox) async fn insert_parcel(
    tx: &mut Tx,
    parcel: &Parcel,
    now_ms: i64,
) -> Result<()> {
    let (way, receiver) = parcel.to.stored();
    tx.run(
        "insert into inbox_parcels (id, way, receiver_id, notices, n_notices, state, packed_ms)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![
            parcel.id.to_string(),
            way,
            receiver,
            serde_json::to_string(&parcel.notices)?,
            i64::try_from(parcel.notices.len()).unwrap_or(i64::MAX),
            parcel.state.code(),
            now_ms
        ],
    )
    .await?;
    mark(tx, parcel.to, &parcel.notices, Some(now_ms)).await
}

#[derive(FromQueryResult)]
struct ParcelRow {
    id: String,
    way: String,
    receiver_id: String,
    notices: String,
    state: String,
    begun_ms: Option<i64>,
}

/// One parcel.
pub(in crate::inbox) async fn parcel(db: &impl Read, id: ParcelId) -> Result<Option<Parcel>> {
    let row: Option<ParcelRow> = db
        .row(
            "select id, way, receiver_id, notices, state, begun_ms from inbox_parcels
             where id = $1",
            args![id.to_string()],
        )
        .await?;
    row.map(|row| {
        Ok(Parcel {
            id: row.id.parse()?,
            to: Receiver::of(&row.way, &row.receiver_id).ok_or(Error::Corrupt(row.way))?,
            notices: serde_json::from_str(&row.notices)?,
            state: ParcelState::from_code(&row.state).ok_or(Error::Corrupt(row.state))?,
            begun_ms: row.begun_ms,
        })
    })
    .transpose()
}

/// Notes that sending was begun, or that it is known not to have happened.
pub(in crate::inbox) async fn set_begun(
    tx: &mut Tx,
    id: ParcelId,
    begun_ms: Option<i64>,
) -> Result<()> {
    tx.run(
        "update inbox_parcels set begun_ms = cast($2 as bigint) where id = $1",
        args![id.to_string(), begun_ms],
    )
    .await?;
    Ok(())
}

/// Notes what became of a parcel.
pub(in crate::inbox) async fn end_parcel(
    tx: &mut Tx,
    id: ParcelId,
    state: ParcelState,
    words: &str,
    now_ms: i64,
) -> Result<()> {
    tx.run(
        "update inbox_parcels set state = $2, words = $3, ended_ms = $4, begun_ms = null
         where id = $1",
        args![id.to_string(), state.code(), words, now_ms],
    )
    .await?;
    Ok(())
}

/// Has the notices of a parcel packed anew: they have not gone out.
pub(in crate::inbox) async fn unpack(tx: &mut Tx, parcel: &Parcel) -> Result<()> {
    mark(tx, parcel.to, &parcel.notices, None).await
}

/// Has everything packed anew that was refused for this receiver after an instant.
pub(in crate::inbox) async fn unpack_failed(
    tx: &mut Tx,
    to: Receiver,
    after_ms: i64,
) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        notices: String,
    }
    let (way, receiver) = to.stored();
    // Taken apart once: a later fault must not bring back what has been sent since.
    let rows: Vec<Row> = tx
        .rows(
            "update inbox_parcels set state = 'dropped'
             where way = $1 and receiver_id = $2 and state = 'failed' and packed_ms > $3
             returning notices",
            args![way, receiver, after_ms],
        )
        .await?;
    for row in rows {
        let notices: Vec<NoticeId> = serde_json::from_str(&row.notices)?;
        mark(tx, to, &notices, None).await?;
    }
    Ok(())
}

/// A parcel in a list.
#[derive(FromQueryResult)]
pub(in crate::inbox) struct ParcelLine {
    pub(in crate::inbox) way: String,
    /// Name of the person or the robot; empty when the robot is gone.
    pub(in crate::inbox) name: String,
    pub(in crate::inbox) n_notices: i64,
    pub(in crate::inbox) state: String,
    pub(in crate::inbox) words: String,
    pub(in crate::inbox) packed_ms: i64,
}

/// The newest parcels.
pub(in crate::inbox) async fn newest_parcels(db: &impl Read, most: i64) -> Result<Vec<ParcelLine>> {
    db.rows(
        "select a.way, coalesce(p.name, r.name, '') as name, a.n_notices, a.state, a.words,
             a.packed_ms
         from inbox_parcels a
         left join org_pub_people p on a.way = 'mail' and p.id = a.receiver_id
         left join inbox_robots r on a.way = 'robot' and r.id = a.receiver_id
         order by a.packed_ms desc, a.id desc limit $1",
        args![most],
    )
    .await
}

/// Clears away what became of parcels that were packed before an instant.
pub(in crate::inbox) async fn sweep_parcels(tx: &mut Tx, before_ms: i64) -> Result<u64> {
    tx.run(
        "delete from inbox_parcels where packed_ms < $1 and state <> 'waiting'",
        args![before_ms],
    )
    .await
}
