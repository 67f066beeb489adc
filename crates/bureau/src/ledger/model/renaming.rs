//! 改名: options and fields that are called otherwise now, in whatever speaks of them.

use super::{
    definition::{CrossRule, Definition},
    difference::{DefinitionChange, plain},
    field::{FieldKind, FieldSpec},
    restaging::{renamed_in_query, with_new_names},
    row::Values,
};
use std::collections::BTreeMap;

/// Options of one field that are asked about at most; where more are gone, the field was made anew.
const MOST_ASKED: usize = 30;

/// What options are called now, by their fields and what they were called; empty: they are gone.
pub(crate) type NewNames = BTreeMap<(String, String), String>;

/// An option that is gone from a field where others are new: it may be called otherwise now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GoneOption {
    /// Code of the field.
    pub(crate) field: String,
    /// Where it stood among the options.
    pub(crate) place: usize,
    pub(crate) was: String,
    /// The options that are new.
    pub(crate) new: Vec<String>,
    /// The one of them it seems to be called by now.
    pub(crate) likely: Option<String>,
}

impl GoneOption {
    /// What it is called now: as was answered, where it was asked already, or as it seems.
    pub(crate) fn renamed(&self, answers: Option<&NewNames>) -> Option<Renaming> {
        let now = match answers {
            None => self.likely.as_ref()?,
            Some(answers) => {
                let answer = answers.get(&(self.field.clone(), self.was.clone()))?;
                self.new.iter().find(|new| *new == answer)?
            }
        };
        Some(Renaming {
            field: self.field.clone(),
            was: self.was.clone(),
            now: now.clone(),
        })
    }
}

/// An option that gave its place to another: the same by another name, or so it seems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Renaming {
    /// Code of the field.
    pub(crate) field: String,
    pub(crate) was: String,
    pub(crate) now: String,
}

/// Whether values say an option of a field.
pub(crate) fn says(values: &Values, field: &str, option: &str) -> bool {
    let kept = values.get(field);
    kept.is_some_and(|kept| kept == option || kept.split('、').any(|said| said == option))
}

impl Renaming {
    /// Writes the new name into values.
    pub(crate) fn write_into(&self, values: &mut Values) {
        if !says(values, &self.field, &self.was) {
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
    /// Options that are gone since the version before where others are new: whether they are called otherwise
    /// now, only whoever made the version knows.
    pub(crate) fn gone_options(&self, before: &Self) -> Vec<GoneOption> {
        let of_field = |field: &FieldSpec| -> Vec<GoneOption> {
            let is_choice = matches!(field.kind, FieldKind::Choice | FieldKind::MultiChoice);
            let known = before.field(&field.code);
            // What the stages are called is told of the stages.
            let is_asked = is_choice && field.code != self.stage;
            match known.filter(|known| is_asked && known.kind == field.kind) {
                Some(known) => gone_options(known, field),
                None => Vec::new(),
            }
        };
        self.active().flat_map(of_field).collect()
    }

    /// Calls an option otherwise wherever the definition speaks of it.
    pub(crate) fn rename_option(&mut self, renaming: &Renaming) {
        let Renaming { field, was, now } = renaming;
        let renamed = BTreeMap::from([(was.as_str(), now.as_str())]);
        let put = |words: &mut Vec<String>| {
            // Two options that are called the same now are one.
            if words.contains(now) {
                words.retain(|word| word != was);
            }
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

/// The options of a field that are gone, each with what it seems to be called now.
fn gone_options(known: &FieldSpec, field: &FieldSpec) -> Vec<GoneOption> {
    let places = known.options.iter().enumerate();
    let gone: Vec<(usize, &String)> = places
        .filter(|(_, option)| !field.options.contains(option))
        .collect();
    let options = field.options.iter();
    let new: Vec<&String> = options
        .filter(|option| !known.options.contains(option))
        .collect();
    if new.is_empty() || gone.len() > MOST_ASKED {
        return Vec::new();
    }
    let mut free = new.clone();
    let mut likely: BTreeMap<usize, &String> = BTreeMap::new();
    // One name within the other says more than the place does, and that more than signs they share.
    for round in [Likeness::Within, Likeness::InPlace, Likeness::Shared] {
        for (place, was) in &gone {
            if likely.contains_key(place) {
                continue;
            }
            let in_place = in_place(known, field, *place);
            let is_like = |now: &&String| match round {
                Likeness::Within => is_within(was, now) || is_within(now, was),
                Likeness::InPlace => in_place == Some(*now),
                Likeness::Shared => shares_most(was, now),
            };
            let mut fitting = free.iter().copied().filter(is_like);
            if let (Some(now), None) = (fitting.next(), fitting.next()) {
                free.retain(|option| *option != now);
                likely.insert(*place, now);
            }
        }
    }
    gone.into_iter()
        .map(|(place, was)| GoneOption {
            field: field.code.clone(),
            place,
            was: was.clone(),
            new: new.iter().map(|&option| option.clone()).collect(),
            likely: likely.get(&place).map(|&now| now.clone()),
        })
        .collect()
}

#[derive(Clone, Copy)]
enum Likeness {
    Within,
    InPlace,
    Shared,
}

/// The option that stands where another stood, where those that stayed stand where they did.
fn in_place<'f>(known: &FieldSpec, field: &'f FieldSpec, place: usize) -> Option<&'f String> {
    let mut stayed = known.options.iter().enumerate();
    let is_in_order = stayed.all(|(place, option)| {
        !field.options.contains(option) || field.options.get(place) == Some(option)
    });
    field.options.get(place).filter(|_| is_in_order)
}

/// Whether the signs of one name stand in another in their order: 县级 in 区县级.
fn is_within(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    !short.is_empty() && short.chars().all(|wanted| rest.any(|c| c == wanted))
}

/// Whether two names share more than half of their signs.
fn shares_most(one: &str, other: &str) -> bool {
    let n_shared = one.chars().filter(|c| other.contains(*c)).count();
    n_shared * 2 > one.chars().count().max(other.chars().count())
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
    fn options_that_are_gone_are_asked_about_where_others_are_new() {
        let before = training("");
        type Asked<'a> = &'a [(&'a str, Option<&'a str>)];
        let cases: [(&[&str], Asked<'_>); 9] = [
            (
                &["国家级", "省级", "市级", "区县级"],
                &[("县级", Some("区县级"))],
            ),
            (
                &["国家级", "省级", "市级", "区县级", "校级"],
                &[("县级", Some("区县级"))],
            ),
            (
                &["区县级", "国家级", "省级", "市级"],
                &[("县级", Some("区县级"))],
            ),
            // Two at once, in their places or not.
            (
                &["国家级", "省级", "设区市级", "区县级"],
                &[("市级", Some("设区市级")), ("县级", Some("区县级"))],
            ),
            (
                &["区县级", "设区市级", "省级", "国家级"],
                &[("市级", Some("设区市级")), ("县级", Some("区县级"))],
            ),
            // By their places, where the words say nothing.
            (
                &["甲等", "乙等", "市级", "县级"],
                &[("国家级", Some("甲等")), ("省级", Some("乙等"))],
            ),
            (
                &["国家级", "省级", "区县级", "校级"],
                &[("市级", None), ("县级", Some("区县级"))],
            ),
            (&["国家级", "省级", "市级"], &[]),
            (&["国家级", "省级", "市级", "县级", "校级"], &[]),
        ];
        for (now, expected) in cases {
            let mut after = before.clone();
            *level(&mut after) = now.iter().map(|&option| option.to_owned()).collect();
            let found = after.gone_options(&before);
            let found: Vec<(&str, Option<&str>)> = found
                .iter()
                .map(|gone| (gone.was.as_str(), gone.likely.as_deref()))
                .collect();
            assert_eq!(found, expected, "{now:?}");
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
