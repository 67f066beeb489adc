//! 导出: the list as it is filtered, however long it is.

use super::{filters::Filters, import::XLSX};
use crate::ledger::{
    actions::{self, Opened},
    model::{Names as _, Row},
    sheet::{self, Writer},
    store::Query,
};
use ::store::Error;
use axum::{body::Body, http::header, response::IntoResponse};
use base::id::Uuid;
use futures_util::stream;
use shell::{Asked, At, Reply, Result, Visit};
use std::{io::Read as _, path::PathBuf, sync::Arc};

pub(super) async fn export(
    visit: Visit,
    At(code): At<String>,
    Asked(pairs): Asked<Vec<(String, String)>>,
) -> Result<Reply> {
    let opened = Arc::new(actions::open(&visit, &code).await?);
    let filters = Filters::new(pairs);
    let query = filters.query(&opened.register.definition);
    let name = opened.register.definition.name.clone();
    actions::note_export(&visit, &opened, &filters.kept()).await?;
    if filters.get("as") == "csv" {
        let body = csv(visit, opened, query);
        return Ok(named(
            body,
            "text/csv; charset=utf-8",
            &format!("{name}.csv"),
        ));
    }
    let file = xlsx(&visit, &opened, &query).await?;
    Ok(named(streamed(file)?, XLSX, &format!("{name}.xlsx")))
}

fn named(body: Body, content_type: &str, name: &str) -> Reply {
    let encoded: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let disposition = format!(
        "attachment; filename*=UTF-8''{}",
        encoded.replace('+', "%20")
    );
    (
        [
            (header::CONTENT_TYPE, content_type),
            (header::CONTENT_DISPOSITION, &disposition),
        ],
        body,
    )
        .into_response()
}

/// A file that is gone when it is no longer needed.
struct Passing(PathBuf);

impl Drop for Passing {
    fn drop(&mut self) {
        // Left behind, it is only a file in the folder for such.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Writes the list into a passing file, some rows at a time.
async fn xlsx(visit: &Visit, opened: &Arc<Opened>, query: &Query) -> ::store::Result<Passing> {
    let file = Passing(std::env::temp_dir().join(format!("luoshi-{}.xlsx", Uuid::now_v7())));
    let definition = opened.register.definition.clone();
    let (send, mut receive) = tokio::sync::mpsc::channel::<Vec<Row>>(2);
    let path = file.0.clone();
    let house = opened.clone();
    let writing = tokio::task::spawn_blocking(move || {
        let mut writer = Writer::new(&definition)?;
        while let Some(rows) = receive.blocking_recv() {
            for row in &rows {
                writer.add(row, &|kept| full_name(&house, kept))?;
            }
        }
        writer.save(&path)
    });
    let mut after = 0;
    loop {
        let rows = actions::export_some(visit, opened, query, after).await?;
        let Some(last) = rows.last() else { break };
        after = last.no;
        if send.send(rows).await.is_err() {
            break;
        }
    }
    drop(send);
    writing
        .await
        .map_err(actions::unwritable)?
        .map_err(actions::unwritable)?;
    Ok(file)
}

/// The file in pieces.
fn streamed(file: Passing) -> ::store::Result<Body> {
    const PIECE: usize = 64 << 10;
    let open = std::fs::File::open(&file.0)?;
    let pieces = stream::try_unfold((open, file), |(mut open, file)| async move {
        let mut piece = vec![0; PIECE];
        let n = open.read(&mut piece)?;
        piece.truncate(n);
        let rest = (n > 0).then_some((piece, (open, file)));
        Ok::<_, std::io::Error>(rest)
    });
    Ok(Body::from_stream(pieces))
}

/// The list as lines, as they are read.
fn csv(visit: Visit, opened: Arc<Opened>, query: Query) -> Body {
    // The mark at the beginning tells spreadsheet programs that the file is UTF-8.
    let head = format!(
        "\u{feff}{}\r\n",
        sheet::csv_header(&opened.register.definition)
    );
    let start = (visit, opened, query, 0_i64, Some(head));
    let pieces = stream::try_unfold(start, |(visit, opened, query, after, head)| async move {
        if let Some(head) = head {
            return Ok::<_, Error>(Some((
                head.into_bytes(),
                (visit, opened, query, after, None),
            )));
        }
        let rows = actions::export_some(&visit, &opened, &query, after).await?;
        let Some(last) = rows.last() else {
            return Ok(None);
        };
        let after = last.no;
        let mut text = String::new();
        for row in &rows {
            let definition = &opened.register.definition;
            sheet::csv_line(definition, row, &|kept| full_name(&opened, kept), &mut text);
        }
        Ok(Some((
            text.into_bytes(),
            (visit, opened, query, after, None),
        )))
    });
    Body::from_stream(pieces)
}

/// Full name of a unit: short ones may be met twice.
fn full_name(opened: &Opened, kept: &str) -> String {
    let id = opened.house.unit(kept);
    let unit = opened.house.units().iter().find(|unit| Some(unit.id) == id);
    unit.map_or_else(String::new, |unit| unit.name.clone())
}
