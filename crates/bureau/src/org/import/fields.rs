//! The sheet 业务领域.

use super::{Effect, Fault, House, PlannedField, difference, fault};
use crate::org::{
    model::{WorkField, WorkFieldId},
    workbook::{Column, Line, words},
};
use std::collections::BTreeSet;

const SHEET: &str = "业务领域";

/// The fields of the sheet as they would be; wrong rows become faults. A field is known by its name.
pub(super) fn plan(house: &House, lines: &[Line], faults: &mut Vec<Fault>) -> Vec<PlannedField> {
    let mut planned: Vec<PlannedField> = Vec::new();
    let mut names: BTreeSet<String> = BTreeSet::new();
    for line in lines {
        match field(house, line) {
            Ok(field) if names.insert(field.field.name.clone()) => planned.push(field),
            Ok(field) => {
                let what = format!("“{}”重复，请删去一行。", field.field.name);
                faults.push(fault(SHEET, line, what));
            }
            Err(what) => faults.push(fault(SHEET, line, what)),
        }
    }
    planned
}

fn field(house: &House, line: &Line) -> Result<PlannedField, String> {
    let name = line.text(Column::FieldName);
    if name.is_empty() {
        return Err("没有填写业务领域。".into());
    }
    if words(name) != [name] {
        return Err(format!("“{name}”中不能有顿号、逗号、分号和斜线。"));
    }
    let known = house.fields.iter().find(|field| field.name == name);
    let place = match line.text(Column::FieldPlace) {
        "" => known.map_or(i64::from(line.row), |known| known.place),
        text => text
            .parse()
            .map_err(|_| format!("排序“{text}”不是整数。"))?,
    };
    let effect = match known {
        None => Effect::New,
        Some(known) => {
            let places = (known.place.to_string(), place.to_string());
            match difference("排序", &places.0, &places.1) {
                None => Effect::Same,
                Some(difference) => Effect::Changed(vec![difference]),
            }
        }
    };
    Ok(PlannedField {
        field: WorkField {
            id: known.map_or_else(WorkFieldId::new, |known| known.id),
            name: name.to_owned(),
            place,
        },
        effect,
    })
}
