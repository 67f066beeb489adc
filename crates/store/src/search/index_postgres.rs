//! The index on PostgreSQL: an array of pieces with a GIN index; no extension, no locale.

pub(super) const PUT: &str = "insert into store_search_index (id, grams) values";
/// The column that holds the number of an entry.
pub(super) const ID: &str = "id";

/// The number and the pieces of an entry, whose arguments begin here.
pub(super) fn tuple(first: usize) -> String {
    format!("(${first}, string_to_array(${}, ' '))", first + 1)
}

/// Entries that hold every piece of the argument of this number.
pub(super) fn holding(argument: usize) -> String {
    format!("select id from store_search_index where grams @> string_to_array(${argument}, ' ')")
}

/// The pieces as that argument.
pub(super) fn argument(grams: &[String]) -> String {
    grams.join(" ")
}
