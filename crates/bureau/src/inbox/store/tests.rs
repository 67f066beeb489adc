use super::*;
use crate::inbox::model::{Addressee, Counts, Notice, Reminder, Standing, Step, Todo, Urgency};
use ::store::{Db, Read, args};
use base::{
    Role,
    actor::{PersonId, UnitId},
    day::Date,
};
use testkit::TestDb;

async fn databases() -> Vec<TestDb> {
    testkit::databases(&crate::migrations()).await
}

fn notice(to: &[PersonId], subject: &str, urgency: Urgency) -> Notice {
    Notice {
        to: to.to_vec(),
        kind: "report.returned",
        subject: subject.to_owned(),
        body: "第一行\n第二行".to_owned(),
        href: "/reports/1".to_owned(),
        about: "1".to_owned(),
        urgency,
    }
}

fn todo(for_: Vec<Addressee>, due: Option<Date>) -> Todo {
    Todo {
        for_,
        about: "1".to_owned(),
        kind: "report.fill",
        title: "填报5月份工作总结".to_owned(),
        href: "/reports/1".to_owned(),
        due,
        standing: Standing::Open,
        remind: "report",
        escalates_in: None,
    }
}

const JUNE_5: Date = Date::constant(2026, 6, 5);
const JUNE_8: Date = Date::constant(2026, 6, 8);

async fn tell(db: &Db, notice: Notice, at_ms: i64) {
    let mut tx = db.begin_write().await.unwrap();
    put_notice(&mut tx, &notice, at_ms).await.unwrap();
    tx.commit().await.unwrap();
}

async fn ask(db: &Db, todo: &Todo, reminders: &[Reminder]) {
    let mut tx = db.begin_write().await.unwrap();
    put_todo(&mut tx, todo, reminders, 1).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_unread_notice_is_renewed_and_a_read_one_stays() {
    for database in databases().await {
        let db = &database.db;
        let people: Vec<PersonId> = (0..450).map(|_| PersonId::new()).collect();
        let one = people[0];
        tell(db, notice(&people, "退回", Urgency::Ordinary), 1).await;
        tell(db, notice(&people[..1], "又退回", Urgency::Ordinary), 2).await;
        let n = "select count(*) as n from inbox_notices";
        assert_eq!(db.number(n, args![]).await.unwrap(), 450);
        let unread = NoticeFilter {
            is_read: Some(false),
        };
        let (found, n_all) = notices(db, one, unread, 0, 10).await.unwrap();
        assert_eq!((found[0].subject.as_str(), found[0].n_times), ("又退回", 2));
        assert_eq!((found[0].at_ms, n_all), (2, 1));
        let id = found[0].id;
        let mut tx = db.begin_write().await.unwrap();
        // Of somebody else nothing is marked.
        assert_eq!(read_notices(&mut tx, people[1], &[id], 3).await.unwrap(), 0);
        assert_eq!(read_notices(&mut tx, one, &[id], 3).await.unwrap(), 1);
        assert_eq!(read_all_notices(&mut tx, people[1], 0, 3).await.unwrap(), 0);
        assert_eq!(read_all_notices(&mut tx, people[1], 1, 3).await.unwrap(), 1);
        tx.commit().await.unwrap();
        tell(db, notice(&people[..1], "第三次", Urgency::Ordinary), 4).await;
        let (found, n_all) = notices(db, one, NoticeFilter::default(), 0, 1)
            .await
            .unwrap();
        assert_eq!((found[0].subject.as_str(), found[0].n_times), ("第三次", 1));
        assert_eq!((found.len(), n_all), (1, 2));
        assert!(super::notice(db, people[1], id).await.unwrap().is_none());
        assert!(super::notice(db, one, id).await.unwrap().unwrap().is_read);
    }
}

#[tokio::test]
async fn what_has_gone_out_goes_out_again_only_when_it_became_urgent() {
    for database in databases().await {
        let db = &database.db;
        let person = PersonId::new();
        let n_waiting = "select count(*) as n from inbox_notices where out_ms is null";
        tell(db, notice(&[person], "退回", Urgency::Ordinary), 1).await;
        database.run("update inbox_notices set out_ms = 1").await;
        tell(db, notice(&[person], "又退回", Urgency::Ordinary), 2).await;
        assert_eq!(db.number(n_waiting, args![]).await.unwrap(), 0);
        tell(db, notice(&[person], "今天就要", Urgency::Urgent), 3).await;
        assert_eq!(db.number(n_waiting, args![]).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_todo_waits_for_whoever_holds_the_post_and_is_counted_once() {
    for database in databases().await {
        let db = &database.db;
        let (person, unit) = (PersonId::new(), UnitId::new());
        let post = Addressee::Post(unit, Role::OfficeHead);
        let both = vec![Addressee::Person(person), post];
        ask(db, &todo(both, Some(JUNE_5)), &[]).await;
        tell(db, notice(&[person], "退回", Urgency::Ordinary), 1).await;
        let seats = [Addressee::Person(person).seat(), post.seat()];
        let counted = counts(db, person, &seats, JUNE_8).await.unwrap();
        let expected = Counts {
            n_todos: 1,
            n_overdue: 1,
            n_unread: 1,
        };
        assert_eq!(counted, expected);
        let somebody = PersonId::new();
        let seats = [
            Addressee::Person(somebody).seat(),
            Addressee::Post(unit, Role::OfficeStaff).seat(),
        ];
        let counted = counts(db, somebody, &seats, JUNE_8).await.unwrap();
        assert_eq!(counted, Counts::default());
        assert!(todos(db, &seats).await.unwrap().is_empty());
        let waiting = todos(db, &[post.seat()]).await.unwrap();
        assert_eq!(waiting[0].due, Some(JUNE_5));
        let mut tx = db.begin_write().await.unwrap();
        delete_todo(&mut tx, "1", "report.review").await.unwrap();
        delete_todo(&mut tx, "1", "report.fill").await.unwrap();
        tx.commit().await.unwrap();
        assert!(todos(db, &[post.seat()]).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn asking_again_replaces_and_computes_anew_only_when_the_day_moved() {
    for database in databases().await {
        let db = &database.db;
        let first = Addressee::Person(PersonId::new());
        let second = Addressee::Person(PersonId::new());
        let reminder = |day| {
            [Reminder {
                step: Step::OnDay,
                on: day,
            }]
        };
        let n_sent = "select count(*) as n from inbox_reminders where sent_day <> ''";
        ask(db, &todo(vec![first], Some(JUNE_5)), &reminder(JUNE_5)).await;
        database
            .run("update inbox_reminders set sent_day = on_day, told = '科长'")
            .await;
        let mut returned = todo(vec![second], Some(JUNE_5));
        returned.standing = Standing::Returned;
        ask(db, &returned, &reminder(JUNE_5)).await;
        assert!(todos(db, &[first.seat()]).await.unwrap().is_empty());
        let waiting = todos(db, &[second.seat()]).await.unwrap();
        assert_eq!(waiting[0].standing, Standing::Returned);
        assert_eq!(waiting[0].told, [(Step::OnDay, "科长".to_owned())]);
        assert_eq!(db.number(n_sent, args![]).await.unwrap(), 1);
        ask(db, &todo(vec![second], Some(JUNE_8)), &reminder(JUNE_8)).await;
        assert_eq!(db.number(n_sent, args![]).await.unwrap(), 0);
    }
}
