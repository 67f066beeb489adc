//! Rules for passwords and log-ins, two steps, sessions, limits.

use crate::support::{World, founded, world};
use base::{Clock, Role, clock::SystemClock};
use bureau::demo::org::PASSWORD;
use hmac::{Hmac, KeyInit, Mac};
use testkit::{Browser, Page};

/// The rules as they are shipped, as the form sends them; what is named is set otherwise.
fn rules<'a>(version: &'a str, otherwise: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let shipped = [
        ("version", version),
        ("least_chars", "10"),
        ("least_sorts", "3"),
        ("n_remembered", "5"),
        ("most_age_days", "90"),
        ("most_failures", "5"),
        ("locked_minutes", "15"),
        ("idle_minutes", "30"),
        ("whole_hours", "12"),
        ("changes_first", "on"),
    ];
    let kept = shipped
        .into_iter()
        .filter(|(name, _)| otherwise.iter().all(|(other, _)| other != name));
    kept.chain(otherwise.iter().copied())
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

async fn set_rules(world: &World, version: &str, otherwise: &[(&str, &str)]) {
    let mut security = world.as_(Role::SecurityAdministrator).await;
    security.get("/security/rules").await.is_ok();
    security
        .post("/security/rules", &rules(version, otherwise))
        .await
        .leads_to("/security/rules");
}

#[tokio::test]
async fn rules_are_checked_kept_and_written_down_with_before_and_after() {
    let world = world().await;
    let mut security = world.as_(Role::SecurityAdministrator).await;
    security
        .get("/security/rules")
        .await
        .is_ok()
        .shows("密码最少字符数")
        .shows("GB/T 22239-2019");
    security
        .post("/security/rules", &rules("0", &[("least_chars", "3")]))
        .await
        .is_invalid()
        .shows("请填写8至64之间的整数");
    let wanted = [("least_chars", "12"), ("role", "leader")];
    security
        .post("/security/rules", &rules("0", &wanted))
        .await
        .leads_to("/security/rules");
    // Drawn from the rules as they were before.
    security
        .post("/security/rules", &rules("0", &[("least_chars", "14")]))
        .await
        .is_conflict()
        .shows("别人改过这些规则")
        .shows("14");
    let mut auditor = world.as_(Role::AuditAdministrator).await;
    auditor
        .get("/audit?act=org.sign_in_rules.changed")
        .await
        .is_ok()
        .shows("<del>10 个</del>")
        .shows("<ins>12 个</ins>")
        .shows("<ins>局领导</ins>");

    let mut staff = world.as_(Role::OfficeStaff).await;
    staff.get("/password").await.is_ok().shows("至少12个字符");
    change_password(&mut staff, PASSWORD, "Qinghe-2026")
        .await
        .is_invalid()
        .shows("至少要12个");
}

#[tokio::test]
async fn passwords_used_lately_are_refused() {
    let world = world().await;
    set_rules(&world, "0", &[("n_remembered", "3")]).await;
    let mut staff = world.as_(Role::OfficeStaff).await;
    let mut current = PASSWORD;
    for next in ["Qinghe-2026-a", "Qinghe-2026-b"] {
        staff.get("/password").await;
        change_password(&mut staff, current, next)
            .await
            .leads_to("/");
        current = next;
    }
    staff.get("/password").await;
    change_password(&mut staff, current, PASSWORD)
        .await
        .is_invalid()
        .shows("最近3次用过的密码");
    change_password(&mut staff, current, "Qinghe-2026-c")
        .await
        .leads_to("/");
    staff.get("/password").await;
    change_password(&mut staff, "Qinghe-2026-c", PASSWORD)
        .await
        .leads_to("/");
}

#[tokio::test]
async fn a_password_that_is_too_old_is_changed_first() {
    let world = world().await;
    let database = world.app.database();
    let ninety_one_days = "update org_accounts set password_changed_ms =
        1772672400000 - 91 * 86400000 where login = 'jijiao'";
    database.run(ninety_one_days).await;
    let mut staff = world.app.browser();
    staff.sign_in("jijiao", PASSWORD).await.leads_to("/");
    staff.get("/").await.leads_to("/password");
    staff.get("/password").await.is_ok();
    change_password(&mut staff, PASSWORD, "Qinghe-2026")
        .await
        .leads_to("/");
    staff.get("/").await.is_ok();

    set_rules(&world, "0", &[("most_age_days", "0")]).await;
    database.run(ninety_one_days).await;
    let mut staff = world.app.browser();
    staff.sign_in("jijiao", "Qinghe-2026").await.leads_to("/");
    staff.get("/").await.is_ok();
}

#[tokio::test]
async fn sessions_end_when_nothing_was_done_and_when_they_are_old() {
    let world = world().await;
    let database = world.app.database();
    let hour = 3_600_000;
    for (started, seen, lives) in [
        (hour, hour / 4, true),
        (hour, 31 * 60_000, false),
        (11 * hour, 0, true),
        (13 * hour, 0, false),
    ] {
        let mut staff = world.as_(Role::OfficeStaff).await;
        database
            .run(&format!(
                "update store_sessions set started_ms = started_ms - {started},
                     ends_ms = ends_ms - {started}, seen_ms = seen_ms - {seen}"
            ))
            .await;
        let page = staff.get("/").await;
        assert_eq!(page.status.is_success(), lives, "{started} {seen}");
    }
    // A shorter time holds for sessions that have begun, too.
    let mut staff = world.as_(Role::OfficeStaff).await;
    database
        .run("update store_sessions set seen_ms = seen_ms - 10 * 60000")
        .await;
    set_rules(&world, "0", &[("idle_minutes", "5")]).await;
    staff.get("/").await.leads_to("/sign-in");
}

#[tokio::test]
async fn where_else_one_is_signed_in_is_shown_and_ended() {
    let world = world().await;
    let mut here = world.as_(Role::OfficeHead).await;
    here.get("/sessions").await.is_ok().shows("没有在别处登录");
    let mut there = world.as_(Role::OfficeHead).await;
    let mut third = world.as_(Role::OfficeHead).await;
    let page = here
        .get("/sessions")
        .await
        .is_ok()
        .shows("结束别处的全部登录");
    let text = page.text();
    let (_, rest) = text.split_once("action=\"/sessions/0").unwrap();
    let (id, _) = rest.split_once("/end\"").unwrap();
    here.post(&format!("/sessions/0{id}/end"), &[])
        .await
        .leads_to("/sessions");
    let n_ended = [&mut there, &mut third];
    let mut n_alive = 0;
    for browser in n_ended {
        n_alive += i32::from(browser.get("/").await.status.is_success());
    }
    assert_eq!(n_alive, 1);
    here.post("/sessions/end-others", &[])
        .await
        .leads_to("/sessions");
    there.get("/").await.leads_to("/sign-in");
    third.get("/").await.leads_to("/sign-in");
    here.get("/").await.is_ok();
    // Another's session is not ended by its id.
    let mut staff = world.as_(Role::OfficeStaff).await;
    let id = world
        .word(
            "select s.id as word from store_sessions s join org_accounts a on a.id = s.account_id
             where a.login = 'renshi'",
        )
        .await;
    staff.post(&format!("/sessions/{id}/end"), &[]).await;
    here.get("/").await.is_ok();
}

#[tokio::test]
async fn where_the_rules_say_so_a_log_in_ends_the_one_before_it() {
    let world = world().await;
    let mut first = world.as_(Role::OfficeStaff).await;
    set_rules(&world, "0", &[("one_session", "on")]).await;
    first.get("/").await.is_ok();
    let mut second = world.as_(Role::OfficeStaff).await;
    first.get("/").await.leads_to("/sign-in");
    second.get("/").await.is_ok();
}

#[tokio::test]
async fn a_lock_is_written_down_once_and_lifted_by_security() {
    let world = world().await;
    let mut staff = world.app.browser();
    for _ in 0..7 {
        staff.sign_in("jijiao", "wrong").await.is_invalid();
    }
    staff.sign_in("secret-typed-by-mistake", "x").await;
    let mut auditor = world.as_(Role::AuditAdministrator).await;
    let list = auditor.get("/audit?act=org.account.locked").await.is_ok();
    assert_eq!(list.text().matches("连续错5次，锁定15分钟").count(), 1);
    list.shows("许若川").hides("secret-typed");

    let person = person(&world, "许若川").await;
    let mut security = world.as_(Role::SecurityAdministrator).await;
    let page = format!("/org/people/{person}/log-in");
    security.get(&page).await.is_ok().shows("连续输错，已锁定");
    security
        .post(&format!("{page}/unlock"), &[])
        .await
        .leads_to(&page);
    let mut staff = world.as_(Role::OfficeStaff).await;
    security.get(&page).await.is_ok().shows("结束全部登录");
    security
        .post(&format!("{page}/end-sessions"), &[])
        .await
        .leads_to(&page);
    staff.get("/").await.leads_to("/sign-in");
}

#[tokio::test]
async fn a_log_in_that_does_not_exist_is_answered_like_one_that_does() {
    let world = world().await;
    let db = world.app.app.db().clone();
    let mut told = Vec::new();
    for login in ["jijiao", "nobody"] {
        let mut browser = world.app.browser();
        browser.get("/sign-in").await;
        let before = db.statements_sent();
        let page = browser
            .post("/sign-in", &[("login", login), ("password", "wrong")])
            .await;
        let n_statements = db.statements_sent() - before;
        let words = page.text().replace(login, "…");
        let words: Vec<String> = words
            .lines()
            .filter(|line| !line.contains("_csrf"))
            .map(str::to_owned)
            .collect();
        told.push((page.status, words, n_statements));
    }
    assert_eq!(told[0], told[1]);
}

#[tokio::test]
async fn whoever_knocks_too_often_is_told_to_wait() {
    let world = world().await;
    let mut browser = world.app.browser();
    browser.get("/sign-in").await;
    let mut last = None;
    for _ in 0..25 {
        let page = browser
            .post("/sign-in", &[("login", "jijiao"), ("password", "x")])
            .await;
        last = Some(page);
    }
    let page = last.unwrap();
    assert_eq!(page.status, 429);
    assert!(page.headers.contains_key("retry-after"));
    page.shows("请求太频繁").shows("秒再试");
    // The limit is the log-in's, not everybody's.
    world.as_(Role::OfficeHead).await;
}

#[tokio::test]
async fn a_bound_telephone_is_asked_for_and_no_code_is_taken_twice() {
    let world = world().await;
    let mut staff = world.as_(Role::OfficeStaff).await;
    let (secret, codes) = bind(&mut staff).await;
    assert_eq!(codes.len(), 10);
    let mut again = world.app.browser();
    again
        .sign_in("jijiao", PASSWORD)
        .await
        .leads_to("/sign-in/second-step");
    again.get("/").await.leads_to("/sign-in");
    let page = again.get("/sign-in/second-step?next=%2Fsessions").await;
    page.is_ok().shows("验证码");
    let used = code(&secret, 0);
    again
        .post("/sign-in/second-step", &[("code", &used)])
        .await
        .is_invalid()
        .shows("已经用过");
    let next = code(&secret, 1);
    let fields = [("code", next.as_str()), ("next", "/sessions")];
    again
        .post("/sign-in/second-step", &fields)
        .await
        .leads_to("/sessions");
    again.get("/").await.is_ok();

    // A recovery code instead of the telephone, once.
    for accepted in [true, false] {
        let mut lost = world.app.browser();
        lost.sign_in("jijiao", PASSWORD).await;
        lost.get("/sign-in/second-step").await.is_ok();
        let page = lost
            .post("/sign-in/second-step", &[("code", &codes[3])])
            .await;
        assert_eq!(page.status.is_redirection(), accepted);
    }
    again
        .get("/second-factor")
        .await
        .is_ok()
        .shows("还有 9 个恢复码");
}

#[tokio::test]
async fn wrong_codes_lock_like_wrong_passwords() {
    let world = world().await;
    let mut staff = world.as_(Role::OfficeStaff).await;
    let _ = bind(&mut staff).await;
    let mut thief = world.app.browser();
    thief.sign_in("jijiao", PASSWORD).await;
    thief.get("/sign-in/second-step").await.is_ok();
    for _ in 0..4 {
        thief
            .post("/sign-in/second-step", &[("code", "000000")])
            .await
            .is_invalid();
    }
    thief
        .post("/sign-in/second-step", &[("code", "000000")])
        .await
        .is_invalid()
        .shows("已锁定");
}

#[tokio::test]
async fn a_role_that_needs_two_steps_binds_a_telephone_before_anything_else() {
    let world = world().await;
    set_rules(&world, "0", &[("role", "leader")]).await;
    let mut leader = world.app.browser();
    leader.sign_in("juzhang", PASSWORD).await.leads_to("/");
    leader.get("/").await.leads_to("/second-factor");
    leader
        .get("/second-factor")
        .await
        .is_ok()
        .shows("绑定手机后才能继续使用");
    let _ = bind(&mut leader).await;
    leader.get("/").await.is_ok();
    let page = leader
        .post("/second-factor/give-up", &[("code", "123456")])
        .await;
    page.is_invalid().shows("必须两步验证");

    // Lost: security takes it away, the next log-in begins anew.
    let person = person(&world, "陆明远").await;
    let mut security = world.as_(Role::SecurityAdministrator).await;
    let page = format!("/org/people/{person}/log-in");
    security.get(&page).await.is_ok().shows("已绑定手机");
    security
        .post(&format!("{page}/reset-second-factor"), &[])
        .await
        .leads_to(&page);
    leader.get("/").await.leads_to("/sign-in");
    leader.sign_in("juzhang", PASSWORD).await.leads_to("/");
    leader.get("/").await.leads_to("/second-factor");
}

/// Binds a telephone; gives its secret and the recovery codes.
async fn bind(browser: &mut Browser) -> (String, Vec<String>) {
    browser.get("/second-factor").await.is_ok();
    browser
        .post("/second-factor/begin", &[])
        .await
        .leads_to("/second-factor");
    let page = browser
        .get("/second-factor")
        .await
        .is_ok()
        .shows("class=\"qr\"");
    let secret = between(&page.text(), "<code class=\"nowrap\">").replace(' ', "");
    browser
        .post("/second-factor/confirm", &[("code", "000000")])
        .await
        .is_invalid();
    let told = browser
        .post("/second-factor/confirm", &[("code", &code(&secret, 0))])
        .await
        .is_ok()
        .shows("只显示这一次");
    let text = told.text();
    let codes = text.split("<code class=\"nowrap\">").skip(1);
    let codes = codes.map(|rest| rest.split('<').next().unwrap().to_owned());
    (secret, codes.collect())
}

/// The code a telephone shows now, or so many half minutes later.
fn code(secret: &str, later: i64) -> String {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = secret
        .chars()
        .map(|letter| format!("{:05b}", LETTERS.find(letter).unwrap()))
        .collect();
    let bytes: Vec<u8> = (0..bits.len() / 8)
        .map(|at| u8::from_str_radix(&bits[at * 8..at * 8 + 8], 2).unwrap())
        .collect();
    let mut mac = <Hmac<sha1::Sha1> as KeyInit>::new_from_slice(&bytes).unwrap();
    mac.update(&(SystemClock.now_ms() / 30_000 + later).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 15);
    let word = u32::from_be_bytes(digest[at..at + 4].try_into().unwrap());
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}

fn between(text: &str, before: &str) -> String {
    let (_, rest) = text.split_once(before).unwrap();
    rest.split('<').next().unwrap().to_owned()
}

async fn change_password(browser: &mut Browser, current: &str, chosen: &str) -> Page {
    let fields = [
        ("current", current),
        ("chosen", chosen),
        ("repeated", chosen),
    ];
    browser.post("/password", &fields).await
}

async fn person(world: &World, name: &str) -> String {
    world
        .word(&format!(
            "select id as word from org_people where name = '{name}'"
        ))
        .await
}

#[tokio::test]
async fn every_reply_carries_the_headers_that_keep_others_out() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let mut nobody = world.nobody();
    let style = nobody.get("/sign-in").await.text();
    let (_, style) = style.split_once("href=\"/assets/").unwrap();
    let style = format!("/assets/{}", style.split('"').next().unwrap());
    let replies = [
        nobody.get("/sign-in").await,
        nobody.get("/org").await,
        nobody.get("/nowhere").await,
        nobody.get(&style).await.is_ok(),
        admin.get("/org/export").await.is_ok(),
        admin.post_from_elsewhere("/sign-out", &[]).await,
    ];
    for reply in replies {
        let header = |name: &str| {
            let value = reply.headers.get(name);
            value.map_or("", |value| value.to_str().unwrap())
        };
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("x-frame-options"), "DENY");
        assert_eq!(header("referrer-policy"), "same-origin");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert!(header("permissions-policy").contains("camera=()"));
        let cookies = reply.headers.get_all("set-cookie").iter();
        for cookie in cookies.map(|cookie| cookie.to_str().unwrap()) {
            assert!(cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
        }
    }
}

#[tokio::test]
async fn over_tls_cookies_are_bound_to_this_server_and_browsers_told_to_stay_with_it() {
    let (app, first) = founded().await;
    let mut browser = app.browser().over_tls();
    let page = browser.get("/sign-in").await.is_ok();
    assert_eq!(
        page.headers.get("strict-transport-security").unwrap(),
        "max-age=15552000"
    );
    let page = browser.sign_in(first.login, &first.password).await;
    let cookies: Vec<&str> = page
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap())
        .collect();
    assert!(
        cookies.iter().all(|cookie| cookie.starts_with("__Host-")
            && cookie.ends_with("; Secure")
            && cookie.contains("HttpOnly; SameSite=Lax")),
        "{cookies:?}"
    );
    browser.get("/password").await.is_ok();
    let plain = app.browser().get("/sign-in").await;
    assert!(!plain.headers.contains_key("strict-transport-security"));
}
