//! The program itself: how soon it answers, what it keeps in memory, how fast the review page is.

use super::{
    Figure,
    http::{Browser, Reply, signed_in},
};
use crate::{
    house,
    postgres::free_port,
    run::{Run, timed},
};
use anyhow::{Context, Result, ensure};
use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

/// The general office of the demo county, and the password of all its log-ins.
pub(super) const LOGIN: &str = "bangongshi";
pub(crate) const PASSWORD: &str = "Luoshi-2026";

/// How long the program is left alone before its memory is looked at.
const IDLE: Duration = Duration::from_secs(3);

/// How long it may take until its county can be visited.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often the review page is asked for; the median counts.
const N_VISITS: usize = 41;

pub(super) fn figures() -> Result<Vec<Figure>> {
    Run::cargo("build --quiet --locked --release --bin luoshi".split(' ')).go()?;
    let data = tempfile::tempdir()?;
    let (demo, filled) = Demo::start(data.path())?;
    let first_start = demo.answered;
    sleep(IDLE);
    let memory = demo.memory_mb()?;
    let sign_in = median_visit(&mut Browser::at(demo.port), "/sign-in", "登录")?;
    let review = review_page(demo.port)?;
    let (timeline, address) = super::timeline::timeline(demo.port)?;
    let painted = super::timeline::first_paint(demo.port, &address)?;
    let search = search_page(demo.port)?;
    drop(demo);
    let (demo, second_start) = Demo::start(data.path())?;
    drop(demo);
    Ok(vec![
        Figure::at_most("demo_first_start", milliseconds(first_start), "ms", 1000.0),
        Figure::at_most("demo_first_filled", milliseconds(filled), "ms", 20_000.0),
        Figure::at_most(
            "demo_second_start",
            milliseconds(second_start),
            "ms",
            1000.0,
        ),
        Figure::at_most("idle_memory", memory, "MB", 100.0),
        Figure::at_most("sign_in_page", milliseconds(sign_in), "ms", 5.0),
        Figure::at_most("review_page_150_items", milliseconds(review), "ms", 15.0),
        Figure::at_most("search_one_character", milliseconds(search), "ms", 30.0),
        Figure::at_most("timeline_3000_steps", milliseconds(timeline), "ms", 50.0),
        Figure::at_most("timeline_first_paint", painted, "ms", 200.0),
    ])
}

pub(super) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The running demo; dropping it ends it.
pub(crate) struct Demo {
    process: Child,
    port: u16,
    /// After what time it gave any answer: the first time, a page that says how far it is.
    answered: Duration,
}

impl Demo {
    /// Starts the demo over a data folder; how long until its county could be visited.
    pub(crate) fn start(data: &Path) -> Result<(Self, Duration)> {
        let program = house::target_folder()?.join("release/luoshi");
        let port = free_port()?;
        let (demo, answered) = timed(|| -> Result<Self> {
            let process = Command::new(&program)
                .args(["demo", "--port", &port.to_string(), "--data"])
                .arg(data)
                .stdout(Stdio::null())
                .spawn()
                .with_context(|| format!("cannot start {}", program.display()))?;
            let mut demo = Self {
                process,
                port,
                answered: Duration::ZERO,
            };
            demo.wait_for(&[200, 503], Duration::from_millis(2))?;
            Ok(demo)
        });
        let mut demo = demo?;
        demo.answered = answered;
        // Seldom, so as not to take the time it needs for filling.
        let (whole, filled) = timed(|| demo.wait_for(&[200], Duration::from_millis(20)));
        whole?;
        Ok((demo, answered + filled))
    }

    /// Where it answers.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Ends it at once (SIGKILL), whatever it is doing.
    pub(crate) fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// Waits until it answers as wished, looking that often.
    fn wait_for(&mut self, statuses: &[u16], pause: Duration) -> Result<()> {
        let most = PATIENCE.as_millis() / pause.as_millis();
        for _ in 0..most {
            if let Some(status) = self.process.try_wait()? {
                anyhow::bail!("luoshi demo ended with {status}");
            }
            if let Ok(page) = Browser::at(self.port).get("/sign-in") {
                if statuses.contains(&page.status) {
                    return Ok(());
                }
                // While the county is filled it says how far it is.
                ensure!(
                    page.status == 503,
                    "the first page answered {}",
                    page.status
                );
            }
            sleep(pause);
        }
        anyhow::bail!("luoshi demo does not answer")
    }

    /// Resident memory, as the kernel counts it.
    fn memory_mb(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let kilobytes: f64 = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.split_whitespace().next())
            .context("the kernel tells no VmRSS")?
            .parse()?;
        Ok(kilobytes / 1024.0)
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Median time of the review page of a paper with 150 items, over loopback.
fn review_page(port: u16) -> Result<Duration> {
    let mut browser = signed_in(port, LOGIN)?;
    let page = browser.get("/plan/import")?;
    let fields = [("_csrf", page.token()?)];
    let paper = paper_of_150_items();
    let reply = browser.upload("/plan/import", &fields, ("file", "2026.txt", &paper))?;
    let review = went_on(&reply, "importing")?;
    let page = browser.get(&review)?;
    ensure!(
        page.status == 200,
        "the review page answered {}",
        page.status
    );
    median_visit(&mut browser, &review, "第150项工作")
}

/// Median time of the answer to a question of one character that stands nearly everywhere.
fn search_page(port: u16) -> Result<Duration> {
    let mut browser = signed_in(port, LOGIN)?;
    // 「校」
    median_visit(&mut browser, "/search?q=%E6%A0%A1", "<mark>校</mark>")
}

/// Median time of a page, over loopback, that must hold these words.
fn median_visit(browser: &mut Browser, path: &str, words: &str) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..N_VISITS {
        let (page, time) = timed(|| browser.get(path));
        ensure!(page?.body.contains(words), "{path} lacks {words}");
        times.push(time);
    }
    times.sort();
    Ok(times[N_VISITS / 2])
}

/// An act that worked leads on to another page.
pub(super) fn went_on(reply: &Reply, act: &str) -> Result<String> {
    ensure!(reply.status == 303, "{act} answered {}", reply.status);
    reply
        .location
        .clone()
        .with_context(|| format!("{act} leads nowhere"))
}

/// A paper as bureaus write it: sections, numbered items, a target and a month in each.
fn paper_of_150_items() -> String {
    const NUMERALS: [&str; 15] = [
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四",
        "十五",
    ];
    let mut paper = String::from("清禾县教育局2026年工作要点\n\n");
    let mut n_items = 0;
    for numeral in NUMERALS {
        paper += &format!("{numeral}、抓好第{numeral}方面重点任务\n");
        for _ in 0..10 {
            n_items += 1;
            paper += &format!(
                "{n_items}．推进第{n_items}项工作。{}月底前新增学位{}个，培训教师{}人次，\
                 合格率达到9{}%以上。（责任单位：基础教育科、人事科）\n",
                n_items % 12 + 1,
                n_items * 10,
                n_items * 3,
                n_items % 10,
            );
        }
    }
    paper
}

#[cfg(test)]
mod tests {
    use super::paper_of_150_items;
    use gongwen::{source::Source, understand::understand};

    #[test]
    fn the_paper_of_the_review_figure_has_150_items() {
        let ledger = understand(&Source::from_text(paper_of_150_items()));
        assert_eq!(ledger.items.len(), 150);
        assert!(ledger.items.iter().all(|item| item.targets.len() == 3));
    }
}
