use super::{
    read::{UnreadableSheet, read},
    shipped,
    table::{Known, MOST_COMPARED, Outcome, Table, UnitsOfRows},
    write::{TemplateRow, error_copy, template},
};
use crate::{
    facts::{
        formula::{Formula, check_units, in_order},
        model::{Amount, DataItem, Rule, Source},
    },
    org::{Directory, Unit, UnitKind},
};
use base::actor::UnitId;
use rust_xlsxwriter::Workbook;
use std::collections::HashMap;

mod units;

fn unit(name: &str, code: &str, kind: UnitKind) -> Unit {
    Unit {
        // The same each time, so that two readings can be compared.
        id: format!("00000000-0000-7000-8000-00{code}")
            .parse::<UnitId>()
            .unwrap(),
        parent: None,
        kind,
        name: format!("清禾县{name}"),
        short_name: name.to_owned(),
        aliases: Vec::new(),
        code: code.to_owned(),
        duties: Vec::new(),
        first_day: None,
        closed: None,
        former_names: Vec::new(),
    }
}

fn units() -> Vec<Unit> {
    vec![
        unit("第一中学", "9900000001", UnitKind::School),
        unit("东门小学", "9900000002", UnitKind::School),
        unit("机关幼儿园", "9900000003", UnitKind::Kindergarten),
    ]
}

fn items() -> Vec<DataItem> {
    let mut items = shipped().unwrap().items;
    items.retain(|item| item.source == Source::Dataset);
    items
}

/// A workbook from its rows; what reads as a number is one.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in (0u32..).zip(rows) {
        for (column, text) in (0u16..).zip(*line) {
            match text.parse::<f64>() {
                Ok(number) if !text.starts_with("99000") => {
                    sheet.write_number(row, column, number).unwrap()
                }
                _ if text.is_empty() => continue,
                _ => sheet.write_string(row, column, *text).unwrap(),
            };
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn table_of(bytes: &[u8], said: &[(&str, Option<&str>)]) -> Table {
    table_for(bytes, said, &items())
}

fn table_for(bytes: &[u8], said: &[(&str, Option<&str>)], items: &[DataItem]) -> Table {
    let directory = Directory::new(units(), Vec::new());
    let known = Known {
        items: items.iter().collect(),
        headers: said
            .iter()
            .map(|(header, code)| ((*header).to_owned(), code.map(|code| code.parse().unwrap())))
            .collect::<HashMap<_, _>>(),
        directory: &directory,
        may_take: &|_| true,
    };
    let sheet = read(bytes).unwrap();
    Table::columns(&sheet, &known).with_rows(&sheet, &known, &HashMap::new())
}

#[test]
fn the_shipped_definition_makes_sense() {
    let shipped = shipped().unwrap();
    assert!(shipped.items.len() > 60);
    let find = |code: &_| shipped.items.iter().find(|item| item.code == *code);
    for item in &shipped.items {
        if let Source::Formula(text) = &item.source {
            let formula = Formula::stored(text).unwrap_or_else(|| panic!("{text}"));
            check_units(&formula, item, &find).unwrap();
        }
    }
    in_order(&shipped.items).unwrap();
    let mut names: Vec<&str> = shipped
        .items
        .iter()
        .map(|item| item.name.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), shipped.items.len(), "a name is used twice");
    for check in &shipped.checks {
        match &check.rule {
            Rule::Cross { left, right, .. } => {
                for side in [left, right] {
                    let side = Formula::stored(side).unwrap_or_else(|| panic!("{side}"));
                    assert!(
                        side.inputs()
                            .iter()
                            .all(|input| find(&input.item).is_some())
                    );
                }
            }
            Rule::Jump { items, .. } | Rule::Outlier { items, .. } => {
                assert!(items.iter().all(|code| find(code).is_some()));
            }
        }
    }
}

#[test]
fn the_template_is_read_back_as_it_was_filled_in() {
    let (units, items) = (units(), items());
    let listed: Vec<&DataItem> = items.iter().collect();
    let rows: Vec<TemplateRow> = units
        .iter()
        .map(|unit| TemplateRow {
            code: unit.code.clone(),
            name: unit.name.clone(),
            values: items
                .iter()
                .map(|item| item.applies_to(unit.kind).then_some(Some(Amount::whole(1))))
                .collect(),
        })
        .collect();
    let bytes = template("学年基表", &listed, &rows).unwrap();
    assert_eq!(bytes, template("学年基表", &listed, &rows).unwrap());
    let table = table_of(&bytes, &[]);
    assert!(table.unknown.is_empty(), "{:?}", table.unknown);
    assert_eq!(table.columns.len(), items.len());
    assert_eq!(table.rows.len(), 3);
    let [n_new, n_changed, n_same, n_wrong] = table.counts();
    assert_eq!((n_changed, n_same, n_wrong), (0, 0, 0));
    assert!(n_new > 2 * items.len());
}

#[test]
fn headers_in_two_rows_below_a_title_are_read_and_others_are_asked_for() {
    let bytes = workbook(&[
        &["2025学年学校情况"],
        &["序号", "学校名称", "学生", "", "教师", "车位数"],
        &["", "", "在校学生数（人）", "女生数", "专任教师数", ""],
        &["1", "第一中学", "2400", "1100", "200", "30"],
        &["2", "东门小学", "900", "420", "52", "8"],
        &["", "合计", "3300", "1520", "252", "38"],
    ]);
    let table = table_of(&bytes, &[]);
    assert_eq!(table.unknown, ["车位数"]);
    assert_eq!((table.rows.len(), table.n_totals), (2, 1));
    assert_eq!(table.counts(), [6, 0, 0, 0]);
    assert_eq!(
        table.rows[0].cells[0].outcome,
        Outcome::New(Amount::whole(2400))
    );
    assert_eq!(
        table_of(&bytes, &[("车位数", None)]).unknown,
        Vec::<String>::new()
    );
    let said = table_of(&bytes, &[("车位数", Some("staff"))]);
    assert_eq!(said.counts(), [8, 0, 0, 0]);
}

#[test]
fn what_is_wrong_is_told_cell_by_cell_and_written_beside_it() {
    let bytes = workbook(&[
        &[
            "学校标识码",
            "学校名称",
            "在校学生数",
            "班级数",
            "图书册数",
            "寄宿生数",
        ],
        &["9900000001", "一中", "约2400", "48", "60000.5", "-1"],
        &["", "东门小学校", "900", "", "1", "2"],
        &["", "第一中学", "1", "1", "1", "1"],
        &["9900000003", "", "240", "9", "5000", "12"],
        &["", "=HYPERLINK(\"x\")", "1", "1", "1", "1"],
    ]);
    let table = table_of(&bytes, &[]);
    let items = items();
    let name = |code: &_| {
        items
            .iter()
            .find(|item| item.code == *code)
            .unwrap()
            .name
            .clone()
    };
    let complaints: Vec<String> = table
        .rows
        .iter()
        .map(|row| row.complaints(name).join(""))
        .collect();
    assert_eq!(
        complaints[0],
        "在校学生数：“约2400”不是数字。图书册数：应填整数。寄宿生数：-1小于允许的最小值0。"
    );
    assert!(
        complaints[1].starts_with("没有叫“东门小学校”的单位"),
        "{}",
        complaints[1]
    );
    assert_eq!(complaints[2], "与第2行是同一个单位。");
    assert_eq!(complaints[3], "寄宿生数：这类单位没有这一项。");
    assert!(complaints[4].contains("HYPERLINK"));
    let sheet = read(&bytes).unwrap();
    let copy = error_copy(&bytes, &sheet, &table, &name).unwrap();
    // The copy reads as the original did: what was wrong is still wrong, nothing else is.
    let again = table_of(&copy, &[]);
    assert_eq!(again.rows, table.rows);
    assert!(again.unknown.is_empty());
}

#[test]
fn what_is_hidden_is_not_read_and_said() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in (0u32..).zip([
        ["学校名称", "在校学生数", "班级数"],
        ["第一中学", "2400", "48"],
        ["东门小学", "900", "20"],
    ]) {
        for (column, text) in (0u16..).zip(line) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    sheet.set_row_hidden(2).unwrap();
    sheet.set_column_hidden(2).unwrap();
    let draft = workbook.add_worksheet();
    draft.set_name("底稿").unwrap().set_hidden(true);
    let bytes = workbook.save_to_buffer().unwrap();
    let sheet = read(&bytes).unwrap();
    assert_eq!(
        sheet.remarks.join(""),
        "有1行被隐藏或筛选掉，没有读取。有1列被隐藏（C列），没有读取。工作表“底稿”被隐藏，没有读取。\
         需要导入的，请取消隐藏后重新上传。"
    );
    let table = table_of(&bytes, &[]);
    assert_eq!((table.rows.len(), table.counts()), (1, [1, 0, 0, 0]));

    // All of it hidden: said as well, since nobody would look for a header there.
    let mut workbook = Workbook::new();
    workbook.add_worksheet();
    let hidden = workbook.add_worksheet();
    hidden.set_hidden(true);
    hidden.write_string(0, 0, "学校名称").unwrap();
    hidden.write_string(0, 1, "班级数").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    assert_eq!(read(&bytes).unwrap_err(), UnreadableSheet::NothingShown);
}

#[test]
fn merged_cells_that_begin_in_a_hidden_column_or_row_show_in_the_next() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let plain = rust_xlsxwriter::Format::new();
    sheet.write_string(0, 0, "序号").unwrap();
    sheet.merge_range(0, 1, 0, 2, "学校名称", &plain).unwrap();
    sheet.write_string(0, 3, "班级数").unwrap();
    sheet.write_string(1, 2, "第一中学").unwrap();
    sheet.write_string(1, 3, "48").unwrap();
    sheet.merge_range(2, 2, 3, 2, "东门小学", &plain).unwrap();
    sheet.write_string(3, 3, "20").unwrap();
    sheet.set_column_hidden(1).unwrap();
    sheet.set_row_hidden(2).unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let table = table_of(&bytes, &[]);
    assert_eq!((table.rows.len(), table.counts()), (2, [2, 0, 0, 0]));
    assert_eq!(read(&bytes).unwrap().remarks, Vec::<String>::new());
}

#[test]
fn hostile_files_end_with_a_sentence() {
    for (bytes, why) in [
        (Vec::new(), UnreadableSheet::Empty),
        (b"not a workbook".to_vec(), UnreadableSheet::NotAWorkbook),
        (
            workbook(&[&["一", "二"], &["1", "2"]]),
            UnreadableSheet::NoHeader,
        ),
    ] {
        assert_eq!(read(&bytes).unwrap_err(), why);
    }
}

#[test]
fn a_sheet_that_was_kept_is_the_sheet_that_was_read() {
    let rows: &[&[&str]] = &[
        &["学校名称", "在校学生数", "图书册数", "说明"],
        &[
            "第一中学",
            "0.30000000000000004",
            "123456789.125",
            "t约3万册",
        ],
        &["东门小学", "1e-7", "2400", "是"],
    ];
    let sheet = read(&workbook(rows)).unwrap();
    let kept = serde_json::to_string(&sheet).unwrap();
    let again: super::Sheet = serde_json::from_str(&kept).unwrap();
    assert_eq!(again, sheet);
    assert!(serde_json::from_str::<super::Sheet>(&kept.replace("\"t", "\"?")).is_err());
}

#[test]
fn a_cell_that_holds_no_value_is_said_beside_it_and_not_passed_over() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let heads = ["学校名称", "在校学生数", "女生数", "班级数", "图书册数"];
    for (column, head) in (0u16..).zip(heads) {
        sheet.write_string(0, column, head).unwrap();
    }
    let computed =
        |text: &str, result: &str| rust_xlsxwriter::Formula::new(text).set_result(result);
    sheet.write_string(1, 0, "第一中学").unwrap();
    sheet
        .write_formula(1, 1, computed("=A9+1", "#REF!"))
        .unwrap();
    sheet.write_number_with_format(1, 2, 45_000, &day).unwrap();
    sheet.write_formula(1, 3, computed("=1+1", "77")).unwrap();
    // What is nothing on purpose is nothing.
    sheet
        .write_formula(1, 4, computed("=IF(1=1,\"\",1)", "空"))
        .unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    // As programs write it that compute nothing.
    let bytes = testkit::repacked(
        &bytes,
        |_, text| {
            text.replace("<v>77</v>", "")
                .replace("<v>空</v>", "<v></v>")
        },
        None,
    );
    let table = table_of(&bytes, &[]);
    assert_eq!(table.counts(), [0, 0, 0, 3]);
    let items = items();
    let name = |code: &_| {
        let item = items.iter().find(|item| item.code == *code);
        item.unwrap().name.clone()
    };
    assert_eq!(
        table.rows[0].complaints(name),
        [
            "在校学生数：单元格是错误值#REF!。",
            "女生数：是日期或时间，不是数；请把单元格的格式改为数值。",
            "班级数：公式没有算出的结果；请用电子表格软件打开、保存一次再上传。",
        ]
    );
    let sheet = read(&bytes).unwrap();
    let kept = serde_json::to_string(&sheet).unwrap();
    assert_eq!(serde_json::from_str::<super::Sheet>(&kept).unwrap(), sheet);
}

#[test]
fn a_second_column_of_an_item_a_second_sheet_and_what_was_once_said_are_told() {
    let rows: &[&[&str]] = &[
        &["学校名称", "在校学生数", "学生总人数", "奇怪列"],
        &["第一中学", "1000", "999", "7"],
    ];
    let bytes = workbook(rows);
    let said = [("学生总人数", Some("pupils")), ("奇怪列", None)];
    let table = table_of(&bytes, &said);
    assert_eq!(table.counts(), [1, 0, 0, 0]);
    assert_eq!(
        table.remarks,
        ["C列与B列都是“在校学生数”，只读B列；请只留一列。"]
    );
    let told: Vec<(&str, bool)> = table
        .said
        .iter()
        .map(|(word, item)| (word.as_str(), item.is_some()))
        .collect();
    assert_eq!(told, [("学生总人数", true), ("奇怪列", false)]);

    let mut workbook = Workbook::new();
    for (name, school) in [("第一", "第一中学"), ("第二", "东门小学")] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        for (row, line) in (0u32..).zip([["学校名称", "班级数"], [school, "20"]]) {
            sheet.write_string(row, 0, line[0]).unwrap();
            sheet.write_string(row, 1, line[1]).unwrap();
        }
    }
    let sheet = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(
        sheet.remarks,
        ["只读取工作表“第一”，“第二”请另存为一个文件上传。"]
    );
}

#[test]
fn a_workbook_with_macros_or_too_many_rows_is_refused() {
    let rows: &[&[&str]] = &[&["学校名称", "班级数"], &["第一中学", "48"]];
    let bytes = workbook(rows);
    let with_macros = testkit::repacked(&bytes, |_, text| text, Some("xl/vbaProject.bin"));
    assert_eq!(read(&with_macros).unwrap_err(), UnreadableSheet::Macros);
    let mut long = Workbook::new();
    let sheet = long.add_worksheet();
    sheet.write_string(0, 0, "学校名称").unwrap();
    sheet.write_string(0, 1, "班级数").unwrap();
    sheet.write_string(20_000, 0, "第一中学").unwrap();
    let bytes = long.save_to_buffer().unwrap();
    assert_eq!(read(&bytes).unwrap_err(), UnreadableSheet::TooLong);
}

#[test]
fn many_rows_of_unknown_names_are_compared_once_a_name_and_no_more_than_so_many() {
    let directory = Directory::new(units(), Vec::new());
    let mut rows = UnitsOfRows::of(&directory);
    let name = |row: usize| format!("第{}外地学校", row % 300);
    for row in 0..20_000 {
        let wrong = rows.of_row(&name(row), "").unwrap_err();
        assert!(wrong.contains(&name(row)), "{wrong}");
    }
    assert_eq!(rows.n_compared, MOST_COMPARED);
    // What was found of the first is said of it each time; what is known is found as before.
    let first = rows.of_row(&name(0), "").unwrap_err();
    assert!(first.ends_with("或有几个单位都像。"), "{first}");
    assert!(rows.of_row("东门小学", "").is_ok());
    assert!(rows.of_row("没有的名称", "9900000001").is_ok());
    assert!(rows.of_row("", "9900000009").is_err());
    assert_eq!(rows.n_compared, MOST_COMPARED);

    let mut few = UnitsOfRows::of(&directory);
    let near = few.of_row("东门小学校", "").unwrap_err();
    assert!(near.contains("如果是“清禾县东门小学”"), "{near}");
    assert_eq!(few.n_compared, 1);
}

/// What the cells of the first row would do, item by item: the numbers, or what is wrong.
fn first_row(table: &Table) -> Vec<String> {
    let cells = table.rows.iter().take(1).flat_map(|row| &row.cells);
    let does = |outcome: &Outcome| match outcome {
        Outcome::New(is) => is.plain(),
        Outcome::Wrong(why) => why.clone(),
        Outcome::Same | Outcome::Changed(..) => String::new(),
    };
    cells
        .map(|cell| format!("{} {}", cell.item, does(&cell.outcome)))
        .collect()
}
