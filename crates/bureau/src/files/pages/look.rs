//! An attachment being looked at or taken away.

use super::At1;
use crate::files::{actions, paths, sniff};
use askama::Template;
use shell::{At, Frame, Reply, Result, Visit};
use store::Error;

#[derive(Template)]
#[template(path = "files/pages/look.html")]
struct LookPage {
    frame: Frame,
    name: String,
    is_picture: bool,
    inline_href: String,
    download_href: String,
}

pub(super) async fn download(visit: Visit, At(at): At<At1>) -> Result<Reply> {
    let app = visit.guest().app().clone();
    let (attachment, bytes, _) = actions::content(&visit, &app, at.attachment).await?;
    visit.download(bytes, &attachment.media_type, &attachment.name)
}

pub(super) async fn show(visit: Visit, At(at): At<At1>) -> Result<Reply> {
    let app = visit.guest().app().clone();
    let (attachment, place) = actions::attachment(&visit, &app, at.attachment).await?;
    let kind = sniff::kind_of(&attachment.media_type).filter(|kind| kind.is_shown());
    let kind = kind.ok_or(Error::NotFound)?;
    visit.page(&LookPage {
        frame: visit.frame(&attachment.name).crumb(place.name, place.href),
        is_picture: kind.is_picture(),
        inline_href: paths::inline(attachment.id),
        download_href: paths::download(attachment.id),
        name: attachment.name,
    })
}

/// The content for a page of this server to show: pictures and PDF, nothing else.
pub(super) async fn inline(visit: Visit, At(at): At<At1>) -> Result<Reply> {
    let app = visit.guest().app().clone();
    let (attachment, bytes, kind) = actions::content(&visit, &app, at.attachment).await?;
    match kind.filter(|kind| kind.is_shown()) {
        Some(kind) => visit.inline(bytes, kind.media_type, &attachment.name),
        None => Err(Error::NotFound.into()),
    }
}
