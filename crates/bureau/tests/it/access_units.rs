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
    support::{World, county},
};
use axum::http::{Method, StatusCode};
use base::Role;
use bureau::demo;
use shell::Route;
use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf};
use tempfile::TempDir;
use testkit::{Browser, Page};

/// Slice and parameter → an id of one's own unit, an id of another's.
type Objects = BTreeMap<(&'static str, &'static str), [String; 2]>;

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

/// The plan of this year.
const PUBLISHED: &str =
    "select id as word from plan_plans where published_revision is not null and year = 2026";

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

/// Lets there be of everything something of each unit the log-ins belong to, and something of another:
/// the published plan and one that is not, and a file attached to each.
pub(crate) async fn there_twice(world: &World) -> ([String; 2], [String; 2]) {
    let database = world.app.database();
    for sql in [
        // Two flags, two imports and two rows in the bin, of the two schools.
        "update facts_flags set unit_id = (select id from org_units where short_name = '清禾一中')
         where id = (select min(id) from facts_flags)",
        "update facts_flags set unit_id = (select id from org_units where short_name = '清禾二中')
         where id = (select max(id) from facts_flags)",
        "update facts_imports set state = 'read',
             by_person = (select id from org_people where name = '顾怀山')
         where id = (select min(id) from facts_imports)",
        "update facts_imports set state = 'read',
             by_person = (select id from org_people where name = '卫景明')
         where id = (select max(id) from facts_imports)",
        // An account of credits for each of them.
        "insert into ledger_credit_accounts
             select id, 900000 + row_number() over (order by id), '卢思远', null, id, false, false, 1,
             '', 0 from org_units where short_name in ('清禾一中', '清禾二中')",
        "insert into ledger_bin select register_no, no, unit_id, version, body, made_ms, made_by,
             origin, changed_ms, made_by from ledger_rows where register_no = 1 and no in (
             select max(r.no) from ledger_rows r join org_units u on u.id = r.unit_id
             where r.register_no = 1 and u.short_name in ('清禾一中', '清禾二中')
             group by r.unit_id)",
        "delete from ledger_rows where exists (select 1 from ledger_bin b
             where b.register_no = ledger_rows.register_no and b.row_no = ledger_rows.no)",
    ] {
        database.run(sql).await;
    }
    let mut office = world.as_(Role::GeneralOffice).await;
    let published = world.word(PUBLISHED).await;
    office.get(&format!("/plan/{published}")).await.is_ok();
    office
        .upload(
            &format!("/files/to/plan/{published}"),
            &[],
            "审议稿.pdf",
            b"%PDF-1.7",
        )
        .await
        .leads_to("/plan/");
    let attachment = world.word("select id as word from files_attachments").await;
    let unpublished = world
        .word("select id as word from plan_plans where published_revision is null")
        .await;
    // The same file at a plan that is not published.
    let beside = "00000000-0000-7000-8000-00000000f11e".to_owned();
    database
        .run(&format!(
            "insert into files_attachments select '{beside}', object_kind, '{unpublished}', content,
             name, n_bytes, media_type, retention, attached_ms, person_id, person_name
             from files_attachments"
        ))
        .await;
    for role in Role::ALL {
        let login = demo::org::LOGINS.iter().find(|login| login.role == role);
        let login = login.unwrap();
        for (number, name) in [login.name, stranger(role)].into_iter().enumerate() {
            let mark = format!("{}{number}", login.login);
            own_things(world, &mark, name, login.login).await;
        }
    }
    ([published, unpublished], [attachment, beside])
}

/// Somebody of another unit than the log-in of a role.
fn stranger(role: Role) -> &'static str {
    match role {
        Role::School => "卫景明",
        _ => "许若川",
    }
}

/// A notice, a delegation, a job and a view of a register of a person's own.
async fn own_things(world: &World, mark: &str, name: &str, login: &str) {
    let person = format!("(select id from org_people where name = '{name}')");
    // Whoever has no log-in of their own stands for all accounts but this one.
    let account = format!(
        "coalesce((select id from org_accounts where person_id = {person}),
             (select min(id) from org_accounts where login <> '{login}'))"
    );
    let fresh = || base::id::Uuid::now_v7().to_string();
    for sql in [
        format!(
            "insert into inbox_notices (id, person_id, kind, about, subject, body, href, urgency,
                 n_times, at_ms)
             values ('{}', {person}, 'plan.published', '{mark}', '通知', '', '/inbox', 0, 1, 1)",
            fresh()
        ),
        format!(
            "insert into org_delegations (id, person_id, delegate_id, covers, first_day, last_day,
                 reason)
             select '{}', {person}, id, 'review', '2026-09-01', '2026-09-05', '{mark}'
             from org_people where name = '郭守正'",
            fresh()
        ),
        format!(
            "insert into ledger_views (id, register_no, account_id, name, query, is_shared)
             values ('{}', 1, {account}, '{mark}', '', false)",
            fresh()
        ),
        format!(
            "insert into store_jobs (id, kind, payload, title, account_id, person_id, actor_name,
                 from_address, state, created_ms, due_ms, ended_ms, n_taken, n_failed, cancel_asked,
                 done, total, words, checkpoint, result_words, result_href, error)
             values ('{}', 'files.clear', 'null', '{mark}', {account}, {person}, '', '', 'dead', 1,
                 1, 1, 1, 1, false, 0, 0, '', '', '', '', '')",
            fresh()
        ),
    ] {
        world.app.database().run(&sql).await;
    }
}

/// What a role is asked for.
async fn objects(world: &World, role: Role) -> Objects {
    let login = demo::org::LOGINS.iter().find(|login| login.role == role);
    let login = login.unwrap();
    let is_school = role == Role::School;
    let schools = ["清禾一中", "清禾二中"];
    // Offices of administrators and leaders have no tasks: the personnel office stands for theirs.
    let own = match login.unit {
        "办公室" | "督导室" | "人事科" | "清禾一中" => login.unit,
        _ => "人事科",
    };
    let units = match is_school {
        true => schools,
        false => [own, "基础教育科"],
    };
    let registers = match is_school {
        true => ["training", "training"],
        false => ["training", "contests"],
    };
    let mut objects = Objects::new();
    for side in [0, 1] {
        let unit = format!(
            "(select id from org_units where short_name = '{}')",
            units[side]
        );
        let school = format!(
            "(select id from org_units where short_name = '{}')",
            schools[side]
        );
        let name = [login.name, stranger(role)][side];
        let person = format!("(select id from org_people where name = '{name}')");
        let mark = format!("{}{side}", login.login);
        // An item the unit takes part in; a school by the name of all schools.
        let takes_part = match (is_school, side) {
            (true, 0) => "a.group_name like '%学校%'".to_owned(),
            (true, _) => "a.part = 'lead' and not exists (select 1 from plan_assignments o
                 where o.item_id = a.item_id and o.group_name like '%学校%')"
                .to_owned(),
            (false, _) => format!("a.unit_id = {unit} and a.part = 'lead'"),
        };
        let item = format!(
            "select a.item_id from plan_assignments a join plan_steps s on s.item_id = a.item_id
             where a.plan_id = ({PUBLISHED}) and {takes_part} order by a.item_id limit 1"
        );
        let session = match side {
            0 => format!("a.login = '{}'", login.login),
            _ => format!("a.login <> '{}'", login.login),
        };
        let of = if is_school { &school } else { &unit };
        let rows_of = match is_school {
            true => format!("register_no = 1 and unit_id = {school}"),
            false => format!("register_no = {}", side + 1),
        };
        let nth = |table: &str| {
            let which = ["min", "max"][side];
            format!("select {which}(id) as word from {table}")
        };
        for (slice, name, sql) in [
            (
                "facts",
                "fact",
                format!("select min(id) as word from facts_values where unit_id = {school}"),
            ),
            (
                "facts",
                "flag",
                format!("select min(id) as word from facts_flags where unit_id = {school}"),
            ),
            ("facts", "import", nth("facts_imports")),
            (
                "inbox",
                "notice",
                format!("select id as word from inbox_notices where about = '{mark}'"),
            ),
            ("inbox", "person", format!("select {person} as word")),
            ("inbox", "robot", nth("inbox_robots")),
            (
                "jobs",
                "job",
                format!("select id as word from store_jobs where title = '{mark}'"),
            ),
            (
                "ledger",
                "account",
                format!(
                    "select min(id) as word from ledger_credit_accounts where unit_id = {school}"
                ),
            ),
            ("ledger", "device", nth("ledger_bus_devices")),
            (
                "ledger",
                "register",
                format!("select '{}' as word", registers[side]),
            ),
            (
                "ledger",
                "row",
                format!("select cast(min(no) as text) as word from ledger_rows where {rows_of}"),
            ),
            (
                "ledger",
                "bin_row",
                format!(
                    "select cast(row_no as text) as word from ledger_bin where unit_id = {school}"
                ),
            ),
            (
                "ledger",
                "view",
                format!("select id as word from ledger_views where name = '{mark}'"),
            ),
            (
                "ledger",
                "rollup",
                format!(
                    "select '{}' as word",
                    if registers[side] == "training" {
                        "times"
                    } else {
                        "teams"
                    }
                ),
            ),
            ("ledger", "field", "select 'name' as word".to_owned()),
            (
                "org",
                "delegation",
                format!("select id as word from org_delegations where reason = '{mark}'"),
            ),
            (
                "org",
                "field",
                "select min(id) as word from org_fields".to_owned(),
            ),
            ("org", "person", format!("select {person} as word")),
            (
                "org",
                "post",
                format!("select id as word from org_posts where person_id = {person}"),
            ),
            (
                "org",
                "session",
                format!(
                    "select s.id as word from store_sessions s join org_accounts a on a.id = s.account_id where {session} order by s.id"
                ),
            ),
            ("org", "unit", format!("select {unit} as word")),
            ("plan", "item", format!("select ({item}) as word")),
            (
                "plan",
                "step",
                format!("select min(id) as word from plan_steps where item_id = ({item})"),
            ),
            (
                "ledger",
                "invitation",
                format!(
                    "select coalesce(min(i.id), '00000000-0000-7000-8000-000000000000') as word
                     from ledger_invitations i join ledger_rows r
                         on r.register_no = i.register_no and r.no = i.row_no
                     where r.{}",
                    rows_of.replace(" and ", " and r.")
                ),
            ),
            ("plan", "act", "select 'start' as word".to_owned()),
            ("plan", "sort", "select 'target' as word".to_owned()),
            (
                "plan",
                "entry",
                format!(
                    "select coalesce(min(id), '00000000-0000-7000-8000-000000000000') as word from plan_targets where item_id = ({item})"
                ),
            ),
            (
                "plan",
                "finding",
                "select min(id) as word from plan_findings".to_owned(),
            ),
            ("report", "plan", PUBLISHED.to_owned()),
            ("report", "round", "select '2026-05' as word".to_owned()),
            (
                "report",
                "report",
                format!(
                    "select id as word from report_reports where unit_id = {of}
                     and plan_id = ({PUBLISHED}) order by state, id"
                ),
            ),
        ] {
            let id = world.word(&sql).await;
            let ids = objects.entry((slice, name)).or_default();
            ids[side] = id;
        }
    }
    objects
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
