//! The filled-in workbooks of the dataset: plausible figures for each school, the same on every machine.

use crate::{
    facts::{DataItem, ValueKind},
    org::{Unit, UnitKind},
};
use rust_xlsxwriter::{Workbook, XlsxError};
use std::collections::BTreeMap;
use store::{Error, Result};

type Units = [Unit];

/// What a school is, as far as its figures go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Primary,
    Junior,
    Senior,
    NineYear,
    Special,
    Activity,
    Kindergarten,
}

/// The file of all schools for a school year.
pub(super) fn workbook(items: &[DataItem], units: &Units, year: i16) -> Result<Vec<u8>> {
    write(items, units, year, &|_| true, &|school, figures, words| {
        // What people get wrong: a decimal point, two columns exchanged, a number in words.
        match (school, year) {
            ("古桥", 2025) => scale(figures, "books", 10.0),
            ("东门", 2025) => exchange(figures, "teachers_female", "teachers"),
            ("渡口", 2025) => scale(figures, "pupils_left_behind", 2.0),
            ("石泉", 2025) => scale(figures, "equip_value", 8.0),
            ("竹溪小学", 2025) => {
                words.insert("classes", "二十八");
            }
            _ => {}
        }
    })
}

/// The file one school sent afterwards.
pub(super) fn correction(items: &[DataItem], units: &Units, year: i16) -> Result<Vec<u8>> {
    write(
        items,
        units,
        year,
        &|name| name.contains("竹溪小学"),
        &|_, figures, _| {
            scale(figures, "books", 1.02);
        },
    )
}

type Figures = BTreeMap<&'static str, f64>;
type Slips<'a> = dyn Fn(&str, &mut Figures, &mut BTreeMap<&'static str, &'static str>) + 'a;

fn write(
    items: &[DataItem],
    units: &Units,
    year: i16,
    wanted: &dyn Fn(&str) -> bool,
    slips: &Slips<'_>,
) -> Result<Vec<u8>> {
    let broken = |error: XlsxError| Error::Corrupt(error.to_string());
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let mut put = |row: u32, column: u16, text: &str| {
        sheet
            .write_string(row, column, text)
            .map(|_| ())
            .map_err(broken)
    };
    put(0, 0, "清禾县学校基本情况统计表")?;
    put(1, 0, "序号")?;
    put(1, 1, "学校代码")?;
    put(1, 2, "学校名称")?;
    for (column, item) in (3u16..).zip(items) {
        let header = match item.unit.is_empty() {
            true => item.name.clone(),
            false => format!("{}（{}）", item.name, item.unit),
        };
        put(1, column, &header)?;
    }
    let schools = units
        .iter()
        .filter(|unit| matches!(unit.kind, UnitKind::School | UnitKind::Kindergarten));
    let mut row = 2;
    for (place, unit) in (0u32..).zip(schools) {
        if !wanted(&unit.name) {
            continue;
        }
        let stage = stage_of(&unit.name, unit.kind);
        let mut figures = figures(stage, place, &unit.name, year);
        let mut words = BTreeMap::new();
        for school in ["古桥", "东门", "渡口", "石泉", "竹溪小学"] {
            if unit.name.contains(school) {
                slips(school, &mut figures, &mut words);
            }
        }
        let sheet = workbook.worksheet_from_index(0).map_err(broken)?;
        sheet.write_number(row, 0, row - 1).map_err(broken)?;
        sheet.write_string(row, 1, &unit.code).map_err(broken)?;
        sheet.write_string(row, 2, &unit.name).map_err(broken)?;
        for (column, item) in (3u16..).zip(items) {
            if !item.applies_to(unit.kind) {
                continue;
            }
            let code = item.code.as_str();
            if let Some(text) = words.get(code) {
                sheet.write_string(row, column, *text).map_err(broken)?;
            } else if item.kind == ValueKind::YesNo {
                sheet.write_string(row, column, "是").map_err(broken)?;
            } else if let Some(figure) = figures.get(code) {
                let scale = 10f64.powi(i32::from(item.decimals));
                let figure = (figure * scale).round() / scale;
                sheet.write_number(row, column, figure).map_err(broken)?;
            }
        }
        row += 1;
    }
    workbook.save_to_buffer().map_err(broken)
}

fn stage_of(name: &str, kind: UnitKind) -> Stage {
    let is = |words: &[&str]| words.iter().any(|word| name.contains(word));
    match kind {
        UnitKind::Kindergarten => Stage::Kindergarten,
        _ if is(&["特殊教育"]) => Stage::Special,
        _ if is(&["青少年活动"]) => Stage::Activity,
        _ if is(&["九年一贯"]) => Stage::NineYear,
        _ if is(&["小学"]) => Stage::Primary,
        _ if is(&["第一中学", "高级中学", "职业教育"]) => Stage::Senior,
        _ => Stage::Junior,
    }
}

/// A number between 0 and 1 that is always the same for a school and a purpose.
fn chance(place: u32, purpose: u32) -> f64 {
    let mut mixed = place.wrapping_mul(2_654_435_761) ^ purpose.wrapping_mul(40_503);
    mixed ^= mixed >> 15;
    mixed = mixed.wrapping_mul(2_246_822_519);
    mixed ^= mixed >> 13;
    f64::from(mixed % 10_000) / 10_000.0
}

/// The figures of a school; each is a part of another, so that they go together.
fn figures(stage: Stage, place: u32, name: &str, year: i16) -> Figures {
    let luck = |purpose| chance(place, purpose);
    let about = |middle: f64, spread: f64, purpose| middle * (1.0 + spread * (luck(purpose) - 0.5));
    let age = f64::from(year - 2023);
    let is_central = name.contains("中心") || name.contains("实验") || name.contains("附属");
    let base = match stage {
        Stage::Primary if is_central => 1_180.0,
        Stage::Primary if name.contains('镇') || name.contains('乡') => 360.0,
        Stage::Primary => 860.0,
        Stage::Junior if name.contains('镇') => 820.0,
        Stage::Junior => 1_420.0,
        Stage::Senior => 2_250.0,
        Stage::NineYear => 690.0,
        Stage::Special => 96.0,
        Stage::Activity => 0.0,
        Stage::Kindergarten => 245.0,
    };
    // Fewer children are born: kindergartens shrink, junior schools still grow.
    let trend = match stage {
        Stage::Kindergarten => 1.0 - 0.05 * age,
        Stage::Primary => 1.0 - 0.015 * age,
        Stage::Special | Stage::Activity => 1.0,
        _ => 1.0 + 0.02 * age,
    };
    // One kindergarten opened a second house in 2025.
    let grown = if name.contains("阳光里") && year >= 2025 {
        1.55
    } else {
        1.0
    };
    let pupils = (about(base, 0.5, 1) * trend * grown).round();
    let (per_class, per_teacher) = match stage {
        Stage::Primary => (41.0, 17.2),
        Stage::Junior | Stage::NineYear => (46.0, 12.8),
        Stage::Senior => (49.0, 11.9),
        Stage::Special | Stage::Activity => (9.0, 2.6),
        Stage::Kindergarten => (28.0, 9.6),
    };
    let classes = (pupils / about(per_class, 0.12, 2)).ceil();
    let teachers = match stage {
        Stage::Activity => 12.0,
        _ => (pupils / about(per_teacher, 0.16, 3)).ceil(),
    };
    let part = |of: f64, share: f64, purpose| (of * about(share, 0.2, purpose)).floor();
    let (primary, junior, senior) = match stage {
        Stage::Primary | Stage::Special => (pupils, 0.0, 0.0),
        Stage::NineYear => {
            let primary = (pupils * 0.62).round();
            (primary, pupils - primary, 0.0)
        }
        Stage::Junior => (0.0, pupils, 0.0),
        Stage::Senior => (0.0, 0.0, pupils),
        Stage::Activity | Stage::Kindergarten => (0.0, 0.0, 0.0),
    };
    let of_primary = |number: f64| {
        if pupils > 0.0 {
            (number * primary / pupils).round()
        } else {
            0.0
        }
    };
    let of_junior = |number: f64| {
        if pupils > 0.0 {
            (number * junior / pupils).round()
        } else {
            0.0
        }
    };
    let floor = about(9.2, 0.3, 20) * pupils.max(120.0);
    let bachelor = part(teachers, 0.82 + 0.02 * age, 30);
    let mid = part(teachers, 0.55, 31);
    let running = pupils.max(60.0) * about(0.115, 0.1, 60);
    let staffing = (teachers + 4.0) * about(13.6, 0.06, 61);
    let average = if classes > 0.0 { pupils / classes } else { 0.0 };
    BTreeMap::from([
        ("pupils", pupils),
        ("pupils_primary", primary),
        ("pupils_junior", junior),
        ("pupils_senior", senior),
        ("pupils_female", part(pupils, 0.465, 4).min(pupils)),
        ("pupils_new", part(pupils, 0.19, 5)),
        ("pupils_graduates", part(pupils, 0.18, 6)),
        (
            "pupils_boarding",
            if stage == Stage::Senior {
                part(pupils, 0.6, 7)
            } else {
                part(pupils, 0.04, 7)
            },
        ),
        ("pupils_migrant", part(pupils, 0.11, 8)),
        ("pupils_left_behind", part(pupils, 0.07, 9)),
        (
            "pupils_disabled",
            if stage == Stage::Special {
                pupils
            } else {
                part(pupils, 0.006, 10)
            },
        ),
        ("pupils_aided", part(pupils, 0.12, 11)),
        ("classes", classes),
        ("classes_primary", of_primary(classes)),
        ("classes_junior", of_junior(classes)),
        (
            "classes_large",
            if luck(12) > 0.85 {
                (classes * 0.08).ceil()
            } else {
                0.0
            },
        ),
        ("largest_class", (average * 1.06).ceil()),
        ("staff", teachers + (teachers * 0.08).ceil() + 1.0),
        ("teachers", teachers),
        ("teachers_primary", of_primary(teachers)),
        ("teachers_junior", of_junior(teachers)),
        ("teachers_female", part(teachers, 0.7, 32)),
        ("teachers_young", part(teachers, 0.34, 33)),
        ("teachers_bachelor", bachelor),
        ("teachers_master", part(bachelor, 0.05, 34)),
        (
            "teachers_over_degree",
            part(teachers, 0.86, 35).min(teachers),
        ),
        ("teachers_mid_title", mid),
        ("teachers_senior_title", part(mid, 0.28, 36)),
        ("teachers_backbone", part(teachers, 0.13, 37)),
        ("teachers_pe", part(teachers, 0.075, 38)),
        ("teachers_music", part(teachers, 0.04, 39)),
        ("teachers_art", part(teachers, 0.038, 40)),
        (
            "teachers_psychology",
            if pupils > 900.0 { 1.0 } else { 0.0 },
        ),
        ("teachers_certified", (teachers * 0.99).floor()),
        ("teachers_exchanged", part(teachers, 0.07, 41)),
        ("teachers_contract", part(teachers, 0.05, 42)),
        ("land_area", floor * about(2.6, 0.2, 21)),
        ("floor_area", floor),
        ("teach_area", floor * about(0.52, 0.15, 22)),
        ("sport_area", pupils.max(100.0) * about(8.1, 0.3, 23)),
        ("green_area", floor * about(0.8, 0.2, 24)),
        ("dangerous_area", 0.0),
        ("classrooms", classes + 2.0),
        ("music_rooms", (classes / 14.0).ceil()),
        ("art_rooms", (classes / 14.0).ceil()),
        ("labs", (classes / 9.0).ceil()),
        ("mm_rooms", classes + 1.0),
        (
            "equip_value",
            pupils.max(80.0) * about(0.228, 0.25, 50) * (1.0 + 0.04 * age),
        ),
        ("pcs", (pupils * about(0.145, 0.2, 51)).round()),
        ("tablets", (pupils * about(0.03, 0.6, 52)).round()),
        ("books", (pupils.max(60.0) * about(27.0, 0.25, 53)).round()),
        ("ebooks", (pupils * about(16.0, 0.4, 54)).round()),
        ("money_staff", staffing),
        ("money_running", running),
        ("money_training", running * about(0.056, 0.1, 62)),
        ("money_income", staffing + running * 1.15),
        ("money_assets", floor * about(0.31, 0.2, 63)),
    ])
}

fn scale(figures: &mut Figures, code: &'static str, by: f64) {
    if let Some(figure) = figures.get_mut(code) {
        *figure = (*figure * by).round();
    }
}

fn exchange(figures: &mut Figures, one: &'static str, other: &'static str) {
    let (a, b) = (figures.get(one).copied(), figures.get(other).copied());
    if let (Some(a), Some(b)) = (a, b) {
        figures.insert(one, b);
        figures.insert(other, a);
    }
}
