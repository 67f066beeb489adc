//! Numbers that are asked for in two places: the law of one source, checked.

use crate::facts::{
    formula::Formula,
    model::{DataItem, Source},
    store,
};
use ::store::{Read, Result};
use std::collections::BTreeMap;

/// Every number that two items stand for, in sentences; empty when each has one source.
pub(crate) async fn duplicates(db: &impl Read) -> Result<Vec<String>> {
    let mut items = store::items(db).await?;
    items.retain(|item| !item.is_retired);
    Ok(found(&items))
}

/// Names of the items that already stand for the number of one that is about to be defined.
pub(crate) async fn twins_of(db: &impl Read, item: &DataItem) -> Result<Vec<String>> {
    let mut items = store::items(db).await?;
    items.retain(|other| !other.is_retired && other.code != item.code);
    let is_twin = |other: &&DataItem| {
        let same_name = other.name == item.name && other.grain == item.grain;
        same_name || !found(&[(*other).clone(), item.clone()]).is_empty()
    };
    let twins = items.iter().filter(is_twin);
    Ok(twins.map(|item| item.name.clone()).collect())
}

fn found(items: &[DataItem]) -> Vec<String> {
    let mut by_name: BTreeMap<String, Vec<&DataItem>> = BTreeMap::new();
    let mut by_source: BTreeMap<String, Vec<&DataItem>> = BTreeMap::new();
    for item in items {
        let kinds: Vec<&str> = item.applies_to.iter().map(|kind| kind.code()).collect();
        let grain = item.grain.code();
        let name = format!(
            "{} {} {grain} {}",
            bare(&item.name),
            item.unit,
            kinds.join(" ")
        );
        by_name.entry(name).or_default().push(item);
        let source = match &item.source {
            Source::RegisterRollup(id) => format!("台账汇总 {id}"),
            Source::Survey(id) => format!("问卷 {id}"),
            Source::Formula(text) => match Formula::stored(text) {
                Some(formula) => format!("公式 {}", formula.written(&|code| code.to_string())),
                None => continue,
            },
            Source::Dataset | Source::Reporter(_) => continue,
        };
        let source = format!("{source}，按{}统计", item.grain.label());
        by_source.entry(source).or_default().push(item);
    }
    let told = |twins: &[&DataItem]| {
        let names: Vec<String> = twins
            .iter()
            .map(|item| {
                format!(
                    "“{}”（{}，{}）",
                    item.name,
                    item.code,
                    item.source.kind().label()
                )
            })
            .collect();
        names.join("与")
    };
    let mut complaints = Vec::new();
    for twins in by_name.values().filter(|twins| twins.len() > 1) {
        complaints.push(format!("{}是同一个数，只留一个来源。", told(twins)));
    }
    for (source, twins) in by_source.iter().filter(|(_, twins)| twins.len() > 1) {
        complaints.push(format!("{}都来自{source}，只设一项。", told(twins)));
    }
    complaints
}

/// A name without the words that make no difference: 在校学生总数, 在校学生人数 and 在校学生数 are one.
fn bare(name: &str) -> String {
    let end = name.find(['（', '(']).unwrap_or(name.len());
    let name = name.get(..end).unwrap_or(name);
    let mut bare: String = name
        .chars()
        .filter(|char| !char.is_whitespace() && *char != '的')
        .collect();
    for ending in ["总人数", "总数", "人数", "数量", "数"] {
        if let Some(rest) = bare.strip_suffix(ending)
            && rest.chars().count() >= 2
        {
            bare = rest.to_owned();
            break;
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::found;
    use crate::facts::model::{DataItem, Source};
    use base::Grain;

    fn item(code: &str, name: &str, unit: &str, grain: Grain, source: Source) -> DataItem {
        DataItem::new(code.parse().unwrap(), name, unit, grain, source)
    }

    #[test]
    fn the_same_number_under_two_names_is_found_and_persons_are_no_times() {
        let year = Grain::Year;
        let rollup = |id: &str| Source::RegisterRollup(id.to_owned());
        let items = [
            item("a", "培训班主任人数", "人", year, Source::Dataset),
            item("b", "培训班主任总数", "人", year, rollup("r1")),
            item("c", "培训班主任", "人次", year, rollup("r2")),
            item("d", "培训班主任数", "人", Grain::Month, rollup("r3")),
            item("e", "参训教师", "人", year, rollup("r2")),
            item("f", "甲", "", year, Source::Formula("[a] ÷ [b]".to_owned())),
            item("g", "乙", "", year, Source::Formula("[a]/[b]".to_owned())),
        ];
        let complaints = found(&items);
        assert_eq!(complaints.len(), 3, "{complaints:?}");
        assert!(
            complaints[0]
                .contains("“培训班主任人数”（a，学年基表）与“培训班主任总数”（b，台账汇总）")
        );
        assert!(found(&items[2..4]).is_empty());
    }
}
