use super::{Exact, Formula, Input, NoResult, Reach, check_units, in_order};
use crate::facts::model::{Amount, DataItem, ItemCode, Source};
use base::Grain;
use proptest::prelude::*;

fn code(text: &str) -> ItemCode {
    text.parse().unwrap()
}

fn items() -> Vec<DataItem> {
    let item = |code: &str, name: &str, unit: &str, grain| {
        DataItem::new(code.parse().unwrap(), name, unit, grain, Source::Dataset)
    };
    vec![
        item("pupils", "在校生数", "人", Grain::SchoolYear),
        item("teachers", "专任教师数", "名", Grain::SchoolYear),
        item("money", "教学设备值", "万元", Grain::SchoolYear),
        item("pcs", "计算机台数", "台", Grain::SchoolYear),
        item("monthly", "月度人次", "人次", Grain::Month),
    ]
}

fn find(name: &str) -> Option<ItemCode> {
    let items = items();
    let found = items
        .iter()
        .find(|item| item.name == name || item.code.as_str() == name)?;
    Some(found.code.clone())
}

fn read(text: &str) -> Result<Formula, String> {
    Formula::read(text, find).map_err(|error| error.to_string())
}

fn number(text: &str) -> Exact {
    Exact::of(Amount::parse(text).unwrap())
}

fn known(input: &Input) -> Option<Exact> {
    match (input.item.as_str(), input.of) {
        ("pupils", Reach::Same) => Some(number("1200")),
        ("pupils", Reach::Previous) => Some(number("1000")),
        ("pupils", Reach::AllBelow) => Some(number("60000")),
        ("teachers", Reach::Same) => Some(number("80")),
        ("money", Reach::Same) => Some(number("559.04")),
        _ => None,
    }
}

fn result(text: &str) -> Result<String, NoResult> {
    let exact = read(text).unwrap().result(&known)?;
    Ok(exact.rounded(4).unwrap().plain())
}

#[test]
fn formulas_are_computed_exactly_and_rounded_at_the_end() {
    for (text, wanted) in [
        ("[在校生数] ÷ [专任教师数]", "15.0000"),
        ("[专任教师数]/[pupils]*100", "6.6667"),
        ("1÷3+1÷3+1÷3", "1.0000"),
        ("[教学设备值]×10000÷[在校生数]", "4658.6667"),
        (
            "（[在校生数]－上期([在校生数])）÷上期([在校生数])×100",
            "20.0000",
        ),
        ("下级合计(【在校生数】)", "60000.0000"),
        ("四舍五入([专任教师数]÷[在校生数]，2)", "0.0700"),
        ("四舍五入(2.5,0) - -1", "4.0000"),
        ("10-2-3", "5.0000"),
        ("16÷4÷2", "2.0000"),
        ("50%", "0.5000"),
    ] {
        assert_eq!(result(text).unwrap(), wanted, "{text}");
    }
}

#[test]
fn missing_stays_missing_and_nothing_is_divided_by_zero() {
    let missing = |of| {
        NoResult::Missing(Input {
            item: code("pcs"),
            of,
        })
    };
    assert_eq!(result("[计算机台数]×0").unwrap_err(), missing(Reach::Same));
    assert_eq!(
        result("上年同期([计算机台数])+1").unwrap_err(),
        missing(Reach::YearBefore)
    );
    assert_eq!(
        result("1÷([在校生数]−1200)").unwrap_err(),
        NoResult::DividedByZero
    );
    let huge = vec!["[在校生数]"; 40].join("×");
    assert_eq!(result(&huge).unwrap_err(), NoResult::TooLarge);
}

#[test]
fn what_is_no_formula_is_told_where_and_why() {
    for (text, error) in [
        ("", "第1个字：公式没有写完。"),
        ("[在校生数]+", "第8个字：公式没有写完。"),
        ("[在校人数]", "第7个字：没有叫“在校人数”的数据项。"),
        (
            "在校生数+1",
            "第5个字：“在校生数”不是数据项也不是函数；数据项要写在方括号里，如[在校生数]。",
        ),
        ("([在校生数]", "第8个字：这里缺“)”。"),
        ("[在校生数] [专任教师数]", "第8个字：“[”放在这里读不懂。"),
        ("四舍五入([在校生数],9)", "第14个字：保留的位数应是0至6。"),
    ] {
        assert_eq!(read(text).unwrap_err(), error, "{text}");
    }
    let deep = format!("{}1{}", "(".repeat(200), ")".repeat(200));
    assert!(read(&deep).unwrap_err().contains("套得太深"));
    assert!(read(&"1+".repeat(400)).unwrap_err().contains("请拆成"));
}

#[test]
fn units_and_periods_have_to_go_together() {
    let items = items();
    let check = |text: &str, unit: &str| {
        let formula = read(text).unwrap();
        let mut result = DataItem::new(code("r"), "结果", unit, Grain::SchoolYear, Source::Dataset);
        result.decimals = 2;
        check_units(&formula, &result, &|code| {
            items.iter().find(|item| item.code == *code)
        })
        .map_err(|error| error.to_string())
    };
    for (text, unit) in [
        ("[在校生数]÷[专任教师数]", ""),
        ("[在校生数]+[专任教师数]", "人"),
        ("[专任教师数]÷[在校生数]×100", "%"),
        ("[教学设备值]×10000÷[在校生数]", "元/人"),
        ("[教学设备值]÷[在校生数]", "万元/人"),
        ("[计算机台数]÷[在校生数]×100", "台/百人"),
        ("[在校生数]+1", "人"),
        ("100", "人"),
    ] {
        assert_eq!(check(text, unit), Ok(()), "{text}");
    }
    for (text, unit, error) in [
        (
            "[在校生数]+[计算机台数]",
            "人",
            "单位“人”与“台”不同，不能相加减。",
        ),
        (
            "[计算机台数]÷[在校生数]",
            "台",
            "公式得出的单位是“台/人”，数据项的单位是“台”，两者不一致。",
        ),
        (
            "[月度人次]",
            "人次",
            "“月度人次”按月统计，“结果”按学年统计，周期不同，不能放进同一个公式。",
        ),
    ] {
        assert_eq!(check(text, unit).unwrap_err(), error, "{text}");
    }
    assert!(
        check("[专任教师数]÷[在校生数]", "%")
            .unwrap_err()
            .contains("10的2次方")
    );
    assert!(
        check("[教学设备值]÷[在校生数]", "元/人")
            .unwrap_err()
            .contains("10的4次方")
    );
}

#[test]
fn formulas_come_after_what_they_ask_for_and_circles_are_found() {
    let formula = |name: &str, text: &str| {
        let source = Source::Formula(text.to_owned());
        DataItem::new(code(name), name, "", Grain::Year, source)
    };
    let items = vec![
        formula("a", "[b]+[c]"),
        formula("b", "[c]×2"),
        formula("d", "[x]"),
    ];
    let order = in_order(&items).unwrap();
    let names: Vec<&str> = order.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(names, ["b", "d", "a"]);
    let circle = vec![formula("a", "[b]"), formula("b", "[a]"), formula("c", "1")];
    assert_eq!(in_order(&circle).unwrap_err(), [code("a"), code("b")]);
    assert!(in_order(&[formula("a", "上期([a])+1")]).is_err());
}

fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (0u32..10_000).prop_map(|n| n.to_string()),
        (0u32..10_000).prop_map(|n| format!("{}.{:02}", n / 100, n % 100)),
        Just("[在校生数]".to_owned()),
        Just("上期([在校生数])".to_owned()),
        Just("[专任教师数]".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
        (
            inner.clone(),
            inner,
            prop::sample::select(vec!["+", "−", "×", "÷"]),
        )
            .prop_map(|(left, right, sign)| format!("({left} {sign} {right})"))
    })
}

proptest! {
    #[test]
    fn nothing_that_is_typed_panics(text in "[0-9+×÷()\\[\\]，上期四舍五入在校生数.% −-]{0,40}") {
        if let Ok(formula) = read(&text) {
            let _ = formula.result(&known);
        }
    }

    #[test]
    fn a_formula_written_out_is_the_same_formula(text in expression()) {
        let formula = read(&text).unwrap();
        let stored = formula.written(&|code| code.to_string());
        prop_assert_eq!(&Formula::stored(&stored).unwrap(), &formula);
        let named = formula.written(&|code| {
            items().into_iter().find(|item| item.code == *code).unwrap().name
        });
        prop_assert_eq!(read(&named).unwrap().result(&known), formula.result(&known));
    }

    #[test]
    fn adding_and_taking_away_again_changes_nothing(a in -1_000_000i64..1_000_000, b in 1i64..1_000_000) {
        let (a, b) = (Exact::of(Amount::new(a, 3).unwrap()), Exact::of(Amount::new(b, 2).unwrap()));
        prop_assert_eq!(a.plus(b).unwrap().plus(b.negated().unwrap()).unwrap(), a);
        prop_assert_eq!(a.times(b).unwrap().divided_by(b).unwrap(), a);
    }
}
