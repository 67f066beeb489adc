//! Looking: registers, lists, rows, the bin, roll-ups.

use super::{
    people::{Opened, standings},
    rows::visible_row,
    sight::find_words,
};
use crate::{
    facts::{self, DataItem, ItemCode, Source},
    ledger::{
        model::{Definition, RollupSpec, Row, RowState},
        policy::Standing,
        store::{self, Binned, HistoryEntry, KeptTally, Query, Register, Totals},
    },
};
use ::store::{Ctx, Error, Result};
use base::day::Date;
use std::collections::BTreeMap;

/// Rows that can be paged through; beyond them a filter leads sooner to what is looked for.
pub(in crate::ledger) const MOST_PAGED: i64 = 10_000;

/// Rows of a register that are looked through for words at most.
const SHORT: i64 = 50_000;

/// A register in the list of registers.
#[derive(Debug)]
pub(in crate::ledger) struct RegisterLine {
    pub(in crate::ledger) register: Register,
    pub(in crate::ledger) standing: Standing,
    pub(in crate::ledger) n_rows: BTreeMap<RowState, i64>,
}

/// The registers somebody has a part in.
pub(in crate::ledger) async fn registers(ctx: &Ctx) -> Result<Vec<RegisterLine>> {
    let registers = store::registers(&ctx.db).await?;
    let (_, standings) = standings(ctx, &registers).await?;
    let mut counts: BTreeMap<Option<Vec<base::actor::UnitId>>, _> = BTreeMap::new();
    let mut lines = Vec::new();
    for (register, standing) in registers.into_iter().zip(standings) {
        let Some(standing) = standing else { continue };
        // Few different scopes: one question for each, not one for each register.
        if !counts.contains_key(&standing.scope) {
            let counted = store::state_counts(&ctx.db, standing.scope.as_deref()).await?;
            counts.insert(standing.scope.clone(), counted);
        }
        let n_rows: BTreeMap<RowState, i64> = match standing.handling_units() {
            [] => {
                let n_rows = RowState::ALL.into_iter().filter_map(|state| {
                    let counted = counts.get(&standing.scope)?;
                    Some((state, *counted.get(&(register.no, state))?))
                });
                n_rows.collect()
            }
            // What is handled is kept under the units of others: counted in the rows.
            _ => {
                let mut query = Query::default();
                standing.narrow(&mut query);
                store::totals(&ctx.db, register.no, &query).await?.by_state
            }
        };
        if standing.only_handles() && n_rows.is_empty() {
            continue;
        }
        lines.push(RegisterLine {
            n_rows,
            register,
            standing,
        });
    }
    Ok(lines)
}

/// A page of a list.
#[derive(Debug)]
pub(in crate::ledger) struct Listed {
    pub(in crate::ledger) rows: Vec<Row>,
    pub(in crate::ledger) totals: Totals,
    /// In how many of them each number is filled in, where a sum of nought leaves that open.
    pub(in crate::ledger) n_filled: Option<[i64; 4]>,
    pub(in crate::ledger) people: People,
    /// Whether the order asked for was given: a very long list is not sorted.
    pub(in crate::ledger) is_sorted: bool,
    pub(in crate::ledger) n_binned: i64,
}

/// How many different people rows are about (人, where rows are 人次).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ledger) enum People {
    Counted(i64),
    /// There are more rows than are gone through for it.
    TooManyRows,
    /// The register does not say what tells people apart.
    NotToldApart,
}

/// A page of the rows a query asks for, within what may be seen.
pub(in crate::ledger) async fn list(
    ctx: &Ctx,
    opened: &Opened,
    mut query: Query,
    (limit, offset): (i64, i64),
) -> Result<Listed> {
    let no = opened.register.no;
    opened.standing.narrow(&mut query);
    query.days = days_of(&opened.register.definition, ctx.today());
    let are_more = look_for_words(ctx, opened, &mut query).await?;
    let mut totals = store::totals(&ctx.db, no, &query).await?;
    totals.is_cut |= are_more;
    let is_long = totals.is_cut || totals.n_rows > store::MOST_COUNTED;
    let n_of_any_state: i64 = totals.by_state.values().sum();
    query.state_is_most = totals.n_rows > n_of_any_state / 2;
    let is_sorted = query.sort.is_none() || !is_long;
    if !is_sorted {
        query.sort = None;
    }
    let rows = match totals.n_rows {
        0 => Vec::new(),
        _ => store::find(&ctx.db, no, &query, (limit, offset)).await?,
    };
    let people = if opened.register.definition.person_key.is_empty() {
        People::NotToldApart
    } else if is_long || totals.n_rows > store::MOST_WITH_PEOPLE {
        People::TooManyRows
    } else {
        People::Counted(store::n_people(&ctx.db, no, &query).await?)
    };
    let mut numbers = definition_numbers(opened);
    let leaves_open = numbers.any(|slot| totals.sums.get(slot) == Some(&0));
    let n_filled = match leaves_open && totals.n_rows > 0 && !is_long {
        true => Some(store::n_filled(&ctx.db, no, &query).await?),
        false => None,
    };
    let n_binned = store::n_binned(&ctx.db, no, opened.standing.scope.as_deref()).await?;
    Ok(Listed {
        rows,
        totals,
        n_filled,
        people,
        is_sorted,
        n_binned,
    })
}

/// The places of the numbers a register adds up.
fn definition_numbers(opened: &Opened) -> impl Iterator<Item = usize> {
    let fields = opened.register.definition.active();
    fields
        .filter(|field| field.adds_up())
        .filter_map(|field| field.slot_in('n'))
}

/// Settles where words are looked for.
pub(super) async fn look_for_words(ctx: &Ctx, opened: &Opened, query: &mut Query) -> Result<bool> {
    if query.words.is_empty() {
        return Ok(false);
    }
    let everything = store::totals(&ctx.db, opened.register.no, &Query::default()).await?;
    query.is_short = everything.n_rows <= SHORT;
    find_words(&ctx.db, opened, query).await
}

/// Today and the last days that count as soon, as lists are filtered by them.
pub(super) fn days_of(definition: &Definition, today: Date) -> [String; 3] {
    let most = definition.expiries.iter().map(|expiry| expiry.days).max();
    let over = today.saturating_add(jiff::Span::new().days(i64::from(most.unwrap_or_default())));
    [today, super::soon(today), over].map(|day| day.to_string())
}

/// A row with its life.
#[derive(Debug)]
pub(in crate::ledger) struct RowSheet {
    pub(in crate::ledger) row: Row,
    pub(in crate::ledger) history: Vec<HistoryEntry>,
}

/// A row with its life, for whoever sees it.
pub(in crate::ledger) async fn row_sheet(ctx: &Ctx, opened: &Opened, no: i64) -> Result<RowSheet> {
    let row = visible_row(&ctx.db, opened, no).await?;
    let history = store::history(&ctx.db, opened.register.no, no).await?;
    Ok(RowSheet { row, history })
}

/// The recycle bin, as far as it may be seen.
pub(in crate::ledger) async fn bin(ctx: &Ctx, opened: &Opened) -> Result<Vec<Binned>> {
    if !opened.standing.sees_bin() {
        return Err(Error::NotFound);
    }
    let scope = opened.standing.scope.as_deref();
    store::binned(&ctx.db, opened.register.no, scope).await
}

/// A roll-up with its figures, as far as they may be seen.
pub(in crate::ledger) async fn rollup_sheet<'a>(
    ctx: &Ctx,
    opened: &'a Opened,
    code: &str,
) -> Result<RollupSheet<'a>> {
    let rollups = &opened.register.definition.rollups;
    let rollup = rollups.iter().find(|rollup| rollup.code == code);
    let rollup = rollup.ok_or(Error::NotFound)?;
    let mut tallies = store::tallies_of(&ctx.db, opened.register.no, code).await?;
    tallies.retain(|tally| opened.standing.sees(tally.unit) || rollup.whole_bureau);
    let item = match rollup.item.parse::<ItemCode>() {
        Ok(code) => facts::item(&ctx.db, &code).await?,
        Err(_) => None,
    };
    let id = format!("{}/{code}", opened.register.definition.code);
    let feeds = item.map(|item| Fed {
        is_retired: item.is_retired,
        is_source: item.source == Source::RegisterRollup(id),
        item,
    });
    Ok(RollupSheet {
        rollup,
        tallies,
        feeds,
    })
}

/// A roll-up with its figures.
#[derive(Debug)]
pub(in crate::ledger) struct RollupSheet<'a> {
    pub(in crate::ledger) rollup: &'a RollupSpec,
    pub(in crate::ledger) tallies: Vec<KeptTally>,
    /// The data item it names.
    pub(in crate::ledger) feeds: Option<Fed>,
}

/// A data item that a roll-up names.
#[derive(Debug)]
pub(in crate::ledger) struct Fed {
    pub(in crate::ledger) item: DataItem,
    /// Whether it takes nothing any more.
    pub(in crate::ledger) is_retired: bool,
    /// Whether the roll-up is its one source.
    pub(in crate::ledger) is_source: bool,
}
