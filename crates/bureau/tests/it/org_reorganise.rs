//! Units that are renamed, merged, closed and split off, through their pages.

use crate::support::world;
use base::Role;
use testkit::{Browser, Page};

fn version(page: &Page) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("name=\"version\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// Does something with a unit from a fresh form.
async fn act(admin: &mut Browser, unit: &str, act: &str, fields: &[(&str, &str)]) -> Page {
    let path = format!("/org/units/{unit}/{act}");
    let version = version(&admin.get(&path).await.is_ok());
    let mut fields = fields.to_vec();
    fields.push(("version", &version));
    admin.post(&path, &fields).await
}

const OCCASION: [(&str, &str); 2] = [("on", "2026-02-01"), ("reason", "清教发〔2026〕3号")];

#[tokio::test]
async fn a_renamed_office_is_found_under_both_names_and_shows_the_old_one_on_an_old_day() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let office = world.unit("人事科").await;
    let names = [("name", "清禾县教育局人才工作科"), ("short_name", "人才科")];
    let fields = [&names[..], &OCCASION].concat();
    act(
        &mut admin,
        &office,
        "rename",
        &[&names[..], &[("on", "2026-03-06"), ("reason", "x")]].concat(),
    )
    .await
    .is_invalid()
    .shows("在今天之后")
    .shows("清禾县教育局人才工作科");
    act(&mut admin, &office, "rename", &fields)
        .await
        .leads_to("/org/units/");
    admin
        .get(&format!("/org/units/{office}"))
        .await
        .is_ok()
        .shows("人事科改名为人才科")
        .shows("清教发〔2026〕3号");
    // An act before the last one would rewrite what was.
    let again = [
        ("name", "甲"),
        ("short_name", "甲"),
        ("on", "2026-01-31"),
        ("reason", "x"),
    ];
    act(&mut admin, &office, "rename", &again)
        .await
        .is_invalid()
        .shows("晚于上一次变动的日期2026年2月1日");
    let mut reader = world.as_(Role::OfficeStaff).await;
    for path in [
        "/org?q=%E4%BA%BA%E4%BA%8B%E7%A7%91",
        "/org?q=%E4%BA%BA%E6%89%8D%E7%A7%91",
    ] {
        reader.get(path).await.is_ok().shows("人才科");
    }
    reader
        .get("/org?on=2026-01-31")
        .await
        .is_ok()
        .shows(">人事科</a>")
        .hides(">人才科</a>");
    reader
        .get("/org?on=2026-02-01")
        .await
        .is_ok()
        .shows(">人才科</a>");
}

#[tokio::test]
async fn a_merged_school_takes_its_people_along_and_leads_to_its_successor() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let (school, into) = (world.unit("清禾一中").await, world.unit("清禾二中").await);
    let mut head = world.as_(Role::School).await;
    let fields = [&[("into", into.as_str()), ("people", "on")][..], &OCCASION].concat();
    act(
        &mut admin,
        &school,
        "merge",
        &[&[("into", school.as_str())][..], &OCCASION].concat(),
    )
    .await
    .is_invalid()
    .shows("只能并入另一个没有撤并的单位");
    act(&mut admin, &school, "merge", &fields)
        .await
        .leads_to("/org/units/");
    admin
        .get(&format!("/org/units/{school}"))
        .await
        .is_ok()
        .shows("已于2026年2月1日撤并")
        .shows("清禾二中");
    admin
        .get(&format!("/org/units/{into}"))
        .await
        .is_ok()
        .shows("顾怀山")
        .shows("清禾一中</a>并入本单位");
    head.get("/").await.is_ok();
    admin.get("/org").await.is_ok().hides(">清禾一中</a>");
    admin
        .get("/org?closed=1")
        .await
        .is_ok()
        .shows(">清禾一中</a>")
        .shows("2026年2月1日并入清禾二中");
    // Nobody can be given a post there, and no unit can be put below it.
    admin.get("/org/people/new").await.is_ok().hides(&school);
    admin.get("/org/units/new").await.is_ok().hides(&school);
    // It is history: nothing more can be done with it, except to take the merge back.
    act(&mut admin, &school, "close", &OCCASION)
        .await
        .is_invalid()
        .shows("已撤并，不能再改名、撤并或分设");
    act(&mut admin, &school, "reopen", &OCCASION)
        .await
        .leads_to("/org/units/");
    admin.get("/org").await.is_ok().shows(">清禾一中</a>");
}

#[tokio::test]
async fn a_unit_with_others_below_it_is_not_closed_and_the_bureau_never() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let street = world
        .word("select id as word from org_units where kind = 'street' order by place limit 1")
        .await;
    act(&mut admin, &street, "close", &OCCASION)
        .await
        .is_invalid()
        .shows("个下级单位，不能撤销");
    let bureau = world.unit("清禾县教育局").await;
    act(&mut admin, &bureau, "close", &OCCASION)
        .await
        .is_invalid()
        .shows("不能撤并或分设");
    let office = world.unit("电教馆").await;
    act(&mut admin, &office, "close", &OCCASION)
        .await
        .leads_to("/org/units/");
    let n_left = format!("select count(*) as n from org_posts where unit_id = '{office}'");
    assert_eq!(world.number(&n_left).await, 0);
    let n_charges = format!("select count(*) as n from org_charges where unit_id = '{office}'");
    assert_eq!(world.number(&n_charges).await, 0);
}

#[tokio::test]
async fn a_unit_split_off_and_its_origin_tell_of_each_other() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let office = world.unit("体卫艺科").await;
    let bureau = world.unit("清禾县教育局").await;
    let fields = [
        &[
            ("name", "清禾县教育局体育科"),
            ("short_name", "体育科"),
            ("kind", "office"),
            ("parent", bureau.as_str()),
            ("duties", "体质健康、体育"),
        ][..],
        &OCCASION,
    ]
    .concat();
    act(&mut admin, &office, "split", &fields)
        .await
        .leads_to("/org/units/");
    let new = world.unit("体育科").await;
    admin
        .get(&format!("/org/units/{new}"))
        .await
        .is_ok()
        .shows("由<a")
        .shows("分设而来")
        .shows("2026年2月1日");
    admin
        .get(&format!("/org/units/{office}"))
        .await
        .is_ok()
        .shows("分设<a");
}

#[tokio::test]
async fn a_form_drawn_before_another_change_is_a_conflict() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let office = world.unit("电教馆").await;
    let stale = [&[("version", "7")][..], &OCCASION].concat();
    admin.get("/org").await.is_ok();
    let page = admin
        .post(&format!("/org/units/{office}/close"), &stale)
        .await;
    assert_eq!(page.status, 409);
    page.shows("别人改过这个单位").shows("清教发〔2026〕3号");
}
