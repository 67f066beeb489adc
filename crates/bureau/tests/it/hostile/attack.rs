//! The forms are posted, again and again, to a world that is taken up anew when one changed it.

use super::{
    answers,
    forms::{Control, Form, forms, like},
    routes,
    values::{self, Hostile},
    walk::Met,
    writes::Writes,
};
use crate::support::World;
use axum::http::{Method, StatusCode, Uri};
use base::Role;
use std::collections::{BTreeMap, BTreeSet};
use tempfile::TempDir;
use testkit::{Browser, Page};

/// Everybody who posts, by what they are called here.
pub(super) type People = BTreeMap<&'static str, Browser>;

pub(super) struct Attack<'k> {
    world: World,
    kept: &'k TempDir,
    people: &'k People,
    /// What was written when the world was last looked at.
    written: Writes,
    /// Whether it is no longer as it was kept.
    is_changed: bool,
    pub(super) faults: BTreeSet<String>,
    pub(super) n_posts: usize,
    n_forms: usize,
    /// Fields of routes that were something else while the others were right.
    alone: BTreeSet<(String, String)>,
    /// Acts that got as far as looking at what was sent.
    pub(super) reached: BTreeSet<&'static str>,
    /// Counts on, so that words go round over all fields.
    turn: usize,
}

/// Whoever has no log-in.
pub(super) const NOBODY: &str = "nobody";

/// What is done to a form before it is sent.
enum Attempt {
    WithoutToken,
    /// These values in every field they are for.
    All(&'static str, fn(Control, usize) -> Option<Hostile>),
    One(String, Hostile),
}

/// Fields of words hold something, the others what is right.
fn words(control: Control, value: Hostile) -> Option<Hostile> {
    matches!(control, Control::Words | Control::Password).then_some(value)
}

/// All but what the page itself put in.
fn typed(control: Control, value: Hostile) -> Option<Hostile> {
    (control != Control::Hidden).then_some(value)
}

/// What every act is sent.
static OF_ACTS: [Attempt; 3] = [
    Attempt::WithoutToken,
    Attempt::All("everything in all words", |control, _| {
        words(control, values::EVERYTHING)
    }),
    Attempt::All("something in every field", values::among_all),
];

/// What goes round: every act is sent two of these.
static IN_TURN: [Attempt; 4] = [
    Attempt::All("very long words", |control, _| words(control, values::LONG)),
    Attempt::All("no UTF-8", |control, _| typed(control, values::NO_TEXT)),
    Attempt::All("every field missing", |_, _| Some(values::MISSING)),
    Attempt::All("every field twice", |control, _| {
        typed(control, values::TWICE)
    }),
];

static OF_QUESTIONS: [Attempt; 4] = [
    Attempt::All("everything in all words", |control, _| {
        words(control, values::EVERYTHING)
    }),
    Attempt::All("very long words", |_, _| Some(values::LONG_ASKED)),
    Attempt::All("something in every field", values::among_all),
    Attempt::All("no UTF-8", |_, _| Some(values::NO_TEXT)),
];

impl Attempt {
    fn on(&self, form: &Form, turn: usize) -> Form {
        match self {
            Self::WithoutToken => form.without("_csrf"),
            Self::All(_, value) => {
                let place = |name: &str| form.fields.iter().position(|field| field.name == name);
                form.with(|field| {
                    let place = place(&field.name).unwrap_or_default();
                    (field.name != "_csrf")
                        .then(|| value(field.control, turn + place))
                        .flatten()
                })
            }
            Self::One(name, value) => form.with(|field| (field.name == *name).then_some(*value)),
        }
    }

    fn what(&self) -> String {
        match self {
            Self::WithoutToken => "no token".to_owned(),
            Self::All(what, _) => (*what).to_owned(),
            Self::One(name, value) => format!("{name}: {}", value.what),
        }
    }
}

impl<'k> Attack<'k> {
    pub(super) async fn on(kept: &'k TempDir, people: &'k People) -> Self {
        let world = World::copied(kept).await;
        Self {
            written: Writes::of(&world).await,
            is_changed: false,
            world,
            kept,
            people,
            faults: BTreeSet::new(),
            n_posts: 0,
            n_forms: 0,
            alone: BTreeSet::new(),
            reached: BTreeSet::new(),
            turn: 0,
        }
    }

    /// Everything there is against one form.
    pub(super) async fn form(&mut self, met: &Met) {
        let mut form = met.form.clone();
        let mut attempts: Vec<&Attempt> = match form.is_post {
            true => OF_ACTS.iter().collect(),
            false => OF_QUESTIONS.iter().collect(),
        };
        self.n_forms += 1;
        let mut for_one = Vec::new();
        if form.is_post {
            attempts.extend([0, 1].map(|more| &IN_TURN[(self.n_forms * 2 + more) % IN_TURN.len()]));
            let route = routes::of(true, &form.action).to_owned();
            for (name, control) in form.names() {
                // Two forms of a route have most of their fields in common.
                if !self.alone.insert((route.clone(), like(&name))) {
                    continue;
                }
                self.turn += 1;
                for_one.push(Attempt::One(name, values::for_one(control, self.turn)));
            }
        }
        attempts.extend(&for_one);
        let mut done = BTreeSet::new();
        for attempt in attempts {
            // A form without words has nothing long in it: each is sent once.
            if done.insert(attempt.on(&met.form, self.turn).encoded()) {
                self.attempt(met, &mut form, attempt).await;
            }
        }
        self.turn += form.fields.len();
        if self.is_changed {
            self.anew().await;
        }
    }

    async fn attempt(&mut self, met: &Met, form: &mut Form, attempt: &Attempt) {
        let mut browser = self.browser(met.who);
        let sent = attempt.on(form, self.turn);
        let page = send(&mut browser, &sent).await;
        self.n_posts += 1;
        let written = Writes::of(&self.world).await;
        let changed = written.since(&self.written).join(", ");
        self.written = written;
        self.is_changed |= !changed.is_empty();
        let mut faults = answers::faults(&page);
        if form.is_post {
            let is_refused = !page.status.is_redirection() && !page.status.is_success();
            if is_refused && !changed.is_empty() {
                faults.push(format!("{} and yet changes {changed}", page.status));
            }
            if matches!(attempt, Attempt::WithoutToken) {
                if page.status != StatusCode::FORBIDDEN {
                    faults.push(format!("answers {}", page.status));
                }
            } else {
                let route = routes::of(true, &form.action);
                if page.status != StatusCode::NOT_FOUND
                    && let Some(route) = routes::acts().find(|act| *act == route)
                {
                    self.reached.insert(route);
                }
                faults.extend(answers::shown_again(&sent, &page, &met.page));
            }
        }
        self.note(met, attempt, faults);
        if page.status.is_redirection() {
            self.follow(met, &mut browser, attempt, &page).await;
        }
        if !changed.is_empty() {
            self.again(met, &mut browser, form, attempt).await;
        }
    }

    async fn follow(&mut self, met: &Met, browser: &mut Browser, attempt: &Attempt, page: &Page) {
        let to = page.location();
        let is_address = to.parse::<Uri>().is_ok();
        if !is_address || !to.starts_with('/') || to.starts_with("//") {
            let to: String = to.chars().take(200).collect();
            self.note(met, attempt, vec![format!("leads to “{to}”")]);
            return;
        }
        let next = browser.get(to).await;
        self.shown(met, attempt, to, &next);
    }

    /// Looks at what was taken where it was typed and in the audit; the form goes on from there, or the
    /// world begins anew where there is no such form any more.
    async fn again(
        &mut self,
        met: &Met,
        browser: &mut Browser,
        form: &mut Form,
        attempt: &Attempt,
    ) {
        let page = browser.get(&met.page).await;
        self.shown(met, attempt, &met.page, &page);
        if matches!(attempt, Attempt::All(_, value) if value(Control::Words, 0).is_some()) {
            let mut auditor = self.browser(Role::AuditAdministrator.code());
            let audit = auditor.get("/audit").await;
            self.shown(met, attempt, "/audit", &audit);
        }
        let kind = met.form.kind();
        let again = forms(&page.text(), &met.page);
        match again.into_iter().find(|again| again.kind() == kind) {
            Some(again) => *form = again,
            None => {
                self.anew().await;
                form.clone_from(&met.form);
            }
        }
    }

    /// A page on which hostile words may stand by now.
    fn shown(&mut self, met: &Met, attempt: &Attempt, at: &str, page: &Page) {
        let at = routes::of(false, at);
        let faults = answers::faults(page);
        let faults = faults.into_iter().map(|fault| format!("{at} {fault}"));
        self.note(met, attempt, faults.collect());
    }

    /// Takes the world up as it was kept.
    async fn anew(&mut self) {
        self.world = World::copied(self.kept).await;
        self.written = Writes::of(&self.world).await;
        self.is_changed = false;
    }

    fn browser(&self, who: &str) -> Browser {
        self.people[who].at(&self.world.app)
    }

    fn note(&mut self, met: &Met, attempt: &Attempt, faults: Vec<String>) {
        let action = routes::of(met.form.is_post, &met.form.action);
        let who = met.who;
        for fault in faults {
            let what = attempt.what();
            self.faults
                .insert(format!("{action} ({who}, {}), {what}: {fault}", met.page));
        }
    }

    /// Addresses whose ids are none.
    pub(super) async fn places(&mut self) {
        for slice in bureau::slices() {
            for route in &slice.routes {
                if !route.path.contains('{') {
                    continue;
                }
                let role = Role::ALL.into_iter().find(|role| {
                    let actor = base::Actor {
                        roles: vec![*role],
                        ..base::Actor::default()
                    };
                    route.who.admits(Some(&actor))
                });
                let mut browser = self.browser(role.map_or(NOBODY, Role::code));
                for more in [0, 1] {
                    self.turn += 1;
                    let place = values::PLACES[(self.turn + more) % values::PLACES.len()];
                    let path = crate::access::filled(route.path, |_| place.to_owned());
                    let page = match route.method == Method::GET {
                        true => browser.get(&path).await,
                        false => browser.post(&path, &[]).await,
                    };
                    self.n_posts += 1;
                    let mut faults = answers::faults(&page);
                    if page.status.is_success() {
                        faults.push(format!("answers {}", page.status));
                    }
                    for fault in faults {
                        self.faults
                            .insert(format!("{} {path}: {fault}", route.method));
                    }
                }
            }
        }
    }
}

async fn send(browser: &mut Browser, form: &Form) -> Page {
    match form.is_post {
        true => {
            let (kind, body) = form.body();
            browser.post_as_it_is(&form.action, &kind, body).await
        }
        false => {
            let action = form.action.split('?').next().unwrap_or_default();
            browser.get(&format!("{action}?{}", form.encoded())).await
        }
    }
}
