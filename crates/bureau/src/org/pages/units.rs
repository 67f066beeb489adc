//! 单位: the tree of units, or those a filter lets through.

use crate::org::{
    actions::{self, UnitTree},
    model::{Unit, UnitKind},
    paths, policy,
};
use askama::Template;
use base::actor::UnitId;
use serde::Deserialize;
use shell::{Asked, Frame, Reply, Result, Visit};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "org/pages/units.html")]
struct UnitsPage {
    frame: Frame,
    section: &'static str,
    may_administer: bool,
    may_export: bool,
    asked: UnitsAsked,
    tabs: Vec<Tab>,
    rows: Vec<UnitLine>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct UnitsAsked {
    /// Code of a kind.
    kind: String,
    /// Part of a name.
    q: String,
}

struct Tab {
    href: String,
    word: &'static str,
    n_units: usize,
    is_current: bool,
}

struct UnitLine {
    href: String,
    /// Full-width blanks before the name show the depth in the tree.
    indent: String,
    short_name: String,
    name: String,
    kind: &'static str,
    parent: String,
    n_people: i64,
    leaders: String,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<UnitsAsked>) -> Result<Reply> {
    let tree = actions::unit_tree(&visit).await?;
    let word = asked.q.trim().to_owned();
    let named: Vec<&Unit> = tree
        .units
        .iter()
        .filter(|unit| names(unit).any(|name| name.contains(&word)))
        .collect();
    let kind = UnitKind::from_code(&asked.kind);
    let is_whole = kind.is_none() && word.is_empty();
    let rows = if is_whole {
        in_tree_order(&tree.units)
    } else {
        named
            .iter()
            .filter(|unit| kind.is_none_or(|kind| unit.kind == kind))
            .map(|unit| (0, *unit))
            .collect()
    };
    visit.page(&UnitsPage {
        frame: visit
            .frame("单位")
            .lead("教育局、科室、学校和街道教委办；文件里的单位名称按这里的全称、简称和别名识别。"),
        section: "units",
        may_administer: policy::administers(&visit.actor),
        may_export: policy::exports(&visit.actor),
        tabs: tabs(&named, kind, &word),
        rows: lines(&tree, &rows),
        asked: UnitsAsked { q: word, ..asked },
    })
}

fn names(unit: &Unit) -> impl Iterator<Item = &String> {
    [&unit.name, &unit.short_name]
        .into_iter()
        .chain(&unit.aliases)
}

/// Every unit below its parent, with its depth.
fn in_tree_order(units: &[Unit]) -> Vec<(usize, &Unit)> {
    let mut children: BTreeMap<Option<UnitId>, Vec<&Unit>> = BTreeMap::new();
    for unit in units {
        children.entry(unit.parent).or_default().push(unit);
    }
    let mut ordered = Vec::new();
    add_below(None, 0, &children, &mut ordered);
    ordered
}

fn add_below<'a>(
    parent: Option<UnitId>,
    depth: usize,
    children: &BTreeMap<Option<UnitId>, Vec<&'a Unit>>,
    ordered: &mut Vec<(usize, &'a Unit)>,
) {
    for unit in children.get(&parent).into_iter().flatten() {
        ordered.push((depth, *unit));
        add_below(Some(unit.id), depth + 1, children, ordered);
    }
}

fn lines(tree: &UnitTree, rows: &[(usize, &Unit)]) -> Vec<UnitLine> {
    let short_names: BTreeMap<UnitId, &str> = tree
        .units
        .iter()
        .map(|unit| (unit.id, unit.short_name.as_str()))
        .collect();
    let mut leaders: BTreeMap<UnitId, Vec<&str>> = BTreeMap::new();
    for leader in &tree.leaders {
        for unit in &leader.in_charge_of {
            leaders.entry(*unit).or_default().push(&leader.name);
        }
    }
    rows.iter()
        .map(|(depth, unit)| UnitLine {
            href: paths::unit(unit.id),
            indent: "　".repeat(*depth),
            short_name: unit.short_name.clone(),
            name: unit.name.clone(),
            kind: unit.kind.label(),
            parent: unit
                .parent
                .and_then(|parent| short_names.get(&parent))
                .map(|name| (*name).to_owned())
                .unwrap_or_default(),
            n_people: tree.n_people.get(&unit.id).copied().unwrap_or_default(),
            leaders: leaders
                .get(&unit.id)
                .map(|names| names.join("、"))
                .unwrap_or_default(),
        })
        .collect()
}

/// One tab for each kind there is, with how many units are behind it.
fn tabs(named: &[&Unit], current: Option<UnitKind>, word: &str) -> Vec<Tab> {
    let tab = |kind: Option<UnitKind>| {
        let fits = |unit: &&&Unit| kind.is_none_or(|kind| unit.kind == kind);
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kind.map(|kind| ("kind", kind.code())))
            .extend_pairs((!word.is_empty()).then_some(("q", word)))
            .finish();
        Tab {
            href: match query.as_str() {
                "" => paths::UNITS.to_owned(),
                query => format!("{}?{query}", paths::UNITS),
            },
            word: kind.map_or("全部", UnitKind::label),
            n_units: named.iter().filter(fits).count(),
            is_current: kind == current,
        }
    };
    [None]
        .into_iter()
        .chain(UnitKind::ALL.into_iter().map(Some))
        .map(tab)
        .filter(|tab| tab.n_units > 0 || tab.is_current || tab.word == "全部")
        .collect()
}
