//! What a new version does to the stages: names that change, stages that are let go, a register that
//! begins to have stages or has them no more.

use super::{
    definition::{CrossRule, Definition},
    difference::{DefinitionChange, plain},
    field::{FieldKind, FieldSpec},
    stages::{LimitDays, Mover, StageSpec},
};
use std::collections::BTreeMap;

/// Names of the fields a register is given when it begins to have stages.
const STAGE: &str = "办理阶段";
const STAGE_DUE: &str = "本阶段期限";

impl Definition {
    /// Brings the fields of the stages into line with them; a register that begins to have stages is
    /// given the fields it lacks.
    pub(crate) fn align_stages(&mut self) {
        if self.stages.is_empty() {
            return;
        }
        if self.stage.is_empty() {
            self.stage = self.field_for(STAGE, FieldKind::Choice, "stage");
        }
        if self.stage_due.is_empty() {
            self.stage_due = self.field_for(STAGE_DUE, FieldKind::Date, "stage_due");
        }
        let last = self.stages.len() - 1;
        for (place, stage) in self.stages.iter_mut().enumerate() {
            stage.is_end = place == last;
        }
        let names: Vec<String> = self.stages.iter().map(|s| s.name.clone()).collect();
        let stage = self.stage.clone();
        let known = self.fields.iter_mut().find(|field| field.code == stage);
        if let Some(field) = known.filter(|field| field.kind == FieldKind::Choice) {
            field.options = names;
            field.required = false;
        }
    }

    /// Code of a field that is there under this name, else of a new one.
    fn field_for(&mut self, name: &str, kind: FieldKind, code: &str) -> String {
        let known = self
            .active()
            .find(|field| field.name == name && field.kind == kind);
        if let Some(known) = known {
            return known.code.clone();
        }
        let is_free = |code: &String| self.field(code).is_none();
        let numbered = (2..1_000).map(|number| format!("{code}{number}"));
        let mut codes = std::iter::once(code.to_owned()).chain(numbered);
        let code = codes.find(is_free).unwrap_or_default();
        self.fields.push(FieldSpec {
            code: code.clone(),
            name: name.to_owned(),
            kind,
            filter: kind == FieldKind::Choice,
            help: match kind {
                FieldKind::Choice => "由“办理”推进，不直接填写。".to_owned(),
                _ => "按阶段的限期自动算出。".to_owned(),
            },
            ..FieldSpec::default()
        });
        code
    }

    /// The word of a stage, also of one that rows no longer pass through.
    pub(crate) fn stage_word<'a>(&'a self, code: &'a str) -> &'a str {
        let mut stages = self.stages.iter().chain(&self.past_stages);
        let known = stages.find(|known| known.code == code);
        known.map_or(code, |known| known.name.as_str())
    }

    /// What the stages of another version that are called otherwise now, or are let go, are called:
    /// nothing for what is let go.
    pub(crate) fn stages_now<'a>(&'a self, before: &'a Self) -> BTreeMap<&'a str, Option<&'a str>> {
        if self.stages.is_empty() || self.stage != before.stage {
            return BTreeMap::new();
        }
        let now = before.stages.iter().map(|was| {
            let mut stages = self.stages.iter();
            let now = stages.find(|now| now.code == was.code);
            (was.name.as_str(), now.map(|now| now.name.as_str()))
        });
        now.filter(|(was, now)| Some(*was) != *now).collect()
    }

    /// Whether rows must be put anew where they stand.
    pub(crate) fn stands_otherwise(&self, before: &Self) -> bool {
        self.stages != before.stages
            || self.stage != before.stage
            || self.stage_due != before.stage_due
            || self.expiries != before.expiries
            || (self.has_stages() && self.owner != before.owner)
    }

    /// Writes new names of stages into whatever speaks of them and was left as it was: conditions of
    /// roll-ups, rules, warnings and views.
    pub(crate) fn rename_stages(&mut self, before: &Self) {
        let after = self.clone();
        let renamed: BTreeMap<&str, &str> = after
            .stages_now(before)
            .into_iter()
            .filter_map(|(was, now)| Some((was, now?)))
            .collect();
        if renamed.is_empty() {
            return;
        }
        for rollup in &mut self.rollups {
            let known = before.rollups.iter().find(|r| r.code == rollup.code);
            let Some(known) = known else { continue };
            for (conditions, was) in [
                (&mut rollup.filter, &known.filter),
                (&mut rollup.part, &known.part),
            ] {
                if conditions != was {
                    continue;
                }
                let of_stage = conditions.iter_mut().filter(|c| c.field == after.stage);
                for name in of_stage.flat_map(|condition| condition.one_of.iter_mut()) {
                    if let Some(now) = renamed.get(name.as_str()) {
                        (*now).clone_into(name);
                    }
                }
            }
        }
        let field = before.field(&before.stage);
        let named = field.map_or_else(String::new, |field| format!("[{}]", field.name));
        for (rules, known) in [
            (&mut self.rules, &before.rules),
            (&mut self.warnings, &before.warnings),
        ] {
            let kept = rules.iter_mut().filter(|rule| known.contains(rule));
            for CrossRule { when, check, .. } in kept {
                for text in [when, check] {
                    if text.contains(&named) || text.contains(&format!("[{}]", after.stage)) {
                        *text = with_new_names(text, &renamed);
                    }
                }
            }
        }
        for view in &mut self.views {
            view.query = renamed_in_query(&view.query, &after.stage, &renamed, false);
        }
    }
}

/// A query of a list with the new names of stages; `is_encoded` as addresses have it.
pub(crate) fn renamed_in_query(
    query: &str,
    stage: &str,
    renamed: &BTreeMap<&str, &str>,
    is_encoded: bool,
) -> String {
    let key = format!("f.{stage}");
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| {
            let now = renamed.get(value.as_ref()).filter(|_| name == key.as_str());
            let value = now.map_or_else(|| value.to_string(), |now| (*now).to_owned());
            (name.into_owned(), value)
        })
        .collect();
    if !pairs.iter().any(|(name, _)| *name == key) {
        return query.to_owned();
    }
    if is_encoded {
        return form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
    }
    let parts: Vec<String> = pairs.iter().map(|(k, v)| format!("{k}={v}")).collect();
    parts.join("&")
}

/// A rule in which the quoted names are the new ones.
pub(super) fn with_new_names(text: &str, renamed: &BTreeMap<&str, &str>) -> String {
    let mut left = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['“', '"']) {
        let (before, quoted) = rest.split_at(start);
        left.push_str(before);
        let mut chars = quoted.chars();
        let close = match chars.next() {
            Some('“') => '”',
            _ => '"',
        };
        let inner = chars.as_str();
        let Some((word, after)) = inner.split_once(close) else {
            rest = quoted;
            break;
        };
        left.extend(quoted.chars().take(1));
        left.push_str(renamed.get(word).copied().unwrap_or(word));
        left.push(close);
        rest = after;
    }
    left.push_str(rest);
    left
}

/// What changes of the stages, in words.
pub(super) fn stage_differences(before: &Definition, after: &Definition) -> Vec<DefinitionChange> {
    let names = |stages: &[StageSpec]| -> String {
        let names: Vec<&str> = stages.iter().map(|stage| stage.name.as_str()).collect();
        names.join("→")
    };
    let mut changes = Vec::new();
    match (before.stages.is_empty(), after.stages.is_empty()) {
        (true, true) => {}
        (true, false) => {
            let (path, first) = (names(&after.stages), after.stages.first());
            let first = first.map_or("", |first| first.name.as_str());
            changes.push(plain(format!(
                "开始分阶段办理：{path}；没有写明阶段的记录归入“{first}”，从启用之日起算限期。"
            )));
        }
        (false, true) => changes.push(plain(
            "不再分阶段办理；原来的阶段和期限字段作为普通字段保留，办理经过仍可查看。".to_owned(),
        )),
        (false, false) => changes.extend(one_by_one(before, after)),
    }
    for known in before.stages.iter().chain(&before.past_stages) {
        let mut kept = after.stages.iter().chain(&after.past_stages);
        if !kept.any(|stage| stage.code == known.code) {
            changes.push(refused(format!(
                "阶段“{}”不能删掉，办理经过会无处可查；请改为停用。",
                known.name
            )));
        }
    }
    if before.warnings != after.warnings {
        changes.push(plain("修改了只提示、不拦的校验。".to_owned()));
    }
    if before.expiries != after.expiries {
        changes.push(plain("修改了到期提示。".to_owned()));
    }
    changes
}

fn one_by_one(before: &Definition, after: &Definition) -> Vec<DefinitionChange> {
    let mut changes = Vec::new();
    if before.stage != after.stage || before.stage_due != after.stage_due {
        changes.push(refused(
            "记录阶段和期限的字段不能换成别的字段，办理经过会对不上。".to_owned(),
        ));
    }
    let was_in = |stages: &[StageSpec], code: &str| stages.iter().any(|stage| stage.code == code);
    for stage in &after.stages {
        let known = before.stages.iter().find(|known| known.code == stage.code);
        let name = &stage.name;
        let Some(known) = known else {
            let what = match was_in(&before.past_stages, &stage.code) {
                true => format!("恢复使用阶段“{name}”。"),
                false => format!("新增阶段“{name}”。"),
            };
            changes.push(plain(what));
            continue;
        };
        if known.name != stage.name {
            changes.push(plain(format!(
                "阶段“{}”改名为“{name}”，已有的记录、汇总条件和视图一并改。",
                known.name
            )));
        }
        let (was, is) = (asked(before, known), asked(after, stage));
        if was != is {
            changes.push(plain(format!("阶段“{name}”由“{was}”改为“{is}”。")));
        }
    }
    for known in &before.stages {
        if was_in(&after.past_stages, &known.code) {
            changes.push(plain(format!("停用阶段“{}”。", known.name)));
        }
    }
    let order = |of: &Definition, other: &Definition| -> Vec<String> {
        let stages = of.stages.iter();
        let common = stages.filter(|stage| was_in(&other.stages, &stage.code));
        common.map(|stage| stage.code.clone()).collect()
    };
    if order(before, after) != order(after, before) {
        let names: Vec<&str> = after.stages.iter().map(|s| s.name.as_str()).collect();
        changes.push(plain(format!("阶段的次序改为{}。", names.join("→"))));
    }
    changes
}

fn refused(what: String) -> DefinitionChange {
    DefinitionChange {
        is_refused: true,
        ..plain(what)
    }
}

/// 「5个工作日内，自发现日期起算，由填报单位办理，先填整改措施」.
fn asked(definition: &Definition, stage: &StageSpec) -> String {
    stage.asked_in_words(definition).join("，")
}

impl StageSpec {
    /// What is asked before a row goes on from here, in words.
    pub(crate) fn asked_in_words(&self, definition: &Definition) -> Vec<String> {
        if self.is_end {
            return vec!["办结".to_owned()];
        }
        let name = |code: &String| {
            let field = definition.field(code);
            field.map_or_else(|| code.clone(), |field| field.name.clone())
        };
        let mut words = vec![match (self.limit_days, self.days) {
            (0, LimitDays::Calendar | LimitDays::Working) => "不设限期".to_owned(),
            _ => self.limit_in_words(),
        }];
        if !self.from.is_empty() && self.limit_days > 0 {
            words.push(format!("自{}起算", name(&self.from)));
        }
        words.push(match self.mover {
            Mover::Owner => "由归口科室办理".to_owned(),
            Mover::Unit => "由填报单位办理".to_owned(),
        });
        if !self.needs.is_empty() {
            let needs: Vec<String> = self.needs.iter().map(name).collect();
            words.push(format!("先填{}", needs.join("、")));
        }
        for must in &self.must {
            words.push(format!(
                "{}须为{}",
                name(&must.field),
                must.one_of.join("或")
            ));
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::{renamed_in_query, with_new_names};
    use std::collections::BTreeMap;

    #[test]
    fn new_names_of_stages_are_written_where_the_old_ones_stood_and_nowhere_else() {
        let renamed = BTreeMap::from([("受理", "登记"), ("登记", "立案")]);
        assert_eq!(
            with_new_names("[办理阶段]=“受理” 或 [说明]=\"登记\"", &renamed),
            "[办理阶段]=“登记” 或 [说明]=\"立案\""
        );
        assert_eq!(
            with_new_names("[办理阶段]=“受理", &renamed),
            "[办理阶段]=“受理"
        );
        assert_eq!(with_new_names("[受理]>3", &renamed), "[受理]>3");
        assert_eq!(
            renamed_in_query("f.stage=受理&f.kind=受理", "stage", &renamed, false),
            "f.stage=登记&f.kind=受理"
        );
        assert_eq!(
            renamed_in_query("late=逾期", "stage", &renamed, true),
            "late=逾期"
        );
    }
}
