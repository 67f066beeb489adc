use super::*;
use crate::{
    demo,
    inbox::model::{Standing, Urgency},
    org,
};
use ::store::{Files, args};
use base::{
    Clock, Role,
    actor::{PersonId, UnitId},
    clock::FixedClock,
};
use std::sync::Arc;
use testkit::TestDb;

/// The demo county's house on each engine, with nothing in its inboxes.
async fn houses() -> Vec<TestDb> {
    let databases = testkit::databases(&crate::migrations()).await;
    for database in &databases {
        let clock: Arc<dyn Clock> = Arc::new(at("2026-06-01"));
        demo::org::create(&database.db, &files(database), &clock)
            .await
            .unwrap();
    }
    databases
}

fn files(database: &TestDb) -> Files {
    Files::at(database.folder.path().join("files"))
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn at(text: &str) -> FixedClock {
    FixedClock::at_nine(day(text))
}

async fn acting(database: &TestDb, role: Role, on: &str) -> Ctx {
    let clock: Arc<dyn Clock> = Arc::new(at(on));
    demo::org::acting(&database.db, &files(database), &clock, role)
        .await
        .unwrap()
}

/// Asks the staff of 基础教育科 for something due on a day; `n` tells one from another.
async fn ask_staff(database: &TestDb, n: usize, due: &str) {
    let staff = acting(database, Role::OfficeStaff, "2026-06-01")
        .await
        .actor;
    let ctx = acting(database, Role::GeneralOffice, "2026-06-01").await;
    let todo = Todo {
        for_: vec![Addressee::Post(staff.unit, Role::OfficeStaff)],
        about: format!("report-{n}"),
        kind: "report.fill",
        title: format!("填报第{n}份总结"),
        href: format!("/report/{n}"),
        due: Some(day(due)),
        standing: Standing::Open,
        remind: "report",
        escalates_in: Some(staff.unit),
    };
    let mut tx = ctx.db.begin_write().await.unwrap();
    ask(&mut tx, &ctx, todo).await.unwrap();
    tx.commit().await.unwrap();
}

async fn remind_on(database: &TestDb, on: &str) -> remind::Reminded {
    remind(&database.db, at(on).now_ms(), day(on))
        .await
        .unwrap()
}

/// Subjects of what somebody has not read, newest first.
async fn unread(database: &TestDb, person: PersonId) -> Vec<String> {
    let filter = NoticeFilter {
        is_read: Some(false),
    };
    let (found, _) = store::notices(&database.db, person, filter, 0, 50)
        .await
        .unwrap();
    found.into_iter().map(|notice| notice.subject).collect()
}

async fn person(database: &TestDb, name: &str) -> PersonId {
    org::person_named(&database.db, name)
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test]
async fn a_matter_goes_from_reminder_to_head_to_leader_each_once() {
    for database in houses().await {
        ask_staff(&database, 1, "2026-06-05").await;
        let staff = person(&database, "许若川").await;
        let head = person(&database, "白景行").await;
        let leader = person(&database, "方晓岚").await;
        remind_on(&database, "2026-06-02").await;
        assert_eq!(
            unread(&database, staff).await,
            ["填报第1份总结（还有3个工作日）"]
        );
        // The second time on one day nothing happens.
        assert_eq!(remind_on(&database, "2026-06-02").await, Default::default());
        remind_on(&database, "2026-06-08").await;
        assert_eq!(unread(&database, staff).await, ["填报第1份总结（逾期3天）"]);
        assert!(unread(&database, head).await.is_empty());
        let reminded = remind_on(&database, "2026-06-09").await;
        assert_eq!(reminded.n_escalations, 1);
        assert_eq!(
            unread(&database, head).await,
            ["基础教育科 · 许若川：填报第1份总结（逾期4天）"]
        );
        assert!(unread(&database, leader).await.is_empty());
        remind_on(&database, "2026-06-11").await;
        assert_eq!(unread(&database, leader).await.len(), 1);
        assert_eq!(remind_on(&database, "2026-06-30").await, Default::default());
        let staff = acting(&database, Role::OfficeStaff, "2026-06-30").await;
        let waiting = open_todos(&staff.db, &staff.actor).await.unwrap();
        let told: Vec<&str> = waiting[0]
            .told
            .iter()
            .map(|(_, words)| words.as_str())
            .collect();
        assert_eq!(
            told,
            [
                "2026年6月11日因逾期6天告知分管领导方晓岚",
                "2026年6月9日因逾期4天告知单位负责人白景行",
            ]
        );
        let lines = "select count(*) as n from store_audit where act = 'inbox.escalated'";
        assert_eq!(database.db.number(lines, args![]).await.unwrap(), 2);
    }
}

#[tokio::test]
async fn many_matters_make_one_notice_however_long_the_machine_was_off() {
    for database in houses().await {
        for n in 0..40 {
            ask_staff(&database, n, "2026-06-05").await;
        }
        let reminded = remind_on(&database, "2026-06-30").await;
        assert_eq!((reminded.n_people, reminded.n_escalations), (3, 80));
        for (name, subject) in [
            ("许若川", "40 项待办临近或超过时限"),
            ("白景行", "40 项工作逾期，请过问"),
            ("方晓岚", "40 项工作逾期，请过问"),
        ] {
            let person = person(&database, name).await;
            assert_eq!(unread(&database, person).await, [subject]);
        }
    }
}

#[tokio::test]
async fn what_is_settled_reminds_nobody() {
    for database in houses().await {
        ask_staff(&database, 1, "2026-06-05").await;
        let mut tx = database.db.begin_write().await.unwrap();
        settle(&mut tx, "report-1", "report.fill").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(remind_on(&database, "2026-06-30").await, Default::default());
        let left = "select count(*) as n from inbox_reminders";
        assert_eq!(database.db.number(left, args![]).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_new_table_of_holidays_floods_nobody_and_moves_only_what_is_to_come() {
    for database in houses().await {
        ask_staff(&database, 1, "2026-06-05").await;
        for n in 2..30 {
            ask_staff(&database, n, "2026-06-12").await;
        }
        remind_on(&database, "2026-06-02").await;
        let before = reminders(&database).await;
        // The whole of 2026 loses its holidays, and the week of 8 June is off.
        let table = r#"{"2026-06-08":{"kind":"off","name":"抗旱"},"2026-06-09":{"kind":"off","name":"抗旱"},"2026-06-10":{"kind":"off","name":"抗旱"},"2026-06-11":{"kind":"off","name":"抗旱"}}"#;
        let insert = format!(
            "insert into calendar_tables (year, version, imported_ms, imported_by, marks)
             values (2026, 1, 1, '沈书宁', '{table}')"
        );
        database.run(&insert).await;
        let reminded = remind_on(&database, "2026-06-03").await;
        assert_eq!((reminded.n_people, reminded.n_escalations), (0, 0));
        assert!(reminded.n_moved > 0);
        let after = reminders(&database).await;
        assert_eq!(before.len(), after.len());
        for ((key, was, sent), (_, is, _)) in before.iter().zip(&after) {
            match sent.is_empty() {
                true => assert!(is.as_str() > "2026-06-03", "{key}: {was} {is}"),
                false => assert_eq!(was, is, "{key}"),
            }
        }
        // Three days before the 12th had been the 9th; now it is before the drought.
        let due = "select count(*) as n from inbox_reminders where step = 'before 3' and on_day = '2026-06-04'";
        assert_eq!(database.db.number(due, args![]).await.unwrap(), 28);
    }
}

/// To-do and step, day, day it was sent.
async fn reminders(database: &TestDb) -> Vec<(String, String, String)> {
    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        key: String,
        on_day: String,
        sent_day: String,
    }
    let rows: Vec<Row> = database
        .db
        .rows(
            "select todo_id || step as key, on_day, sent_day from inbox_reminders order by 1",
            args![],
        )
        .await
        .unwrap();
    rows.into_iter()
        .map(|row| (row.key, row.on_day, row.sent_day))
        .collect()
}

#[tokio::test]
async fn whoever_acts_is_not_told_and_nobody_is_told_twice() {
    for database in houses().await {
        let ctx = acting(&database, Role::GeneralOffice, "2026-06-01").await;
        let other = PersonId::new();
        let notice = Notice {
            to: vec![ctx.actor.person, other, other],
            kind: "plan.published",
            subject: "发布".to_owned(),
            body: String::new(),
            href: "/plan".to_owned(),
            about: UnitId::new().to_string(),
            urgency: Urgency::Ordinary,
        };
        let mut tx = ctx.db.begin_write().await.unwrap();
        tell(&mut tx, &ctx, notice).await.unwrap();
        tx.commit().await.unwrap();
        assert!(unread(&database, ctx.actor.person).await.is_empty());
        assert_eq!(unread(&database, other).await, ["发布"]);
    }
}
