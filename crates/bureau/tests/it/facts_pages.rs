//! Data items and their values through their pages.

use crate::support::{World, world};
use base::Role;

const VISITS: [(&str, &str); 9] = [
    ("code", "visits"),
    ("name", "家访人次"),
    ("unit", "人次"),
    ("kind", "number"),
    ("decimals", "0"),
    ("grain", "school_year"),
    ("least", "0"),
    ("applies_to", "school"),
    ("source", "own_unit"),
];

async fn yizhong(world: &World) -> String {
    let sql = "select id as word from org_units where short_name = '清禾一中'";
    world.word(sql).await
}

/// One item that schools report themselves, with one school's value.
pub(crate) async fn count_visits(world: &World) {
    let mut office = world.as_(Role::GeneralOffice).await;
    let page = office.post("/facts/items/new", &VISITS).await;
    page.leads_to("/facts/items/visits");
    let mut school = world.as_(Role::School).await;
    let unit = yizhong(world).await;
    let (value, version) = (format!("v.visits.{unit}"), format!("n.visits.{unit}"));
    let typed: [(&str, &str); 3] = [("period", "2025-2026"), (&value, "1,280"), (&version, "0")];
    school
        .post("/facts/enter", &typed)
        .await
        .leads_to("/facts/enter");
}

#[tokio::test]
async fn a_school_reports_its_own_and_the_office_verifies_or_sends_back() {
    let world = world().await;
    count_visits(&world).await;
    let unit = yizhong(&world).await;
    let (value, version) = (format!("v.visits.{unit}"), format!("n.visits.{unit}"));
    let mut school = world.as_(Role::School).await;
    school
        .get("/facts/enter?period=2025-2026")
        .await
        .is_ok()
        .shows("家访人次")
        .shows("value=\"1,280\"")
        .shows("待核");
    let wrong: [(&str, &str); 3] = [("period", "2025-2026"), (&value, "12.5"), (&version, "1")];
    let page = school.post("/facts/enter", &wrong).await;
    page.is_invalid()
        .shows("应填整数。")
        .shows("value=\"12.5\"");
    // Somebody else was first: what was typed stays on the page.
    let stale: [(&str, &str); 3] = [("period", "2025-2026"), (&value, "1300"), (&version, "0")];
    let page = school.post("/facts/enter", &stale).await;
    page.is_conflict()
        .shows("已改为1,280")
        .shows("value=\"1300\"");

    let mut office = world.as_(Role::GeneralOffice).await;
    let fact = world.word("select id as word from facts_values").await;
    let address = format!("/facts/values/{fact}");
    office
        .get("/facts/review")
        .await
        .is_ok()
        .shows("清禾一中")
        .shows("1,280人次");
    let page = office
        .post(&format!("{address}/return"), &[("reason", "")])
        .await;
    page.is_invalid().shows("退回要写明原因");
    office
        .post(
            &format!("{address}/return"),
            &[("reason", "与上学期相差太大")],
        )
        .await
        .leads_to(&address);
    school
        .get("/facts/enter?period=2025-2026")
        .await
        .is_ok()
        .shows("退回")
        .shows("与上学期相差太大");
    // The same number again is an answer.
    let again: [(&str, &str); 3] = [("period", "2025-2026"), (&value, "1280"), (&version, "2")];
    school
        .post("/facts/enter", &again)
        .await
        .leads_to("/facts/enter");
    office
        .post("/facts/review/verify", &[("id", &fact)])
        .await
        .leads_to("/facts/review");
    office
        .get(&address)
        .await
        .is_ok()
        .shows("已核")
        .shows("顾怀山于2026年3月5日 09:00填报")
        .shows("退回：1,280人次");
    school
        .get("/facts")
        .await
        .is_ok()
        .shows("家访人次")
        .hides("设立数据项");
    school.get("/facts/sheet").await.is_ok().shows("1,280");
    office
        .get("/facts/items/visits")
        .await
        .is_ok()
        .shows("各单位自己填报")
        .shows("1,280");
    office.get("/facts/grid").await.is_ok().shows("清禾二中");
    school.get("/facts/grid").await.is_ok().hides("清禾二中");
}

#[tokio::test]
async fn a_locked_period_asks_for_a_reason_and_shows_both_values() {
    let world = world().await;
    count_visits(&world).await;
    let mut office = world.as_(Role::GeneralOffice).await;
    office
        .get("/facts/periods")
        .await
        .is_ok()
        .shows("2025—2026学年");
    office
        .post("/facts/periods/lock", &[("period", "2025-2026")])
        .await
        .leads_to("/facts/periods");
    let mut school = world.as_(Role::School).await;
    let unit = yizhong(&world).await;
    let (value, version) = (format!("v.visits.{unit}"), format!("n.visits.{unit}"));
    let typed: [(&str, &str); 3] = [("period", "2025-2026"), (&value, "1200"), (&version, "1")];
    let page = school.post("/facts/enter", &typed).await;
    page.is_invalid()
        .shows("已锁定")
        .shows("更正的原因")
        .shows("value=\"1200\"");
    let mut with_reason = typed.to_vec();
    with_reason.push(("reason", "重复计数80人次"));
    school
        .post("/facts/enter", &with_reason)
        .await
        .leads_to("/facts/enter");
    school
        .get("/facts/sheet?period=2025-2026")
        .await
        .is_ok()
        .shows("<del class=\"quiet\">1,280</del>")
        .shows("1,200");
    let page = office
        .post(
            "/facts/periods/unlock",
            &[("period", "2025-2026"), ("reason", "")],
        )
        .await;
    page.is_invalid()
        .shows("解除锁定要写明原因")
        .shows("aria-describedby=\"f-2025-2026-error\"")
        .shows("沈书宁于");
}

#[tokio::test]
async fn a_definition_that_makes_no_sense_comes_back_with_what_is_wrong() {
    let world = world().await;
    count_visits(&world).await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let with = |changes: &[(&'static str, &'static str)]| -> Vec<(&'static str, &'static str)> {
        let mut form: Vec<(&'static str, &'static str)> = VISITS
            .into_iter()
            .filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name))
            .collect();
        form.extend(changes);
        form
    };
    let cases: [(&[(&'static str, &'static str)], &str); 8] = [
        (&[("code", "Visits 2")], "编码只用小写字母"),
        (&[("code", "again")], "是同一个数，只留一个来源。没有设立。"),
        (&[("name", "")], "请填写名称"),
        (&[("applies_to", "")], "请至少选一类单位"),
        (&[("least", "很少")], "“很少”不是数字"),
        (
            &[
                ("code", "f"),
                ("name", "甲"),
                ("source", "formula"),
                ("formula", "[家访人数]"),
            ],
            "没有叫“家访人数”的数据项",
        ),
        (
            &[
                ("code", "f"),
                ("name", "甲"),
                ("source", "formula"),
                ("formula", "[家访人次]"),
                ("unit", "元"),
            ],
            "两者不一致",
        ),
        (
            &[("code", "f"), ("name", "甲"), ("source", "post")],
            "请选择由哪个单位填报",
        ),
    ];
    for (changes, shown) in cases {
        let page = office.post("/facts/items/new", &with(changes)).await;
        page.is_invalid().shows("有误").shows(shown);
    }
    let twice = [
        ("code", "f"),
        ("name", "两倍"),
        ("source", "formula"),
        ("formula", "［家访人次］＊2"),
    ];
    office
        .post("/facts/items/new", &with(&twice))
        .await
        .leads_to("/facts/items/f");
    office
        .get("/facts/items/f")
        .await
        .is_ok()
        .shows("[家访人次] × 2")
        .shows("2,560");
    let changed = with(&[
        ("version", "1"),
        ("meaning", "上门家访，一户一次"),
        ("reason", "说明口径"),
    ]);
    office
        .post("/facts/items/visits/edit", &changed)
        .await
        .leads_to("/facts/items/visits");
    office
        .get("/facts/items/visits")
        .await
        .is_ok()
        .shows("第2版：说明口径");
    office
        .post("/facts/items/visits/edit", &changed)
        .await
        .is_conflict()
        .shows("上门家访");
    let fact = world
        .word("select id as word from facts_values where item_code = 'f'")
        .await;
    office
        .get(&format!("/facts/values/{fact}"))
        .await
        .is_ok()
        .shows("由公式算出：[家访人次] × 2")
        .shows("由这些数算出");

    // One number waits, the other follows it; taken away, both are missing and nothing waits.
    let waits = |n: i64| {
        format!(
            "{n}<span class=\"figure-unit\">个</span></span><span class=\"figure-word\">待核</span>"
        )
    };
    office.get("/facts").await.is_ok().shows(&waits(1));
    let mut school = world.as_(Role::School).await;
    let unit = yizhong(&world).await;
    let (value, version) = (format!("v.visits.{unit}"), format!("n.visits.{unit}"));
    let gone: [(&str, &str); 3] = [("period", "2025-2026"), (&value, ""), (&version, "1")];
    school
        .post("/facts/enter", &gone)
        .await
        .leads_to("/facts/enter");
    office.get("/facts").await.is_ok().shows(&waits(0));
    office
        .get("/facts/review")
        .await
        .is_ok()
        .shows("这里没有数据");
    office
        .get(&format!("/facts/values/{fact}"))
        .await
        .is_ok()
        .shows("<span class=\"tag tag-plain\">缺</span>")
        .hides("待核");
}

#[tokio::test]
async fn lists_are_asked_for_in_a_few_statements_however_long_they_are() {
    let world = world().await;
    count_visits(&world).await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let mut found = Vec::new();
    for page in [
        "/facts",
        "/facts/grid",
        "/facts/sheet",
        "/facts/review",
        "/facts/flags",
        "/facts/items/visits",
    ] {
        let before = world.app.app.db().statements_sent();
        office.get(page).await.is_ok();
        found.push(world.app.app.db().statements_sent() - before);
    }
    // Some of them find out who asks, and whom they stand in for.
    let most = [9, 10, 10, 10, 10, 12];
    let is_few = found.iter().zip(most).all(|(n, most)| *n <= most);
    assert!(is_few, "{found:?} statements");
}

#[tokio::test]
async fn the_list_of_data_items_has_pages() {
    let world = world().await;
    count_visits(&world).await;
    let many = "insert into facts_items (code, name, unit_word, decimals, value_kind, grain,
            applies_to, least, most, source_kind, source_detail, group_name, meaning, basis, place,
            version, is_retired)
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 60)
        select code || i, name || i, unit_word, decimals, value_kind, grain, applies_to, least,
            most, source_kind, source_detail, group_name, meaning, basis, 1000 + i, version,
            is_retired
        from facts_items, n where code = 'visits'";
    world.app.database().run(many).await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let page = office.get("/facts").await.is_ok().text();
    assert!(page.contains("第 1–50 条"), "{page}");
    assert!(page.contains("page=2"), "{page}");
    let page = office.get("/facts?page=2").await.is_ok();
    page.shows("第 51–").hides("第 1–50 条");
}

/// A file of the dataset with one school in it.
fn workbook(pupils: &str) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in (0u32..).zip([
        ["学校名称", "在校学生数（人）", "女生数", "车位"],
        ["清禾一中", pupils, "1100", "30"],
    ]) {
        for (column, text) in (0u16..).zip(line) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// The dataset with one uploaded file, and something a check noticed.
pub(crate) async fn set_up_dataset(world: &World) {
    let mut office = world.as_(Role::GeneralOffice).await;
    office
        .post("/facts/dataset/set-up", &[])
        .await
        .leads_to("/facts/dataset");
    let page = upload(&mut office, &workbook("1000")).await;
    let import = page.location().to_owned();
    let chosen = [("row", "2"), ("take", "cells")];
    office
        .post(&format!("{import}/apply"), &chosen)
        .await
        .leads_to(&import);
}

async fn upload(browser: &mut testkit::Browser, bytes: &[u8]) -> testkit::Page {
    browser.get("/facts/dataset").await.is_ok();
    browser
        .upload(
            "/facts/dataset",
            &[("period", "2025-2026")],
            "基表.xlsx",
            bytes,
        )
        .await
}

#[tokio::test]
async fn a_file_is_shown_before_it_is_taken_over_and_its_errors_come_back() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    office
        .get("/facts/dataset")
        .await
        .is_ok()
        .shows("还没有启用学年基表");
    office
        .post("/facts/dataset/set-up", &[])
        .await
        .leads_to("/facts/dataset");
    let page = upload(&mut office, b"no workbook").await;
    page.is_invalid().shows("这不是 .xlsx 工作簿");
    let page = upload(&mut office, &workbook("约1000")).await;
    let import = page.location().to_owned();
    office
        .get(&import)
        .await
        .is_ok()
        .shows("“约1000”不是数字。")
        .shows("有1个表头不认得")
        .shows("新填1个数，改动0个，相同0个，有误1行");
    let page = office.get(&format!("{import}/errors")).await.is_ok();
    assert!(page.body.starts_with(b"PK"));
    office
        .post(&format!("{import}/headers"), &[("h0", "none")])
        .await
        .leads_to(&import);
    let page = office.get(&import).await.is_ok();
    page.hides("表头不认得")
        .shows("有1个表头按以前所说的读取")
        .shows("<option value=\"none\" selected>");
    // What was once said can be said otherwise.
    office
        .post(&format!("{import}/headers"), &[("s0", "books")])
        .await
        .leads_to(&import);
    let page = office.get(&import).await.is_ok();
    page.shows("<option value=\"books\" selected>");
    office
        .post(&format!("{import}/headers"), &[("s0", "none")])
        .await
        .leads_to(&import);

    let page = upload(&mut office, &workbook("1000")).await;
    let import = page.location().to_owned();
    assert_eq!(
        world.number("select count(*) as n from facts_values").await,
        0
    );
    let chosen = [("row", "2"), ("take", "cells")];
    office
        .post(&format!("{import}/apply"), &chosen)
        .await
        .leads_to(&import);
    let again = office.post(&format!("{import}/apply"), &chosen).await;
    let again = again.leads_to(&import);
    office.follow(&again).await.shows("这个文件已经导入过");
    // Fewer pupils than girls among them: a check says so, and nothing was changed.
    office.get("/facts").await.is_ok().shows("待确认的提示");
    office
        .get("/facts/flags")
        .await
        .is_ok()
        .shows("应当女生数不超过在校学生数")
        .shows("1,100");
    let flag = world.word("select id as word from facts_flags").await;
    let confirm = format!("/facts/flags/{flag}/confirm");
    let page = office.post(&confirm, &[("reason", "")]).await;
    page.is_invalid()
        .shows("确认要写明原因")
        .shows(&format!("aria-describedby=\"f-reason-{flag}-error\""));
    office
        .post(&confirm, &[("reason", "含借读生")])
        .await
        .leads_to("/facts/flags");
    office
        .get("/facts/flags")
        .await
        .is_ok()
        .shows("没有待确认的提示");
    office
        .get("/facts/flags?confirmed=true")
        .await
        .is_ok()
        .shows("含借读生");
    let fact = world
        .word("select id as word from facts_values where item_code = 'pupils'")
        .await;
    office
        .get(&format!("/facts/values/{fact}"))
        .await
        .is_ok()
        .shows("基表.xlsx 第2行 B列")
        .shows(&import);
    let page = office
        .get("/facts/dataset/template?period=2025-2026")
        .await
        .is_ok();
    assert!(page.body.starts_with(b"PK"));
    let mut school = world.as_(Role::School).await;
    school.get(&import).await.is_not_found();
    school
        .get("/facts/dataset")
        .await
        .is_ok()
        .shows("还没有导入过文件");
}

#[tokio::test]
async fn rules_of_checks_are_changed_on_their_page() {
    let world = world().await;
    set_up_dataset(&world).await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let rule = [
        ("name", "招生数不超过在校学生数"),
        ("left", "[招生数]"),
        ("operator", "le"),
        ("right", "[在校学生数]"),
        ("on", "on"),
    ];
    office
        .post("/facts/checks", &rule)
        .await
        .leads_to("/facts/checks");
    office
        .get("/facts/checks")
        .await
        .is_ok()
        .shows("[招生数] ≤ [在校学生数]");
    let mut wrong = rule;
    wrong[1] = ("left", "[招生人数]");
    office
        .post("/facts/checks", &wrong)
        .await
        .is_invalid()
        .shows("没有叫“招生人数”的数据项");
    office
        .get("/facts/checks?check=outliers")
        .await
        .is_ok()
        .shows("修改规则")
        .shows("3.5");
    let limit = [
        ("check", "outliers"),
        ("version", "1"),
        ("name", "不远离各校的中间水平"),
        ("threshold", "0"),
    ];
    office
        .post("/facts/checks", &limit)
        .await
        .is_invalid()
        .shows("界限应是大于0的数");
    let mut staff = world.as_(Role::Inspector).await;
    staff.get("/facts/checks").await.is_ok().hides("增加一条");
}

#[tokio::test]
async fn the_demo_county_asks_for_no_number_twice_and_shows_what_checks_notice() {
    let database = testkit::sqlite(&bureau::migrations()).await;
    let files = store::Files::at(database.folder.path().join("files"));
    bureau::demo::create(&database.db, &files).await.unwrap();
    let twice = bureau::numbers_asked_twice(&database.db).await.unwrap();
    assert!(twice.is_none(), "{twice:?}");
    let count = async |sql: &str| {
        store::Read::number(&database.db, sql, Vec::new())
            .await
            .unwrap()
    };
    let n_values = count("select count(*) as n from facts_values").await;
    assert!(n_values > 8_000, "{n_values}");
    let n_open = count("select count(*) as n from facts_flags where not is_confirmed").await;
    assert!((4..=40).contains(&n_open), "{n_open}");
    let n_confirmed = count("select count(*) as n from facts_flags where is_confirmed").await;
    assert_eq!(n_confirmed, 1);
    // One by the office, one with a report that was returned.
    assert_eq!(
        count("select count(*) as n from facts_values where state = 'returned'").await,
        2
    );
    // The county's totals are there: every school has answered, one after a correction.
    let totals = "select count(*) as n from facts_values
         where item_code = 'county_classes' and minor is not null";
    assert_eq!(count(totals).await, 3);
}
