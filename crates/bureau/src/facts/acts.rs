//! What is done with data items and values, as the audit names it and in words.

use super::model::{DataItem, Source};
use ::store::audit::Facts;

/// Every act with its words.
pub(crate) const ACTS: &[(&str, &str)] = &[
    ("facts.item.defined", "设立数据项"),
    ("facts.item.changed", "修改数据项"),
    ("facts.value.supplied", "填入数据"),
    ("facts.values.supplied", "成批填入数据"),
    ("facts.value.corrected", "锁定后更正数据"),
    ("facts.values.verified", "核实数据"),
    ("facts.value.returned", "退回数据"),
    ("facts.twin.told_apart", "说明不是同一个数"),
    ("facts.twin.asked_again", "撤回不是同一个数的说明"),
    ("facts.check.defined", "设立、修改校核规则"),
    ("facts.flag.confirmed", "确认校核提示"),
    ("facts.import.uploaded", "上传学年基表"),
    ("facts.import.applied", "导入学年基表"),
    ("facts.header.remembered", "记住表头的含义"),
    ("facts.period.locked", "锁定一期数据"),
    ("facts.period.unlocked", "解除锁定"),
];

/// A definition in words, as the audit and its versions keep it; formulas stand there by `formula`.
pub(super) fn of_item(item: &DataItem, source: &str) -> Facts {
    let kinds: Vec<&str> = item.applies_to.iter().map(|kind| kind.label()).collect();
    let bound = |amount: Option<super::model::Amount>| {
        amount.map_or_else(|| "不限".to_owned(), |amount| amount.to_string())
    };
    let source = match (&item.source, source) {
        (kind, "") => kind.kind().label().to_owned(),
        (Source::Formula(_), formula) => format!("公式计算：{formula}"),
        (kind, detail) => format!("{}：{detail}", kind.kind().label()),
    };
    Facts::none()
        .with("名称", &item.name)
        .with("单位", &item.unit)
        .with("类型", item.kind.label())
        .with("小数位", item.decimals.to_string())
        .with("周期", item.grain.label())
        .with("适用单位", kinds.join("、"))
        .with("最小值", bound(item.least))
        .with("最大值", bound(item.most))
        .with("来源", source)
        .with("分组", &item.group)
        .with("统计口径", &item.meaning)
        .with("依据", &item.basis)
        .with("停用", if item.is_retired { "是" } else { "否" })
}
