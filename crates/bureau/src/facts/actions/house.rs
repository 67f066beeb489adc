//! What every act on values needs to know of items, units and locks, loaded once.

use crate::{
    facts::{
        model::{DataItem, ItemCode},
        store,
    },
    org::{self, UnitKind},
};
use ::store::{Read, Result};
use base::{TimePeriod, actor::UnitId};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Items, units and locked periods.
pub(in crate::facts) struct House {
    pub(in crate::facts) items: BTreeMap<ItemCode, DataItem>,
    pub(in crate::facts) units: HashMap<UnitId, HouseUnit>,
    pub(in crate::facts) locked: HashSet<TimePeriod>,
}

/// A unit as far as values are concerned.
pub(in crate::facts) struct HouseUnit {
    pub(in crate::facts) name: String,
    pub(in crate::facts) kind: UnitKind,
    pub(in crate::facts) parent: Option<UnitId>,
    /// Its place in the order of the house.
    pub(in crate::facts) place: usize,
}

impl House {
    /// Everything, in three statements.
    pub(in crate::facts) async fn load(db: &impl Read) -> Result<Self> {
        Ok(Self {
            locked: store::locks(db)
                .await?
                .into_iter()
                .map(|lock| lock.period)
                .collect(),
            ..Self::without_locks(db).await?
        })
    }

    /// For pages that only tell what there is: which periods are locked is not asked.
    pub(in crate::facts) async fn without_locks(db: &impl Read) -> Result<Self> {
        let items = store::items(db).await?;
        let units = org::units(db).await?;
        Ok(Self {
            items: items
                .into_iter()
                .map(|item| (item.code.clone(), item))
                .collect(),
            units: units
                .into_iter()
                .enumerate()
                .map(|(place, unit)| {
                    let kept = HouseUnit {
                        place,
                        name: unit.short_name,
                        kind: unit.kind,
                        parent: unit.parent,
                    };
                    (unit.id, kept)
                })
                .collect(),
            locked: HashSet::new(),
        })
    }

    /// The bureau itself.
    pub(in crate::facts) fn bureau(&self) -> UnitId {
        let mut units = self.units.iter();
        let bureau = units.find(|(_, unit)| unit.kind == UnitKind::Bureau);
        bureau.map_or_else(UnitId::nil, |(unit, _)| *unit)
    }

    /// Whether this unit has a value of this item.
    pub(in crate::facts) fn has(&self, item: &DataItem, unit: UnitId) -> bool {
        let kind = self.units.get(&unit).map(|unit| unit.kind);
        kind.is_some_and(|kind| item.applies_to(kind))
    }

    /// Whether a unit stands below another, at whatever depth.
    pub(in crate::facts) fn is_below(&self, unit: UnitId, above: UnitId) -> bool {
        self.above(unit).contains(&above)
    }

    /// Every unit above a unit, nearest first.
    pub(in crate::facts) fn above(&self, unit: UnitId) -> Vec<UnitId> {
        let mut found = Vec::new();
        let mut next = self.units.get(&unit).and_then(|unit| unit.parent);
        while let Some(above) = next
            && !found.contains(&above)
        {
            found.push(above);
            next = self.units.get(&above).and_then(|unit| unit.parent);
        }
        found
    }

    /// A unit's name in the house.
    pub(in crate::facts) fn unit_name(&self, unit: UnitId) -> &str {
        self.units.get(&unit).map_or("", |unit| &unit.name)
    }

    /// An item's name.
    pub(in crate::facts) fn item_name(&self, code: &ItemCode) -> String {
        match self.items.get(code) {
            Some(item) => item.name.clone(),
            None => code.to_string(),
        }
    }
}
