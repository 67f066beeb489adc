//! Which route an address belongs to.

use axum::http::Method;
use std::sync::OnceLock;

/// A route: whether it is an act, its parts, its path.
type Known = (bool, Vec<&'static str>, &'static str);

fn known() -> &'static [Known] {
    static KNOWN: OnceLock<Vec<Known>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let slices = bureau::slices();
        let routes = slices.iter().flat_map(|slice| &slice.routes);
        routes
            .map(|route| {
                let parts = route.path.split('/').collect();
                (route.method == Method::POST, parts, route.path)
            })
            .collect()
    })
}

/// Paths of every act.
pub(super) fn acts() -> impl Iterator<Item = &'static str> {
    let acts = known().iter().filter(|(is_post, ..)| *is_post);
    acts.map(|(.., path)| *path)
}

/// The path of the route an address belongs to; the address itself where there is none.
pub(super) fn of(is_post: bool, address: &str) -> &str {
    let path = address.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let is_parameter = |part: &str| part.starts_with('{');
    let fits = |known: &&Known| {
        known.0 == is_post
            && known.1.len() == parts.len()
            && known
                .1
                .iter()
                .zip(&parts)
                .all(|(known, part)| is_parameter(known) || known == part)
    };
    // As the router does: a part that stands there goes before a parameter.
    let found = known().iter().filter(fits).min_by_key(|known| {
        let parameters = known.1.iter().map(|part| is_parameter(part));
        parameters.collect::<Vec<bool>>()
    });
    found.map_or(path, |(.., path)| path)
}

#[test]
fn an_address_belongs_to_the_route_the_router_would_choose() {
    assert_eq!(
        of(true, "/ledger/training/rows/7/edit?from=list"),
        "/ledger/{register}/rows/{row}/edit"
    );
    assert_eq!(of(true, "/ledger/credits/new"), "/ledger/credits/new");
    assert_eq!(of(false, "/nowhere"), "/nowhere");
}
