//! What kind of house a unit is, and which registers it fills in.

use crate::org::{Unit, UnitKind};

/// Kinds of schools, as far as registers tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Kindergarten,
    Primary,
    Junior,
    NineYear,
    Senior,
    Vocational,
    Special,
    Activity,
    /// An office.
    None,
}

impl Level {
    pub(super) fn of(unit: &Unit) -> Self {
        let named = |words: &[&str]| words.iter().any(|word| unit.name.contains(word));
        match unit.kind {
            UnitKind::Kindergarten => Self::Kindergarten,
            UnitKind::School if named(&["职业教育"]) => Self::Vocational,
            UnitKind::School if named(&["特殊教育"]) => Self::Special,
            UnitKind::School if named(&["青少年活动"]) => Self::Activity,
            UnitKind::School if named(&["第一中学", "第二中学", "高级中学"]) => {
                Self::Senior
            }
            UnitKind::School if named(&["九年一贯制"]) => Self::NineYear,
            UnitKind::School if named(&["中学"]) => Self::Junior,
            UnitKind::School => Self::Primary,
            _ => Self::None,
        }
    }

    /// What is taught there.
    pub(super) fn subjects(self) -> &'static [&'static str] {
        match self {
            Self::Kindergarten => &["学前教育"],
            Self::Primary | Self::Activity | Self::None => &[
                "语文",
                "数学",
                "英语",
                "道德与法治",
                "体育与健康",
                "音乐",
                "美术",
                "信息科技",
                "心理健康",
            ],
            Self::Junior | Self::NineYear | Self::Senior => &[
                "语文",
                "数学",
                "英语",
                "物理",
                "化学",
                "生物",
                "历史",
                "地理",
                "道德与法治",
                "体育与健康",
                "信息科技",
            ],
            Self::Vocational => &["语文", "数学", "英语", "信息科技", "其他"],
            Self::Special => &["语文", "数学", "体育与健康", "美术", "心理健康"],
        }
    }

    /// Its stage as the registers of resources and of counselling call it.
    pub(super) fn stage(self) -> &'static str {
        match self {
            Self::Kindergarten => "学前",
            Self::Primary | Self::Special | Self::Activity | Self::None => "小学",
            Self::Junior | Self::NineYear => "初中",
            Self::Senior => "高中",
            Self::Vocational => "职业教育",
        }
    }
}

/// Whether a house has anything to enter into a register.
pub(super) fn fits(code: &str, unit: &Unit) -> bool {
    let level = Level::of(unit);
    let is_rural = unit.name.contains('镇') || unit.name.contains('乡');
    let is_compulsory = matches!(level, Level::Primary | Level::Junior | Level::NineYear);
    match code {
        "dropouts" => {
            matches!(level, Level::Junior | Level::NineYear) || (is_rural && is_compulsory)
        }
        "left-behind" => is_rural && is_compulsory,
        "disabled-children" => is_compulsory || level == Level::Special,
        "counselling" => is_compulsory || matches!(level, Level::Senior | Level::Vocational),
        "bus-vehicles" | "bus-drivers" | "bus-routes" => {
            is_rural && (is_compulsory || level == Level::Kindergarten) && level != Level::Junior
        }
        "skill-teachers" | "credit-courses" => level == Level::Vocational,
        "aid" => matches!(level, Level::Senior | Level::Vocational),
        "exchange" => is_compulsory || level == Level::Senior,
        "home-visits" => !matches!(level, Level::Activity | Level::Special),
        _ => level != Level::Activity,
    }
}
