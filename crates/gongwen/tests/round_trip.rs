//! Papers written, edited in an office program and read back.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use gongwen::{
    document::{Block, Citation, Document, Head, Inline, IssueNumber, Level, Paragraph},
    round_trip::{Change, CompareError, Comparison, Fate, Original, compare},
    write::paper_docx,
};
use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
    process::Command,
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

fn paper() -> Document {
    let cited = Paragraph {
        content: vec![
            Inline::Text("全年培训教师".to_owned()),
            Inline::Cited {
                text: "860名".to_owned(),
                citation: Citation {
                    fact: Some("training-2026".to_owned()),
                    words: "教师培训台账".to_owned(),
                },
            },
            Inline::Text("，新建幼儿园3所，完成率达到95%。".to_owned()),
        ],
        ..Paragraph::default()
    };
    Document {
        head: Head {
            issuers: vec!["青禾县教育局".to_owned()],
            says_file: true,
            number: Some(IssueNumber::Serial {
                code: "青教发".to_owned(),
                year: 2026,
                serial: 3,
            }),
            ..Head::default()
        },
        title: vec!["青禾县教育局关于做好年度工作的通知".to_owned()],
        addressees: vec!["各学校".to_owned()],
        body: vec![
            Block::heading(Level::First, "工作目标"),
            Block::Paragraph(cited),
            Block::text("各学校要在三月底前完成校舍安全检查。对发现的隐患逐项登记并限期整改。"),
            Block::heading(Level::First, "工作要求"),
            Block::text("落实校长负责制，层层压实安全责任。"),
            Block::text("每月二十五日前报送进展情况。"),
            Block::text("年底进行综合考核并通报结果。"),
        ],
        ..Document::default()
    }
}

/// The file with its main part changed, and other parts kept or left out.
fn edited(bytes: &[u8], keep: impl Fn(&str) -> bool, edit: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        if !keep(&name) {
            continue;
        }
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == "word/document.xml" {
            content = edit(&String::from_utf8(content).unwrap()).into_bytes();
        }
        zip.start_file(&name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The whole paragraph that holds these words.
fn paragraph(xml: &str, words: &str) -> String {
    let at = xml
        .find(words)
        .unwrap_or_else(|| panic!("{words} is not in {xml}"));
    let start = xml[..at].rfind("<w:p>").unwrap();
    let end = at + xml[at..].find("</w:p>").unwrap() + "</w:p>".len();
    xml[start..end].to_owned()
}

fn replaced(xml: &str, from: &str, to: &str) -> String {
    assert!(xml.contains(from), "{from} is not in {xml}");
    xml.replacen(from, to, 1)
}

/// What a clerk does to the paper: one of everything.
fn everything(xml: &str) -> String {
    let mut xml = replaced(xml, "860", "900");
    // 落实校长负责制 is removed.
    let gone = paragraph(&xml, "落实校长");
    xml = replaced(&xml, &gone, "");
    // A new paragraph before 每月.
    let monthly = paragraph(&xml, "每月二十五日前");
    let new = "<w:p><w:r><w:t>建立工作台账并实行销号管理。</w:t></w:r></w:p>";
    xml = replaced(&xml, &monthly, &format!("{new}{monthly}"));
    // 年底 goes to the front.
    let last = paragraph(&xml, "年底进行");
    xml = replaced(&xml, &last, "");
    let first = paragraph(&xml, "全年培训");
    xml = replaced(&xml, &first, &format!("{last}{first}"));
    // The sentence after 检查。 becomes a paragraph of its own.
    replaced(
        &xml,
        "安全检查。对发现",
        "安全检查。</w:t></w:r></w:p><w:p><w:r><w:t>对发现",
    )
}

fn change<'a>(comparison: &'a Comparison, words: &str) -> &'a Change {
    let holds = |change: &&Change| change.before.contains(words) || change.after.contains(words);
    let found: Vec<&Change> = comparison.changes.iter().filter(holds).collect();
    assert_eq!(found.len(), 1, "{words}: {:#?}", comparison.changes);
    found[0]
}

fn everything_is_found(comparison: &Comparison) {
    for (words, fate) in [
        ("工作目标", Fate::Unchanged),
        ("全年培训", Fate::Changed),
        ("安全检查", Fate::Split),
        ("工作要求", Fate::Unchanged),
        ("落实校长", Fate::Removed),
        ("销号管理", Fate::Added),
        ("每月二十五", Fate::Unchanged),
        ("年底进行", Fate::Moved),
    ] {
        assert_eq!(
            change(comparison, words).fate,
            fate,
            "{words}: {comparison:#?}"
        );
    }
    let trained = change(comparison, "全年培训");
    assert_eq!(trained.ids, ["b2"]);
    assert_eq!(trained.figures.len(), 1, "{trained:#?}");
    let figure = &trained.figures[0];
    assert_eq!(
        (
            figure.before.as_deref(),
            figure.after.as_deref(),
            figure.fact.as_deref()
        ),
        (Some("860名"), Some("900名"), Some("training-2026"))
    );
    assert_eq!(change(comparison, "安全检查").paragraphs.len(), 2);
}

#[test]
fn an_untouched_paper_is_unchanged() {
    let written = paper_docx(&paper()).unwrap();
    let alone = compare(&written, None).unwrap();
    assert!(alone.is_unchanged(), "{alone:#?}");
    assert_eq!(alone.changes.len(), 7);
    for original in [
        Original::read(&written).unwrap(),
        Original::of(&paper()).unwrap(),
    ] {
        let whole = compare(&written, Some(&original)).unwrap();
        assert!(whole.is_unchanged(), "{whole:#?}");
    }
}

#[test]
fn what_a_clerk_does_is_told_apart_by_the_file_alone() {
    let written = paper_docx(&paper()).unwrap();
    let edited = edited(&written, |_| true, everything);
    everything_is_found(&compare(&edited, None).unwrap());
}

#[test]
fn with_the_original_no_bookmark_and_no_part_is_needed() {
    let written = paper_docx(&paper()).unwrap();
    let original = Original::read(&written).unwrap();
    let bare = edited(
        &written,
        |name| !name.contains("customXml"),
        |xml| {
            let mut bare = String::new();
            for piece in everything(xml).split_inclusive("/>") {
                match piece.rfind("<w:bookmark") {
                    Some(at) => bare.push_str(&piece[..at]),
                    None => bare.push_str(piece),
                }
            }
            bare
        },
    );
    assert_eq!(compare(&bare, None), Err(CompareError::NothingKept));
    let comparison = compare(&bare, Some(&original)).unwrap();
    for (words, fate) in [
        ("全年培训", Fate::Changed),
        ("落实校长", Fate::Removed),
        ("销号管理", Fate::Added),
        ("年底进行", Fate::Moved),
    ] {
        assert_eq!(change(&comparison, words).fate, fate, "{words}");
    }
}

#[test]
fn two_pieces_made_one_are_merged() {
    let written = paper_docx(&paper()).unwrap();
    let merged = edited(
        &written,
        |_| true,
        |xml| {
            let (one, other) = (paragraph(xml, "落实校长"), paragraph(xml, "每月二十五"));
            let start = other.find("</w:pPr>").map_or(0, |at| at + "</w:pPr>".len());
            let content = other[start..].trim_end_matches("</w:p>");
            let joined = one.trim_end_matches("</w:p>").to_owned() + content + "</w:p>";
            replaced(&replaced(xml, &other, ""), &one, &joined)
        },
    );
    let comparison = compare(&merged, None).unwrap();
    let one = change(&comparison, "落实校长");
    assert_eq!(
        (one.fate, one.ids.len()),
        (Fate::Merged, 2),
        "{comparison:#?}"
    );
}

/// Saves a file by LibreOffice as a person would; nothing where there is none.
fn saved_by_office(bytes: &[u8]) -> Option<Vec<u8>> {
    let folder = std::env::temp_dir().join(format!("gongwen-round-trip-{}", std::process::id()));
    let (from, to) = (folder.join("from"), folder.join("to"));
    for one in [&from, &to] {
        fs::create_dir_all(one).unwrap();
    }
    fs::write(from.join("paper.docx"), bytes).unwrap();
    let run = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            folder.join("profile").display()
        ))
        .args([
            "--headless",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
        ])
        .arg(&to)
        .arg(from.join("paper.docx"))
        .output();
    let saved = run
        .ok()
        .filter(|run| run.status.success())
        .map(|_| fs::read(to.join("paper.docx")).unwrap());
    fs::remove_dir_all(&folder).unwrap();
    saved
}

#[test]
fn a_paper_saved_by_an_office_program_is_tied_to_what_it_came_from() {
    let written = paper_docx(&paper()).unwrap();
    let Some(saved) = saved_by_office(&edited(&written, |_| true, everything)) else {
        std::io::stderr()
            .write_all(b"SKIPPED: LibreOffice (soffice) is not installed, no file was saved by an office program\n")
            .unwrap();
        return;
    };
    let original = Original::read(&written).unwrap();
    everything_is_found(&compare(&saved, Some(&original)).unwrap());
    everything_is_found(&compare(&saved, None).unwrap());
}
