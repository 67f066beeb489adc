//! Collective names: 各学校, 机关各科室, 各街道教委办, 局属各单位.

use super::{How, names::Place};
use crate::org::model::{Unit, UnitKind};
use base::actor::UnitId;

/// The units a collective name means; none when it is no collective name or means nobody here.
pub(super) fn units_meant(name: &str, units: &[Unit], place: &Place) -> Option<(Vec<UnitId>, How)> {
    let noun = place
        .without_prefixes(name)
        .iter()
        .find_map(|form| noun_of(form))?;
    let is_bureaus_own = name.contains('属');
    let bureau = units.iter().find(|unit| unit.kind == UnitKind::Bureau)?.id;
    let meaning = meaning_of(&noun, is_bureaus_own)?;
    let meant: Vec<UnitId> = units
        .iter()
        .filter(|unit| meaning.kinds.contains(&unit.kind))
        .filter(|unit| !is_bureaus_own || unit.parent == Some(bureau))
        .filter(|unit| {
            meaning.name_has.is_empty()
                || meaning.name_has.iter().any(|part| unit.name.contains(part))
        })
        .map(|unit| unit.id)
        .collect();
    let how = if meaning.name_has.is_empty() {
        How::Exact
    } else {
        How::Fuzzy
    };
    (!meant.is_empty()).then_some((meant, how))
}

/// What comes after 各 (and words that only say "all of us"), when the name is a collective one.
fn noun_of(name: &str) -> Option<String> {
    let (before, after) = name.split_once('各').or_else(|| {
        ["全体", "所有", "全部"]
            .iter()
            .find_map(|word| name.split_once(word))
    })?;
    let says_only_whose = [
        "",
        "局",
        "机关",
        "局机关",
        "局属",
        "直属",
        "局直属",
        "所属",
        "全县",
        "全区",
        "全市",
    ];
    if !says_only_whose.contains(&before) {
        return None;
    }
    let mut noun = after;
    for word in ["级各类", "类", "局属", "直属", "局", "级"] {
        noun = noun.strip_prefix(word).unwrap_or(noun);
    }
    let all_kinds = after.starts_with("级各类");
    Some(if all_kinds && noun == "学校" {
        "学校幼儿园".to_owned()
    } else {
        noun.to_owned()
    })
}

struct Meaning {
    kinds: &'static [UnitKind],
    /// Where the kind does not tell, the name must.
    name_has: &'static [&'static str],
}

fn meaning_of(noun: &str, is_bureaus_own: bool) -> Option<Meaning> {
    use UnitKind::{Affiliated, Kindergarten, Office, School, Street};
    let kinds = |kinds| {
        Some(Meaning {
            kinds,
            name_has: &[],
        })
    };
    match noun {
        "科室" | "股室" | "处室" | "科" | "股" | "科股室" => kinds(&[Office]),
        "学校" | "中小学" | "中小学校" => kinds(&[School]),
        "幼儿园" => kinds(&[Kindergarten]),
        "学校幼儿园" | "学校园" | "校园" | "中小学幼儿园" | "中小学校幼儿园" | "中小学园" => {
            kinds(&[School, Kindergarten])
        }
        "街道"
        | "街镇"
        | "镇街"
        | "镇街道"
        | "乡镇"
        | "乡镇街道"
        | "街道教委办"
        | "街道乡镇"
        | "乡镇教委办"
        | "镇街教委办"
        | "教委办"
        | "教育办"
        | "街道乡镇教委办" => kinds(&[Street]),
        "单位" if is_bureaus_own => kinds(&[Affiliated, School, Kindergarten]),
        "小学" => Some(Meaning {
            kinds: &[School],
            name_has: &["小学", "九年"],
        }),
        "初中" | "初级中学" => Some(Meaning {
            kinds: &[School],
            name_has: &["初级中学", "初中", "九年"],
        }),
        "高中" | "普通高中" | "高级中学" => Some(Meaning {
            kinds: &[School],
            name_has: &["高级中学", "高中"],
        }),
        _ => None,
    }
}
