//! Units, formats and tables below one another: what a number of a file stands for.

use super::{first_row, items, table_for, table_of, workbook};
use crate::facts::dataset::read::read;
use rust_xlsxwriter::Workbook;

#[test]
fn numbers_in_another_unit_than_their_item_are_converted_and_said_so_or_not_read() {
    let rows: &[&[&str]] = &[
        &[
            "学校名称",
            "教育经费收入（元）",
            "占地面积（亩）",
            "人员经费支出（萬元）",
            "公用经费支出（千元，必填）",
            "在校学生数（含借读生）",
            "班级数（个）",
        ],
        &["第一中学", "20000", "12", "35.5", "1234567", "2400", "48"],
    ];
    let table = table_of(&workbook(rows), &[]);
    assert_eq!(
        first_row(&table),
        [
            "money_income 2.00",
            "money_staff 35.50",
            "money_running 123456.70",
            "pupils 2400",
            "classes 48"
        ]
    );
    assert_eq!(
        table.remarks,
        [
            "“教育经费收入（元）”以元为单位，已换算成万元。",
            "“占地面积（亩）”以亩为单位，不能换算成“占地面积”的单位平方米，没有读这一列。请在表中改成以平方米为单位的数和表头，再导入。",
            "“公用经费支出（千元，必填）”以千元为单位，已换算成万元。",
        ]
    );
    // What the number became is said where it is wrong; a cell that names its unit is read in it.
    let rows: &[&[&str]] = &[
        &[
            "学校名称",
            "教育经费收入（元）",
            "公用经费支出",
            "人员经费支出（元）",
        ],
        &["第一中学", "12345678.9", "20000元", "2万"],
    ];
    assert_eq!(
        first_row(&table_of(&workbook(rows), &[])),
        [
            "money_income 12345678.9元换算成1234.56789万元。最多填2位小数。请在表中填以万元为单位的数，保留2位小数；要记得更细，请联系设立“教育经费收入”的人增加小数位。",
            "money_running 2.00",
            "money_staff 2.00"
        ]
    );
}

#[test]
fn units_over_headers_below_them_and_above_the_table_count_as_those_in_brackets() {
    let rows: &[&[&str]] = &[
        &["2025学年学校情况", "", "", "单位：元、人"],
        &[
            "学校名称",
            "经费（千元）",
            "",
            "固定资产总值",
            "教学仪器设备值",
            "在校学生数",
        ],
        &["", "教育经费收入", "人员经费支出（万元）", "万元", "", ""],
        &["第一中学", "20", "2", "2", "20000", "2400"],
    ];
    let table = table_of(&workbook(rows), &[]);
    assert_eq!(
        first_row(&table),
        [
            "money_income 2.00",
            "money_staff 2.00",
            "money_assets 2.00",
            "equip_value 2.00",
            "pupils 2400"
        ]
    );
    assert_eq!(table.remarks.len(), 2, "{:?}", table.remarks);
    // A header of one row names no unit of what stands beside it in two.
    let rows: &[&[&str]] = &[
        &["学校名称", "教育经费收入（元）", "", "经费"],
        &["", "", "人员经费支出", "公用经费支出"],
        &["第一中学", "20000", "2", "2"],
    ];
    assert_eq!(
        first_row(&table_of(&workbook(rows), &[])),
        [
            "money_income 2.00",
            "money_staff 2.00",
            "money_running 2.00"
        ]
    );
    let rows: &[&[&str]] = &[
        &["填报单位：第一中学", "", "单位：亩"],
        &["学校名称", "占地面积", "班级数"],
        &["第一中学", "20", "48"],
    ];
    let table = table_of(&workbook(rows), &[]);
    assert!(table.columns.is_empty());
    assert!(table.remarks[0].contains("不能换算成“占地面积”的单位平方米"));
    // A sheet that was kept by an earlier program has nothing of this, and is read as before.
    let rows: &[&[&str]] = &[&["学校名称", "班级数"], &["第一中学", "48"]];
    let kept = serde_json::to_value(read(&workbook(rows)).unwrap()).unwrap();
    let mut kept = kept.as_object().unwrap().clone();
    kept.remove("over");
    kept.remove("units_above");
    assert!(serde_json::from_value::<crate::facts::dataset::Sheet>(kept.into()).is_ok());
}

#[test]
fn what_a_file_would_do_has_another_digest_once_it_would_do_something_else() {
    let rows = |pupils| -> Vec<u8> {
        workbook(&[&["学校名称", "在校学生数"], &["第一中学", pupils]])
    };
    let digest = |pupils| table_of(&rows(pupils), &[]).digest();
    assert_eq!(digest("2400"), digest("2400"));
    assert_ne!(digest("2400"), digest("2401"));
    assert_ne!(digest("2400"), digest("约2400"));
}

#[test]
fn a_share_that_shows_as_a_percentage_is_read_as_it_shows_where_percent_are_kept() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0u16..).zip(["学校名称", "在校学生数", "班级数"]) {
        sheet.write_string(0, column, text).unwrap();
    }
    let percent = rust_xlsxwriter::Format::new().set_num_format("0.0%");
    sheet.write_string(1, 0, "第一中学").unwrap();
    sheet
        .write_number_with_format(1, 1, 0.07 * 3.0, &percent)
        .unwrap();
    sheet
        .write_number_with_format(1, 2, 48.0, &percent)
        .unwrap();
    // A number that shows as another is neither; one whose format names a unit is read in it.
    let format = |code: &str| rust_xlsxwriter::Format::new().set_num_format(code);
    for (column, name) in (3u16..).zip(["教育经费收入（元）", "人员经费支出", "公用经费支出"])
    {
        sheet.write_string(0, column, name).unwrap();
    }
    for (column, number, code) in [(3, 23_000.0, "0!.0,"), (4, 0.5, "0.00\"亿元\"")] {
        sheet
            .write_number_with_format(1, column, number, &format(code))
            .unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let mut items = items();
    for item in items.iter_mut().filter(|item| item.name == "在校学生数") {
        item.unit = "%".to_owned();
        item.decimals = 1;
    }
    assert_eq!(
        first_row(&table_for(&bytes, &[], &items)),
        [
            "pupils 21.0",
            "classes 48",
            &format!("money_income {}", crate::units::MISLEADING),
            "money_staff 5000.00"
        ]
    );
    // It is the same after it was kept.
    let kept = serde_json::to_string(&read(&bytes).unwrap()).unwrap();
    let again: crate::facts::dataset::Sheet = serde_json::from_str(&kept).unwrap();
    assert_eq!(again, read(&bytes).unwrap());
}

#[test]
fn nothing_of_a_second_table_is_read_by_the_first_header_and_units_alone_are_no_headers() {
    let header: &[&str] = &["学校名称", "教育经费收入", "在校学生数"];
    let unit: &[&str] = &["单位：万元"];
    // The same header on the next page, with the unit it began with.
    let rows: &[&[&str]] = &[
        unit,
        header,
        &["第一中学", "20", "2400"],
        unit,
        header,
        &["东门小学", "30", "900"],
    ];
    let table = table_of(&workbook(rows), &[]);
    assert_eq!(table.counts(), [4, 0, 0, 0]);
    for second in [
        &["单位：元"][..],
        &["学校名称", "在校学生数", "教育经费收入"],
        &["学校名称", "教育经费收入（元）", "在校学生数"],
    ] {
        let rows: &[&[&str]] = &[
            unit,
            header,
            &["第一中学", "20", "2400"],
            second,
            header,
            &["东门小学", "50000", "900"],
        ];
        let table = table_of(&workbook(rows), &[]);
        assert_eq!(table.counts(), [2, 0, 0, 0]);
        let wrong: Vec<&str> = table.rows.iter().map(|row| &*row.wrong).collect();
        assert!(wrong[1].contains("从这一行起是另一张表"), "{wrong:?}");
        assert!(wrong[3].contains("在第4行起的另一张表里"), "{wrong:?}");
    }
    // 「元」「（人）」 below the headers are units of what stands above.
    let rows: &[&[&str]] = &[
        header,
        &["", "元", "（人）"],
        &["第一中学", "20000", "2400"],
    ];
    let table = table_of(&workbook(rows), &[]);
    assert_eq!(first_row(&table), ["money_income 2.00", "pupils 2400"]);
    assert!(table.unknown.is_empty(), "{:?}", table.unknown);
}
