//! The time table of a plan with three thousand steps, over loopback.

use super::{
    demo::{LOGIN, went_on},
    http::{Reply, signed_in},
};
use crate::{
    house,
    run::{Run, timed},
};
use anyhow::{Context, Result, ensure};
use std::time::Duration;

/// How often it is asked for; the median counts.
const N_VISITS: usize = 21;

/// Items of the paper; each has twelve steps: eleven of a building project and its time limit.
const N_ITEMS: usize = 250;

/// Median time of the picture of all steps, and where it is.
pub(super) fn timeline(port: u16) -> Result<(Duration, String)> {
    let mut office = signed_in(port, LOGIN)?;
    let page = office.get("/plan/import")?;
    let fields = [("_csrf", page.token()?)];
    let file = ("file", "projects.txt", &*paper());
    let reply = office.upload("/plan/import", &fields, file)?;
    let review = went_on(&reply, "importing")?;
    let plan = review
        .strip_suffix("/review")
        .context("importing leads elsewhere")?;
    let page = office.get(&format!("{plan}/publish"))?;
    let fields = [
        ("_csrf", page.token()?),
        ("revision", revision(&page)?),
        ("note", ""),
        ("accepts_open_items", "yes"),
    ];
    went_on(
        &office.post(&format!("{plan}/publish"), &fields)?,
        "publishing",
    )?;
    let timeline = format!("{plan}/timeline");
    let page = office.get(&timeline)?;
    let fields = [("_csrf", page.token()?)];
    let drawn_up = office.post(&format!("{timeline}/take-all"), &fields)?;
    went_on(&drawn_up, "drawing up")?;
    let mut times = Vec::new();
    for _ in 0..N_VISITS {
        let (page, time) = timed(|| office.get(&timeline));
        let n_steps = page?.body.matches("class=\"gantt-due\"").count();
        ensure!(
            n_steps == N_ITEMS * 12,
            "the time table shows {n_steps} steps"
        );
        times.push(time);
    }
    times.sort();
    Ok((times[N_VISITS / 2], timeline))
}

/// Median time until the same picture is painted in Chromium, in milliseconds.
pub(super) fn first_paint(port: u16, timeline: &str) -> Result<f64> {
    let folder = house::root().join("e2e");
    let install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    Run::new("npm", install).in_folder(&folder).output()?;
    let origin = format!("http://127.0.0.1:{port}");
    let printed = Run::new(
        "node",
        ["measures/first-paint.mjs", &origin, timeline, LOGIN],
    )
    .in_folder(&folder)
    .output()?;
    let time = printed.trim().parse();
    time.with_context(|| format!("no time of the first paint: {printed}"))
}

fn revision(page: &Reply) -> Result<&str> {
    let (_, rest) = page
        .body
        .split_once("name=\"revision\" value=\"")
        .context("the page has no revision")?;
    Ok(rest.split_once('"').context("the revision has no end")?.0)
}

fn paper() -> String {
    let mut paper = String::from("清禾县教育局2026年重点项目清单\n\n一、建设项目\n");
    for number in 1..=N_ITEMS {
        paper += &format!(
            "{number}．推进第{number}处校舍改扩建工程。年底前竣工并交付使用。（责任单位：基建办）\n"
        );
    }
    paper
}

#[cfg(test)]
mod tests {
    use super::{N_ITEMS, paper};
    use gongwen::{source::Source, understand::understand};

    #[test]
    fn each_item_of_the_paper_has_one_time_limit() {
        let ledger = understand(&Source::from_text(paper()));
        assert_eq!(ledger.items.len(), N_ITEMS);
        assert!(ledger.items.iter().all(|item| item.deadlines.len() == 1));
    }
}
