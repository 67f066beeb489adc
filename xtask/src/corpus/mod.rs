//! `cargo x corpus`: reads the corpus with the library and scores what it understood.

use anyhow::{Context, Result};
use gongwen::{ledger::json, source::Source, understand::understand};
use std::{fs, path::Path};

/// Reads every paper of a folder and writes one prediction a paper into another.
pub(crate) fn predict(corpus: &Path, out: &Path) -> Result<()> {
    fs::create_dir_all(out)?;
    for entry in
        fs::read_dir(corpus).with_context(|| format!("cannot read {}", corpus.display()))?
    {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let source = Source::from_text(fs::read_to_string(&path)?);
        let document = json::document(&name, &source, &understand(&source));
        fs::write(
            out.join(format!("{name}.json")),
            serde_json::to_string_pretty(&document)?,
        )?;
    }
    Ok(())
}
