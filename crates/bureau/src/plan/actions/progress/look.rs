//! How far the targets of a plan are: a fixed number of statements however many there are.

use super::super::milestones::published_item;
use crate::{
    facts::{self, Amount, DataItem, FactKey, FactValue, ItemCode, ItemFilter, State, Wanted},
    org::UnitKind,
    plan::{
        model::{
            EntryId, ItemId, Plan, PlanId, PublishedItem, PublishedPlan, TargetValue,
            milestone::date,
            progress::{
                Known, Measure, MeasureId, PartValue, Reach, Reached, parts_difference,
                progress_rules, reached,
            },
            target_words,
        },
        policy, store,
    },
};
use ::store::{Ctx, Error, Read, Result};
use base::{Grain, TimePeriod, actor::UnitId, day::Date};
use gongwen::ledger::{Commitment, Comparator, TargetKind};
use std::{
    collections::{BTreeSet, HashMap},
    slice,
};

/// A published plan with how far its targets are, as far as this person sees it.
#[derive(Debug)]
pub(crate) struct PlanProgress {
    pub(crate) content: PublishedPlan,
    pub(crate) lines: HashMap<ItemId, Vec<Line>>,
    pub(crate) items: Vec<DataItem>,
}

/// A target and how far it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) subject: Subject,
    /// What is measured: 培训班主任.
    pub(crate) name: String,
    /// How much of it: 不少于860名; 高于上年.
    pub(crate) goal: String,
    pub(crate) commitment: Commitment,
    pub(crate) measure: Option<Measure>,
    /// The target says something else than when the data item was chosen.
    pub(crate) is_changed: bool,
    /// The data item counts something else than the target, so that nothing can be said.
    pub(crate) is_other_unit: bool,
    pub(crate) reached: Reached,
    /// The value with its unit word; empty without one.
    pub(crate) value: String,
    /// A value that nobody has verified yet.
    pub(crate) is_open: bool,
    /// How much of the time has gone by, in percent.
    pub(crate) time_percent: i64,
    /// Its last day has gone by.
    pub(crate) is_over: bool,
    pub(crate) parts: Vec<LinePart>,
    /// What the parts are short of the whole, in words; empty when they add up.
    pub(crate) difference: String,
}

/// The part of a unit and how far it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LinePart {
    pub(crate) unit: UnitId,
    pub(crate) unit_name: String,
    pub(crate) goal: String,
    pub(crate) value: String,
    pub(crate) reached: Reached,
}

/// What a line is about: a target of the paper, or a measure without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Target(EntryId),
    Measure(MeasureId),
}

/// Which values count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Counted {
    /// Those somebody stands for (已核).
    #[default]
    Verified,
    /// All there are, those nobody has verified marked.
    All,
}

/// How far the targets of a plan are.
pub(crate) async fn plan_progress(ctx: &Ctx, id: PlanId, counted: Counted) -> Result<PlanProgress> {
    let plan = store::plan(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let (_, content) = store::latest_version(&ctx.db, id)
        .await?
        .ok_or(Error::NotFound)?;
    let content = policy::visible_part(&ctx.actor, content);
    let items = facts::items(&ctx.db, &ItemFilter::default()).await?;
    let lines = progress_of(
        &ctx.db,
        &plan,
        &content.items,
        &items,
        (counted, ctx.today()),
    )
    .await?;
    Ok(PlanProgress {
        content,
        lines,
        items,
    })
}

/// An item of the newest version with how far its targets are.
#[derive(Debug)]
pub(crate) struct ItemProgress {
    pub(crate) plan: Plan,
    pub(crate) item: PublishedItem,
    pub(crate) lines: Vec<Line>,
    pub(crate) items: Vec<DataItem>,
}

/// How far the targets of one item are, as far as this person sees it.
pub(crate) async fn item_progress(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    counted: Counted,
) -> Result<ItemProgress> {
    let (plan, item, _) = published_item(ctx, &ctx.db, plan, item).await?;
    let items = facts::items(&ctx.db, &ItemFilter::default()).await?;
    let only = slice::from_ref(&item);
    let when = (counted, ctx.today());
    let mut lines = progress_of(&ctx.db, &plan, only, &items, when).await?;
    Ok(ItemProgress {
        lines: lines.remove(&item.id).unwrap_or_default(),
        plan,
        item,
        items,
    })
}

/// How far the targets of these items of a plan are.
pub(crate) async fn progress_of(
    db: &impl Read,
    plan: &Plan,
    items: &[PublishedItem],
    data_items: &[DataItem],
    (counted, today): (Counted, Date),
) -> Result<HashMap<ItemId, Vec<Line>>> {
    let measures = store::measures(db, plan.id).await?;
    let parts = store::target_parts(db, plan.id).await?;
    let heads = store::version_heads(db, plan.id).await?;
    let begins = heads
        .last()
        .map_or(today, |head| base::clock::day_in_china(head.at_ms));
    let year = plan.year.unwrap_or(today.year());
    let by_code: HashMap<&ItemCode, &DataItem> =
        data_items.iter().map(|item| (&item.code, item)).collect();
    // What measures other items is not read.
    let used: BTreeSet<&ItemCode> = items
        .iter()
        .filter_map(|item| measures.get(&item.id))
        .flatten()
        .map(|measure| &measure.data_item)
        .collect();
    let codes: Vec<ItemCode> = used.into_iter().cloned().collect();
    let periods = periods(&codes, &by_code, year);
    let values = facts::values(
        db,
        Wanted {
            items: &codes,
            periods: &periods,
            units: None,
            only_verified: counted == Counted::Verified,
        },
    )
    .await?;
    let bureau = match codes.is_empty() {
        true => None,
        false => crate::org::units(db)
            .await?
            .into_iter()
            .find(|unit| unit.kind == UnitKind::Bureau)
            .map(|unit| unit.id),
    };
    let book = Book {
        values: by_item(values),
        by_code,
        bureau,
        year,
        begins,
        today,
        parts,
    };
    Ok(items
        .iter()
        .map(|item| {
            let mine = measures.get(&item.id).map_or(&[][..], Vec::as_slice);
            (item.id, book.lines(item, mine))
        })
        .collect())
}

/// The periods of the year and of the year before in which these items have values.
fn periods(
    codes: &[ItemCode],
    by_code: &HashMap<&ItemCode, &DataItem>,
    year: i16,
) -> Vec<TimePeriod> {
    let grains: BTreeSet<Grain> = codes
        .iter()
        .filter_map(|code| Some(by_code.get(code)?.grain))
        .collect();
    let of = |grain: Grain| {
        let before = TimePeriod::all_of(grain, year - 1);
        let earlier = match grain {
            // A school year that ends in the plan's year began in the one before.
            Grain::SchoolYear => TimePeriod::all_of(grain, year - 2),
            _ => Vec::new(),
        };
        earlier
            .into_iter()
            .chain(before)
            .chain(TimePeriod::all_of(grain, year))
    };
    grains.into_iter().flat_map(of).collect()
}

type Values = HashMap<ItemCode, Vec<(UnitId, TimePeriod, FactValue)>>;

fn by_item(values: HashMap<FactKey, FactValue>) -> Values {
    let mut found: Values = HashMap::new();
    for (key, value) in values {
        let entry = (key.unit, key.period, value);
        found.entry(key.item).or_default().push(entry);
    }
    found
}

/// Everything that is known of the facts of a plan.
struct Book<'a> {
    values: Values,
    by_code: HashMap<&'a ItemCode, &'a DataItem>,
    bureau: Option<UnitId>,
    year: i16,
    begins: Date,
    today: Date,
    parts: HashMap<EntryId, Vec<PartValue>>,
}

impl Book<'_> {
    fn lines(&self, item: &PublishedItem, measures: &[Measure]) -> Vec<Line> {
        let of_target = |id: EntryId| {
            measures
                .iter()
                .find(|measure| measure.kind.target() == Some(id))
        };
        let time = self.time(item);
        let targets = item.targets.iter().map(|entry| {
            self.line(
                Subject::Target(entry.id),
                Some(&entry.value),
                of_target(entry.id),
                time,
            )
        });
        let others = measures
            .iter()
            .filter(|measure| measure.kind.target().is_none())
            .map(|measure| self.line(Subject::Measure(measure.id), None, Some(measure), time));
        targets.chain(others).collect()
    }

    fn line(
        &self,
        subject: Subject,
        target: Option<&TargetValue>,
        measure: Option<&Measure>,
        (time_percent, is_over): (i64, bool),
    ) -> Line {
        let data_item = measure.and_then(|measure| self.by_code.get(&measure.data_item).copied());
        let sums = target.is_none_or(|target| adds_up(target.kind));
        let known = match (measure, data_item) {
            (Some(_), Some(item)) => self.known(item, sums, None),
            _ => Found::default(),
        };
        let goal = measure
            .zip(data_item)
            .map(|(measure, item)| measure.kind.goal(target, &item.unit));
        let rules = progress_rules();
        let state = match goal.flatten() {
            Some(goal) => reached(&goal, known.known, &rules),
            None => Reached {
                reach: Reach::Unknown,
                percent: None,
                note: "",
            },
        };
        let parts = match subject {
            Subject::Target(id) => self.parts.get(&id).map_or(&[][..], Vec::as_slice),
            Subject::Measure(_) => &[],
        };
        Line {
            subject,
            name: match (target, measure) {
                (Some(target), _) => target.subject.clone(),
                (None, Some(measure)) => measure.words.clone(),
                (None, None) => String::new(),
            },
            goal: match (target, measure) {
                (Some(target), _) => target_words(target),
                (None, Some(measure)) => measure.kind.label().to_owned(),
                (None, None) => String::new(),
            },
            commitment: target.map_or(Commitment::Plain, |target| target.commitment),
            is_changed: measure
                .zip(target)
                .is_some_and(|(measure, target)| !measure.fits_words_of(target)),
            is_other_unit: goal.is_some_and(|goal| goal.is_none()),
            value: data_item
                .filter(|_| known.known.now.is_some())
                .map(|item| item.in_words(known.known.now))
                .unwrap_or_default(),
            is_open: known.is_open,
            reached: state,
            time_percent,
            is_over,
            difference: target.map_or_else(String::new, |target| difference(target, parts)),
            parts: parts
                .iter()
                .map(|part| self.part(part, target, measure.zip(data_item), sums))
                .collect(),
            measure: measure.cloned(),
        }
    }

    fn part(
        &self,
        part: &PartValue,
        target: Option<&TargetValue>,
        measured: Option<(&Measure, &DataItem)>,
        sums: bool,
    ) -> LinePart {
        let found = measured.map(|(_, item)| self.known(item, sums, Some(part.unit)));
        let known = found.map_or_else(Known::default, |found| found.known);
        let own = target.map(|target| TargetValue {
            value: part.value.approximately(),
            max: None,
            ..target.clone()
        });
        let goal = measured.and_then(|(measure, item)| measure.kind.goal(own.as_ref(), &item.unit));
        let unit = target.map_or("", |target| target.unit.as_str());
        LinePart {
            unit: part.unit,
            unit_name: part.unit_name.clone(),
            goal: format!("{}{unit}", part.value),
            value: measured
                .filter(|_| known.now.is_some())
                .map(|(_, item)| item.in_words(known.now))
                .unwrap_or_default(),
            reached: match goal {
                Some(goal) => reached(&goal, known, &progress_rules()),
                None => Reached {
                    reach: Reach::Unknown,
                    percent: None,
                    note: "",
                },
            },
        }
    }

    /// What is known of an item: of one unit, else of the bureau, else of all units together.
    fn known(&self, item: &DataItem, sums: bool, unit: Option<UnitId>) -> Found {
        let all = self.values.get(&item.code).map_or(&[][..], Vec::as_slice);
        let of_bureau = unit.or_else(|| {
            self.bureau
                .filter(|bureau| all.iter().any(|(unit, _, _)| unit == bureau))
        });
        let rows = |year: i16| {
            let rows = all.iter().filter(move |(unit, period, _)| {
                belongs(*period, year) && of_bureau.is_none_or(|wanted| wanted == *unit)
            });
            taken_together(rows, sums, of_bureau.is_some())
        };
        let (now, is_open) = rows(self.year);
        let (before, _) = rows(self.year - 1);
        Found {
            known: Known { now, before },
            is_open,
        }
    }

    /// How much of the time between publishing and the item's last day has gone by, and whether all of
    /// it has.
    fn time(&self, item: &PublishedItem) -> (i64, bool) {
        let ends = item
            .due()
            .and_then(date)
            .unwrap_or_else(|| TimePeriod::of_year(self.year).last());
        let days = |from: Date, to: Date| {
            from.until((jiff::Unit::Day, to))
                .map_or(0, |span| i64::from(span.get_days()))
        };
        let whole = days(self.begins, ends).max(1);
        let gone = (days(self.begins, self.today) * 100 / whole).clamp(0, 100);
        (gone, ends < self.today)
    }
}

#[derive(Default, Clone, Copy)]
struct Found {
    known: Known,
    is_open: bool,
}

/// Whether a period belongs to a plan's year; a school year to the year it ends in, until the next
/// one has values.
fn belongs(period: TimePeriod, year: i16) -> bool {
    match period.grain() {
        Grain::SchoolYear => period.year() + 1 == year,
        _ => period.year() == year,
    }
}

/// Values of one year taken together: what adds up is added, of shares the newest is taken. Shares of
/// several units cannot be taken together.
pub(crate) fn taken_together<'a>(
    rows: impl Iterator<Item = &'a (UnitId, TimePeriod, FactValue)>,
    sums: bool,
    is_one_unit: bool,
) -> (Option<Amount>, bool) {
    let mut rows: Vec<_> = rows
        .filter_map(|(_, period, fact)| Some((*period, fact.value?, fact.state)))
        .collect();
    let is_open = |state: State| state != State::Verified;
    if sums {
        let any_open = rows.iter().any(|(_, _, state)| is_open(*state));
        let sum = rows
            .iter()
            .try_fold(Amount::ZERO, |sum, (_, value, _)| sum.plus(*value));
        return (sum.filter(|_| !rows.is_empty()), any_open);
    }
    rows.sort_by_key(|(period, _, _)| *period);
    match rows.last().filter(|_| is_one_unit || rows.len() == 1) {
        Some((_, value, state)) => (Some(*value), is_open(*state)),
        None => (None, false),
    }
}

/// Whether numbers of this sort add up over months and units.
pub(crate) fn adds_up(kind: TargetKind) -> bool {
    matches!(
        kind,
        TargetKind::Count | TargetKind::Money | TargetKind::Area | TargetKind::Frequency
    )
}

/// A target in words, by which is seen whether it has changed.
pub(crate) fn words_of(target: &TargetValue) -> String {
    format!("{}{}", target.subject, target_words(target))
}

/// What the parts of a target are short of, or beyond it, in words; empty where they make it up. Shares
/// and places in a ranking are no sums: each unit has its own.
pub(crate) fn difference(target: &TargetValue, parts: &[PartValue]) -> String {
    if parts.is_empty() || !adds_up(target.kind) {
        return String::new();
    }
    let amount = |value: f64| Amount::parse(&value.to_string()).ok();
    let Some(rest) = amount(target.value).and_then(|whole| parts_difference(whole, parts)) else {
        return "各单位的分解数加不起来，请核对。".to_owned();
    };
    // A floor may be passed and a ceiling not used up; within a range everything is right.
    let may_be_more = matches!(target.comparator, Comparator::Ge | Comparator::Gt)
        || (target.comparator == Comparator::Range
            && target
                .max
                .and_then(amount)
                .and_then(|most| parts_difference(most, parts))
                .is_some_and(|room| room >= Amount::ZERO));
    let may_be_less = matches!(target.comparator, Comparator::Le | Comparator::Lt);
    if rest == Amount::ZERO
        || (rest > Amount::ZERO && may_be_less)
        || (rest < Amount::ZERO && may_be_more)
    {
        return String::new();
    }
    if rest > Amount::ZERO {
        return format!("各单位合计比目标少{rest}{}。", target.unit);
    }
    let beyond = Amount::ZERO.minus(rest).unwrap_or(rest);
    format!("各单位合计比目标多{beyond}{}。", target.unit)
}
