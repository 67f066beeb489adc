//! The inbox through its pages.

use crate::{
    plan_reading::{draft, published},
    support::{World, world},
};
use base::Role;
use testkit::Browser;

const PAPER: &str =
    "清禾县教育局2026年补充要点\n\n1.开展师德教育。每月组织一次学习。（责任单位：人事科）\n";

#[tokio::test]
async fn a_published_plan_is_one_notice_to_each_who_has_a_part_in_it() {
    let world = world().await;
    let mut head = world.as_(Role::OfficeHead).await;
    head.get("/inbox").await.is_ok().shows("没有等着办的事");
    head.get("/").await.is_ok().hides("今天要办");
    let (mut office, plan) = published(&world).await;
    head.get("/inbox?view=unread")
        .await
        .is_ok()
        .shows("《清禾县教育局2026年工作要点》已发布")
        .shows("牵头 2 条。")
        .shows("<span class=\"count\">1</span>");
    let n = "select count(*) as n from inbox_notices where person_id = (select id from org_people where name = '王敏')";
    assert_eq!(world.number(n).await, 1);
    // Whoever published it knows; whoever has no part in it is left in peace.
    office
        .get("/inbox?view=all")
        .await
        .is_ok()
        .shows("还没有通知");
    let mut admin = world.as_(Role::Administrator).await;
    admin
        .get("/inbox?view=all")
        .await
        .is_ok()
        .shows("还没有通知");
    let mut school = world.as_(Role::School).await;
    school
        .get("/inbox?view=unread")
        .await
        .is_ok()
        .shows("配合 1 条。");
    let notice = notice_of(&world, "王敏").await;
    school.get(&notice).await.is_not_found();
    head.get(&notice).await.leads_to(&plan);
    head.get("/inbox?view=unread")
        .await
        .is_ok()
        .shows("没有未读的通知");
    head.get("/inbox?view=read").await.is_ok().shows("已发布");
}

async fn notice_of(world: &World, name: &str) -> String {
    let id = world
        .word(&format!(
            "select n.id as word from inbox_notices n join org_people p on p.id = n.person_id
             where p.name = '{name}'"
        ))
        .await;
    format!("/inbox/notices/{id}")
}

#[tokio::test]
async fn notices_are_marked_one_by_one_or_all_that_were_there() {
    let world = world().await;
    published(&world).await;
    let mut school = world.as_(Role::School).await;
    let mut head = world.as_(Role::OfficeHead).await;
    let id = notice_of(&world, "王敏").await;
    let id = id.rsplit('/').next().unwrap();
    school.get("/inbox?view=unread").await.is_ok();
    // Somebody else's is not there for them.
    let page = school
        .post("/inbox/read", &[("id", id), ("view", "unread")])
        .await
        .leads_to("/inbox?view=unread");
    school.follow(&page).await.shows("没有选中未读的通知");
    let unread = "select count(*) as n from inbox_notices n join org_people p on p.id = n.person_id
        where p.name = '王敏' and n.read_ms is null";
    assert_eq!(world.number(unread).await, 1);
    head.get("/inbox?view=unread").await.is_ok();
    head.post("/inbox/read", &[("all", "all"), ("all_until", "0")])
        .await;
    assert_eq!(world.number(unread).await, 1);
    let page = head
        .post("/inbox/read", &[("id", id), ("view", "unread")])
        .await;
    head.follow(&page).await.shows("已把 1 条通知标为已读");
    assert_eq!(world.number(unread).await, 0);
}

#[tokio::test]
async fn a_draft_waits_for_the_office_until_it_is_published_or_removed() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let plan = draft(&mut office, "补充要点.txt", PAPER).await;
    office
        .get("/inbox?q=%E8%A1%A5%E5%85%85")
        .await
        .is_ok()
        .shows("核对并发布《清禾县教育局2026年补充要点》")
        .shows("没有时限");
    office
        .get("/inbox?due=overdue")
        .await
        .is_ok()
        .shows("没有符合条件的待办");
    office.get(&format!("{plan}/details")).await.is_ok();
    office
        .post(&format!("{plan}/remove"), &[])
        .await
        .leads_to("/");
    office.get("/inbox").await.is_ok().shows("没有等着办的事");
}

#[tokio::test]
async fn the_inbox_sends_as_many_statements_for_many_as_for_one() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    draft(&mut office, "要点0.txt", PAPER).await;
    let few = sent(&world, &mut office).await;
    for n in 1..5 {
        draft(&mut office, &format!("要点{n}.txt"), PAPER).await;
    }
    assert_eq!(sent(&world, &mut office).await, few);
}

/// How many statements the pages of the inbox send.
async fn sent(world: &World, browser: &mut Browser) -> Vec<u64> {
    statements(world, browser, &["/inbox", "/inbox?view=unread", "/"]).await
}

async fn statements(world: &World, browser: &mut Browser, paths: &[&str]) -> Vec<u64> {
    let mut sent = Vec::new();
    for path in paths {
        browser.get(path).await.is_ok();
        let before = world.app.app.db().statements_sent();
        browser.get(path).await.is_ok();
        sent.push(world.app.app.db().statements_sent() - before);
    }
    sent
}

#[tokio::test]
async fn settings_rules_and_robots_send_as_many_statements_for_many_as_for_one() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let mut admin = world.as_(Role::Administrator).await;
    let rule = ["/inbox/settings", "/inbox/rules", "/inbox/rules/report"];
    let robots = ["/inbox/settings", "/inbox/outward", "/inbox/robots/new"];
    make_robot(&mut admin, 0).await;
    change_rule(&mut office, 0).await;
    tell_outside(&world, 0).await;
    let few = (
        statements(&world, &mut office, &rule).await,
        statements(&world, &mut admin, &robots).await,
    );
    for n in 1..6 {
        make_robot(&mut admin, n).await;
        change_rule(&mut office, n).await;
        tell_outside(&world, n).await;
    }
    office
        .get("/inbox/rules/report")
        .await
        .is_ok()
        .shows("第6版");
    admin
        .get("/inbox/outward")
        .await
        .is_ok()
        .shows("工作群5")
        .shows("wang5@example.cn");
    let many = (
        statements(&world, &mut office, &rule).await,
        statements(&world, &mut admin, &robots).await,
    );
    assert_eq!(many, few);
}

async fn make_robot(admin: &mut Browser, n: u32) {
    admin.get("/inbox/robots/new").await.is_ok();
    let (name, address) = (
        format!("工作群{n}"),
        format!("http://127.0.0.1:1/send?access_token=key{n}"),
    );
    let fields = [
        ("name", name.as_str()),
        ("kind", "dingtalk"),
        ("address", address.as_str()),
        ("digest", "window"),
        ("is_on", "on"),
    ];
    admin
        .post("/inbox/robots/new", &fields)
        .await
        .leads_to("/inbox/outward");
}

/// The next version of a rule that is at version `n`.
async fn change_rule(office: &mut Browser, n: u32) {
    office.get("/inbox/rules/report").await.is_ok();
    let (before, version) = ((n + 2).to_string(), n.to_string());
    let fields = [
        ("before", before.as_str()),
        ("after", "1"),
        ("version", version.as_str()),
    ];
    office
        .post("/inbox/rules/report", &fields)
        .await
        .leads_to("/inbox/rules");
}

/// A notice, and a mail that somebody's address refused.
async fn tell_outside(world: &World, n: u32) {
    let id = format!("0195f2d0-0000-7000-8000-00000000000{n}");
    let nth = format!("(select id from org_people order by id limit 1 offset {n})");
    for sql in [
        format!(
            "insert into inbox_notices (id, person_id, kind, about, subject, body, href, urgency, n_times, at_ms)
             select '{id}', id, 'test', '{id}', '通知{n}', '', '/report', 0, 1, 1
             from org_people where name = '王敏'"
        ),
        format!(
            "insert into inbox_settings (person_id, mail, by_robot, quiet_from, quiet_to, rests_on_days_off, daily_at, fault, version)
             values ({nth}, 'wang{n}@example.cn', false, '20:00', '08:00', true, '', '550', 1)"
        ),
        format!(
            "insert into inbox_parcels (id, way, receiver_id, notices, n_notices, state, words, packed_ms)
             values ('{id}', 'mail', {nth}, '[]', 1, 'failed', '550', {n})"
        ),
    ] {
        world.app.database().run(&sql).await;
    }
}

#[tokio::test]
async fn the_morning_job_reminds_and_a_second_run_says_nothing_new() {
    let world = world().await;
    let staff = world
        .word("select id as word from org_people where name = '许若川'")
        .await;
    for sql in [
        "insert into inbox_todos (id, kind, about, title, href, due_day, standing, rule, unit_id, asked_ms)
         values ('01985a00-0000-7000-8000-000000000001', 'report.fill', '1', '填报2月份总结', '/report', '2026-03-06', 'returned', 'report', '', 1)"
            .to_owned(),
        format!("insert into inbox_seats (todo_id, seat) values ('01985a00-0000-7000-8000-000000000001', 'person {staff}')"),
        "insert into inbox_reminders (todo_id, step, on_day, sent_day, told)
         values ('01985a00-0000-7000-8000-000000000001', 'before 1', '2026-03-05', '', '')"
            .to_owned(),
    ] {
        world.app.database().run(&sql).await;
    }
    world.app.run_schedule("inbox.remind").await;
    world.app.run_schedule("inbox.remind").await;
    let mut staff = world.as_(Role::OfficeStaff).await;
    staff
        .get("/inbox?view=unread")
        .await
        .is_ok()
        .shows("填报2月份总结（还有1个工作日）")
        .hides("共 2 次");
    staff
        .get("/")
        .await
        .is_ok()
        .shows("今天要办")
        .shows("填报2月份总结");
    staff.get("/inbox?due=returned").await.is_ok().shows("退回");
}
