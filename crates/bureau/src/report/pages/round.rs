//! One period: what is in, what is missing, what is late; lock.

use super::{Row, period};
use crate::{
    calendar,
    plan::PlanId,
    report::{
        actions::{self, ROWS_PER_PAGE},
        model::{ReportState, Which},
        notify::Reminded,
        paths, policy, store,
    },
};
use ::store::Error;
use askama::Template;
use base::TimePeriod;
use serde::Deserialize;
use shell::{Asked, At, Field, Frame, Posted, Reply, Result, Visit};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    /// A state, `late`, or nothing for all.
    state: String,
    page: usize,
}

#[derive(Template)]
#[template(path = "report/pages/round.html")]
struct RoundPage {
    frame: Frame,
    figures: Vec<Figure>,
    /// 「系统带出 86%」, of the forms handed in; empty before any was.
    share: String,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    from: usize,
    to: usize,
    total: usize,
    previous: String,
    next: String,
    not_owed: Vec<NotOwed>,
    summary: String,
    /// How it stands once everything is in.
    complete: String,
    /// Where to lock it; for those who may.
    lock: Option<String>,
    /// What the lock leaves behind, before it is confirmed.
    lock_words: String,
    /// Where to remind; while something is missing.
    remind: Option<String>,
    unlock: Option<String>,
    unlock_reason: Field,
    /// Where to withdraw it; as long as nothing was handed in.
    remove: Option<String>,
    remove_reason: Field,
    period: String,
    locked: String,
}

struct Figure {
    value: i64,
    word: &'static str,
    href: String,
}

struct Tab {
    word: &'static str,
    href: String,
    n_rows: i64,
    is_current: bool,
}

struct NotOwed {
    task: String,
    lead: String,
    why: String,
}

pub(super) async fn show(
    visit: Visit,
    At((plan, code)): At<(PlanId, String)>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    let page = page(&visit, (plan, period(&code)?), &query, unlock_reason()).await?;
    visit.page(&page)
}

fn unlock_reason() -> Field {
    Field::new("reason", "解除锁定的原因").required()
}

async fn page(
    visit: &Visit,
    (plan, period): (PlanId, TimePeriod),
    query: &Query,
    unlock_reason: Field,
) -> Result<RoundPage> {
    let which = Which::from_code(&query.state);
    let view = actions::round(visit, plan, period, which, query.page).await?;
    let today = visit.today();
    let calendar = calendar::calendar(&visit.db).await?;
    let here = |state: &str, page: usize| {
        let page = match page {
            0 | 1 => String::new(),
            page => page.to_string(),
        };
        paths::with(
            &paths::of_round(paths::ROUND, plan, period),
            &[("state", state), ("page", &page)],
        )
    };
    let tab = |word: &'static str, code: &str, of: Which| Tab {
        word,
        href: here(code, 0),
        n_rows: view.counts.n(of),
        is_current: of == which,
    };
    let mut tabs = vec![
        tab("全部", "", Which::All),
        tab("逾期未报", "late", Which::Late),
    ];
    tabs.extend(
        ReportState::ALL
            .iter()
            .map(|state| tab(state.label(), state.code(), Which::In(*state))),
    );
    let (total, page) = (view.total, view.page);
    let from = (page - 1) * ROWS_PER_PAGE;
    let to = from + view.reports.len();
    let collects = policy::collects(&visit.actor);
    let is_locked = view.round.is_locked();
    Ok(RoundPage {
        frame: visit
            .frame(format!("{}报送", period.label()))
            .lead(format!(
                "{}，{}截止。",
                view.plan.title,
                base::day::in_words(view.round.due)
            ))
            .crumb("报送", paths::DESK)
            .crumb("报送情况", paths::of_plan(paths::MATRIX, plan)),
        figures: figures(&view.counts, &here),
        share: share(&view.counts),
        tabs,
        rows: view
            .reports
            .iter()
            .map(|head| Row::of(head, &calendar, today))
            .collect(),
        from: from + 1,
        to,
        total,
        previous: match page {
            1 => String::new(),
            page => here(&query.state, page - 1),
        },
        next: match to < total {
            true => here(&query.state, page + 1),
            false => String::new(),
        },
        not_owed: view
            .not_owed
            .iter()
            .map(|task| NotOwed {
                task: format!("{}{}", task.marker, task.heading),
                lead: task.lead_name.clone(),
                why: task.why.clone(),
            })
            .collect(),
        complete: complete(&view.counts, is_locked),
        summary: paths::of_round(paths::SUMMARY, plan, period),
        lock_words: lock_words(&view.counts),
        lock: (collects && !is_locked && view.round.opened_ms.is_some())
            .then(|| paths::of_round(paths::LOCK, plan, period)),
        remind: (collects && !is_locked && view.counts.n_submitted() < view.counts.n_reports)
            .then(|| paths::of_round(paths::REMIND, plan, period)),
        unlock: (collects && is_locked).then(|| paths::of_round(paths::UNLOCK, plan, period)),
        unlock_reason,
        remove: (collects && view.counts.n_submitted() + view.counts.n_returned == 0)
            .then(|| paths::of_plan(paths::REMOVE, plan)),
        remove_reason: Field::new("reason", "撤销的原因").required(),
        period: period.to_string(),
        locked: match view.round.locked_ms {
            Some(ms) => format!(
                "{}于{}锁定，此后只收办理过延期的报送。",
                view.round.locked_by,
                base::day::instant_in_words(ms)
            ),
            None => String::new(),
        },
    })
}

fn figures(counts: &store::RoundCounts, here: &impl Fn(&str, usize) -> String) -> Vec<Figure> {
    [
        (counts.n_reports, "应报", ""),
        (counts.n_submitted(), "已报送", "review"),
        (counts.n_filed, "已归档", "filed"),
        (counts.n_returned, "退回待改", "returned"),
        (counts.n_late, "逾期未报", "late"),
    ]
    .into_iter()
    .map(|(value, word, state)| Figure {
        value,
        word,
        href: here(state, 0),
    })
    .collect()
}

/// What there is to say when nothing is missing any more: nobody is to be reminded.
fn complete(counts: &store::RoundCounts, is_locked: bool) -> String {
    let n_left = counts.n_reports - counts.n_submitted();
    match (counts.n_reports, n_left, counts.n_reports - counts.n_filed) {
        (0, ..) | (_, 1.., _) => String::new(),
        (n, _, 0) if is_locked => format!("{n}份报送已全部归档。"),
        (n, _, 0) => format!("{n}份报送已全部归档，可以锁定本期。"),
        (n, _, n_in_review) => format!("{n}份已全部报送，其中{n_in_review}份还在审阅。"),
    }
}

fn lock_words(counts: &store::RoundCounts) -> String {
    let left = match (counts.n_reports - counts.n_submitted(), counts.n_in_review) {
        (0, 0) => String::new(),
        (n, 0) => format!("还有{n}份没有报送。"),
        (0, n) => format!("{n}份还在审阅，锁定后照常审完。"),
        (n, m) => format!("还有{n}份没有报送；{m}份还在审阅，锁定后照常审完。"),
    };
    format!("{left}锁定后不再收报送和更正，需要补报的逐份办理延期。确定锁定吗？")
}

/// The share of what the forms asked that the system brought out; a figure of the forms, never of a
/// person or unit.
fn share(counts: &store::RoundCounts) -> String {
    match counts.n_fields {
        0 => String::new(),
        n_fields => format!(
            "报表中 {}% 的内容由系统带出（{}项中的{}项），其余由填报人补充。",
            counts.n_prefilled * 100 / n_fields,
            n_fields,
            counts.n_prefilled
        ),
    }
}

pub(super) async fn lock(
    visit: Visit,
    At((plan, code)): At<(PlanId, String)>,
    _posted: Posted,
) -> Result<Reply> {
    let period = period(&code)?;
    let here = paths::of_round(paths::ROUND, plan, period);
    match actions::lock(&visit, plan, period).await {
        Ok(round) => visit.done(format!("已锁定{}报送期。", round.period.label()), here),
        Err(Error::Refused(refusal)) => visit.refused(&refusal, here),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn remind(
    visit: Visit,
    At((plan, code)): At<(PlanId, String)>,
    _posted: Posted,
) -> Result<Reply> {
    let period = period(&code)?;
    let here = paths::of_round(paths::ROUND, plan, period);
    match actions::remind(&visit, plan, period).await {
        Ok((reminded, n_missing)) => {
            let words = format!("未报{n_missing}份。{}", reminded_words(&reminded));
            match reminded.n_told {
                0 => visit.done_but(words, here),
                _ => visit.done(words, here),
            }
        }
        Err(Error::Refused(refusal)) => visit.refused(&refusal, here),
        Err(error) => Err(error.into()),
    }
}

/// Who was reminded now, and who had been before and was left alone.
fn reminded_words(reminded: &Reminded) -> String {
    let units = |names: &[String]| {
        /// More names make no sentence.
        const MOST_NAMED: usize = 6;
        let named: Vec<&str> = names.iter().take(MOST_NAMED).map(String::as_str).collect();
        match names.len() {
            n if n > MOST_NAMED => format!("{}等{n}个单位", named.join("、")),
            _ => named.join("、"),
        }
    };
    let told = match reminded.n_told {
        0 => "这次没有新提醒的人。".to_owned(),
        n => format!("这次提醒了{}，{n}人，每人一条。", units(&reminded.told)),
    };
    let spared = match reminded.n_spared {
        0 => String::new(),
        n => format!(
            "{}的{n}人今天已经提醒过，没有再打扰。",
            units(&reminded.spared)
        ),
    };
    format!("{told}{spared}")
}

pub(super) async fn unlock(
    visit: Visit,
    At((plan, code)): At<(PlanId, String)>,
    posted: Posted,
) -> Result<Reply> {
    let period = period(&code)?;
    let here = paths::of_round(paths::ROUND, plan, period);
    match actions::unlock(&visit, plan, period, posted.get("reason")).await {
        Ok(round) => visit.done(
            format!("已解除{}报送期的锁定。", round.period.label()),
            here,
        ),
        Err(Error::Refused(refusal)) => {
            let reason = unlock_reason().again(&posted, &refusal);
            let page = page(&visit, (plan, period), &Query::default(), reason).await?;
            match page.unlock {
                Some(_) => visit.invalid(&page),
                // Somebody else took the lock off meanwhile.
                None => visit.refused(&refusal, here),
            }
        }
        Err(error) => Err(error.into()),
    }
}
