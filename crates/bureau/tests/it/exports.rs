//! What is handed out for spreadsheets: whatever somebody typed, no cell runs.

use crate::support::{World, county};
use base::Role;
use regex::Regex;
use std::io::{Cursor, Read as _};
use testkit::Browser;

/// Everything that is somebody's word begins like a formula.
const POISON: [&str; 6] = [
    "update org_units set name = '=1+' || name, short_name = '@' || short_name",
    "update org_people set name = '+' || name",
    "update plan_versions set content = replace(content, '\"body\":\"', '\"body\":\"=1+')",
    "update ledger_rows set body = replace(body, '\":\"', '\":\"=')",
    "update report_reports set unit_name = '－' || unit_name",
    "update facts_items set name = '＝' || name",
];

const STARTS: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];

#[tokio::test]
async fn no_cell_of_any_workbook_or_table_runs_whatever_somebody_typed() {
    let world = county().await;
    for sql in POISON {
        world.app.database().run(sql).await;
    }
    let plan = world
        .word("select plan_id as word from plan_versions order by number limit 1")
        .await;
    let register = world
        .word("select code as word from ledger_registers where no = 1")
        .await;
    let (round, of_plan) = round(&world).await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let mut admin = world.as_(Role::Administrator).await;
    let mut auditor = world.as_(Role::AuditAdministrator).await;
    // Two lines of people with such names, the second about the first.
    for _ in 0..2 {
        auditor.get("/audit/export.csv").await.is_ok();
    }
    let of_office = [
        format!("/plan/{plan}/export.xlsx"),
        format!("/report/plans/{of_plan}/rounds/{round}/export.xlsx"),
        "/facts/dataset/template".to_owned(),
        format!("/ledger/{register}/export"),
        format!("/ledger/{register}/export?as=csv"),
    ];
    for path in of_office {
        is_harmless(&mut office, &path).await;
    }
    is_harmless(&mut admin, "/org/export").await;
    is_harmless(&mut auditor, "/audit/export.xlsx").await;
    is_harmless(&mut auditor, "/audit/export.csv").await;
}

/// A round of reports that has some.
async fn round(world: &World) -> (String, String) {
    let of = |column: &str| {
        format!(
            "select {column} as word from report_reports where state <> 'open' order by id limit 1"
        )
    };
    (
        world.word(&of("period")).await,
        world.word(&of("plan_id")).await,
    )
}

/// The file holds words that begin like formulas, and every one is marked as words.
async fn is_harmless(browser: &mut Browser, path: &str) {
    let body = browser.get(path).await.is_ok().body;
    let n_words = match body.starts_with(b"PK") {
        true => words_of_workbook(path, &body),
        false => words_of_table(path, std::str::from_utf8(&body).unwrap()),
    };
    assert!(n_words > 0, "{path} holds nothing of what was typed");
}

fn words_of_table(path: &str, text: &str) -> usize {
    let mut n_words = 0;
    for line in text.trim_start_matches('\u{feff}').lines() {
        for cell in line.split(',') {
            let cell = cell.trim_matches('"');
            let is_number = cell.parse::<f64>().is_ok();
            assert!(!cell.starts_with(STARTS) || is_number, "{path}: {cell}");
            n_words += usize::from(cell.starts_with('\''));
        }
    }
    n_words
}

fn words_of_workbook(path: &str, bytes: &[u8]) -> usize {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        match archive.by_name(name) {
            Ok(mut file) => file.read_to_string(&mut text).unwrap(),
            Err(_) => 0,
        };
        text
    };
    let styles = part("xl/styles.xml");
    let (_, formats) = styles.split_once("<cellXfs").unwrap();
    let (formats, _) = formats.split_once("</cellXfs>").unwrap();
    let is_quoted: Vec<bool> = formats
        .split("<xf ")
        .skip(1)
        .map(|format| format.contains("quotePrefix=\"1\""))
        .collect();
    let text = Regex::new(r"(?s)<t[^>]*>(.*?)</t>").unwrap();
    let shared = part("xl/sharedStrings.xml");
    let shared: Vec<&str> = shared
        .split("<si>")
        .skip(1)
        .map(|entry| {
            text.captures(entry)
                .map_or("", |found| found.get(1).unwrap().as_str())
        })
        .collect();
    let cell = Regex::new(r"(?s)<c ([^>]*?)(?:/>|>(.*?)</c>)").unwrap();
    let style = Regex::new(r#"\bs="(\d+)""#).unwrap();
    let value = Regex::new(r"<v>(\d+)</v>").unwrap();
    let mut n_words = 0;
    for number in 1..10 {
        let sheet = part(&format!("xl/worksheets/sheet{number}.xml"));
        assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{path}");
        for found in cell.captures_iter(&sheet) {
            let (head, inner) = (&found[1], found.get(2).map_or("", |inner| inner.as_str()));
            let words = match head {
                head if head.contains("t=\"s\"") => {
                    let place: usize = value.captures(inner).unwrap()[1].parse().unwrap();
                    shared[place]
                }
                head if head.contains("t=\"inlineStr\"") => text
                    .captures(inner)
                    .map_or("", |found| found.get(1).unwrap().as_str()),
                _ => continue,
            };
            if words.starts_with(STARTS) {
                n_words += 1;
                let format = style
                    .captures(head)
                    .map_or(0, |found| found[1].parse().unwrap());
                assert!(is_quoted[format], "{path}: {words} in {head}");
            }
        }
    }
    n_words
}
