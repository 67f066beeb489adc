//! The pages of attachments, and the piece other pages show.

mod acts;
mod look;

use super::{
    model::{Attachment, AttachmentId, retentions},
    paths, sniff, store,
};
use base::day::instant_in_words;
use serde::Deserialize;
use shell::{Route, Visit, Who::SignedIn};

/// Every route with who may use it; the slice a file is attached in decides the rest.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(paths::ATTACH, SignedIn, acts::attach),
        Route::get(paths::DOWNLOAD, SignedIn, look::download),
        Route::get(paths::LOOK, SignedIn, look::show),
        Route::get(paths::INLINE, SignedIn, look::inline),
        Route::post(paths::REMOVE, SignedIn, acts::remove),
    ]
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct At1 {
    attachment: AttachmentId,
}

/// The attachments of a thing as its page shows them.
pub(crate) struct Panel {
    pub(crate) lines: Vec<PanelLine>,
    /// Where a file is sent, for those who may attach one.
    pub(crate) attach_href: Option<String>,
    pub(crate) classes: Vec<(&'static str, &'static str)>,
}

/// One of them.
pub(crate) struct PanelLine {
    pub(crate) name: String,
    pub(crate) about: String,
    pub(crate) download_href: String,
    /// Where it is looked at, when a browser can show it.
    pub(crate) look_href: Option<String>,
    /// A picture's own address, drawn small.
    pub(crate) picture_href: Option<String>,
    pub(crate) remove_href: Option<String>,
}

/// The attachments of a thing, for a page of the slice it belongs to; the page has decided that the
/// thing may be seen.
pub(crate) async fn panel(
    visit: &Visit,
    kind: &str,
    object: impl ToString,
    may_change: bool,
) -> ::store::Result<Panel> {
    let object = object.to_string();
    let attachments = store::of(&visit.db, kind, &object).await?;
    Ok(Panel {
        lines: attachments
            .into_iter()
            .map(|attachment| PanelLine::new(attachment, may_change))
            .collect(),
        attach_href: may_change.then(|| paths::attach(kind, &object)),
        classes: retentions()
            .iter()
            .map(|class| (class.code.as_str(), class.name.as_str()))
            .collect(),
    })
}

impl PanelLine {
    fn new(attachment: Attachment, may_change: bool) -> Self {
        let kind = sniff::kind_of(&attachment.media_type);
        let shows = kind.is_some_and(|kind| kind.is_shown());
        let is_picture = kind.is_some_and(|kind| kind.is_picture());
        Self {
            about: format!(
                "{}，{}，{} {}",
                kind.map_or("文件", |kind| kind.name),
                attachment.size_in_words(),
                attachment.person_name,
                instant_in_words(attachment.attached_ms)
            ),
            download_href: paths::download(attachment.id),
            look_href: shows.then(|| paths::look(attachment.id)),
            picture_href: is_picture.then(|| paths::inline(attachment.id)),
            remove_href: may_change.then(|| paths::remove(attachment.id)),
            name: attachment.name,
        }
    }
}
