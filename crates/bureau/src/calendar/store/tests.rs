//! On both engines.

use super::*;
use crate::calendar::model::{DayKind, Mark, shipped_rules};
use testkit::TestDb;

async fn databases() -> Vec<TestDb> {
    testkit::databases(&crate::migrations()).await
}

fn table(version: i64, day: &str) -> YearTable {
    let mark = Mark {
        kind: DayKind::Off,
        name: "元旦".to_owned(),
    };
    YearTable {
        version,
        marks: BTreeMap::from([(day.parse().unwrap(), mark)]),
    }
}

#[tokio::test]
async fn the_newest_table_of_a_year_is_in_force_and_the_older_ones_stay() {
    for database in databases().await {
        let db = &database.db;
        let mut tx = db.begin_write().await.unwrap();
        for (year, kept) in [
            (2027, table(1, "2027-01-01")),
            (2027, table(2, "2027-01-02")),
            (2028, table(1, "2028-01-01")),
        ] {
            insert_table(&mut tx, year, &kept, 1, "沈书宁")
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let tables = tables(db).await.unwrap();
        assert_eq!(tables[&2027], table(2, "2027-01-02"));
        assert_eq!(tables[&2028], table(1, "2028-01-01"));
        let n = db
            .number("select count(*) as n from calendar_tables", args![])
            .await
            .unwrap();
        assert_eq!(n, 3);
    }
}

#[tokio::test]
async fn a_rule_is_saved_once_for_each_version() {
    for database in databases().await {
        let db = &database.db;
        let mut rule = shipped_rules().remove(0);
        rule.term.days = 12;
        let mut tx = db.begin_write().await.unwrap();
        assert!(save_rule(&mut tx, &rule).await.unwrap());
        assert!(!save_rule(&mut tx, &rule).await.unwrap());
        rule.version = 1;
        rule.remind = vec![2];
        assert!(save_rule(&mut tx, &rule).await.unwrap());
        tx.commit().await.unwrap();
        let rules = set_rules(db, shipped_rules()).await.unwrap();
        assert_eq!((rules[0].term.days, rules[0].version), (12, 2));
        assert_eq!(rules[0].remind, [2]);
        assert_eq!(rules[1], shipped_rules()[1]);
    }
}

#[tokio::test]
async fn a_span_is_changed_by_whoever_saw_it_last() {
    for database in databases().await {
        let db = &database.db;
        let mut span = Period {
            id: PeriodId::new(),
            kind: PeriodKind::Examination,
            name: "高考".to_owned(),
            first: "2026-06-07".parse().unwrap(),
            last: "2026-06-09".parse().unwrap(),
            version: 1,
        };
        let mut tx = db.begin_write().await.unwrap();
        insert_period(&mut tx, &span).await.unwrap();
        assert!(update_period(&mut tx, &span).await.unwrap());
        assert!(!update_period(&mut tx, &span).await.unwrap());
        span.version = 2;
        assert_eq!(period(&tx, span.id).await.unwrap(), Some(span.clone()));
        assert_eq!(periods(&tx).await.unwrap(), std::slice::from_ref(&span));
        delete_period(&mut tx, span.id).await.unwrap();
        assert_eq!(period(&tx, span.id).await.unwrap(), None);
        tx.commit().await.unwrap();
    }
}
