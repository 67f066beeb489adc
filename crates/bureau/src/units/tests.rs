use super::{
    NumberColumn, OtherUnit, Reading, above, above_for,
    header::{at_the_end, in_brackets},
    in_own_unit, plain, power_between, without_noise,
};

fn words(units: Vec<String>) -> String {
    units.join(" ")
}

#[test]
fn numbers_become_those_of_another_unit_without_loss_or_not_at_all() {
    for (text, from, to, is) in [
        ("2", "万元", "元", Some("20000")),
        ("2.5万元", "万元", "元", Some("25000")),
        ("1,200.05", "万元", "元", Some("12000500")),
        ("１，２００", "万元", "元", Some("12000000")),
        ("5000000", "元", "万元", Some("500")),
        ("-1234.56", "元", "万元", Some("-0.123456")),
        ("12345678.9", "元", "万元", Some("1234.56789")),
        ("1.23456789", "万元", "元", Some("12345.6789")),
        ("0", "亿元", "元", Some("0")),
        ("-0.0", "亿元", "元", Some("0")),
        ("3", "公顷", "平方米", Some("30000")),
        ("35", "‰", "%", Some("3.5")),
        ("2元", "万元", "元", None),
        ("约2", "万元", "元", None),
        ("1,2", "万元", "元", None),
        ("", "万元", "元", None),
    ] {
        let other = OtherUnit {
            unit: from.to_owned(),
            power: power_between(from, to).unwrap(),
        };
        assert_eq!(other.converted(text).as_deref(), is, "{text}{from}");
    }
}

#[test]
fn units_are_tens_of_each_other_the_same_or_apart() {
    for (from, to, power) in [
        ("万元", "元", Some(4)),
        ("萬元", "元", Some(4)),
        ("千万元", "万元", Some(3)),
        ("十万元", "元", Some(5)),
        ("万", "元", Some(4)),
        ("万", "万元", Some(0)),
        ("亿", "万元", Some(4)),
        ("万", "人", Some(4)),
        ("万", "%", None),
        ("万人次", "人次", Some(4)),
        ("％", "%", Some(0)),
        ("㎡", "平方米", Some(0)),
        ("平米", "平方米", Some(0)),
        ("万㎡", "平方米", Some(4)),
        ("公里", "米", Some(3)),
        ("吨", "公斤", Some(3)),
        ("名", "人", Some(0)),
        ("元/生", "元/人", Some(0)),
        ("万元/人", "元/人", Some(4)),
        ("元/月", "元", Some(0)),
        ("人/次", "人次", Some(0)),
        ("台/套", "台", Some(0)),
        ("个", "班", Some(0)),
        ("所", "个", Some(0)),
        ("元/人", "元", None),
        ("人次", "人", None),
        ("个", "学时", None),
        ("学时", "课时", None),
        ("亩", "平方米", None),
        ("万人", "元", None),
        ("箱", "个", None),
        ("班", "人", None),
        ("箱", "箱", Some(0)),
    ] {
        assert_eq!(power_between(from, to), power, "{from} {to}");
    }
}

#[test]
fn a_unit_in_brackets_is_told_from_a_remark() {
    for (header, units) in [
        ("经费（万元）", "万元"),
        ("经费(單位：萬元)", "万元"),
        ("经费（单位:人民币万元，保留两位小数）", "万元"),
        ("经费（必填）（万元）", "万元"),
        ("经费【万元】", "万元"),
        ("经费（以万元计）", "万元"),
        ("人数（万）", "万"),
        ("学时（学时）", "学时"),
        ("达标率（％）", "%"),
        ("生均经费（元/生·年）", "元/生/年"),
        ("数量（箱）", "箱"),
        ("数量（车次）", "车次"),
        ("经费（必填）", ""),
        ("经费（选填，如有）", ""),
        ("经费（含税）", ""),
        ("追加（减）", ""),
        ("人数（男）", ""),
        ("教师数（语）", ""),
        ("达标校数（优）", ""),
        ("人数（本次）", ""),
        ("是否达标（是/否）", ""),
        ("经费（含中央补助，不含上年结转）", ""),
        ("经费", ""),
    ] {
        assert_eq!(words(in_brackets(header)), units, "{header}");
    }
    assert_eq!(at_the_end("经费合计万元").as_deref(), Some("万元"));
    assert_eq!(at_the_end("培训人次"), None);
}

#[test]
fn a_line_above_a_table_names_units_or_whose_it_is() {
    for (line, units) in [
        ("（金额单位：万元、人）", "万元 人"),
        ("单位：人", "人"),
        ("计量单位：平方米，万元", "平方米 万元"),
        ("（万元）", "万元"),
        ("单 位：萬元　　制表人：张三", "万元"),
        ("（单位：人）2026年3月", "人"),
        ("单位（千元）", "千元"),
        ("填报单位：清禾县第一中学", ""),
        ("单位：人事科", ""),
        ("单位（盖章）：", ""),
        ("单位名称", ""),
        ("2025年经费情况（表一）", ""),
    ] {
        assert_eq!(words(above(line)), units, "{line}");
    }
    let said = ["人".to_owned(), "万元".to_owned()];
    let all = ["人", "元", "学时"];
    assert_eq!(words(above_for(&said, "元", &all)), "万元");
    assert_eq!(words(above_for(&said, "学时", &all)), "");
    assert_eq!(words(above_for(&said, "学时", &["学时", "元"])), "人");
}

#[test]
fn what_a_column_is_read_in_is_said() {
    let read = |unit: &str, said: &[&str]| {
        let column = NumberColumn {
            header: "经费（某）",
            name: "经费",
            unit,
        };
        let said: Vec<String> = said.iter().map(|word| (*word).to_owned()).collect();
        column.read_in(&said)
    };
    assert_eq!(read("元", &[]), (Reading::AsTheyStand, None));
    assert_eq!(read("元", &["元"]), (Reading::AsTheyStand, None));
    assert_eq!(read("", &["箱"]), (Reading::AsTheyStand, None));
    // The pay of a month.
    assert_eq!(read("元", &["月"]), (Reading::AsTheyStand, None));
    assert_eq!(read("天", &["月"]).0, Reading::NotAtAll);
    let (reading, remark) = read("元", &["万元"]);
    assert!(matches!(reading, Reading::Converted(_)));
    assert_eq!(
        remark.as_deref(),
        Some("“经费（某）”以万元为单位，已换算成元。")
    );
    let (reading, remark) = read("元", &["万元", "人"]);
    assert_eq!(reading, Reading::NotAtAll);
    assert!(remark.unwrap().contains("不止一个单位（万元、人）"));
    let (reading, remark) = read("元", &["人次"]);
    assert_eq!(reading, Reading::NotAtAll);
    assert!(remark.unwrap().contains("不能换算成“经费”的单位元"));
}

#[test]
fn numbers_that_name_their_unit_are_read_in_it() {
    for (text, unit, is) in [
        ("2万", "万元", Some("2")),
        ("20000元", "万元", Some("2")),
        ("1.2亿元", "万元", Some("12000")),
        ("1.2万", "人", Some("12000")),
        ("3亩", "平方米", None),
        ("3", "平方米", None),
        ("约3万", "人", None),
    ] {
        assert_eq!(in_own_unit(text, unit).as_deref(), is, "{text} {unit}");
    }
}

#[test]
fn numbers_of_cells_keep_their_digits_and_lose_what_doubles_add() {
    for (number, text) in [
        (0.1 + 0.2, "0.3"),
        (1.234_567_89, "1.23456789"),
        (0.000_000_1, "0.0000001"),
        (2_400.0, "2400"),
        (-12.5, "-12.5"),
        (123_456_789.125, "123456789.125"),
        (2026.1, "2026.1"),
    ] {
        assert_eq!(plain(number), text);
    }
    let rest = plain(12_345.1 - 12_345.0);
    assert_eq!(without_noise(&rest).as_deref(), Some("0.1"));
    assert_eq!(without_noise("-2.9999999999").as_deref(), Some("-3"));
    assert_eq!(without_noise("0.333333333333333"), None);
    assert_eq!(without_noise("1.23456789"), None);
    assert_eq!(without_noise("12"), None);
}
