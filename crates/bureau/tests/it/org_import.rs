//! Units and people from a workbook and back.

use crate::support::world;
use base::Role;
use rust_xlsxwriter::Workbook;
use testkit::Page;

const N_UNITS: &str = "select count(*) as n from org_units";
const N_AUDIT: &str = "select count(*) as n from store_audit";

fn file_of(page: &Page) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("name=\"file\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// A workbook with one unit that is right and one of a kind that there is not.
fn two_units_one_wrong() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("单位").unwrap();
    let rows = [
        ["单位全称", "类型"],
        ["清禾县教育局老干部科", "科室"],
        ["清禾县人民医院", "医院"],
    ];
    for (row, cells) in (0..).zip(rows) {
        sheet.write_row(row, 0, cells).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

#[tokio::test]
async fn the_export_is_taken_back_without_a_change() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let exported = admin.get("/org/export").await.is_ok();
    let before = world.number(N_AUDIT).await;
    admin
        .upload("/org/import", &[], "名单.xlsx", &exported.body)
        .await
        .is_ok()
        .shows("没有需要保存的改动");
    assert_eq!(world.number(N_AUDIT).await, before);
}

#[tokio::test]
async fn the_export_of_another_house_is_refused_row_by_row() {
    let world = world().await;
    let (other, first) = crate::support::founded().await;
    let mut source = world.as_(Role::Administrator).await;
    let county = source.get("/org/export").await.is_ok().body;
    // The numbers of the other house mean nothing here.
    let mut admin = other.browser();
    admin.sign_in(first.login, &first.password).await;
    admin.get("/password").await;
    let fields = [
        ("current", first.password.as_str()),
        ("chosen", "Qingshan-2026"),
        ("repeated", "Qingshan-2026"),
    ];
    admin.post("/password", &fields).await.leads_to("/");
    admin.get("/org/import").await.is_ok();
    admin
        .upload("/org/import", &[], "名单.xlsx", &county)
        .await
        .is_ok()
        .shows("编号在系统中不存在");
    admin.get("/org").await.is_ok().hides("人事科");
}

#[tokio::test]
async fn right_rows_are_taken_alone_only_when_asked_for() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let bytes = &two_units_one_wrong();
    let before = world.number(N_UNITS).await;
    let preview = admin
        .upload("/org/import", &[], "两个单位.xlsx", bytes)
        .await
        .is_ok()
        .shows("清禾县教育局老干部科")
        .shows("类型“医院”不认识")
        .hides("保存导入内容");
    let file = file_of(&preview);
    assert_eq!(world.number(N_UNITS).await, before);

    let refused = admin
        .post("/org/import/apply", &[("file", &file), ("take", "all")])
        .await;
    assert_eq!(refused.status, 409);
    assert_eq!(world.number(N_UNITS).await, before);

    admin
        .post("/org/import/apply", &[("file", &file), ("take", "right")])
        .await
        .leads_to("/org");
    assert_eq!(world.number(N_UNITS).await, before + 1);
    admin
        .upload("/org/import", &[], "两个单位.xlsx", bytes)
        .await
        .is_ok()
        .shows("没有需要保存的改动");
}

#[tokio::test]
async fn what_is_no_workbook_comes_back_with_one_clear_sentence() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    for (bytes, sentence) in [
        (&b""[..], "文件是空的"),
        (&b"plain words"[..], "这不是 .xlsx 工作簿"),
        (&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1][..], "有密码或已损坏"),
    ] {
        admin
            .upload("/org/import", &[], "名单.xlsx", bytes)
            .await
            .is_invalid()
            .shows("有误：")
            .shows(sentence);
    }
    let template = admin.get("/org/import/template").await.is_ok();
    admin
        .upload("/org/import", &[], "模板.xlsx", &template.body)
        .await
        .is_ok()
        .shows("没有需要保存的改动");
}
