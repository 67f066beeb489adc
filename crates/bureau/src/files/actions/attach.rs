//! Attaching, looking at, removing. The slice the thing belongs to says who may.

use crate::files::{
    model::{Attachment, AttachmentId, retentions},
    search,
    sniff::{self, Kind},
    store,
};
use ::store::{Ctx, Error, Result, Tx, audit::Line};
use base::Refusal;
use shell::{App, FileAct, Place, upload::UploadedFile};
use std::collections::BTreeMap;

/// Attaches a file to a thing; gives where the thing is shown.
pub(in crate::files) async fn attach(
    ctx: &Ctx,
    app: &App,
    (kind, object): (&str, &str),
    file: UploadedFile,
    retention: &str,
) -> Result<Place> {
    let place = app
        .place_of_files(ctx, kind, object, FileAct::Change)
        .await?;
    let limit_mb = app.config().files.most_mb();
    if file.bytes.len() as u64 > limit_mb << 20 {
        return Err(too_large(limit_mb).into());
    }
    let looked_at = sniff::look(&file.name, &file.bytes)?;
    let known = retentions().iter().find(|class| class.code == retention);
    let class = known.or(retentions().first());
    let attachment = Attachment {
        id: AttachmentId::new(),
        object_kind: kind.to_owned(),
        object_id: object.to_owned(),
        n_bytes: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
        // Before the row that names it: what is left alone after a kill is cleared away.
        content: ctx.files.put(file.bytes).await?,
        name: file.name,
        media_type: looked_at.media_type.to_owned(),
        retention: class.map(|class| class.code.clone()).unwrap_or_default(),
        attached_ms: ctx.now_ms(),
        person_name: ctx.actor.name.clone(),
    };
    let holder = app.holder_of_files(kind, object).await?;
    let mut tx = ctx.db.begin_write().await?;
    store::insert(&mut tx, &attachment, ctx.actor.person).await?;
    if let Some(holder) = holder {
        ::store::search::put(&mut tx, &search::entry(&attachment, &holder)).await?;
    }
    tx.audit_line(ctx, line("files.attachment.added", &attachment, &place));
    tx.commit().await?;
    Ok(place)
}

/// An attachment, for whoever may see the thing it is attached to.
pub(in crate::files) async fn attachment(
    ctx: &Ctx,
    app: &App,
    id: AttachmentId,
) -> Result<(Attachment, Place)> {
    let attachment = store::attachment(&ctx.db, id)
        .await?
        .ok_or(Error::NotFound)?;
    let (kind, object) = (&attachment.object_kind, &attachment.object_id);
    let place = app.place_of_files(ctx, kind, object, FileAct::See).await?;
    Ok((attachment, place))
}

/// Its content, for whoever may see the thing; what was found when it was looked at.
pub(in crate::files) async fn content(
    ctx: &Ctx,
    app: &App,
    id: AttachmentId,
) -> Result<(Attachment, Vec<u8>, Option<&'static Kind>)> {
    let (attachment, _) = attachment(ctx, app, id).await?;
    let bytes = ctx.files.get(&attachment.content).await?;
    let kind = sniff::kind_of(&attachment.media_type);
    Ok((attachment, bytes, kind))
}

/// Takes an attachment away; its content stays for the grace period.
pub(in crate::files) async fn remove(ctx: &Ctx, app: &App, id: AttachmentId) -> Result<Place> {
    let attachment = store::attachment(&ctx.db, id)
        .await?
        .ok_or(Error::NotFound)?;
    let (kind, object) = (&attachment.object_kind, &attachment.object_id);
    let place = app
        .place_of_files(ctx, kind, object, FileAct::Change)
        .await?;
    let mut tx = ctx.db.begin_write().await?;
    if !store::delete(&mut tx, id).await? {
        return Err(Error::NotFound);
    }
    ::store::search::remove(&mut tx, &search::key(&attachment)).await?;
    tx.audit_line(ctx, line("files.attachment.removed", &attachment, &place));
    tx.commit().await?;
    Ok(place)
}

/// Takes away what is attached to things that go for good, or whose personal information does: the name
/// of each by its id.
pub(crate) async fn let_go(
    tx: &mut Tx,
    ctx: &Ctx,
    kind: &str,
    things: &BTreeMap<String, String>,
) -> Result<()> {
    let objects: Vec<&str> = things.keys().map(String::as_str).collect();
    for attachment in store::of_many(&*tx, kind, &objects).await? {
        store::delete(tx, attachment.id).await?;
        ::store::search::remove(tx, &search::key(&attachment)).await?;
        let name = things.get(&attachment.object_id);
        let place = Place {
            name: name.cloned().unwrap_or_default(),
            href: String::new(),
        };
        tx.audit_line(ctx, line("files.attachment.removed", &attachment, &place));
    }
    Ok(())
}

/// What became of an attachment, and of which thing.
fn line(act: &'static str, attachment: &Attachment, place: &Place) -> Line {
    let said = format!("{}（{}）", attachment.name, attachment.size_in_words());
    Line::new(act, &attachment.object_id)
        .named(&place.name)
        .saying(said)
}

fn too_large(limit_mb: u64) -> Refusal {
    Refusal::new(
        "files.too_large",
        format!("附件超过 {limit_mb} MB，没有保存。"),
        "请压缩图片或拆分文件后再上传。",
    )
}
