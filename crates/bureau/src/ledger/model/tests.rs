//! What is a right value, and what is not.

use super::*;
use base::actor::UnitId;

struct Nobody;

impl Names for Nobody {
    fn unit(&self, _: &str) -> Option<UnitId> {
        None
    }
}

fn field(kind: FieldKind) -> FieldSpec {
    FieldSpec {
        code: "x".to_owned(),
        name: "栏".to_owned(),
        kind,
        ..FieldSpec::default()
    }
}

/// How one value is kept, or why it is not.
fn read(field: FieldSpec, text: &str) -> Result<String, String> {
    let definition = Definition {
        fields: vec![field],
        ..Definition::default()
    };
    let today = base::day::Date::constant(2026, 3, 5);
    let (values, faults) = Reader::new(&definition, today).read(&|_| text.to_owned(), &Nobody);
    match faults.first() {
        Some(fault) => Err(fault.message.clone()),
        None => Ok(values.get("x").cloned().unwrap_or_default()),
    }
}

#[test]
fn a_date_of_what_has_happened_does_not_lie_ahead() {
    let happened = |text: &str| {
        let field = FieldSpec {
            max: "今天".to_owned(),
            ..field(FieldKind::Date)
        };
        read(field, text)
    };
    assert_eq!(happened("2026-03-04"), Ok("2026-03-04".to_owned()));
    assert_eq!(happened("2026-03-05"), Ok("2026-03-05".to_owned()));
    let wrong = happened("2026-03-06").unwrap_err();
    assert!(wrong.contains("2026年3月6日还没有到"), "{wrong}");
    assert!(wrong.contains("请填实际发生的日期"), "{wrong}");
}

#[test]
fn values_are_read_in_the_ways_people_write_them() {
    let choice = FieldSpec {
        options: vec!["市级（含）".to_owned(), "县级".to_owned()],
        ..field(FieldKind::Choice)
    };
    let several = FieldSpec {
        options: ["语文", "数学", "英语"].map(str::to_owned).to_vec(),
        ..field(FieldKind::MultiChoice)
    };
    let hours = FieldSpec {
        unit: "学时".to_owned(),
        decimals: 1,
        ..field(FieldKind::Number)
    };
    let period = |grain: &str| FieldSpec {
        grain: grain.to_owned(),
        ..field(FieldKind::Period)
    };
    let card = FieldSpec {
        pattern: "id_card".to_owned(),
        ..field(FieldKind::Text)
    };
    for (field, typed, kept) in [
        (field(FieldKind::Date), "2026年3月5日", "2026-03-05"),
        (field(FieldKind::Date), "2026/3/5", "2026-03-05"),
        (field(FieldKind::Date), "20260305", "2026-03-05"),
        (field(FieldKind::Date), "2026-03-05 00:00", "2026-03-05"),
        (field(FieldKind::Money), "1,234.5", "1234.5"),
        (hours, "１２.5学时", "12.5"),
        (choice, "市级 (含)", "市级（含）"),
        (several, "英语，语文", "语文、英语"),
        (field(FieldKind::YesNo), "√", "是"),
        (period("month"), "2026年3月", "2026-03"),
        (period("year"), "2026", "2026"),
        (period("year"), "2026年度", "2026"),
        (period("school_year"), "2025-2026学年", "2025-2026"),
        (period("school_year"), "2025—2026学年", "2025-2026"),
        (period("quarter"), "2026年第二季度", "2026-Q2"),
        (card, "11010519491231002x", "11010519491231002X"),
    ] {
        assert_eq!(read(field, typed).as_deref(), Ok(kept), "{typed}");
    }
}

#[test]
fn wrong_values_are_refused_with_what_to_do() {
    let card = FieldSpec {
        pattern: "id_card".to_owned(),
        ..field(FieldKind::Text)
    };
    let required = FieldSpec {
        required: true,
        ..field(FieldKind::Text)
    };
    let whole = field(FieldKind::Number);
    for (field, typed, said) in [
        (required, "  ", "请填写栏。"),
        (whole.clone(), "1.5", "应为整数。"),
        (whole, "十二", "不是数"),
        (field(FieldKind::Date), "2026-02-30", "不是日期"),
        (field(FieldKind::YesNo), "也许", "不是“是”或“否”"),
        (field(FieldKind::Unit), "不存在的学校", "没有找到"),
        (card, "110105194912310021", "校验码"),
    ] {
        let message = read(field, typed).unwrap_err();
        assert!(message.contains(said), "{typed}: {message}");
    }
}

#[test]
fn fields_keep_their_typed_columns_from_version_to_version() {
    let choice = |code: &str| FieldSpec {
        code: code.to_owned(),
        name: code.to_owned(),
        kind: FieldKind::Choice,
        options: vec!["甲".to_owned()],
        filter: true,
        ..FieldSpec::default()
    };
    let mut before = Definition {
        fields: ["a", "b", "c", "d"].map(choice).to_vec(),
        ..Definition::default()
    };
    before.give_slots(None);
    let slots = |definition: &Definition| -> Vec<String> {
        definition
            .fields
            .iter()
            .map(|field| field.slot.clone())
            .collect()
    };
    assert_eq!(slots(&before), ["c1", "c2", "c3", ""]);
    let mut after = before.clone();
    after.fields[0].retired = true;
    after.give_slots(Some(&before));
    assert_eq!(slots(&after), ["", "c2", "c3", "c1"]);
    assert!(after.indexes_otherwise(&before));
}

#[test]
fn a_definition_that_cannot_work_is_refused() {
    let definition = Definition {
        code: "x".to_owned(),
        name: "台账".to_owned(),
        owner: "人事科".to_owned(),
        period: "x".to_owned(),
        fields: vec![field(FieldKind::Text), field(FieldKind::Choice)],
        rules: vec![CrossRule {
            check: "[没有的] > 1".to_owned(),
            ..CrossRule::default()
        }],
        rollups: vec![RollupSpec {
            code: "s".to_owned(),
            name: "合计".to_owned(),
            measure: Measure::Sum,
            grain: "year".to_owned(),
            ..RollupSpec::default()
        }],
        ..Definition::default()
    };
    let problems = definition.problems().join("\n");
    for said in [
        "代码不合要求或重复",
        "有两个字段都叫",
        "请列出选项",
        "没有叫“没有的”",
        "请选择要合计的数字段",
        "日期或期别",
    ] {
        assert!(problems.contains(said), "{said}: {problems}");
    }
}

#[test]
fn costs_add_up_and_unit_prices_shares_and_scores_do_not_unless_it_is_said() {
    let number = |name: &str, unit: &str| FieldSpec {
        name: name.to_owned(),
        unit: unit.to_owned(),
        ..field(FieldKind::Number)
    };
    for (name, unit, adds_up) in [
        ("经费", "元", true),
        ("参训人数", "人", true),
        ("单价", "元", false),
        ("执行率", "%", false),
        ("餐标", "元/餐", false),
        ("检查得分", "分", false),
        ("完成比例", "", false),
    ] {
        assert_eq!(number(name, unit).adds_up(), adds_up, "{name}");
    }
    let formula = |formula: &str| FieldSpec {
        formula: formula.to_owned(),
        ..field(FieldKind::Formula)
    };
    assert!(!formula("[经费]÷[学时]").adds_up());
    assert!(formula("[数量]×[单价]").adds_up());
    let said = FieldSpec {
        sums: Some(true),
        ..number("单价", "元")
    };
    assert!(said.adds_up());
    assert!(!field(FieldKind::Text).adds_up());
}

#[test]
fn a_month_is_read_however_it_is_written_and_full_width_signs_fit_a_pattern() {
    let month = || FieldSpec {
        grain: "month".to_owned(),
        ..field(FieldKind::Period)
    };
    for text in [
        "2026.3",
        "2026-3",
        "2026/03",
        "２０２６．３",
        "2026.3.5",
        "2026年3月",
    ] {
        assert_eq!(read(month(), text).unwrap(), "2026-03", "{text}");
    }
    for text in ["2026.13", "2026.0", "3"] {
        assert!(read(month(), text).is_err(), "{text}");
    }
    let numbered = || FieldSpec {
        pattern: "[A-Z]\\d{4}".to_owned(),
        ..field(FieldKind::Text)
    };
    assert_eq!(read(numbered(), "Ａ９１０２").unwrap(), "A9102");
    assert!(read(numbered(), "甲９１０２").is_err());
}
