//! A delegation.

use super::{check_length, day};
use crate::org::model::DelegationDraft;
use base::{actor::Covers, day::Date};
use shell::{Field, Posted};

/// The value that stands for the review of everything; other values are the id of a post.
pub(in crate::org) const REVIEW: &str = "review";

pub(in crate::org) struct DelegationForm {
    pub(in crate::org) delegate: Field,
    pub(in crate::org) covers: Field,
    pub(in crate::org) first: Field,
    pub(in crate::org) last: Field,
    pub(in crate::org) reason: Field,
}

impl DelegationForm {
    pub(in crate::org) fn new(today: Date) -> Self {
        Self {
            delegate: Field::new("delegate", "代签人").required(),
            covers: Field::new("covers", "范围")
                .required()
                .hint("代签人办理时，记录上同时写明两个人的姓名。")
                .value(REVIEW),
            first: Field::new("first", "开始日期")
                .required()
                .value(today.to_string()),
            last: Field::new("last", "结束日期")
                .required()
                .hint("含当天，过后自动失效；也可以提前结束。"),
            reason: Field::new("reason", "原因")
                .required()
                .hint("如“外出培训”“休假”。"),
        }
    }

    pub(in crate::org) fn posted(posted: &Posted, today: Date) -> Self {
        let mut form = Self::new(today);
        for field in [
            &mut form.delegate,
            &mut form.covers,
            &mut form.first,
            &mut form.last,
            &mut form.reason,
        ] {
            field.value = posted.get(field.name).to_owned();
        }
        form
    }

    /// What is wished for; none when a field is wrong and says so.
    pub(in crate::org) fn check(&mut self) -> Option<DelegationDraft> {
        let delegate = self.delegate.value.parse().ok();
        if delegate.is_none() {
            self.delegate.refuse("请选择代签人。");
        }
        let post = match self.covers.value.as_str() {
            REVIEW => None,
            post => post.parse().ok(),
        };
        if post.is_none() && self.covers.value != REVIEW {
            self.covers.refuse("请选择范围。");
        }
        let (first, last) = (day(&mut self.first), day(&mut self.last));
        self.reason.check_filled();
        check_length(&mut self.reason);
        if self.is_wrong() {
            return None;
        }
        Some(DelegationDraft {
            delegate: delegate?,
            covers: match post {
                Some(_) => Covers::Post,
                None => Covers::Review,
            },
            post,
            first: first?,
            last: last?,
            reason: self.reason.value.clone(),
        })
    }

    /// Says beside the field it is about why a rule said no.
    pub(in crate::org) fn refuse(&mut self, rule: &str, what: String) {
        let field = match rule {
            "org.delegation.begins_in_the_past" => &mut self.first,
            "org.delegation.ends_before" | "org.delegation.too_long" => &mut self.last,
            "org.delegation.nothing" | "org.delegation.overlaps" => &mut self.covers,
            _ => &mut self.delegate,
        };
        field.refuse(what);
    }

    pub(in crate::org) fn fields(&self) -> [&Field; 5] {
        [
            &self.delegate,
            &self.covers,
            &self.first,
            &self.last,
            &self.reason,
        ]
    }

    pub(in crate::org) fn is_wrong(&self) -> bool {
        self.fields().iter().any(|field| field.error.is_some())
    }
}
