//! Every form there is, and whoever found it.

use super::{
    answers::is_html,
    forms::{Form, forms, links},
    routes,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use testkit::Browser;

/// Pages of one route each role looks at: not all things have the same forms.
const PAGES_PER_ROUTE: usize = 2;

/// Kinds of forms that lead to one route: registers differ by their fields alone.
const KINDS_PER_ROUTE: usize = 3;

/// A form, and whoever found it first.
#[derive(Clone)]
pub(super) struct Met {
    pub(super) who: &'static str,
    pub(super) page: String,
    pub(super) form: Form,
}

/// The forms found so far.
#[derive(Default)]
pub(super) struct Found {
    by_kind: BTreeMap<String, Met>,
    per_route: BTreeMap<String, usize>,
}

impl Found {
    /// Notes the forms of a page.
    pub(super) fn note(&mut self, who: &'static str, address: &str, html: &str) {
        for form in forms(html, address) {
            let kind = form.kind();
            let n = self
                .per_route
                .entry(format!(
                    "{} {}",
                    form.is_post,
                    routes::of(form.is_post, &form.action)
                ))
                .or_default();
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
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut known: BTreeSet<String> = from.iter().cloned().collect();
    let mut waiting: VecDeque<String> = from.iter().cloned().collect();
    while let Some(path) = waiting.pop_front() {
        // Where the walk was told to go is always gone to.
        let n = seen.entry(pattern(&path)).or_default();
        *n += 1;
        if *n > PAGES_PER_ROUTE && !from.contains(&path) {
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
            "{who} gets {} for {path}",
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
        found.note(who, &path, &html);
    }
}

/// What makes an address the same page of another thing: its route, and that it asks.
fn pattern(path: &str) -> String {
    let asks = path.contains('?');
    format!("{} {asks}", routes::of(false, path))
}
