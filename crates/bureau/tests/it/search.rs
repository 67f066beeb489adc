//! One box over everything somebody may see.

use crate::support::{World, counties, county, world};
use base::Role;
use testkit::{Browser, Page};

const PAPER: &str = "清禾县教育局2026年工作要点

一、队伍建设
1.加强教师招聘。计划招聘教师200名，4月底前完成招聘。（责任单位：人事科）
二、校园安全
2.排查校车隐患。2月底前完成校车排查。（牵头单位：安全科；配合单位：清禾一中）
";

#[tokio::test]
async fn published_items_are_found_by_those_who_see_them() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    office.get("/plan/import").await.is_ok();
    let reply = office
        .upload("/plan/import", &[], "要点.txt", PAPER.as_bytes())
        .await
        .leads_to("/plan/");
    let plan = reply.location().strip_suffix("/review").unwrap().to_owned();
    office.get("/search?q=招聘").await.is_ok().hides("加强教师");
    office.get(&format!("{plan}/assign")).await.is_ok();
    office
        .post(&format!("{plan}/assign"), &[("act", "accept-all")])
        .await
        .leads_to(&plan);
    let page = office.get(&format!("{plan}/publish")).await.is_ok().text();
    let (_, revision) = page.split_once("name=\"revision\" value=\"").unwrap();
    let (revision, _) = revision.split_once('"').unwrap();
    office
        .post(
            &format!("{plan}/publish"),
            &[("revision", revision), ("accepts_open_items", "yes")],
        )
        .await
        .leads_to(&plan);
    let mut head = world.as_(Role::OfficeHead).await;
    head.get("/search?q=招聘")
        .await
        .is_ok()
        .shows("<mark>招聘</mark>")
        .shows("要点条目");
    let mut school = world.as_(Role::School).await;
    school.get("/search?q=招聘").await.is_ok().hides("加强教师");
    school
        .get("/search?q=校车")
        .await
        .is_ok()
        .shows("<mark>校车</mark>");
    let mut admin = world.as_(Role::Administrator).await;
    admin.get("/search?q=校车").await.is_ok().hides("校车隐患");
    admin.get("/search").await.is_ok().shows("输入要找的词");

    // An earlier program knew no search: the next start puts in what there is.
    let n_entries = "select count(*) as n from store_search";
    let before = world.number(n_entries).await;
    for sql in [
        "delete from store_settings where name = 'store.search_index'",
        "delete from store_search",
        "delete from store_search_index",
    ] {
        world.app.database().run(sql).await;
    }
    let app = &world.app.app;
    let (db, files, clock) = (app.db().clone(), app.files().clone(), app.clock().clone());
    let config = base::Config::default();
    shell::App::new(
        db,
        files,
        clock,
        config,
        bureau::identify,
        &bureau::slices(),
    )
    .await
    .unwrap();
    assert_eq!(world.number(n_entries).await, before);
    head.get("/search?q=招聘").await.is_ok().shows("要点条目");
}

async fn ask(browser: &mut Browser, question: &str) -> Page {
    let question: String = form_urlencoded::byte_serialize(question.as_bytes()).collect();
    browser.get(&format!("/search?q={question}")).await.is_ok()
}

/// How many hits of a kind the tabs tell.
fn n_of(page: &Page, kind: &str) -> i64 {
    let text = page.text();
    let Some((_, rest)) = text.split_once(&format!("<h2>{kind} <span class=\"quiet\">")) else {
        return 0;
    };
    rest.split_once(" 条").unwrap().0.parse().unwrap()
}

#[tokio::test]
async fn one_box_finds_every_kind_on_both_engines_and_each_role_what_it_may_see() {
    for world in counties().await {
        each_finds_what_it_may_see(&world).await;
        what_is_found_follows(&world).await;
    }
}

async fn each_finds_what_it_may_see(world: &World) {
    let mut office = world.as_(Role::GeneralOffice).await;
    // One character, and every kind there is.
    let page = ask(&mut office, "校").await;
    for kind in ["单位", "人员", "要点条目", "数据项", "台账", "台账记录"] {
        assert!(n_of(&page, kind) > 0, "no {kind}");
    }
    page.shows("<mark>校</mark>").shows("查看全部");
    let page = ask(&mut office, "报送").await;
    assert!(n_of(&page, "报送") > 0);
    // Former names, aliases, posts, sounds.
    ask(&mut office, "法制科").await.shows("政策法规科");
    ask(&mut office, "县一中").await.shows("清禾县第一中学");
    ask(&mut office, "柳沟").await.shows("已撤并");
    ask(&mut office, "总督学").await.shows("贺云松");
    ask(&mut office, "wangmin").await.shows("王敏");
    // What one kind has is paged, and no two pages show the same.
    let all = "select count(*) as n from ledger_rows where register_no = 1";
    let page = ask(&mut office, "教师培训 号").await;
    // Rows of other registers speak of training too.
    assert!(n_of(&page, "台账记录") >= world.number(all).await);
    let page = office
        .get("/search?q=%E6%A0%A1&kind=org.unit&page=2")
        .await
        .is_ok();
    page.shows("第 21").hides("查看全部");

    // A school: its own rows, its own people and the bureau's, no other school's.
    let mut school = world.as_(Role::School).await;
    let own = world.unit("清禾一中").await;
    let own_rows = format!(
        "select count(*) as n from ledger_rows where register_no = 1 and unit_id = '{own}'"
    );
    let page = ask(&mut school, "教师培训 号").await;
    assert_eq!(n_of(&page, "台账记录"), world.number(&own_rows).await);
    ask(&mut school, "清禾二中").await.hides("清禾县第二中学");
    ask(&mut school, "卫景明").await.shows("没有找到");
    ask(&mut school, "王敏").await.shows("人事科");
    let others = ask(&mut school, "报送").await;
    let own_reports = format!(
        "select count(*) as n from report_reports where state <> 'open' and unit_id = '{own}'"
    );
    assert_eq!(n_of(&others, "报送"), world.number(&own_reports).await);

    // Administrators have units and people, and no business.
    for role in Role::ADMINISTRATORS {
        let mut administrator = world.as_(role).await;
        let page = ask(&mut administrator, "校").await;
        assert!(n_of(&page, "单位") > 0);
        for kind in [
            "要点条目",
            "要点",
            "数据项",
            "台账",
            "台账记录",
            "报送",
            "附件",
        ] {
            assert_eq!(n_of(&page, kind), 0, "{role:?} finds {kind}");
        }
    }
    let mut inspector = world.as_(Role::Inspector).await;
    let page = ask(&mut inspector, "校").await;
    assert!(n_of(&page, "台账记录") > 0);
}

/// Merges and new names; whose business is whose is asked anew each time.
async fn what_is_found_follows(world: &World) {
    let mut office = world.as_(Role::GeneralOffice).await;
    let mut school = world.as_(Role::School).await;
    // A school that is merged into this one brings its rows along.
    let (own, other) = (world.unit("清禾一中").await, world.unit("清禾二中").await);
    ask(&mut school, "清禾二中 教师培训")
        .await
        .shows("没有找到");
    let of_other = format!(
        "select count(*) as n from ledger_rows where register_no = 1 and unit_id = '{other}'"
    );
    assert!(world.number(&of_other).await > 0);
    let mut admin = world.as_(Role::Administrator).await;
    let form = format!("/org/units/{other}/merge");
    let page = admin.get(&form).await.is_ok().text();
    let (_, version) = page.split_once("name=\"version\" value=\"").unwrap();
    let (version, _) = version.split_once('"').unwrap();
    let fields = [
        ("version", version),
        ("into", own.as_str()),
        ("on", "2026-06-01"),
        ("reason", "清教发〔2026〕3号"),
    ];
    admin.post(&form, &fields).await.leads_to("/org/units/");
    let page = ask(&mut school, "清禾二中 教师培训").await;
    assert_eq!(n_of(&page, "台账记录"), world.number(&of_other).await);
    ask(&mut school, "清禾县第二中学").await.shows("已撤并");

    // A new name, and the old one with it.
    let form = format!("/org/units/{own}/rename");
    let page = admin.get(&form).await.is_ok().text();
    let (_, version) = page.split_once("name=\"version\" value=\"").unwrap();
    let (version, _) = version.split_once('"').unwrap();
    let fields = [
        ("version", version),
        ("name", "清禾县文昌中学"),
        ("short_name", "文昌中学"),
        ("on", "2026-06-02"),
        ("reason", "清教发〔2026〕4号"),
    ];
    admin.post(&form, &fields).await.leads_to("/org/units/");
    ask(&mut office, "文昌")
        .await
        .shows("中学校长")
        .shows("顾怀山");
    ask(&mut office, "清禾县第一中学")
        .await
        .shows("清禾县文昌中学")
        .hides("没有找到");
}

#[tokio::test]
async fn what_is_personal_in_a_register_is_no_word_and_a_row_in_the_bin_is_not_found() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let definition = "code = \"aid\"\nname = \"资助\"\npurpose = \"登记受资助的学生\"\n\
        owner = \"人事科\"\n[rights]\nfill_kinds = [\"school\"]\n\
        [[fields]]\ncode = \"item\"\nname = \"项目\"\nkind = \"text\"\n\
        [[fields]]\ncode = \"pupil\"\nname = \"学生\"\nkind = \"text\"\npersonal = \"sensitive\"\n\
        minors = true\nminors_reason = \"按学生发放\"\n";
    office
        .post("/ledger/new", &[("text", definition)])
        .await
        .leads_to("/ledger/aid");
    let own = world.unit("清禾一中").await;
    let mut school = world.as_(Role::School).await;
    let fields = [
        ("unit", own.as_str()),
        ("v.item", "营养餐补助"),
        ("v.pupil", "蓝小舟"),
    ];
    school.get("/ledger/aid/new").await.is_ok();
    school
        .upload("/ledger/aid/new", &fields, "", b"")
        .await
        .leads_to("/ledger/aid");
    for browser in [&mut school, &mut office] {
        ask(browser, "营养餐")
            .await
            .shows("资助第1号")
            .hides("蓝小舟");
        ask(browser, "蓝小舟")
            .await
            .shows("没有找到")
            .shows("个人信息");
    }
    ask(&mut school, "受资助")
        .await
        .shows("<mark>受资助</mark>");
    // Only the office that keeps it sees it now, and what somebody may see they find.
    let mut head = world.as_(Role::OfficeStaff).await;
    ask(&mut head, "营养餐").await.shows("资助第1号");
    school.get("/ledger/aid").await.is_ok();
    school
        .post("/ledger/aid/removal", &[("id", "1"), ("reason", "重复")])
        .await;
    let n_binned = world.number("select count(*) as n from ledger_bin").await;
    let page = ask(&mut school, "营养餐").await;
    assert_eq!((n_binned, n_of(&page, "台账记录")), (1, 0));
}

#[tokio::test]
async fn the_search_sends_as_many_statements_for_a_hundred_hits_as_for_one() {
    let world = county().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let mut sent = async |path: &str| {
        let before = world.app.app.db().statements_sent();
        let page = office.get(path).await.is_ok();
        (world.app.app.db().statements_sent() - before, page)
    };
    let (one_hit, page) = sent("/search?q=%E6%9F%B3%E6%B2%9F%E5%B0%8F%E5%AD%A6").await;
    assert_eq!(n_of(&page, "单位"), 1);
    let (two_characters, _) = sent("/search?q=%E6%95%99%E5%B8%88").await;
    let (of_one_kind, page) = sent("/search?q=%E6%95%99%E5%B8%88&kind=ledger.row").await;
    assert!(n_of(&page, "台账记录") > 100);
    let (one_character, page) = sent("/search?q=%E6%A0%A1").await;
    assert!(n_of(&page, "单位") > 20);
    assert_eq!(
        (two_characters, of_one_kind, one_character),
        (one_hit, one_hit, one_hit)
    );
}
