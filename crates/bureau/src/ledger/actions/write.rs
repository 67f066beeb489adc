//! The one way rows are written: rows, totals, roll-ups and history change together or not at all.

use super::{asks, erase, following, gathered, people::House, standing::Stages};
use crate::{
    facts::{self, Amount, DataItem, FactKey, ItemCode, Source, SourceRef, Supply, Wanted},
    ledger::{
        model::{
            Contribution, ContributionPlace, Definition, Figure, Indexed, Row, Sight, Tally,
            Values, comment_with_reason, contributions, corrections,
        },
        paths, search,
        store::{self, Cells, HistoryEntry, KeptTally, Register},
    },
};
use ::store::{Ctx, Error, Result, Tx};
use base::{Refusal, TimePeriod};
use std::collections::{BTreeMap, BTreeSet};

/// The rule that a number of a locked period changes with a reason only.
pub(in crate::ledger) const LOCKED: &str = "ledger.locked";
/// The act of a history that says no values: they are what was erased.
pub(super) const ERASED: &str = "erased";
/// The act of a history of what follows from rows of another register.
pub(super) const GATHERED: &str = "gathered";
/// The act of a history of a reference whose row has another key now.
pub(super) const FOLLOWED: &str = "followed";

/// What becomes of a row.
#[derive(Debug)]
pub(super) enum RowChange {
    /// It is new; its number is given here.
    New(Row),
    /// It is another, one version later.
    Changed {
        before: Row,
        after: Row,
        act: &'static str,
    },
    /// It goes into the bin.
    Binned { row: Row, reason: String },
    /// It comes out of the bin.
    Restored(Row),
}

/// Writes changes. Gives the numbers of the rows, in order. Without a reason nothing is written that makes
/// another number of one whose period is locked.
pub(super) async fn apply(
    tx: &mut Tx,
    ctx: &Ctx,
    pair: (&Register, &House),
    said: (Vec<RowChange>, &str),
) -> Result<Vec<i64>> {
    let (numbers, _) = apply_at(tx, ctx, pair, said, 0).await?;
    Ok(numbers)
}

/// The same, so many references after the change somebody made. Tells as well how many rows followed.
pub(super) async fn apply_at(
    tx: &mut Tx,
    ctx: &Ctx,
    pair: (&Register, &House),
    (changes, reason): (Vec<RowChange>, &str),
    depth: usize,
) -> Result<(Vec<i64>, following::Followed)> {
    let is_one = changes.len() == 1;
    let mut writing = Writing::new(pair, reason, Finding::AtOnce);
    writing.depth = depth;
    let numbers = writing.rows(tx, ctx, changes).await?;
    let followed = writing.finish(tx, ctx).await?;
    // A single act is asked for at once; a whole file waits for the morning.
    if is_one && is_tracked(&pair.0.definition) {
        asks::refresh(tx, ctx, pair).await?;
    }
    Ok((numbers, followed))
}

/// Rows after which whoever waits on the same thread gets a turn.
const AT_A_STRETCH: usize = 40;

/// When rows are found by their words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finding {
    AtOnce,
    /// A little later, by a job of their own ([`super::let_be_found`]): to put words where they are looked
    /// for takes longer than to keep the rows, and meanwhile nobody else could write.
    Later,
}

/// Whether days of its rows are waited for.
fn is_tracked(definition: &Definition) -> bool {
    definition.has_stages() || !definition.expiries.is_empty()
}

/// Changes of one register on their way: the rows of a large file are written some at a time, what is
/// counted of them and of those before them once, at the end.
pub(super) struct Writing<'a> {
    register: &'a Register,
    house: &'a House,
    /// Why numbers of a locked period change; empty: they may not.
    reason: &'a str,
    finding: Finding,
    /// Locked periods, once something was written that numbers follow from.
    locked: Option<BTreeSet<TimePeriod>>,
    cells: Cells,
    given: BTreeMap<ContributionPlace, Contribution>,
    touched: gathered::Touched,
    renumbered: following::Renumbered,
    /// How many references lie between these changes and the one somebody made.
    depth: usize,
    /// Rows that are looked through and not in the database yet: they go in while the next ones are looked
    /// through.
    waiting: Vec<store::RowLine>,
}

/// What is known of a change before it is written.
struct Seen {
    indexed: Indexed,
    /// Whether it is of a number whose period is locked, and there is a reason.
    corrects: bool,
}

impl<'a> Writing<'a> {
    pub(super) fn new(
        (register, house): (&'a Register, &'a House),
        reason: &'a str,
        finding: Finding,
    ) -> Self {
        Self {
            register,
            house,
            reason: reason.trim(),
            finding,
            locked: None,
            cells: Cells::default(),
            given: BTreeMap::new(),
            touched: gathered::Touched::new(),
            renumbered: following::Renumbered::new(),
            depth: 0,
            waiting: Vec::new(),
        }
    }

    /// Writes rows with their history. Gives their numbers, in order.
    async fn rows(&mut self, tx: &mut Tx, ctx: &Ctx, changes: Vec<RowChange>) -> Result<Vec<i64>> {
        let nothing = std::future::ready(());
        let (numbers, ()) = self.rows_while(tx, ctx, changes, nothing).await?;
        Ok(numbers)
    }

    /// The same, and something else that needs no database meanwhile.
    pub(super) async fn rows_while<T>(
        &mut self,
        tx: &mut Tx,
        ctx: &Ctx,
        mut changes: Vec<RowChange>,
        meanwhile: impl Future<Output = T>,
    ) -> Result<(Vec<i64>, T)> {
        let (register, house) = (self.register, self.house);
        let definition = &register.definition;
        let no = register.no;
        gathered::settle(tx, ctx, definition, &mut changes).await?;
        gathered::touch(definition, &changes, &mut self.touched);
        following::note(definition, &changes, &mut self.renumbered);
        let stages = Stages::settle(tx, ctx, register, &mut changes).await?;
        let is_tracked = is_tracked(definition);
        let (mut standing, mut gone) = (Vec::new(), Vec::new());
        let n_new = changes
            .iter()
            .filter(|change| matches!(change, RowChange::New(_)))
            .count();
        let mut next = match i64::try_from(n_new).unwrap_or(i64::MAX) {
            0 => store::add_rows(tx, no, 0).await?,
            n_new => store::add_rows(tx, no, n_new).await?,
        };
        // Erasing changes no figure, so that nobody is told a new one.
        let is_erasing =
            |change: &RowChange| matches!(change, RowChange::Changed { act: ERASED, .. });
        if self.locked.is_none() && !changes.iter().all(is_erasing) {
            self.locked = Some(match definition.feeds_numbers() {
                true => facts::locked_periods(tx).await?,
                false => BTreeSet::new(),
            });
        }
        let first = next;
        let waiting = std::mem::take(&mut self.waiting);
        // While the database takes in the rows of before, these are looked through.
        let (taken_in, (seen, done)) = tokio::join!(store::insert_lines(tx, waiting), async {
            let seen = self.look_through(&mut changes, &mut next).await;
            (seen, meanwhile.await)
        });
        taken_in?;
        let mut new_rows = Vec::new();
        let mut restored = Vec::new();
        let mut changed_rows = Vec::new();
        let mut entries = Vec::new();
        let mut numbers = Vec::with_capacity(changes.len());
        for (change, Seen { indexed, corrects }) in changes.into_iter().zip(seen?) {
            let saying = |comment: String| match corrects {
                true => comment_with_reason(comment, self.reason),
                false => comment,
            };
            match change {
                RowChange::New(row) => {
                    numbers.push(row.no);
                    // That a row is new says the row itself; why it came so late is said beside it.
                    if corrects {
                        let said = saying(String::new());
                        entries.push((row.no, entry(ctx, &row, "entered", String::new(), said)));
                    }
                    new_rows.push(row);
                }
                RowChange::Restored(row) => {
                    store::from_bin(tx, no, row.no).await?;
                    numbers.push(row.no);
                    let said = saying(String::new());
                    entries.push((row.no, entry(ctx, &row, "restored", String::new(), said)));
                    restored.push(row);
                }
                RowChange::Changed { before, after, act } => {
                    if !store::update_row(tx, no, &after, &indexed).await? {
                        return Err(Error::Conflict);
                    }
                    numbers.push(after.no);
                    if is_tracked {
                        standing.push((after.clone(), act.starts_with("moved")));
                    }
                    let changed = match act {
                        ERASED => String::new(),
                        _ => changed_values(&before, &after)?,
                    };
                    // Nobody said anything of what only follows.
                    let comment = match act {
                        GATHERED | FOLLOWED => saying(String::new()),
                        _ => saying(after.comment.clone()),
                    };
                    entries.push((after.no, entry(ctx, &after, act, changed, comment)));
                    // Whether it was verified is no word it is found by.
                    if before.values != after.values || before.unit != after.unit {
                        changed_rows.push(after);
                    }
                }
                RowChange::Binned { mut row, reason } => {
                    row.version += 1;
                    store::bin(tx, no, &row, ctx.now_ms(), &ctx.actor.name).await?;
                    numbers.push(row.no);
                    gone.push(row.no);
                    let said = saying(reason);
                    entries.push((row.no, entry(ctx, &row, "removed", String::new(), said)));
                }
            }
        }
        if self.finding == Finding::AtOnce {
            store::insert_lines(tx, std::mem::take(&mut self.waiting)).await?;
        }
        if !restored.is_empty() {
            erase::mark_restored(tx, register, &restored, ctx.today()).await?;
        }
        search::remove_rows(tx, register, &gone).await?;
        if self.finding == Finding::AtOnce {
            let found = new_rows.iter().chain(&restored).chain(&changed_rows);
            search::put_rows(tx, register, house, next, found).await?;
            search::let_go(tx, register, first..next).await?;
        }
        store::insert_history(tx, no, entries).await?;
        if is_tracked {
            let new_rows = new_rows.into_iter().chain(restored);
            standing.extend(new_rows.map(|row| (row, false)));
            stages.write(tx, ctx, register, (&standing, &gone)).await?;
        }
        Ok((numbers, done))
    }

    /// Gives new rows their numbers, from `next` on, counts what all of them change, and puts together what
    /// is to be inserted: everything that needs no database.
    async fn look_through(
        &mut self,
        changes: &mut [RowChange],
        next: &mut i64,
    ) -> Result<Vec<Seen>> {
        let definition = &self.register.definition;
        let bureau = self.house.bureau();
        let none = BTreeSet::new();
        let locked = self.locked.as_ref().unwrap_or(&none);
        let mut seen = Vec::with_capacity(changes.len());
        for change in changes {
            if let RowChange::New(row) = change {
                row.no = *next;
                *next += 1;
            }
            let (before, after) = match change {
                RowChange::New(row) | RowChange::Restored(row) => (None, Some(&*row)),
                RowChange::Changed { before, after, .. } => (Some(&*before), Some(&*after)),
                RowChange::Binned { row, .. } => (Some(&*row), None),
            };
            let mut indexed = Indexed::default();
            for (row, sign) in [(before, -1), (after, 1)] {
                let Some(row) = row else { continue };
                indexed = definition.index(row.unit, &row.values);
                self.cells.count(row, &indexed, sign);
                contributions(definition, bureau, row, sign, &mut self.given);
            }
            if let (None, Some(row)) = (before, after) {
                let line = store::line_of(self.register.no, row, &indexed)?;
                self.waiting.push(line);
            }
            let corrects = !self.reason.is_empty()
                && definition.touches_locked(bureau, (before, after), locked);
            seen.push(Seen { indexed, corrects });
            // The database takes rows in some at a time, and is given the next ones.
            if seen.len() % AT_A_STRETCH == 0 {
                tokio::task::yield_now().await;
            }
        }
        Ok(seen)
    }

    /// Writes what is counted of the rows, and what follows from it elsewhere. Tells how many rows followed
    /// because they refer to these.
    pub(super) async fn finish(self, tx: &mut Tx, ctx: &Ctx) -> Result<following::Followed> {
        let pair = (self.register, self.house);
        store::insert_lines(tx, self.waiting).await?;
        store::put_cells(tx, self.register.no, self.cells).await?;
        let tallies = store::apply_tallies(tx, self.register.no, self.given).await?;
        if let Some(locked) = self.locked {
            let reason = self.reason;
            let why = Why {
                what: "记录有改动",
                locked,
                reason,
            };
            supply(tx, ctx, pair, &tallies, &why).await?;
            let at = (reason, self.depth);
            let followed = following::follow(tx, ctx, pair, self.renumbered, at).await?;
            gathered::pass_on(tx, ctx, pair, self.touched, reason).await?;
            return Ok(followed);
        }
        Ok(following::Followed::new())
    }
}

/// Counts everything of a register anew: after its definition changed. Like with rows, no number of a
/// locked period becomes another without a reason.
pub(super) async fn recount(
    tx: &mut Tx,
    ctx: &Ctx,
    (register, house): (&Register, &House),
    writes_index: bool,
    reason: &str,
) -> Result<()> {
    let (no, definition) = (register.no, &register.definition);
    let before = store::all_tallies(tx, no).await?;
    store::clear_index(tx, no).await?;
    store::clear_tallies(tx, no).await?;
    let mut after = 0;
    loop {
        let rows = store::reindex(tx, no, definition, after, writes_index).await?;
        let Some((last, _)) = rows.last() else { break };
        after = last.no;
        let mut cells = Cells::default();
        let mut given = BTreeMap::new();
        for (row, indexed) in &rows {
            cells.count(row, indexed, 1);
            contributions(definition, house.bureau(), row, 1, &mut given);
        }
        store::put_cells(tx, no, cells).await?;
        store::apply_tallies(tx, no, given).await?;
    }
    let mut tallies = store::all_tallies(tx, no).await?;
    // Where nothing is counted any more, the number of before may not stay.
    let counted: BTreeSet<ContributionPlace> = tallies.iter().map(KeptTally::place).collect();
    let gone = before
        .into_iter()
        .filter(|kept| !counted.contains(&kept.place()));
    tallies.extend(gone.map(|kept| KeptTally {
        tally: Tally::default(),
        ..kept
    }));
    let locked = match definition.feeds_numbers() {
        true => facts::locked_periods(tx).await?,
        false => BTreeSet::new(),
    };
    let why = Why {
        what: "设置有改动，重新计算",
        locked,
        reason: reason.trim(),
    };
    supply(tx, ctx, (register, house), &tallies, &why).await
}

/// Why figures change.
struct Why<'a> {
    /// What changed: said of every figure that nobody gave a reason for.
    what: &'static str,
    locked: BTreeSet<TimePeriod>,
    /// What the person said of the locked periods; empty: they may not change.
    reason: &'a str,
}

/// Hands figures that changed to the data items they supply: those that name this roll-up as their
/// one source, for the units and the periods they are kept for.
async fn supply(
    tx: &mut Tx,
    ctx: &Ctx,
    (register, house): (&Register, &House),
    tallies: &[KeptTally],
    why: &Why<'_>,
) -> Result<()> {
    let Why {
        what,
        locked,
        reason,
    } = why;
    let mut figures = Vec::new();
    let definition = &register.definition;
    let mut supplies = Vec::new();
    for rollup in definition
        .rollups
        .iter()
        .filter(|rollup| !rollup.item.is_empty())
    {
        let Ok(code) = rollup.item.parse::<ItemCode>() else {
            continue;
        };
        let id = format!("{}/{}", definition.code, rollup.code);
        let item = facts::item(tx, &code).await?;
        let is_ours = |item: &DataItem| {
            // One that is retired takes nothing; the roll-up says so, and the row is saved.
            !item.is_retired
                && item.source == Source::RegisterRollup(id.clone())
                && item.grain == rollup.period_grain()
        };
        let Some(item) = item.filter(is_ours) else {
            continue;
        };
        for kept in tallies.iter().filter(|kept| kept.rollup == rollup.code) {
            let unit = house.units().iter().find(|unit| unit.id == kept.unit);
            if !unit.is_some_and(|unit| item.applies_to.contains(&unit.kind)) {
                continue;
            }
            let figure = kept.tally.figure(rollup, definition);
            let value = figure.and_then(|figure| Amount::parse(&figure).ok());
            let words = format!("{}，{}条记录", definition.name, kept.tally.n_rows);
            let href = paths::rollup(&definition.code, &rollup.code);
            let reference = SourceRef::register(&id, words, href, rollup.verified_only)
                .closed(definition.rights.see == Sight::Owner);
            let supply = Supply::new(&code, kept.unit, kept.period, value, reference);
            let is_locked = locked.contains(&kept.period);
            if is_locked && reason.is_empty() {
                let unit = unit.map_or("", |unit| unit.short_name.as_str());
                let figure = Figure {
                    what: format!("{unit}的“{}”", item.name),
                    period: kept.period,
                    stands: None,
                    becomes: value.and_then(|value| value.rounded(item.decimals)),
                };
                figures.push((figure, supply.key(), item.clone()));
            }
            supplies.push(match is_locked && !reason.is_empty() {
                true => supply.because(*reason),
                false => supply.because(format!("台账“{}”的{what}。", definition.name)),
            });
        }
    }
    refuse_unexplained(tx, figures, locked).await?;
    // What is said of many values at once is the reason of those that are corrected.
    supplies.sort_by_key(|supply| !locked.contains(&supply.period));
    if !supplies.is_empty() {
        facts::supply_many(tx, ctx, supplies).await?;
    }
    Ok(())
}

/// Refuses what would make another number of one whose period is locked without saying why. Asked only
/// where a locked period is counted anew: a save in an open year asks nothing more.
async fn refuse_unexplained(
    tx: &Tx,
    figures: Vec<(Figure<Amount>, FactKey, DataItem)>,
    locked: &BTreeSet<TimePeriod>,
) -> Result<()> {
    /// How many numbers are named.
    const NAMED: usize = 3;
    if figures.is_empty() {
        return Ok(());
    }
    let items: Vec<ItemCode> = figures.iter().map(|(_, key, _)| key.item.clone()).collect();
    let periods: Vec<TimePeriod> = figures.iter().map(|(_, key, _)| key.period).collect();
    let units: Vec<_> = figures.iter().map(|(_, key, _)| key.unit).collect();
    let wanted = Wanted {
        items: &items,
        periods: &periods,
        units: Some(&units),
        only_verified: false,
    };
    let standing = facts::values(tx, wanted).await?;
    let mut compared = Vec::new();
    let mut words = BTreeMap::new();
    for (mut figure, key, item) in figures {
        figure.stands = standing.get(&key).and_then(|value| value.value);
        let amount = |amount| match amount {
            None => "空缺".to_owned(),
            known => item.in_words(known),
        };
        let (stands, becomes) = (amount(figure.stands), amount(figure.becomes));
        let said = format!("{}由{stands}变为{becomes}", figure.what);
        words.insert((figure.what.clone(), figure.period), said);
        compared.push(figure);
    }
    let found = corrections(&compared, locked);
    if found.is_empty() {
        return Ok(());
    }
    let years: BTreeSet<TimePeriod> = found.iter().map(|figure| figure.period).collect();
    let years: Vec<String> = years.into_iter().map(TimePeriod::label).collect();
    let named: Vec<&str> = found
        .iter()
        .filter_map(|figure| words.get(&(figure.what.clone(), figure.period)))
        .take(NAMED)
        .map(String::as_str)
        .collect();
    let more = match found.len() > NAMED {
        true => format!("等{}个数", found.len()),
        false => String::new(),
    };
    Err(Refusal::new(
        LOCKED,
        format!(
            "{}的数据已锁定，这次改动会使{}{more}。",
            years.join("、"),
            named.join("，")
        ),
        "还没有保存。确需更正的，请写明更正理由，原来的数会留在旁边。",
    )
    .into())
}

fn entry(ctx: &Ctx, row: &Row, act: &str, changes: String, comment: String) -> HistoryEntry {
    HistoryEntry {
        version: row.version,
        at_ms: ctx.now_ms(),
        by_name: format!("{} · {}", ctx.actor.unit_name, ctx.actor.name),
        act: act.to_owned(),
        changes,
        comment,
    }
}

/// Field by field, what was and what is: `[[code, before, after], …]`.
fn changed_values(before: &Row, after: &Row) -> Result<String> {
    let text = |values: &Values, code: &str| values.get(code).cloned().unwrap_or_default();
    let mut codes: Vec<&String> = before.values.keys().chain(after.values.keys()).collect();
    codes.sort();
    codes.dedup();
    let mut changed: Vec<(String, String, String)> = codes
        .into_iter()
        .map(|code| {
            (
                code.clone(),
                text(&before.values, code),
                text(&after.values, code),
            )
        })
        .filter(|(_, was, is)| was != is)
        .collect();
    if before.unit != after.unit {
        changed.push((
            String::new(),
            before.unit.to_string(),
            after.unit.to_string(),
        ));
    }
    match changed.is_empty() {
        true => Ok(String::new()),
        false => Ok(serde_json::to_string(&changed)?),
    }
}

/// The values of fields that are no longer filled in are carried along.
pub(super) fn with_retired(definition: &Definition, mut values: Values, before: &Row) -> Values {
    for field in definition.fields.iter().filter(|field| field.retired) {
        if let Some(kept) = before.values.get(&field.code) {
            values.insert(field.code.clone(), kept.clone());
        }
    }
    values
}
