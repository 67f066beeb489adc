//! Names of attached files, found by whoever may see the thing they are attached to.

use super::{model::Attachment, paths, sniff, store};
use ::store::{
    Read, Result, Tx,
    search::{self, Entry},
};
use shell::{Holder, Searchable};

const FILE: &str = "files.file";

/// The kind. Whoever has things with files gathers their entries together with its own.
pub(super) const SEARCHABLE: [Searchable; 1] = [Searchable {
    kind: FILE,
    word: "附件",
    entries: |_| Box::pin(async { Ok(Vec::new()) }),
}];

/// The files of a thing, as they are found.
pub(crate) async fn found(db: &impl Read, holder: &Holder) -> Result<Vec<Entry>> {
    let attachments = store::of(db, holder.kind, &holder.object).await?;
    Ok(attachments
        .iter()
        .map(|attachment| entry(attachment, holder))
        .collect())
}

/// Lets the files of a thing be found by whoever may see it now: after that became somebody else.
pub(crate) async fn found_again(tx: &mut Tx, holder: &Holder) -> Result<()> {
    let entries = found(tx, holder).await?;
    search::put_many(tx, &entries).await
}

pub(super) fn entry(attachment: &Attachment, holder: &Holder) -> Entry {
    let kind = sniff::kind_of(&attachment.media_type);
    Entry {
        key: key(attachment),
        kind: FILE,
        title: attachment.name.clone(),
        context: holder.name.clone(),
        words: String::new(),
        href: match kind.is_some_and(|kind| kind.is_shown()) {
            true => paths::look(attachment.id),
            false => paths::download(attachment.id),
        },
        at_ms: attachment.attached_ms,
        audience: holder.audience.clone(),
    }
}

pub(super) fn key(attachment: &Attachment) -> String {
    format!("{FILE}:{}", attachment.id)
}
