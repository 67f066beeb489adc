//! Forms with files.

use crate::{App, Error, Posted, Result, csrf, form::typeable, visit::Guest};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};

/// The most one upload may hold.
pub const LIMIT_MB: usize = 50;
/// Up to here a too large upload is read to its end and thrown away, so that the browser waits for
/// the answer instead of showing a broken connection.
const DRAIN_MB: usize = 300;

/// A form with files, its token checked. The token must stand before the files.
#[derive(Debug)]
pub struct Upload {
    /// The fields that are not files.
    pub posted: Posted,
    /// The files, empty file inputs left out.
    pub files: Vec<UploadedFile>,
}

/// One file as the browser sent it.
#[derive(Debug)]
pub struct UploadedFile {
    /// Name of the input.
    pub field: String,
    /// Last part of the name the person's machine had for it.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl FromRequest<App> for Upload {
    type Rejection = Error;

    async fn from_request(mut request: Request, app: &App) -> Result<Self> {
        let guest = request
            .extensions()
            .get::<Guest>()
            .cloned()
            .ok_or(Error::ForeignForm)?;
        DefaultBodyLimit::disable().apply(&mut request);
        let mut parts = Multipart::from_request(request, app)
            .await
            .map_err(unreadable)?;
        let mut pairs = Vec::new();
        let mut files = Vec::new();
        let mut n_bytes = 0usize;
        while let Some(mut part) = parts.next_field().await.map_err(unreadable)? {
            let field = part.name().unwrap_or_default().to_owned();
            let name = part.file_name().map(last_part);
            let mut bytes = Vec::new();
            while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
                n_bytes += chunk.len();
                if n_bytes > DRAIN_MB << 20 {
                    return Err(Error::TooLarge { limit_mb: LIMIT_MB });
                }
                if n_bytes <= LIMIT_MB << 20 {
                    bytes.extend_from_slice(&chunk);
                } else {
                    bytes.clear();
                }
            }
            match name {
                Some(name) if !name.is_empty() => files.push(UploadedFile { field, name, bytes }),
                Some(_) => {}
                None => pairs.push((field, String::from_utf8_lossy(&bytes).into_owned())),
            }
        }
        if n_bytes > LIMIT_MB << 20 {
            return Err(Error::TooLarge { limit_mb: LIMIT_MB });
        }
        let posted = Posted::from_pairs(pairs);
        if !guest.owns_token(posted.get(csrf::FIELD)) {
            return Err(Error::ForeignForm);
        }
        Ok(Self { posted, files })
    }
}

/// A file name without folders and control characters, so that it is safe to show and to offer.
fn last_part(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars()
        .filter(|char| typeable(*char) && !char.is_control())
        .take(200)
        .collect()
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::UnreadableForm(error.to_string())
}
