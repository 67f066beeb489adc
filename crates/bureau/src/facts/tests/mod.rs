//! Values from their source to what follows from them, on both engines.

mod files;
mod standing;
mod twins;

use super::{
    actions::{Supplied, unlock, value},
    model::Fact,
    *,
};
use crate::{
    demo,
    org::{self, UnitKind},
};
use ::store::{Ctx, Error, Files};
use base::{Clock, Grain, Role, TimePeriod, actor::UnitId, clock::FixedClock, day::Date};
use std::sync::Arc;
use testkit::TestDb;

struct Scene {
    _database: TestDb,
    office: Ctx,
    school: Ctx,
    bureau: UnitId,
    yizhong: UnitId,
    schools: Vec<UnitId>,
}

async fn scenes() -> Vec<Scene> {
    let mut scenes = Vec::new();
    for database in testkit::databases(&crate::migrations()).await {
        let clock: Arc<dyn Clock> = Arc::new(FixedClock::at_nine(Date::constant(2026, 3, 5)));
        let files = Files::at(database.folder.path().join("files"));
        demo::org::create(&database.db, &files, &clock)
            .await
            .unwrap();
        let acting = |role| demo::org::acting(&database.db, &files, &clock, role);
        let office = acting(Role::GeneralOffice).await.unwrap();
        let school = acting(Role::School).await.unwrap();
        let units = org::units(&database.db).await.unwrap();
        let of_kind = |kind| units.iter().filter(move |unit| unit.kind == kind);
        scenes.push(Scene {
            bureau: of_kind(UnitKind::Bureau).next().unwrap().id,
            yizhong: units
                .iter()
                .find(|unit| unit.short_name == "清禾一中")
                .unwrap()
                .id,
            schools: of_kind(UnitKind::School).map(|unit| unit.id).collect(),
            office,
            school,
            _database: database,
        });
    }
    scenes
}

fn school_item(code: &str, name: &str, unit: &str) -> DataItem {
    let source = Source::Reporter(Reporter::OwnUnit);
    let mut item = DataItem::new(code.parse().unwrap(), name, unit, Grain::SchoolYear, source);
    item.applies_to = vec![UnitKind::School];
    item
}

fn formula(code: &str, name: &str, unit: &str, text: &str, kind: UnitKind) -> DataItem {
    let mut item = school_item(code, name, unit);
    item.source = Source::Formula(text.to_owned());
    item.applies_to = vec![kind];
    item.decimals = 2;
    item
}

fn dataset_item(code: &str, name: &str) -> DataItem {
    let mut item = school_item(code, name, "人");
    item.source = Source::Dataset;
    item
}

fn year() -> TimePeriod {
    "2025-2026".parse().unwrap()
}

fn given(code: &str, unit: UnitId, value: i64) -> Supply {
    let reference = SourceRef::dataset("基表.xlsx 第2行 C列", "");
    let value = Some(Amount::whole(value));
    Supply::new(&code.parse().unwrap(), unit, year(), value, reference)
}

fn typed(code: &str, unit: UnitId, value: i64) -> Supply {
    Supply {
        reference: SourceRef::typed(),
        ..given(code, unit, value)
    }
}

impl Scene {
    async fn define(&self, items: Vec<DataItem>) {
        let mut tx = self.office.db.begin_write().await.unwrap();
        for item in items {
            define(&mut tx, &self.office, item, "").await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    async fn try_define(&self, item: DataItem, reason: &str) -> Result<DataItem, Error> {
        let mut tx = self.office.db.begin_write().await.unwrap();
        let defined = define(&mut tx, &self.office, item, reason).await?;
        tx.commit().await.unwrap();
        Ok(defined)
    }

    async fn supply(&self, ctx: &Ctx, supplies: Vec<Supply>) -> Result<Supplied, Error> {
        let mut tx = ctx.db.begin_write().await.unwrap();
        let supplied = supply_many(&mut tx, ctx, supplies).await?;
        tx.commit().await.unwrap();
        Ok(supplied)
    }

    async fn fact(&self, code: &str, unit: UnitId) -> Option<Fact> {
        value(&self.office.db, &code.parse().unwrap(), unit, year())
            .await
            .unwrap()
    }

    /// Value, state and note of a fact.
    async fn seen(&self, code: &str, unit: UnitId) -> (Option<String>, &'static str, String) {
        let fact = self.fact(code, unit).await.unwrap();
        let value = fact.value.map(|amount| amount.plain());
        (value, fact.state.label(), fact.note)
    }

    async fn verify(&self, code: &str, units: &[UnitId]) {
        let code = code.parse().unwrap();
        let keys: Vec<FactKey> = units
            .iter()
            .map(|unit| FactKey::new(&code, *unit, year()))
            .collect();
        let mut tx = self.office.db.begin_write().await.unwrap();
        verify(&mut tx, &self.office, &keys).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Error>, rule: &str) {
    match result {
        Err(Error::Refused(refusal)) => assert_eq!(refusal.rule, rule),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_survey_supplies_the_item_that_names_it_and_no_other_does() {
    for scene in scenes().await {
        let mut item = school_item("content", "家长满意度", "%");
        item.source = Source::Survey("s1".to_owned());
        item.decimals = 1;
        scene.define(vec![item]).await;
        let by = |survey: &str| {
            let reference = serde_json::json!({
                "kind": "survey", "id": survey, "words": "家长满意度问卷，412份",
            });
            Supply {
                reference: serde_json::from_value(reference).unwrap(),
                value: Amount::parse("96.44").ok(),
                ..given("content", scene.yizhong, 0)
            }
        };
        let supply = |supply| scene.supply(&scene.office, vec![supply]);
        assert_eq!(supply(by("s1")).await.unwrap().n_new, 1);
        // It comes with more places than are kept.
        let (value, ..) = scene.seen("content", scene.yizhong).await;
        assert_eq!(value.as_deref(), Some("96.4"));
        let fact = scene.fact("content", scene.yizhong).await.unwrap();
        assert_eq!(fact.reference.words, "家长满意度问卷，412份");
        refused(supply(by("s2")).await, "facts.source");
        refused(
            supply(typed("content", scene.yizhong, 97)).await,
            "facts.source",
        );
    }
}

#[tokio::test]
async fn only_the_declared_source_supplies_a_value_and_the_same_again_changes_nothing() {
    for scene in scenes().await {
        let yizhong = scene.yizhong;
        scene
            .define(vec![
                school_item("visits", "家访人次", "人次"),
                dataset_item("pupils", "在校生数"),
            ])
            .await;
        let supply = |ctx, supply| scene.supply(ctx, vec![supply]);
        let school = &scene.school;
        assert_eq!(
            supply(school, typed("visits", yizhong, 820))
                .await
                .unwrap()
                .n_new,
            1
        );
        assert_eq!(
            supply(school, typed("visits", yizhong, 820))
                .await
                .unwrap()
                .n_same,
            1
        );
        assert_eq!(
            supply(school, typed("visits", yizhong, 830))
                .await
                .unwrap()
                .n_changed,
            1
        );
        assert_eq!(
            scene.seen("visits", yizhong).await,
            (Some("830".to_owned()), "待核", String::new())
        );
        let fact = scene.fact("visits", yizhong).await.unwrap();
        assert_eq!((fact.by.as_str(), fact.version), ("顾怀山", 2));
        let past = self::store::history(&school.db, fact.id, 10).await.unwrap();
        let values: Vec<_> = past
            .iter()
            .map(|line| line.value.unwrap().plain())
            .collect();
        assert_eq!(values, ["830", "820"]);

        refused(
            supply(&scene.office, typed("visits", yizhong, 1)).await,
            "facts.source",
        );
        refused(
            supply(school, given("visits", yizhong, 1)).await,
            "facts.source",
        );
        refused(
            supply(school, typed("pupils", yizhong, 1)).await,
            "facts.source",
        );
        refused(
            supply(school, typed("nothing", yizhong, 1)).await,
            "facts.no_item",
        );
        refused(
            supply(school, typed("visits", scene.bureau, 1)).await,
            "facts.unit",
        );
        refused(
            supply(school, typed("visits", yizhong, -1)).await,
            "facts.value",
        );
        let mut monthly = typed("visits", yizhong, 1);
        monthly.period = "2026-03".parse().unwrap();
        refused(supply(school, monthly).await, "facts.grain");
        supply(school, given("pupils", yizhong, 2_400))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn formulas_follow_at_once_and_missing_stays_missing() {
    for scene in scenes().await {
        let (bureau, yizhong) = (scene.bureau, scene.yizhong);
        scene
            .define(vec![
                dataset_item("pupils", "在校生数"),
                dataset_item("teachers", "专任教师数"),
                formula(
                    "ratio",
                    "生师比",
                    "",
                    "[在校生数] ÷ [专任教师数]",
                    UnitKind::School,
                ),
                formula(
                    "all",
                    "全县在校生数",
                    "人",
                    "下级合计([pupils])",
                    UnitKind::Bureau,
                ),
                formula(
                    "known",
                    "已报在校生数",
                    "人",
                    "下级已报合计([在校生数])",
                    UnitKind::Bureau,
                ),
                formula(
                    "share",
                    "已报占比",
                    "%",
                    "[已报在校生数]÷[全县在校生数]×100",
                    UnitKind::Bureau,
                ),
            ])
            .await;
        let supply = |supplies| scene.supply(&scene.school, supplies);
        supply(vec![given("pupils", yizhong, 1_000)]).await.unwrap();
        assert_eq!(
            scene.seen("ratio", yizhong).await,
            (None, "待核", "缺2025—2026学年的“专任教师数”。".to_owned())
        );
        assert_eq!(scene.seen("known", bureau).await.0.unwrap(), "1000.00");
        assert_eq!(scene.seen("all", bureau).await.0, None);
        assert!(scene.seen("share", bureau).await.2.contains("全县在校生数"));

        supply(vec![given("teachers", yizhong, 75)]).await.unwrap();
        assert_eq!(scene.seen("ratio", yizhong).await.0.unwrap(), "13.33");
        let rest = scene
            .schools
            .iter()
            .map(|unit| given("pupils", *unit, 500))
            .collect();
        supply(rest).await.unwrap();
        let n = i64::try_from(scene.schools.len()).unwrap() * 500;
        assert_eq!(
            scene.seen("all", bureau).await.0.unwrap(),
            format!("{n}.00")
        );
        assert_eq!(scene.seen("share", bureau).await.0.unwrap(), "100.00");

        // What is computed from verified numbers is verified, and no longer when one of them changes.
        scene.verify("pupils", &scene.schools).await;
        assert_eq!(scene.seen("all", bureau).await.1, "已核");
        assert_eq!(scene.seen("ratio", yizhong).await.1, "待核");
        supply(vec![given("pupils", yizhong, 501)]).await.unwrap();
        assert_eq!(scene.seen("all", bureau).await.1, "待核");
        assert_eq!(scene.seen("pupils", yizhong).await.1, "待核");
        supply(vec![given("teachers", yizhong, 0)]).await.unwrap();
        assert_eq!(
            scene.seen("ratio", yizhong).await,
            (None, "待核", "除数是0，算不出来。".to_owned())
        );
    }
}

#[tokio::test]
async fn a_locked_period_is_corrected_with_a_reason_and_both_values_stay() {
    for scene in scenes().await {
        let yizhong = scene.yizhong;
        scene
            .define(vec![
                dataset_item("pupils", "在校生数"),
                formula("double", "两倍", "人", "[pupils]×2", UnitKind::School),
            ])
            .await;
        let supply = |supply| scene.supply(&scene.school, vec![supply]);
        supply(given("pupils", yizhong, 1_000)).await.unwrap();
        let mut tx = scene.office.db.begin_write().await.unwrap();
        lock(&mut tx, &scene.office, year()).await.unwrap();
        tx.commit().await.unwrap();

        refused(supply(given("pupils", yizhong, 990)).await, "facts.locked");
        supply(given("pupils", yizhong, 1_000)).await.unwrap();
        supply(given("pupils", yizhong, 990).because("转学10人未及时登记"))
            .await
            .unwrap();
        let fact = scene.fact("pupils", yizhong).await.unwrap();
        assert_eq!(
            (fact.value.unwrap().plain(), fact.struck.unwrap().plain()),
            ("990".into(), "1000".into())
        );
        assert_eq!(fact.note, "转学10人未及时登记");
        let double = scene.fact("double", yizhong).await.unwrap();
        assert_eq!(double.value.unwrap().plain(), "1980.00");
        assert_eq!(double.struck.unwrap().plain(), "2000.00");

        // Another formula is no correction of what it is computed from: its own reason is kept.
        let other = formula("double", "两倍", "人", "[pupils]×3", UnitKind::School);
        let other = DataItem {
            version: 1,
            ..other
        };
        scene.try_define(other, "口径改为三倍").await.unwrap();
        let double = scene.fact("double", yizhong).await.unwrap();
        assert_eq!(double.value.unwrap().plain(), "2970.00");
        assert_eq!(double.note, "公式有改动：口径改为三倍");

        let mut tx = scene.office.db.begin_write().await.unwrap();
        refused(
            unlock(&mut tx, &scene.office, year(), " ").await,
            "facts.unlock_reason",
        );
        unlock(&mut tx, &scene.office, year(), "补报")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        supply(given("pupils", yizhong, 980)).await.unwrap();
        // What was once locked stays beside what was corrected later.
        assert_eq!(
            scene
                .fact("pupils", yizhong)
                .await
                .unwrap()
                .struck
                .unwrap()
                .plain(),
            "1000"
        );
    }
}

#[tokio::test]
async fn a_value_sent_back_is_answered_by_supplying_it_again() {
    for scene in scenes().await {
        let yizhong = scene.yizhong;
        scene
            .define(vec![school_item("visits", "家访人次", "人次")])
            .await;
        let supply = |supply| scene.supply(&scene.school, vec![supply]);
        supply(typed("visits", yizhong, 820)).await.unwrap();
        let key = FactKey::new(&"visits".parse().unwrap(), yizhong, year());
        let mut tx = scene.office.db.begin_write().await.unwrap();
        refused(
            send_back(&mut tx, &scene.office, &key, "").await,
            "facts.return_reason",
        );
        send_back(&mut tx, &scene.office, &key, "与上学期相差太大")
            .await
            .unwrap();
        refused(
            send_back(&mut tx, &scene.school, &key, "x").await,
            "facts.verifiers_only",
        );
        tx.commit().await.unwrap();
        assert_eq!(scene.seen("visits", yizhong).await.1, "退回");
        supply(typed("visits", yizhong, 820)).await.unwrap();
        assert_eq!(scene.seen("visits", yizhong).await.1, "待核");
        scene.verify("visits", &[yizhong]).await;
        assert_eq!(scene.seen("visits", yizhong).await.1, "已核");
        supply(typed("visits", yizhong, 820)).await.unwrap();
        assert_eq!(scene.seen("visits", yizhong).await.1, "已核");
        let wanted = |only_verified| Wanted {
            items: &[],
            periods: &[],
            units: None,
            only_verified,
        };
        let items = ["visits".parse().unwrap()];
        let wanted = Wanted {
            items: &items,
            periods: &[year()],
            ..wanted(true)
        };
        assert_eq!(values(&scene.office.db, wanted).await.unwrap().len(), 1);
        supply(typed("visits", yizhong, 821)).await.unwrap();
        assert_eq!(values(&scene.office.db, wanted).await.unwrap().len(), 0);
    }
}

#[tokio::test]
async fn a_number_is_defined_once_and_a_new_source_keeps_what_was() {
    for scene in scenes().await {
        let yizhong = scene.yizhong;
        let pupils = dataset_item("pupils", "在校生数");
        let pupils = scene.try_define(pupils, "").await.unwrap();
        refused(
            scene
                .try_define(dataset_item("again", "在校生数"), "")
                .await,
            "facts.item",
        );
        let of = |text: &str| formula("f", "甲", "人", text, UnitKind::School);
        refused(scene.try_define(of("[无]"), "").await, "facts.formula");
        refused(
            scene.try_define(of("[pupils]÷[pupils]"), "").await,
            "facts.formula",
        );
        refused(scene.try_define(of("[甲]"), "").await, "facts.formula");
        let defined = scene.try_define(of("［在校生数］＊2"), "").await.unwrap();
        assert_eq!(defined.source, Source::Formula("[pupils] × 2".to_owned()));
        refused(
            scene
                .try_define(
                    DataItem {
                        source: Source::Formula("[f]".to_owned()),
                        ..pupils.clone()
                    },
                    "改",
                )
                .await,
            "facts.formula",
        );

        scene
            .supply(&scene.school, vec![given("pupils", yizhong, 100)])
            .await
            .unwrap();
        assert_eq!(scene.seen("f", yizhong).await.0.unwrap(), "200.00");
        let by_hand = DataItem {
            source: Source::Reporter(Reporter::OwnUnit),
            ..pupils.clone()
        };
        refused(
            scene.try_define(by_hand.clone(), "").await,
            "facts.source_reason",
        );
        let yearly = DataItem {
            grain: Grain::Year,
            ..pupils.clone()
        };
        refused(scene.try_define(yearly, "").await, "facts.item_has_values");
        scene
            .try_define(by_hand.clone(), "基表今年不再采集")
            .await
            .unwrap();
        assert!(matches!(
            scene.try_define(by_hand, "又一次").await,
            Err(Error::Conflict)
        ));
        assert_eq!(scene.seen("pupils", yizhong).await.0.unwrap(), "100");
        refused(
            scene
                .supply(&scene.school, vec![given("pupils", yizhong, 1)])
                .await,
            "facts.source",
        );
        scene
            .supply(&scene.school, vec![typed("pupils", yizhong, 110)])
            .await
            .unwrap();
        let versions = self::store::versions(&scene.office.db, &pupils.code)
            .await
            .unwrap();
        assert_eq!(versions.len(), 2);
        assert_eq!(versions[0].reason, "基表今年不再采集");
        // A formula that changes is computed anew wherever its inputs stand.
        let changed = DataItem {
            version: 1,
            ..of("[pupils] × 3")
        };
        scene.try_define(changed, "倍数应为3").await.unwrap();
        assert_eq!(scene.seen("f", yizhong).await.0.unwrap(), "330.00");
    }
}
