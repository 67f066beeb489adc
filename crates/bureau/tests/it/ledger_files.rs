//! Registers in and out of spreadsheets: the round trip of any register, and large files.

use crate::{
    ledger::found_training,
    support::{World, world},
};
use base::Role;
use rust_xlsxwriter::Workbook;
use std::collections::BTreeSet;
use testkit::{Browser, Page};

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }
}

const KINDS: [&str; 12] = [
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "period",
    "choice",
    "multi_choice",
    "yes_no",
    "unit",
    "person",
    "formula",
];
const GRAINS: [&str; 6] = [
    "week",
    "month",
    "quarter",
    "half_year",
    "year",
    "school_year",
];

/// A definition of some fields of every kind, and the kinds with their grain.
fn definition(
    dice: &mut Dice,
    number: usize,
) -> (String, Vec<(String, &'static str, &'static str)>) {
    let mut text = format!(
        "code = \"r{number}\"\nname = \"往返{number}\"\npurpose = \"\"\nowner = \"人事科\"\nkey = [\"number\"]\n\n\
         [rights]\n\n[[fields]]\ncode = \"number\"\nname = \"序列号\"\nkind = \"text\"\nrequired = true\n"
    );
    let mut fields = Vec::new();
    for place in 0..6 + dice.roll(10) {
        let kind = KINDS[dice.roll(KINDS.len())];
        let grain = GRAINS[dice.roll(GRAINS.len())];
        let name = format!(
            "{}{place}",
            dice.pick(&["情况", "数量（个）", "Ａ项", "a-b", "日 期"])
        );
        text +=
            &format!("\n[[fields]]\ncode = \"f{place}\"\nname = \"{name}\"\nkind = \"{kind}\"\n");
        text += &match kind {
            "number" => format!("decimals = {}\n", dice.roll(5)),
            "choice" | "multi_choice" => {
                "options = [\"甲（一）\", \"乙 二\", \"=丙\", \"4\", \"2026-01-01\"]\n".to_owned()
            }
            "period" => format!("grain = \"{grain}\"\n"),
            "formula" => "formula = \"1÷3\"\ndecimals = 4\n".to_owned(),
            _ => String::new(),
        };
        if !["formula", "long_text"].contains(&kind) && dice.roll(3) == 0 {
            text += "filter = true\n";
        }
        fields.push((name, kind, grain));
    }
    (text, fields)
}

/// What somebody might type into a field of a kind.
fn typed(dice: &mut Dice, kind: &str, grain: &str) -> String {
    if dice.roll(5) == 0 {
        return String::new();
    }
    let word = match kind {
        "text" | "person" => dice.pick(&[
            "李安",
            "007",
            "=1+1",
            "@sum",
            "-5",
            "'引号",
            "a,b\"c",
            "330102199001011234567890",
            "1e5",
            "2026-03-05",
            "是",
            "　全角　",
            "3.10",
            "+86 1",
            "真",
        ]),
        "long_text" => dice.pick(&[
            "第一行\n第二行",
            "=cmd|'/c'!A1",
            "  空格  ",
            "0.1",
            "\"引\",号",
        ]),
        "number" | "money" => dice.pick(&["0", "-12", "1,200", "3", "99999999", "7", "０"]),
        "date" => dice.pick(&[
            "2026-03-05",
            "2026年2月28日",
            "2024/2/29",
            "1900-01-01",
            "20251231",
        ]),
        "period" => match grain {
            "week" => "2026-W10",
            "month" => "2026-02",
            "quarter" => "2026-Q2",
            "half_year" => "2026-H1",
            "year" => "2025",
            _ => "2025-2026",
        },
        "choice" => dice.pick(&["甲（一）", "乙 二", "=丙", "4", "2026-01-01"]),
        "multi_choice" => dice.pick(&["4、甲（一）", "=丙", "乙 二、=丙、4"]),
        "yes_no" => dice.pick(&["是", "否"]),
        "unit" => dice.pick(&["清禾一中", "清禾二中", "人事科"]),
        _ => "",
    };
    word.to_owned()
}

pub(crate) fn workbook(lines: &[Vec<String>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(lines) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// The file a preview kept, to be taken over.
pub(crate) fn kept_file(page: &Page) -> String {
    let text = page.text();
    let after = text.split("name=\"file\" value=\"").nth(1);
    let after = after.unwrap_or_else(|| panic!("nothing to import: {text}"));
    after.split('"').next().unwrap().to_owned()
}

async fn bodies(world: &World, register: i64) -> BTreeSet<String> {
    let sql = format!("select count(*) as n from ledger_rows where register_no = {register}");
    let mut bodies = BTreeSet::new();
    for no in 1..=world.number(&sql).await {
        let sql = format!(
            "select body || unit_id as word from ledger_rows where register_no = {register} and no = {no}"
        );
        bodies.insert(world.word(&sql).await);
    }
    bodies
}

#[tokio::test]
async fn any_register_comes_back_from_its_own_export_unchanged_and_whole_in_another() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let mut keeper: Browser = world.as_(Role::OfficeHead).await;
    let mut dice = Dice(20_260_305);
    for number in 1..=8 {
        let (definition, fields) = definition(&mut dice, number);
        office
            .post("/ledger/new", &[("text", &definition)])
            .await
            .leads_to(&format!("/ledger/r{number}"));
        let mut lines = vec![vec!["序列号".to_owned(), "填报单位".to_owned()]];
        lines[0].extend(fields.iter().map(|(name, ..)| name.clone()));
        for line in 0..12 {
            let unit = dice.pick(&["清禾一中", "清禾二中", "人事科"]).to_owned();
            let mut cells = vec![format!("N{line}"), unit];
            cells.extend(
                fields
                    .iter()
                    .map(|(_, kind, grain)| typed(&mut dice, kind, grain)),
            );
            lines.push(cells);
        }
        let import = format!("/ledger/r{number}/import");
        let preview = keeper
            .upload(&import, &[], "往返.xlsx", &workbook(&lines))
            .await
            .is_ok();
        let file = kept_file(&preview.shows("导入12条"));
        keeper
            .post(
                &format!("{import}/apply"),
                &[("file", &file), ("name", "往返.xlsx")],
            )
            .await
            .leads_to(&format!("/ledger/r{number}"));
        let register = i64::try_from(2 * number - 1).unwrap();
        let before = bodies(&world, register).await;
        assert_eq!(before.len(), 12);
        let export = format!("/ledger/r{number}/export");
        let exported = keeper.get(&export).await.is_ok().body;
        // Into the same register: nothing is new, nothing is another.
        keeper
            .upload(&import, &[], "往返.xlsx", &exported)
            .await
            .is_ok()
            .shows("没有可以导入的内容");
        assert_eq!(bodies(&world, register).await, before);
        // Into an empty one of the same definition: everything is there.
        let copy = definition.replace(
            &format!("code = \"r{number}\""),
            &format!("code = \"c{number}\""),
        );
        office
            .post("/ledger/new", &[("text", &copy)])
            .await
            .leads_to(&format!("/ledger/c{number}"));
        let import = format!("/ledger/c{number}/import");
        let preview = keeper
            .upload(&import, &[], "往返.xlsx", &exported)
            .await
            .is_ok();
        let file = kept_file(&preview.shows("导入12条"));
        keeper
            .post(
                &format!("{import}/apply"),
                &[("file", &file), ("name", "往返.xlsx")],
            )
            .await
            .leads_to(&format!("/ledger/c{number}"));
        assert_eq!(bodies(&world, register + 1).await, before);
    }
}

/// A preview of a spreadsheet of many courses; gives the kept file.
async fn many_courses(keeper: &mut Browser, n: usize) -> String {
    let mut lines = vec![
        ["姓名", "工号", "培训项目", "级别", "开始日期", "学时"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for number in 0..n {
        lines.push(vec![
            format!("教师{number}"),
            format!("A{:04}", number % 10_000),
            // Long enough that the file is a large one.
            format!(
                "第{number}期研修，{:x}",
                number.wrapping_mul(0x9E37_79B9_7F4A_7C15)
            ),
            "市级".to_owned(),
            "2026-03-02".to_owned(),
            "8".to_owned(),
        ]);
    }
    let bytes = workbook(&lines);
    assert!(bytes.len() > 256 << 10, "{}", bytes.len());
    let import = "/ledger/training/import";
    let fields = [("unit", "")];
    let preview = keeper
        .upload(import, &fields, "培训.xlsx", &bytes)
        .await
        .is_ok();
    kept_file(&preview.shows(&format!("导入{n}条")))
}

#[tokio::test]
async fn a_large_file_is_taken_over_behind_a_page_of_progress_all_of_it_or_nothing() {
    const N: i64 = 7_000;
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found_training(&mut office).await;
    let mut keeper = world.as_(Role::OfficeHead).await;
    let file = many_courses(&mut keeper, usize::try_from(N).unwrap()).await;
    let apply = [("file", file.as_str()), ("name", "培训.xlsx")];
    let rows = "select count(*) as n from ledger_rows";
    // Called off before it began: nothing of it is there.
    let reply = keeper
        .post("/ledger/training/import/apply", &apply)
        .await
        .leads_to("/jobs/");
    let progress = reply.location().to_owned();
    keeper
        .get(&progress)
        .await
        .is_ok()
        .shows("导入教师培训：培训.xlsx");
    keeper
        .post(&format!("{progress}/cancel"), &[])
        .await
        .leads_to(&progress);
    world.app.run_failing_jobs().await;
    assert_eq!(world.number(rows).await, 0);
    // What was shown before is not what it would do now: nothing of it is written, and that is said.
    let seen = [("seen", "another")];
    let shown: Vec<(&str, &str)> = apply.into_iter().chain(seen).collect();
    let reply = keeper
        .post("/ledger/training/import/apply", &shown)
        .await
        .leads_to("/jobs/");
    let progress = reply.location().to_owned();
    world.app.run_failing_jobs().await;
    assert_eq!(world.number(rows).await, 0);
    keeper
        .get(&progress)
        .await
        .is_ok()
        .shows("核对之后有记录改动过，没有导入。");
    // Left alone, everything is, with its totals.
    let reply = keeper
        .post("/ledger/training/import/apply", &apply)
        .await
        .leads_to("/jobs/");
    let progress = reply.location().to_owned();
    world.app.run_jobs().await;
    assert_eq!(world.number(rows).await, N);
    keeper
        .get(&progress)
        .await
        .is_ok()
        .shows(&format!("导入完成：新增{N}条"));
    keeper
        .get("/ledger/training")
        .await
        .is_ok()
        .shows("合计：7,000条");
    // A job of its own lets every row be found by its words.
    let found = "select count(*) as n from store_search where kind = 'ledger.row'";
    assert_eq!(world.number(found).await, N);
    keeper
        .get("/search?q=第6999期研修")
        .await
        .is_ok()
        .shows("教师培训第7000号");
    // Nobody else sees how far somebody's import is.
    office.get(&progress).await.is_not_found();
}

#[tokio::test]
async fn a_foreign_header_is_told_once_and_known_ever_after() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found_training(&mut office).await;
    let mut keeper = world.as_(Role::OfficeHead).await;
    let lines = [
        ["教 职 工", "工号", "培训项目", "级别", "开始日期", "校验"],
        ["李安", "A0001", "研修", "市级", "2026-03-02", "x"],
    ];
    let lines: Vec<Vec<String>> = lines.map(|line| line.map(str::to_owned).to_vec()).to_vec();
    let bytes = workbook(&lines);
    let import = "/ledger/training/import";
    let text = keeper
        .upload(import, &[], "外来.xlsx", &bytes)
        .await
        .is_ok()
        .shows("指明认不出的列")
        .shows("请填写姓名。")
        .text();
    let copy = text.split("/import/copy?file=").nth(1).unwrap();
    let file = copy.split('&').next().unwrap().to_owned();
    let said = [
        ("file", file.as_str()),
        ("name", "外来.xlsx"),
        ("duplicates", "update"),
        ("header", "教 职 工"),
        ("field", "name"),
        ("header", "校验"),
        ("field", ""),
    ];
    keeper
        .post("/ledger/training/import/headers", &said)
        .await
        .is_ok()
        .shows("导入1条")
        .shows("这些列认不出，不导入：校验。");
    keeper
        .upload(import, &[], "外来.xlsx", &bytes)
        .await
        .is_ok()
        .shows("导入1条");
    assert_eq!(
        world
            .number("select count(*) as n from ledger_headers")
            .await,
        1
    );
    // Who fills in nothing teaches nothing.
    let mut inspector = world.as_(Role::Inspector).await;
    let page = inspector
        .post("/ledger/training/import/headers", &said)
        .await;
    assert!(page.status.is_client_error());
}

#[tokio::test]
async fn a_blank_unit_in_an_import_is_asked_for_and_not_taken_for_the_keepers_own() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found_training(&mut office).await;
    let mut keeper = world.as_(Role::OfficeHead).await;
    let header = ["填报单位", "姓名", "工号", "培训项目", "级别", "开始日期"];
    let line =
        |unit: &'static str, no: &'static str| [unit, "李安", no, "研修", "市级", "2026-03-02"];
    let lines = [header, line("清禾一中", "A0001"), line("", "A0002")];
    let lines: Vec<Vec<String>> = lines.map(|line| line.map(str::to_owned).to_vec()).to_vec();
    keeper
        .upload(
            "/ledger/training/import",
            &[],
            "名单.xlsx",
            &workbook(&lines),
        )
        .await
        .is_ok()
        .shows("请填写填报单位。");
    // Without the column the rows are of whoever imports.
    let lines: Vec<Vec<String>> = lines
        .into_iter()
        .map(|line| line.into_iter().skip(1).collect())
        .collect();
    keeper
        .upload(
            "/ledger/training/import",
            &[],
            "名单.xlsx",
            &workbook(&lines),
        )
        .await
        .is_ok()
        .shows("导入2条")
        .hides("请填写填报单位。");
}

#[tokio::test]
async fn a_cell_that_a_spreadsheet_could_not_compute_is_no_value() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found_training(&mut office).await;
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
    let cells = ["李安", "A0001", "班主任研修", "市级", "2026-03-02", "40"];
    for (column, (head, cell)) in (0..).zip(head.iter().zip(cells)) {
        sheet.write_string(0, column, *head).unwrap();
        sheet.write_string(1, column, cell).unwrap();
    }
    sheet.write_string(0, 6, head[6]).unwrap();
    let notes = rust_xlsxwriter::Formula::new("=A9&B9").set_result("#REF!");
    sheet.write_formula(1, 6, notes).unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let mut school = world.as_(Role::School).await;
    school.get("/ledger/training").await.is_ok();
    school
        .upload("/ledger/training/import", &[], "培训.xlsx", &bytes)
        .await
        .is_ok()
        .shows("单元格是错误值#REF!。")
        .shows("没有可以导入的内容");
}
