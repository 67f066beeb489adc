//! What the lines of one sheet are to each other, however far apart they stand.

use crate::{
    ledger::found_training,
    ledger_files::{kept_file, workbook},
    support::{World, world},
};
use base::Role;
use testkit::{Browser, Page};

const IMPORT: &str = "/ledger/training/import";
const N_ROWS: &str = "select count(*) as n from ledger_rows";

const HEADER: [&str; 6] = ["记录编号", "姓名", "工号", "培训项目", "级别", "开始日期"];

/// A course of a teacher; without a number it is a new one.
fn course(number: &str, name: &str, teacher: usize) -> Vec<String> {
    let id = format!("A{teacher:04}");
    [number, name, &id, "研修", "市级", "2026-03-02"]
        .map(str::to_owned)
        .to_vec()
}

fn sheet(courses: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let header = HEADER.map(str::to_owned).to_vec();
    let lines: Vec<Vec<String>> = std::iter::once(header).chain(courses).collect();
    workbook(&lines)
}

async fn scene() -> (World, Browser) {
    let world = world().await;
    found_training(&mut world.as_(Role::GeneralOffice).await).await;
    let mut keeper = world.as_(Role::OfficeHead).await;
    keeper.get("/ledger/training").await.is_ok();
    (world, keeper)
}

async fn preview(keeper: &mut Browser, bytes: &[u8]) -> Page {
    keeper.upload(IMPORT, &[], "培训.xlsx", bytes).await.is_ok()
}

async fn apply(keeper: &mut Browser, page: &Page, take: &str) -> Page {
    let file = kept_file(page);
    let fields = [
        ("file", file.as_str()),
        ("name", "培训.xlsx"),
        ("take", take),
    ];
    keeper.post(&format!("{IMPORT}/apply"), &fields).await
}

#[tokio::test]
async fn two_lines_about_one_row_are_told_and_only_the_first_is_taken() {
    let (world, mut keeper) = scene().await;
    let page = preview(&mut keeper, &sheet([course("", "李安", 1)])).await;
    apply(&mut keeper, &page, "")
        .await
        .leads_to("/ledger/training");
    let twice = [course("1", "李平", 1), course("1", "李宁", 2)];
    let page = preview(&mut keeper, &sheet(twice))
        .await
        .shows("与表中第2行同是第1号记录。")
        .shows("只导入正确的1条");
    apply(&mut keeper, &page, "right")
        .await
        .leads_to("/ledger/training");
    assert_eq!(world.number(N_ROWS).await, 1);
    let body = world.word("select body as word from ledger_rows").await;
    assert!(body.contains("李平"), "{body}");
}

#[tokio::test]
async fn a_line_that_says_again_what_stands_far_above_it_is_wrong_and_no_change_of_it() {
    const N: usize = 1_020;
    let (world, mut keeper) = scene().await;
    // The last says what the second says: by then the rows of the first thousand are written.
    let courses = (1..N).map(|teacher| course("", &format!("教师{teacher}"), teacher));
    let bytes = sheet(courses.chain([course("", "又一个", 2)]));
    let page = preview(&mut keeper, &bytes)
        .await
        .shows("与表中第3行重复。")
        .shows(&format!("只导入正确的{}条", N - 1));
    // Everything or nothing: it is nothing, and the sheet is shown again.
    let reply = apply(&mut keeper, &page, "all").await;
    assert_eq!(reply.status, 409);
    reply.shows("与表中第3行重复。");
    assert_eq!(world.number(N_ROWS).await, 0);
    apply(&mut keeper, &page, "right")
        .await
        .leads_to("/ledger/training");
    assert_eq!(world.number(N_ROWS).await, i64::try_from(N - 1).unwrap());
    let again = "select count(*) as n from ledger_rows where body like '%又一个%'";
    assert_eq!(world.number(again).await, 0);
    // The same once more: all of them stand, but for the one that is wrong still.
    preview(&mut keeper, &bytes)
        .await
        .shows("没有可以导入的内容")
        .shows("与表中第3行重复。");
}

/// Teachers with the teacher each is guided by.
const GUIDES: &str = r#"
code = "guides"
name = "师徒结对"
owner = "人事科"
purpose = "谁带谁"
key = ["id_no"]

[rights]

[[fields]]
code = "id_no"
name = "工号"
kind = "text"
required = true

[[fields]]
code = "guide"
name = "师傅"
kind = "lookup"
register = "guides"
"#;

#[tokio::test]
async fn what_comes_in_the_same_sheet_is_not_there_to_be_referred_to_yet() {
    const N: usize = 1_005;
    let (world, mut keeper) = scene().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    office
        .post("/ledger/new", &[("text", GUIDES)])
        .await
        .leads_to("/ledger/guides");
    let mut lines = vec![vec!["工号".to_owned(), "师傅".to_owned()]];
    lines.extend((1..N).map(|teacher| vec![format!("A{teacher}"), String::new()]));
    lines.push(vec!["B1".to_owned(), "A1".to_owned()]);
    let import = "/ledger/guides/import";
    let bytes = workbook(&lines);
    let wrong = "被引用的台账里没有“A1”。";
    let page = keeper
        .upload(import, &[], "结对.xlsx", &bytes)
        .await
        .is_ok()
        .shows(wrong);
    let file = kept_file(&page);
    let fields = [("file", file.as_str()), ("name", "结对.xlsx")];
    let all = keeper.post(&format!("{import}/apply"), &fields).await;
    assert_eq!(all.status, 409);
    all.shows(wrong);
    assert_eq!(world.number(N_ROWS).await, 0);
    let right = [("take", "right")].into_iter().chain(fields);
    keeper
        .post(&format!("{import}/apply"), &right.collect::<Vec<_>>())
        .await
        .leads_to("/ledger/guides");
    keeper
        .upload(import, &[], "结对.xlsx", &bytes)
        .await
        .is_ok()
        .shows("导入1条");
}
