//! Lines of the audit as a table: the same columns on the page and in both files.

use super::words;
use crate::org::looks_like_formula;
use base::day;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use store::audit::Found;

/// Columns with their width in characters.
const COLUMNS: [(&str, f64); 10] = [
    ("序号", 9.0),
    ("时间", 22.0),
    ("人员", 12.0),
    ("来自", 26.0),
    ("操作", 18.0),
    ("对象", 30.0),
    ("变动前", 40.0),
    ("变动后", 40.0),
    ("说明", 30.0),
    ("原因", 30.0),
];

/// The cells of a line.
fn cells(line: &Found) -> [String; 10] {
    let joined = |facts: &store::audit::Facts| {
        let facts: Vec<String> = facts
            .iter()
            .map(|(word, value)| format!("{word}：{value}"))
            .collect();
        facts.join("\n")
    };
    [
        line.sequence.to_string(),
        day::instant_in_words(line.at_ms),
        line.actor_name.clone(),
        line.from_address.clone(),
        words::of(&line.act).to_owned(),
        line.object_name.clone(),
        joined(&line.before),
        joined(&line.after),
        line.detail.clone(),
        line.reason.clone(),
    ]
}

/// The lines as .xlsx; all cells but the number are text.
pub(super) fn xlsx(lines: &[Found]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed day instead of the clock: the same lines are the same file.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title("审计记录")
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name("审计记录")?;
    let header = Format::new().set_bold().set_background_color("#EEF2F7");
    for (place, (word, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(place, width)?;
        sheet.write_string_with_format(0, place, word, &header)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let text = Format::new().set_num_format("@").set_text_wrap();
    let quoted = text.clone().set_quote_prefix();
    for (row, line) in (1..).zip(lines) {
        for (place, cell) in (0..).zip(cells(line)) {
            let format = if looks_like_formula(&cell) {
                &quoted
            } else {
                &text
            };
            sheet.write_string_with_format(row, place, cell, format)?;
        }
    }
    workbook.save_to_buffer()
}

/// The lines as .csv: UTF-8 with its mark, as spreadsheets here expect it.
pub(super) fn csv(lines: &[Found]) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    let mut push = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    };
    push(&COLUMNS.map(|(word, _)| word.to_owned()));
    for line in lines {
        push(&cells(line));
    }
    text.into_bytes()
}

/// A cell in quotes; one a spreadsheet would take for a formula begins with an apostrophe.
fn csv_cell(cell: &str) -> String {
    let guard = if looks_like_formula(cell) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::{cells, csv, csv_cell, xlsx};
    use store::audit::{Facts, Found};

    fn line() -> Found {
        Found {
            sequence: 7,
            at_ms: 1_780_372_800_000,
            actor_name: "=HYPERLINK(\"http://x\")".to_owned(),
            from_address: "10.1.2.3".to_owned(),
            act: "org.unit.changed".to_owned(),
            object: "u1".to_owned(),
            object_name: "人事科".to_owned(),
            detail: String::new(),
            before: Facts::none().with("全称", "人事科").with("简称", "人事"),
            after: Facts::none().with("全称", "组织人事科"),
            reason: "机构改革".to_owned(),
        }
    }

    #[test]
    fn a_line_is_read_in_words() {
        let cells = cells(&line());
        assert_eq!(cells[1], "2026年6月2日 12:00");
        assert_eq!(cells[4], "修改单位");
        assert_eq!(cells[6], "全称：人事科\n简称：人事");
    }

    #[test]
    fn nothing_in_a_file_is_taken_for_a_formula() {
        for (cell, written) in [
            ("=1+1", "\"'=1+1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("-2", "\"'-2\""),
            ("\t=1", "\"'\t=1\""),
            ("说\"明\"", "\"说\"\"明\"\"\""),
        ] {
            assert_eq!(csv_cell(cell), written);
        }
        let text = String::from_utf8(csv(&[line()])).unwrap();
        assert!(text.starts_with("\u{feff}\"序号\""));
        assert!(text.contains("\"'=HYPERLINK"), "{text}");
        assert!(xlsx(&[line()]).unwrap().starts_with(b"PK"));
    }
}
