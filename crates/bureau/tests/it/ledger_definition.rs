//! The form a register is defined with, when what was typed cannot be taken.

use crate::{
    ledger::{found_training, posted_as_drawn},
    support::world,
};
use base::Role;
use testkit::{Browser, Page};

type Pairs = Vec<(String, String)>;

/// Puts something else in a field that is drawn.
fn put(pairs: &mut Pairs, name: &str, value: &str) {
    let found = pairs.iter_mut().find(|(known, _)| known == name);
    let (_, kept) = found.unwrap_or_else(|| panic!("no field {name}"));
    value.clone_into(kept);
}

async fn post(browser: &mut Browser, path: &str, pairs: &Pairs) -> Page {
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (&**n, &**v)).collect();
    browser.post(path, &pairs).await
}

/// Whether a form stands there as it was sent, each value in its place; below it may be room for more.
fn stands_as_sent(page: &Page, sent: &Pairs) {
    let drawn = posted_as_drawn(&page.text());
    for pair in sent {
        assert!(drawn.contains(pair), "lost: {pair:?}");
    }
    for (name, value) in drawn {
        let is_sent = sent.iter().any(|(known, _)| *known == name);
        assert!(
            !is_sent || sent.contains(&(name.clone(), value.clone())),
            "made up: {name} {value:?}"
        );
    }
}

#[tokio::test]
async fn nothing_that_was_typed_into_a_definition_is_lost_when_it_is_refused() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found_training(&mut office).await;
    let edit = "/ledger/training/definition/edit";
    let page = office.get(edit).await.is_ok().text();
    let mut sent = posted_as_drawn(&page);
    let spare = sent
        .iter()
        .filter(|(name, value)| {
            name.ends_with(".name") && name.starts_with('f') && value.is_empty()
        })
        .map(|(name, _)| name.trim_end_matches(".name").to_owned())
        .nth(2)
        .unwrap();
    for (name, value) in [
        ("personal_years", "五年"),
        ("sensitive_years", "-1"),
        ("key", "姓名，工号"),
        ("f0.decimals", "两位"),
        ("f0.also", "教职工，，教师姓名"),
        ("f0.options", "甲\r\n\r\n 乙"),
        ("f0.formula", "[学时]×"),
        ("r1.when", "级别为市级"),
        ("s0.filter", "级别=市级、；=；学时"),
        ("s0.part", "没有这个字段=甲"),
        ("g0.order", "第一"),
        ("g0.limit", "十天"),
        ("g0.needs", "姓名,"),
        ("g0.name", "受理"),
        ("g1.limit", "5"),
        (&format!("{spare}.help"), "没有名称的字段"),
        (&format!("{spare}.kind"), "number"),
    ] {
        put(&mut sent, name, value);
    }
    sent.push((format!("{spare}.required"), "on".to_owned()));
    let page = post(&mut office, edit, &sent).await.is_invalid();
    stands_as_sent(&page, &sent);
    page.shows("个人信息保存的年数“五年”不对，请填写0至255的整数。")
        .shows("敏感个人信息保存的年数“-1”不对")
        .shows("的小数位数“两位”不对")
        .shows("个字段没有名称，请填写名称，或清空这个字段。")
        .shows("第2条校验只写了什么情况下")
        .shows("阶段“受理”的次序“第一”不是数")
        .shows("阶段“受理”的限期“十天”不对")
        .shows("第2个阶段没有名称，请填写名称，或清空这个阶段。");
    // A choice nobody offered is no text field.
    put(&mut sent, "f0.kind", "<b>");
    let page = post(&mut office, edit, &sent).await.is_invalid();
    page.shows("的类型不在可选之列，请重新选择。")
        .hides("<b>\"");
    let versions =
        "select count(*) as n from ledger_registers where code = 'training' and version = 1";
    assert_eq!(world.number(versions).await, 1);
}

#[tokio::test]
async fn a_register_that_is_refused_is_shown_again_with_what_was_typed_beside_a_pasted_definition()
{
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let page = office.get("/ledger/new").await.is_ok().text();
    let mut sent = posted_as_drawn(&page);
    for (name, value) in [
        ("name", "门卫值班"),
        ("code", "Guards"),
        ("f0.name", "姓名"),
        ("f5.decimals", "许多"),
    ] {
        put(&mut sent, name, value);
    }
    let page = post(&mut office, "/ledger/new", &sent).await.is_invalid();
    stands_as_sent(&page, &sent);
    put(&mut sent, "text", "code = 门卫");
    let page = post(&mut office, "/ledger/new", &sent).await.is_invalid();
    stands_as_sent(&page, &sent);
    page.shows("定义第1行（code = 门卫）看不懂：");
    assert_eq!(
        world
            .number("select count(*) as n from ledger_registers")
            .await,
        0
    );
}
