//! Sheets that hold more than a header and its rows: units below a header, and tables below one another.

use crate::{
    ledger::hidden,
    ledger_sheet_rows::{apply, body, preview, sheet, training},
    support::worlds,
};

const IMPORT: &str = "/ledger/training/import";
const HEADER: [&str; 7] = [
    "姓名",
    "工号",
    "培训项目",
    "级别",
    "开始日期",
    "学时",
    "经费",
];

fn course(no: &'static str, cost: &'static str) -> [&'static str; 7] {
    ["李安", no, "研修", "市级", "2026-03-02", "8", cost]
}

#[tokio::test]
async fn nothing_of_a_second_table_is_read_by_the_header_of_the_first() {
    const N_ROWS: &str = "select count(*) as n from ledger_rows";
    for world in worlds().await {
        let mut keeper = training(&world).await;
        let swapped = [
            "姓名",
            "工号",
            "培训项目",
            "级别",
            "开始日期",
            "经费",
            "学时",
        ];
        let in_yuan = [
            "姓名",
            "工号",
            "培训项目",
            "级别",
            "开始日期",
            "学时",
            "经费（元）",
        ];
        let unit: [&str; 7] = ["", "", "", "", "", "", "单位：元"];
        let first: [&str; 7] = ["", "", "", "", "", "", "单位：万元"];
        for (no, second) in [("A0001", &swapped), ("A0002", &in_yuan), ("A0003", &unit)] {
            let own = course(no, "0.5");
            let lines: [&[&str]; 6] = [
                &first,
                &HEADER,
                &own,
                second,
                &HEADER,
                &course("A0009", "500"),
            ];
            let page = preview(&mut keeper, IMPORT, &sheet(&lines))
                .await
                .shows("从这一行起是另一张表")
                .shows("在第4行起的另一张表里，没有读。请另存为一份表格，单独导入。")
                .shows("只导入正确的1条");
            apply(&mut keeper, IMPORT, &page, "right")
                .await
                .leads_to("/ledger/training");
        }
        assert_eq!(world.number(N_ROWS).await, 3);
        for no in 1..=3 {
            let body = body(&world, no).await;
            assert!(body.contains("\"cost\":\"5000\""), "{body}");
        }
        // A unit that is said again on the next page changes nothing.
        let lines: [&[&str]; 6] = [
            &first,
            &HEADER,
            &course("B0001", "0.5"),
            &first,
            &HEADER,
            &course("B0002", "0.6"),
        ];
        preview(&mut keeper, IMPORT, &sheet(&lines))
            .await
            .shows("导入2条")
            .hides("另一张表");
    }
}

#[tokio::test]
async fn a_row_of_units_below_the_header_is_no_record_and_one_above_is_no_heading() {
    for world in worlds().await {
        let mut keeper = training(&world).await;
        let below: [&str; 7] = ["", "", "", "", "", "学时", "（万元）"];
        let lines: [&[&str]; 3] = [&HEADER, &below, &course("A0001", "0.5")];
        let page = preview(&mut keeper, IMPORT, &sheet(&lines))
            .await
            .shows("“经费”以万元为单位，已换算成元。")
            .shows("导入1条")
            .hides("处问题");
        apply(&mut keeper, IMPORT, &page, "all")
            .await
            .leads_to("/ledger/training");
        let kept = body(&world, 1).await;
        assert!(kept.contains("\"cost\":\"5000\""), "{kept}");
        // The unit stands over the last column, which holds no money.
        let above: [&str; 7] = ["", "", "", "", "", "", "单位：万元"];
        let header = [
            "姓名",
            "工号",
            "培训项目",
            "级别",
            "开始日期",
            "经费",
            "学时",
        ];
        let row = ["李安", "A0002", "研修", "市级", "2026-03-02", "0.5", "8"];
        preview(&mut keeper, IMPORT, &sheet(&[&above, &header, &row]))
            .await
            .shows("“经费”以万元为单位，已换算成元。")
            .hides("没有读这一列");
        for (title, header) in [
            ("教师培训登记表（万元）", "经费"),
            ("金额以万元为单位", "经费"),
        ] {
            let names = [
                "姓名",
                "工号",
                "培训项目",
                "级别",
                "开始日期",
                "学时",
                header,
            ];
            preview(
                &mut keeper,
                IMPORT,
                &sheet(&[&[title], &names, &course("A0003", "0.5")]),
            )
            .await
            .shows("“经费”以万元为单位，已换算成元。");
        }
        let names = [
            "姓名",
            "工号",
            "培训项目",
            "级别",
            "开始日期",
            "学时",
            "经费（美元）",
        ];
        preview(
            &mut keeper,
            IMPORT,
            &sheet(&[&names, &course("A0003", "0.5")]),
        )
        .await
        .shows("“经费（美元）”以美元为单位，不能换算成“经费”的单位元，没有读这一列。");
    }
}

#[tokio::test]
async fn a_number_there_is_no_row_of_is_said_and_one_column_asks_for_no_other() {
    for world in worlds().await {
        let mut keeper = training(&world).await;
        let page = preview(
            &mut keeper,
            IMPORT,
            &sheet(&[&HEADER, &course("A0001", "5")]),
        )
        .await;
        apply(&mut keeper, IMPORT, &page, "all")
            .await
            .leads_to("/ledger/training");
        let lines: [&[&str]; 3] = [&["记录编号", "学时"], &["1", "16"], &["99", "16"]];
        preview(&mut keeper, IMPORT, &sheet(&lines))
            .await
            .shows("没有第99号记录")
            .hides("请填写培训项目")
            .hides("表里没有必填的列");
    }
}

#[tokio::test]
async fn a_remembered_header_that_carries_a_unit_now_is_the_same_column() {
    for world in worlds().await {
        let mut keeper = training(&world).await;
        let mut header = HEADER;
        header[6] = "金额";
        let explained: [&[(&str, &str)]; 2] = [
            &[("金额", "cost")],
            &[("金额", "cost"), ("班名", "project")],
        ];
        for said in explained {
            let bytes = sheet(&[&header, &course("A0001", "0.5")]);
            let page = preview(&mut keeper, IMPORT, &bytes).await.text();
            let file = hidden(&page, "file");
            let mut fields = vec![("file", file.as_str()), ("name", "表.xlsx")];
            for (header, field) in said {
                fields.extend([("header", *header), ("field", *field)]);
            }
            keeper
                .post(&format!("{IMPORT}/headers"), &fields)
                .await
                .is_ok()
                .shows("导入1条");
            (header[2], header[6]) = ("班名", "金额（万元）");
        }
    }
}
