//! `cargo x ci`: exactly what CI runs, in order.

use crate::{
    corpus, fault, house, licences, postgres,
    run::{Run, timed},
    setup, tidy,
};
use anyhow::{Context, Result, bail};
use std::{path::Path, time::Duration};

/// A step: a word to call it by, a headline, and what runs; it may add lines to the closing report.
struct Step {
    name: &'static str,
    headline: &'static str,
    run: fn(&mut Vec<String>) -> Result<()>,
}

const STEPS: &[Step] = &[
    Step {
        name: "setup",
        headline: "What the tests need is installed",
        run: |_| setup::command(&[]),
    },
    Step {
        name: "format",
        headline: "Format",
        run: |_| Run::cargo(["fmt", "--all", "--check"]).go(),
    },
    Step {
        name: "tidy",
        headline: "Invariants of the house",
        run: |_| tidy::command(&[]),
    },
    Step {
        name: "licences",
        headline: "Licences of dependencies",
        run: |_| licences::command(&[]),
    },
    Step {
        name: "web",
        headline: "Types of the scripts",
        run: web,
    },
    Step {
        name: "clippy",
        headline: "Lints",
        run: |_| {
            Run::cargo("clippy --locked --workspace --all-targets -- -D warnings".split(' ')).go()
        },
    },
    Step {
        name: "docs",
        headline: "Documentation builds, its links lead somewhere",
        run: |_| {
            Run::cargo("doc --locked --workspace --no-deps --document-private-items".split(' '))
                .env(
                    "RUSTDOCFLAGS",
                    "-D warnings -A rustdoc::private_intra_doc_links",
                )
                .go()
        },
    },
    Step {
        name: "release",
        headline: "The program, as README.md builds it",
        run: |_| Run::cargo("build --locked --release --bin luoshi".split(' ')).go(),
    },
    Step {
        name: "test",
        headline: "Tests, on SQLite and PostgreSQL",
        run: test,
    },
    Step {
        name: "fault",
        headline: "The program, killed while it writes",
        run: |report| {
            // As many as fit into half a minute; `cargo x fault` alone does a hundred.
            report.push(fault::kill_and_look(20)?);
            Ok(())
        },
    },
    Step {
        name: "corpus",
        headline: "What is understood of the corpus, against the floor",
        run: |_| corpus::command(&[]),
    },
    Step {
        name: "e2e",
        headline: "Journeys in a real browser",
        run: e2e,
    },
];

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    if let Some(unknown) = arguments
        .iter()
        .find(|name| !STEPS.iter().any(|step| step.name == *name))
    {
        let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        bail!("no step {unknown:?}; there are: {}", names.join(" "));
    }
    let wanted: Vec<&Step> = STEPS
        .iter()
        .filter(|step| arguments.is_empty() || arguments.iter().any(|name| name == step.name))
        .collect();
    let mut report = Vec::new();
    let mut times: Vec<(&str, Duration)> = Vec::new();
    for (place, step) in wanted.iter().enumerate() {
        println!("\n=== {}/{} {}", place + 1, wanted.len(), step.headline);
        let mut lines = Vec::new();
        let (outcome, time) = timed(|| (step.run)(&mut lines));
        report.extend(lines);
        times.push((step.headline, time));
        if let Err(error) = outcome {
            print_report(&report, &times);
            return Err(error.context(format!("step {:?} failed", step.name)));
        }
    }
    print_report(&report, &times);
    println!("\nAll steps passed.");
    Ok(())
}

fn print_report(report: &[String], times: &[(&str, Duration)]) {
    println!("\n=== Report");
    for line in report {
        println!("{line}");
    }
    for (headline, time) in times {
        println!("{:>7.1} s  {headline}", time.as_secs_f64());
    }
}

/// Checks the types of the scripts, with the compiler their lock file names.
fn web(_report: &mut Vec<String>) -> Result<()> {
    let web = house::root().join("crates/shell/web");
    npm_ci(&web)?;
    Run::new("npm", ["run", "--silent", "check"])
        .in_folder(&web)
        .go()
}

/// Runs every test with a PostgreSQL at hand and keeps the result lines for the report.
fn test(report: &mut Vec<String>) -> Result<()> {
    let server = match std::env::var(postgres::URL) {
        Ok(_) => None,
        Err(_) => Some(postgres::Server::start()?),
    };
    let mut run = Run::cargo(["test", "--locked", "--workspace", "--no-fail-fast"]);
    if let Some(server) = &server {
        run = run.env(postgres::URL, &server.url);
    }
    run.go_reading(|line| {
        if line.starts_with("test result:") || line.ends_with("... FAILED") {
            report.push(line.to_owned());
        }
    })
    .context("tests failed")
}

/// Walks through the release build in Chromium and keeps the counts for the report.
fn e2e(report: &mut Vec<String>) -> Result<()> {
    let folder = house::root().join("e2e");
    npm_ci(&folder)?;
    let program = house::target_folder()?.join("release/luoshi");
    Run::new("npm", ["run", "--silent", "test"])
        .in_folder(&folder)
        .env("LUOSHI", &program.display().to_string())
        .go_reading(|line| {
            let counts = ["ℹ tests ", "ℹ pass ", "ℹ fail "];
            if counts.iter().any(|count| line.starts_with(count)) || line.starts_with('✖') {
                report.push(format!("e2e: {line}"));
            }
        })
        .context("journeys failed")
}

/// Installs exactly what the lock file of a folder names.
fn npm_ci(folder: &Path) -> Result<()> {
    Run::new("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .in_folder(folder)
        .go()
}
