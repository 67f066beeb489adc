//! What waits, what is missing: counted and listed alike.

use super::*;
use crate::facts::{
    actions::look::{self, View},
    model::State,
};

#[tokio::test]
async fn what_is_counted_as_waiting_is_what_is_listed_and_nothing_missing_waits() {
    for scene in scenes().await {
        let (office, school, yizhong) = (&scene.office, &scene.school, scene.yizhong);
        scene
            .define(vec![
                school_item("visits", "家访人次", "人次"),
                school_item("calls", "电访人次", "人次"),
                dataset_item("pupils", "在校生数"),
                dataset_item("teachers", "专任教师数"),
                formula("double", "两倍", "人", "[pupils] × 2", UnitKind::School),
                formula(
                    "ratio",
                    "生师比",
                    "",
                    "[pupils] ÷ [teachers]",
                    UnitKind::School,
                ),
            ])
            .await;
        let supply = async |supply| scene.supply(school, vec![supply]).await.unwrap();
        supply(typed("visits", yizhong, 820)).await;
        supply(given("pupils", yizhong, 1_000)).await;
        supply(typed("calls", yizhong, 5)).await;
        supply(Supply {
            value: None,
            ..typed("calls", yizhong, 0).because("重复统计")
        })
        .await;

        for ctx in [office, school] {
            let view = View::of(ctx).await.unwrap();
            let counts = look::counts(ctx, &view).await.unwrap();
            let count = |code: &str| {
                let counts = &counts[&code.parse().unwrap()];
                (counts.of(State::Open), counts.n_missing)
            };
            assert_eq!(count("visits"), (1, 0));
            assert_eq!(count("pupils"), (1, 0));
            assert_eq!(count("calls"), (0, 1));
            // Computed: it follows, and lacks what it is computed from.
            assert_eq!(count("double"), (1, 0));
            assert_eq!(count("ratio"), (0, 1));
            let found = look::waiting(ctx, &view, State::Open, "", 0, 10).await;
            let found = found.unwrap();
            let mut listed: Vec<&str> = found.facts.iter().map(|f| f.key.item.as_str()).collect();
            listed.sort_unstable();
            assert_eq!((listed, found.n_all), (vec!["pupils", "visits"], 2));
            let items = view.items().into_iter();
            let looked_at = items.filter(|item| look::is_looked_at(item));
            let n_counted: i64 = looked_at
                .filter_map(|item| counts.get(&item.code))
                .map(|counts| counts.of(State::Open))
                .sum();
            assert_eq!(n_counted, found.n_all);
        }
        let missing = scene.fact("calls", yizhong).await.unwrap();
        assert_eq!(missing.state.shown(missing.value), ("缺", "plain"));
        let waits = scene.fact("visits", yizhong).await.unwrap();
        assert_eq!(waits.state.shown(waits.value), ("待核", "open"));
        // What was asked for again is told so, missing or not.
        assert_eq!(State::Returned.shown(None), ("退回", "finding"));
    }
}
