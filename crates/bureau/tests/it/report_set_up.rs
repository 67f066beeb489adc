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

#[tokio::test]
async fn what_is_past_its_day_is_asked_of_nobody_unless_somebody_says_so() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let page = format!("{reports}/set-up");
    // On 5 March the weeks up to the one that ended on 1 March are past their day.
    office
        .get(&page)
        .await
        .is_ok()
        .shows("9 期已过期限，不要求补报")
        .shows("2026年3月12日截止")
        .shows("name=\"past\" value=\"2026-W02\"");
    office
        .post(&page, &[("grain", "week")])
        .await
        .leads_to(&reports);
    office
        .get(&reports)
        .await
        .is_ok()
        .shows("期已过期限，不要求补报。");
    office
        .get(&format!("{reports}/rounds/2026-W02"))
        .await
        .is_not_found();
    office
        .get(&format!("{reports}/rounds/2026-W10"))
        .await
        .is_ok();
    office
        .post(&page, &[("grain", "week")])
        .await
        .leads_to(&page);
    office
        .get(&page)
        .await
        .is_ok()
        .shows("都已过期限，没有改动");
    // Ticked it is asked for, with days to catch up; nobody is late by that.
    office
        .post(&page, &[("past", "2026-W02")])
        .await
        .leads_to(&reports);
    office
        .get(&format!("{reports}/rounds/2026-W02"))
        .await
        .is_ok()
        .shows("2026年3月12日截止");
    office
        .get(&page)
        .await
        .is_ok()
        .hides("name=\"past\" value=\"2026-W02\"");
}

#[tokio::test]
async fn the_set_up_page_shows_the_day_that_stands_for_a_month_that_is_set_up() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let page = office.get(&format!("{reports}/set-up")).await.is_ok();
    let text = page.text();
    let (_, january) = text.split_once(">2026年1月</th>").unwrap();
    let (january, _) = january.split_once("</tr>").unwrap();
    assert!(january.contains("03-12"), "{january}");
    assert!(january.contains("已设置"), "{january}");
}
