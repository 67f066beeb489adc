//! Units, people, posts, charges and log-ins through their pages.

use crate::support::{World, world};
use base::Role;
use testkit::{Browser, Page};

async fn id(world: &World, table: &str, column: &str, name: &str) -> String {
    world
        .word(&format!(
            "select id as word from {table} where {column} = '{name}'"
        ))
        .await
}

async fn person(world: &World, name: &str) -> String {
    id(world, "org_people", "name", name).await
}

/// The value of a hidden field.
fn hidden(page: &Page, name: &str) -> String {
    let text = page.text();
    let (_, rest) = text
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[tokio::test]
async fn the_tree_of_units_is_filtered_by_kind_and_word() {
    let world = world().await;
    let mut school = world.as_(Role::School).await;
    school
        .get("/org")
        .await
        .is_ok()
        .shows("清禾县教育局")
        .shows("<details open><summary><a href=\"/org/units/")
        .hides("登记单位");
    school
        .get("/org?kind=office")
        .await
        .is_ok()
        .shows("人事科")
        .hides("清禾二中");
    // An alias finds its unit.
    school
        .get("/org?q=%E4%BA%BA%E4%BA%8B%E8%82%A1")
        .await
        .is_ok()
        .shows("人事科")
        .hides("体卫艺科");
    school
        .get("/org?q=%3Cscript%3E")
        .await
        .is_ok()
        .shows("没有符合条件的单位");
}

#[tokio::test]
async fn telephone_numbers_and_log_ins_are_for_those_who_see_everything() {
    let world = world().await;
    let someone = format!("/org/people/{}", person(&world, "王敏").await);
    let office = format!("/org/units/{}", world.unit("人事科").await);
    for role in Role::ALL {
        let mut browser = world.as_(role).await;
        let sees_everything = matches!(
            role,
            Role::Administrator | Role::SecurityAdministrator | Role::GeneralOffice | Role::Leader
        );
        for page in [&someone, &office, "/org/people?q=%E7%8E%8B%E6%95%8F"] {
            let page = browser.get(page).await.is_ok().shows("王敏");
            if sees_everything {
                page.shows("1990000");
            } else {
                page.hides("1990000").hides("renshi");
            }
        }
    }
}

#[tokio::test]
async fn a_list_of_people_sends_as_many_statements_for_many_as_for_one() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let mut statements = Vec::new();
    for path in [
        "/org/people?q=%E7%8E%8B%E6%95%8F",
        "/org/people",
        "/org/people?page=2",
    ] {
        let before = world.app.app.db().statements_sent();
        office.get(path).await.is_ok();
        statements.push(world.app.app.db().statements_sent() - before);
    }
    assert_eq!(statements, [10, 10, 10]);
    let before = world.app.app.db().statements_sent();
    office.get("/org").await.is_ok();
    assert_eq!(world.app.app.db().statements_sent() - before, 10);
}

#[tokio::test]
async fn a_unit_is_registered_changed_and_protected_from_a_late_change() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let bureau = world.unit("清禾县教育局").await;
    let fields = |name: &'static str| {
        [
            ("name", name),
            ("short_name", "老干部科"),
            ("kind", "office"),
            ("aliases", "离退休科，老干科"),
            ("place", "200"),
        ]
    };
    admin.get("/org/units/new").await.is_ok();
    admin
        .post("/org/units/new", &fields(""))
        .await
        .is_invalid()
        .shows("请填写全称")
        .shows("离退休科");
    let mut right = fields("清禾县教育局老干部科").to_vec();
    right.push(("parent", &bureau));
    admin
        .post("/org/units/new", &right)
        .await
        .leads_to("/org/units/");
    // The name is taken now.
    admin
        .post("/org/units/new", &right)
        .await
        .is_invalid()
        .shows("已有名为");

    let edit = format!("/org/units/{}/edit", world.unit("老干部科").await);
    let version = hidden(&admin.get(&edit).await.is_ok(), "version");
    right.push(("version", &version));
    admin.post(&edit, &right).await.leads_to("/org/units/");
    let late = admin.post(&edit, &right).await;
    assert_eq!(late.status, 409);
    late.shows("别人改过这个单位").shows("离退休科，老干科");
}

#[tokio::test]
async fn a_person_gets_posts_charges_and_a_log_in_that_works_once_changed() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let bureau = world.unit("清禾县教育局").await;
    let post = [
        ("unit", bureau.as_str()),
        ("title", "副局长"),
        ("role", "leader"),
        ("place", "6"),
    ];
    let mut fields = vec![("name", "单 丹"), ("phone", "13900000000")];
    admin.get("/org/people/new").await.is_ok();
    admin
        .post("/org/people/new", &fields)
        .await
        .is_invalid()
        .shows("请选择所在单位")
        .shows("请选择角色");
    fields.extend(post);
    let page = admin
        .post("/org/people/new", &fields)
        .await
        .leads_to("/org/people/");
    let path = page.location().to_owned();

    let office = world.unit("人事科").await;
    admin.get(&format!("{path}/charges")).await.is_ok();
    admin
        .post(
            &format!("{path}/charges"),
            &[("unit", &office), ("unit", &office)],
        )
        .await
        .leads_to(&path);
    admin
        .get(&format!("/org/units/{office}"))
        .await
        .is_ok()
        .shows("单丹");

    admin
        .get(&format!("{path}/account"))
        .await
        .is_ok()
        .shows("shandan");
    admin
        .post(&format!("{path}/account"), &[("login", "renshi")])
        .await
        .is_invalid()
        .shows("已有人使用");
    let told = admin
        .post(&format!("{path}/account"), &[("login", "shandan")])
        .await
        .is_ok()
        .shows("只显示这一次");
    let password = one_time_password(&told);
    let mut leader = world.nobody();
    leader.sign_in("shandan", &password).await.leads_to("/");
    leader.get("/org").await.leads_to("/password");
    leader.get("/password").await.is_ok();
    change_password(&mut leader, &password).await.leads_to("/");
    leader.get("/org").await.is_ok();

    // A reset ends the session and the password; closing ends the log-in.
    let mut security = world.as_(Role::SecurityAdministrator).await;
    let refused = admin.post(&format!("{path}/account/reset"), &[]).await;
    assert_eq!(refused.status, 403);
    let told = security.post(&format!("{path}/account/reset"), &[]).await;
    admin.get(&path).await.is_ok();
    leader.get("/org").await.leads_to("/sign-in");
    leader
        .sign_in("shandan", "Qingshan-2026")
        .await
        .is_invalid();
    let password = one_time_password(&told);
    admin
        .post(&format!("{path}/account/close"), &[])
        .await
        .leads_to(&path);
    leader
        .sign_in("shandan", &password)
        .await
        .is_invalid()
        .shows("已停用");
    admin
        .post(&format!("{path}/account/reopen"), &[])
        .await
        .leads_to(&path);
    leader.sign_in("shandan", &password).await.leads_to("/");
}

#[tokio::test]
async fn the_last_post_may_end_but_not_ones_own_administration() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let post_of = |role: &'static str, name: &'static str| {
        let sql = format!(
            "select p.id as word from org_posts p join org_people o on o.id = p.person_id
             where o.name = '{name}' and p.role = '{role}'"
        );
        let world = &world;
        async move { world.word(&sql).await }
    };
    let own = post_of("security_administrator", "安全管理员").await;
    let mut security = world.as_(Role::SecurityAdministrator).await;
    let today = [("on", "2026-03-05"), ("reason", "退休")];
    security
        .post(&format!("/org/posts/{own}/end"), &today)
        .await
        .is_invalid()
        .shows("不能去掉自己的安全管理员角色");
    admin.get("/org").await.is_ok();

    let heads = post_of("office_head", "王敏").await;
    let mut head = world.as_(Role::OfficeHead).await;
    let end = format!("/org/posts/{heads}/end");
    for (on, reason, what) in [
        ("", "退休", "请填写生效日期"),
        ("2026-02-30", "退休", "不是日期"),
        ("2026-03-06", "退休", "在今天之后"),
        ("2026-03-05", "", "请填写原因"),
    ] {
        let fields = [("on", on), ("reason", reason)];
        admin.post(&end, &fields).await.is_invalid().shows(what);
    }
    let person = admin.post(&end, &today).await.leads_to("/org/people/");
    let path = person.location().to_owned();
    admin
        .get(&path)
        .await
        .is_ok()
        .shows("以往任职")
        .shows("2026年3月5日止")
        .shows("退休");
    head.get("/org").await.leads_to("/sign-in");
    let mut again = world.nobody();
    again
        .sign_in("renshi", bureau::demo::org::PASSWORD)
        .await
        .is_invalid()
        .shows("没有任职");
}

#[tokio::test]
async fn one_does_not_close_ones_own_log_in() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let own = format!("/org/people/{}", person(&world, "系统管理员").await);
    admin.get(&own).await.is_ok().hides("停用账号");
    let page = admin.post(&format!("{own}/account/close"), &[]).await;
    admin
        .follow(&page)
        .await
        .is_ok()
        .shows("不能停用自己的账号");
}

fn one_time_password(page: &Page) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("一次性密码</dt>").unwrap();
    let (_, rest) = rest.split_once("<code class=\"nowrap\">").unwrap();
    rest.split_once('<').unwrap().0.to_owned()
}

async fn change_password(browser: &mut Browser, current: &str) -> Page {
    let fields = [
        ("current", current),
        ("chosen", "Qingshan-2026"),
        ("repeated", "Qingshan-2026"),
    ];
    browser.post("/password", &fields).await
}
