//! Hostile values into every field of every form.
//!
//! Each role walks the demo county, page by page, and finds its forms; each kind of form is then
//! posted again and again, one field holding what nobody should send, the others what the form had.
//! Which values a field gets goes round in a fixed order, so that every run posts the same. After
//! each form that went through the county is taken up anew.

mod forms;
mod values;

use crate::support::{World, county};
use axum::http::StatusCode;
use base::Role;
use forms::{Form, forms, links};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use tempfile::TempDir;
use testkit::{Browser, Page};
use values::{HOSTILE, Hostile};

/// Kinds of forms, and posts, below which the walk has lost its way.
const FEWEST_FORMS: usize = 90;
const FEWEST_POSTS: usize = 1_200;

/// Values each field gets; over all fields every value comes round many times.
const VALUES_PER_FIELD: usize = 2;

/// Fields of one form that are tried: the grids of a register repeat the same ones over and over.
const MOST_FIELDS: usize = 30;

/// Pages of one route each role looks at.
const PAGES_PER_ROUTE: usize = 2;

/// A form, and whoever found it first.
struct Met {
    role: Role,
    page: String,
    form: Form,
}

#[tokio::test]
async fn no_field_of_any_form_breaks_a_page_or_comes_back_as_markup() {
    let world = county().await;
    let mut people = BTreeMap::new();
    for role in Role::ALL {
        people.insert(role.code(), world.as_(role).await);
    }
    let mut met: BTreeMap<String, Met> = BTreeMap::new();
    for role in Role::ALL {
        let Some(browser) = people.get_mut(role.code()) else {
            continue;
        };
        walk(browser, role, &mut met).await;
    }
    let kept = world.kept().await;
    let mut attack = Attack {
        world: World::copied(&kept).await,
        kept,
        faults: BTreeSet::new(),
        n_posts: 0,
        round: 0,
    };
    for met in met.values() {
        attack.form(&people[met.role.code()], met).await;
    }
    let (n_forms, n_posts) = (met.len(), attack.n_posts);
    println!("{n_forms} kinds of forms, {n_posts} posts");
    let faults: Vec<String> = attack.faults.into_iter().collect();
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert!(n_forms >= FEWEST_FORMS, "only {n_forms} forms were found");
    assert!(n_posts >= FEWEST_POSTS, "only {n_posts} posts were made");
}

/// Follows every link there is, and notes the forms of each page.
async fn walk(browser: &mut Browser, role: Role, met: &mut BTreeMap<String, Met>) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut known = BTreeSet::from(["/".to_owned()]);
    let mut waiting = VecDeque::from(["/".to_owned()]);
    while let Some(path) = waiting.pop_front() {
        let n = seen.entry(pattern(&path)).or_default();
        *n += 1;
        if *n > PAGES_PER_ROUTE {
            continue;
        }
        let page = browser.get(&path).await;
        if page.status.is_redirection() {
            let to = page.location().to_owned();
            if known.insert(to.clone()) {
                waiting.push_back(to);
            }
            continue;
        }
        assert!(
            page.status.is_success() || page.status.is_client_error(),
            "{} gets {} for {path}",
            role.label(),
            page.status
        );
        if !is_html(&page) {
            continue;
        }
        let html = page.text();
        for link in links(&html) {
            if known.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
        for form in forms(&html, &path) {
            let page = path.clone();
            met.entry(form.kind()).or_insert(Met { role, page, form });
        }
    }
}

/// An address without what differs from thing to thing.
pub(crate) fn pattern(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<&str> = path
        .split('/')
        .map(
            |part| match part.len() == 36 || part.parse::<i64>().is_ok() {
                true => "…",
                false => part,
            },
        )
        .collect();
    let names: BTreeSet<&str> = query
        .split('&')
        .filter_map(|pair| pair.split('=').next())
        .collect();
    let names: Vec<&str> = names.into_iter().collect();
    format!("{}?{}", parts.join("/"), names.join("&"))
}

struct Attack {
    world: World,
    kept: TempDir,
    faults: BTreeSet<String>,
    n_posts: usize,
    /// Counts fields on, so that each begins with another value.
    round: usize,
}

impl Attack {
    async fn form(&mut self, browser: &Browser, met: &Met) {
        let form = &met.form;
        if form.is_post {
            self.without_token(browser, met).await;
        }
        let names: BTreeSet<&str> = form
            .fields
            .iter()
            .map(|field| field.name.as_str())
            .filter(|name| *name != "_csrf")
            .collect();
        for name in names.into_iter().take(MOST_FIELDS) {
            for _ in 0..VALUES_PER_FIELD {
                let value = &HOSTILE[self.round % HOSTILE.len()];
                self.round += 1;
                self.field(browser, met, name, value).await;
            }
            // 5 and the number of values have no divisor in common: pairs go round as well.
            self.round += 3;
        }
    }

    async fn without_token(&mut self, browser: &Browser, met: &Met) {
        let mut browser = browser.at(&self.world.app);
        let form = met.form.without("_csrf");
        let page = send(&mut browser, &form).await;
        self.n_posts += 1;
        if page.status != StatusCode::FORBIDDEN {
            self.fault(
                met,
                "_csrf",
                "left out",
                &format!("answers {}", page.status),
            );
        }
        self.went_through(&page).await;
    }

    async fn field(&mut self, browser: &Browser, met: &Met, name: &str, value: &Hostile) {
        let mut browser = browser.at(&self.world.app);
        let page = send(&mut browser, &met.form.with(name, value)).await;
        self.n_posts += 1;
        self.look(met, name, value, &page);
        if page.status.is_redirection() {
            let to = page.location().to_owned();
            if !to.starts_with('/') || to.starts_with("//") {
                self.fault(met, name, value.what, &format!("leads to {to}"));
            } else {
                let next = browser.get(&to).await;
                self.look(met, name, value, &next);
            }
            // Where it was typed and, for what has a list, where it is listed.
            let again = browser.get(&met.page).await;
            self.look(met, name, value, &again);
        }
        if met.form.is_post {
            self.went_through(&page).await;
        }
    }

    /// What went through changed the county: the next form finds it as it was.
    async fn went_through(&mut self, page: &Page) {
        if page.status.is_redirection() || page.status.is_success() {
            self.world = World::copied(&self.kept).await;
        }
    }

    fn look(&mut self, met: &Met, name: &str, value: &Hostile, page: &Page) {
        if page.status.is_server_error() {
            let status = page.status.to_string();
            self.fault(met, name, value.what, &format!("answers {status}"));
        }
        let is_html = is_html(page);
        let is_answer = page.status.is_redirection() || page.status.is_success();
        if !is_html {
            if !is_answer && !page.body.is_empty() {
                let text: String = page.text().chars().take(80).collect();
                self.fault(met, name, value.what, &format!("says to nobody: {text}"));
            }
            return;
        }
        let text = page.text();
        for mark in values::MARKS {
            if text.contains(mark) {
                self.fault(met, name, value.what, &format!("shows {mark} as markup"));
            }
        }
        for word in values::INNER_WORDS {
            if text.contains(word) {
                self.fault(met, name, value.what, &format!("tells of “{word}”"));
            }
        }
        if text.contains('\0') || text.contains('\u{202e}') {
            self.fault(met, name, value.what, "gives back what nobody types");
        }
        if let Some(policy) = page.headers.get("content-security-policy") {
            let policy = policy.to_str().unwrap_or_default();
            assert!(!policy.contains("unsafe-inline"), "{policy}");
        }
    }

    fn fault(&mut self, met: &Met, name: &str, what: &str, fault: &str) {
        let action = pattern(&met.form.action);
        self.faults.insert(format!(
            "{} {action} ({}), {name}, {what}: {fault}",
            met.role.label(),
            pattern(&met.page)
        ));
    }
}

fn is_html(page: &Page) -> bool {
    let kind = page.headers.get("content-type");
    kind.and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"))
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
