//! The chain: each line carries the hash of its own content and of the line before it.

use super::{Head, Line, Pending};
use crate::{Read, Tx, args, error::Result};
use sea_orm::FromQueryResult;

/// A line as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub(super) struct Record {
    pub(super) sequence: i64,
    pub(super) at_ms: i64,
    pub(super) account_id: String,
    pub(super) actor_name: String,
    pub(super) from_address: String,
    pub(super) act: String,
    pub(super) object: String,
    pub(super) object_name: String,
    pub(super) detail: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) reason: String,
    pub(super) previous_hash: String,
    pub(super) hash: String,
}

const COLUMNS: [&str; 14] = [
    "sequence",
    "at_ms",
    "account_id",
    "actor_name",
    "from_address",
    "act",
    "object",
    "object_name",
    "detail",
    "before",
    "after",
    "reason",
    "previous_hash",
    "hash",
];

impl Record {
    fn following(head: &Head, pending: Pending) -> Self {
        let Line {
            act,
            object,
            object_name,
            detail,
            before,
            after,
            reason,
            on_behalf_of: _,
        } = pending.line;
        let mut record = Self {
            sequence: head.sequence + 1,
            at_ms: pending.at_ms,
            account_id: pending.account_id,
            actor_name: pending.actor_name,
            from_address: pending.from_address,
            act,
            object,
            object_name,
            detail,
            before,
            after,
            reason,
            previous_hash: head.hash.clone(),
            hash: String::new(),
        };
        record.hash = record.hash_of_content();
        record
    }

    /// SHA-256 over every field, each behind its length, so that nothing can be moved from one
    /// field into the next; the hash of the line before is one of them.
    pub(super) fn hash_of_content(&self) -> String {
        let (sequence, at_ms) = (self.sequence.to_string(), self.at_ms.to_string());
        let fields = [
            &self.previous_hash,
            &sequence,
            &at_ms,
            &self.account_id,
            &self.actor_name,
            &self.from_address,
            &self.act,
            &self.object,
            &self.object_name,
            &self.detail,
            &self.before,
            &self.after,
            &self.reason,
        ];
        let mut content = Vec::with_capacity(512);
        for field in fields {
            content.extend_from_slice(&(field.len() as u64).to_be_bytes());
            content.extend_from_slice(field.as_bytes());
        }
        crate::files::name_of(&content)
    }
}

/// Gives the lines of a transaction their places at the end of the chain and writes them; the new
/// head when there were any.
pub(crate) async fn append(tx: &mut Tx) -> Result<Option<Head>> {
    let pending = std::mem::take(&mut tx.pending_audit);
    if pending.is_empty() {
        return Ok(None);
    }
    let mut head = Head::lock(tx).await?;
    let mut rows = Vec::with_capacity(pending.len());
    for line in pending {
        let record = Record::following(&head, line);
        head.sequence = record.sequence;
        head.hash = record.hash.clone();
        rows.push(args![
            record.sequence,
            record.at_ms,
            record.account_id,
            record.actor_name,
            record.from_address,
            record.act,
            record.object,
            record.object_name,
            record.detail,
            record.before,
            record.after,
            record.reason,
            record.previous_hash,
            record.hash
        ]);
    }
    tx.insert_many("store_audit", &COLUMNS, rows).await?;
    head.save(tx).await?;
    Ok(Some(head))
}

/// Chains the lines of a database from before there was a chain, in the order they were written.
pub async fn adopt(tx: &mut Tx) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Old {
        at_ms: i64,
        account_id: String,
        actor_name: String,
        from_address: String,
        act: String,
        object: String,
        detail: String,
    }
    let old: Vec<Old> = tx
        .rows(
            "select at_ms, account_id, actor_name, from_address, act, object, detail
             from store_audit_unchained order by at_ms, id",
            args![],
        )
        .await?;
    tx.pending_audit.extend(old.into_iter().map(|old| Pending {
        at_ms: old.at_ms,
        account_id: old.account_id,
        actor_name: old.actor_name,
        from_address: old.from_address,
        line: Line::new(&old.act, old.object).saying(old.detail),
    }));
    // Chained at the commit like all others, so that the copy of the head is written, too.
    tx.run_script("drop table store_audit_unchained").await
}
