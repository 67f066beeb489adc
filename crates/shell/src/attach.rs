//! Things files can be attached to: the slice a thing belongs to says who may, and where it is shown.

use crate::App;
use std::{fmt, pin::Pin, sync::Arc};
use store::{Ctx, Db, Error, Result, search::Audience};

/// What somebody wants to do with the files of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileAct {
    /// List and read them.
    See,
    /// Add and remove some.
    Change,
}

/// A thing, for whoever comes to it from one of its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What it is called.
    pub name: String,
    /// Where it is shown.
    pub href: String,
}

/// A thing whose files can be found by words, and who may find them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Its kind, the same as its [`Attachable`]'s.
    pub kind: &'static str,
    /// Its id.
    pub object: String,
    /// What it is called.
    pub name: String,
    /// Who finds its files: those who see the thing.
    pub audience: Vec<Audience>,
}

type Finding = Pin<Box<dyn Future<Output = Result<Option<Holder>>> + Send>>;

type Asking = Pin<Box<dyn Future<Output = Result<Place>> + Send>>;

/// A kind of thing files can be attached to.
#[derive(Clone)]
pub struct Attachable {
    /// Its name, the same for ever: it stands in the database.
    pub kind: &'static str,
    ask: Arc<dyn Fn(Ctx, String, FileAct) -> Asking + Send + Sync>,
    find: Option<Arc<dyn Fn(Db, String) -> Finding + Send + Sync>>,
}

impl Attachable {
    /// A kind of thing, and who is asked about one: `NotFound` when this person may not know of it or
    /// there is none, a refusal when they may see but not change it, else where it is.
    pub fn new<F, R>(kind: &'static str, ask: F) -> Self
    where
        F: Fn(Ctx, String, FileAct) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Place>> + Send + 'static,
    {
        Self {
            kind,
            ask: Arc::new(move |ctx, object, act| Box::pin(ask(ctx, object, act))),
            find: None,
        }
    }

    /// Lets its files be found by words, by whoever this says; nobody while there is no such thing.
    #[must_use]
    pub fn found_by<F, R>(mut self, find: F) -> Self
    where
        F: Fn(Db, String) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Option<Holder>>> + Send + 'static,
    {
        self.find = Some(Arc::new(move |db, object| Box::pin(find(db, object))));
        self
    }
}

impl fmt::Debug for Attachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Attachable").field(&self.kind).finish()
    }
}

impl App {
    /// Where a thing is whose files somebody wants to see or change, when they may.
    pub async fn place_of_files(
        &self,
        ctx: &Ctx,
        kind: &str,
        object: &str,
        act: FileAct,
    ) -> Result<Place> {
        let known = self.attachables().iter().find(|known| known.kind == kind);
        let known = known.ok_or(Error::NotFound)?;
        (known.ask)(ctx.clone(), object.to_owned(), act).await
    }

    /// Who may find the files of a thing by words; none when they are not to be found.
    pub async fn holder_of_files(&self, kind: &str, object: &str) -> Result<Option<Holder>> {
        let known = self.attachables().iter().find(|known| known.kind == kind);
        match known.and_then(|known| known.find.as_ref()) {
            Some(find) => find(self.db().clone(), object.to_owned()).await,
            None => Ok(None),
        }
    }
}
