//! Every kind of field, every rule, every roll-up and the views of a register, through its pages.

use crate::support::{World, world};
use base::Role;
use testkit::{Browser, Page};

pub(crate) const COURSES: &str = r#"
code = "courses"
name = "课程目录"
owner = "人事科"
purpose = "课程"
key = ["name"]

[[fields]]
code = "name"
name = "课程"
kind = "text"
"#;

pub(crate) const PROBE: &str = include_str!("ledger_fields.toml");

pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) own: String,
    pub(crate) school: Browser,
    pub(crate) keeper: Browser,
}

/// Both registers founded, one course in the catalogue.
pub(crate) async fn scene() -> Scene {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    for (text, list) in [(COURSES, "/ledger/courses"), (PROBE, "/ledger/probe")] {
        office
            .post("/ledger/new", &[("text", text)])
            .await
            .leads_to(list);
    }
    let school = world.as_(Role::School).await;
    let mut keeper = world.as_(Role::OfficeHead).await;
    keeper.get("/ledger").await;
    let sql = "select id as word from org_units where short_name = '清禾一中'";
    let own = world.word(sql).await;
    let fields = [("unit", own.as_str()), ("v.name", "班级管理")];
    keeper
        .upload("/ledger/courses/new", &fields, "", b"")
        .await
        .leads_to("/ledger/courses/rows/1");
    Scene {
        world,
        own,
        school,
        keeper,
    }
}

impl Scene {
    /// A row as the school enters it; what is typed here takes the place of what is usual.
    async fn enter(&mut self, typed: &[(&str, &str)]) -> Page {
        let usual = [
            ("unit", self.own.as_str()),
            ("v.number", "A001"),
            ("v.hours", "12.5"),
            ("v.cost", "1,000"),
            ("v.held", "2026-03-02"),
            ("v.level", "市级"),
            ("v.passed", "是"),
            ("v.person", "李安"),
        ];
        let usual = usual.into_iter();
        let kept = usual.filter(|(name, _)| typed.iter().all(|(other, _)| other != name));
        let fields: Vec<(&str, &str)> = kept.chain(typed.iter().copied()).collect();
        self.school
            .upload("/ledger/probe/new", &fields, "", b"")
            .await
    }

    async fn figure(&mut self, rollup: &str) -> Page {
        let page = format!("/ledger/probe/rollups/{rollup}");
        self.keeper.get(&page).await.is_ok()
    }
}

#[tokio::test]
async fn every_kind_of_field_is_filled_in_shown_and_found_again_on_the_form() {
    let mut scene = scene().await;
    let host = scene.own.clone();
    scene
        .enter(&[
            ("v.note", "第一行\n第二行"),
            ("v.term", "2026年上半年"),
            ("v.subjects", "语文"),
            ("v.subjects", "英语"),
            ("v.host", &host),
            ("v.course", "班级管理"),
        ])
        .await
        .leads_to("/ledger/probe/rows/1");
    let body = scene
        .world
        .word("select body as word from ledger_rows where row_key = 'A001'")
        .await;
    for kept in [
        "\"cost\":\"1000\"",
        "\"subjects\":\"语文、英语\"",
        "\"term\":\"2026-H1\"",
        "\"total\":\"12500\"",
        "\"course\":\"班级管理\"",
        "\"passed\":\"是\"",
    ] {
        assert!(body.contains(kept), "{kept}: {body}");
    }
    let page = scene.school.get("/ledger/probe/rows/1").await.is_ok();
    page.shows("第二行")
        .shows("1,000.00")
        .shows("语文、英语")
        .shows("清禾一中")
        .shows("12,500");
    let form = scene.school.get("/ledger/probe/rows/1/edit").await.is_ok();
    form.shows("value=\"语文\" checked")
        .hides("value=\"数学\" checked")
        .shows("value=\"2026-03-02\"")
        .shows("班级管理");
}

#[tokio::test]
async fn whatever_is_wrong_is_said_of_its_field_in_words_that_help() {
    let mut scene = scene().await;
    for (typed, said) in [
        ([("v.number", ""), ("v.note", "")], "请填写编号。"),
        ([("v.number", "a1"), ("v.note", "")], "编号写成A001这样。"),
        ([("v.hours", "100.5"), ("v.note", "")], "不能大于100"),
        ([("v.hours", "1.25"), ("v.note", "")], "小数"),
        ([("v.held", "2024-12-31"), ("v.note", "")], "不能早于2025"),
        (
            [("v.until", "2026-03-01"), ("v.note", "")],
            "结束日期不能早于日期。",
        ),
        ([("v.cost", ""), ("v.note", "")], "市级的要填经费。"),
        ([("v.level", "省级"), ("v.note", "")], "“省级”不在选项中"),
        ([("v.subjects", "物理"), ("v.note", "")], "“物理”不在选项中"),
        ([("v.passed", "也许"), ("v.note", "")], "不是“是”或“否”"),
        ([("v.host", "没有的单位"), ("v.note", "")], "没有找到"),
        (
            [("v.course", "没有的课"), ("v.note", "")],
            "被引用的台账里没有“没有的课”。",
        ),
        ([("v.term", "随便"), ("v.note", "")], "“随便”"),
    ] {
        scene.enter(&typed).await.is_invalid().shows(said);
    }
    // What is asked under a condition is not asked without it.
    scene
        .enter(&[("v.level", "县级"), ("v.cost", "")])
        .await
        .leads_to("/ledger/probe/rows/1");
    scene
        .enter(&[])
        .await
        .is_invalid()
        .shows("编号与第1号记录重复。");
}

#[tokio::test]
async fn a_file_is_attached_replaced_and_taken_out_and_the_history_tells_of_each() {
    let mut scene = scene().await;
    scene.enter(&[]).await.leads_to("/ledger/probe/rows/1");
    let edit = "/ledger/probe/rows/1/edit";
    let form = scene.school.get(edit).await.is_ok().text();
    let (_, after) = form.split_once("name=\"_csrf\" value=\"").unwrap();
    let token = after.split_once('"').unwrap().0.to_owned();
    let own = scene.own.clone();
    for (version, name, content) in [
        ("1", "证书.pdf", "%PDF-1.4 一"),
        ("2", "更正.pdf", "%PDF-1.4 二"),
    ] {
        let mut body = String::new();
        for (field, value) in [
            ("_csrf", token.as_str()),
            ("version", version),
            ("unit", own.as_str()),
            ("v.number", "A001"),
            ("v.hours", "12.5"),
            ("v.cost", "1000"),
            ("v.held", "2026-03-02"),
            ("v.level", "市级"),
            ("v.passed", "是"),
            ("v.person", "李安"),
        ] {
            body.push_str(&format!(
                "--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
            ));
        }
        body.push_str(&format!(
            "--edge\r\nContent-Disposition: form-data; name=\"v.photo\"; filename=\"{name}\"\r\n\
             Content-Type: application/pdf\r\n\r\n{content}\r\n--edge--\r\n"
        ));
        scene
            .school
            .post_as_it_is(
                edit,
                "multipart/form-data; boundary=edge",
                body.into_bytes(),
            )
            .await
            .leads_to("/ledger/probe/rows/1");
    }
    let page = scene.school.get("/ledger/probe/rows/1").await.is_ok();
    page.shows("证书.pdf").shows("更正.pdf");
    let file = "/ledger/probe/rows/1/files/photo";
    let kept = scene.school.get(file).await.is_ok();
    assert_eq!(kept.text(), "%PDF-1.4 二");
    let mut admin = scene.world.as_(Role::Administrator).await;
    admin.get(file).await.is_not_found();
}

#[tokio::test]
async fn roll_ups_count_add_average_share_and_tell_people_from_times_and_follow_every_change() {
    let mut scene = scene().await;
    for typed in [
        [
            ("v.number", "A001"),
            ("v.person", "李安"),
            ("v.level", "市级"),
            ("v.passed", "是"),
            ("v.hours", "10"),
            ("v.cost", "100.50"),
        ],
        [
            ("v.number", "A002"),
            ("v.person", "李安"),
            ("v.level", "县级"),
            ("v.passed", "否"),
            ("v.hours", "20"),
            ("v.cost", "200"),
        ],
        [
            ("v.number", "A003"),
            ("v.person", "周宁"),
            ("v.level", "市级"),
            ("v.passed", "是"),
            ("v.hours", "40"),
            ("v.cost", "0.50"),
        ],
    ] {
        scene.enter(&typed).await.leads_to("/ledger/probe/rows/");
    }
    scene
        .enter(&[
            ("v.number", "A004"),
            ("v.person", "周宁"),
            ("v.held", "2025-03-02"),
        ])
        .await
        .leads_to("/ledger/probe/rows/4");
    for (rollup, figure) in [
        ("times", ">3</a>"),
        ("people", ">2</a>"),
        ("cost", ">301.00</a>"),
        ("mean", ">23.3"),
        ("share", ">66.67</a>"),
        ("upper", ">2</a>"),
    ] {
        scene.figure(rollup).await.shows(figure).shows("2025年");
    }
    // A click on a figure leads to its rows.
    let page = scene.figure("upper").await.text();
    let (_, after) = page.split_once("2026年").unwrap();
    let (_, after) = after.split_once("href=\"").unwrap();
    let href = after.split_once('"').unwrap().0.replace("&#38;", "&");
    scene
        .keeper
        .get(&href)
        .await
        .is_ok()
        .shows("合计：2条")
        .shows("A003")
        .hides("A002");
    // A row goes into the bin, and every figure follows.
    scene
        .school
        .post("/ledger/probe/removal", &[("id", "3")])
        .await
        .leads_to("/ledger/probe");
    for (rollup, figure) in [
        ("times", ">2</a>"),
        ("people", ">1</a>"),
        ("cost", ">300.50</a>"),
        ("share", ">50.00</a>"),
    ] {
        scene.figure(rollup).await.shows(figure);
    }
}

#[tokio::test]
async fn a_row_is_saved_though_the_item_its_roll_up_feeds_is_retired_and_the_roll_up_says_so() {
    let mut scene = scene().await;
    scene.enter(&[]).await.leads_to("/ledger/probe/rows/1");
    scene
        .figure("cost")
        .await
        .shows("供给数据项")
        .shows("经费合计")
        .hides("已停用");
    let values = "select count(*) as n from facts_values where item_code = 'register.probe_cost'";
    assert_eq!(scene.world.number(values).await, 1);
    let retire = "update facts_items set is_retired = true where code = 'register.probe_cost'";
    let mut tx = scene.world.app.app.db().begin_write().await.unwrap();
    tx.run(retire, Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    scene
        .enter(&[("v.number", "A002"), ("v.held", "2025-06-01")])
        .await
        .leads_to("/ledger/probe/rows/2");
    scene
        .figure("cost")
        .await
        .shows("已停用，这里照常汇总，不再供给它")
        .shows("2025年");
    assert_eq!(scene.world.number(values).await, 1);
}

#[tokio::test]
async fn views_are_kept_shared_opened_and_taken_away_by_their_owner_and_lists_are_sorted() {
    let mut scene = scene().await;
    for (number, hours, level) in [
        ("A001", "20", "市级"),
        ("A002", "5", "县级"),
        ("A003", "100", "市级"),
    ] {
        scene
            .enter(&[("v.number", number), ("v.hours", hours), ("v.level", level)])
            .await
            .leads_to("/ledger/probe/rows/");
    }
    let order = |page: Page| -> Vec<String> {
        let text = page.is_ok().text();
        let mut found: Vec<(usize, String)> = ["A001", "A002", "A003"]
            .into_iter()
            .filter_map(|number| {
                let at = text.find(&format!(">{number}<"))?;
                Some((at, number.to_owned()))
            })
            .collect();
        found.sort();
        found.into_iter().map(|(_, number)| number).collect()
    };
    let rising = scene.school.get("/ledger/probe?sort=hours").await;
    assert_eq!(order(rising), ["A002", "A001", "A003"]);
    let falling = scene.school.get("/ledger/probe?sort=-hours").await;
    assert_eq!(order(falling), ["A003", "A001", "A002"]);
    let views = "/ledger/probe/views";
    let query = ("query", "f.level=市级&sort=-hours");
    // Only whoever keeps or verifies the register shares a view.
    let page = scene
        .school
        .post(views, &[("name", "市级的"), query, ("shared", "on")])
        .await;
    assert_eq!(page.status, 403);
    scene
        .school
        .post(views, &[("name", "我的市级"), query])
        .await
        .leads_to("/ledger/probe?");
    scene
        .keeper
        .post(views, &[("name", "大家的市级"), query, ("shared", "on")])
        .await
        .leads_to("/ledger/probe?");
    scene
        .school
        .get("/ledger/probe")
        .await
        .is_ok()
        .shows("我的市级")
        .shows("大家的市级");
    scene
        .keeper
        .get("/ledger/probe")
        .await
        .is_ok()
        .hides("我的市级")
        .shows("大家的市级");
    let page = scene
        .school
        .get("/ledger/probe?f.level=市级&sort=-hours")
        .await;
    assert_eq!(order(page), ["A003", "A001"]);
    let id = scene
        .world
        .word("select id as word from ledger_views where name = '我的市级'")
        .await;
    let forget = format!("/ledger/probe/views/{id}/removal");
    scene.keeper.post(&forget, &[]).await.is_not_found();
    scene
        .school
        .post(&forget, &[])
        .await
        .leads_to("/ledger/probe");
    scene
        .school
        .get("/ledger/probe")
        .await
        .is_ok()
        .hides("我的市级");
}

/// One row in the register of every kind, with a file and verified: how its body reads.
pub(crate) async fn verified_row(scene: &mut Scene) -> String {
    scene
        .enter(&[("v.note", "第一行\n第二行"), ("v.course", "班级管理")])
        .await
        .leads_to("/ledger/probe/rows/1");
    scene
        .world
        .app
        .database()
        .run("update ledger_rows set state = 'verified' where row_key = 'A001'")
        .await;
    body(scene).await
}

pub(crate) async fn body(scene: &Scene) -> String {
    let sql = "select body || ' ' || state || ' ' || version as word from ledger_rows
               where row_key = 'A001'";
    scene.world.word(sql).await
}

/// What the form of the row says when nothing is changed, but for this.
async fn changed(scene: &mut Scene, but: (&str, &str)) -> Page {
    let own = scene.own.clone();
    let as_kept = [
        ("unit", own.as_str()),
        ("version", "1"),
        ("v.number", "A001"),
        ("v.note", "第一行\n第二行"),
        ("v.hours", "12.5"),
        ("v.cost", "1000"),
        ("v.held", "2026-03-02"),
        ("v.level", "市级"),
        ("v.passed", "是"),
        ("v.person", "李安"),
        ("v.course", "班级管理"),
    ];
    let fields: Vec<(&str, &str)> = as_kept
        .into_iter()
        .map(|(name, value)| match name == but.0 {
            true => but,
            false => (name, value),
        })
        .collect();
    let form = "/ledger/probe/rows/1/edit";
    scene.keeper.get(form).await.is_ok();
    scene.keeper.upload(form, &fields, "", b"").await
}

#[tokio::test]
async fn a_form_saved_unchanged_changes_nothing_and_what_is_emptied_is_empty() {
    let mut scene = scene().await;
    let before = verified_row(&mut scene).await;
    let row = "/ledger/probe/rows/1";
    changed(&mut scene, ("", "")).await.leads_to(row);
    assert_eq!(body(&scene).await, before);
    scene.keeper.get(row).await.is_ok().shows("没有改动");
    changed(&mut scene, ("v.number", ""))
        .await
        .is_invalid()
        .shows("请填写编号。");
    assert_eq!(body(&scene).await, before);
    changed(&mut scene, ("v.note", "")).await.leads_to(row);
    let after = body(&scene).await;
    assert!(
        !after.contains("第一行") && after.contains("pending 2"),
        "{after}"
    );
}

#[tokio::test]
async fn a_grid_sent_back_as_it_was_drawn_changes_no_row() {
    let mut scene = scene().await;
    let before = verified_row(&mut scene).await;
    let grid = "/ledger/probe/grid";
    let page = scene.keeper.get(grid).await.is_ok();
    let cells = cells_of_the_first_line(&page.text());
    assert!(
        cells
            .iter()
            .any(|(name, value)| name == "l0.v.note" && value == "第一行\r\n第二行")
    );
    let cells: Vec<(&str, &str)> = cells
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    scene
        .keeper
        .post(grid, &cells)
        .await
        .leads_to("/ledger/probe");
    scene
        .keeper
        .get("/ledger/probe")
        .await
        .is_ok()
        .shows("没有改动");
    assert_eq!(body(&scene).await, before);
}

/// The cells of a grid's first line, as a browser sends them: an input is one line, the lines of a
/// textarea end in CRLF.
fn cells_of_the_first_line(page: &str) -> Vec<(String, String)> {
    page.split("name=\"l0.")
        .skip(1)
        .filter_map(|rest| {
            let (name, rest) = rest.split_once('"')?;
            let (tag, inside) = rest.split_once('>')?;
            let value = match tag.split_once("value=\"") {
                Some((_, value)) => value.split_once('"')?.0.replace('\n', ""),
                None => {
                    let (inside, _) = inside.split_once("</textarea>")?;
                    inside.strip_prefix('\n')?.replace('\n', "\r\n")
                }
            };
            Some((format!("l0.{name}"), value))
        })
        .collect()
}

#[tokio::test]
async fn a_long_text_changed_in_the_grid_keeps_its_line_breaks_and_tabs() {
    let mut scene = scene().await;
    verified_row(&mut scene).await;
    let grid = "/ledger/probe/grid";
    let page = scene.keeper.get(grid).await.is_ok();
    let mut cells = cells_of_the_first_line(&page.text());
    for (name, value) in &mut cells {
        if name == "l0.v.note" {
            value.push_str("\r\n甲\t乙");
        }
    }
    let cells: Vec<(&str, &str)> = cells
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    scene
        .keeper
        .post(grid, &cells)
        .await
        .leads_to("/ledger/probe");
    let after = body(&scene).await;
    assert!(after.contains(r"第一行\n第二行\n甲\t乙"), "{after}");
}
