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
];
