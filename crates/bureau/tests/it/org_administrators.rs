//! 三员分立: three administrators, none of whom does the work of another or any business.

use crate::support::{World, world};
use base::Role;
use testkit::Page;

#[tokio::test]
async fn none_of_the_three_opens_a_page_of_business() {
    let world = world().await;
    for role in Role::ADMINISTRATORS {
        let mut browser = world.as_(role).await;
        for path in ["/plan", "/plan/import"] {
            browser.get(path).await.is_not_found();
        }
        let page = browser.get("/").await;
        browser.follow(&page).await.is_ok();
    }
}

#[tokio::test]
async fn the_audit_is_seen_by_its_administrator_alone_who_begins_there() {
    let world = world().await;
    for role in Role::ALL {
        let mut browser = world.as_(role).await;
        let page = browser.get("/audit").await;
        match role {
            Role::AuditAdministrator => page.is_ok(),
            _ => page.is_not_found(),
        };
    }
    let mut auditor = world.as_(Role::AuditAdministrator).await;
    auditor.get("/").await.leads_to("/audit");
}

#[tokio::test]
async fn the_three_are_appointed_by_security_and_their_log_ins_opened_by_the_system() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let mut security = world.as_(Role::SecurityAdministrator).await;
    let register = async |browser: &mut testkit::Browser, name: &str, role: &str| -> Page {
        let bureau = world
            .word("select id as word from org_units where kind = 'bureau'")
            .await;
        let fields = [
            ("name", name),
            ("unit", bureau.as_str()),
            ("role", role),
            ("place", "9"),
        ];
        browser.post("/org/people/new", &fields).await
    };
    register(&mut admin, "单丹", "audit_administrator")
        .await
        .is_invalid()
        .shows("三员由安全管理员任免");
    register(&mut security, "单丹", "office_staff")
        .await
        .is_invalid()
        .shows("由系统管理员登记");
    let page = register(&mut security, "单丹", "audit_administrator")
        .await
        .leads_to("/org/people/");
    let path = page.location().to_owned();
    security
        .post(&format!("{path}/account"), &[("login", "shandan")])
        .await
        .is_not_found();
    admin
        .post(&format!("{path}/account"), &[("login", "shandan")])
        .await
        .is_ok()
        .shows("只显示这一次");
    security.get("/security").await.is_ok().shows("单丹");
}

#[tokio::test]
async fn an_administrator_holds_no_second_role_and_a_business_person_becomes_none() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let mut security = world.as_(Role::SecurityAdministrator).await;
    let office = world
        .word("select id as word from org_units where short_name = '人事科'")
        .await;
    for (name, role) in [
        ("审计管理员", "office_staff"),
        ("审计管理员", "administrator"),
        ("王敏", "audit_administrator"),
    ] {
        let who = match role {
            "office_staff" => &mut admin,
            _ => &mut security,
        };
        let person = person(&world, name).await;
        let fields = [("unit", office.as_str()), ("role", role), ("place", "1")];
        who.post(&format!("/org/people/{person}/posts/new"), &fields)
            .await
            .is_invalid()
            .shows("三员分立");
    }
}

#[tokio::test]
async fn the_last_of_each_of_the_three_keeps_post_and_log_in() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let mut security = world.as_(Role::SecurityAdministrator).await;
    let auditor = person(&world, "审计管理员").await;
    let page = admin
        .post(&format!("/org/people/{auditor}/account/close"), &[])
        .await;
    admin
        .follow(&page)
        .await
        .shows("这是最后一个能登录的审计管理员");
    let post = world
        .word("select id as word from org_posts where role = 'administrator'")
        .await;
    let fields = [("on", "2026-03-05"), ("reason", "退休")];
    security
        .post(&format!("/org/posts/{post}/end"), &fields)
        .await
        .is_invalid()
        .shows("这是最后一个能登录的系统管理员");
}

#[tokio::test]
async fn in_a_house_from_before_there_were_three_the_administrator_is_told_and_appoints_them() {
    let world = world().await;
    let database = world.app.database();
    for statement in [
        "delete from org_accounts where login in ('anquan', 'shenji')",
        "delete from org_posts where role in ('security_administrator', 'audit_administrator')",
    ] {
        database.run(statement).await;
    }
    let mut admin = world.as_(Role::Administrator).await;
    admin.get("/").await.leads_to("/security");
    admin
        .get("/security")
        .await
        .is_ok()
        .shows("还没有能登录的安全管理员、审计管理员");
    // Until there is somebody for it, passwords are still reset.
    let wang = person(&world, "王敏").await;
    admin
        .post(&format!("/org/people/{wang}/account/reset"), &[])
        .await
        .is_ok();
    let office = world
        .word("select id as word from org_units where kind = 'bureau'")
        .await;
    for (name, login, role) in [
        ("安全管理员", "anquan", "security_administrator"),
        ("审计管理员", "shenji", "audit_administrator"),
    ] {
        let person = person(&world, name).await;
        let fields = [("unit", office.as_str()), ("role", role), ("place", "1")];
        let account = format!("/org/people/{person}/account");
        let page = admin
            .post(&format!("/org/people/{person}/posts/new"), &fields)
            .await;
        if role == "audit_administrator" {
            // By now there is somebody else to appoint.
            page.is_invalid().shows("三员由安全管理员任免");
            continue;
        }
        page.leads_to("/org/people/");
        admin.post(&account, &[("login", login)]).await.is_ok();
    }
    let reset = admin
        .post(&format!("/org/people/{wang}/account/reset"), &[])
        .await;
    assert_eq!(reset.status, 403);
}

async fn person(world: &World, name: &str) -> String {
    world
        .word(&format!(
            "select id as word from org_people where name = '{name}'"
        ))
        .await
}
