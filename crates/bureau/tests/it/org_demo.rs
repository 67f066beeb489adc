//! The demo county.

use crate::support;
use base::Role;

#[tokio::test]
async fn every_role_of_the_demo_can_sign_in_with_the_documented_password() {
    let world = support::world().await;
    for role in Role::ALL {
        let mut browser = world.as_(role).await;
        browser.get("/password").await.is_ok().hides("一次性密码");
    }
}

#[tokio::test]
async fn the_demo_county_has_the_size_of_a_small_county() {
    let world = support::world().await;
    for (kind, n_units) in [
        ("bureau", 1),
        ("office", 14),
        ("affiliated", 5),
        ("school", 40),
        ("kindergarten", 15),
        ("street", 6),
        ("outside", 8),
    ] {
        let counted = format!(
            "select count(*) as n from org_units where kind = '{kind}' and closed_on is null"
        );
        assert_eq!(world.number(&counted).await, n_units, "{kind}");
    }
    let n_people = world.number("select count(*) as n from org_people").await;
    assert!((90..=110).contains(&n_people), "{n_people}");
    let n_roles = "select count(distinct role) as n from org_posts";
    assert_eq!(world.number(n_roles).await, 9);
    let n_in_charge = "select count(distinct person_id) as n from org_charges";
    assert_eq!(world.number(n_in_charge).await, 5);
}

#[tokio::test]
async fn making_the_demo_twice_changes_nothing() {
    let world = support::world().await;
    let n_lines = "select count(*) as n from store_audit";
    let before = world.number(n_lines).await;
    let shared = &world.app.app;
    bureau::demo::org::create(shared.db(), shared.files(), shared.clock())
        .await
        .unwrap();
    assert_eq!(world.number(n_lines).await, before);
}

#[tokio::test]
async fn a_demo_that_was_stopped_while_it_was_filled_is_not_shown_half() {
    let world = support::world().await;
    let shared = &world.app.app;
    let refused = bureau::demo::create(shared.db(), shared.files()).await;
    let Err(store::Error::Refused(refusal)) = refused else {
        panic!("shown half: {refused:?}");
    };
    assert_eq!(refusal.rule, "demo.not_whole");
}
