//! Fields that are called otherwise on the form than before: what the form says of them by their old names
//! follows, so that whoever renames a field need not look for it everywhere else.

use super::definition_form::DefinitionForm;
use crate::ledger::model::Definition;
use std::collections::BTreeMap;

impl DefinitionForm {
    /// Writes the new names wherever the form calls fields by those they had.
    pub(super) fn follow_names(&mut self, before: &Definition) {
        let renamed = self.names_now(before);
        if renamed.is_empty() {
            return;
        }
        let follow = |words: &mut String| follow_list(words, &renamed);
        for words in [
            &mut self.period,
            &mut self.key,
            &mut self.person_key,
            &mut self.handler,
            &mut self.stages.field,
            &mut self.stages.due,
        ] {
            follow(words);
        }
        for line in &mut self.rollups {
            follow(&mut line.field);
            follow_conditions(&mut line.filter, &renamed);
            follow_conditions(&mut line.part, &renamed);
        }
        for line in &mut self.stages.lines {
            follow(&mut line.from);
            follow(&mut line.needs);
            follow_conditions(&mut line.must, &renamed);
        }
    }

    /// Old names with the new ones; none that another field bears now.
    fn names_now(&self, before: &Definition) -> BTreeMap<String, String> {
        let is_borne = |name: &str| self.fields.iter().any(|line| line.field.name == name);
        let lines = self.fields.iter().map(|line| &line.field);
        lines
            .filter_map(|field| {
                let was = &before.field(&field.code)?.name;
                let is_other = *was != field.name && !field.name.is_empty() && !is_borne(was);
                is_other.then(|| (was.clone(), field.name.clone()))
            })
            .collect()
    }
}

/// 「工号、培训项目」.
fn follow_list(words: &mut String, renamed: &BTreeMap<String, String>) {
    let parts: Vec<&str> = words.split(['、', '，', ',']).collect();
    if !parts.iter().any(|part| renamed.contains_key(part.trim())) {
        return;
    }
    let parts: Vec<&str> = parts
        .into_iter()
        .map(|part| renamed.get(part.trim()).map_or(part, String::as_str))
        .collect();
    *words = parts.join("、");
}

/// 「级别=市级、省级；学段=小学」: what stands before the sign is a name.
fn follow_conditions(words: &mut String, renamed: &BTreeMap<String, String>) {
    let mut followed = String::new();
    for part in words.split_inclusive(['；', ';', '\n']) {
        let sign = part.find(['=', '＝']).unwrap_or(0);
        let (name, rest) = part.split_at(sign);
        followed.push_str(renamed.get(name.trim()).map_or(name, String::as_str));
        followed.push_str(rest);
    }
    *words = followed;
}

#[cfg(test)]
mod tests {
    use super::{follow_conditions, follow_list};
    use std::collections::BTreeMap;

    #[test]
    fn names_follow_in_lists_and_before_the_sign_and_nowhere_else() {
        let renamed = BTreeMap::from([("级别".to_owned(), "层级".to_owned())]);
        for (was, now) in [
            ("姓名，级别", "姓名、层级"),
            ("姓名，级", "姓名，级"),
            ("", ""),
        ] {
            let mut words = was.to_owned();
            follow_list(&mut words, &renamed);
            assert_eq!(words, now);
        }
        for (was, now) in [
            ("级别=级别、县级；学段=级别", "层级=级别、县级；学段=级别"),
            (
                "学段=小学\n级别＝市级｜级别不对",
                "学段=小学\n层级＝市级｜级别不对",
            ),
            ("级别", "级别"),
            ("", ""),
        ] {
            let mut words = was.to_owned();
            follow_conditions(&mut words, &renamed);
            assert_eq!(words, now);
        }
    }
}
