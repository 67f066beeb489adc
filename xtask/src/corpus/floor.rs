//! Committed floors of the corpus figures: lines of `name = number`.

use super::score::{PARTS, Score};
use anyhow::{Context, Result, bail};
use std::{collections::BTreeMap, fs, path::Path};

/// Figures that are below their floor (or above their ceiling), said in words.
pub(super) fn below(path: &Path, score: &Score) -> Result<Vec<String>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut low = Vec::new();
    let figures = figures(score);
    for (name, limit) in parse(&text)? {
        let Some(&figure) = figures.get(name.as_str()) else {
            bail!("no figure is called {name:?}")
        };
        // Of leaks and distractors the fewer the better.
        let ceiling = matches!(name.as_str(), "noise_leaks" | "distractors");
        let fails = if ceiling {
            figure > limit + 1e-9
        } else {
            figure < limit - 1e-9
        };
        if fails {
            low.push(format!("{name} is {figure:.4}, the limit is {limit}"));
        }
    }
    Ok(low)
}

fn figures(score: &Score) -> BTreeMap<&'static str, f64> {
    let mut figures: BTreeMap<&'static str, f64> = PARTS
        .iter()
        .copied()
        .zip(score.counts.iter().map(|count| count.f1()))
        .collect();
    let names = ["title", "path", "cmp", "target_kind", "role"];
    figures.extend(names.into_iter().zip(score.agreement()));
    figures.insert("distractors", score.distractor_share());
    figures.insert(
        "noise_leaks",
        f64::from(u32::try_from(score.leaks).unwrap_or(u32::MAX)),
    );
    figures
}

fn parse(text: &str) -> Result<Vec<(String, f64)>> {
    let mut floors = Vec::new();
    for line in text
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
    {
        if line.is_empty() || line.starts_with('[') {
            continue;
        }
        let (name, number) = line
            .split_once('=')
            .with_context(|| format!("not a floor: {line:?}"))?;
        floors.push((name.trim().to_owned(), number.trim().parse()?));
    }
    Ok(floors)
}

#[cfg(test)]
mod tests {
    use super::{below, parse};
    use crate::corpus::score::Score;

    #[test]
    fn floors_are_lines_of_name_and_number() {
        let floors = parse("# why\nitems = 0.97 # of items\n").unwrap();
        assert_eq!(floors, [("items".to_owned(), 0.97)]);
        assert!(parse("items 0.97").is_err());
    }

    #[test]
    fn leaks_have_a_ceiling() {
        let path = std::env::temp_dir().join(format!("corpus-floor-{}.toml", std::process::id()));
        std::fs::write(&path, "noise_leaks = 0\n").unwrap();
        let leaky = Score {
            leaks: 1,
            ..Score::default()
        };
        assert_eq!(below(&path, &Score::default()).unwrap().len(), 0);
        assert_eq!(below(&path, &leaky).unwrap().len(), 1);
        std::fs::remove_file(&path).unwrap();
    }
}
