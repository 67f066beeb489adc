//! Sections out of a file and an environment, and what is said when one is wrong.

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use std::{fmt::Display, str::FromStr};
use toml::{Table, Value};

/// How our variables begin.
const PREFIX: &str = "LUOSHI_";

/// Secrets, each of which may stand in a file named by the same key with [`IN_FILE`].
const SECRETS: [(&str, &str); 4] = [
    ("mail", "password"),
    ("s3", "secret_key"),
    ("oidc", "client_secret"),
    ("ldap", "bind_password"),
];
const IN_FILE: &str = "_file";

/// Variables that are no settings of a running instance: the log's filter, and what the build and
/// the journeys are told.
const NO_SETTINGS: [&str; 4] = [
    "LUOSHI_LOG",
    "LUOSHI_WEB_DIST",
    "LUOSHI_TYPEFACES",
    "LUOSHI_SHARED",
];

/// What is wrong with the settings, in a sentence. It never repeats a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

impl ConfigError {
    /// A provider does not know where to send people back to.
    pub(super) fn no_address() -> Self {
        Self(
            "设置了 [oidc]，但没有写本系统的网址，没有启动；请在 luoshi.toml 里写 [site] address = \"https://…\"，或设环境变量 LUOSHI_SITE_ADDRESS"
                .to_owned(),
        )
    }
}

/// The sections nobody has taken yet.
pub(super) struct Sections(Table);

impl Sections {
    pub(super) fn read(
        file: Option<&str>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let text = file.unwrap_or_default();
        let mut table: Table = text.parse().map_err(|error| unreadable(text, &error))?;
        for (name, value) in environment {
            let Some(rest) = name.strip_prefix(PREFIX) else {
                continue;
            };
            if NO_SETTINGS.contains(&name.as_str()) {
                continue;
            }
            let rest = rest.to_lowercase();
            let Some((section, key)) = rest.split_once('_') else {
                return Err(unknown_variable(&name));
            };
            let section = table
                .entry(section.to_owned())
                .or_insert_with(|| Value::Table(Table::new()));
            match section.as_table_mut() {
                Some(section) => section.insert(key.to_owned(), Value::String(value)),
                None => return Err(unknown_variable(&name)),
            };
        }
        for (section, key) in SECRETS {
            if let Some(section) = table.get_mut(section).and_then(Value::as_table_mut) {
                read_secret(section, key)?;
            }
        }
        Ok(Self(table))
    }

    /// A section, when anything is said of it.
    pub(super) fn take<T: DeserializeOwned>(
        &mut self,
        name: &str,
    ) -> Result<Option<T>, ConfigError> {
        match self.0.remove(name) {
            None => Ok(None),
            Some(section) => match T::deserialize(section) {
                Ok(section) => Ok(Some(section)),
                Err(error) => Err(wrong_section(name, error.message())),
            },
        }
    }

    /// Everything was taken.
    pub(super) fn end(self) -> Result<(), ConfigError> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(name) => Err(ConfigError(format!(
                "设置里有不认识的一节“{name}”，没有启动；请检查数据文件夹里的 luoshi.toml 和 LUOSHI_ 开头的环境变量"
            ))),
        }
    }
}

/// Puts in the secret that stands in a file; one that is said directly stands over it.
fn read_secret(section: &mut Table, key: &str) -> Result<(), ConfigError> {
    let Some(Value::String(file)) = section.remove(&format!("{key}{IN_FILE}")) else {
        return Ok(());
    };
    if section.contains_key(key) {
        return Ok(());
    }
    let secret = std::fs::read_to_string(&file).map_err(|_| {
        ConfigError(format!(
            "设置 {key}{IN_FILE} 指的文件“{file}”读不了，没有启动；请检查路径，并让运行落实的系统账号能读它"
        ))
    })?;
    // Editors end a file with a new line.
    let secret = secret.trim_end_matches(['\r', '\n']).to_owned();
    section.insert(key.to_owned(), Value::String(secret));
    Ok(())
}

/// Reads a number, a yes or no, or anything else that is written as a text in the environment.
pub fn parsed<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: Display> + Deserialize<'de>,
    D: Deserializer<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either<T> {
        Text(String),
        Value(T),
    }
    match Either::<T>::deserialize(deserializer)? {
        Either::Value(value) => Ok(value),
        // What was written is not repeated: it may have been meant for a secret.
        Either::Text(text) => text
            .trim()
            .parse()
            .map_err(|_| serde::de::Error::custom("no value of its type")),
    }
}

fn unreadable(text: &str, error: &toml::de::Error) -> ConfigError {
    // The message of the parser quotes the line, and with it perhaps a secret.
    let start = error.span().map_or(0, |span| span.start);
    let line = text.bytes().take(start).filter(|b| *b == b'\n').count() + 1;
    ConfigError(format!(
        "数据文件夹里的 luoshi.toml 写法不对（第 {line} 行），没有启动；每行应为“名称 = \"值\"”，每节以“[名称]”开头"
    ))
}

fn unknown_variable(name: &str) -> ConfigError {
    ConfigError(format!("环境变量 {name} 不认识，没有启动；请改正或去掉它"))
}

/// Serde speaks English; what it names stands between backticks.
fn wrong_section(section: &str, message: &str) -> ConfigError {
    let named: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let variable = |key: &str| format!("{PREFIX}{}_{}", section.to_uppercase(), key.to_uppercase());
    ConfigError(match named.as_slice() {
        [key, known @ ..] if message.starts_with("unknown field") => format!(
            "设置 [{section}] 里有不认识的“{key}”，没有启动；可以写的有：{}",
            known.join("、")
        ),
        [key, ..] if message.starts_with("missing field") => format!(
            "设置 [{section}] 里缺少“{key}”，没有启动；请写进 luoshi.toml，或设环境变量 {}",
            variable(key)
        ),
        [_, known @ ..] if message.starts_with("unknown variant") => format!(
            "设置 [{section}] 里有一项只能从这些词里选：{}；没有启动",
            known.join("、")
        ),
        _ => format!(
            "设置 [{section}] 里有一项的值类型不对，没有启动；请检查数字和是否（true、false）的写法"
        ),
    })
}
