//! What people said of numbers that look like one and are not: each answer a version of its own.

use ::store::{Read, Result, Tx, args};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;

/// 不是同一个数: why two numbers that look like one are two.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub(crate) struct NotTheSame {
    pair: String,
    pub(crate) version: i64,
    pub(crate) reason: String,
    pub(crate) by_name: String,
    pub(crate) at_ms: i64,
    is_withdrawn: bool,
}

/// The answers that stand, by their pairs.
pub(in crate::facts) async fn not_the_same(db: &impl Read) -> Result<BTreeMap<String, NotTheSame>> {
    let answers: Vec<NotTheSame> = db
        .rows(
            "select pair, version, reason, by_name, at_ms, is_withdrawn from facts_not_the_same
             order by pair, version",
            args![],
        )
        .await?;
    let mut newest = BTreeMap::new();
    for answer in answers {
        newest.insert(answer.pair.clone(), answer);
    }
    newest.retain(|_, answer| !answer.is_withdrawn);
    Ok(newest)
}

/// Keeps what somebody says of a pair as its next version.
pub(in crate::facts) async fn insert_not_the_same(
    tx: &mut Tx,
    pair: &str,
    (reason, is_withdrawn): (&str, bool),
    (by_name, at_ms): (&str, i64),
) -> Result<()> {
    tx.run(
        "insert into facts_not_the_same (pair, version, reason, by_name, at_ms, is_withdrawn)
         select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5
         from facts_not_the_same where pair = $1",
        args![pair, reason, by_name, at_ms, is_withdrawn],
    )
    .await?;
    Ok(())
}
