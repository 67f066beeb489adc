//! A person and a post.

use super::{check_length, day, whole_number};
use crate::org::model::{Person, Post, PostDraft};
use base::Role;
use shell::{Field, Posted};

/// Name and telephone.
pub(in crate::org) struct PersonForm {
    pub(in crate::org) name: Field,
    pub(in crate::org) phone: Field,
    /// Version of the person the form was drawn from.
    pub(in crate::org) version: i64,
}

impl PersonForm {
    pub(in crate::org) fn new() -> Self {
        Self {
            name: Field::new("name", "姓名").required(),
            phone: Field::new("phone", "手机号")
                .hint("同名的人靠它区分；只有系统管理员、安全管理员、局办公室和局领导看得到。"),
            version: 0,
        }
    }

    pub(in crate::org) fn of(person: &Person) -> Self {
        let mut form = Self::new();
        form.name.value = person.name.clone();
        form.phone.value = person.phone.clone();
        form.version = person.version;
        form
    }

    pub(in crate::org) fn posted(posted: &Posted) -> Self {
        let mut form = Self::new();
        form.name = form.name.filled(posted);
        form.phone = form.phone.filled(posted);
        form.version = posted.get("version").parse().unwrap_or_default();
        form
    }

    /// The name that was typed; blanks inside it are for looks.
    pub(in crate::org) fn name(&self) -> String {
        self.name.value.replace(char::is_whitespace, "")
    }

    /// Whether every field is right; a wrong one says so, and what was typed stays as it is.
    pub(in crate::org) fn check(&mut self) -> bool {
        self.name.check_filled();
        check_length(&mut self.name);
        let is_phone = |char: char| char.is_ascii_digit() || "+- ".contains(char);
        if !self.phone.value.chars().all(is_phone) || self.phone.value.len() > 20 {
            self.phone.refuse("手机号只能有数字，不超过20位。");
        }
        !self.is_wrong()
    }

    pub(in crate::org) fn fields(&self) -> [&Field; 2] {
        [&self.name, &self.phone]
    }

    pub(in crate::org) fn is_wrong(&self) -> bool {
        self.fields().iter().any(|field| field.error.is_some())
    }
}

/// What somebody is in a unit.
pub(in crate::org) struct PostForm {
    pub(in crate::org) unit: Field,
    pub(in crate::org) title: Field,
    pub(in crate::org) role: Field,
    pub(in crate::org) place: Field,
    pub(in crate::org) from: Field,
}

impl PostForm {
    pub(in crate::org) fn new(unit: &str) -> Self {
        Self {
            unit: Field::new("unit", "所在单位").required().value(unit),
            title: Field::new("title", "职务").hint("如“科长”“校长”。"),
            role: Field::new("role", "角色")
                .required()
                .hint("决定能看到什么、能做什么。"),
            place: Field::new("place", "排序")
                .required()
                .hint("整数，小的在前；局领导和本单位人员按它排列。")
                .value("100"),
            from: Field::new("from", "任职日期").hint("不清楚可不填。"),
        }
    }

    pub(in crate::org) fn of(post: &Post) -> Self {
        let mut form = Self::new(&post.unit.to_string());
        form.title.value = post.title.clone();
        form.role.value = post.role.code().to_owned();
        form.place.value = post.place.to_string();
        form.from.value = post.from.map(|day| day.to_string()).unwrap_or_default();
        form
    }

    pub(in crate::org) fn posted(posted: &Posted) -> Self {
        let mut form = Self::new("");
        for field in [
            &mut form.unit,
            &mut form.title,
            &mut form.role,
            &mut form.place,
            &mut form.from,
        ] {
            field.value = posted.get(field.name).to_owned();
        }
        form
    }

    /// What the post is to be; none when a field is wrong and says so.
    pub(in crate::org) fn check(&mut self) -> Option<PostDraft> {
        check_length(&mut self.title);
        let unit = self.unit.value.parse().ok();
        if unit.is_none() {
            self.unit.refuse("请选择所在单位。");
        }
        let role = Role::from_code(&self.role.value);
        if role.is_none() {
            self.role.refuse("请选择角色。");
        }
        let place = whole_number(&mut self.place);
        let from = day(&mut self.from);
        if self.is_wrong() {
            return None;
        }
        Some(PostDraft {
            unit: unit?,
            title: self.title.value.clone(),
            role: role?,
            place: place?,
            from,
        })
    }

    pub(in crate::org) fn fields(&self) -> [&Field; 5] {
        [&self.unit, &self.title, &self.role, &self.place, &self.from]
    }

    pub(in crate::org) fn is_wrong(&self) -> bool {
        self.fields().iter().any(|field| field.error.is_some())
    }
}
