//! What a new version of a definition does to the rows there are, and how it is asked.

use crate::{
    ledger::{found_training, hidden, posted_as_drawn},
    support::{World, worlds},
};
use base::Role;
use testkit::{Browser, Page};

const EDIT: &str = "/ledger/training/definition/edit";

type Pairs = Vec<(String, String)>;

async fn post(browser: &mut Browser, pairs: &Pairs) -> Page {
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (&**n, &**v)).collect();
    browser.post(EDIT, &pairs).await
}

/// 教师培训 with two rows of one teacher.
async fn founded(world: &World) -> Browser {
    let mut office = world.as_(Role::GeneralOffice).await;
    found_training(&mut office).await;
    let sql = "select id as word from org_units where short_name = '清禾一中'";
    let own = world.word(sql).await;
    let mut school = world.as_(Role::School).await;
    for (project, level, held) in [
        ("班主任研修", "市级", "2026-01-05"),
        ("骨干研修", "县级", "2026-02-05"),
    ] {
        let cells = [
            ("unit", own.as_str()),
            ("v.name", "李安"),
            ("v.id_no", "A0001"),
            ("v.project", project),
            ("v.level", level),
            ("v.held", held),
            ("v.hours", "24"),
            ("v.cost", "1080"),
        ];
        let page = school.upload("/ledger/training/new", &cells, "", b"").await;
        assert!(page.location().contains("/rows/"), "{}", page.text());
    }
    office
}

/// The form as it is drawn, with something else in one field; `of` is the name of a field of the register
/// whose line is meant, or nothing.
async fn form_with(office: &mut Browser, of: &str, name: &str, value: &str) -> Pairs {
    let mut pairs = posted_as_drawn(&office.get(EDIT).await.is_ok().text());
    let line = pairs
        .iter()
        .find(|(name, value)| name.starts_with('f') && name.ends_with(".name") && value == of)
        .map(|(name, _)| name.trim_end_matches("name").to_owned());
    let name = format!(
        "{}{name}",
        line.filter(|_| !of.is_empty()).unwrap_or_default()
    );
    let found = pairs.iter_mut().find(|(known, _)| *known == name);
    let (_, kept) = found.unwrap_or_else(|| panic!("no field {name}"));
    value.clone_into(kept);
    pairs
}

fn taken(page: &str, more: &[(&str, &str)]) -> Pairs {
    let mut pairs = vec![
        ("version".to_owned(), hidden(page, "version")),
        ("definition".to_owned(), hidden(page, "definition")),
    ];
    let more = more.iter().map(|&(n, v)| (n.to_owned(), v.to_owned()));
    pairs.extend(more);
    pairs
}

#[tokio::test]
async fn rows_that_could_not_be_told_apart_any_more_are_named_and_nothing_is_taken() {
    for world in worlds().await {
        let mut office = founded(&world).await;
        let said = "按“工号”不得重复，有1条记录与前面的记录重复：第2号与第1号。";
        let pairs = form_with(&mut office, "", "key", "工号").await;
        let page = post(&mut office, &pairs).await.is_ok();
        let page = page.shows(said).hides("启用这一版").text();
        let page = post(&mut office, &taken(&page, &[])).await;
        page.is_invalid().shows(said);
        // Told apart by the course, they may.
        let pairs = form_with(&mut office, "", "key", "培训项目").await;
        let page = post(&mut office, &pairs).await.is_ok();
        let page = page
            .shows("不得重复的字段由“工号、培训项目、开始日期”改为“培训项目”。")
            .text();
        post(&mut office, &taken(&page, &[]))
            .await
            .leads_to("/ledger/training/definition");
        let keys = "select count(*) as n from ledger_rows where row_key = '骨干研修'";
        assert_eq!(world.number(keys).await, 1);
    }
}

#[tokio::test]
async fn a_field_that_is_renamed_is_followed_by_what_the_form_says_of_it() {
    for world in worlds().await {
        let mut office = founded(&world).await;
        let pairs = form_with(&mut office, "学时", "name", "课时").await;
        let page = post(&mut office, &pairs).await.is_ok();
        page.shows("字段“学时”改名为“课时”。").hides("不得重复");
        let pairs = form_with(&mut office, "工号", "name", "职工号").await;
        let page = post(&mut office, &pairs).await.is_ok();
        let page = page.shows("字段“工号”改名为“职工号”。").text();
        post(&mut office, &taken(&page, &[]))
            .await
            .leads_to("/ledger/training/definition");
        let pairs = form_with(&mut office, "", "key", "工号、培训项目").await;
        let page = post(&mut office, &pairs).await.is_invalid();
        page.shows("不得重复的字段里写的“工号”不存在或已停用");
        let pairs = form_with(&mut office, "", "period", "结束日期").await;
        let page = post(&mut office, &pairs).await.is_ok();
        page.shows("所属时期的字段由“开始日期”改为“结束日期”。");
        let pairs = form_with(&mut office, "经费", "unit", "万元").await;
        let page = post(&mut office, &pairs).await.is_ok();
        page.shows("“经费”的单位由元改为万元：已有的2个数不会换算。");
    }
}

#[tokio::test]
async fn an_option_is_renamed_with_the_rows_that_say_it_or_stays() {
    for world in worlds().await {
        let mut office = founded(&world).await;
        let options = "国家级\n省级\n设区市级\n县级";
        let pairs = form_with(&mut office, "级别", "options", options).await;
        let page = post(&mut office, &pairs).await.is_ok();
        let page = page
            .shows("“级别”里没有了“市级”，是改名还是删除？")
            .shows("<option value=\"设区市级\" selected>改名为“设区市级”</option>")
            .shows("有1条记录填着“市级”：改名的随之改写")
            .hides("收紧了字段")
            .text();
        // Back to the form: what was changed there is still there.
        let again = post(&mut office, &taken(&page, &[("back", "on")])).await;
        let drawn = posted_as_drawn(&again.is_ok().text());
        let is_kept = |(name, value): &(String, String)| {
            name.ends_with(".options") && value.lines().any(|line| line == "设区市级")
        };
        assert!(drawn.iter().any(is_kept));
        let refused = post(&mut office, &taken(&page, &[("rename.level.2", "")])).await;
        refused
            .is_invalid()
            .shows("有1处已填的内容不符合新的要求")
            .shows("“级别”里没有了“市级”，是改名还是删除？")
            .shows("<option value=\"\" selected>删除</option>");
        post(
            &mut office,
            &taken(&page, &[("rename.level.2", "设区市级")]),
        )
        .await
        .leads_to("/ledger/training/definition");
        let indexed = "select count(*) as n from ledger_rows where body like '%设区市级%' \
                       and (c1 = '设区市级' or c2 = '设区市级' or c3 = '设区市级')";
        assert_eq!(world.number(indexed).await, 1);
        let export = "/ledger/training/definition/export";
        let export = office.get(export).await.is_ok().text();
        // Among the options, and in the condition of the roll-up.
        assert_eq!(export.matches("\"设区市级\"").count(), 2, "{export}");
        assert_eq!(export.matches("\"市级\"").count(), 0, "{export}");
    }
}

#[tokio::test]
async fn options_renamed_together_or_in_another_order_are_asked_about_each() {
    for world in worlds().await {
        let mut office = founded(&world).await;
        let says = |level: &str| {
            format!("select count(*) as n from ledger_rows where body like '%\"{level}\"%'")
        };
        let rows: Vec<(String, i64)> = {
            let mut rows = Vec::new();
            for level in ["国家级", "省级", "市级", "县级"] {
                rows.push((level.to_owned(), world.number(&says(level)).await));
            }
            rows
        };
        let n = |level: &str| rows.iter().find(|(known, _)| known == level).unwrap().1;
        // Both new names, the lowest first.
        let options = "区县级\n设区市级\n省级\n国家级";
        let pairs = form_with(&mut office, "级别", "options", options).await;
        let page = post(&mut office, &pairs).await.is_ok();
        let page = page
            .shows("“级别”里没有了“市级”，是改名还是删除？")
            .shows("“级别”里没有了“县级”，是改名还是删除？")
            .shows("<option value=\"区县级\" selected>改名为“区县级”</option>")
            .text();
        let answers = [("rename.level.2", "设区市级"), ("rename.level.3", "区县级")];
        post(&mut office, &taken(&page, &answers))
            .await
            .leads_to("/ledger/training/definition");
        assert_eq!(world.number(&says("设区市级")).await, n("市级"));
        assert_eq!(world.number(&says("区县级")).await, n("县级"));
        assert_eq!(world.number(&says("市级")).await, 0);
        // In the condition of the roll-up as well.
        let export = "/ledger/training/definition/export";
        let export = office.get(export).await.is_ok().text();
        assert_eq!(export.matches("\"设区市级\"").count(), 2, "{export}");
        // Two become one.
        let options = "市县级\n省级\n国家级";
        let pairs = form_with(&mut office, "级别", "options", options).await;
        let page = post(&mut office, &pairs).await.is_ok().text();
        let answers = [("rename.level.0", "市县级"), ("rename.level.1", "市县级")];
        post(&mut office, &taken(&page, &answers))
            .await
            .leads_to("/ledger/training/definition");
        assert_eq!(world.number(&says("市县级")).await, n("市级") + n("县级"));
        let export = "/ledger/training/definition/export";
        let export = office.get(export).await.is_ok().text();
        assert_eq!(export.matches("\"市县级\"").count(), 2, "{export}");
    }
}

#[tokio::test]
async fn a_register_another_office_keeps_already_is_not_founded_again_under_its_name() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        let fields = |owner: &'static str, code: &'static str| {
            [
                ("template", "ethics"),
                ("as_is", "on"),
                ("name", "师德师风"),
                ("owner", owner),
                ("code", code),
            ]
        };
        office
            .post("/ledger/new", &fields("人事科", "ethics"))
            .await
            .leads_to("/ledger/ethics");
        let page = office
            .post("/ledger/new", &fields("计划财务科", "ethics2"))
            .await;
        page.is_invalid()
            .shows("已有“师德师风”台账（归口：人事科）。");
        let registers = "select count(*) as n from ledger_registers";
        assert_eq!(world.number(registers).await, 1);
    }
}
