//! On both engines.

use super::*;
use crate::ledger::model::{Definition, Row, RowState, Tally, contributions};
use ::store::{Db, Read, args};
use base::actor::UnitId;
use std::collections::BTreeMap;
use testkit::TestDb;

async fn databases() -> Vec<TestDb> {
    testkit::databases(&crate::migrations()).await
}

fn training() -> Definition {
    let mut definition: Definition =
        toml::from_str(include_str!("../templates/training.toml")).unwrap();
    definition.give_slots(None);
    assert_eq!(definition.problems(), Vec::<String>::new());
    definition
}

fn row(no: i64, unit: UnitId, values: [(&str, &str); 4]) -> Row {
    Row {
        no,
        unit,
        state: RowState::Pending,
        version: 1,
        values: values
            .map(|(code, value)| (code.to_owned(), value.to_owned()))
            .into(),
        made_ms: 1,
        made_by: "王敏".to_owned(),
        origin: String::new(),
        changed_ms: 1,
        comment: String::new(),
    }
}

async fn filled(db: &Db, units: [UnitId; 2]) -> (i64, Definition) {
    let definition = training();
    let mut tx = db.begin_write().await.unwrap();
    let no = insert_register(&mut tx, &definition, units[0])
        .await
        .unwrap();
    insert_definition(&mut tx, no, 1, &definition, (1, "王敏", ""))
        .await
        .unwrap();
    let first = add_rows(&mut tx, no, 300).await.unwrap();
    assert_eq!(first, 1);
    let mut cells = Cells::default();
    let mut lines = Vec::new();
    for number in 1..=300_i64 {
        let unit = units[usize::from(number % 3 == 0)];
        let level = if number % 2 == 0 { "市级" } else { "县级" };
        let held = format!("2026-{:02}-01", number % 12 + 1);
        let hours = number.to_string();
        let id = format!("A{:04}", number % 100);
        let mut row = row(
            number,
            unit,
            [
                ("level", level),
                ("held", &held),
                ("hours", &hours),
                ("id_no", &id),
            ],
        );
        if number % 10 == 0 {
            row.state = RowState::Verified;
        }
        let indexed = definition.index(row.unit, &row.values);
        cells.count(&row, &indexed, 1);
        lines.push(line_of(no, &row, &indexed).unwrap());
    }
    insert_lines(&mut tx, lines).await.unwrap();
    put_cells(&mut tx, no, cells).await.unwrap();
    tx.commit().await.unwrap();
    (no, definition)
}

#[tokio::test]
async fn kept_totals_are_what_counting_gives() {
    for database in databases().await {
        let units = [UnitId::new(), UnitId::new()];
        let (no, definition) = filled(&database.db, units).await;
        let level = definition.field("level").unwrap().slot_in('c').unwrap();
        let hours = definition.field("hours").unwrap().slot_in('n').unwrap();
        let mut kept = Query {
            unit: Some(units[1]),
            months: Some(("2026-01".to_owned(), "2026-06".to_owned())),
            ..Query::default()
        };
        kept.choices[level] = vec!["市级".to_owned()];
        let mut counted = kept.clone();
        counted.numbers[hours].0 = Some(0);
        assert!(kept.is_kept() && !counted.is_kept());
        for state in [None, Some(RowState::Verified), Some(RowState::Returned)] {
            kept.state = state;
            counted.state = state;
            let by_cells = totals(&database.db, no, &kept).await.unwrap();
            let by_rows = totals(&database.db, no, &counted).await.unwrap();
            assert_eq!(by_cells, by_rows);
            let rows = find(&database.db, no, &kept, (500, 0)).await.unwrap();
            assert_eq!(i64::try_from(rows.len()).unwrap(), by_cells.n_rows);
            let sum: i64 = rows
                .iter()
                .map(|row| row.values["hours"].parse::<i64>().unwrap() * 10)
                .sum();
            assert_eq!(sum, by_cells.sums[hours]);
        }
    }
}

#[tokio::test]
async fn rows_are_found_by_words_texts_and_scope_and_sorted() {
    for database in databases().await {
        let units = [UnitId::new(), UnitId::new()];
        let (no, definition) = filled(&database.db, units).await;
        let db = &database.db;
        let id_no = definition.field("id_no").unwrap().slot_in('t').unwrap();
        let mut query = Query::default();
        query.texts[id_no] = "A0007".to_owned();
        query.sort = Some(("n1".to_owned(), true));
        let rows = find(db, no, &query, (10, 0)).await.unwrap();
        let numbers: Vec<i64> = rows.iter().map(|row| row.no).collect();
        assert_eq!(numbers, [207, 107, 7]);
        assert_eq!(n_people(db, no, &query).await.unwrap(), 1);
        let words = Query {
            words: "A0007".to_owned(),
            scope: Some(vec![units[1]]),
            ..Query::default()
        };
        for is_short in [true, false] {
            let query = Query {
                is_short,
                ..words.clone()
            };
            let rows = find(db, no, &query, (10, 0)).await.unwrap();
            let numbers: Vec<i64> = rows.iter().map(|row| row.no).collect();
            assert_eq!(numbers, [207]);
        }
        let nobody = Query {
            scope: Some(Vec::new()),
            ..Query::default()
        };
        assert_eq!(totals(db, no, &nobody).await.unwrap().n_rows, 0);
        let all = rows_after(db, no, &Query::default(), 290, 100)
            .await
            .unwrap();
        assert_eq!(all.len(), 10);
        let taken = keys_taken(db, no, &["x".to_owned()]).await.unwrap();
        assert!(taken.is_empty());
    }
}

#[tokio::test]
async fn tallies_go_up_and_down_with_rows_and_people_are_counted_once() {
    for database in databases().await {
        let bureau = UnitId::new();
        let definition = training();
        let one = row(
            1,
            bureau,
            [
                ("level", "市级"),
                ("held", "2026-03-01"),
                ("hours", "8"),
                ("id_no", "A0001"),
            ],
        );
        let again = Row {
            no: 2,
            ..one.clone()
        };
        let given = |rows: &[(&Row, i64)]| {
            let mut to = BTreeMap::new();
            for (row, sign) in rows {
                contributions(&definition, bureau, row, *sign, &mut to);
            }
            to
        };
        let mut tx = database.db.begin_write().await.unwrap();
        let kept = apply_tallies(&mut tx, 1, given(&[(&one, 1), (&again, 1)]))
            .await
            .unwrap();
        let of = |kept: &[KeptTally], code: &str| -> Tally {
            kept.iter().find(|kept| kept.rollup == code).unwrap().tally
        };
        assert_eq!(of(&kept, "times").n_rows, 2);
        assert_eq!(of(&kept, "people").n_keys, 1);
        let kept = apply_tallies(&mut tx, 1, given(&[(&one, -1)]))
            .await
            .unwrap();
        assert_eq!(of(&kept, "people").n_keys, 1);
        let verified = Row {
            state: RowState::Verified,
            ..again.clone()
        };
        let kept = apply_tallies(&mut tx, 1, given(&[(&again, -1), (&verified, 1)]))
            .await
            .unwrap();
        assert_eq!(of(&kept, "hours").total, 80);
        let kept = apply_tallies(&mut tx, 1, given(&[(&verified, -1)]))
            .await
            .unwrap();
        assert_eq!(of(&kept, "people").n_keys, 0);
        let n = tx
            .number("select count(*) as n from ledger_tally_keys", args![])
            .await
            .unwrap();
        assert_eq!(n, 0);
        assert!(tallies_of(&tx, 1, "times").await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_header_means_what_the_own_unit_said_and_otherwise_what_the_bureau_did() {
    for database in databases().await {
        let db = &database.db;
        let (bureau, school, other) = (UnitId::new(), UnitId::new(), UnitId::new());
        let said = [
            (bureau, ("姓名栏", "name")),
            (bureau, ("时数", "hours")),
            (school, ("时数", "level")),
            // Said again, it is what was said last.
            (school, ("项目名", "hours")),
            (school, ("项目名", "project")),
        ];
        let mut tx = db.begin_write().await.unwrap();
        for (unit, meaning) in said {
            save_header(&mut tx, 1, unit, meaning).await.unwrap();
        }
        save_header(&mut tx, 2, bureau, ("别的台账", "name"))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let read = async |unit| -> Vec<String> {
            let headers = headers(db, 1, [unit, bureau]).await.unwrap();
            let words = headers.iter();
            words
                .map(|(word, field)| format!("{word} {field}"))
                .collect()
        };
        let bureaus = ["姓名栏 name", "时数 hours"];
        assert_eq!(
            read(school).await,
            ["姓名栏 name", "时数 level", "项目名 project"]
        );
        assert_eq!(read(other).await, bureaus);
        assert_eq!(read(bureau).await, bureaus);
    }
}
