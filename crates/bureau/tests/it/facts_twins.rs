//! 一数一源 in the county: nothing is asked for twice, and what only looks alike is told apart by a person.

use crate::support::{World, counties};
use base::Role;

const HERE: &str = "/facts/twins";
const PAIR: &str = "aid_money register:aid";

async fn n_open(world: &World) -> usize {
    let db = world.app.app.db();
    let twice = bureau::numbers_asked_twice(db).await.unwrap();
    assert_eq!(twice.same, Vec::<String>::new());
    twice.possible.len()
}

async fn n(world: &World, sql: &str) -> i64 {
    world.number(sql).await
}

#[tokio::test]
async fn what_looks_like_a_number_of_a_register_is_told_apart_with_a_reason_and_asked_again() {
    for world in counties().await {
        assert_eq!(n_open(&world).await, 0);
        let mut office = world.as_(Role::GeneralOffice).await;
        office
            .get(HERE)
            .await
            .is_ok()
            .shows("没有在两处收集的数")
            .shows("“发放资助金”（aid_money，指定填报）与台账“资助”的汇总“台账发放资助金额”")
            .shows("还含学前和义务教育段");
        office
            .post("/facts/twins/withdraw", &[("pair", PAIR)])
            .await
            .leads_to(HERE);
        assert_eq!(n_open(&world).await, 1);
        office
            .get(HERE)
            .await
            .is_ok()
            .shows("可能相同")
            .hides("没有在两处收集的数");

        // Somebody else took it back before: nothing happens, and it is said.
        office
            .post("/facts/twins/withdraw", &[("pair", PAIR)])
            .await
            .is_invalid()
            .shows("已由别人撤回");
        let long = "含校级活动。".repeat(60);
        for (reason, told) in [(" ", "没有写明为什么"), (&long, "超过200个字")] {
            office
                .post("/facts/twins/answer", &[("pair", PAIR), ("reason", reason)])
                .await
                .is_invalid()
                .shows(told)
                .shows(reason.trim());
        }
        assert_eq!(n_open(&world).await, 1);
        let answer = [("pair", PAIR), ("reason", "发放总额还含学前教育段。")];
        office
            .post("/facts/twins/answer", &answer)
            .await
            .leads_to(HERE);
        assert_eq!(n_open(&world).await, 0);
        office
            .get(HERE)
            .await
            .is_ok()
            .shows("发放总额还含学前教育段。")
            .shows("第3次")
            .hides("可能相同");
        office
            .post("/facts/twins/answer", &answer)
            .await
            .is_invalid()
            .shows("已由别人处理");

        // Each answer is a version of its own, and an act.
        let kept = format!("select count(*) as n from facts_not_the_same where pair = '{PAIR}'");
        assert_eq!(n(&world, &kept).await, 3);
        for (act, n_acts) in [("facts.twin.told_apart", 2), ("facts.twin.asked_again", 1)] {
            let acts = format!(
                "select count(*) as n from store_audit where act = '{act}' and object = '{PAIR}'"
            );
            assert_eq!(n(&world, &acts).await, n_acts, "{act}");
        }
        let mut school = world.as_(Role::School).await;
        school.get(HERE).await.is_not_found();
        school
            .post("/facts/twins/answer", &answer)
            .await
            .is_not_found();
    }
}

#[tokio::test]
async fn persons_and_times_of_one_matter_may_be_one_number_and_one_pair_is_judged_alone() {
    let world = crate::support::county().await;
    let db = world.app.app.db();
    let mut office = world.as_(Role::GeneralOffice).await;
    let pair = "contest_persons register:contests";
    office
        .get(HERE)
        .await
        .is_ok()
        .shows("“参赛人次”（contest_persons，指定填报）与台账“竞赛活动”的汇总“参赛学生”可能")
        .shows("还含校级体育节");
    office
        .post("/facts/twins/withdraw", &[("pair", pair)])
        .await
        .leads_to(HERE);
    let twice = bureau::numbers_asked_twice(db).await.unwrap();
    assert_eq!(twice.possible.len(), 1, "{twice:?}");
    // The same is said of it alone.
    let answer = [("pair", pair), ("reason", "另含校级活动。")];
    office
        .post("/facts/twins/answer", &answer)
        .await
        .leads_to(HERE);
    let told = format!(
        "select count(*) as n from store_audit
         where act = 'facts.twin.told_apart' and object = '{pair}' and detail like '%{}%'",
        twice.possible[0]
    );
    assert_eq!(n(&world, &told).await, 2, "{}", twice.possible[0]);
    assert_eq!(n_open(&world).await, 0);
}

#[tokio::test]
async fn what_registers_hold_is_counted_there_and_no_longer_typed() {
    let world = crate::support::county().await;
    for (item, minor) in [
        ("trained_head_teachers", 420),
        ("trained_backbone", 165),
        ("recruited_talents", 9),
        ("recruited_teachers", 0),
        ("contest_teams", 138),
        ("part_time_teachers", 23),
        ("audited_schools", 3),
    ] {
        let source = world
            .word(&format!(
                "select source_kind as word from facts_items where code = '{item}'"
            ))
            .await;
        assert_eq!(source, "register", "{item}");
        let value = format!(
            "select minor as n from facts_values where item_code = '{item}' and period = '2026'"
        );
        assert_eq!(n(&world, &value).await, minor, "{item}");
    }
    let share = "select minor as n from facts_values
         where item_code = 'exchanged_share' and period = '2026'";
    let share = n(&world, share).await;
    assert!((500..=550).contains(&share), "{share}");
    // Some numbers no register holds: people still type them.
    let typed = "select count(*) as n from facts_items where source_kind = 'reporter'";
    assert!(n(&world, typed).await >= 15);
}

#[tokio::test]
async fn a_number_a_register_holds_is_told_on_the_page_that_founds_it() {
    let world = crate::support::county().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let new = "/facts/items/new";
    let item = |code: &'static str, name: &'static str, unit: &'static str| {
        vec![
            ("code", code),
            ("name", name),
            ("unit", unit),
            ("kind", "number"),
            ("decimals", "0"),
            ("grain", "year"),
            ("least", "0"),
            ("applies_to", "school"),
            ("source", "own_unit"),
        ]
    };
    let n_items = "select count(*) as n from facts_items where code in ('all_contests', 'teams2')";
    let asked = item("all_contests", "全校参赛学生", "人次");
    office
        .post(new, &asked)
        .await
        .is_invalid()
        .shows("台账里可能已有这个数，还没有设立")
        .shows("“全校参赛学生”与台账“竞赛活动”的汇总“参赛学生”可能是同一个数")
        .shows("href=\"/ledger/contests\"")
        .shows(">口径有什么不同</label>")
        .shows("不是同一个数，仍然设立");
    let with = |field: (&'static str, &'static str)| {
        let mut asked = asked.clone();
        asked.push(field);
        asked
    };
    office
        .post(new, &with(("apart", " ")))
        .await
        .is_invalid()
        .shows("没有写明为什么不是同一个数");
    assert_eq!(n(&world, n_items).await, 0);
    office
        .post(new, &with(("apart", "只计校内比赛。")))
        .await
        .leads_to("/facts/items/all_contests");
    let pair = "select count(*) as n from facts_not_the_same
         where pair = 'all_contests register:contests' and reason = '只计校内比赛。'";
    assert_eq!(n(&world, pair).await, 1);

    // What has the same name, unit and period is no other number, whatever is said of it.
    let mut same = item("teams2", "参赛队伍数", "支");
    office
        .post(new, &same)
        .await
        .is_invalid()
        .shows("是同一个数，只留一个来源")
        .hides("仍然设立");
    same.push(("apart", "就是要填。"));
    office
        .post(new, &same)
        .await
        .is_invalid()
        .shows("就是同一个数，没有保存");
    assert_eq!(n(&world, n_items).await, 1);
    // A register can be made its source at once.
    let mut counted = item("aided_money", "台账发放资助金额", "元");
    office
        .post(new, &counted)
        .await
        .is_invalid()
        .shows("href=\"/ledger/aid\"")
        .shows("设立，并改由台账汇总");
    counted.push(("then", "register"));
    office
        .post(new, &counted)
        .await
        .leads_to("/facts/items/aided_money/register");
}

#[tokio::test]
async fn what_is_the_same_number_as_an_item_is_not_founded_beside_it() {
    let world = crate::support::county().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let new = "/facts/items/new";
    let item = |name: &'static str| {
        vec![
            ("code", "once_more"),
            ("name", name),
            ("unit", "人"),
            ("kind", "number"),
            ("decimals", "0"),
            ("grain", "school_year"),
            ("least", "0"),
            ("applies_to", "school"),
            ("source", "own_unit"),
        ]
    };
    let n_items = "select count(*) as n from facts_items where code = 'once_more'";
    for (name, other) in [
        ("在校学生人数", "在校学生数"),
        ("专任教师人数", "专任教师数"),
    ] {
        let said = format!("“{name}”与“{other}”（");
        for more in [&[][..], &[("apart", "口径不同。")], &[("then", "register")]] {
            let page = office.post(new, &[&item(name)[..], more].concat()).await;
            page.is_invalid()
                .shows(&said)
                .shows("是同一个数，只留一个来源。没有设立。")
                .shows("请直接使用已有的数据项，或者换一个能说明区别的名称。")
                .shows("查看数据项")
                .hides("仍然设立")
                .hides("设立，并改由台账汇总");
        }
        assert_eq!(n(&world, n_items).await, 0);
    }
    // A formula that computes what another does is told as well, however its items are written.
    let computed = |code: &'static str, name: &'static str, formula: &'static str| {
        let mut item = item(name);
        item[0] = ("code", code);
        item[8] = ("source", "formula");
        item.push(("formula", formula));
        item
    };
    let mut first = computed("half", "学生折半", "[在校学生数] ÷ 2");
    first.push(("apart", "只为核对。"));
    office.post(new, &first).await.leads_to("/facts/items/half");
    office
        .post(new, &computed("half_again", "折半的学生", "[在校学生数]/2"))
        .await
        .is_invalid()
        .shows("“折半的学生”与“学生折半”（half，公式计算）都来自")
        .shows("只设一项。没有设立。");
}

#[tokio::test]
async fn what_the_check_found_is_kept_and_found_anew_when_something_was_changed() {
    for world in counties().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        let app = &world.app;
        app.run_jobs().await;
        let kept = "select count(*) as n from store_settings where name = 'facts.twins'";
        assert_eq!(n(&world, kept).await, 1);
        let words = "aid_money2";
        office
            .get(HERE)
            .await
            .is_ok()
            .shows("上次核对：")
            .hides(words);
        // Reading what was kept takes no look at any register.
        let before = app.app.db().statements_sent();
        office.get(HERE).await.is_ok();
        let n_sent = app.app.db().statements_sent() - before;
        assert!(n_sent <= 8, "{n_sent} statements");

        let item = [
            ("code", "aid_money2"),
            ("name", "只为核对的资助金"),
            ("unit", "万元"),
            ("kind", "number"),
            ("decimals", "0"),
            ("grain", "year"),
            ("least", "0"),
            ("applies_to", "bureau"),
            ("source", "own_unit"),
        ];
        office
            .post("/facts/items/new", &item)
            .await
            .leads_to("/facts/items/aid_money2");
        office.get(HERE).await.is_ok().hides(words);
        let renamed = item.map(|field| match field {
            ("name", _) => ("name", "年度发放资助金"),
            same => same,
        });
        let renamed = [&renamed[..], &[("version", "1")]].concat();
        office
            .post("/facts/items/aid_money2/edit", &renamed)
            .await
            .leads_to("/facts/items/aid_money2");
        let twin = "“年度发放资助金”（aid_money2";
        office.get(HERE).await.is_ok().hides(twin);
        app.run_jobs().await;
        office.get(HERE).await.is_ok().shows(twin);
        // Every night as well, and whenever somebody asks.
        let forgotten = "update store_settings set value = '{\"at_ms\":1,\"twins\":[]}'
            where name = 'facts.twins'";
        app.database().run(forgotten).await;
        office.get(HERE).await.is_ok().hides(twin);
        app.run_schedule("facts.twins").await;
        office.get(HERE).await.is_ok().shows(twin);
        app.database().run(forgotten).await;
        office.post("/facts/twins/check", &[]).await.leads_to(HERE);
        office.get(HERE).await.is_ok().shows(twin);
        // The check itself asks nobody what was kept.
        app.database().run(forgotten).await;
        let twice = bureau::numbers_asked_twice(app.app.db()).await.unwrap();
        assert!(
            twice.same.iter().any(|words| words.contains(twin)),
            "{twice:?}"
        );
    }
}
