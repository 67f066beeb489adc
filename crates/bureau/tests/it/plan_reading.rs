//! What is published is read: home, list, tree and table, item, versions, files.

use crate::support::{World, world};
use base::Role;
use testkit::{Browser, Page};

const PAPER: &str = "清禾县教育局2026年工作要点

一、队伍建设
1.加强教师招聘。计划招聘教师200名，4月底前完成招聘。（责任单位：人事科）
2.开展师德教育。每月组织一次师德学习。（责任单位：人事科）
二、校园安全
3.排查安全隐患。2月底前完成校舍安全排查，整改率达到100%。（牵头单位：安全科；配合单位：各学校）
";

/// The paper imported by the general office, its suggestions accepted, published as it stands.
pub(crate) async fn published(world: &World) -> (Browser, String) {
    let mut office = world.as_(Role::GeneralOffice).await;
    let plan = draft(&mut office, "2026年工作要点.txt", PAPER).await;
    office.get(&format!("{plan}/assign")).await.is_ok();
    office
        .post(&format!("{plan}/assign"), &[("act", "accept-all")])
        .await
        .leads_to(&plan);
    publish(&mut office, &plan, "").await;
    (office, plan)
}

/// The address of a plan read from a paper.
pub(crate) async fn draft(office: &mut Browser, name: &str, paper: &str) -> String {
    office.get("/plan/import").await.is_ok();
    let reply = office
        .upload("/plan/import", &[], name, paper.as_bytes())
        .await
        .leads_to("/plan/");
    reply.location().strip_suffix("/review").unwrap().to_owned()
}

async fn publish(office: &mut Browser, plan: &str, note: &str) {
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

/// The value of a hidden field.
fn hidden(page: &Page, name: &str) -> String {
    let text = page.text();
    let (_, rest) = text
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// The address of the link with these words, wherever they stand in it.
fn link(page: &Page, words: &str) -> String {
    let text = page.text();
    let (before, _) = text
        .split_once(words)
        .unwrap_or_else(|| panic!("{words}: {text}"));
    let (_, href) = before.rsplit_once("href=\"").unwrap();
    href.split_once('"')
        .unwrap()
        .0
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

#[tokio::test]
async fn everyone_finds_their_own_tasks_on_the_first_page_in_the_order_they_are_due() {
    let world = world().await;
    let mut people = world.as_(Role::OfficeHead).await;
    people.get("/").await.is_ok().shows("还没有发布的要点");
    let (mut office, _) = published(&world).await;

    let home = people.get("/").await.is_ok().text();
    let (hiring, ethics) = (home.find("加强教师招聘"), home.find("开展师德教育"));
    assert!(hiring.is_some() && hiring < ethics, "{home}");
    assert!(home.contains("还有39个工作日") && home.contains("按周期进行"));
    assert!(!home.contains("排查安全隐患"));

    let mut school = world.as_(Role::School).await;
    school
        .get("/")
        .await
        .is_ok()
        .shows("排查安全隐患")
        .shows("配合")
        .shows("已过5天")
        .hides("加强教师招聘");
    let mut leader = world.as_(Role::Leader).await;
    leader
        .get("/")
        .await
        .is_ok()
        .shows("分管")
        .shows("加强教师招聘");
    world
        .as_(Role::Administrator)
        .await
        .get("/")
        .await
        .leads_to("/org");

    office.get("/").await.is_ok().hides("核对中");
    draft(&mut office, "补充.txt", "补充要点\n一、其他\n1.做好总结。").await;
    office
        .get("/")
        .await
        .is_ok()
        .shows("核对中")
        .shows("0/1 条");
    people.get("/").await.is_ok().hides("补充要点");
}

#[tokio::test]
async fn the_list_shows_drafts_only_to_those_who_may_watch_them() {
    let world = world().await;
    let (mut office, plan) = published(&world).await;
    let other = draft(
        &mut office,
        "补充.txt",
        "清禾县教育局2025年工作要点\n一、其他\n1.做好总结。",
    )
    .await;
    office
        .get("/plan")
        .await
        .is_ok()
        .shows("导入要点")
        .shows(&plan)
        .shows(&format!("{other}/review"))
        .shows("核对中");
    office
        .get("/plan?year=2025")
        .await
        .is_ok()
        .shows(&other)
        .hides(&format!("href=\"{plan}\""));
    world
        .as_(Role::School)
        .await
        .get("/plan")
        .await
        .is_ok()
        .shows(&plan)
        .hides(&other)
        .hides("导入要点")
        .hides("核对中");
    office
        .get(&other)
        .await
        .leads_to(&format!("{other}/review"));
    let mut staff = world.as_(Role::OfficeStaff).await;
    staff.get(&other).await.is_not_found();
    staff.get("/plan/not-an-id").await.is_not_found();
}

#[tokio::test]
async fn lists_send_as_many_statements_for_many_plans_as_for_one() {
    let world = world().await;
    let (mut office, plan) = published(&world).await;
    let pages = ["/", "/plan", plan.as_str()];
    let mut counts = Vec::new();
    for page in pages {
        counts.push(statements(&world, &mut office, page).await);
    }
    for number in 1..4 {
        let name = format!("补充{number}.txt");
        draft(&mut office, &name, PAPER).await;
    }
    for (page, before) in pages.into_iter().zip(counts) {
        assert_eq!(
            statements(&world, &mut office, page).await,
            before,
            "{page}"
        );
    }
}

/// How many statements a page sends.
async fn statements(world: &World, browser: &mut Browser, path: &str) -> u64 {
    // The first visit after an act still carries its message; the second is the page alone.
    browser.get(path).await.is_ok();
    let db = world.app.app.db();
    let before = db.statements_sent();
    browser.get(path).await.is_ok();
    db.statements_sent() - before
}

#[tokio::test]
async fn a_published_plan_is_filtered_by_its_address_in_both_views() {
    let world = world().await;
    let (_, plan) = published(&world).await;
    let mut reader = world.as_(Role::OfficeStaff).await;
    for view in ["", "view=table&"] {
        reader
            .get(&format!("{plan}?{view}"))
            .await
            .is_ok()
            .shows("队伍建设</")
            .shows("加强教师招聘")
            .shows("200名")
            .shows("2026年4月30日前")
            .shows("人事科（2）")
            .hides("修订");
        for (filter, shown, hidden) in [
            (
                "unit=%E4%BA%BA%E4%BA%8B%E7%A7%91",
                "开展师德教育",
                "排查安全隐患",
            ),
            ("due=2026-04", "加强教师招聘", "开展师德教育"),
            ("due=past", "排查安全隐患", "加强教师招聘"),
            ("due=recurring", "开展师德教育", "加强教师招聘"),
            ("kind=ratio", "排查安全隐患", "加强教师招聘"),
            ("q=%E5%B8%88%E5%BE%B7", "开展师德教育", "加强教师招聘"),
        ] {
            reader
                .get(&format!("{plan}?{view}{filter}"))
                .await
                .is_ok()
                .shows(shown)
                .hides(hidden)
                .shows("清除筛选");
        }
        reader
            .get(&format!("{plan}?{view}q=nothing"))
            .await
            .is_ok()
            .shows("没有符合条件的条目");
    }
}

#[tokio::test]
async fn a_school_sees_its_own_items_everywhere_and_no_others() {
    let world = world().await;
    let (mut office, plan) = published(&world).await;
    let page = office.get(&plan).await.is_ok();
    let (hiring, safety) = (link(&page, "加强教师招聘"), link(&page, "排查安全隐患"));
    let mut school = world.as_(Role::School).await;
    for page in [plan.clone(), format!("{plan}/print")] {
        school
            .get(&page)
            .await
            .is_ok()
            .shows("排查安全隐患")
            .hides("加强教师招聘");
    }
    school
        .get(&safety)
        .await
        .is_ok()
        .shows("各学校")
        .shows("2月底前")
        .hides("加强教师招聘");
    school.get(&hiring).await.is_not_found();
    for path in [format!("{plan}/original"), format!("{plan}/review")] {
        school.get(&path).await.is_not_found();
    }
}

#[tokio::test]
async fn an_item_shows_the_sentence_it_came_from_and_its_neighbours() {
    let world = world().await;
    let (mut office, plan) = published(&world).await;
    let page = office.get(&plan).await.is_ok();
    let path = link(&page, "开展师德教育");
    let page = office
        .get(&path)
        .await
        .is_ok()
        .shows("mark mark-party\" title=\"责任单位\">人事科</span>")
        .shows("每月组织一次师德学习")
        .shows("列入第1版")
        .shows("上一条")
        .shows("修订");
    assert_eq!(
        link(&page, "下一条"),
        link(&office.get(&plan).await, "排查安全隐患")
    );
}

#[tokio::test]
async fn the_steps_of_the_working_copy_are_told_to_those_who_may_look_at_it() {
    let world = world().await;
    let (mut office, plan) = published(&world).await;
    let path = link(&office.get(&plan).await, "加强教师招聘");
    office
        .get(&path)
        .await
        .is_ok()
        .shows("列入第1版")
        .shows("批量指派");
    world
        .as_(Role::OfficeHead)
        .await
        .get(&path)
        .await
        .is_ok()
        .shows("列入第1版")
        .hides("批量指派")
        .hides("修订");
}

#[tokio::test]
async fn a_second_version_is_compared_with_the_first_word_by_word() {
    let world = world().await;
    let (mut office, plan) = published(&world).await;
    let item = link(&office.get(&plan).await, "加强教师招聘");
    let edit = format!("{}/edit", item.replace("/items/", "/review/"));
    let form = office.get(&edit).await.is_ok();
    let fields = [
        ("revision", hidden(&form, "revision")),
        ("marker", "1.".to_owned()),
        ("path", "一、队伍建设".to_owned()),
        ("title", "加强教师招聘".to_owned()),
        (
            "body",
            "加强教师招聘。计划招聘教师220名，4月底前完成招聘。".to_owned(),
        ),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    office.post(&edit, &fields).await.leads_to("/plan/");
    publish(&mut office, &plan, "按局务会意见增加20名").await;

    let mut reader = world.as_(Role::OfficeHead).await;
    reader
        .get(&format!("{plan}/versions"))
        .await
        .is_ok()
        .shows("第2版")
        .shows("按局务会意见增加20名")
        .shows("与上一版比较");
    reader
        .get(&format!("{plan}/compare"))
        .await
        .is_ok()
        .shows("修改 1 条")
        .shows("<del>200</del><ins>220</ins>")
        .hides("开展师德教育");
    reader
        .get(&format!("{plan}/compare?from=1&to=1"))
        .await
        .is_ok()
        .shows("两版没有不同");
    reader
        .get(&format!("{plan}/compare?from=1&to=9"))
        .await
        .is_not_found();
    reader
        .get(&format!("{plan}?version=1"))
        .await
        .is_ok()
        .shows("这是旧版本")
        .shows("第1版");
    reader
        .get(&item)
        .await
        .is_ok()
        .shows("第2版修改")
        .shows("220");
    reader
        .get(&format!("{item}?version=1"))
        .await
        .is_ok()
        .shows("200名")
        .shows("这是旧版本");
}

#[tokio::test]
async fn the_breakdown_table_is_downloaded_as_workbook_and_document() {
    let world = world().await;
    let (_, plan) = published(&world).await;
    let mut reader = world.as_(Role::School).await;
    for ending in ["xlsx", "docx"] {
        let file = reader.get(&format!("{plan}/export.{ending}")).await.is_ok();
        assert!(file.body.starts_with(b"PK"), "{ending}");
        let name = file.headers["content-disposition"].to_str().unwrap();
        // 第1版
        assert!(
            name.ends_with(&format!("%E7%AC%AC1%E7%89%88.{ending}")),
            "{name}"
        );
        reader
            .get(&format!("{plan}/export.{ending}?version=7"))
            .await
            .is_not_found();
    }
    let mut leader = world.as_(Role::Leader).await;
    let original = leader.get(&format!("{plan}/original")).await.is_ok();
    assert_eq!(original.text(), PAPER);
}

#[tokio::test]
async fn the_print_view_holds_every_item_and_no_rail() {
    let world = world().await;
    let (_, plan) = published(&world).await;
    let mut reader = world.as_(Role::Inspector).await;
    reader
        .get(&format!("{plan}/print"))
        .await
        .is_ok()
        .shows("责任分解表")
        .shows("加强教师招聘")
        .shows("排查安全隐患")
        .hides("class=\"rail\"");
}

/// Rich text needs a program of the machine to be read, so that this test has two endings.
#[tokio::test]
async fn an_old_format_is_converted_or_refused_with_what_to_install() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let letters = |line: &str| -> String {
        let codes = line.encode_utf16().map(|code| format!("\\u{code}?"));
        codes.chain(["\\par ".to_owned()]).collect()
    };
    let rich: String = PAPER.lines().map(letters).collect();
    let rich = format!("{{\\rtf1\\ansi {rich}}}");
    office.get("/plan/import").await.is_ok();
    let reply = office
        .upload("/plan/import", &[], "要点.doc", rich.as_bytes())
        .await;
    if office::Programs::installed().libreoffice.is_some() {
        reply.leads_to("/plan/");
    } else {
        reply.is_invalid().shows("安装 LibreOffice");
    }
}

#[tokio::test]
async fn a_leader_finds_lights_and_what_is_overdue_by_name_on_the_first_page_in_few_statements() {
    let world = world().await;
    let (mut office, plan) = published(&world).await;
    let mut leader = world.as_(Role::Leader).await;
    leader
        .get("/")
        .await
        .is_ok()
        .shows("工作进度")
        .shows("已过5天")
        .hides("逾期3天");
    // The steps of another item have gone by, and are not done.
    let steps = crate::plan_milestones::steps_of(&world, &plan, "1.").await;
    crate::plan_milestones::take_all(&mut office, &steps).await;
    let late = "update plan_steps set due = '2026-03-02', due_day = '2026-03-02', begins = null";
    world.app.database().run(late).await;
    let page = leader.get("/").await.is_ok();
    page.clone()
        .shows("逾期事项")
        .shows("逾期3天")
        .shows("由临期转为逾期")
        .shows("light=red");
    let item = steps.strip_suffix("/steps").unwrap();
    page.shows(item);
    // The number leads to the items it counts, and the item's own page says the same.
    leader
        .get(&format!("{plan}?light=red"))
        .await
        .is_ok()
        .shows("加强教师招聘")
        .shows("逾期3天")
        .hides("开展师德教育");
    leader.get(item).await.is_ok().shows("逾期3天");
    let before = world.app.app.db().statements_sent();
    leader.get("/").await.is_ok();
    let n = world.app.app.db().statements_sent() - before;
    assert!(n <= 20, "{n} statements");
    // Nobody else is shown how the whole bureau stands.
    let mut head = world.as_(Role::OfficeHead).await;
    head.get("/").await.is_ok().hides("逾期事项");
    // All steps done: it is done on every page, whatever its day was.
    let done = "update plan_steps set state = 'done', done_day = '2026-03-03'";
    world.app.database().run(done).await;
    leader.get(item).await.is_ok().shows("已完成").hides("逾期");
    head.get("/").await.is_ok().shows("已完成").hides("逾期");
    leader
        .get(&format!("{plan}?light=done"))
        .await
        .is_ok()
        .shows("加强教师招聘");
}
