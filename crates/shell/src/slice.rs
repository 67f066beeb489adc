//! A slice of the application: its tables, its routes, its place in the rail.

use crate::{
    App, Attachable, Error, Limited, Visit,
    jobs::{JobSpec, ScheduleSpec},
    visit::Guest,
};
use axum::{
    extract::Request,
    handler::Handler,
    http::Method,
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
    routing::{MethodFilter, MethodRouter, on},
};
use base::{Actor, Role};
use std::pin::Pin;
use store::{Db, Migration};

/// One capability of the application. What it does not have stays at the default.
#[derive(Debug, Default)]
pub struct Slice {
    /// Its name, also of its folder and the beginning of its tables' names.
    pub name: &'static str,
    /// Its tables.
    pub migrations: &'static [Migration],
    /// Its pages.
    pub routes: Vec<Route>,
    /// Its entries in the left rail.
    pub rail: Vec<RailSpec>,
    /// The kinds of jobs it does in the background; see [`crate::jobs`].
    pub jobs: Vec<JobSpec>,
    /// What of its jobs comes round by itself.
    pub schedules: Vec<ScheduleSpec>,
    /// Kinds of things of it that can be found by words.
    pub searchable: Vec<Searchable>,
    /// What of its entries somebody may find, as the keys in their audience.
    pub search_keys: Option<SearchKeys>,
    /// The kinds of its things that files can be attached to.
    pub attachables: Vec<Attachable>,
}

/// One route: a method, a path, who may use it, and what answers.
#[derive(Debug)]
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// Path with parameters in braces.
    pub path: &'static str,
    /// Who may use it; whoever may not is told there is no such page.
    pub who: Who,
    handler: MethodRouter<App>,
}

/// Who may use a route. What they see and do there is decided by the slice's `policy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Also without log-in.
    Anyone,
    /// Everyone signed in, even before a first password is changed or a telephone is bound.
    SignedInAtAll,
    /// Everyone signed in.
    SignedIn,
    /// Holders of one of these roles.
    Roles(&'static [Role]),
}

/// A kind of thing that can be found by words. Each is put in when it is made or changed; all at
/// once only where a database knows none yet.
#[derive(Clone, Copy)]
pub struct Searchable {
    /// What its entries have as their kind: `plan.item`.
    pub kind: &'static str,
    /// The word shown.
    pub word: &'static str,
    /// Every entry of it there is.
    pub entries: Entries,
}

/// Gathers entries for the search.
pub type Entries =
    fn(Db) -> Pin<Box<dyn Future<Output = store::Result<Vec<store::search::Entry>>> + Send>>;

/// Asks a slice's policy which keys of its entries' audience ([`store::search::Audience::Key`])
/// somebody holds now.
pub type SearchKeys =
    fn(Db, Actor) -> Pin<Box<dyn Future<Output = store::Result<Vec<String>>> + Send>>;

impl std::fmt::Debug for Searchable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind)
    }
}

/// An entry of the left rail.
#[derive(Debug, Clone)]
pub struct RailSpec {
    /// Order in the rail, smallest first.
    pub place: u8,
    /// Word shown.
    pub label: &'static str,
    /// Name of its icon.
    pub icon: &'static str,
    /// Where it leads; pages below it belong to it.
    pub href: &'static str,
    /// Who finds it in their rail.
    pub who: Who,
}

impl Who {
    /// Whether this person (or nobody) may.
    #[must_use]
    pub fn admits(self, actor: Option<&Actor>) -> bool {
        match (self, actor) {
            (Self::Anyone, _) | (Self::SignedIn | Self::SignedInAtAll, Some(_)) => true,
            (Self::Roles(roles), Some(actor)) => actor.is_any(roles),
            (_, None) => false,
        }
    }
}

impl Route {
    /// A page.
    pub fn get<T: 'static>(path: &'static str, who: Who, handler: impl Handler<T, App>) -> Self {
        Self {
            method: Method::GET,
            path,
            who,
            handler: on(MethodFilter::GET, handler),
        }
    }

    /// An act.
    pub fn post<T: 'static>(path: &'static str, who: Who, handler: impl Handler<T, App>) -> Self {
        Self {
            method: Method::POST,
            path,
            who,
            handler: on(MethodFilter::POST, handler),
        }
    }

    pub(crate) fn guarded(self) -> MethodRouter<App> {
        let who = self.who;
        self.handler.layer(axum::middleware::from_fn(
            move |request: Request, next: Next| guard(who, request, next),
        ))
    }
}

async fn guard(who: Who, request: Request, next: Next) -> Response {
    let Some(guest) = request.extensions().get::<Guest>() else {
        return Error::from(store::Error::NotFound).into_response();
    };
    let actor = guest.actor();
    if !who.admits(actor) {
        return match actor {
            None => Redirect::to(&sign_in_path(&request)).into_response(),
            Some(_) => Error::from(store::Error::NotFound).into_response(),
        };
    }
    if who == Who::Anyone {
        let limited = match *request.method() {
            Method::GET => Limited::OpenPage,
            _ => Limited::OpenAct,
        };
        if let Err(error) = guest.take(limited, guest.from()) {
            return error.into_response();
        }
    }
    let held_up = actor.filter(|actor| actor.is_held_up());
    if let Some(actor) = held_up
        && !matches!(who, Who::Anyone | Who::SignedInAtAll)
    {
        let first = match actor.must_change_password {
            true => Visit::CHANGE_PASSWORD,
            false => Visit::SECOND_FACTOR,
        };
        return Redirect::to(first).into_response();
    }
    next.run(request).await
}

/// Where to sign in and come back from; an act cannot be come back to, its page can.
fn sign_in_path(request: &Request) -> String {
    let here = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str());
    if request.method() == Method::GET && here != "/" {
        let next: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
        format!("{}?next={next}", Visit::SIGN_IN)
    } else {
        Visit::SIGN_IN.to_owned()
    }
}
