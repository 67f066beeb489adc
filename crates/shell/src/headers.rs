//! Headers every reply carries.

use crate::{Reply, origin};
use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
};

/// What a page may load: only what this server sends, and no inline script or style.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
     frame-src 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What a file may do that a page of this server shows within itself: nothing but be shown there.
const SHOWN_WITHIN_POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; \
     object-src 'self'; frame-ancestors 'self'; base-uri 'none'";

/// Left on a reply that is a file to be shown within a page of this server.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShownWithin;

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-resource-policy");

const ALWAYS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    // Pages of other sites get none of it, not even as a picture.
    (CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
    // Nothing here looks, listens, or asks where somebody is.
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Half a year: whoever came over TLS once comes over it again.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=15552000");

pub(crate) async fn add(request: Request, next: Next) -> Reply {
    let is_secure = origin::is_secure(&request);
    let mut reply = next.run(request).await;
    let is_shown_within = reply.extensions().get::<ShownWithin>().is_some();
    let headers = reply.headers_mut();
    if is_secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_shown_within {
        let policy = HeaderValue::from_static(SHOWN_WITHIN_POLICY);
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        headers.insert(
            header::X_FRAME_OPTIONS,
            HeaderValue::from_static("SAMEORIGIN"),
        );
        // What a browser shows a PDF with asks for its pieces from elsewhere.
        headers.remove(CROSS_ORIGIN_RESOURCE_POLICY);
    }
    // Pages hold names and drafts: nothing is kept by the browser unless a handler says so.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    reply
}
