//! Sessions, on both engines.

use crate::support::databases;
use base::actor::AccountId;
use store::sessions::{self, Limits, SignedIn, Vouched};

const LIMITS: Limits = Limits {
    idle_ms: 30 * 60_000,
    whole_ms: 12 * 3_600_000,
};

#[tokio::test]
async fn a_session_lives_until_it_is_idle_or_old_and_half_a_one_opens_nothing() {
    for database in databases().await {
        let db = &database.db;
        let account = AccountId::new();
        let mut tx = db.begin_write().await.unwrap();
        sessions::begin(&mut tx, "whole", account, "10.1.2.3", LIMITS, 1_000)
            .await
            .unwrap();
        sessions::begin_half(&mut tx, "half", account, "10.1.2.3", 1_000)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        for (token, minutes, lives) in [
            ("whole", 0, true),
            ("half", 0, false),
            ("other", 0, false),
            ("whole", 31, false),
            ("whole", 30, true),
            // Seen at half an hour: the time without a request counts from there.
            ("whole", 59, true),
        ] {
            let found = sessions::signed_in(db, token, 1_000 + minutes * 60_000).await;
            assert_eq!(found.unwrap().is_some(), lives, "{token} {minutes}");
        }
        let half = sessions::half_signed_in(db, "half", 1_000).await.unwrap();
        assert_eq!(half.unwrap().account, account);
        let later = sessions::half_signed_in(db, "half", 302_000).await;
        assert_eq!(later.unwrap(), None);
        let old = sessions::signed_in(db, "whole", 13 * 3_600_000).await;
        assert_eq!(old.unwrap(), None);
    }
}

#[tokio::test]
async fn a_session_says_who_vouched_for_its_owner() {
    for database in databases().await {
        let db = &database.db;
        let account = AccountId::new();
        for vouched in [Vouched::Here, Vouched::Outside, Vouched::OutsideTwice] {
            let mut tx = db.begin_write().await.unwrap();
            let token = format!("{vouched:?}");
            sessions::begin(&mut tx, &token, account, "10.1.2.3", LIMITS, 1_000)
                .await
                .unwrap();
            sessions::set_vouched(&mut tx, &token, vouched)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            let found = sessions::signed_in(db, &token, 1_000).await.unwrap();
            assert_eq!(found.unwrap(), SignedIn { account, vouched });
        }
    }
}

#[tokio::test]
async fn sessions_are_listed_and_ended_for_their_account_alone() {
    for database in databases().await {
        let db = &database.db;
        let (account, other) = (AccountId::new(), AccountId::new());
        let mut tx = db.begin_write().await.unwrap();
        for (token, whose) in [("a", account), ("b", account), ("c", other)] {
            sessions::begin(&mut tx, token, whose, "10.1.2.3 Windows", LIMITS, 1_000)
                .await
                .unwrap();
        }
        let listed = sessions::of(&tx, account, "a", 2_000).await.unwrap();
        assert_eq!(listed.len(), 2);
        assert_eq!(listed.iter().filter(|one| one.is_this).count(), 1);
        assert!(
            listed
                .iter()
                .all(|one| one.from_address == "10.1.2.3 Windows")
        );
        let others = sessions::of(&tx, other, "", 2_000).await.unwrap();
        sessions::end_one(&mut tx, account, others[0].id)
            .await
            .unwrap();
        assert_eq!(sessions::of(&tx, other, "", 2_000).await.unwrap().len(), 1);
        sessions::end_others(&mut tx, account, "a").await.unwrap();
        let left = sessions::of(&tx, account, "a", 2_000).await.unwrap();
        assert!(left.len() == 1 && left[0].is_this);
        let shorter = Limits {
            idle_ms: 60_000,
            whole_ms: 120_000,
        };
        sessions::set_limits(&mut tx, shorter).await.unwrap();
        let left = sessions::of(&tx, account, "a", 62_000).await.unwrap();
        assert!(left.is_empty());
        tx.commit().await.unwrap();
    }
}
