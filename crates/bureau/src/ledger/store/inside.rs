//! What stands in a row, whether its field has a typed column or not.

use ::store::{Engine, Value, args};

/// What has to stand in a row: what a roll-up counts it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ledger) enum Inside {
    /// One of some values, or several of them with others beside.
    OneOf(String, Vec<String>),
    /// Anything.
    Filled(String),
    /// A day, not before the first and not after the last.
    Between(String, String, String),
    /// Whom it is about.
    Person,
}

impl Inside {
    pub(super) fn condition(&self, engine: Engine) -> (String, Vec<Value>) {
        // Codes of fields are letters, digits and strokes.
        let value = |code: &str| match engine {
            Engine::Sqlite => format!("coalesce(json_extract(body, '$.\"{code}\"'), '')"),
            Engine::Postgres => format!("coalesce(cast(body as json) ->> '{code}', '')"),
        };
        match self {
            Self::OneOf(code, values) => {
                let one = format!("('、' || {} || '、') like ? escape '!'", value(code));
                let some: Vec<&str> = values.iter().map(|_| one.as_str()).collect();
                let like = |word: &String| Value::from(format!("%、{}、%", in_pattern(word)));
                match some.is_empty() {
                    true => ("1 = 0".to_owned(), args![]),
                    false => (
                        format!("({})", some.join(" or ")),
                        values.iter().map(like).collect(),
                    ),
                }
            }
            Self::Filled(code) => (format!("{} <> ''", value(code)), args![]),
            Self::Between(code, first, last) => (
                format!("{} between ? and ?", value(code)),
                args![first.clone(), last.clone()],
            ),
            Self::Person => ("person is not null".to_owned(), args![]),
        }
    }
}

/// Words as they stand in a pattern whose escape is `!`.
pub(super) fn in_pattern(words: &str) -> String {
    words
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_")
}
