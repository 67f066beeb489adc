//! The stages of a register changed on its page: begun, renamed, put in another order, let go.

use crate::{
    ledger::{found_training, posted_as_drawn},
    ledger_set_up::{enter, found},
    support::world,
};
use base::Role;
use testkit::{Browser, Page};

const HAZARD: [(&str, &str); 4] = [
    ("v.title", "灭火器压力不足"),
    ("v.grade", "一般"),
    ("v.kind", "消防"),
    ("v.held", "2026-03-04"),
];

/// The form of a definition as it is drawn, with some of it typed otherwise.
async fn changed(browser: &mut Browser, code: &str, typed: &[(&str, &str)]) -> Page {
    let edit = format!("/ledger/{code}/definition/edit");
    let page = browser.get(&edit).await.is_ok().text();
    let mut pairs = posted_as_drawn(&page);
    pairs.retain(|(name, _)| typed.iter().all(|(other, _)| name != other));
    pairs.extend(
        typed
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned())),
    );
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    browser.post(&edit, &pairs).await
}

/// Puts in force what a preview shows.
async fn confirm(browser: &mut Browser, code: &str, preview: Page) {
    let html = preview.is_ok().text();
    let hidden = |name: &str| {
        let (_, after) = html
            .split_once(&format!("name=\"{name}\" value=\""))
            .unwrap();
        after
            .split_once('"')
            .unwrap()
            .0
            .replace("&#34;", "\"")
            .replace("&#38;", "&")
    };
    let (version, definition) = (hidden("version"), hidden("definition"));
    let definition = definition
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#39;", "'");
    let send = [
        ("version", version.as_str()),
        ("definition", definition.as_str()),
    ];
    browser
        .post(&format!("/ledger/{code}/definition/edit"), &send)
        .await
        .leads_to(&format!("/ledger/{code}/definition"));
}

/// Place on the form of the stage of a name.
async fn place(browser: &mut Browser, code: &str, name: &str) -> String {
    let edit = format!("/ledger/{code}/definition/edit");
    let page = browser.get(&edit).await.is_ok().text();
    let pairs = posted_as_drawn(&page);
    let found = pairs
        .iter()
        .find(|(key, value)| key.starts_with('g') && key.ends_with(".name") && value == name);
    let (key, _) = found.unwrap();
    key.trim_end_matches("name").to_owned()
}

#[tokio::test]
async fn a_bureaus_own_register_is_given_stages_on_its_page_and_its_rows_go_through_them() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found_training(&mut office).await;
    let own = world.unit("清禾一中").await;
    let mut school = world.as_(Role::School).await;
    let row = [
        ("v.name", "李安"),
        ("v.id_no", "A0001"),
        ("v.project", "班主任能力提升"),
        ("v.level", "市级"),
        ("v.held", "2026-03-02"),
        ("v.hours", "40"),
    ];
    enter(&mut school, "training", &own, &row)
        .await
        .leads_to("/ledger/training/rows/1");
    let stages = [
        ("g0.name", "申报"),
        ("g0.limit", "5"),
        ("g0.days", "working"),
        ("g0.mover", "unit"),
        ("g0.needs", "经费"),
        ("g1.name", "审核"),
        ("g1.order", "2"),
        ("g2.name", "备案"),
        ("g0.order", "1"),
    ];
    let preview = changed(&mut office, "training", &stages)
        .await
        .is_ok()
        .shows("开始分阶段办理：申报→审核→备案")
        .shows("新增字段“办理阶段”（单选）。")
        .shows("新增字段“本阶段期限”（日期）。");
    confirm(&mut office, "training", preview).await;
    office
        .get("/ledger/training/definition")
        .await
        .is_ok()
        .shows("第2版")
        .shows("5个工作日内，由填报单位办理，先填经费");
    office
        .get("/ledger/training/definition?version=1")
        .await
        .is_ok()
        .hides("办理阶段");
    // The row that was there stands in the first stage, from today on.
    school
        .get("/ledger/training/rows/1")
        .await
        .is_ok()
        .shows("转入“审核”")
        .shows("本阶段期限2026年3月12日，还有5个工作日。");
    let step = "/ledger/training/rows/1/next-stage";
    let version = "select version as n from ledger_rows where no = 1";
    let version = world.number(version).await.to_string();
    school
        .post(step, &[("version", version.as_str())])
        .await
        .is_invalid()
        .shows("请先填写经费。");
    school
        .post(step, &[("version", version.as_str()), ("v.cost", "1200")])
        .await
        .leads_to("/ledger/training/rows/1");
    let stage = "select stage as word from ledger_stages where row_no = 1";
    assert_eq!(world.word(stage).await, "g2");
    // Drawn again, the form says what is in force.
    changed(&mut office, "training", &[])
        .await
        .is_ok()
        .shows("没有改动");
}

#[tokio::test]
async fn stages_are_renamed_with_all_that_speaks_of_them_and_let_go_only_when_nothing_stands_there()
{
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found(&mut office, "hazards").await;
    let own = world.unit("清禾一中").await;
    let mut school = world.as_(Role::School).await;
    enter(&mut school, "hazards", &own, &HAZARD)
        .await
        .leads_to("/ledger/hazards/rows/1");
    enter(&mut school, "hazards", &own, &HAZARD)
        .await
        .leads_to("/ledger/hazards/rows/2");
    changed(&mut office, "hazards", &[])
        .await
        .is_ok()
        .shows("没有改动");
    let step = "/ledger/hazards/rows/1/next-stage";
    let measures = [
        ("version", "1"),
        ("v.responsible", "顾怀山"),
        ("v.measure", "立即更换"),
    ];
    school
        .post(step, &measures)
        .await
        .leads_to("/ledger/hazards/rows/1");
    // A view of the school's own speaks of the stage as well.
    school
        .post(
            "/ledger/hazards/views",
            &[("name", "在改的"), ("query", "f.stage=整改中")],
        )
        .await;
    let doing = place(&mut office, "hazards", "整改中").await;
    let name = format!("{doing}name");
    let limit = format!("{doing}limit");
    let preview = changed(
        &mut office,
        "hazards",
        &[(&name, "正在整改"), (&limit, "20")],
    )
    .await
    .is_ok()
    .shows("阶段“整改中”改名为“正在整改”")
    .hides("收紧了字段");
    confirm(&mut office, "hazards", preview).await;
    let kept = "select body as word from ledger_rows where no = 1";
    assert!(world.word(kept).await.contains("正在整改"));
    let indexed = "select count(*) as n from ledger_rows where body like '%整改中%' or c1 = '整改中' or c2 = '整改中' or c3 = '整改中'";
    assert_eq!(world.number(indexed).await, 0);
    let views = "select count(*) as n from ledger_views where name = '在改的' and query like '%E6%AD%A3%E5%9C%A8%E6%95%B4%E6%94%B9%'";
    assert_eq!(world.number(views).await, 1);
    school
        .get("/ledger/hazards?f.stage=正在整改")
        .await
        .is_ok()
        .shows("灭火器压力不足");
    school
        .get("/ledger/hazards/rows/1")
        .await
        .is_ok()
        .shows("→ 正在整改");
    // A stage in which a row stands, be it in the bin, is not let go.
    let past = format!("{doing}past");
    changed(&mut office, "hazards", &[(&past, "on")])
        .await
        .is_ok()
        .shows("停用阶段“正在整改”")
        .shows("停在要停用的阶段")
        .hides("启用这一版");
    school
        .post("/ledger/hazards/removal", &[("id", "1")])
        .await
        .leads_to("/ledger/hazards");
    changed(&mut office, "hazards", &[(&past, "on")])
        .await
        .is_ok()
        .shows("在回收站里，停在要停用的阶段")
        .hides("启用这一版");
    // Out of the bin it goes on where it stood, and its next step does not collide with the first.
    school.post("/ledger/hazards/bin/1/restoration", &[]).await;
    let version = "select version as n from ledger_rows where no = 1";
    let version = world.number(version).await.to_string();
    let done = [
        ("version", version.as_str()),
        ("v.rectified_on", "2026-03-05"),
    ];
    school
        .post(step, &done)
        .await
        .leads_to("/ledger/hazards/rows/1");
    let preview = changed(&mut office, "hazards", &[(&past, "on")]).await;
    confirm(&mut office, "hazards", preview).await;
    school
        .get("/ledger/hazards/rows/1")
        .await
        .is_ok()
        .shows("正在整改 → 待复查");
    office
        .get("/ledger/hazards/definition")
        .await
        .is_ok()
        .shows("已停用：正在整改");
    // The row that waited goes past what is let go; and what is let go comes back.
    let version = "select version as n from ledger_rows where no = 2";
    assert_eq!(world.number(version).await, 1);
    school
        .get("/ledger/hazards/rows/2")
        .await
        .is_ok()
        .shows("转入“待复查”");
    let again = place(&mut office, "hazards", "正在整改").await;
    let (past, order) = (format!("{again}past"), format!("{again}order"));
    changed(&mut office, "hazards", &[(&past, ""), (&order, "1.5")])
        .await
        .is_ok()
        .shows("恢复使用阶段“正在整改”");
    // No stages any more: what is kept stays, nothing waits.
    let preview = changed(&mut office, "hazards", &[("no_stages", "on")])
        .await
        .is_ok()
        .shows("不再分阶段办理");
    confirm(&mut office, "hazards", preview).await;
    let standing = "select count(*) as n from ledger_stages";
    assert_eq!(world.number(standing).await, 0);
    let moves = "select count(*) as n from ledger_moves";
    assert_eq!(world.number(moves).await, 2);
    assert!(world.word(kept).await.contains("待复查"));
    let todos = "select count(*) as n from inbox_todos where kind = 'ledger.stages'";
    assert_eq!(world.number(todos).await, 0);
}

#[tokio::test]
async fn what_is_typed_wrong_of_a_stage_is_said_and_stays_as_it_was_typed() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found_training(&mut office).await;
    for (typed, said) in [
        (
            [("g0.name", "申报"), ("g0.order", "第一")],
            "的次序“第一”不是数",
        ),
        (
            [("g0.name", "申报"), ("g0.limit", "99999")],
            "的限期“99999”不对",
        ),
        ([("g0.name", "申报"), ("g0.limit", "-3")], "的限期“-3”不对"),
        (
            [("g0.name", "申报"), ("g0.needs", "没有的字段")],
            "要求填写的字段不存在",
        ),
        (
            [("g0.name", "申报"), ("g0.from", "学时")],
            "应从一个日期字段起算",
        ),
        (
            [("g0.name", "申报"), ("g1.name", "申报")],
            "有两个阶段都叫“申报”",
        ),
        (
            [("g0.name", "申报"), ("stage_field", "学时")],
            "没有叫“学时”的单选字段",
        ),
        (
            [("g0.name", "<b>\u{202e}申报"), ("g0.order", "NaN")],
            "不是数",
        ),
    ] {
        let page = changed(&mut office, "training", &typed).await.is_invalid();
        page.shows(said).shows("申报");
    }
    // A term that cannot be read is not taken for none.
    changed(&mut office, "training", &[("sensitive_years", "三年")])
        .await
        .is_invalid()
        .shows("敏感个人信息保存的年数“三年”不对");
    // A choice that is there already lends its options.
    changed(&mut office, "training", &[("stage_field", "级别")])
        .await
        .is_ok()
        .shows("开始分阶段办理：");
    // Stages left out of what is sent are not lost in silence.
    found(&mut office, "hazards").await;
    let fields = [
        ("version", "1"),
        ("name", "安全隐患"),
        ("owner", "人事科"),
        ("f0.name", "隐患"),
        ("f0.code", "title"),
    ];
    office
        .post("/ledger/hazards/definition/edit", &fields)
        .await
        .is_ok()
        .shows("不能删掉，办理经过会无处可查")
        .hides("启用这一版");
    let mut school = world.as_(Role::School).await;
    let page = school.get("/ledger/hazards/definition/edit").await;
    assert_eq!(page.status, 403);
}

const VISITS: &str = r#"
code = "visits"
name = "走访帮扶"
owner = "人事科"
purpose = "走访"
period = "held"
stage = "stage"
stage_due = "due"

[[fields]]
code = "held"
name = "走访日期"
kind = "date"

[[fields]]
code = "phone"
name = "联系电话"
kind = "text"
pattern = "phone"
personal = "sensitive"

[[fields]]
code = "photo"
name = "现场照片"
kind = "file"

[[fields]]
code = "stage"
name = "阶段"
kind = "choice"
filter = true
options = ["走访", "办结"]

[[fields]]
code = "due"
name = "期限"
kind = "date"

[[stages]]
code = "visit"
name = "走访"
needs = ["phone"]

[[stages]]
code = "done"
name = "办结"
is_end = true
"#;

#[tokio::test]
async fn a_stage_shows_of_what_is_personal_no_more_than_the_row_does() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    office
        .post("/ledger/new", &[("text", VISITS)])
        .await
        .leads_to("/ledger/visits");
    let own = world.unit("清禾一中").await;
    let mut keeper = world.as_(Role::OfficeHead).await;
    let row = [("v.held", "2026-03-02"), ("v.phone", "13800001234")];
    enter(&mut keeper, "visits", &own, &row)
        .await
        .leads_to("/ledger/visits/rows/1");
    enter(&mut keeper, "visits", &own, &row)
        .await
        .leads_to("/ledger/visits/rows/2");
    enter(&mut keeper, "visits", &own, &row)
        .await
        .leads_to("/ledger/visits/rows/3");
    keeper
        .get("/ledger/visits/rows/1")
        .await
        .is_ok()
        .shows("转入“办结”")
        .shows("138****1234")
        .hides("13800001234");
    let step = |no: u8| format!("/ledger/visits/rows/{no}/next-stage");
    // The mask of another number is no number.
    keeper
        .post(&step(1), &[("version", "1"), ("v.phone", "139****0000")])
        .await
        .is_invalid()
        .shows("这是遮盖后的内容，不能保存")
        .hides("13800001234");
    for (no, typed, kept) in [
        (1, "", "13800001234"),
        (2, "138****1234", "13800001234"),
        (3, "13900005678", "13900005678"),
    ] {
        keeper
            .post(&step(no), &[("version", "1"), ("v.phone", typed)])
            .await
            .leads_to(&format!("/ledger/visits/rows/{no}"));
        let sql = format!("select body as word from ledger_rows where no = {no}");
        let body = world.word(&sql).await;
        assert!(body.contains(kept) && body.contains("办结"), "{body}");
    }
}

#[tokio::test]
async fn what_a_stage_demands_stands_on_the_form_is_checked_there_and_held_to_by_an_import() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found(&mut office, "hazards").await;
    let at = place(&mut office, "hazards", "待复查").await;
    let field = format!("{at}must");
    let page = office
        .get("/ledger/hazards/definition/edit")
        .await
        .is_ok()
        .text();
    let drawn = posted_as_drawn(&page);
    let drawn = drawn.iter().find(|(name, _)| *name == field);
    let asked = "复查合格=是｜复查不合格的不能销号，请退回整改。";
    assert_eq!(drawn.map(|(_, value)| value.as_str()), Some(asked));
    for (typed, said) in [
        ("复查合格=是", "没有写不符合时的提示"),
        ("复查合格=｜请先复查。", "没有写应当是什么"),
        ("复查合格=通过｜请先复查。", "选项里没有“通过”"),
        ("等级=特大｜请先定级。", "选项里没有“特大”"),
        ("没有的字段=是｜请先复查。", "要求填写的字段不存在"),
        ("复查合格", "看不懂"),
    ] {
        let page = changed(&mut office, "hazards", &[(&field, typed)]).await;
        page.is_invalid().shows(said).shows(typed);
    }
    let two = "复查合格=是｜先复查。\n等级=一般、较大｜重大隐患不能这样销号。";
    let page = changed(&mut office, "hazards", &[(&field, two)]).await;
    confirm(&mut office, "hazards", page).await;
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let lines = [
        [
            "隐患内容",
            "等级",
            "类别",
            "发现日期",
            "办理阶段",
            "复查合格",
        ],
        [
            "灭火器压力不足",
            "一般",
            "消防",
            "2026-03-02",
            "已销号",
            "否",
        ],
        ["护栏松动", "重大", "校舍", "2026-03-02", "已销号", "是"],
        ["插座破损", "一般", "消防", "2026-03-02", "已销号", "是"],
        ["地面湿滑", "一般", "校舍", "2026-03-02", "待复查", "否"],
    ];
    for (row, cells) in (0..).zip(lines) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let mut keeper = world.as_(Role::OfficeHead).await;
    keeper
        .upload("/ledger/hazards/import", &[], "隐患.xlsx", &bytes)
        .await
        .is_ok()
        .shows("先复查。")
        .shows("重大隐患不能这样销号。");
}
