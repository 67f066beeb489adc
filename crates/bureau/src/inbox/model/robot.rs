//! 群机器人: a robot that speaks in a working group of 钉钉, 企业微信 or 飞书.

use super::Timing;
use base::{actor::UnitId, config::Secret, define_id};

define_id!(
    /// A robot of a group.
    RobotId
);

/// 群机器人. Its address and its secret are keys: they are printed nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inbox) struct Robot {
    pub(in crate::inbox) id: RobotId,
    /// What administrators call it: 「办公室工作群」.
    pub(in crate::inbox) name: String,
    pub(in crate::inbox) kind: RobotKind,
    /// Its address; holds a key.
    pub(in crate::inbox) address: Secret,
    /// What requests are signed with; nothing when the robot asks for no signature.
    pub(in crate::inbox) secret: Option<Secret>,
    /// The unit whose people are in the group; none for everybody who has no group of their own.
    pub(in crate::inbox) unit: Option<UnitId>,
    pub(in crate::inbox) is_on: bool,
    pub(in crate::inbox) timing: Timing,
    /// Why it did not speak the last time; empty when it did.
    pub(in crate::inbox) fault: String,
    pub(in crate::inbox) fault_ms: i64,
    /// When it spoke last.
    pub(in crate::inbox) spoke_ms: Option<i64>,
    pub(in crate::inbox) version: i64,
}

/// Whose robot it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inbox) enum RobotKind {
    /// 钉钉.
    DingTalk,
    /// 企业微信.
    WeCom,
    /// 飞书.
    Feishu,
}

impl RobotKind {
    pub(in crate::inbox) const ALL: [Self; 3] = [Self::DingTalk, Self::WeCom, Self::Feishu];

    /// The word shown.
    pub(in crate::inbox) fn label(self) -> &'static str {
        match self {
            Self::DingTalk => "钉钉",
            Self::WeCom => "企业微信",
            Self::Feishu => "飞书",
        }
    }

    /// The word stored.
    pub(in crate::inbox) fn code(self) -> &'static str {
        match self {
            Self::DingTalk => "dingtalk",
            Self::WeCom => "wecom",
            Self::Feishu => "feishu",
        }
    }

    /// The kind with this stored word.
    pub(in crate::inbox) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whose public service an address is of; none for a bureau's own installation.
    pub(in crate::inbox) fn of_host(host: &str) -> Option<Self> {
        let host = host.to_ascii_lowercase();
        [
            ("dingtalk.com", Self::DingTalk),
            ("weixin.qq.com", Self::WeCom),
            ("feishu.cn", Self::Feishu),
            ("larksuite.com", Self::Feishu),
        ]
        .into_iter()
        .find(|(domain, _)| host == *domain || host.ends_with(&format!(".{domain}")))
        .map(|(_, kind)| kind)
    }
}

/// The robot that speaks to the people of these units: that of a unit of theirs, else the one for
/// everybody.
pub(in crate::inbox) fn robot_of<'a>(robots: &'a [Robot], units: &[UnitId]) -> Option<&'a Robot> {
    let own = |robot: &&Robot| robot.unit.is_some_and(|unit| units.contains(&unit));
    robots
        .iter()
        .find(own)
        .or_else(|| robots.iter().find(|robot| robot.unit.is_none()))
}

#[cfg(test)]
mod tests {
    use super::{Robot, RobotId, RobotKind, robot_of};
    use crate::inbox::model::Timing;
    use base::{actor::UnitId, config::Secret};

    fn robot(name: &str, unit: Option<UnitId>) -> Robot {
        Robot {
            id: RobotId::new(),
            name: name.to_owned(),
            kind: RobotKind::DingTalk,
            address: Secret::new("https://oapi.dingtalk.com/robot/send?access_token=geheim"),
            secret: Some(Secret::new("SECgeheim")),
            unit,
            is_on: true,
            timing: Timing::default(),
            fault: String::new(),
            fault_ms: 0,
            spoke_ms: None,
            version: 1,
        }
    }

    #[test]
    fn people_hear_of_it_in_the_group_of_their_unit_before_the_one_of_all() {
        let [mine, other] = [UnitId::new(), UnitId::new()];
        let robots = [robot("全局群", None), robot("人事科群", Some(mine))];
        let name = |units: &[UnitId]| robot_of(&robots, units).unwrap().name.clone();
        assert_eq!(name(&[other, mine]), "人事科群");
        assert_eq!(name(&[other]), "全局群");
        assert!(robot_of(&robots[1..], &[other]).is_none());
        assert!(!format!("{robots:?}").contains("geheim"));
    }

    #[test]
    fn an_address_tells_whose_service_it_is_of_and_an_own_installation_does_not() {
        for (host, kind) in [
            ("oapi.dingtalk.com", Some(RobotKind::DingTalk)),
            ("qyapi.weixin.qq.com", Some(RobotKind::WeCom)),
            ("open.feishu.cn", Some(RobotKind::Feishu)),
            ("notdingtalk.com", None),
            ("im.example.cn", None),
        ] {
            assert_eq!(RobotKind::of_host(host), kind, "{host}");
        }
        for kind in RobotKind::ALL {
            assert_eq!(RobotKind::from_code(kind.code()), Some(kind));
        }
    }
}
