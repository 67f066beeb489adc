//! Units, people, posts, log-ins.

mod delegation;
mod life;

pub(crate) use delegation::DelegationDraft;
pub(super) use delegation::{
    DelegationState, KeptDelegation, NoDelegation, check as check_delegation, is_delegable,
};
pub(crate) use life::{Closed, FormerName, living_successor};
pub(super) use life::{PastPost, UnitAct, UnitActKind};

use super::totp::Secret;
use base::{
    Role,
    actor::{AccountId, PersonId, UnitId},
    day::Date,
    define_id,
};

define_id!(
    /// A post: what one person is in one unit.
    PostId
);
define_id!(
    /// A field of work.
    WorkFieldId
);

/// 业务领域: work across offices that a leader may be in charge of: 校园安全.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WorkField {
    pub(crate) id: WorkFieldId,
    pub(crate) name: String,
    /// Its place in lists, smallest first.
    pub(crate) place: i64,
}

/// A unit of the bureau's house: the bureau itself, an office, a school, a street.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) id: UnitId,
    pub(crate) parent: Option<UnitId>,
    pub(crate) kind: UnitKind,
    /// Full name, unique: 清源县教育局人事科.
    pub(crate) name: String,
    /// Name used in the house: 人事科.
    pub(crate) short_name: String,
    /// Other names met on paper: 组织人事科, 人事股.
    pub(crate) aliases: Vec<String>,
    /// Code of the unit, for schools the 学校标识码; may be empty.
    pub(crate) code: String,
    /// Words of its field, used to suggest who a task belongs to: 招聘, 职称, 编制.
    pub(crate) duties: Vec<String>,
    /// The day it was set up, where that is known.
    pub(crate) first_day: Option<Date>,
    /// How it ceased to be; none while it lives.
    pub(crate) closed: Option<Closed>,
    /// Names it had before, oldest first.
    pub(crate) former_names: Vec<FormerName>,
}

/// Kinds of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum UnitKind {
    /// 教育局: the root.
    Bureau,
    /// 机关科室.
    Office,
    /// 局属单位 other than schools: centres, institutes.
    Affiliated,
    /// 学校.
    School,
    /// 幼儿园.
    Kindergarten,
    /// 街道（乡镇）教委办.
    Street,
    /// Other departments of the government that papers name: 财政局.
    Outside,
}

impl UnitKind {
    /// Every kind, in the order they are shown.
    pub(crate) const ALL: [Self; 7] = [
        Self::Bureau,
        Self::Office,
        Self::Affiliated,
        Self::School,
        Self::Kindergarten,
        Self::Street,
        Self::Outside,
    ];

    /// The word shown, also the word read from a spreadsheet.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Bureau => "教育局",
            Self::Office => "机关科室",
            Self::Affiliated => "局属单位",
            Self::School => "学校",
            Self::Kindergarten => "幼儿园",
            Self::Street => "街道（乡镇）教委办",
            Self::Outside => "其他部门",
        }
    }

    /// The word stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Bureau => "bureau",
            Self::Office => "office",
            Self::Affiliated => "affiliated",
            Self::School => "school",
            Self::Kindergarten => "kindergarten",
            Self::Street => "street",
            Self::Outside => "outside",
        }
    }

    /// The kind with this stored word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A unit as it is kept, with what only its own pages need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeptUnit {
    pub(super) unit: Unit,
    /// Its place among the units beside it, smallest first.
    pub(super) place: i64,
    /// Grows with every change, so that two people changing it at once is noticed.
    pub(super) version: i64,
}

/// A person of the bureau, a school or a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) id: PersonId,
    pub(super) name: String,
    /// May be empty.
    pub(super) phone: String,
    /// Grows with every change.
    pub(super) version: i64,
}

/// A post with the names its row shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Post {
    pub(super) id: PostId,
    pub(super) person: PersonId,
    pub(super) person_name: String,
    pub(super) phone: String,
    pub(super) unit: UnitId,
    pub(super) unit_name: String,
    /// 科长, 校长; may be empty.
    pub(super) title: String,
    pub(super) role: Role,
    /// Its place among the posts of the person and of the unit, smallest first.
    pub(super) place: i64,
    /// Since which day, where that is known.
    pub(super) from: Option<Date>,
}

impl Post {
    /// The post as it would be made again.
    pub(super) fn draft(&self) -> PostDraft {
        PostDraft {
            unit: self.unit,
            title: self.title.clone(),
            role: self.role,
            place: self.place,
            from: self.from,
        }
    }
}

/// What a post is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PostDraft {
    pub(crate) unit: UnitId,
    pub(crate) title: String,
    pub(crate) role: Role,
    pub(crate) place: i64,
    /// Since which day, where that is known.
    pub(crate) from: Option<Date>,
}

/// A log-in, without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) id: AccountId,
    pub(super) login: String,
    pub(super) must_change_password: bool,
    pub(super) is_closed: bool,
}

/// What letting somebody in looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AccountState {
    pub(super) id: AccountId,
    pub(super) login: String,
    pub(super) is_closed: bool,
    pub(super) must_change_password: bool,
    /// 0 for a password from before ages were kept.
    pub(super) password_changed_ms: i64,
    /// Whether a telephone is bound.
    pub(super) has_second_factor: bool,
}

/// 两步验证: the telephone bound to a log-in, or about to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SecondFactor {
    pub(super) secret: Secret,
    pub(super) is_confirmed: bool,
    /// The step of the last code taken; neither it nor an older one is taken again.
    pub(super) last_step: i64,
}

/// Somebody in a post, as other slices know them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PostHolder {
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) unit: UnitId,
    /// Short name of the unit.
    pub(crate) unit_name: String,
    pub(crate) role: Role,
    /// Its place among the posts of the unit, smallest first.
    pub(crate) place: i64,
}

/// A leader (局长、分管领导) and the units they are in charge of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leader {
    pub(crate) person: PersonId,
    pub(crate) name: String,
    /// 副局长, 党组成员.
    pub(crate) title: String,
    pub(crate) in_charge_of: Vec<UnitId>,
    /// The fields they are in charge of, in order.
    pub(crate) fields: Vec<WorkField>,
}

/// One of the three administrators (三员) and whoever holds it, with their log-ins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Administrators {
    pub(super) role: Role,
    pub(super) holders: Vec<(Post, Option<Account>)>,
}

impl Administrators {
    /// Whether one of them can log in.
    pub(super) fn are_able(&self) -> bool {
        self.holders
            .iter()
            .any(|(_, account)| account.as_ref().is_some_and(|account| !account.is_closed))
    }
}
