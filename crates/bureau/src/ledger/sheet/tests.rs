//! What goes out comes back in; real sheets come in at all.

use super::*;
use crate::ledger::model::{
    Definition, FieldKind, FieldSpec, Names, Reader, Row, RowState, Values,
};
use base::actor::UnitId;
use rust_xlsxwriter::{Format, Workbook};

struct OneUnit(UnitId);

impl Names for OneUnit {
    fn unit(&self, typed: &str) -> Option<UnitId> {
        (typed == "清禾县第一中学" || typed == self.0.to_string()).then_some(self.0)
    }
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % below
    }

    fn text(&mut self) -> String {
        const PIECES: [&str; 18] = [
            "张三",
            "=1+1",
            "-12",
            "@x",
            "0012",
            "“引号”",
            "a,b",
            "换\n行",
            "1e5",
            "３",
            "<b>&",
            " 空 格 ",
            "左\t右",
            "\t缩进",
            "末行\n\n",
            "　全角空格",
            "_x000D_",
            "软回车\u{b}下一行",
        ];
        let n = self.roll(3) + 1;
        (0..n).map(|_| PIECES[self.roll(18) as usize]).collect()
    }
}

fn any_field(dice: &mut Dice, number: usize) -> FieldSpec {
    let kinds = FieldKind::ALL;
    FieldSpec {
        code: format!("f{number}"),
        name: format!("第{number}栏"),
        kind: kinds[dice.roll(kinds.len() as u64) as usize],
        decimals: dice.roll(4) as u8,
        options: ["甲（一）", "乙", "丙 丁"].map(str::to_owned).to_vec(),
        grain: [
            "week",
            "month",
            "quarter",
            "half_year",
            "year",
            "school_year",
        ][dice.roll(6) as usize]
            .to_owned(),
        formula: "1+1".to_owned(),
        ..FieldSpec::default()
    }
}

fn any_text(dice: &mut Dice, field: &FieldSpec, unit: UnitId) -> String {
    if dice.roll(4) == 0 {
        return String::new();
    }
    let number = |dice: &mut Dice, decimals: u8| {
        let whole = dice.roll(100_000_000);
        match decimals {
            0 => format!("-{whole}"),
            _ => format!("{whole}.{}", dice.roll(10_u64.pow(u32::from(decimals)))),
        }
    };
    match field.kind {
        FieldKind::Number | FieldKind::Money => number(dice, field.n_decimals().min(1)),
        FieldKind::Date => format!(
            "{}-{:02}-{:02}",
            1901 + dice.roll(190),
            dice.roll(12) + 1,
            dice.roll(28) + 1
        ),
        FieldKind::Period => {
            let day = base::day::Date::new(2000 + dice.roll(60) as i16, dice.roll(12) as i8 + 1, 7);
            base::TimePeriod::holding(field.period_grain(), day.unwrap()).to_string()
        }
        FieldKind::Choice => field.options[dice.roll(3) as usize].clone(),
        FieldKind::MultiChoice => "乙、甲（一）".to_owned(),
        FieldKind::YesNo => "是".to_owned(),
        FieldKind::Unit => unit.to_string(),
        FieldKind::File | FieldKind::Formula => String::new(),
        _ => dice.text(),
    }
}

#[test]
fn whatever_register_is_exported_comes_back_without_loss() {
    let unit = UnitId::new();
    let names = OneUnit(unit);
    let mut dice = Dice(7);
    for _ in 0..60 {
        let n_fields = dice.roll(12) as usize + 2;
        let definition = Definition {
            code: "x".to_owned(),
            name: "台账[1]".to_owned(),
            fields: (0..n_fields).map(|n| any_field(&mut dice, n)).collect(),
            ..Definition::default()
        };
        let reader = Reader::new(&definition, base::day::Date::constant(2026, 3, 5));
        let rows: Vec<Values> = (0..8)
            .map(|_| {
                let typed: Vec<(String, String)> = definition
                    .fields
                    .iter()
                    .map(|field| (field.code.clone(), any_text(&mut dice, field, unit)))
                    .collect();
                let (values, faults) = reader.read(
                    &|field| {
                        typed
                            .iter()
                            .find(|(code, _)| *code == field.code)
                            .unwrap()
                            .1
                            .clone()
                    },
                    &names,
                );
                assert_eq!(faults, []);
                values
            })
            .collect();
        let folder =
            std::env::temp_dir().join(format!("luoshi-test-{}.xlsx", base::id::Uuid::now_v7()));
        let mut writer = Writer::new(&definition).unwrap();
        for (no, values) in (1..).zip(&rows) {
            let row = Row {
                no,
                unit,
                state: RowState::Pending,
                version: 1,
                values: values.clone(),
                made_ms: 0,
                made_by: String::new(),
                origin: String::new(),
                changed_ms: 0,
                comment: String::new(),
            };
            writer.add(&row, &|_| "清禾县第一中学".to_owned()).unwrap();
        }
        writer.save(&folder).unwrap();
        let bytes = std::fs::read(&folder).unwrap();
        std::fs::remove_file(&folder).unwrap();
        let typed = definition
            .fields
            .iter()
            .filter(|f| !matches!(f.kind, FieldKind::File | FieldKind::Formula));
        if typed.count() < 2 {
            continue;
        }
        let (grid, columns) = read_for(&bytes, &definition, &Headers::new()).unwrap();
        assert_eq!(columns.unknown, Vec::<String>::new());
        let read: Vec<Values> = (1..=rows.len() as u32)
            .map(|line| {
                let (values, faults) = reader.read(
                    &|field| match columns.fields.get(&field.code) {
                        Some(column) => grid.text(line, *column).to_owned(),
                        None => String::new(),
                    },
                    &names,
                );
                assert_eq!(faults, [], "{:?}", grid.rows.get(&line));
                values
            })
            .collect();
        assert_eq!(read, rows);
    }
}

fn named(code: &str, name: &str) -> FieldSpec {
    FieldSpec {
        code: code.to_owned(),
        name: name.to_owned(),
        ..FieldSpec::default()
    }
}

#[test]
fn titles_two_row_headers_and_merged_cells_are_understood() {
    let definition = Definition {
        fields: vec![
            named("name", "姓名"),
            named("from", "培训开始"),
            named("to", "培训结束"),
            named("level", "级别"),
        ],
        ..Definition::default()
    };
    let mut workbook = Workbook::new();
    let plain = Format::new();
    let sheet = workbook.add_worksheet();
    sheet
        .merge_range(0, 0, 0, 4, "2026年教师培训情况统计表", &plain)
        .unwrap();
    sheet.write_string(1, 0, "填报单位：清禾一中").unwrap();
    sheet.merge_range(2, 0, 3, 0, "序号", &plain).unwrap();
    sheet.merge_range(2, 1, 3, 1, "姓 名*", &plain).unwrap();
    sheet.merge_range(2, 2, 2, 3, "培训", &plain).unwrap();
    sheet.write_string(3, 2, "开始").unwrap();
    sheet.write_string(3, 3, "结束").unwrap();
    sheet
        .merge_range(2, 4, 3, 4, "级别（必填）", &plain)
        .unwrap();
    sheet.merge_range(4, 4, 5, 4, "市级", &plain).unwrap();
    for (row, name) in [(4, "李安"), (5, "周宁")] {
        sheet.write_number(row, 0, f64::from(row)).unwrap();
        sheet.write_string(row, 1, name).unwrap();
        sheet.write_string(row, 2, "2026-03-01").unwrap();
    }
    sheet.set_row_hidden(7).unwrap();
    sheet.write_string(7, 1, "藏起来的").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let (grid, columns) = read_for(&bytes, &definition, &Headers::new()).unwrap();
    assert_eq!(columns.header_row, 3);
    let at = |code: &str| columns.fields[code];
    assert_eq!(
        [at("name"), at("from"), at("to"), at("level")],
        [1, 2, 3, 4]
    );
    assert_eq!(grid.text(5, at("level")), "市级");
    assert!(
        grid.hidden
            .concat()
            .starts_with("有1行被隐藏或筛选掉，没有读取。")
    );
}

#[test]
fn what_is_no_sheet_of_the_register_is_said() {
    let definition = Definition {
        fields: vec![named("a", "甲"), named("b", "乙")],
        ..Definition::default()
    };
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_string(0, 0, "别的").unwrap();
    let other = workbook.save_to_buffer().unwrap();
    for (bytes, said) in [
        (&b""[..], Unreadable::Empty),
        (b"not a workbook", Unreadable::NotAWorkbook),
        (b"PK broken", Unreadable::Broken),
        (&other, Unreadable::NoHeader),
    ] {
        assert_eq!(
            read_for(bytes, &definition, &Headers::new()).unwrap_err(),
            said
        );
    }
}

#[test]
fn hidden_columns_are_left_out_and_said_and_a_merged_header_over_them_still_counts() {
    let definition = Definition {
        fields: vec![named("a", "甲"), named("b", "乙"), named("c", "丙")],
        ..Definition::default()
    };
    let plain = rust_xlsxwriter::Format::new();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.merge_range(0, 1, 0, 2, "乙", &plain).unwrap();
    for (column, word) in [(0, "甲"), (3, "丙")] {
        sheet.write_string(0, column, word).unwrap();
    }
    for (column, word) in (0..).zip(["一", "藏起来的", "二", "三"]) {
        sheet.write_string(1, column, word).unwrap();
    }
    sheet.set_column_hidden(1).unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let (grid, columns) = read_for(&bytes, &definition, &Headers::new()).unwrap();
    assert!(
        grid.hidden
            .concat()
            .contains("有1列被隐藏（B列），没有读取。"),
        "{:?}",
        grid.hidden
    );
    assert_eq!(columns.fields.get("b"), Some(&2));
    assert_eq!(grid.text(1, 1), "");
    assert_eq!(grid.text(1, 2), "二");
}

#[test]
fn faults_are_written_beside_their_cells_and_the_workbook_keeps_its_formats() {
    let definition = Definition {
        fields: vec![named("a", "甲"), named("b", "乙")],
        ..Definition::default()
    };
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let money = rust_xlsxwriter::Format::new().set_num_format("#,##0.00 \"元整\"");
    sheet.set_column_width(0, 37.5).unwrap();
    for (column, word) in (0..).zip(["甲", "乙"]) {
        sheet.write_string(0, column, word).unwrap();
        sheet.write_string(1, column, "=1").unwrap();
    }
    sheet
        .write_number_with_format(2, 0, 12_345.5, &money)
        .unwrap();
    let other = workbook.add_worksheet().set_name("说明").unwrap();
    other.write_string(0, 0, "填表说明").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let (grid, columns) = read_for(&bytes, &definition, &Headers::new()).unwrap();
    let mark = Mark {
        row: 1,
        column: Some(1),
        name: "乙".to_owned(),
        message: "不在选项中。".to_owned(),
    };
    let copy = marked(&bytes, (grid.name, columns.header_row), &[mark]).unwrap();
    let part = |name: &str| {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(copy.as_slice())).unwrap();
        let mut text = String::new();
        let mut file = archive.by_name(name).unwrap();
        std::io::Read::read_to_string(&mut file, &mut text).unwrap();
        text
    };
    assert!(part("xl/styles.xml").contains("元整"));
    assert!(part("xl/worksheets/sheet1.xml").contains("customWidth=\"1\""));
    assert!(part("xl/sharedStrings.xml").contains("填表说明"));
    let (grid, _) = read_for(&copy, &definition, &Headers::new()).unwrap();
    assert_eq!(grid.text(0, 2), "问题");
    assert_eq!(grid.text(1, 2), "乙：不在选项中。");
    assert_eq!(grid.text(1, 1), "=1");
}

#[test]
fn a_workbook_with_macros_is_refused() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_string(0, 0, "姓名").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    assert!(read::read(&bytes).is_ok());
    let with_macros = testkit::repacked(&bytes, |_, text| text, Some("xl/vbaProject.bin"));
    assert_eq!(read::read(&with_macros).unwrap_err(), Unreadable::Macros);
}
