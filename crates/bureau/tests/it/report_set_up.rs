//! What the general office is told when it sets periods up and puts reports off.

use crate::{
    report::{link, set_up},
    support::world,
};
use base::Role;

#[tokio::test]
async fn setting_up_with_nothing_ticked_says_that_nothing_was_ticked() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let page = format!("{reports}/set-up");
    office.post(&page, &[]).await.leads_to(&page);
    office
        .get(&page)
        .await
        .is_ok()
        .shows("没有勾选周期，没有改动")
        .hides("报送期都已设置");
}

#[tokio::test]
async fn a_report_is_not_put_off_for_years() {
    let world = world().await;
    let (mut office, _) = set_up(&world).await;
    let mut head = world.as_(Role::OfficeHead).await;
    let report = link(&head.get("/report?tab=fill").await, "2.开展师德教育");
    office.get(&report).await.is_ok();
    let excuse = format!("{report}/excuse");
    let fields = [("until", "2999-12-31"), ("reason", "全员参加考务")];
    office.post(&excuse, &fields).await.leads_to(&report);
    office
        .get(&report)
        .await
        .is_ok()
        .shows("现在最多延到2026年4月30日，没有改动")
        .hides("2999");
    let fields = [("until", "2026-04-30"), ("reason", "全员参加考务")];
    office.post(&excuse, &fields).await.leads_to(&report);
    office.get(&report).await.is_ok().shows("已同意延期");
}
