//! Lists of a period and its counts, on both engines.

use super::{
    tests::{ctx, databases, form, may, task},
    *,
};
use crate::{
    plan::PlanId,
    report::model::{
        Course, OwedTask, Owes, ReportHead, ReportId, ReportState, Round, Task, UnitOfTask, Which,
        days_late, last_day,
    },
};
use ::store::Ctx;
use base::{
    actor::{PersonId, UnitId},
    day::Date,
};
use std::slice;

/// A period of two tasks: the first is led by one office and supported by two schools, the second
/// nobody leads and one school supports.
async fn shared(ctx: &Ctx, round: &Round) -> (Task, Task, [UnitOfTask; 3]) {
    let unit = |name: &str| UnitOfTask {
        id: UnitId::new(),
        name: name.into(),
    };
    let units = [unit("人事科"), unit("一小"), unit("二小")];
    let [office, first, second] = &units;
    let led = task(office);
    let bare = Task {
        number: 2,
        lead: None,
        ..task(office)
    };
    let owes = || Owes::Yes("月报".into());
    let tasks = [
        OwedTask {
            task: &led,
            owes: owes(),
            units: vec![(office, true), (first, false), (second, false)],
        },
        OwedTask {
            task: &bare,
            owes: owes(),
            units: vec![(first, false)],
        },
    ];
    let mut tx = ctx.db.begin_write().await.unwrap();
    insert_rounds(&mut tx, std::slice::from_ref(round))
        .await
        .unwrap();
    assert!(mark_opened(&mut tx, round, 7).await.unwrap());
    assert_eq!(insert_owed(&mut tx, round, &tasks).await.unwrap(), 4);
    tx.commit().await.unwrap();
    (led, bare, units)
}

/// Hands one report in, on a day.
async fn handed_in(ctx: &Ctx, head: &ReportHead, on: Date) {
    let course = Course::new().submit(PersonId::new(), vec![]).unwrap();
    let mut tx = ctx.db.begin_write().await.unwrap();
    save_content(&mut tx, ctx, head, &form("完成。"))
        .await
        .unwrap();
    save_course(&mut tx, head, head.revision + 1, &course, Some(on))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_matrix_shows_the_report_of_the_unit_that_leads_and_counts_the_others() {
    for database in databases().await {
        let ctx = ctx(&database);
        let round = may(PlanId::new());
        let (led, bare, [office, first, _]) = shared(&ctx, &round).await;
        let heads = heads_of_units(&ctx.db, &[first.id], ctx.today(), 10)
            .await
            .unwrap();
        let of_led = heads.iter().find(|head| head.item == led.item).unwrap();
        handed_in(&ctx, of_led, ctx.today()).await;
        let (plan, periods) = (round.plan, [round.period]);
        let asked = async |unit: &str, which: Which, on: &str| {
            let on = on.parse().unwrap();
            matrix_items(&ctx.db, plan, &periods, unit, which, on)
                .await
                .unwrap()
        };
        let (led, bare) = (led.item.to_string(), bare.item.to_string());
        let both = [led.clone(), bare.clone()];
        assert_eq!(asked("", Which::All, "2026-06-03").await, both);
        let office = office.id.to_string();
        assert_eq!(
            asked(&office, Which::All, "2026-06-03").await,
            slice::from_ref(&led)
        );
        let open = Which::In(ReportState::Open);
        assert_eq!(asked("", open, "2026-06-03").await, slice::from_ref(&led));
        let filed = Which::In(ReportState::Filed);
        assert!(asked("", filed, "2026-06-03").await.is_empty());
        assert!(asked("", Which::Late, "2026-06-05").await.is_empty());
        assert_eq!(
            asked("", Which::Late, "2026-06-06").await,
            slice::from_ref(&led)
        );

        let cells = matrix_cells(&ctx.db, plan, &periods, &both).await.unwrap();
        let cell = |item: &str| cells.iter().find(|cell| cell.item == item).unwrap();
        assert_eq!(cell(&led).state, ReportState::Open);
        assert_eq!((cell(&led).n_support, cell(&led).n_support_in), (2, 1));
        assert_eq!((cell(&bare).n_support, cell(&bare).n_support_in), (1, 0));
        let progress = round_progress(&ctx.db, plan, &periods).await.unwrap();
        assert_eq!((progress[0].n_reports, progress[0].n_submitted), (4, 1));
        let leading = leading_units(&ctx.db, plan, &periods).await.unwrap();
        assert_eq!(leading, [(office, "人事科".to_owned())]);
    }
}

#[tokio::test]
async fn a_period_is_listed_by_the_page_and_counted_by_the_same_rule_as_a_report_is_late() {
    for database in databases().await {
        let ctx = ctx(&database);
        let round = may(PlanId::new());
        let (_, _, [office, first, _]) = shared(&ctx, &round).await;
        let day = |text: &str| text.parse::<Date>().unwrap();
        let heads = heads_of_round(&ctx.db, round.plan, round.period)
            .await
            .unwrap();
        assert_eq!(heads.len(), 4);
        // One was put off, one came back after it had been in time.
        let mut tx = ctx.db.begin_write().await.unwrap();
        excuse(&mut tx, heads[1].id, day("2026-06-20"), "高考")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        handed_in(&ctx, &heads[2], day("2026-06-04")).await;
        database
            .run(&format!(
                "update report_reports set state = 'returned' where id = '{}'",
                heads[2].id
            ))
            .await;
        for on in ["2026-06-05", "2026-06-10", "2026-06-21"] {
            let on = day(on);
            let late: Vec<ReportId> = heads_of_round(&ctx.db, round.plan, round.period)
                .await
                .unwrap()
                .iter()
                .filter(|head| head.is_late(on))
                .map(|head| head.id)
                .collect();
            let place = (0, 10);
            let listed = heads_from(&ctx.db, round.plan, round.period, Which::Late, on, place)
                .await
                .unwrap();
            let listed: Vec<ReportId> = listed.iter().map(|head| head.id).collect();
            assert_eq!(listed, late, "{on}");
            let counts = round_counts(&ctx.db, round.plan, &[round.period], on)
                .await
                .unwrap();
            assert_eq!(counts[0].n(Which::Late), i64::try_from(late.len()).unwrap());
            assert_eq!(counts[0].n(Which::In(ReportState::Returned)), 1);
        }
        let second = heads_from(
            &ctx.db,
            round.plan,
            round.period,
            Which::All,
            ctx.today(),
            (2, 2),
        )
        .await
        .unwrap();
        let ids = |heads: &[ReportHead]| heads.iter().map(|head| head.id).collect::<Vec<_>>();
        assert_eq!(ids(&second), ids(&heads[2..]));

        let missing = missing_by_unit(&ctx.db, round.plan, round.period, 1)
            .await
            .unwrap();
        let named = missing.iter().map(|of| (of.unit, of.n, of.first.len()));
        let named: Vec<_> = named
            .filter(|(unit, ..)| [office.id, first.id].contains(unit))
            .collect();
        assert_eq!(named, [(office.id, 1, 1), (first.id, 2, 1)]);
        let all = heads_missing(&ctx.db, round.plan, round.period)
            .await
            .unwrap();
        assert_eq!(all.len(), 4);
    }
}

#[tokio::test]
async fn lists_and_the_matrix_call_late_what_the_rule_calls_late_however_a_report_stands() {
    const DAYS: [&str; 3] = ["2026-06-04", "2026-06-12", "2026-06-25"];
    for database in databases().await {
        let ctx = ctx(&database);
        let round = may(PlanId::new());
        let (led, ..) = shared(&ctx, &round).await;
        let heads = heads_of_round(&ctx.db, round.plan, round.period)
            .await
            .unwrap();
        let of_led = heads.iter().find(|head| head.is_lead).unwrap();
        // In time, after its day, and after the day it was put off to.
        let sql_day = |day: Option<&str>| day.map_or("null".to_owned(), |day| format!("'{day}'"));
        let days = || std::iter::once(None).chain(DAYS.map(Some));
        let mut n_late = 0;
        for state in ReportState::ALL {
            for (submitted, excused) in days().flat_map(|one| days().map(move |two| (one, two))) {
                database
                    .run(&format!(
                        "update report_reports set state = '{}', submitted_day = {},
                         excused_until = {} where id = '{}'",
                        state.code(),
                        sql_day(submitted),
                        sql_day(excused),
                        of_led.id
                    ))
                    .await;
                let now = heads_of_round(&ctx.db, round.plan, round.period)
                    .await
                    .unwrap();
                let now = now.iter().find(|head| head.id == of_led.id).unwrap();
                let items = [led.item.to_string()];
                let cells = matrix_cells(&ctx.db, round.plan, &[round.period], &items)
                    .await
                    .unwrap();
                for on in DAYS {
                    let on: Date = on.parse().unwrap();
                    let case = format!("{state:?} {submitted:?} {excused:?} {on}");
                    let place = (0, 10);
                    let listed =
                        heads_from(&ctx.db, round.plan, round.period, Which::Late, on, place)
                            .await
                            .unwrap();
                    let is_listed = listed.iter().any(|head| head.id == now.id);
                    assert_eq!(is_listed, now.is_late(on), "{case}");
                    n_late += usize::from(is_listed);
                    let cell = &cells[0];
                    let until = last_day(cell.due, cell.excused_until);
                    let late = days_late(cell.state, cell.submitted_on, until, on);
                    assert_eq!(late, now.days_late(on), "{case}");
                }
            }
        }
        // Of 240 cases some are late and most are not: neither says the same of all.
        assert!((1..240).contains(&n_late), "{n_late}");
    }
}
