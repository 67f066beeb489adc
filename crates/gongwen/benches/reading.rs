//! How fast papers are read and written. Prints a line of JSON per figure; `cargo x bench` runs it with the others.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench times and prints"
)]

use gongwen::{
    document::{Block, Document, Level},
    read::read,
    understand::understand,
    write::paper_docx,
};
use serde::Serialize;
use std::{
    env::var_os,
    error::Error,
    fmt::Write as _,
    fs,
    hint::black_box,
    io::{Cursor, Write as _},
    path::{Path, PathBuf},
    time::Instant,
};
use zip::{ZipWriter, write::SimpleFileOptions};

/// Characters of a page of a 公文: 22 lines of 28.
const PAGE: usize = 22 * 28;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let papers = papers()?;
    let bytes: usize = papers.iter().map(Vec::len).sum();
    let seconds = best_of(100, || {
        for paper in &papers {
            black_box(ledger_of(paper));
        }
    });
    report_speed("extraction", megabytes(bytes) / seconds, 20.0)?;

    let long = papers.concat().repeat(1_000_000_usize.div_ceil(bytes));
    let seconds = best_of(5, || black_box(ledger_of(&long)));
    report_speed(
        "extraction_one_long_paper",
        megabytes(long.len()) / seconds,
        20.0,
    )?;

    let docx = docx_of_pages(30, &papers)?;
    let seconds = best_of(20, || black_box(read(&docx, None).is_ok()));
    report_time("docx_30_pages_read", seconds, 5.0)?;
    let seconds = best_of(20, || black_box(ledger_of(&docx)));
    report_time("docx_30_pages_understood", seconds, 5.0)?;

    let paper = paper_of_pages(30, &papers)?;
    let seconds = best_of(20, || black_box(paper_docx(&paper)));
    report_time("docx_written_30_pages", seconds, 30.0)?;

    let slowest = HOSTILE
        .iter()
        .map(|shape| hostile(shape))
        .map(|text| best_of(2, || black_box(ledger_of(text.as_bytes()))))
        .fold(0.0, f64::max);
    report_time("hostile_2_mb_slowest", slowest, 1000.0)
}

/// Shapes no office writes that rules have tripped over; `#` is a number that counts up.
const HOSTILE: [&str; 9] = [
    "3所",
    "1、",
    "#、",
    "#、抓好\n",
    "第#周\n",
    "（一）\n",
    "牵头",
    "一",
    "新建学校3所，6月底前完成，",
];

/// Two megabytes of one shape, as the words of an item.
fn hostile(shape: &str) -> String {
    const BYTES: usize = 2_000_000;
    let mut text = "一、工作目标\n1、".to_owned();
    for number in (1..100).cycle() {
        text.push_str(&shape.replace('#', &number.to_string()));
        if text.len() >= BYTES {
            break;
        }
    }
    text
}

/// A paper to be written with so many pages of the papers' lines, every tenth under a heading.
fn paper_of_pages(pages: usize, papers: &[Vec<u8>]) -> Outcome<Document> {
    let text = String::from_utf8(papers.concat())?;
    let mut left = pages * PAGE;
    let mut body = Vec::new();
    for (place, line) in text
        .lines()
        .filter(|line| !line.is_empty())
        .cycle()
        .enumerate()
    {
        let line: String = line.chars().take(left).collect();
        left -= line.chars().count();
        body.push(match place % 10 {
            0 => Block::heading(Level::First, line),
            5 => Block::item(Level::Third, "", line),
            _ => Block::text(line),
        });
        if left == 0 {
            break;
        }
    }
    Ok(Document {
        title: vec!["关于一件长事的报告".to_owned()],
        body,
        ..Document::default()
    })
}

/// The papers of the whole corpus where it lies beside the house, else those kept with the library.
fn papers() -> Outcome<Vec<Vec<u8>>> {
    let house = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared =
        var_os("LUOSHI_SHARED").map_or_else(|| house.join("../../../shared"), PathBuf::from);
    let folder = Some(shared.join("corpus/dev"))
        .filter(|folder| folder.is_dir())
        .unwrap_or_else(|| house.join("tests/corpus"));
    let mut papers = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            papers.push(fs::read(path)?);
        }
    }
    Ok(papers)
}

/// The whole road from bytes to ledger; how many items there are.
fn ledger_of(bytes: &[u8]) -> Option<usize> {
    let source = read(bytes, None).ok()?;
    Some(understand(&source).items.len())
}

/// Seconds the fastest of some runs took: the others were disturbed by the machine.
fn best_of<T>(runs: usize, work: impl Fn() -> T) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..runs {
        let start = Instant::now();
        black_box(work());
        best = best.min(start.elapsed().as_secs_f64());
    }
    best
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// A figure, in the form `cargo x bench` reads.
#[derive(Serialize)]
struct Figure {
    name: &'static str,
    value: f64,
    unit: &'static str,
    limit: f64,
    ok: bool,
}

/// Speed must reach its limit.
fn report_speed(name: &'static str, megabytes_per_second: f64, limit: f64) -> Outcome<()> {
    report(&Figure {
        name,
        value: rounded(megabytes_per_second),
        unit: "MB/s",
        limit,
        ok: megabytes_per_second >= limit,
    })
}

/// Time must keep below its limit.
fn report_time(name: &'static str, seconds: f64, limit: f64) -> Outcome<()> {
    let milliseconds = seconds * 1e3;
    report(&Figure {
        name,
        value: rounded(milliseconds),
        unit: "ms",
        limit,
        ok: milliseconds <= limit,
    })
}

fn report(figure: &Figure) -> Outcome<()> {
    println!("{}", serde_json::to_string(figure)?);
    Ok(())
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// A Word file with so many pages of the papers' lines, each a paragraph of its own.
fn docx_of_pages(pages: usize, papers: &[Vec<u8>]) -> Outcome<Vec<u8>> {
    let text = String::from_utf8(papers.concat())?;
    let mut body = String::new();
    let mut left = pages * PAGE;
    for line in text.lines().filter(|line| !line.is_empty()).cycle() {
        let line: String = line.chars().take(left).collect();
        left -= line.chars().count();
        let line = line.replace('&', "&amp;").replace('<', "&lt;");
        write!(
            body,
            "<w:p><w:pPr><w:spacing w:line=\"579\" w:lineRule=\"exact\"/></w:pPr><w:r><w:rPr>\
             <w:rFonts w:eastAsia=\"仿宋_GB2312\"/><w:sz w:val=\"32\"/></w:rPr>\
             <w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>"
        )?;
        if left == 0 {
            break;
        }
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        (
            "word/document.xml",
            format!("<w:document xmlns:w=\"{WORD}\"><w:body>{body}</w:body></w:document>"),
        ),
    ] {
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(content.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

const CONTENT_TYPES: &str = concat!(
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    "<Default Extension=\"rels\" ContentType=",
    "\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    "<Override PartName=\"/word/document.xml\" ContentType=",
    "\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>",
    "</Types>",
);

const RELATIONS: &str = concat!(
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=",
    "\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" ",
    "Target=\"word/document.xml\"/></Relationships>",
);
