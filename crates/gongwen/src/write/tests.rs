//! What the written files hold, and that they are the same on every day.

use super::{BreakdownDeadline, BreakdownRow, BreakdownTable, docx, xlsx};
use crate::{
    day::Day,
    ledger::{
        Commitment, Comparator, Deadline, Item, Ledger, Responsible, Role, Spanned, Target,
        TargetKind,
    },
    read::read,
    source::BlockKind,
    span::Span,
};
use std::io::Read as _;

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn sample(n_rows: usize) -> BreakdownTable {
    let row = |index: usize| BreakdownRow {
        number: (index + 1).to_string(),
        path: strings(&[
            "工作举措",
            if index < n_rows / 2 {
                "抓好德育"
            } else {
                "办好学前教育"
            },
        ]),
        task: "优化干部教师队伍结构。对全县公办学校中层干部进行竞聘上岗。\n配齐配强专职教师。"
            .repeat(1 + index % 4),
        targets: strings(&["招考公办幼儿教师：56名", "覆盖率：确保95%以上"]),
        lead: strings(&["人事科"]),
        support: strings(&["财务科", "县教师发展中心"]),
        leaders: strings(&["王敏"]),
        deadlines: vec![BreakdownDeadline {
            text: "8月底前".to_owned(),
            due: Day::new(2026, 8, 31),
        }],
        note: String::new(),
    };
    BreakdownTable {
        title: "2026年工作要点责任分解表".to_owned(),
        attachment: Some("附件".to_owned()),
        issuer: Some("青禾县教育局".to_owned()),
        doc_number: Some("青教发〔2026〕3号".to_owned()),
        date: Day::new(2026, 3, 5),
        rows: (0..n_rows).map(row).collect(),
    }
}

fn part(file: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn the_same_table_is_the_same_file() {
    let table = sample(3);
    assert_eq!(xlsx(&table).unwrap(), xlsx(&table).unwrap());
    assert_eq!(docx(&table).unwrap(), docx(&table).unwrap());
    assert!(part(&xlsx(&table).unwrap(), "docProps/core.xml").contains("2000-01-01T00:00:00Z"));
}

#[test]
fn what_looks_like_a_formula_stays_text() {
    let mut table = sample(1);
    table.title = "=HYPERLINK(\"http://x\")".to_owned();
    table.rows[0].task = "=1+1".to_owned();
    table.rows[0].number = "+1".to_owned();
    table.rows[0].note = "@SUM(A1)".to_owned();
    let file = xlsx(&table).unwrap();
    assert!(!part(&file, "xl/worksheets/sheet1.xml").contains("<f>"));
    let strings = part(&file, "xl/sharedStrings.xml");
    assert!(strings.contains("<t>=1+1</t>") && strings.contains("@SUM(A1)"));
}

#[test]
fn a_workbook_has_real_dates_filters_and_a_frozen_repeated_heading() {
    let file = xlsx(&sample(2)).unwrap();
    let sheet = part(&file, "xl/worksheets/sheet1.xml");
    // 2026-08-31 is day 46265 since 1900.
    assert!(sheet.contains("<v>46265</v>"));
    assert!(sheet.contains(r#"customHeight="1""#));
    assert!(sheet.contains(r#"<autoFilter ref="A3:J5"/>"#));
    assert!(sheet.contains(r#"ySplit="3""#) && sheet.contains(r#"orientation="landscape""#));
    assert!(part(&file, "xl/workbook.xml").contains("责任分解表!$3:$3"));
    assert!(
        part(&file, "xl/styles.xml").contains("yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;")
    );
}

#[test]
fn very_long_cells_are_cut_and_say_so() {
    let mut table = sample(1);
    table.rows[0].task = "长".repeat(40_000);
    assert!(part(&xlsx(&table).unwrap(), "xl/sharedStrings.xml").contains("后文见原件"));
}

#[test]
fn a_written_paper_reads_back_with_its_table() {
    let file = docx(&sample(2)).unwrap();
    let source = read(&file, Some("分解表.docx")).unwrap();
    assert!(source.text().starts_with(
        "附件\n2026年工作要点责任分解表\n青禾县教育局　青教发〔2026〕3号　2026年3月5日\n序号\n工作任务\n"
    ));
    let cells: Vec<_> = source
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Cell { .. }))
        .map(|block| source.slice(block.span))
        .collect();
    // Eight headings, two section rows, two tasks.
    assert_eq!(cells.len(), 8 + 2 + 16);
    assert_eq!(cells[8], "工作举措　抓好德育");
    assert_eq!(cells[11], "招考公办幼儿教师：56名\n覆盖率：确保95%以上");
    assert_eq!(cells[15], "8月底前");
    assert!(source.remarks.is_empty());
}

#[test]
fn a_paper_follows_the_standard_page() {
    let file = docx(&sample(1)).unwrap();
    let document = part(&file, "word/document.xml");
    assert!(document.contains(r#"w:top="1587" w:right="2098" w:bottom="1474" w:left="1984""#));
    assert!(document.contains("<w:tblHeader/>"));
    assert!(part(&file, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    assert!(part(&file, "word/footer1.xml").contains(r#"<w:jc w:val="right"/>"#));
    assert!(part(&file, "word/styles.xml").contains("方正小标宋简体"));
    assert!(!part(&file, "docProps/core.xml").contains("creator"));
}

#[test]
fn characters_xml_does_not_allow_are_left_out() {
    let mut table = sample(1);
    table.rows[0].task = "甲<乙>&\u{0}\u{b}\u{ffff}丙".to_owned();
    let source = read(&docx(&table).unwrap(), None).unwrap();
    assert!(source.text().contains("\n甲<乙>&丙\n"));
    assert!(xlsx(&table).is_ok());
}

#[test]
fn an_empty_table_is_written_too() {
    let table = BreakdownTable::default();
    assert!(read(&docx(&table).unwrap(), None).is_ok());
    assert!(xlsx(&table).is_ok());
}

#[test]
fn a_ledger_becomes_rows_with_owners_in_their_columns() {
    let span = Span::new(0, 1);
    let unit = |name: &str, role| Responsible {
        name: name.to_owned(),
        span,
        role,
    };
    let item = Item {
        path: strings(&["德育"]),
        body: "开展培训\n人事科、财务科\n6月底前".to_owned(),
        responsible: vec![
            unit("人事科", Role::Lead),
            unit("财务科", Role::Responsible),
            unit("王敏", Role::Leader),
        ],
        targets: vec![Target {
            quote: "200\n名".to_owned(),
            span,
            subject: "教师".to_owned(),
            value: 200.0,
            max: None,
            cmp: Comparator::Eq,
            unit: "名".to_owned(),
            kind: TargetKind::Count,
            commitment: Commitment::Stretch,
        }],
        deadlines: vec![Deadline {
            quote: "6月底前".to_owned(),
            span,
            from: None,
            to: Day::new(2026, 6, 30),
            recurs: None,
        }],
        ..Item::default()
    };
    let alone = Item {
        body: "小学适龄儿童入学率达99.9%以上，初中毛入学\n率达98%以上。\n单独".to_owned(),
        responsible: vec![unit("办公室", Role::Responsible)],
        ..Item::default()
    };
    let ledger = Ledger {
        title: Some(Spanned {
            value: "2026年工作要点".to_owned(),
            span,
        }),
        items: vec![item, alone],
        ..Ledger::default()
    };
    let table = BreakdownTable::from_ledger(&ledger);
    assert_eq!(table.title, "2026年工作要点责任分解表");
    let row = &table.rows[0];
    assert_eq!(row.number, "1");
    assert_eq!(row.task, "开展培训");
    assert_eq!(row.targets, ["教师：力争200名"]);
    assert_eq!(
        (
            row.lead.join(""),
            row.support.join(""),
            row.leaders.join("")
        ),
        ("人事科".into(), "财务科".into(), "王敏".into())
    );
    assert_eq!(row.due(), Day::new(2026, 6, 30));
    assert_eq!(table.rows[1].lead, ["办公室"]);
    assert_eq!(
        table.rows[1].task,
        "小学适龄儿童入学率达99.9%以上，初中毛入学率达98%以上。\n单独"
    );
}

#[test]
fn sample_files_can_be_kept_for_looking_at() {
    // `GONGWEN_SAMPLES=folder cargo test` leaves the two files there.
    if let Some(folder) = std::env::var_os("GONGWEN_SAMPLES") {
        let folder = std::path::PathBuf::from(folder);
        std::fs::write(folder.join("sample.docx"), docx(&sample(34)).unwrap()).unwrap();
        std::fs::write(folder.join("sample.xlsx"), xlsx(&sample(34)).unwrap()).unwrap();
    }
}
