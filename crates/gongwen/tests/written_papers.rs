//! What the library writes, its own checker finds nothing wrong with.

use gongwen::{
    check::{Standard, check},
    paper::{EXAMPLES, Paper},
    write::paper_docx,
};

#[test]
fn every_kind_of_paper_is_written_as_the_standard_wants_it() {
    let standard = Standard::gbt9704_2012().unwrap();
    let mut wrong = Vec::new();
    for example in EXAMPLES {
        let paper: Paper = serde_json::from_str(example.json).unwrap();
        let document = paper.document().unwrap();
        let report = check(&paper_docx(&document).unwrap(), &standard).unwrap();
        if report.form != document.form {
            wrong.push(format!("{}: taken for {:?}", example.kind, report.form));
        }
        for violation in report.violations {
            wrong.push(format!(
                "{}: {:?} {} {:?}",
                example.kind, violation.rule, violation.found, violation.places
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
