//! Where things of this house are.

use anyhow::{Context, Result};
use serde_json::Value;
use std::{path::PathBuf, sync::OnceLock};

/// The root of the checkout this was started for.
///
/// Asked of cargo at run time, not compiled in: checkouts may share a target folder.
pub(crate) fn root() -> PathBuf {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        std::env::var_os("CARGO_MANIFEST_DIR")
            .and_then(|xtask| PathBuf::from(xtask).parent().map(PathBuf::from))
            .unwrap_or_else(|| PathBuf::from("."))
    })
    .clone()
}

/// What `cargo metadata` says of our workspace or of another one in it, with the packages of others or
/// without.
pub(crate) fn metadata(with_dependencies: bool, workspace: Option<&str>) -> Result<Value> {
    let mut arguments = vec!["metadata", "--format-version", "1"];
    match workspace {
        None => arguments.push("--locked"),
        // Its lock file follows ours: what changes here is written there, and committed with it.
        Some(manifest) => arguments.extend(["--manifest-path", manifest]),
    }
    if !with_dependencies {
        arguments.push("--no-deps");
    }
    let text = crate::run::Run::cargo(arguments).output()?;
    serde_json::from_str(&text).context("cargo metadata printed no JSON")
}

/// Where cargo puts what it builds.
pub(crate) fn target_folder() -> Result<PathBuf> {
    let metadata = metadata(false, None)?;
    let folder = metadata["target_directory"]
        .as_str()
        .context("cargo metadata names no target folder")?;
    Ok(PathBuf::from(folder))
}
