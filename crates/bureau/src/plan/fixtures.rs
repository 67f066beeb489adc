//! What several tests of plans begin with.

use super::model::{
    ItemId, MetadataSpans, Plan, PlanId, PublishedItem, PublishedPlan,
    milestone::{Done, Step, StepId, StepState},
};

/// A step of an item, done on a day or not begun.
pub(super) fn step(item: ItemId, due: &str, done_on: Option<&str>) -> Step {
    Step {
        id: StepId::new(),
        plan: PlanId::new(),
        item,
        place: 0,
        name: "制定方案".into(),
        begins: None,
        due: due.parse().unwrap(),
        owner: None,
        weight: 10,
        after: Vec::new(),
        evidence: String::new(),
        origin: String::new(),
        state: match done_on {
            None => StepState::NotStarted,
            Some(on) => StepState::Done(Done {
                on: on.parse().unwrap(),
                by_name: String::new(),
                words: String::new(),
                file: String::new(),
                file_name: String::new(),
            }),
        },
        baseline: None,
        is_dropped: false,
        revision: 1,
    }
}

/// The plan of 2026 with its first version, as pages read it.
pub(super) fn published(items: Vec<PublishedItem>) -> (Plan, i64, PublishedPlan) {
    let plan = Plan {
        id: PlanId::new(),
        title: String::new(),
        year: Some(2026),
        kind: gongwen::ledger::DocKind::WorkPlan,
        issuer: String::new(),
        doc_number: String::new(),
        issued_on: None,
        metadata_spans: MetadataSpans::default(),
        file: String::new(),
        file_name: String::new(),
        revision: 1,
        published_revision: Some(1),
        created_ms: 0,
        created_by: String::new(),
    };
    let content = PublishedPlan {
        title: "要点".into(),
        year: Some(2026),
        issuer: String::new(),
        doc_number: String::new(),
        issued_on: None,
        items,
    };
    (plan, 1, content)
}
