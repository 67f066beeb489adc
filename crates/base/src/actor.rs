//! The person who acts.

use crate::{day::Date, define_id};
use serde::{Deserialize, Serialize};

define_id!(
    /// A log-in.
    AccountId
);
define_id!(
    /// A person of the bureau, a school or a unit.
    PersonId
);
define_id!(
    /// A unit: the bureau, an office, a school, a street.
    UnitId
);

define_id!(
    /// A delegation: somebody acts for another for a time.
    DelegationId
);

/// What a post lets its holder do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 系统管理员: units, people, opening log-ins, the machine; no business.
    Administrator,
    /// 安全管理员: rules for passwords and log-ins, unlocking, who is an administrator; no business.
    SecurityAdministrator,
    /// 审计管理员: the audit and how long it is kept; no business.
    AuditAdministrator,
    /// 局办公室（督查）: breaks the plan down, assigns, publishes, collects.
    GeneralOffice,
    /// 局长、分管领导: sees everything of the bureau, decides.
    Leader,
    /// 科室负责人.
    OfficeHead,
    /// 科室工作人员.
    OfficeStaff,
    /// 学校、幼儿园、街道教委办 的负责人或经办人.
    School,
    /// 督学、评估组成员.
    Inspector,
}

impl Role {
    /// Every role, in the order they are shown.
    pub const ALL: [Self; 9] = [
        Self::Administrator,
        Self::SecurityAdministrator,
        Self::AuditAdministrator,
        Self::GeneralOffice,
        Self::Leader,
        Self::OfficeHead,
        Self::OfficeStaff,
        Self::School,
        Self::Inspector,
    ];

    /// 三员: the three who keep the system, apart from each other and from all business.
    pub const ADMINISTRATORS: [Self; 3] = [
        Self::Administrator,
        Self::SecurityAdministrator,
        Self::AuditAdministrator,
    ];

    /// Whether this is one of the three administrators.
    #[must_use]
    pub fn is_administrators(self) -> bool {
        Self::ADMINISTRATORS.contains(&self)
    }

    /// The word shown, also the word read from a spreadsheet.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Administrator => "系统管理员",
            Self::SecurityAdministrator => "安全管理员",
            Self::AuditAdministrator => "审计管理员",
            Self::GeneralOffice => "局办公室",
            Self::Leader => "局领导",
            Self::OfficeHead => "科室负责人",
            Self::OfficeStaff => "科室人员",
            Self::School => "学校（单位）",
            Self::Inspector => "督学",
        }
    }

    /// The word stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::SecurityAdministrator => "security_administrator",
            Self::AuditAdministrator => "audit_administrator",
            Self::GeneralOffice => "general_office",
            Self::Leader => "leader",
            Self::OfficeHead => "office_head",
            Self::OfficeStaff => "office_staff",
            Self::School => "school",
            Self::Inspector => "inspector",
        }
    }

    /// The role with this stored word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// What somebody may do for another (代签).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covers {
    /// 审核签批: review what the other would review, nothing else.
    Review,
    /// Everything of one post.
    Post,
}

impl Covers {
    /// The word stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Post => "post",
        }
    }

    /// What this stored word means.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Review, Self::Post]
            .into_iter()
            .find(|covers| covers.code() == code)
    }
}

/// Somebody one acts for today. It lends nothing by itself: whoever decides asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// Which delegation.
    pub id: DelegationId,
    /// Whose business it is.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// How far it goes.
    pub covers: Covers,
    /// The units of the posts it covers.
    pub units: Vec<UnitId>,
    /// What these posts let one do.
    pub roles: Vec<Role>,
    /// The last day it runs.
    pub last: Date,
}

/// Who is doing something: loaded once a request, passed to every action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actor {
    /// The log-in used.
    pub account: AccountId,
    /// The person it belongs to.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The unit of their first post.
    pub unit: UnitId,
    /// Short name of that unit.
    pub unit_name: String,
    /// Every unit they hold a post in.
    pub units: Vec<UnitId>,
    /// What their posts let them do.
    pub roles: Vec<Role>,
    /// Every post: which role in which unit.
    pub posts: Vec<(UnitId, Role)>,
    /// Whether the password must be changed before anything else.
    pub must_change_password: bool,
    /// Whether a telephone must be bound (两步验证) before anything else.
    pub must_enrol: bool,
    /// Whom they act for today, under both names.
    pub acting_for: Vec<Delegation>,
}

impl Actor {
    /// The program itself, where no person acts: schedules, clean-up.
    #[must_use]
    pub fn program() -> Self {
        Self {
            account: AccountId::nil(),
            person: PersonId::nil(),
            name: "系统".to_owned(),
            unit: UnitId::nil(),
            ..Self::default()
        }
    }

    /// Whether no person acts but the program.
    #[must_use]
    pub fn is_program(&self) -> bool {
        self.account == AccountId::nil()
    }

    /// Whether there is something to do about the log-in before anything else.
    #[must_use]
    pub fn is_held_up(&self) -> bool {
        self.must_change_password || self.must_enrol
    }

    /// Whether any post gives this role.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether any post gives one of these roles.
    #[must_use]
    pub fn is_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|&role| self.is(role))
    }
}
