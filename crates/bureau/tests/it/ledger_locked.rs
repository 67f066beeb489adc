//! Rows that make another number of a locked year: every way of changing them asks why.

use crate::{
    ledger::{hidden, posted_as_drawn},
    support::{World, worlds},
};
use base::Role;
use rust_xlsxwriter::Workbook;
use testkit::{Browser, Page};

const TRAINING: &str = include_str!("../../src/ledger/templates/training.toml");
const LETTERS: &str = "/ledger/letters";
const N_ROWS: &str = "select count(*) as n from ledger_rows";

async fn own_unit(world: &World) -> String {
    let sql = "select id as word from org_units where short_name = '办公室'";
    world.word(sql).await
}

/// 信访 with one letter of last year, and last year locked.
async fn locked(world: &World, office: &mut Browser) {
    let template = [
        ("template", "letters"),
        ("as_is", "on"),
        ("name", "信访"),
        ("owner", "办公室"),
        ("code", "letters"),
    ];
    office
        .post("/ledger/new", &template)
        .await
        .leads_to(LETTERS);
    let own = own_unit(world).await;
    let page = enter(office, &own, ("XF2025-001", "2025-03-02"), "").await;
    page.leads_to("/ledger/letters/rows/1");
    lock(office).await;
}

async fn lock(office: &mut Browser) {
    office
        .post("/facts/periods/lock", &[("period", "2025")])
        .await
        .leads_to("/facts/periods");
}

fn letter<'a>(own: &'a str, (no, held): (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    vec![
        ("unit", own),
        ("v.letter_no", no),
        ("v.title", "反映课后服务收费"),
        ("v.way", "来信"),
        ("v.kind", "咨询"),
        ("v.held", held),
    ]
}

async fn enter(office: &mut Browser, own: &str, row: (&str, &str), reason: &str) -> Page {
    let mut cells = letter(own, row);
    cells.push(("correction", reason));
    office.upload("/ledger/letters/new", &cells, "", b"").await
}

#[tokio::test]
async fn a_row_entered_late_into_a_locked_year_says_why_and_both_values_stay_to_be_seen() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        locked(&world, &mut office).await;
        let own = own_unit(&world).await;
        // This year is open: nothing is asked.
        office
            .get("/ledger/letters/new")
            .await
            .is_ok()
            .hides("更正理由");
        let page = enter(&mut office, &own, ("XF2026-001", "2026-03-02"), "").await;
        page.leads_to("/ledger/letters/rows/2");
        let page = enter(&mut office, &own, ("XF2025-002", "2025-11-20"), "").await;
        page.is_invalid()
            .shows("2025年的数据已锁定")
            .shows("由1件变为2件")
            .shows("更正理由")
            .shows("value=\"XF2025-002\"")
            .shows("value=\"2025-11-20\"");
        assert_eq!(world.number(N_ROWS).await, 2);
        let late = ("XF2025-002", "2025-11-20");
        let page = enter(&mut office, &own, late, "年底漏登一件").await;
        page.leads_to("/ledger/letters/rows/3");
        office
            .get("/ledger/letters/rows/3")
            .await
            .is_ok()
            .shows("补登已锁定的一期")
            .shows("更正理由：年底漏登一件");
        let fact = "select id as word from facts_values \
                    where item_code = 'register.letters' and period = '2025'";
        let fact = world.word(fact).await;
        office
            .get(&format!("/facts/values/{fact}"))
            .await
            .is_ok()
            .shows("年底漏登一件")
            .shows("<del class=\"quiet\">1件</del>")
            .shows("2件");
        for act in ["ledger.row.created", "facts.value.corrected"] {
            let told = format!(
                "select count(*) as n from store_audit \
                 where act = '{act}' and reason = '年底漏登一件'"
            );
            assert_eq!(world.number(&told).await, 1, "{act}");
        }
    }
}

#[tokio::test]
async fn a_row_of_a_locked_year_changes_freely_as_long_as_no_number_does() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        locked(&world, &mut office).await;
        let own = own_unit(&world).await;
        let form = "/ledger/letters/rows/1/edit";
        let mut cells = letter(&own, ("XF2025-001", "2025-04-02"));
        cells.push(("version", "1"));
        // Another day of the same year.
        office
            .upload(form, &cells, "", b"")
            .await
            .leads_to("/ledger/letters/rows/1");
        let mut cells = letter(&own, ("XF2025-001", "2026-01-04"));
        cells.push(("version", "2"));
        office
            .upload(form, &cells, "", b"")
            .await
            .is_invalid()
            .shows("2025年的数据已锁定")
            .shows("value=\"2026-01-04\"");
        cells.push(("correction", "收到日期记错"));
        office
            .upload(form, &cells, "", b"")
            .await
            .leads_to("/ledger/letters/rows/1");
        office
            .get("/ledger/letters/rows/1")
            .await
            .is_ok()
            .shows("更正理由：收到日期记错")
            .shows("<del>2025年4月2日</del>");
    }
}

#[tokio::test]
async fn the_grid_the_bin_and_a_step_ask_for_the_reason_with_everything_that_was_sent() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        locked(&world, &mut office).await;
        let line = [
            ("l0.no", "0"),
            ("l0.v.letter_no", "XF2025-009"),
            ("l0.v.title", "咨询入学划片"),
            ("l0.v.way", "来信"),
            ("l0.v.kind", "咨询"),
            ("l0.v.held", "2025-06-01"),
        ];
        let grid = "/ledger/letters/grid";
        office
            .post(grid, &line)
            .await
            .is_invalid()
            .shows("2025年的数据已锁定")
            .shows("更正理由")
            .shows("value=\"咨询入学划片\"");
        assert_eq!(world.number(N_ROWS).await, 1);
        // What is wrong beside it does not take the reason away.
        let mut wrong = line.to_vec();
        wrong[5].1 = "六月一日";
        wrong.push(("correction", "补登来信"));
        office
            .post(grid, &wrong)
            .await
            .is_invalid()
            .shows("name=\"correction\" value=\"补登来信\"");
        let mut explained = line.to_vec();
        explained.push(("correction", "补登来信"));
        office.post(grid, &explained).await.leads_to(LETTERS);
        assert_eq!(world.number(N_ROWS).await, 2);

        let removal = "/ledger/letters/removal";
        let page = office.post(removal, &[("id", "2"), ("one", "on")]).await;
        page.is_invalid()
            .shows("由2件变为1件")
            .shows("name=\"id\" value=\"2\"")
            .shows("name=\"correction\"");
        assert_eq!(world.number(N_ROWS).await, 2);
        let fields = [("id", "2"), ("one", "on"), ("correction", "重复登记")];
        office.post(removal, &fields).await.leads_to(LETTERS);
        let restore = "/ledger/letters/bin/2/restoration";
        office
            .post(restore, &[])
            .await
            .is_invalid()
            .shows("由1件变为2件");
        office
            .post(restore, &[("correction", "并非重复")])
            .await
            .leads_to("/ledger/letters/rows/2");
        office
            .get("/ledger/letters/rows/2")
            .await
            .is_ok()
            .shows("更正理由：重复登记")
            .shows("更正理由：并非重复");
    }
}

#[tokio::test]
async fn verifying_counts_a_row_of_a_locked_year_and_an_import_puts_some_into_it() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        // One figure counts what is verified, the other everything.
        let text = TRAINING.replacen("verified_only = false", "verified_only = true", 1);
        office
            .post("/ledger/new", &[("text", &text)])
            .await
            .leads_to("/ledger/training");
        let mut keeper = world.as_(Role::OfficeHead).await;
        keeper.get("/ledger/training").await.is_ok();
        lock(&mut office).await;
        let head = [
            "填报单位",
            "姓名",
            "工号",
            "培训项目",
            "级别",
            "开始日期",
            "学时",
        ];
        let rows = [
            [
                "清禾一中",
                "李安",
                "A0001",
                "班主任研修",
                "市级",
                "2025-03-02",
                "40",
            ],
            [
                "清禾一中",
                "周宁",
                "A0002",
                "班主任研修",
                "市级",
                "2026-02-02",
                "40",
            ],
        ];
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (row, cells) in (0..).zip([head].iter().chain(&rows)) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
        let bytes = workbook.save_to_buffer().unwrap();
        let import = "/ledger/training/import";
        let preview = keeper
            .upload(import, &[], "培训.xlsx", &bytes)
            .await
            .is_ok();
        let preview = preview
            .shows("2025年的数据已锁定，表里有1条会改变已锁定的数")
            .shows("更正理由");
        let text = preview.text();
        let file = text.split("name=\"file\" value=\"").nth(1).unwrap();
        let file = file.split('"').next().unwrap();
        let apply = [("file", file), ("name", "培训.xlsx")];
        let path = "/ledger/training/import/apply";
        keeper
            .post(path, &apply)
            .await
            .is_invalid()
            .shows("2025年的数据已锁定")
            .shows("导入2条");
        assert_eq!(world.number(N_ROWS).await, 0);
        let mut explained = apply.to_vec();
        explained.push(("correction", "去年的培训补录"));
        keeper
            .post(path, &explained)
            .await
            .leads_to("/ledger/training");
        assert_eq!(world.number(N_ROWS).await, 2);
        // Of the two rows only that of the locked year says why.
        let said = "select count(*) as n from ledger_history where comment like '%去年的培训补录%'";
        assert_eq!(world.number(said).await, 1);

        let verify = "/ledger/training/verification";
        keeper
            .post(verify, &[("id", "1"), ("one", "on")])
            .await
            .is_invalid()
            .shows("aria-describedby=\"f-correction-error\"")
            .shows("name=\"id\" value=\"1\"");
        let fields = [("id", "1"), ("one", "on"), ("correction", "补核去年的培训")];
        keeper
            .post(verify, &fields)
            .await
            .leads_to("/ledger/training/rows/1");
        let state = "select state as word from ledger_rows where no = 1";
        assert_eq!(world.word(state).await, "verified");
        // A row of this year is verified as always.
        keeper
            .post(verify, &[("id", "2"), ("one", "on")])
            .await
            .leads_to("/ledger/training/rows/2");
    }
}

#[tokio::test]
async fn a_definition_that_counts_a_locked_year_otherwise_says_why_and_keeps_no_number_of_before() {
    const EDIT: &str = "/ledger/letters/definition/edit";
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        locked(&world, &mut office).await;
        let page = office.get(EDIT).await.is_ok().text();
        let mut form = posted_as_drawn(&page);
        let filter = form.iter_mut().find(|(name, _)| name == "s0.filter");
        "方式=来访".clone_into(&mut filter.unwrap().1);
        let pairs: Vec<(&str, &str)> = form.iter().map(|(n, v)| (&**n, &**v)).collect();
        let preview = office.post(EDIT, &pairs).await.is_ok();
        let preview = preview.shows("修改了汇总").shows("修改说明").text();
        let definition = hidden(&preview, "definition");
        let mut confirmed = vec![("version", "1"), ("definition", &*definition)];
        office
            .post(EDIT, &confirmed)
            .await
            .is_invalid()
            .shows("2025年的数据已锁定")
            .shows("由1件变为0件")
            .shows("aria-describedby=\"f-note-error\"");
        let versions = "select count(*) as n from ledger_definitions";
        assert_eq!(world.number(versions).await, 1);
        confirmed.push(("note", "改为只计来访"));
        office
            .post(EDIT, &confirmed)
            .await
            .leads_to("/ledger/letters/definition");
        let fact = "select id as word from facts_values \
                    where item_code = 'register.letters' and period = '2025'";
        let fact = world.word(fact).await;
        office
            .get(&format!("/facts/values/{fact}"))
            .await
            .is_ok()
            .shows("改为只计来访")
            .shows("<del class=\"quiet\">1件</del>")
            .shows("0件");
    }
}

/// A workbook of so many trainings, the first of them of last year, too large to be taken over at once.
fn large() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let head = [
        "姓名",
        "工号",
        "培训项目",
        "级别",
        "开始日期",
        "学时",
        "备注",
    ];
    for (column, cell) in (0..).zip(head) {
        sheet.write_string(0, column, cell).unwrap();
    }
    let mut noise = 1_u64;
    for row in 1..=900_u32 {
        let held = if row == 1 { "2025-03-02" } else { "2026-02-02" };
        // Words that do not pack well.
        let notes: String = (0..40)
            .map(|_| {
                noise = noise
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                format!("{noise:x}")
            })
            .collect();
        let id = format!("A{row:04}");
        let cells = ["李安", &id, "班主任研修", "市级", held, "40", &notes];
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[tokio::test]
async fn a_large_file_that_changes_a_locked_year_is_asked_why_before_anybody_waits_for_it() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        office
            .post("/ledger/new", &[("text", TRAINING)])
            .await
            .leads_to("/ledger/training");
        lock(&mut office).await;
        let mut school = world.as_(Role::School).await;
        school.get("/ledger/training").await.is_ok();
        let bytes = large();
        assert!(bytes.len() > shell::jobs::LARGE_FILE);
        let import = "/ledger/training/import";
        let preview = school
            .upload(import, &[], "培训.xlsx", &bytes)
            .await
            .is_ok();
        let preview = preview.shows("表里有1条会改变已锁定的数").text();
        let sent =
            ["file", "name", "duplicates", "locked"].map(|name| (name, hidden(&preview, name)));
        let form: Vec<(&str, &str)> = sent.iter().map(|(n, v)| (*n, &**v)).collect();
        let path = "/ledger/training/import/apply";
        school
            .post(path, &form)
            .await
            .is_invalid()
            .shows("aria-describedby=\"f-correction-error\"")
            .shows("导入900条");
        let jobs = "select count(*) as n from store_jobs where kind = 'ledger.import'";
        assert_eq!(world.number(jobs).await, 0);
        let mut explained = form.clone();
        explained.push(("correction", "去年的培训补录"));
        school.post(path, &explained).await.leads_to("/jobs/");
        shell::jobs::drain(&world.app.app).await.unwrap();
        assert_eq!(world.number(N_ROWS).await, 900);
        let said = "select count(*) as n from ledger_history where comment like '%去年的培训补录%'";
        assert_eq!(world.number(said).await, 1);
    }
}

#[tokio::test]
async fn saving_into_an_open_year_asks_one_question_more_at_most() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        locked(&world, &mut office).await;
        let own = own_unit(&world).await;
        let db = world.app.app.db();
        let mut sent = Vec::new();
        for no in ["XF2026-001", "XF2026-002", "XF2026-003"] {
            let before = db.statements_sent();
            enter(&mut office, &own, (no, "2026-03-02"), "")
                .await
                .leads_to("/ledger/letters/rows/");
            sent.push(db.statements_sent() - before);
        }
        office
            .post(
                "/facts/periods/unlock",
                &[("period", "2025"), ("reason", "重新核对")],
            )
            .await
            .leads_to("/facts/periods");
        let before = db.statements_sent();
        enter(&mut office, &own, ("XF2026-004", "2026-03-02"), "").await;
        let open = db.statements_sent() - before;
        // What is locked elsewhere costs nothing where it does not apply.
        assert_eq!(sent.last(), Some(&open));
    }
}
