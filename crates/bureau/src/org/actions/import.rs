//! Taking over units and people from a workbook, and giving them out again.

use super::{
    administrators,
    people::{audit_person, audit_post},
    units,
};
use crate::org::{
    facts,
    import::{
        self, Effect, House, ImportPlan, PlannedField, PlannedPerson, PlannedUnit, is_same_post,
    },
    model::{KeptUnit, Post, PostId},
    policy, search, store,
    workbook::{Column, Line, Sheets, former_names_cell},
};
use ::store::{
    Ctx, Error, Read, Result, Tx,
    audit::{self, Facts},
};
use base::{Refusal, actor::UnitId, day::Date};
use std::collections::BTreeMap;

/// Which rows are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Take {
    /// All, or none when one of them is wrong.
    All,
    /// Those that are right.
    RightOnly,
}

/// What taking these sheets over would change.
pub(in crate::org) async fn preview_import(ctx: &Ctx, sheets: &Sheets) -> Result<ImportPlan> {
    policy::may_administer(&ctx.actor)?;
    let house = house(&ctx.db).await?;
    Ok(import::plan(&house, sheets, ctx.actor.person))
}

/// Takes sheets over: all in one transaction, or nothing. What changed since the preview is looked
/// at again, so that a row that has become wrong stops it.
pub(crate) async fn import(ctx: &Ctx, sheets: &Sheets, take: Take) -> Result<()> {
    policy::may_administer(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    let house = house(&tx).await?;
    let plan = import::plan(&house, sheets, ctx.actor.person);
    if take == Take::All && !plan.faults.is_empty() {
        return Err(has_faults(plan.faults.len()).into());
    }
    let names = names(
        house
            .units
            .iter()
            .chain(plan.units.iter().map(|unit| &unit.kept)),
    );
    let name = |id: UnitId| names.get(&id).cloned().unwrap_or_default();
    for unit in &plan.units {
        save_unit(&mut tx, ctx, &house, &name, unit).await?;
    }
    for planned in &plan.fields {
        save_field(&mut tx, ctx, planned).await?;
    }
    for person in &plan.people {
        save_person(&mut tx, ctx, &house, &name, person).await?;
    }
    search::renew(&mut tx).await?;
    tx.commit().await
}

/// Short names by id; of two entries the later one counts.
fn names<'a>(units: impl Iterator<Item = &'a KeptUnit>) -> BTreeMap<UnitId, String> {
    units
        .map(|kept| (kept.unit.id, kept.unit.short_name.clone()))
        .collect()
}

async fn save_unit(
    tx: &mut Tx,
    ctx: &Ctx,
    house: &House,
    name: &impl Fn(UnitId) -> String,
    planned: &PlannedUnit,
) -> Result<()> {
    let kept = &planned.kept;
    let act = match planned.effect {
        Effect::Same => return Ok(()),
        Effect::New => {
            units::named_once(store::insert_unit(tx, &kept.unit, kept.place).await, kept)?;
            "org.unit.created"
        }
        Effect::Changed(_) => {
            if !units::named_once(store::update_unit(tx, kept).await, kept)? {
                return Err(Error::Conflict);
            }
            "org.unit.changed"
        }
    };
    let before = house
        .units
        .iter()
        .find(|known| known.unit.id == kept.unit.id);
    units::audit(tx, ctx, act, before, kept, name);
    Ok(())
}

async fn save_person(
    tx: &mut Tx,
    ctx: &Ctx,
    house: &House,
    name: &impl Fn(UnitId) -> String,
    planned: &PlannedPerson,
) -> Result<()> {
    let person = &planned.person;
    let act = match planned.effect {
        Effect::Same => return Ok(()),
        Effect::New => {
            store::insert_person(tx, person).await?;
            "org.person.created"
        }
        Effect::Changed(_) => {
            if !store::update_person(tx, person).await? {
                return Err(Error::Conflict);
            }
            "org.person.changed"
        }
    };
    let before = house.people.iter().find(|known| known.id == person.id);
    audit_person(tx, ctx, act, before, person);
    let who = (person.id, person.name.as_str());
    // A post that is still held keeps its row; one the sheet no longer names ends today.
    let mut held: Vec<&Post> = house.posts_of(person.id).collect();
    for post in &planned.posts {
        let known = held
            .iter()
            .position(|known| is_same_post(&known.draft(), post));
        if let Some(known) = known {
            let known = held.remove(known);
            store::update_post(tx, known.id, post).await?;
            continue;
        }
        store::insert_post(tx, PostId::new(), person.id, post).await?;
        let begun = facts::of_post(post, &name(post.unit));
        audit_post(tx, ctx, "org.post.begun", who, &Facts::none(), &begun);
    }
    for past in &planned.new_past_posts {
        store::insert_past_post(tx, past).await?;
    }
    for post in held {
        // One the sheet tells the end of is among the past posts already.
        let is_told = planned
            .new_past_posts
            .iter()
            .any(|past| past.is_end_of(post));
        match is_told {
            true => store::remove_post(tx, post.id).await?,
            false => {
                store::end_post(tx, post.id, ctx.today(), "导入的人员表中没有这一任职").await?
            }
        }
        let before = facts::of_post(&post.draft(), &post.unit_name);
        audit_post(tx, ctx, "org.post.ended", who, &before, &Facts::none());
    }
    if before.is_some() {
        let roles_before: Vec<_> = house.posts_of(person.id).map(|post| post.role).collect();
        administrators::after_posts(tx, ctx, person.id, &roles_before).await?;
    }
    store::set_field_charges(tx, person.id, &planned.fields).await?;
    store::set_charges(tx, person.id, &planned.charges).await
}

async fn save_field(tx: &mut Tx, ctx: &Ctx, planned: &PlannedField) -> Result<()> {
    let field = &planned.field;
    let act = match planned.effect {
        Effect::Same => return Ok(()),
        Effect::New => {
            store::insert_field(tx, field).await?;
            "org.field.created"
        }
        Effect::Changed(_) => {
            store::update_field(tx, field).await?;
            "org.field.changed"
        }
    };
    let after = Facts::none()
        .with("名称", &field.name)
        .with("排序", field.place.to_string());
    let line = audit::Line::new(act, field.id)
        .named(&field.name)
        .changing(&Facts::none(), &after);
    tx.audit_line(ctx, line);
    Ok(())
}

/// The house as sheets: taken back, they change nothing.
pub(in crate::org) async fn sheets(ctx: &Ctx) -> Result<Sheets> {
    policy::may_look_at_everything(&ctx.actor)?;
    let house = house(&ctx.db).await?;
    let mut names = BTreeMap::new();
    for kept in &house.units {
        names.insert(kept.unit.id, kept.unit.name.clone());
    }
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    let units = (2..).zip(&house.units).map(|(row, kept)| {
        let unit = &kept.unit;
        line(
            row,
            [
                (Column::Id, unit.id.to_string()),
                (Column::UnitName, unit.name.clone()),
                (Column::ShortName, unit.short_name.clone()),
                (Column::Kind, unit.kind.label().to_owned()),
                (Column::Parent, unit.parent.map(name).unwrap_or_default()),
                (Column::Aliases, unit.aliases.join("、")),
                (Column::Duties, unit.duties.join("、")),
                (Column::Code, unit.code.clone()),
                (Column::Place, kept.place.to_string()),
                (Column::FirstDay, day_cell(unit.first_day)),
                (
                    Column::ClosedOn,
                    day_cell(unit.closed.map(|closed| closed.on)),
                ),
                (
                    Column::Successor,
                    unit.closed
                        .and_then(|closed| closed.successor)
                        .map(name)
                        .unwrap_or_default(),
                ),
                (Column::FormerNames, former_names_cell(&unit.former_names)),
            ],
        )
    });
    let mut posts: Vec<_> = house.posts.iter().collect();
    posts.sort_by_key(|post| post.place);
    let row_after = |n_rows: usize| u32::try_from(n_rows).map_or(u32::MAX, |n| n + 2);
    let first_past = row_after(posts.len());
    let people_by_id: BTreeMap<_, _> = house.people.iter().map(|p| (p.id, p)).collect();
    let past = (first_past..).zip(&house.past_posts).map(|(row, post)| {
        let person = people_by_id.get(&post.person);
        line(
            row,
            [
                (Column::Id, post.person.to_string()),
                (
                    Column::PersonName,
                    person.map_or_else(String::new, |person| person.name.clone()),
                ),
                (
                    Column::Phone,
                    person.map_or_else(String::new, |person| person.phone.clone()),
                ),
                (Column::PostUnit, name(post.unit)),
                (Column::Title, post.title.clone()),
                (Column::Role, post.role.label().to_owned()),
                (Column::From, day_cell(post.from)),
                (Column::Until, post.until.to_string()),
                (Column::EndReason, post.reason.clone()),
                (Column::Charges, String::new()),
                (Column::Fields, String::new()),
            ],
        )
    });
    let people = (2..).zip(posts).map(|(row, post)| {
        let fields = house.field_charges.get(&post.person);
        let fields: Vec<&str> = match post.role {
            base::Role::Leader => house
                .fields
                .iter()
                .filter(|field| fields.is_some_and(|fields| fields.contains(&field.id)))
                .map(|field| field.name.as_str())
                .collect(),
            _ => Vec::new(),
        };
        let charges = house.charges.get(&post.person).into_iter().flatten();
        let charges: Vec<String> = match post.role {
            base::Role::Leader => charges.map(|unit| name(*unit)).collect(),
            _ => Vec::new(),
        };
        line(
            row,
            [
                (Column::Id, post.person.to_string()),
                (Column::PersonName, post.person_name.clone()),
                (Column::Phone, post.phone.clone()),
                (Column::PostUnit, name(post.unit)),
                (Column::Title, post.title.clone()),
                (Column::Role, post.role.label().to_owned()),
                (Column::From, day_cell(post.from)),
                (Column::Until, String::new()),
                (Column::EndReason, String::new()),
                (Column::Charges, charges.join("、")),
                (Column::Fields, fields.join("、")),
            ],
        )
    });
    Ok(Sheets {
        units: units.collect(),
        people: people.chain(past).collect(),
        fields: (2..)
            .zip(&house.fields)
            .map(|(row, field)| {
                line(
                    row,
                    [
                        (Column::FieldName, field.name.clone()),
                        (Column::FieldPlace, field.place.to_string()),
                    ],
                )
            })
            .collect(),
    })
}

fn day_cell(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn line<const N: usize>(row: u32, cells: [(Column, String); N]) -> Line {
    Line {
        row,
        cells: cells.into_iter().collect(),
    }
}

/// Everything an import looks at, in eight statements.
async fn house(db: &impl Read) -> Result<House> {
    Ok(House {
        fields: store::fields(db).await?,
        field_charges: store::field_charges(db).await?,
        past_posts: store::past_posts(db).await?,
        units: store::kept_units(db).await?,
        people: store::everybody(db).await?,
        posts: store::posts(db).await?,
        charges: store::charges(db).await?,
    })
}

fn has_faults(n_faults: usize) -> Refusal {
    Refusal::new(
        "org.import.faults",
        format!("有{n_faults}行有误，什么都没有改动。"),
        "请改正后重新上传，或选择只导入正确的行。",
    )
}
