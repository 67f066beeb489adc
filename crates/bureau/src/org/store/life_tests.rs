//! What units and posts have behind them, on both engines.

use super::{
    every_unit, leaders, past_posts_of, posts_of, posts_of_unit, tests::empty_houses,
    tests::houses, units,
};
use crate::org::{
    actions::{self, Occasion, Take},
    model::{Unit, UnitKind},
    workbook::{self, Column, Line, Sheets},
};
use base::{Role, day::Date};
use std::collections::BTreeMap;

fn occasion(on: Date) -> Occasion {
    Occasion {
        on,
        reason: "清教发〔2026〕3号".into(),
    }
}

fn named<'a>(units: &'a [Unit], short_name: &str) -> &'a Unit {
    let found = units.iter().find(|unit| unit.short_name == short_name);
    found.unwrap()
}

#[tokio::test]
async fn who_was_in_a_merged_unit_goes_along_and_keeps_the_past_under_its_old_name() {
    for house in houses().await {
        let (ctx, db) = (&house.ctx, &house.ctx.db);
        let before = units(db).await.unwrap();
        let (office, into) = (named(&before, "电教馆").id, named(&before, "教研室").id);
        let people: Vec<_> = posts_of_unit(db, office).await.unwrap();
        let on = Date::constant(2026, 2, 1);
        actions::merge_unit(ctx, office, 1, into, true, occasion(on))
            .await
            .unwrap();
        assert!(
            units(db)
                .await
                .unwrap()
                .iter()
                .all(|unit| unit.id != office)
        );
        let all = every_unit(db).await.unwrap();
        let closed = named(&all, "电教馆").closed.unwrap();
        assert_eq!((closed.on, closed.successor), (on, Some(into)));
        for post in people {
            let now = posts_of(db, &[post.person]).await.unwrap();
            assert!(
                now.iter()
                    .any(|now| now.unit == into && now.from == Some(on))
            );
            let past = past_posts_of(db, post.person).await.unwrap();
            assert_eq!((past[0].unit, past[0].until), (office, on));
        }
        let charged = leaders(db).await.unwrap();
        assert!(
            charged
                .iter()
                .all(|leader| !leader.in_charge_of.contains(&office))
        );
    }
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % n
    }

    fn day(&mut self) -> String {
        let (year, month, day) = (
            2000 + self.below(20),
            1 + self.below(12),
            1 + self.below(28),
        );
        format!("{year}-{month:02}-{day:02}")
    }
}

fn line(row: usize, cells: &[(Column, String)]) -> Line {
    Line {
        row: u32::try_from(row).unwrap() + 2,
        cells: cells.iter().cloned().collect(),
    }
}

/// A bureau nobody has thought up.
fn sheets(dice: &mut Dice) -> Sheets {
    let bureau = "教育局".to_owned();
    let mut units = Vec::new();
    let n_units = 4 + dice.below(20);
    for n in 0..n_units {
        let kind = UnitKind::ALL[1 + usize::try_from(dice.below(5)).unwrap()];
        let some = |dice: &mut Dice| usize::try_from(dice.below(n.max(1))).unwrap();
        let parent = match dice.below(3) {
            0 if n > 0 => format!("清禾县第{}单位", some(dice)),
            _ => bureau.clone(),
        };
        let mut cells = vec![
            (Column::UnitName, format!("清禾县第{n}单位")),
            (Column::ShortName, format!("{n}单位")),
            (Column::Kind, kind.label().to_owned()),
            (Column::Parent, parent),
            (
                Column::Aliases,
                ["", "甲、乙", "=1+1"][usize::try_from(dice.below(3)).unwrap()].into(),
            ),
            (Column::Place, (n * 10).to_string()),
        ];
        if dice.below(2) == 0 {
            cells.push((Column::FirstDay, dice.day()));
        }
        if dice.below(3) == 0 {
            let text = format!("清禾县旧{n}（东）校〔旧{n}〕至{}", dice.day());
            cells.push((Column::FormerNames, text));
        }
        // The first three live, so that there is somewhere to go.
        if n > 2 && dice.below(4) == 0 {
            cells.push((Column::ClosedOn, "2025-09-01".into()));
            if dice.below(2) == 0 {
                cells.push((Column::Successor, format!("清禾县第{}单位", dice.below(3))));
            }
        }
        units.push(line(units.len(), &cells));
    }
    let mut people = Vec::new();
    for n in 0..1 + dice.below(30) {
        let roles = [Role::OfficeHead, Role::School, Role::Leader];
        for post in 0..1 + dice.below(3) {
            let unit = dice.below(3);
            let role = roles[usize::try_from(unit).unwrap()];
            let mut cells = vec![
                (Column::PersonName, format!("人员{}", n % 7)),
                (Column::Phone, format!("1990000{n:04}")),
                (Column::PostUnit, format!("清禾县第{unit}单位")),
                (Column::Title, format!("职务{post}")),
                (Column::Role, role.label().to_owned()),
                (Column::From, "2019-09-01".to_owned()),
            ];
            if post > 0 && dice.below(2) == 0 {
                cells.push((Column::Until, "2024-08-31".into()));
                cells.push((Column::EndReason, "调离".into()));
            } else if role == Role::Leader {
                cells.push((Column::Charges, "清禾县第0单位、清禾县第1单位".into()));
                cells.push((Column::Fields, "校园安全、基础教育".into()));
            }
            people.push(line(people.len(), &cells));
        }
    }
    let fields = ["基础教育", "校园安全", "财务"].map(|name| {
        let place = dice.below(100).to_string();
        [
            (Column::FieldName, name.to_owned()),
            (Column::FieldPlace, place),
        ]
    });
    let fields = (0..).zip(fields).map(|(row, cells)| line(row, &cells));
    Sheets {
        units,
        people,
        fields: fields.collect(),
    }
}

/// The cells that mean the same in every house: without numbers of rows and of things.
fn told(sheets: &Sheets) -> [Vec<BTreeMap<Column, String>>; 3] {
    [&sheets.units, &sheets.people, &sheets.fields].map(|lines| {
        let mut lines: Vec<_> = lines
            .iter()
            .map(|line| {
                let mut cells = line.cells.clone();
                cells.remove(&Column::Id);
                cells
            })
            .collect();
        lines.sort();
        lines
    })
}

fn without_numbers(mut sheets: Sheets) -> Sheets {
    for line in sheets.units.iter_mut().chain(&mut sheets.people) {
        line.cells.remove(&Column::Id);
    }
    sheets
}

#[tokio::test]
async fn what_is_exported_and_taken_into_an_empty_bureau_is_exported_the_same() {
    for seed in 0..6 {
        let first = empty_houses().await;
        let second = empty_houses().await;
        for (one, other) in first.iter().zip(&second) {
            let mut dice = Dice(seed);
            let made = sheets(&mut dice);
            actions::import(&one.ctx, &made, Take::All).await.unwrap();
            let exported = actions::sheets(&one.ctx).await.unwrap();
            let bytes = workbook::write(&exported).unwrap();
            let read = workbook::read(&bytes).unwrap();
            let plan = actions::preview_import(&one.ctx, &read).await.unwrap();
            assert!(plan.faults.is_empty(), "{seed}: {:?}", plan.faults);
            assert!(!plan.changes_something(), "{seed}: {:?}", plan.counts());

            let read = without_numbers(read);
            actions::import(&other.ctx, &read, Take::All).await.unwrap();
            let again = actions::sheets(&other.ctx).await.unwrap();
            assert_eq!(told(&again), told(&exported), "seed {seed}");
        }
    }
}
