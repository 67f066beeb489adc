//! Reminding: the work of every morning.
//!
//! A person gets one notice of everything that is near its day or past it, however much that is, and
//! at most one more of what is late in their charge. A notice of yesterday that nobody read is renewed.

use crate::{
    calendar::{self, Calendar, Left},
    inbox::{
        model::{Addressee, Notice, Reminder, Step, Urgency},
        paths, store,
    },
    org::{self, Leader, PostHolder},
};
use ::store::{Db, Result, Tx, audit::Line, settings};
use base::{
    Role,
    actor::{PersonId, UnitId},
    day::Date,
};
use std::collections::{BTreeMap, BTreeSet};

/// Where the calendar is remembered that reminders were computed with.
const CALENDAR: &str = "inbox.calendar";

/// What one morning brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reminded {
    /// People who got a notice.
    pub(crate) n_people: usize,
    /// Steps of the ladder that were taken.
    pub(crate) n_escalations: usize,
    /// Reminders that moved because the calendar has changed.
    pub(crate) n_moved: usize,
}

/// Reminds everybody of what is near its day or past it. A second time on one day nothing happens.
pub(crate) async fn remind(db: &Db, now_ms: i64, today: Date) -> Result<Reminded> {
    let mut tx = db.begin_write().await?;
    let calendar = calendar::calendar(&tx).await?;
    let n_moved = follow_calendar(&mut tx, &calendar, today).await?;
    let due = store::claim_due(&mut tx, today).await?;
    if due.is_empty() {
        tx.commit().await?;
        return Ok(Reminded {
            n_moved,
            ..Reminded::default()
        });
    }
    let house = House {
        holders: org::post_holders(&tx).await?,
        leaders: org::leaders(&tx).await?,
    };
    let mut reminded: BTreeMap<PersonId, Vec<(String, String)>> = BTreeMap::new();
    let mut told: BTreeMap<PersonId, Vec<(String, String)>> = BTreeMap::new();
    let mut n_escalations = 0;
    for todo in &due {
        let left = Left::of(&calendar, today, todo.due).in_words();
        let people = house.people(&todo.addressees);
        if todo.steps.iter().any(|step| !step.is_escalation()) {
            for person in &people {
                let line = format!("{}（{left}）", todo.title);
                let lines = reminded.entry(*person).or_default();
                lines.push((line, todo.href.clone()));
            }
        }
        for step in todo.steps.iter().filter(|step| step.is_escalation()) {
            let Some(target) = house.target(*step, todo.unit, &people) else {
                continue;
            };
            let who = house.names(&people);
            let line = format!("{who}：{}（{left}）", todo.title);
            for person in &target.people {
                let lines = told.entry(*person).or_default();
                lines.push((line.clone(), todo.href.clone()));
            }
            let day = base::day::in_words(today);
            let words = format!("{day}因{left}告知{}", target.words);
            store::note_told(&mut tx, todo.id, *step, &words).await?;
            let line = Line::new("inbox.escalated", todo.id)
                .named(&todo.title)
                .saying(format!("{left}，告知{}", target.words));
            tx.audit_of_program(now_ms, "reminders", line);
            n_escalations += 1;
        }
    }
    let n_people = reminded
        .keys()
        .chain(told.keys())
        .collect::<BTreeSet<_>>()
        .len();
    for (person, lines) in reminded {
        let subject = |n: usize| format!("{n} 项待办临近或超过时限");
        let notice = digest(person, "inbox.reminder", lines, subject);
        store::put_notice(&mut tx, &notice, now_ms).await?;
    }
    for (person, lines) in told {
        let subject = |n: usize| format!("{n} 项工作逾期，请过问");
        let notice = digest(person, "inbox.overdue", lines, subject);
        store::put_notice(&mut tx, &notice, now_ms).await?;
    }
    tx.commit().await?;
    Ok(Reminded {
        n_people,
        n_escalations,
        n_moved,
    })
}

/// One notice of several lines; of one line it is that line.
fn digest(
    person: PersonId,
    kind: &'static str,
    lines: Vec<(String, String)>,
    subject: impl Fn(usize) -> String,
) -> Notice {
    /// More than a screen of lines is read by nobody; the inbox has them all.
    const MOST_LINES: usize = 12;
    let (subject, body, href) = match lines.as_slice() {
        [(line, href)] => (line.clone(), String::new(), href.clone()),
        lines => {
            let mut shown: Vec<String> = lines
                .iter()
                .take(MOST_LINES)
                .map(|(line, _)| line.clone())
                .collect();
            if lines.len() > MOST_LINES {
                shown.push(format!("……共 {} 项", lines.len()));
            }
            (
                subject(lines.len()),
                shown.join("\n"),
                paths::INBOX.to_owned(),
            )
        }
    };
    Notice {
        to: vec![person],
        kind,
        subject,
        body,
        href,
        about: person.to_string(),
        urgency: Urgency::Ordinary,
    }
}

/// Moves what is still to come when a table of holidays was replaced; what was sent stays sent, and
/// nothing becomes due by it today. Tells how many moved.
async fn follow_calendar(tx: &mut Tx, calendar: &Calendar, today: Date) -> Result<usize> {
    let fingerprint = calendar.fingerprint();
    let known = settings::get(tx, CALENDAR).await?;
    if known.as_deref() == Some(fingerprint.as_str()) {
        return Ok(0);
    }
    settings::set(tx, CALENDAR, &fingerprint).await?;
    if known.is_none() {
        return Ok(0);
    }
    let mut n_moved = 0;
    for (todo, due, reminder) in store::reminders_after(tx, today).await? {
        let moved: Reminder = reminder.moved(calendar, today, due);
        if moved != reminder {
            store::move_reminder(tx, todo, moved).await?;
            n_moved += 1;
        }
    }
    Ok(n_moved)
}

/// Who is who, as far as reminding asks.
struct House {
    holders: Vec<PostHolder>,
    leaders: Vec<Leader>,
}

/// Who is told of a delay.
struct Target {
    people: Vec<PersonId>,
    /// 「科室负责人王敏」.
    words: String,
}

impl House {
    /// The people behind addressees, each once.
    fn people(&self, addressees: &[Addressee]) -> Vec<PersonId> {
        let mut people = BTreeSet::new();
        for addressee in addressees {
            match addressee {
                Addressee::Person(person) => {
                    people.insert(*person);
                }
                Addressee::Post(unit, role) => people.extend(
                    self.holders
                        .iter()
                        .filter(|holder| holder.unit == *unit && holder.role == *role)
                        .map(|holder| holder.person),
                ),
            }
        }
        people.into_iter().collect()
    }

    /// 「基础教育科 · 许若川」; of several the first and how many.
    fn names(&self, people: &[PersonId]) -> String {
        let mut names = people.iter().filter_map(|person| {
            let holder = self
                .holders
                .iter()
                .find(|holder| holder.person == *person)?;
            Some(format!("{} · {}", holder.unit_name, holder.name))
        });
        match (names.next(), people.len()) {
            (None, _) => "承办人".to_owned(),
            (Some(name), 1) => name,
            (Some(name), n) => format!("{name}等 {n} 人"),
        }
    }

    /// Who takes a step of the ladder; nobody when it is the very person it waits for, or the post
    /// is not filled.
    fn target(&self, step: Step, unit: Option<UnitId>, waits_for: &[PersonId]) -> Option<Target> {
        let unit = unit?;
        let (people, word) = match step {
            Step::Head(_) => (self.heads(unit), "单位负责人"),
            Step::Leader(_) => (self.in_charge(unit), "分管领导"),
            Step::Before(_) | Step::OnDay | Step::After(_) => return None,
        };
        let people: Vec<(PersonId, String)> = people
            .into_iter()
            .filter(|(person, _)| !waits_for.contains(person))
            .collect();
        let names: Vec<&str> = people.iter().map(|(_, name)| name.as_str()).collect();
        (!people.is_empty()).then(|| Target {
            words: format!("{word}{}", names.join("、")),
            people: people.iter().map(|(person, _)| *person).collect(),
        })
    }

    /// The head of a unit: of an office who has that role; of the general office and of a school
    /// whoever stands first in it.
    fn heads(&self, unit: UnitId) -> Vec<(PersonId, String)> {
        let of_role = |role| {
            let holders = self.holders.iter();
            holders.filter(move |holder| holder.unit == unit && holder.role == role)
        };
        let named = |holder: &PostHolder| (holder.person, holder.name.clone());
        let heads: Vec<_> = of_role(Role::OfficeHead).map(named).collect();
        if !heads.is_empty() {
            return heads;
        }
        let first = of_role(Role::GeneralOffice).chain(of_role(Role::School));
        let first = first.min_by_key(|holder| holder.place);
        first.map(named).into_iter().collect()
    }

    fn in_charge(&self, unit: UnitId) -> Vec<(PersonId, String)> {
        self.leaders
            .iter()
            .filter(|leader| leader.in_charge_of.contains(&unit))
            .map(|leader| (leader.person, leader.name.clone()))
            .collect()
    }
}
