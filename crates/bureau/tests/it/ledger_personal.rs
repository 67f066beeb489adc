//! Personal data in registers: who sees what, what is written down, what goes out, when it is erased.

use crate::support::{World, world};
use base::Role;
use rust_xlsxwriter::Workbook;
use testkit::{Browser, Page};

const AID: &str = include_str!("ledger_personal.toml");

/// Numbers of nobody, with a right check digit.
const FIRST: &str = "990101201203041235";
const SECOND: &str = "990101201203041243";
const FIRST_MASK: &str = "990***********1235";

struct People {
    world: World,
    own: String,
    office: Browser,
    personnel: Browser,
    school: Browser,
}

/// 学生资助 of 人事科 with one row of 清禾一中.
async fn people() -> People {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    office
        .post("/ledger/new", &[("text", AID)])
        .await
        .leads_to("/ledger/aid");
    let own = world
        .word("select id as word from org_units where short_name = '清禾一中'")
        .await;
    let mut people = People {
        personnel: world.as_(Role::OfficeHead).await,
        school: world.as_(Role::School).await,
        world,
        own,
        office,
    };
    people
        .enter("李安宁", FIRST, "2026-03-02")
        .await
        .leads_to("/ledger/aid/rows/1");
    people
}

impl People {
    async fn enter(&mut self, name: &str, id_no: &str, paid: &str) -> Page {
        let fields = [
            ("unit", self.own.as_str()),
            ("v.name", name),
            ("v.id_no", id_no),
            ("v.phone", "8800123456"),
            ("v.hardship", "孤儿"),
            ("v.amount", "625"),
            ("v.paid", paid),
        ];
        self.school
            .upload("/ledger/aid/new", &fields, "", b"")
            .await
    }

    async fn body(&self, no: i64) -> String {
        let sql = format!("select body as word from ledger_rows where no = {no}");
        self.world.word(&sql).await
    }

    async fn n_audited(&self, act: &str) -> i64 {
        let sql = format!("select count(*) as n from store_audit where act = '{act}'");
        self.world.number(&sql).await
    }
}

#[tokio::test]
async fn what_is_personal_is_masked_by_role_in_lists_rows_grids_and_histories() {
    let mut people = people().await;
    // Those who keep it or filled it in: personal whole, sensitive masked.
    for browser in [&mut people.personnel, &mut people.school] {
        for page in ["/ledger/aid", "/ledger/aid/rows/1", "/ledger/aid/grid"] {
            browser
                .get(page)
                .await
                .is_ok()
                .shows("李**")
                .shows(FIRST_MASK)
                .shows("8800123456")
                .hides("李安宁")
                .hides(FIRST);
        }
        browser.get("/ledger/aid/rows/1").await.shows("显示全文");
        browser
            .get("/ledger/aid/rows/1/edit")
            .await
            .is_ok()
            .shows("现为 李**，不改请留空")
            .hides("李安宁");
    }
    // The leader may ask; the general office may not.
    let mut leader = people.world.as_(Role::Leader).await;
    for (browser, asks) in [(&mut leader, true), (&mut people.office, false)] {
        for page in ["/ledger/aid", "/ledger/aid/rows/1"] {
            browser
                .get(page)
                .await
                .is_ok()
                .shows("880***3456")
                .shows(FIRST_MASK)
                .hides("8800123456")
                .hides(FIRST);
        }
        let page = browser.get("/ledger/aid/rows/1").await;
        match asks {
            true => page.shows("显示全文"),
            false => page.hides("显示全文"),
        };
    }
    // A change is told by its mask too.
    let fields = [
        ("version", "1"),
        ("unit", people.own.as_str()),
        ("v.name", "李安和"),
        ("v.amount", "625"),
        ("v.paid", "2026-03-02"),
        ("v.phone", "8800123456"),
    ];
    let own_page = "/ledger/aid/rows/1/edit";
    people
        .school
        .upload(own_page, &fields, "", b"")
        .await
        .leads_to("/ledger/aid/rows/1");
    people
        .personnel
        .get("/ledger/aid/rows/1")
        .await
        .is_ok()
        .shows("<del>李**</del>")
        .hides("李安");
}

#[tokio::test]
async fn what_is_covered_is_not_found_by_searching_filtering_or_adding_up() {
    let mut people = people().await;
    people.enter("周宁", SECOND, "2026-03-03").await;
    // By a part of it nobody finds it, by all of it those who may ask.
    for browser in [&mut people.personnel, &mut people.office] {
        browser
            .get("/ledger/aid?q=99010120")
            .await
            .is_ok()
            .shows("没有符合条件的记录");
    }
    let whole = format!("/ledger/aid?q={FIRST}");
    people.personnel.get(&whole).await.shows("合计：1条");
    people.office.get(&whole).await.shows("没有符合条件的记录");
    let exactly = format!("/ledger/aid?f.id_no={FIRST}");
    people.personnel.get(&exactly).await.shows("合计：1条");
    people.office.get(&exactly).await.shows("合计：2条");
    people
        .office
        .get("/ledger/aid?f.hardship=低保")
        .await
        .shows("合计：2条");
    // A figure that is picked by what is covered leads its rows to nobody who may not see it.
    people
        .personnel
        .get("/ledger/aid/rollups/orphans")
        .await
        .is_ok()
        .shows("?rollup=orphans");
    people
        .office
        .get("/ledger/aid/rollups/orphans")
        .await
        .is_ok()
        .shows("2026年")
        .hides("?rollup=orphans");
    people
        .office
        .get("/ledger/aid?rollup=orphans")
        .await
        .shows("合计：2条");
}

#[tokio::test]
async fn a_row_is_shown_whole_after_a_reason_and_that_is_written_down() {
    let mut people = people().await;
    let whole = "/ledger/aid/rows/1/whole";
    people
        .personnel
        .post(whole, &[("reason", " ")])
        .await
        .is_invalid()
        .shows("要说明用途")
        .hides(FIRST);
    assert_eq!(people.n_audited("ledger.row.shown_whole").await, 0);
    people
        .personnel
        .post(whole, &[("reason", "核对发放名单")])
        .await
        .is_ok()
        .shows(FIRST)
        .shows("李安宁")
        .shows("用途：核对发放名单");
    let line = "select actor_name || object_name || detail || reason as word from store_audit
                where act = 'ledger.row.shown_whole'";
    assert_eq!(
        people.world.word(line).await,
        "王敏学生资助第1号（李**）查看全文：学生姓名、身份证号、困难类型核对发放名单"
    );
    // It was for that once.
    people
        .personnel
        .get("/ledger/aid/rows/1")
        .await
        .hides(FIRST);
    let reason = [("reason", "看看")];
    people.office.post(whole, &reason).await.is_not_found();
}

#[tokio::test]
async fn a_mask_that_comes_back_changes_nothing() {
    let mut people = people().await;
    let before = people.body(1).await;
    // The form, with its masked fields empty or holding the mask.
    for (version, name, amount) in [("1", "", "700"), ("2", "李**", "625")] {
        let fields = [
            ("version", version),
            ("unit", people.own.as_str()),
            ("v.name", name),
            ("v.phone", "8800123456"),
            ("v.amount", amount),
            ("v.paid", "2026-03-02"),
        ];
        people
            .school
            .upload("/ledger/aid/rows/1/edit", &fields, "", b"")
            .await
            .leads_to("/ledger/aid/rows/1");
    }
    assert_eq!(people.body(1).await, before);
    // The grid, sent back as it was drawn.
    let line = [
        ("l0.no", "1"),
        ("l0.version", "3"),
        ("l0.v.name", "李**"),
        ("l0.v.id_no", FIRST_MASK),
        ("l0.v.phone", "8800123456"),
        ("l0.v.hardship", "***"),
        ("l0.v.amount", "625"),
        ("l0.v.paid", "2026-03-02"),
    ];
    people
        .school
        .post("/ledger/aid/grid", &line)
        .await
        .leads_to("/ledger/aid");
    assert_eq!(people.body(1).await, before);
    // A part of the mask with something else in it is neither kept nor guessed at.
    let mut wrong = line;
    wrong[3] = ("l0.v.id_no", "991***********1235");
    people
        .school
        .post("/ledger/aid/grid", &wrong)
        .await
        .is_invalid()
        .shows("这是遮盖后的内容");
    // A spreadsheet copied from the list.
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let lines = [
        ["记录编号", "学生姓名", "身份证号", "金额", "发放日期"],
        ["1", "李**", FIRST_MASK, "800", "2026-03-02"],
        ["", "周*", "990***********1243", "800", "2026-03-02"],
    ];
    for (row, cells) in (0..).zip(lines) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let page = people
        .school
        .upload("/ledger/aid/import", &[], "名单.xlsx", &bytes)
        .await
        .is_ok()
        .shows("这是遮盖后的内容")
        .shows("只导入正确的1条")
        .text();
    let file = page.split("name=\"file\" value=\"").nth(1).unwrap();
    let file = file.split('"').next().unwrap();
    let apply = [("file", file), ("name", "名单.xlsx"), ("take", "right")];
    people
        .school
        .post("/ledger/aid/import/apply", &apply)
        .await
        .leads_to("/ledger/aid");
    assert_eq!(people.body(1).await, before.replace("\"625\"", "\"800\""));
    assert_eq!(
        people
            .world
            .number("select count(*) as n from ledger_rows")
            .await,
        1
    );
}

#[tokio::test]
async fn personal_columns_go_out_only_ticked_with_a_reason_and_by_those_who_may() {
    let mut people = people().await;
    for browser in [
        &mut people.personnel,
        &mut people.school,
        &mut people.office,
    ] {
        browser
            .get("/ledger/aid/export?as=csv")
            .await
            .is_ok()
            .shows("金额")
            .hides("身份证号")
            .hides("联系电话")
            .hides("李");
    }
    let export = "/ledger/aid/export";
    people
        .personnel
        .post(export, &[("reason", "上报省级系统")])
        .await
        .leads_to("/ledger/aid");
    people
        .personnel
        .post(export, &[("personal", "on"), ("reason", "")])
        .await
        .leads_to("/ledger/aid");
    assert_eq!(people.n_audited("ledger.rows.exported_whole").await, 0);
    let asked = [("personal", "on"), ("reason", "上报省级系统")];
    let page = people.personnel.post(export, &asked).await.is_ok();
    assert!(page.text().starts_with("PK"));
    let line = "select detail || reason as word from store_audit
                where act = 'ledger.rows.exported_whole'";
    let line = people.world.word(line).await;
    assert!(
        line.starts_with("学生姓名、身份证号、联系电话、困难类型"),
        "{line}"
    );
    assert!(line.ends_with("上报省级系统"), "{line}");
    assert_eq!(people.office.post(export, &asked).await.status, 403);
}

#[tokio::test]
async fn what_is_past_its_term_is_put_before_the_office_and_erased_with_the_counts_kept() {
    let mut people = people().await;
    // The same pupil twice in 2021, another once; one of 2023 is within the term of what is sensitive.
    for (name, id_no, paid) in [
        ("李安宁", FIRST, "2021-03-02"),
        ("李安宁", FIRST, "2021-09-02"),
        ("周宁", SECOND, "2021-09-02"),
        ("周宁", SECOND, "2023-09-02"),
    ] {
        people
            .enter(name, id_no, paid)
            .await
            .leads_to("/ledger/aid/rows/");
    }
    // One of them has a history that says what it was, and one lies in the bin.
    let fields = [
        ("version", "1"),
        ("unit", people.own.as_str()),
        ("v.name", "李安和"),
        ("v.phone", "8800123456"),
        ("v.amount", "625"),
        ("v.paid", "2021-03-02"),
    ];
    people
        .school
        .upload("/ledger/aid/rows/2/edit", &fields, "", b"")
        .await
        .leads_to("/ledger/aid/rows/2");
    people.enter("吴清和", FIRST, "2021-10-02").await;
    let fields = [
        ("version", "1"),
        ("unit", people.own.as_str()),
        ("v.name", "吴清平"),
        ("v.phone", "8800123456"),
        ("v.amount", "625"),
        ("v.paid", "2021-10-02"),
    ];
    people
        .school
        .upload("/ledger/aid/rows/6/edit", &fields, "", b"")
        .await
        .leads_to("/ledger/aid/rows/6");
    people
        .school
        .post("/ledger/aid/removal", &[("id", "6")])
        .await
        .leads_to("/ledger/aid");
    let counts =
        "select n_keys as n from ledger_tallies where rollup = 'people' and period like '2021%'";
    assert_eq!(people.world.number(counts).await, 2);
    people.world.app.run_schedule("ledger.due").await;
    let todo = "select title as word from inbox_todos where kind = 'ledger.erase_due'";
    // Three rows of what is sensitive, the telephones of four, for two years run out sooner, and both of
    // the one that lies in the bin.
    assert_eq!(
        people.world.word(todo).await,
        "确认抹去到期的个人信息：学生资助（9条）"
    );
    people
        .personnel
        .get("/ledger/aid/personal-data")
        .await
        .is_ok()
        .shows("2022年12月31日以前的3条记录已过保存期限，回收站里还有1条")
        .shows("2023年12月31日以前的4条")
        .hides("李安宁");
    let page = people.school.get("/ledger/aid/personal-data").await;
    assert_eq!(page.status, 403);
    let asked = [
        ("class", "sensitive"),
        ("sure", "on"),
        ("reason", "档案销毁鉴定意见2026年1号"),
    ];
    let erase = "/ledger/aid/personal-data";
    assert_eq!(people.school.post(erase, &asked).await.status, 403);
    people
        .personnel
        .post(erase, &[asked[0], asked[2]])
        .await
        .is_invalid()
        .shows("aria-describedby=\"f-reason-sensitive-error\"")
        .shows("value=\"档案销毁鉴定意见2026年1号\"");
    people
        .personnel
        .post(erase, &asked)
        .await
        .leads_to("/jobs/");
    people.world.app.run_jobs().await;
    // Nothing of them is left, in rows, histories, keys of counts and the bin.
    for (table, column) in [
        ("ledger_rows where month like '2021%'", "body"),
        ("ledger_history", "changes"),
        (
            "ledger_rows where month like '2021%'",
            "coalesce(person, '')",
        ),
        (
            "ledger_rows where month like '2021%'",
            "coalesce(t1, '') || coalesce(t2, '')",
        ),
        ("ledger_tally_keys where period like '2021%'", "tally_key"),
        ("ledger_bin", "body"),
    ] {
        let names = "李安宁 李安和 周宁 吴清和 吴清平";
        for name in names.split(' ').chain([FIRST, SECOND]) {
            let and = ["where", "and"][usize::from(table.contains("where"))];
            let sql = format!("select count(*) as n from {table} {and} {column} like '%{name}%'");
            assert_eq!(people.world.number(&sql).await, 0, "{sql}");
        }
    }
    assert!(people.body(5).await.contains(SECOND));
    // The rows and what they count are as they were.
    assert_eq!(people.world.number(counts).await, 2);
    assert_eq!(
        people
            .world
            .number("select count(*) as n from ledger_rows")
            .await,
        5
    );
    let sum = "select cast(sum(s1) as bigint) as n from ledger_cells where unit_id = ''";
    assert_eq!(people.world.number(sum).await, 5 * 62_500);
    people
        .personnel
        .get("/ledger/aid/rows/2")
        .await
        .is_ok()
        .shows("已抹去")
        .shows("抹去到期的个人信息")
        .shows("625.00 元");
    assert_eq!(people.n_audited("ledger.rows.erased").await, 1);
    // A second time nothing is due of it; the telephones still are.
    people
        .personnel
        .get("/ledger/aid/personal-data")
        .await
        .is_ok()
        .shows("没有到期的")
        .shows("2023年12月31日以前的4条");
    // Nor when what was erased comes out of the bin, whether it was erased before it went in or there.
    people
        .personnel
        .post("/ledger/aid/removal", &[("id", "2")])
        .await
        .leads_to("/ledger/aid");
    for row in ["2", "6"] {
        people
            .personnel
            .post(&format!("/ledger/aid/bin/{row}/restoration"), &[])
            .await
            .leads_to(&format!("/ledger/aid/rows/{row}"));
    }
    people
        .personnel
        .get("/ledger/aid/personal-data")
        .await
        .is_ok()
        .shows("没有到期的")
        .shows("2023年12月31日以前的5条");
}

#[tokio::test]
async fn a_field_about_minors_is_taken_only_with_its_reason() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let reason = "minors_reason = \"资助金按人发放，须核对本人。\"\n";
    let without = AID.replacen(reason, "", 1);
    office
        .post("/ledger/new", &[("text", &without)])
        .await
        .is_invalid()
        .shows("字段“学生姓名”：涉及未成年人，请写明为什么必须收集");
    let unsaid = without.replacen("minors = true\n", "", 1);
    office
        .post("/ledger/new", &[("text", &unsaid)])
        .await
        .is_invalid()
        .shows("从名称看涉及未成年人");
    office
        .post("/ledger/new", &[("text", AID)])
        .await
        .leads_to("/ledger/aid");
    office
        .get("/ledger/aid/definition")
        .await
        .is_ok()
        .shows("收集理由：资助金按人发放，须核对本人。")
        .shows("敏感个人信息3年");
}
