//! A unit.

use super::{check_length, day, whole_number};
use crate::org::{
    actions::UnitDraft,
    model::{KeptUnit, UnitKind},
    workbook::words,
};
use shell::{Field, Posted};

pub(in crate::org) struct UnitForm {
    pub(in crate::org) name: Field,
    pub(in crate::org) short_name: Field,
    pub(in crate::org) kind: Field,
    pub(in crate::org) parent: Field,
    pub(in crate::org) aliases: Field,
    pub(in crate::org) duties: Field,
    pub(in crate::org) code: Field,
    pub(in crate::org) place: Field,
    pub(in crate::org) first_day: Field,
    /// Version of the unit the form was drawn from.
    pub(in crate::org) version: i64,
}

impl UnitForm {
    /// An empty form; the place is after all others.
    pub(in crate::org) fn new(parent: &str, place: i64) -> Self {
        Self {
            name: Field::new("name", "全称").required().hint(
                "文件落款用的全称，不能重复。单位改了名，请到单位页面用“改名”，旧名才会留下。",
            ),
            short_name: Field::new("short_name", "简称")
                .required()
                .hint("局内常用的叫法，如“人事科”。"),
            kind: Field::new("kind", "类型").required(),
            parent: Field::new("parent", "上级单位")
                .hint("教育局本身没有上级单位。")
                .value(parent),
            aliases: Field::new("aliases", "别名")
                .hint("文件里还会怎么称呼，用顿号隔开，如“组织人事科、人事股”。"),
            duties: Field::new("duties", "职责词")
                .hint("用来推荐责任科室的词，用顿号隔开，如“招聘、职称、编制”。"),
            code: Field::new("code", "单位代码").hint("学校填学校标识码。"),
            place: Field::new("place", "排序")
                .required()
                .hint("整数，小的在前。")
                .value(place.to_string()),
            first_day: Field::new("first_day", "设立日期").hint("不清楚可不填。"),
            version: 0,
        }
    }

    /// The form of a unit there is.
    pub(in crate::org) fn of(kept: &KeptUnit) -> Self {
        let unit = &kept.unit;
        let mut form = Self::new("", kept.place);
        form.name.value = unit.name.clone();
        form.short_name.value = unit.short_name.clone();
        form.kind.value = unit.kind.code().to_owned();
        form.parent.value = unit.parent.map(|id| id.to_string()).unwrap_or_default();
        form.aliases.value = unit.aliases.join("、");
        form.duties.value = unit.duties.join("、");
        form.code.value = unit.code.clone();
        form.first_day.value = unit
            .first_day
            .map(|day| day.to_string())
            .unwrap_or_default();
        form.version = kept.version;
        form
    }

    /// The form as it was posted.
    pub(in crate::org) fn posted(posted: &Posted) -> Self {
        let mut form = Self::new("", 0);
        for field in form.fields_mut() {
            field.value = posted.get(field.name).to_owned();
        }
        form.version = posted.get("version").parse().unwrap_or_default();
        form
    }

    /// What the unit is to be; none when a field is wrong and says so.
    pub(in crate::org) fn check(&mut self) -> Option<UnitDraft> {
        for field in self.fields_mut() {
            field.check_filled();
            check_length(field);
        }
        let kind = UnitKind::from_code(&self.kind.value);
        if kind.is_none() && self.kind.error.is_none() {
            self.kind.refuse("请选择类型。");
        }
        let parent = self.parent.value.parse().ok();
        if parent.is_none() && !self.parent.value.is_empty() {
            self.parent.refuse("请选择上级单位。");
        }
        let place = whole_number(&mut self.place);
        let first_day = day(&mut self.first_day);
        if self.is_wrong() {
            return None;
        }
        Some(UnitDraft {
            parent,
            kind: kind?,
            name: self.name.value.clone(),
            short_name: self.short_name.value.clone(),
            aliases: words(&self.aliases.value),
            code: self.code.value.clone(),
            duties: words(&self.duties.value),
            place: place?,
            first_day,
        })
    }

    /// Says beside the field it is about why a rule said no.
    pub(in crate::org) fn refuse(&mut self, rule: &str, what: String) {
        let field = match rule {
            "org.unit.name_taken" => &mut self.name,
            "org.unit.one_bureau" | "org.unit.bureau_stays" => &mut self.kind,
            _ => &mut self.parent,
        };
        field.refuse(what);
    }

    pub(in crate::org) fn fields(&self) -> [&Field; 9] {
        [
            &self.name,
            &self.short_name,
            &self.kind,
            &self.parent,
            &self.aliases,
            &self.duties,
            &self.code,
            &self.place,
            &self.first_day,
        ]
    }

    pub(in crate::org) fn is_wrong(&self) -> bool {
        self.fields().iter().any(|field| field.error.is_some())
    }

    fn fields_mut(&mut self) -> [&mut Field; 9] {
        [
            &mut self.name,
            &mut self.short_name,
            &mut self.kind,
            &mut self.parent,
            &mut self.aliases,
            &mut self.duties,
            &mut self.code,
            &mut self.place,
            &mut self.first_day,
        ]
    }
}
