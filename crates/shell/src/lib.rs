//! What every page stands in: frame, forms, csrf, sessions in requests, errors, assets.
//!
//! A request passes, outermost first: security headers, [`visit`] (who is it), [`error`] (draws
//! problems as pages), the guard of its route ([`mod@slice`]), the handler. No word of the bureau's
//! work stands here.

pub mod app;
pub mod assets;
pub mod at;
mod attach;
pub mod cookie;
pub mod csrf;
pub mod error;
pub mod form;
pub mod frame;
pub mod headers;
pub mod jobs;
pub mod limits;
pub mod origin;
pub mod paging;
pub mod slice;
pub mod upload;
pub mod visit;
pub mod waiting;

pub use app::{App, Identity};
pub use at::{Asked, At};
pub use attach::{Attachable, FileAct, Holder, Place};
pub use error::{Error, Result};
pub use form::{Field, Posted};
pub use frame::Frame;
pub use limits::Limited;
pub use paging::Paging;
pub use slice::{RailSpec, Route, SearchKeys, Searchable, Slice, Who};
pub use upload::Upload;
pub use visit::{Guest, Visit};

/// What a handler answers with.
pub type Reply = axum::response::Response;
