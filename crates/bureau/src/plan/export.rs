//! 责任分解表 from a published version.

use super::model::{Part, PublishedItem, PublishedPlan, deadline_words};
use gongwen::write::{BreakdownDeadline, BreakdownRow, BreakdownTable};

/// The table of a version: one row an item, in the words it was published in.
pub(crate) fn breakdown(plan: &PublishedPlan) -> BreakdownTable {
    BreakdownTable {
        title: title(&plan.title),
        attachment: None,
        issuer: Some(plan.issuer.clone()).filter(|issuer| !issuer.is_empty()),
        doc_number: Some(plan.doc_number.clone()).filter(|number| !number.is_empty()),
        date: plan.issued_on,
        rows: plan
            .items
            .iter()
            .zip(1..)
            .map(|(item, number)| row(item, number))
            .collect(),
    }
}

/// 「…工作要点」 becomes 「…工作要点责任分解表」; a paper that is such a table keeps its title.
fn title(title: &str) -> String {
    let is_table = title.contains("分解") || title.contains("分工");
    format!("{title}{}", if is_table { "" } else { "责任分解表" })
}

fn row(item: &PublishedItem, number: usize) -> BreakdownRow {
    let names = |part: Part| {
        item.seats
            .iter()
            .filter(|seat| seat.part == part)
            .map(|seat| seat.name.clone())
            .collect()
    };
    BreakdownRow {
        number: number.to_string(),
        path: item.path.clone(),
        task: item.body.clone(),
        targets: item.targets_in_words(),
        lead: names(Part::Lead),
        support: names(Part::Support),
        leaders: names(Part::Leader),
        deadlines: item
            .deadlines
            .iter()
            .map(|entry| BreakdownDeadline {
                text: deadline_words(&entry.value, &entry.quote),
                due: entry.value.to,
            })
            .collect(),
        note: String::new(),
    }
}
