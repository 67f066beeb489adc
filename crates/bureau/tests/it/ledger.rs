//! Registers through their pages.

use crate::support::{World, world};
use base::Role;
use testkit::{Browser, Page};

const TRAINING: &str = include_str!("../../src/ledger/templates/training.toml");

/// 教师培训, kept by 人事科, with one row of 人事科 itself.
pub(crate) async fn found_training(office: &mut Browser) {
    office
        .post("/ledger/new", &[("text", TRAINING)])
        .await
        .leads_to("/ledger/training");
}

/// 教师培训 just founded, with whoever works in it logged in.
struct Scene {
    world: World,
    /// 清禾一中.
    own: String,
    office: Browser,
    school: Browser,
    /// The office that keeps the register.
    personnel: Browser,
}

async fn scene() -> Scene {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found_training(&mut office).await;
    let school = world.as_(Role::School).await;
    let mut personnel = world.as_(Role::OfficeHead).await;
    personnel.get("/ledger").await;
    Scene {
        own: world.unit("清禾一中").await,
        office,
        school,
        personnel,
        world,
    }
}

/// Enters a row: name, number, level, day, hours.
async fn enter(browser: &mut Browser, unit: &str, row: [&str; 5]) -> Page {
    let [name, id_no, level, held, hours] = row;
    browser
        .upload(
            "/ledger/training/new",
            &[
                ("unit", unit),
                ("v.name", name),
                ("v.id_no", id_no),
                ("v.project", "班主任能力提升"),
                ("v.level", level),
                ("v.held", held),
                ("v.hours", hours),
                ("v.cost", "1,200.50"),
            ],
            "",
            b"",
        )
        .await
}

#[tokio::test]
async fn a_row_is_entered_verified_changed_and_its_life_is_told_field_by_field() {
    let Scene {
        world,
        own,
        mut school,
        ..
    } = scene().await;
    enter(
        &mut school,
        &own,
        ["李安", "A0001", "市级", "2026-03-02", "40"],
    )
    .await
    .leads_to("/ledger/training/rows/1");
    school
        .get("/ledger/training/rows/1")
        .await
        .is_ok()
        .shows("1,200.50 元")
        .shows("30.01 元")
        .shows("待核");

    let mut personnel = world.as_(Role::OfficeHead).await;
    personnel.get("/ledger/training").await.is_ok();
    personnel
        .post(
            "/ledger/training/return",
            &[("id", "1"), ("query", "q=A0001")],
        )
        .await
        .is_invalid()
        .shows("退回时要说明原因。")
        .shows("value=\"1\" data-bulk-one checked")
        .shows("value=\"A0001\"");
    let reply = personnel
        .post(
            "/ledger/training/return",
            &[("id", "1"), ("comment", "学时有误"), ("one", "on")],
        )
        .await;
    assert_eq!(reply.location(), "/ledger/training/rows/1");
    let fields = [
        ("version", "2"),
        ("unit", own.as_str()),
        ("v.name", "李安"),
        ("v.id_no", "A0001"),
        ("v.project", "班主任能力提升"),
        ("v.level", "市级"),
        ("v.held", "2026-03-02"),
        ("v.hours", "36.5"),
        ("v.cost", "1200.5"),
    ];
    school
        .upload("/ledger/training/rows/1/edit", &fields, "", b"")
        .await
        .leads_to("/ledger/training/rows/1");
    school
        .upload("/ledger/training/rows/1/edit", &fields, "", b"")
        .await
        .is_conflict()
        .shows("36.5");
    personnel
        .get("/ledger/training/rows/1")
        .await
        .is_ok()
        .shows("学时有误")
        .shows("<del>40.0</del>")
        .shows("<ins>36.5</ins>");
    personnel
        .post("/ledger/training/verification", &[("id", "1")])
        .await;
    // What is verified is changed by the office that keeps it only.
    let page = school.get("/ledger/training/rows/1/edit").await;
    assert_eq!(page.status, 403);
}

#[tokio::test]
async fn wrong_values_are_said_beside_their_fields_and_nothing_is_lost() {
    let Scene {
        world: _world,
        own,
        mut school,
        ..
    } = scene().await;
    enter(
        &mut school,
        &own,
        ["李安", "a1", "乡级", "2026-02-30", "-1"],
    )
    .await
    .is_invalid()
    .shows("工号是一个大写字母加四位数字。")
    .shows("“乡级”不在选项中")
    .shows("“2026-02-30”不是日期")
    .shows("不能小于0学时。")
    .shows("1,200.50");
    enter(
        &mut school,
        &own,
        ["李安", "A0001", "市级", "2026-03-02", "4"],
    )
    .await;
    enter(
        &mut school,
        &own,
        ["李安", "A0001", "省级", "2026-03-02", "4"],
    )
    .await
    .is_invalid()
    .shows("工号、培训项目、开始日期与第1号记录重复。");
}

#[tokio::test]
async fn lists_are_filtered_added_up_and_hold_only_what_may_be_seen() {
    let Scene {
        world,
        own,
        mut school,
        mut personnel,
        ..
    } = scene().await;
    let other = world.unit("清禾二中").await;
    for (unit, row) in [
        (&own, ["李安", "A0001", "市级", "2026-03-02", "10"]),
        (&own, ["李安", "A0002", "县级", "2026-04-02", "20"]),
        (&other, ["周宁", "B0001", "市级", "2025-03-02", "2.5"]),
    ] {
        enter(&mut personnel, unit, row)
            .await
            .leads_to("/ledger/training/rows/");
    }
    let page = personnel
        .get("/ledger/training")
        .await
        .is_ok()
        .shows("合计：3条，涉及3人")
        .hides("（人次）")
        .shows("32.5");
    // 120.05, 60.03 and 480.20 an hour: three unit prices are no sum.
    assert!(page.text().contains("120.05") && !page.text().contains("660.28"));
    personnel
        .get("/ledger/training?f.level=市级")
        .await
        .is_ok()
        .shows("合计：2条")
        .shows("12.5");
    personnel
        .get("/ledger/training?from=2026-01&to=2026-12&f.hours.min=15")
        .await
        .is_ok()
        .shows("合计：1条")
        .hides("周宁");
    personnel
        .get("/ledger/training?q=周宁&sort=-hours")
        .await
        .is_ok()
        .shows("合计：1条");
    school
        .get("/ledger/training")
        .await
        .is_ok()
        .shows("合计：2条")
        .hides("周宁");
    school.get("/ledger/training/rows/3").await.is_not_found();
    school
        .get("/ledger/training/rollups/times")
        .await
        .is_ok()
        .shows("2026年");
    let mut admin = world.as_(Role::Administrator).await;
    admin.get("/ledger/training").await.is_not_found();
}

#[tokio::test]
async fn the_bin_gives_rows_back_and_lets_them_go_only_with_a_reason() {
    let Scene {
        world,
        own,
        mut school,
        mut personnel,
        ..
    } = scene().await;
    school.get("/ledger").await;
    enter(
        &mut school,
        &own,
        ["李安", "A0001", "市级", "2026-03-02", "10"],
    )
    .await;
    school
        .post("/ledger/training/removal", &[("id", "1")])
        .await
        .leads_to("/ledger/training");
    school
        .get("/ledger/training")
        .await
        .is_ok()
        .shows("还没有记录");
    school
        .get("/ledger/training/bin")
        .await
        .is_ok()
        .shows("李安");
    school
        .post("/ledger/training/bin/1/restoration", &[])
        .await
        .leads_to("/ledger/training/rows/1");
    school
        .get("/ledger/training/rollups/people")
        .await
        .is_ok()
        .shows(">1</a>");
    personnel
        .post("/ledger/training/removal", &[("id", "1")])
        .await;
    let page = school
        .post("/ledger/training/bin/1/purge", &[("reason", "重复")])
        .await;
    assert_eq!(page.status, 403);
    personnel
        .post("/ledger/training/bin/1/purge", &[("reason", "")])
        .await
        .is_invalid()
        .shows("aria-describedby=\"f-reason-1-error\"");
    let n = "select count(*) as n from ledger_bin";
    assert_eq!(world.number(n).await, 1);
    personnel
        .post("/ledger/training/bin/1/purge", &[("reason", "重复登记")])
        .await;
    assert_eq!(world.number(n).await, 0);
}

#[tokio::test]
async fn a_definition_is_changed_after_a_look_and_loses_nothing() {
    let Scene {
        world: _world,
        own,
        mut office,
        mut personnel,
        ..
    } = scene().await;
    enter(
        &mut personnel,
        &own,
        ["李安", "A0001", "市级", "2026-03-02", "10"],
    )
    .await;
    let export = office
        .get("/ledger/training/definition/export?form=json")
        .await
        .is_ok()
        .text();
    let change = |from: &str, to: &str| -> String {
        assert!(export.contains(from), "{export}");
        export.replace(from, to)
    };
    // 工号 cannot become a number: A0001 would not go along.
    let number = change(
        "\"name\": \"工号\",\n      \"kind\": \"text\"",
        "\"name\": \"工号\",\n      \"kind\": \"number\"",
    );
    let fields = |text: &str| {
        vec![
            ("version".to_owned(), "1".to_owned()),
            ("definition".to_owned(), text.to_owned()),
        ]
    };
    let as_pairs = |pairs: &[(String, String)]| -> Vec<(String, String)> { pairs.to_vec() };
    let send = as_pairs(&fields(&number));
    let send: Vec<(&str, &str)> = send.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let page = office.post("/ledger/training/definition/edit", &send).await;
    page.is_invalid().shows("有1处已填的内容不符合新的要求");
    // A new name and a field less in use are no loss.
    let renamed = change("\"name\": \"学时\"", "\"name\": \"培训学时\"")
        .replace("[经费]÷[学时]", "[经费]÷[培训学时]");
    let send = as_pairs(&fields(&renamed));
    let send: Vec<(&str, &str)> = send.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    office
        .post("/ledger/training/definition/edit", &send)
        .await
        .leads_to("/ledger/training/definition");
    office
        .get("/ledger/training/definition")
        .await
        .is_ok()
        .shows("培训学时")
        .shows("第2版");
    office
        .get("/ledger/training/definition?version=1")
        .await
        .is_ok()
        .hides("培训学时");
}

#[tokio::test]
async fn the_form_of_a_definition_says_what_it_was_drawn_from() {
    let Scene {
        world: _world,
        mut office,
        ..
    } = scene().await;
    let page = office
        .get("/ledger/training/definition/edit")
        .await
        .is_ok()
        .text();
    let pairs = posted_as_drawn(&page);
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    office
        .post("/ledger/training/definition/edit", &pairs)
        .await
        .is_ok()
        .shows("没有改动");
}

#[tokio::test]
async fn a_grid_is_saved_whole_or_not_at_all() {
    let Scene {
        world, mut school, ..
    } = scene().await;
    school
        .get("/ledger/training/grid")
        .await
        .is_ok()
        .shows("批量编辑");
    let line = |place: usize, name: &str, id: &str, level: &str| -> Vec<(String, String)> {
        [
            ("name", name),
            ("id_no", id),
            ("project", "研修"),
            ("level", level),
            ("held", "2026.3.5"),
        ]
        .map(|(field, value)| (format!("l{place}.v.{field}"), value.to_owned()))
        .to_vec()
    };
    let wrong = [
        line(0, "李安", "A0001", "市级"),
        line(1, "周宁", "B0001", "村级"),
    ]
    .concat();
    let wrong: Vec<(&str, &str)> = wrong
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    school
        .post("/ledger/training/grid", &wrong)
        .await
        .is_invalid()
        .shows("第2行级别：“村级”不在选项中")
        .shows("周宁");
    assert_eq!(
        world.number("select count(*) as n from ledger_rows").await,
        0
    );
    let right = [
        line(0, "李安", "A0001", "市级"),
        line(1, "周宁", "B0001", "县级"),
    ]
    .concat();
    let right: Vec<(&str, &str)> = right
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    school
        .post("/ledger/training/grid", &right)
        .await
        .leads_to("/ledger/training");
    assert_eq!(
        world.number("select count(*) as n from ledger_rows").await,
        2
    );
}

#[tokio::test]
async fn a_long_list_asks_no_more_of_the_database_than_a_short_one() {
    let Scene {
        world,
        own,
        mut office,
        mut personnel,
        ..
    } = scene().await;
    let db = world.app.app.db().clone();
    let n_sent = async |browser: &mut Browser| {
        let before = db.statements_sent();
        browser.get("/ledger/training").await.is_ok();
        browser.get("/ledger").await.is_ok();
        db.statements_sent() - before
    };
    let n_empty = n_sent(&mut office).await;
    for number in 1..=12 {
        let id = format!("A{number:04}");
        enter(
            &mut personnel,
            &own,
            ["李安", &id, "市级", "2026-03-02", "10"],
        )
        .await;
    }
    assert!(n_sent(&mut office).await <= n_empty + 2);
}

fn unescaped(text: &str) -> String {
    text.replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
}

/// What a hidden field of a page holds.
pub(crate) fn hidden(html: &str, name: &str) -> String {
    let field = format!("type=\"hidden\" name=\"{name}\" value=\"");
    let after = html.split(&field).nth(1);
    let after = after.unwrap_or_else(|| panic!("no hidden {name}"));
    unescaped(after.split('"').next().unwrap())
}

/// The fields of the form on a page, as a browser would send them unchanged.
pub(crate) fn posted_as_drawn(html: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| -> Option<String> {
        let (_, after) = tag.split_once(&format!(" {name}=\""))?;
        after.split_once('"').map(|(value, _)| unescaped(value))
    };
    let mut pairs = Vec::new();
    let form = html.split("form-wide").nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    let mut select: Option<String> = None;
    for piece in form.split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = attribute(tag, "name").filter(|name| name != "_csrf");
        if tag.starts_with("input") {
            let ticks = tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"");
            if let Some(name) = name.filter(|_| !ticks || tag.contains(" checked")) {
                pairs.push((name, attribute(tag, "value").unwrap_or_default()));
            }
        } else if tag.starts_with("select") {
            select = name;
        } else if tag.starts_with("option") && tag.contains(" selected") {
            let value = attribute(tag, "value").unwrap_or_default();
            pairs.extend(select.clone().map(|name| (name, value)));
        } else if tag.starts_with("textarea") {
            pairs.extend(name.map(|name| (name, unescaped(text.trim_start_matches('\n')))));
        }
    }
    pairs
}

#[tokio::test]
async fn the_demo_county_has_registers_with_rows_in_every_state() {
    let database = testkit::sqlite(&bureau::migrations()).await;
    let files = store::Files::at(database.folder.path().join("files"));
    bureau::demo::create(&database.db, &files).await.unwrap();
    let n = async |sql: &str| {
        store::Read::number(&database.db, sql, Vec::new())
            .await
            .unwrap()
    };
    let states = "select count(distinct state) as n from ledger_rows where register_no = 1";
    assert_eq!(n(states).await, 3);
    let own = "select count(*) as n from ledger_rows
               where register_no in (select no from ledger_registers where code in ('training', 'contests'))";
    assert_eq!(n(own).await, 1_380);
    let teams = "select n_rows as n from ledger_tallies where rollup = 'teams'";
    assert_eq!(n(teams).await, 138);
    let people =
        "select n_keys as n from ledger_tallies where register_no = 1 and rollup = 'people'";
    assert_eq!(n(people).await, 600);
}
