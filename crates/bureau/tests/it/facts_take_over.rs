//! A number that people typed is handed over to a register: from then on it is counted, and what was
//! typed stays in its history.

use crate::support::{World, counties, county};
use base::Role;
use testkit::Browser;

const HERE: &str = "/facts/items/supervised_schools/register";

async fn source(world: &World) -> String {
    world
        .word(
            "select source_kind || ' ' || source_detail as word from facts_items
             where code = 'supervised_schools'",
        )
        .await
}

async fn value(world: &World, year: &str) -> i64 {
    world
        .number(&format!(
            "select minor as n from facts_values
             where item_code = 'supervised_schools' and period = '{year}'"
        ))
        .await
}

async fn version(world: &World) -> String {
    world
        .word("select cast(version as text) as word from facts_items where code = 'supervised_schools'")
        .await
}

fn fields<'a>(version: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("version", version),
        ("register", "contests"),
        ("measure", "count"),
    ];
    fields.extend(more);
    fields
}

async fn office(world: &World) -> Browser {
    let mut office = world.as_(Role::GeneralOffice).await;
    let chosen = office
        .get(&format!("{HERE}?register=contests"))
        .await
        .is_ok();
    chosen
        .shows("竞赛活动")
        .shows("参赛学生（人次）")
        .shows("类别（学科、科技、体育、艺术）");
    office
}

#[tokio::test]
async fn a_typed_number_is_handed_over_to_a_register_and_counted_from_then_on() {
    for world in counties().await {
        let typed = value(&world, "2026").await;
        let mut office = office(&world).await;
        let edit = office
            .get("/facts/items/supervised_schools/edit")
            .await
            .is_ok();
        edit.shows("改由台账汇总").shows(HERE);
        let version = version(&world).await;

        // Looking changes nothing, and shows both numbers.
        let page = office.post(HERE, &fields(&version, &[])).await.is_ok();
        page.shows("启用之后").shows(&format!("{typed}所"));
        assert!(source(&world).await.starts_with("reporter "));
        assert_eq!(value(&world, "2026").await, typed);

        // Without a reason nothing is done.
        office
            .post(HERE, &fields(&version, &[("take", "on")]))
            .await
            .is_invalid()
            .shows("改变数据来源要写明原因");
        let reason = [("take", "on"), ("reason", "台账已逐校登记")];
        office
            .post(HERE, &fields(&version, &reason))
            .await
            .leads_to("/facts/items/supervised_schools");
        assert!(source(&world).await.starts_with("register contests/"));
        let rows = "select count(*) as n from ledger_rows r
             join ledger_registers g on g.no = r.register_no where g.code = 'contests'";
        let counted = value(&world, "2026").await;
        assert!(
            counted > 0 && counted <= world.number(rows).await,
            "{counted}"
        );
        assert_ne!(counted, typed);

        // The change of source is a version with its reason, the typed number a line of its life.
        office
            .get("/facts/items/supervised_schools")
            .await
            .is_ok()
            .shows("台账已逐校登记")
            .shows("台账汇总")
            .hides("改由台账汇总");
        let fact = world
            .word(
                "select id as word from facts_values
                 where item_code = 'supervised_schools' and period = '2026'",
            )
            .await;
        office
            .get(&format!("/facts/values/{fact}"))
            .await
            .is_ok()
            .shows(&format!("{typed}所"))
            .shows(&format!("{counted}所"));

        // Who typed it before cannot any more; a row more is counted by itself.
        let n = world
            .number(
                "select count(*) as n from ledger_tallies t
                 join ledger_registers g on g.no = t.register_no
                 where g.code = 'contests' and t.rollup like 'target%'",
            )
            .await;
        assert!(n > 0);
        let told = "select count(*) as n from store_audit where act = 'facts.item.changed'
             and object = 'supervised_schools'";
        assert!(world.number(told).await > 0);
    }
}

#[tokio::test]
async fn what_a_register_cannot_say_of_a_number_is_told_in_a_sentence() {
    let world = county().await;
    let mut office = office(&world).await;
    let version = version(&world).await;
    for (more, told) in [
        (&[("measure", "share")][..], "占比的单位是“%”"),
        (&[("measure", "")], "请选择算法"),
        (&[("measure", "sum"), ("field", "members")], "不能直接汇总"),
        (&[("filter", "不存在=甲")], "没有改动"),
    ] {
        let mut asked = vec![("version", version.as_str()), ("register", "contests")];
        if !more.iter().any(|(name, _)| *name == "measure") {
            asked.push(("measure", "count"));
        }
        asked.extend(more);
        office.post(HERE, &asked).await.is_invalid().shows(told);
    }
    let nothing = [("version", version.as_str()), ("register", "nowhere")];
    office
        .post(HERE, &nothing)
        .await
        .is_invalid()
        .shows("请选择台账");
    let stale = fields("0", &[("take", "on"), ("reason", "甲")]);
    let stale = office.post(HERE, &stale).await;
    assert_eq!(stale.status, 409);
    let mut school = world.as_(Role::School).await;
    school.get(HERE).await.is_not_found();
    assert!(source(&world).await.starts_with("reporter "));
}

#[tokio::test]
async fn a_number_that_is_the_same_before_and_after_is_the_registers_from_then_on() {
    let count = async |world: &World| {
        let mut office = office(world).await;
        let version = version(world).await;
        let reason = [("take", "on"), ("reason", "台账已逐校登记")];
        office
            .post(HERE, &fields(&version, &reason))
            .await
            .leads_to("/facts/items/supervised_schools");
        value(world, "2026").await
    };
    let counted = count(&county().await).await;
    let world = county().await;
    let of_2026 = "item_code = 'supervised_schools' and period = '2026'";
    world
        .app
        .database()
        .run(&format!(
            "update facts_values set minor = {counted} where {of_2026}"
        ))
        .await;
    let reference = format!("select reference as word from facts_values where {of_2026}");
    assert!(world.word(&reference).await.contains("\"reporter\""));
    let state = format!("select state as word from facts_values where {of_2026}");
    let before = world.word(&state).await;
    assert_eq!(count(&world).await, counted);
    let after = world.word(&reference).await;
    assert!(
        after.contains("\"register\"") && after.contains("contests/"),
        "{after}"
    );
    assert_eq!(world.word(&state).await, before);
    // Its life has both: who typed it, and the register.
    let lines = format!(
        "select count(*) as n from facts_history h join facts_values v on v.id = h.fact_id
         where v.{} and h.reference like '%\"register\"%'",
        of_2026.replace(" and ", " and v.")
    );
    assert_eq!(world.number(&lines).await, 1);
}
