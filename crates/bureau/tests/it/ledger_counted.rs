//! A figure of a roll-up leads to the rows it counts, whatever it counts them by; and what is not theirs to
//! see leads nobody on.

use crate::{
    ledger_files::workbook,
    support::{World, worlds},
};
use base::Role;
use testkit::Browser;

/// By a field lists cannot be filtered by, one of several choices, and a number that may be missing.
const VISITS: &str = r#"
code = "visits"
name = "家访"
purpose = "登记家访"
owner = "人事科"
period = "held"
key = ["number"]

[rights]
fill_kinds = ["school"]

[[fields]]
code = "number"
name = "家访编号"
kind = "text"
required = true

[[fields]]
code = "held"
name = "日期"
kind = "date"
required = true

[[fields]]
code = "way"
name = "方式"
kind = "choice"
options = ["上门", "电话"]

[[fields]]
code = "topics"
name = "内容"
kind = "multi_choice"
options = ["学业", "心理", "心理健康"]

[[fields]]
code = "minutes"
name = "用时"
kind = "number"
unit = "分钟"

[[rollups]]
code = "homes"
name = "上门谈心理"
measure = "count"
unit = "次"
grain = "year"
whole_bureau = true

[[rollups.filter]]
field = "way"
one_of = ["上门"]

[[rollups.filter]]
field = "topics"
one_of = ["心理"]

[[rollups]]
code = "minutes"
name = "每周用时"
measure = "sum"
field = "minutes"
unit = "分钟"
grain = "week"
whole_bureau = true
"#;

/// A register whose rows name visits.
const FOLLOW_UPS: &str = r#"
code = "follow-ups"
name = "回访"
purpose = "登记回访"
owner = "人事科"

[rights]
fill_kinds = ["school"]

[[fields]]
code = "visit"
name = "哪次家访"
kind = "lookup"
register = "visits"
"#;

async fn enter(school: &mut Browser, own: &str, cells: [&str; 5]) {
    let [number, held, way, topics, minutes] = cells;
    let mut fields = vec![
        ("unit", own),
        ("v.number", number),
        ("v.held", held),
        ("v.way", way),
        ("v.minutes", minutes),
    ];
    fields.extend(topics.split('、').map(|topic| ("v.topics", topic)));
    school
        .upload("/ledger/visits/new", &fields, "", b"")
        .await
        .leads_to("/ledger/visits/rows/");
}

async fn scene(world: &World) -> (Browser, Browser) {
    let mut office = world.as_(Role::GeneralOffice).await;
    for (text, list) in [
        (VISITS, "/ledger/visits"),
        (FOLLOW_UPS, "/ledger/follow-ups"),
    ] {
        office
            .post("/ledger/new", &[("text", text)])
            .await
            .leads_to(list);
    }
    let own = world.unit("清禾一中").await;
    let mut school = world.as_(Role::School).await;
    school.get("/ledger/visits").await.is_ok();
    for cells in [
        ["V1", "2026-03-02", "上门", "学业、心理", "40"],
        ["V2", "2026-03-03", "上门", "心理健康", "30"],
        ["V3", "2026-03-04", "电话", "心理", ""],
        ["V4", "2026-03-05", "上门", "心理", "20"],
        ["V5", "2026-02-26", "上门", "学业", "15"],
    ] {
        enter(&mut school, &own, cells).await;
    }
    (office, school)
}

/// Where the first figure of a roll-up leads.
async fn first_figure(browser: &mut Browser, rollup: &str) -> (String, String) {
    let page = browser
        .get(&format!("/ledger/visits/rollups/{rollup}"))
        .await
        .is_ok();
    let text = page.text();
    let (_, link) = text.split_once("class=\"number\"><a href=\"").unwrap();
    let (href, rest) = link.split_once("\">").unwrap();
    let figure = rest.split('<').next().unwrap();
    let decoded = href.replace("&amp;", "&").replace("&#38;", "&");
    (decoded, figure.to_owned())
}

#[tokio::test]
async fn a_figure_leads_to_just_the_rows_it_counts() {
    for world in worlds().await {
        let (_, mut school) = scene(&world).await;
        let (href, figure) = first_figure(&mut school, "homes").await;
        assert_eq!(figure, "2");
        let said = "只列出计入汇总“上门谈心理”的记录（方式为上门，内容为心理）。";
        school
            .get(&href)
            .await
            .is_ok()
            .shows(said)
            .shows("合计：2条")
            .shows("V1")
            .shows("V4")
            .hides("V2")
            .hides("V3");
        // A further filter keeps it.
        school
            .get(&format!("{href}&q=V4"))
            .await
            .is_ok()
            .shows("合计：1条")
            .shows("name=\"rollup\" value=\"homes\"");
        // The newest week begins on the 2nd of March; the visit without its minutes adds nothing to it.
        let (href, figure) = first_figure(&mut school, "minutes").await;
        assert_eq!(figure, "90");
        school
            .get(&href)
            .await
            .is_ok()
            .shows("合计：3条")
            .hides("V3")
            .hides("V5");
        // No such roll-up: nothing is left out.
        school
            .get("/ledger/visits?rollup=nothing")
            .await
            .is_ok()
            .shows("合计：5条");
    }
}

#[tokio::test]
async fn what_another_unit_has_is_neither_offered_nor_told() {
    for world in worlds().await {
        let (_, mut school) = scene(&world).await;
        let theirs = world.unit("清禾二中").await;
        let given = format!("update ledger_rows set unit_id = '{theirs}' where row_key = 'V1'");
        world.app.database().run(&given).await;
        school
            .get("/ledger/follow-ups/new")
            .await
            .is_ok()
            .shows("value=\"V2\"")
            .hides("value=\"V1\"");
        let own = world.unit("清禾一中").await;
        let repeated = "家访编号与已登记的记录重复，不能再登记；请与人事科核对。";
        let fields = [
            ("unit", own.as_str()),
            ("v.number", "V1"),
            ("v.held", "2026-03-05"),
        ];
        school
            .upload("/ledger/visits/new", &fields, "", b"")
            .await
            .is_invalid()
            .shows(repeated)
            .hides("第1号");
        // Nor by a sheet, which changes nothing of it.
        let lines = [["家访编号", "日期"], ["V1", "2026-03-06"]];
        let lines = lines.map(|line| line.map(str::to_owned).to_vec());
        school
            .upload("/ledger/visits/import", &[], "家访.xlsx", &workbook(&lines))
            .await
            .is_ok()
            .shows(repeated)
            .hides("第1号")
            .shows("没有可以导入的内容");
    }
}

#[tokio::test]
async fn the_bin_is_for_those_who_fill_in_or_keep_the_register() {
    for world in worlds().await {
        let (mut office, mut school) = scene(&world).await;
        school
            .post("/ledger/visits/removal", &[("id", "1")])
            .await
            .leads_to("/ledger/visits");
        school
            .get("/ledger/visits")
            .await
            .is_ok()
            .shows("回收站（1条）");
        school.get("/ledger/visits/bin").await.is_ok().shows("V1");
        office.get("/ledger/visits").await.is_ok().hides("回收站");
        office.get("/ledger/visits/bin").await.is_not_found();
    }
}
