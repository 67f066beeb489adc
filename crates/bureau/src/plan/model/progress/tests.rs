//! The rules of progress, as tables of cases.

use super::*;
use crate::{
    facts::{Amount, DataItem, ItemCode, Reporter, Source},
    plan::model::{
        EntryId, TargetValue,
        milestone::{Light, light_rules},
    },
};
use base::{Grain, actor::UnitId};
use gongwen::ledger::{Commitment, Comparator, TargetKind};

fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

fn quantity(comparator: Comparator, value: &str, most: Option<&str>) -> Goal {
    Goal::Quantity {
        comparator,
        value: amount(value),
        most: most.map(amount),
        is_rank: false,
    }
}

fn known(now: &str, before: &str) -> Known {
    Known {
        now: Amount::parse(now).ok(),
        before: Amount::parse(before).ok(),
    }
}

#[test]
fn progress_is_computed_from_the_fact() {
    let rules = progress_rules();
    for (goal, now, before, reach, percent) in [
        (
            quantity(Comparator::Eq, "200", None),
            "150",
            "",
            Reach::Short,
            Some(75),
        ),
        (
            quantity(Comparator::Eq, "200", None),
            "200",
            "",
            Reach::Reached,
            Some(100),
        ),
        (
            quantity(Comparator::Eq, "200", None),
            "",
            "",
            Reach::Unknown,
            None,
        ),
        (
            quantity(Comparator::Eq, "200", None),
            "0",
            "",
            Reach::Short,
            Some(0),
        ),
        (
            quantity(Comparator::Ge, "99.5", None),
            "99.49",
            "",
            Reach::Short,
            Some(99),
        ),
        (
            quantity(Comparator::Ge, "99.5", None),
            "99.5",
            "",
            Reach::Reached,
            Some(100),
        ),
        (
            quantity(Comparator::Gt, "20000", None),
            "20000",
            "",
            Reach::Short,
            Some(100),
        ),
        (
            quantity(Comparator::Le, "5", None),
            "3",
            "",
            Reach::Reached,
            Some(60),
        ),
        (
            quantity(Comparator::Le, "5", None),
            "6",
            "",
            Reach::Broken,
            Some(120),
        ),
        (
            quantity(Comparator::Lt, "5", None),
            "5",
            "",
            Reach::Broken,
            Some(100),
        ),
        (
            quantity(Comparator::Range, "1", Some("2")),
            "0",
            "",
            Reach::Short,
            Some(0),
        ),
        (
            quantity(Comparator::Range, "1", Some("2")),
            "2",
            "",
            Reach::Reached,
            Some(200),
        ),
        (
            quantity(Comparator::Range, "1", Some("2")),
            "3",
            "",
            Reach::Broken,
            Some(300),
        ),
        (
            quantity(Comparator::Approx, "100", None),
            "94",
            "",
            Reach::Short,
            Some(94),
        ),
        (
            quantity(Comparator::Approx, "100", None),
            "95",
            "",
            Reach::Reached,
            Some(95),
        ),
        (
            quantity(Comparator::Eq, "0", None),
            "0",
            "",
            Reach::Reached,
            None,
        ),
        (Goal::Above, "56.1", "56", Reach::Reached, None),
        (Goal::Above, "56", "56", Reach::Short, None),
        (Goal::NotBelow, "56", "56", Reach::Reached, None),
        (Goal::Below, "55", "56", Reach::Reached, None),
        (Goal::Above, "56", "", Reach::Unknown, None),
        (Goal::Yes, "1", "", Reach::Reached, None),
        (Goal::Yes, "0", "", Reach::Short, None),
        (Goal::Yes, "", "", Reach::Unknown, None),
    ] {
        let found = reached(&goal, known(now, before), &rules);
        assert_eq!(
            (found.reach, found.percent),
            (reach, percent),
            "{goal:?} {now} {before}"
        );
    }
    let first = Goal::Quantity {
        comparator: Comparator::Eq,
        value: amount("3"),
        most: None,
        is_rank: true,
    };
    assert_eq!(
        reached(&first, known("2", ""), &rules).reach,
        Reach::Reached
    );
    assert_eq!(reached(&first, known("4", ""), &rules).reach, Reach::Short);
}

#[test]
fn numbers_are_compared_in_one_unit_and_persons_are_no_person_times() {
    for (value, from, to, expected) in [
        ("12600000", "元", "万元", Some("1260")),
        ("1.2", "亿元", "万元", Some("12000")),
        ("36000", "平方米", "万平方米", Some("3.6")),
        ("11000", "人次", "人次", Some("11000")),
        ("860", "名", "人", Some("860")),
        ("860", "名", "人次", None),
        ("55", "%", "％", Some("55")),
        ("12", "所", "个", Some("12")),
        ("12", "所", "名", None),
        ("1", "个百分点", "%", None),
    ] {
        let found = Scaled::new(amount(value), from).in_unit(to);
        assert_eq!(found, expected.map(amount), "{value}{from} in {to}");
    }
}

#[test]
fn a_goal_has_the_value_of_its_target_in_the_unit_of_the_fact() {
    let target = TargetValue {
        subject: "发放各类资助金".into(),
        value: 12_600_000.0,
        max: None,
        comparator: Comparator::Ge,
        unit: "元".into(),
        kind: TargetKind::Money,
        commitment: Commitment::Plain,
    };
    let kind = MeasureKind::Quantity(EntryId::new());
    assert_eq!(
        kind.goal(Some(&target), "万元"),
        Some(quantity(Comparator::Ge, "1260", None))
    );
    assert_eq!(kind.goal(Some(&target), "人"), None);
    assert_eq!(MeasureKind::Up.goal(None, "%"), Some(Goal::Above));
    for kind in MeasureKind::WITHOUT_NUMBER {
        assert_eq!(MeasureKind::from_code(kind.code(), None), Some(kind));
    }
}

#[test]
fn parts_must_add_up_and_the_difference_is_known() {
    let part = |value: &str| PartValue {
        unit: UnitId::new(),
        unit_name: "清禾一中".into(),
        value: amount(value),
    };
    for (parts, difference) in [
        (vec![part("100"), part("160")], "0"),
        (vec![part("100"), part("150.5")], "9.5"),
        (vec![part("200"), part("100")], "-40"),
        (vec![], "260"),
    ] {
        assert_eq!(
            parts_difference(amount("260"), &parts),
            Some(amount(difference))
        );
    }
}

#[test]
fn targets_that_compare_with_last_year_are_found_by_their_words() {
    let found = trends("巩固率达到99%，优良率好于去年；近视率低于上年，信访总量不低于去年。");
    let found: Vec<(&str, MeasureKind)> = found
        .iter()
        .map(|words| (words.clause.as_str(), words.kind))
        .collect();
    assert_eq!(
        found,
        [
            ("优良率好于去年", MeasureKind::Up),
            ("近视率低于上年", MeasureKind::Down),
            ("信访总量不低于去年", MeasureKind::NotBelow),
        ]
    );
}

#[test]
fn a_data_item_is_suggested_by_its_words_and_its_unit() {
    let item = |code: &str, name: &str, unit: &str| {
        let code: ItemCode = code.parse().unwrap();
        DataItem::new(
            code,
            name,
            unit,
            Grain::Year,
            Source::Reporter(Reporter::OwnUnit),
        )
    };
    let items = [
        item("train_head_times", "培训班主任人次", "人次"),
        item("train_heads", "培训班主任人数", "人"),
        item("train_bones", "培训骨干教师人数", "人"),
        item("teams", "参赛队伍数", "支"),
    ];
    let found = suggest_items(&items, "全年培训班主任", "名");
    assert_eq!(found[0].code.as_str(), "train_heads");
    assert_eq!(found[0].reason, "据“培训班主任”，单位同为“人”");
    // What is counted in another unit is never suggested, nor what shares no word.
    let codes: Vec<&str> = found.iter().map(|hint| hint.code.as_str()).collect();
    assert_eq!(codes, ["train_heads", "train_bones"]);
    // The unit in a name is no word of what is counted.
    let items = [item("aid", "资助人次", "人次")];
    assert!(suggest_items(&items, "培训骨干教师320人次", "人次").is_empty());
}

#[test]
fn a_target_has_the_light_its_share_has_against_the_time() {
    let rules = light_rules();
    let is = |reach: Reach, percent: Option<i64>, time: i64, is_over: bool| {
        let reached = Reached {
            reach,
            percent,
            note: "",
        };
        reached.light(time, is_over, &rules)
    };
    for (reach, percent, time, is_over, light) in [
        (Reach::Short, Some(30), 45, false, Some(Light::Yellow)),
        (Reach::Short, Some(36), 45, false, Some(Light::Green)),
        (Reach::Short, Some(99), 100, true, Some(Light::Red)),
        (Reach::Short, None, 45, false, None),
        (Reach::Reached, Some(100), 45, false, Some(Light::Green)),
        (Reach::Broken, Some(120), 45, false, Some(Light::Red)),
        (Reach::Unknown, None, 45, false, None),
    ] {
        assert_eq!(
            is(reach, percent, time, is_over),
            light,
            "{reach:?} {percent:?}"
        );
    }
}
