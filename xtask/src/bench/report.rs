//! Reports: a half-year opened for 1,000 tasks and every school, the pages of it, and 500 handed in.

use super::{
    Demo, Figure,
    demo::{milliseconds, went_on},
    http::{Browser, signed_in},
};
use crate::run::{Run, timed};
use anyhow::{Context, Result, ensure};
use std::{thread, time::Duration};

const N_TASKS: usize = 1_000;
const N_SUBMITTED: usize = 500;
const N_IN_SUMMARY: usize = 150;
const N_VISITS: usize = 21;
/// People who hand in at the same time.
const N_PEOPLE: usize = 8;

pub(super) fn figures() -> Result<Vec<Figure>> {
    Run::cargo("build --quiet --locked --release --bin luoshi".split(' ')).go()?;
    let data = tempfile::tempdir()?;
    let (demo, _) = Demo::start(data.path())?;
    measured(demo.port())
}

fn measured(port: u16) -> Result<Vec<Figure>> {
    let mut office = signed_in(port, "bangongshi")?;
    let mut clerk = signed_in(port, "renshi")?;
    // What the demo county's own plan asks of the clerk stands on the same desk.
    let of_demo = owed_by(&mut clerk)?;
    let reports = published(&mut office)?;
    let set_up = office.get(&format!("{reports}/set-up"))?;
    let fields = [("_csrf", set_up.token()?), ("grain", "half_year")];
    let (opened, opening) = timed(|| office.post(&format!("{reports}/set-up"), &fields));
    went_on(&opened?, "setting up")?;
    let matrix = median(
        &mut office,
        &format!("{reports}?grain=half_year"),
        "第100项",
    )?;

    let mut owed = owed_by(&mut clerk)?;
    owed.retain(|report| !of_demo.contains(report));
    ensure!(
        owed.len() >= N_SUBMITTED,
        "only {} reports are owed",
        owed.len()
    );
    let page = median(&mut clerk, &owed[0], "系统带出")?;
    let mut asked = Vec::with_capacity(N_SUBMITTED);
    for report in &owed[..N_SUBMITTED] {
        let numbers = numbers_of(&clerk.get(report)?.body);
        asked.push((report.clone(), numbers));
    }
    let (first, rest) = asked.split_at(N_IN_SUMMARY);
    let token = clerk.get(&owed[0])?.token()?.to_owned();
    let (times, first_took) = timed(|| handed_in(&clerk, &token, first));
    let mut times = times?;
    let round = format!("{reports}/rounds/2026-H1");
    let docx = median(&mut office, &format!("{round}/export.docx?with=all"), "PK")?;
    let (others, rest_took) = timed(|| handed_in(&clerk, &token, rest));
    times.extend(others?);
    ensure!(
        first_took + rest_took < Duration::from_secs(60),
        "500 reports took longer than a minute"
    );
    let summary = office.get(&format!("{round}/summary?with=all"))?;
    let said = summary
        .body
        .split_once("应报")
        .map_or("", |(_, rest)| rest.split('。').next().unwrap_or_default());
    ensure!(
        said.contains(&format!("汇入 {N_SUBMITTED} 份")),
        "a report was lost: {said}"
    );
    times.sort();
    let p99 = times[times.len() * 99 / 100];
    let figure = |name, time, limit| Figure::at_most(name, milliseconds(time), "ms", limit);
    Ok(vec![
        figure("report_open_1000_tasks", opening, 2000.0),
        figure("report_matrix_page", matrix, 50.0),
        figure("report_page", page, 15.0),
        figure("report_submit_500_p99", p99, 200.0),
        figure("report_summary_docx_150", docx, 300.0),
    ])
}

/// The reports on a clerk's desk.
fn owed_by(clerk: &mut Browser) -> Result<Vec<String>> {
    let desk = clerk.get("/report?tab=fill")?;
    let links = desk.body.split("href=\"/report/reports/").skip(1);
    let addresses =
        links.filter_map(|rest| Some(format!("/report/reports/{}", rest.split_once('"')?.0)));
    Ok(addresses.collect())
}

/// A paper of 1,000 tasks, imported, assigned and published: where its reports are.
fn published(office: &mut Browser) -> Result<String> {
    let mut paper = String::from("清禾县教育局2026年重点任务\n\n一、重点任务\n");
    for n in 1..=N_TASKS {
        paper += &format!(
            "{n}．推进第{n}项工作。6月底前新增学位{n}个。（牵头单位：人事科；配合单位：各学校）\n"
        );
    }
    let page = office.get("/plan/import")?;
    let fields = [("_csrf", page.token()?)];
    let reply = office.upload("/plan/import", &fields, ("file", "2026.txt", &paper))?;
    let review = went_on(&reply, "importing")?;
    let plan = review
        .strip_suffix("/review")
        .context("an import leads to its review")?
        .to_owned();
    let page = office.get(&format!("{plan}/assign"))?;
    let fields = [("_csrf", page.token()?), ("act", "accept-all")];
    went_on(
        &office.post(&format!("{plan}/assign"), &fields)?,
        "assigning",
    )?;
    let page = office.get(&format!("{plan}/publish"))?;
    let (_, rest) = page
        .body
        .split_once("name=\"revision\" value=\"")
        .context("the page to publish has a revision")?;
    let revision = rest.split_once('"').context("a revision")?.0.to_owned();
    let fields = [
        ("_csrf", page.token()?),
        ("revision", &revision),
        ("accepts_open_items", "yes"),
    ];
    went_on(
        &office.post(&format!("{plan}/publish"), &fields)?,
        "publishing",
    )?;
    Ok(plan.replace("/plan/", "/report/plans/"))
}

fn median(browser: &mut Browser, path: &str, words: &str) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..N_VISITS {
        let (page, time) = timed(|| browser.get(path));
        let page = page?;
        ensure!(page.status == 200, "{path} answered {}", page.status);
        ensure!(page.body.contains(words), "{path} lacks {words}");
        times.push(time);
    }
    times.sort();
    Ok(times[N_VISITS / 2])
}

/// Hands reports in, several people at once; how long each waited.
fn handed_in(
    clerk: &Browser,
    token: &str,
    reports: &[(String, Vec<String>)],
) -> Result<Vec<Duration>> {
    thread::scope(|scope| {
        let people: Vec<_> = reports
            .chunks(reports.len().div_ceil(N_PEOPLE))
            .map(|mine| {
                let mut browser = clerk.clone();
                scope.spawn(move || -> Result<Vec<Duration>> {
                    let mut times = Vec::new();
                    for (report, numbers) in mine {
                        let mut fields = vec![
                            ("_csrf", token),
                            ("revision", "1"),
                            ("v:done", "已完成阶段任务，召开推进会1次，成效明显。"),
                        ];
                        fields.extend(numbers.iter().map(|name| (name.as_str(), "1")));
                        let (reply, time) = timed(|| browser.post(report, &fields));
                        went_on(&reply?, "handing in")?;
                        times.push(time);
                    }
                    Ok(times)
                })
            })
            .collect();
        let mut times = Vec::new();
        for person in people {
            let theirs = person
                .join()
                .map_err(|_| anyhow::anyhow!("a person gave up"))?;
            times.extend(theirs?);
        }
        Ok(times)
    })
}

/// Names of the numbers a report asks for, as its form has them.
fn numbers_of(page: &str) -> Vec<String> {
    page.split("name=\"v:n:")
        .skip(1)
        .filter_map(|rest| Some(format!("v:n:{}", rest.split_once('"')?.0)))
        .collect()
}
