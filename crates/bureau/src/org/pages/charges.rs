//! 修改分管单位和领域.

use super::frame_below_people;
use crate::org::{
    actions::{self, PersonRecord},
    model::{UnitKind, WorkFieldId},
    paths,
};
use ::store::Error;
use askama::Template;
use base::actor::{PersonId, UnitId};
use shell::{At, Frame, Posted, Reply, Result, Visit};
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "org/pages/charges.html")]
struct ChargesPage {
    frame: Frame,
    action: String,
    fields: Vec<Tick>,
    groups: Vec<Group>,
}

/// The units of one kind.
struct Group {
    kind: &'static str,
    units: Vec<Tick>,
}

struct Tick {
    id: String,
    name: String,
    is_chosen: bool,
}

pub(super) async fn show(visit: Visit, At(id): At<PersonId>) -> Result<Reply> {
    let record = actions::person_record(&visit, id).await?;
    let units = actions::all_units(&visit).await?;
    let fields = actions::fields(&visit).await?;
    let is_chosen = |id: UnitId| record.in_charge_of.iter().any(|unit| unit.id == id);
    let group = |kind: UnitKind| Group {
        kind: kind.label(),
        units: units
            .iter()
            .filter(|kept| kept.unit.kind == kind && kept.unit.is_living())
            .map(|kept| Tick {
                id: kept.unit.id.to_string(),
                name: kept.unit.short_name.clone(),
                is_chosen: is_chosen(kept.unit.id),
            })
            .collect(),
    };
    let of_the_house = UnitKind::ALL
        .into_iter()
        .filter(|kind| !matches!(kind, UnitKind::Bureau | UnitKind::Outside));
    visit.page(&ChargesPage {
        frame: frame(&visit, &record),
        action: paths::of_person(paths::CHARGES, id),
        fields: fields
            .into_iter()
            .map(|field| Tick {
                is_chosen: record.fields.iter().any(|charged| charged.id == field.id),
                id: field.id.to_string(),
                name: field.name,
            })
            .collect(),
        groups: of_the_house
            .map(group)
            .filter(|group| !group.units.is_empty())
            .collect(),
    })
}

pub(super) async fn submit(visit: Visit, At(id): At<PersonId>, posted: Posted) -> Result<Reply> {
    // Each once, however often it was sent.
    let units: BTreeSet<&str> = posted.all("unit").collect();
    let units: Vec<UnitId> = units
        .into_iter()
        .map(str::parse)
        .collect::<std::result::Result<_, _>>()?;
    let fields: BTreeSet<&str> = posted.all("field").collect();
    let fields: Vec<WorkFieldId> = fields
        .into_iter()
        .map(str::parse)
        .collect::<std::result::Result<_, _>>()?;
    match actions::set_charges(&visit, id, &units, &fields).await {
        Ok(()) => visit.done(
            format!(
                "已保存，共分管{}个单位、{}个领域。",
                units.len(),
                fields.len()
            ),
            paths::person(id),
        ),
        Err(Error::Refused(refusal)) => visit.refused(&refusal, paths::person(id)),
        Err(error) => Err(error.into()),
    }
}

fn frame(visit: &Visit, record: &PersonRecord) -> Frame {
    let person = &record.person;
    frame_below_people(visit, "修改分管")
        .crumb(&person.name, paths::person(person.id))
        .lead("责任单位属于谁分管，任务就由谁审核把关。")
}
