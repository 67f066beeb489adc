//! On both engines, through the actions where there is one: an import is the quickest way to a
//! house with something in it.

use super::{
    PeopleFilter, account_state, confirm_second_factor, failures, former_passwords,
    keep_former_password, leaders, n_able, n_recovery_codes, note_failure, owner_of, people,
    posts_of, put_second_factor, remove_second_factor, second_factor, set_closed, set_password,
    set_recovery_codes, units, use_recovery_code,
};
use crate::org::{self, actions, model::Person, password::Hash, scope::Scope, totp::Secret};
use ::store::{Ctx, Error, Files, Read, args, schema};
use base::{Clock, Role, actor::PersonId, clock::FixedClock, day::Date};
use std::sync::Arc;
use testkit::TestDb;

pub(super) struct House {
    pub(super) ctx: Ctx,
    _database: TestDb,
}

/// The demo county on both engines.
pub(super) async fn houses() -> Vec<House> {
    let mut houses = Vec::new();
    for database in testkit::databases(&crate::migrations()).await {
        let clock: Arc<dyn Clock> = Arc::new(FixedClock::at_nine(Date::constant(2026, 3, 5)));
        let files = Files::at(database.folder.path().join("files"));
        let db = database.db.clone();
        crate::demo::org::create(&db, &files, &clock).await.unwrap();
        let ctx = crate::demo::org::acting(&db, &files, &clock, Role::Administrator)
            .await
            .unwrap();
        houses.push(House {
            ctx,
            _database: database,
        });
    }
    houses
}

/// A bureau with nothing but its administrator, on both engines.
pub(super) async fn empty_houses() -> Vec<House> {
    let mut houses = Vec::new();
    for database in testkit::databases(&crate::migrations()).await {
        let clock: Arc<dyn Clock> = Arc::new(FixedClock::at_nine(Date::constant(2026, 3, 5)));
        let files = Files::at(database.folder.path().join("files"));
        let founding = org::Founding {
            bureau: "教育局",
            short_name: "教育局",
            password: org::FirstPassword::OneTime,
        };
        let founded = org::found_bureau(&database.db, &files, &clock, founding).await;
        houses.push(House {
            ctx: founded.unwrap().unwrap().ctx,
            _database: database,
        });
    }
    houses
}

#[tokio::test]
async fn units_come_in_the_order_of_their_place_and_leaders_with_their_charges() {
    for house in houses().await {
        let units = units(&house.ctx.db).await.unwrap();
        let names: Vec<&str> = units
            .iter()
            .take(3)
            .map(|u| u.short_name.as_str())
            .collect();
        assert_eq!(names, ["清禾县教育局", "办公室", "人事科"]);
        let leaders = leaders(&house.ctx.db).await.unwrap();
        let named: Vec<&str> = leaders.iter().map(|l| l.name.as_str()).collect();
        assert_eq!(named, ["陆明远", "方晓岚", "秦少恒", "叶知秋", "贺云松"]);
        assert_eq!(leaders[0].in_charge_of.len(), 3);
    }
}

#[tokio::test]
async fn people_are_filtered_and_paged_in_the_order_of_their_sound() {
    for house in houses().await {
        let db = &house.ctx.db;
        let everybody = people(db, &PeopleFilter::default(), &Scope::All, 0, 1_000)
            .await
            .unwrap();
        assert_eq!(
            usize::try_from(everybody.n_all).unwrap(),
            everybody.people.len()
        );
        let names: Vec<&str> = everybody.people.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names[..2], ["安全管理员", "安若素"]);
        let second_page = people(db, &PeopleFilter::default(), &Scope::All, 10, 10)
            .await
            .unwrap();
        assert_eq!(second_page.people, everybody.people[10..20]);

        let office = units(db).await.unwrap()[2].id;
        let filter = PeopleFilter {
            unit: Some(office),
            role: Some(Role::OfficeHead),
            word: "敏".into(),
            with_past: false,
        };
        let found = people(db, &filter, &Scope::All, 0, 10).await.unwrap();
        assert_eq!(found.n_all, 1);
        assert_eq!(found.people[0].name, "王敏");
        for word in ["%", "_", "!", "'"] {
            let filter = PeopleFilter {
                word: word.into(),
                ..PeopleFilter::default()
            };
            assert_eq!(
                people(db, &filter, &Scope::All, 0, 10).await.unwrap().n_all,
                0,
                "{word}"
            );
        }
    }
}

#[tokio::test]
async fn the_export_taken_back_changes_nothing() {
    for house in houses().await {
        let sheets = actions::sheets(&house.ctx).await.unwrap();
        let bytes = org::workbook::write(&sheets).unwrap();
        let read = org::workbook::read(&bytes).unwrap();
        let plan = actions::preview_import(&house.ctx, &read).await.unwrap();
        assert_eq!(plan.faults, []);
        assert!(!plan.changes_something(), "{:?}", plan.counts());
    }
}

#[tokio::test]
async fn a_change_from_an_old_version_is_a_conflict_and_leaves_nothing_behind() {
    for house in houses().await {
        let db = &house.ctx.db;
        let filter = PeopleFilter {
            word: "王敏".into(),
            ..PeopleFilter::default()
        };
        let person = people(db, &filter, &Scope::All, 0, 1)
            .await
            .unwrap()
            .people
            .remove(0);
        let renamed = |name: &str| Person {
            name: name.into(),
            ..person.clone()
        };
        actions::change_person(&house.ctx, renamed("王民"))
            .await
            .unwrap();
        let late = actions::change_person(&house.ctx, renamed("王旻")).await;
        assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
        let now = super::person(db, person.id).await.unwrap().unwrap();
        assert_eq!(now.name, "王民");
        let n_lines = "select count(*) as n from store_audit
             where act = 'org.person.changed' and object = $1";
        let n_lines = db.number(n_lines, args![person.id.to_string()]).await;
        assert_eq!(n_lines.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_unit_may_not_take_the_name_of_another_or_stand_below_itself() {
    for house in houses().await {
        let kept = actions::all_units(&house.ctx).await.unwrap();
        let draft = |name: &str, parent| actions::UnitDraft {
            parent: Some(parent),
            kind: kept[1].unit.kind,
            name: name.into(),
            short_name: "办公室".into(),
            aliases: Vec::new(),
            code: String::new(),
            duties: Vec::new(),
            place: 1,
            first_day: None,
        };
        let (bureau, office) = (&kept[0].unit, &kept[1].unit);
        let taken = draft(&kept[2].unit.name, bureau.id);
        let below_itself = draft(&office.name, office.id);
        for (wrong, rule) in [
            (taken, "org.unit.name_taken"),
            (below_itself, "org.unit.below_itself"),
        ] {
            match actions::change_unit(&house.ctx, office.id, kept[1].version, wrong).await {
                Err(Error::Refused(refusal)) => assert_eq!(refusal.rule, rule),
                other => panic!("{rule}: {other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn failed_attempts_count_within_their_time_only() {
    for house in houses().await {
        let db = &house.ctx.db;
        let mut tx = db.begin_write().await.unwrap();
        for now_ms in [1_000, 2_000, 3_000] {
            note_failure(&mut tx, "renshi", now_ms, 0).await.unwrap();
        }
        note_failure(&mut tx, "other", 9_000, 5_000).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(failures(db, "renshi", 0).await.unwrap(), 0);
        assert_eq!(failures(db, "other", 0).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn posts_of_nobody_are_none_and_a_person_nobody_knows_is_none() {
    for house in houses().await {
        let db = &house.ctx.db;
        assert_eq!(posts_of(db, &[]).await.unwrap(), []);
        assert_eq!(posts_of(db, &[PersonId::new()]).await.unwrap(), []);
        assert_eq!(super::person(db, PersonId::new()).await.unwrap(), None);
    }
}

#[tokio::test]
async fn both_engines_have_the_same_tables() {
    let mut described = Vec::new();
    for house in houses().await {
        described.push(schema::describe(&house.ctx.db).await.unwrap());
    }
    assert!(described.iter().all(|schema| *schema == described[0]));
}

#[tokio::test]
async fn passwords_that_were_are_kept_as_many_as_are_asked_of() {
    for house in houses().await {
        let ctx = &house.ctx;
        let account = ctx.actor.account;
        let mut tx = ctx.db.begin_write().await.unwrap();
        for now_ms in 1..=4 {
            let hash = Hash::from_stored(format!("hash {now_ms}"));
            keep_former_password(&mut tx, account, 2, now_ms)
                .await
                .unwrap();
            set_password(&mut tx, account, &hash, false, now_ms)
                .await
                .unwrap();
        }
        let kept = former_passwords(&tx, account, 9).await.unwrap();
        let kept: Vec<&str> = kept.iter().map(Hash::as_str).collect();
        assert_eq!(kept, ["hash 3", "hash 2"]);
        let state = account_state(&tx, account).await.unwrap().unwrap();
        assert_eq!(state.password_changed_ms, 4);
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_telephone_is_bound_once_confirmed_and_each_recovery_code_is_used_once() {
    for house in houses().await {
        let ctx = &house.ctx;
        let account = ctx.actor.account;
        let mut tx = ctx.db.begin_write().await.unwrap();
        let secret = Secret::random();
        put_second_factor(&mut tx, account, &secret).await.unwrap();
        assert!(second_factor(&tx, account).await.unwrap().is_none());
        confirm_second_factor(&mut tx, account, 7).await.unwrap();
        set_recovery_codes(&mut tx, account, &["a".to_owned(), "b".to_owned()])
            .await
            .unwrap();
        let bound = second_factor(&tx, account).await.unwrap().unwrap();
        assert_eq!((bound.secret, bound.last_step), (secret, 7));
        let state = account_state(&tx, account).await.unwrap().unwrap();
        assert!(state.has_second_factor);
        for (hash, is_taken) in [("a", true), ("a", false), ("c", false)] {
            let taken = use_recovery_code(&mut tx, account, hash).await.unwrap();
            assert_eq!(taken, is_taken, "{hash}");
        }
        assert_eq!(n_recovery_codes(&tx, account).await.unwrap(), 1);
        remove_second_factor(&mut tx, account).await.unwrap();
        assert!(second_factor(&tx, account).await.unwrap().is_none());
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn an_administrator_counts_as_able_with_an_open_log_in_only() {
    for house in houses().await {
        let ctx = &house.ctx;
        let mut tx = ctx.db.begin_write().await.unwrap();
        let role = Role::Administrator;
        assert_eq!(n_able(&tx, role, None).await.unwrap(), 1);
        let without = Some(ctx.actor.person);
        assert_eq!(n_able(&tx, role, without).await.unwrap(), 0);
        set_closed(&mut tx, ctx.actor.account, true).await.unwrap();
        assert_eq!(n_able(&tx, role, None).await.unwrap(), 0);
        let owner = owner_of(&tx, ctx.actor.account).await.unwrap().unwrap();
        assert_eq!(owner, (ctx.actor.person, "系统管理员".to_owned()));
        tx.commit().await.unwrap();
    }
}
