//! Reading notices.

use crate::inbox::{actions, model::NoticeId, paths};
use serde::Deserialize;
use shell::{At, Posted, Reply, Result, Visit};

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Place {
    notice: NoticeId,
}

/// Leads to what a notice is about. Whoever follows it has read it: the mark is made here, on the way.
pub(super) async fn open(visit: Visit, At(place): At<Place>) -> Result<Reply> {
    let notice = actions::open_notice(&visit, place.notice).await?;
    let to = match notice.href.as_str() {
        "" => paths::INBOX,
        href => href,
    };
    visit.guest().go(None, to)
}

/// Marks the notices chosen as read, or all that were there when the page was drawn.
pub(super) async fn read(visit: Visit, posted: Posted) -> Result<Reply> {
    let back = paths::inbox(&[("view", posted.get("view"))]);
    let all_until = posted.get("all_until").parse().ok();
    let ids: Vec<NoticeId> = posted.all("id").filter_map(|id| id.parse().ok()).collect();
    let n_read = match (posted.has("all"), all_until) {
        (true, Some(until_ms)) => actions::read_all(&visit, until_ms).await?,
        _ => actions::read(&visit, &ids).await?,
    };
    match n_read {
        0 => visit.done_but("没有选中未读的通知。", back),
        n => visit.done(format!("已把 {n} 条通知标为已读。"), back),
    }
}
