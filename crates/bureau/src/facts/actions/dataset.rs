//! The yearly dataset: setting it up, and the template.

use super::{checks, house::House, items, look::View};
use crate::{
    facts::{
        dataset::{self, TemplateRow},
        model::{DataItem, FactKey, ItemCode, Source},
        policy,
        store::{self, Wanted},
    },
    org,
};
use ::store::{Ctx, Error, Result, Tx};
use base::TimePeriod;

/// Defines what of the shipped dataset is not there yet; says how many items were new. What the
/// bureau has changed stays as it is.
pub(crate) async fn set_up(tx: &mut Tx, ctx: &Ctx) -> Result<usize> {
    policy::may_define(&ctx.actor)?;
    let shipped = dataset::shipped().ok_or_else(|| Error::Corrupt("school.toml".to_owned()))?;
    let house = House::load(tx).await?;
    let reason = format!("{}第{}版", shipped.name, shipped.version);
    let mut n_new = 0;
    for item in shipped.items {
        if !house.items.contains_key(&item.code) {
            items::define(tx, ctx, item, &reason).await?;
            n_new += 1;
        }
    }
    let known = store::checks(tx).await?;
    for check in shipped.checks {
        if !known.iter().any(|known| known.code == check.code) {
            checks::define_check(tx, ctx, check).await?;
        }
    }
    Ok(n_new)
}

/// Items of the dataset, in its order.
pub(in crate::facts) fn dataset_items(view: &View) -> Vec<&DataItem> {
    let mut items = view.items();
    items.retain(|item| item.source == Source::Dataset);
    items
}

/// The workbook to fill in, with what is known already.
pub(in crate::facts) async fn template(ctx: &Ctx, period: TimePeriod) -> Result<Vec<u8>> {
    let view = View::of(ctx).await?;
    let items = dataset_items(&view);
    let units = org::units(&ctx.db).await?;
    let codes: Vec<ItemCode> = items.iter().map(|item| item.code.clone()).collect();
    let wanted = Wanted {
        items: &codes,
        periods: &[period],
        units: view.seen.as_deref(),
        only_verified: false,
    };
    let values = store::values(&ctx.db, wanted).await?;
    let rows: Vec<TemplateRow> = units
        .iter()
        .filter(|unit| view.sees(unit.id) && items.iter().any(|item| item.applies_to(unit.kind)))
        .map(|unit| TemplateRow {
            code: unit.code.clone(),
            name: unit.name.clone(),
            values: items
                .iter()
                .map(|item| {
                    item.applies_to(unit.kind).then(|| {
                        let key = FactKey::new(&item.code, unit.id, period);
                        values.get(&key).and_then(|value| value.value)
                    })
                })
                .collect(),
        })
        .collect();
    let title = format!("{}学年基表", period.label());
    dataset::template(&title, &items, &rows).map_err(|error| Error::Corrupt(error.to_string()))
}
