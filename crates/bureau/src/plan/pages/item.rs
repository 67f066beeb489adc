//! An item of a published plan: what is to be done, where it stands in the paper, what became of it.

use super::{
    asked::Version,
    due::{Stand, Standings},
    excerpt::{self, Piece},
    progress::{LineRow, row},
};
use crate::{
    facts::{self, ItemFilter},
    files,
    plan::{
        FILES_OF_ITEM, actions,
        acts::ACTS,
        model::{
            Change, Entry, ItemId, Part, Plan, PlanId, PublishedItem, PublishedPlan, TargetValue,
            VersionHead, commitment_word, compare, deadline_words, target_words,
        },
        paths, policy,
    },
};
use ::store::Error;
use askama::Template;
use base::day;
use shell::{Asked, At, Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "plan/pages/item.html")]
struct ItemPage {
    frame: Frame,
    path: Vec<String>,
    body: Vec<String>,
    targets: Vec<TargetLine>,
    deadlines: Vec<DeadlineLine>,
    stand: Stand,
    /// Lead, support, leaders: the word and the names.
    seats: Vec<(&'static str, String)>,
    has_lead: bool,
    /// The words in the paper; empty for an item a person added.
    paragraphs: Vec<Vec<Piece>>,
    events: Vec<Event>,
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
    /// Where it is revised, for those who work on plans.
    revise: Option<String>,
    /// Its work plan.
    steps: String,
    /// How far its targets are; only of the newest version.
    progress: Vec<LineRow>,
    /// Where its data items are chosen; empty for whoever may not.
    choose: String,
    /// The item of an earlier year it goes on from, with the words that stood there.
    came_from: Option<(String, String)>,
    came_words: String,
    /// The item of a later year it went on to.
    went_to: Option<(String, String)>,
    /// The newest version, when this is an older one.
    newest: Option<String>,
    files: files::Panel,
}

struct TargetLine {
    subject: String,
    quantity: String,
    commitment: &'static str,
    quote: String,
    origin: &'static str,
}

struct DeadlineLine {
    words: String,
    quote: String,
    origin: &'static str,
}

/// Something that happened to the item.
struct Event {
    at_ms: i64,
    at: String,
    what: String,
    by: String,
    /// What it says of itself: the note of a version.
    note: String,
    /// Where one sees it.
    href: String,
}

struct Neighbour {
    href: String,
    heading: String,
}

pub(super) async fn show(
    visit: Visit,
    At((plan, item)): At<(PlanId, ItemId)>,
    Asked(Version { version }): Asked<Version>,
) -> Result<Reply> {
    let (plan_row, number, content) = match actions::published(&visit, plan, version).await {
        Ok(found) => found,
        Err(Error::NotFound) if version.is_none() && policy::may_watch(&visit.actor) => {
            return visit.guest().go(None, &paths::review_at(plan, item));
        }
        Err(error) => return Err(error.into()),
    };
    let place = content.items.iter().position(|other| other.id == item);
    let place = place.ok_or(Error::NotFound)?;
    let found = content.items.get(place).ok_or(Error::NotFound)?;
    let words = actions::item_source(&visit, plan, found).await?;
    let versions = actions::all_versions(&visit, plan).await?;
    let newest = versions.last().map_or(number, |(head, _)| head.number);
    let neighbour = |place: Option<usize>| {
        let item = content.items.get(place?)?;
        Some(Neighbour {
            href: paths::item_of(plan, item.id, version),
            heading: format!("{}{}", item.marker, item.heading()),
        })
    };
    let works = policy::may_work(&visit.actor);
    let standings = Standings::of_item(&visit.db, item, visit.today()).await?;
    let lineage = actions::lineage(&visit, plan, item).await?;
    let draws_up = policy::may_draw_up(&visit.actor, found);
    let object = actions::files_of_item(plan, item);
    let may_attach = draws_up && number == newest;
    visit.page(&ItemPage {
        progress: match number == newest {
            true => progress(&visit, &plan_row, found).await?,
            false => Vec::new(),
        },
        files: files::panel(&visit, FILES_OF_ITEM, object, may_attach).await?,
        choose: match draws_up {
            true => paths::targets(plan, item),
            false => String::new(),
        },
        came_words: lineage
            .from
            .as_ref()
            .map(|from| from.from_words.clone())
            .unwrap_or_default(),
        came_from: lineage
            .from
            .map(|from| (from.origin(), paths::item(from.from_plan, from.from_item))),
        went_to: lineage.to.map(|(to, year, number)| {
            let year = year.map(|year| format!("{year}年")).unwrap_or_default();
            (
                format!("由{year}第{number}条承接"),
                paths::item(to.plan, to.item),
            )
        }),
        frame: visit
            .frame(format!("{}{}", found.marker, found.heading()))
            .lead(format!("第{}条，共{}条", place + 1, content.items.len()))
            .crumb("要点", paths::LIST)
            .crumb(
                &content.title,
                paths::of_version(&paths::show(plan), version),
            ),
        path: found.path.clone(),
        body: found.body.lines().map(str::to_owned).collect(),
        targets: found.targets.iter().map(target_line).collect(),
        deadlines: found
            .deadlines
            .iter()
            .map(|entry| DeadlineLine {
                words: deadline_words(&entry.value, &entry.quote),
                quote: entry.quote.clone(),
                origin: entry.origin.label(),
            })
            .collect(),
        stand: standings.stand(found),
        seats: seats(found),
        has_lead: !found.names(Part::Lead).is_empty(),
        paragraphs: excerpt::paragraphs(found, words.as_deref().unwrap_or_default()),
        events: events(&visit, plan, item, &versions).await?,
        previous: neighbour(place.checked_sub(1)),
        next: neighbour(Some(place + 1)),
        revise: works.then(|| paths::review_at(plan, item)),
        steps: paths::steps(plan, item),
        newest: (number < newest).then(|| paths::item(plan, item)),
    })
}

/// How far the targets of the item are.
async fn progress(visit: &Visit, plan: &Plan, item: &PublishedItem) -> Result<Vec<LineRow>> {
    let items = facts::items(&visit.db, &ItemFilter::default()).await?;
    let only = std::slice::from_ref(item);
    let counted = (actions::Counted::All, visit.today());
    let mut lines = actions::progress_of(&visit.db, plan, only, &items, counted).await?;
    let lines = lines.remove(&item.id).unwrap_or_default();
    Ok(lines
        .iter()
        .filter(|line| line.measure.is_some())
        .map(|line| row(line, &items))
        .collect())
}

fn target_line(entry: &Entry<TargetValue>) -> TargetLine {
    TargetLine {
        subject: entry.value.subject.clone(),
        quantity: target_words(&entry.value),
        commitment: commitment_word(entry.value.commitment),
        quote: entry.quote.clone(),
        origin: entry.origin.label(),
    }
}

fn seats(item: &PublishedItem) -> Vec<(&'static str, String)> {
    [Part::Lead, Part::Support, Part::Leader]
        .into_iter()
        .map(|part| (part.label(), item.names(part)))
        .filter(|(_, names)| !names.is_empty())
        .collect()
}

/// What became of an item, newest first: the versions that changed it, and for those who may look
/// at the working copy every step in between.
async fn events(
    visit: &Visit,
    plan: PlanId,
    item: ItemId,
    versions: &[(VersionHead, PublishedPlan)],
) -> Result<Vec<Event>> {
    let mut events = version_events(plan, item, versions);
    if policy::may_watch(&visit.actor) {
        for entry in actions::item_history(visit, item).await? {
            events.push(Event {
                at_ms: entry.at_ms,
                at: day::instant_in_words(entry.at_ms),
                what: match entry.detail.is_empty() {
                    true => word_of(&entry.act).to_owned(),
                    false => entry.detail,
                },
                by: entry.actor_name,
                note: String::new(),
                href: String::new(),
            });
        }
    }
    // Stable: what a version brought stays above the steps of the same instant.
    events.sort_by_key(|event| std::cmp::Reverse(event.at_ms));
    Ok(events)
}

/// What was done, where its line says nothing more.
fn word_of(act: &str) -> &'static str {
    let known = ACTS.iter().find(|(known, _)| *known == act);
    known.map_or("修改", |(_, word)| word)
}

/// The versions in which an item came in or changed; `versions` are oldest first.
fn version_events(
    plan: PlanId,
    item: ItemId,
    versions: &[(VersionHead, PublishedPlan)],
) -> Vec<Event> {
    let mut events = Vec::new();
    let mut before: Option<(&VersionHead, PublishedPlan)> = None;
    for (head, content) in versions {
        let now = only(content, item);
        let (what, href) = match &before {
            None if now.items.is_empty() => (None, String::new()),
            None => (
                Some(format!("列入第{}版", head.number)),
                paths::version(plan, head.number),
            ),
            Some((earlier, old)) => (
                change_words(&compare(old, &now), head.number),
                paths::compare(plan, earlier.number, head.number),
            ),
        };
        events.extend(what.map(|what| Event {
            at_ms: head.at_ms,
            at: day::instant_in_words(head.at_ms),
            what,
            by: head.by_name.clone(),
            note: head.note.clone(),
            href,
        }));
        before = Some((head, now));
    }
    events
}

/// A plan with one item only, to see what became of that one.
fn only(content: &PublishedPlan, item: ItemId) -> PublishedPlan {
    PublishedPlan {
        items: content
            .items
            .iter()
            .filter(|other| other.id == item)
            .cloned()
            .collect(),
        title: content.title.clone(),
        issuer: String::new(),
        doc_number: String::new(),
        ..*content
    }
}

/// What a version did to the item; nothing when it left it as it was.
fn change_words(changes: &[crate::plan::model::ItemChange], number: i64) -> Option<String> {
    Some(match &changes.first()?.change {
        Change::Added => format!("列入第{number}版"),
        Change::Removed => format!("第{number}版删去"),
        Change::Moved => return None,
        Change::Changed(fields) => {
            let names: Vec<&str> = fields.iter().map(|(name, _, _)| *name).collect();
            format!("第{number}版修改{}", names.join("、"))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::version_events;
    use crate::plan::model::{Item, Part, PlanId, PublishedItem, PublishedPlan, Seat, VersionHead};

    #[test]
    fn the_history_names_the_versions_that_changed_the_item_and_no_other() {
        let item = Item::added(0, "1.".into(), vec![], String::new(), "甲".into());
        let first = PublishedItem::of(item, vec![]);
        let mut led = first.clone();
        led.seats.push(Seat {
            part: Part::Lead,
            units: vec![],
            person: None,
            name: "人事科".into(),
        });
        let version = |number: i64, items: Vec<PublishedItem>| {
            let head = VersionHead {
                number,
                at_ms: number,
                by_name: "周宁".into(),
                note: String::new(),
            };
            let content = PublishedPlan {
                title: "要点".into(),
                year: None,
                issuer: String::new(),
                doc_number: String::new(),
                issued_on: None,
                items,
            };
            (head, content)
        };
        let versions = [
            version(1, vec![first.clone()]),
            version(2, vec![first.clone()]),
            version(3, vec![led]),
            version(4, vec![]),
        ];
        let said: Vec<String> = version_events(PlanId::new(), first.id, &versions)
            .into_iter()
            .map(|event| event.what)
            .collect();
        assert_eq!(said, ["列入第1版", "第3版修改牵头", "第4版删去"]);
    }
}
