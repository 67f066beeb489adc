//! 对外发送: the mail server, the robots, who cannot be reached, and what went out last. Never a key.

use super::{Tabs, fields, tabs};
use crate::inbox::{
    actions::{self, Outwardness, Trial},
    model::{Digest, ParcelState, Robot},
    paths,
    store::{FaultyAddress, ParcelLine},
};
use askama::Template;
use base::{
    actor::{PersonId, UnitId},
    config::{MailSecurity, MailServer},
    day::instant_in_words,
};
use shell::{At, Frame, Posted, Reply, Result, Visit};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "inbox/pages/outward.html")]
struct OutwardPage {
    frame: Frame,
    tabs: Tabs,
    /// Whether nothing may leave this machine at all.
    is_closed: bool,
    held: bool,
    mail: Option<MailServer>,
    /// What is wrong with it, and since when.
    mail_fault: Option<(String, String)>,
    has_site: bool,
    robots: Vec<RobotRow>,
    addresses: Vec<FaultyAddress>,
    parcels: Vec<ParcelRow>,
}

struct RobotRow {
    name: String,
    href: String,
    try_href: String,
    kind: &'static str,
    unit: String,
    digest: String,
    light: &'static str,
    state: String,
}

struct ParcelRow {
    at: String,
    to: String,
    n: i64,
    state: &'static str,
    words: String,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    let outward = actions::outward(&visit).await?;
    let Outwardness {
        is_held,
        mail_fault,
        robots,
        units,
        addresses,
        parcels,
    } = outward;
    let config = visit.guest().app().config();
    visit.page(&OutwardPage {
        frame: visit
            .frame("对外发送")
            .crumb("待办与通知", paths::INBOX)
            .lead("邮件和群消息只是提醒，通知总在系统里。失败的会自动重试，收不到的列在这里。"),
        tabs: tabs(&visit, paths::OUTWARD),
        is_closed: config.is_closed,
        held: is_held,
        mail: config.mail.clone(),
        mail_fault: mail_fault.map(|fault| (fault.words, instant_in_words(fault.at_ms))),
        has_site: config.site.is_some(),
        robots: robots
            .iter()
            .map(|robot| robot_row(robot, &units))
            .collect(),
        addresses,
        parcels: parcels.into_iter().map(parcel_row).collect(),
    })
}

/// Holds everything back (`hold` is there) or lets it go.
pub(super) async fn hold(visit: Visit, posted: Posted) -> Result<Reply> {
    let holds = posted.has("hold");
    actions::hold(&visit, holds).await?;
    let words = match holds {
        true => "已暂停对外发送，通知仍在系统里。",
        false => "已恢复对外发送，积下的通知会合并发出。",
    };
    visit.done(words, paths::OUTWARD)
}

pub(super) async fn try_mail(visit: Visit, _: Posted) -> Result<Reply> {
    visit.started(actions::try_out(&visit, Trial::Mail).await?)
}

pub(super) async fn retry_address(
    visit: Visit,
    At(person): At<PersonId>,
    _: Posted,
) -> Result<Reply> {
    actions::retry_address(&visit, person).await?;
    visit.done("会在下一次发送时重发。", paths::OUTWARD)
}

fn security(server: &MailServer) -> &'static str {
    match server.security {
        MailSecurity::Tls => "TLS 加密",
        MailSecurity::StartTls => "STARTTLS 加密",
        MailSecurity::None => "不加密",
    }
}

fn robot_row(robot: &Robot, units: &BTreeMap<UnitId, String>) -> RobotRow {
    let (light, state) = if !robot.is_on {
        ("grey", "已停用".to_owned())
    } else if !robot.fault.is_empty() {
        let since = instant_in_words(robot.fault_ms);
        ("red", format!("{}（{since}）", robot.fault))
    } else {
        match robot.spoke_ms {
            Some(at_ms) => ("green", format!("{}送达", instant_in_words(at_ms))),
            None => ("", "尚未发送".to_owned()),
        }
    };
    RobotRow {
        name: robot.name.clone(),
        href: paths::robot(robot.id),
        try_href: paths::try_robot(robot.id),
        kind: robot.kind.label(),
        unit: match robot.unit {
            None => "全局".to_owned(),
            Some(unit) => units
                .get(&unit)
                .cloned()
                .unwrap_or_else(|| "已撤销的单位".to_owned()),
        },
        digest: match robot.timing.digest {
            Digest::Window => "随到随发".to_owned(),
            Digest::Daily(at) => format!("每天 {}", fields::clock(at)),
        },
        light,
        state,
    }
}

fn parcel_row(line: ParcelLine) -> ParcelRow {
    let name = match line.name.as_str() {
        "" => "已删除的机器人",
        name => name,
    };
    ParcelRow {
        at: instant_in_words(line.packed_ms),
        to: match line.way.as_str() {
            "mail" => format!("{name}（邮件）"),
            _ => format!("{name}（群）"),
        },
        n: line.n_notices,
        state: ParcelState::from_code(&line.state).map_or("", ParcelState::label),
        words: line.words,
    }
}
