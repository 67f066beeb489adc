//! The place a request is about: the parameters of its path and of its query.

use crate::{App, Error, Result};
use axum::{
    extract::{FromRequestParts, Path, Query},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

/// Parameters of the path. One that is no id leads nowhere: there is no such page.
#[derive(Debug, Clone, Copy)]
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for At<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        match Path::<T>::from_request_parts(parts, app).await {
            Ok(Path(place)) => Ok(Self(place)),
            Err(_) => Err(store::Error::NotFound.into()),
        }
    }
}

/// Parameters of the query: filters, page numbers. What cannot be read counts as not given.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned + Default + Send> FromRequestParts<App> for Asked<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let query = Query::<T>::from_request_parts(parts, app).await;
        Ok(Self(query.map(|Query(asked)| asked).unwrap_or_default()))
    }
}
