//! One pair of numbers judged alone, as the whole check judges it.

use super::{Scene, scenes};
use crate::facts::{
    DataItem, Source,
    actions::{
        Elsewhere, Kept, KeptKind, KeptNumber, Typed, duplicates,
        twins::{found_apart, held_already, twin},
    },
    model::Reporter,
};
use crate::org::UnitKind;
use base::Grain;

/// Two registers and a target; what else would be read is told by a panic.
const COUNTY: Elsewhere = Elsewhere {
    kept: |_| Box::pin(async { Ok(vec![contests(), aid()]) }),
    words: |_, codes| {
        let words = codes.into_iter().map(|code| (code, Vec::new()));
        Box::pin(async { Ok(words.collect()) })
    },
    typed: |_| {
        let typed = Typed {
            key: "target:1".to_owned(),
            place: "《要点》第9条的目标".to_owned(),
            name: "参赛学生".to_owned(),
            unit: "人".to_owned(),
        };
        Box::pin(async { Ok(vec![typed]) })
    },
};

/// One register, whose roll-up is the source of an item already.
const CANTEENS: Elsewhere = Elsewhere {
    kept: |_| {
        let mut canteens = register("canteens", "食品安全", "食堂检查", "次");
        for number in &mut canteens.numbers {
            number.feeds = "canteen_checks".to_owned();
        }
        Box::pin(async { Ok(vec![canteens]) })
    },
    words: COUNTY.words,
    typed: |_| Box::pin(async { Ok(Vec::new()) }),
};

/// The same, of which nothing is the source yet.
const UNFED: Elsewhere = Elsewhere {
    kept: |_| {
        let lectures = register("lecturers", "讲师团", "讲师团宣讲", "场");
        let canteens = register("canteens", "食品安全", "食堂检查", "次");
        Box::pin(async { Ok(vec![lectures, canteens]) })
    },
    ..CANTEENS
};

const ALONE: Elsewhere = Elsewhere {
    kept: COUNTY.kept,
    words: |_, codes| {
        assert_eq!(codes, ["contests"], "the rows of one register");
        Box::pin(async { Ok([("contests".to_owned(), Vec::new())].into()) })
    },
    typed: |_| panic!("targets of plans say nothing of items and registers"),
};

fn register(code: &str, name: &str, number: &str, unit: &str) -> Kept {
    let number = KeptNumber {
        kind: KeptKind::Rollup,
        name: number.to_owned(),
        unit: unit.to_owned(),
        grain: Some(Grain::Year),
        feeds: String::new(),
        shape: String::new(),
    };
    Kept {
        code: code.to_owned(),
        name: name.to_owned(),
        href: format!("/ledger/{code}"),
        words: vec![number.name.clone()],
        numbers: vec![number],
    }
}

fn contests() -> Kept {
    register("contests", "竞赛活动", "参赛学生", "人")
}

fn aid() -> Kept {
    register("aid", "资助", "台账资助人次", "人次")
}

async fn asked(scene: &Scene) {
    let year = |code: &str, name: &str, unit: &str| {
        let by = Source::Reporter(Reporter::OwnUnit);
        let mut item = DataItem::new(code.parse().unwrap(), name, unit, Grain::Year, by);
        item.applies_to = vec![UnitKind::School];
        item
    };
    let items = vec![
        year("contest_persons", "参赛人次", "人次"),
        year("aided", "资助人次", "人次"),
        year("contest_pupils", "参赛学生人数", "人"),
    ];
    scene.define(items).await;
}

#[tokio::test]
async fn one_pair_is_judged_as_the_whole_check_does_and_nothing_else_is_read_for_it() {
    for scene in scenes().await {
        asked(&scene).await;
        let db = &scene.office.db;
        let twins = duplicates(db, &COUNTY).await.unwrap();
        let pairs = |twins: &[crate::facts::Twin]| -> Vec<String> {
            twins.iter().map(|twin| twin.pair.clone()).collect()
        };
        let (same, possible) = (pairs(&twins.same), pairs(&twins.possible));
        for pair in [
            "contest_persons register:contests",
            "contest_persons contest_pupils",
            "aided register:aid",
        ] {
            assert!(
                possible.iter().any(|known| known == pair),
                "{pair} of {possible:?}"
            );
        }
        for pair in ["target:1 register:contests", "target:1 contest_pupils"] {
            assert!(same.iter().any(|known| known == pair), "{pair} of {same:?}");
        }
        for known in twins.same.iter().chain(&twins.possible) {
            let alone = twin(db, &COUNTY, &known.pair).await.unwrap();
            assert_eq!(alone.as_ref(), Some(known));
        }
        for nothing in [
            "",
            "contest_persons",
            "contest_persons register:aid",
            "target:2 aided",
        ] {
            assert_eq!(twin(db, &COUNTY, nothing).await.unwrap(), None, "{nothing}");
        }
        for pair in [
            "contest_persons register:contests",
            "contest_persons contest_pupils",
        ] {
            assert!(twin(db, &ALONE, pair).await.unwrap().is_some(), "{pair}");
        }
    }
}

#[tokio::test]
async fn a_number_a_register_holds_is_told_before_it_is_founded() {
    for scene in scenes().await {
        let db = &scene.office.db;
        let item = |name: &str, unit: &str, source| {
            DataItem::new("new".parse().unwrap(), name, unit, Grain::Year, source)
        };
        let typed = || Source::Reporter(Reporter::OwnUnit);
        let told = async |item: DataItem| {
            let held = held_already(db, &COUNTY, &item).await.unwrap();
            let held = held.into_iter();
            held.map(|held| (held.twin.pair, held.twin.is_same, held.href))
                .collect::<Vec<_>>()
        };
        let of = |code: &str, is_same| {
            let pair = format!("new register:{code}");
            vec![(pair, is_same, format!("/ledger/{code}"))]
        };
        assert_eq!(
            told(item("参赛学生数", "人", typed())).await,
            of("contests", true)
        );
        assert_eq!(
            told(item("参赛学生", "人", Source::Dataset)).await,
            of("contests", true)
        );
        assert_eq!(
            told(item("资助人次", "人次", typed())).await,
            of("aid", false)
        );
        assert_eq!(told(item("心理教师", "人", typed())).await, []);
        // How often is no other matter.
        for (name, unit, code) in [
            ("讲师团宣讲场次", "场", "lecturers"),
            ("食堂检查次数", "次", "canteens"),
        ] {
            let held = held_already(db, &UNFED, &item(name, unit, typed())).await;
            let pairs: Vec<String> = held.unwrap().into_iter().map(|h| h.twin.pair).collect();
            assert_eq!(pairs, [format!("new register:{code}")]);
        }
        // What is computed, nobody types.
        let computed = Source::Formula("[a] × 2".to_owned());
        assert_eq!(told(item("参赛学生", "人", computed)).await, []);
    }
}

#[tokio::test]
async fn what_the_check_asks_of_an_item_is_told_before_it_is_founded_and_answered_once() {
    for scene in scenes().await {
        let (db, office) = (&scene.office.db, &scene.office);
        let item = |code: &str, name: &str, source| {
            let code = code.parse().unwrap();
            let mut item = DataItem::new(code, name, "次", Grain::Year, source);
            item.applies_to = vec![UnitKind::School];
            item
        };
        let rollup = Source::RegisterRollup("canteens/checks".to_owned());
        scene
            .define(vec![item("canteen_checks", "食堂检查", rollup)])
            .await;
        for (code, name) in [
            ("by_name", "食堂检查次数"),
            ("by_both", "全县食堂检查"),
            ("neither", "校园巡查"),
        ] {
            let new = item(code, name, Source::Reporter(Reporter::OwnUnit));
            let held = held_already(db, &CANTEENS, &new).await.unwrap();
            for held in &held {
                assert!(
                    held.twin.words.starts_with(&format!("“{name}”与")),
                    "{held:?}"
                );
                let feeds = held.feeds.as_ref().map(ToString::to_string);
                assert_eq!(feeds.as_deref(), Some("canteen_checks"));
            }
            let is_held = !held.is_empty();
            assert_eq!(
                (held.len() <= 1, is_held),
                (true, name != "校园巡查"),
                "{held:?}"
            );
            // Founded all the same, the check says what the page said, and asks nothing twice.
            let is_answered = found_apart(office, new, &held, "只计联合检查。").await;
            is_answered.unwrap();
            let twins = duplicates(db, &CANTEENS).await.unwrap();
            assert!(
                twins.same.is_empty() && twins.possible.is_empty(),
                "{twins:?}"
            );
            let mut answered = twins.answered.iter();
            let is_there = answered.any(|(twin, _)| twin.pair.starts_with(&format!("{code} ")));
            assert_eq!(is_there, is_held, "{name}");
        }
    }
}
