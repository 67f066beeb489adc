//! A published item as lists show it: everything in words, with its address.

use super::due::Stand;
use crate::plan::{
    model::{Part, PlanId, PublishedItem},
    paths,
};

/// An item in a list.
#[derive(Debug, Clone)]
pub(super) struct ItemRow {
    pub(super) href: String,
    /// Number in the whole plan, 1 the first; what the printed table says too.
    pub(super) number: usize,
    pub(super) marker: String,
    pub(super) path: Vec<String>,
    pub(super) heading: String,
    /// The words after the heading; empty when there are no others.
    pub(super) rest: String,
    pub(super) targets: Vec<String>,
    pub(super) deadlines: Vec<String>,
    /// How it stands; nothing on paper.
    pub(super) stand: Stand,
    pub(super) lead: String,
    pub(super) support: String,
    pub(super) leaders: String,
}

impl ItemRow {
    /// The row of an item; `version` is the one asked for, none for the newest.
    pub(super) fn of(
        plan: PlanId,
        version: Option<i64>,
        number: usize,
        item: &PublishedItem,
        stand: Stand,
    ) -> Self {
        let heading = item.heading();
        Self {
            href: paths::item_of(plan, item.id, version),
            number,
            marker: item.marker.clone(),
            path: item.path.clone(),
            rest: rest(&heading, &item.body),
            heading,
            targets: item.targets_in_words(),
            deadlines: item.deadlines_in_words(),
            stand,
            lead: item.names(Part::Lead),
            support: item.names(Part::Support),
            leaders: item.names(Part::Leader),
        }
    }

    /// Whether no office answers for it.
    pub(super) fn is_unled(&self) -> bool {
        self.lead.is_empty()
    }
}

/// The body without the heading it begins with; a heading cut short for the list is said in full.
fn rest(heading: &str, body: &str) -> String {
    match body.strip_prefix(heading) {
        Some(rest) => rest
            .trim_start_matches(['。', '．', '：', '；', '，', '\n', ' ', '　'])
            .to_owned(),
        None => body.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::rest;

    #[test]
    fn a_row_does_not_say_its_heading_twice() {
        for (heading, body, left) in [
            ("加强师德建设", "加强师德建设。制定意见。", "制定意见。"),
            ("加强师德建设", "加强师德建设", ""),
            ("对6处学校……", "对6处学校进行审计", "对6处学校进行审计"),
        ] {
            assert_eq!(rest(heading, body), left);
        }
    }
}
