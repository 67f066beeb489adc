//! What is done with units, people and log-ins, as the audit names it and in words.

/// Every act with its words.
pub(crate) const ACTS: &[(&str, &str)] = &[
    ("org.bureau.founded", "建立系统"),
    ("org.unit.created", "登记单位"),
    ("org.unit.changed", "修改单位"),
    ("org.unit.renamed", "单位改名"),
    ("org.unit.merged", "单位并入其他单位"),
    ("org.unit.closed", "撤销单位"),
    ("org.unit.split_off", "分设单位"),
    ("org.unit.reopened", "恢复单位"),
    ("org.person.created", "登记人员"),
    ("org.person.changed", "修改姓名、手机号"),
    ("org.post.begun", "登记任职"),
    ("org.post.changed", "修改任职"),
    ("org.post.ended", "结束任职"),
    ("org.person.handed_over", "工作交接"),
    ("org.charges.changed", "修改分管"),
    ("org.field.created", "登记业务领域"),
    ("org.field.changed", "修改业务领域"),
    ("org.field.removed", "删除业务领域"),
    ("org.delegation.begun", "委托代签"),
    ("org.delegation.ended", "结束代签"),
    ("org.account.opened", "开通账号"),
    ("org.account.closed", "停用账号"),
    ("org.account.reopened", "恢复账号"),
    ("org.account.password_reset", "重置密码"),
    ("org.account.password_changed", "本人修改密码"),
    ("org.account.locked", "连续输错，锁定账号"),
    ("org.account.unlocked", "解锁账号"),
    ("org.account.reset_on_machine", "在服务器上重置账号"),
    ("org.account.signed_out", "结束他人的登录"),
    ("org.second_factor.bound", "绑定两步验证"),
    ("org.second_factor.codes_renewed", "更换恢复码"),
    ("org.second_factor.given_up", "解除两步验证"),
    ("org.second_factor.reset", "重置他人的两步验证"),
    ("org.sign_in.unknown_here", "外部认证通过，但没有账号"),
    ("org.sign_in_rules.changed", "修改密码和登录规则"),
];

/// An act in words.
pub(super) fn in_words(act: &str) -> &'static str {
    ACTS.iter()
        .find(|(known, _)| *known == act)
        .map_or("其他改动", |(_, words)| words)
}
