//! What founding a register brings along: the views that come with it, and the data items that its
//! roll-ups are the one source of.

use crate::{
    facts::{self, Amount, DataItem, ItemCode, Source},
    ledger::{
        model::{Definition, Measure, RollupSpec, ViewSpec},
        store::{self, View},
    },
    org::UnitKind,
};
use ::store::{Ctx, Result, Tx};
use base::id::Uuid;

/// Keeps views of a definition for everybody.
pub(super) async fn keep_views(
    tx: &mut Tx,
    ctx: &Ctx,
    register_no: i64,
    views: &[ViewSpec],
) -> Result<()> {
    for view in views {
        // Written as an address has it, as the views that people keep are.
        let pairs = form_urlencoded::parse(view.query.as_bytes());
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        let view = View {
            id: Uuid::now_v7().to_string(),
            account_id: ctx.actor.account.to_string(),
            name: view.name.clone(),
            query,
            is_shared: true,
        };
        store::insert_view(tx, register_no, view).await?;
    }
    Ok(())
}

/// Defines the data items that roll-ups name and nobody has defined yet. A number that already has
/// a source keeps it: the roll-up then feeds nothing, and the sentence says so.
pub(super) async fn define_items(
    tx: &mut Tx,
    ctx: &Ctx,
    definition: &mut Definition,
) -> Result<Vec<String>> {
    let mut unfed = Vec::new();
    for place in 0..definition.rollups.len() {
        let Some(rollup) = definition.rollups.get(place) else {
            continue;
        };
        let Ok(code) = rollup.item.parse::<ItemCode>() else {
            continue;
        };
        if facts::item(tx, &code).await?.is_some() {
            continue;
        }
        let item = item_of(definition, rollup, code);
        let twins = facts::twins_of(tx, &item).await?;
        if twins.is_empty() {
            facts::define(tx, ctx, item, "").await?;
        } else if let Some(rollup) = definition.rollups.get_mut(place) {
            rollup.item.clear();
            unfed.push(format!(
                "汇总“{}”与已有的数据项“{}”是同一个数，没有另设。",
                rollup.name,
                twins.join("”“")
            ));
        }
    }
    Ok(unfed)
}

fn item_of(definition: &Definition, rollup: &RollupSpec, code: ItemCode) -> DataItem {
    let id = format!("{}/{}", definition.code, rollup.code);
    let grain = rollup.period_grain();
    let source = Source::RegisterRollup(id);
    let mut item = DataItem::new(code, &rollup.name, &rollup.unit, grain, source);
    item.decimals = rollup.n_decimals(definition);
    // A share is never more than the whole; a rate of something else may well be.
    item.most = (rollup.measure == Measure::Share).then(|| Amount::whole(100));
    item.group = "台账汇总".to_owned();
    item.meaning = format!(
        "台账“{}”的{}，{}。",
        definition.name,
        rollup.measure.label(),
        match rollup.verified_only {
            true => "只计已核的记录",
            false => "计全部记录",
        }
    );
    item.basis.clone_from(&definition.purpose);
    if !rollup.whole_bureau {
        item.applies_to = definition
            .rights
            .fill_kinds
            .iter()
            .filter_map(|kind| UnitKind::from_code(kind))
            .collect();
    }
    item
}
