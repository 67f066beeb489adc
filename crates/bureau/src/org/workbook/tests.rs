use super::{Column, Line, Sheets, UnreadableWorkbook, read, template, write};
use rust_xlsxwriter::Workbook;
use std::io::{Cursor, Write};

fn sheets() -> Sheets {
    let line = |row, cells: &[(Column, &str)], all: &[Column]| Line {
        row,
        cells: all
            .iter()
            .map(|column| {
                let text = cells.iter().find(|(known, _)| known == column);
                (
                    *column,
                    text.map_or(String::new(), |(_, text)| (*text).to_owned()),
                )
            })
            .collect(),
    };
    let units = [
        Column::Id,
        Column::UnitName,
        Column::ShortName,
        Column::Kind,
        Column::Parent,
        Column::Aliases,
        Column::Duties,
        Column::Code,
        Column::Place,
        Column::FirstDay,
        Column::ClosedOn,
        Column::Successor,
        Column::FormerNames,
    ];
    let people = [
        Column::Id,
        Column::PersonName,
        Column::Phone,
        Column::PostUnit,
        Column::Title,
        Column::Role,
        Column::From,
        Column::Until,
        Column::EndReason,
        Column::Charges,
        Column::Fields,
    ];
    Sheets {
        units: vec![line(
            2,
            &[
                (Column::UnitName, "清禾县教育局人事科"),
                (Column::Aliases, "=HYPERLINK(\"x\")、人事股"),
                (Column::Code, "0012"),
            ],
            &units,
        )],
        people: vec![line(
            2,
            &[
                (Column::PersonName, "方琳"),
                (Column::Phone, "+8613900000000"),
            ],
            &people,
        )],
        fields: Vec::new(),
    }
}

#[test]
fn what_is_written_is_read_back_the_same_formulas_and_zeros_included() {
    let bytes = write(&sheets()).unwrap();
    assert_eq!(read(&bytes).unwrap(), sheets());
    let again = write(&sheets()).unwrap();
    assert_eq!(bytes, again, "the same list is the same file");
}

#[test]
fn the_template_holds_no_rows_and_its_own_help_is_none() {
    assert_eq!(read(&template().unwrap()).unwrap(), Sheets::default());
}

#[test]
fn headers_are_found_below_a_title_and_under_other_names() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("人员名单").unwrap();
    sheet.write(0, 0, "清禾县教育局人员一览表").unwrap();
    for (column, header) in (0..).zip(["序号", "* 姓 名（必填）", "联系电话", "部门", "职位"])
    {
        sheet.write(2, column, header).unwrap();
    }
    sheet.write(3, 0, 1).unwrap();
    sheet.write(3, 1, "方琳").unwrap();
    sheet.write(3, 2, 13900000000.0).unwrap();
    sheet.write(3, 3, "人事科").unwrap();
    sheet.write(5, 1, "王敏").unwrap();
    let sheets = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert!(sheets.units.is_empty());
    let [first, second] = sheets.people.as_slice() else {
        panic!("{sheets:?}")
    };
    assert_eq!((first.row, second.row), (4, 6));
    assert_eq!(first.text(Column::Phone), "13900000000");
    assert_eq!(first.text(Column::PostUnit), "人事科");
    assert_eq!(
        first.get(Column::Role),
        None,
        "the sheet has no such column"
    );
}

#[test]
fn a_cell_in_the_last_corner_fills_no_memory() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("人员").unwrap();
    sheet.write(0, 0, "姓名").unwrap();
    sheet.write(0, 1, "单位").unwrap();
    sheet.write(1, 16_383, "远").unwrap();
    let near = workbook.save_to_buffer().unwrap();
    assert!(read(&near).unwrap().people.is_empty());
    let sheet = workbook.worksheet_from_index(0).unwrap();
    sheet.write(1_048_575, 0, "远").unwrap();
    let far = workbook.save_to_buffer().unwrap();
    assert_eq!(read(&far), Err(UnreadableWorkbook::TooLong));
}

#[test]
fn each_file_that_is_no_list_is_refused_with_its_reason() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options: zip::write::FileOptions<'_, '_, ()> = zip::write::FileOptions::default();
    zip.start_file("word/document.xml", options).unwrap();
    zip.write_all(b"<w/>").unwrap();
    let word = zip.finish().unwrap().into_inner();

    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", options).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..110 {
        zip.write_all(&zeros).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20);

    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(0, 0, "姓名").unwrap();
    let other = workbook.save_to_buffer().unwrap();

    let mut broken = write(&sheets()).unwrap();
    let middle = broken.len() / 2;
    broken.truncate(middle);

    for (bytes, why) in [
        (Vec::new(), UnreadableWorkbook::Empty),
        (vec![0; 21 << 20], UnreadableWorkbook::TooLarge),
        (bomb, UnreadableWorkbook::TooLarge),
        (
            b"\x89PNG not a workbook".to_vec(),
            UnreadableWorkbook::NotAWorkbook,
        ),
        (word, UnreadableWorkbook::NotAWorkbook),
        (broken, UnreadableWorkbook::NotAWorkbook),
        (vec![0xD0, 0xCF, 0x11, 0xE0, 0], UnreadableWorkbook::Broken),
        (other, UnreadableWorkbook::NoSheet),
    ] {
        assert_eq!(read(&bytes), Err(why));
    }
}
