//! From paper to published version, the way the general office does it.

use crate::support::{World, world};
use base::Role;
use testkit::{Browser, Page};

const PAPER: &str = "云川县教育局2026年工作要点\n一、队伍建设\n1.补充教师。招聘教师120名，8月底前到岗。（人事科牵头，各学校配合）\n2.培训教师。培训班主任300人次，每月通报一次进度。（教师发展中心）\n二、学校建设\n3.建设校舍。新建校舍2万平方米，年底前完工。\n";

/// The general office with the paper imported, and the address of its review page.
async fn office_with_paper(world: &World) -> (Browser, String) {
    let mut office = world.as_(Role::GeneralOffice).await;
    office.get("/plan/import").await.is_ok();
    let reply = office
        .upload(
            "/plan/import",
            &[("text", "")],
            "要点.txt",
            PAPER.as_bytes(),
        )
        .await;
    let review = reply.leads_to("/plan/").location().to_owned();
    (office, review)
}

async fn item_id(world: &World, marker: &str) -> String {
    world
        .word(&format!(
            "select id as word from plan_items where marker = '{marker}'"
        ))
        .await
}

#[tokio::test]
async fn a_paper_is_imported_reviewed_assigned_and_published() {
    let world = world().await;
    let (mut office, review) = office_with_paper(&world).await;
    let page = office.get(&review).await.is_ok();
    let page = page
        .shows("补充教师")
        .shows("120名")
        .shows("2026年8月31日前")
        .shows("已核 0 / 3");
    page.shows("建议").shows("原文“人事科”");
    let plan = review.trim_end_matches("/review").to_owned();
    office
        .post(&format!("{plan}/accept-all"), &[])
        .await
        .leads_to(&review);
    office.get(&review).await.shows("已核 3 / 3");
    office
        .post(&format!("{plan}/assign"), &[("act", "accept-all")])
        .await
        .leads_to(&plan);
    let third = item_id(&world, "3.").await;
    let building = world
        .word("select id as word from org_units where short_name = '基建办'")
        .await;
    let fields = [
        ("act", "lead"),
        ("lead", building.as_str()),
        ("item", third.as_str()),
    ];
    office
        .post(&format!("{plan}/assign"), &fields)
        .await
        .leads_to(&plan);
    office
        .post(&format!("{plan}/assign"), &[("act", "accept-all")])
        .await
        .leads_to(&plan);
    let revision = world
        .word("select cast(revision as text) as word from plan_plans")
        .await;
    office
        .post(&format!("{plan}/publish"), &[("revision", &revision)])
        .await
        .leads_to(&plan);
    assert_eq!(
        world
            .number("select count(*) as n from plan_versions")
            .await,
        1
    );
}

#[tokio::test]
async fn publishing_with_open_items_must_be_said_aloud() {
    let world = world().await;
    let (mut office, review) = office_with_paper(&world).await;
    let publish = review.replace("/review", "/publish");
    office.get(&publish).await.is_ok().shows("按现状发布");
    let page = office
        .post(&publish, &[("revision", "1")])
        .await
        .is_invalid();
    page.shows("没有牵头科室");
    assert_eq!(
        world
            .number("select count(*) as n from plan_versions")
            .await,
        0
    );
    let stale = office
        .post(
            &publish,
            &[("revision", "0"), ("accepts_open_items", "yes")],
        )
        .await;
    assert_eq!(stale.status, 409);
    office
        .post(
            &publish,
            &[("revision", "1"), ("accepts_open_items", "yes")],
        )
        .await
        .leads_to("/plan/");
    assert_eq!(
        world
            .number("select count(*) as n from plan_versions")
            .await,
        1
    );
    office
        .post(&publish, &[("revision", "1")])
        .await
        .is_invalid()
        .shows("没有修改");
}

#[tokio::test]
async fn an_item_is_corrected_and_the_step_taken_back() {
    let world = world().await;
    let (mut office, review) = office_with_paper(&world).await;
    let first = item_id(&world, "1.").await;
    let edit = format!("{review}/{first}/edit");
    office.get(&edit).await.is_ok().shows("补充教师");
    let wrong = [("body", ""), ("revision", "1")];
    office
        .post(&edit, &wrong)
        .await
        .is_invalid()
        .shows("请填写任务内容");
    let right = [
        ("marker", "1."),
        ("path", "队伍建设"),
        ("title", "补充教师"),
        ("body", "补充教师。招聘教师150名。"),
        ("revision", "1"),
        ("t_id", ""),
        ("t_subject", "教师"),
        ("t_cmp", "eq"),
        ("t_value", "150"),
        ("t_max", ""),
        ("t_unit", "名"),
        ("t_kind", "count"),
        ("t_commitment", "plain"),
        ("accept", "yes"),
    ];
    office.post(&edit, &right).await.leads_to(&review);
    office
        .get(&review)
        .await
        .shows("150名")
        .shows("补录")
        .hides("120名</span>")
        .shows("已核 1 / 3");
    // A form opened before this was saved is told so, with what it held.
    let stale = office.post(&edit, &right).await;
    assert_eq!(stale.status, 409);
    stale.shows("别人已经保存").shows("招聘教师150名");
    let undo = review.replace("/review", "/undo");
    office.post(&undo, &[]).await.leads_to(&review);
    office.get(&review).await.shows("120名").shows("已核 0 / 3");
    office.post(&undo, &[]).await.leads_to(&review);
    office.get(&review).await.shows("没有可以撤销的步骤");
}

#[tokio::test]
async fn items_are_merged_split_moved_added_and_removed() {
    let world = world().await;
    let (mut office, review) = office_with_paper(&world).await;
    let first = item_id(&world, "1.").await;
    office
        .post(&format!("{review}/{first}/merge"), &[])
        .await
        .leads_to(&review);
    let body = world
        .word(&format!(
            "select body as word from plan_items where id = '{first}'"
        ))
        .await;
    assert!(body.contains("招聘教师120名") && body.contains("培训班主任300人次"));
    let after = body.chars().position(|char| char == '\n').unwrap() + 1;
    let after = after.to_string();
    let revision =
        format!("select cast(revision as text) as word from plan_items where id = '{first}'");
    let revision = world.word(&revision).await;
    let split = format!("{review}/{first}/split");
    office.get(&split).await.is_ok().shows("第二条从这一句开始");
    office
        .post(&split, &[("revision", &revision)])
        .await
        .is_invalid()
        .shows("请选择");
    office
        .post(&split, &[("revision", &revision), ("after", &after)])
        .await
        .leads_to(&review);
    assert_eq!(
        world.number("select count(*) as n from plan_items").await,
        3
    );
    let moved = "select count(*) as n from plan_targets t join plan_items i on i.id = t.item_id
                 where t.quote = '300人次' and i.place = 1";
    assert_eq!(
        world.number(moved).await,
        1,
        "the target went with its words"
    );
    office
        .post(&format!("{review}/{first}/move"), &[("to", "down")])
        .await
        .leads_to(&review);
    let place = format!("select place as n from plan_items where id = '{first}'");
    assert_eq!(world.number(&place).await, 1);
    office
        .post(
            &format!("{review}/new"),
            &[("body", "新增一条"), ("marker", "4.")],
        )
        .await
        .leads_to(&review);
    office
        .post(&format!("{review}/{first}/remove"), &[])
        .await
        .leads_to(&review);
    assert_eq!(
        world.number("select count(*) as n from plan_items").await,
        3
    );
    for _ in 0..5 {
        office
            .post(&review.replace("/review", "/undo"), &[])
            .await
            .leads_to(&review);
    }
    let page = office.get(&review).await.is_ok();
    page.shows("补充教师").shows("培训教师").hides("新增一条");
    assert_eq!(
        world.number("select count(*) as n from plan_items").await,
        3
    );
}

#[tokio::test]
async fn single_values_are_accepted_and_removed_in_their_card() {
    let world = world().await;
    let (mut office, review) = office_with_paper(&world).await;
    let first = item_id(&world, "1.").await;
    let target = "select t.id as word from plan_targets t join plan_items i on i.id = t.item_id where i.marker = '1.'";
    let target = world.word(target).await;
    // The page says what it leads to beside its own address: to /plan/…/review/….
    office
        .get(&review)
        .await
        .shows(&format!(
            "formaction=\"review/{first}/targets/{target}/accept\""
        ))
        .shows(&format!("href=\"review/{first}/edit\""))
        .shows(&format!("href=\"assign/{first}\""));
    office
        .post(&format!("{review}/{first}/targets/{target}/accept"), &[])
        .await
        .leads_to(&review);
    assert_eq!(
        world
            .number("select count(*) as n from plan_targets where is_accepted")
            .await,
        1
    );
    office
        .post(&format!("{review}/{first}/targets/{target}/remove"), &[])
        .await
        .leads_to(&review);
    let left = format!("select count(*) as n from plan_targets where item_id = '{first}'");
    assert_eq!(world.number(&left).await, 0);
    office
        .post(&format!("{review}/{first}/nonsense/{target}/accept"), &[])
        .await
        .is_not_found();
}

/// A paper as long as a page of the review: sections, items, three targets, a month and two offices in each.
fn long_paper() -> String {
    let mut paper = String::from("云川县教育局2026年工作要点\n");
    for section in 0..15 {
        let numeral = ["一", "二", "三", "四", "五"][section % 5];
        paper += &format!("{numeral}、抓好第{}方面重点任务\n", section + 1);
        for item in section * 10 + 1..=section * 10 + 10 {
            paper += &format!(
                "{item}．推进第{item}项工作。{}月底前新增学位{}个，培训教师{}人次，合格率达到9{}%以上。（责任单位：人事科、基建办）\n",
                item % 12 + 1,
                item * 10,
                item * 3,
                item % 10,
            );
        }
    }
    paper
}

#[tokio::test]
async fn the_review_of_a_long_paper_is_a_small_page_and_asks_as_little_as_that_of_a_short_one() {
    let world = world().await;
    let (mut office, short) = office_with_paper(&world).await;
    let reply = office
        .upload(
            "/plan/import",
            &[("text", "")],
            "长.txt",
            long_paper().as_bytes(),
        )
        .await;
    let long = reply.leads_to("/plan/").location().to_owned();
    let db = world.app.app.db();
    let mut sent = Vec::new();
    let mut bytes = 0;
    for review in [&short, &long] {
        let before = db.statements_sent();
        let page = office.get(review).await.is_ok();
        sent.push(db.statements_sent() - before);
        bytes = page.shows("下").text().len();
    }
    assert_eq!(sent[0], sent[1], "{sent:?} statements");
    // 900 values, each with its mark in the paper and two buttons.
    assert!(bytes < 1_200_000, "{bytes} bytes");
}

#[tokio::test]
async fn one_item_is_assigned_by_hand() {
    let world = world().await;
    let (mut office, review) = office_with_paper(&world).await;
    let third = item_id(&world, "3.").await;
    let page = review.replace("/review", &format!("/assign/{third}"));
    office.get(&page).await.is_ok().shows("牵头科室");
    let building = world
        .word("select id as word from org_units where short_name = '基建办'")
        .await;
    let fields = [
        ("revision", "1"),
        ("lead", building.as_str()),
        ("support", "各学校"),
    ];
    office.post(&page, &fields).await.leads_to("/plan/");
    let stale = office.post(&page, &fields).await;
    assert_eq!(stale.status, 409);
    stale.shows("别人修改了这一条");
    let seats = format!(
        "select count(*) as n from plan_assignments where item_id = '{third}' and not is_suggestion"
    );
    assert_eq!(world.number(&seats).await, 2);
    let unknown = [
        ("revision", "2"),
        ("lead", "0198c0de-0000-7000-8000-000000000000"),
    ];
    office.post(&page, &unknown).await.is_not_found();
}

#[tokio::test]
async fn papers_that_cannot_be_used_are_refused_in_one_sentence_and_leave_nothing() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    office.get("/plan/import").await;
    let empty_upload = paste(&mut office, "").await;
    empty_upload.is_invalid().shows("请选择一个文件");
    let news = "我县召开教育工作会议。会议指出，要抓好落实。";
    for (name, bytes) in [
        ("空.txt", &b""[..]),
        ("照片.docx", &b"\x89PNG\r\n\x1a\n0000"[..]),
        ("坏.docx", &b"PK\x03\x04 broken"[..]),
        ("老.doc", &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"[..]),
        ("新闻.txt", news.as_bytes()),
    ] {
        let page = office
            .upload("/plan/import", &[("text", "")], name, bytes)
            .await
            .is_invalid();
        assert!(page.text().contains("有误："), "{name}");
    }
    assert_eq!(
        world.number("select count(*) as n from plan_plans").await,
        0
    );
    let files = world.app.database().folder.path().join("files");
    assert!(!files.exists(), "a refused paper leaves no file");
}

#[tokio::test]
async fn pasted_text_comes_back_when_it_holds_no_work() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let page = paste(&mut office, "只是一段话<script>alert(1)</script>")
        .await
        .is_invalid();
    page.shows("没有找到工作条目")
        .shows("只是一段话")
        .hides("<script>alert");
}

#[tokio::test]
async fn details_are_corrected_and_a_draft_can_be_removed() {
    let world = world().await;
    let (mut office, review) = office_with_paper(&world).await;
    let details = review.replace("/review", "/details");
    office
        .get(&details)
        .await
        .is_ok()
        .shows("云川县教育局2026年工作要点");
    let wrong = [
        ("title", ""),
        ("year", "明年"),
        ("issued_on", "三月"),
        ("revision", "1"),
    ];
    let page = office.post(&details, &wrong).await.is_invalid();
    page.shows("请填写标题")
        .shows("年度请填四位数字")
        .shows("明年");
    let right = [
        ("title", "2026年要点"),
        ("year", "2026"),
        ("issued_on", "2026-03-02"),
        ("revision", "1"),
    ];
    office.post(&details, &right).await.leads_to(&review);
    assert_eq!(office.post(&details, &right).await.status, 409);
    office
        .post(&review.replace("/review", "/remove"), &[])
        .await
        .leads_to("/plan");
    office.get(&review).await.is_not_found();
}

#[tokio::test]
async fn a_leader_may_watch_the_review_but_not_touch_it_and_others_know_of_nothing() {
    let world = world().await;
    let (_, review) = office_with_paper(&world).await;
    let first = item_id(&world, "1.").await;
    let mut leader = world.as_(Role::Leader).await;
    leader.get(&review).await.is_ok().hides("采纳</button>");
    leader
        .post(&format!("{review}/{first}/accept"), &[])
        .await
        .is_not_found();
    for role in [
        Role::OfficeHead,
        Role::OfficeStaff,
        Role::School,
        Role::Inspector,
        Role::Administrator,
    ] {
        let mut other = world.as_(role).await;
        other.get(&review).await.is_not_found();
        other
            .post(&format!("{review}/{first}/accept"), &[])
            .await
            .is_not_found();
    }
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let world = world().await;
    let (mut office, review) = office_with_paper(&world).await;
    let page = office
        .post_from_elsewhere(&review.replace("/review", "/accept-all"), &[])
        .await;
    assert_eq!(page.status, 403);
    assert_eq!(
        world
            .number("select count(*) as n from plan_items where is_checked")
            .await,
        0
    );
}

#[tokio::test]
async fn the_review_page_takes_the_same_number_of_statements_for_few_and_many_items() {
    let world = world().await;
    let (mut office, review) = office_with_paper(&world).await;
    let few = statements(&world, &mut office, &review).await;
    let mut long = String::from("云川县教育局2026年工作要点\n");
    for number in 1..=120 {
        long.push_str(&format!(
            "{number}.抓好工作。培训教师{number}名，6月底前完成。（人事科）\n"
        ));
    }
    let reply = office
        .upload("/plan/import", &[("text", "")], "长.txt", long.as_bytes())
        .await;
    let review = reply.location().to_owned();
    let many = statements(&world, &mut office, &review).await;
    assert_eq!(few, many);
}

async fn statements(world: &World, office: &mut Browser, path: &str) -> u64 {
    let db = world.app.app.db();
    office.get(path).await.is_ok();
    let before = db.statements_sent();
    office.get(path).await.is_ok();
    db.statements_sent() - before
}

/// Imports pasted text.
async fn paste(office: &mut Browser, text: &str) -> Page {
    office.get("/plan/import").await;
    office
        .upload("/plan/import", &[("text", text)], "", b"")
        .await
}
