//! What a form says before and after somebody writes in it.

use super::{DONE, LastTime, NEXT, PROBLEMS, ReportForm};
use crate::report::model::{
    FieldKind, Task,
    field::is_number,
    owed::tests::{quantity, step, task},
};

fn hiring() -> Task {
    Task {
        targets: vec![quantity("招聘教师", Some("128"))],
        steps: vec![
            step("制定方案", "2026-02-10", None),
            step("发布公告", "2026-03-20", Some("2026-03-18")),
            step("组织面试", "2026-05-15", None),
        ],
        ..task()
    }
}

fn march(last: Option<&LastTime>) -> ReportForm {
    ReportForm::prefilled(&hiring(), "2026-03".parse().unwrap(), last)
}

#[test]
fn a_report_opens_with_everything_that_is_known() {
    let form = march(None);
    assert_eq!(form.value("n:招聘教师"), "128");
    assert_eq!(form.value("s:发布公告"), "2026-03-18");
    assert_eq!(form.value("s:制定方案"), "");
    assert!(form.field("s:组织面试").is_none());
    assert_eq!(form.value(DONE), "完成“发布公告”，累计招聘教师128名。");
    assert_eq!(form.value(PROBLEMS), "“制定方案”未按期完成。");
    assert_eq!(form.value(NEXT), "5月15日前完成“组织面试”。");
    let (n_fields, n_prefilled) = form.counts();
    assert_eq!((n_fields, n_prefilled), (6, 6));
    assert!(form.gaps(|_| true).is_empty());
}

#[test]
fn a_number_nobody_supplies_opens_with_what_was_said_last_time() {
    let mut without = hiring();
    without.targets[0].value = None;
    without.steps.clear();
    let mut february = ReportForm::prefilled(&without, "2026-02".parse().unwrap(), None);
    assert_eq!(february.value("n:招聘教师"), "");
    for field in &mut february.0 {
        if field.kind == FieldKind::Number {
            field.value = "90".into();
        }
    }
    let last = LastTime {
        period: "2026年2月".into(),
        form: february,
    };
    let form = ReportForm::prefilled(&without, "2026-03".parse().unwrap(), Some(&last));
    let number = form.field("n:招聘教师").unwrap();
    assert_eq!(
        (number.value.as_str(), number.source.as_str()),
        ("90", "2026年2月报送")
    );
}

#[test]
fn what_nobody_touched_follows_its_source_and_what_was_corrected_stays() {
    let mut saved = march(None);
    for field in &mut saved.0 {
        if field.key == DONE {
            field.value = "公告已发布。".into();
        }
    }
    let mut later = hiring();
    later.targets[0].value = Some("150".into());
    let fresh = ReportForm::prefilled(&later, "2026-03".parse().unwrap(), None);
    let form = fresh.with_saved(&saved);
    assert_eq!(form.value("n:招聘教师"), "150");
    assert_eq!(form.value(DONE), "公告已发布。");
    let labels: Vec<String> = form
        .changes_since(&saved)
        .into_iter()
        .map(|change| format!("{} {}→{}", change.label, change.before, change.after))
        .collect();
    assert_eq!(labels, ["招聘教师 128名→150名"]);
}

#[test]
fn a_number_of_another_source_is_remarked_on_and_never_changed() {
    let mut supplied = hiring();
    supplied.targets[0].is_supplied = true;
    let form = || ReportForm::prefilled(&supplied, "2026-03".parse().unwrap(), None);
    let mut saved = form();
    for field in &mut saved.0 {
        if field.kind == FieldKind::Supplied {
            field.value = "999".into();
            field.remark = "少计特岗教师12名".into();
        }
    }
    let form = form().with_saved(&saved);
    let number = form.field("n:招聘教师").unwrap();
    assert_eq!(number.shown(), "128名（对来源的意见：少计特岗教师12名）");
}

#[test]
fn progress_in_words_adds_up_counts_names_rates_and_leaves_out_what_has_not_begun() {
    let mut task = hiring();
    let mut share = quantity("参训率", Some("92.40"));
    share.unit = "%".into();
    let mut again = quantity("招聘教师高于上年", Some("128"));
    again.key = "m:1".into();
    task.targets
        .extend([share, again, quantity("引进人才", Some("0"))]);
    task.steps.clear();
    let form = ReportForm::prefilled(&task, "2026-03".parse().unwrap(), None);
    assert_eq!(form.value(DONE), "累计招聘教师128名，参训率92.40%。");
    // What was said a month ago is offered in its field and claimed nowhere.
    task.targets.truncate(1);
    task.targets[0].value = None;
    let last = LastTime {
        period: "2026年2月".into(),
        form,
    };
    let form = ReportForm::prefilled(&task, "2026-03".parse().unwrap(), Some(&last));
    assert_eq!(form.value("n:招聘教师"), "128");
    assert!(!form.value(DONE).contains("128"), "{}", form.value(DONE));
}

#[test]
fn numbers_are_told_from_words() {
    for right in ["0", "128", "1,234.50", "-3", "98.5"] {
        assert!(is_number(right), "{right}");
    }
    for wrong in ["约128", "1.2.3", "12.", ".5", "128名", "-", "1e5"] {
        assert!(!is_number(wrong), "{wrong}");
    }
}

#[test]
fn a_number_that_is_asked_for_stands_there_or_the_reason_why_there_is_none() {
    let mut task = hiring();
    task.targets[0].value = None;
    task.targets.push(quantity("引进人才", Some("0")));
    let mut form = ReportForm::prefilled(&task, "2026-03".parse().unwrap(), None);
    let labels = |form: &ReportForm, open: &str| -> Vec<String> {
        let gaps = form.gaps(|key| open.is_empty() || key == open);
        gaps.iter().map(|gap| gap.label.clone()).collect()
    };
    assert_eq!(labels(&form, ""), ["招聘教师"], "0 is a number");
    assert_eq!(form.field("n:招聘教师").unwrap().shown(), "未填");
    // Returned for another field alone, it cannot be mended and does not stand in the way.
    assert!(labels(&form, DONE).is_empty());
    form.0[0].remark = "公告未出".into();
    assert!(labels(&form, "").is_empty());
    assert_eq!(form.0[0].shown(), "未填（公告未出）");
    // The reason is offered again until there is a number.
    let last = LastTime {
        period: "2026年3月".into(),
        form,
    };
    let april = |task: &Task| {
        let form = ReportForm::prefilled(task, "2026-04".parse().unwrap(), Some(&last));
        form.field("n:招聘教师").unwrap().shown()
    };
    assert_eq!(april(&task), "未填（公告未出）");
    task.targets[0].value = Some("12".into());
    assert_eq!(april(&task), "12名");
}
