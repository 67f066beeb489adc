//! Every kind of page of the demo county, one after the other, and then fifty people at once.

use super::{
    Demo, Figure,
    demo::milliseconds,
    http::{Browser, signed_in},
};
use crate::run::{Run, timed};
use anyhow::{Result, ensure};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    thread::{self, sleep},
    time::Duration,
};

/// Somebody of every role that sees much.
const LOGINS: [&str; 8] = [
    "bangongshi",
    "juzhang",
    "renshi",
    "jijiao",
    "yizhong",
    "duxue",
    "anquan",
    "shenji",
];
/// How often a page is asked for; the median counts.
const N_VISITS: usize = 9;
/// People at once, pages each of them looks at, and how long they look at one.
const N_PEOPLE: usize = 50;
const N_PAGES: usize = 20;
const LOOK: Duration = Duration::from_secs(1);
/// More kinds than there can be: a kind that does not show what it is would make the walk endless.
const MOST_KINDS: usize = 600;

pub(super) fn figures() -> Result<Vec<Figure>> {
    Run::cargo("build --quiet --locked --release --bin luoshi".split(' ')).go()?;
    let data = tempfile::tempdir()?;
    let (demo, _) = Demo::start(data.path())?;
    let mut slowest = Duration::ZERO;
    let mut pages = BTreeMap::new();
    for login in LOGINS {
        let mut browser = signed_in(demo.port(), login)?;
        let paths = one_of_each_kind(&mut browser)?;
        for path in &paths {
            let time = median(&mut browser, path)?;
            if time > Duration::from_millis(10) {
                eprintln!("{:>6.1} ms  {login} {path}", milliseconds(time));
            }
            slowest = slowest.max(time);
        }
        pages.insert(login, paths);
    }
    let n_kinds: usize = pages.values().map(Vec::len).sum();
    eprintln!("{n_kinds} pages of {} people looked at", LOGINS.len());
    let p99 = many_at_once(demo.port(), &pages)?;
    Ok(vec![
        Figure::at_most("page_slowest", milliseconds(slowest), "ms", 10.0),
        Figure::at_most("page_p99_50_people", milliseconds(p99), "ms", 50.0),
    ])
}

/// Follows links from the first page on; of pages that differ in an id only, the first.
fn one_of_each_kind(browser: &mut Browser) -> Result<Vec<String>> {
    let mut paths = Vec::new();
    let mut known = BTreeSet::from([String::new()]);
    let mut waiting = VecDeque::from(["/".to_owned()]);
    while let Some(path) = waiting.pop_front() {
        let page = browser.get(&path)?;
        if page.status != 200 || !page.body.contains("</html>") {
            continue;
        }
        for link in links(&page.body) {
            if known.insert(kind(&link)) {
                waiting.push_back(link);
            }
        }
        ensure!(known.len() < MOST_KINDS, "too many kinds of pages: {path}");
        paths.push(path);
    }
    Ok(paths)
}

fn links(body: &str) -> Vec<String> {
    body.split("<a ")
        .skip(1)
        .filter_map(|rest| {
            let (tag, _) = rest.split_once('>')?;
            let (_, after) = tag.split_once("href=\"")?;
            let (path, _) = after.split_once('"')?;
            let (path, _) = path.split_once('#').unwrap_or((path, ""));
            let is_page =
                path.starts_with('/') && !path.contains("/export") && !path.contains("/assets/");
            is_page.then(|| path.replace("&amp;", "&"))
        })
        .collect()
}

/// A path without what it says of one thing among many: ids, codes, numbers, and the question.
fn kind(path: &str) -> String {
    let (path, _) = path.split_once('?').unwrap_or((path, ""));
    path.split('/')
        .map(|part| {
            let names_one = part.contains(|letter: char| letter.is_ascii_digit())
                || part.contains('%')
                || part.contains('_');
            if names_one { "*" } else { part }
        })
        .collect::<Vec<_>>()
        .join("/")
}

fn median(browser: &mut Browser, path: &str) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..N_VISITS {
        let (page, time) = timed(|| browser.get(path));
        page?;
        times.push(time);
    }
    times.sort();
    Ok(times[N_VISITS / 2])
}

/// Fifty people, each with a log-in, each looking at one page a second; 99 of 100 pages come within this.
fn many_at_once(port: u16, pages: &BTreeMap<&str, Vec<String>>) -> Result<Duration> {
    // Of some nothing is left to look at: others came to all of their pages before.
    let people: Vec<(Browser, &Vec<String>)> = pages
        .iter()
        .filter(|(_, paths)| !paths.is_empty())
        .map(|(login, paths)| Ok((signed_in(port, login)?, paths)))
        .collect::<Result<_>>()?;
    let mut times = thread::scope(|scope| -> Result<Vec<Duration>> {
        let walks: Vec<_> = (0..N_PEOPLE)
            .map(|person| {
                let (browser, paths) = &people[person % people.len()];
                let mut browser = browser.clone();
                scope.spawn(move || -> Result<Vec<Duration>> {
                    // Not all in the same instant, as people are.
                    sleep(LOOK.mul_f64(person as f64 / N_PEOPLE as f64));
                    let mut times = Vec::new();
                    for step in 0..N_PAGES {
                        let path = &paths[(person * 7 + step * 3) % paths.len()];
                        let (page, time) = timed(|| browser.get(path));
                        ensure!(page?.status == 200, "{path} failed under load");
                        times.push(time);
                        sleep(LOOK);
                    }
                    Ok(times)
                })
            })
            .collect();
        let mut times = Vec::new();
        for walk in walks {
            times.extend(
                walk.join()
                    .map_err(|_| anyhow::anyhow!("a person gave up"))??,
            );
        }
        Ok(times)
    })?;
    times.sort();
    Ok(times[times.len() * 99 / 100])
}

#[cfg(test)]
mod tests {
    use super::{kind, links};

    #[test]
    fn links_are_pages_of_ours_without_their_places() {
        let body = r##"<a class="x" href="/plan/1?a=b&amp;c=d#e">甲</a><a href="https://x">乙</a><a href="/a/export.docx">丙</a>"##;
        assert_eq!(links(body), ["/plan/1?a=b&c=d"]);
    }

    #[test]
    fn pages_of_one_kind_differ_in_ids_only() {
        assert_eq!(kind("/plan/019a-2/items?x=1"), "/plan/*/items");
        assert_eq!(kind("/ledger"), "/ledger");
    }
}
