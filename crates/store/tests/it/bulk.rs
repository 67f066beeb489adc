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
