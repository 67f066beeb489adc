//! 改名: options and fields that are called otherwise now, in whatever speaks of them.

use super::{
    definition::{CrossRule, Definition},
    difference::{DefinitionChange, plain},
    field::{FieldKind, FieldSpec},
    restaging::{renamed_in_query, with_new_names},
    row::Values,
};
use std::collections::BTreeMap;

/// An option that gave its place to another: the same by another name, or so it seems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Renaming {
    /// Code of the field.
    pub(crate) field: String,
    pub(crate) was: String,
    pub(crate) now: String,
}

impl Renaming {
    /// Whether values say the old name.
    pub(crate) fn concerns(&self, values: &Values) -> bool {
        let kept = values.get(&self.field);
        let says =
            |kept: &String| *kept == self.was || kept.split('、').any(|option| option == self.was);
        kept.is_some_and(says)
    }

    /// Writes the new name into values.
    pub(crate) fn write_into(&self, values: &mut Values) {
        if !self.concerns(values) {
            return;
        }
        if let Some(kept) = values.get_mut(&self.field) {
            if *kept == self.was {
                kept.clone_from(&self.now);
                return;
            }
            let options: Vec<&str> = kept
                .split('、')
                .map(|option| match option == self.was {
                    true => self.now.as_str(),
                    false => option,
                })
                .collect();
            *kept = options.join("、");
        }
    }

    /// The change in words.
    pub(crate) fn change(&self, definition: &Definition) -> DefinitionChange {
        let field = definition.field(&self.field);
        let name = field.map_or(self.field.as_str(), |field| field.name.as_str());
        plain(format!(
            "字段“{name}”的选项“{}”改名为“{}”，已有的记录、汇总条件、阶段的要求和视图一并改。",
            self.was, self.now
        ))
    }
}

impl Definition {
    /// Options that seem to be called otherwise than in the version before: in their field one is gone, and
    /// another stands in its place.
    pub(crate) fn renamings(&self, before: &Self) -> Vec<Renaming> {
        let of_field = |field: &FieldSpec| -> Option<Renaming> {
            let known = before.field(&field.code)?;
            let is_choice = matches!(field.kind, FieldKind::Choice | FieldKind::MultiChoice);
            // What the stages are called is told of the stages.
            if !is_choice || known.kind != field.kind || field.code == self.stage {
                return None;
            }
            let mut gone = known
                .options
                .iter()
                .enumerate()
                .filter(|(_, option)| !field.options.contains(option));
            let (place, was) = gone.next()?;
            let now = field.options.get(place)?;
            if gone.next().is_some() || known.options.contains(now) {
                return None;
            }
            Some(Renaming {
                field: field.code.clone(),
                was: was.clone(),
                now: now.clone(),
            })
        };
        self.active().filter_map(of_field).collect()
    }

    /// Calls an option otherwise wherever the definition speaks of it.
    pub(crate) fn rename_option(&mut self, renaming: &Renaming) {
        let Renaming { field, was, now } = renaming;
        let renamed = BTreeMap::from([(was.as_str(), now.as_str())]);
        let put = |words: &mut Vec<String>| {
            for word in words.iter_mut().filter(|word| *word == was) {
                word.clone_from(now);
            }
        };
        let mut name = String::new();
        for known in self.fields.iter_mut().filter(|known| known.code == *field) {
            put(&mut known.options);
            name.clone_from(&known.name);
        }
        for rollup in &mut self.rollups {
            let conditions = rollup.filter.iter_mut().chain(&mut rollup.part);
            for condition in conditions.filter(|condition| condition.field == *field) {
                put(&mut condition.one_of);
            }
        }
        for stage in self.stages.iter_mut().chain(&mut self.past_stages) {
            for must in stage.must.iter_mut().filter(|must| must.field == *field) {
                put(&mut must.one_of);
            }
        }
        for CrossRule { when, check, .. } in self.rules.iter_mut().chain(&mut self.warnings) {
            for text in [when, check] {
                if text.contains(&format!("[{name}]")) || text.contains(&format!("[{field}]")) {
                    *text = with_new_names(text, &renamed);
                }
            }
        }
        for view in &mut self.views {
            view.query = renamed_in_query(&view.query, field, &renamed, false);
        }
    }

    /// The names of fields that are called otherwise than in the version before, and what they are called
    /// now; none whose old name another field bears.
    pub(crate) fn field_names_now<'a>(&'a self, before: &'a Self) -> BTreeMap<&'a str, &'a str> {
        let known = before.fields.iter();
        known
            .filter_map(|known| {
                let now = self.field(&known.code)?.name.as_str();
                let is_borne = self.field_called(&known.name).is_some();
                let was = known.name.as_str();
                (now != was && !now.is_empty() && !is_borne).then_some((was, now))
            })
            .collect()
    }

    /// Writes the new names of fields into the formulas, rules and warnings that speak of them.
    pub(crate) fn rename_fields(&mut self, before: &Self) {
        let after = self.clone();
        let renamed = after.field_names_now(before);
        if renamed.is_empty() {
            return;
        }
        let follow = |text: &mut String| {
            for (was, now) in &renamed {
                *text = text.replace(&format!("[{was}]"), &format!("[{now}]"));
            }
        };
        for field in &mut self.fields {
            follow(&mut field.formula);
        }
        for rule in self.rules.iter_mut().chain(&mut self.warnings) {
            follow(&mut rule.when);
            follow(&mut rule.check);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Renaming;
    use crate::ledger::model::{Definition, Values};

    fn training(text: &str) -> Definition {
        let shipped = include_str!("../templates/training.toml");
        toml::from_str(&format!("{shipped}\n{text}")).unwrap()
    }

    fn level(definition: &mut Definition) -> &mut Vec<String> {
        let mut fields = definition.fields.iter_mut();
        &mut fields.find(|field| field.code == "level").unwrap().options
    }

    #[test]
    fn an_option_is_taken_for_renamed_only_where_one_stands_in_the_place_of_one() {
        let before = training("");
        for (now, renamed) in [
            (vec!["国家级", "省级", "市级", "区县级"], true),
            (vec!["国家级", "省级", "市级", "区县级", "校级"], true),
            (vec!["国家级", "省级", "市级"], false),
            (vec!["国家级", "省级", "区县级", "校级"], false),
            (vec!["区县级", "国家级", "省级", "市级"], false),
            (vec!["国家级", "省级", "市级", "县级"], false),
        ] {
            let mut after = before.clone();
            *level(&mut after) = now.iter().map(|&option| option.to_owned()).collect();
            let expected = renamed.then(|| Renaming {
                field: "level".to_owned(),
                was: "县级".to_owned(),
                now: "区县级".to_owned(),
            });
            let found = after.renamings(&before);
            assert_eq!(found, Vec::from_iter(expected), "{now:?}");
        }
    }

    #[test]
    fn a_new_name_of_an_option_is_written_wherever_the_definition_speaks_of_it() {
        let mut definition = training(
            "[[rules]]\nwhen = \"[级别]=“县级”\"\ncheck = \"有[学时]\"\nmessage = \"填学时\"\n\
             [[views]]\nname = \"县级的\"\nquery = \"f.level=县级\"\n",
        );
        let condition = definition.rollups[2].filter[0].clone();
        assert!(condition.one_of.contains(&"市级".to_owned()));
        for (was, now) in [("县级", "区县级"), ("市级", "设区市级")] {
            definition.rename_option(&Renaming {
                field: "level".to_owned(),
                was: was.to_owned(),
                now: now.to_owned(),
            });
        }
        assert_eq!(
            *level(&mut definition),
            ["国家级", "省级", "设区市级", "区县级"]
        );
        let one_of = &definition.rollups[2].filter[0].one_of;
        assert_eq!(*one_of, ["国家级", "省级", "设区市级"]);
        assert_eq!(definition.rules[1].when, "[级别]=“区县级”");
        assert_eq!(definition.views[0].query, "f.level=区县级");
    }

    #[test]
    fn only_the_whole_option_is_renamed_in_a_row() {
        let renaming = Renaming {
            field: "a".to_owned(),
            was: "级".to_owned(),
            now: "等".to_owned(),
        };
        for (kept, now) in [("级", "等"), ("县级", "县级"), ("县级、级", "县级、等")]
        {
            let mut values = Values::from([("a".to_owned(), kept.to_owned())]);
            renaming.write_into(&mut values);
            assert_eq!(values["a"], now);
        }
    }

    #[test]
    fn formulas_and_rules_follow_a_field_that_is_called_otherwise() {
        let before = training("");
        let mut after = before.clone();
        for field in &mut after.fields {
            match field.code.as_str() {
                "hours" => field.name = "课时".to_owned(),
                // They have changed names: nobody knows which is meant.
                "held" => field.name = "结束日期".to_owned(),
                "ended" => field.name = "开始日期".to_owned(),
                _ => {}
            }
        }
        after.rename_fields(&before);
        let formula = &after.field("per_hour").unwrap().formula;
        assert_eq!(formula, "[经费]÷[课时]");
        assert_eq!(after.rules, before.rules);
    }
}
