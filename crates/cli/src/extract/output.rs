//! Where results go: the screen, or a folder with one file for each paper.

use super::{Format, Options};
use crate::files::{self, BadInput};
use anyhow::Context as _;
use std::{
    collections::HashSet,
    fs,
    io::{Write as _, stderr, stdout},
    path::{Path, PathBuf},
};

/// The place results are put.
pub(super) struct Output {
    folder: Option<PathBuf>,
    suffix: &'static str,
    inputs: Vec<PathBuf>,
    taken: HashSet<String>,
}

impl Output {
    /// Makes the folder when there is none yet.
    pub(super) fn new(options: &Options) -> anyhow::Result<Self> {
        let suffix = match options.format {
            Format::Table => ".txt",
            Format::Json => ".json",
            Format::Xlsx => "-责任分解表.xlsx",
            Format::Docx => "-责任分解表.docx",
        };
        let is_file = matches!(options.format, Format::Xlsx | Format::Docx);
        let folder = options.out.clone().or_else(|| is_file.then(PathBuf::new));
        if let Some(folder) = &options.out {
            fs::create_dir_all(folder).with_context(|| {
                format!(
                    "无法建立输出文件夹 {}，请换一个位置或检查权限。",
                    folder.display()
                )
            })?;
        }
        let inputs = options
            .files
            .iter()
            .filter_map(|file| file.canonicalize().ok());
        Ok(Self {
            folder,
            suffix,
            inputs: inputs.collect(),
            taken: HashSet::new(),
        })
    }

    /// Puts out a result that can be read on a screen.
    pub(super) fn text(&mut self, file: &Path, text: &str) -> anyhow::Result<()> {
        if self.folder.is_some() {
            return self.bytes(file, text.as_bytes());
        }
        let mut screen = stdout().lock();
        screen.write_all(text.as_bytes())?;
        screen.flush()?;
        Ok(())
    }

    /// Puts out a result that only a file can hold.
    pub(super) fn bytes(&mut self, file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
        let name = self.free_name(file)?;
        let path = self.folder.clone().unwrap_or_default().join(name);
        if path
            .canonicalize()
            .is_ok_and(|path| self.inputs.contains(&path))
        {
            return Err(anyhow::Error::new(BadInput::new(format!(
                "输出会覆盖原文件 {}，请用 --out 换一个文件夹。",
                path.display()
            ))));
        }
        files::write(&path, bytes)?;
        self.notice(&format!("{} → {}", file.display(), path.display()))
    }

    /// Says something beside the results.
    pub(super) fn notice(&self, message: &str) -> anyhow::Result<()> {
        writeln!(stderr(), "{message}")?;
        Ok(())
    }

    /// A name no other paper of this run has: `要点.json`, then `要点-2.json`.
    fn free_name(&mut self, file: &Path) -> anyhow::Result<String> {
        let stem = file
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        let mut name = format!("{stem}{}", self.suffix);
        let mut count = 1;
        while !self.taken.insert(name.to_lowercase()) {
            count += 1;
            name = format!("{stem}-{count}{}", self.suffix);
        }
        if count > 1 {
            self.notice(&format!(
                "{} 与前面的文件同名，结果另存为 {name}。",
                file.display()
            ))?;
        }
        Ok(name)
    }
}
