//! Every form there is, and whoever found it.

use super::{
    answers::is_html,
    forms::{Form, forms, links},
    routes,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use testkit::Browser;

/// Kinds of forms that lead to one route: registers differ by their fields alone.
const KINDS_PER_ROUTE: usize = 2;

/// A form, and whoever found it first.
#[derive(Clone)]
pub(super) struct Met {
    pub(super) who: &'static str,
    pub(super) page: String,
    pub(super) form: Form,
}

/// Fields that make of a form another one: it asks why a locked number changes, or what is taken over of a
/// template. Such forms of a route are counted apart.
const APART: [&str; 2] = ["correction", "grow"];

/// The forms found so far.
#[derive(Default)]
pub(super) struct Found {
    by_kind: BTreeMap<String, Met>,
    per_route: BTreeMap<String, usize>,
    /// Routes that give a file, and those that were asked something: once is enough for all roles.
    asked: BTreeSet<String>,
}

impl Found {
    /// Notes the forms of a page.
    pub(super) fn note(&mut self, who: &'static str, address: &str, html: &str) {
        for form in forms(html, address) {
            let kind = form.kind();
            let apart = APART.iter().find(|name| form.asks(name)).unwrap_or(&"");
            let route = routes::of(form.is_post, &form.action);
            let route = format!("{} {route} {apart}", form.is_post);
            let n = self.per_route.entry(route).or_default();
            if *n >= KINDS_PER_ROUTE || self.by_kind.contains_key(&kind) {
                continue;
            }
            *n += 1;
            let page = address.to_owned();
            self.by_kind.insert(kind, Met { who, page, form });
        }
    }

    pub(super) fn all(self) -> Vec<Met> {
        self.by_kind.into_values().collect()
    }
}

/// Follows every link there is, from some pages on, and notes the forms of each page.
pub(super) async fn walk(
    browser: &mut Browser,
    who: &'static str,
    from: &[String],
    found: &mut Found,
) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut known: BTreeSet<String> = from.iter().cloned().collect();
    let mut waiting: VecDeque<String> = from.iter().cloned().collect();
    while let Some(path) = waiting.pop_front() {
        let route = routes::of(false, &path).to_owned();
        let asks = format!("{route}?");
        // One page of a route for each role, for roles find different forms there. Where the walk was
        // told to go is always gone to.
        let is_known = match path.contains('?') {
            true => found.asked.contains(&asks),
            false => seen.contains(&route) || found.asked.contains(&route),
        };
        if is_known && !from.contains(&path) {
            continue;
        }
        let page = browser.get(&path).await;
        match path.contains('?') {
            true => found.asked.insert(asks),
            false => seen.insert(route.clone()),
        };
        if page.status.is_redirection() {
            let to = page.location().to_owned();
            if known.insert(to.clone()) {
                waiting.push_back(to);
            }
            continue;
        }
        assert!(
            page.status.is_success() || page.status.is_client_error(),
            "{who} gets {} for {path}",
            page.status
        );
        if !is_html(&page) {
            found.asked.insert(route);
            continue;
        }
        let html = page.text();
        for link in links(&html, &path) {
            if known.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
        found.note(who, &path, &html);
    }
}
