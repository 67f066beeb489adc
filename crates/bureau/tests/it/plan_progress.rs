//! Targets measured by facts, unfinished items carried over, and the calendar one subscribes to.

use crate::{
    plan_milestones::{hidden, publish, published_paper, steps_of, take_all},
    support::{World, world},
};
use base::Role;

const PAPER: &str = "清禾县教育局2026年工作要点

一、队伍建设
1.加强教师招聘。确保招聘教师200名，8月底前全部到岗；优良率好于去年。（责任单位：人事科）
2.排查安全隐患。每季度开展一次隐患排查。（牵头单位：安全科；配合单位：各学校）
";

async fn bureau(world: &World) -> String {
    world
        .word("select id as word from org_units where kind = 'bureau'")
        .await
}

async fn target(world: &World) -> String {
    world.word("select id as word from plan_targets").await
}

#[tokio::test]
async fn a_target_is_measured_by_a_fact_and_follows_it_through_the_versions() {
    let world = world().await;
    let plan = published_paper(&world, PAPER).await;
    let item = steps_of(&world, &plan, "1.").await.replace("/steps", "");
    let targets = format!("{item}/targets");
    let mut head = world.as_(Role::OfficeHead).await;
    let page = head.get(&targets).await.is_ok();
    page.shows("还没有选择数据来源")
        .shows("优良率好于去年")
        .shows("确保");
    head.get(&format!("{plan}/targets"))
        .await
        .is_ok()
        .shows("未选数据来源");
    let target = target(&world).await;
    let new = [
        ("target", target.as_str()),
        ("name", "招聘教师人数"),
        ("unit", "名"),
        ("decimals", "0"),
        ("grain", "year"),
    ];
    head.post(&format!("{targets}/create"), &new)
        .await
        .leads_to(&targets);
    head.get(&targets)
        .await
        .is_ok()
        .shows("招聘教师人数（指定填报）")
        .shows("暂无数据");
    let code = world.word("select code as word from facts_items").await;
    let page = head.get(&format!("/facts/items/{code}")).await.is_ok();
    page.shows("的目标“").shows("200名”设立。").hides("目标：");
    let unit = bureau(&world).await;
    let (field, version) = (format!("v.{code}.{unit}"), format!("n.{code}.{unit}"));
    head.post(
        "/facts/enter",
        &[
            ("period", "2026"),
            (field.as_str(), "150"),
            (version.as_str(), "0"),
        ],
    )
    .await
    .leads_to("/facts/enter");
    // Nobody has verified it: it counts only for whoever asks for all.
    head.get(&format!("{plan}/targets"))
        .await
        .is_ok()
        .shows("只计已核的数据")
        .hides("75%");
    let page = head
        .get(&format!("{plan}/targets?values=all"))
        .await
        .is_ok();
    page.shows("150名")
        .shows("75%")
        .shows("未达到")
        .shows("待核");
    head.get(&item)
        .await
        .is_ok()
        .shows("目标进展")
        .shows("150名");

    // After another version the measure is still there. Where only words changed nobody is asked
    // anything; where the number did, somebody has to look.
    let mut office = world.as_(Role::GeneralOffice).await;
    correct(&world, &mut office, &plan, "200").await;
    publish(&mut office, &plan, "文字修改").await;
    head.get(&targets)
        .await
        .is_ok()
        .shows("招聘教师人数（指定填报）")
        .hides("仍用这个数据来源");
    correct(&world, &mut office, &plan, "220").await;
    publish(&mut office, &plan, "增加20名").await;
    head.get(&targets)
        .await
        .is_ok()
        .shows("招聘教师人数（指定填报）")
        .shows("仍用这个数据来源");
}

/// The first item with another number, and a word changed.
pub(crate) async fn correct(world: &World, office: &mut testkit::Browser, plan: &str, value: &str) {
    let item = world
        .word("select id as word from plan_items where marker = '1.'")
        .await;
    let edit = format!("{plan}/review/{item}/edit");
    let page = office.get(&edit).await.is_ok();
    let revision = hidden(&page, "revision");
    let target = target(world).await;
    let body = format!("加强教师招聘。确保招聘教师{value}名，8月底前全部到岗。");
    let fields = [
        ("marker", "1."),
        ("path", "一、队伍建设"),
        ("title", "加强教师招聘"),
        ("body", body.as_str()),
        ("revision", revision.as_str()),
        ("t_id", target.as_str()),
        ("t_subject", "招聘教师"),
        ("t_cmp", "eq"),
        ("t_value", value),
        ("t_max", ""),
        ("t_unit", "名"),
        ("t_kind", "count"),
        ("t_commitment", "binding"),
    ];
    office.post(&edit, &fields).await.leads_to(plan);
}

#[tokio::test]
async fn a_target_is_counted_in_a_register_in_one_step_by_persons_and_by_its_words() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    crate::ledger::found_training(&mut office).await;
    let unit = world
        .word("select id as word from org_units where short_name = '清禾一中'")
        .await;
    let mut school = world.as_(Role::School).await;
    // One teacher twice and another once among 班主任, a third in another course.
    for (name, id_no, project) in [
        ("李安", "A0001", "班主任能力提升研修"),
        ("李安", "A0001", "班主任心理辅导"),
        ("王宁", "A0002", "班主任能力提升研修"),
        ("赵青", "A0003", "新教师岗前培训"),
    ] {
        let fields = [
            ("unit", unit.as_str()),
            ("v.name", name),
            ("v.id_no", id_no),
            ("v.project", project),
            ("v.level", "县级"),
            ("v.held", "2026-02-02"),
            ("v.hours", "24"),
        ];
        school
            .upload("/ledger/training/new", &fields, "", b"")
            .await;
    }
    let paper = "清禾县教育局2026年工作要点\n\n1.加强班主任队伍建设。年内培训班主任860名。（责任单位：人事科）\n";
    let plan = published_paper(&world, paper).await;
    let item = steps_of(&world, &plan, "1.").await.replace("/steps", "");
    let targets = format!("{item}/targets");
    let mut head = world.as_(Role::OfficeHead).await;
    let page = head.get(&targets).await.is_ok();
    page.clone()
        .shows("建议：由台账“教师培训”统计，不重复人数")
        .shows("培训项目为“班主任心理辅导”“班主任能力提升研修”")
        .shows("据“培训、班主任”");
    let target = target(&world).await;
    let count = [("target", target.as_str()), ("key", "training/distinct/")];
    head.post(&format!("{targets}/count"), &count)
        .await
        .leads_to(&targets);
    head.get(&targets)
        .await
        .is_ok()
        .shows("台账汇总")
        .shows(">2名<");
    assert_eq!(
        world
            .number("select min(minor) as n from facts_values")
            .await,
        2,
        "persons, not times"
    );
    // A row more is counted by itself, and a stale suggestion is refused.
    let fields = [
        ("unit", unit.as_str()),
        ("v.name", "孙玲"),
        ("v.id_no", "A0004"),
        ("v.project", "班主任能力提升研修"),
        ("v.level", "县级"),
        ("v.held", "2026-03-02"),
        ("v.hours", "24"),
    ];
    school
        .upload("/ledger/training/new", &fields, "", b"")
        .await;
    assert_eq!(
        world
            .number("select min(minor) as n from facts_values")
            .await,
        3
    );
    head.get(&targets).await.is_ok();
    let stale = [("target", target.as_str()), ("key", "training/sum/")];
    let reply = head.post(&format!("{targets}/count"), &stale).await;
    head.get(reply.location()).await.shows("这条建议不再适用");
}

#[tokio::test]
async fn registers_are_read_once_for_all_the_targets_of_an_item() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    crate::ledger::found_training(&mut office).await;
    let paper = "清禾县教育局2026年工作要点

1.加强班主任培训。年内培训班主任860名。（责任单位：人事科）
2.加强教师培训。年内培训班主任860名，培训校长90名，培训新教师300名，培训保安120名。（责任单位：人事科）
";
    let plan = published_paper(&world, paper).await;
    let mut counts = Vec::new();
    for marker in ["1.", "2."] {
        let item = steps_of(&world, &plan, marker).await.replace("/steps", "");
        let db = world.app.app.db();
        let before = db.statements_sent();
        let page = office.get(&format!("{item}/targets")).await.is_ok().text();
        let n_targets = page.matches("还没有选择数据来源").count();
        let n_hints = page.matches("建议：由台账“教师培训”统计").count();
        counts.push((n_targets, n_hints, db.statements_sent() - before));
    }
    let [(1, 1, few), (4, 2, many)] = counts[..] else {
        panic!("{counts:?}");
    };
    assert_eq!(few, many, "{counts:?}");
}

#[tokio::test]
async fn parts_of_a_target_add_up_before_they_are_kept_and_a_draft_says_what_it_is_short_of() {
    let world = world().await;
    let plan = published_paper(&world, PAPER).await;
    let item = steps_of(&world, &plan, "1.").await.replace("/steps", "");
    let targets = format!("{item}/targets");
    let mut head = world.as_(Role::OfficeHead).await;
    let target = target(&world).await;
    let school = world
        .word("select id as word from org_units where short_name = '清禾一中'")
        .await;
    let other = world
        .word("select id as word from org_units where short_name = '人事科'")
        .await;
    let mut fields = vec![
        ("target", target.as_str()),
        ("part_unit", school.as_str()),
        ("part_value", "120"),
        ("part_unit", other.as_str()),
        ("part_value", "50"),
    ];
    // Short of the whole they are refused, and what was typed stays.
    head.post(&format!("{targets}/divide"), &fields)
        .await
        .is_invalid()
        .shows("各单位合计比目标少30名，没有保存")
        .shows("value=\"120\"");
    let kept = "select count(*) as n from plan_target_parts";
    assert_eq!(world.number(kept).await, 0);
    let draft = [&fields[..], &[("draft", "yes")]].concat();
    head.post(&format!("{targets}/divide"), &draft)
        .await
        .leads_to(&targets);
    head.get(&format!("{plan}/targets"))
        .await
        .is_ok()
        .shows("分解还没有定下来：各单位合计比目标少30名")
        .shows("清禾一中");
    fields[4].1 = "80人";
    head.post(&format!("{targets}/divide"), &fields)
        .await
        .is_invalid()
        .shows("“80人”不是数字");
    fields[4].1 = "80";
    head.post(&format!("{targets}/divide"), &fields)
        .await
        .leads_to(&targets);
    head.get(&format!("{plan}/targets"))
        .await
        .is_ok()
        .hides("各单位合计");
    fields[3].1 = school.as_str();
    head.post(&format!("{targets}/divide"), &fields)
        .await
        .is_invalid()
        .shows("出现了两次");
}

#[tokio::test]
async fn unfinished_items_go_on_in_the_next_year_and_both_know_of_each_other() {
    let world = world().await;
    let old = published_paper(&world, &PAPER.replace("2026年", "2025年")).await;
    let old_steps = steps_of(&world, &old, "1.").await;
    let mut office = world.as_(Role::GeneralOffice).await;
    take_all(&mut office, &old_steps).await;
    office.get("/plan/import").await.is_ok();
    let paper = "清禾县教育局2026年工作要点\n\n1.提高教学质量。全年开展教研活动20次。\n";
    let reply = office
        .upload("/plan/import", &[], "2026年工作要点.txt", paper.as_bytes())
        .await
        .leads_to("/plan/");
    let plan = reply.location().strip_suffix("/review").unwrap().to_owned();
    let carry = format!("{plan}/carry");
    let page = office.get(&carry).await.is_ok();
    page.shows("节点没有完成（完成0%）").shows("加强教师招聘");
    office
        .post(&carry, &[])
        .await
        .is_invalid()
        .shows("没有选中任何条目");
    let item = old_steps.rsplit('/').nth(1).unwrap().to_owned();
    office
        .post(&carry, &[("item", &item)])
        .await
        .leads_to(&plan);
    let offered = format!("name=\"item\" value=\"{item}\"");
    office
        .get(&carry)
        .await
        .is_ok()
        .shows("已承接至“清禾县教育局2026年工作要点”")
        .hides(&offered);
    // Another plan of the year is not offered what went on already.
    office.get("/plan/import").await.is_ok();
    let second = "清禾县教育局2026年补充工作要点\n\n1.规范办学行为。全年开展检查2次。\n";
    let reply = office
        .upload(
            "/plan/import",
            &[],
            "2026年补充工作要点.txt",
            second.as_bytes(),
        )
        .await
        .leads_to("/plan/");
    let second = reply.location().strip_suffix("/review").unwrap().to_owned();
    office
        .get(&format!("{second}/carry"))
        .await
        .is_ok()
        .shows("已承接至“清禾县教育局2026年工作要点”")
        .hides(&offered);
    publish(&mut office, &plan, "").await;
    let carried = world.word("select item_id as word from plan_carried").await;
    office
        .get(&format!("{plan}/items/{carried}"))
        .await
        .is_ok()
        .shows("承接2025年第1条")
        .shows("确保招聘教师200名");
    office
        .get(&old_steps.replace("/steps", ""))
        .await
        .is_ok()
        .shows("由2026年第2条承接");
    let mut head = world.as_(Role::OfficeHead).await;
    assert_eq!(head.get(&carry).await.status, 404);
}

#[tokio::test]
async fn the_list_of_targets_costs_the_same_however_many_are_measured() {
    let world = world().await;
    let plan = published_paper(&world, PAPER).await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let list = format!("{plan}/targets");
    let bare = statements(&world, &mut office, &list).await;
    let item = steps_of(&world, &plan, "1.").await.replace("/steps", "");
    let target = target(&world).await;
    let new = [
        ("target", target.as_str()),
        ("name", "招聘教师人数"),
        ("unit", "名"),
        ("grain", "year"),
    ];
    office
        .post(&format!("{item}/targets/create"), &new)
        .await
        .leads_to(&item);
    let one = statements(&world, &mut office, &list).await;
    // The values themselves, and the unit that is the bureau.
    assert!(one <= bare + 3, "{bare} {one}");
    for n in 0..5 {
        let name = format!("情况{n}");
        let code = world.word("select code as word from facts_items").await;
        let fields = [
            ("words", name.as_str()),
            ("kind", "yes_no"),
            ("code", &code),
        ];
        office
            .post(&format!("{item}/targets/choose"), &fields)
            .await
            .leads_to(&item);
    }
    assert_eq!(statements(&world, &mut office, &list).await, one);
}

#[tokio::test]
async fn a_calendar_is_subscribed_to_by_a_secret_address_that_can_be_revoked() {
    let world = world().await;
    let plan = published_paper(&world, PAPER).await;
    let steps = steps_of(&world, &plan, "1.").await;
    let mut head = world.as_(Role::OfficeHead).await;
    take_all(&mut head, &steps).await;
    head.get("/calendar-feed")
        .await
        .is_ok()
        .shows("还没有订阅地址");
    let page = head.post("/calendar-feed", &[]).await.is_ok();
    let text = page.text();
    let (_, rest) = text.split_once("/calendar-feed/").unwrap();
    let address = format!("/calendar-feed/{}", rest.split_once('"').unwrap().0);
    let mut nobody = world.nobody();
    let file = nobody.get(&address).await.is_ok().text();
    assert!(file.starts_with("BEGIN:VCALENDAR\r\n"), "{file}");
    assert!(file.contains("SUMMARY:全部到岗\r\n") && !file.contains("王敏"));
    assert!(!file.contains("隐患"), "only what is theirs");
    assert_eq!(
        world
            .number(&format!(
                "select count(*) as n from plan_feeds where token_hash = '{}'",
                address.split('/').nth(2).unwrap()
            ))
            .await,
        0,
        "the secret itself is kept nowhere"
    );
    head.get("/calendar-feed").await.is_ok().hides("steps.ics");
    head.post("/calendar-feed/end", &[])
        .await
        .leads_to("/calendar-feed");
    assert_eq!(nobody.get(&address).await.status, 404);
    assert_eq!(nobody.get("/calendar-feed/x/steps.ics").await.status, 404);
}

async fn statements(world: &World, browser: &mut testkit::Browser, path: &str) -> u64 {
    browser.get(path).await.is_ok();
    let db = world.app.app.db();
    let before = db.statements_sent();
    browser.get(path).await.is_ok();
    db.statements_sent() - before
}
