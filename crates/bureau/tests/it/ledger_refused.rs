//! What is not taken in the forms and lists of a register is said, and keeps what was typed.

use crate::{
    ledger_fields::{COURSES, PROBE, body, scene, verified_row},
    support::world,
};
use base::Role;

#[tokio::test]
async fn a_file_that_is_not_taken_is_said_so_and_nothing_is_saved() {
    let mut scene = scene().await;
    let before = verified_row(&mut scene).await;
    let own = scene.own.clone();
    let fields = [
        ("unit", own.as_str()),
        ("version", "1"),
        ("v.number", "A009"),
    ];
    let form = "/ledger/probe/rows/1/edit";
    scene.keeper.get(form).await.is_ok();
    scene
        .keeper
        .upload_in(form, &fields, ("v.photo", "virus.exe", b"MZ"))
        .await
        .is_invalid()
        .shows("这类文件不能作为附件")
        .shows("A009");
    assert_eq!(body(&scene).await, before);
}

#[tokio::test]
async fn a_new_row_with_a_file_that_is_not_taken_keeps_what_was_typed() {
    let mut scene = scene().await;
    let own = scene.own.clone();
    let fields = [
        ("unit", own.as_str()),
        ("v.number", "A009"),
        ("v.note", "第一行\n第二行"),
    ];
    let form = "/ledger/probe/new";
    scene.keeper.get(form).await.is_ok();
    let page = scene
        .keeper
        .upload_in(form, &fields, ("v.photo", "virus.exe", b"MZ"))
        .await
        .is_invalid()
        .shows("这类文件不能作为附件")
        .shows("value=\"A009\"");
    assert!(page.text().contains("第一行\n第二行"));
    let n_rows = "select count(*) as n from ledger_rows where row_key = 'A009'";
    assert_eq!(scene.world.number(n_rows).await, 0);
}

#[tokio::test]
async fn a_field_that_looks_into_no_register_is_refused_when_the_definition_is_saved() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    office
        .post("/ledger/new", &[("text", PROBE)])
        .await
        .is_invalid()
        .shows("引用的台账“courses”不存在");
    let n_registers = "select count(*) as n from ledger_registers";
    assert_eq!(world.number(n_registers).await, 0);
    for (text, list) in [(COURSES, "/ledger/courses"), (PROBE, "/ledger/probe")] {
        office
            .post("/ledger/new", &[("text", text)])
            .await
            .leads_to(list);
    }
    let form = "/ledger/probe/definition/edit";
    let page = office.get(form).await.is_ok();
    let mut pairs = crate::ledger::posted_as_drawn(&page.text());
    for (_, value) in &mut pairs {
        if value == "courses" {
            "coarses".clone_into(value);
        }
    }
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    office
        .post(form, &pairs)
        .await
        .is_invalid()
        .shows("引用的台账“coarses”不存在");
}

#[tokio::test]
async fn a_filter_that_is_no_day_month_or_number_is_said_so_and_stays_as_it_was_typed() {
    const VISITS: &str = r#"
code = "visits"
name = "走访"
owner = "人事科"
purpose = "走访"
period = "held"

[rights]
fill_kinds = ["school"]

[[fields]]
code = "held"
name = "日期"
kind = "date"

[[fields]]
code = "until"
name = "回访日期"
kind = "date"
filter = true

[[fields]]
code = "n"
name = "户数"
kind = "number"
"#;
    let mut scene = scene().await;
    let mut office = scene.world.as_(Role::GeneralOffice).await;
    office
        .post("/ledger/new", &[("text", VISITS)])
        .await
        .leads_to("/ledger/visits");
    let own = scene.own.clone();
    let row = [
        ("unit", own.as_str()),
        ("v.held", "2026-03-02"),
        ("v.until", "2026-03-05"),
        ("v.n", "3"),
    ];
    let keeper = &mut scene.keeper;
    keeper
        .upload("/ledger/visits/new", &row, "", b"")
        .await
        .leads_to("/ledger/visits/rows/1");
    for (query, typed) in [
        ("f.until=2026-02-31", "“2026-02-31”不是日期"),
        ("from=2026-02-31", "“2026-02-31”不是月份"),
        ("to=2026-13", "“2026-13”不是月份"),
        ("f.n.min=三", "“三”不是数"),
    ] {
        let (_, value) = query.split_once('=').unwrap();
        keeper
            .get(&format!("/ledger/visits?{query}"))
            .await
            .is_ok()
            .shows(typed)
            .shows("aria-invalid=\"true\"")
            .shows(&format!("value=\"{value}\""));
        // More than was asked for does not leave the program.
        let page = keeper.get(&format!("/ledger/visits/export?{query}")).await;
        assert_eq!(page.status, 303, "{query}");
    }
    for (query, n_rows) in [
        ("f.until=2026年3月5日", "合计：1条"),
        ("from=2026-03&to=2026-03", "合计：1条"),
        ("f.n.min=3", "合计：1条"),
    ] {
        keeper
            .get(&format!("/ledger/visits?{query}"))
            .await
            .is_ok()
            .shows(n_rows)
            .hides("aria-invalid");
    }
}
