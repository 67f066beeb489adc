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
    let questions = "{\"model\": \"NumberModel\", \"input\": \"新建3所学校\", \"ref\": null}\n坏\n{\"model\": \"DateParser\", \"input\": \"明天\", \"ref\": \"2026-03-10\"}\n";
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
