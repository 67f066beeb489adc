//! The words that go out: everything that waits for somebody, in one message.

use crate::inbox::{
    model::{KeptNotice, Urgency},
    paths,
};

/// What waits to be told to one person outside the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inbox) struct Waiting {
    pub(in crate::inbox) name: String,
    pub(in crate::inbox) notices: Vec<KeptNotice>,
}

/// The most notices a message spells out.
const MOST: usize = 20;

/// The most characters of a subject; clients show less.
const MOST_SUBJECT: usize = 80;

/// The most bytes a robot takes: 企业微信 refuses a text of more than 2048.
const MOST_GROUP_BYTES: usize = 1800;

/// Subject and words of a mail.
pub(super) fn letter(waiting: &Waiting, address: &str) -> (String, String) {
    let address = address.trim_end_matches('/');
    let first = waiting.notices.first();
    let subject = match waiting.notices.as_slice() {
        [notice] => format!("{}{}", mark(notice), notice.subject),
        notices => {
            let n_urgent = n_urgent(notices);
            let urgent = match n_urgent {
                0 => String::new(),
                n => format!("（紧急 {n} 条）"),
            };
            let first = first.map_or("", |notice| notice.subject.as_str());
            format!("落实：{} 条通知{urgent}，{first}等", notices.len())
        }
    };
    let mut words = format!("{}：\r\n\r\n", waiting.name);
    for notice in waiting.notices.iter().take(MOST) {
        words.push_str(&format!("{}{}\r\n", mark(notice), notice.subject));
        for line in notice.body.lines() {
            words.push_str(&format!("    {line}\r\n"));
        }
        if !address.is_empty() {
            words.push_str(&format!("    {address}{}\r\n", paths::notice(notice.id)));
        }
        words.push_str("\r\n");
    }
    if waiting.notices.len() > MOST {
        words.push_str(&format!("另有 {} 条。\r\n", waiting.notices.len() - MOST));
    }
    words.push_str(&foot(address));
    (shortened(&subject), words)
}

/// Where everything is; without an address of the application only in words.
fn foot(address: &str) -> String {
    match address {
        "" => "全部待办与通知请登录落实查看；接收方式和免打扰时段在“待办与通知”里修改。\r\n由系统自动发出，无须回复。\r\n".to_owned(),
        address => format!(
            "全部待办与通知：{address}{}\r\n接收方式和免打扰时段：{address}{}\r\n由系统自动发出，无须回复。\r\n",
            paths::INBOX,
            paths::SETTINGS
        ),
    }
}

/// What a robot says in a group: how much waits for whom. What it is about is for their own eyes.
pub(super) fn group_words(waiting: &[Waiting], address: &str) -> String {
    let foot = match address.trim_end_matches('/') {
        "" => "\n请登录落实查看。".to_owned(),
        address => format!("\n查看：{address}{}", paths::INBOX),
    };
    let mut words = "落实有新的通知。".to_owned();
    for (at, one) in waiting.iter().enumerate() {
        let line = match n_urgent(&one.notices) {
            0 => format!("\n{}：{} 条", one.name, one.notices.len()),
            n => format!("\n{}：{} 条，其中紧急 {n} 条", one.name, one.notices.len()),
        };
        let rest = format!("\n另有 {} 人。", waiting.len() - at);
        if words.len() + line.len() + rest.len() + foot.len() > MOST_GROUP_BYTES {
            words.push_str(&rest);
            break;
        }
        words.push_str(&line);
    }
    words.push_str(&foot);
    words
}

/// What is sent to see whether anything arrives.
pub(super) fn trial_words(address: &str) -> String {
    match address.trim_end_matches('/') {
        "" => "这是落实发出的测试消息，收到说明设置有效。".to_owned(),
        address => format!("这是落实（{address}）发出的测试消息，收到说明设置有效。"),
    }
}

fn n_urgent(notices: &[KeptNotice]) -> usize {
    let urgent = |notice: &&KeptNotice| notice.urgency == Urgency::Urgent;
    notices.iter().filter(urgent).count()
}

fn shortened(subject: &str) -> String {
    match subject.chars().count() > MOST_SUBJECT {
        true => subject
            .chars()
            .take(MOST_SUBJECT - 1)
            .chain(['…'])
            .collect(),
        false => subject.to_owned(),
    }
}

fn mark(notice: &KeptNotice) -> &'static str {
    match notice.urgency {
        Urgency::Urgent => "【紧急】",
        Urgency::Ordinary => "",
    }
}

#[cfg(test)]
mod tests {
    use super::{Waiting, group_words, letter};
    use crate::inbox::model::{KeptNotice, NoticeId, Urgency};

    fn notice(subject: &str, urgency: Urgency) -> KeptNotice {
        KeptNotice {
            id: NoticeId::new(),
            subject: subject.to_owned(),
            body: "第2项数据与上期相差较大".to_owned(),
            href: "/report/1".to_owned(),
            urgency,
            n_times: 1,
            at_ms: 1,
            is_read: false,
        }
    }

    fn waiting(notices: Vec<KeptNotice>) -> Waiting {
        Waiting {
            name: "许若川".to_owned(),
            notices,
        }
    }

    #[test]
    fn several_notices_are_one_letter_that_leads_back() {
        let one = waiting(vec![notice("5月份总结被退回", Urgency::Urgent)]);
        let (subject, words) = letter(&one, "https://luoshi.example.cn/");
        assert_eq!(subject, "【紧急】5月份总结被退回");
        assert!(words.contains("https://luoshi.example.cn/inbox/notices/"));
        assert!(words.contains("    第2项数据与上期相差较大"));
        let many = waiting(vec![notice("退回", Urgency::Ordinary); 25]);
        let (subject, words) = letter(&many, "https://luoshi.example.cn");
        assert_eq!(subject, "落实：25 条通知，退回等");
        assert!(words.contains("另有 5 条"));
    }

    #[test]
    fn a_group_learns_how_much_waits_for_whom_and_not_what() {
        let words = group_words(
            &[waiting(vec![
                notice("5月份总结被退回", Urgency::Urgent),
                notice("发布", Urgency::Ordinary),
            ])],
            "https://luoshi.example.cn",
        );
        assert!(words.contains("许若川：2 条，其中紧急 1 条"));
        assert!(!words.contains("退回"));
    }

    #[test]
    fn a_crowd_is_cut_where_the_smallest_of_the_robots_would_refuse() {
        let crowd = vec![waiting(vec![notice("发布", Urgency::Ordinary)]); 300];
        let words = group_words(&crowd, "https://luoshi.example.cn");
        assert!(
            words.len() <= 1800 && words.contains("另有 "),
            "{}",
            words.len()
        );
        assert!(words.ends_with("查看：https://luoshi.example.cn/inbox"));
        let shown = words.matches("许若川").count();
        assert!(words.contains(&format!("另有 {} 人", 300 - shown)));
    }

    #[test]
    fn without_an_address_of_the_application_no_broken_link_is_written() {
        let one = waiting(vec![notice(&"长".repeat(200), Urgency::Ordinary)]);
        let (subject, words) = letter(&one, "");
        assert_eq!(subject.chars().count(), 80);
        assert!(!words.contains("/inbox") && words.contains("请登录落实查看"));
    }
}
