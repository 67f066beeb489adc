//! 业务领域: what leaders are in charge of besides units.

use crate::org::{
    model::{WorkField, WorkFieldId},
    policy, store,
};
use ::store::{
    Ctx, Error, Result,
    audit::{Facts, Line},
};
use base::{Refusal, actor::PersonId};
use std::collections::BTreeMap;

/// The fields there are.
pub(in crate::org) async fn fields(ctx: &Ctx) -> Result<Vec<WorkField>> {
    store::fields(&ctx.db).await
}

/// The names of the leaders in charge of each field.
pub(in crate::org) async fn leaders_by_field(
    ctx: &Ctx,
) -> Result<BTreeMap<WorkFieldId, Vec<(PersonId, String)>>> {
    let mut by_field: BTreeMap<WorkFieldId, Vec<(PersonId, String)>> = BTreeMap::new();
    for leader in store::leaders(&ctx.db).await? {
        for field in &leader.fields {
            let of_field = by_field.entry(field.id).or_default();
            of_field.push((leader.person, leader.name.clone()));
        }
    }
    Ok(by_field)
}

/// Makes a field.
pub(in crate::org) async fn add_field(ctx: &Ctx, name: &str, place: i64) -> Result<()> {
    policy::may_administer(&ctx.actor)?;
    let field = WorkField {
        id: WorkFieldId::new(),
        name: name.to_owned(),
        place,
    };
    let mut tx = ctx.db.begin_write().await?;
    named_once(store::insert_field(&mut tx, &field).await, name)?;
    let line = Line::new("org.field.created", field.id)
        .named(name)
        .changing(&Facts::none(), &in_words(&field));
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// Changes name and place of a field.
pub(in crate::org) async fn change_field(ctx: &Ctx, field: WorkField) -> Result<()> {
    policy::may_administer(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    let before = store::fields(&tx).await?;
    let before = before.iter().find(|known| known.id == field.id);
    let before = before.ok_or(Error::NotFound)?;
    if !named_once(store::update_field(&mut tx, &field).await, &field.name)? {
        return Err(Error::NotFound);
    }
    let line = Line::new("org.field.changed", field.id)
        .named(&field.name)
        .changing(&in_words(before), &in_words(&field));
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// Removes a field nobody is in charge of.
pub(in crate::org) async fn remove_field(ctx: &Ctx, id: WorkFieldId) -> Result<()> {
    policy::may_administer(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    let fields = store::fields(&tx).await?;
    let field = fields.iter().find(|field| field.id == id);
    let field = field.ok_or(Error::NotFound)?;
    let charges = store::field_charges(&tx).await?;
    if charges.values().flatten().any(|charged| *charged == id) {
        return Err(in_charge(&field.name).into());
    }
    store::delete_field(&mut tx, id).await?;
    let line = Line::new("org.field.removed", id)
        .named(&field.name)
        .changing(&in_words(field), &Facts::none());
    tx.audit_line(ctx, line);
    tx.commit().await
}

fn in_words(field: &WorkField) -> Facts {
    Facts::none()
        .with("名称", &field.name)
        .with("排序", field.place.to_string())
}

fn named_once<T>(done: Result<T>, name: &str) -> Result<T> {
    done.map_err(|error| match error.duplicate() {
        Some(_) => Refusal::new(
            "org.field.name_taken",
            format!("已有名为“{name}”的业务领域。"),
            "请换一个名称。",
        )
        .into(),
        None => error,
    })
}

fn in_charge(name: &str) -> Refusal {
    Refusal::new(
        "org.field.in_charge",
        format!("还有局领导分管“{name}”，不能删除。"),
        "请先修改分管，再删除。",
    )
}
