//! `cargo x fix`: what a machine can mend.

use crate::run::Run;
use anyhow::Result;

pub(crate) fn command(_arguments: &[String]) -> Result<()> {
    Run::cargo([
        "clippy",
        "--workspace",
        "--all-targets",
        "--fix",
        "--allow-dirty",
        "--allow-staged",
    ])
    .go()?;
    Run::cargo(["fmt", "--all"]).go()
}
