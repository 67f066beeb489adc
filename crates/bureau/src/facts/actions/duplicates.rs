//! Numbers that are asked for in two places: the law of one source, checked.

use crate::facts::{
    formula::Formula,
    model::{DataItem, Source},
    store,
};
use ::store::{Read, Result};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

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
            measure(&item.unit),
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
    let words = words();
    for time in &words.times {
        bare = bare.replace(time, "");
    }
    // 「2026年招聘教师」 of the year 2026.
    if let Some((year, rest)) = bare.split_once('年')
        && year.len() == 4
        && year.bytes().all(|byte| byte.is_ascii_digit())
    {
        bare = rest.to_owned();
    }
    let says = |rest: &&str| rest.chars().count() >= 2;
    let mut verbs = words.verbs.iter();
    if let Some(rest) = verbs.find_map(|verb| bare.strip_prefix(verb).filter(says)) {
        bare = rest.to_owned();
    }
    let mut endings = words.endings.iter();
    if let Some(rest) = endings.find_map(|ending| bare.strip_suffix(ending).filter(says)) {
        bare = rest.to_owned();
    }
    bare
}

/// A unit by the first of those that measure the same.
fn measure(unit: &str) -> &str {
    let mut groups = words().units.iter();
    let group = groups.find(|group| group.iter().any(|known| known == unit));
    group
        .and_then(|group| group.first())
        .map_or(unit, String::as_str)
}

/// What makes no difference between names.
#[derive(Default, Deserialize)]
struct Words {
    verbs: Vec<String>,
    times: Vec<String>,
    endings: Vec<String>,
    units: Vec<Vec<String>>,
}

fn words() -> &'static Words {
    // A test reads the file; a program that went out can.
    static WORDS: LazyLock<Words> =
        LazyLock::new(|| toml::from_str(include_str!("../same_number.toml")).unwrap_or_default());
    &WORDS
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

    #[test]
    fn words_of_doing_of_the_year_and_another_word_for_the_unit_make_no_other_number() {
        let year = Grain::Year;
        let typed = |code: &str, name: &str, unit: &str| {
            item(code, name, unit, year, Source::Survey(code.to_owned()))
        };
        for (name, unit, is_same) in [
            ("引进紧缺学科人才人数", "人", true),
            ("2026年引进的紧缺学科人才", "名", true),
            ("全年紧缺学科人才总数", "位", true),
            ("紧缺学科人才", "人次", false),
            ("紧缺学科教师", "人", false),
        ] {
            let items = [typed("a", "紧缺学科人才数", "人"), typed("b", name, unit)];
            assert_eq!(!found(&items).is_empty(), is_same, "{name} {unit}");
        }
    }
}
