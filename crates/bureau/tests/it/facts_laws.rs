//! The two laws of the numbers: each is asked for once, and each can be asked why it is what it is.

use crate::{
    ledger::found_training,
    support::{World, world},
};
use base::Role;
use testkit::Browser;

/// A row of the register of trainings; its number and its hours may be missing.
async fn train(browser: &mut Browser, unit: &str, [name, id_no, hours]: [&str; 3]) {
    let row = [
        ("unit", unit),
        ("v.name", name),
        ("v.id_no", id_no),
        ("v.project", "班主任能力提升"),
        ("v.level", "市级"),
        ("v.held", "2026-03-02"),
        ("v.hours", hours),
    ];
    let page = browser.upload("/ledger/training/new", &row, "", b"").await;
    page.leads_to("/ledger/training/rows/");
}

async fn define(office: &mut Browser, changes: &[(&str, &str)]) {
    let usual = [
        ("kind", "number"),
        ("decimals", "0"),
        ("grain", "year"),
        ("least", "0"),
        ("applies_to", "bureau"),
    ];
    let mut form: Vec<(&str, &str)> = usual
        .into_iter()
        .filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name))
        .collect();
    form.extend(changes);
    office
        .post("/facts/items/new", &form)
        .await
        .leads_to("/facts/items/");
}

async fn value(world: &World, code: &str) -> String {
    let sql = format!(
        "select coalesce(cast(minor as text), 'missing') as word from facts_values
         where item_code = '{code}' and period = '2026'"
    );
    world.word(&sql).await
}

#[tokio::test]
async fn why_leads_from_a_formula_down_to_the_rows_of_a_register_and_to_whoever_typed() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found_training(&mut office).await;
    let own = "select a.unit_id as word from org_posts a join org_units u on u.id = a.unit_id
        where a.role = 'general_office' limit 1";
    let own = world.word(own).await;
    define(
        &mut office,
        &[
            ("code", "plan_times"),
            ("name", "计划培训人次"),
            ("unit", "人次"),
            ("source", "post"),
            ("reporter_unit", own.as_str()),
            ("reporter_role", "general_office"),
        ],
    )
    .await;
    define(
        &mut office,
        &[
            ("code", "done_share"),
            ("name", "培训完成率"),
            ("unit", "%"),
            ("decimals", "2"),
            ("source", "formula"),
            ("formula", "[培训人次] ÷ [计划培训人次] × 100"),
        ],
    )
    .await;
    let unit = "select id as word from org_units where short_name = '清禾一中'";
    let unit = world.word(unit).await;
    let mut school = world.as_(Role::School).await;
    train(&mut school, &unit, ["李安", "A0001", "40"]).await;
    // One of two numbers is missing: so is the share, and it says which.
    assert_eq!(value(&world, "done_share").await, "missing");
    let fact = |code: &str| {
        format!(
            "select id as word from facts_values where item_code = '{code}' and period = '2026'"
        )
    };
    let share = format!("/facts/values/{}", world.word(&fact("done_share")).await);
    office
        .get(&share)
        .await
        .is_ok()
        .shows("缺2026年的“计划培训人次”。");

    let bureau = "select unit_id as word from facts_values where item_code = 'done_share'";
    let bureau = world.word(bureau).await;
    let (value_field, version) = (
        format!("v.plan_times.{bureau}"),
        format!("n.plan_times.{bureau}"),
    );
    let typed = [
        ("period", "2026"),
        (value_field.as_str(), "4"),
        (version.as_str(), "0"),
    ];
    office
        .post("/facts/enter", &typed)
        .await
        .leads_to("/facts/enter");
    let page = office.get(&share).await.is_ok();
    page.shows("25.00%")
        .shows("由台账汇总：教师培训，1条记录")
        .shows("/ledger/training/rollups/times")
        .shows("沈书宁于2026年3月5日 09:00填报");
    office
        .get("/ledger/training/rollups/times")
        .await
        .is_ok()
        .shows("培训人次");
}

#[tokio::test]
async fn a_row_without_a_number_adds_nothing_to_an_average_and_all_without_one_give_none() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let register = include_str!("../../src/ledger/templates/training.toml").replace(
        "[[rollups]]\ncode = \"times\"",
        "[[rollups]]\ncode = \"mean\"\nname = \"平均学时\"\nmeasure = \"average\"\nfield = \"hours\"\n\
         unit = \"学时\"\ngrain = \"year\"\nwhole_bureau = true\nitem = \"register.mean_hours\"\n\n\
         [[rollups]]\ncode = \"times\"",
    );
    office
        .post("/ledger/new", &[("text", &register)])
        .await
        .leads_to("/ledger/training");
    let unit = "select id as word from org_units where short_name = '清禾一中'";
    let unit = world.word(unit).await;
    let mut school = world.as_(Role::School).await;
    train(&mut school, &unit, ["李安", "A0001", ""]).await;
    let n = "select count(*) as n from facts_values
        where item_code = 'register.mean_hours' and minor is not null";
    assert_eq!(world.number(n).await, 0, "no hours are no zero hours");
    train(&mut school, &unit, ["周宁", "A0002", "40"]).await;
    train(&mut school, &unit, ["吴越", "A0003", "20"]).await;
    assert_eq!(value(&world, "register.mean_hours").await, "3000");
    assert_eq!(value(&world, "register.training_times").await, "3");
}

#[tokio::test]
async fn the_check_of_one_source_finds_a_number_that_is_asked_for_twice() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    office
        .post("/facts/dataset/set-up", &[])
        .await
        .leads_to("/facts/dataset");
    let db = world.app.app.db();
    assert!(bureau::numbers_asked_twice(db).await.unwrap().is_none());
    define(
        &mut office,
        &[
            ("code", "all_pupils"),
            ("name", "晨检缺席"),
            ("unit", "人"),
            ("grain", "school_year"),
            ("applies_to", "school"),
            ("applies_to", "kindergarten"),
            ("source", "own_unit"),
        ],
    )
    .await;
    // It is not founded under such a name; an earlier program let it be.
    let named = "update facts_items set name = '在校学生总数' where code = 'all_pupils'";
    let mut tx = db.begin_write().await.unwrap();
    tx.run(named, Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    let twice = bureau::numbers_asked_twice(db).await.unwrap();
    assert_eq!(twice.same.len(), 1, "{twice:?}");
    assert!(twice.same[0].contains("在校学生数") && twice.same[0].contains("在校学生总数"));
    // A twin that is retired is asked of nobody.
    let retired = "update facts_items set is_retired = true where code = 'all_pupils'";
    let mut tx = db.begin_write().await.unwrap();
    tx.run(retired, Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(bureau::numbers_asked_twice(db).await.unwrap().is_none());
}
