//! How long the tree of a large house takes, and what asking who may see what adds to a long list.
//! Prints a line of JSON per figure; `cargo x bench` runs it with the others.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench times and prints"
)]

use base::{
    Clock, Role,
    actor::{PersonId, UnitId},
    clock::FixedClock,
    day::Date,
    define_id,
};
use bureau::{demo, measures};
use serde::Serialize;
use std::{error::Error, sync::Arc, time::Instant};
use store::{Db, FromQueryResult, Read, args};
use testkit::TestApp;

define_id!(
    /// A post.
    PostId
);

const N_UNITS: usize = 500;
const N_PEOPLE: usize = 2_000;
const N_ITEMS: usize = 10_000;
/// How often each is done; the median counts.
const N_TIMES: usize = 21;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Serialize)]
struct Figure {
    name: &'static str,
    value: f64,
    unit: &'static str,
    limit: f64,
    ok: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: String,
    name: String,
    unit_id: String,
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let day = Date::constant(2026, 3, 5);
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::at_nine(day));
    let database = testkit::sqlite(&bureau::migrations()).await;
    let app = TestApp::new(database, clock, bureau::identify, bureau::slices()).await;
    let shared = &app.app;
    demo::org::create(shared.db(), shared.files(), shared.clock()).await?;
    fill(shared.db()).await?;

    let login = |role| demo::org::LOGINS.iter().find(|demo| demo.role == role);
    let leader = login(Role::Leader).ok_or("no leader")?;
    let mut browser = app.browser();
    browser.sign_in(leader.login, demo::org::PASSWORD).await;
    let mut times = Vec::new();
    for _ in 0..N_TIMES {
        let started = Instant::now();
        browser.get("/org?open=all").await.is_ok();
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    at_most("org_tree_500_units_2000_people", median(times), "ms", 50.0)?;

    let school = login(Role::School).ok_or("no school")?;
    let actor = measures::actor_of(shared.db(), day, school.login).await?;
    let actor = actor.ok_or("no actor")?;
    let (mut plain, mut asked) = (Vec::new(), Vec::new());
    for _ in 0..N_TIMES {
        let started = Instant::now();
        let units = list(shared.db()).await?;
        let read = started.elapsed().as_secs_f64();
        let n_seen = measures::n_seen(shared.db(), &actor, &units).await?;
        let both = started.elapsed().as_secs_f64();
        assert!(n_seen < units.len() && units.len() == N_ITEMS);
        plain.push(read);
        asked.push(both);
    }
    let (plain, asked) = (median(plain), median(asked));
    let added = (asked - plain) / plain * 100.0;
    at_most("scope_adds_to_10000_items", added, "%", 10.0)
}

/// As many units and people as the largest county has, below the demo's own.
async fn fill(db: &Db) -> Outcome<()> {
    let bureau: Option<Row> = db
        .row(
            "select id, name, id as unit_id from org_units where kind = 'bureau'",
            args![],
        )
        .await?;
    let bureau = bureau.ok_or("no bureau")?.id;
    let mut units = Vec::new();
    let mut posts = Vec::new();
    let mut people = Vec::new();
    let mut towns: Vec<String> = Vec::new();
    for n in 0..N_UNITS {
        let id = UnitId::new().to_string();
        let (kind, parent) = match n % 20 {
            0 => ("street", bureau.clone()),
            _ => ("school", towns.last().cloned().unwrap_or(bureau.clone())),
        };
        if kind == "street" {
            towns.push(id.clone());
        }
        for k in 0..N_PEOPLE / N_UNITS {
            let person = PersonId::new().to_string();
            people.push(args![
                person.clone(),
                format!("人员{n}-{k}"),
                "renyuan",
                "",
                1_i64
            ]);
            posts.push(args![
                PostId::new().to_string(),
                person,
                id.clone(),
                "教师",
                "school",
                100_i64
            ]);
        }
        units.push(args![
            id,
            parent,
            kind,
            format!("清禾县第{n}单位"),
            format!("第{n}单位"),
            "",
            "",
            "",
            "di",
            n as i64,
            1_i64
        ]);
    }
    let mut tx = db.begin_write().await?;
    let unit_columns = [
        "id",
        "parent_id",
        "kind",
        "name",
        "short_name",
        "aliases",
        "code",
        "duties",
        "pinyin",
        "place",
        "version",
    ];
    tx.insert_many("org_units", &unit_columns, units).await?;
    let person_columns = ["id", "name", "pinyin", "phone", "version"];
    tx.insert_many("org_people", &person_columns, people)
        .await?;
    let post_columns = ["id", "person_id", "unit_id", "title", "role", "place"];
    tx.insert_many("org_posts", &post_columns, posts).await?;
    tx.commit().await?;
    Ok(())
}

/// A list of ten thousand things, each of a unit.
async fn list(db: &Db) -> Outcome<Vec<UnitId>> {
    let rows: Vec<Row> = db
        .rows(
            "select p.id, o.name, p.unit_id
             from org_pub_posts p
             join org_pub_people o on o.id = p.person_id
             cross join (select id from org_pub_units limit 10) many
             limit 10000",
            args![],
        )
        .await?;
    let is_named = |row: &Row| !row.name.is_empty() && !row.id.is_empty();
    rows.into_iter()
        .filter(is_named)
        .map(|row| Ok(row.unit_id.parse()?))
        .collect()
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn at_most(name: &'static str, value: f64, unit: &'static str, limit: f64) -> Outcome<()> {
    let figure = Figure {
        name,
        value: (value * 100.0).round() / 100.0,
        unit,
        limit,
        ok: value <= limit,
    };
    println!("{}", serde_json::to_string(&figure)?);
    Ok(())
}
