//! How long lines are kept.

use crate::support::{NOON_MS, by_hand, ctx_at, databases, fault, write_lines};
use store::{
    Read, args,
    audit::{self, Fault, KEEP_DAYS, LEAST_KEEP_DAYS},
};

const DAY_MS: i64 = 86_400_000;

#[tokio::test]
async fn lines_older_than_three_years_are_cleared_away_and_the_rest_still_proves_whole() {
    for database in databases().await {
        write_lines(&ctx_at(&database, NOON_MS), 4).await;
        write_lines(&ctx_at(&database, NOON_MS + 10 * DAY_MS), 3).await;
        let now_ms = NOON_MS + (KEEP_DAYS + 5) * DAY_MS;
        let ctx = ctx_at(&database, now_ms);
        assert_eq!(
            audit::prune(&ctx.db, NOON_MS + KEEP_DAYS * DAY_MS)
                .await
                .unwrap(),
            0
        );
        assert_eq!(audit::prune(&ctx.db, now_ms).await.unwrap(), 4);
        assert_eq!(fault(&ctx).await, None);
        let oldest = "select min(sequence) as n from store_audit";
        assert_eq!(ctx.db.number(oldest, args![]).await.unwrap(), 5);
        // Once more, later: the line about the first clearing goes too, the newest line never.
        let much_later = now_ms + 2 * KEEP_DAYS * DAY_MS;
        assert_eq!(audit::prune(&ctx.db, much_later).await.unwrap(), 3);
        assert_eq!(fault(&ctx).await, None);
        write_lines(&ctx_at(&database, much_later), 2).await;
        assert_eq!(fault(&ctx).await, None);
        by_hand(
            &database,
            &["delete from store_audit where act = 'store.audit.pruned'"],
        )
        .await;
        assert!(matches!(fault(&ctx).await, Some(Fault::Removed { .. })));
    }
}

#[tokio::test]
async fn lines_are_never_kept_for_less_than_six_months() {
    for database in databases().await {
        let ctx = ctx_at(&database, NOON_MS);
        assert_eq!(audit::keep_days(&ctx.db).await.unwrap(), KEEP_DAYS);
        audit::set_keep_days(&ctx, LEAST_KEEP_DAYS - 1)
            .await
            .unwrap_err();
        audit::set_keep_days(&ctx, 365).await.unwrap();
        assert_eq!(audit::keep_days(&ctx.db).await.unwrap(), 365);
        database.run("update store_settings set value = '3'").await;
        assert_eq!(audit::keep_days(&ctx.db).await.unwrap(), LEAST_KEEP_DAYS);
        assert_eq!(fault(&ctx).await, None);
    }
}
