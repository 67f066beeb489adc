//! 学分银行: accounts, a statement with what can be entered, the certificate.

use crate::ledger::{
    actions::{self, AccountSheet},
    model::{CreditEntryId, EntryKind, credits_in_words},
    paths,
};
use ::store::Error;
use askama::Template;
use base::{Refusal, actor::UnitId, day::instant_in_words};
use serde::Deserialize;
use shell::{Asked, At, Field, Frame, Posted, Reply, Result, Visit};

const PER_PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "ledger/pages/credits.html")]
struct BankPage {
    frame: Frame,
    words: String,
    rows: Vec<AccountLine>,
    n_accounts: i64,
    /// Of how many accounts how much; empty for whoever may not see any.
    totals: String,
    may_open: bool,
    previous: String,
    next: String,
    from: i64,
    to: i64,
}

struct AccountLine {
    href: String,
    number: String,
    holder: String,
    id: String,
    unit: String,
    balance: String,
}

#[derive(Template)]
#[template(path = "ledger/pages/credit_open.html")]
struct OpenPage {
    frame: Frame,
    units: Vec<(String, String)>,
    unit: String,
    holder: String,
    id_no: String,
    problem: String,
}

#[derive(Template)]
#[template(path = "ledger/pages/credit_account.html")]
struct AccountPage {
    frame: Frame,
    is_wrong: bool,
    id: String,
    number: String,
    holder: String,
    covered: String,
    unit: String,
    balance: String,
    opened: String,
    lines: Vec<StatementRow>,
    /// Results to choose from; empty for those who do not enter.
    results: Vec<(String, String)>,
    moves: bool,
    /// Id of the entry that the forms of this page make.
    fresh: String,
}

struct StatementRow {
    number: i64,
    entry: String,
    at: String,
    kind: &'static str,
    words: String,
    amount: String,
    balance: String,
    by: String,
    may_reverse: bool,
    is_reversed: bool,
    /// Why it is taken back, as it was typed where that was not taken.
    why: Field,
}

impl StatementRow {
    fn field(&self) -> String {
        format!("f-reason-{}", self.number)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct BankAsked {
    q: String,
    page: i64,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<BankAsked>) -> Result<Reply> {
    let page = asked.page.clamp(1, 200);
    let words = asked.q.trim();
    let bank = actions::bank(&visit, words, (PER_PAGE, (page - 1) * PER_PAGE)).await?;
    let link = |page: i64| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", words);
        query.append_pair("page", &page.to_string());
        format!("{}?{}", paths::CREDITS, query.finish())
    };
    let to = (page * PER_PAGE).min(bank.n_accounts);
    visit.page(&BankPage {
        frame: visit
            .frame("学分银行")
            .crumb("台账", paths::REGISTERS)
            .lead("一人一户，学分按目录存入；每一笔都有来有去，余额不会小于零。"),
        rows: bank
            .accounts
            .iter()
            .map(|account| AccountLine {
                href: paths::credit_account(&account.id.to_string()),
                number: account.written_number(),
                holder: account.holder.clone(),
                id: account.covered_id(),
                unit: bank.opened.house.name(account.unit).to_owned(),
                balance: credits_in_words(account.balance_tenths),
            })
            .collect(),
        n_accounts: bank.n_accounts,
        totals: match bank.opened.standing.credit_scope() {
            Some(units) if units.is_empty() => String::new(),
            _ => format!(
                "共 {} 户，余额合计 {} 学分。",
                bank.n_accounts,
                credits_in_words(bank.total_tenths)
            ),
        },
        may_open: bank.opened.standing.fills_in(),
        previous: if page > 1 {
            link(page - 1)
        } else {
            String::new()
        },
        next: if to < bank.n_accounts {
            link(page + 1)
        } else {
            String::new()
        },
        from: (page - 1) * PER_PAGE + 1,
        to,
        words: words.to_owned(),
    })
}

pub(super) async fn new(visit: Visit) -> Result<Reply> {
    let page = open_page(&visit, None, String::new()).await?;
    visit.page(&page)
}

pub(super) async fn create(visit: Visit, posted: Posted) -> Result<Reply> {
    let Ok(unit) = posted.get("unit").parse::<UnitId>() else {
        let page = open_page(&visit, Some(&posted), "请选择开户单位。".to_owned()).await?;
        return visit.invalid(&page);
    };
    let person = (posted.get("holder"), posted.get("id_no"));
    match actions::open_credit_account(&visit, unit, person).await {
        Ok(id) => visit.done("已开户。", paths::credit_account(&id.to_string())),
        Err(Error::Refused(refusal)) if refusal.rule.starts_with("ledger.credit_") => {
            let problem = format!("{}{}", refusal.what, refusal.next);
            let page = open_page(&visit, Some(&posted), problem).await?;
            visit.invalid(&page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn open_page(visit: &Visit, posted: Option<&Posted>, problem: String) -> Result<OpenPage> {
    let opened = actions::open(visit, actions::CATALOGUE).await?;
    if !opened.standing.fills_in() {
        opened.standing.may_enter_credits(opened.house.bureau())?;
    }
    let get = |name: &str| posted.map(|p| p.get(name).to_owned()).unwrap_or_default();
    let own = actions::own_unit(visit, &opened).map(|unit| unit.to_string());
    let units = opened.standing.fillable(opened.house.units());
    Ok(OpenPage {
        frame: visit
            .frame("开户")
            .crumb("台账", paths::REGISTERS)
            .crumb("学分银行", paths::CREDITS),
        units: units
            .iter()
            .map(|unit| (unit.id.to_string(), unit.short_name.clone()))
            .collect(),
        unit: match posted {
            Some(_) => get("unit"),
            None => own.unwrap_or_default(),
        },
        holder: get("holder"),
        id_no: get("id_no"),
        problem,
    })
}

pub(super) async fn account(visit: Visit, At(id): At<String>) -> Result<Reply> {
    visit.page(&account_page(&visit, &id, None).await?)
}

async fn account_page(
    visit: &Visit,
    id: &str,
    again: Option<(&Posted, &Refusal)>,
) -> Result<AccountPage> {
    let sheet = actions::credit_sheet(visit, id.parse().map_err(Error::from)?).await?;
    let AccountSheet {
        opened,
        account,
        lines,
        results,
    } = sheet;
    let enters = opened.standing.may_enter_credits(account.unit).is_ok();
    let moves = opened.standing.may_move_credits().is_ok();
    Ok(AccountPage {
        is_wrong: again.is_some(),
        frame: visit
            .frame(format!("{} {}", account.written_number(), account.holder))
            .crumb("台账", paths::REGISTERS)
            .crumb("学分银行", paths::CREDITS),
        number: account.written_number(),
        covered: account.covered_id(),
        unit: opened.house.name(account.unit).to_owned(),
        balance: credits_in_words(account.balance_tenths),
        opened: instant_in_words(account.opened_ms),
        lines: lines
            .into_iter()
            .map(|line| StatementRow {
                number: line.number,
                entry: line.entry.to_string(),
                at: instant_in_words(line.at_ms),
                kind: line.kind.label(),
                amount: match line.tenths > 0 {
                    true => format!("+{}", credits_in_words(line.tenths)),
                    false => credits_in_words(line.tenths),
                },
                balance: credits_in_words(line.balance_tenths),
                may_reverse: moves && !line.is_reversed && line.kind != EntryKind::Reverse,
                is_reversed: line.is_reversed,
                why: {
                    let why = Field::new("reason", "冲正的原因").required();
                    let entry = line.entry.to_string();
                    match again.filter(|(posted, _)| posted.get("reversed") == entry) {
                        Some((posted, refusal)) => why.again(posted, refusal),
                        None => why,
                    }
                },
                words: line.words,
                by: line.by_name,
            })
            .collect(),
        results: match enters {
            true => results
                .into_iter()
                .map(|result| {
                    let credits = credits_in_words(result.tenths);
                    let words = format!("{} {}（{credits}学分）", result.code, result.name);
                    (result.code, words)
                })
                .collect(),
            false => Vec::new(),
        },
        moves,
        fresh: CreditEntryId::new().to_string(),
        holder: account.holder,
        id: id.to_owned(),
    })
}

pub(super) async fn earn(visit: Visit, At(id): At<String>, posted: Posted) -> Result<Reply> {
    let account = id.parse().map_err(Error::from)?;
    let done = actions::earn(&visit, account, (fresh(&posted), posted.get("result"))).await;
    answered(&visit, &id, done, "已存入。")
}

pub(super) async fn transfer(visit: Visit, At(id): At<String>, posted: Posted) -> Result<Reply> {
    moved(&visit, &id, &posted, EntryKind::Transfer).await
}

pub(super) async fn recognise(visit: Visit, At(id): At<String>, posted: Posted) -> Result<Reply> {
    moved(&visit, &id, &posted, EntryKind::Recognise).await
}

async fn moved(visit: &Visit, id: &str, posted: &Posted, kind: EntryKind) -> Result<Reply> {
    let account = id.parse().map_err(Error::from)?;
    let to = (kind, posted.get("to"));
    let what = (posted.get("credits"), posted.get("words"));
    let done = actions::move_credits(visit, account, fresh(posted), to, what).await;
    answered(visit, id, done, "已入账。")
}

pub(super) async fn reverse(visit: Visit, At(id): At<String>, posted: Posted) -> Result<Reply> {
    let account = id.parse().map_err(Error::from)?;
    let reversed = posted.get("reversed").parse().map_err(Error::from)?;
    let pair = (fresh(&posted), reversed);
    match actions::reverse_credits(&visit, account, pair, posted.get("reason")).await {
        Err(Error::Refused(refusal)) if refusal.rule == "ledger.credit_words" => {
            let page = account_page(&visit, &id, Some((&posted, &refusal))).await?;
            match page.lines.iter().any(|line| line.why.error.is_some()) {
                true => visit.invalid(&page),
                // The entry does not stand in this account.
                false => visit.refused(&refusal, paths::credit_account(&id)),
            }
        }
        done => answered(&visit, &id, done, "已冲正。"),
    }
}

/// The id that came with the form; a form without one makes an entry of its own.
fn fresh(posted: &Posted) -> CreditEntryId {
    posted.get("entry").parse().unwrap_or_default()
}

fn answered(visit: &Visit, id: &str, done: ::store::Result<()>, words: &str) -> Result<Reply> {
    let back = paths::credit_account(id);
    match done {
        Ok(()) => visit.done(words, back),
        Err(Error::Refused(refusal)) if refusal.rule.starts_with("ledger.credit_") => {
            visit.refused(&refusal, back)
        }
        Err(error) => Err(error.into()),
    }
}
