//! A register opened by somebody: what it is, whose house it is in, what they may do.

use crate::{
    ledger::{
        model::Names,
        policy::Standing,
        store::{self, Register},
    },
    org::{self, Directory, Named, Unit, UnitKind},
};
use ::store::{Ctx, Error, Read, Result};
use base::actor::UnitId;
use std::{
    collections::BTreeMap,
    sync::{Mutex, OnceLock},
};

/// The units, by id and by name.
#[derive(Debug)]
pub(in crate::ledger) struct House {
    units: Vec<Unit>,
    /// The living by every name one may call them by: made when somebody is asked for by a name.
    directory: OnceLock<Directory>,
    /// Those that are no more among them: their rows are with the unit that followed.
    every: Vec<Unit>,
    short_names: BTreeMap<UnitId, String>,
    bureau: UnitId,
    /// The same with those that are no more, whose names mean the units that followed.
    directory_of_every: OnceLock<Directory>,
    /// What was most likely meant by names that are no unit's: a sheet repeats them on every line.
    likes: Mutex<BTreeMap<String, Option<String>>>,
}

impl House {
    async fn load(db: &impl Read) -> Result<Self> {
        let every = org::every_unit(db).await?;
        let living = every.iter().filter(|unit| unit.is_living());
        let units: Vec<Unit> = living.cloned().collect();
        let bureau = units.iter().find(|unit| unit.kind == UnitKind::Bureau);
        let bureau = bureau.map(|unit| unit.id).ok_or(Error::NotFound)?;
        Ok(Self {
            short_names: every
                .iter()
                .map(|unit| (unit.id, unit.short_name.clone()))
                .collect(),
            units,
            directory: OnceLock::new(),
            every,
            bureau,
            directory_of_every: OnceLock::new(),
            likes: Mutex::default(),
        })
    }

    /// Every unit that lives, in their order.
    pub(in crate::ledger) fn units(&self) -> &[Unit] {
        &self.units
    }

    fn directory(&self) -> &Directory {
        let make = || Directory::new(self.units.clone(), Vec::new());
        self.directory.get_or_init(make)
    }

    /// The bureau itself: what belongs to no single unit.
    pub(in crate::ledger) fn bureau(&self) -> UnitId {
        self.bureau
    }

    /// Short name of a unit; empty when it is gone.
    pub(in crate::ledger) fn name(&self, unit: UnitId) -> &str {
        self.short_names.get(&unit).map_or("", String::as_str)
    }

    /// Short name of the unit kept as a value.
    pub(in crate::ledger) fn kept_name<'a>(&'a self, kept: &'a str) -> &'a str {
        kept.parse().map_or(kept, |unit| self.name(unit))
    }
}

impl Names for House {
    fn unit(&self, typed: &str) -> Option<UnitId> {
        if let Ok(id) = typed.parse::<UnitId>() {
            let mut units = self.units.iter();
            return units.find(|unit| unit.id == id).map(|unit| unit.id);
        }
        self.directory().called(typed)
    }

    fn like(&self, typed: &str) -> Option<String> {
        /// Names that are looked after; of a sheet that has more wrong, the rest is told without a guess.
        const MOST: usize = 500;
        let mut likes = self.likes.lock().ok()?;
        if let Some(known) = likes.get(typed) {
            return known.clone();
        }
        if likes.len() >= MOST {
            return None;
        }
        let make = || Directory::new(self.every.clone(), Vec::new());
        let found = self.directory_of_every.get_or_init(make).find(typed);
        let like = found.and_then(|found| match found.who {
            Named::Unit(id) => self.units.iter().find(|unit| unit.id == id),
            _ => None,
        });
        let like = like.map(|unit| unit.name.clone());
        likes.insert(typed.to_owned(), like.clone());
        like
    }
}

/// A register, opened.
#[derive(Debug)]
pub(in crate::ledger) struct Opened {
    pub(in crate::ledger) register: Register,
    pub(in crate::ledger) house: House,
    pub(in crate::ledger) standing: Standing,
}

/// Opens a register; to whoever has no part in it there is none.
pub(in crate::ledger) async fn open(ctx: &Ctx, code: &str) -> Result<Opened> {
    open_in(&ctx.db, ctx, code).await
}

/// The same inside a transaction.
pub(super) async fn open_in(db: &impl Read, ctx: &Ctx, code: &str) -> Result<Opened> {
    let register = store::register(db, code).await?.ok_or(Error::NotFound)?;
    let house = House::load(db).await?;
    let scope = org::scope(db, &ctx.actor).await?;
    let standing = Standing::of(&ctx.actor, &register, &house.every, &scope);
    let standing = standing.ok_or(Error::NotFound)?;
    // Who has nothing to handle has no part in it.
    if standing.only_handles() {
        let mut query = store::Query::default();
        standing.narrow(&mut query);
        if store::find(db, register.no, &query, (1, 0))
            .await?
            .is_empty()
        {
            return Err(Error::NotFound);
        }
    }
    Ok(Opened {
        standing,
        register,
        house,
    })
}

/// The house and what somebody sees of every register.
pub(super) async fn standings(
    ctx: &Ctx,
    registers: &[Register],
) -> Result<(House, Vec<Option<Standing>>)> {
    let house = House::load(&ctx.db).await?;
    let scope = org::scope(&ctx.db, &ctx.actor).await?;
    let standings = registers
        .iter()
        .map(|register| Standing::of(&ctx.actor, register, &house.every, &scope))
        .collect();
    Ok((house, standings))
}

/// What somebody may do with another register, in a house already loaded.
pub(super) async fn standing(
    db: &impl Read,
    ctx: &Ctx,
    (register, house): (&Register, &House),
) -> Result<Option<Standing>> {
    let scope = org::scope(db, &ctx.actor).await?;
    Ok(Standing::of(&ctx.actor, register, &house.every, &scope))
}

/// The house alone.
pub(in crate::ledger) async fn house(db: &impl Read) -> Result<House> {
    House::load(db).await
}
