//! 目录服务: log-in on the log-in page with the password of a directory, a real one (OpenLDAP) on this
//! machine. How it is spoken to is tested in `wire`.

use crate::support::{World, with_config};
use base::Config;
use testkit::{Browser, Page, Slapd};

const OWN: &str = bureau::demo::org::PASSWORD;

/// The demo county with a directory that knows its general office, one school and a stranger; none,
/// said aloud, where OpenLDAP is not installed.
async fn world_with_directory() -> Option<(World, Slapd)> {
    let slapd = Slapd::start(&[
        ("bangongshi", "bangongshi@a.example"),
        ("yizhong", "yizhong@a.example"),
        ("stranger", "stranger@a.example"),
    ])?;
    let (port, suffix, reader) = (slapd.tls_port, Slapd::SUFFIX, Slapd::READER);
    let settings = format!(
        "[ldap]\nurl = \"ldaps://127.0.0.1:{port}\"\nca = {:?}\nbase = \"{suffix}\"\n\
         filter = \"(&(objectClass=inetOrgPerson)(uid={{login}}))\"\n\
         bind_dn = \"{reader}\"\nbind_password = \"reader-word\"\n",
        slapd.certificate().display().to_string()
    );
    let config = Config::read(Some(&settings), Vec::new()).unwrap();
    bureau::check_settings(&config).unwrap();
    Some((with_config(config).await, slapd))
}

async fn sign_in(world: &World, login: &str, password: &str) -> (Browser, Page) {
    let mut browser = world.app.browser();
    let page = browser.sign_in(login, password).await;
    (browser, page)
}

#[tokio::test]
async fn the_password_of_the_directory_lets_in_whoever_has_an_account_here() {
    let Some((world, _slapd)) = world_with_directory().await else {
        return;
    };
    // However the log-in is written; the password here goes on working beside it.
    for (login, password) in [
        ("bangongshi", "bangongshi-word"),
        (" BANGONGSHI ", "bangongshi-word"),
        ("bangongshi", OWN),
    ] {
        let (mut browser, page) = sign_in(&world, login, password).await;
        page.leads_to("/");
        browser.get("/plan").await.is_ok().shows("沈书宁");
    }
    for (login, password) in [
        ("bangongshi", "yizhong-word"),
        ("bangongshi", "bangongshi-Word"),
        ("renshi", "renshi-word"),
        ("*", "bangongshi-word"),
        ("nobody", "nobody-word"),
    ] {
        let (mut browser, page) = sign_in(&world, login, password).await;
        page.is_invalid().shows("账号或密码不对").hides(password);
        browser.get("/plan").await.leads_to("/sign-in?next=%2Fplan");
    }
    let (_, page) = sign_in(&world, "bangongshi", "").await;
    page.is_invalid().shows("请填写密码");
    // Whoever is known there alone is told so, and the administrators see it.
    let (mut stranger, page) = sign_in(&world, "stranger", "stranger-word").await;
    page.is_invalid().shows("本系统没有对应的账号");
    stranger
        .get("/plan")
        .await
        .leads_to("/sign-in?next=%2Fplan");
    let lines = "select count(*) as n from store_audit where act = 'org.sign_in.unknown_here'";
    assert_eq!(world.number(lines).await, 1);
}

#[tokio::test]
async fn what_holds_for_log_ins_here_holds_for_those_of_the_directory() {
    let Some((world, slapd)) = world_with_directory().await else {
        return;
    };
    // Its password is as old as the directory lets it be; the one here must be changed.
    world
        .app
        .database()
        .run("update org_accounts set must_change_password = true where login = 'bangongshi'")
        .await;
    let (mut by_directory, _) = sign_in(&world, "bangongshi", "bangongshi-word").await;
    by_directory.get("/plan").await.is_ok();
    let (mut by_own, _) = sign_in(&world, "bangongshi", OWN).await;
    by_own.get("/plan").await.leads_to("/password");
    // A role that needs two steps needs them here too.
    world.must_have_second_factor("general_office").await;
    let (mut browser, _) = sign_in(&world, "bangongshi", "bangongshi-word").await;
    browser.get("/plan").await.leads_to("/second-factor");
    // Wrong ones lock, and then the right one of the directory is no use either.
    for _ in 0..5 {
        let (_, page) = sign_in(&world, "yizhong", "wrong").await;
        page.is_invalid();
    }
    let (_, page) = sign_in(&world, "yizhong", "yizhong-word").await;
    page.is_invalid().shows("已锁定");
    let database = world.app.database();
    database.run("delete from org_failed_sign_ins").await;
    database
        .run("update org_accounts set is_closed = true where login = 'yizhong'")
        .await;
    let (_, page) = sign_in(&world, "yizhong", "yizhong-word").await;
    page.is_invalid().shows("已停用");
    // A directory that is down takes nobody's own password away.
    drop(slapd);
    let (_, page) = sign_in(&world, "bangongshi", "bangongshi-word").await;
    page.is_invalid().shows("目录服务没有正常应答");
    let (mut browser, page) = sign_in(&world, "renshi", OWN).await;
    page.leads_to("/");
    browser.get("/inbox").await.is_ok();
}
