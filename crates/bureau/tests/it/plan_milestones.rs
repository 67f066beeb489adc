//! Work plans: proposed, agreed, changed with reasons, done; and the time table of all of them.

use crate::support::{World, world};
use base::Role;
use testkit::{Browser, Page};

pub(crate) const PAPER: &str = "清禾县教育局2026年工作要点

一、队伍建设
1.加强教师招聘。计划招聘教师200名，4月底前发布公告，8月底前全部到岗。（责任单位：人事科）
2.排查安全隐患。每季度开展一次隐患排查。（牵头单位：安全科；配合单位：各学校）
";

/// The paper of these tests, published as it stands.
async fn published(world: &World) -> String {
    published_paper(world, PAPER).await
}

/// A paper imported by the general office, its suggestions accepted, published as it stands.
pub(crate) async fn published_paper(world: &World, paper: &str) -> String {
    let mut office = world.as_(Role::GeneralOffice).await;
    office.get("/plan/import").await.is_ok();
    let reply = office
        .upload("/plan/import", &[], "工作要点.txt", paper.as_bytes())
        .await
        .leads_to("/plan/");
    let plan = reply.location().strip_suffix("/review").unwrap().to_owned();
    office.get(&format!("{plan}/assign")).await.is_ok();
    office
        .post(&format!("{plan}/assign"), &[("act", "accept-all")])
        .await
        .leads_to(&plan);
    publish(&mut office, &plan, "").await;
    plan
}

/// Publishes a plan as it stands.
pub(crate) async fn publish(office: &mut Browser, plan: &str, note: &str) {
    let page = office.get(&format!("{plan}/publish")).await.is_ok();
    let revision = hidden(&page, "revision");
    let fields = [
        ("revision", revision.as_str()),
        ("note", note),
        ("accepts_open_items", "yes"),
    ];
    office
        .post(&format!("{plan}/publish"), &fields)
        .await
        .leads_to(plan);
}

/// The value of the first hidden field of a name.
pub(crate) fn hidden(page: &Page, name: &str) -> String {
    let text = page.text();
    let (_, rest) = text
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap_or_else(|| panic!("{name}: {text}"));
    rest.split_once('"').unwrap().0.to_owned()
}

pub(crate) async fn steps_of(world: &World, plan: &str, marker: &str) -> String {
    let item = world
        .word(&format!(
            "select id as word from plan_items where marker = '{marker}'"
        ))
        .await;
    format!("{plan}/items/{item}/steps")
}

async fn step(world: &World, name: &str) -> String {
    world
        .word(&format!(
            "select id as word from plan_steps where name = '{name}'"
        ))
        .await
}

/// Everything proposed for an item, taken over.
pub(crate) async fn take_all(browser: &mut Browser, steps: &str) {
    let page = browser.get(&format!("{steps}/propose")).await.is_ok();
    let text = page.text();
    let keys: Vec<&str> = text
        .split("name=\"key\" value=\"")
        .skip(1)
        .map(|rest| rest.split_once('"').unwrap().0)
        .collect();
    let kind = hidden(&page, "kind");
    let mut fields = vec![("kind", kind.as_str())];
    fields.extend(keys.iter().map(|&key| ("key", key)));
    browser
        .post(&format!("{steps}/propose"), &fields)
        .await
        .leads_to(steps);
}

async fn revision(browser: &mut Browser, steps: &str) -> String {
    let page = browser.get(steps).await.is_ok();
    hidden(&page, "revision")
}

#[tokio::test]
async fn a_work_plan_is_proposed_returned_agreed_and_changed_only_with_a_reason() {
    let world = world().await;
    let plan = published(&world).await;
    let steps = steps_of(&world, &plan, "1.").await;
    let mut head = world.as_(Role::OfficeHead).await;
    let page = head.get(&format!("{steps}/propose")).await.is_ok();
    page.shows("建议：招聘引进")
        .shows("原文“8月底前”")
        .shows("发布公告");
    let none = [("kind", "recruitment")];
    head.post(&format!("{steps}/propose"), &none)
        .await
        .is_invalid()
        .shows("没有选中任何节点");
    take_all(&mut head, &steps).await;
    head.get(&steps)
        .await
        .is_ok()
        .shows("草拟")
        .shows("全部到岗");
    let first = revision(&mut head, &steps).await;
    head.post(&format!("{steps}/submit"), &[("revision", &first)])
        .await
        .leads_to(&steps);

    let mut leader = world.as_(Role::Leader).await;
    let seen = revision(&mut leader, &steps).await;
    leader
        .post(&format!("{steps}/return"), &[("revision", &seen)])
        .await
        .is_invalid()
        .shows("退回要说明原因");
    let back = [("revision", seen.as_str()), ("reason", "公告提前到3月")];
    leader
        .post(&format!("{steps}/return"), &back)
        .await
        .leads_to(&steps);
    head.get(&steps)
        .await
        .is_ok()
        .shows("退回原因：公告提前到3月");
    let second = revision(&mut head, &steps).await;
    head.post(&format!("{steps}/submit"), &[("revision", &second)])
        .await
        .leads_to(&steps);
    let stale = leader
        .post(&format!("{steps}/agree"), &[("revision", &second)])
        .await;
    assert_eq!(stale.status, 409);
    let seen = revision(&mut leader, &steps).await;
    leader
        .post(&format!("{steps}/agree"), &[("revision", &seen)])
        .await
        .leads_to(&steps);
    head.get(&steps).await.is_ok().shows("已同意");

    let edit = format!("{steps}/{}/edit", step(&world, "全部到岗").await);
    let page = head.get(&edit).await.is_ok().shows("修改原因");
    let revision = hidden(&page, "revision");
    let mut fields = vec![
        ("revision", revision.as_str()),
        ("name", "全部到岗"),
        ("grain", "month"),
        ("due", "2026-09-10"),
        ("weight", "15"),
    ];
    head.post(&edit, &fields)
        .await
        .is_invalid()
        .shows("请填写修改原因");
    fields.push(("reason", "招聘计划追加，增加一批"));
    head.post(&edit, &fields).await.leads_to(&steps);
    let page = head.get(&steps).await.is_ok();
    page.shows("基准 <del>8月</del>")
        .shows("改期“全部到岗”：8月改为9月")
        .shows("招聘计划追加，增加一批");
    let stale = head.post(&edit, &fields).await;
    assert_eq!(stale.status, 409);
}

#[tokio::test]
async fn a_step_is_done_by_whoever_does_it_and_shown_with_its_proof() {
    let world = world().await;
    let plan = published(&world).await;
    let steps = steps_of(&world, &plan, "1.").await;
    let mut head = world.as_(Role::OfficeHead).await;
    take_all(&mut head, &steps).await;
    let done = format!("{steps}/{}/done", step(&world, "发布公告").await);
    let page = head.get(&done).await.is_ok();
    let revision = hidden(&page, "revision");
    let late = [("revision", revision.as_str()), ("on", "2026-03-06")];
    head.upload(&done, &late, "公告.pdf", b"%PDF")
        .await
        .is_invalid()
        .shows("在今天之后");
    let fields = [
        ("revision", revision.as_str()),
        ("on", "2026-03-04"),
        ("words", "公告已在县政府网站发布"),
    ];
    head.upload(&done, &fields, "公告.pdf", b"%PDF-1.7")
        .await
        .leads_to(&steps);
    head.get(&steps)
        .await
        .is_ok()
        .shows("03-04完成，王敏登记")
        .shows("公告已在县政府网站发布")
        .shows("公告.pdf");
    let proof = done.replace("/done", "/proof");
    assert_eq!(head.get(&proof).await.is_ok().text(), "%PDF-1.7");
    let mut staff = world.as_(Role::OfficeStaff).await;
    assert_eq!(staff.get(&done).await.status, 404);
    staff.get(&steps).await.is_ok().hides("登记完成");
    staff
        .post(
            &done.replace("/done", "/reopen"),
            &[("revision", "2"), ("reason", "误报")],
        )
        .await
        .is_invalid()
        .shows("由人事科办理")
        .shows("误报");
    head.post(
        &done.replace("/done", "/reopen"),
        &[("revision", "2"), ("reason", "误报")],
    )
    .await
    .leads_to(&steps);
    head.get(&steps)
        .await
        .is_ok()
        .shows("撤销完成“发布公告”")
        .hides("03-04完成");
}

#[tokio::test]
async fn a_school_sees_the_steps_of_what_it_takes_part_in_and_changes_none() {
    let world = world().await;
    let plan = published(&world).await;
    let mut school = world.as_(Role::School).await;
    let hiring = steps_of(&world, &plan, "1.").await;
    let safety = steps_of(&world, &plan, "2.").await;
    assert_eq!(school.get(&hiring).await.status, 404);
    school
        .get(&safety)
        .await
        .is_ok()
        .shows("牵头科室拟定后会显示在这里");
    assert_eq!(school.get(&format!("{safety}/propose")).await.status, 404);
    assert_eq!(school.get(&format!("{safety}/new")).await.status, 404);
    let mut office = world.as_(Role::GeneralOffice).await;
    office
        .post(&format!("{plan}/timeline/take-all"), &[])
        .await
        .leads_to(&format!("{plan}/timeline"));
    let page = school.get(&format!("{plan}/timeline")).await.is_ok();
    page.shows("开展一次隐患排查").hides("全部到岗");
}

#[tokio::test]
async fn the_time_table_is_filtered_by_its_address_and_costs_the_same_however_long_it_is() {
    let world = world().await;
    let plan = published(&world).await;
    let timeline = format!("{plan}/timeline");
    let mut office = world.as_(Role::GeneralOffice).await;
    office.get(&timeline).await.is_ok().shows("还没有节点");
    let few = statements(&world, &mut office, &timeline).await;
    office
        .post(&format!("{timeline}/take-all"), &[])
        .await
        .leads_to(&timeline);
    assert_eq!(statements(&world, &mut office, &timeline).await, few);
    let all = office.get(&timeline).await.is_ok();
    all.shows("全部到岗").shows("第四季度");
    let table = office
        .get(&format!("{timeline}?view=table&q=公告"))
        .await
        .is_ok();
    table.shows("发布公告").hides("隐患排查");
    // Without the picture a step is moved all the same, and one comes back to the table.
    let mut head = world.as_(Role::OfficeHead).await;
    let table = head.get(&format!("{timeline}?view=table&q=公告")).await;
    let text = table.is_ok().text();
    let (before, _) = text.split_once("“发布公告”改期").unwrap();
    let (_, link) = before.rsplit_once("href=\"").unwrap();
    let (edit, _) = link.split_once('"').unwrap();
    assert!(edit.contains("/edit?back="), "{edit}");
    head.get(edit)
        .await
        .is_ok()
        .shows("name=\"back\"")
        .shows("view=table");
    let quarter = office
        .get(&format!("{timeline}?zoom=quarter&at=2026-Q4"))
        .await
        .is_ok();
    quarter
        .shows("开展一次隐患排查（第四季度）")
        .hides("全部到岗");
    office
        .get(&format!("{timeline}?light=red"))
        .await
        .is_ok()
        .shows("没有符合条件的节点");
    let safety = world
        .word("select id as word from org_units where short_name = '安全科'")
        .await;
    let filtered = office
        .get(&format!("{timeline}?unit={safety}"))
        .await
        .is_ok();
    filtered.shows("隐患排查（第一季度）").hides("全部到岗");
}

#[tokio::test]
async fn a_dragged_step_is_moved_by_the_same_rules() {
    let world = world().await;
    let plan = published(&world).await;
    let steps = steps_of(&world, &plan, "1.").await;
    let mut head = world.as_(Role::OfficeHead).await;
    take_all(&mut head, &steps).await;
    let step = step(&world, "全部到岗").await;
    let moved = format!("{steps}/{step}/move");
    let fields = [
        ("revision", "1"),
        ("day", "2026-10-02"),
        ("reason", ""),
        ("back", "zoom=quarter"),
    ];
    head.post(&moved, &fields)
        .await
        .leads_to(&format!("{plan}/timeline?zoom=quarter"));
    assert_eq!(
        world
            .word(&format!(
                "select due as word from plan_steps where id = '{step}'"
            ))
            .await,
        "2026-10"
    );
    // The script finds the bar and the address it is moved at; nobody else is given either.
    let timeline = format!("{plan}/timeline");
    let page = head.get(&timeline).await.is_ok();
    page.shows(&format!("data-moves=\"{steps}/{{step}}/move\""))
        .shows(&format!("data-step=\"{step}\""));
    let mut staff = world.as_(Role::OfficeStaff).await;
    let page = staff.get(&timeline).await.is_ok();
    page.shows("全部到岗")
        .hides("data-moves")
        .hides("data-step");
    staff
        .post(&moved, &fields)
        .await
        .is_invalid()
        .shows("由牵头科室拟定和修改");
}

#[tokio::test]
async fn a_step_dragged_on_the_unfiltered_time_table_comes_back_to_it() {
    let world = world().await;
    let plan = published(&world).await;
    let steps = steps_of(&world, &plan, "1.").await;
    let mut head = world.as_(Role::OfficeHead).await;
    take_all(&mut head, &steps).await;
    let moved = format!("{steps}/{}/move", step(&world, "全部到岗").await);
    let fields = [
        ("revision", "1"),
        ("day", "2026-10-02"),
        ("reason", "增加一批"),
        ("back", ""),
    ];
    let reply = head.post(&moved, &fields).await;
    assert_eq!(reply.location(), format!("{plan}/timeline"));
}

#[tokio::test]
async fn a_step_lies_near_the_year_of_its_plan_and_ends_before_one_it_waits_for_only_with_a_reason()
{
    let world = world().await;
    let plan = published(&world).await;
    let steps = steps_of(&world, &plan, "1.").await;
    let mut head = world.as_(Role::OfficeHead).await;
    take_all(&mut head, &steps).await;
    let first = world
        .word(
            "select id as word from plan_steps where origin like '模板%' and after_ids = ''
             order by place limit 1",
        )
        .await;
    let first_due = world
        .word(&format!(
            "select due_day as word from plan_steps where id = '{first}'"
        ))
        .await;
    let new = format!("{steps}/new");
    head.get(&new).await.is_ok();
    let mut fields = vec![
        ("name", "面试"),
        ("grain", "day"),
        ("due", "1900-03-05"),
        ("weight", "10"),
    ];
    for far in ["1900-03-05", "2062-03-05"] {
        fields[2].1 = far;
        head.post(&new, &fields)
            .await
            .is_invalid()
            .shows("离要点的年度2026年太远")
            .shows("2025年至2027年");
    }
    fields[2].1 = "2026-01-04";
    fields.push(("after", first.as_str()));
    assert!(first_due.as_str() > "2026-01-04", "{first_due}");
    head.post(&new, &fields)
        .await
        .is_invalid()
        .shows("早于它的前置节点")
        .shows("写明原因后再保存")
        .shows("name=\"reason\"");
    let named = "select count(*) as n from plan_steps where name = '面试'";
    assert_eq!(world.number(named).await, 0);
    fields.push(("reason", "面试与公告同步准备"));
    head.post(&new, &fields).await.leads_to(&steps);
    assert_eq!(world.number(named).await, 1);
    head.get(&steps).await.is_ok().shows("排在它之后完成");
    let told = "select count(*) as n from store_audit
         where act = 'plan.steps.changed' and reason = '面试与公告同步准备'";
    assert_eq!(world.number(told).await, 1);
}

#[tokio::test]
async fn steps_of_a_template_wait_for_each_other_and_are_not_taken_over_twice() {
    let world = world().await;
    let plan = published(&world).await;
    let steps = steps_of(&world, &plan, "1.").await;
    let mut head = world.as_(Role::OfficeHead).await;
    take_all(&mut head, &steps).await;
    let of_template = "select count(*) as n from plan_steps where origin like '模板%'";
    let waiting = "select count(*) as n from plan_steps where after_ids <> ''";
    let n = world.number(of_template).await;
    assert!(n > 2);
    // What the paper gives a day to is one step and no two; it waits as the template says, and so do all
    // but the first, whatever stands between them.
    let named = "select count(*) as n from plan_steps where name = '全部到岗'";
    assert_eq!(world.number(named).await, 1);
    assert_eq!(world.number(waiting).await, n);
    // Moved or not, what stands is proposed as standing.
    let all = world.number("select count(*) as n from plan_steps").await;
    world
        .app
        .database()
        .run("update plan_steps set due = '2026-11', due_day = '2026-11-30' where origin like '模板%'")
        .await;
    let page = head.get(&format!("{steps}/propose")).await.is_ok();
    assert!(!page.text().contains("name=\"key\""), "{}", page.text());
    assert_eq!(
        world.number("select count(*) as n from plan_steps").await,
        all
    );
    // A step that was taken away is proposed again, and waits for the one before it.
    let last = world
        .word(
            "select id as word from plan_steps where origin like '模板%' order by place desc limit 1",
        )
        .await;
    let dropped = format!("delete from plan_steps where id = '{last}'");
    world.app.database().run(&dropped).await;
    take_all(&mut head, &steps).await;
    assert_eq!(world.number(of_template).await, n);
    assert_eq!(world.number(waiting).await, n);
}

#[tokio::test]
async fn an_agreed_plan_is_looked_at_again_when_its_target_changes() {
    let world = world().await;
    let plan = published(&world).await;
    let steps = steps_of(&world, &plan, "1.").await;
    let mut head = world.as_(Role::OfficeHead).await;
    take_all(&mut head, &steps).await;
    let seen = revision(&mut head, &steps).await;
    head.post(&format!("{steps}/submit"), &[("revision", &seen)])
        .await
        .leads_to(&steps);
    let mut leader = world.as_(Role::Leader).await;
    let seen = revision(&mut leader, &steps).await;
    leader
        .post(&format!("{steps}/agree"), &[("revision", &seen)])
        .await
        .leads_to(&steps);
    head.get(&steps).await.is_ok().hides("请核对是否要调整");

    let mut office = world.as_(Role::GeneralOffice).await;
    world
        .app
        .database()
        .run("update plan_work_plans set agreed_ms = agreed_ms - 1000")
        .await;
    world
        .app
        .database()
        .run("update plan_versions set at_ms = at_ms - 2000")
        .await;
    office.get(&plan).await.is_ok();
    crate::plan_progress::correct(&world, &mut office, &plan, "220").await;
    publish(&mut office, &plan, "增加20名").await;
    head.get(&steps)
        .await
        .is_ok()
        .shows("200名")
        .shows("220名")
        .shows("请核对是否要调整");
    head.post(&format!("{steps}/keep"), &[("reason", "")])
        .await
        .is_invalid()
        .shows("要说明原因")
        .shows("请核对是否要调整");
    let reason = [("reason", "批次不变，只增加名额")];
    head.post(&format!("{steps}/keep"), &reason)
        .await
        .leads_to(&steps);
    head.get(&steps)
        .await
        .is_ok()
        .shows("批次不变，只增加名额")
        .hides("请核对是否要调整");
}

async fn statements(world: &World, browser: &mut Browser, path: &str) -> u64 {
    browser.get(path).await.is_ok();
    let db = world.app.app.db();
    let before = db.statements_sent();
    browser.get(path).await.is_ok();
    db.statements_sent() - before
}
