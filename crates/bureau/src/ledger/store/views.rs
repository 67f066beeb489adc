//! Saved views of lists.

use ::store::{FromQueryResult, Read, Result, Tx, args};

/// A saved view: filters under a name.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::ledger) struct View {
    pub(in crate::ledger) id: String,
    pub(in crate::ledger) account_id: String,
    pub(in crate::ledger) name: String,
    /// The query of the list's address.
    pub(in crate::ledger) query: String,
    pub(in crate::ledger) is_shared: bool,
}

/// The views of a register this account sees: its own and the shared ones.
pub(in crate::ledger) async fn views(
    db: &impl Read,
    register_no: i64,
    account_id: &str,
) -> Result<Vec<View>> {
    db.rows(
        "select id, account_id, name, query, is_shared from ledger_views
         where register_no = $1 and (account_id = $2 or is_shared) order by id",
        args![register_no, account_id],
    )
    .await
}

/// Keeps a view.
pub(in crate::ledger) async fn insert_view(
    tx: &mut Tx,
    register_no: i64,
    view: View,
) -> Result<()> {
    tx.run(
        "insert into ledger_views (id, register_no, account_id, name, query, is_shared)
         values ($1, $2, $3, $4, $5, $6)",
        args![
            view.id,
            register_no,
            view.account_id,
            view.name,
            view.query,
            view.is_shared
        ],
    )
    .await?;
    Ok(())
}

/// Every view of a register, whoever keeps it.
pub(in crate::ledger) async fn all_views(db: &impl Read, register_no: i64) -> Result<Vec<View>> {
    db.rows(
        "select id, account_id, name, query, is_shared from ledger_views
         where register_no = $1 order by id",
        args![register_no],
    )
    .await
}

/// Writes what a view shows: the same rows under new names.
pub(in crate::ledger) async fn update_view(tx: &mut Tx, id: &str, query: &str) -> Result<()> {
    let sql = "update ledger_views set query = $2 where id = $1";
    tx.run(sql, args![id, query]).await?;
    Ok(())
}

/// Takes a view away, if it is this account's.
pub(in crate::ledger) async fn delete_view(
    tx: &mut Tx,
    id: &str,
    account_id: &str,
) -> Result<bool> {
    let n = tx
        .run(
            "delete from ledger_views where id = $1 and account_id = $2",
            args![id, account_id],
        )
        .await?;
    Ok(n == 1)
}
