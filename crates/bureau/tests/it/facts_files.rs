//! Files of the yearly dataset through their pages: large ones behind a page of progress, hidden parts
//! told, errors written into the file as it came.

use crate::{
    ledger::hidden,
    support::{World, world, worlds},
};
use base::Role;
use calamine::Reader as _;
use rust_xlsxwriter::{Format, Workbook};
use std::io::Cursor;
use testkit::{Browser, Page};

const SCHOOLS: [&str; 3] = ["清禾一中", "清禾二中", "清禾三中"];

/// Three schools with remarks long enough to make the file a large one; a hidden row, column and sheet.
fn large(pupils: [&str; 3], unknown: &str) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("基表").unwrap();
    let heads = [
        "学校名称",
        "在校学生数",
        "班级数",
        "备注",
        unknown,
        "教职工数",
    ];
    for (column, head) in (0u16..).zip(heads) {
        sheet.write_string(0, column, head).unwrap();
    }
    // Digits nobody can pack: each file stays above the size of what is read at once.
    let mut state = 7_u32;
    let mut noise = || -> String {
        let digits = (0..16_000).map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from_digit(state >> 28, 16).unwrap()
        });
        digits.collect()
    };
    for (row, (school, pupils)) in (1u32..).zip(SCHOOLS.iter().zip(pupils)) {
        sheet.write_string(row, 0, *school).unwrap();
        sheet.write_string(row, 1, pupils).unwrap();
        sheet.write_number(row, 2, 24.0).unwrap();
        sheet.write_number(row, 5, 99.0).unwrap();
    }
    for row in 1u32..40 {
        sheet.write_string(row, 3, noise()).unwrap();
    }
    sheet.write_string(4, 0, "清禾四中").unwrap();
    sheet.write_number(4, 1, 77.0).unwrap();
    sheet.set_row_hidden(4).unwrap();
    sheet.set_column_hidden(5).unwrap();
    let draft = workbook.add_worksheet();
    draft.set_name("底稿").unwrap().set_hidden(true);
    draft.write_string(0, 0, "学校名称").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    assert!(bytes.len() > 256 << 10, "{}", bytes.len());
    bytes
}

async fn office(world: &World) -> Browser {
    let mut office = world.as_(Role::GeneralOffice).await;
    office
        .post("/facts/dataset/set-up", &[])
        .await
        .leads_to("/facts/dataset");
    office
}

async fn upload(browser: &mut Browser, bytes: &[u8]) -> Page {
    browser.get("/facts/dataset").await.is_ok();
    let period = [("period", "2025-2026")];
    browser
        .upload("/facts/dataset", &period, "全县.xlsx", bytes)
        .await
}

async fn import_of(world: &World) -> String {
    let sql = "select id as word from facts_imports order by id desc limit 1";
    format!("/facts/imports/{}", world.word(sql).await)
}

const N_VALUES: &str = "select count(*) as n from facts_values where minor is not null";

#[tokio::test]
async fn a_large_file_is_looked_at_and_taken_over_behind_a_page_of_progress() {
    let world = world().await;
    let mut office = office(&world).await;
    let bytes = large(["2400", "约1500", "900"], "车位");
    let page = upload(&mut office, &bytes).await.leads_to("/jobs/");
    let progress = page.location().to_owned();
    let import = import_of(&world).await;
    office.get(&import).await.is_ok().shows("还没有核对完");
    world.app.run_jobs().await;
    office
        .get(&progress)
        .await
        .is_ok()
        .shows("核对完成：3行，新填5个数，改动0个，相同0个，有误1行。还没有导入。");
    office
        .get(&import)
        .await
        .is_ok()
        .shows("3行：新填5个数")
        .shows("有1行被隐藏或筛选掉，没有读取。")
        .shows("有1列被隐藏（F列），没有读取。")
        .shows("工作表“底稿”被隐藏，没有读取。")
        .shows("“约1500”不是数字。")
        .shows("有1个表头不认得")
        .shows("以上核对于2026年3月5日");
    let nobody_elses = world.as_(Role::School).await.get(&import).await;
    nobody_elses.is_not_found();

    // What a header means is told once; the file is looked at again for it.
    office
        .post(&format!("{import}/headers"), &[("h0", "none")])
        .await
        .leads_to("/jobs/");
    world.app.run_jobs().await;
    office.get(&import).await.is_ok().hides("表头不认得");
    assert_eq!(world.number(N_VALUES).await, 0);

    // Called off, nothing of it is taken.
    let apply = format!("{import}/apply");
    let chosen = [("row", "2"), ("row", "3"), ("take", "cells")];
    let page = office.post(&apply, &chosen).await.leads_to("/jobs/");
    office
        .post(&format!("{}/cancel", page.location()), &[])
        .await
        .leads_to(page.location());
    world.app.run_failing_jobs().await;
    assert_eq!(world.number(N_VALUES).await, 0);
    // Two of the three schools, the third left out by whoever imports.
    let page = office.post(&apply, &chosen).await.leads_to("/jobs/");
    let progress = page.location().to_owned();
    world.app.run_jobs().await;
    office
        .get(&progress)
        .await
        .is_ok()
        .shows("导入完成：新填3个数，改动0个数，等待核实。");
    let supplied = "select count(*) as n from facts_values
        where item_code in ('pupils', 'classes') and minor is not null";
    assert_eq!(world.number(supplied).await, 3);
    office
        .get(&import)
        .await
        .is_ok()
        .shows("导入结果：新填3个数，改动0个数，未收3个数。");
    // Posted again, it leads to what came of it.
    let page = office.post(&apply, &chosen).await.leads_to(&import);
    office
        .follow(&page)
        .await
        .is_ok()
        .shows("这个文件已经导入过，没有再次导入。")
        .shows("导入结果：新填3个数");
    // So does a job that somebody else was faster than.
    let bytes = large(["2400", "1500", "900"], "车位2");
    upload(&mut office, &bytes).await.leads_to("/jobs/");
    world.app.run_jobs().await;
    let other = import_of(&world).await;
    let chosen = [("row", "2"), ("row", "3"), ("row", "4"), ("take", "cells")];
    let page = office.post(&format!("{other}/apply"), &chosen).await;
    let page = page.leads_to("/jobs/");
    // Posted twice, it waits once.
    office
        .post(&format!("{other}/apply"), &chosen)
        .await
        .leads_to(page.location());
    let taken =
        "update facts_imports set state = 'applied', n_new = 0, n_changed = 0, n_left_out = 0";
    world.app.database().run(taken).await;
    world.app.run_jobs().await;
    office
        .get(page.location())
        .await
        .is_ok()
        .shows("这个文件已经导入过，没有再次导入。");

    // The same file with another number: what changed is shown, and nothing else is.
    let bytes = large(["2390", "1500", "900"], "车位");
    upload(&mut office, &bytes).await.leads_to("/jobs/");
    world.app.run_jobs().await;
    office
        .get(&import_of(&world).await)
        .await
        .is_ok()
        .shows("3行：新填3个数，改动1个，相同2个，有误0行")
        .shows("<del>2,400人</del>")
        .shows("<ins>2,390人</ins>");
}

#[tokio::test]
async fn a_large_file_that_cannot_be_read_is_told_and_leaves_nothing() {
    let world = world().await;
    let mut office = office(&world).await;
    upload(&mut office, b"no workbook")
        .await
        .is_invalid()
        .shows("这不是 .xlsx 工作簿");
    let junk = [b"PK".to_vec(), vec![7; 300 << 10]].concat();
    let page = upload(&mut office, &junk).await.leads_to("/jobs/");
    let progress = page.location().to_owned();
    world.app.run_failing_jobs().await;
    office
        .get(&progress)
        .await
        .is_ok()
        .shows("这不是 .xlsx 工作簿，或有密码、已损坏。");
    let n = "select count(*) as n from facts_imports";
    assert_eq!(world.number(n).await, 0);
}

#[tokio::test]
async fn a_locked_year_takes_no_large_file_without_a_reason_and_keeps_both_values() {
    let world = world().await;
    let mut office = office(&world).await;
    for (pupils, reason) in [("2400", ""), ("2390", "转学10人未及时登记")] {
        upload(&mut office, &large([pupils, "1500", "900"], "备注2"))
            .await
            .leads_to("/jobs/");
        world.app.run_jobs().await;
        let apply = format!("{}/apply", import_of(&world).await);
        let chosen = [("row", "2"), ("take", "cells")];
        if !reason.is_empty() {
            office
                .post(&apply, &chosen)
                .await
                .is_invalid()
                .shows("已锁定")
                .shows("更正的原因");
        }
        let mut with_reason = chosen.to_vec();
        with_reason.push(("reason", reason));
        office.post(&apply, &with_reason).await.leads_to("/jobs/");
        world.app.run_jobs().await;
        office
            .post("/facts/periods/lock", &[("period", "2025-2026")])
            .await
            .leads_to("/facts/periods");
    }
    let fact = "select id as word from facts_values where item_code = 'pupils'";
    let fact = format!("/facts/values/{}", world.word(fact).await);
    office
        .get(&fact)
        .await
        .is_ok()
        .shows("<del class=\"quiet\">2,400人</del>")
        .shows("2,390人")
        .shows("转学10人未及时登记");
}

#[tokio::test]
async fn errors_come_back_in_the_file_as_it_was_with_its_formats_widths_and_merged_cells() {
    let world = world().await;
    let mut office = office(&world).await;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let title = Format::new().set_bold().set_font_name("黑体");
    sheet
        .merge_range(0, 0, 0, 2, "2025学年学校情况", &title)
        .unwrap();
    sheet.set_column_width(0, 33).unwrap();
    for (row, line) in (1u32..).zip([
        ["学校名称", "在校学生数", "班级数"],
        ["清禾一中", "约2400", "48"],
    ]) {
        for (column, text) in (0u16..).zip(line) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    let other = workbook.add_worksheet();
    other.set_name("说明").unwrap();
    other.write_string(0, 0, "本校自查过").unwrap();
    let page = upload(&mut office, &workbook.save_to_buffer().unwrap()).await;
    let import = page.location().to_owned();
    let copy = office.get(&format!("{import}/errors")).await.is_ok();
    let mut read: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(copy.body.clone())).unwrap();
    assert_eq!(read.sheet_names(), ["Sheet1", "说明"]);
    assert_eq!(read.merge_cells_by_sheet_name("Sheet1").unwrap().len(), 1);
    let cells = read.worksheet_range("Sheet1").unwrap();
    let text = |row, column| {
        let cell = cells.get_value((row, column));
        cell.map_or_else(String::new, ToString::to_string)
    };
    assert_eq!(
        (text(1, 3), text(2, 1)),
        ("导入提示".into(), "约2400".into())
    );
    assert_eq!(text(2, 3), "在校学生数：“约2400”不是数字。");
    let mut archive = zip::ZipArchive::new(Cursor::new(copy.body.clone())).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        let mut file = archive.by_name(name).unwrap();
        std::io::Read::read_to_string(&mut file, &mut text).unwrap();
        text
    };
    assert!(part("xl/worksheets/sheet1.xml").contains("width=\"33.7"));
    assert!(part("xl/styles.xml").contains("黑体"));
    // Corrected in the copy and brought back, its hints are no values and nobody is asked about them.
    let page = upload(&mut office, &copy.body).await;
    let again = page.location().to_owned();
    office.get(&again).await.is_ok().hides("表头不认得");
}

/// A file small enough to be read at once.
fn small(heads: [&str; 3], cells: [&str; 3]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in (0u32..).zip([heads, cells]) {
        for (column, text) in (0u16..).zip(line) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

const HEADS: [&str; 3] = ["学校名称", "在校学生数", "班级数"];

/// Uploads a file and gives where it is, with what stands there.
async fn looked_at(browser: &mut Browser, bytes: &[u8]) -> (String, Page) {
    let import = upload(browser, bytes).await.location().to_owned();
    let page = browser.get(&import).await.is_ok();
    (import, page)
}

#[tokio::test]
async fn a_file_posted_twice_or_at_once_leads_to_what_came_of_it() {
    for world in worlds().await {
        let mut office = office(&world).await;
        let (import, page) =
            looked_at(&mut office, &small(HEADS, ["清禾一中", "2400", "48"])).await;
        let mut second = world.as_(Role::GeneralOffice).await;
        let mut third = world.as_(Role::GeneralOffice).await;
        let (first, second, third) = tokio::join!(
            apply(&mut office, &import, &page),
            apply(&mut second, &import, &page),
            apply(&mut third, &import, &page),
        );
        for page in [first, second, third] {
            page.leads_to(&import);
        }
        let again = apply(&mut office, &import, &page).await.leads_to(&import);
        office
            .follow(&again)
            .await
            .is_ok()
            .shows("这个文件已经导入过，没有再次导入。")
            .shows("导入结果：新填2个数，改动0个数，未收0个数。");
        assert_eq!(world.number(PUPILS).await, 2400);
        let told = "select count(*) as n from store_audit where act = 'facts.import.applied'";
        assert_eq!(world.number(told).await, 1);
    }
}

#[tokio::test]
async fn a_file_that_nothing_would_be_taken_of_stays_to_be_taken_over() {
    for world in worlds().await {
        let mut office = office(&world).await;
        let (import, page) =
            looked_at(&mut office, &small(HEADS, ["清禾一中", "约2400", "48"])).await;
        let seen = hidden(&page.text(), "seen");
        let post = format!("{import}/apply");
        let rows = [("row", "2"), ("take", "rows"), ("seen", seen.as_str())];
        office
            .post(&post, &rows)
            .await
            .is_invalid()
            .shows("选中的各行都有误，整行不收就没有可以收的数，没有导入。")
            .shows("请改选“收下其中对的数，有误的格子不收”，或者改好文件后重新上传。")
            .shows("value=\"rows\" checked")
            .shows("name=\"row\" value=\"2\" checked");
        office
            .post(&post, &rows[1..])
            .await
            .is_invalid()
            .shows("请勾选要导入的单位。")
            .hides("name=\"row\" value=\"2\" checked");
        let taken = "select count(*) as n from facts_imports where state = 'applied'";
        assert_eq!(world.number(taken).await, 0);
        let page = apply(&mut office, &import, &page).await.leads_to(&import);
        office
            .follow(&page)
            .await
            .shows("已导入：新填1个数，改动0个数，等待核实。");
        assert_eq!(world.number(taken).await, 1);
    }
}

/// Takes over what a page showed.
async fn apply(browser: &mut Browser, import: &str, page: &Page) -> Page {
    let seen = hidden(&page.text(), "seen");
    let chosen = [("row", "2"), ("take", "cells"), ("seen", seen.as_str())];
    browser.post(&format!("{import}/apply"), &chosen).await
}

const PUPILS: &str = "select minor as n from facts_values where item_code = 'pupils'";

#[tokio::test]
async fn nothing_is_written_over_that_changed_since_it_was_shown() {
    for world in worlds().await {
        let mut office = office(&world).await;
        let (first, page) = looked_at(&mut office, &small(HEADS, ["清禾一中", "2400", "48"])).await;
        let (second, meanwhile) =
            looked_at(&mut office, &small(HEADS, ["清禾一中", "2390", "48"])).await;
        apply(&mut office, &second, &meanwhile)
            .await
            .leads_to(&second);
        assert_eq!(world.number(PUPILS).await, 2390);
        let again = apply(&mut office, &first, &page)
            .await
            .is_conflict()
            .shows("核对之后有数改动过，没有导入。下面按现在的数重新列出，请看过再导入。")
            .shows("<del>2,390人</del>");
        assert_eq!(world.number(PUPILS).await, 2390);
        apply(&mut office, &first, &again).await.leads_to(&first);
        assert_eq!(world.number(PUPILS).await, 2400);
    }
}

#[tokio::test]
async fn a_large_file_writes_over_nothing_that_changed_since_it_was_shown() {
    for world in worlds().await {
        let mut office = office(&world).await;
        upload(&mut office, &large(["2400", "1500", "900"], "备用")).await;
        world.app.run_jobs().await;
        let import = import_of(&world).await;
        let page = office.get(&import).await.is_ok();
        let small = small(HEADS, ["清禾一中", "2390", "24"]);
        let (second, meanwhile) = looked_at(&mut office, &small).await;
        // The large one waits for its job when the small one is taken over.
        let waiting = apply(&mut office, &import, &page).await.leads_to("/jobs/");
        apply(&mut office, &second, &meanwhile)
            .await
            .leads_to(&second);
        world.app.run_failing_jobs().await;
        office
            .get(waiting.location())
            .await
            .is_ok()
            .shows("核对之后有数改动过，没有导入。");
        assert_eq!(world.number(PUPILS).await, 2390);
        // Its page shows what would happen now, and what it showed before is not taken any more.
        let now = office
            .get(&import)
            .await
            .is_ok()
            .shows("<del>2,390人</del>");
        apply(&mut office, &import, &page)
            .await
            .is_conflict()
            .shows("核对之后有数改动过，没有导入。");
        apply(&mut office, &import, &now).await.leads_to("/jobs/");
        world.app.run_jobs().await;
        assert_eq!(world.number(PUPILS).await, 2400);
    }
}

#[tokio::test]
async fn units_are_said_wrong_lines_are_counted_and_two_headers_are_not_one_item() {
    for world in worlds().await {
        let mut office = office(&world).await;
        let heads = ["学校名称", "教育经费收入（元）", "占地面积（亩）"];
        let (import, page) =
            looked_at(&mut office, &small(heads, ["清禾一中", "20000", "3"])).await;
        let page = page
            .shows("“教育经费收入（元）”以元为单位，已换算成万元。")
            .shows("不能换算成“占地面积”的单位平方米，没有读这一列。");
        apply(&mut office, &import, &page).await.leads_to(&import);
        let income = "select minor as n from facts_values where item_code = 'money_income'";
        assert_eq!(world.number(income).await, 200);

        let (_, page) = looked_at(&mut office, &small(HEADS, ["没有的学校", "1", "1"])).await;
        page.shows("1行：新填0个数，改动0个，相同0个，有误1行。");
        // What of a wrong line is not taken is counted with the rest.
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let lines = [HEADS, ["清禾一中", "7", "1"], ["没有的学校", "1", "1"]];
        for (row, line) in (0u32..).zip(lines) {
            for (column, text) in (0u16..).zip(line) {
                sheet.write_string(row, column, text).unwrap();
            }
        }
        let (import, page) = looked_at(&mut office, &workbook.save_to_buffer().unwrap()).await;
        apply(&mut office, &import, &page).await.leads_to(&import);
        let page = office.get(&import).await.is_ok();
        page.shows("导入结果：新填2个数，改动0个数，未收2个数。");

        let heads = ["学校名称", "学生总人数", "在校生合计"];
        let (import, page) = looked_at(&mut office, &small(heads, ["清禾一中", "1", "2"])).await;
        page.shows("有2个表头不认得");
        let headers = format!("{import}/headers");
        office
            .post(&headers, &[("h0", "pupils"), ("h1", "pupils")])
            .await
            .is_invalid()
            .shows("“学生总人数”和“在校生合计”都指成了“在校学生数”，没有记住。一项只能由一列填写，请改其中一列。")
            .shows("有2个表头不认得");
        office
            .post(&headers, &[("h0", "pupils")])
            .await
            .leads_to(&import);
        office
            .post(&headers, &[("s0", "pupils"), ("h0", "pupils")])
            .await
            .is_invalid();
        let known = ["学校名称", "在校学生数", "另一列学生"];
        let (import, _) = looked_at(&mut office, &small(known, ["清禾一中", "1", "2"])).await;
        office
            .post(&format!("{import}/headers"), &[("h0", "pupils")])
            .await
            .is_invalid()
            .shows("“在校学生数”和“另一列学生”都指成了“在校学生数”");
    }
}
