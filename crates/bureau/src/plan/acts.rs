//! What is done with plans, as the audit names it and in words.

/// Every act with its words.
pub(crate) const ACTS: &[(&str, &str)] = &[
    ("plan.imported", "导入要点"),
    ("plan.details_corrected", "更正文件信息"),
    ("plan.finding_settled", "处理提示"),
    ("plan.item_changed", "修改条目"),
    ("plan.all_accepted", "核对全部条目"),
    ("plan.step_undone", "撤销一步"),
    ("plan.published", "发布要点"),
    ("plan.removed", "删除要点草稿"),
    ("plan.steps.taken", "采用拟定的节点"),
    ("plan.steps.changed", "修改节点"),
    ("plan.steps.submitted", "工作计划报审"),
    ("plan.steps.agreed", "同意工作计划"),
    ("plan.steps.returned", "退回工作计划"),
    ("plan.steps.state", "登记节点进展"),
    ("plan.steps.kept", "目标修改后核对节点"),
    ("plan.progress.chosen", "选定目标的数据来源"),
    ("plan.progress.confirmed", "确认目标的数据来源"),
    ("plan.progress.forgotten", "取消目标的数据来源"),
    ("plan.progress.divided", "分解目标"),
    ("plan.feed.begun", "生成日历订阅"),
    ("plan.feed.ended", "作废日历订阅"),
];
