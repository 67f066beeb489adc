//! `luoshi extract` as it is called: exit codes, messages and what is left on the disk.
#![expect(
    clippy::unwrap_used,
    reason = "a failed unwrap is a failed test, in helpers too"
)]

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

const PAPER: &str = "青禾县教育局2026年工作要点\n一、抓好德育\n1.开展师德培训。6月底前组织教师培训200人次。（人事科）\n2.办好学前教育。新建公办幼儿园2所。\n";

fn luoshi(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_luoshi"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn shown(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn folder_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

#[test]
fn a_paper_is_shown_as_a_table() {
    let folder = folder_with(&[("要点.txt", PAPER.as_bytes())]);
    let output = luoshi(folder.path(), &["extract", "要点.txt"]);
    assert_eq!(code(&output), 0, "{}", said(&output));
    let text = shown(&output);
    assert!(text.starts_with("要点.txt\n标题 "), "{text}");
    assert!(text.contains("未识别") && text.contains("2 条"), "{text}");
}

#[test]
fn json_goes_to_one_file_a_paper_and_same_names_do_not_meet() {
    let folder = folder_with(&[
        ("a/要点.txt", PAPER.as_bytes()),
        (
            "b/要点.html",
            format!("<html><p>{}", PAPER.replace('\n', "<p>")).as_bytes(),
        ),
    ]);
    let arguments = [
        "extract",
        "a/要点.txt",
        "b/要点.html",
        "--format",
        "json",
        "--out",
        "结果",
    ];
    let output = luoshi(folder.path(), &arguments);
    assert_eq!(code(&output), 0, "{}", said(&output));
    assert!(said(&output).contains("另存为 要点-2.json"));
    for name in ["结果/要点.json", "结果/要点-2.json"] {
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["items"].as_array().unwrap().len(), 2, "{name}");
    }
}

#[test]
fn tables_are_written_as_office_files() {
    let folder = folder_with(&[("要点.txt", PAPER.as_bytes())]);
    for format in ["xlsx", "docx"] {
        let output = luoshi(folder.path(), &["extract", "要点.txt", "--format", format]);
        assert_eq!(code(&output), 0, "{}", said(&output));
        let file = fs::read(folder.path().join(format!("要点-责任分解表.{format}"))).unwrap();
        assert!(file.starts_with(b"PK"));
    }
}

#[test]
fn bad_input_ends_with_2_says_one_sentence_and_leaves_nothing() {
    let folder = folder_with(&[
        ("空.txt", b""),
        ("图.docx", b"\x89PNG\r\n\x1a\n"),
        ("旧.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ("半.docx", b"PK\x03\x04"),
    ]);
    for name in ["空.txt", "图.docx", "旧.doc", "半.docx", "没有.txt", "."] {
        let output = luoshi(
            folder.path(),
            &["extract", name, "--format", "json", "--out", "结果"],
        );
        assert_eq!(code(&output), 2, "{name}");
        let message = said(&output);
        assert_eq!(message.trim_end().lines().count(), 1, "{message}");
        assert!(message.trim_end().ends_with('。'), "{message}");
        assert!(shown(&output).is_empty());
    }
    assert_eq!(fs::read_dir(folder.path().join("结果")).unwrap().count(), 0);
}

#[test]
fn one_bad_file_does_not_keep_the_others() {
    let folder = folder_with(&[("空.txt", b""), ("要点.txt", PAPER.as_bytes())]);
    let output = luoshi(folder.path(), &["extract", "空.txt", "要点.txt"]);
    assert_eq!(code(&output), 2);
    assert!(shown(&output).contains("要点.txt") && said(&output).contains("空.txt：文件是空的"));
}

#[test]
fn a_result_that_cannot_be_written_ends_with_1() {
    let folder = folder_with(&[("要点.txt", PAPER.as_bytes()), ("占用", b"x")]);
    let output = luoshi(
        folder.path(),
        &["extract", "要点.txt", "--format", "json", "--out", "占用"],
    );
    assert_eq!(code(&output), 1);
    assert!(said(&output).contains("无法建立输出文件夹"));
}

#[test]
fn an_original_is_never_overwritten() {
    let folder = folder_with(&[("要点.txt", PAPER.as_bytes())]);
    let output = luoshi(folder.path(), &["extract", "要点.txt", "--out", "."]);
    assert_eq!(code(&output), 2);
    assert_eq!(
        fs::read_to_string(folder.path().join("要点.txt")).unwrap(),
        PAPER
    );
}

#[test]
fn a_paper_without_tasks_says_so() {
    let folder = folder_with(&[("消息.txt", "昨日，全县教育工作会议召开。".as_bytes())]);
    let output = luoshi(folder.path(), &["extract", "消息.txt"]);
    assert_eq!(code(&output), 0);
    assert!(shown(&output).contains("没有找到工作任务"));
    let output = luoshi(folder.path(), &["extract", "消息.txt", "--format", "xlsx"]);
    assert_eq!(code(&output), 0);
    assert!(said(&output).contains("没有生成责任分解表"));
}

#[test]
fn help_and_mistakes_are_in_chinese() {
    let folder = folder_with(&[]);
    for arguments in [vec!["--help"], vec!["extract", "--help"]] {
        let output = luoshi(folder.path(), &arguments);
        assert_eq!(code(&output), 0);
        let text = shown(&output);
        assert!(
            text.contains("用法：luoshi") && text.contains("选项"),
            "{text}"
        );
        for english in ["Usage", "Options", "Print", "default", "possible"] {
            assert!(!text.contains(english), "{text}");
        }
    }
    for arguments in [
        vec![],
        vec!["extract"],
        vec!["extrac"],
        vec!["extract", "a", "--format", "pdf"],
        vec!["extract", "--x"],
    ] {
        let output = luoshi(folder.path(), &arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(!said(&output).contains("error"), "{}", said(&output));
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = folder_with(&[("要点.txt", PAPER.repeat(2000).as_bytes())]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_luoshi"))
        .current_dir(folder.path())
        .args(["extract", "要点.txt", "要点.txt"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 0);
    assert!(output.stderr.is_empty(), "{}", said(&output));
}
