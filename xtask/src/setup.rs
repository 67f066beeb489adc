//! `cargo x setup`: what the tests need beside Rust and Node.

use crate::run::{Run, find_program};
use anyhow::{Result, bail};
use std::{path::Path, thread::sleep, time::Duration};

/// Something a test needs, and the Debian package that brings it.
struct Need {
    what: &'static str,
    package: &'static str,
    is_there: fn() -> bool,
}

const NEEDS: &[Need] = &[
    Need {
        what: "a C compiler (SQLite is built from source)",
        package: "build-essential",
        is_there: || find_program("cc").is_some(),
    },
    Need {
        what: "PostgreSQL server (store tests on the second engine)",
        package: "postgresql",
        is_there: || crate::postgres::programs().is_some(),
    },
    Need {
        what: "OpenLDAP server (passwords asked of a directory)",
        package: "slapd",
        is_there: || Path::new("/usr/sbin/slapd").is_file(),
    },
    Need {
        what: "Chromium (browser journeys)",
        package: "chromium",
        is_there: || find_program("chromium").is_some(),
    },
    Need {
        what: "a Chinese font (browser journeys, rendering)",
        package: "fonts-noto-cjk",
        is_there: || Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").is_file(),
    },
    Need {
        what: "LibreOffice Writer (opens the .docx we write)",
        package: "libreoffice-writer-nogui",
        is_there: || Path::new("/usr/lib/libreoffice/program/libswlo.so").is_file(),
    },
    Need {
        what: "LibreOffice Calc (opens the .xlsx we write)",
        package: "libreoffice-calc-nogui",
        is_there: || Path::new("/usr/lib/libreoffice/program/libsclo.so").is_file(),
    },
    Need {
        what: "poppler (looks into rendered pages)",
        package: "poppler-utils",
        is_there: || find_program("pdftotext").is_some(),
    },
];

/// How often a busy package manager is asked again, and how long we wait between.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_secs(15);

pub(crate) fn command(_arguments: &[String]) -> Result<()> {
    for program in ["node", "npm"] {
        if find_program(program).is_none() {
            bail!("{program} is missing: install Node 20 or later, then run this again");
        }
    }
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.is_there)()).collect();
    for need in NEEDS {
        let state = if (need.is_there)() { "have" } else { "need" };
        println!("{state}  {:<26} {}", need.package, need.what);
    }
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    install(&packages)?;
    match missing.iter().find(|need| !(need.is_there)()) {
        Some(need) => bail!(
            "{} was installed, but {} is not found",
            need.package,
            need.what
        ),
        None => Ok(()),
    }
}

/// Installs Debian packages, as root or through sudo.
fn install(packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if find_program("apt-get").is_none() {
        bail!("no apt-get here; install by hand what these Debian packages hold: {list}");
    }
    let sudo = if crate::postgres::is_root() {
        None
    } else if find_program("sudo").is_some() {
        Some("sudo")
    } else {
        bail!("neither root nor sudo; as root run: apt-get install {list}");
    };
    println!("Installing {list}");
    apt(sudo, &["update"])?;
    let mut words = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(packages);
    apt(sudo, &words)
}

/// Runs apt-get, asking again while another apt holds its locks or the network stumbles.
fn apt(sudo: Option<&str>, words: &[&str]) -> Result<()> {
    let options = [
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-o",
        "DPkg::Lock::Timeout=300",
        "-o",
        "Acquire::Retries=3",
    ];
    let mut tries = 0;
    loop {
        let call = sudo
            .into_iter()
            .chain(["env"])
            .chain(options)
            .chain(words.iter().copied());
        let mut call = call.collect::<Vec<_>>().into_iter();
        let Some(program) = call.next() else {
            bail!("nothing to run");
        };
        match Run::new(program, call).go() {
            Ok(()) => return Ok(()),
            Err(error) => {
                tries += 1;
                if tries == TRIES {
                    return Err(error);
                }
                println!("{error:#}; again in {} s", PAUSE.as_secs());
                sleep(PAUSE);
            }
        }
    }
}
