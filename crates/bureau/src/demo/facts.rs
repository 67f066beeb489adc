//! The numbers of the demo county: three years of the dataset, and what the offices report of the year.
//!
//! Everything is invented; the files go in through the import, the rest through the people who report it.

mod figures;
mod schools;

pub(super) use figures::REPORTED;

use super::org as people;
use crate::{
    facts::{
        self, Amount, DataItem, FactKey, ItemCode, ItemFilter, Reporter, Source, SourceKind,
        SourceRef, Supply, Take, ValueKind,
    },
    org::{self, UnitKind},
};
use base::{Actor, Grain, Role, TimePeriod, actor::UnitId, clock::FixedClock, day::Date};
use figures::{FIGURES, SETTLED_IN_JUNE};
use std::{collections::BTreeMap, sync::Arc};
use store::{Ctx, Db, Error, Files, Result};

/// School years of the dataset; the files of all three are taken over in the first days of the system.
const YEARS: [i16; 3] = [2023, 2024, 2025];
const IMPORTED: Date = Date::constant(2026, 1, 6);
const SETTLED: Date = Date::constant(2026, 1, 9);

/// Fills the county's facts.
pub(super) async fn create(db: &Db, files: &Files) -> Result<()> {
    let first = office_on(db, files, IMPORTED).await?;
    let mut tx = db.begin_write().await?;
    facts::set_up_dataset(&mut tx, &first).await?;
    tx.commit().await?;
    for year in YEARS {
        import_year(&first, year).await?;
    }
    settle(db, files).await?;
    define(db, files).await?;
    report(db, files, 2025, SETTLED, &FIGURES.map(|figure| figure.6)).await?;
    let ctx = office_on(db, files, Date::constant(2026, 1, 12)).await?;
    let bureau = bureau(db).await?;
    let codes = FIGURES.iter().filter_map(|figure| figure.0.parse().ok());
    let keys: Vec<FactKey> = codes
        .map(|code| FactKey::new(&code, bureau, TimePeriod::of_year(2025)))
        .collect();
    let mut tx = db.begin_write().await?;
    facts::verify(&mut tx, &ctx, &keys).await?;
    tx.commit().await
}

/// What the offices report of the running year at one of [`REPORTED`].
pub(super) async fn report_so_far(db: &Db, files: &Files, time: usize) -> Result<()> {
    let Some(day) = REPORTED.get(time) else {
        return Ok(());
    };
    let now = FIGURES.map(|figure| figure.7.get(time).copied().unwrap_or_default());
    report(db, files, 2026, *day, &now).await
}

/// The general office stands for figures that no report of May is on its way with.
pub(super) async fn verify_settled(db: &Db, files: &Files) -> Result<()> {
    let ctx = office_on(db, files, Date::constant(2026, 6, 10)).await?;
    let bureau = bureau(db).await?;
    let codes = SETTLED_IN_JUNE.iter().filter_map(|code| code.parse().ok());
    let keys: Vec<FactKey> = codes
        .map(|code| FactKey::new(&code, bureau, TimePeriod::of_year(2026)))
        .collect();
    let mut tx = db.begin_write().await?;
    facts::verify(&mut tx, &ctx, &keys).await?;
    tx.commit().await
}

/// One year's file, and what the office does with it.
async fn import_year(ctx: &Ctx, year: i16) -> Result<()> {
    let period = school_year(year)?;
    let filter = ItemFilter {
        source: Some(SourceKind::Dataset),
        ..ItemFilter::default()
    };
    let items = facts::items(&ctx.db, &filter).await?;
    let units = org::units(&ctx.db).await?;
    let bytes = schools::workbook(&items, &units, year)?;
    let name = format!("{}学年基表（各校汇总）.xlsx", period.label());
    let import = facts::upload_dataset(ctx, bytes, &name, period).await?;
    facts::apply_dataset(ctx, import, Take::RightCells, &[], "").await?;
    if year == 2025 {
        // One school had written a number in words; its own file brings it, and corrects another.
        let bytes = schools::correction(&items, &units, year)?;
        let import = facts::upload_dataset(ctx, bytes, "竹溪小学更正.xlsx", period).await?;
        facts::apply_dataset(ctx, import, Take::RightCells, &[], "").await?;
    }
    Ok(())
}

/// Earlier years are verified and locked; this year's is half verified, one number sent back.
async fn settle(db: &Db, files: &Files) -> Result<()> {
    let ctx = office_on(db, files, SETTLED).await?;
    let items = facts::items(db, &ItemFilter::default()).await?;
    let units = org::units(db).await?;
    let schools: Vec<UnitId> = units
        .iter()
        .filter(|unit| matches!(unit.kind, UnitKind::School | UnitKind::Kindergarten))
        .map(|unit| unit.id)
        .collect();
    let mut tx = db.begin_write().await?;
    for year in YEARS {
        let period = school_year(year)?;
        // The last schools of this year have not been looked at yet.
        let n = if year == 2025 {
            schools.len() - 12
        } else {
            schools.len()
        };
        let keys: Vec<FactKey> = items
            .iter()
            .filter(|item| item.source == Source::Dataset)
            .flat_map(|item| {
                schools
                    .iter()
                    .take(n)
                    .map(|unit| FactKey::new(&item.code, *unit, period))
            })
            .collect();
        facts::verify(&mut tx, &ctx, &keys).await?;
        if year < 2025 {
            facts::lock(&mut tx, &ctx, period).await?;
        }
    }
    let at = |code: &str, unit: &str, year| -> Result<FactKey> {
        let code: ItemCode = code.parse().map_err(|_| Error::NotFound)?;
        let unit = units.iter().find(|known| known.short_name == unit);
        Ok(FactKey::new(
            &code,
            unit.ok_or(Error::NotFound)?.id,
            school_year(year)?,
        ))
    };
    let doubted = at("pupils_left_behind", "柳湾镇渡口小学", 2025)?;
    facts::send_back(
        &mut tx,
        &ctx,
        &doubted,
        "比学籍系统多出一倍，请核对是否把随迁子女也算了进去",
    )
    .await?;
    tx.commit().await?;
    let grown = at("pupils", "阳光里幼儿园", 2025)?;
    facts::confirm_at(&ctx, &grown, "2025年9月二期园舍启用，新开4个班").await
}

/// The figures of the year, each reported by the head of an office.
async fn define(db: &Db, files: &Files) -> Result<()> {
    let units = org::units(db).await?;
    let ctx = office_on(db, files, SETTLED).await?;
    let mut tx = db.begin_write().await?;
    for (place, (code, name, unit, decimals, office, ..)) in (10..).zip(FIGURES) {
        let office = units.iter().find(|known| known.short_name == office);
        let office = office.ok_or(Error::NotFound)?.id;
        let source = Source::Reporter(Reporter::Post(office, Role::OfficeHead));
        let code = code.parse().map_err(|_| Error::NotFound)?;
        let mut item = DataItem::new(code, name, unit, Grain::Year, source);
        item.decimals = decimals;
        // A matter that is done or not has nothing to count in.
        if unit.is_empty() {
            item.kind = ValueKind::YesNo;
        }
        item.most = item.is_percent().then(|| Amount::whole(100));
        item.group = "年度工作".to_owned();
        item.meaning = "当年1月1日起累计，由牵头科室填报。".to_owned();
        item.basis = "《清禾县教育局2026年工作要点》".to_owned();
        item.place = place;
        facts::define(&mut tx, &ctx, item, "").await?;
    }
    tx.commit().await
}

/// What the offices report of a year on a day, in the order of [`FIGURES`].
async fn report(db: &Db, files: &Files, year: i16, day: Date, values: &[&str]) -> Result<()> {
    let bureau = bureau(db).await?;
    for ((code, _, _, _, office, head, ..), value) in FIGURES.into_iter().zip(values) {
        let Ok(amount) = Amount::parse(value) else {
            continue;
        };
        let code: ItemCode = code.parse().map_err(|_| Error::NotFound)?;
        let ctx = head_on(db, files, day, office, head).await?;
        let period = TimePeriod::of_year(year);
        let supply = Supply::new(&code, bureau, period, Some(amount), SourceRef::typed());
        let mut tx = db.begin_write().await?;
        facts::supply(&mut tx, &ctx, supply).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The bureau itself.
async fn bureau(db: &Db) -> Result<UnitId> {
    let units = org::units(db).await?;
    let bureau = units.iter().find(|unit| unit.kind == UnitKind::Bureau);
    Ok(bureau.ok_or(Error::NotFound)?.id)
}

fn school_year(year: i16) -> Result<TimePeriod> {
    TimePeriod::new(Grain::SchoolYear, year, 1).ok_or(Error::NotFound)
}

async fn office_on(db: &Db, files: &Files, day: Date) -> Result<Ctx> {
    let clock = Arc::new(FixedClock::at_nine(day)) as _;
    people::acting(db, files, &clock, Role::GeneralOffice).await
}

/// The head of an office, whether or not they have a log-in of the demo.
async fn head_on(db: &Db, files: &Files, day: Date, office: &str, head: &str) -> Result<Ctx> {
    let units: BTreeMap<String, UnitId> = org::units(db)
        .await?
        .into_iter()
        .map(|unit| (unit.short_name, unit.id))
        .collect();
    let unit = *units.get(office).ok_or(Error::NotFound)?;
    let person = org::person_named(db, head).await?.ok_or(Error::NotFound)?;
    let mut ctx = office_on(db, files, day).await?;
    ctx.actor = Actor {
        person,
        name: head.to_owned(),
        unit,
        unit_name: office.to_owned(),
        units: vec![unit],
        roles: vec![Role::OfficeHead],
        ..Actor::default()
    };
    Ok(ctx)
}
