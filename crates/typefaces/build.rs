//! Fetches the open typefaces with npm, cuts them to size with `npm/pack.mjs` and leaves them for
//! `src/lib.rs` to embed.
//!
//! Everything happens in a copy under `OUT_DIR`, so the source tree never holds a package of
//! others. `LUOSHI_TYPEFACES=folder` takes ready-made files (made by `npm run build`) instead.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

/// What `npm/pack.mjs` makes.
const FACES: [&str; 4] = ["song.ttf.z", "song-bold.ttf.z", "hei.ttf.z", "kai.ttf.z"];

/// What belongs to `npm/`.
const SOURCES: [&str; 4] = [".npmrc", "package.json", "package-lock.json", "pack.mjs"];

type Outcome<T> = Result<T, Box<dyn Error>>;

#[expect(
    clippy::print_stderr,
    reason = "cargo shows a failed build script's error output as it is"
)]
fn main() -> ExitCode {
    match make_list() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn make_list() -> Outcome<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=LUOSHI_TYPEFACES");
    for name in SOURCES {
        println!("cargo::rerun-if-changed=npm/{name}");
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let faces = match env::var("LUOSHI_TYPEFACES") {
        Ok(folder) if !folder.is_empty() => {
            println!("cargo::rerun-if-changed={folder}");
            PathBuf::from(&folder)
                .canonicalize()
                .map_err(|error| format!("LUOSHI_TYPEFACES={folder}: {error}"))?
        }
        _ => packed(Path::new("npm"), &out.join("npm"))?,
    };
    let path_of = |name: &str| -> Outcome<PathBuf> {
        let path = faces.join(name);
        fs::metadata(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        Ok(path)
    };
    let mut list = String::from("[\n");
    for name in FACES {
        list.push_str(&format!("    include_bytes!({:?}),\n", path_of(name)?));
    }
    list.push_str("]\n");
    fs::write(out.join("faces.rs"), list)?;
    let licences = format!("include_str!({:?})", path_of("licences.txt")?);
    fs::write(out.join("licences.rs"), licences)?;
    Ok(())
}

/// Copies `npm/` to `work`, fetches the packages its lock file names, packs the faces, and lets the
/// packages go again: they are ten times as large as what is kept.
fn packed(sources: &Path, work: &Path) -> Outcome<PathBuf> {
    fs::create_dir_all(work)?;
    for name in SOURCES {
        fs::copy(sources.join(name), work.join(name))?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run(npm, &["ci", "--ignore-scripts", "--loglevel=error"], work)?;
    run("node", &["pack.mjs", "dist"], work)?;
    fs::remove_dir_all(work.join("node_modules"))?;
    Ok(work.join("dist"))
}

fn run(program: &str, arguments: &[&str], folder: &Path) -> Outcome<()> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .map_err(|error| {
            format!(
                "the typefaces for .pdf are fetched and cut with Node 18 or later, but `{program}` \
                 could not be started ({error}): install Node, or set LUOSHI_TYPEFACES to a folder \
                 with ready-made typefaces"
            )
        })?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "`{program} {}` failed:\n{}{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
    .into())
}
