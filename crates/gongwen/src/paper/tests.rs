use super::{EXAMPLES, Paper, tables};
use crate::document::{Document, Form, words};

fn example(kind: &str) -> Document {
    let example = EXAMPLES
        .iter()
        .find(|example| example.kind == kind)
        .unwrap();
    let paper: Paper = serde_json::from_str(example.json).unwrap();
    paper.document().unwrap()
}

fn body(document: &Document) -> Vec<String> {
    document
        .numbered()
        .iter()
        .map(|piece| {
            let label = piece.label.clone().unwrap_or_default();
            format!("{label}{}", piece.block.plain_text())
        })
        .collect()
}

#[test]
fn every_example_is_a_whole_paper_and_survives_json() {
    for example in EXAMPLES {
        let paper: Paper = serde_json::from_str(example.json).unwrap();
        assert!(paper.document().is_ok(), "{}", example.kind);
        let written = serde_json::to_string(&paper).unwrap();
        assert_eq!(
            serde_json::from_str::<Paper>(&written).unwrap(),
            paper,
            "{}",
            example.kind
        );
    }
}

#[test]
fn a_title_is_issuer_subject_and_kind() {
    assert_eq!(
        example("通知").title,
        ["清禾县教育局关于做好2026年秋季学期开学检查工作的通知"]
    );
}

#[test]
fn a_circular_counts_its_matters_itself() {
    let body = body(&example("通报"));
    let counts = "共立项4项，已办结2项，办结率50%；其中按期办结1项，按期办结率50%；超期1项。";
    assert!(body.iter().any(|line| line == counts), "{body:?}");
}

#[test]
fn a_letter_has_no_printing_line_and_asks_for_an_answer() {
    let letter = example("函");
    assert_eq!(letter.form, Form::Letter);
    assert_eq!(body(&letter).last().unwrap(), "请予函复。");
    let imprint = letter.imprint.unwrap();
    assert_eq!((imprint.printed_by, imprint.printed_on), (None, None));
}

#[test]
fn a_report_names_who_signed_it() {
    assert_eq!(example("报告").head.signers.len(), 1);
}

#[test]
fn the_dispatch_pack_compares_what_is_done_with_the_time() {
    let pack = example("调度材料");
    let table = pack.attachments[0].body[0].plain_text();
    for words in ["超前11.7个百分点", "落后25个百分点", "86.7%"] {
        assert!(table.contains(words), "{table}");
    }
}

#[test]
fn the_self_evaluation_adds_up_its_points() {
    let report = example("自评报告");
    let total = "自评指标共2项，达标1项；分值合计18分，自评得分16.5分。逐项情况见自评得分表。";
    assert!(body(&report).iter().any(|line| line == total));
}

#[test]
fn points_lost_without_a_reason_are_refused() {
    let json = EXAMPLES
        .iter()
        .find(|one| one.kind == "自评报告")
        .unwrap()
        .json;
    let paper: Paper = serde_json::from_str(&json.replace("小学未达到0.9人。", "")).unwrap();
    let refused = paper.document().unwrap_err();
    assert_eq!(refused.0, ["缺少指标A1B2的扣分原因（lost_because）。"]);
}

#[test]
fn the_items_of_the_next_plan_are_counted_through() {
    let summary = example("工作总结");
    let plan = &summary.attachments[1];
    let labels: Vec<String> = plan
        .numbered(2)
        .into_iter()
        .filter_map(|piece| piece.label)
        .collect();
    assert_eq!(labels, ["一、", "（一）", "1.", "2.", "（二）", "3."]);
}

#[test]
fn papers_a_notice_issues_are_not_listed_as_attachments() {
    assert!(words::attachment_note(&example("工作总结").attachments).is_empty());
    assert_eq!(
        words::attachment_note(&example("责任分解表").attachments),
        ["附件：清禾县教育局2026年工作要点责任分解表"]
    );
}

#[test]
fn what_is_missing_is_named() {
    let paper: Paper = serde_json::from_str(r#"{"paper":"notice"}"#).unwrap();
    let missing = paper.document().unwrap_err().0;
    assert_eq!(
        missing,
        [
            "缺少发文机关（issuers）。",
            "缺少成文日期（date）。",
            "缺少事由（subject）。",
            "缺少主送机关（addressees）。",
            "缺少正文（lead 或 sections）。",
        ]
    );
}

#[test]
fn a_misspelt_part_is_not_dropped_in_silence() {
    assert!(serde_json::from_str::<Paper>(r#"{"paper":"notice","subjet":"x"}"#).is_err());
}

#[test]
fn rates_are_rounded_to_a_tenth_of_a_percent() {
    for (part, whole, expected) in [
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (1, 1, "100%"),
        (0, 0, "—"),
    ] {
        assert_eq!(tables::rate(part, whole), expected);
    }
}
