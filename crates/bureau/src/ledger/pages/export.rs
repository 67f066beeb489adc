//! 导出: the list as it is filtered, however long it is.

use super::{filters::Filters, import::XLSX};
use crate::ledger::{
    actions::{self, Opened, Outgoing},
    model::{Names as _, Row},
    paths,
    sheet::{self, Writer},
};
use ::store::Error;
use axum::{body::Body, http::header, response::IntoResponse};
use base::id::Uuid;
use futures_util::stream;
use shell::{Asked, At, Posted, Reply, Result, Visit};
use std::{io::Read as _, path::PathBuf, sync::Arc};

pub(super) async fn export(
    visit: Visit,
    At(code): At<String>,
    Asked(pairs): Asked<Vec<(String, String)>>,
) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    let filters = Filters::new(pairs);
    if let Some(refusal) = filters.refusal(&opened) {
        return visit.refused(&refusal, paths::list(&code, &filters.kept()));
    }
    let query = filters.query(&opened);
    let outgoing = actions::begin_export(&visit, opened, query, &filters.kept(), None).await?;
    file_of(visit, outgoing, filters.get("as") == "csv").await
}

/// The same with what is personal, for whoever may, ticked and said why.
pub(super) async fn export_whole(
    visit: Visit,
    At(code): At<String>,
    posted: Posted,
) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    let asked = posted.get("query").to_owned();
    let pairs = form_urlencoded::parse(asked.as_bytes()).into_owned();
    let filters = Filters::new(pairs.collect());
    if let Some(refusal) = filters.refusal(&opened) {
        return visit.refused(&refusal, paths::list(&code, &filters.kept()));
    }
    let query = filters.query(&opened);
    // Without its tick it is as if nothing was said.
    let reason = match posted.has("personal") {
        true => posted.get("reason"),
        false => "",
    };
    let begun = actions::begin_export(&visit, opened, query, &filters.kept(), Some(reason)).await;
    match begun {
        Ok(outgoing) => file_of(visit, outgoing, false).await,
        Err(Error::Refused(refusal)) if refusal.rule == "ledger.export_needs_reason" => {
            visit.refused(&refusal, paths::list(&code, &filters.kept()))
        }
        Err(error) => Err(error.into()),
    }
}

async fn file_of(visit: Visit, outgoing: Outgoing, as_csv: bool) -> Result<Reply> {
    let outgoing = Arc::new(outgoing);
    let name = outgoing.columns.name.clone();
    if as_csv {
        let body = csv(visit, outgoing);
        return Ok(named(
            body,
            "text/csv; charset=utf-8",
            &format!("{name}.csv"),
        ));
    }
    let file = xlsx(&visit, &outgoing).await?;
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
async fn xlsx(visit: &Visit, outgoing: &Arc<Outgoing>) -> ::store::Result<Passing> {
    let file = Passing(std::env::temp_dir().join(format!("luoshi-{}.xlsx", Uuid::now_v7())));
    let (send, mut receive) = tokio::sync::mpsc::channel::<Vec<Row>>(2);
    let path = file.0.clone();
    let going = outgoing.clone();
    let writing = tokio::task::spawn_blocking(move || {
        let mut writer = Writer::new(&going.columns)?;
        while let Some(rows) = receive.blocking_recv() {
            for row in &rows {
                writer.add(row, &|kept| full_name(&going.opened, kept))?;
            }
        }
        writer.save(&path)
    });
    let mut after = 0;
    loop {
        let rows = actions::export_some(visit, outgoing, after).await?;
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
fn csv(visit: Visit, outgoing: Arc<Outgoing>) -> Body {
    // The mark at the beginning tells spreadsheet programs that the file is UTF-8.
    let head = format!("\u{feff}{}\r\n", sheet::csv_header(&outgoing.columns));
    let start = (visit, outgoing, 0_i64, Some(head));
    let pieces = stream::try_unfold(start, |(visit, outgoing, after, head)| async move {
        if let Some(head) = head {
            let rest = (visit, outgoing, after, None);
            return Ok::<_, Error>(Some((head.into_bytes(), rest)));
        }
        let rows = actions::export_some(&visit, &outgoing, after).await?;
        let Some(last) = rows.last() else {
            return Ok(None);
        };
        let after = last.no;
        let mut text = String::new();
        let name = |kept: &str| full_name(&outgoing.opened, kept);
        for row in &rows {
            sheet::csv_line(&outgoing.columns, row, &name, &mut text);
        }
        Ok(Some((text.into_bytes(), (visit, outgoing, after, None))))
    });
    Body::from_stream(pieces)
}

/// Full name of a unit: short ones may be met twice.
fn full_name(opened: &Opened, kept: &str) -> String {
    let id = opened.house.unit(kept);
    let unit = opened.house.units().iter().find(|unit| Some(unit.id) == id);
    unit.map_or_else(String::new, |unit| unit.name.clone())
}
