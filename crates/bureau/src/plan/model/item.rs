//! An item of a plan, and the edits a person makes to it.

use super::{Assignment, DeadlineValue, Entry, EntryId, Holder, Part, PartyValue, TargetValue};
use base::define_id;
use gongwen::span::Span;
use serde::{Deserialize, Serialize};

define_id!(
    /// An item; the same through all versions of its plan.
    ItemId
);

/// One item of work (要点条目): what is to be done, how much, by when, by whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) id: ItemId,
    /// Order in the plan.
    pub(crate) place: i64,
    /// The numeral as in the paper: 「3.」.
    pub(crate) marker: String,
    /// Section headings, outermost first.
    pub(crate) path: Vec<String>,
    /// Heading; empty when the first sentence is itself the work.
    pub(crate) title: String,
    /// The words, heading included, noise left out.
    pub(crate) body: String,
    /// Where it stands in the paper; none for an item a person added.
    pub(crate) span: Option<Span>,
    /// 已核: a person has been through all of it.
    pub(crate) is_checked: bool,
    /// Grows with every change; an edit form carries the one it was opened with.
    pub(crate) revision: i64,
    pub(crate) targets: Vec<Entry<TargetValue>>,
    pub(crate) deadlines: Vec<Entry<DeadlineValue>>,
    pub(crate) parties: Vec<Entry<PartyValue>>,
    pub(crate) assignments: Vec<Assignment>,
}

/// An item cannot be split where it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotSplittable;

impl Item {
    /// An item a person adds.
    pub(crate) fn added(
        place: i64,
        marker: String,
        path: Vec<String>,
        title: String,
        body: String,
    ) -> Self {
        Self {
            id: ItemId::new(),
            place,
            marker,
            path,
            title,
            body,
            span: None,
            is_checked: true,
            revision: 1,
            targets: Vec::new(),
            deadlines: Vec::new(),
            parties: Vec::new(),
            assignments: Vec::new(),
        }
    }

    /// What to call it in a list: its heading, else the beginning of its words.
    pub(crate) fn heading(&self) -> String {
        heading(&self.title, &self.body)
    }

    /// Everything in it is right as it stands.
    pub(crate) fn accept(&mut self) {
        self.is_checked = true;
        self.targets
            .iter_mut()
            .for_each(|entry| entry.is_accepted = true);
        self.deadlines
            .iter_mut()
            .for_each(|entry| entry.is_accepted = true);
        self.parties
            .iter_mut()
            .for_each(|entry| entry.is_accepted = true);
    }

    /// Takes the following item in: its words behind these, its values among these.
    pub(crate) fn absorb(&mut self, next: Self) {
        self.body.push('\n');
        self.body.push_str(&next.body);
        self.span = match (self.span, next.span) {
            (Some(mine), Some(its)) => {
                Some(Span::new(mine.start.min(its.start), mine.end.max(its.end)))
            }
            (mine, its) => mine.or(its),
        };
        self.targets.extend(next.targets);
        self.deadlines.extend(next.deadlines);
        self.parties.extend(next.parties);
        for seat in next.assignments {
            let seat = match seat.part {
                Part::Lead if self.lead().is_some() => Assignment {
                    part: Part::Support,
                    ..seat
                },
                _ => seat,
            };
            if self
                .assignments
                .iter()
                .all(|mine| mine.holder != seat.holder)
            {
                self.assignments.push(seat);
            }
        }
        self.is_checked = false;
    }

    /// Splits after `n_chars` characters of the body. Values go with the words they were read from,
    /// found by their quote; added ones stay with the first part; the seats are kept by both.
    pub(crate) fn split(&mut self, n_chars: usize) -> Result<Self, NotSplittable> {
        let head: String = self.body.chars().take(n_chars).collect();
        let tail: String = self.body.chars().skip(n_chars).collect();
        if head.trim().is_empty() || tail.trim().is_empty() {
            return Err(NotSplittable);
        }
        let mut second = Self::added(
            self.place + 1,
            self.marker.clone(),
            self.path.clone(),
            String::new(),
            tail.trim().to_owned(),
        );
        second.span = self.span;
        second.is_checked = false;
        second.targets = part_by_words(&mut self.targets, &head, &tail);
        second.deadlines = part_by_words(&mut self.deadlines, &head, &tail);
        second.parties = part_by_words(&mut self.parties, &head, &tail);
        second.assignments.clone_from(&self.assignments);
        for seat in &mut second.assignments {
            seat.id = EntryId::new();
        }
        self.body = head.trim().to_owned();
        self.is_checked = false;
        Ok(second)
    }

    /// The seat that answers for it.
    pub(crate) fn lead(&self) -> Option<&Assignment> {
        self.assignments.iter().find(|seat| seat.part == Part::Lead)
    }

    /// Gives the lead to a unit; who had it is relieved, and the new one does not also support.
    pub(crate) fn give_lead(&mut self, seat: Assignment) {
        self.assignments
            .retain(|other| other.part != Part::Lead && other.holder != seat.holder);
        self.assignments.insert(0, seat);
    }

    /// Adds a supporting unit or a leader once; the unit in the lead does not also support.
    pub(crate) fn add_seat(&mut self, seat: Assignment) {
        match self
            .assignments
            .iter_mut()
            .find(|other| other.holder == seat.holder)
        {
            Some(other) if other.part == seat.part => *other = seat,
            Some(_) => {}
            None => self.assignments.push(seat),
        }
    }

    /// Frees a part.
    pub(crate) fn clear_part(&mut self, part: Part) {
        self.assignments.retain(|seat| seat.part != part);
    }

    /// Who holds a part.
    pub(crate) fn holders(&self, part: Part) -> impl Iterator<Item = &Holder> {
        self.assignments
            .iter()
            .filter(move |seat| seat.part == part)
            .map(|seat| &seat.holder)
    }
}

/// A heading for a list.
pub(crate) fn heading(title: &str, body: &str) -> String {
    const MOST: usize = 30;
    if !title.is_empty() {
        return title.to_owned();
    }
    let first = body.split(['。', '\n']).next().unwrap_or_default();
    let short: String = first.chars().take(MOST).collect();
    if first.chars().count() > MOST {
        format!("{short}……")
    } else {
        short
    }
}

/// Takes out of `entries` those read from words of the second part only.
fn part_by_words<T: Clone>(entries: &mut Vec<Entry<T>>, head: &str, tail: &str) -> Vec<Entry<T>> {
    let belongs_to_tail = |entry: &Entry<T>| {
        !entry.quote.is_empty() && !head.contains(&entry.quote) && tail.contains(&entry.quote)
    };
    let moved = entries
        .iter()
        .filter(|entry| belongs_to_tail(entry))
        .cloned()
        .collect();
    entries.retain(|entry| !belongs_to_tail(entry));
    moved
}

#[cfg(test)]
mod tests {
    use super::{Assignment, Entry, Holder, Item, NotSplittable, Part, PartyValue, heading};
    use base::actor::UnitId;
    use gongwen::{ledger::Role, span::Span};

    fn item(body: &str) -> Item {
        Item::added(0, "1.".into(), vec![], String::new(), body.into())
    }

    fn party(name: &str) -> Entry<PartyValue> {
        Entry::read(
            name.into(),
            Span::new(0, 3),
            PartyValue {
                name: name.into(),
                role: Role::Lead,
            },
        )
    }

    #[test]
    fn splitting_sends_each_value_with_its_words() {
        let mut first = item("抓培训，人事科负责。抓基建，基建办负责。");
        first.parties = vec![party("人事科"), party("基建办")];
        let second = first.split(10).unwrap();
        assert_eq!(first.body, "抓培训，人事科负责。");
        assert_eq!(second.body, "抓基建，基建办负责。");
        assert_eq!(first.parties.len(), 1);
        assert_eq!(second.parties[0].value.name, "基建办");
    }

    #[test]
    fn an_item_is_not_split_into_nothing() {
        for n_chars in [0, 3, 99] {
            assert_eq!(item("抓培训").split(n_chars), Err(NotSplittable));
        }
    }

    #[test]
    fn merging_keeps_one_lead_and_the_other_supports() {
        let (people, building) = (Holder::Unit(UnitId::new()), Holder::Unit(UnitId::new()));
        let mut first = item("甲");
        first.give_lead(Assignment::given(Part::Lead, people.clone()));
        let mut second = item("乙");
        second.give_lead(Assignment::given(Part::Lead, building.clone()));
        first.absorb(second);
        assert_eq!(first.holders(Part::Lead).collect::<Vec<_>>(), [&people]);
        assert_eq!(
            first.holders(Part::Support).collect::<Vec<_>>(),
            [&building]
        );
        assert_eq!(first.body, "甲\n乙");
    }

    #[test]
    fn a_unit_holds_one_part_only() {
        let unit = Holder::Unit(UnitId::new());
        let mut item = item("甲");
        item.add_seat(Assignment::given(Part::Support, unit.clone()));
        item.give_lead(Assignment::given(Part::Lead, unit.clone()));
        item.add_seat(Assignment::given(Part::Support, unit.clone()));
        assert_eq!(item.assignments.len(), 1);
        assert_eq!(item.lead().map(|seat| &seat.holder), Some(&unit));
    }

    #[test]
    fn a_heading_is_the_title_or_the_first_sentence() {
        assert_eq!(
            heading("加强师德建设", "加强师德建设。制定意见"),
            "加强师德建设"
        );
        assert_eq!(
            heading("", "对6处学校进行审计。并整改"),
            "对6处学校进行审计"
        );
    }
}
