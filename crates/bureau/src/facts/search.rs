//! What of the data items can be found by words: their definitions. Values are looked at within
//! somebody's scope and are no words.

use super::{model::DataItem, paths, policy, store};
use ::store::search::{Audience, Entry};
use shell::Searchable;

const ITEM: &str = "facts.item";

/// The kinds, in the order their tabs are shown.
pub(super) const SEARCHABLE: [Searchable; 1] = [Searchable {
    kind: ITEM,
    word: "数据项",
    entries: |db| {
        Box::pin(async move {
            let items = store::items(&db).await?;
            Ok(items.iter().map(|item| entry(item, 0)).collect())
        })
    },
}];

/// A data item as it is found.
pub(super) fn entry(item: &DataItem, at_ms: i64) -> Entry {
    let context = [
        item.group.as_str(),
        item.grain.label(),
        &item.unit,
        item.source.kind().label(),
        if item.is_retired { "已停用" } else { "" },
    ];
    let words = [item.meaning.as_str(), &item.basis, item.code.as_str()];
    Entry {
        key: format!("{ITEM}:{}", item.code),
        kind: ITEM,
        title: item.name.clone(),
        context: joined(&context, " · "),
        words: joined(&words, " "),
        href: paths::item(&item.code),
        at_ms,
        audience: policy::READERS
            .iter()
            .copied()
            .map(Audience::Role)
            .collect(),
    }
}

fn joined(parts: &[&str], by: &str) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(by)
}
