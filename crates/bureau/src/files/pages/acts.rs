//! Attaching and removing; both lead back to the thing.

use super::At1;
use crate::files::actions;
use serde::Deserialize;
use shell::{At, Posted, Reply, Result, Upload, Visit};

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Object {
    object_kind: String,
    object: String,
}

pub(super) async fn attach(
    visit: Visit,
    At(object): At<Object>,
    mut upload: Upload,
) -> Result<Reply> {
    let app = visit.guest().app().clone();
    let to = (object.object_kind.as_str(), object.object.as_str());
    let place = app
        .place_of_files(&visit, to.0, to.1, shell::FileAct::Change)
        .await?;
    if upload.files.is_empty() {
        return visit.done_but("没有选择文件，请选择后再添加。", place.href);
    }
    let retention = upload.posted.get("retention").to_owned();
    let file = upload.files.remove(0);
    let name = file.name.clone();
    match actions::attach(&visit, &app, to, file, &retention).await {
        Ok(place) => visit.done(format!("已添加附件“{name}”。"), place.href),
        // Said where the thing is: the file can be chosen anew there.
        Err(store::Error::Refused(refusal)) => visit.refused(&refusal, place.href),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn remove(visit: Visit, At(at): At<At1>, _: Posted) -> Result<Reply> {
    let app = visit.guest().app().clone();
    let place = actions::remove(&visit, &app, at.attachment).await?;
    visit.done(
        "已移除附件；30 天内可从备份和文件存储中找回内容。",
        place.href,
    )
}
