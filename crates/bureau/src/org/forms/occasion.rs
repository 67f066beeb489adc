//! When something took effect and why; and what is done with a unit at such an occasion.

use super::{check_length, day};
use crate::org::{
    actions::{Occasion, UnitDraft},
    model::{KeptUnit, UnitActKind, UnitKind},
    workbook::words,
};
use base::{actor::UnitId, day::Date};
use shell::{Field, Posted};

/// The day and the reason.
pub(in crate::org) struct OccasionForm {
    pub(in crate::org) on: Field,
    pub(in crate::org) reason: Field,
}

impl OccasionForm {
    pub(in crate::org) fn new(today: Date) -> Self {
        Self {
            on: Field::new("on", "生效日期")
                .required()
                .hint("文件写明的日期，不晚于今天。")
                .value(today.to_string()),
            reason: Field::new("reason", "原因")
                .required()
                .hint("依据的文件或决定，如“清教发〔2026〕12号”。"),
        }
    }

    pub(in crate::org) fn posted(posted: &Posted, today: Date) -> Self {
        let mut form = Self::new(today);
        form.on = form.on.filled(posted);
        form.reason = form.reason.filled(posted);
        form
    }

    /// The occasion; none when a field is wrong and says so.
    pub(in crate::org) fn check(&mut self) -> Option<Occasion> {
        let on = day(&mut self.on);
        self.reason.check_filled();
        check_length(&mut self.reason);
        if self.is_wrong() {
            return None;
        }
        Some(Occasion {
            on: on?,
            reason: self.reason.value.clone(),
        })
    }

    pub(in crate::org) fn fields(&self) -> [&Field; 2] {
        [&self.on, &self.reason]
    }

    pub(in crate::org) fn is_wrong(&self) -> bool {
        self.fields().iter().any(|field| field.error.is_some())
    }
}

/// What is to be done with a unit. Which fields are drawn depends on what it is.
pub(in crate::org) struct UnitActForm {
    pub(in crate::org) kind: UnitActKind,
    /// The new name, or that of the unit split off.
    pub(in crate::org) name: Field,
    pub(in crate::org) short_name: Field,
    /// Of the unit split off.
    pub(in crate::org) unit_kind: Field,
    pub(in crate::org) parent: Field,
    pub(in crate::org) duties: Field,
    /// The unit merged into.
    pub(in crate::org) into: Field,
    pub(in crate::org) people: Field,
    pub(in crate::org) occasion: OccasionForm,
    /// Version of the unit the form was drawn from.
    pub(in crate::org) version: i64,
    place: i64,
}

/// What was asked for, ready to be done.
pub(in crate::org) enum UnitActAsked {
    Rename(String, String),
    Merge { into: UnitId, people_go_along: bool },
    Close,
    SplitOff(UnitDraft),
    Reopen,
}

impl UnitActForm {
    pub(in crate::org) fn new(kind: UnitActKind, kept: &KeptUnit, today: Date) -> Self {
        let unit = &kept.unit;
        let is_renamed = kind == UnitActKind::Renamed;
        let stands = |text: &str| if is_renamed { text } else { "" }.to_owned();
        Self {
            kind,
            name: Field::new(
                "name",
                if is_renamed {
                    "新全称"
                } else {
                    "新单位全称"
                },
            )
            .required()
            .hint("文件落款用的全称，不能重复。")
            .value(stands(&unit.name)),
            short_name: Field::new(
                "short_name",
                if is_renamed {
                    "新简称"
                } else {
                    "新单位简称"
                },
            )
            .required()
            .value(stands(&unit.short_name)),
            unit_kind: Field::new("kind", "类型")
                .required()
                .value(unit.kind.code()),
            parent: Field::new("parent", "上级单位")
                .required()
                .value(unit.parent.map(|id| id.to_string()).unwrap_or_default()),
            duties: Field::new("duties", "职责词")
                .hint("划给新单位的工作，用顿号隔开；原单位的职责词请另行修改。"),
            into: Field::new("into", "并入").required(),
            people: Field::new("people", "人员一并转入")
                .hint("在原单位的任职到前一天为止，从生效日期起在并入的单位任同样的职务。")
                .value("on"),
            occasion: OccasionForm::new(today),
            version: kept.version,
            place: kept.place,
        }
    }

    pub(in crate::org) fn posted(
        kind: UnitActKind,
        kept: &KeptUnit,
        today: Date,
        posted: &Posted,
    ) -> Self {
        let mut form = Self::new(kind, kept, today);
        for field in [
            &mut form.name,
            &mut form.short_name,
            &mut form.unit_kind,
            &mut form.parent,
            &mut form.duties,
            &mut form.into,
            &mut form.people,
        ] {
            field.value = posted.get(field.name).to_owned();
        }
        form.occasion = OccasionForm::posted(posted, today);
        form.version = posted.get("version").parse().unwrap_or_default();
        form
    }

    /// What is asked; none when a field is wrong and says so.
    pub(in crate::org) fn check(&mut self) -> Option<(UnitActAsked, Occasion)> {
        let asked = match self.kind {
            UnitActKind::Renamed => self
                .check_names()
                .map(|(name, short_name)| UnitActAsked::Rename(name, short_name)),
            UnitActKind::Merged => self.check_merge(),
            UnitActKind::Closed => Some(UnitActAsked::Close),
            UnitActKind::SplitOff => self.check_split(),
            UnitActKind::Reopened => Some(UnitActAsked::Reopen),
        };
        let occasion = self.occasion.check();
        Some((asked?, occasion?))
    }

    fn check_names(&mut self) -> Option<(String, String)> {
        for field in [&mut self.name, &mut self.short_name] {
            field.check_filled();
            check_length(field);
        }
        (!self.is_wrong()).then(|| (self.name.value.clone(), self.short_name.value.clone()))
    }

    fn check_merge(&mut self) -> Option<UnitActAsked> {
        let Ok(into) = self.into.value.parse() else {
            self.into.refuse("请选择并入的单位。");
            return None;
        };
        Some(UnitActAsked::Merge {
            into,
            people_go_along: !self.people.value.is_empty(),
        })
    }

    fn check_split(&mut self) -> Option<UnitActAsked> {
        let names = self.check_names();
        check_length(&mut self.duties);
        let kind = UnitKind::from_code(&self.unit_kind.value);
        if kind.is_none() {
            self.unit_kind.refuse("请选择类型。");
        }
        let parent = self.parent.value.parse().ok();
        if parent.is_none() {
            self.parent.refuse("请选择上级单位。");
        }
        let (name, short_name) = names?;
        Some(UnitActAsked::SplitOff(UnitDraft {
            parent: Some(parent?),
            kind: kind?,
            name,
            short_name,
            aliases: Vec::new(),
            code: String::new(),
            duties: words(&self.duties.value),
            place: self.place,
            first_day: None,
        }))
    }

    /// Says beside the field it is about why a rule said no.
    pub(in crate::org) fn refuse(&mut self, rule: &str, what: String) {
        let field = match rule {
            "org.unit.name_taken" | "org.unit.same_name" => &mut self.name,
            "org.unit.successor" => &mut self.into,
            "org.unit.parent" | "org.unit.parent_closed" => &mut self.parent,
            "org.day_in_future" | "org.unit.too_early" => &mut self.occasion.on,
            _ => &mut self.occasion.reason,
        };
        field.refuse(what);
    }

    pub(in crate::org) fn fields(&self) -> [&Field; 8] {
        let [on, reason] = self.occasion.fields();
        [
            &self.name,
            &self.short_name,
            &self.unit_kind,
            &self.parent,
            &self.duties,
            &self.into,
            on,
            reason,
        ]
    }

    pub(in crate::org) fn is_wrong(&self) -> bool {
        self.fields().iter().any(|field| field.error.is_some())
    }

    /// Whether a name is asked for.
    pub(in crate::org) fn asks_for_names(&self) -> bool {
        matches!(self.kind, UnitActKind::Renamed | UnitActKind::SplitOff)
    }

    /// Whether it is about a unit to be split off.
    pub(in crate::org) fn splits_off(&self) -> bool {
        self.kind == UnitActKind::SplitOff
    }

    /// Whether it is about a merge.
    pub(in crate::org) fn merges(&self) -> bool {
        self.kind == UnitActKind::Merged
    }
}
