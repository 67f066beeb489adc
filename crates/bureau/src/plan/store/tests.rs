//! The store on both engines.

use super::*;
use crate::plan::model::{
    Assignment, DeadlineValue, Entry, Finding, FindingId, Holder, Item, MetadataSpans, Part,
    PartyValue, Plan, PlanId, PublishedItem, PublishedPlan, Source, TargetValue,
};
use ::store::{Ctx, Error, Files};
use base::{
    Actor, Role,
    actor::{AccountId, PersonId, UnitId},
    clock::FixedClock,
};
use gongwen::{
    ledger::{Commitment, Comparator, DocKind, FindingCode, Recurrence, TargetKind},
    span::Span,
};
use std::sync::Arc;
use testkit::TestDb;

fn ctx(test: &TestDb) -> Ctx {
    let unit = UnitId::new();
    Ctx {
        db: test.db.clone(),
        files: Files::at(test.folder.path().join("files")),
        clock: Arc::new(FixedClock(1_000)),
        actor: Actor {
            account: AccountId::new(),
            person: PersonId::new(),
            name: "沈书宁".into(),
            unit,
            unit_name: "办公室".into(),
            units: vec![unit],
            roles: vec![Role::GeneralOffice],
            posts: Vec::new(),
            must_change_password: false,
            must_enrol: false,
            acting_for: Vec::new(),
        },
        from: "test".into(),
    }
}

fn a_plan() -> Plan {
    Plan {
        id: PlanId::new(),
        title: "2026年工作要点".into(),
        year: Some(2026),
        kind: DocKind::WorkPlan,
        issuer: "县教育局".into(),
        doc_number: "教发〔2026〕6号".into(),
        issued_on: "2026-03-02".parse().ok(),
        metadata_spans: MetadataSpans {
            title: Some(Span::new(0, 9)),
            ..MetadataSpans::default()
        },
        file: String::new(),
        file_name: "要点.txt".into(),
        revision: 1,
        published_revision: None,
        created_ms: 7,
        created_by: "沈书宁".into(),
    }
}

fn a_full_item(place: i64) -> Item {
    let mut item = Item::added(
        place,
        "1.".into(),
        vec!["一".into(), "二".into()],
        "标题".into(),
        "内容".into(),
    );
    item.span = Some(Span::new(3, 20));
    item.is_checked = false;
    let target = TargetValue {
        subject: "资助金".into(),
        value: 5_590_400.0,
        max: None,
        comparator: Comparator::Ge,
        unit: "元".into(),
        kind: TargetKind::Money,
        commitment: Commitment::Binding,
    };
    let range = TargetValue {
        value: 1.0,
        max: Some(2.5),
        comparator: Comparator::Range,
        ..target.clone()
    };
    item.targets = vec![
        Entry::read("不少于559.04万元".into(), Span::new(5, 14), target),
        Entry::added(range),
    ];
    let due = DeadlineValue {
        from: None,
        to: "2026-08-31".parse().ok(),
        recurs: None,
    };
    let monthly = DeadlineValue {
        from: None,
        to: None,
        recurs: Some(Recurrence::Monthly),
    };
    item.deadlines = vec![
        Entry::read("8月底前".into(), Span::new(15, 19), due),
        Entry::added(monthly),
    ];
    let party = PartyValue {
        name: "人事科".into(),
        role: gongwen::ledger::Role::Lead,
    };
    item.parties = vec![Entry::read("人事科".into(), Span::new(1, 4), party)];
    item.assignments = vec![
        Assignment::suggested(
            Part::Lead,
            Holder::Unit(UnitId::new()),
            "原文“人事科”".into(),
        ),
        Assignment::given(Part::Support, Holder::Group("各学校".into())),
        Assignment::given(Part::Leader, Holder::Person(PersonId::new())),
    ];
    item
}

async fn keep(test: &TestDb, plan: &Plan, items: &[Item]) {
    let source = Source {
        format: "text".into(),
        text: "原文\n全文".into(),
        noise: vec![Span::new(0, 2)],
    };
    let finding = Finding {
        id: FindingId::new(),
        code: FindingCode::NumberGap,
        span: Span::new(1, 2),
        what: "缺第2条".into(),
        why: "可能漏录".into(),
        suggestion: "请核对".into(),
        is_settled: false,
    };
    let mut tx = test.db.begin_write().await.unwrap();
    insert_plan(&mut tx, plan, &source, &[finding])
        .await
        .unwrap();
    insert_items(&mut tx, plan.id, items).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn what_was_kept_is_read_back_to_the_last_field() {
    for test in testkit::databases(&crate::migrations()).await {
        let plan_kept = a_plan();
        let kept = vec![a_full_item(0), a_full_item(1)];
        keep(&test, &plan_kept, &kept).await;
        assert_eq!(
            plan(&test.db, plan_kept.id).await.unwrap(),
            Some(plan_kept.clone())
        );
        assert_eq!(items(&test.db, plan_kept.id).await.unwrap(), kept);
        assert_eq!(
            item(&test.db, plan_kept.id, kept[1].id).await.unwrap(),
            Some(kept[1].clone())
        );
        let paper = source(&test.db, plan_kept.id).await.unwrap().unwrap();
        assert_eq!((paper.text.as_str(), paper.noise.len()), ("原文\n全文", 1));
        let found = findings(&test.db, plan_kept.id).await.unwrap();
        assert_eq!(found[0].code, FindingCode::NumberGap);
        let mut tx = test.db.begin_write().await.unwrap();
        assert!(
            finding_settled(&mut tx, plan_kept.id, found[0].id, true)
                .await
                .unwrap()
        );
        assert!(
            !finding_settled(&mut tx, PlanId::new(), found[0].id, true)
                .await
                .unwrap()
        );
    }
}

#[tokio::test]
async fn an_item_of_another_plan_is_not_found() {
    for test in testkit::databases(&crate::migrations()).await {
        let (mine, other) = (a_plan(), a_plan());
        let kept = a_full_item(0);
        keep(&test, &mine, std::slice::from_ref(&kept)).await;
        keep(&test, &other, &[]).await;
        assert_eq!(item(&test.db, other.id, kept.id).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_stale_save_is_refused_and_leaves_everything_as_it_was() {
    for test in testkit::databases(&crate::migrations()).await {
        let plan_kept = a_plan();
        keep(&test, &plan_kept, &[a_full_item(0)]).await;
        let mut first = items(&test.db, plan_kept.id).await.unwrap().remove(0);
        let mut second = first.clone();
        first.title = "先保存的".into();
        let mut tx = test.db.begin_write().await.unwrap();
        save_item(&mut tx, plan_kept.id, &mut first).await.unwrap();
        tx.commit().await.unwrap();
        second.title = "后保存的".into();
        let mut tx = test.db.begin_write().await.unwrap();
        let refused = save_item(&mut tx, plan_kept.id, &mut second).await;
        assert!(matches!(refused, Err(Error::Conflict)));
        drop(tx);
        assert_eq!(items(&test.db, plan_kept.id).await.unwrap(), [first]);
    }
}

#[tokio::test]
async fn thousands_of_items_are_kept_and_read_in_few_statements() {
    for test in testkit::databases(&crate::migrations()).await {
        let plan_kept = a_plan();
        let many: Vec<Item> = (0..1_000).map(a_full_item).collect();
        let before = test.db.statements_sent();
        keep(&test, &plan_kept, &many).await;
        assert!(
            test.db.statements_sent() - before < 200,
            "inserts must go many to a statement"
        );
        let before = test.db.statements_sent();
        assert_eq!(
            items(&test.db, plan_kept.id).await.unwrap().len(),
            many.len()
        );
        assert_eq!(test.db.statements_sent() - before, 5);
    }
}

#[tokio::test]
async fn the_list_of_plans_takes_two_statements_however_many_there_are() {
    for test in testkit::databases(&crate::migrations()).await {
        for n_plans in [1, 4] {
            for _ in 0..n_plans {
                keep(&test, &a_plan(), &[a_full_item(0), a_full_item(1)]).await;
            }
            let before = test.db.statements_sent();
            let heads = plan_heads(&test.db).await.unwrap();
            assert_eq!(test.db.statements_sent() - before, 2);
            assert!(
                heads
                    .iter()
                    .all(|head| (head.n_items, head.n_assigned) == (2, 0))
            );
        }
    }
}

#[tokio::test]
async fn versions_are_numbered_and_never_change() {
    for test in testkit::databases(&crate::migrations()).await {
        let ctx = ctx(&test);
        let plan_kept = a_plan();
        let kept = a_full_item(0);
        keep(&test, &plan_kept, std::slice::from_ref(&kept)).await;
        let content = |title: &str| PublishedPlan {
            title: title.into(),
            year: Some(2026),
            issuer: String::new(),
            doc_number: String::new(),
            issued_on: None,
            items: vec![PublishedItem::of(kept.clone(), vec![])],
        };
        let mut tx = test.db.begin_write().await.unwrap();
        assert_eq!(
            insert_version(&mut tx, &ctx, plan_kept.id, "", &content("甲"))
                .await
                .unwrap(),
            1
        );
        touch(&mut tx, plan_kept.id).await.unwrap();
        assert_eq!(
            insert_version(&mut tx, &ctx, plan_kept.id, "改", &content("乙"))
                .await
                .unwrap(),
            2
        );
        tx.commit().await.unwrap();
        assert_eq!(
            version(&test.db, plan_kept.id, 1).await.unwrap(),
            Some(content("甲"))
        );
        assert_eq!(
            latest_version(&test.db, plan_kept.id).await.unwrap(),
            Some((2, content("乙")))
        );
        let heads = version_heads(&test.db, plan_kept.id).await.unwrap();
        assert_eq!((heads.len(), heads[0].note.as_str()), (2, "改"));
        let published = plan(&test.db, plan_kept.id).await.unwrap().unwrap();
        assert_eq!(published.published_revision, Some(published.revision));
    }
}

#[tokio::test]
async fn an_item_is_read_as_the_newest_version_has_it_and_one_that_went_is_not_found() {
    for test in testkit::databases(&crate::migrations()).await {
        let ctx = ctx(&test);
        let plan = a_plan();
        let (first, second) = (a_full_item(0), a_full_item(1));
        keep(&test, &plan, &[first.clone(), second.clone()]).await;
        let published = |items: &[Item]| PublishedPlan {
            title: "要点".into(),
            year: Some(2026),
            issuer: String::new(),
            doc_number: String::new(),
            issued_on: None,
            items: items
                .iter()
                .map(|item| PublishedItem::of(item.clone(), vec![]))
                .collect(),
        };
        let found = latest_item(&test.db, plan.id, second.id).await.unwrap();
        assert_eq!(found, None, "nothing was published yet");
        for (items, expected) in [
            (vec![first.clone(), second.clone()], [Some(1), Some(2)]),
            (vec![second.clone()], [None, Some(1)]),
        ] {
            let content = published(&items);
            let mut tx = test.db.begin_write().await.unwrap();
            insert_version(&mut tx, &ctx, plan.id, "", &content)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            for (item, place) in [&first, &second].into_iter().zip(expected) {
                let found = latest_item(&test.db, plan.id, item.id).await.unwrap();
                let place_and_item =
                    place.map(|place: usize| (place, content.items[place - 1].clone()));
                assert_eq!(found, place_and_item);
            }
        }
    }
}

#[tokio::test]
async fn the_last_hundred_steps_are_remembered() {
    for test in testkit::databases(&crate::migrations()).await {
        let ctx = ctx(&test);
        let plan_kept = a_plan();
        let kept = a_full_item(0);
        keep(&test, &plan_kept, std::slice::from_ref(&kept)).await;
        let mut tx = test.db.begin_write().await.unwrap();
        for step in 0..103 {
            let what = format!("第{step}步");
            let before = std::slice::from_ref(&kept);
            add_edit(&mut tx, &ctx, plan_kept.id, &what, before, &[kept.id])
                .await
                .unwrap();
        }
        let last = last_edit(&tx, plan_kept.id).await.unwrap().unwrap();
        assert_eq!(
            (last.what.as_str(), &last.before),
            ("第102步", &vec![kept.clone()])
        );
        let n_kept = ::store::Read::number(
            &tx,
            "select count(*) as n from plan_edits where plan_id = $1",
            ::store::args![plan_kept.id.to_string()],
        );
        assert_eq!(n_kept.await.unwrap(), 100);
    }
}

#[tokio::test]
async fn a_removed_plan_leaves_nothing_behind() {
    for test in testkit::databases(&crate::migrations()).await {
        let plan_kept = a_plan();
        keep(&test, &plan_kept, &[a_full_item(0)]).await;
        let mut tx = test.db.begin_write().await.unwrap();
        delete_plan(&mut tx, plan_kept.id).await.unwrap();
        tx.commit().await.unwrap();
        for table in [
            "plan_plans",
            "plan_items",
            "plan_targets",
            "plan_sources",
            "plan_findings",
        ] {
            let sql = format!("select count(*) as n from {table}");
            assert_eq!(
                ::store::Read::number(&test.db, &sql, vec![]).await.unwrap(),
                0,
                "{table}"
            );
        }
    }
}
