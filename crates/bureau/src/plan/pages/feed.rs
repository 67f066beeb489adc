//! The page of one's calendar subscription, and the file itself.

use crate::plan::{actions, paths};
use askama::Template;
use axum::{
    http::{HeaderMap, header},
    response::IntoResponse,
};
use base::day;
use shell::{At, Frame, Guest, Posted, Reply, Result, Visit, csrf};

#[derive(Template)]
#[template(path = "plan/pages/feed.html")]
struct FeedPage {
    frame: Frame,
    action: String,
    end: String,
    /// When the subscription was made.
    since: Option<String>,
    /// The address, shown once.
    address: Option<String>,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    let page = page(&visit, None).await?;
    visit.page(&page)
}

/// The address is told in the answer itself: it is kept nowhere, and belongs in no redirect.
pub(super) async fn begin(visit: Visit, headers: HeaderMap, _: Posted) -> Result<Reply> {
    let token = format!("{}{}", csrf::random_word(), csrf::random_word());
    actions::begin_feed(&visit, &token).await?;
    let sent = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let base = match sent(header::ORIGIN) {
        Some(origin) => origin.to_owned(),
        None => format!("//{}", sent(header::HOST).unwrap_or_default()),
    };
    let address = format!("{base}{}", paths::feed_file(&token));
    let page = page(&visit, Some(address)).await?;
    visit.page(&page)
}

pub(super) async fn end(visit: Visit, _: Posted) -> Result<Reply> {
    actions::end_feed(&visit).await?;
    visit.done("订阅地址已经作废", paths::FEED)
}

/// The file. Whoever has the address has it, without a log-in; it holds titles and days only.
pub(super) async fn file(guest: Guest, At(token): At<String>) -> Result<Reply> {
    let app = guest.app();
    let file = actions::feed_file(app.db(), &token, app.clock().now_ms()).await?;
    Ok((
        [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")],
        file,
    )
        .into_response())
}

async fn page(visit: &Visit, address: Option<String>) -> Result<FeedPage> {
    let since = actions::my_feed(visit).await?;
    Ok(FeedPage {
        frame: visit
            .frame("日历订阅")
            .lead("把自己和本单位的节点放进手机或电脑的日历，日期变了会跟着变。"),
        action: paths::FEED.to_owned(),
        end: paths::FEED_END.to_owned(),
        since: since.map(day::instant_in_words),
        address,
    })
}
