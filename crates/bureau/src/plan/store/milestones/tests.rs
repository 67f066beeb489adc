//! Work plans and steps on both engines.

use super::*;
use crate::plan::{
    fixtures,
    model::{
        ItemId, MetadataSpans, Plan, PlanId, Source,
        milestone::{
            Agreement, Baseline, Done, Owner, Step, StepChange, StepId, StepState, WorkPlan,
        },
    },
    store::insert_plan,
};
use base::actor::{PersonId, UnitId};
use gongwen::ledger::DocKind;
use testkit::TestDb;

fn plan() -> Plan {
    Plan {
        id: PlanId::new(),
        title: "2026年工作要点".into(),
        year: Some(2026),
        kind: DocKind::WorkPlan,
        issuer: String::new(),
        doc_number: String::new(),
        issued_on: None,
        metadata_spans: MetadataSpans::default(),
        file: String::new(),
        file_name: String::new(),
        revision: 1,
        published_revision: Some(1),
        created_ms: 1,
        created_by: "沈书宁".into(),
    }
}

fn step(plan: PlanId, item: ItemId, place: i64, name: &str, due: &str) -> Step {
    Step {
        plan,
        place,
        name: name.into(),
        ..fixtures::step(item, due, None)
    }
}

async fn databases() -> Vec<TestDb> {
    testkit::databases(&crate::migrations()).await
}

#[tokio::test]
async fn a_work_plan_and_its_steps_come_back_as_they_were_kept() {
    for test in databases().await {
        let db = &test.db;
        let plan = plan();
        let item = ItemId::new();
        let source = Source {
            format: "txt".into(),
            text: String::new(),
            noise: Vec::new(),
        };
        let mut work = WorkPlan::begun(plan.id, item, "training", 5, "王敏");
        let first = step(plan.id, item, 0, "报名", "2026-W20");
        let mut second = step(plan.id, item, 1, "开班", "2026-06-30");
        let (unit, person) = (UnitId::new(), PersonId::new());
        second.after = vec![first.id];
        second.begins = "2026-06-01".parse().ok();
        second.owner = Some(Owner {
            unit: Some(unit),
            person: Some(person),
            name: "人事科 · 王敏".into(),
        });
        let mut tx = db.begin_write().await.unwrap();
        insert_plan(&mut tx, &plan, &source, &[]).await.unwrap();
        assert!(save_work_plan(&mut tx, &work, 0).await.unwrap());
        assert!(
            !save_work_plan(&mut tx, &work, 0).await.unwrap(),
            "only once"
        );
        insert_steps(&mut tx, &[first.clone(), second.clone()])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(work_plan(db, item).await.unwrap(), Some(work.clone()));
        assert_eq!(
            steps_of_item(db, item).await.unwrap(),
            [first.clone(), second.clone()]
        );

        work.state = Agreement::Agreed;
        work.agreed_ms = Some(9);
        work.revision = 2;
        second.baseline = Some(Baseline {
            begins: second.begins,
            due: second.due,
        });
        second.state = StepState::Done(Done {
            on: "2026-06-29".parse().unwrap(),
            by_name: "王敏".into(),
            words: "两期".into(),
            file: "abc".into(),
            file_name: "签到册.pdf".into(),
        });
        let change = StepChange {
            step: second.id,
            step_name: "开班".into(),
            at_ms: 10,
            by_name: "王敏".into(),
            what: "完成".into(),
            before: String::new(),
            after: String::new(),
            reason: String::new(),
        };
        let mut tx = db.begin_write().await.unwrap();
        assert!(save_work_plan(&mut tx, &work, 1).await.unwrap());
        assert!(!save_work_plan(&mut tx, &work, 1).await.unwrap(), "stale");
        let mut stale = second.clone();
        assert!(save_step(&mut tx, &mut second).await.unwrap());
        assert!(!save_step(&mut tx, &mut stale).await.unwrap(), "stale");
        add_step_change(&mut tx, plan.id, item, &change)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(step_of(db, &plan, second.id).await, Some(second.clone()));
        assert_eq!(work_plans(db, plan.id).await.unwrap()[&item], work);
        assert_eq!(step_changes(db, item).await.unwrap(), [change]);
        let mine = StepFilter {
            person,
            units: vec![unit],
            only_open: false,
        };
        assert_eq!(steps_where(db, &mine).await.unwrap(), [second.clone()]);
        let open = StepFilter {
            only_open: true,
            ..mine
        };
        assert_eq!(steps_where(db, &open).await.unwrap(), []);
        let mut tx = db.begin_write().await.unwrap();
        delete_step(&mut tx, first.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(steps_of_plan(db, plan.id).await.unwrap()[&item], [second]);
    }
}

async fn step_of(db: &::store::Db, plan: &Plan, id: StepId) -> Option<Step> {
    super::step(db, plan.id, id).await.unwrap()
}
