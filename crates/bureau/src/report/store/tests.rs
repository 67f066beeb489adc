//! On both engines.

use super::*;
use crate::{
    plan::{ItemId, PlanId},
    report::model::{
        ChainStep, Course, FieldKind, Happening, LeaderOfTask, Needs, OwedTask, Owes, ReportField,
        ReportForm, ReportHead, ReportState, Reviewer, Round, RulePack, Stage, StepKind, Task,
        UnitOfTask, Which,
    },
};
use ::store::{Ctx, Files};
use base::{
    Actor, Clock,
    actor::{PersonId, UnitId},
    clock::FixedClock,
    day::Date,
};
use std::sync::Arc;
use testkit::TestDb;

pub(super) async fn databases() -> Vec<TestDb> {
    testkit::databases(&crate::migrations()).await
}

pub(super) fn ctx(database: &TestDb) -> Ctx {
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::at_nine("2026-06-03".parse().unwrap()));
    Ctx {
        db: database.db.clone(),
        files: Files::at(database.folder.path().join("files")),
        clock,
        actor: Actor {
            name: "沈书宁".into(),
            ..Actor::default()
        },
        from: "test".into(),
    }
}

pub(super) fn may(plan: PlanId) -> Round {
    Round {
        plan,
        period: "2026-05".parse().unwrap(),
        due: "2026-06-05".parse().unwrap(),
        opened_ms: None,
        locked_ms: None,
        locked_by: String::new(),
        rules: RulePack::shipped().unwrap(),
    }
}

pub(super) fn task(unit: &UnitOfTask) -> Task {
    Task {
        item: ItemId::new(),
        number: 1,
        marker: "3.".into(),
        heading: "加强教师招聘".into(),
        field: "队伍建设".into(),
        lead: Some(unit.clone()),
        support: vec![],
        leader: Some(LeaderOfTask {
            id: PersonId::new(),
            name: "陆明远".into(),
        }),
        deadlines: vec![],
        targets: vec![],
        steps: vec![],
    }
}

pub(super) fn form(value: &str) -> ReportForm {
    ReportForm(vec![ReportField {
        key: "done".into(),
        kind: FieldKind::Words,
        label: "进展".into(),
        unit: String::new(),
        goal: String::new(),
        prefilled: "按计划推进。".into(),
        source: "节点".into(),
        href: String::new(),
        value: value.into(),
        remark: String::new(),
        place: None,
    }])
}

/// A period opened with one task that owes and one that does not.
async fn opened(ctx: &Ctx, round: &Round) -> (UnitId, ReportHead) {
    let unit = UnitOfTask {
        id: UnitId::new(),
        name: "人事科".into(),
    };
    let owing = task(&unit);
    let quiet = Task {
        number: 2,
        ..task(&unit)
    };
    let tasks = [
        OwedTask {
            task: &owing,
            owes: Owes::Yes("本期节点“发布公告”".into()),
            units: vec![(&unit, true)],
        },
        OwedTask {
            task: &quiet,
            owes: Owes::No("月只报".into()),
            units: vec![],
        },
    ];
    let mut tx = ctx.db.begin_write().await.unwrap();
    insert_rounds(&mut tx, std::slice::from_ref(round))
        .await
        .unwrap();
    assert!(mark_opened(&mut tx, round, 7).await.unwrap());
    assert!(!mark_opened(&mut tx, round, 8).await.unwrap());
    assert_eq!(insert_owed(&mut tx, round, &tasks).await.unwrap(), 1);
    tx.commit().await.unwrap();
    let heads = heads_of_units(&ctx.db, &[unit.id], ctx.today(), 10)
        .await
        .unwrap();
    (unit.id, heads.into_iter().next().unwrap())
}

#[tokio::test]
async fn a_period_is_opened_once_and_says_who_owes_what() {
    for database in databases().await {
        let ctx = ctx(&database);
        let plan = PlanId::new();
        let round = may(plan);
        let (_, head) = opened(&ctx, &round).await;
        assert_eq!(head.state, ReportState::Open);
        assert_eq!(
            (head.why.as_str(), head.due),
            ("本期节点“发布公告”", round.due)
        );
        let periods = [round.period];
        let items = matrix_items(&ctx.db, plan, &periods, "", Which::All, ctx.today())
            .await
            .unwrap();
        let tasks = matrix_tasks(&ctx.db, plan, &periods, &items).await.unwrap();
        assert_eq!(tasks.len(), 2);
        let quiet = not_owed(&ctx.db, plan, round.period).await.unwrap();
        assert_eq!((quiet.len(), quiet[0].why.as_str()), (1, "月只报"));
        assert!(
            rounds_to_open(&ctx.db, ctx.today())
                .await
                .unwrap()
                .is_empty()
        );
        let kept = super::round(&ctx.db, plan, round.period)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(kept.opened_ms, Some(7));
        assert_eq!(kept.rules, round.rules);
        let mut tx = ctx.db.begin_write().await.unwrap();
        lock(&mut tx, &ctx, &round).await.unwrap();
        tx.commit().await.unwrap();
        assert!(rounds(&ctx.db, plan).await.unwrap()[0].is_locked());
        assert!(story(&ctx.db, head.id).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_report_is_saved_by_whoever_saw_it_last_and_waits_for_whom_its_course_says() {
    for database in databases().await {
        let ctx = ctx(&database);
        let round = may(PlanId::new());
        let (unit, head) = opened(&ctx, &round).await;
        let leader = Reviewer {
            id: PersonId::new(),
            name: "陆明远".into(),
        };
        let step = ChainStep {
            kind: StepKind::Leader,
            needs: Needs::Any,
        };
        let course = Course::new()
            .submit(
                PersonId::new(),
                vec![Stage::new(step, vec![leader.clone()])],
            )
            .unwrap();
        let mut tx = ctx.db.begin_write().await.unwrap();
        assert!(
            save_content(&mut tx, &ctx, &head, &form("招聘教师128名。"))
                .await
                .unwrap()
        );
        assert!(
            !save_content(&mut tx, &ctx, &head, &form("别的"))
                .await
                .unwrap()
        );
        let today = Some(ctx.today());
        assert!(
            !save_course(&mut tx, &head, head.revision, &course, today)
                .await
                .unwrap()
        );
        assert!(
            save_course(&mut tx, &head, head.revision + 1, &course, today)
                .await
                .unwrap()
        );
        add_snapshot(
            &mut tx,
            &ctx,
            head.id,
            "submitted",
            &form("招聘教师128名。"),
        )
        .await
        .unwrap();
        add_comment(&mut tx, &ctx, head.id, "done", "请写人数")
            .await
            .unwrap();
        tell(
            &mut tx,
            &ctx,
            head.id,
            "王敏",
            &Happening::Submitted { n_changed: 0 },
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();

        let waiting = waiting_for(&ctx.db, &[leader.id]).await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].waits_for, "分管领导 · 陆明远");
        assert_eq!(waiting[0].submitted_on, Some(ctx.today()));
        assert_eq!((waiting[0].n_fields, waiting[0].n_prefilled), (1, 1));
        let kept = content(&ctx.db, head.id).await.unwrap().unwrap();
        assert_eq!(kept.course, course);
        assert_eq!(kept.form, Some(form("招聘教师128名。")));
        assert_eq!(open_comments(&ctx.db, head.id).await.unwrap().len(), 1);
        assert_eq!(story(&ctx.db, head.id).await.unwrap()[0].by, "王敏");
        let snapshot = last_submitted(&ctx.db, head.id).await.unwrap();
        assert_eq!(snapshot, Some(form("招聘教师128名。")));
        assert_eq!(
            last_consent(&ctx.db, head.id, Some(leader.id))
                .await
                .unwrap(),
            None
        );

        let counts = round_counts(&ctx.db, round.plan, &[round.period], ctx.today())
            .await
            .unwrap();
        assert_eq!(
            (
                counts[0].n_reports,
                counts[0].n_submitted(),
                counts[0].n_filed
            ),
            (1, 1, 0)
        );
        assert!(
            reports_in(&ctx.db, round.plan, round.period, false)
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            reports_in(&ctx.db, round.plan, round.period, true)
                .await
                .unwrap()
                .len(),
            1
        );

        let filed = course.consent(leader.id).unwrap();
        let mut tx = ctx.db.begin_write().await.unwrap();
        assert!(
            save_course(&mut tx, &head, head.revision + 2, &filed, today)
                .await
                .unwrap()
        );
        settle_comments(&mut tx, head.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(waiting_for(&ctx.db, &[leader.id]).await.unwrap().is_empty());
        assert!(open_comments(&ctx.db, head.id).await.unwrap().is_empty());
        assert_eq!(
            heads_of_units(&ctx.db, &[unit], ctx.today(), 10)
                .await
                .unwrap()[0]
                .state,
            ReportState::Filed
        );
    }
}

#[tokio::test]
async fn what_lies_with_a_unit_after_the_lock_is_asked_for_only_until_its_exception_runs_out() {
    for database in databases().await {
        let ctx = ctx(&database);
        let round = may(PlanId::new());
        let (unit, head) = opened(&ctx, &round).await;
        let until: Date = "2026-06-20".parse().unwrap();
        let asked = async |on: Date| {
            let heads = heads_of_units(&ctx.db, &[unit], on, 10).await.unwrap();
            let n = n_with_unit(&ctx.db, round.plan, round.period, unit, on)
                .await
                .unwrap();
            (heads.len(), n)
        };
        assert_eq!(asked(ctx.today()).await, (1, 1));
        let mut tx = ctx.db.begin_write().await.unwrap();
        lock(&mut tx, &ctx, &round).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(asked(ctx.today()).await, (0, 0));
        let mut tx = ctx.db.begin_write().await.unwrap();
        excuse(&mut tx, head.id, until, "高考").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(asked(until).await, (1, 1));
        assert_eq!(asked(until.tomorrow().unwrap()).await, (0, 0));
        let mut tx = ctx.db.begin_write().await.unwrap();
        let kept = report(&tx, head.id).await.unwrap().unwrap();
        let handed_in = Course::new().submit(PersonId::new(), vec![]).unwrap();
        save_course(&mut tx, &kept, kept.revision, &handed_in, Some(until))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(asked(until.tomorrow().unwrap()).await, (1, 0));
    }
}

#[tokio::test]
async fn what_was_said_last_time_is_found_for_the_next_period() {
    for database in databases().await {
        let ctx = ctx(&database);
        let plan = PlanId::new();
        let april = Round {
            period: "2026-04".parse().unwrap(),
            ..may(plan)
        };
        let (_, head) = opened(&ctx, &april).await;
        let mut later = head.clone();
        later.period = "2026-05".parse().unwrap();
        assert_eq!(last_of_task(&ctx.db, &later).await.unwrap(), None);
        let course = Course::new().submit(PersonId::new(), vec![]).unwrap();
        let mut tx = ctx.db.begin_write().await.unwrap();
        save_content(&mut tx, &ctx, &head, &form("四月的话"))
            .await
            .unwrap();
        save_course(&mut tx, &head, head.revision + 1, &course, None)
            .await
            .unwrap();
        excuse(&mut tx, head.id, "2026-06-20".parse().unwrap(), "高考")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let last = last_of_task(&ctx.db, &later).await.unwrap().unwrap();
        assert_eq!(last.period, "2026年4月");
        assert_eq!(last.form.value("done"), "四月的话");
        assert_eq!(last_of_task(&ctx.db, &head).await.unwrap(), None);
        let kept = report(&ctx.db, head.id).await.unwrap().unwrap();
        assert_eq!(kept.excuse, "高考");
    }
}

#[tokio::test]
async fn rules_are_changed_by_whoever_saw_them_last() {
    for database in databases().await {
        let ctx = ctx(&database);
        let (plan, rules) = (PlanId::new(), RulePack::shipped().unwrap());
        assert_eq!(set_rules(&ctx.db, plan).await.unwrap(), None);
        let mut tx = ctx.db.begin_write().await.unwrap();
        assert!(save_rules(&mut tx, plan, &rules, 0).await.unwrap());
        assert!(!save_rules(&mut tx, plan, &rules, 0).await.unwrap());
        assert!(save_rules(&mut tx, plan, &rules, 1).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(set_rules(&ctx.db, plan).await.unwrap(), Some((rules, 2)));
    }
}
