//! Workbooks made for the purpose.

use super::{HiddenLines, HiddenParts, hidden_parts};
use crate::{
    ledger::Role,
    read::{ReadError, docx::tests::zipped, read, tests::cells_of},
    source::Format,
    understand::understand,
};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook, Worksheet};
use std::collections::BTreeSet;

fn workbook(fill: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

fn breakdown(sheet: &mut Worksheet) {
    let plain = CellFormat::new();
    let day = CellFormat::new().set_num_format("yyyy-mm-dd");
    sheet
        .merge_range(0, 0, 0, 5, "2026年重点工作责任分解表", &plain)
        .unwrap();
    sheet.write(1, 0, "单位：青禾县教育局").unwrap();
    sheet.write(1, 4, "2026年3月").unwrap();
    for (column, name) in [(0, "序号"), (1, "工作任务"), (4, "时限"), (5, "备注")] {
        sheet
            .merge_range(2, column, 3, column, name, &plain)
            .unwrap();
    }
    sheet.merge_range(2, 2, 2, 3, "责任", &plain).unwrap();
    sheet.write(3, 2, "牵头").unwrap();
    sheet.write(3, 3, "配合").unwrap();
    sheet
        .merge_range(4, 1, 5, 1, "师德培训\n200人次", &plain)
        .unwrap();
    for (row, number, office) in [(4, 1, "人事科"), (5, 2, "财务科")] {
        sheet.write(row, 0, number).unwrap();
        sheet.write(row, 2, office).unwrap();
    }
    let due = ExcelDateTime::from_ymd(2026, 6, 30).unwrap();
    sheet.write_with_format(4, 4, &due, &day).unwrap();
    sheet.write(7, 0, "注：每季度末报送进展。").unwrap();
}

#[test]
fn a_breakdown_table_is_read_with_what_stands_around_it() {
    let source = read(&workbook(breakdown), Some("分解表.xlsx")).unwrap();
    assert_eq!(source.format, Format::Xlsx);
    assert!(source.remarks.is_empty());
    assert!(
        source
            .text()
            .starts_with("2026年重点工作责任分解表\n单位：青禾县教育局　2026年3月\n序号\n")
    );
    assert!(source.text().ends_with("财务科\n注：每季度末报送进展。\n"));
    assert_eq!(
        cells_of(&source),
        [
            "0 r0c0 2x1 序号",
            "0 r0c1 2x1 工作任务",
            "0 r0c2 1x2 责任",
            "0 r0c4 2x1 时限",
            "0 r0c5 2x1 备注",
            "0 r1c2 1x1 牵头",
            "0 r1c3 1x1 配合",
            "0 r2c0 1x1 1",
            "0 r2c1 2x1 师德培训|200人次",
            "0 r2c2 1x1 人事科",
            "0 r2c4 1x1 2026年6月30日",
            "0 r3c0 1x1 2",
            "0 r3c2 1x1 财务科",
        ]
    );
}

#[test]
fn cells_in_far_corners_do_not_exhaust_memory() {
    let far = workbook(|sheet| {
        sheet.write(0, 0, "甲").unwrap();
        sheet.write(1_048_575, 16_383, "乙").unwrap();
    });
    assert_eq!(read(&far, None).unwrap().text(), "甲\n乙\n");
}

#[test]
fn an_empty_or_broken_workbook_says_so() {
    assert_eq!(read(&workbook(|_| ()), None), Err(ReadError::Empty));
    let broken = zipped(&[("xl/workbook.xml", b"<workbook".to_vec())]);
    assert_eq!(read(&broken, None), Err(ReadError::Damaged));
    let bomb = zipped(&[
        ("xl/workbook.xml", Vec::new()),
        ("xl/x.xml", vec![b' '; 64 << 20]),
    ]);
    assert_eq!(read(&bomb, None), Err(ReadError::Bomb));
}

#[test]
fn hidden_sheets_are_not_read_and_named_ones_are_told_apart() {
    let mut workbook = Workbook::new();
    for (name, text) in [("义务教育", "甲"), ("草稿", "乙"), ("Sheet3", "丙")] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        sheet.write(0, 0, text).unwrap();
        sheet.set_hidden(name == "草稿");
    }
    let source = read(&workbook.save_to_buffer().unwrap(), None).unwrap();
    assert_eq!(source.text(), "义务教育\n甲\n丙\n");
}

#[test]
fn numbers_are_written_as_their_cells_show_them() {
    let cases = [
        (0.95, "0%", "95%"),
        (0.9254, "0.00%", "92.54%"),
        (0.995, "0.00%", "99.5%"),
        (1.0, "0%", "100%"),
        (320.0, "0\"人\"", "320人"),
        (12.5, "General", "12.5"),
        (0.65, "0.00", "0.65"),
        (3.0, "\"第\"0", "3"),
    ];
    let file = workbook(|sheet| {
        for (row, (number, code, _)) in (0..).zip(cases) {
            let format = CellFormat::new().set_num_format(code);
            sheet.write_with_format(row, 0, number, &format).unwrap();
            sheet.write(row, 1, "目标").unwrap();
        }
    });
    let source = read(&file, None).unwrap();
    let shown: Vec<&str> = source.text().lines().step_by(2).collect();
    assert_eq!(shown, cases.map(|(.., shown)| shown));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn changed_markup_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>(), part in 0..4_usize) {
        // Changed inside the container, so that the checksum does not catch it first.
        let file = workbook(breakdown);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&file)).unwrap();
        let changed = ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"][part];
        let mut parts = Vec::new();
        for index in 0..zip.len() {
            let mut entry = zip.by_index(index).unwrap();
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut content).unwrap();
            let name = entry.name().unwrap().to_string();
            if name == changed {
                let at = at.index(content.len());
                content[at] = byte;
            }
            parts.push((name, content));
        }
        let parts: Vec<_> = parts.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
        let _ = read(&zipped(&parts), None);
    }
}

/// A table with a head of two lines, a merged time limit beside two tasks, and notes around it.
fn kept_in_excel(hidden: &[u32]) -> Vec<u8> {
    workbook(|sheet| {
        let plain = CellFormat::new();
        sheet
            .merge_range(0, 0, 0, 5, "2026年教育工作要点责任分解表", &plain)
            .unwrap();
        sheet
            .merge_range(1, 0, 1, 5, "单位：青禾县教育局", &plain)
            .unwrap();
        for (column, name) in [(0, "序号"), (1, "工作任务"), (2, "目标"), (5, "完成时限")]
        {
            sheet
                .merge_range(2, column, 3, column, name, &plain)
                .unwrap();
        }
        sheet.merge_range(2, 3, 2, 4, "责任单位", &plain).unwrap();
        sheet.write(3, 3, "牵头单位").unwrap();
        sheet.write(3, 4, "配合单位").unwrap();
        let rows = [
            ("1", "新建幼儿园", "3所", "学前教育股", "计财股"),
            ("2", "培训幼儿园园长", "120人次", "人事股", "学前教育股"),
            ("3", "改造教室照明", "200间", "装备中心", "计财股"),
        ];
        for (row, (number, task, target, lead, support)) in (4..).zip(rows) {
            for (column, words) in (0..).zip([number, task, target, lead, support]) {
                sheet.write(row, column, words).unwrap();
            }
        }
        sheet
            .merge_range(4, 5, 5, 5, "2026年9月底前", &plain)
            .unwrap();
        sheet.write(6, 5, "2026年12月底前").unwrap();
        sheet
            .merge_range(7, 0, 7, 5, "注：各牵头单位每季度末报送进展。", &plain)
            .unwrap();
        for row in hidden {
            sheet.set_row_hidden(*row).unwrap();
        }
    })
}

/// Each item: task, target, who leads, who helps, last day.
fn understood(file: &[u8]) -> Vec<String> {
    let source = read(file, Some("分解表.xlsx")).unwrap();
    let ledger = understand(&source);
    let items = ledger.items.iter().map(|item| {
        let names = |role: Role| -> String {
            let named = item.responsible.iter().filter(|one| one.role == role);
            named.map(|one| one.name.as_str()).collect()
        };
        format!(
            "{} | {} | {} | {} | {}",
            item.body.lines().next().unwrap_or_default(),
            item.targets
                .iter()
                .map(|target| target.quote.as_str())
                .collect::<String>(),
            names(Role::Lead),
            names(Role::Support),
            item.deadlines
                .iter()
                .filter_map(|deadline| deadline.to)
                .map(|day| day.to_string())
                .collect::<String>(),
        )
    });
    items.collect()
}

#[test]
fn a_breakdown_table_kept_in_excel_is_understood_row_by_row() {
    assert_eq!(
        understood(&kept_in_excel(&[])),
        [
            "新建幼儿园 | 3所 | 学前教育股 | 计财股 | 2026-09-30",
            "培训幼儿园园长 | 120人次 | 人事股 | 学前教育股 | 2026-09-30",
            "改造教室照明 | 200间 | 装备中心 | 计财股 | 2026-12-31",
        ]
    );
}

#[test]
fn a_head_of_one_line_serves_as_well() {
    let file = workbook(|sheet| {
        sheet.write(0, 0, "2026年重点任务分解表").unwrap();
        let rows = [
            ["序号", "工作任务", "责任单位", "完成时限"],
            ["1", "新建幼儿园3所", "学前教育股", "6月底前"],
            ["2", "培训园长120人次", "人事股", "9月底前"],
        ];
        for (row, cells) in (2..).zip(rows) {
            for (column, words) in (0..).zip(cells) {
                sheet.write(row, column, words).unwrap();
            }
        }
    });
    assert_eq!(
        understood(&file),
        [
            "新建幼儿园3所 | 3所 |  |  | 2026-06-30",
            "培训园长120人次 | 120人次 |  |  | 2026-09-30",
        ]
    );
}

#[test]
fn hidden_rows_are_left_out_and_told() {
    let file = kept_in_excel(&[1, 5, 9]);
    let source = read(&file, None).unwrap();
    assert!(!source.text().contains("青禾县"));
    assert_eq!(
        source.remarks[0].message,
        "工作表「Sheet1」有 2 行被隐藏或筛选掉，读取时已略去；如需使用，请在 Excel 中取消隐藏后重新导入。"
    );
    assert_eq!(
        understood(&file),
        [
            "新建幼儿园 | 3所 | 学前教育股 | 计财股 | 2026-09-30",
            "改造教室照明 | 200间 | 装备中心 | 计财股 | 2026-12-31",
        ]
    );
}

#[test]
fn merged_cells_that_begin_in_a_hidden_row_show_in_the_next() {
    let source = read(&kept_in_excel(&[4]), None).unwrap();
    let cells = cells_of(&source);
    assert!(!source.text().contains("新建幼儿园"));
    assert!(
        cells.contains(&"0 r2c1 1x1 培训幼儿园园长".to_owned()),
        "{cells:?}"
    );
    assert!(
        cells.contains(&"0 r2c5 1x1 2026年9月底前".to_owned()),
        "{cells:?}"
    );
    assert!(
        cells.contains(&"0 r3c1 1x1 改造教室照明".to_owned()),
        "{cells:?}"
    );
}

#[test]
fn rows_are_hidden_by_number_or_by_place() {
    let rows = |sheet: &str| HiddenLines::of(sheet.as_bytes());
    let both = r#"<worksheet><x:row hidden="1"/><row/><row r="7" hidden="true"/><row hidden="1"/><row r="9" hidden="0"/></worksheet>"#;
    let hidden = rows(both).unwrap();
    assert_eq!(hidden.shown(0, 0), None);
    assert_eq!(hidden.shown(1, 1), Some((0, 0)));
    assert_eq!(hidden.shown(5, 8), Some((4, 5)));
    assert_eq!(hidden.shown(6, 7), None);
    assert_eq!(
        rows("<worksheet><cols><col hidden=\"1\"/></cols></worksheet>"),
        None
    );
    assert_eq!(
        rows(r#"<row r="0" hidden="1"/><row r="4294967295" hidden="1"/>"#)
            .unwrap()
            .shown(0, 0),
        None
    );
}

#[test]
fn hidden_sheets_rows_and_columns_are_named_for_whoever_reads_the_cells() {
    let mut workbook = Workbook::new();
    let shown = workbook.add_worksheet();
    shown.set_name("基表").unwrap();
    shown.write_string(0, 0, "学校").unwrap();
    shown.set_row_hidden(4).unwrap();
    shown.set_column_hidden(2).unwrap();
    shown.set_column_hidden(3).unwrap();
    for (name, is_hidden) in [("底稿", true), ("说明", false)] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap().set_hidden(is_hidden);
    }
    let hidden = hidden_parts(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(hidden.sheets, ["底稿"]);
    assert_eq!(hidden.within.len(), 1);
    let lines = &hidden.within["基表"];
    assert_eq!(lines.rows(), [4]);
    assert!(lines.hides_row(4) && !lines.hides_row(3));
    let columns: Vec<u32> = (0..6).filter(|c| lines.hides_column(*c)).collect();
    assert_eq!(columns, [2, 3]);
    let told = hidden.told(1, &columns.into_iter().collect());
    assert_eq!(
        told,
        [
            "有1行被隐藏或筛选掉，没有读取。",
            "有2列被隐藏（C、D列），没有读取。",
            "工作表“底稿”被隐藏，没有读取。",
            "需要导入的，请取消隐藏后重新上传。",
        ]
    );
    assert!(HiddenParts::default().told(0, &BTreeSet::new()).is_empty());
}
