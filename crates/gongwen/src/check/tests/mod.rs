//! For every rule a paper spoiled on purpose, which is reported, and its right twin, which is not.

mod cases;
mod golden;
mod hostile;
mod paper;

use super::Form;
use paper::{letter, minutes, notice, plain, report_upward};

#[test]
fn right_papers_of_every_form_have_no_violation() {
    for (draft, form) in [
        (notice(), Form::File),
        (report_upward(), Form::File),
        (letter(), Form::Letter),
        (minutes(), Form::Minutes),
        (plain(), Form::Plain),
    ] {
        let report = draft.report();
        assert_eq!(report.form, form);
        assert_eq!(report.violations, [], "{form:?}");
    }
}
