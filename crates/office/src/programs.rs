//! The programs of this machine that open old office files.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// Which programs there are and how far they may go.
#[derive(Debug, Clone)]
pub struct Programs {
    /// LibreOffice's `soffice`.
    pub libreoffice: Option<PathBuf>,
    /// `antiword`: words of a `.doc` only.
    pub antiword: Option<PathBuf>,
    /// `catdoc`: words of a `.doc` or `.rtf` only.
    pub catdoc: Option<PathBuf>,
    /// Longest time one conversion may take.
    pub time_limit: Duration,
    /// Most bytes one conversion may write, its temporary files included.
    pub max_bytes: u64,
}

/// Where installers put LibreOffice without adding it to the search path.
const USUAL_PLACES: [&str; 4] = [
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
];

impl Programs {
    /// None at all, with the usual limits: a paper of hundreds of pages takes LibreOffice some
    /// seconds and some ten megabytes.
    #[must_use]
    pub fn none() -> Self {
        Self {
            libreoffice: None,
            antiword: None,
            catdoc: None,
            time_limit: Duration::from_secs(60),
            max_bytes: 512 << 20,
        }
    }

    /// Those that are installed.
    #[must_use]
    pub fn installed() -> Self {
        let usual = || {
            let mut places = USUAL_PLACES.iter().map(PathBuf::from);
            places.find(|place| place.is_file())
        };
        Self {
            libreoffice: on_path("soffice").or_else(usual),
            antiword: on_path("antiword"),
            catdoc: on_path("catdoc"),
            ..Self::none()
        }
    }
}

/// Where a program of this name stands on the search path.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(Path::new(&name)))
        .find(|candidate| candidate.is_file())
}
