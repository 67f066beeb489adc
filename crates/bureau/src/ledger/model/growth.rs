//! 模板更新: what a shipped template has that a register founded from it does not have yet. Whatever the bureau
//! changed, took out or made itself stays as it is: only what no version of the register ever had is offered.

use super::{
    definition::{CrossRule, Definition},
    field::{FieldKind, FieldSpec},
};
use crate::ledger::expr::{Expr, TODAY};
use std::collections::BTreeSet;

/// One thing the template would add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Addition {
    /// By this it is chosen.
    pub(crate) key: String,
    pub(crate) words: String,
}

/// What of the growth of a template is taken over.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wanted<'a> {
    Everything,
    Only(&'a BTreeSet<String>),
}

impl Wanted<'_> {
    fn holds(self, key: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Only(keys) => keys.contains(key),
        }
    }
}

impl Definition {
    /// Code of the template it was founded from; that of its own where it does not say.
    pub(crate) fn template_code(&self) -> &str {
        match self.template.is_empty() {
            true => &self.code,
            false => &self.template,
        }
    }

    /// Whether it was founded from this template: most of its fields are there.
    pub(crate) fn is_of(&self, template: &Self) -> bool {
        let is_there = |field: &&FieldSpec| {
            let own = self.field(&field.code);
            own.is_some_and(|own| own.kind == field.kind)
        };
        template.active().filter(is_there).count() * 2 > template.active().count()
    }

    /// The definition with what is wanted of its template, and everything there is to want. `ever` are all
    /// versions it had.
    pub(crate) fn grown(
        &self,
        ever: &[Self],
        template: &Self,
        wanted: Wanted<'_>,
    ) -> (Self, Vec<Addition>) {
        let mut growing = Growing {
            definition: self.clone(),
            additions: Vec::new(),
            wanted,
        };
        growing.fields(ever, template);
        growing.bounds(ever, template);
        growing.stages(ever, template);
        growing.handler(ever, template);
        growing.rules(ever, template);
        growing.rollups(ever, template);
        growing.expiries(ever, template);
        growing.views(ever, template);
        (growing.definition, growing.additions)
    }
}

struct Growing<'a> {
    definition: Definition,
    additions: Vec<Addition>,
    wanted: Wanted<'a>,
}

impl Growing<'_> {
    /// Whether a field is filled in here, or is offered to be.
    fn stands(&self, code: &str) -> bool {
        let key = format!("field {code}");
        self.definition.active().any(|field| field.code == code)
            || self.additions.iter().any(|addition| addition.key == key)
    }

    /// Whether everything a rule speaks of stands here.
    fn can_say(&self, rule: &CrossRule, template: &Definition) -> bool {
        [&rule.when, &rule.check].into_iter().all(|text| {
            let Ok(expr) = Expr::parse(text) else {
                return text.is_empty();
            };
            let mut named = Vec::new();
            expr.fields(&mut named);
            named.into_iter().all(|word| {
                let shipped = template.field_called(word);
                self.definition.field_called(word).is_some()
                    || shipped.is_some_and(|field| self.stands(&field.code))
            })
        })
    }

    /// Offers something; whether it is taken.
    fn offers(&mut self, key: String, words: String) -> bool {
        let is_wanted = self.wanted.holds(&key);
        self.additions.push(Addition { key, words });
        is_wanted
    }

    fn fields(&mut self, ever: &[Definition], template: &Definition) {
        let mut before: Option<&str> = None;
        for field in template.active() {
            let had = ever.iter().any(|known| known.field(&field.code).is_some());
            // What the bureau made itself under this name is the bureau's.
            let is_named = self.definition.field_called(&field.name).is_some();
            let stands = self.definition.field(&field.code).is_some();
            if !had && !is_named && !stands {
                let words = format!("字段“{}”（{}）", field.name, field.kind.label());
                if self.offers(format!("field {}", field.code), words) {
                    let fields = &mut self.definition.fields;
                    let at = fields
                        .iter()
                        .position(|known| Some(known.code.as_str()) == before);
                    let at = at.map_or(fields.len(), |at| at + 1);
                    fields.insert(at, field.clone());
                }
            }
            before = Some(&field.code);
        }
    }

    /// Days that may not lie ahead, and choices that came on.
    fn bounds(&mut self, ever: &[Definition], template: &Definition) {
        for shipped in template.active() {
            let known = |definition: &Definition| -> Option<FieldSpec> {
                let own = definition.active().find(|own| own.code == shipped.code)?;
                (own.kind == shipped.kind).then(|| own.clone())
            };
            let Some(own) = known(&self.definition) else {
                continue;
            };
            let had: Vec<FieldSpec> = ever.iter().filter_map(known).collect();
            let was_bounded = had.iter().any(|field| !field.max.is_empty());
            // One that came in just now is as the template has it.
            let is_new = ever.iter().all(|known| known.field(&own.code).is_none());
            if shipped.max == TODAY && own.max.is_empty() && !was_bounded && !is_new {
                let words = format!("字段“{}”：日期不能晚于填写当天", own.name);
                if self.offers(format!("max {}", own.code), words) {
                    self.change(&own.code, |field| field.max.clone_from(&shipped.max));
                }
            }
            let is_choice = matches!(own.kind, FieldKind::Choice | FieldKind::MultiChoice);
            // What the stages are called is told of the stages.
            if !is_choice || own.code == self.definition.stage || is_new {
                continue;
            }
            let is_more = |option: &&String| {
                !own.options.contains(option)
                    && !had.iter().any(|field| field.options.contains(option))
            };
            let more: Vec<String> = shipped.options.iter().filter(is_more).cloned().collect();
            if !more.is_empty() {
                let words = format!("字段“{}”的选项：{}", own.name, more.join("、"));
                if self.offers(format!("options {}", own.code), words) {
                    self.change(&own.code, |field| field.options.extend(more));
                }
            }
        }
    }

    fn change(&mut self, code: &str, change: impl FnOnce(&mut FieldSpec)) {
        let mut fields = self.definition.fields.iter_mut();
        if let Some(field) = fields.find(|field| field.code == code) {
            change(field);
        }
    }

    /// What a stage asks for and demands; which stages there are is the bureau's.
    fn stages(&mut self, ever: &[Definition], template: &Definition) {
        for shipped in &template.stages {
            let of = |definition: &Definition| {
                let mut stages = definition.stages.iter();
                stages.find(|own| own.code == shipped.code).cloned()
            };
            let Some(own) = of(&self.definition) else {
                continue;
            };
            let had: Vec<_> = ever.iter().filter_map(of).collect();
            for code in &shipped.needs {
                let was = had.iter().any(|stage| stage.needs.contains(code));
                if was || own.needs.contains(code) || !self.stands(code) {
                    continue;
                }
                let name = name_in(&[&self.definition, template], code);
                let words = format!("阶段“{}”要填“{name}”", own.name);
                if self.offers(format!("needs {} {code}", own.code), words) {
                    self.change_stage(&own.code, |stage| stage.needs.push(code.clone()));
                }
            }
            for must in &shipped.must {
                let names = |stage: &super::StageSpec| {
                    stage.must.iter().any(|known| known.field == must.field)
                };
                if names(&own) || had.iter().any(names) || !self.stands(&must.field) {
                    continue;
                }
                let name = name_in(&[&self.definition, template], &must.field);
                let words = format!(
                    "阶段“{}”转出前，“{name}”应为{}",
                    own.name,
                    must.one_of.join("、")
                );
                if self.offers(format!("must {} {}", own.code, must.field), words) {
                    self.change_stage(&own.code, |stage| stage.must.push(must.clone()));
                }
            }
        }
    }

    fn change_stage(&mut self, code: &str, change: impl FnOnce(&mut super::StageSpec)) {
        let mut stages = self.definition.stages.iter_mut();
        if let Some(stage) = stages.find(|stage| stage.code == code) {
            change(stage);
        }
    }

    /// The unit that handles a row, where the register never had one.
    fn handler(&mut self, ever: &[Definition], template: &Definition) {
        let shipped = &template.rights;
        let had = ever.iter().any(|known| !known.rights.handler.is_empty());
        let has = !self.definition.rights.handler.is_empty();
        if had || has || !self.stands(&shipped.handler) {
            return;
        }
        let name = name_in(&[&self.definition, template], &shipped.handler);
        let words = match shipped.handler_fills {
            true => format!("“{name}”所填的单位能看到、填写和办理所承办的记录"),
            false => format!("“{name}”所填的单位能看到所承办的记录"),
        };
        if self.offers("handler".to_owned(), words) {
            let rights = &mut self.definition.rights;
            rights.handler.clone_from(&shipped.handler);
            rights.handler_fills = shipped.handler_fills;
        }
    }

    fn rules(&mut self, ever: &[Definition], template: &Definition) {
        let is_in = |rules: &[CrossRule], rule: &CrossRule| {
            let is_same =
                |known: &CrossRule| known.check == rule.check || known.message == rule.message;
            rules.iter().any(is_same)
        };
        for rule in &template.rules {
            let had = ever.iter().any(|known| is_in(&known.rules, rule));
            let is_known = had || is_in(&self.definition.rules, rule);
            if is_known || !self.can_say(rule, template) {
                continue;
            }
            let words = format!("校验规则：{}", rule.message);
            if self.offers(format!("rule {}", rule.check), words) {
                self.definition.rules.push(rule.clone());
            }
        }
        for rule in &template.warnings {
            let had = ever.iter().any(|known| is_in(&known.warnings, rule));
            let is_known = had || is_in(&self.definition.warnings, rule);
            if is_known || !self.can_say(rule, template) {
                continue;
            }
            let words = format!("提示：{}", rule.message);
            if self.offers(format!("warning {}", rule.check), words) {
                self.definition.warnings.push(rule.clone());
            }
        }
    }

    fn rollups(&mut self, ever: &[Definition], template: &Definition) {
        for rollup in &template.rollups {
            let has = |known: &Definition| {
                let mut rollups = known.rollups.iter();
                rollups.any(|own| own.code == rollup.code || own.name == rollup.name)
            };
            let conditions = rollup.filter.iter().chain(&rollup.part);
            let mut fields = conditions.map(|condition| &condition.field);
            let can_count = fields.all(|code| self.stands(code))
                && (rollup.field.is_empty() || self.stands(&rollup.field));
            if has(&self.definition) || ever.iter().any(has) || !can_count {
                continue;
            }
            let words = format!("汇总“{}”（{}）", rollup.name, rollup.measure.label());
            if self.offers(format!("rollup {}", rollup.code), words) {
                self.definition.rollups.push(rollup.clone());
            }
        }
    }

    fn expiries(&mut self, ever: &[Definition], template: &Definition) {
        for expiry in &template.expiries {
            let has = |known: &Definition| {
                let mut expiries = known.expiries.iter();
                expiries.any(|own| own.field == expiry.field)
            };
            let can_stand = [&expiry.field, &expiry.done]
                .into_iter()
                .all(|code| code.is_empty() || self.stands(code));
            if has(&self.definition) || ever.iter().any(has) || !can_stand {
                continue;
            }
            let words = format!("到期提示：{}，提前{}天", expiry.words, expiry.days);
            if self.offers(format!("expiry {}", expiry.field), words) {
                self.definition.expiries.push(expiry.clone());
            }
        }
    }

    /// Views, where what they filter by stands here under the same words.
    fn views(&mut self, ever: &[Definition], template: &Definition) {
        for view in &template.views {
            let has = |known: &Definition| {
                let mut views = known.views.iter();
                views.any(|own| own.name == view.name || own.query == view.query)
            };
            let can_show = form_urlencoded::parse(view.query.as_bytes()).all(|(name, value)| {
                let Some(code) = name.strip_prefix("f.") else {
                    return true;
                };
                let field = self.definition.active().find(|field| field.code == code);
                match field {
                    Some(field) if field.kind == FieldKind::Choice => {
                        field.options.iter().any(|option| *option == value)
                    }
                    _ => self.stands(code),
                }
            });
            if has(&self.definition) || ever.iter().any(has) || !can_show {
                continue;
            }
            let words = format!("视图“{}”", view.name);
            if self.offers(format!("view {}", view.name), words) {
                self.definition.views.push(view.clone());
            }
        }
    }
}

/// What a field is called, by whichever definition has it.
fn name_in(definitions: &[&Definition], code: &str) -> String {
    let mut fields = definitions.iter().filter_map(|known| known.field(code));
    let field = fields.next();
    field.map_or_else(|| code.to_owned(), |field| field.name.clone())
}

#[cfg(test)]
mod tests {
    use super::Wanted;
    use crate::ledger::model::Definition;
    use std::collections::BTreeSet;

    fn letters() -> Definition {
        toml::from_str(include_str!("../templates/letters.toml")).unwrap()
    }

    /// 信访 as it was shipped before units handled letters.
    fn earlier() -> Definition {
        let mut earlier = letters();
        earlier.rights.handler.clear();
        earlier.rights.handler_fills = false;
        earlier.fields.retain(|field| field.code != "satisfied");
        for field in &mut earlier.fields {
            field.max.clear();
        }
        for stage in &mut earlier.stages {
            stage.needs.retain(|code| code != "satisfied");
            stage.must.clear();
        }
        earlier.rules.pop();
        earlier.rollups.retain(|rollup| rollup.code == "letters");
        earlier.views.retain(|view| view.name == "逾期的");
        earlier
    }

    #[test]
    fn a_register_takes_over_what_its_template_has_grown_by_and_then_there_is_nothing_more() {
        let (own, template) = (earlier(), letters());
        assert!(own.is_of(&template));
        let ever = [own.clone()];
        let (grown, additions) = own.grown(&ever, &template, Wanted::Everything);
        let keys: BTreeSet<&str> = additions.iter().map(|a| a.key.as_str()).collect();
        for key in [
            "field satisfied",
            "needs answered satisfied",
            "handler",
            "max held",
            "rollup closed",
            "view 办理中",
        ] {
            assert!(keys.contains(key), "{key}: {keys:?}");
        }
        assert_eq!(grown.problems(), Vec::<String>::new());
        let after = [own, grown.clone()];
        let (same, more) = grown.grown(&after, &template, Wanted::Everything);
        assert!(more.is_empty(), "{more:?}");
        assert_eq!(same, grown);
    }

    #[test]
    fn what_the_bureau_made_otherwise_or_took_out_is_left_alone() {
        let template = letters();
        let mut own = template.clone();
        let first = own.clone();
        "来信来访".clone_into(&mut own.name);
        own.rules.clear();
        own.rollups.clear();
        own.rights.handler.clear();
        own.rights.handler_fills = false;
        own.views.clear();
        for stage in &mut own.stages {
            stage.needs.clear();
            stage.limit_days = 3;
        }
        for field in &mut own.fields {
            field.max.clear();
            field.retired |= field.code == "phone";
        }
        let (grown, additions) = own.grown(&[first, own.clone()], &template, Wanted::Everything);
        assert!(additions.is_empty(), "{additions:?}");
        assert_eq!(grown, own);
    }

    #[test]
    fn only_what_was_chosen_comes_in() {
        let (own, template) = (earlier(), letters());
        let ever = [own.clone()];
        let chosen = BTreeSet::from(["rollup closed".to_owned()]);
        let (grown, additions) = own.grown(&ever, &template, Wanted::Only(&chosen));
        assert!(additions.len() > 3);
        assert_eq!(grown.rollups.len(), own.rollups.len() + 1);
        assert_eq!(grown.fields, own.fields);
        assert_eq!(grown.rights, own.rights);
        let nothing = BTreeSet::new();
        let (same, _) = own.grown(&ever, &template, Wanted::Only(&nothing));
        assert_eq!(same, own);
    }

    #[test]
    fn a_view_of_words_the_bureau_took_out_is_not_offered() {
        let (mut own, template) = (earlier(), letters());
        for field in &mut own.fields {
            field.options.retain(|option| option != "办理中");
        }
        let (_, additions) = own.grown(&[own.clone()], &template, Wanted::Everything);
        assert!(additions.iter().all(|line| line.key != "view 办理中"));
    }

    #[test]
    fn another_register_of_the_same_code_is_not_of_the_template() {
        let mut other = letters();
        other.fields.truncate(4);
        assert!(!other.is_of(&letters()));
    }
}
