//! The books of the 学分银行.
//!
//! A balance is changed by one statement that refuses to let it fall below nothing, and the table refuses it
//! once more. Accounts are changed in the order of their ids, so that two entries cannot wait for each other.

use super::{inside::in_pattern, marks};
use crate::ledger::model::{
    CreditAccount, CreditAccountId, CreditEntry, CreditEntryId, EntryKind, StatementLine,
};
use ::store::{Error, FromQueryResult, Read, Result, Tx, Value, args};
use base::actor::UnitId;

#[derive(FromQueryResult)]
struct AccountRow {
    id: String,
    number: i64,
    holder: String,
    id_no: Option<String>,
    unit_id: String,
    is_closed: bool,
    opened_ms: i64,
    balance: i64,
}

const COLUMNS: &str = "id, number, holder, id_no, unit_id, is_closed, opened_ms, balance";

impl TryFrom<AccountRow> for CreditAccount {
    type Error = Error;

    fn try_from(row: AccountRow) -> Result<Self> {
        Ok(Self {
            id: row.id.parse()?,
            number: row.number,
            holder: row.holder,
            id_no: row.id_no.unwrap_or_default(),
            unit: row.unit_id.parse()?,
            is_closed: row.is_closed,
            opened_ms: row.opened_ms,
            balance_tenths: row.balance,
        })
    }
}

/// The next number of a series; whoever has it holds the series until they commit.
async fn next(tx: &mut Tx, series: &str) -> Result<i64> {
    tx.run(
        "update ledger_credit_counters set last = last + 1 where name = $1",
        args![series],
    )
    .await?;
    tx.number(
        "select last as n from ledger_credit_counters where name = $1",
        args![series],
    )
    .await
}

/// Opens an account and gives its number.
pub(in crate::ledger) async fn insert_credit_account(
    tx: &mut Tx,
    account: &CreditAccount,
    opened_by: &str,
) -> Result<i64> {
    let number = next(tx, "account").await?;
    let id_no = Some(account.id_no.clone()).filter(|id_no| !id_no.is_empty());
    tx.run(
        "insert into ledger_credit_accounts
             (id, number, holder, id_no, unit_id, is_system, is_closed, opened_ms, opened_by, balance)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)",
        args![
            account.id.to_string(),
            number,
            account.holder.clone(),
            id_no,
            account.unit.to_string(),
            false,
            false,
            account.opened_ms,
            opened_by
        ],
    )
    .await?;
    Ok(number)
}

/// An account of a person.
pub(in crate::ledger) async fn credit_account(
    db: &impl Read,
    id: CreditAccountId,
) -> Result<Option<CreditAccount>> {
    let row: Option<AccountRow> = db
        .row(
            &format!(
                "select {COLUMNS} from ledger_credit_accounts where id = $1 and not is_system"
            ),
            args![id.to_string()],
        )
        .await?;
    row.map(CreditAccount::try_from).transpose()
}

/// The account of a number or an identity card.
pub(in crate::ledger) async fn credit_account_called(
    db: &impl Read,
    number: i64,
    id_no: &str,
) -> Result<Option<CreditAccount>> {
    let row: Option<AccountRow> = db
        .row(
            &format!(
                "select {COLUMNS} from ledger_credit_accounts
                 where (number = $1 or id_no = $2) and not is_system order by number limit 1"
            ),
            args![number, id_no],
        )
        .await?;
    row.map(CreditAccount::try_from).transpose()
}

/// Accounts by number, as far as they may be seen, with how many there are and what they hold together.
pub(in crate::ledger) async fn credit_accounts(
    db: &impl Read,
    scope: Option<&[UnitId]>,
    words: &str,
    (limit, offset): (i64, i64),
) -> Result<(Vec<CreditAccount>, i64, i64)> {
    let mut conditions = "not is_system".to_owned();
    let mut arguments: Vec<Value> = Vec::new();
    match scope {
        None => {}
        Some([]) => conditions.push_str(" and 1 = 0"),
        Some(units) => {
            arguments.extend(units.iter().map(|unit| Value::from(unit.to_string())));
            conditions.push_str(&format!(" and unit_id in ({})", marks(1, units.len())));
        }
    }
    if !words.is_empty() {
        let plain = in_pattern(words);
        let digits = words.trim_start_matches(|c: char| !c.is_ascii_digit());
        arguments.push(format!("%{plain}%").into());
        arguments.push(digits.parse::<i64>().unwrap_or_default().into());
        let n = arguments.len();
        conditions.push_str(&format!(
            " and (holder like ${} escape '!' or number = ${n})",
            n - 1
        ));
    }
    #[derive(FromQueryResult)]
    struct TotalRow {
        n_rows: i64,
        total: i64,
    }
    let totals: Option<TotalRow> = db
        .row(
            &format!(
                "select count(*) as n_rows, cast(coalesce(sum(balance), 0) as bigint) as total
                 from ledger_credit_accounts where {conditions}"
            ),
            arguments.clone(),
        )
        .await?;
    let rows: Vec<AccountRow> = db
        .rows(
            &format!(
                "select {COLUMNS} from ledger_credit_accounts where {conditions}
                 order by number desc limit {limit} offset {offset}"
            ),
            arguments,
        )
        .await?;
    let accounts: Result<Vec<CreditAccount>> = rows.into_iter().map(TryFrom::try_from).collect();
    let (n_rows, total) = totals.map_or((0, 0), |totals| (totals.n_rows, totals.total));
    Ok((accounts?, n_rows, total))
}

/// Whether an entry of this id is there already.
pub(in crate::ledger) async fn has_credit_entry(db: &impl Read, id: CreditEntryId) -> Result<bool> {
    let n = db
        .number(
            "select count(*) as n from ledger_credit_entries where id = $1",
            args![id.to_string()],
        )
        .await?;
    Ok(n > 0)
}

/// How keeping an entry went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ledger) enum Posted {
    /// Under this number.
    Done(i64),
    /// The account it is taken from does not hold so much; the transaction must not be committed.
    TooLittle,
}

/// Keeps an entry: both accounts change, or neither.
pub(in crate::ledger) async fn post_credit_entry(
    tx: &mut Tx,
    entry: &CreditEntry,
    (at_ms, by_name): (i64, &str),
) -> Result<Posted> {
    let number = next(tx, "entry").await?;
    let mut sides = [(entry.from, -entry.tenths), (entry.to, entry.tenths)];
    sides.sort_by_key(|(account, _)| *account);
    let mut lines = Vec::with_capacity(2);
    for (account, tenths) in sides {
        let n = tx
            .run(
                "update ledger_credit_accounts set balance = balance + $2
                 where id = $1 and not is_closed and (is_system or balance + $2 >= 0)",
                args![account.to_string(), tenths],
            )
            .await?;
        if n == 0 {
            return Ok(Posted::TooLittle);
        }
        let balance = tx
            .number(
                "select balance as n from ledger_credit_accounts where id = $1",
                args![account.to_string()],
            )
            .await?;
        lines.push(args![
            entry.id.to_string(),
            account.to_string(),
            tenths,
            balance
        ]);
    }
    tx.run(
        "insert into ledger_credit_entries (id, number, kind, at_ms, by_name, words, reverses)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![
            entry.id.to_string(),
            number,
            entry.kind.code(),
            at_ms,
            by_name,
            entry.words.clone(),
            entry.reverses.map(|id| id.to_string())
        ],
    )
    .await?;
    let columns = ["entry_id", "account_id", "tenths", "balance_after"];
    tx.insert_many("ledger_credit_postings", &columns, lines)
        .await?;
    Ok(Posted::Done(number))
}

#[derive(FromQueryResult)]
struct LineRow {
    id: String,
    number: i64,
    kind: String,
    at_ms: i64,
    by_name: String,
    words: String,
    tenths: i64,
    balance_after: i64,
    n_reversed: i64,
}

/// The entries of an account, newest first.
pub(in crate::ledger) async fn credit_statement(
    db: &impl Read,
    account: CreditAccountId,
    most: i64,
) -> Result<Vec<StatementLine>> {
    let rows: Vec<LineRow> = db
        .rows(
            "select e.id, e.number, e.kind, e.at_ms, e.by_name, e.words, p.tenths, p.balance_after,
                 (select count(*) from ledger_credit_entries r where r.reverses = e.id) as n_reversed
             from ledger_credit_postings p join ledger_credit_entries e on e.id = p.entry_id
             where p.account_id = $1 order by e.number desc limit $2",
            args![account.to_string(), most],
        )
        .await?;
    let lines = rows.into_iter().map(|row| {
        Ok(StatementLine {
            entry: row.id.parse()?,
            number: row.number,
            kind: EntryKind::from_code(&row.kind)
                .ok_or_else(|| Error::Corrupt(row.kind.clone()))?,
            at_ms: row.at_ms,
            by_name: row.by_name,
            words: row.words,
            tenths: row.tenths,
            balance_tenths: row.balance_after,
            is_reversed: row.n_reversed > 0,
        })
    });
    lines.collect()
}

#[derive(FromQueryResult)]
struct SideRow {
    account_id: String,
    tenths: i64,
}

/// Where an entry took credits from, where they went, and how many; nothing when it was itself a
/// taking back.
pub(in crate::ledger) async fn credit_entry_sides(
    db: &impl Read,
    id: CreditEntryId,
) -> Result<Option<(CreditAccountId, CreditAccountId, i64)>> {
    let rows: Vec<SideRow> = db
        .rows(
            "select p.account_id, p.tenths from ledger_credit_postings p
             join ledger_credit_entries e on e.id = p.entry_id
             where e.id = $1 and e.reverses is null order by p.tenths",
            args![id.to_string()],
        )
        .await?;
    match rows.as_slice() {
        [from, to] => Ok(Some((
            from.account_id.parse()?,
            to.account_id.parse()?,
            to.tenths,
        ))),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Posted, credit_account, credit_statement, insert_credit_account, post_credit_entry,
    };
    use crate::ledger::model::{
        CreditAccount, CreditAccountId, CreditEntry, CreditEntryId, EntryKind, ISSUED,
    };
    use ::store::{Db, Read};
    use base::actor::UnitId;

    fn entry(from: CreditAccountId, to: CreditAccountId, tenths: i64) -> CreditEntry {
        CreditEntry {
            id: CreditEntryId::new(),
            kind: if from == ISSUED {
                EntryKind::Earn
            } else {
                EntryKind::Transfer
            },
            from,
            to,
            tenths,
            words: "社区教育课程".to_owned(),
            reverses: None,
        }
    }

    async fn open(db: &Db, holder: &str) -> CreditAccountId {
        let account = CreditAccount {
            id: CreditAccountId::new(),
            number: 0,
            holder: holder.to_owned(),
            id_no: String::new(),
            unit: UnitId::new(),
            is_closed: false,
            opened_ms: 1,
            balance_tenths: 0,
        };
        let mut tx = db.begin_write().await.unwrap();
        insert_credit_account(&mut tx, &account, "童乐之")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        account.id
    }

    async fn post(db: &Db, entry: &CreditEntry) -> bool {
        let mut tx = db.begin_write().await.unwrap();
        match post_credit_entry(&mut tx, entry, (1, "童乐之"))
            .await
            .unwrap()
        {
            Posted::Done(_) => {
                tx.commit().await.unwrap();
                true
            }
            Posted::TooLittle => false,
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn many_entries_at_once_neither_lose_nor_make_credits_and_no_balance_falls_below_nothing()
    {
        for database in testkit::databases(&crate::migrations()).await {
            let db = database.db.clone();
            let mut accounts = Vec::new();
            for number in 0..6 {
                accounts.push(open(&db, &format!("学员{number}")).await);
            }
            for account in &accounts {
                assert!(post(&db, &entry(ISSUED, *account, 50)).await);
            }
            // One account gives out of what it has and gets nothing: two of thirty can be done. Meanwhile
            // the others give to each other.
            let giver = open(&db, "只出不进").await;
            assert!(post(&db, &entry(ISSUED, giver, 50)).await);
            let mut tasks = Vec::new();
            for round in 0..60_usize {
                let (db, accounts) = (db.clone(), accounts.clone());
                tasks.push(tokio::spawn(async move {
                    let n = accounts.len();
                    let from = match round % 2 {
                        0 => giver,
                        _ => accounts[round % n],
                    };
                    let to = accounts[(round * 5 + 1 + round / n) % n];
                    let moved = match from == to {
                        true => entry(ISSUED, to, 7),
                        false => entry(from, to, 23),
                    };
                    (moved.from, post(&db, &moved).await)
                }));
            }
            let (mut n_issued, mut n_given) = (0, 0);
            for task in tasks {
                let (from, is_done) = task.await.unwrap();
                n_issued += i64::from(from == ISSUED && is_done);
                n_given += i64::from(from == giver && is_done);
            }
            assert_eq!(n_given, 2);
            accounts.push(giver);
            let number = async |sql: &str| db.number(sql, Vec::new()).await.unwrap();
            let all = "select cast(sum(balance) as bigint) as n from ledger_credit_accounts";
            assert_eq!(number(all).await, 0);
            let held = "select cast(sum(balance) as bigint) as n from ledger_credit_accounts
                        where not is_system";
            assert_eq!(number(held).await, 7 * 50 + n_issued * 7);
            let below = "select count(*) as n from ledger_credit_accounts
                         where not is_system and balance < 0";
            assert_eq!(number(below).await, 0);
            let torn = "select count(*) as n from (select entry_id from ledger_credit_postings
                        group by entry_id having sum(tenths) <> 0 or count(*) <> 2) x";
            assert_eq!(number(torn).await, 0);
            for account in accounts {
                let kept = credit_account(&db, account).await.unwrap().unwrap();
                let lines = credit_statement(&db, account, 1_000).await.unwrap();
                let sum: i64 = lines.iter().map(|line| line.tenths).sum();
                assert_eq!(sum, kept.balance_tenths);
                assert!(lines.iter().all(|line| line.balance_tenths >= 0));
            }
        }
    }

    #[tokio::test]
    async fn the_database_itself_refuses_a_balance_below_nothing() {
        for database in testkit::databases(&crate::migrations()).await {
            let account = open(&database.db, "学员").await;
            let mut tx = database.db.begin_write().await.unwrap();
            let forced = tx
                .run(
                    "update ledger_credit_accounts set balance = -1 where id = $1",
                    vec![account.to_string().into()],
                )
                .await;
            assert!(forced.is_err());
        }
    }
}
