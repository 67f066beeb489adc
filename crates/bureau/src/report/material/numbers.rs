//! The numbers a report is about, as they stand with their sources (一数一源): of each target the value of
//! the data item that measures it, at the one place the report's unit and period name, or taken
//! together where there are many.

use crate::{
    facts::{
        self, Amount, DataItem, FactKey, FactValue, ItemCode, ItemFilter, MovedOn, Reporter,
        Source, State, ValueKind, Wanted,
    },
    org::{self, Unit, UnitKind},
    plan::{self, EntryId, Measure, MeasureKind, TargetValue, TaskWork},
    report::{
        model::{Quantity, ReportHead},
        paths,
    },
};
use ::store::{Read, Result};
use base::{
    Grain, Role, TimePeriod,
    actor::{PersonId, UnitId},
};
use std::collections::HashMap;

/// A target nothing measures: the report is the only place of its number.
pub(super) fn bare(id: EntryId, target: &TargetValue) -> Quantity {
    Quantity {
        key: format!("n:{id}"),
        subject: target.subject.clone(),
        unit: target.unit.clone(),
        goal: plan::target_words(target),
        promise: plan::commitment_word(target.commitment),
        value: None,
        source: String::new(),
        href: String::new(),
        is_supplied: false,
        place: None,
    }
}

/// The numbers of a task: its targets, and what it measures besides.
pub(super) async fn of_task(
    db: &impl Read,
    head: &ReportHead,
    work: &TaskWork,
) -> Result<Vec<Quantity>> {
    let book = Book::load(db, head, &work.measures).await?;
    let measure_of = |id: EntryId| {
        let mut all = work.measures.iter();
        all.find(|measure| measure.kind.target() == Some(id))
    };
    let mut numbers = Vec::new();
    for entry in &work.paper.targets {
        let sums = plan::adds_up(entry.value.kind);
        let blank = bare(entry.id, &entry.value);
        numbers.push(match measure_of(entry.id) {
            Some(measure) => book.filled(blank, measure, sums),
            None => blank,
        });
    }
    for measure in &work.measures {
        if measure.kind.target().is_some() {
            continue;
        }
        let blank = Quantity {
            key: format!("m:{}", measure.id),
            subject: measure.words.clone(),
            unit: String::new(),
            goal: measure.kind.label().to_owned(),
            promise: "",
            value: None,
            source: String::new(),
            href: String::new(),
            is_supplied: false,
            place: None,
        };
        let sums = measure.kind != MeasureKind::YesNo;
        numbers.push(book.filled(blank, measure, sums));
    }
    Ok(numbers)
}

/// Which of these numbers, of a period longer than the report's, went on after its last day: it tells
/// how they stood until then.
pub(in crate::report) async fn moved_on(
    db: &impl Read,
    head: &ReportHead,
    values: &HashMap<FactKey, FactValue>,
) -> Result<HashMap<FactKey, MovedOn>> {
    let of_longer = || {
        let all = values.iter();
        all.filter(|(key, _)| key.period.grain() > head.period.grain())
    };
    let report = paths::report(head.id);
    let longer = of_longer().map(|(_, value)| value);
    let moved = facts::moved_on(db, longer, head.last_day(), &report).await?;
    Ok(of_longer()
        .filter_map(|(key, value)| Some((key.clone(), *moved.get(&value.id)?)))
        .collect())
}

/// The data items of a task with their values: a few statements, however many numbers a task has, and
/// none where nothing is measured.
struct Book<'a> {
    head: &'a ReportHead,
    items: HashMap<ItemCode, DataItem>,
    units: Vec<Unit>,
    values: HashMap<FactKey, FactValue>,
    /// What of the places this report is about went on since its day.
    moved: HashMap<FactKey, MovedOn>,
    /// The people of the unit, where a number is reported by one person.
    members: Vec<PersonId>,
}

impl<'a> Book<'a> {
    async fn load(db: &impl Read, head: &'a ReportHead, measures: &[Measure]) -> Result<Self> {
        let mut book = Self {
            head,
            items: HashMap::new(),
            units: Vec::new(),
            values: HashMap::new(),
            moved: HashMap::new(),
            members: Vec::new(),
        };
        if measures.is_empty() {
            return Ok(book);
        }
        let is_used = |item: &DataItem| measures.iter().any(|one| one.data_item == item.code);
        book.items = facts::items(db, &ItemFilter::default())
            .await?
            .into_iter()
            .filter(is_used)
            .map(|item| (item.code.clone(), item))
            .collect();
        let is_persons =
            |item: &DataItem| matches!(item.source, Source::Reporter(Reporter::Person(_)));
        if book.items.values().any(is_persons) {
            let members = org::holders(db, Some(head.unit), &Role::ALL).await?;
            book.members = members.into_iter().map(|(member, _)| member).collect();
        }
        book.units = org::units(db).await?;
        let codes: Vec<ItemCode> = book.items.keys().cloned().collect();
        let mut periods: Vec<TimePeriod> = book
            .items
            .values()
            .flat_map(|item| until(head.period, item.grain))
            .collect();
        periods.sort_unstable();
        periods.dedup();
        let wanted = Wanted {
            items: &codes,
            periods: &periods,
            // Of every school of the county only where the report tells of them.
            units: book
                .tells_of_itself()
                .then_some(std::slice::from_ref(&head.unit)),
            only_verified: false,
        };
        book.values = facts::values(db, wanted).await?;
        let places = book.items.values().filter_map(|item| book.place(item));
        let told: HashMap<FactKey, FactValue> = places
            .filter_map(|key| Some((key.clone(), *book.values.get(&key)?)))
            .collect();
        book.moved = moved_on(db, head, &told).await?;
        Ok(book)
    }

    /// A number with what its data item says.
    fn filled(&self, blank: Quantity, measure: &Measure, sums: bool) -> Quantity {
        let Some(item) = self.items.get(&measure.data_item) else {
            return blank;
        };
        let place = self.place(item);
        let of_place = place.as_ref().and_then(|key| self.values.get(key));
        // Reported late, it is told as it stood then, and not with what came since.
        let moved = place.as_ref().and_then(|key| self.moved.get(key));
        let stood = moved.and_then(|moved| moved.stood);
        let (amount, state) = match (&place, of_place) {
            (Some(_), Some(value)) => (stood.or(value.value), value.state),
            (Some(_), None) => (None, State::Open),
            (None, _) => self.together(item, sums),
        };
        let is_yes_no = item.kind == ValueKind::YesNo;
        let is_ours = match (&place, is_yes_no) {
            (Some(key), false) => self.is_reported_by(item, key.unit),
            _ => false,
        };
        let stands = match amount {
            None if self.tells_of_itself() => "，没有本单位的数".to_owned(),
            Some(_) if stood.is_some() => "，截止时的数".to_owned(),
            Some(_) => format!("，{}", state.label()),
            None => String::new(),
        };
        Quantity {
            unit: match is_yes_no {
                true => String::new(),
                false => item.unit.clone(),
            },
            value: amount.map(|amount| match is_yes_no {
                true => item.shown(amount),
                false => amount.plain(),
            }),
            source: format!(
                "数据项“{}”（{}{stands}）",
                item.name,
                item.source.kind().label()
            ),
            href: match of_place {
                Some(value) => facts::page_of_value(value.id),
                None => facts::page_of_item(&item.code),
            },
            is_supplied: !is_ours,
            place,
            ..blank
        }
    }

    /// The one value a report of this unit and period is about; none where there are many.
    fn place(&self, item: &DataItem) -> Option<FactKey> {
        let head = self.head;
        let period = match item.grain {
            grain if grain == head.period.grain() => head.period,
            // So far this year: the value of the longer period the report falls into.
            grain if grain > head.period.grain() => TimePeriod::holding(grain, head.period.last()),
            _ => return None,
        };
        let is_of = |kind: UnitKind| item.applies_to(kind);
        let own = self.units.iter().find(|unit| unit.id == head.unit);
        let bureau = self
            .units
            .iter()
            .find(|unit| unit.kind == UnitKind::Bureau)
            .filter(|_| head.is_lead && !self.tells_of_itself() && is_of(UnitKind::Bureau));
        let unit = bureau.or(own.filter(|unit| is_of(unit.kind)))?;
        Some(FactKey::new(&item.code, unit.id, period))
    }

    /// Whether the report is of a unit that tells of itself alone: what a school reports is the school's
    /// number, never the county's.
    fn tells_of_itself(&self) -> bool {
        let own = self.units.iter().find(|unit| unit.id == self.head.unit);
        own.is_some_and(|unit| matches!(unit.kind, UnitKind::School | UnitKind::Kindergarten))
    }

    /// Many values taken together: of the year until the report's period.
    fn together(&self, item: &DataItem, sums: bool) -> (Option<Amount>, State) {
        let periods = until(self.head.period, item.grain);
        let rows: Vec<(UnitId, TimePeriod, FactValue)> = self
            .values
            .iter()
            .filter(|(key, _)| key.item == item.code && periods.contains(&key.period))
            .filter(|(key, _)| !self.tells_of_itself() || key.unit == self.head.unit)
            .map(|(key, value)| (key.unit, key.period, *value))
            .collect();
        let (amount, is_open) = plan::taken_together(rows.iter(), sums, false);
        match is_open {
            true => (amount, State::Open),
            false => (amount, State::Verified),
        }
    }

    /// Whether the unit that reports is where the number comes from.
    fn is_reported_by(&self, item: &DataItem, unit: UnitId) -> bool {
        match &item.source {
            Source::Reporter(Reporter::Post(of, _)) => *of == self.head.unit,
            Source::Reporter(Reporter::OwnUnit) => unit == self.head.unit,
            Source::Reporter(Reporter::Person(person)) => self.members.contains(person),
            _ => false,
        }
    }
}

/// The periods of a grain that belong to a report: those of its year until it ends, or the one longer
/// period it falls into.
fn until(period: TimePeriod, grain: Grain) -> Vec<TimePeriod> {
    if grain >= period.grain() {
        return vec![TimePeriod::holding(grain, period.last())];
    }
    let mut all = TimePeriod::all_of(grain, period.year());
    all.retain(|one| one.last() <= period.last());
    all
}
