//! Names on paper → the org tree.
//!
//! Papers name the same office in many ways: 人事科, 局人事科, 县教育局人事科, 人事股; departments by
//! their abbreviations: 发改委, 人社局; many at once: 各学校, 机关各科室. A name that fits two units is
//! matched with none: whoever assigns the work decides, the machine does not guess.
//!
//! Old names lead on: what a unit was called before is a name of its, and the names of a merged unit
//! mean the unit that took its work over.

mod collective;
mod duties;
mod names;

#[cfg(test)]
mod tests;

use super::model::{Leader, Unit, UnitKind, living_successor};
use base::actor::{PersonId, UnitId};
use duties::DutySuggestion;
use names::{Place, clean, loose};
use std::collections::BTreeMap;

/// What a name on paper means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// One unit.
    Unit(UnitId),
    /// A leader.
    Person(PersonId),
    /// Several units under a collective name: 各学校.
    Group(Vec<UnitId>),
}

/// How sure a match is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// The full or short name, letter for letter; a collective name of a kind of units.
    Exact,
    /// A name the unit is also known by.
    Alias,
    /// Only after prefixes, abbreviations or a slip of the pen were allowed for.
    Fuzzy,
}

/// A name on paper with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameMatch {
    pub(crate) who: Named,
    pub(crate) how: How,
}

/// The names of the house, ready to be looked up.
#[derive(Debug)]
pub(crate) struct Directory {
    units: Vec<Unit>,
    /// Units that are no more: for the names on what is old.
    closed: Vec<Unit>,
    leaders: Vec<Leader>,
    place: Place,
    exact: Index,
    aliases: Index,
    loose: Index,
    duties: duties::DutyWords,
}

/// Names and the one unit each belongs to; `None` when it belongs to two.
type Index = BTreeMap<String, Option<UnitId>>;

impl Directory {
    /// Reads the names of these units and leaders; units that are no more may be among them.
    pub(crate) fn new(units: Vec<Unit>, leaders: Vec<Leader>) -> Self {
        let old_names = old_names(&units);
        let (units, closed): (Vec<Unit>, Vec<Unit>) = units.into_iter().partition(Unit::is_living);
        let place = units
            .iter()
            .find(|unit| unit.kind == UnitKind::Bureau)
            .map_or_else(Place::default, |bureau| Place::of_bureau(&bureau.name));
        let mut exact = Index::new();
        let mut aliases = Index::new();
        let mut loose_names = Index::new();
        for unit in &units {
            for name in [&unit.name, &unit.short_name] {
                add(&mut exact, clean(name), unit.id);
            }
            for name in &unit.aliases {
                add(&mut aliases, clean(name), unit.id);
            }
            for name in names_of(unit) {
                for variant in place.without_prefixes(&clean(name)) {
                    add(&mut loose_names, loose(&variant), unit.id);
                }
            }
        }
        // A name in use wins over the same name of long ago.
        let mut old = Index::new();
        for (name, unit) in old_names {
            add(&mut old, clean(&name), unit);
        }
        for (name, unit) in old {
            if !exact.contains_key(&name) {
                aliases.entry(name).or_insert(unit);
            }
        }
        Self {
            duties: duties::DutyWords::of(&units),
            units,
            closed,
            leaders,
            place,
            exact,
            aliases,
            loose: loose_names,
        }
    }

    /// The units there are, in their order: those one chooses from.
    pub(crate) fn units(&self) -> &[Unit] {
        &self.units
    }

    /// A unit that is or was.
    pub(crate) fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units
            .iter()
            .chain(&self.closed)
            .find(|unit| unit.id == id)
    }

    /// Every leader, in their order.
    pub(crate) fn leaders(&self) -> &[Leader] {
        &self.leaders
    }

    /// The unit that is called so, letter for letter or by another name of its. Nothing else is looked at: whoever
    /// has many names that may be no unit's asks this first.
    pub(crate) fn called(&self, name_on_paper: &str) -> Option<UnitId> {
        let name = clean(name_on_paper);
        let found = self.exact.get(&name).or_else(|| self.aliases.get(&name));
        *found?
    }

    /// Who is meant by a name as it stands in a paper; none when nobody or more than one fits.
    pub(crate) fn find(&self, name_on_paper: &str) -> Option<NameMatch> {
        let name = clean(name_on_paper);
        if name.is_empty() {
            return None;
        }
        let matched = |who, how| Some(NameMatch { who, how });
        if let Some(found) = self.exact.get(&name) {
            return matched(Named::Unit((*found)?), How::Exact);
        }
        if let Some(found) = self.aliases.get(&name) {
            return matched(Named::Unit((*found)?), How::Alias);
        }
        if let Some((person, how)) = self.leader(&name) {
            return matched(Named::Person(person), how);
        }
        if let Some((group, how)) = collective::units_meant(&name, &self.units, &self.place) {
            return matched(Named::Group(group), how);
        }
        matched(Named::Unit(self.roughly(name_on_paper)?), How::Fuzzy)
    }

    /// The unit whose words of duty occur most in a text.
    pub(crate) fn suggest_by_duties(&self, text: &str) -> Option<DutySuggestion> {
        self.duties.suggest(text)
    }

    /// A leader by name, with or without title: 方琳, 方琳副局长; by surname and title: 方副局长; by a
    /// title only one of them holds: 局长.
    fn leader(&self, name: &str) -> Option<(PersonId, How)> {
        let only = |fits: &dyn Fn(&Leader) -> bool| {
            let mut fitting = self.leaders.iter().filter(|leader| fits(leader));
            let first = fitting.next()?;
            fitting.next().is_none().then_some(first.person)
        };
        let is_named = |leader: &Leader| clean(&leader.name) == name;
        if let Some(person) = only(&is_named) {
            return Some((person, How::Exact));
        }
        let name_and_title = |leader: &Leader| {
            let rest = name.strip_prefix(&clean(&leader.name));
            rest.is_some_and(|rest| !rest.is_empty() && names::is_title(rest))
        };
        if let Some(person) = only(&name_and_title) {
            return Some((person, How::Alias));
        }
        let title_alone = |leader: &Leader| clean(&leader.title) == name;
        if let Some(person) = only(&title_alone) {
            return Some((person, How::Alias));
        }
        let surname_and_title = |leader: &Leader| {
            let surname: String = leader.name.chars().take(1).collect();
            let rest = name.strip_prefix(&surname);
            rest.is_some_and(|rest| !rest.is_empty() && clean(&leader.title) == rest)
        };
        only(&surname_and_title).map(|person| (person, How::Fuzzy))
    }

    /// A unit after allowing for prefixes, then for heads and abbreviations, then for a slip.
    fn roughly(&self, name_on_paper: &str) -> Option<UnitId> {
        let mut forms = self.place.without_prefixes(&clean(name_on_paper));
        forms.extend(
            self.place
                .without_prefixes(&clean(&names::without_brackets(name_on_paper))),
        );
        forms.retain(|form| form.chars().count() >= 2);
        for index in [&self.exact, &self.aliases] {
            if let Some(found) = forms.iter().find_map(|form| index.get(form)) {
                return *found;
            }
        }
        let loose_forms: Vec<String> = forms.iter().map(|form| loose(form)).collect();
        if let Some(found) = loose_forms.iter().find_map(|form| self.loose.get(form)) {
            return *found;
        }
        self.only_loose_name(|known| loose_forms.iter().any(|f| names::abbreviates(f, known)))
            .or_else(|| {
                self.only_loose_name(|known| loose_forms.iter().any(|f| names::slip_of(f, known)))
            })
    }

    /// The one unit among those with a fitting name.
    fn only_loose_name(&self, fits: impl Fn(&str) -> bool) -> Option<UnitId> {
        let mut only = None;
        for (known, unit) in &self.loose {
            if fits(known) {
                let unit = (*unit)?;
                if only.is_some_and(|other| other != unit) {
                    return None;
                }
                only = Some(unit);
            }
        }
        only
    }
}

/// Names of before, each with the living unit it means today.
fn old_names(units: &[Unit]) -> Vec<(String, UnitId)> {
    let mut names = Vec::new();
    for unit in units {
        let Some(means) = living_successor(units, unit.id) else {
            continue;
        };
        let former = unit.former_names.iter();
        names.extend(
            former
                .flat_map(|former| [&former.name, &former.short_name])
                .chain(names_of(unit).filter(|_| !unit.is_living()))
                .map(|name| (name.clone(), means)),
        );
    }
    names
}

fn names_of(unit: &Unit) -> impl Iterator<Item = &String> {
    [&unit.name, &unit.short_name]
        .into_iter()
        .chain(&unit.aliases)
}

fn add(index: &mut Index, name: String, unit: UnitId) {
    if name.is_empty() {
        return;
    }
    let kept = index.entry(name).or_insert(Some(unit));
    if *kept != Some(unit) {
        *kept = None;
    }
}
