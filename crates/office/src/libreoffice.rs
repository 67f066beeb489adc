//! LibreOffice as a converter, with a profile made for the one run.

use crate::{Form, Programs, error::Reason, leash::Leash};
use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
};

/// Settings that matter when the file comes from anyone: where they stand, their name, the value.
const SETTINGS: [(&str, &str, &str); 12] = [
    (
        "Office.Common/Security/Scripting",
        "MacroSecurityLevel",
        "3",
    ),
    (
        "Office.Common/Security/Scripting",
        "DisableMacrosExecution",
        "true",
    ),
    (
        "Office.Common/Security/Scripting",
        "BlockUntrustedRefererLinks",
        "true",
    ),
    // 2: links to other files are never updated in texts; the same in tables.
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
    // 2: a proxy set by hand, at an address where nothing listens.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Office.Update/Update", "Enabled", "false"),
    ("Office.Common/Misc", "FirstRun", "false"),
];

/// Converts a file; gives back the bytes of the result.
pub(crate) fn convert(
    program: &Path,
    programs: &Programs,
    bytes: &[u8],
    form: &Form,
) -> Result<Vec<u8>, Reason> {
    let leash = Leash::new(programs.time_limit, programs.max_bytes)?;
    let folder = leash.folder();
    let settings = folder.join("profile/user");
    fs::create_dir_all(&settings)?;
    fs::write(settings.join("registrymodifications.xcu"), profile())?;
    let paper = format!("paper.{}", form.from);
    fs::write(folder.join(&paper), bytes)?;
    fs::create_dir(folder.join("out"))?;

    let mut arguments = vec![
        format!(
            "-env:UserInstallation={}",
            address_of(&folder.join("profile"))
        ),
        "--headless".to_owned(),
        "--norestore".to_owned(),
        "--nolockcheck".to_owned(),
    ];
    arguments.extend(form.filter.map(|filter| format!("--infilter={filter}")));
    arguments.extend(["--convert-to", form.to, "--outdir", "out", &paper].map(str::to_owned));
    leash.run(program, arguments)?;
    let result = match File::open(folder.join(format!("out/paper.{}", form.to))) {
        Ok(result) => result,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Reason::NotOpened),
        Err(error) => return Err(error.into()),
    };
    let mut converted = Vec::new();
    result
        .take(programs.max_bytes)
        .read_to_end(&mut converted)?;
    Ok(converted)
}

/// The profile's settings in the form LibreOffice reads.
fn profile() -> String {
    let items: String = SETTINGS
        .iter()
        .map(|(place, name, value)| {
            format!(
                "<item oor:path=\"/org.openoffice.{place}\"><prop oor:name=\"{name}\" oor:op=\"fuse\"><value>{value}</value></prop></item>\n"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n{items}</oor:items>\n"
    )
}

/// A folder as a `file:` address; whatever is not plain is written as its bytes.
fn address_of(folder: &Path) -> String {
    let path = folder.to_string_lossy().replace('\\', "/");
    let mut address = "file://".to_owned();
    if !path.starts_with('/') {
        address.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::address_of;
    use std::path::Path;

    #[test]
    fn a_folder_with_blanks_and_chinese_letters_becomes_an_address() {
        assert_eq!(
            address_of(Path::new("/tmp/我 a")),
            "file:///tmp/%E6%88%91%20a"
        );
        assert_eq!(address_of(Path::new(r"C:\T")), "file:///C:/T");
    }
}
