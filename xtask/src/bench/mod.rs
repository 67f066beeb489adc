//! `cargo x bench`: every figure we hold ourselves to, against its limit.

mod demo;
mod extract;
pub(crate) mod http;
mod report;
mod timeline;

pub(crate) use demo::{Demo, PASSWORD};

use crate::run::Run;
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

/// `cargo x bench [--json]`
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let as_json = match arguments {
        [] => false,
        [word] if word == "--json" => true,
        _ => bail!("usage: cargo x bench [--json]"),
    };
    let mut n_missed = 0;
    for source in [
        reading,
        writing,
        store,
        house_tree,
        registers,
        extract::figures,
        demo::figures,
        report::figures,
    ] {
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

/// Registers of a million rows.
fn registers() -> Result<Vec<Figure>> {
    printed("bureau", "registers")
}

/// Figures that a bench of a crate prints itself.
fn printed(package: &str, bench: &str) -> Result<Vec<Figure>> {
    let words = [
        "bench",
        "--quiet",
        "--locked",
        "--package",
        package,
        "--bench",
        bench,
    ];
    Run::cargo(words)
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
