//! Files in and out, for the commands that work without a database: what is wrong with one is said in
//! a sentence.

use crate::Outcome;
use anyhow::Context as _;
use gongwen::{read::MAX_FILE_BYTES, source::Source};
use office::Programs;
use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _, stderr},
    path::Path,
};

/// What was given cannot be used; the message says why.
#[derive(Debug)]
pub(crate) struct BadInput(String);

impl BadInput {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl std::fmt::Display for BadInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadInput {}

/// Reads a paper of any known format.
pub(crate) fn source(file: &Path) -> anyhow::Result<Source> {
    let bytes = bytes(file)?;
    office::read(&bytes, Some(&name_of(file)), &Programs::installed())
        .map_err(|error| BadInput::new(error.to_string()).into())
}

/// The content of a file, one byte more than the limit at most.
pub(crate) fn bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(file)?
        .take(MAX_FILE_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .context("读取文件时出错，请检查磁盘或网络后重试。")?;
    Ok(bytes)
}

/// Opens a file for reading.
pub(crate) fn open(file: &Path) -> anyhow::Result<File> {
    let bad = |message: &str| anyhow::Error::new(BadInput::new(message));
    if file.is_dir() {
        return Err(bad("这是文件夹，请写出其中的文件。"));
    }
    File::open(file).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => bad("找不到这个文件，请检查路径和文件名。"),
        io::ErrorKind::PermissionDenied => bad("没有读取这个文件的权限，请检查文件的权限设置。"),
        _ => bad("无法打开这个文件，请检查文件是否可用。"),
    })
}

/// Writes a file whole or not at all.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let written = fs::write(path, bytes);
    if written.is_err() {
        // Half a file is worse than none.
        let _ = fs::remove_file(path);
    }
    written.with_context(|| format!("无法写入 {}，请检查磁盘空间和权限。", path.display()))
}

/// The part of the name after its last stop, in small letters.
pub(crate) fn extension(file: &Path) -> String {
    file.extension()
        .map(|extension| extension.to_string_lossy().to_lowercase())
        .unwrap_or_default()
}

/// Name without its folders.
pub(crate) fn name_of(file: &Path) -> String {
    file.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Tells what went wrong and how the command is to end because of it.
pub(crate) fn report(error: &anyhow::Error) -> Outcome {
    let chain: Vec<String> = error.chain().map(ToString::to_string).collect();
    notice(&chain.join("："));
    if error.downcast_ref::<BadInput>().is_some() {
        Outcome::BadInput
    } else {
        Outcome::Failed
    }
}

/// Something to know, beside the results.
pub(crate) fn notice(message: &str) {
    // The reader of the messages may be gone; the exit code still tells.
    let _ = writeln!(stderr(), "{message}");
}

/// Whether whoever read the results has gone away: he has seen enough.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
