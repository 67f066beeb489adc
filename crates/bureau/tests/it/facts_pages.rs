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
    let field = format!("v.visits.{}", yizhong(world).await);
    let typed = [("period", "2025-2026"), (field.as_str(), "1,280")];
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
    let wrong = [("period", "2025-2026"), (&value, "12.5"), (&version, "1")];
    let page = school.post("/facts/enter", &wrong).await;
    page.is_invalid()
        .shows("应填整数。")
        .shows("value=\"12.5\"");
    // Somebody else was first: what was typed stays on the page.
    let stale = [("period", "2025-2026"), (&value, "1300"), (&version, "0")];
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
    let again = [("period", "2025-2026"), (&value, "1280"), (&version, "2")];
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
    let typed = [("period", "2025-2026"), (&value, "1200"), (&version, "1")];
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
    office
        .follow(&page)
        .await
        .shows("解除锁定要写明原因")
        .shows("沈书宁于");
}

#[tokio::test]
async fn a_definition_that_makes_no_sense_comes_back_with_what_is_wrong() {
    let world = world().await;
    count_visits(&world).await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let with = |changes: &[(&'static str, &'static str)]| {
        let mut form: Vec<(&str, &str)> = VISITS
            .into_iter()
            .filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name))
            .collect();
        form.extend(changes);
        form
    };
    for (changes, shown) in [
        (&[("code", "Visits 2")][..], "编码只用小写字母"),
        (&[("code", "again")], "同一个数只设一项"),
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
    ] {
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
}

#[tokio::test]
async fn lists_are_asked_for_in_a_few_statements_however_long_they_are() {
    let world = world().await;
    count_visits(&world).await;
    let mut office = world.as_(Role::GeneralOffice).await;
    for (page, most) in [
        ("/facts", 6),
        ("/facts/grid", 6),
        ("/facts/sheet", 6),
        ("/facts/review", 7),
        ("/facts/items/visits", 8),
    ] {
        let before = world.app.app.db().statements_sent();
        office.get(page).await.is_ok();
        let n = world.app.app.db().statements_sent() - before;
        // Two more find out who asks.
        assert!(n <= most + 2, "{page}: {n} statements");
    }
}
