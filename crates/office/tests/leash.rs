//! Programs that misbehave, played by shell scripts the tests write.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "a failed unwrap is a failed test, in helpers too"
)]

use office::{Programs, read};
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    thread::sleep,
    time::Duration,
};
use tempfile::TempDir;

/// An old Word file as far as anyone can see from outside.
fn doc() -> Vec<u8> {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(512, 0);
    bytes.extend("WordDocument".encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

/// A folder with a script in it that stands for a program; `$HERE` is the folder.
struct Stage {
    folder: TempDir,
}

impl Stage {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn script(&self, lines: &str) -> Option<PathBuf> {
        let program = self.file("program");
        let text = format!(
            "#!/bin/sh\nHERE='{}'\n{lines}\n",
            self.folder.path().display()
        );
        fs::write(&program, text).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Some(program)
    }

    /// What a program that plays LibreOffice like this leads to.
    fn libreoffice(&self, lines: &str) -> Result<String, String> {
        outcome(&Programs {
            libreoffice: self.script(lines),
            time_limit: Duration::from_millis(1500),
            max_bytes: 1 << 20,
            ..Programs::none()
        })
    }

    fn note(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }
}

/// The text with its first remark, or the sentence of refusal.
fn outcome(programs: &Programs) -> Result<String, String> {
    let source = read(&doc(), Some("要点.doc"), programs).map_err(|error| error.to_string())?;
    let remark = source.remarks.first().map_or("", |remark| &remark.message);
    Ok(format!("{}{remark}", source.text()))
}

fn says(outcome: Result<String, String>, words: &str) {
    let message = outcome.unwrap_err();
    assert!(message.contains(words), "{message}");
    assert!(
        message.starts_with("这是旧版 Word 文档（.doc），"),
        "{message}"
    );
    assert!(message.ends_with("另存为 .docx 后再导入。"), "{message}");
}

#[test]
fn what_the_program_makes_is_read_and_its_folder_removed() {
    let stage = Stage::new();
    let text = stage.libreoffice("pwd > $HERE/where\nprintf '一、抓好德育\\n' > out/paper.docx");
    assert!(text.unwrap().starts_with("一、抓好德育\n这是旧版"));
    assert!(!Path::new(stage.note("where").trim()).exists());
}

#[test]
fn a_program_that_hangs_is_stopped_with_all_it_started() {
    let stage = Stage::new();
    let hanging = "pwd > $HERE/where\n(sleep 3; echo alive > $HERE/alive) &\nsleep 30";
    says(stage.libreoffice(hanging), "超过 2 秒没有完成");
    assert!(!Path::new(stage.note("where").trim()).exists());
    sleep(Duration::from_secs(3));
    assert!(!stage.file("alive").exists());
}

#[test]
fn a_program_that_ends_leaves_nothing_running() {
    let stage = Stage::new();
    let leaving = "(sleep 1; echo alive > $HERE/alive) > /dev/null &";
    says(stage.libreoffice(leaving), "打不开它");
    sleep(Duration::from_millis(1800));
    assert!(!stage.file("alive").exists());
}

#[test]
fn a_program_that_writes_without_end_is_stopped() {
    let stage = Stage::new();
    says(stage.libreoffice("yes > out/big"), "内容过大");
    says(stage.libreoffice("yes"), "内容过大");
}

#[test]
fn a_program_that_makes_nothing_or_does_not_start_is_told_apart() {
    let stage = Stage::new();
    says(stage.libreoffice("exit 0"), "可能已损坏或设置了打开密码");
    let none = Programs {
        libreoffice: Some(stage.file("nowhere/soffice")),
        ..Programs::none()
    };
    // Through `unshare` a program that is not there looks like one that makes nothing.
    let message = outcome(&none).unwrap_err();
    assert!(
        message.contains("打不开它") || message.contains("没有运行起来"),
        "{message}"
    );
}

#[test]
fn the_program_knows_nothing_of_our_environment_and_has_no_network() {
    let stage = Stage::new();
    let looking = "env > $HERE/env\ncat profile/user/registrymodifications.xcu > $HERE/settings\ncat /proc/net/dev > $HERE/net 2> /dev/null";
    let _ = stage.libreoffice(looking);
    let environment = stage.note("env");
    assert!(environment.contains("https_proxy=http://127.0.0.1:9"));
    assert!(!environment.contains("CARGO"), "{environment}");
    let settings = stage.note("settings");
    for setting in [
        "DisableMacrosExecution",
        "BlockUntrustedRefererLinks",
        "ooInetProxyType",
    ] {
        assert!(settings.contains(setting), "{setting}");
    }
    let can_be_alone = Command::new("unshare")
        .args(["--map-root-user", "--net", "--pid", "--fork", "true"])
        .output()
        .is_ok_and(|output| output.status.success());
    if can_be_alone {
        let devices: Vec<String> = stage
            .note("net")
            .lines()
            .filter_map(|line| Some(line.split_once(':')?.0.trim().to_owned()))
            .collect();
        assert_eq!(devices, ["lo"]);
    }
}

#[test]
fn without_libreoffice_the_bare_words_come_with_a_warning() {
    let stage = Stage::new();
    let printing = stage.script("printf '抓好德育\\n开展师德培训\\n'");
    for programs in [
        Programs {
            antiword: printing.clone(),
            ..Programs::none()
        },
        Programs {
            catdoc: printing,
            ..Programs::none()
        },
    ] {
        let text = outcome(&programs).unwrap();
        assert!(text.starts_with("抓好德育\n开展师德培训\n"), "{text}");
        assert!(text.contains("自动编号可能丢失"), "{text}");
    }
    let silent = Programs {
        catdoc: stage.script("exit 1"),
        ..Programs::none()
    };
    says(outcome(&silent), "打不开它");
}

#[test]
fn without_any_program_the_sentence_says_what_to_install_and_how_to_do_without() {
    assert_eq!(
        outcome(&Programs::none()).unwrap_err(),
        "这是旧版 Word 文档（.doc），需要 LibreOffice 转换后才能读取，但这台机器上没有找到，请联系管理员安装 LibreOffice，或用 Word、WPS 打开，另存为 .docx 后再导入。"
    );
}
