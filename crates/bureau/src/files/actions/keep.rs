//! What goes by itself: attachments whose time is over, content nothing names any more.

use crate::files::{
    model::{RetentionEnd, retentions},
    search, store,
};
use ::store::{audit::Line, jobs::Outcome, loose};
use shell::jobs::{JobCtx, JobResult};

const DAY_MS: i64 = 86_400_000;

/// Content that nothing names stays so long: a person may have removed the wrong attachment, and a
/// backup from before is taken back.
const GRACE_MS: i64 = 30 * DAY_MS;

/// Takes temporary attachments away whose days are over.
pub(in crate::files) async fn retire(job: JobCtx, (): ()) -> JobResult {
    let mut tx = job.db.begin_write().await?;
    let removed = retentions()
        .iter()
        .filter(|class| class.then == RetentionEnd::Remove);
    for class in removed {
        let before_ms = job.now_ms() - class.days * DAY_MS;
        for attachment in store::of_class(&tx, &class.code, before_ms).await? {
            store::delete(&mut tx, attachment.id).await?;
            ::store::search::remove(&mut tx, &search::key(&attachment)).await?;
            tx.audit_line(
                &job,
                Line::new("files.attachment.expired", attachment.object_id)
                    .named(attachment.name)
                    .saying(&class.name),
            );
        }
    }
    job.finish(tx, Outcome::silent()).await
}

/// Clears content away that nothing has named for the grace period.
pub(in crate::files) async fn clear(job: JobCtx, (): ()) -> JobResult {
    let cleared = loose::clear(&job.db, &job.files, GRACE_MS).await?;
    let mut tx = job.db.begin_write().await?;
    if cleared.n_removed > 0 {
        tx.audit_line(
            &job,
            Line::new("files.content.cleared", "")
                .named("文件存储")
                .saying(format!(
                    "{} 个文件 30 天无人引用，已清理",
                    cleared.n_removed
                )),
        );
    }
    job.finish(tx, Outcome::silent()).await
}
