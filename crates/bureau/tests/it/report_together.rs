//! Two people write in one report, and more is written than fits: nothing typed is lost, and what the other
//! one did is shown.

use crate::{
    report::{hidden, link, set_up},
    support::{World, world},
};
use base::Role;
use testkit::{Browser, Page};

const TASK: &str = "2.开展师德教育";

/// Two of one office with the same report open: both browsers, its address, and the page both have.
async fn two_with_one_report(world: &World) -> (Browser, Browser, String, Page) {
    set_up(world).await;
    let mut clerk = world.nobody();
    clerk
        .sign_in("renshiyuan", bureau::demo::org::PASSWORD)
        .await;
    clerk.get("/password").await.is_ok();
    let mut head = world.as_(Role::OfficeHead).await;
    let report = link(&head.get("/report?tab=fill").await, TASK);
    head.get(&report).await.is_ok();
    let page = clerk.get(&report).await.is_ok();
    (clerk, head, report, page)
}

/// What was typed, with what the page carries.
async fn save(who: &mut Browser, report: &str, page: &Page, typed: &[(&str, &str)]) -> Page {
    let (revision, base) = (hidden(page, "revision"), hidden(page, "base"));
    let mut fields = vec![("revision", revision.as_str()), ("base", base.as_str())];
    fields.extend(typed);
    who.post(&format!("{report}/save"), &fields).await
}

#[tokio::test]
async fn whoever_saves_second_sees_the_others_words_beside_their_own_and_chooses_field_by_field() {
    let world = world().await;
    let (mut clerk, mut head, report, page) = two_with_one_report(&world).await;
    save(&mut head, &report, &page, &[("v:done", "王敏写的进展。")])
        .await
        .leads_to(&report);
    let typed = [("v:done", "我写的进展。"), ("v:needs", "我写的需要。")];
    let both = save(&mut clerk, &report, &page, &typed).await;
    let both = both
        .is_conflict()
        .shows("王敏在2026年3月5日")
        .shows("有1栏两边都改了")
        .shows("王敏同时写的是")
        .shows("王敏写的进展。</blockquote>")
        .shows("我写的进展。</textarea>")
        .shows("我写的需要。</textarea>")
        .shows("name=\"k:done\" value=\"theirs\"")
        .hides("name=\"k:needs\"");
    let chosen = [typed[0], typed[1], ("k:done", "theirs")];
    save(&mut clerk, &report, &both, &chosen)
        .await
        .leads_to(&report);
    clerk
        .get(&report)
        .await
        .is_ok()
        .shows("王敏写的进展。</textarea>")
        .shows("我写的需要。</textarea>")
        .hides("我写的进展。");
}

#[tokio::test]
async fn what_only_one_of_two_changed_is_taken_as_they_changed_it() {
    let world = world().await;
    let (mut clerk, mut head, report, page) = two_with_one_report(&world).await;
    let typed = [("v:done", "王敏写的进展。")];
    save(&mut head, &report, &page, &typed)
        .await
        .leads_to(&report);
    // The clerk's page still holds the old progress, which nobody typed.
    let text = page.text();
    let (_, old) = text.split_once("name=\"v:done\"").unwrap();
    let (_, old) = old.split_once(">\n").unwrap();
    let (old, _) = old.split_once("</textarea>").unwrap();
    let typed = [("v:done", old), ("v:needs", "请财政科拨付经费。")];
    save(&mut clerk, &report, &page, &typed)
        .await
        .is_conflict()
        .shows("下面是合在一起的内容")
        .shows("<ins>王敏写的进展。</ins>")
        .shows("王敏写的进展。</textarea>")
        .shows("请财政科拨付经费。</textarea>")
        .hides("value=\"theirs\"");
}

#[tokio::test]
async fn an_exception_by_the_office_does_not_disturb_whoever_is_writing() {
    let world = world().await;
    let (mut clerk, _, report, page) = two_with_one_report(&world).await;
    let mut office = world.as_(Role::GeneralOffice).await;
    office.get(&report).await.is_ok();
    let fields = [("until", "2026-03-31"), ("reason", "全员参加考务")];
    office
        .post(&format!("{report}/excuse"), &fields)
        .await
        .leads_to(&report);
    save(&mut clerk, &report, &page, &[("v:done", "写到一半。")])
        .await
        .leads_to(&report);
    clerk.get(&report).await.is_ok().shows("写到一半。");
}

#[tokio::test]
async fn what_is_typed_after_a_colleague_handed_it_in_is_shown_and_not_lost() {
    let world = world().await;
    let (mut clerk, mut head, report, page) = two_with_one_report(&world).await;
    let revision = hidden(&page, "revision");
    let numbers = crate::report::numbers(&page);
    let said = [("revision", revision.as_str()), ("v:done", "已办结。")];
    head.post(&report, &crate::report::filled(&numbers, &said))
        .await
        .leads_to("/report");
    save(&mut clerk, &report, &page, &[("v:done", "写了很久的话。")])
        .await
        .is_conflict()
        .shows("刚才填写、没有保存的内容")
        .shows("写了很久的话。");
}

#[tokio::test]
async fn what_is_too_long_is_told_with_its_limit_and_stays_on_the_page() {
    let world = world().await;
    let (mut clerk, mut head, report, page) = two_with_one_report(&world).await;
    page.clone()
        .shows("data-count=\"f-done\" data-most=\"2000\"");
    let long = "好".repeat(2001);
    for address in ["", "/save"] {
        let revision = hidden(&page, "revision");
        let fields = [("revision", revision.as_str()), ("v:done", long.as_str())];
        clerk
            .post(&format!("{report}{address}"), &fields)
            .await
            .is_invalid()
            .shows("最多2000字，现在2001字，没有保存。请删去1字")
            .shows(&format!("{long}</textarea>"));
    }
    let most = "好".repeat(2000);
    let revision = hidden(&page, "revision");
    let numbers = crate::report::numbers(&page);
    let said = [("revision", revision.as_str()), ("v:done", most.as_str())];
    clerk
        .post(&report, &crate::report::filled(&numbers, &said))
        .await
        .leads_to("/report");
    // An opinion has its limit too.
    head.get(&report).await.is_ok();
    let long = "差".repeat(1001);
    let fields = [("act", "return"), ("words", long.as_str())];
    head.post(&format!("{report}/review"), &fields)
        .await
        .is_invalid()
        .shows("审阅意见最多1000字，现在1001字，没有保存")
        .shows(&format!("{long}</textarea>"));
}
