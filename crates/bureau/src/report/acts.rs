//! What is done with reports, as the audit names it and in words.

use super::model::{Round, RulePack};
use base::Grain;
use store::audit::Facts;

/// Every act with its words.
pub(crate) const ACTS: &[(&str, &str)] = &[
    ("report.rules.changed", "修改报送规则"),
    ("report.year.set_up", "设置全年报送期"),
    ("report.round.removed", "撤销报送期"),
    ("report.round.opened", "开启报送期"),
    ("report.round.locked", "锁定报送期"),
    ("report.round.unlocked", "解除报送期锁定"),
    ("report.round.reminded", "催报"),
    ("report.round.renewed", "按要点新版本更新报送期"),
    ("report.begun", "开始填报"),
    ("report.submitted", "报送"),
    ("report.withdrawn", "撤回报送"),
    ("report.consented", "审阅同意"),
    ("report.returned", "退回报送"),
    ("report.forwarded", "转请审阅"),
    ("report.countersign_asked", "请人会签"),
    ("report.commented", "对报送提出意见"),
    ("report.reopened", "重新打开已归档的报送"),
    ("report.excused", "同意延期报送"),
    ("report.passed_on", "交接待审阅的报送"),
];

/// The rules of a plan in words.
pub(super) fn of_rules(rules: &RulePack) -> Facts {
    let steps = |lead: bool| {
        let chain = rules.chain(lead);
        let words: Vec<String> = chain
            .0
            .iter()
            .map(|step| format!("{} {}", step.kind.label(), step.needs.label()))
            .collect();
        words.join("→")
    };
    let supporting: Vec<&str> = rules
        .rhythms
        .iter()
        .filter(|rhythm| rhythm.supporting)
        .map(|rhythm| rhythm.grain.label())
        .collect();
    let facts = Facts::none()
        .with("牵头单位的审阅顺序", steps(true))
        .with("配合单位的审阅顺序", steps(false))
        .with("配合单位也要报的周期", supporting.join("、"));
    rules.rhythms.iter().fold(facts, |facts, rhythm| {
        let word = rhythm.grain.label();
        let asks: Vec<&str> = rhythm.asks.iter().map(|ask| ask.label()).collect();
        facts
            .with(&format!("{word}报送的截止"), rhythm.due.words())
            .with(&format!("{word}报送的任务"), asks.join("、"))
    })
}

/// So many periods of a rhythm in words.
pub(super) fn n_of_rhythm(grain: Grain, n: usize) -> String {
    format!("{}{n}期", grain.label())
}

/// A period in words.
pub(super) fn name_of(round: &Round, plan: &str) -> String {
    format!("{plan} {}", round.period.label())
}
