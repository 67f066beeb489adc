//! The only SQL of this slice.

use super::model::{Attachment, AttachmentId};
use ::store::{Read, Result, Tx, args};
use base::actor::PersonId;
use sea_orm::{FromQueryResult, Value};

#[derive(FromQueryResult)]
struct Row {
    id: String,
    object_kind: String,
    object_id: String,
    content: String,
    name: String,
    n_bytes: i64,
    media_type: String,
    retention: String,
    attached_ms: i64,
    person_name: String,
}

const COLUMNS: &str = "id, object_kind, object_id, content, name, n_bytes, media_type, retention,
     attached_ms, person_name";

fn attachment_of(row: Row) -> Result<Attachment> {
    Ok(Attachment {
        id: row.id.parse()?,
        object_kind: row.object_kind,
        object_id: row.object_id,
        content: row.content,
        name: row.name,
        n_bytes: row.n_bytes,
        media_type: row.media_type,
        retention: row.retention,
        attached_ms: row.attached_ms,
        person_name: row.person_name,
    })
}

/// The attachments of a thing, oldest first.
pub(super) async fn of(db: &impl Read, kind: &str, object: &str) -> Result<Vec<Attachment>> {
    let sql = format!(
        "select {COLUMNS} from files_attachments
         where object_kind = $1 and object_id = $2 order by attached_ms, id"
    );
    let rows: Vec<Row> = db.rows(&sql, args![kind, object]).await?;
    rows.into_iter().map(attachment_of).collect()
}

/// The attachments of many things of a kind.
pub(super) async fn of_many(
    db: &impl Read,
    kind: &str,
    objects: &[&str],
) -> Result<Vec<Attachment>> {
    // As many names as a statement takes on both engines.
    const AT_ONCE: usize = 500;
    let mut found = Vec::new();
    for some in objects.chunks(AT_ONCE) {
        let marks: Vec<String> = (2..some.len() + 2).map(|n| format!("${n}")).collect();
        let sql = format!(
            "select {COLUMNS} from files_attachments
             where object_kind = $1 and object_id in ({}) order by attached_ms, id",
            marks.join(", ")
        );
        let mut arguments = args![kind];
        arguments.extend(some.iter().map(|object| Value::from(*object)));
        let rows: Vec<Row> = db.rows(&sql, arguments).await?;
        for row in rows {
            found.push(attachment_of(row)?);
        }
    }
    Ok(found)
}

pub(super) async fn attachment(db: &impl Read, id: AttachmentId) -> Result<Option<Attachment>> {
    let sql = format!("select {COLUMNS} from files_attachments where id = $1");
    let row: Option<Row> = db.row(&sql, args![id.to_string()]).await?;
    row.map(attachment_of).transpose()
}

pub(super) async fn insert(tx: &mut Tx, new: &Attachment, person: PersonId) -> Result<()> {
    tx.run(
        "insert into files_attachments (id, object_kind, object_id, content, name, n_bytes,
             media_type, retention, attached_ms, person_id, person_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            new.id.to_string(),
            new.object_kind.clone(),
            new.object_id.clone(),
            new.content.clone(),
            new.name.clone(),
            new.n_bytes,
            new.media_type.clone(),
            new.retention.clone(),
            new.attached_ms,
            person.to_string(),
            new.person_name.clone()
        ],
    )
    .await?;
    Ok(())
}

/// Says whether it was there.
pub(super) async fn delete(tx: &mut Tx, id: AttachmentId) -> Result<bool> {
    let sql = "delete from files_attachments where id = $1";
    Ok(tx.run(sql, args![id.to_string()]).await? == 1)
}

/// The attachments of a class that were attached before an instant.
pub(super) async fn of_class(
    db: &impl Read,
    retention: &str,
    before_ms: i64,
) -> Result<Vec<Attachment>> {
    let sql = format!(
        "select {COLUMNS} from files_attachments
         where retention = $1 and attached_ms < $2 order by attached_ms, id"
    );
    let rows: Vec<Row> = db.rows(&sql, args![retention, before_ms]).await?;
    rows.into_iter().map(attachment_of).collect()
}
