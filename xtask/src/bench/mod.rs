//! `cargo x bench`: every figure we hold ourselves to, against its limit.

mod demo;
mod extract;
pub(crate) mod http;
mod pages;
mod report;
mod timeline;

pub(crate) use demo::{Demo, PASSWORD};

use crate::{postgres, run::Run};
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// A figure and its limit, as one line of JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) unit: String,
    pub(crate) limit: f64,
    pub(crate) ok: bool,
}

impl Figure {
    /// A figure that must not go above its limit.
    fn at_most(name: &str, value: f64, unit: &str, limit: f64) -> Self {
        Self {
            name: name.to_owned(),
            value: (value * 100.0).round() / 100.0,
            unit: unit.to_owned(),
            limit,
            ok: value <= limit,
        }
    }

    /// The figure as a line: JSON for programs, words for people.
    fn line(&self, as_json: bool) -> Result<String> {
        if as_json {
            return Ok(serde_json::to_string(self)?);
        }
        let verdict = if self.ok { "ok" } else { "MISSED" };
        Ok(format!(
            "{verdict:<6}  {:<28} {:>9.2} {:<5} limit {}",
            self.name, self.value, self.unit, self.limit
        ))
    }
}

/// What is measured together, by name.
type Source = (&'static str, fn() -> Result<Vec<Figure>>);

const SOURCES: [Source; 9] = [
    ("reading", reading),
    ("writing", writing),
    ("store", store),
    ("house", house_tree),
    ("registers", registers),
    ("extract", extract::figures),
    ("demo", demo::figures),
    ("report", report::figures),
    ("pages", pages::figures),
];

/// `cargo x bench [--json] [SOURCE…]`
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let (flags, names): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|word| word.starts_with("--"));
    let as_json = match flags.as_slice() {
        [] => false,
        [flag] if *flag == "--json" => true,
        _ => bail!("usage: cargo x bench [--json] [SOURCE…]"),
    };
    if let Some(unknown) = names
        .iter()
        .find(|name| !SOURCES.iter().any(|(known, _)| known == *name))
    {
        let known: Vec<&str> = SOURCES.iter().map(|(name, _)| *name).collect();
        bail!("no source {unknown:?}; there are: {}", known.join(" "));
    }
    let mut n_missed = 0;
    for (name, source) in SOURCES {
        if !names.is_empty() && !names.iter().any(|wanted| *wanted == name) {
            continue;
        }
        for figure in source()? {
            println!("{}", figure.line(as_json)?);
            n_missed += usize::from(!figure.ok);
        }
    }
    if n_missed > 0 {
        bail!("{n_missed} figures miss their limit");
    }
    Ok(())
}

/// The kernels of `gongwen`.
fn reading() -> Result<Vec<Figure>> {
    printed("gongwen", "reading")
}

/// Papers as PDF.
fn writing() -> Result<Vec<Figure>> {
    printed("gongwen-pdf", "writing")
}

/// The audit and the backup.
fn store() -> Result<Vec<Figure>> {
    printed("store", "vault")
}

/// The tree of a large house, and who may see what.
fn house_tree() -> Result<Vec<Figure>> {
    printed("bureau", "house")
}

/// Registers of a million rows, on both engines.
fn registers() -> Result<Vec<Figure>> {
    let server = postgres::Server::start()?;
    figures_of(bench("bureau", "registers").env(postgres::URL, &server.url))
}

/// Figures that a bench of a crate prints itself.
fn printed(package: &str, name: &str) -> Result<Vec<Figure>> {
    figures_of(bench(package, name))
}

fn bench(package: &str, name: &str) -> Run {
    Run::cargo([
        "bench",
        "--quiet",
        "--locked",
        "--package",
        package,
        "--bench",
        name,
    ])
}

fn figures_of(bench: Run) -> Result<Vec<Figure>> {
    bench
        .output()?
        .lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("no figure: {line}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Figure;

    #[test]
    fn a_figure_is_a_line_of_json_with_its_fields_in_order() {
        let figure = Figure::at_most("idle_memory", 41.236, "MB", 100.0);
        assert_eq!(
            figure.line(true).unwrap(),
            r#"{"name":"idle_memory","value":41.24,"unit":"MB","limit":100.0,"ok":true}"#
        );
        assert!(!Figure::at_most("idle_memory", 100.1, "MB", 100.0).ok);
    }
}
