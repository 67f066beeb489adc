//! `cargo x new-slice NAME 中文名`: the few lines every slice begins with.

use crate::{house, run::Run};
use anyhow::{Context, Result, bail, ensure};
use std::fs;

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let [name, word] = arguments else {
        bail!("call it as: cargo x new-slice facts 数据项");
    };
    ensure!(
        is_slice_name(name),
        "{name:?}: a slice is one lower-case English word"
    );
    ensure!(
        !word.is_ascii(),
        "{word:?}: the second word is what the bureau calls it, in Chinese"
    );
    let root = house::root();
    let bureau = root.join("crates/bureau/src");
    let folder = bureau.join(name);
    ensure!(!folder.exists(), "{} is there already", folder.display());

    let lib_path = bureau.join("lib.rs");
    let lib = with_slice(&fs::read_to_string(&lib_path)?, name)?;
    let table_path = root.join("xtask/slices.toml");
    let table = fs::read_to_string(&table_path)?;
    fs::create_dir(&folder)?;
    fs::write(folder.join("mod.rs"), module(name, word))?;
    fs::write(lib_path, lib)?;
    fs::write(table_path, format!("{}{}", table, row(name, word)))?;
    // rustfmt keeps `mod` lines in alphabetical order.
    Run::cargo(["fmt", "--package", "bureau"]).go()?;
    println!(
        "Started crates/bureau/src/{name}. Say in its first lines what it is for; name in \
         xtask/slices.toml what it uses;\nadd rooms (model, store, actions, pages) when something \
         is to go into them, and rows to docs/glossary.md with the types."
    );
    Ok(())
}

fn is_slice_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase())
}

fn module(name: &str, word: &str) -> String {
    format!(
        "//! {word}.

use shell::Slice;

/// The slice.
pub(crate) fn slice() -> Slice {{
    Slice {{
        name: \"{name}\",
        ..Slice::default()
    }}
}}
"
    )
}

fn row(name: &str, word: &str) -> String {
    format!("\n[[slice]]\nname = \"{name}\"\nword = \"{word}\"\nuses = []\n")
}

/// The crate's first file with the slice declared and listed last, the topmost.
fn with_slice(lib: &str, name: &str) -> Result<String> {
    let last_module = lib
        .lines()
        .rfind(|line| line.starts_with("mod ") && line.ends_with(';'))
        .context("crates/bureau/src/lib.rs declares no slice")?;
    let list = lib
        .lines()
        .find(|line| line.trim_start().starts_with("vec![") && line.contains("::slice()"))
        .context("crates/bureau/src/lib.rs lists its slices in no vec![…::slice()]")?;
    let longer_list = list.replacen(']', &format!(", {name}::slice()]"), 1);
    Ok(lib
        .replacen(last_module, &format!("{last_module}\nmod {name};"), 1)
        .replacen(list, &longer_list, 1))
}

#[cfg(test)]
mod tests {
    use super::{is_slice_name, with_slice};

    #[test]
    fn a_new_slice_is_declared_and_listed_after_the_others() {
        let lib =
            "mod org;\n\npub use org::identify;\n\nfn slices() {\n    vec![org::slice()]\n}\n";
        assert_eq!(
            with_slice(lib, "facts").unwrap(),
            "mod org;\nmod facts;\n\npub use org::identify;\n\nfn slices() {\n    \
             vec![org::slice(), facts::slice()]\n}\n"
        );
        assert!(with_slice("nothing here", "facts").is_err());
    }

    #[test]
    fn a_slice_is_named_by_one_english_word() {
        assert!(is_slice_name("facts"));
        for wrong in ["", "Facts", "facts2", "../facts", "数据"] {
            assert!(!is_slice_name(wrong), "{wrong}");
        }
    }
}
