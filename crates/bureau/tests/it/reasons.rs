//! Acts that want a reason, in reports and work plans: whatever is not taken stays on the page as it was
//! typed, with what is wrong beside it.

use crate::{
    plan_milestones::{PAPER, hidden, published_paper, steps_of, take_all},
    report::{filled, link, numbers, set_up},
    support::{World, world},
};
use base::Role;
use testkit::{Browser, Page};

/// More than a reason may be long.
fn too_long() -> String {
    "补".repeat(600)
}

/// The field of this id holds the words and says what is wrong with them.
#[track_caller]
fn keeps(page: Page, id: &str, words: &str, wrong: &str) {
    let text = page.is_invalid().text();
    let (_, field) = text.split_once(&format!("id=\"{id}\"")).unwrap();
    let (field, _) = field.split_once("</div>").unwrap();
    assert!(field.contains(&format!("value=\"{words}\"")), "{field}");
    assert!(field.contains("aria-invalid"), "{field}");
    assert!(field.contains(wrong), "{field}");
    assert!(text.contains("<title>有误："));
}

#[tokio::test]
async fn a_lock_is_not_taken_off_without_a_reason_that_fits_and_the_words_stay() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let round = format!("{reports}/rounds/2026-01");
    let unlock = format!("{round}/unlock");
    office.get(&round).await.is_ok();
    office
        .post(&format!("{round}/lock"), &[])
        .await
        .leads_to(&round);
    office.get(&round).await.is_ok().shows("解除锁定");
    let empty = office.post(&unlock, &[("reason", " ")]).await;
    keeps(empty, "f-reason", "", "解除锁定要说明原因");
    let long = too_long();
    let refused = office.post(&unlock, &[("reason", &long)]).await;
    keeps(refused, "f-reason", &long, "原因");
    office.get(&round).await.is_ok().shows("锁定，此后只收");
    office
        .post(&unlock, &[("reason", "误锁")])
        .await
        .leads_to(&round);
}

#[tokio::test]
async fn a_report_is_not_put_off_without_a_reason_that_fits_and_each_field_says_what_is_wrong_with_it()
 {
    let world = world().await;
    let (mut office, _) = set_up(&world).await;
    let mut head = world.as_(Role::OfficeHead).await;
    let report = link(&head.get("/report?tab=fill").await, "2.开展师德教育");
    office.get(&report).await.is_ok();
    let excuse = format!("{report}/excuse");
    let until = ("until", "2026-03-20");
    let empty = office.post(&excuse, &[until, ("reason", " ")]).await;
    let empty = empty.shows("value=\"2026-03-20\"");
    keeps(empty, "f-reason", "", "延期要说明原因");
    let long = too_long();
    let refused = office.post(&excuse, &[until, ("reason", &long)]).await;
    keeps(refused, "f-reason", &long, "原因最多");
    let past = [("until", "2026-03-01"), ("reason", "全员参加考务")];
    let refused = office.post(&excuse, &past).await.shows("全员参加考务");
    keeps(refused, "f-until", "2026-03-01", "延期的日子已经过去");
    let fields = [until, ("reason", "全员参加考务")];
    office.post(&excuse, &fields).await.leads_to(&report);
}

#[tokio::test]
async fn a_report_is_not_opened_again_without_a_reason_and_ticks_and_words_stay() {
    let world = world().await;
    let (mut office, _) = set_up(&world).await;
    let mut head = world.as_(Role::OfficeHead).await;
    let report = link(&head.get("/report?tab=fill").await, "2.开展师德教育");
    let page = head.get(&report).await.is_ok();
    let (revision, said) = (hidden(&page, "revision"), numbers(&page));
    let fields = [("revision", revision.as_str()), ("v:done", "学习1次。")];
    head.post(&report, &filled(&said, &fields))
        .await
        .leads_to("/report");
    let reopen = format!("{report}/reopen");
    // Not filed yet: there is no form for it, and what was typed is shown.
    office.get(&report).await.is_ok().hides("重新打开更正");
    let early = [("only", "done"), ("reason", "次数有误")];
    office
        .post(&reopen, &early)
        .await
        .is_conflict()
        .shows("刚才填写、没有保存的内容")
        .shows("次数有误");
    for role in [Role::OfficeHead, Role::Leader, Role::GeneralOffice] {
        let mut who = world.as_(role).await;
        who.get(&report).await.is_ok();
        who.post(&format!("{report}/review"), &[("act", "consent")])
            .await;
    }
    office.get(&report).await.is_ok().shows("重新打开更正");
    let empty = office.post(&reopen, &[("only", "done")]).await;
    let text = empty.text();
    assert!(
        text.contains("name=\"only\" value=\"done\" checked"),
        "{text}"
    );
    keeps(empty, "f-why", "", "要说明原因");
    let long = too_long();
    let refused = office.post(&reopen, &[("reason", &long)]).await;
    keeps(refused, "f-why", &long, "原因");
    let fields = [("only", "done"), ("reason", "次数有误")];
    office.post(&reopen, &fields).await.leads_to(&report);
}

#[tokio::test]
async fn what_is_ticked_for_a_year_and_not_taken_stays_ticked() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let page = format!("{reports}/set-up");
    office.get(&page).await.is_ok().shows("第5个工作日截止");
    // Everything that is not past is set up for the months already.
    office
        .post(&page, &[("grain", "month")])
        .await
        .is_invalid()
        .shows("没有改动")
        .shows("value=\"month\" checked");
}

/// A work plan that waits for its leader, with its head; gives the address of its steps and its revision.
async fn handed_in(world: &World) -> (Browser, Browser, String, String) {
    let plan = published_paper(world, PAPER).await;
    let steps = steps_of(world, &plan, "1.").await;
    let mut head = world.as_(Role::OfficeHead).await;
    take_all(&mut head, &steps).await;
    let mut leader = world.as_(Role::Leader).await;
    let seen = hidden(&head.get(&steps).await.is_ok(), "revision");
    let seen = [("revision", seen.as_str())];
    head.post(&format!("{steps}/submit"), &seen)
        .await
        .leads_to(&steps);
    let seen = hidden(&leader.get(&steps).await.is_ok(), "revision");
    (head, leader, steps, seen)
}

async fn step_named(world: &World, name: &str) -> (String, String) {
    let of = |what: &str| {
        format!("select cast({what} as text) as word from plan_steps where name = '{name}'")
    };
    (
        world.word(&of("id")).await,
        world.word(&of("revision")).await,
    )
}

#[tokio::test]
async fn acts_on_a_work_plan_keep_their_reasons_when_they_are_not_taken() {
    let world = world().await;
    let (mut head, mut leader, steps, seen) = handed_in(&world).await;
    let send_back = format!("{steps}/return");
    let empty = leader
        .post(&send_back, &[("revision", &seen), ("reason", "")])
        .await;
    keeps(empty, "f-reason", "", "退回要说明原因");
    // Somebody was first: the reason stays.
    leader
        .post(&send_back, &[("revision", "1"), ("reason", "公告提前")])
        .await
        .is_conflict()
        .shows("有了别的修改")
        .shows("value=\"公告提前\"");
    leader
        .post(&format!("{steps}/agree"), &[("revision", &seen)])
        .await
        .leads_to(&steps);
    // Agreed meanwhile, nothing is sent back; the words are shown.
    let seen = "select cast(max(revision) as text) as word from plan_work_plans";
    let seen = world.word(seen).await;
    let late = [("revision", seen.as_str()), ("reason", "公告提前")];
    leader
        .post(&send_back, &late)
        .await
        .is_invalid()
        .shows("刚才填写、没有保存的内容")
        .shows("公告提前");

    // Given up, dragged: the form of the step, with the reason and the day.
    let (id, revision) = step_named(&world, "全部到岗").await;
    head.get(&format!("{steps}/{id}/edit")).await.is_ok();
    let empty = head
        .post(&format!("{steps}/{id}/drop"), &[("revision", &revision)])
        .await;
    keeps(empty, "f-drop-reason", "", "原因");
    let moved = format!("{steps}/{id}/move");
    let timeline = steps.split_once("/items/").unwrap().0.to_owned() + "/timeline";
    let dragged = [
        ("revision", revision.as_str()),
        ("day", "2026-10-02"),
        ("reason", ""),
        ("back", "zoom=quarter"),
    ];
    let page = head.post(&moved, &dragged).await.is_invalid();
    page.shows("修改原因")
        .shows("value=\"2026-10-02\"")
        .shows("name=\"back\" value=\"zoom=quarter\"");
    let edited = [
        ("revision", revision.as_str()),
        ("name", "全部到岗"),
        ("grain", "month"),
        ("due", "2026-10-02"),
        ("weight", "15"),
        ("reason", "增加一批"),
        ("back", "zoom=quarter"),
    ];
    head.post(&format!("{steps}/{id}/edit"), &edited)
        .await
        .leads_to(&format!("{timeline}?zoom=quarter"));
    let no_day = [("day", "十月"), ("reason", "增加一批"), ("back", "")];
    head.post(&moved, &no_day)
        .await
        .is_invalid()
        .shows("请按 2026-03-05 的格式填写日期")
        .shows("增加一批");

    // Done and taken back.
    let (id, revision) = step_named(&world, "发布公告").await;
    let done = format!("{steps}/{id}/done");
    head.get(&done).await.is_ok();
    let fields = [("revision", revision.as_str()), ("on", "2026-03-04")];
    head.upload(&done, &fields, "公告.pdf", b"%PDF-1.7")
        .await
        .leads_to(&steps);
    let (_, revision) = step_named(&world, "发布公告").await;
    let empty = head
        .post(&format!("{steps}/{id}/reopen"), &[("revision", &revision)])
        .await;
    keeps(empty, &format!("reopen-{id}"), "", "撤销完成要说明原因");
}

#[tokio::test]
async fn a_data_item_that_is_not_founded_keeps_its_name_on_the_page() {
    let world = world().await;
    let plan = published_paper(&world, PAPER).await;
    let item = steps_of(&world, &plan, "1.").await.replace("/steps", "");
    let targets = format!("{item}/targets");
    let target = world.word("select id as word from plan_targets").await;
    let mut head = world.as_(Role::OfficeHead).await;
    head.get(&targets).await.is_ok();
    let name = "招".repeat(400);
    let new = [
        ("target", target.as_str()),
        ("name", name.as_str()),
        ("unit", "位"),
        ("decimals", "0"),
        ("grain", "quarter"),
    ];
    head.post(&format!("{targets}/create"), &new)
        .await
        .is_invalid()
        .shows(&format!("value=\"{name}\""))
        .shows("value=\"位\"")
        .shows("value=\"quarter\" selected");
    let added = [
        ("words", "建成教师发展中心"),
        ("kind", "yes_no"),
        ("code", ""),
    ];
    head.post(&format!("{targets}/choose"), &added)
        .await
        .is_invalid()
        .shows("没有选择数据项")
        .shows("value=\"建成教师发展中心\"");
    let known = "select count(*) as n from facts_items";
    assert_eq!(world.number(known).await, 0);
}

#[tokio::test]
async fn items_that_were_ticked_and_not_assigned_stay_ticked() {
    let world = world().await;
    let plan = published_paper(&world, PAPER).await;
    let item = world.word("select id as word from plan_items").await;
    let assign = format!("{plan}/assign");
    let mut office = world.as_(Role::GeneralOffice).await;
    office.get(&assign).await.is_ok();
    office
        .post(&assign, &[("act", "lead"), ("item", &item)])
        .await
        .is_invalid()
        .shows("请先选择单位或领导")
        .shows("data-bulk-one checked");
    let unit = world
        .word("select id as word from org_units where short_name = '安全科'")
        .await;
    office
        .post(&assign, &[("act", "lead"), ("lead", &unit)])
        .await
        .is_invalid()
        .shows("没有选中任何条目")
        .shows(&format!("value=\"{unit}\" selected"));
}
