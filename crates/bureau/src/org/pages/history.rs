//! The life of a unit or a person, as the right side of its page shows it.

use base::day;
use store::audit;

/// One line of it.
pub(super) struct HistoryLine {
    pub(super) when: String,
    pub(super) who: String,
    pub(super) what: &'static str,
}

pub(super) fn lines(entries: Vec<audit::Entry>) -> Vec<HistoryLine> {
    entries
        .into_iter()
        .map(|entry| HistoryLine {
            when: day::instant_in_words(entry.at_ms),
            who: entry.actor_name,
            what: in_words(&entry.act),
        })
        .collect()
}

fn in_words(act: &str) -> &'static str {
    match act {
        "org.bureau.founded" => "建立系统",
        "org.unit.created" => "登记单位",
        "org.unit.changed" => "修改单位",
        "org.person.created" => "登记人员",
        "org.person.changed" => "修改姓名、手机号",
        "org.post.begun" => "登记任职",
        "org.post.changed" => "修改任职",
        "org.post.ended" => "结束任职",
        "org.charges.changed" => "修改分管单位",
        "org.account.opened" => "开通账号",
        "org.account.closed" => "停用账号",
        "org.account.reopened" => "恢复账号",
        "org.account.password_reset" => "重置密码",
        "org.account.password_changed" => "本人修改密码",
        _ => "其他改动",
    }
}
