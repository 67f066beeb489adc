//! What people are told and asked about reports, through their inbox. One to-do a unit and period
//! for what is to be filled in, one a person for what is to be looked at, however many reports
//! there are: nobody's inbox is flooded by a plan of a hundred tasks.

use super::{
    acts, material,
    model::{Course, Place, ReportHead, ReportState, Round},
    paths, store,
};
use crate::{
    inbox::{self, Addressee, Notice, Standing, Todo, Urgency},
    org,
    plan::PlanId,
};
use ::store::{Ctx, Result, Tx};
use base::{
    Role, TimePeriod,
    actor::{PersonId, UnitId},
    day::{Date, in_words},
};
use std::collections::{BTreeMap, BTreeSet};

const FILL: &str = "report.fill";
const REVIEW: &str = "report.review";
const RETURNED: &str = "report.returned";
const COLLECT: &str = "report.collect";
const REMINDER: &str = "report.reminder";

/// Who fills in for a unit.
const FILLERS: [Role; 5] = [
    Role::OfficeStaff,
    Role::OfficeHead,
    Role::GeneralOffice,
    Role::School,
    Role::Inspector,
];

/// A period was opened: each unit has one to-do for all it owes.
pub(super) async fn opened(
    tx: &mut Tx,
    ctx: &Ctx,
    round: &Round,
    owed: &BTreeMap<UnitId, usize>,
) -> Result<()> {
    ask_to_fill(tx, ctx, round, owed, round.due).await
}

async fn ask_to_fill(
    tx: &mut Tx,
    ctx: &Ctx,
    round: &Round,
    owed: &BTreeMap<UnitId, usize>,
    due: Date,
) -> Result<()> {
    if owed.is_empty() {
        return Ok(());
    }
    let plan = plan_in_short(tx, ctx, round.plan).await?;
    let todos: Vec<Todo> = owed
        .iter()
        .map(|(unit, n)| Todo {
            for_: FILLERS
                .iter()
                .map(|role| Addressee::Post(*unit, *role))
                .collect(),
            about: about(round, *unit),
            kind: FILL,
            title: fill_title(&plan, round.period, *n),
            href: paths::with(paths::DESK, &[("tab", "fill")]),
            due: Some(due),
            standing: Standing::Open,
            remind: "report",
            escalates_in: Some(*unit),
        })
        .collect();
    inbox::ask_all(tx, ctx, &todos).await
}

/// To-dos of two plans are told apart by the plan.
fn fill_title(plan: &str, period: TimePeriod, n: impl std::fmt::Display) -> String {
    format!("填报{}报送{n}份（{plan}）", period.label())
}

/// What a plan is called where there is little room.
async fn plan_in_short(tx: &Tx, ctx: &Ctx, plan: PlanId) -> Result<String> {
    let plan = material::plan_named(tx, plan, ctx.today().year()).await?;
    Ok(in_short(&plan.title, &plan.issuer))
}

/// A title without whose plan it is, everybody knowing that: 「2026年工作要点」.
fn in_short(title: &str, issuer: &str) -> String {
    /// More does not fit into a line of the inbox.
    const MOST_CHARS: usize = 20;
    let bare = match title.strip_prefix(issuer) {
        Some(bare) if !bare.is_empty() => bare,
        _ => title,
    };
    match bare.chars().count() {
        n if n > MOST_CHARS => {
            let kept: String = bare.chars().take(MOST_CHARS - 1).collect();
            format!("{kept}…")
        }
        _ => bare.to_owned(),
    }
}

/// The general office collects: one to-do a plan for all its open periods, due with the first of them;
/// none once they are locked.
pub(super) async fn collecting(tx: &mut Tx, ctx: &Ctx, plan: PlanId) -> Result<()> {
    let mut rounds = store::rounds(tx, plan).await?;
    rounds.retain(|round| round.opened_ms.is_some() && !round.is_locked());
    rounds.sort_by_key(|round| (round.due, round.period));
    let Some(first) = rounds.first() else {
        return inbox::settle(tx, plan, COLLECT).await;
    };
    let label = first.period.label();
    let office = org::holders(tx, None, &[Role::GeneralOffice]).await?;
    let todo = Todo {
        for_: office
            .into_iter()
            .map(|(person, _)| Addressee::Person(person))
            .collect(),
        about: plan.to_string(),
        kind: COLLECT,
        title: format!(
            "{}（{}）",
            collect_title(&label, rounds.len(), store::n_missing(tx, plan, 1).await?),
            plan_in_short(tx, ctx, plan).await?
        ),
        href: paths::of_plan(paths::MATRIX, plan),
        due: Some(first.due),
        standing: Standing::Open,
        remind: "silent",
        escalates_in: None,
    };
    match todo.for_.is_empty() {
        true => Ok(()),
        false => inbox::ask(tx, ctx, todo).await,
    }
}

/// What there is to do with the open periods of a plan: nothing is to be gathered where all is in.
fn collect_title(label: &str, n_rounds: usize, n_missing: i64) -> String {
    let periods = match n_rounds {
        1 => label.to_owned(),
        n => format!("{label}等{n}期"),
    };
    match n_missing {
        0 => format!("{periods}报送已收齐，请锁定"),
        _ => format!("收齐{periods}报送并锁定"),
    }
}

/// A period asks otherwise since the plan was revised: the one to-do of each of these units says so.
pub(super) async fn renewed(
    tx: &mut Tx,
    ctx: &Ctx,
    round: &Round,
    units: &BTreeSet<UnitId>,
) -> Result<()> {
    asked_anew(tx, ctx, round, units, round.due).await
}

async fn asked_anew(
    tx: &mut Tx,
    ctx: &Ctx,
    round: &Round,
    units: &BTreeSet<UnitId>,
    due: Date,
) -> Result<()> {
    let mut owed = BTreeMap::new();
    for unit in units {
        match store::n_with_unit(tx, round.plan, round.period, *unit, ctx.today()).await? {
            0 => inbox::settle(tx, about(round, *unit), FILL).await?,
            n => {
                owed.insert(*unit, usize::try_from(n).unwrap_or_default());
            }
        }
    }
    ask_to_fill(tx, ctx, round, &owed, due).await
}

/// A period is gone: nobody is asked for it any more, and nobody finds a reminder of it.
pub(super) async fn removed(tx: &mut Tx, round: &Round, units: &BTreeSet<UnitId>) -> Result<()> {
    for unit in units {
        inbox::settle(tx, about(round, *unit), FILL).await?;
        inbox::withdraw(tx, about(round, *unit), REMINDER).await?;
    }
    Ok(())
}

/// A period was locked, or its lock taken off: what is not taken any more is asked of nobody, what is
/// taken again is asked again.
pub(super) async fn locked_or_not(tx: &mut Tx, ctx: &Ctx, round: &Round) -> Result<()> {
    let missing = store::heads_with_units(tx, round.plan, round.period).await?;
    for head in &missing {
        match head.is_taken(round.is_locked(), ctx.today()) {
            false => inbox::settle(tx, head.id, RETURNED).await?,
            true if head.state == ReportState::Returned => {
                inbox::ask(tx, ctx, returned_todo(head)).await?;
            }
            true => {}
        }
    }
    let units = missing.iter().map(|head| head.unit).collect();
    asked_anew(tx, ctx, round, &units, round.due).await
}

/// One report was given another day: its unit is asked for it until then.
pub(super) async fn excused(
    tx: &mut Tx,
    ctx: &Ctx,
    round: &Round,
    head: &ReportHead,
    until: Date,
) -> Result<()> {
    if head.state == ReportState::Returned {
        inbox::ask(tx, ctx, returned_todo(head)).await?;
    }
    let due = match round.is_locked() {
        true => until,
        false => round.due,
    };
    asked_anew(tx, ctx, round, &BTreeSet::from([head.unit]), due).await
}

/// A report moved: whoever it waited for and waits for now, and its unit, find what is so now.
pub(super) async fn moved(
    tx: &mut Tx,
    ctx: &Ctx,
    head: &ReportHead,
    before: &Course,
    after: &Course,
    why: &str,
) -> Result<()> {
    let waited = |course: &Course| -> BTreeSet<PersonId> {
        let stage = course.stage();
        stage
            .into_iter()
            .flat_map(|stage| stage.waits_for())
            .map(|one| one.id)
            .collect()
    };
    for person in waited(before).symmetric_difference(&waited(after)) {
        review_todo(tx, ctx, *person).await?;
    }
    let is_back = after.place == Place::Writing && after.is_returned;
    match is_back {
        true => returned(tx, ctx, head, why).await?,
        false => inbox::settle(tx, head.id, RETURNED).await?,
    }
    let left = store::n_with_unit(tx, head.plan, head.period, head.unit, ctx.today()).await?;
    // The last one came in, or one of them went back.
    if left <= 1 && store::n_missing(tx, head.plan, 2).await? <= 1 {
        collecting(tx, ctx, head.plan).await?;
    }
    match left {
        0 => inbox::settle(tx, about_report(head), FILL).await,
        // The inbox counts what the page of reports lists.
        n => {
            let plan = plan_in_short(tx, ctx, head.plan).await?;
            let title = fill_title(&plan, head.period, n);
            inbox::retitle(tx, about_report(head), FILL, &title).await
        }
    }
}

async fn review_todo(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<()> {
    let n = store::n_waiting_for(tx, person).await?;
    if n == 0 {
        return inbox::settle(tx, person, REVIEW).await;
    }
    let todo = Todo {
        for_: vec![Addressee::Person(person)],
        about: person.to_string(),
        kind: REVIEW,
        title: format!("审阅报送{n}份"),
        href: paths::with(paths::DESK, &[("tab", "review")]),
        due: None,
        standing: Standing::Open,
        remind: "report",
        escalates_in: None,
    };
    inbox::ask(tx, ctx, todo).await
}

fn returned_todo(head: &ReportHead) -> Todo {
    Todo {
        for_: FILLERS
            .iter()
            .map(|role| Addressee::Post(head.unit, *role))
            .collect(),
        about: head.id.to_string(),
        kind: RETURNED,
        title: format!("修改退回的报送：{}（{}）", head.task(), head.period.label()),
        href: paths::report(head.id),
        due: Some(head.due),
        standing: Standing::Returned,
        remind: "silent",
        escalates_in: None,
    }
}

async fn returned(tx: &mut Tx, ctx: &Ctx, head: &ReportHead, why: &str) -> Result<()> {
    inbox::ask(tx, ctx, returned_todo(head)).await?;
    let notice = Notice {
        to: fillers(tx, head.unit).await?,
        kind: RETURNED,
        subject: format!("报送退回修改：{}（{}）", head.task(), head.period.label()),
        body: why.to_owned(),
        href: paths::report(head.id),
        about: head.id.to_string(),
        urgency: Urgency::Ordinary,
    };
    inbox::tell(tx, ctx, notice).await
}

/// Whom a reminder reached, and whom it left alone because they had one today: units, and how many people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reminded {
    pub(super) told: Vec<String>,
    pub(super) n_told: usize,
    pub(super) spared: Vec<String>,
    pub(super) n_spared: usize,
}

/// 催报: one notice to each person of the units that owe something, whatever the number of rows; nobody
/// is told of the same period twice a day.
pub(super) async fn reminded(
    tx: &mut Tx,
    ctx: &Ctx,
    round: &Round,
    plan: &str,
    missing: &[ReportHead],
) -> Result<Reminded> {
    let mut by_unit: BTreeMap<UnitId, (&str, usize)> = BTreeMap::new();
    for head in missing {
        by_unit.entry(head.unit).or_insert((&head.unit_name, 0)).1 += 1;
    }
    let today_ms = base::clock::midnight_in_china(ctx.today());
    let mut reminded = Reminded::default();
    let (mut told, mut spared) = (BTreeSet::new(), BTreeSet::new());
    for (unit, (name, n)) in by_unit {
        let about = about(round, unit);
        let before = inbox::told_since(tx, &about, REMINDER, today_ms).await?;
        let mut people = fillers(tx, unit).await?;
        people.retain(|person| *person != ctx.actor.person);
        let (old, new): (Vec<PersonId>, Vec<PersonId>) = people
            .into_iter()
            .partition(|person| before.contains(person));
        if !old.is_empty() {
            reminded.spared.push(name.to_owned());
            spared.extend(old);
        }
        if new.is_empty() {
            continue;
        }
        reminded.told.push(name.to_owned());
        told.extend(new.iter().copied());
        let notice = Notice {
            to: new,
            kind: REMINDER,
            subject: format!("{}还有{n}份未报", acts::name_of(round, plan)),
            body: format!(
                "截止{}，数据已由系统带出，核对后即可报送。",
                in_words(round.due)
            ),
            href: paths::with(paths::DESK, &[("tab", "fill")]),
            about,
            urgency: Urgency::Ordinary,
        };
        inbox::tell(tx, ctx, notice).await?;
    }
    reminded.n_told = told.len();
    reminded.n_spared = spared.difference(&told).count();
    Ok(reminded)
}

async fn fillers(tx: &Tx, unit: UnitId) -> Result<Vec<PersonId>> {
    let people = org::holders(tx, Some(unit), &FILLERS).await?;
    Ok(people.into_iter().map(|(person, _)| person).collect())
}

fn about(round: &Round, unit: UnitId) -> String {
    format!("{} {} {unit}", round.plan, round.period)
}

fn about_report(head: &ReportHead) -> String {
    format!("{} {} {}", head.plan, head.period, head.unit)
}

#[cfg(test)]
mod tests {
    use super::{collect_title, in_short};

    #[test]
    fn a_plan_is_called_by_what_tells_it_from_another() {
        for (title, issuer, short) in [
            (
                "清禾县教育局2026年工作要点",
                "清禾县教育局",
                "2026年工作要点",
            ),
            ("2026年工作要点", "", "2026年工作要点"),
            ("清禾县教育局", "清禾县教育局", "清禾县教育局"),
            (
                "2026年深化教育领域综合改革和高质量发展工作要点",
                "清禾县教育局",
                "2026年深化教育领域综合改革和高质量…",
            ),
        ] {
            assert_eq!(in_short(title, issuer), short);
        }
    }

    #[test]
    fn nothing_is_to_be_gathered_once_everything_is_in() {
        for (n_rounds, n_missing, title) in [
            (1, 3, "收齐2026年4月报送并锁定"),
            (2, 1, "收齐2026年4月等2期报送并锁定"),
            (1, 0, "2026年4月报送已收齐，请锁定"),
            (2, 0, "2026年4月等2期报送已收齐，请锁定"),
        ] {
            assert_eq!(collect_title("2026年4月", n_rounds, n_missing), title);
        }
    }
}
