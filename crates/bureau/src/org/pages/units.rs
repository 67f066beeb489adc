//! 单位: the tree of units, or those a filter lets through; also as it was on a day.

use crate::org::{
    actions::{self, UnitTree},
    model::{Unit, UnitKind},
    paths, policy,
};
use askama::Template;
use base::{
    actor::UnitId,
    day::{self, Date},
};
use serde::Deserialize;
use shell::{Asked, Frame, Reply, Result, Visit};
use std::collections::BTreeMap;

/// A tree of more units is shown with its lower branches closed.
const MOST_OPEN: usize = 150;

#[derive(Template)]
#[template(path = "org/pages/units.html")]
struct UnitsPage {
    frame: Frame,
    section: &'static str,
    may_administer: bool,
    may_export: bool,
    asked: UnitsAsked,
    tabs: Vec<Tab>,
    /// The tree is drawn as one, the units of a filter as a table.
    is_tree: bool,
    rows: Vec<UnitLine>,
    open_all: String,
    close_all: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct UnitsAsked {
    /// Code of a kind.
    kind: String,
    /// Part of a name.
    q: String,
    /// Not empty: also units that are no more.
    closed: String,
    /// The day whose units are shown, as they were called then; empty for today.
    on: String,
    /// `all` or `none`: which branches are open.
    open: String,
}

struct Tab {
    href: String,
    word: &'static str,
    n_units: usize,
    is_current: bool,
}

struct UnitLine {
    href: String,
    short_name: String,
    name: String,
    kind: &'static str,
    parent: String,
    n_people: i64,
    leaders: String,
    /// 「2025年9月1日并入北塘中心小学」, for a unit that is no more.
    ended: String,
    n_below: usize,
    is_open: bool,
    /// How many branches of the tree end with this line.
    n_ends: usize,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<UnitsAsked>) -> Result<Reply> {
    let tree = actions::unit_tree(&visit).await?;
    let on: Option<Date> = asked.on.parse().ok();
    let shown: Vec<&Unit> = tree
        .units
        .iter()
        .filter(|unit| match on {
            Some(on) => unit.was_there_on(on),
            None => unit.is_living() || !asked.closed.is_empty(),
        })
        .collect();
    let word = asked.q.trim().to_owned();
    let named: Vec<&Unit> = shown
        .iter()
        .copied()
        .filter(|unit| names(unit).any(|name| name.contains(&word)))
        .collect();
    let kind = UnitKind::from_code(&asked.kind);
    let is_tree = kind.is_none() && word.is_empty();
    let lines = Lines::of(&tree, on);
    let asked = UnitsAsked { q: word, ..asked };
    let is_open = |depth| match asked.open.as_str() {
        "all" => true,
        "none" => false,
        _ => depth == 0 || shown.len() <= MOST_OPEN,
    };
    let rows = match is_tree {
        true => lines.tree(&shown, is_open),
        false => named
            .iter()
            .filter(|unit| kind.is_none_or(|kind| unit.kind == kind))
            .map(|unit| lines.line(unit))
            .collect(),
    };
    let lead = match on {
        None => "教育局、科室、学校和街道教委办；文件里的单位名称按这里的全称、简称和别名识别。"
            .to_owned(),
        Some(on) => format!(
            "{}的单位和当时的名称；上级单位、分管领导和人数为现在的情况。",
            day::in_words(on)
        ),
    };
    visit.page(&UnitsPage {
        frame: visit.frame("单位").lead(lead),
        section: "units",
        may_administer: policy::administers(&visit.actor),
        may_export: policy::exports(&visit.actor),
        tabs: tabs(&named, kind, &asked),
        is_tree,
        rows,
        open_all: link(&asked, kind, "all"),
        close_all: link(&asked, kind, "none"),
        asked,
    })
}

fn names(unit: &Unit) -> impl Iterator<Item = &String> {
    let former = unit.former_names.iter();
    [&unit.name, &unit.short_name]
        .into_iter()
        .chain(&unit.aliases)
        .chain(former.flat_map(|former| [&former.name, &former.short_name]))
}

/// What the lines of the page are made from, looked up once for all of them.
struct Lines<'a> {
    on: Option<Date>,
    units: BTreeMap<UnitId, &'a Unit>,
    n_people: &'a BTreeMap<UnitId, i64>,
    leaders: BTreeMap<UnitId, Vec<&'a str>>,
}

impl<'a> Lines<'a> {
    fn of(tree: &'a UnitTree, on: Option<Date>) -> Self {
        let mut leaders: BTreeMap<UnitId, Vec<&str>> = BTreeMap::new();
        for leader in &tree.leaders {
            for unit in &leader.in_charge_of {
                leaders.entry(*unit).or_default().push(&leader.name);
            }
        }
        Self {
            on,
            units: tree.units.iter().map(|unit| (unit.id, unit)).collect(),
            n_people: &tree.n_people,
            leaders,
        }
    }

    fn line(&self, unit: &Unit) -> UnitLine {
        let (name, short_name) = match self.on {
            Some(on) => unit.names_on(on),
            None => (unit.name.as_str(), unit.short_name.as_str()),
        };
        let parent = unit.parent.and_then(|parent| self.units.get(&parent));
        let leaders = self.leaders.get(&unit.id);
        UnitLine {
            href: paths::unit(unit.id),
            short_name: short_name.to_owned(),
            name: name.to_owned(),
            kind: unit.kind.label(),
            parent: parent.map_or_else(String::new, |parent| parent.short_name.clone()),
            n_people: self.n_people.get(&unit.id).copied().unwrap_or_default(),
            leaders: leaders.map_or_else(String::new, |names| names.join("、")),
            ended: self.ended(unit),
            n_below: 0,
            is_open: false,
            n_ends: 0,
        }
    }

    fn ended(&self, unit: &Unit) -> String {
        let Some(closed) = unit.closed else {
            return String::new();
        };
        let on = day::in_words(closed.on);
        let successor = closed.successor.and_then(|id| self.units.get(&id));
        match successor {
            Some(successor) => format!("{on}并入{}", successor.short_name),
            None => format!("{on}撤销"),
        }
    }

    /// Every unit below its parent. One whose parent is not shown stands at the top.
    fn tree(&self, shown: &[&Unit], is_open: impl Fn(usize) -> bool) -> Vec<UnitLine> {
        let is_shown: BTreeMap<UnitId, ()> = shown.iter().map(|unit| (unit.id, ())).collect();
        let mut below: BTreeMap<Option<UnitId>, Vec<&Unit>> = BTreeMap::new();
        for unit in shown {
            let parent = unit.parent.filter(|parent| is_shown.contains_key(parent));
            below.entry(parent).or_default().push(unit);
        }
        let mut lines = Vec::with_capacity(shown.len());
        self.add_below(None, 0, &below, &is_open, &mut lines);
        lines
    }

    fn add_below(
        &self,
        parent: Option<UnitId>,
        depth: usize,
        below: &BTreeMap<Option<UnitId>, Vec<&Unit>>,
        is_open: &impl Fn(usize) -> bool,
        lines: &mut Vec<UnitLine>,
    ) {
        for unit in below.get(&parent).into_iter().flatten() {
            let n_below = below.get(&Some(unit.id)).map_or(0, Vec::len);
            lines.push(UnitLine {
                n_below,
                is_open: is_open(depth),
                ..self.line(unit)
            });
            if n_below > 0 {
                self.add_below(Some(unit.id), depth + 1, below, is_open, lines);
                if let Some(last) = lines.last_mut() {
                    last.n_ends += 1;
                }
            }
        }
    }
}

/// The list with the same filters, of another kind or with other branches open.
fn link(asked: &UnitsAsked, kind: Option<UnitKind>, open: &str) -> String {
    let pairs = [
        ("kind", kind.map_or("", UnitKind::code)),
        ("q", &asked.q),
        ("closed", &asked.closed),
        ("on", &asked.on),
        ("open", open),
    ];
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()))
        .finish();
    match query.as_str() {
        "" => paths::UNITS.to_owned(),
        query => format!("{}?{query}", paths::UNITS),
    }
}

/// One tab for each kind there is, with how many units are behind it.
fn tabs(named: &[&Unit], current: Option<UnitKind>, asked: &UnitsAsked) -> Vec<Tab> {
    let tab = |kind: Option<UnitKind>| {
        let fits = |unit: &&&Unit| kind.is_none_or(|kind| unit.kind == kind);
        Tab {
            href: link(asked, kind, ""),
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
