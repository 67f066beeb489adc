//! The index on SQLite: FTS5 without content; a piece of text is one of its words.

pub(super) const PUT: &str = "insert into store_search_index (rowid, grams) values";
/// The column that holds the number of an entry.
pub(super) const ID: &str = "rowid";

/// The number and the pieces of an entry, whose arguments begin here.
pub(super) fn tuple(first: usize) -> String {
    format!("(${first}, ${})", first + 1)
}

/// Entries that hold every piece of the argument of this number.
pub(super) fn holding(argument: usize) -> String {
    format!("select rowid from store_search_index where store_search_index match ${argument}")
}

/// The pieces as that argument: in quotes, so that none is taken for an operator.
pub(super) fn argument(grams: &[String]) -> String {
    let quoted: Vec<String> = grams.iter().map(|gram| format!("\"{gram}\"")).collect();
    quoted.join(" ")
}
