//! Queries of many rows whose rows come as one text.

use crate::support::databases;
use serde::Deserialize;
use store::{Read, args};

#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    id: String,
    place: i64,
    #[serde(deserialize_with = "store::flag")]
    is_dropped: bool,
    due: Option<String>,
}

const ROWS: &str = "select 'b' as id, 2 as place, 1 = 1 as is_dropped, cast(null as text) as due
    union all select 'a', 1, 1 = 0, '引号\"，反斜杠\\，换行
。'";

#[tokio::test]
async fn rows_in_bulk_are_the_rows_of_the_query_in_its_order() {
    for test in databases().await {
        let sql = format!("select * from ({ROWS}) r where place < $1 order by place desc");
        let rows: Vec<Row> = test.db.bulk(&sql, args![9_i64]).await.unwrap();
        assert_eq!(
            rows,
            [
                Row {
                    id: "b".into(),
                    place: 2,
                    is_dropped: true,
                    due: None,
                },
                Row {
                    id: "a".into(),
                    place: 1,
                    is_dropped: false,
                    due: Some("引号\"，反斜杠\\，换行\n。".into()),
                },
            ]
        );
        let none: Vec<Row> = test.db.bulk(&sql, args![0_i64]).await.unwrap();
        assert_eq!(none, []);
        let before = test.db.statements_sent();
        let _: Vec<Row> = test.db.bulk(&sql, args![9_i64]).await.unwrap();
        assert_eq!(test.db.statements_sent() - before, 1);
    }
}

#[tokio::test]
async fn however_many_rows_are_inserted_each_is_kept_as_it_is() {
    const N: i64 = 2_500;
    for test in databases().await {
        let mut tx = test.db.begin_write().await.unwrap();
        tx.run_script(
            "create table kept (place bigint primary key, words text, due text, blank bigint,
             is_even boolean, part double precision, bytes bytea)",
        )
        .await
        .unwrap();
        let words = |place: i64| format!("第{place}行，“引号\"”\\\n'；");
        let due = |place: i64| (place % 2 == 0).then(|| "2026-03-05".to_owned());
        let rows = |places: std::ops::Range<i64>| -> Vec<_> {
            places
                .map(|place| {
                    let part = (place % 3 != 0).then_some(0.25_f64);
                    let bytes = vec![0_u8, 255];
                    let nothing = Option::<i64>::None;
                    args![
                        place,
                        words(place),
                        due(place),
                        nothing,
                        place % 2 == 0,
                        part,
                        bytes
                    ]
                })
                .collect()
        };
        let columns = ["place", "words", "due", "blank", "is_even", "part", "bytes"];
        for places in [0..3, 3..N] {
            tx.insert_many("kept", &columns, rows(places))
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let wrong = "select count(*) as n from kept where words <> '第' || place || '行，“引号\"”\\
''；' or (due is null) <> (place % 2 = 1) or due <> '2026-03-05'
             or blank is not null or is_even <> (place % 2 = 0) or length(bytes) <> 2
             or (part is null) <> (place % 3 = 0) or part <> 0.25";
        assert_eq!(test.db.number(wrong, args![]).await.unwrap(), 0);
        let all = "select count(*) as n from kept";
        assert_eq!(test.db.number(all, args![]).await.unwrap(), N);

        // One that is refused undoes all of its transaction.
        let mut tx = test.db.begin_write().await.unwrap();
        let again = rows(N - 1..N + 1_500).into_iter().rev().collect();
        assert!(tx.insert_many("kept", &columns, again).await.is_err());
        drop(tx);
        assert_eq!(test.db.number(all, args![]).await.unwrap(), N);
    }
}
