//! The chain of the audit: whatever is changed by hand is found and named.

use crate::support::{NOON_MS, by_hand, ctx_at, databases, fault, write_lines};
use store::{
    Read, args,
    audit::{self, Facts, Fault, Filter, Line},
};

#[tokio::test]
async fn lines_written_by_the_program_prove_whole() {
    for database in databases().await {
        let ctx = ctx_at(&database, NOON_MS);
        assert_eq!(fault(&ctx).await, None, "an empty audit is whole");
        write_lines(&ctx, 5).await;
        let proof = audit::verify(&ctx.db, ctx.db.head_file(), None)
            .await
            .unwrap();
        assert_eq!((proof.n_lines, proof.fault), (5, None));
        let noted = Some((proof.head.sequence, proof.head.hash));
        write_lines(&ctx, 1).await;
        let proof = audit::verify(&ctx.db, ctx.db.head_file(), noted)
            .await
            .unwrap();
        assert_eq!((proof.n_lines, proof.fault), (6, None));
    }
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_or_remove_lines() {
    for database in databases().await {
        let ctx = ctx_at(&database, NOON_MS);
        write_lines(&ctx, 2).await;
        for statement in [
            "update store_audit set detail = 'x' where sequence = 1",
            "delete from store_audit where sequence = 2",
            "delete from store_audit",
        ] {
            let mut tx = ctx.db.begin_write().await.unwrap();
            tx.run(statement, args![]).await.unwrap_err();
        }
        assert_eq!(fault(&ctx).await, None);
    }
}

#[tokio::test]
async fn whatever_is_done_by_hand_is_named_with_its_place() {
    let insert = "insert into store_audit
        (sequence, at_ms, account_id, actor_name, from_address, act, object, object_name, detail,
         before, after, reason, previous_hash, hash)
        select SEQUENCE, at_ms, account_id, actor_name, from_address, act, object, object_name,
               detail, before, after, reason, previous_hash, hash
        from store_audit where sequence = 3";
    let (between, behind) = (
        insert.replace("SEQUENCE", "0"),
        insert.replace("SEQUENCE", "6"),
    );
    let cases: &[(&str, &[&str], Fault)] = &[
        (
            "one word of a line",
            &["update store_audit set actor_name = '李强' where sequence = 3"],
            Fault::Edited { sequence: 3 },
        ),
        (
            "the time of a line",
            &["update store_audit set at_ms = at_ms + 1 where sequence = 1"],
            Fault::Edited { sequence: 1 },
        ),
        (
            "a word moved from one field into the next",
            &["update store_audit set object = 'u', object_name = '1' where sequence = 2"],
            Fault::Edited { sequence: 2 },
        ),
        (
            "a line in the middle",
            &["delete from store_audit where sequence = 3"],
            Fault::Removed { from: 3, to: 3 },
        ),
        (
            "the first lines",
            &["delete from store_audit where sequence <= 2"],
            Fault::Removed { from: 1, to: 2 },
        ),
        (
            "the newest lines",
            &["delete from store_audit where sequence >= 4"],
            Fault::TailCut { from: 4, to: 5 },
        ),
        (
            "the newest lines with the row of the head",
            &[
                "delete from store_audit where sequence >= 4",
                "update store_audit_head set sequence = 3,
                     hash = (select hash from store_audit where sequence = 3)",
            ],
            Fault::TailCut { from: 4, to: 5 },
        ),
        (
            "the first lines, as if they had been cleared away",
            &[
                "update store_audit_head set pruned_sequence = 2,
                     pruned_hash = (select hash from store_audit where sequence = 2)",
                "delete from store_audit where sequence <= 2",
            ],
            Fault::ClearedWithoutLine { to: 2 },
        ),
        (
            "two lines with their places changed",
            &[
                "update store_audit set sequence = 99 where sequence = 2",
                "update store_audit set sequence = 2 where sequence = 3",
                "update store_audit set sequence = 3 where sequence = 99",
            ],
            Fault::Edited { sequence: 2 },
        ),
        (
            "a copy in front",
            &[&between],
            Fault::Inserted { sequence: 0 },
        ),
        ("a copy behind", &[&behind], Fault::Inserted { sequence: 6 }),
        (
            "a line in the middle, the rest moved up",
            &[
                "delete from store_audit where sequence = 3",
                "update store_audit set sequence = 3 where sequence = 4",
                "update store_audit set sequence = 4 where sequence = 5",
                "update store_audit_head set sequence = 4",
            ],
            Fault::Edited { sequence: 3 },
        ),
    ];
    for (what, statements, expected) in cases {
        for database in databases().await {
            let ctx = ctx_at(&database, NOON_MS);
            write_lines(&ctx, 5).await;
            by_hand(&database, statements).await;
            assert_eq!(fault(&ctx).await.as_ref(), Some(expected), "{what}");
        }
    }
}

#[tokio::test]
async fn a_head_file_that_is_gone_or_belongs_to_another_chain_is_noticed() {
    for database in databases().await {
        let ctx = ctx_at(&database, NOON_MS);
        write_lines(&ctx, 3).await;
        let path = ctx.db.head_file().unwrap().path().to_owned();
        let whole = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, whole.replacen(' ', " 0", 1)).unwrap();
        assert_eq!(
            fault(&ctx).await,
            Some(Fault::NotTheNotedOne { sequence: 3 })
        );
        std::fs::write(&path, "4 abc").unwrap();
        assert_eq!(fault(&ctx).await, Some(Fault::TailCut { from: 4, to: 4 }));
        std::fs::remove_file(&path).unwrap();
        assert_eq!(fault(&ctx).await, Some(Fault::NoHeadFile));
        std::fs::write(&path, whole).unwrap();
        assert_eq!(fault(&ctx).await, None);
        let noted = Some((2, "abc".to_owned()));
        let proof = audit::verify(&ctx.db, ctx.db.head_file(), noted)
            .await
            .unwrap();
        assert_eq!(proof.fault, Some(Fault::NotTheNotedOne { sequence: 2 }));
    }
}

#[tokio::test]
async fn many_who_write_at_once_make_one_chain() {
    for database in databases().await {
        let ctx = ctx_at(&database, NOON_MS);
        let writers: Vec<_> = (0..8)
            .map(|_| {
                let ctx = ctx.clone();
                tokio::spawn(async move { write_lines(&ctx, 10).await })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let proof = audit::verify(&ctx.db, ctx.db.head_file(), None)
            .await
            .unwrap();
        assert_eq!((proof.n_lines, proof.fault), (80, None));
    }
}

#[tokio::test]
async fn a_transaction_that_ends_without_commit_leaves_no_line() {
    for database in databases().await {
        let ctx = ctx_at(&database, NOON_MS);
        let mut tx = ctx.db.begin_write().await.unwrap();
        tx.audit(&ctx, "org.unit.changed", "u1", "").await.unwrap();
        drop(tx);
        let n_lines = ctx
            .db
            .number("select count(*) as n from store_audit", args![]);
        assert_eq!(n_lines.await.unwrap(), 0);
    }
}

#[tokio::test]
async fn the_list_is_filtered_by_person_act_thing_and_time() {
    for database in databases().await {
        let ctx = ctx_at(&database, NOON_MS);
        let mut tx = ctx.db.begin_write().await.unwrap();
        let before = Facts::none().with("全称", "人事科");
        let after = Facts::none().with("全称", "组织人事科");
        tx.audit_line(
            &ctx,
            Line::new("org.unit.changed", "u1")
                .named("组织人事科")
                .changing(&before, &after)
                .because("机构改革"),
        );
        tx.audit_line(
            &ctx,
            Line::new("org.person.created", "p1").named("100%新人_"),
        );
        tx.audit_of_program(NOON_MS + 1, "测试", Line::new("plan.published", "plan1"));
        tx.commit().await.unwrap();
        let filters = [
            (Filter::default(), 3),
            (
                Filter {
                    person: "敏".to_owned(),
                    ..Filter::default()
                },
                2,
            ),
            (
                Filter {
                    person: "系统".to_owned(),
                    ..Filter::default()
                },
                1,
            ),
            (
                Filter {
                    person: "%".to_owned(),
                    ..Filter::default()
                },
                0,
            ),
            (
                Filter {
                    acts: vec!["org.".to_owned()],
                    ..Filter::default()
                },
                2,
            ),
            (
                Filter {
                    acts: vec!["org.unit.".to_owned(), "plan.published".to_owned()],
                    ..Filter::default()
                },
                2,
            ),
            (
                Filter {
                    object: "p1".to_owned(),
                    ..Filter::default()
                },
                1,
            ),
            (
                Filter {
                    object: "0%新".to_owned(),
                    ..Filter::default()
                },
                1,
            ),
            (
                Filter {
                    object: "0_新".to_owned(),
                    ..Filter::default()
                },
                0,
            ),
            (
                Filter {
                    from_ms: Some(NOON_MS + 1),
                    ..Filter::default()
                },
                1,
            ),
            (
                Filter {
                    to_ms: Some(NOON_MS + 1),
                    ..Filter::default()
                },
                2,
            ),
        ];
        for (filter, expected) in filters {
            let found = audit::find(&ctx.db, &filter, 0, 10).await.unwrap();
            assert_eq!(found.len(), expected, "{filter:?}");
            let n_found = audit::n_found(&ctx.db, &filter).await.unwrap();
            assert_eq!(usize::try_from(n_found).unwrap(), expected);
        }
        let oldest = audit::find(&ctx.db, &Filter::default(), 2, 10)
            .await
            .unwrap();
        let [line] = oldest.as_slice() else {
            panic!("{oldest:?}")
        };
        assert_eq!(line.before.value("全称"), "人事科");
        assert_eq!(line.after.value("全称"), "组织人事科");
        assert_eq!(line.reason, "机构改革");
        assert_eq!(line.from_address, "10.1.2.3");
    }
}
