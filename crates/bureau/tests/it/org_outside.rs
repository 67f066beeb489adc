//! 统一身份认证: log-in by a provider, here a small one of the test's own; the real one is in `e2e`.

use crate::support::with_config;
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base::{Clock as _, Config, clock::SystemClock};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use std::sync::{Arc, Mutex};
use testkit::{Browser, Page};

/// What the provider says of whoever comes next; `{nonce}` and `{now}` are put in.
#[derive(Clone)]
struct Provider {
    issuer: String,
    key: Arc<EcdsaKeyPair>,
    says: Arc<Mutex<Says>>,
}

#[derive(Clone, Default)]
struct Says {
    name: String,
    nonce: String,
    /// More claims, or other ones, as they stand in JSON.
    more: String,
}

impl Provider {
    async fn start() -> Self {
        let random = SystemRandom::new();
        let sort = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(sort, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(sort, pkcs8.as_ref(), &random).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let provider = Self {
            issuer: format!("http://{}", listener.local_addr().unwrap()),
            key: Arc::new(key),
            says: Arc::default(),
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(description))
            .route("/token", post(token))
            .route("/keys", get(keys))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    fn config(&self, more: &str) -> Config {
        let issuer = &self.issuer;
        let text = format!(
            "[oidc]\nissuer = \"{issuer}\"\nclient_id = \"luoshi\"\nclient_secret = \"hidden-word\"\n\
             address = \"https://luoshi.example\"\n{more}"
        );
        Config::read(Some(&text), Vec::new()).unwrap()
    }

    fn signed(&self, claims: &str) -> String {
        let header = letters(br#"{"alg":"ES256"}"#);
        let signed = format!("{header}.{}", letters(claims.as_bytes()));
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes());
        format!("{signed}.{}", letters(signature.unwrap().as_ref()))
    }
}

fn letters(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let sixes = bits.as_bytes().chunks(6).map(|six| {
        let six = format!("{:0<6}", std::str::from_utf8(six).unwrap());
        LETTERS[usize::from_str_radix(&six, 2).unwrap()] as char
    });
    sixes.collect()
}

async fn description(State(provider): State<Provider>) -> Json<serde_json::Value> {
    let issuer = &provider.issuer;
    Json(serde_json::json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
    }))
}

async fn keys(State(provider): State<Provider>) -> Json<serde_json::Value> {
    let point = provider.key.public_key().as_ref();
    let (x, y) = (letters(&point[1..33]), letters(&point[33..]));
    let key = serde_json::json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y });
    Json(serde_json::json!({ "keys": [key] }))
}

async fn token(State(provider): State<Provider>, headers: HeaderMap, body: String) -> Response {
    let is_us = headers.get("authorization").unwrap() == "Basic bHVvc2hpOmhpZGRlbi13b3Jk";
    if !is_us || !body.contains("code=good&") || !body.contains("code_verifier=") {
        let why = Json(serde_json::json!({ "error": "invalid_grant" }));
        return (StatusCode::BAD_REQUEST, why).into_response();
    }
    let says = provider.says.lock().unwrap().clone();
    let now_s = SystemClock.now_ms() / 1_000;
    let mut claims = serde_json::json!({
        "iss": provider.issuer, "aud": "luoshi", "sub": "7", "nonce": says.nonce,
        "iat": now_s, "exp": now_s + 60, "preferred_username": says.name,
    });
    if !says.more.is_empty() {
        let more: serde_json::Value = serde_json::from_str(&says.more).unwrap();
        for (name, value) in more.as_object().unwrap() {
            claims[name] = value.clone();
        }
    }
    Json(serde_json::json!({ "id_token": provider.signed(&claims.to_string()) })).into_response()
}

/// A word of the address somebody was sent to.
fn word(address: &str, name: &str) -> String {
    let (_, rest) = address.split_once(&format!("{name}=")).unwrap();
    rest.split('&').next().unwrap().to_owned()
}

impl Provider {
    /// Goes there and comes back as somebody.
    async fn vouch(&self, browser: &mut Browser, name: &str, more: &str) -> Page {
        let way = browser.get("/sign-in/unified?next=%2Fplan").await;
        let way = way.location().to_owned();
        assert!(
            way.starts_with(&format!("{}/authorize?", self.issuer)),
            "{way}"
        );
        *self.says.lock().unwrap() = Says {
            name: name.to_owned(),
            nonce: word(&way, "nonce"),
            more: more.to_owned(),
        };
        let state = word(&way, "state");
        browser
            .get(&format!("/sign-in/unified/back?code=good&state={state}"))
            .await
    }
}

/// The page of the log-in says this.
async fn is_told(browser: &mut Browser, page: Page, words: &str) {
    assert_eq!(page.location(), "/sign-in", "{}", page.text());
    browser.get("/sign-in").await.is_ok().shows(words);
    browser.get("/plan").await.leads_to("/sign-in?next=%2Fplan");
}

#[tokio::test]
async fn a_provider_vouches_for_whoever_has_an_account_and_nobody_else() {
    let provider = Provider::start().await;
    let world = with_config(provider.config("")).await;
    let mut browser = world.app.browser();
    let page = browser.get("/sign-in?next=%2Fplan").await.is_ok();
    page.shows("用统一身份认证登录");
    let page = provider.vouch(&mut browser, "BANGONGSHI", "").await;
    assert_eq!(page.location(), "/plan", "{}", page.text());
    browser.get("/plan").await.is_ok().shows("沈书宁");

    let mut stranger = world.app.browser();
    let page = provider.vouch(&mut stranger, "nobody", "").await;
    is_told(
        &mut stranger,
        page,
        "已确认是“nobody”，但本系统没有对应的账号",
    )
    .await;
    let lines = "select count(*) as n from store_audit where act = 'org.sign_in.unknown_here'";
    assert_eq!(world.number(lines).await, 1);

    world
        .app
        .database()
        .run("update org_accounts set is_closed = true where login = 'renshi'")
        .await;
    let mut closed = world.app.browser();
    let page = provider.vouch(&mut closed, "renshi", "").await;
    is_told(&mut closed, page, "已停用").await;
    // The password here goes on working beside it.
    let mut other = world.app.browser();
    other
        .sign_in("yizhong", bureau::demo::org::PASSWORD)
        .await
        .leads_to("/");
}

#[tokio::test]
async fn what_comes_back_wrong_lets_nobody_in() {
    let provider = Provider::start().await;
    let world = with_config(provider.config("")).await;
    for (more, words) in [
        (r#"{"nonce":"another"}"#, "没有通过核对"),
        (r#"{"aud":"others"}"#, "没有通过核对"),
        (r#"{"exp":1}"#, "没有通过核对"),
        (r#"{"iss":"https://other.example"}"#, "没有通过核对"),
        (r#"{"preferred_username":7}"#, "没有说明登录的是谁"),
    ] {
        let mut browser = world.app.browser();
        let page = provider.vouch(&mut browser, "bangongshi", more).await;
        is_told(&mut browser, page, words).await;
    }
    for (back, words) in [
        ("code=good&state=wrong", "不是从这个浏览器开始的"),
        ("code=good", "不是从这个浏览器开始的"),
        (
            "code=good&state={state}&iss=https://other",
            "不是从这个浏览器开始的",
        ),
        ("code=bad&state={state}", "没有认可这次登录"),
        ("error=access_denied&state={state}", "没有完成登录"),
    ] {
        let mut browser = world.app.browser();
        let way = browser.get("/sign-in/unified").await;
        let back = back.replace("{state}", &word(way.location(), "state"));
        let page = browser.get(&format!("/sign-in/unified/back?{back}")).await;
        is_told(&mut browser, page, words).await;
    }
    // Somebody else's browser, and the same a second time.
    let mut browser = world.app.browser();
    let page = provider.vouch(&mut browser, "bangongshi", "").await;
    assert_eq!(page.location(), "/plan");
    browser.post("/sign-out", &[]).await;
    let mut other = world.app.browser();
    let page = other.get("/sign-in/unified/back?code=good&state=a").await;
    is_told(&mut other, page, "不是从这个浏览器开始的").await;
}

#[tokio::test]
async fn without_a_provider_there_is_no_such_page_and_a_silent_one_leaves_passwords() {
    let world = with_config(Config::default()).await;
    let mut browser = world.app.browser();
    browser.get("/sign-in").await.is_ok().hides("统一身份认证");
    browser.get("/sign-in/unified").await.is_not_found();
    browser
        .get("/sign-in/unified/back?code=a")
        .await
        .is_not_found();

    let mut provider = Provider::start().await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    provider.issuer = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let world = with_config(provider.config("name = \"县政务认证\"")).await;
    let mut browser = world.app.browser();
    let page = browser.get("/sign-in/unified").await;
    is_told(&mut browser, page, "县政务认证没有正常应答").await;
    browser
        .sign_in("bangongshi", bureau::demo::org::PASSWORD)
        .await
        .leads_to("/");
}

#[tokio::test]
async fn a_second_step_is_asked_for_unless_the_settings_count_the_providers() {
    let provider = Provider::start().await;
    for (setting, amr, goes_in) in [
        ("", r#"{"amr":["pwd","otp"]}"#, false),
        ("counts_second_step = true", r#"{"amr":["pwd"]}"#, false),
        (
            "counts_second_step = true",
            r#"{"amr":["pwd","otp"]}"#,
            true,
        ),
    ] {
        let world = with_config(provider.config(setting)).await;
        world.must_have_second_factor("general_office").await;
        let mut browser = world.app.browser();
        let page = provider.vouch(&mut browser, "bangongshi", amr).await;
        assert_eq!(page.location(), "/plan");
        let page = browser.get("/plan").await;
        match goes_in {
            true => drop(page.is_ok()),
            false => drop(page.leads_to("/second-factor")),
        }
        // A session begun by the password alone is held up all the same.
        let mut other = world.app.browser();
        other
            .sign_in("bangongshi", bureau::demo::org::PASSWORD)
            .await;
        other.get("/plan").await.leads_to("/second-factor");
    }
}

#[tokio::test]
async fn a_password_here_that_must_be_changed_holds_up_only_those_who_used_it() {
    let provider = Provider::start().await;
    let world = with_config(provider.config("")).await;
    let database = world.app.database();
    database
        .run("update org_accounts set must_change_password = true where login = 'bangongshi'")
        .await;
    let mut browser = world.app.browser();
    provider.vouch(&mut browser, "bangongshi", "").await;
    browser.get("/plan").await.is_ok();
    let mut other = world.app.browser();
    other
        .sign_in("bangongshi", bureau::demo::org::PASSWORD)
        .await;
    other.get("/plan").await.leads_to("/password");
}

#[tokio::test]
async fn settings_that_cannot_work_stop_the_start_with_a_sentence() {
    let complaint = |text: &str| {
        let config = Config::read(Some(text), Vec::new()).unwrap();
        match bureau::check_settings(&config) {
            Ok(()) => String::new(),
            Err(error) => error.to_string(),
        }
    };
    let ldap = |lines: &str| complaint(&format!("[ldap]\n{lines}"));
    let by_name = "user_dn = \"uid={login},dc=a\"";
    assert_eq!(ldap(&format!("url = \"ldaps://a.example\"\n{by_name}")), "");
    assert_eq!(
        ldap(&format!("url = \"ldap://127.0.0.1:3890\"\n{by_name}")),
        ""
    );
    for (lines, words) in [
        (format!("url = \"ldap://a.example\"\n{by_name}"), "不加密"),
        (format!("url = \"http://a.example\"\n{by_name}"), "ldaps://"),
        (
            "url = \"ldaps://a\"\nuser_dn = \"uid=a\"".to_owned(),
            "{login}",
        ),
        (
            "url = \"ldaps://a\"\nbase = \"dc=a\"".to_owned(),
            "base 和 filter",
        ),
        (
            "url = \"ldaps://a\"\nbase = \"dc=a\"\nfilter = \"(uid=a*)\"".to_owned(),
            "filter",
        ),
        (
            format!("url = \"ldaps://a\"\nca = \"/none\"\n{by_name}"),
            "读不了",
        ),
    ] {
        let found = ldap(&lines);
        assert!(found.contains(words), "{lines}: {found}");
    }
    let oidc = complaint("[oidc]\nissuer = \"sso\"\nclient_id = \"a\"\naddress = \"https://a\"");
    assert!(oidc.contains("issuer"), "{oidc}");
}
