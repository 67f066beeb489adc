//! The address of the search.

pub(super) const SEARCH: &str = shell::Visit::SEARCH;

/// The results of a question, of one kind or of all (empty), a page of them.
pub(super) fn results(question: &str, kind: &str, page: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", question);
    for (name, value) in [("kind", kind), ("page", page)] {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    format!("{SEARCH}?{}", query.finish())
}
