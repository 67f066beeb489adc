//! Calendar subscriptions: a secret address each, of which only the hash is kept.

use base::{actor::PersonId, id::Uuid};
use sea_orm::FromQueryResult;
use store::{Read, Result, Tx, args, files};

/// A subscription in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Feed {
    pub(crate) created_ms: i64,
}

#[derive(FromQueryResult)]
struct FeedRow {
    created_ms: i64,
}

#[derive(FromQueryResult)]
struct PersonRow {
    person_id: String,
}

/// Makes a person's subscription; one that was there is revoked.
pub(crate) async fn begin_feed(
    tx: &mut Tx,
    person: PersonId,
    token: &str,
    now_ms: i64,
) -> Result<()> {
    revoke_feed(tx, person, now_ms).await?;
    tx.run(
        "insert into plan_feeds (id, person_id, token_hash, created_ms) values ($1, $2, $3, $4)",
        args![
            Uuid::now_v7().to_string(),
            person.to_string(),
            files::name_of(token.as_bytes()),
            now_ms
        ],
    )
    .await?;
    Ok(())
}

/// Ends a person's subscription; says whether there was one.
pub(crate) async fn revoke_feed(tx: &mut Tx, person: PersonId, now_ms: i64) -> Result<bool> {
    let n_rows = tx
        .run(
            "update plan_feeds set revoked_ms = $2 where person_id = $1 and revoked_ms is null",
            args![person.to_string(), now_ms],
        )
        .await?;
    Ok(n_rows > 0)
}

/// A person's subscription.
pub(crate) async fn feed_of(db: &impl Read, person: PersonId) -> Result<Option<Feed>> {
    let row: Option<FeedRow> = db
        .row(
            "select created_ms from plan_feeds where person_id = $1 and revoked_ms is null",
            args![person.to_string()],
        )
        .await?;
    Ok(row.map(|row| Feed {
        created_ms: row.created_ms,
    }))
}

/// Whose subscription a token opens.
pub(crate) async fn person_of_feed(db: &impl Read, token: &str) -> Result<Option<PersonId>> {
    let row: Option<PersonRow> = db
        .row(
            "select person_id from plan_feeds where token_hash = $1 and revoked_ms is null",
            args![files::name_of(token.as_bytes())],
        )
        .await?;
    row.map(|row| Ok(row.person_id.parse()?)).transpose()
}
