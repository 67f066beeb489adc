//! The place a request is about: the parameters of its path and of its query.

use crate::{App, Error, Result, form::typeable};
use axum::{
    extract::{FromRequestParts, Path, Query},
    http::{Uri, request::Parts},
};
use serde::de::DeserializeOwned;

/// Parameters of the path. One that is no id leads nowhere: there is no such page.
#[derive(Debug, Clone, Copy)]
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for At<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        // What nobody types is in no address of ours, and one of the two engines takes no NUL.
        let path = format!("p={}", parts.uri.path());
        if form_urlencoded::parse(path.as_bytes()).any(|(_, path)| !path.chars().all(typeable)) {
            return Err(store::Error::NotFound.into());
        }
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
        let query = match cleaned(&parts.uri) {
            Some(uri) => Query::<T>::try_from_uri(&uri),
            None => Query::<T>::from_request_parts(parts, app).await,
        };
        Ok(Self(query.map(|Query(asked)| asked).unwrap_or_default()))
    }
}

/// The address without what nobody types in its query; none when there is nothing of the kind.
fn cleaned(uri: &Uri) -> Option<Uri> {
    let pairs = || form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    if pairs().all(|(key, value)| key.chars().chain(value.chars()).all(typeable)) {
        return None;
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (key, value) in pairs() {
        let kept = |text: &str| {
            text.chars()
                .filter(|char| typeable(*char))
                .collect::<String>()
        };
        query.append_pair(&kept(&key), &kept(&value));
    }
    format!("{}?{}", uri.path(), query.finish()).parse().ok()
}
