//! Log-in, log-out, passwords.

use crate::support;
use testkit::{Browser, Page};

#[tokio::test]
async fn the_first_administrator_must_change_the_one_time_password_before_anything_else() {
    let (app, first) = support::founded().await;
    let mut browser = app.browser();
    browser
        .get("/password")
        .await
        .leads_to("/sign-in?next=%2Fpassword");
    browser
        .sign_in(first.login, &first.password)
        .await
        .leads_to("/");

    browser.get("/password").await.is_ok().shows("一次性密码");
    for (chosen, repeated, fault) in [
        ("short", "short", "至少要10个"),
        ("Qingshan-2026", "Qingshan-2027", "不一样"),
        (first.password.as_str(), first.password.as_str(), "相同"),
    ] {
        change_password(&mut browser, &first.password, chosen, repeated)
            .await
            .is_invalid()
            .shows(fault);
    }
    let chosen = "Qingshan-2026";
    change_password(&mut browser, &first.password, chosen, chosen)
        .await
        .leads_to("/");

    let mut again = app.browser();
    again
        .sign_in(first.login, &first.password)
        .await
        .is_invalid()
        .shows("账号或密码不对");
    again.sign_in("ADMIN", "Qingshan-2026").await.leads_to("/");
    again.get("/password").await.is_ok().hides("一次性密码");
}

#[tokio::test]
async fn a_second_first_start_changes_nothing() {
    let (app, _) = support::founded().await;
    let clock = app.app.clock().clone();
    let second = bureau::first_start(app.app.db(), app.app.files(), &clock).await;
    assert!(second.unwrap().is_none());
}

#[tokio::test]
async fn five_wrong_passwords_lock_a_log_in_whether_it_exists_or_not() {
    let (app, first) = support::founded().await;
    for login in [first.login, "nobody"] {
        let mut browser = app.browser();
        for _ in 0..5 {
            browser
                .sign_in(login, "wrong")
                .await
                .is_invalid()
                .shows("账号或密码不对");
        }
        browser
            .sign_in(login, &first.password)
            .await
            .is_invalid()
            .shows("已锁定");
    }
}

#[tokio::test]
async fn a_log_in_comes_back_to_the_page_asked_for_and_to_no_other_site() {
    let (app, first) = support::founded().await;
    for (next, leads_to) in [("/password", "/password"), ("//elsewhere.example/", "/")] {
        let mut browser = app.browser();
        browser.get("/sign-in").await.is_ok().shows("登录");
        let fields = [
            ("login", first.login),
            ("password", first.password.as_str()),
            ("next", next),
        ];
        let page = browser.post("/sign-in", &fields).await;
        assert_eq!(page.location(), leads_to);
        browser.get("/sign-in").await.leads_to("/");
    }
}

#[tokio::test]
async fn after_log_out_the_session_is_over_for_every_copy_of_its_cookie() {
    let (app, first) = support::founded().await;
    let mut browser = app.browser();
    browser.sign_in(first.login, &first.password).await;
    browser.get("/password").await.is_ok();
    let mut copy = browser.clone();
    browser.post("/sign-out", &[]).await.leads_to("/sign-in");
    browser.get("/password").await.leads_to("/sign-in");
    copy.get("/password").await.leads_to("/sign-in");
}

#[tokio::test]
async fn an_empty_log_in_form_comes_back_with_words_beside_the_fields() {
    let (app, _) = support::founded().await;
    let mut browser = app.browser();
    browser
        .sign_in("", "")
        .await
        .is_invalid()
        .shows("有误：")
        .shows("请填写账号。")
        .shows("请填写密码。");
}

async fn change_password(
    browser: &mut Browser,
    current: &str,
    chosen: &str,
    repeated: &str,
) -> Page {
    let fields = [
        ("current", current),
        ("chosen", chosen),
        ("repeated", repeated),
    ];
    browser.post("/password", &fields).await
}
