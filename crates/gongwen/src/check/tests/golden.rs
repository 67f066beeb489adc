//! The checks a formatter can make, as the facts of the standard list them.

use super::paper::notice;
use crate::{
    check::{Part, RuleId, Severity},
    day::Day,
    document::{IssueNumber, words},
};

#[test]
fn what_the_fixed_words_write_is_what_the_checker_wants() {
    let number = words::issue_number(&IssueNumber::Serial {
        code: "岳教发".to_owned(),
        year: 2012,
        serial: 1,
    });
    assert_eq!(number, "岳教发\u{3014}2012\u{3015}1号");
    let date = words::day(Day::new(2012, 2, 6).unwrap());
    assert_eq!(date, "2012年2月6日");
    let draft = notice()
        .with("青教发〔2026〕5号", &number)
        .with("2026年3月5日</w:t>", &format!("{date}</w:t>"));
    assert_eq!(draft.broken(), []);
    assert_eq!(words::page_number(3), "— 3 —");
}

#[test]
fn a_violation_says_where_what_why_and_how_to_mend_it() {
    let report = notice().with("〔2026〕", "[2026]").report();
    let violation = &report.violations[0];
    assert_eq!(violation.rule, RuleId::NumberForm);
    assert_eq!(violation.clause, "7.2.5");
    assert_eq!(violation.severity, Severity::Breach);
    assert_eq!(violation.source.label(), "据条文");
    assert_eq!(violation.places[0].paragraph, Some(5));
    assert_eq!(violation.places[0].part, Part::DocNumber);
    assert_eq!(violation.places[0].quote, "青教发[2026]5号");
    assert_eq!(violation.found, "年份括在“[]”里");
    assert!(violation.wanted.contains("六角括号") && violation.fix.contains("U+3014"));
    assert_eq!((report.n_breaches(), report.n_advices()), (1, 0));
}

#[test]
fn the_same_mistake_in_many_places_is_one_violation() {
    let report = notice()
        .with(
            r#"w:eastAsia="仿宋_GB2312"/><w:sz w:val="32""#,
            r#"w:eastAsia="宋体"/><w:sz w:val="32""#,
        )
        .report();
    let body = report
        .violations
        .iter()
        .find(|one| one.rule == RuleId::BodyFont)
        .unwrap();
    assert!(body.places.len() > 4, "{body:?}");
    assert_eq!(body.found, "用了宋体");
}
