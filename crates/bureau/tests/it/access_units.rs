//! Every route with an id × every role × (what is of one's own unit, what is of another's), compared
//! with `docs/access-units.txt`.
//!
//! The whole demo county, with a scene on top: whatever has an id is there twice, once of the unit
//! the role's log-in belongs to, once of another. Forms are posted with their token and without
//! fields. After each that changed something the county is taken up anew, so that no answer depends on
//! the one before. A school is told of everything that is another unit's that there is no such page.
//! `UPDATE_REF=1` takes the table as it is now.

use crate::{
    access::{changes_the_session, filled, told},
    access_objects::{Objects, objects, there_twice},
    support::{World, county},
};
use axum::http::{Method, StatusCode};
use base::Role;
use shell::Route;
use std::{fmt::Write as _, path::PathBuf};
use tempfile::TempDir;
use testkit::{Browser, Page};

/// What belongs to no unit: definitions, periods, words of the address. Both columns have the same.
const OF_NO_UNIT: [(&str, &str); 10] = [
    ("calendar", "period"),
    ("calendar", "rule"),
    ("facts", "data_item"),
    ("files", "object_kind"),
    ("inbox", "rule"),
    ("ledger", "data_item"),
    ("org", "field"),
    ("plan", "token"),
    ("report", "plan"),
    ("report", "round"),
];

/// The kinds of things files are attached to. A data item is of no unit.
const HOLDERS: [&str; 5] = ["plan", "plan-item", "data-item", "register-row", "unit"];
const OF_NO_UNIT_AT_ALL: &str = "data-item";

/// Whose other column is no business of a school.
const OF_A_UNIT: [(&str, &str); 21] = [
    ("facts", "fact"),
    ("facts", "flag"),
    ("facts", "import"),
    ("files", "attachment"),
    ("files", "object"),
    ("inbox", "notice"),
    ("inbox", "person"),
    ("inbox", "robot"),
    ("jobs", "job"),
    ("ledger", "account"),
    ("ledger", "device"),
    ("ledger", "row"),
    ("ledger", "view"),
    ("org", "delegation"),
    ("org", "person"),
    ("org", "post"),
    ("org", "unit"),
    ("plan", "item"),
    ("plan", "plan"),
    ("plan", "step"),
    ("report", "report"),
];

/// A role's log-in and what it is asked for.
struct Somebody {
    role: Role,
    browser: Browser,
    objects: Objects,
}

#[tokio::test]
async fn each_role_gets_of_its_own_unit_and_of_another_what_the_table_says() {
    let (kept, mut people) = scene().await;
    let mut world = World::copied(&kept).await;
    let mut table = String::new();
    let mut leaks = Vec::new();
    for slice in bureau::slices() {
        for route in &slice.routes {
            let names = parameters(route.path);
            if names.is_empty() {
                continue;
            }
            if names
                .iter()
                .all(|name| OF_NO_UNIT.contains(&(slice.name, name)))
            {
                let _ = writeln!(table, "{} {}", route.method, route.path);
                let _ = writeln!(table, "    不分单位，见 access.txt");
                continue;
            }
            // What is done with files depends on what they are attached to.
            let things: &[&str] = match slice.name {
                "files" => &HOLDERS,
                _ => &[""],
            };
            for thing in things {
                let _ = writeln!(table, "{} {} {thing}", route.method, route.path);
                let mut by_outcome: Vec<(String, Vec<&str>)> = Vec::new();
                for somebody in &mut people {
                    let mut got = Vec::new();
                    for side in [0, 1] {
                        let of = if thing.is_empty() { slice.name } else { thing };
                        let path = address(of, route.path, &somebody.objects, side);
                        let mut browser = somebody.browser.at(&world.app);
                        let page = asked(&mut browser, route, &path).await;
                        if page.status.is_server_error() {
                            let label = somebody.role.label();
                            leaks.push(format!(
                                "{} {path}: {} to {label}",
                                route.method, page.status
                            ));
                        }
                        let is_of_unit = *thing != OF_NO_UNIT_AT_ALL
                            && names
                                .iter()
                                .any(|name| OF_A_UNIT.contains(&(slice.name, name)));
                        if side == 1
                            && is_of_unit
                            && somebody.role == Role::School
                            && page.status != StatusCode::NOT_FOUND
                        {
                            leaks.push(format!("{} {path}: {}", route.method, page.status));
                        }
                        if route.method == Method::POST && page.status.is_redirection() {
                            world = World::copied(&kept).await;
                        }
                        got.push(told(&page));
                    }
                    let got = format!("本单位{}，其他单位{}", got[0], got[1]);
                    let label = somebody.role.label();
                    match by_outcome.iter_mut().find(|(outcome, _)| *outcome == got) {
                        Some((_, labels)) => labels.push(label),
                        None => by_outcome.push((got, vec![label])),
                    }
                }
                for (outcome, labels) in by_outcome {
                    let _ = writeln!(table, "    {outcome}：{}", labels.join("、"));
                }
            }
        }
    }
    let table = table.replace(" \n", "\n");
    assert!(
        leaks.is_empty(),
        "broken, or open to a school though it is another unit's:\n{}",
        leaks.join("\n")
    );
    compare_with_reference(&table);
}

async fn asked(browser: &mut Browser, route: &Route, path: &str) -> Page {
    if route.method == Method::GET {
        return browser.get(path).await;
    }
    let page = browser.post(path, &[]).await;
    match page.status {
        // A form with a file in it.
        StatusCode::BAD_REQUEST => browser.upload(path, &[], "a.txt", b"a").await,
        _ => page,
    }
}

fn parameters(path: &str) -> Vec<&str> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .collect()
}

/// The address of a route with the ids of one side.
fn address(slice: &'static str, path: &str, objects: &Objects, side: usize) -> String {
    let has_item = path.contains("{item}");
    filled(path, |name| {
        let name = match (slice, name) {
            // What is in the bin has its own numbers; an item of others stands in a plan of all.
            ("ledger", "row") if path.contains("/bin/") => "bin_row",
            // An invitation is of a row of its own.
            ("ledger", "register") if path.contains("/{invitation}") => "pool",
            ("ledger", "row") if path.contains("/{invitation}") => "invited",
            ("plan", "plan") if has_item => "published",
            _ => name,
        };
        let known = objects
            .iter()
            .find(|((of, called), _)| *of == slice && *called == name);
        let Some((_, ids)) = known else {
            panic!(
                "{path}: access_units.rs knows no {name} of the slice {slice}; give it one of the \
                 own unit and one of another in `scene`"
            );
        };
        ids[side].clone()
    })
}

/// The demo county with everything there twice, kept, and everybody signed in.
async fn scene() -> (TempDir, Vec<Somebody>) {
    let world = county().await;
    let (plans, attachments) = there_twice(&world).await;
    let mut signed_in = Vec::new();
    for role in Role::ALL {
        signed_in.push((role, world.as_(role).await));
    }
    let mut people = Vec::new();
    for (role, browser) in signed_in {
        let mut objects = objects(&world, role).await;
        let mut put = |slice, name, ids| objects.insert((slice, name), ids);
        put("plan", "plan", plans.clone());
        put("plan", "published", [plans[0].clone(), plans[0].clone()]);
        put("plan", "object", plans.clone());
        put("plan", "attachment", attachments.clone());
        for kind in HOLDERS {
            objects.insert((kind, "object_kind"), [kind.into(), kind.into()]);
        }
        for kind in &HOLDERS[1..] {
            let held = things(&objects, &plans[0], kind);
            let mut files = held.clone();
            for (file, thing) in files.iter_mut().zip(&held) {
                *file = attached(&world, &attachments[0], kind, thing).await;
            }
            objects.insert((kind, "object"), held);
            objects.insert((kind, "attachment"), files);
        }
        people.push(Somebody {
            role,
            browser,
            objects,
        });
    }
    (world.kept().await, people)
}

/// A thing of a kind files are attached to, of one's own unit and of another.
fn things(objects: &Objects, plan: &str, kind: &str) -> [String; 2] {
    let of = |slice, name| &objects[&(slice, name)];
    [0, 1].map(|side| match kind {
        "plan-item" => format!("{plan}:{}", of("plan", "item")[side]),
        "register-row" => {
            let (register, row) = (of("ledger", "register"), of("ledger", "row"));
            format!("{}:{}", register[side], row[side])
        }
        "unit" => of("org", "unit")[side].clone(),
        _ => "pupils".to_owned(),
    })
}

/// The same file attached to another thing as well.
async fn attached(world: &World, file: &str, kind: &str, thing: &str) -> String {
    let there = format!(
        "select coalesce(max(id), '') as word from files_attachments
         where object_kind = '{kind}' and object_id = '{thing}'"
    );
    let found = world.word(&there).await;
    if !found.is_empty() {
        return found;
    }
    let id = base::id::Uuid::now_v7().to_string();
    world
        .app
        .database()
        .run(&format!(
            "insert into files_attachments select '{id}', '{kind}', '{thing}', content, name, n_bytes,
             media_type, retention, attached_ms, person_id, person_name
             from files_attachments where id = '{file}'"
        ))
        .await;
    id
}

#[track_caller]
fn compare_with_reference(table: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/access-units.txt");
    if std::env::var_os("UPDATE_REF").is_some() {
        std::fs::write(&file, table).unwrap();
        return;
    }
    let reference = std::fs::read_to_string(&file).unwrap_or_default();
    let mut route = "";
    for (was, is) in reference.lines().zip(table.lines()) {
        assert_eq!(
            was, is,
            "access to {route} differs from docs/access-units.txt; run with UPDATE_REF=1 if it should"
        );
        if !is.starts_with(' ') {
            route = is;
        }
    }
    assert_eq!(reference.lines().count(), table.lines().count());
}

#[test]
fn no_form_of_a_session_is_among_those_with_an_id() {
    // Signing out while walking would end the walk; such routes have no id.
    let with_id = bureau::slices()
        .into_iter()
        .flat_map(|slice| slice.routes)
        .filter(|route| !parameters(route.path).is_empty());
    for route in with_id {
        assert!(!changes_the_session(route.path), "{}", route.path);
    }
}
