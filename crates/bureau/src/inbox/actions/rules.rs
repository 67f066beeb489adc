//! Reminder rules in force, and changing them.

use crate::{
    calendar,
    inbox::{
        model::{RemindRule, rule, shipped_rules},
        policy,
        store::{self, RuleVersion},
    },
};
use ::store::{
    Ctx, Error, Read, Result,
    audit::{Facts, Line},
};
use base::Refusal;

/// The rules in force: what the bureau has set, else what came with the program.
pub(super) async fn in_force(db: &impl Read) -> Result<Vec<RemindRule>> {
    store::set_rules(db, shipped_rules()).await
}

/// Every rule in force.
pub(in crate::inbox) async fn known_rules(ctx: &Ctx) -> Result<Vec<RemindRule>> {
    policy::may_keep_rules(&ctx.actor)?;
    in_force(&ctx.db).await
}

/// A rule with what it was before.
pub(in crate::inbox) struct KnownRule {
    pub(in crate::inbox) rule: RemindRule,
    /// As it came with the program.
    pub(in crate::inbox) default: RemindRule,
    /// Newest first.
    pub(in crate::inbox) versions: Vec<RuleVersion>,
}

/// A rule that may be changed: one that reminds of nothing says so by its name and stays.
pub(in crate::inbox) async fn known_rule(ctx: &Ctx, code: &str) -> Result<KnownRule> {
    policy::may_keep_rules(&ctx.actor)?;
    let default = shipped_rules()
        .into_iter()
        .find(|rule| rule.code == code && !rule.is_silent())
        .ok_or(Error::NotFound)?;
    let versions = store::rule_versions(&ctx.db, &default).await?;
    Ok(KnownRule {
        rule: versions
            .first()
            .map_or_else(|| default.clone(), |version| version.rule.clone()),
        default,
        versions,
    })
}

/// Sets a rule that is still at its version. Reminders of open to-dos that have not been taken yet
/// follow it, from tomorrow. Tells how many to-dos that were.
pub(in crate::inbox) async fn change_rule(ctx: &Ctx, changed: &RemindRule) -> Result<usize> {
    policy::may_keep_rules(&ctx.actor)?;
    if changed.head_after > 0
        && changed.leader_after > 0
        && changed.leader_after < changed.head_after
    {
        return Err(Refusal::new(
            "inbox.rule_ladder",
            "告知分管领导早于告知单位负责人，没有保存。",
            "请先告知单位负责人，再告知分管领导。",
        )
        .into());
    }
    let mut tx = ctx.db.begin_write().await?;
    let rules = in_force(&tx).await?;
    let before = rules
        .iter()
        .find(|rule| rule.code == changed.code)
        .ok_or(Error::NotFound)?;
    if before.version != changed.version
        || !store::insert_rule(&mut tx, changed, ctx.now_ms(), &ctx.actor.name).await?
    {
        return Err(Error::Conflict);
    }
    let n_moved = follow(&mut tx, ctx, &rules, changed).await?;
    let line = Line::new("inbox.rule.changed", &changed.code)
        .named(&changed.name)
        .saying(format!("第{}版", changed.version + 1))
        .changing(&facts(before), &facts(changed));
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(n_moved)
}

/// Computes anew what is still to come of to-dos under a changed rule.
async fn follow(
    tx: &mut ::store::Tx,
    ctx: &Ctx,
    rules: &[RemindRule],
    changed: &RemindRule,
) -> Result<usize> {
    let calendar = calendar::calendar(tx).await?;
    let mut moved = Vec::new();
    for todo in store::todos_with_a_day(tx).await? {
        if rule(rules, &todo.rule).is_none_or(|rule| rule.code != changed.code) {
            continue;
        }
        let escalates = todo.unit.is_some();
        let reminders =
            changed.reminders_from_now(&calendar, ctx.today(), todo.due, escalates, &todo.taken);
        moved.push((todo.id, reminders));
    }
    store::replace_reminders(tx, &moved).await?;
    Ok(moved.len())
}

fn facts(rule: &RemindRule) -> Facts {
    Facts::none()
        .with("提醒", rule.reminding_in_words())
        .with("逐级告知", rule.ladder_in_words())
}
