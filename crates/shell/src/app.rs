//! The running application: what all requests share, and how its router is put together.

use crate::{
    Attachable, Slice, csrf, error, headers,
    jobs::{JobSpec, ScheduleSpec},
    limits::Limits,
    slice::{RailSpec, SearchKeys, Searchable},
    visit,
};
use axum::Router;
use base::{Actor, Clock, Config, actor::AccountId, day::Date};
use std::{pin::Pin, sync::Arc};
use store::{Db, Files, search};

/// What all requests share; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

struct Shared {
    db: Db,
    files: Files,
    clock: Arc<dyn Clock>,
    config: Config,
    identify: Identify,
    csrf_key: csrf::Key,
    limits: Limits,
    rail: Vec<RailSpec>,
    jobs: Vec<JobSpec>,
    schedules: Vec<ScheduleSpec>,
    search_kinds: Vec<(&'static str, &'static str)>,
    search_keys: Vec<SearchKeys>,
    attachables: Vec<Attachable>,
}

/// Who is behind a request, and in whose house.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    /// The person signed in.
    pub actor: Option<Actor>,
    /// Name of the bureau.
    pub bureau: String,
    /// What waits for them, for the top bar.
    pub inbox: Option<Inbox>,
}

/// What waits for somebody, as the top bar shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inbox {
    /// How many things.
    pub n_waiting: i64,
    /// Where they are.
    pub href: &'static str,
}

/// Looks an account up, as of a day; given by the application that knows people.
pub type Identify = fn(
    Db,
    Date,
    Option<AccountId>,
) -> Pin<Box<dyn Future<Output = store::Result<Identity>> + Send>>;

impl App {
    /// Puts the application together. Reads (or, at the first start, makes) the key of its forms.
    pub async fn new(
        db: Db,
        files: Files,
        clock: Arc<dyn Clock>,
        config: Config,
        identify: Identify,
        slices: &[Slice],
    ) -> store::Result<Self> {
        let csrf_key = csrf::Key::load_or_make(&db).await?;
        let mut rail: Vec<RailSpec> = slices.iter().flat_map(|slice| slice.rail.clone()).collect();
        rail.sort_by_key(|entry| entry.place);
        let searchable = slices.iter().flat_map(|slice| slice.searchable.clone());
        let searchable: Vec<Searchable> = searchable.collect();
        fill_search(&db, &searchable).await?;
        Ok(Self(Arc::new(Shared {
            db,
            files,
            clock,
            config,
            identify,
            csrf_key,
            limits: Limits::default(),
            rail,
            jobs: slices.iter().flat_map(|slice| slice.jobs.clone()).collect(),
            schedules: slices
                .iter()
                .flat_map(|slice| slice.schedules.clone())
                .collect(),
            search_kinds: searchable
                .iter()
                .map(|sort| (sort.kind, sort.word))
                .collect(),
            search_keys: slices
                .iter()
                .filter_map(|slice| slice.search_keys)
                .collect(),
            attachables: slices
                .iter()
                .flat_map(|slice| slice.attachables.clone())
                .collect(),
        })))
    }

    /// The router over all slices.
    pub fn router(&self, slices: Vec<Slice>) -> Router {
        let mut router = Router::new();
        for slice in slices {
            for route in slice.routes {
                router = router.route(route.path, route.guarded());
            }
        }
        router
            .fallback(|| async { error::Error::from(store::Error::NotFound) })
            .method_not_allowed_fallback(|| async { error::Error::from(store::Error::NotFound) })
            .layer(axum::middleware::from_fn(error::draw))
            .layer(axum::middleware::from_fn_with_state(
                self.clone(),
                visit::enter,
            ))
            // Style sheet and scripts are about nobody: no visit is opened for them.
            .merge(crate::assets::routes())
            .layer(axum::middleware::from_fn(headers::add))
            .with_state(self.clone())
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The file store.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.0.files
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    /// What was set before the start.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    pub(crate) fn jobs(&self) -> &[JobSpec] {
        &self.0.jobs
    }

    /// What a kind of job is called; its own word when nobody knows it any more.
    #[must_use]
    pub fn job_name<'a>(&self, kind: &'a str) -> &'a str {
        let known = self.jobs().iter().find(|spec| spec.kind == kind);
        known.map_or(kind, |spec| spec.name)
    }

    pub(crate) fn attachables(&self) -> &[Attachable] {
        &self.0.attachables
    }

    pub(crate) fn schedules(&self) -> &[ScheduleSpec] {
        &self.0.schedules
    }

    /// Kinds of things that can be found by words, with the word of each.
    #[must_use]
    pub fn search_kinds(&self) -> &[(&'static str, &'static str)] {
        &self.0.search_kinds
    }

    /// The keys of what somebody may find now, of every slice.
    pub async fn search_keys(&self, actor: &Actor) -> store::Result<Vec<String>> {
        let mut keys = Vec::new();
        for of_slice in &self.0.search_keys {
            keys.extend(of_slice(self.0.db.clone(), actor.clone()).await?);
        }
        Ok(keys)
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn csrf_key(&self) -> &csrf::Key {
        &self.0.csrf_key
    }

    pub(crate) fn rail(&self) -> &[RailSpec] {
        &self.0.rail
    }

    pub(crate) async fn identify(&self, account: Option<AccountId>) -> store::Result<Identity> {
        (self.0.identify)(self.0.db.clone(), self.0.clock.today(), account).await
    }
}

/// Puts everything that can be found in anew where a database knows less of it than this program:
/// it comes from an earlier one, or from a backup of an earlier one.
async fn fill_search(db: &Db, searchable: &[Searchable]) -> store::Result<()> {
    let kinds: Vec<&str> = searchable.iter().map(|sort| sort.kind).collect();
    let version = format!("{} {}", search::VERSION, kinds.join(" "));
    if !search::is_stale(db, &version).await? {
        return Ok(());
    }
    let mut entries = Vec::new();
    for sort in searchable {
        entries.extend((sort.entries)(db.clone()).await?);
    }
    search::rebuild(db, &version, entries).await
}
