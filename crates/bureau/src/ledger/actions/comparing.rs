//! A line of a spreadsheet beside the row it is about: what of the row would become another.

use super::people::Opened;
use crate::ledger::model::{
    Definition, FieldKind, FieldSpec, Names, Row, RowState, Values, name_without_gaps,
};
use base::actor::UnitId;

/// A value that an import would make another, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ledger) struct Difference {
    /// Number of the row.
    pub(in crate::ledger) no: i64,
    /// Name of the field.
    pub(in crate::ledger) field: String,
    pub(in crate::ledger) was: String,
    pub(in crate::ledger) is: String,
}

/// Whether nobody types a value, because it follows from others or from what is done with the row.
fn follows(definition: &Definition, field: &FieldSpec) -> bool {
    field.kind == FieldKind::Formula || definition.is_moved(field)
}

fn kept<'a>(values: &'a Values, field: &FieldSpec) -> &'a str {
    values.get(&field.code).map_or("", String::as_str)
}

/// Whether a line says of a row what it says already; what only follows from it does not count.
pub(super) fn says_the_same(definition: &Definition, before: &Values, after: &Values) -> bool {
    let mut typed = definition
        .active()
        .filter(|field| !follows(definition, field));
    typed.all(|field| is_same(field, kept(before, field), kept(after, field)))
}

/// Whether two values of a field are one; blanks within a person's name make no other person.
fn is_same(field: &FieldSpec, one: &str, other: &str) -> bool {
    let is_person = || {
        field.kind == FieldKind::Person
            && name_without_gaps(one.to_owned()) == name_without_gaps(other.to_owned())
    };
    one == other || is_person()
}

/// Whether what stands in a cell is what a list shows of a value, though it could not be read any more: a
/// definition may have become narrower since it was kept.
pub(super) fn is_as_kept(opened: &Opened, field: &FieldSpec, text: &str, kept: &str) -> bool {
    let is_unit = || {
        opened
            .house
            .unit(text)
            .map(|unit| unit.to_string())
            .as_deref()
            == Some(kept)
    };
    match field.kind {
        _ if text.is_empty() || kept.is_empty() => false,
        FieldKind::Unit => text == opened.house.kept_name(kept) || is_unit(),
        _ => text == kept || text == field.shown(kept),
    }
}

/// What an import would make another of a row, as this person may see it.
pub(super) fn differences(
    opened: &Opened,
    before: &Row,
    unit: UnitId,
    values: &Values,
) -> Vec<Difference> {
    let definition = &opened.register.definition;
    let mut found = Vec::new();
    let mut add = |field: &str, was: String, is: String| {
        found.push(Difference {
            no: before.no,
            field: field.to_owned(),
            was,
            is,
        });
    };
    if unit != before.unit {
        let name = |unit| opened.house.name(unit).to_owned();
        add("填报单位", name(before.unit), name(unit));
    }
    let fields = definition.active();
    for field in fields.filter(|field| !definition.is_moved(field)) {
        let (was, is) = (kept(&before.values, field), kept(values, field));
        if is_same(field, was, is) {
            continue;
        }
        let seen = |kept: &str| match kept {
            "" => String::new(),
            kept => opened.seen(field, before.unit, kept),
        };
        add(&field.name, seen(was), seen(is));
    }
    // Whatever was verified is to be verified anew once it is another.
    if before.state != RowState::Pending {
        let label = |state: RowState| state.label().to_owned();
        add("核对状态", label(before.state), label(RowState::Pending));
    }
    found
}
