//! 报送规则 of a plan: when each rhythm is due, what it asks, who looks at it. Kept with the plan, version
//! by version; a period that is open keeps the rules it was opened with.

use crate::{
    calendar::{self, Calendar},
    report::{
        acts,
        material::PlanName,
        model::{Ask, ChainStep, DueRule, RulePack},
        policy, store,
    },
};
use ::store::{
    Ctx, Error, Result,
    audit::{Facts, Line},
};
use base::{Grain, TimePeriod};
use std::collections::BTreeMap;

/// What the general office typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct TypedRules {
    pub(in crate::report) lead: Vec<ChainStep>,
    pub(in crate::report) support: Vec<ChainStep>,
    pub(in crate::report) rhythms: BTreeMap<Grain, TypedRhythm>,
}

/// What was typed of one rhythm.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct TypedRhythm {
    /// Kind and value of the day it is due; nothing typed leaves it as it is.
    pub(in crate::report) due: Option<(String, String)>,
    /// What makes a task owe a report; nothing typed leaves it as it is.
    pub(in crate::report) asks: Option<Vec<Ask>>,
    pub(in crate::report) supporting: bool,
}

/// What is wrong with what was typed of a rhythm, in a sentence each.
pub(in crate::report) type WrongRules = BTreeMap<Grain, String>;

/// Changes the rules of a plan. Periods that are not open yet follow them; tells how many. When
/// something typed is no rule, nothing changes and that is told.
pub(in crate::report) async fn change_rules(
    ctx: &Ctx,
    plan: &PlanName,
    version: i64,
    typed: &TypedRules,
) -> Result<std::result::Result<usize, WrongRules>> {
    policy::may_collect(&ctx.actor)?;
    let calendar = calendar::calendar(&ctx.db).await?;
    let mut tx = ctx.db.begin_write().await?;
    let (before, _) = super::rules(&tx, plan.id).await?;
    let after = match taken(&before, typed, &calendar, plan.year) {
        Ok(after) => after,
        Err(wrong) => return Ok(Err(wrong)),
    };
    if !store::save_rules(&mut tx, plan.id, &after, version).await? {
        return Err(Error::Conflict);
    }
    let mut rounds = store::rounds(&tx, plan.id).await?;
    rounds.retain(|round| round.opened_ms.is_none());
    for round in &mut rounds {
        round.rules = after.clone();
        let due = after.rhythm(round.period.grain());
        let due = due.map(|rhythm| rhythm.due.day(round.period, &calendar));
        // What was to catch up with a day gone by keeps the day it was given.
        if let Some(due) = due.filter(|due| *due >= ctx.today()) {
            round.due = due;
        }
        store::change_planned(&mut tx, round).await?;
    }
    let (was, is): (Facts, Facts) = (acts::of_rules(&before), acts::of_rules(&after));
    let line = Line::new("report.rules.changed", plan.id)
        .named(&plan.title)
        .changing(&was, &is);
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(Ok(rounds.len()))
}

/// The rules with what was typed in them.
fn taken(
    before: &RulePack,
    typed: &TypedRules,
    calendar: &Calendar,
    year: i16,
) -> std::result::Result<RulePack, WrongRules> {
    let most = before.most_due_days();
    let mut after = before.clone();
    after.lead_steps.clone_from(&typed.lead);
    after.support_steps.clone_from(&typed.support);
    let mut wrong = WrongRules::new();
    for rhythm in &mut after.rhythms {
        let Some(of_rhythm) = typed.rhythms.get(&rhythm.grain) else {
            continue;
        };
        rhythm.supporting = of_rhythm.supporting;
        if let Some((kind, value)) = &of_rhythm.due {
            match DueRule::from_typed(kind, value, most) {
                Ok(due) if begins_after(due, rhythm.grain, calendar, year) => {
                    let words =
                        "按这样计算，有的期别还没开始就截止，没有保存。请改成期末前后的日子。";
                    wrong.insert(rhythm.grain, words.to_owned());
                }
                Ok(due) => rhythm.due = due,
                Err(why) => {
                    let words = format!("截止的日子“{value}”看不懂，没有保存。请{why}。");
                    wrong.insert(rhythm.grain, words);
                }
            }
        }
        match &of_rhythm.asks {
            None => {}
            Some(asks) if asks.is_empty() => {
                let words = "没有勾选报送哪些任务，没有保存。请至少勾选一项；不需要这个周期的，不设置它的报送期即可。";
                wrong
                    .entry(rhythm.grain)
                    .or_insert_with(|| words.to_owned());
            }
            Some(asks) => rhythm.asks.clone_from(asks),
        }
    }
    match wrong.is_empty() {
        true => Ok(after),
        false => Err(wrong),
    }
}

/// Whether a period of the year would be due before it has begun.
fn begins_after(due: DueRule, grain: Grain, calendar: &Calendar, year: i16) -> bool {
    TimePeriod::all_of(grain, year)
        .into_iter()
        .any(|period| due.day(period, calendar) < period.first())
}

#[cfg(test)]
mod tests {
    use super::{TypedRhythm, TypedRules, taken};
    use crate::{
        calendar::Calendar,
        report::model::{Ask, DueRule, RulePack},
    };
    use base::Grain;
    use std::collections::BTreeMap;

    fn typed(grain: Grain, due: (&str, &str), asks: &[Ask]) -> TypedRules {
        let rules = RulePack::shipped().unwrap();
        let rhythm = TypedRhythm {
            due: Some((due.0.to_owned(), due.1.to_owned())),
            asks: Some(asks.to_vec()),
            supporting: true,
        };
        TypedRules {
            lead: rules.lead_steps,
            support: rules.support_steps,
            rhythms: BTreeMap::from([(grain, rhythm)]),
        }
    }

    #[test]
    fn what_is_typed_of_a_rhythm_becomes_its_rule_and_leaves_the_others() {
        let (before, calendar) = (RulePack::shipped().unwrap(), Calendar::shipped());
        let typed = typed(Grain::Month, ("work_days_after", "3"), &[Ask::Every]);
        let after = taken(&before, &typed, &calendar, 2026).unwrap();
        let month = after.rhythm(Grain::Month).unwrap();
        assert_eq!(month.due, DueRule::WorkDaysAfter(3));
        assert_eq!(month.asks, [Ask::Every]);
        assert!(month.supporting);
        let (was, is) = (before.rhythm(Grain::Year), after.rhythm(Grain::Year));
        assert_eq!(was.unwrap().due, is.unwrap().due);
    }

    #[test]
    fn what_is_no_rule_is_told_for_its_rhythm_alone() {
        let (before, calendar) = (RulePack::shipped().unwrap(), Calendar::shipped());
        for (grain, due, asks, words) in [
            (
                Grain::Month,
                ("days_after", "很快"),
                &[Ask::Every][..],
                "看不懂",
            ),
            (
                Grain::Week,
                ("work_days_before", "9"),
                &[Ask::Every],
                "还没开始就截止",
            ),
            (Grain::Month, ("days_after", "3"), &[], "没有勾选"),
        ] {
            let wrong = taken(&before, &typed(grain, due, asks), &calendar, 2026).unwrap_err();
            assert_eq!(wrong.len(), 1);
            assert!(wrong[&grain].contains(words), "{wrong:?}");
        }
    }
}
