//! Registers founded from templates, and the demo county's registers.

use crate::{
    ledger::posted_as_drawn,
    support::{World, world},
};
use base::Role;

async fn n_items(world: &World) -> i64 {
    let sql = "select count(*) as n from facts_items where code like 'register.%'";
    world.number(sql).await
}

#[tokio::test]
async fn a_register_is_founded_from_a_template_after_its_fields_were_looked_at() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    office
        .get("/ledger/templates")
        .await
        .is_ok()
        .shows("终身学习学分银行")
        .shows("/ledger/new?template=hazards");
    office
        .get("/ledger/new?template=hazards")
        .await
        .is_ok()
        .shows("整改责任人")
        .shows("3个工作日内")
        .shows("安全隐患销号率");
    let form = [
        ("template", "hazards"),
        ("as_is", "on"),
        ("name", "安全隐患"),
        ("owner", "安全科"),
        ("code", "hazards"),
    ];
    office
        .post("/ledger/new", &form)
        .await
        .leads_to("/ledger/hazards");
    office
        .get("/ledger/hazards")
        .await
        .is_ok()
        .shows("重大隐患（共享）");
    assert_eq!(n_items(&world).await, 3);
    // A second one of the same code is refused on the page it was sent from, as it was filled in.
    office
        .post("/ledger/new", &form)
        .await
        .is_invalid()
        .shows("已有同一代码的台账。")
        .shows("整改责任人");
    office
        .get("/ledger/new?template=nothing")
        .await
        .is_not_found();
    // The head of another office founds it for their own house only.
    let mut personnel = world.as_(Role::OfficeHead).await;
    personnel
        .get("/ledger/new?template=letters")
        .await
        .is_ok()
        .hides("<option>办公室</option>");
    let page = personnel
        .post(
            "/ledger/new",
            &[
                ("template", "letters"),
                ("as_is", "on"),
                ("name", "信访"),
                ("owner", "办公室"),
                ("code", "letters"),
            ],
        )
        .await;
    assert_eq!(page.status, 403);
}

#[tokio::test]
async fn a_template_that_is_changed_first_keeps_what_the_form_does_not_show() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let page = office.get("/ledger/new?template=projects&edit=on").await;
    let mut pairs = posted_as_drawn(&page.is_ok().text());
    pairs.retain(|(name, _)| name != "name");
    pairs.push(("name".to_owned(), "县级课题".to_owned()));
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    office
        .post("/ledger/new", &pairs)
        .await
        .leads_to("/ledger/projects");
    office
        .get("/ledger/projects/definition/export")
        .await
        .is_ok()
        .shows("[[stages]]")
        .shows("中期");
}

#[tokio::test]
async fn a_number_that_has_a_source_already_gets_no_second_one() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let found = async |office: &mut testkit::Browser, code: &str, name: &str| {
        let form = [
            ("template", "home-visits"),
            ("as_is", "on"),
            ("name", name),
            ("owner", "德育科"),
            ("code", code),
        ];
        office
            .post("/ledger/new", &form)
            .await
            .leads_to(&format!("/ledger/{code}"));
        office.get(&format!("/ledger/{code}")).await
    };
    found(&mut office, "home-visits", "家访").await;
    let page = found(&mut office, "home-visits-2", "家访（二）").await;
    page.is_ok();
    assert_eq!(n_items(&world).await, 1);
    let twice = bureau::numbers_asked_twice(world.app.app.db())
        .await
        .unwrap();
    assert!(twice.is_none(), "{twice:?}");
}

#[tokio::test]
async fn the_demo_county_fills_every_shipped_register_and_asks_no_number_twice() {
    let database = testkit::sqlite(&bureau::migrations()).await;
    let files = store::Files::at(database.folder.path().join("files"));
    let before = database.db.statements_sent();
    bureau::demo::create(&database.db, &files).await.unwrap();
    let n_sent = database.db.statements_sent() - before;
    let n = async |sql: &str| {
        store::Read::number(&database.db, sql, Vec::new())
            .await
            .unwrap()
    };
    assert_eq!(n("select count(*) as n from ledger_registers").await, 31);
    let least = "select min(n) as n from (select count(r.no) as n from ledger_registers g
                 left join ledger_rows r on r.register_no = g.no group by g.no) x";
    assert!(n(least).await >= 30, "{}", n(least).await);
    // What each project was paid in all is the sum of its payments, and within what it may cost.
    let project = "select p.body, (
             select coalesce(sum(cast(round(json_extract(x.body, '$.money') * 100) as integer)), 0)
             from ledger_rows x join ledger_registers y on y.no = x.register_no
             where y.code = 'construction-payments'
                 and json_extract(x.body, '$.project_no') = json_extract(p.body, '$.project_no')) paid
         from ledger_rows p join ledger_registers g on g.no = p.register_no
         where g.code = 'construction'";
    let paid = "cast(round(coalesce(json_extract(body, '$.paid_total'), 0) * 100) as integer)";
    for (sql, known) in [
        (
            format!("select count(*) as n from ({project}) where paid > 0"),
            12,
        ),
        (
            format!("select count(*) as n from ({project}) where paid <> {paid}"),
            0,
        ),
        (
            format!(
                "select count(*) as n from ({project})
                 where paid > 100 * json_extract(body, '$.contract')"
            ),
            0,
        ),
    ] {
        assert_eq!(n(&sql).await, known, "{sql}");
    }
    let all = "select count(*) as n from ledger_rows";
    assert!(n(all).await >= 3_000, "{}", n(all).await);
    let fed =
        "select count(distinct item_code) as n from facts_values where item_code like 'register.%'";
    assert!(n(fed).await >= 25, "{}", n(fed).await);
    let twice = bureau::numbers_asked_twice(&database.db).await.unwrap();
    assert!(twice.is_none(), "{twice:?}");
    // Nothing of what is handed in is refused: no key twice, nothing left out that is required.
    let refused = "select count(*) as n from store_audit where act = 'ledger.rows.imported'
                   and detail not like '%未导入0条%'";
    assert_eq!(n(refused).await, 0);
    println!("{n_sent} statements");
}
