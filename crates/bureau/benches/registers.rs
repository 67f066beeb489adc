//! How fast registers are at a million rows: import, lists with totals, one row with its roll-ups,
//! export. Prints a line of JSON per figure; `cargo x bench` runs it with the others, on both engines.
//! `cargo bench -p bureau --bench registers -- 100000` measures on so many rows; without
//! `TEST_POSTGRES_URL` on SQLite only.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench times and prints"
)]

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use base::{Clock, clock::FixedClock, day::Date};
use bureau::demo::org;
use http_body_util::BodyExt as _;
use rust_xlsxwriter::Workbook;
use serde::Serialize;
use shell::{App, jobs::Ended};
use std::{collections::BTreeMap, error::Error, sync::Arc, time::Instant};
use store::{Engine, Files, FromQueryResult, Read as _};
use testkit::TestDb;
use tower::ServiceExt as _;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TRAINING: &str = include_str!("../src/ledger/templates/training.toml");

/// Rows when nobody says otherwise, and how many come in one file.
const N_ROWS: usize = 1_000_000;
const IN_ONE_FILE: usize = 100_000;
/// How often a page is asked for; the median counts.
const N_VISITS: usize = 15;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Serialize)]
struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
    limit: f64,
    ok: bool,
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let n_rows = std::env::args()
        .find_map(|word| word.parse().ok())
        .unwrap_or(N_ROWS);
    for database in testkit::databases(&bureau::migrations()).await {
        let engine = match database.db.engine() {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        };
        measure(&database, engine, n_rows).await?;
    }
    Ok(())
}

async fn measure(database: &TestDb, engine: &str, n_rows: usize) -> Outcome<()> {
    let files = Files::at(database.folder.path().join("files"));
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::at_nine(Date::constant(2026, 3, 5)));
    org::create(&database.db, &files, &clock).await?;
    let slices = bureau::slices();
    let app = App::new(
        database.db.clone(),
        files,
        clock,
        base::Config::default(),
        bureau::identify,
        &slices,
    )
    .await?;
    let mut visitor = Visitor {
        app: app.clone(),
        router: app.router(slices),
        cookies: BTreeMap::new(),
        token: String::new(),
    };
    visitor.sign_in("bangongshi").await?;
    visitor.get("/ledger/new").await?;
    visitor.post("/ledger/new", &[("text", TRAINING)]).await?;
    visitor.sign_in("renshi").await?;

    let (mut slowest, mut slowest_found): (f64, f64) = (0.0, 0.0);
    let mut speeds = Vec::new();
    for first in (0..n_rows).step_by(IN_ONE_FILE) {
        let many = IN_ONE_FILE.min(n_rows - first);
        let took = visitor.import(first, many).await?;
        slowest = slowest.max(took.whole);
        // The rows of a sheet that is read are judged and written.
        speeds.push(many_per_second(many, took.whole - took.reading));
        slowest_found = slowest_found.max(took.until_found);
    }
    at_most(
        &format!("register_found_by_words_{engine}"),
        slowest_found,
        "s",
        60.0,
    )?;
    at_most(&format!("register_xlsx_100k_{engine}"), slowest, "s", 15.0)?;
    // Into a register of usual size; how much slower it is at the end, the limit of a file says.
    let speed = speeds.first().copied().unwrap_or_default();
    at_least(
        &format!("register_import_speed_{engine}"),
        speed,
        "rows/s",
        20_000.0,
    )?;

    for (name, query) in [
        ("all", ""),
        ("level", "f.level=%E5%B8%82%E7%BA%A7"),
        ("months", "from=2026-02&to=2026-05"),
        (
            "level_and_months",
            "f.level=%E5%B8%82%E7%BA%A7&from=2026-02&to=2026-05&state=pending",
        ),
        ("number", "f.id_no=A0077"),
        ("page_100", "page=100"),
    ] {
        let address = format!("/ledger/training?{query}");
        let mut times = Vec::new();
        for _ in 0..N_VISITS {
            let begun = Instant::now();
            visitor.get(&address).await?;
            times.push(begun.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        let median = times.get(N_VISITS / 2).copied().unwrap_or_default();
        at_most(
            &format!("register_list_{name}_{engine}"),
            median,
            "ms",
            30.0,
        )?;
    }

    visitor.get("/ledger/training/grid").await?;
    let mut times = Vec::new();
    for number in 0..N_VISITS {
        let id = format!("Z{number:04}");
        let row = [
            ("l0.v.name", "李安"),
            ("l0.v.id_no", id.as_str()),
            ("l0.v.project", "研修"),
            ("l0.v.level", "市级"),
            ("l0.v.held", "2026-03-05"),
            ("l0.v.hours", "8"),
        ];
        let begun = Instant::now();
        visitor.post("/ledger/training/grid", &row).await?;
        times.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let median = times.get(N_VISITS / 2).copied().unwrap_or_default();
    at_most(
        &format!("register_row_and_rollups_{engine}"),
        median,
        "ms",
        20.0,
    )?;

    for ending in ["csv", "xlsx"] {
        let before = memory_mb()?;
        let begun = Instant::now();
        let n_bytes = visitor
            .drain(&format!("/ledger/training/export?as={ending}"))
            .await?;
        let seconds = begun.elapsed().as_secs_f64();
        // The most that was held at any time, above what was there.
        let grown = (peak_mb()? - before).max(0.0);
        at_most(
            &format!("register_export_{ending}_memory_{engine}"),
            grown,
            "MB",
            200.0,
        )?;
        at_most(
            &format!("register_export_{ending}_{engine}"),
            seconds,
            "s",
            120.0,
        )?;
        if n_bytes < n_rows {
            return Err(format!("the export holds {n_bytes} bytes").into());
        }
    }
    Ok(())
}

fn at_most(name: &str, value: f64, unit: &'static str, limit: f64) -> Outcome<()> {
    print(name, value, unit, limit, value <= limit)
}

fn at_least(name: &str, value: f64, unit: &'static str, limit: f64) -> Outcome<()> {
    print(name, value, unit, limit, value >= limit)
}

fn print(name: &str, value: f64, unit: &'static str, limit: f64, ok: bool) -> Outcome<()> {
    let figure = Figure {
        name: name.to_owned(),
        value: (value * 100.0).round() / 100.0,
        unit,
        limit,
        ok,
    };
    println!("{}", serde_json::to_string(&figure)?);
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "so many rows are few for a double"
)]
fn many_per_second(n: usize, seconds: f64) -> f64 {
    n as f64 / seconds
}

/// A line of /proc/self/status in megabytes; 0 where there is none.
fn status_mb(key: &str) -> Outcome<f64> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix(key))
        .and_then(|rest| rest.split_whitespace().next())
        .unwrap_or("0");
    Ok(kilobytes.parse::<f64>()? / 1024.0)
}

fn memory_mb() -> Outcome<f64> {
    // From here on the peak is counted anew.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    status_mb("VmRSS:")
}

fn peak_mb() -> Outcome<f64> {
    status_mb("VmHWM:")
}

#[derive(FromQueryResult)]
struct Newest {
    id: String,
}

/// The seconds an import took: as a whole, until its sheet was read, and until its rows are found by words.
struct Took {
    whole: f64,
    reading: f64,
    until_found: f64,
}

struct Visitor {
    app: App,
    router: Router,
    cookies: BTreeMap<String, String>,
    token: String,
}

impl Visitor {
    async fn sign_in(&mut self, login: &str) -> Outcome<()> {
        self.cookies.clear();
        self.get("/sign-in").await?;
        self.post("/sign-in", &[("login", login), ("password", org::PASSWORD)])
            .await?;
        self.get("/ledger").await
    }

    async fn get(&mut self, path: &str) -> Outcome<()> {
        let request = Request::get(path);
        let page = self.send(request, Body::empty()).await?;
        let text = String::from_utf8_lossy(&page);
        if let Some((_, after)) = text.split_once("name=\"_csrf\" value=\"") {
            self.token = after.split('"').next().unwrap_or_default().to_owned();
        }
        Ok(())
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Outcome<()> {
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("_csrf", &self.token)
            .extend_pairs(fields)
            .finish();
        let request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body)).await?;
        Ok(())
    }

    /// Uploads a file and takes it over.
    async fn import(&mut self, first: usize, many: usize) -> Outcome<Took> {
        const BOUNDARY: &str = "----luoshi-bench-boundary";
        let workbook = workbook(first, many)?;
        let mut body = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{}\r\n\
             --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n",
            self.token
        )
        .into_bytes();
        body.extend(workbook);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
        let request = Request::post("/ledger/training/import").header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={BOUNDARY}"),
        );
        let page = self.send(request, Body::from(body)).await?;
        let page = String::from_utf8_lossy(&page).into_owned();
        let file = page
            .split_once("name=\"file\" value=\"")
            .and_then(|(_, after)| after.split('"').next())
            .ok_or_else(|| format!("nothing to import: {page}"))?;
        let fields = [("file", file), ("name", "a.xlsx"), ("duplicates", "skip")];
        let begun = Instant::now();
        self.post("/ledger/training/import/apply", &fields).await?;
        // A large file is taken over behind its page: the work counts, not the wait for it to begin.
        let (ended, reading) = tokio::join!(shell::jobs::run_next(&self.app), self.is_read(begun));
        self.done(ended?)?;
        let whole = begun.elapsed().as_secs_f64();
        // By their words the rows are found a little later; nobody waits for that, but it has to end.
        let begun = Instant::now();
        for ended in shell::jobs::drain(&self.app).await? {
            self.done(Some(ended))?;
        }
        Ok(Took {
            whole,
            reading: reading?,
            until_found: begun.elapsed().as_secs_f64(),
        })
    }

    /// The seconds until the running import says that its sheet is read.
    async fn is_read(&self, begun: Instant) -> Outcome<f64> {
        const NEWEST: &str = "select id from store_jobs where kind = 'ledger.import'
            order by id desc limit 1";
        let db = self.app.db();
        let newest: Option<Newest> = db.row(NEWEST, store::args![]).await?;
        let job = newest.ok_or("no import has begun")?.id.parse()?;
        loop {
            let status = store::jobs::status(db, job).await?;
            let status = status.ok_or("the import is gone")?;
            if status.words.starts_with("核对") || status.state.is_over() || status.done > 0 {
                return Ok(begun.elapsed().as_secs_f64());
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }

    fn done(&self, ended: Option<Ended>) -> Outcome<()> {
        match ended.map(|ended| ended.state) {
            Some(store::jobs::State::Done) => Ok(()),
            state => Err(format!("a job ended as {state:?}").into()),
        }
    }

    /// Reads a reply piece by piece and keeps none of it.
    async fn drain(&mut self, path: &str) -> Outcome<usize> {
        let request = self.with_cookies(Request::get(path)).body(Body::empty())?;
        let reply = self.router.clone().oneshot(request).await?;
        let mut body = reply.into_body();
        let mut n_bytes = 0;
        while let Some(frame) = body.frame().await {
            n_bytes += frame?.data_ref().map_or(0, |data| data.len());
        }
        Ok(n_bytes)
    }

    fn with_cookies(&self, request: axum::http::request::Builder) -> axum::http::request::Builder {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        request.header(header::COOKIE, cookies.join("; "))
    }

    async fn send(
        &mut self,
        request: axum::http::request::Builder,
        body: Body,
    ) -> Outcome<Vec<u8>> {
        let request = self.with_cookies(request).body(body)?;
        let reply = self.router.clone().oneshot(request).await?;
        let (parts, body) = reply.into_parts();
        let body = body.collect().await?.to_bytes().to_vec();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        match parts.status.is_success() || parts.status.is_redirection() {
            true => Ok(body),
            false => Err(format!("{}: {}", parts.status, String::from_utf8_lossy(&body)).into()),
        }
    }
}

/// A spreadsheet of courses: every teacher goes to many.
fn workbook(first: usize, many: usize) -> Outcome<Vec<u8>> {
    const LEVELS: [&str; 4] = ["国家级", "省级", "市级", "县级"];
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    let headers = [
        "姓名",
        "工号",
        "培训项目",
        "级别",
        "开始日期",
        "学时",
        "经费",
    ];
    for (column, header) in (0..).zip(headers) {
        sheet.write_string(0, column, header)?;
    }
    for (line, number) in (1_u32..).zip(first..first + many) {
        let teacher = number % 9_000;
        let day = Date::constant(2026, 1, 1)
            .saturating_add(jiff::Span::new().days(i64::try_from(number * 31 % 360)?));
        let level = LEVELS.get(number * 7 % 4).copied().unwrap_or_default();
        sheet.write_string(line, 0, format!("教师{teacher}"))?;
        sheet.write_string(line, 1, format!("A{teacher:04}"))?;
        sheet.write_string(line, 2, format!("第{}期研修", number / 9_000))?;
        sheet.write_string(line, 3, level)?;
        sheet.write_string(line, 4, day.to_string())?;
        sheet.write_number(line, 5, f64::from(u32::try_from(number % 80)?))?;
        sheet.write_number(line, 6, f64::from(u32::try_from(number % 5_000)?))?;
    }
    Ok(workbook.save_to_buffer()?)
}
