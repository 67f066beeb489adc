//! What an import says of itself before it is taken over, and what it leaves alone.

use crate::{
    ledger::{found_training, hidden},
    ledger_files::workbook,
    support::{World, worlds},
};
use base::Role;
use rust_xlsxwriter::Workbook;
use testkit::{Browser, Page};

const IMPORT: &str = "/ledger/training/import";
pub(crate) const N_ROWS: &str = "select count(*) as n from ledger_rows";
const HEADER: [&str; 7] = [
    "姓名",
    "工号",
    "培训项目",
    "级别",
    "开始日期",
    "学时",
    "经费",
];

fn course(no: &'static str, hours: &'static str, cost: &'static str) -> [&'static str; 7] {
    ["李安", no, "研修", "市级", "2026-03-02", hours, cost]
}

pub(crate) fn sheet(lines: &[&[&str]]) -> Vec<u8> {
    let lines: Vec<Vec<String>> = lines
        .iter()
        .map(|line| line.iter().map(|cell| (*cell).to_owned()).collect())
        .collect();
    workbook(&lines)
}

pub(crate) async fn preview(browser: &mut Browser, import: &str, bytes: &[u8]) -> Page {
    browser.upload(import, &[], "表.xlsx", bytes).await.is_ok()
}

/// Takes over what a preview showed.
pub(crate) async fn apply(browser: &mut Browser, import: &str, page: &Page, take: &str) -> Page {
    let text = page.text();
    let (file, seen) = (hidden(&text, "file"), hidden(&text, "seen"));
    let fields = [
        ("file", file.as_str()),
        ("name", "表.xlsx"),
        ("seen", seen.as_str()),
        ("take", take),
    ];
    browser.post(&format!("{import}/apply"), &fields).await
}

pub(crate) async fn training(world: &World) -> Browser {
    found_training(&mut world.as_(Role::GeneralOffice).await).await;
    let mut keeper = world.as_(Role::OfficeHead).await;
    keeper.get("/ledger/training").await.is_ok();
    keeper
}

pub(crate) async fn body(world: &World, no: i64) -> String {
    let sql = format!("select body as word from ledger_rows where no = {no}");
    world.word(&sql).await
}

#[tokio::test]
async fn sheets_that_are_not_read_are_named_and_a_column_of_faults_is_passed_over() {
    for world in worlds().await {
        let mut keeper = training(&world).await;
        let mut workbook = Workbook::new();
        for (name, no) in [("一月", "A0001"), ("二月", "A0002")] {
            let sheet = workbook.add_worksheet().set_name(name).unwrap();
            let header = HEADER.into_iter().chain(["问题"]);
            for (column, cell) in (0..).zip(header) {
                sheet.write_string(0, column, cell).unwrap();
            }
            let cells = course(no, "40", "1200")
                .into_iter()
                .chain(["学时：应为整数。"]);
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string(1, column, cell).unwrap();
            }
        }
        workbook.add_worksheet().set_name("空的").unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        preview(&mut keeper, IMPORT, &bytes)
            .await
            .shows("只读取工作表“一月”，“二月”也填了内容，没有读")
            .shows("导入1条")
            .hides("空的")
            .hides("这些列认不出");
    }
}

#[tokio::test]
async fn what_would_change_is_shown_and_nothing_is_written_over_that_changed_since() {
    for world in worlds().await {
        let mut keeper = training(&world).await;
        let first = sheet(&[
            &HEADER,
            &course("A0001", "40", "1200"),
            &course("A0002", "8", ""),
        ]);
        let page = preview(&mut keeper, IMPORT, &first).await;
        apply(&mut keeper, IMPORT, &page, "")
            .await
            .leads_to("/ledger/training");
        keeper
            .post(
                "/ledger/training/verification",
                &[("id", "1"), ("one", "on")],
            )
            .await
            .leads_to("/ledger/training/rows/1");
        let second = sheet(&[
            &HEADER,
            &course("A0001", "32", ""),
            &course("A0002", "8", ""),
        ]);
        let page = preview(&mut keeper, IMPORT, &second)
            .await
            .shows("会改动的内容")
            .shows("<del>40.0</del>")
            .shows("<ins>32.0</ins>")
            .shows("清空")
            .shows("<del>已核</del></td><td data-label=\"改为\"><ins>待核</ins>")
            .hides("第2号");
        // Somebody changes the row meanwhile.
        let other = sheet(&[&HEADER, &course("A0001", "24", "900")]);
        let meanwhile = preview(&mut keeper, IMPORT, &other).await;
        apply(&mut keeper, IMPORT, &meanwhile, "")
            .await
            .leads_to("/ledger/training");
        let again = apply(&mut keeper, IMPORT, &page, "")
            .await
            .is_conflict()
            .shows("核对之后有记录改动过，没有导入。")
            .shows("<del>24.0</del>");
        assert!(body(&world, 1).await.contains("\"24\""));
        apply(&mut keeper, IMPORT, &again, "")
            .await
            .leads_to("/ledger/training");
        assert!(body(&world, 1).await.contains("\"32\""));
    }
}

#[tokio::test]
async fn numbers_in_another_unit_are_converted_and_said_so_and_those_of_no_kin_are_not_read() {
    for world in worlds().await {
        let mut keeper = training(&world).await;
        let mut header = HEADER;
        header[6] = "经费（万元）";
        let bytes = sheet(&[
            &header,
            &course("A0001", "40", "2"),
            &course("A0002", "8", "0.05万元"),
        ]);
        let page = preview(&mut keeper, IMPORT, &bytes)
            .await
            .shows("“经费（万元）”以万元为单位，已换算成元。");
        apply(&mut keeper, IMPORT, &page, "")
            .await
            .leads_to("/ledger/training");
        assert!(body(&world, 1).await.contains("\"20000\""));
        assert!(body(&world, 2).await.contains("\"500\""));
        let above = ["", "", "", "", "", "", "（单位：万元）"];
        let bytes = sheet(&[&above, &HEADER, &course("A0003", "40", "3")]);
        let page = preview(&mut keeper, IMPORT, &bytes)
            .await
            .shows("“经费”以万元为单位，已换算成元。");
        apply(&mut keeper, IMPORT, &page, "")
            .await
            .leads_to("/ledger/training");
        assert!(body(&world, 3).await.contains("\"30000\""));
        header[6] = "经费（平方米）";
        let bytes = sheet(&[&header, &course("A0004", "40", "3")]);
        preview(&mut keeper, IMPORT, &bytes)
            .await
            .shows("不能换算成“经费”的单位元，没有读这一列。");
    }
}

#[tokio::test]
async fn a_unit_that_differs_is_converted_or_said_and_a_remark_in_brackets_is_none() {
    for world in worlds().await {
        let mut keeper = training(&world).await;
        let with = |hours: &'static str, cost: &'static str| {
            let mut header = HEADER;
            (header[5], header[6]) = (hours, cost);
            header
        };
        for (cost, said) in [
            ("经费（萬元）", "以万元为单位，已换算成元。"),
            ("经费（万）", "以万为单位，已换算成元。"),
            ("经费【单位：千元，必填】", "以千元为单位，已换算成元。"),
            ("经费（人次）", "不能换算成“经费”的单位元，没有读这一列。"),
            ("经费（元/人）", "不能换算成“经费”的单位元，没有读这一列。"),
        ] {
            let bytes = sheet(&[&with("学时", cost), &course("A0001", "40", "2")]);
            preview(&mut keeper, IMPORT, &bytes).await.shows(said);
        }
        for cost in [
            "经费（选填，如有）",
            "经费（含交通费）",
            "经费（元）",
            "经费（元，必填）",
        ] {
            let bytes = sheet(&[&with("学时（必填）", cost), &course("A0001", "40", "2")]);
            preview(&mut keeper, IMPORT, &bytes)
                .await
                .hides("为单位")
                .shows("导入1条");
        }
        let bytes = sheet(&[&with("学时（课时）", "经费"), &course("A0001", "40", "2")]);
        preview(&mut keeper, IMPORT, &bytes)
            .await
            .shows("不能换算成“学时”的单位学时，没有读这一列。");
        let above = ["", "", "", "", "", "", "单位：人"];
        let bytes = sheet(&[&above, &HEADER, &course("A0003", "40", "3")]);
        preview(&mut keeper, IMPORT, &bytes)
            .await
            .shows("“经费”以人为单位，不能换算成")
            .shows("“学时”以人为单位，不能换算成");
        // Whose sheet it is says no unit.
        let above = ["填报单位：清禾一中", "", "", "", "", "", ""];
        let bytes = sheet(&[&above, &HEADER, &course("A0003", "40", "3")]);
        preview(&mut keeper, IMPORT, &bytes).await.hides("为单位");
    }
}

#[tokio::test]
async fn numbers_of_cells_are_converted_whole_and_what_they_become_is_said() {
    for world in worlds().await {
        let mut keeper = training(&world).await;
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let costs = [0.000_012_345_6, 0.1 + 0.2, 0.000_012_345_678];
        let mut header = HEADER;
        header[6] = "经费（亿元）";
        for (column, head) in (0..).zip(header) {
            sheet.write_string(0, column, head).unwrap();
        }
        for (row, (no, cost)) in (1..).zip(["A0001", "A0002", "A0003"].into_iter().zip(costs)) {
            for (column, cell) in (0..).zip(course(no, "40", "")) {
                sheet.write_string(row, column, cell).unwrap();
            }
            sheet.write_number(row, 6, cost).unwrap();
        }
        let bytes = workbook.save_to_buffer().unwrap();
        let page = preview(&mut keeper, IMPORT, &bytes).await.shows(
            "0.000012345678亿元换算成1234.5678元。小数最多2位，且不能过大。请在表中填以元为单位的数，保留2位小数；",
        );
        apply(&mut keeper, IMPORT, &page, "right")
            .await
            .leads_to("/ledger/training");
        assert!(body(&world, 1).await.contains("\"1234.56\""));
        assert!(body(&world, 2).await.contains("\"30000000\""));
    }
}

#[tokio::test]
async fn digits_a_spreadsheet_lost_are_asked_for_and_faults_name_their_columns() {
    for world in worlds().await {
        let mut keeper = training(&world).await;
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (column, (head, cell)) in (0..).zip(HEADER.iter().zip(course("", "4.55555", "1"))) {
            sheet.write_string(0, column, *head).unwrap();
            sheet.write_string(1, column, cell).unwrap();
        }
        sheet
            .write_number(1, 1, 110_101_199_003_071_234_f64)
            .unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        preview(&mut keeper, IMPORT, &bytes)
            .await
            .shows("<td class=\"cell-short\">工号</td><td>单元格是数值，15位以后的数字已丢失，请把这一列设为文本后重新填写。")
            .shows("<td class=\"cell-short\">学时</td><td>小数最多");
    }
}

#[tokio::test]
async fn an_old_workbook_is_told_from_one_with_a_password_whatever_it_is_called() {
    let world = worlds().await.into_iter().next().unwrap();
    let mut keeper = training(&world).await;
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(2_048, 0);
    for name in ["名单.xls", "名单.xlsx"] {
        keeper
            .upload(IMPORT, &[], name, &bytes)
            .await
            .is_invalid()
            .shows("这是旧格式（.xls），请在 Excel 里另存为 .xlsx 再导入。");
    }
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    keeper
        .upload(IMPORT, &[], "名单.xlsx", &bytes)
        .await
        .is_invalid()
        .shows("有密码");
}

#[tokio::test]
async fn headers_once_explained_are_shown_and_changed_and_two_are_not_one_field() {
    for world in worlds().await {
        let mut keeper = training(&world).await;
        let mut header = HEADER;
        (header[1], header[2]) = ("职工编码", "班名");
        let bytes = sheet(&[&header, &course("A0001", "40", "1")]);
        let page = preview(&mut keeper, IMPORT, &bytes).await.text();
        let copy = page.split("/import/copy?file=").nth(1).unwrap();
        let file = copy.split('&').next().unwrap().to_owned();
        let headers = format!("{IMPORT}/headers");
        let said = |first: &'static str, second: &'static str| {
            [
                ("file", file.clone()),
                ("name", "表.xlsx".to_owned()),
                ("header", "职工编码".to_owned()),
                ("field", first.to_owned()),
                ("header", "班名".to_owned()),
                ("field", second.to_owned()),
            ]
        };
        for (first, second, words) in [
            (
                "id_no",
                "id_no",
                "“职工编码”和“班名”都指成了“工号”，没有记住。",
            ),
            (
                "name",
                "project",
                "“姓名”和“职工编码”都指成了“姓名”，没有记住。",
            ),
        ] {
            let fields = said(first, second);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            keeper
                .post(&headers, &fields)
                .await
                .is_invalid()
                .shows(words)
                // What was chosen stays chosen.
                .shows(&format!("<option value=\"{second}\" selected>"));
        }
        let n_learned = "select count(*) as n from ledger_headers";
        assert_eq!(world.number(n_learned).await, 0);
        let fields = said("project", "id_no");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        keeper
            .post(&headers, &fields)
            .await
            .is_ok()
            .shows("有2个表头按以前所说的读取")
            .shows("<option value=\"project\" selected>培训项目</option>");
        // Said the wrong way round: it can be said again.
        let fields = said("id_no", "project");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        keeper
            .post(&headers, &fields)
            .await
            .is_ok()
            .shows("导入1条");
        // What was said once can be taken back: the column is no field any more.
        let fields = said("", "project");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        keeper
            .post(&headers, &fields)
            .await
            .is_ok()
            .shows("这些列认不出，不导入：职工编码。")
            .shows("有1个表头按以前所说的读取");
        preview(&mut keeper, IMPORT, &bytes)
            .await
            .shows("这些列认不出，不导入：职工编码。");
    }
}

#[tokio::test]
async fn headers_are_not_taken_back_until_nothing_can_be_read() {
    for world in worlds().await {
        let mut keeper = training(&world).await;
        let bytes = sheet(&[&["教职工", "姓名", "工号"], &["研修", "李安", "A0001"]]);
        let page = preview(&mut keeper, IMPORT, &bytes).await.text();
        let copy = page.split("/import/copy?file=").nth(1).unwrap();
        let file = copy.split('&').next().unwrap().to_owned();
        let headers = format!("{IMPORT}/headers");
        let said = |field: &'static str| {
            [
                ("file", file.clone()),
                ("name", "表.xlsx".to_owned()),
                ("header", "教职工".to_owned()),
                ("field", field.to_owned()),
            ]
        };
        let fields = said("project");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        keeper.post(&headers, &fields).await.is_ok();
        // A sheet that is read by what was said alone.
        let bytes = sheet(&[&["教职工", "工号"], &["研修", "A0001"]]);
        let page = preview(&mut keeper, IMPORT, &bytes).await.text();
        let copy = page.split("/import/copy?file=").nth(1).unwrap();
        let file = copy.split('&').next().unwrap().to_owned();
        let fields = [
            ("file", file.as_str()),
            ("name", "表.xlsx"),
            ("header", "教职工"),
            ("field", ""),
        ];
        keeper
            .post(&headers, &fields)
            .await
            .is_invalid()
            .shows("表里剩下的列太少，认不出表头，没有记住。");
        let kept = "select field as word from ledger_headers";
        assert_eq!(world.word(kept).await, "project");
    }
}

#[tokio::test]
async fn who_may_not_import_is_told_about_importing() {
    let world = worlds().await.into_iter().next().unwrap();
    training(&world).await;
    let mut leader = world.as_(Role::Leader).await;
    let page = leader.get(IMPORT).await;
    assert_eq!(page.status, 403);
    page.shows("登记和导入由填报单位和归口科室办理")
        .hides("这条记录");
}
