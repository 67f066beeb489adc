//! Many rows as one value: for queries of hundreds of rows or more.
//!
//! Row by row, the driver copies every value by itself, looks it up by the name of its column and
//! hands it from one thread to another: a row of twenty columns takes longer than all a page does
//! with it. Put together by the database, a thousand rows arrive as one text.

use crate::{Engine, error::Result};
use sea_orm::FromQueryResult;
use serde::{
    Deserializer,
    de::{DeserializeOwned, Error as _, Visitor, value::Error as NoValue},
    forward_to_deserialize_any,
};

/// What such a query gives.
#[derive(FromQueryResult)]
pub(crate) struct Packed {
    packed: Option<String>,
}

impl Packed {
    pub(crate) fn unpacked<T: DeserializeOwned>(self) -> Result<Vec<T>> {
        // Over no rows at all, one of the engines gives null.
        Ok(self
            .packed
            .map_or(Ok(Vec::new()), |rows| serde_json::from_str(&rows))?)
    }
}

/// A query around another, whose columns are named as the fields of a struct.
pub(crate) fn packing<T: DeserializeOwned>(engine: Engine, sql: &str) -> String {
    let (all, row, text) = match engine {
        Engine::Sqlite => ("json_group_array", "json_array", ""),
        Engine::Postgres => ("json_agg", "json_build_array", "::text"),
    };
    let fields = fields::<T>();
    let columns: Vec<String> = fields.iter().map(|field| format!("q.{field}")).collect();
    let columns = columns.join(", ");
    // The rows come in the order of the query within: neither engine rearranges a sorted one for an
    // aggregate alone.
    format!("select {all}({row}({columns})){text} as packed from ({sql}) q")
}

/// A truth, which one of the engines keeps as 0 or 1: for `#[serde(deserialize_with)]`.
pub fn flag<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<bool, D::Error> {
    struct Flag;
    impl Visitor<'_> for Flag {
        type Value = bool;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a truth, or 0 or 1")
        }

        fn visit_bool<E>(self, value: bool) -> std::result::Result<bool, E> {
            Ok(value)
        }

        fn visit_u64<E>(self, value: u64) -> std::result::Result<bool, E> {
            Ok(value != 0)
        }
    }
    from.deserialize_any(Flag)
}

/// Names of the fields of a struct; of anything else, none.
fn fields<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut fields: &[&str] = &[];
    // It comes to nothing on purpose: only what the struct asks for is of interest.
    let _ = T::deserialize(Asked(&mut fields));
    fields
}

struct Asked<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = NoValue;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> std::result::Result<V::Value, NoValue> {
        *self.0 = fields;
        Err(NoValue::custom("only asked"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> std::result::Result<V::Value, NoValue> {
        Err(NoValue::custom("no struct"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::{flag, packing};
    use crate::Engine;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Row {
        id: String,
        #[serde(deserialize_with = "flag")]
        is_dropped: bool,
        due: Option<String>,
    }

    #[test]
    fn the_columns_are_those_of_the_struct() {
        assert_eq!(
            packing::<Row>(Engine::Sqlite, "select 1"),
            "select json_group_array(json_array(q.id, q.is_dropped, q.due)) as packed \
             from (select 1) q"
        );
    }

    #[test]
    fn a_truth_is_read_as_either_engine_writes_it() {
        let row = |is_dropped| Row {
            id: "a".into(),
            is_dropped,
            due: None,
        };
        let rows: Vec<Row> =
            serde_json::from_str(r#"[["a", 1, null], ["a", 0, null], ["a", true, null]]"#).unwrap();
        assert_eq!(rows, [row(true), row(false), row(true)]);
    }
}
