//! An application without a socket, and people who use it.

use crate::{Page, TestDb};
use axum::{
    Router,
    body::Body,
    http::{Method, Request, header},
};
use base::{Clock, Config};
use http_body_util::BodyExt;
use shell::{
    App, Slice, Visit, csrf,
    jobs::{self, Ended},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};
use store::{Files, jobs::State};
use tower::ServiceExt;

/// An application over a test database.
///
/// Jobs run when a test says so; one that failed and was not asked about fails the test at its end.
#[derive(Clone)]
pub struct TestApp {
    /// The application.
    pub app: App,
    router: Router,
    // Kept for as long as the application: its folder goes with it.
    database: Arc<TestDb>,
    failed: Arc<FailedJobs>,
}

/// Jobs that failed and that no test has asked about.
#[derive(Default)]
struct FailedJobs(Mutex<Vec<Ended>>);

impl Drop for FailedJobs {
    fn drop(&mut self) {
        let failed = self.0.get_mut().unwrap();
        if !std::thread::panicking() {
            assert!(failed.is_empty(), "jobs failed: {failed:#?}");
        }
    }
}

/// Somebody with a browser: keeps cookies and the form token of the last page.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    token: String,
    is_over_tls: bool,
}

impl TestApp {
    /// Puts the application together over a database.
    pub async fn new(
        database: TestDb,
        clock: Arc<dyn Clock>,
        identify: shell::app::Identify,
        slices: Vec<Slice>,
    ) -> Self {
        let files = Files::at(database.folder.path().join("files"));
        Self::with(database, files, clock, Config::default(), identify, slices).await
    }

    /// The same with files kept elsewhere and settings of its own.
    pub async fn with(
        database: TestDb,
        files: Files,
        clock: Arc<dyn Clock>,
        config: Config,
        identify: shell::app::Identify,
        slices: Vec<Slice>,
    ) -> Self {
        let app = App::new(database.db.clone(), files, clock, config, identify, &slices)
            .await
            .unwrap();
        let router = app.router(slices);
        Self {
            app,
            router,
            database: Arc::new(database),
            failed: Arc::default(),
        }
    }

    /// Runs every job that is due until none is left.
    pub async fn run_jobs(&self) {
        let ended = jobs::drain(&self.app).await.unwrap();
        let failed = ended.into_iter().filter(|job| job.state != State::Done);
        self.failed.0.lock().unwrap().extend(failed);
    }

    /// Runs every job that is due; the test says itself what it thinks of those that failed.
    pub async fn run_failing_jobs(&self) -> Vec<Ended> {
        let ended = jobs::drain(&self.app).await.unwrap();
        ended
            .into_iter()
            .filter(|job| job.state != State::Done)
            .collect()
    }

    /// Runs what comes round under this name, whatever the time, and every other job that is due.
    pub async fn run_schedule(&self, name: &str) {
        let job = jobs::run_schedule(&self.app, name).await.unwrap();
        assert!(job.is_some(), "there is no schedule {name}");
        self.run_jobs().await;
    }

    /// The database behind it.
    #[must_use]
    pub fn database(&self) -> &TestDb {
        &self.database
    }

    /// A new browser with nobody signed in.
    #[must_use]
    pub fn browser(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookies: BTreeMap::new(),
            token: String::new(),
            is_over_tls: false,
        }
    }
}

impl Browser {
    /// The same person with the same cookies before another application: one over a copy of the
    /// database they signed in to.
    #[must_use]
    pub fn at(&self, app: &TestApp) -> Self {
        Self {
            router: app.router.clone(),
            ..self.clone()
        }
    }

    /// The same browser, speaking TLS with a proxy in front.
    #[must_use]
    pub fn over_tls(mut self) -> Self {
        self.is_over_tls = true;
        self
    }

    /// Signs in through the page for it.
    pub async fn sign_in(&mut self, login: &str, password: &str) -> Page {
        self.get(Visit::SIGN_IN).await;
        self.post(Visit::SIGN_IN, &[("login", login), ("password", password)])
            .await
    }

    /// Asks for a page.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(
            Request::builder().method(Method::GET).uri(path),
            Body::empty(),
        )
        .await
    }

    /// Asks for a piece of a page the way htmx does.
    pub async fn get_fragment(&mut self, path: &str) -> Page {
        let request = Request::builder()
            .method(Method::GET)
            .uri(path)
            .header("hx-request", "true");
        self.send(request, Body::empty()).await
    }

    /// Posts a form with the token of the last page.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair(csrf::FIELD, &self.token)
            .extend_pairs(fields)
            .finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body)).await
    }

    /// Posts a form as another site would: without the token.
    pub async fn post_from_elsewhere(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = std::mem::take(&mut self.token);
        let page = self.post(path, fields).await;
        self.token = token;
        page
    }

    /// Posts a body as it is, whatever it holds.
    pub async fn post_as_it_is(&mut self, path: &str, kind: &str, body: Vec<u8>) -> Page {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, kind);
        self.send(request, Body::from(body)).await
    }

    /// Posts a form with one file in the input `file`.
    pub async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        name: &str,
        bytes: &[u8],
    ) -> Page {
        self.upload_in(path, fields, ("file", name, bytes)).await
    }

    /// The same with a file in a field of another name.
    pub async fn upload_in(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        (file_field, name, bytes): (&str, &str, &[u8]),
    ) -> Page {
        const BOUNDARY: &str = "----luoshi-test-boundary";
        let mut body = Vec::new();
        let token = self.token.clone();
        for (field, value) in [(csrf::FIELD, token.as_str())].iter().chain(fields) {
            body.extend_from_slice(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n")
                    .as_bytes(),
            );
        }
        body.extend_from_slice(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{file_field}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let request = Request::builder().method(Method::POST).uri(path).header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={BOUNDARY}"),
        );
        self.send(request, Body::from(body)).await
    }

    /// Posts a form with one file as another site would: without the token.
    pub async fn upload_from_elsewhere(&mut self, path: &str, name: &str, bytes: &[u8]) -> Page {
        let token = std::mem::take(&mut self.token);
        let page = self.upload(path, &[], name, bytes).await;
        self.token = token;
        page
    }

    /// Posts what a machine posts: no form, no session, perhaps a token of its own.
    pub async fn send_json(&self, path: &str, bearer: Option<&str>, body: &str) -> Page {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(token) = bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        self.clone()
            .send(request, Body::from(body.to_owned()))
            .await
    }

    /// Goes where the last reply led.
    pub async fn follow(&mut self, page: &Page) -> Page {
        let path = page.location().to_owned();
        self.get(&path).await
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Page {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let proto = if self.is_over_tls { "https" } else { "http" };
        let request = request
            .header("x-forwarded-proto", proto)
            .header(header::COOKIE, cookies.join("; "))
            .body(body)
            .unwrap();
        let reply = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = reply.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let page = Page {
            status: parts.status,
            headers: parts.headers,
            body,
        };
        if let Some(token) = form_token(&page.text()) {
            self.token = token;
        }
        page
    }
}

/// The form token of a page.
fn form_token(html: &str) -> Option<String> {
    let (_, after_name) = html.split_once(&format!("name=\"{}\"", csrf::FIELD))?;
    let (_, after_value) = after_name.split_once("value=\"")?;
    after_value
        .split_once('"')
        .map(|(token, _)| token.to_owned())
}
