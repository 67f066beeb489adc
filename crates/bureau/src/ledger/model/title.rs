//! What a row is called by: the matter or the person it is about.

use super::{
    definition::Definition,
    field::{FieldKind, FieldSpec},
};

impl Definition {
    /// The field a row is called by: the first that must be filled in with words of its own. A number
    /// written by a pattern names nothing to a reader, and is taken only where there is nothing better.
    pub(crate) fn title_field(&self) -> Option<&FieldSpec> {
        let is_number = |field: &FieldSpec| {
            !field.pattern.is_empty() || field.name.ends_with('号') || field.name.ends_with("编码")
        };
        let mut words = self.active().filter(|field| {
            field.required && matches!(field.kind, FieldKind::Text | FieldKind::Person)
        });
        let told = words.find(|field| !is_number(field));
        told.or_else(|| {
            let mut keys = self.key.iter().filter_map(|code| self.field(code));
            keys.find(|field| !field.retired && field.kind == FieldKind::Text)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::ledger::templates;

    #[test]
    fn rows_are_called_by_their_matter_or_person_and_by_a_number_only_for_want_of_better() {
        for (code, title) in [
            ("letters", "反映事项"),
            ("hazards", "隐患内容"),
            ("dropouts", "学生姓名"),
            ("projects", "课题名称"),
            ("honours", "获奖者"),
            ("master-teachers", "姓名"),
            ("bus-vehicles", "号牌号码"),
            ("bus-routes", "线路名称"),
        ] {
            let definition = templates().iter().find(|known| known.code == code).unwrap();
            let field = definition.title_field();
            assert_eq!(
                field.map(|field| field.name.as_str()),
                Some(title),
                "{code}"
            );
        }
    }
}
