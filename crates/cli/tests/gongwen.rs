//! `luoshi gongwen` as it is called: exit codes, messages, and what is printed.
#![expect(
    clippy::unwrap_used,
    reason = "a failed unwrap is a failed test, in helpers too"
)]

use gongwen::{
    document::{Block, Document, Form},
    write::paper_docx,
};
use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

fn luoshi(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_luoshi"))
        .current_dir(folder)
        .arg("gongwen")
        .args(arguments)
        .output()
        .unwrap()
}

fn shown(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn paper(words: &str) -> Vec<u8> {
    paper_docx(&Document {
        form: Form::Plain,
        title: vec!["青禾县教育局2026年工作总结".to_owned()],
        body: vec![Block::text("各项工作全部完成。"), Block::text(words)],
        ..Document::default()
    })
    .unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("好.docx", &paper("新建幼儿园3所。"));
    write("改.docx", &paper("新建幼儿园5所,任务完成。"));
    write("纸.txt", "青禾县教育局".as_bytes());
    folder
}

#[test]
fn a_right_paper_ends_with_0_and_a_wrong_one_with_3() {
    let folder = folder();
    let right = luoshi(folder.path(), &["check", "好.docx"]);
    assert_eq!(
        right.status.code(),
        Some(0),
        "{}{}",
        shown(&right),
        said(&right)
    );
    assert!(shown(&right).contains("没有发现不合 GB/T 9704-2012 的地方"));
    let wrong = luoshi(folder.path(), &["check", "好.docx", "改.docx"]);
    assert_eq!(wrong.status.code(), Some(3));
    let text = shown(&wrong);
    for words in ["违反  9  正文，第 3 段", "半角的“,”", "标准：", "改法："] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn violations_are_given_as_json_too() {
    let folder = folder();
    let output = luoshi(folder.path(), &["check", "改.docx", "--format", "json"]);
    assert_eq!(output.status.code(), Some(3));
    let reports: serde_json::Value = serde_json::from_str(&shown(&output)).unwrap();
    assert_eq!(reports[0]["file"], "改.docx");
    assert_eq!(reports[0]["violations"][0]["rule"], "half-width");
    assert_eq!(reports[0]["violations"][0]["severity"], "违反");
    assert_eq!(reports[0]["violations"][0]["places"][0]["paragraph"], 3);
}

#[test]
fn a_file_that_cannot_be_checked_ends_with_2_and_the_others_are_checked() {
    let folder = folder();
    let output = luoshi(folder.path(), &["check", "纸.txt", "没有.docx", "好.docx"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(said(&output).lines().count(), 2, "{}", said(&output));
    assert!(shown(&output).starts_with("好.docx"));
}

#[test]
fn an_edited_paper_is_compared_with_its_original_or_with_what_it_keeps() {
    let folder = folder();
    let output = luoshi(folder.path(), &["compare", "好.docx", "改.docx"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let text = shown(&output);
    assert!(
        text.contains("修改 1 段") && text.contains("数字：3所 改为 5所"),
        "{text}"
    );
    let alone = luoshi(folder.path(), &["compare", "好.docx"]);
    assert!(
        shown(&alone).contains("没有改动"),
        "{}{}",
        shown(&alone),
        said(&alone)
    );
    let nothing = luoshi(folder.path(), &["compare", "纸.txt"]);
    assert_eq!(nothing.status.code(), Some(2));
}

#[test]
fn every_question_is_answered_and_bad_lines_are_named() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_luoshi"))
        .args(["gongwen", "recognise"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let questions = "{\"model\": \"NumberModel\", \"input\": \"新建3所学校\", \"ref\": null}\n坏\n{\"model\": \"DateTime/DateParser\", \"input\": \"明天\", \"ref\": \"2026-03-10\"}\n";
    child
        .stdin
        .take()
        .unwrap()
        .write_all(questions.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let answers: Vec<serde_json::Value> = shown(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[0]["entities"][0]["value"], "3");
    assert_eq!(answers[2]["entities"][0]["value"], "2026-03-11");
    assert!(said(&output).starts_with("第2行：") && said(&output).lines().count() == 1);
}

#[test]
fn an_example_of_each_kind_becomes_a_paper_that_passes_the_check() {
    let folder = tempfile::tempdir().unwrap();
    for example in gongwen::paper::EXAMPLES {
        let printed = luoshi(folder.path(), &["write", "--example", example.kind]);
        assert_eq!(printed.status.code(), Some(0), "{}", said(&printed));
        fs::write(folder.path().join("稿.json"), printed.stdout).unwrap();
        let written = luoshi(folder.path(), &["write", "稿.json", "--out", "稿.docx"]);
        assert_eq!(written.status.code(), Some(0), "{}", said(&written));
        let checked = luoshi(folder.path(), &["check", "稿.docx"]);
        let kind = example.kind;
        assert_eq!(checked.status.code(), Some(0), "{kind}{}", shown(&checked));
    }
}

#[test]
fn a_paper_becomes_pdf_and_what_stood_in_for_the_office_fonts_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let printed = luoshi(folder.path(), &["write", "--example", "函"]);
    fs::write(folder.path().join("稿.json"), printed.stdout).unwrap();
    let written = luoshi(folder.path(), &["write", "稿.json", "--out", "稿.pdf"]);
    assert_eq!(written.status.code(), Some(0), "{}", said(&written));
    let bytes = fs::read(folder.path().join("稿.pdf")).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
    // Read back by the library's own reader: the text can be selected, in its order.
    let back = luoshi(folder.path(), &["convert", "稿.pdf", "--out", "稿.txt"]);
    assert_eq!(back.status.code(), Some(0), "{}", said(&back));
    let text = fs::read_to_string(folder.path().join("稿.txt")).unwrap();
    for words in ["清教函〔2026〕7号", "清禾县自然资源局：", "请予函复。"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn what_a_paper_lacks_or_what_is_no_paper_is_said_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("缺.json", r#"{"paper":"letter"}"#);
    write("错.json", r#"{"paper":"letter","subjet":"x"}"#);
    for (file, out, words) in [
        ("缺.json", "稿.docx", "缺少发文机关"),
        ("错.json", "稿.docx", "不是能用的公文描述"),
        ("无.json", "稿.docx", "找不到这个文件"),
        ("缺.json", "稿.doc", "请用 .docx 或 .pdf 作为后缀"),
    ] {
        let refused = luoshi(folder.path(), &["write", file, "--out", out]);
        assert_eq!(refused.status.code(), Some(2), "{file}");
        assert!(said(&refused).contains(words), "{}", said(&refused));
        assert!(!folder.path().join(out).exists());
    }
    let unknown = luoshi(folder.path(), &["write", "--example", "请柬"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(said(&unknown).contains("可用的文种有：通知、通报"));
}

#[test]
fn a_paper_of_plain_text_is_laid_out_anew_and_its_parts_can_be_changed_on_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let text = "清禾县教育局2026年工作总结\n一、主要工作\n（一）学前教育。新建幼儿园3所。\n清禾县教育局\n2026年12月1日\n";
    fs::write(folder.path().join("总结.txt"), text).unwrap();
    let converted = luoshi(
        folder.path(),
        &["convert", "总结.txt", "--out", "总结.docx"],
    );
    assert_eq!(converted.status.code(), Some(0), "{}", said(&converted));
    let checked = luoshi(folder.path(), &["check", "总结.docx"]);
    assert_eq!(checked.status.code(), Some(0), "{}", shown(&checked));
    luoshi(
        folder.path(),
        &["convert", "总结.txt", "--out", "总结.json"],
    );
    let json = fs::read_to_string(folder.path().join("总结.json")).unwrap();
    fs::write(folder.path().join("改.json"), json.replace("3所", "5所")).unwrap();
    luoshi(folder.path(), &["write", "改.json", "--out", "改.docx"]);
    luoshi(folder.path(), &["convert", "改.docx", "--out", "改.txt"]);
    let text = fs::read_to_string(folder.path().join("改.txt")).unwrap();
    assert!(text.contains("（一）学前教育。新建幼儿园5所。"), "{text}");
}
