//! Who takes over from whoever leaves, when and why.

use super::OccasionForm;
use crate::org::actions::Occasion;
use base::{actor::PersonId, day::Date};
use shell::{Field, Posted};

pub(in crate::org) struct HandOverForm {
    pub(in crate::org) to: Field,
    pub(in crate::org) occasion: OccasionForm,
}

impl HandOverForm {
    pub(in crate::org) fn new(today: Date) -> Self {
        Self {
            to: Field::new("to", "接任人").required(),
            occasion: OccasionForm::new(today),
        }
    }

    pub(in crate::org) fn posted(posted: &Posted, today: Date) -> Self {
        let mut form = Self::new(today);
        form.to = form.to.filled(posted);
        form.occasion = OccasionForm::posted(posted, today);
        form
    }

    /// Who and when; none when a field is wrong and says so.
    pub(in crate::org) fn check(&mut self) -> Option<(PersonId, Occasion)> {
        let to = self.to.value.parse().ok();
        if to.is_none() {
            self.to.refuse("请选择接任人。");
        }
        let occasion = self.occasion.check();
        Some((to?, occasion?))
    }

    /// Says beside the field it is about why a rule said no.
    pub(in crate::org) fn refuse(&mut self, rule: &str, what: String) {
        let field = match rule {
            "org.day_in_future" | "org.unit.too_early" => &mut self.occasion.on,
            _ => &mut self.to,
        };
        field.refuse(what);
    }

    pub(in crate::org) fn fields(&self) -> [&Field; 3] {
        let [on, reason] = self.occasion.fields();
        [&self.to, on, reason]
    }

    pub(in crate::org) fn is_wrong(&self) -> bool {
        self.fields().iter().any(|field| field.error.is_some())
    }
}
