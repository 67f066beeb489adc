//! Before an application is ready: a page at its address that says how far it is, and gives way to it.

use crate::{Frame, Reply, assets, headers};
use askama::Template;
use axum::{
    Router,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse},
};
use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicUsize, Ordering},
};
use tower::ServiceExt as _;

/// Stands in for an application until it is ready; cheap to clone.
#[derive(Clone)]
pub struct Waiting(Arc<Shared>);

struct Shared {
    title: &'static str,
    lead: &'static str,
    parts: &'static [&'static str],
    /// Place of the part being done.
    now: AtomicUsize,
    application: OnceLock<Router>,
}

/// How often the page looks again by itself, in seconds.
const LOOKS_AGAIN_S: i64 = 1;

#[derive(Template)]
#[template(path = "waiting.html")]
struct WaitingPage {
    frame: Frame,
    looks_again_s: i64,
    parts: &'static [&'static str],
    now: usize,
}

impl Waiting {
    /// Work in parts, the first of which is being done.
    #[must_use]
    pub fn new(title: &'static str, lead: &'static str, parts: &'static [&'static str]) -> Self {
        Self(Arc::new(Shared {
            title,
            lead,
            parts,
            now: AtomicUsize::new(0),
            application: OnceLock::new(),
        }))
    }

    /// A part is begun; those before it are done.
    pub fn goes_on_to(&self, part: &str) {
        if let Some(place) = self.0.parts.iter().position(|name| *name == part) {
            self.0.now.store(place, Ordering::Relaxed);
        }
    }

    /// The application is ready: from now on it answers everything.
    pub fn gives_way_to(&self, application: Router) {
        // The first one stays; there is no second.
        let _ = self.0.application.set(application);
    }

    /// What answers meanwhile, and passes on to the application afterwards.
    pub fn router(&self) -> Router {
        let page = Router::new()
            .fallback(show)
            .merge(assets::routes())
            .layer(axum::middleware::from_fn(headers::add))
            .with_state(self.clone());
        let waiting = self.clone();
        Router::new().fallback(move |request: Request| {
            let answering = waiting.0.application.get().unwrap_or(&page).clone();
            // A router never fails.
            async move { answering.oneshot(request).await.into_response() }
        })
    }
}

async fn show(State(waiting): State<Waiting>) -> Reply {
    let shared = &waiting.0;
    let page = WaitingPage {
        frame: Frame {
            title: shared.title.to_owned(),
            lead: shared.lead.to_owned(),
            bureau: "落实".to_owned(),
            ..Frame::default()
        },
        looks_again_s: LOOKS_AGAIN_S,
        parts: shared.parts,
        now: shared.now.load(Ordering::Relaxed),
    };
    let retry = [(header::RETRY_AFTER, LOOKS_AGAIN_S.to_string())];
    match page.render() {
        Ok(html) => (StatusCode::SERVICE_UNAVAILABLE, retry, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the waiting page cannot be drawn");
            (StatusCode::SERVICE_UNAVAILABLE, retry, shared.title).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{body::Body, routing::get};
    use http_body_util::BodyExt as _;

    async fn asked(router: &Router, path: &str) -> (StatusCode, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let reply = router.clone().oneshot(request).await.unwrap();
        let status = reply.status();
        let bytes = reply.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_visitor_sees_how_far_it_is_until_the_application_answers() {
        let waiting = Waiting::new("正在准备", "马上就好。", &["一部分", "二部分"]);
        let router = waiting.router();
        let (status, page) = asked(&router, "/sign-in").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.contains("正在准备") && page.contains("http-equiv=\"refresh\""));
        assert_eq!(page.matches("已完成").count(), 0);
        waiting.goes_on_to("二部分");
        let (_, page) = asked(&router, "/any/place").await;
        assert_eq!(page.matches("已完成").count(), 1);
        assert_eq!(
            asked(&router, assets::url("app.css")).await.0,
            StatusCode::OK
        );

        waiting.gives_way_to(Router::new().route("/sign-in", get(|| async { "登录" })));
        assert_eq!(asked(&router, "/sign-in").await.1, "登录");
        assert_eq!(asked(&router, "/any/place").await.0, StatusCode::NOT_FOUND);
    }
}
