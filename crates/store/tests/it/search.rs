//! Finding by words, on both engines.

use crate::support::{NOON_MS, ctx_at, databases};
use base::{Actor, Role, actor::PersonId};
use store::{
    Db,
    search::{self, Audience, Entry, Wanted},
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

async fn hrefs(db: &Db, actor: &Actor, keys: &[&str], question: &str) -> Vec<String> {
    let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
    let found = search::find(db, actor, &keys, question, Wanted::BestOfEach(50))
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
        let find = async |question: &str| hrefs(&database.db, &somebody(), &[], question).await;
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
        let person = PersonId::new();
        let key = |word: &str| Audience::Key(word.to_owned());
        put(
            &database.db,
            &[
                entry("role", "甲事项", "", vec![Audience::Role(Role::Leader)]),
                entry("key", "乙事项", "", vec![key("ledger:1"), key("ledger:2")]),
                entry("person", "丙事项", "", vec![Audience::Person(person)]),
                entry("nobody", "丁事项", "", vec![]),
            ],
        )
        .await;
        let find =
            async |actor: &Actor, keys: &[&str]| hrefs(&database.db, actor, keys, "事项").await;
        assert!(find(&somebody(), &["ledger", "ledger:3"]).await.is_empty());
        assert!(find(&somebody(), &[]).await.is_empty());
        // Two ways to it are one hit.
        assert_eq!(find(&somebody(), &["ledger:1", "ledger:2"]).await, ["/key"]);
        let leader = Actor {
            roles: vec![Role::Leader],
            person,
            ..Actor::default()
        };
        let mut found = find(&leader, &["ledger:3"]).await;
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
        assert!(hrefs(db, &somebody(), &[], "旧名").await.is_empty());
        assert_eq!(hrefs(db, &somebody(), &[], "新名").await, ["/a"]);
        assert!(search::is_stale(db, "1").await.unwrap());
        let entries = vec![entry("b", "重建", "", vec![Audience::Everyone])];
        search::rebuild(db, "1", entries).await.unwrap();
        assert!(!search::is_stale(db, "1").await.unwrap());
        assert!(hrefs(db, &somebody(), &[], "新名").await.is_empty());
        assert_eq!(hrefs(db, &somebody(), &[], "重建").await, ["/b"]);
        let mut tx = db.begin_write().await.unwrap();
        search::remove(&mut tx, "b").await.unwrap();
        tx.commit().await.unwrap();
        assert!(hrefs(db, &somebody(), &[], "重建").await.is_empty());
    }
}

#[tokio::test]
async fn a_page_of_one_sort_and_the_best_of_each_are_taken_from_the_same_hits() {
    for database in databases().await {
        let all = || vec![Audience::Everyone];
        let mut entries: Vec<Entry> = (0..7)
            .map(|n| entry(&format!("item{n}"), &format!("校车{n}"), "", all()))
            .collect();
        let other = entry("unit", "校车公司", "", all());
        entries.push(Entry {
            kind: "unit",
            ..other
        });
        put(&database.db, &entries).await;
        let find = async |wanted: Wanted<'_>| {
            search::find(&database.db, &somebody(), &[], "车", wanted)
                .await
                .unwrap()
        };
        let best = find(Wanted::BestOfEach(3)).await;
        let kinds: Vec<&str> = best.hits.iter().map(|hit| hit.kind.as_str()).collect();
        assert_eq!(kinds, ["item", "item", "item", "unit"]);
        let counts: Vec<i64> = best.counts.iter().map(|count| count.n).collect();
        assert_eq!(counts, [7, 1]);
        let mut met = Vec::new();
        for page in 0..3 {
            let page = find(Wanted::Page("item", page * 3, 3)).await;
            assert_eq!(page.counts, best.counts);
            met.extend(page.hits.into_iter().map(|hit| hit.href));
        }
        assert_eq!(met[..3], [0, 1, 2].map(|at| best.hits[at].href.clone()));
        met.sort();
        met.dedup();
        assert_eq!(met.len(), 7);
    }
}

#[tokio::test]
async fn entries_of_a_kind_are_brought_to_what_they_are_now_and_others_are_left_alone() {
    for database in databases().await {
        let db = &database.db;
        let key = |word: &str| vec![Audience::Key(word.to_owned())];
        let before = [
            entry("same", "甲事项", "", key("a")),
            entry("moved", "乙事项", "", key("a")),
            entry("gone", "丙事项", "", key("a")),
        ];
        put(db, &before).await;
        let other = Entry {
            kind: "other",
            ..entry("other", "丁事项", "", key("a"))
        };
        put(db, &[other]).await;
        let after = [
            entry("same", "甲事项", "", key("a")),
            entry("moved", "乙事项", "", key("b")),
            entry("new", "戊事项", "", key("a")),
        ];
        let mut tx = db.begin_write().await.unwrap();
        search::sync(&mut tx, "item", &after).await.unwrap();
        tx.commit().await.unwrap();
        let mut found = hrefs(db, &somebody(), &["a"], "事项").await;
        found.sort();
        assert_eq!(found, ["/new", "/other", "/same"]);
        assert_eq!(hrefs(db, &somebody(), &["b"], "事项").await, ["/moved"]);
    }
}
