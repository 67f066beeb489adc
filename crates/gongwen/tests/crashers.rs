//! Files that once made a reader panic, hang or eat memory, found by `cargo x fuzz`: each goes through
//! every reader again. `crashers/TARGET-WORD` holds the bytes as the fuzzer of that target gave them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a failed unwrap is a failed test, in helpers too; how long it takes is part of the question"
)]

mod readers;

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

/// What a debug build needs for one file through all readers on a busy machine, many times over.
const LONGEST: Duration = Duration::from_secs(30);

/// The files of a folder beside the tests, by name.
fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn replay(folder: &str) {
    for (name, bytes) in files(folder) {
        let start = Instant::now();
        for target in readers::TARGETS {
            readers::run(target.name, &bytes);
        }
        assert!(start.elapsed() < LONGEST, "{name}: {:?}", start.elapsed());
    }
}

#[test]
fn what_once_broke_a_reader_breaks_none() {
    replay("tests/crashers");
}

#[test]
fn the_files_the_fuzzer_starts_from_are_read() {
    replay("fuzz/seeds");
}

#[test]
fn each_reader_has_a_fuzz_target_and_something_to_start_from() {
    let seeds = files("fuzz/seeds");
    for target in readers::TARGETS {
        let program = format!("fuzz/fuzz_targets/{}.rs", target.name);
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join(program);
        assert!(program.is_file(), "{}", program.display());
        let has_seed = seeds.iter().any(|(name, _)| name.starts_with(target.name));
        assert!(has_seed, "{}", target.name);
    }
}
