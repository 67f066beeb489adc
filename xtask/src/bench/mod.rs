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

/// Where figures go, each as soon as it is known: a million rows on two engines take half an hour.
type Tell<'a> = &'a mut dyn FnMut(Figure) -> Result<()>;

/// What is measured together, by name.
type Source = (&'static str, fn(Tell<'_>) -> Result<()>);

const SOURCES: [Source; 9] = [
    // The kernels of `gongwen`.
    ("reading", |tell| printed(bench("gongwen", "reading"), tell)),
    // Papers as PDF.
    ("writing", |tell| {
        printed(bench("gongwen-pdf", "writing"), tell)
    }),
    // The audit and the backup.
    ("store", |tell| printed(bench("store", "vault"), tell)),
    // The tree of a large house, and who may see what.
    ("house", |tell| printed(bench("bureau", "house"), tell)),
    ("registers", registers),
    ("extract", |tell| together(extract::figures, tell)),
    ("demo", |tell| together(demo::figures, tell)),
    ("report", |tell| together(report::figures, tell)),
    ("pages", |tell| together(pages::figures, tell)),
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
        source(&mut |figure| {
            println!("{}", figure.line(as_json)?);
            n_missed += usize::from(!figure.ok);
            Ok(())
        })?;
    }
    if n_missed > 0 {
        bail!("{n_missed} figures miss their limit");
    }
    Ok(())
}

/// Registers of a million rows, on both engines.
fn registers(tell: Tell<'_>) -> Result<()> {
    let server = postgres::Server::start()?;
    printed(
        bench("bureau", "registers").env(postgres::URL, &server.url),
        tell,
    )
}

/// Figures that are known all at once.
fn together(figures: fn() -> Result<Vec<Figure>>, tell: Tell<'_>) -> Result<()> {
    figures()?.into_iter().try_for_each(tell)
}

/// Figures that a bench of a crate prints itself.
fn printed(bench: Run, tell: Tell<'_>) -> Result<()> {
    bench.lines(|line| {
        tell(serde_json::from_str(line).with_context(|| format!("no figure: {line}"))?)
    })
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
