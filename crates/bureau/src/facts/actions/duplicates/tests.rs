use super::{Kept, KeptKind, KeptNumber, Twin, Typed, asked, beside, counted_twice, found, held};
use crate::{
    facts::model::{DataItem, Source},
    org::UnitKind,
};
use base::Grain;

fn item(code: &str, name: &str, unit: &str, grain: Grain, source: Source) -> DataItem {
    DataItem::new(code.parse().unwrap(), name, unit, grain, source)
}

#[test]
fn the_same_number_under_two_names_is_found_and_persons_are_no_times() {
    let year = Grain::Year;
    let rollup = |id: &str| Source::RegisterRollup(id.to_owned());
    let items = [
        item("a", "培训班主任人数", "人", year, Source::Dataset),
        item("b", "培训班主任总数", "人", year, rollup("r1")),
        item("c", "培训班主任", "人次", year, rollup("r2")),
        item("d", "培训班主任数", "人", Grain::Month, rollup("r3")),
        item("e", "参训教师", "人", year, rollup("r2")),
        item("f", "甲", "", year, Source::Formula("[a] ÷ [b]".to_owned())),
        item("g", "乙", "", year, Source::Formula("[a]/[b]".to_owned())),
    ];
    let complaints = found(&items);
    assert_eq!(complaints.len(), 3, "{complaints:?}");
    assert!(
        complaints[0]
            .words
            .contains("“培训班主任人数”（a，学年基表）与“培训班主任总数”（b，台账汇总）")
    );
    assert!(found(&items[2..4]).is_empty());
}

#[test]
fn words_of_doing_of_the_year_and_another_word_for_the_unit_make_no_other_number() {
    let year = Grain::Year;
    let typed = |code: &str, name: &str, unit: &str| {
        item(code, name, unit, year, Source::Survey(code.to_owned()))
    };
    for (name, unit, is_same) in [
        ("引进紧缺学科人才人数", "人", true),
        ("2026年引进的紧缺学科人才", "名", true),
        ("全年紧缺学科人才总数", "位", true),
        ("紧缺学科人才", "人次", false),
        ("紧缺学科教师", "人", false),
    ] {
        let items = [typed("a", "紧缺学科人才数", "人"), typed("b", name, unit)];
        assert_eq!(!found(&items).is_empty(), is_same, "{name} {unit}");
    }
}

fn number(kind: KeptKind, name: &str, unit: &str) -> KeptNumber {
    KeptNumber {
        kind,
        name: name.to_owned(),
        unit: unit.to_owned(),
        grain: (kind == KeptKind::Rollup).then_some(Grain::Year),
        feeds: String::new(),
        shape: String::new(),
    }
}

fn register(code: &str, name: &str, words: &[&str], numbers: Vec<KeptNumber>) -> Kept {
    Kept {
        code: code.to_owned(),
        name: name.to_owned(),
        href: format!("/ledger/{code}"),
        numbers,
        words: words.iter().map(|word| (*word).to_owned()).collect(),
    }
}

/// What is found between one typed item and registers: whether it is sure, and the sentence.
fn between(name: &str, unit: &str, kept: &[Kept]) -> Vec<(bool, String)> {
    let by = Source::Reporter(crate::facts::model::Reporter::OwnUnit);
    let items = [item("typed", name, unit, Grain::Year, by)];
    let twins = held(&asked(&items, &[]), kept).into_iter();
    twins.map(|twin| (twin.is_same, twin.words)).collect()
}

#[test]
fn a_number_somebody_types_is_found_in_the_roll_ups_numbers_and_rows_of_a_register() {
    let contests = [register(
        "contests",
        "竞赛活动",
        &["参赛队伍", "参赛学生", "校园足球联赛"],
        vec![
            number(KeptKind::Rollup, "参赛队伍", "支"),
            number(KeptKind::Rollup, "参赛学生", "人次"),
            number(KeptKind::Rows, "竞赛活动", "支"),
        ],
    )];
    let found = between("参赛队伍数", "支", &contests);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].0 && found[0].1.contains("的汇总“参赛队伍”是同一个数"),
        "{found:?}"
    );
    // By the words of a roll-up of another name.
    let found = between("参赛人次", "人次", &contests);
    assert!(
        !found[0].0 && found[0].1.contains("的汇总“参赛学生”可能"),
        "{found:?}"
    );
    // Persons are no times, but may be the same heads; what shares nothing is nothing.
    let found = between("参赛人数", "人", &contests);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        !found[0].0
            && found[0]
                .1
                .contains("可能是同一个数（一处按人统计，一处按人次统计）"),
        "{found:?}"
    );
    assert!(between("心理辅导人次", "人次", &contests).is_empty());

    let recruitment = [register(
        "recruitment",
        "招聘引进",
        &[
            "2026年公办幼儿园教师招考",
            "2026年中小学教师公开招聘",
            "人才引进",
        ],
        vec![
            number(KeptKind::Field, "录用人数", "人"),
            number(KeptKind::Rows, "招聘引进", "人"),
        ],
    )];
    for name in ["招聘中小学教师人数", "招考公办幼儿园教师人数"] {
        let found = between(name, "名", &recruitment);
        assert_eq!(found.len(), 1, "{name}");
        assert!(
            !found[0].0 && found[0].1.contains("台账“招聘引进”的“录用人数”"),
            "{found:?}"
        );
    }
    // What no row speaks of is not held there.
    assert!(between("招聘校医人数", "人", &recruitment).is_empty());

    let training = [register(
        "training",
        "教师培训",
        &["班主任能力提升研修"],
        vec![
            number(KeptKind::Rows, "教师培训", "人"),
            number(KeptKind::Rows, "教师培训", "人次"),
        ],
    )];
    let found = between("培训班主任人数", "人", &training);
    assert!(found[0].1.contains("台账“教师培训”的记录"), "{found:?}");
    assert!(between("职业技能培训人次", "人次", &training).is_empty());

    let construction = [register(
        "construction",
        "基建项目",
        &[],
        vec![number(KeptKind::Rollup, "基建项目付款", "元")],
    )];
    let found = between("教育项目完成投资", "万元", &construction);
    assert!(!found[0].0, "{found:?}");
}

#[test]
fn a_share_somebody_types_is_found_where_a_register_counts_what_it_is_a_share_of() {
    let exchange = [register(
        "exchange",
        "教师交流",
        &["交流轮岗教师", "校长"],
        vec![number(KeptKind::Rows, "教师交流", "人")],
    )];
    let found = between("校长教师交流轮岗比例", "%", &exchange);
    assert!(found[0].1.contains("就能算出"), "{found:?}");
    assert!(between("教师网络研修参训率", "%", &exchange).is_empty());
}

#[test]
fn a_target_that_reports_ask_for_is_found_beside_an_item_and_in_a_register() {
    let year = Grain::Year;
    let items = [item(
        "teams",
        "参赛队伍数",
        "支",
        year,
        Source::RegisterRollup("r".to_owned()),
    )];
    let typed = [
        Typed {
            key: "target:1".to_owned(),
            place: "《要点》第9条的目标".to_owned(),
            name: "参赛队伍".to_owned(),
            unit: "支".to_owned(),
        },
        Typed {
            key: "target:2".to_owned(),
            place: "《要点》第9条的目标".to_owned(),
            name: "县级参赛队伍".to_owned(),
            unit: "支".to_owned(),
        },
        Typed {
            key: "target:3".to_owned(),
            place: "《要点》第9条的目标".to_owned(),
            name: "教研成果汇编".to_owned(),
            unit: "期".to_owned(),
        },
    ];
    let twins = beside(&items, &typed);
    let told: Vec<(&str, bool)> = twins
        .iter()
        .map(|twin| (twin.pair.as_str(), twin.is_same))
        .collect();
    assert_eq!(told, [("target:1 teams", true), ("target:2 teams", false)]);
    let rollup = number(KeptKind::Rollup, "参赛队伍", "支");
    let contests = [register("contests", "竞赛活动", &[], vec![rollup])];
    let twins = held(&asked(&[], &typed), &contests);
    assert_eq!(twins.len(), 1);
    assert_eq!(twins[0].pair, "target:1 register:contests");
}

#[test]
fn an_item_is_no_twin_of_the_roll_up_that_feeds_it_and_two_fed_alike_are() {
    let mut rollup = number(KeptKind::Rollup, "参赛队伍", "支");
    rollup.feeds = "typed".to_owned();
    rollup.shape = "count".to_owned();
    let mut other = rollup.clone();
    let fed = [register("contests", "竞赛活动", &[], vec![rollup.clone()])];
    assert!(between("参赛队伍数", "支", &fed).is_empty());
    assert!(counted_twice(&fed).is_empty());
    other.feeds = "another".to_owned();
    let fed = [register("contests", "竞赛活动", &[], vec![rollup, other])];
    let twins: Vec<Twin> = counted_twice(&fed);
    assert!(
        twins[0].is_same && twins[0].words.contains("another、typed"),
        "{twins:?}"
    );
}

#[test]
fn a_number_a_register_adds_up_over_shorter_periods_may_be_the_one_of_the_year() {
    let mut half = number(KeptKind::Rollup, "参赛学生", "人次");
    half.grain = Some(Grain::HalfYear);
    let mut month = half.clone();
    month.grain = Some(Grain::Month);
    let contests = |numbers| [register("contests", "竞赛活动", &["参赛学生"], numbers)];
    for name in ["参赛人次", "参赛学生"] {
        for part in [&half, &month] {
            let found = between(name, "人次", &contests(vec![part.clone()]));
            assert_eq!(found.len(), 1, "{name}");
            // The periods are not the same, so that a person decides.
            assert!(!found[0].0, "{found:?}");
        }
    }
    // One of the same length says more.
    let whole = number(KeptKind::Rollup, "参赛人次", "人次");
    let found = between("参赛人次", "人次", &contests(vec![half.clone(), whole]));
    assert!(
        found[0].0 && found[0].1.contains("的汇总“参赛人次”是同一个数"),
        "{found:?}"
    );
    // Half years are no parts of a school year.
    let by = Source::Reporter(crate::facts::model::Reporter::OwnUnit);
    let year = [item("typed", "参赛人次", "人次", Grain::SchoolYear, by)];
    assert!(held(&asked(&year, &[]), &contests(vec![half])).is_empty());
}

#[test]
fn items_that_count_the_same_heads_once_and_each_time_may_be_one_number() {
    let by = || Source::Reporter(crate::facts::model::Reporter::OwnUnit);
    let year = Grain::Year;
    for (one, other, is_found) in [
        (("参赛人次", "人次"), ("参赛学生", "人"), true),
        (("参赛学生人次", "人次"), ("参赛学生人数", "名"), true),
        (("督导学校数", "所"), ("督导校次", "校次"), true),
        (("督导学校", "所"), ("督导学校总数", "校次"), true),
        (("培训教师人次", "人次"), ("培训学生人数", "人"), false),
        (("参赛人次", "人次"), ("参赛学生", "元"), false),
        (("参赛人次", "人次"), ("获奖学生", "人"), false),
    ] {
        let items = [
            item("a", one.0, one.1, year, by()),
            item("b", other.0, other.1, year, by()),
        ];
        assert!(found(&items).is_empty(), "{one:?} {other:?}");
        let twins = beside(&items, &[]);
        assert_eq!(twins.len(), usize::from(is_found), "{one:?} {other:?}");
        assert!(twins.iter().all(|twin| !twin.is_same && twin.pair == "a b"));
        let typed = [Typed {
            key: "target:1".to_owned(),
            place: "《要点》第9条的目标".to_owned(),
            name: one.0.to_owned(),
            unit: one.1.to_owned(),
        }];
        let twins = beside(&items[1..], &typed);
        assert_eq!(twins.len(), usize::from(is_found), "{one:?} {other:?}");
        assert!(twins.iter().all(|twin| !twin.is_same));
    }
}

#[test]
fn one_name_is_one_number_as_soon_as_one_kind_of_unit_is_asked_for_both() {
    let pupils = |code: &str, name: &str, kinds: &[UnitKind]| {
        let mut item = item(code, name, "人", Grain::SchoolYear, Source::Dataset);
        item.applies_to = kinds.to_vec();
        item
    };
    let both = [UnitKind::School, UnitKind::Kindergarten];
    let items = [
        pupils("a", "在校学生数", &both),
        pupils("b", "在校学生总数", &[UnitKind::School]),
        pupils("c", "在校学生人数", &[UnitKind::Bureau]),
    ];
    let twins = found(&items);
    assert_eq!(twins.len(), 1, "{twins:?}");
    assert!(twins[0].pair == "a b" && twins[0].is_same, "{twins:?}");
}
