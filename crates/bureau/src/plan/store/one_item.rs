//! One item out of a published version. A plan of a thousand items is a megabyte of JSON, and whoever
//! reports on one of them need not wait for all: the others are passed over, not built.

use crate::plan::model::{ItemId, PublishedItem};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};
use std::fmt;

/// The item of a published version with its number, 1 the first; none when the version lacks it.
pub(super) fn one_item(
    content: &str,
    item: ItemId,
) -> serde_json::Result<Option<(usize, PublishedItem)>> {
    let mut json = serde_json::Deserializer::from_str(content);
    Plan(&item.to_string()).deserialize(&mut json)
}

/// A plan, of which only its items matter.
struct Plan<'i>(&'i str);

/// Its items, of which only one matters.
struct Items<'i>(&'i str);

/// An item that is built only when it is the one looked for.
struct One<'i>(&'i str);

impl<'de> DeserializeSeed<'de> for Plan<'_> {
    type Value = Option<(usize, PublishedItem)>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Plan<'_> {
    type Value = Option<(usize, PublishedItem)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a published plan")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut plan: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = plan.next_key::<String>()? {
            match key.as_str() {
                "items" => found = plan.next_value_seed(Items(self.0))?,
                _ => {
                    plan.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }
}

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = Option<(usize, PublishedItem)>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = Option<(usize, PublishedItem)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the items of a published plan")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        let mut number = 0;
        while let Some(item) = items.next_element_seed(One(self.0))? {
            number += 1;
            found = found.or(item.map(|item| (number, item)));
        }
        Ok(found)
    }
}

impl<'de> DeserializeSeed<'de> for One<'_> {
    type Value = Option<PublishedItem>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for One<'_> {
    type Value = Option<PublishedItem>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a published item")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut item: A) -> Result<Self::Value, A::Error> {
        let mut fields = Map::new();
        let mut is_other = false;
        while let Some(key) = item.next_key::<String>()? {
            if is_other {
                item.next_value::<IgnoredAny>()?;
                continue;
            }
            let value: Value = item.next_value()?;
            is_other = key == "id" && value != self.0;
            fields.insert(key, value);
        }
        match is_other {
            true => Ok(None),
            false => PublishedItem::deserialize(Value::Object(fields))
                .map(Some)
                .map_err(A::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::one_item;
    use crate::plan::model::{Item, ItemId, PublishedItem, PublishedPlan};

    #[test]
    fn an_item_is_found_with_its_number_and_one_that_is_not_there_is_not() {
        let item = |body: &str| {
            let item = Item::added(0, "1.".into(), vec![], String::new(), body.into());
            PublishedItem::of(item, vec![])
        };
        let (first, second) = (item("甲"), item("乙"));
        let plan = PublishedPlan {
            title: "要点".into(),
            year: Some(2026),
            issuer: String::new(),
            doc_number: String::new(),
            issued_on: None,
            items: vec![first, second.clone()],
        };
        let content = serde_json::to_string(&plan).unwrap();
        let id = second.id;
        assert_eq!(one_item(&content, id).unwrap(), Some((2, second)));
        assert_eq!(one_item(&content, ItemId::new()).unwrap(), None);
        assert!(one_item(&content[..content.len() / 2], id).is_err());
    }
}
