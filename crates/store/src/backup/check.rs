//! Reading a backup from end to end before anything of it is believed.

use super::{
    Manifest, Progress, Watch,
    manifest::{FORMAT, MEMBER},
};
use crate::{
    error::{Error, Result},
    files::hexadecimal,
};
use base::Refusal;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    fs::File,
    io::{BufReader, Read},
    path::Path,
};
use zip::ZipArchive;

/// The members of an open backup.
pub(super) type Members = ZipArchive<BufReader<File>>;

/// Opens a backup and reads what it says of itself.
pub(super) fn open(path: &Path) -> Result<(Members, Manifest)> {
    let file = File::open(path)?;
    let mut members =
        ZipArchive::new(BufReader::with_capacity(1 << 20, file)).map_err(|_| no_backup())?;
    let manifest: Manifest = {
        let member = members.by_name(MEMBER).map_err(|_| no_backup())?;
        // A manifest of a million files is some hundred megabytes; more is none of ours.
        let member = BufReader::new(member.take(1 << 30));
        serde_json::from_reader(member).map_err(|_| no_backup())?
    };
    if manifest.luoshi_backup > FORMAT {
        return Err(newer_backup(&manifest.program).into());
    }
    Ok((members, manifest))
}

/// Reads every member and compares it with its checksum; what the manifest does not name must not
/// be there.
pub fn check(path: &Path, watch: Watch<'_>) -> Result<Manifest> {
    let (mut members, manifest) = open(path)?;
    let total: u64 = manifest
        .tables
        .iter()
        .map(|table| table.n_bytes)
        .sum::<u64>()
        + manifest.files.iter().map(|file| file.n_bytes).sum::<u64>();
    let mut done = 0;
    let mut expected: BTreeSet<String> = BTreeSet::from([MEMBER.to_owned()]);
    let tables = manifest
        .tables
        .iter()
        .map(|table| (table.path(), table.n_bytes, &table.sha256));
    let files = manifest
        .files
        .iter()
        .map(|file| (file.path(), file.n_bytes, &file.name));
    for (path, n_bytes, sha256) in tables.chain(files) {
        watch(Progress {
            stage: "核对备份",
            done: done >> 20,
            total: total >> 20,
        });
        if digest(&mut members, &path, n_bytes)? != *sha256 || !expected.insert(path) {
            return Err(damaged().into());
        }
        done += n_bytes;
    }
    let is_expected = |name: &str| expected.contains(name);
    match members
        .file_names()
        .all(|name| name.is_ok_and(|name| is_expected(&name)))
    {
        true => Ok(manifest),
        false => Err(damaged().into()),
    }
}

/// SHA-256 of a member; reading stops behind the size it should have.
fn digest(members: &mut Members, path: &str, n_bytes: u64) -> Result<String> {
    let member = members.by_name(path).map_err(|_| damaged())?;
    let mut member = member.take(n_bytes.saturating_add(1));
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n_read = match member.read(&mut buffer) {
            Ok(0) => break,
            Ok(n_read) => n_read,
            Err(_) => return Err(damaged().into()),
        };
        digest.update(buffer.get(..n_read).unwrap_or_default());
    }
    Ok(hexadecimal(&digest.finalize()))
}

/// The bytes of a member that was checked.
pub(super) fn bytes(members: &mut Members, path: &str, n_bytes: u64) -> Result<Vec<u8>> {
    let member = members.by_name(path).map_err(|_| damaged())?;
    let mut bytes = Vec::new();
    member
        .take(n_bytes.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|_| Error::from(damaged()))?;
    Ok(bytes)
}

fn no_backup() -> Refusal {
    Refusal::new(
        "store.no_backup",
        "这个文件不是落实的备份，或者没有复制完整，没有恢复任何内容。",
        "请确认选对了文件；如果是从别处复制来的，请重新复制一次。",
    )
}

/// What the backup holds is not what it says it holds.
pub(super) fn damaged() -> Refusal {
    Refusal::new(
        "store.damaged_backup",
        "备份文件已损坏：内容与其中的校验值不符，没有恢复任何内容。",
        "请重新复制一次备份文件，或改用另一份备份。",
    )
}

fn newer_backup(program: &str) -> Refusal {
    let program: String = program.chars().take(40).collect();
    Refusal::new(
        "store.newer_backup",
        format!("备份由更新版本的落实（{program}）写成，本程序读不懂，没有恢复任何内容。"),
        "请使用新版本程序恢复。",
    )
}
