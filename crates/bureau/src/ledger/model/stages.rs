//! 办理阶段: rows that move from stage to stage, with limits; and days after which something expires.

use super::{
    check::is_code,
    definition::Definition,
    field::{FieldKind, FieldSpec},
    reading::CellFault,
    row::{Row, Values},
};
use crate::calendar::Calendar;
use base::day::Date;
use serde::{Deserialize, Serialize};

/// How the days of a limit are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LimitDays {
    /// 自然日; a day off is followed by the next day that is worked.
    #[default]
    Calendar,
    /// 工作日.
    Working,
}

/// Who moves a row out of a stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mover {
    /// 归口科室.
    #[default]
    Owner,
    /// The unit whose row it is; the office may as well.
    Unit,
}

/// 阶段: where a row stands, until when, and what is asked for before it goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct StageSpec {
    /// Never changes; moves are kept under it.
    pub(crate) code: String,
    /// The word shown, and the value of the stage field.
    pub(crate) name: String,
    /// Within so many days; 0 for no limit.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) limit_days: u16,
    pub(crate) days: LimitDays,
    /// Code of the date the limit is counted from; the day the stage was entered where there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) from: String,
    pub(crate) mover: Mover,
    /// Codes of the fields that must be filled before the row goes on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) needs: Vec<String>,
    /// What must be so before the row goes on: filled in is not enough.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) must: Vec<MustSpec>,
    /// Whether the matter is over here.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_end: bool,
}

/// A field that must say one of some words before a row goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct MustSpec {
    /// Code of the field.
    pub(crate) field: String,
    pub(crate) one_of: Vec<String>,
    /// What is said when it says something else.
    pub(crate) message: String,
}

/// 到期: a date that is warned of before it comes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ExpirySpec {
    /// Code of the date.
    pub(crate) field: String,
    /// So many days before it.
    pub(crate) days: u16,
    /// What expires: 驾驶证.
    pub(crate) words: String,
    /// Code of the date after which nothing is waited for any more: what was planned is done.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) done: String,
}

/// A view that comes with the definition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ViewSpec {
    pub(crate) name: String,
    pub(crate) query: String,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
fn is_zero(value: &u16) -> bool {
    *value == 0
}

/// The most stages of a register, with those that are no longer passed through.
const MOST_STAGES: usize = 40;
/// The longest name of a stage.
const MOST_CHARS: usize = 20;

impl StageSpec {
    /// The last day of the limit for a row that came here on a day; nothing without a limit.
    pub(crate) fn due(&self, calendar: &Calendar, values: &Values, entered: Date) -> Option<Date> {
        if self.limit_days == 0 || self.is_end {
            return None;
        }
        let counted_from = values.get(&self.from).and_then(|kept| kept.parse().ok());
        let from: Date = counted_from.unwrap_or(entered);
        Some(match self.days {
            LimitDays::Working => calendar.after(from, u32::from(self.limit_days)),
            LimitDays::Calendar => {
                let span = jiff::Span::new().days(i64::from(self.limit_days));
                calendar.on_or_after(from.saturating_add(span))
            }
        })
    }

    /// 「5个工作日内」.
    pub(crate) fn limit_in_words(&self) -> String {
        match (self.limit_days, self.days) {
            (0, _) => String::new(),
            (days, LimitDays::Working) => format!("{days}个工作日内"),
            (days, LimitDays::Calendar) => format!("{days}日内"),
        }
    }
}

impl Definition {
    /// Whether its rows move through stages.
    pub(crate) fn has_stages(&self) -> bool {
        !self.stages.is_empty()
    }

    /// Whether a field is filled in by moving or by what other registers say, not by hand.
    pub(crate) fn is_moved(&self, field: &FieldSpec) -> bool {
        field.gathers.is_some()
            || self.has_stages() && (field.code == self.stage || field.code == self.stage_due)
    }

    /// The stage a row stands in: its own, else the first.
    pub(crate) fn stage_of(&self, values: &Values) -> Option<&StageSpec> {
        let kept = values.get(&self.stage).map_or("", String::as_str);
        let named = self.stages.iter().find(|stage| stage.name == kept);
        named.or_else(|| self.stages.first())
    }

    /// The field of stages and the words in it that say that a matter is over; none without stages.
    pub(crate) fn closed(&self) -> Option<(String, Vec<String>)> {
        let stages = self.stages.iter().chain(&self.past_stages);
        let ends = stages.filter(|stage| stage.is_end);
        let words: Vec<String> = ends.map(|stage| stage.name.clone()).collect();
        (!words.is_empty()).then(|| (self.stage.clone(), words))
    }

    /// Place of a stage among all.
    pub(crate) fn stage_place(&self, stage: &StageSpec) -> usize {
        let known = self
            .stages
            .iter()
            .position(|known| known.code == stage.code);
        known.unwrap_or_default()
    }

    /// The stage after one.
    pub(crate) fn stage_after(&self, stage: &StageSpec) -> Option<&StageSpec> {
        self.stages.get(self.stage_place(stage) + 1)
    }

    /// The day a row came to the stage it stands in, as far as its own dates say: the one the limit is
    /// counted from, else the last of those that the stages before asked for. Nothing where they say
    /// nothing, or speak of a day to come. What was handled on paper and comes in by a file has not
    /// begun on the day it was imported.
    pub(crate) fn came_on(&self, values: &Values, today: Date) -> Option<Date> {
        let stage = self.stage_of(values)?;
        if let Some(from) = self.counted_from(stage, values, today) {
            return Some(from);
        }
        let before = self.stages.iter().take(self.stage_place(stage));
        let dates = before.flat_map(|stage| &stage.needs);
        dates
            .filter_map(|code| self.past_day(code, values, today))
            .max()
    }

    /// The day the limit of a stage is counted from, where it is a date of the row.
    pub(crate) fn counted_from(
        &self,
        stage: &StageSpec,
        values: &Values,
        today: Date,
    ) -> Option<Date> {
        self.past_day(&stage.from, values, today)
    }

    fn past_day(&self, code: &str, values: &Values, today: Date) -> Option<Date> {
        let field = self.field(code)?;
        let kept = values.get(code).filter(|_| field.kind == FieldKind::Date)?;
        let day: Date = kept.parse().ok()?;
        (day <= today).then_some(day)
    }

    /// Whether a field is asked for only by stages that come after the one a row stands in.
    pub(crate) fn is_for_later(&self, field: &FieldSpec, values: &Values) -> bool {
        let Some(stage) = self.stage_of(values) else {
            return false;
        };
        let here = self.stage_place(stage);
        let asks = |stage: &&StageSpec| stage.needs.contains(&field.code);
        let first = self.stages.iter().position(|stage| asks(&stage));
        !field.required && first.is_some_and(|first| first > here)
    }

    /// The first stage that asks for a field; none for what every row says from its beginning.
    fn asked_by(&self, field: &FieldSpec) -> Option<&StageSpec> {
        let mut stages = self.stages.iter().filter(|_| !field.required);
        stages.find(|stage| stage.needs.contains(&field.code))
    }

    /// What is still empty of what the stages asked for that lie behind a row, as far as a sheet can say it.
    pub(crate) fn missing_of_passed(&self, values: &Values) -> Vec<CellFault> {
        let here = self.stage_of(values).map(|stage| self.stage_place(stage));
        let passed = self.stages.iter().take(here.unwrap_or_default());
        let missing = passed.flat_map(|stage| {
            let needed = self.still_needed(stage, values).into_iter();
            needed
                .filter(|field| field.kind != FieldKind::File)
                .map(move |field| (stage, field))
        });
        missing
            .map(|(stage, field)| CellFault {
                field: field.code.clone(),
                message: format!("已过“{}”的，请填写{}。", stage.name, field.name),
            })
            .collect()
    }

    /// What a change would leave empty of what the stages asked for that lie behind a row. What was empty all
    /// along is nobody's fault now.
    pub(crate) fn cleared_of_passed(&self, before: &Values, after: &Values) -> Vec<CellFault> {
        let mut values = after.clone();
        // Where the row stands is not changed by what is typed into it.
        match before.get(&self.stage) {
            Some(kept) => _ = values.insert(self.stage.clone(), kept.clone()),
            None => _ = values.remove(&self.stage),
        }
        let mut cleared = self.missing_of_passed(&values);
        cleared.retain(|fault| {
            before
                .get(&fault.field)
                .is_some_and(|kept| !kept.is_empty())
        });
        cleared
    }

    /// Names of the fields that are still empty and must not be before a row goes on.
    pub(crate) fn still_needed(&self, stage: &StageSpec, values: &Values) -> Vec<&FieldSpec> {
        let is_empty = |code: &&String| values.get(*code).is_none_or(String::is_empty);
        let needed = stage.needs.iter().filter(is_empty);
        needed.filter_map(|code| self.field(code)).collect()
    }

    /// What a row says that keeps it from going on.
    pub(crate) fn not_yet(&self, stage: &StageSpec, values: &Values) -> Vec<CellFault> {
        let is_against = |must: &&MustSpec| {
            let value = values.get(&must.field).filter(|value| !value.is_empty());
            value.is_some_and(|value| !must.one_of.contains(value))
        };
        let against = stage.must.iter().filter(is_against);
        against
            .map(|must| CellFault {
                field: must.field.clone(),
                message: must.message.clone(),
            })
            .collect()
    }

    /// Whether a day that was planned is waited for no more: what was planned is done, or all of it is over.
    fn is_done(&self, expiry: &ExpirySpec, values: &Values) -> bool {
        let is_filled = values.get(&expiry.done).is_some_and(|day| !day.is_empty());
        let is_over = || self.stage_of(values).is_some_and(|stage| stage.is_end);
        !expiry.done.is_empty() && (is_filled || is_over())
    }

    /// Whether what a stage asks for is never the unit's to fill in. What the first stage asks for comes with
    /// the row, whoever moves it on.
    fn is_for_owner(&self, stage: &StageSpec) -> bool {
        stage.mover == Mover::Owner && self.stage_place(stage) > 0
    }

    /// Whether somebody may ever type a field outside its stage: not what only the office fills in there.
    pub(crate) fn is_typed_by(&self, field: &FieldSpec, keeps: bool) -> bool {
        keeps
            || self
                .asked_by(field)
                .is_none_or(|stage| !self.is_for_owner(stage))
    }

    /// What expires on which day, soonest first.
    pub(crate) fn expiries_of(&self, row: &Row) -> Vec<(&ExpirySpec, Date)> {
        let mut expiries: Vec<(&ExpirySpec, Date)> = self
            .expiries
            .iter()
            .filter(|expiry| !self.is_done(expiry, &row.values))
            .filter_map(|expiry| Some((expiry, row.values.get(&expiry.field)?.parse().ok()?)))
            .collect();
        expiries.sort_by_key(|(_, on)| *on);
        expiries
    }

    /// What a form that knows only fields, rules, roll-ups and stages leaves out is taken from another.
    pub(crate) fn carry(&mut self, other: &Self) {
        self.expiries.clone_from(&other.expiries);
        self.warnings.clone_from(&other.warnings);
        self.views.clone_from(&other.views);
        for field in &mut self.fields {
            if let Some(known) = other.field(&field.code) {
                field.examples.clone_from(&known.examples);
                field.gathers.clone_from(&known.gathers);
            }
        }
    }

    /// What keeps a demand of a stage from ever being met, or from being understood.
    fn must_problems(&self, stage: &StageSpec, must: &MustSpec, problems: &mut Vec<String>) {
        // One that is not there is said with those that are asked for.
        let Some(field) = self.active().find(|field| field.code == must.field) else {
            return;
        };
        let mut say = |what: &str| {
            problems.push(format!(
                "阶段“{}”对“{}”的要求{what}",
                stage.name, field.name
            ))
        };
        if must.message.trim().is_empty() {
            say("没有写不符合时的提示。");
        }
        if must.one_of.iter().all(|word| word.trim().is_empty()) {
            say("没有写应当是什么。");
        }
        let offers = |word: &String| match field.kind {
            FieldKind::Choice | FieldKind::MultiChoice => field.options.contains(word),
            FieldKind::YesNo => word == "是" || word == "否",
            _ => true,
        };
        if let Some(word) = must.one_of.iter().find(|word| !offers(word)) {
            say(&format!(
                "是“{word}”，但选项里没有“{word}”，请改成现有的选项。"
            ));
        }
    }

    /// What a row says against the demands of the stages that lie behind it.
    pub(crate) fn against_passed(&self, values: &Values) -> Vec<CellFault> {
        let here = self.stage_of(values).map(|stage| self.stage_place(stage));
        let passed = self.stages.iter().take(here.unwrap_or_default());
        passed
            .flat_map(|stage| self.not_yet(stage, values))
            .collect()
    }

    /// What keeps stages, expiries and warnings from working.
    pub(super) fn stage_problems(&self, problems: &mut Vec<String>) {
        let is_date = |code: &String| {
            self.active()
                .any(|field| field.code == *code && field.kind == FieldKind::Date)
        };
        for expiry in &self.expiries {
            if !is_date(&expiry.field) || expiry.words.trim().is_empty() {
                problems.push("到期提示要写明是什么，并对应一个日期字段。".to_owned());
            }
            if !expiry.done.is_empty() && !is_date(&expiry.done) {
                problems.push(format!(
                    "到期提示“{}”所看的办成日期应是一个日期字段。",
                    expiry.words
                ));
            }
        }
        if self.stages.is_empty() {
            return;
        }
        if self.stages.len() + self.past_stages.len() > MOST_STAGES {
            problems.push(format!("阶段连同停用的不能超过{MOST_STAGES}个。"));
        }
        let names: Vec<&String> = self.stages.iter().map(|stage| &stage.name).collect();
        let field = self.active().find(|field| field.code == self.stage);
        let fits = field.is_some_and(|field| {
            field.kind == FieldKind::Choice
                && !field.required
                && field.options.iter().eq(names.iter().copied())
        });
        if !fits {
            problems.push("办理阶段的字段应为单选、不必填，选项依次是各阶段的名称。".to_owned());
        }
        if !is_date(&self.stage_due) {
            problems.push("阶段期限的字段应为日期。".to_owned());
        }
        let mut stages = self.stages.iter().chain(&self.past_stages);
        if !stages.all(|stage| is_code(&stage.code)) {
            problems.push("有阶段的代码不合要求，请重新打开页面再改。".to_owned());
        }
        let n_ends = self.stages.iter().filter(|stage| stage.is_end).count();
        if n_ends != 1 || !self.stages.last().is_some_and(|stage| stage.is_end) {
            problems.push("最后一个阶段应是办结，且只有它是办结。".to_owned());
        }
        for stage in &self.stages {
            let is_filled_in =
                |field: &FieldSpec| field.kind != FieldKind::Formula && !self.is_moved(field);
            let is_known = |code: &String| {
                self.active()
                    .any(|field| field.code == *code && is_filled_in(field))
            };
            let has_twin = self
                .stages
                .iter()
                .chain(&self.past_stages)
                .filter(|other| other.code == stage.code || other.name == stage.name)
                .count()
                > 1;
            let from_is_right = stage.from.is_empty() || is_date(&stage.from);
            if has_twin {
                problems.push(format!(
                    "有两个阶段都叫“{}”（包括停用的），请改其中一个的名称。",
                    stage.name
                ));
            }
            if stage.name.trim().is_empty() || stage.name.chars().count() > MOST_CHARS {
                problems.push(format!("阶段的名称要填写，不超过{MOST_CHARS}个字。"));
            }
            if !from_is_right {
                problems.push(format!(
                    "阶段“{}”的限期应从一个日期字段起算，请填写日期字段的名称，或留空。",
                    stage.name
                ));
            }
            let must = stage.must.iter().map(|must| &must.field);
            if !stage.needs.iter().chain(must).all(is_known) {
                problems.push(format!(
                    "阶段“{}”要求填写的字段不存在，或不能填写。",
                    stage.name
                ));
            }
            for must in &stage.must {
                self.must_problems(stage, must, problems);
            }
        }
    }
}

/// Why a field of a row, or of a new one, is not filled in by somebody on a form, in a grid or by a sheet: it
/// is asked for by a stage the row has yet to come to, or is for the office to fill in at its stage. Nothing
/// where they may, and nothing at all for whoever keeps the register. What somebody filled in at their own
/// stage can be corrected later.
pub(crate) fn left_to_stage(
    definition: &Definition,
    field: &FieldSpec,
    before: Option<&Row>,
    keeps: bool,
) -> Option<String> {
    if keeps {
        return None;
    }
    let stage = definition.asked_by(field)?;
    let none = Values::new();
    let kept = before.map_or(&none, |row| &row.values);
    if definition.is_for_owner(stage) {
        let (name, stage) = (&field.name, &stage.name);
        // There is nothing yet that could stay as it is.
        let what = before.map_or("留空", |_| "保持原样");
        return Some(format!(
            "{name}由归口科室在“{stage}”阶段填写，这里请{what}。"
        ));
    }
    let is_empty = kept.get(&field.code).is_none_or(String::is_empty);
    let waits = is_empty && definition.is_for_later(field, kept);
    waits.then(|| format!("{}在办理到“{}”时再填，这里请留空。", field.name, stage.name))
}

#[cfg(test)]
mod tests {
    use super::{LimitDays, StageSpec};
    use crate::calendar::Calendar;
    use crate::ledger::model::{Definition, FieldKind, FieldSpec, Values};

    #[test]
    fn a_row_came_to_its_stage_on_the_day_its_own_dates_say_and_later_fields_wait() {
        let date = |code: &str| FieldSpec {
            code: code.to_owned(),
            kind: FieldKind::Date,
            ..FieldSpec::default()
        };
        let stage = |name: &str, from: &str, needs: &str| StageSpec {
            code: name.to_owned(),
            name: name.to_owned(),
            from: from.to_owned(),
            needs: needs.split_whitespace().map(str::to_owned).collect(),
            ..StageSpec::default()
        };
        let definition = Definition {
            stage: "stage".to_owned(),
            fields: vec![date("held"), date("accepted"), date("answered")],
            stages: vec![
                stage("登记", "held", "accepted"),
                stage("办理", "accepted", "answered"),
                stage("答复", "", ""),
            ],
            ..Definition::default()
        };
        let today = "2026-06-15".parse().unwrap();
        for (at, held, accepted, answered, came) in [
            ("登记", "2026-05-20", "", "", Some("2026-05-20")),
            ("登记", "2026-06-20", "", "", None),
            ("办理", "2026-05-20", "2026-05-28", "", Some("2026-05-28")),
            (
                "答复",
                "2026-05-20",
                "2026-05-28",
                "2026-06-02",
                Some("2026-06-02"),
            ),
            ("答复", "2026-05-20", "", "", None),
        ] {
            let values: Values = [
                ("stage", at),
                ("held", held),
                ("accepted", accepted),
                ("answered", answered),
            ]
            .into_iter()
            .map(|(code, kept)| (code.to_owned(), kept.to_owned()))
            .collect();
            let found = definition.came_on(&values, today);
            assert_eq!(found, came.map(|day| day.parse().unwrap()), "{at} {held}");
        }
        let values = Values::new();
        let for_later = |code: &str| {
            let field = definition.field(code).unwrap();
            definition.is_for_later(field, &values)
        };
        assert!(for_later("answered"));
        assert!(!for_later("accepted"));
        assert!(!for_later("held"));
    }

    #[test]
    fn a_limit_is_counted_in_the_days_it_names_and_never_ends_on_a_day_off() {
        let calendar = Calendar::shipped();
        let values = Values::from([("held".to_owned(), "2026-04-01".to_owned())]);
        for (days, limit_days, from, entered, due) in [
            // The first of May and its holidays lie between.
            (LimitDays::Working, 5, "", "2026-04-29", "2026-05-09"),
            (LimitDays::Calendar, 3, "", "2026-04-29", "2026-05-06"),
            (LimitDays::Calendar, 15, "held", "2026-04-20", "2026-04-16"),
            (
                LimitDays::Calendar,
                15,
                "missing",
                "2026-04-20",
                "2026-05-06",
            ),
        ] {
            let stage = StageSpec {
                limit_days,
                days,
                from: from.to_owned(),
                ..StageSpec::default()
            };
            let found = stage.due(&calendar, &values, entered.parse().unwrap());
            assert_eq!(found, Some(due.parse().unwrap()), "{days:?} {limit_days}");
        }
        let unlimited = StageSpec::default();
        assert_eq!(
            unlimited.due(&calendar, &values, "2026-04-20".parse().unwrap()),
            None
        );
    }
}
