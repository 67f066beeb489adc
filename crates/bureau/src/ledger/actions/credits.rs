//! 学分银行: opening accounts and entering what moves between them.
//!
//! The bank is kept by whoever keeps the catalogue of results; how many credits a result is worth stands
//! there and is not typed again.

use super::{
    look::list,
    people::{Opened, open, open_in},
};
use crate::ledger::{
    decimal::Decimal,
    model::{
        CreditAccount, CreditAccountId, CreditEntry, CreditEntryId, EntryKind, ISSUED, RECOGNISED,
        Row, StatementLine, credits_in_words, is_id_card,
    },
    store::{self, Posted, Query},
};
use ::store::{
    Ctx, Error, Result, Tx,
    audit::{Facts, Line},
};
use base::{Refusal, actor::UnitId, day::Date};

/// Code of the register that is the bank's catalogue.
pub(in crate::ledger) const CATALOGUE: &str = "credit-courses";

/// Results that are offered to choose from, and lines of a statement, at most.
const MOST_OFFERED: i64 = 500;
const MOST_LINES: i64 = 1_000;

/// The bank as somebody finds it.
#[derive(Debug)]
pub(in crate::ledger) struct Bank {
    pub(in crate::ledger) opened: Opened,
    pub(in crate::ledger) accounts: Vec<CreditAccount>,
    pub(in crate::ledger) n_accounts: i64,
    pub(in crate::ledger) total_tenths: i64,
}

/// A result of learning that can be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ledger) struct LearningResult {
    pub(in crate::ledger) code: String,
    pub(in crate::ledger) name: String,
    pub(in crate::ledger) tenths: i64,
}

/// The bank, for those who keep it or enter into it.
pub(in crate::ledger) async fn bank(ctx: &Ctx, words: &str, page: (i64, i64)) -> Result<Bank> {
    let opened = open(ctx, CATALOGUE).await?;
    let scope = opened.standing.credit_scope();
    let (accounts, n_accounts, total_tenths) =
        store::credit_accounts(&ctx.db, scope.as_deref(), words, page).await?;
    Ok(Bank {
        opened,
        accounts,
        n_accounts,
        total_tenths,
    })
}

/// Opens an account. A person has one only; who has one already is told its number.
pub(in crate::ledger) async fn open_credit_account(
    ctx: &Ctx,
    unit: UnitId,
    (holder, id_no): (&str, &str),
) -> Result<CreditAccountId> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, CATALOGUE).await?;
    opened.standing.may_enter_credits(unit)?;
    let holder = holder.trim();
    let id_no = id_no.trim().to_ascii_uppercase();
    if holder.is_empty() || holder.chars().count() > 30 {
        return Err(refusal(
            "ledger.credit_holder",
            "户名要填写，不超过30个字。",
            "请填写学习者姓名。",
        ));
    }
    if !is_id_card(&id_no) {
        return Err(refusal(
            "ledger.credit_id",
            "身份证号应为18位且校验码正确。",
            "请核对后再开户。",
        ));
    }
    if let Some(known) = store::credit_account_called(&tx, 0, &id_no).await? {
        return Err(Refusal::new(
            "ledger.credit_twice",
            format!("这个人已有账户{}，一人只开一个。", known.written_number()),
            "请直接使用已有账户。",
        )
        .into());
    }
    let account = CreditAccount {
        id: CreditAccountId::new(),
        number: 0,
        holder: holder.to_owned(),
        id_no,
        unit,
        is_closed: false,
        opened_ms: ctx.now_ms(),
        balance_tenths: 0,
    };
    let number = store::insert_credit_account(&mut tx, &account, &ctx.actor.name).await?;
    let named = CreditAccount { number, ..account };
    let line = Line::new("ledger.credit.opened", named.id)
        .named(named.written_number())
        .changing(
            &Facts::none(),
            &Facts::none().with("开户单位", opened.house.name(unit)),
        );
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(named.id)
}

/// An account with its statement.
#[derive(Debug)]
pub(in crate::ledger) struct AccountSheet {
    pub(in crate::ledger) opened: Opened,
    pub(in crate::ledger) account: CreditAccount,
    pub(in crate::ledger) lines: Vec<StatementLine>,
    /// What can be entered now.
    pub(in crate::ledger) results: Vec<LearningResult>,
}

/// An account with its statement, for whoever sees it.
pub(in crate::ledger) async fn credit_sheet(
    ctx: &Ctx,
    id: CreditAccountId,
) -> Result<AccountSheet> {
    let opened = open(ctx, CATALOGUE).await?;
    let account = store::credit_account(&ctx.db, id).await?;
    let account = seen(&opened, account)?;
    let lines = store::credit_statement(&ctx.db, id, MOST_LINES).await?;
    let results = results(ctx, &opened).await?;
    Ok(AccountSheet {
        opened,
        account,
        lines,
        results,
    })
}

/// Results of the catalogue that are in force today.
async fn results(ctx: &Ctx, opened: &Opened) -> Result<Vec<LearningResult>> {
    let listed = list(ctx, opened, Query::default(), (MOST_OFFERED, 0)).await?;
    let rows = listed.rows.iter();
    let mut results: Vec<LearningResult> =
        rows.filter_map(|row| result_of(row, ctx.today())).collect();
    results.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(results)
}

fn result_of(row: &Row, today: Date) -> Option<LearningResult> {
    let text = |code: &str| row.values.get(code).map_or("", String::as_str);
    let is_over = text("valid_until")
        .parse()
        .is_ok_and(|day: Date| day < today);
    if text("state") == "停用" || is_over {
        return None;
    }
    Some(LearningResult {
        code: text("result_no").to_owned(),
        name: text("result").to_owned(),
        tenths: Decimal::parse(text("credits"))?.minor(1)?,
    })
}

/// Enters a result of learning, with the credits the catalogue gives it.
pub(in crate::ledger) async fn earn(
    ctx: &Ctx,
    account: CreditAccountId,
    (entry, result): (CreditEntryId, &str),
) -> Result<()> {
    let sheet = credit_sheet(ctx, account).await?;
    sheet
        .opened
        .standing
        .may_enter_credits(sheet.account.unit)?;
    let known = sheet.results.iter().find(|known| known.code == result);
    let known = known.ok_or_else(|| {
        refusal(
            "ledger.credit_result",
            "目录里没有这项成果，或已停用、过期。",
            "请先在学习成果目录里登记，再存入。",
        )
    })?;
    let words = format!("{} {}", known.code, known.name);
    // A result is credited once: two courses of one name have two numbers.
    let is_there = sheet.lines.iter().any(|line| {
        line.kind == EntryKind::Earn
            && !line.is_reversed
            && line.words == words
            && line.entry != entry
    });
    if is_there {
        return Err(refusal(
            "ledger.credit_earned",
            "这项成果已经存入过，不能重复计学分。",
            "请核对对账单。",
        ));
    }
    let entry = CreditEntry {
        id: entry,
        kind: EntryKind::Earn,
        from: ISSUED,
        to: account,
        tenths: known.tenths,
        words,
        reverses: None,
    };
    let mut tx = ctx.db.begin_write().await?;
    post(&mut tx, ctx, &sheet.account, entry).await?;
    tx.commit().await
}

/// Moves credits to another account, or has them recognised in place of a course.
pub(in crate::ledger) async fn move_credits(
    ctx: &Ctx,
    account: CreditAccountId,
    entry: CreditEntryId,
    (kind, to_number): (EntryKind, &str),
    (credits, words): (&str, &str),
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, CATALOGUE).await?;
    let from = seen(&opened, store::credit_account(&tx, account).await?)?;
    opened.standing.may_move_credits()?;
    let tenths = Decimal::parse(credits).and_then(|credits| credits.minor(1));
    let tenths = tenths.filter(|tenths| (1..=100_000).contains(tenths));
    let tenths = tenths.ok_or_else(|| {
        refusal(
            "ledger.credit_amount",
            "学分要大于0，最多一位小数。",
            "请改好后再办理。",
        )
    })?;
    if words.trim().is_empty() {
        return Err(refusal(
            "ledger.credit_words",
            "请说明转到哪门课程，或为什么转移。",
            "填写说明后再办理。",
        ));
    }
    let to = match kind {
        EntryKind::Transfer => {
            let digits = to_number
                .trim()
                .trim_start_matches(|c: char| !c.is_ascii_digit());
            let number = digits.parse().unwrap_or_default();
            let other = store::credit_account_called(&tx, number, "-").await?;
            let other = other.filter(|other| other.id != account);
            other
                .ok_or_else(|| {
                    refusal(
                        "ledger.credit_other",
                        "没有这个账户，或就是本账户。",
                        "请填写对方的账号，如XF00000012。",
                    )
                })?
                .id
        }
        _ => RECOGNISED,
    };
    let entry = CreditEntry {
        id: entry,
        kind,
        from: account,
        to,
        tenths,
        words: words.trim().to_owned(),
        reverses: None,
    };
    post(&mut tx, ctx, &from, entry).await?;
    tx.commit().await
}

/// Takes an entry back whole, by one that does the opposite.
pub(in crate::ledger) async fn reverse_credits(
    ctx: &Ctx,
    account: CreditAccountId,
    (entry, reversed): (CreditEntryId, CreditEntryId),
    reason: &str,
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, CATALOGUE).await?;
    let here = seen(&opened, store::credit_account(&tx, account).await?)?;
    opened.standing.may_move_credits()?;
    if reason.trim().is_empty() {
        return Err(refusal(
            "ledger.credit_words",
            "冲正要说明原因。",
            "请写明哪里记错了。",
        ));
    }
    let sides = store::credit_entry_sides(&tx, reversed).await?;
    let sides = sides.filter(|(from, to, _)| *from == account || *to == account);
    let (from, to, tenths) = sides.ok_or(Error::NotFound)?;
    let entry = CreditEntry {
        id: entry,
        kind: EntryKind::Reverse,
        from: to,
        to: from,
        tenths,
        words: reason.trim().to_owned(),
        reverses: Some(reversed),
    };
    let posted = post(&mut tx, ctx, &here, entry).await;
    match posted {
        Err(error) if error.duplicate().is_some() => Err(refusal(
            "ledger.credit_reversed",
            "这笔已经冲正过。",
            "请刷新对账单核对。",
        )),
        Err(error) => Err(error),
        Ok(()) => tx.commit().await,
    }
}

/// Keeps an entry; one that is there already was sent twice and is done.
async fn post(tx: &mut Tx, ctx: &Ctx, account: &CreditAccount, entry: CreditEntry) -> Result<()> {
    if store::has_credit_entry(tx, entry.id).await? {
        return Ok(());
    }
    let by = format!("{} · {}", ctx.actor.unit_name, ctx.actor.name);
    match store::post_credit_entry(tx, &entry, (ctx.now_ms(), &by)).await? {
        Posted::TooLittle => Err(refusal(
            "ledger.credit_too_little",
            "账户里没有这么多学分，没有入账。",
            "请核对余额；存入的学分已被使用的，先冲正后面的记录。",
        )),
        Posted::Done(number) => {
            let line = Line::new("ledger.credit.entered", account.id)
                .named(account.written_number())
                .saying(format!(
                    "第{number}笔，{}{}学分",
                    entry.kind.label(),
                    credits_in_words(entry.tenths)
                ))
                .because(&entry.words);
            tx.audit_line(ctx, line);
            Ok(())
        }
    }
}

fn seen(opened: &Opened, account: Option<CreditAccount>) -> Result<CreditAccount> {
    let scope = opened.standing.credit_scope();
    let is_seen = |unit: &UnitId| scope.as_ref().is_none_or(|units| units.contains(unit));
    account
        .filter(|account| is_seen(&account.unit))
        .ok_or(Error::NotFound)
}

fn refusal(rule: &'static str, what: &str, next: &str) -> Error {
    Refusal::new(rule, what, next).into()
}
