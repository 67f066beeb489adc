//! A field of work.

use super::{check_length, whole_number};
use crate::org::model::WorkField;
use shell::{Field, Posted};

pub(in crate::org) struct FieldForm {
    pub(in crate::org) name: Field,
    pub(in crate::org) place: Field,
}

impl FieldForm {
    pub(in crate::org) fn new() -> Self {
        Self {
            name: Field::new("name", "名称")
                .required()
                .hint("如“基础教育”“校园安全”。"),
            place: Field::new("place", "排序")
                .required()
                .hint("整数，小的在前。")
                .value("100"),
        }
    }

    pub(in crate::org) fn of(field: &WorkField) -> Self {
        let mut form = Self::new();
        form.name.value.clone_from(&field.name);
        form.place.value = field.place.to_string();
        form
    }

    pub(in crate::org) fn posted(posted: &Posted) -> Self {
        let mut form = Self::new();
        form.name = form.name.filled(posted);
        form.place = form.place.filled(posted);
        form
    }

    /// Name and place; none when a field is wrong and says so. Marks that part lists of names in a
    /// workbook cannot stand in one.
    pub(in crate::org) fn check(&mut self) -> Option<(String, i64)> {
        self.name.check_filled();
        check_length(&mut self.name);
        if self.name.value.contains(['、', '，', ',', '；', ';', '/']) {
            self.name.refuse("名称中不能有顿号、逗号、分号和斜线。");
        }
        let place = whole_number(&mut self.place);
        if self.is_wrong() {
            return None;
        }
        Some((self.name.value.clone(), place?))
    }

    pub(in crate::org) fn is_wrong(&self) -> bool {
        self.name.error.is_some() || self.place.error.is_some()
    }
}
