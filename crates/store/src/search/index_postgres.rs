//! The index on PostgreSQL: an array of pieces with a GIN index; no extension, no locale.

pub(super) const PUT: &str =
    "insert into store_search_index (id, grams) values ($1, string_to_array($2, ' '))";
pub(super) const REMOVE: &str = "delete from store_search_index where id = $1";

/// Entries that hold every piece of the argument of this number.
pub(super) fn holding(argument: usize) -> String {
    format!("select id from store_search_index where grams @> string_to_array(${argument}, ' ')")
}

/// The pieces as that argument.
pub(super) fn argument(grams: &[String]) -> String {
    grams.join(" ")
}
