//! What is shared with telephones, and recovery codes (only their hashes).

use crate::org::{model::SecondFactor, totp::Secret};
use base::actor::AccountId;
use sea_orm::FromQueryResult;
use store::{Error, Read, Result, Tx, args};

#[derive(FromQueryResult)]
struct Row {
    secret: String,
    is_confirmed: bool,
    last_step: i64,
}

/// The second step of an account, bound or only begun.
pub(in crate::org) async fn any_second_factor(
    db: &impl Read,
    account: AccountId,
) -> Result<Option<SecondFactor>> {
    let row: Option<Row> = db
        .row(
            "select secret, is_confirmed, last_step from org_second_factors where account_id = $1",
            args![account.to_string()],
        )
        .await?;
    row.map(|row| {
        Ok(SecondFactor {
            secret: Secret::from_letters(&row.secret)
                .ok_or_else(|| Error::Corrupt("a secret for second steps".to_owned()))?,
            is_confirmed: row.is_confirmed,
            last_step: row.last_step,
        })
    })
    .transpose()
}

/// The same when it is bound.
pub(in crate::org) async fn second_factor(
    db: &impl Read,
    account: AccountId,
) -> Result<Option<SecondFactor>> {
    let any = any_second_factor(db, account).await?;
    Ok(any.filter(|factor| factor.is_confirmed))
}

/// Begins to bind a telephone.
pub(in crate::org) async fn put_second_factor(
    tx: &mut Tx,
    account: AccountId,
    secret: &Secret,
) -> Result<()> {
    remove_second_factor(tx, account).await?;
    tx.run(
        "insert into org_second_factors (account_id, secret, is_confirmed, last_step)
         values ($1, $2, false, 0)",
        args![account.to_string(), secret.in_letters()],
    )
    .await?;
    Ok(())
}

/// Binds it: from now on its code is asked for.
pub(in crate::org) async fn confirm_second_factor(
    tx: &mut Tx,
    account: AccountId,
    step: i64,
) -> Result<()> {
    tx.run(
        "update org_second_factors set is_confirmed = true, last_step = $2 where account_id = $1",
        args![account.to_string(), step],
    )
    .await?;
    tx.run(
        "update org_accounts set must_enrol = false where id = $1",
        args![account.to_string()],
    )
    .await?;
    Ok(())
}

/// Notes the step whose code was taken, so that it is not taken again.
pub(in crate::org) async fn set_last_step(
    tx: &mut Tx,
    account: AccountId,
    step: i64,
) -> Result<()> {
    tx.run(
        "update org_second_factors set last_step = $2 where account_id = $1",
        args![account.to_string(), step],
    )
    .await?;
    Ok(())
}

/// Takes away secret and recovery codes.
pub(in crate::org) async fn remove_second_factor(tx: &mut Tx, account: AccountId) -> Result<()> {
    for table in ["org_second_factors", "org_recovery_codes"] {
        tx.run(
            &format!("delete from {table} where account_id = $1"),
            args![account.to_string()],
        )
        .await?;
    }
    Ok(())
}

/// Puts recovery codes in place of those there were.
pub(in crate::org) async fn set_recovery_codes(
    tx: &mut Tx,
    account: AccountId,
    hashes: &[String],
) -> Result<()> {
    tx.run(
        "delete from org_recovery_codes where account_id = $1",
        args![account.to_string()],
    )
    .await?;
    for hash in hashes {
        tx.run(
            "insert into org_recovery_codes (account_id, code_hash) values ($1, $2)",
            args![account.to_string(), hash.as_str()],
        )
        .await?;
    }
    Ok(())
}

/// Uses a recovery code up; whether there was such a one.
pub(in crate::org) async fn use_recovery_code(
    tx: &mut Tx,
    account: AccountId,
    hash: &str,
) -> Result<bool> {
    let n_used = tx
        .run(
            "delete from org_recovery_codes where account_id = $1 and code_hash = $2",
            args![account.to_string(), hash],
        )
        .await?;
    Ok(n_used == 1)
}

/// How many recovery codes are left.
pub(in crate::org) async fn n_recovery_codes(db: &impl Read, account: AccountId) -> Result<i64> {
    db.number(
        "select count(*) as n from org_recovery_codes where account_id = $1",
        args![account.to_string()],
    )
    .await
}
