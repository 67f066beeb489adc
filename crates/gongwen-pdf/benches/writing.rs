//! How fast papers are written as PDF. Prints a line of JSON per figure; `cargo x bench` runs it with
//! the others.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench times and prints"
)]

use gongwen::document::{Block, Document, Head, IssueNumber, Level};
use gongwen_pdf::{Fonts, PdfError, pdf};
use serde::Serialize;
use std::{error::Error, time::Instant};

const PAGES: usize = 30;

fn main() -> Result<(), Box<dyn Error>> {
    // Everything the first paper in the life of a program has to wait for, unpacking included.
    let start = Instant::now();
    let fonts = fonts();
    let pages = written(&paper(0), &fonts)?;
    let cold = start.elapsed().as_secs_f64();
    if pages < PAGES {
        return Err(format!("the paper has {pages} pages, not {PAGES}").into());
    }
    report("pdf_30_pages_cold", cold, 1_000.0)?;
    let mut warm = f64::INFINITY;
    for edition in 1..=10 {
        let paper = paper(edition);
        let start = Instant::now();
        written(&paper, &fonts)?;
        warm = warm.min(start.elapsed().as_secs_f64());
    }
    report("pdf_30_pages", warm, 300.0)
}

fn fonts() -> Fonts {
    let mut fonts = Fonts::new();
    for file in typefaces::files() {
        fonts.add(file);
    }
    fonts
}

fn written(paper: &Document, fonts: &Fonts) -> Result<usize, PdfError> {
    Ok(pdf(paper, fonts)?.pages)
}

/// A paper of so many pages; no two editions share a paragraph.
fn paper(edition: usize) -> Document {
    let sentence = "健全教学常规管理制度，落实教学环节要求，做到有计划、有检查、有反馈、有整改；";
    let section = |place: usize| {
        let text = |share: usize| format!("第{edition}版第{place}项。{}", sentence.repeat(share));
        [
            Block::heading(Level::First, format!("重点工作{place}")),
            Block::item(Level::Second, "实施扩优提质行动。", text(5)),
            Block::item(Level::Third, "新增学位200个。", text(4)),
            Block::text(text(5)),
        ]
    };
    Document {
        head: Head {
            issuers: vec!["清禾县教育局".to_owned()],
            says_file: true,
            number: Some(IssueNumber::Issue(1)),
            ..Head::default()
        },
        title: vec!["2026年教育工作要点".to_owned()],
        body: (1..=PAGES + 2).flat_map(section).collect(),
        ..Document::default()
    }
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

fn report(name: &'static str, seconds: f64, limit: f64) -> Result<(), Box<dyn Error>> {
    let milliseconds = seconds * 1e3;
    let figure = Figure {
        name,
        value: (milliseconds * 100.0).round() / 100.0,
        unit: "ms",
        limit,
        ok: milliseconds <= limit,
    };
    println!("{}", serde_json::to_string(&figure)?);
    Ok(())
}
