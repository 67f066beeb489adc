//! What cells show, which lines are none, and which columns are enough.

use crate::{
    ledger_sheet_rows::{apply, body, preview, sheet, training},
    support::worlds,
};
use base::Role;
use rust_xlsxwriter::{Format, Workbook};

const RATES: &str = r#"
code = "rates"
name = "到课率"
owner = "人事科"
purpose = "到课率"
key = ["school_code"]

[[fields]]
code = "school_code"
name = "学校代码"
kind = "text"

[[fields]]
code = "rate"
name = "到课率"
kind = "number"
decimals = 1
unit = "%"
max = "100"

[[fields]]
code = "share"
name = "占比"
kind = "number"
decimals = 3

[[fields]]
code = "notes"
name = "说明"
kind = "text"
"#;

#[tokio::test]
async fn percentages_and_codes_are_read_as_they_are_shown() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        office
            .post("/ledger/new", &[("text", RATES)])
            .await
            .leads_to("/ledger/rates");
        let mut keeper = world.as_(Role::OfficeHead).await;
        keeper.get("/ledger/rates").await.is_ok();
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let header = ["填报单位", "学校代码", "到课率", "占比", "说明"];
        for (column, cell) in (0..).zip(header) {
            sheet.write_string(0, column, cell).unwrap();
        }
        let code = Format::new().set_num_format("00000");
        let percent = Format::new().set_num_format("0.0%");
        let bare = Format::new();
        for (row, number, rate, format) in [
            (1, 123.0, 0.985, &percent),
            (2, 7.0, 1.0, &percent),
            (3, 12_345.0, 98.5, &bare),
        ] {
            sheet.write_string(row, 0, "清禾一中").unwrap();
            sheet
                .write_number_with_format(row, 1, number, &code)
                .unwrap();
            for column in [2, 3, 4] {
                sheet
                    .write_number_with_format(row, column, rate, format)
                    .unwrap();
            }
        }
        let bytes = workbook.save_to_buffer().unwrap();
        let page = preview(&mut keeper, "/ledger/rates/import", &bytes).await;
        apply(&mut keeper, "/ledger/rates/import", &page, "all")
            .await
            .leads_to("/ledger/rates");
        for (no, kept) in [
            (
                1,
                ["\"00123\"", "\"98.5\"", "\"share\":\"0.985\"", "\"98.5%\""],
            ),
            (2, ["\"00007\"", "\"100\"", "\"share\":\"1\"", "\"100%\""]),
            (
                3,
                [
                    "\"12345\"",
                    "\"rate\":\"98.5\"",
                    "\"share\":\"98.5\"",
                    "\"notes\":\"98.5\"",
                ],
            ),
        ] {
            let body = body(&world, no).await;
            for word in kept {
                assert!(body.contains(word), "{word}: {body}");
            }
        }
        // The same sheet again says nothing new.
        preview(&mut keeper, "/ledger/rates/import", &bytes)
            .await
            .shows("没有可以导入的内容");
    }
}

const IMPORT: &str = "/ledger/training/import";
const HEADER: [&str; 6] = ["姓名", "工号", "培训项目", "级别", "开始日期", "学时"];

fn course(no: &'static str) -> [&'static str; 6] {
    ["李安", no, "研修", "市级", "2026-03-02", "8"]
}

#[tokio::test]
async fn a_header_that_stands_on_every_page_is_passed_over_and_counted() {
    for world in worlds().await {
        let mut keeper = training(&world).await;
        let spaced = ["姓 名", "工号*", "培训项目：", "级别", "开始日期", "学时"];
        let lines: [&[&str]; 12] = [
            &["教师培训登记表"],
            &HEADER,
            &course("A0001"),
            &["教师培训登记表"],
            &spaced,
            &course("A0002"),
            &HEADER,
            &course("A0003"),
            &["第 2 页，共 2 页"],
            &["续表"],
            &["教师培训登记表（续）"],
            &HEADER,
        ];
        let page = preview(&mut keeper, IMPORT, &sheet(&lines))
            .await
            .shows("导入3条")
            .shows("重复的表头7行，已略过。")
            .hides("处问题");
        apply(&mut keeper, IMPORT, &page, "all")
            .await
            .leads_to("/ledger/training");
        // Once is no repetition.
        preview(&mut keeper, IMPORT, &sheet(&[&HEADER, &course("A0009")]))
            .await
            .shows("导入1条")
            .hides("重复的表头");
    }
}

#[tokio::test]
async fn one_column_of_rows_named_by_their_numbers_is_taken() {
    for world in worlds().await {
        let mut keeper = training(&world).await;
        let lines: [&[&str]; 3] = [&HEADER, &course("A0001"), &course("A0002")];
        let page = preview(&mut keeper, IMPORT, &sheet(&lines)).await;
        apply(&mut keeper, IMPORT, &page, "all")
            .await
            .leads_to("/ledger/training");
        let lines: [&[&str]; 3] = [&["记录编号", "学时"], &["1", "16"], &["2", "8"]];
        let page = preview(&mut keeper, IMPORT, &sheet(&lines))
            .await
            .shows("会改动的内容")
            .shows("<ins>16.0</ins>")
            .shows("导入1条")
            .hides("处问题");
        apply(&mut keeper, IMPORT, &page, "all")
            .await
            .leads_to("/ledger/training");
        let first = body(&world, 1).await;
        assert!(
            first.contains("\"hours\":\"16\"") && first.contains("李安"),
            "{first}"
        );
        // Neither column alone says anything.
        keeper
            .upload(IMPORT, &[], "表.xlsx", &sheet(&[&["学时"], &["16"]]))
            .await
            .is_invalid()
            .shows("没有找到与台账字段对得上的表头");
    }
}

#[tokio::test]
async fn a_number_that_shows_as_another_is_not_read() {
    for world in worlds().await {
        let mut keeper = training(&world).await;
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let header = [
            "姓名",
            "工号",
            "培训项目",
            "级别",
            "开始日期",
            "学时",
            "经费（万元）",
        ];
        for (column, cell) in (0..).zip(header) {
            sheet.write_string(0, column, cell).unwrap();
        }
        // Shows 1.2345, is 12345; shows 2.3, is 23000; shows 0.50万元, is 0.5 in a column of 万元.
        for (row, number, code) in [
            (1, 12_345.0, "0!.0000"),
            (2, 23_000.0, "0.0,"),
            (3, 0.5, "0.00\"万元\""),
        ] {
            let no = format!("A000{row}");
            for (column, cell) in (0..).zip(["李安", &*no, "研修", "市级", "2026-03-02", "8"])
            {
                sheet.write_string(row, column, cell).unwrap();
            }
            let format = Format::new().set_num_format(code);
            sheet
                .write_number_with_format(row, 6, number, &format)
                .unwrap();
        }
        let bytes = workbook.save_to_buffer().unwrap();
        let page = preview(&mut keeper, IMPORT, &bytes)
            .await
            .shows("单元格按格式显示的与它保存的数不是同一个")
            .shows("只导入正确的1条");
        apply(&mut keeper, IMPORT, &page, "right")
            .await
            .leads_to("/ledger/training");
        let kept = body(&world, 1).await;
        assert!(kept.contains("\"cost\":\"5000\""), "{kept}");
    }
}
