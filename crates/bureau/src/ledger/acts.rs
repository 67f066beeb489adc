//! What is done with registers, as the audit names it.

/// Acts with their words.
pub(crate) const ACTS: &[(&str, &str)] = &[
    ("ledger.register.defined", "建立台账"),
    ("ledger.register.redefined", "修改台账设置"),
    ("ledger.row.created", "登记台账记录"),
    ("ledger.row.changed", "修改台账记录"),
    ("ledger.row.verified", "核对台账记录"),
    ("ledger.row.returned", "退回台账记录"),
    ("ledger.row.moved", "推进台账记录的办理阶段"),
    ("ledger.row.moved_back", "退回台账记录的办理阶段"),
    ("ledger.row.removed", "删除台账记录（入回收站）"),
    ("ledger.row.restored", "恢复台账记录"),
    ("ledger.row.purged", "彻底删除台账记录"),
    ("ledger.row.grid_saved", "批量编辑台账记录"),
    ("ledger.rows.imported", "导入台账记录"),
    ("ledger.rows.exported", "导出台账记录"),
    ("ledger.row.shown_whole", "查看个人信息全文"),
    ("ledger.headers.learned", "记住表头对应的字段"),
    ("ledger.rows.exported_whole", "导出含个人信息的台账记录"),
    ("ledger.rows.erased", "抹去到期的个人信息"),
    ("ledger.credit.opened", "开立学分账户"),
    ("ledger.credit.entered", "学分入账"),
    ("ledger.bus.device_issued", "发放校车设备口令"),
    ("ledger.bus.device_revoked", "停用校车设备"),
    ("ledger.expert.invited", "邀请名师或技能教师"),
    ("ledger.view.shared", "保存共享视图"),
];
