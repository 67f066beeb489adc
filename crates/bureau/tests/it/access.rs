//! Every route × every role: who gets what, compared with `docs/access.txt`.
//!
//! Whoever a route does not name is told there is no such page, or to sign in; an act without the
//! token of its page is refused. What those it does name get depends on the place asked for: a
//! place that does not exist, and one that does. `UPDATE_REF=1` takes the table as it is now.

use crate::{
    facts_pages,
    support::{World, world},
};
use axum::http::{Method, StatusCode};
use base::{Actor, Role};
use shell::{Route, Visit, Who};
use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf};
use testkit::{Browser, Page};

const NO_SUCH_ID: &str = "00000000-0000-7000-8000-000000000000";

#[tokio::test]
async fn each_role_gets_exactly_what_the_table_of_access_says() {
    let world = world().await;
    let ids = existing_ids(&world).await;
    let mut people: Vec<(&str, Option<Role>, Browser)> = vec![("未登录", None, world.nobody())];
    for role in Role::ALL {
        people.push((role.label(), Some(role), world.as_(role).await));
    }
    for (_, role, browser) in &mut people {
        if role.is_none() {
            browser.get(Visit::SIGN_IN).await;
        }
    }
    let mut table = String::new();
    for slice in bureau::slices() {
        for route in &slice.routes {
            let _ = writeln!(table, "{} {}", route.method, route.path);
            let mut by_outcome: Vec<(String, Vec<&str>)> = Vec::new();
            for (name, role, browser) in &people {
                // A copy each time: what one route does to a session must not reach the next.
                let mut browser = browser.clone();
                let got = outcomes(&mut browser, route, *role, &ids).await;
                match by_outcome.iter_mut().find(|(outcome, _)| *outcome == got) {
                    Some((_, names)) => names.push(name),
                    None => by_outcome.push((got, vec![name])),
                }
            }
            for (outcome, names) in by_outcome {
                let _ = writeln!(table, "    {outcome}：{}", names.join("、"));
            }
        }
    }
    compare_with_reference(&table);
}

/// What a person gets for a place that does not exist and, on pages, for one that does.
async fn outcomes(
    browser: &mut Browser,
    route: &Route,
    role: Option<Role>,
    ids: &BTreeMap<&str, String>,
) -> String {
    let nowhere = filled(route.path, |_| NO_SUCH_ID.to_owned());
    let is_within = route.who.admits(role.map(actor).as_ref());
    if route.method == Method::POST {
        let mut page = browser.post_from_elsewhere(&nowhere, &[]).await;
        let takes_files = page.status == StatusCode::BAD_REQUEST;
        if takes_files {
            page = browser.upload_from_elsewhere(&nowhere, "a.txt", b"a").await;
        }
        if !is_within {
            is_turned_away(&page, role, route);
            return told(&page);
        }
        assert_eq!(
            page.status,
            StatusCode::FORBIDDEN,
            "{} takes a form without a token",
            route.path
        );
        // Acts on what exists would change the world for those who come after.
        if changes_the_session(route.path) {
            return told(&page);
        }
        let page = match takes_files {
            true => browser.upload(&nowhere, &[], "a.txt", b"a").await,
            false => browser.post(&nowhere, &[]).await,
        };
        return format!("无令牌403，有令牌{}", told(&page));
    }
    let page = browser.get(&nowhere).await;
    if !is_within {
        is_turned_away(&page, role, route);
    }
    if !route.path.contains('{') {
        return told(&page);
    }
    let known = filled(route.path, |name| {
        ids.get(name)
            .cloned()
            .unwrap_or_else(|| NO_SUCH_ID.to_owned())
    });
    let existing = browser.get(&known).await;
    if !is_within {
        is_turned_away(&existing, role, route);
    }
    format!("没有的{}，已有的{}", told(&page), told(&existing))
}

/// Nobody is asked to sign in; everybody else is told there is no such page.
#[track_caller]
fn is_turned_away(page: &Page, role: Option<Role>, route: &Route) {
    match role {
        None => assert!(
            page.location().starts_with(Visit::SIGN_IN),
            "{} {} answers nobody with {}",
            route.method,
            route.path,
            page.status
        ),
        Some(role) => assert_eq!(
            page.status,
            StatusCode::NOT_FOUND,
            "{} {} is open to {}",
            route.method,
            route.path,
            role.label()
        ),
    }
}

pub(crate) fn told(page: &Page) -> String {
    if page.status.is_redirection() {
        let (path, _) = page
            .location()
            .split_once('?')
            .unwrap_or((page.location(), ""));
        let path = shortened(path);
        return format!("{}→{path}", page.status.as_u16());
    }
    page.status.as_u16().to_string()
}

/// Ids differ from run to run.
fn shortened(path: &str) -> String {
    let parts: Vec<&str> = path
        .split('/')
        .map(|part| if part.len() == 36 { "…" } else { part })
        .collect();
    parts.join("/")
}

/// The path with each parameter replaced.
pub(crate) fn filled(path: &str, value: impl Fn(&str) -> String) -> String {
    let mut filled = String::new();
    for part in path.split_inclusive('/') {
        let (name, slash) = match part.strip_suffix('/') {
            Some(name) => (name, "/"),
            None => (part, ""),
        };
        match name.strip_prefix('{').and_then(|n| n.strip_suffix('}')) {
            Some(name) => filled.push_str(&value(name)),
            None => filled.push_str(name),
        }
        filled.push_str(slash);
    }
    filled
}

pub(crate) fn changes_the_session(path: &str) -> bool {
    path == Visit::SIGN_OUT || path.starts_with(Visit::SIGN_IN)
}

/// One existing id for each parameter that this slice or another can fill. A slice that gives the
/// demo county things of its own adds them here.
async fn existing_ids(world: &World) -> BTreeMap<&'static str, String> {
    let head = "o.name = '王敏'";
    let examination = [
        ("kind", "examination"),
        ("name", "高考"),
        ("first", "2026-06-07"),
        ("last", "2026-06-09"),
    ];
    let mut office = world.as_(Role::GeneralOffice).await;
    office.post("/calendar/periods/new", &examination).await;
    facts_pages::count_visits(world).await;
    facts_pages::set_up_dataset(world).await;
    let (_, reports) = crate::report::set_up(world).await;
    let plan = reports.rsplit('/').next().unwrap_or_default().to_owned();
    crate::ledger::found_training(&mut office).await;
    BTreeMap::from([
        (
            "period",
            world.word("select id as word from calendar_periods").await,
        ),
        ("rule", "paper".to_owned()),
        ("plan", plan),
        ("round", "2026-03".to_owned()),
        (
            "report",
            world
                .word(
                    "select id as word from report_reports where period = '2026-03'
                     and unit_name = '人事科'",
                )
                .await,
        ),
        ("register", "training".to_owned()),
        ("row", "1".to_owned()),
        ("rollup", "times".to_owned()),
        (
            "flag",
            world.word("select id as word from facts_flags").await,
        ),
        (
            "import",
            world.word("select id as word from facts_imports").await,
        ),
        ("data_item", "visits".to_owned()),
        (
            "fact",
            world.word("select id as word from facts_values").await,
        ),
        (
            "unit",
            world
                .word("select id as word from org_units where short_name = '人事科'")
                .await,
        ),
        (
            "person",
            world
                .word(&format!("select id as word from org_people o where {head}"))
                .await,
        ),
        (
            "field",
            world
                .word("select id as word from org_fields limit 1")
                .await,
        ),
        (
            "delegation",
            world
                .word("select id as word from org_delegations limit 1")
                .await,
        ),
        (
            "post",
            world
                .word(&format!(
                    "select p.id as word from org_posts p
                     join org_people o on o.id = p.person_id where {head}"
                ))
                .await,
        ),
    ])
}

/// Somebody with this role alone, as far as [`Who`] looks.
fn actor(role: Role) -> Actor {
    Actor {
        roles: vec![role],
        ..Actor::default()
    }
}

#[track_caller]
fn compare_with_reference(table: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.txt");
    if std::env::var_os("UPDATE_REF").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, table).unwrap();
        return;
    }
    let reference = std::fs::read_to_string(&file).unwrap_or_default();
    for (was, is) in reference.lines().zip(table.lines()) {
        assert_eq!(
            was, is,
            "access differs from docs/access.txt; run with UPDATE_REF=1 if it should"
        );
    }
    assert_eq!(reference.lines().count(), table.lines().count());
}

/// A calendar asks for its file without a log-in; whoever knows the secret in the address gets it.
const CALENDAR_FILE: &str = "/calendar-feed/{token}/steps.ics";
/// Devices of school buses have no log-in; each message carries the token of its device.
const BUS_POSITIONS: &str = "/bus/positions";

#[test]
fn only_sign_in_a_calendar_under_a_secret_address_and_devices_with_a_token_come_in_without_a_log_in()
 {
    let open: Vec<&str> = bureau::slices()
        .iter()
        .flat_map(|slice| &slice.routes)
        .filter(|route| route.who == Who::Anyone)
        .map(|route| route.path)
        .collect();
    assert!(
        open.iter().all(|path| path.starts_with(Visit::SIGN_IN)
            || [CALENDAR_FILE, BUS_POSITIONS].contains(path)),
        "open to anyone: {open:?}"
    );
}
