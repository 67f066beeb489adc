//! Bundles `web/` with Node and writes the list of assets that `src/assets.rs` embeds.
//!
//! Everything happens in a copy under `OUT_DIR`, so the source tree never holds a package of
//! others. `LUOSHI_WEB_DIST=folder` takes ready-made bundles (made by `npm run build`) instead.

use std::{
    env,
    error::Error,
    fs,
    hash::{DefaultHasher, Hasher},
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

/// What the browser gets, with its content type.
const BUNDLES: [(&str, &str); 5] = [
    ("app.css", "text/css; charset=utf-8"),
    ("app.js", "text/javascript; charset=utf-8"),
    ("review.js", "text/javascript; charset=utf-8"),
    ("grid.js", "text/javascript; charset=utf-8"),
    ("grid.css", "text/css; charset=utf-8"),
];

/// What belongs to `web/`; anything else found there (a local `node_modules`) is not copied.
const WEB_FILES: [&str; 7] = [
    ".npmrc",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "build.mjs",
    "src",
    "styles",
];

type Outcome<T> = Result<T, Box<dyn Error>>;

#[expect(
    clippy::print_stderr,
    reason = "cargo shows a failed build script's error output as it is"
)]
fn main() -> ExitCode {
    match make_assets() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn make_assets() -> Outcome<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=LUOSHI_WEB_DIST");
    for name in WEB_FILES {
        println!("cargo::rerun-if-changed=web/{name}");
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let dist = match env::var("LUOSHI_WEB_DIST") {
        Ok(folder) if !folder.is_empty() => {
            println!("cargo::rerun-if-changed={folder}");
            PathBuf::from(&folder)
                .canonicalize()
                .map_err(|error| format!("LUOSHI_WEB_DIST={folder}: {error}"))?
        }
        _ => bundle(Path::new("web"), &out.join("web"))?,
    };
    fs::write(out.join("asset_list.rs"), asset_list(&dist)?)?;
    Ok(())
}

/// Copies `web` to `work`, fetches its packages when the lock file is new, and bundles.
fn bundle(web: &Path, work: &Path) -> Outcome<PathBuf> {
    let installed = work.join("node_modules/.luoshi-lock");
    let lock = fs::read(web.join("package-lock.json"))?;
    for folder in ["src", "styles"] {
        remove_folder(&work.join(folder))?;
    }
    fs::create_dir_all(work)?;
    for name in WEB_FILES {
        copy(&web.join(name), &work.join(name))?;
    }
    if fs::read(&installed).ok().as_ref() != Some(&lock) {
        run(
            npm(),
            &[
                "ci",
                "--ignore-scripts",
                "--omit=dev",
                "--omit=peer",
                "--loglevel=error",
            ],
            work,
        )?;
        fs::write(&installed, &lock)?;
    }
    run("node", &["build.mjs", "dist"], work)?;
    Ok(work.join("dist"))
}

/// The command that fetches packages; on Windows it is a script with its own ending.
fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

fn run(program: &str, arguments: &[&str], folder: &Path) -> Outcome<()> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .map_err(|error| {
            format!(
                "the pages' style sheet and scripts are bundled with Node 18 or later, but \
                 `{program}` could not be started ({error}): install Node, or set LUOSHI_WEB_DIST \
                 to a folder with ready-made bundles"
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

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    if !from.is_dir() {
        fs::copy(from, to)?;
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

fn remove_folder(folder: &Path) -> Outcome<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// Rust source of a slice of `Asset`: the bytes themselves and their compressed forms.
fn asset_list(dist: &Path) -> Outcome<String> {
    let mut source = String::from("&[\n");
    for (name, content_type) in BUNDLES {
        let path = dist.join(name);
        let bytes =
            fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let hash = fingerprint(&bytes);
        let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
        let packed = |suffix: &str| {
            let path = dist.join(format!("{name}.{suffix}"));
            match path.is_file() {
                true => format!("Some(include_bytes!({path:?}))"),
                false => String::from("None"),
            }
        };
        source.push_str(&format!(
            "    Asset {{ name: {name:?}, url: \"/assets/{stem}-{hash}.{ending}\", etag: \"\\\"{hash}\\\"\", \
             content_type: {content_type:?}, plain: include_bytes!({path:?}), \
             brotli: {}, gzip: {} }},\n",
            packed("br"),
            packed("gz"),
        ));
    }
    source.push_str("]\n");
    Ok(source)
}

/// Enough to tell two builds of a file apart in its address.
fn fingerprint(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    format!("{:016x}", hasher.finish())
}
