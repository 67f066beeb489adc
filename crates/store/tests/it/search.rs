//! Finding by words, on both engines.

use crate::support::{NOON_MS, ctx_at, databases};
use base::{
    Actor, Role,
    actor::{PersonId, UnitId},
};
use store::{
    Db,
    search::{self, Audience, Entry},
};

fn entry(key: &str, title: &str, words: &str, audience: Vec<Audience>) -> Entry {
    Entry {
        key: key.to_owned(),
        kind: "item",
        title: title.to_owned(),
        context: "2026年工作要点".to_owned(),
        words: words.to_owned(),
        href: format!("/{key}"),
        at_ms: NOON_MS,
        audience,
    }
}

async fn put(db: &Db, entries: &[Entry]) {
    let mut tx = db.begin_write().await.unwrap();
    for entry in entries {
        search::put(&mut tx, entry).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn hrefs(db: &Db, actor: &Actor, units: Option<&[UnitId]>, question: &str) -> Vec<String> {
    let found = search::find(db, actor, units, question, None, (0, 50))
        .await
        .unwrap();
    let total: i64 = found.counts.iter().map(|count| count.n).sum();
    assert_eq!(total, i64::try_from(found.hits.len()).unwrap());
    found.hits.into_iter().map(|hit| hit.href).collect()
}

fn somebody() -> Actor {
    Actor {
        roles: vec![Role::OfficeStaff],
        ..Actor::default()
    }
}

#[tokio::test]
async fn words_of_one_and_two_characters_are_found_and_the_best_comes_first() {
    for database in databases().await {
        let all = || vec![Audience::Everyone];
        put(
            &database.db,
            &[
                entry("a", "加强校车安全管理", "每月检查一次", all()),
                entry("b", "校车", "", all()),
                entry("c", "开展体质健康测试", "经费12.5万元，含校车运行", all()),
                entry("d", "校园车辆", "", all()),
            ],
        )
        .await;
        let find = async |question: &str| hrefs(&database.db, &somebody(), None, question).await;
        assert_eq!(find("校车").await, ["/b", "/a", "/c"]);
        assert_eq!(find("车").await.len(), 4);
        assert_eq!(find("健康测试").await, ["/c"]);
        assert_eq!(find("校车 检查").await, ["/a"]);
        assert_eq!(find("１２．５万").await, ["/c"]);
        assert_eq!(find("要点").await.len(), 4);
        for nothing in ["车校", "", "%", "\" or *", "没有的"] {
            assert!(find(nothing).await.is_empty(), "{nothing}");
        }
    }
}

#[tokio::test]
async fn only_the_audience_finds_an_entry() {
    for database in databases().await {
        let (unit, person) = (UnitId::new(), PersonId::new());
        put(
            &database.db,
            &[
                entry("role", "甲事项", "", vec![Audience::Role(Role::Leader)]),
                entry("unit", "乙事项", "", vec![Audience::Unit(unit)]),
                entry("person", "丙事项", "", vec![Audience::Person(person)]),
                entry("nobody", "丁事项", "", vec![]),
            ],
        )
        .await;
        let find = async |actor: &Actor, units: Option<&[UnitId]>| {
            hrefs(&database.db, actor, units, "事项").await
        };
        let other = [UnitId::new()];
        assert!(find(&somebody(), Some(&other)).await.is_empty());
        assert!(find(&somebody(), Some(&[])).await.is_empty());
        assert_eq!(find(&somebody(), Some(&[unit])).await, ["/unit"]);
        assert_eq!(find(&somebody(), None).await, ["/unit"]);
        let leader = Actor {
            roles: vec![Role::Leader],
            person,
            ..Actor::default()
        };
        let mut found = find(&leader, Some(&other)).await;
        found.sort();
        assert_eq!(found, ["/person", "/role"]);
    }
}

#[tokio::test]
async fn an_entry_follows_its_thing_and_a_rebuilt_index_finds_the_same() {
    for database in databases().await {
        let ctx = ctx_at(&database, NOON_MS);
        let db = &ctx.db;
        put(db, &[entry("a", "旧名称", "", vec![Audience::Everyone])]).await;
        put(db, &[entry("a", "新名称", "", vec![Audience::Everyone])]).await;
        assert!(hrefs(db, &somebody(), None, "旧名").await.is_empty());
        assert_eq!(hrefs(db, &somebody(), None, "新名").await, ["/a"]);
        assert!(search::is_stale(db, "1").await.unwrap());
        let entries = vec![entry("b", "重建", "", vec![Audience::Everyone])];
        search::rebuild(db, "1", entries).await.unwrap();
        assert!(!search::is_stale(db, "1").await.unwrap());
        assert!(hrefs(db, &somebody(), None, "新名").await.is_empty());
        assert_eq!(hrefs(db, &somebody(), None, "重建").await, ["/b"]);
        let mut tx = db.begin_write().await.unwrap();
        search::remove(&mut tx, "b").await.unwrap();
        tx.commit().await.unwrap();
        assert!(hrefs(db, &somebody(), None, "重建").await.is_empty());
    }
}
