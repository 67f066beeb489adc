//! Style sheet and scripts, embedded into the program and served under addresses that change
//! with their content, so that a browser may keep them for ever.

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

/// A bundle made by `build.rs` out of `web/`.
struct Asset {
    name: &'static str,
    url: &'static str,
    etag: &'static str,
    content_type: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

const ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/asset_list.rs"));

/// How long a browser keeps an asset: its address changes whenever its content does.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Address of a bundle (`app.css`, `app.js`, `review.js`) for a page's head; empty when there is
/// no bundle of that name.
pub fn url(name: &str) -> &'static str {
    ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .map_or("", |asset| asset.url)
}

/// Serves every bundle under `/assets/`, to anyone: nothing in them is about a person.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{file}", get(show))
}

async fn show(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let wanted = ASSETS
        .iter()
        .find(|asset| asset.url.rsplit('/').next() == Some(file.as_str()));
    match wanted {
        Some(asset) => reply(asset, &headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn reply(asset: &Asset, headers: &HeaderMap) -> Response {
    let mut response = if sends(headers, header::IF_NONE_MATCH, asset.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        body(asset, headers)
    };
    let head = response.headers_mut();
    head.insert(header::CACHE_CONTROL, FOR_EVER);
    head.insert(header::ETAG, HeaderValue::from_static(asset.etag));
    head.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    response
}

/// The smallest form this browser understands. Browsers take brotli only over TLS, and a bureau's
/// own network often has none: hence gzip as well.
fn body(asset: &Asset, headers: &HeaderMap) -> Response {
    let packed = [("br", asset.brotli), ("gzip", asset.gzip)];
    let chosen = packed.into_iter().find_map(|(encoding, bytes)| {
        bytes
            .filter(|_| sends(headers, header::ACCEPT_ENCODING, encoding))
            .map(|bytes| (encoding, bytes))
    });
    let bytes = chosen.map_or(asset.plain, |(_, bytes)| bytes);
    let mut response = bytes.into_response();
    let head = response.headers_mut();
    head.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(asset.content_type),
    );
    if let Some((encoding, _)) = chosen {
        head.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// Whether a comma-separated header lists `wanted` and does not refuse it with `q=0`.
fn sends(headers: &HeaderMap, name: header::HeaderName, wanted: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|part| {
            let mut pieces = part.split(';').map(str::trim);
            let listed = pieces.next() == Some(wanted);
            let refused = pieces.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00"));
            listed && !refused
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{body::Body, http::Request};
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    async fn fetch(url: &str, name: header::HeaderName, value: &str) -> Response {
        let request = Request::get(url).header(name, value).body(Body::empty());
        routes::<()>().oneshot(request.unwrap()).await.unwrap()
    }

    fn header_of(response: &Response, name: header::HeaderName) -> &str {
        response
            .headers()
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    #[test]
    fn every_bundle_has_an_address_with_its_fingerprint() {
        for asset in ASSETS {
            assert!(url(asset.name).starts_with("/assets/"));
            assert!(asset.url.contains(asset.etag.trim_matches('"')));
        }
        assert_eq!(url("unknown.css"), "");
    }

    #[tokio::test]
    async fn the_style_sheet_is_sent_packed_typed_and_for_keeps() {
        for (accepts, sent) in [
            ("gzip, deflate, br", "br"),
            ("gzip, deflate", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("identity", ""),
        ] {
            let response = fetch(url("app.css"), header::ACCEPT_ENCODING, accepts).await;
            assert_eq!(response.status(), StatusCode::OK);
            assert_eq!(header_of(&response, header::CONTENT_ENCODING), sent);
            assert_eq!(
                header_of(&response, header::CONTENT_TYPE),
                "text/css; charset=utf-8"
            );
            assert!(header_of(&response, header::CACHE_CONTROL).contains("immutable"));
            let bytes = response.into_body().collect().await.unwrap().to_bytes();
            assert!(!bytes.is_empty());
        }
    }

    #[tokio::test]
    async fn a_browser_that_has_the_script_is_told_so_without_a_body() {
        let etag = ASSETS
            .iter()
            .find(|asset| asset.name == "app.js")
            .unwrap()
            .etag;
        let response = fetch(url("app.js"), header::IF_NONE_MATCH, etag).await;
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        assert!(bytes.is_empty());
    }

    #[tokio::test]
    async fn an_address_of_an_older_build_is_not_found() {
        let response = fetch("/assets/app-0.css", header::ACCEPT_ENCODING, "gzip").await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn the_style_sheet_stays_small() {
        let css = ASSETS.iter().find(|asset| asset.name == "app.css").unwrap();
        assert!(css.plain.len() < 60 * 1024, "{} bytes", css.plain.len());
    }
}
