//! Sheets that are taken over twice, rows that lie in the recycle bin, and names that are written otherwise.

use crate::{
    ledger::{found_training, hidden},
    ledger_files::workbook,
    ledger_sheet_rows::{preview, sheet},
    support::{World, worlds},
};
use base::Role;
use testkit::{Browser, Page};

/// Nothing tells its rows apart.
const VISITS: &str = r#"
code = "visits"
name = "走访"
owner = "人事科"
purpose = "走访"

[[fields]]
code = "person"
name = "走访人"
kind = "person"

[[fields]]
code = "place"
name = "走访单位"
kind = "unit"

[[fields]]
code = "subjects"
name = "事项"
kind = "multi_choice"
options = ["师德师风", "教学", "安全"]
"#;

const HEADER: [&str; 4] = ["填报单位", "走访人", "走访单位", "事项"];
const IMPORT: &str = "/ledger/visits/import";
const N_ROWS: &str = "select count(*) as n from ledger_rows";

/// Takes over what a preview showed, as its page does.
async fn apply(browser: &mut Browser, import: &str, page: &Page) -> Page {
    let text = page.text();
    let names = ["file", "name", "seen", "once"];
    let fields = names.map(|name| (name, hidden(&text, name)));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    browser.post(&format!("{import}/apply"), &fields).await
}

async fn visits(world: &World) -> Browser {
    let mut office = world.as_(Role::GeneralOffice).await;
    office
        .post("/ledger/new", &[("text", VISITS)])
        .await
        .leads_to("/ledger/visits");
    let mut keeper = world.as_(Role::OfficeHead).await;
    keeper.get("/ledger/visits").await.is_ok();
    keeper
}

#[tokio::test]
async fn a_preview_is_taken_over_once_however_often_it_is_posted() {
    for world in worlds().await {
        let mut keeper = visits(&world).await;
        let line = ["清禾一中", "张三", "清禾一中", "教学"];
        let bytes = sheet(&[&HEADER, &line, &line]);
        let page = preview(&mut keeper, IMPORT, &bytes).await.hides("导入过");
        let mut others = [keeper.clone(), keeper.clone(), keeper.clone()];
        let [first, second, third] = &mut others;
        let (first, second, third) = tokio::join!(
            apply(first, IMPORT, &page),
            apply(second, IMPORT, &page),
            apply(third, IMPORT, &page),
        );
        for page in [first, second, third] {
            page.leads_to("/ledger/visits");
        }
        assert_eq!(world.number(N_ROWS).await, 2);
        apply(&mut keeper, IMPORT, &page)
            .await
            .leads_to("/ledger/visits");
        assert_eq!(world.number(N_ROWS).await, 2);
        keeper
            .get("/ledger/visits")
            .await
            .shows("这份表格已经导入过（新增2条");
        // The same file anew may be meant, and is asked about.
        let page = preview(&mut keeper, IMPORT, &bytes)
            .await
            .shows("内容相同的表格已由")
            .shows("请确认不是重复导入");
        apply(&mut keeper, IMPORT, &page)
            .await
            .leads_to("/ledger/visits");
        assert_eq!(world.number(N_ROWS).await, 4);
    }
}

#[tokio::test]
async fn a_large_sheet_that_is_posted_twice_has_one_job() {
    for world in worlds().await {
        let mut keeper = visits(&world).await;
        let mut noise = 1_u64;
        let mut lines = vec![HEADER.map(str::to_owned).to_vec()];
        for _ in 0..1300 {
            // Words that do not pack well.
            let word: String = (0..30)
                .map(|_| {
                    noise = noise
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    format!("{noise:x}")
                })
                .collect();
            lines.push(vec![
                "清禾一中".to_owned(),
                word,
                String::new(),
                String::new(),
            ]);
        }
        let bytes = workbook(&lines);
        assert!(bytes.len() > shell::jobs::LARGE_FILE);
        let page = preview(&mut keeper, IMPORT, &bytes).await;
        let first = apply(&mut keeper, IMPORT, &page).await.leads_to("/jobs/");
        let second = apply(&mut keeper, IMPORT, &page).await;
        assert_eq!(second.location(), first.location());
        shell::jobs::drain(&world.app.app).await.unwrap();
        assert_eq!(world.number(N_ROWS).await, 1300);
        let jobs = "select count(*) as n from store_jobs where kind = 'ledger.import'";
        assert_eq!(world.number(jobs).await, 1);
        let third = apply(&mut keeper, IMPORT, &page).await;
        assert_eq!(third.location(), first.location());
        assert_eq!(world.number(N_ROWS).await, 1300);
    }
}

#[tokio::test]
async fn a_line_about_a_row_in_the_recycle_bin_is_told_so() {
    for world in worlds().await {
        found_training(&mut world.as_(Role::GeneralOffice).await).await;
        let mut keeper = world.as_(Role::OfficeHead).await;
        keeper.get("/ledger/training").await.is_ok();
        let import = "/ledger/training/import";
        let header = ["姓名", "工号", "培训项目", "级别", "开始日期"];
        let line = ["李安", "A0001", "研修", "市级", "2026-03-02"];
        let bytes = sheet(&[&header, &line]);
        let page = preview(&mut keeper, import, &bytes).await;
        apply(&mut keeper, import, &page)
            .await
            .leads_to("/ledger/training");
        keeper
            .post("/ledger/training/removal", &[("id", "1")])
            .await;
        let n_binned = "select count(*) as n from ledger_bin";
        assert_eq!(world.number(n_binned).await, 1);
        preview(&mut keeper, import, &bytes)
            .await
            .shows("这条记录在回收站里（第1号）")
            .shows("请先到回收站恢复它")
            .hides("导入1条");
        // By its number as well, whatever else became of it.
        let numbered = ["记录编号", "姓名", "工号", "培训项目", "级别", "开始日期"];
        let other = ["1", "李安", "A0002", "研修", "市级", "2026-03-02"];
        preview(&mut keeper, import, &sheet(&[&numbered, &other]))
            .await
            .shows("这条记录在回收站里（第1号）");
        // Entered by hand all the same, it keeps the other from coming back.
        let unit = world
            .word("select id as word from org_units where short_name = '清禾一中'")
            .await;
        let cells = [
            ("unit", unit.as_str()),
            ("v.name", "李安"),
            ("v.id_no", "A0001"),
            ("v.project", "研修"),
            ("v.level", "市级"),
            ("v.held", "2026-03-02"),
        ];
        keeper
            .upload("/ledger/training/new", &cells, "", b"")
            .await
            .leads_to("/ledger/training/rows/2");
        keeper.post("/ledger/training/bin/1/restoration", &[]).await;
        assert_eq!(world.number(n_binned).await, 1);
    }
}

#[tokio::test]
async fn names_are_known_with_blanks_in_them_and_the_unit_that_is_meant_is_asked_for() {
    for world in worlds().await {
        let mut keeper = visits(&world).await;
        let lines: [&[&str]; 4] = [
            &HEADER,
            &["清禾　一中", "张　三", "清禾 一中", "师德 师风"],
            &["清禾一中", "张 三", "清禾一中", "教学 安全"],
            &["清禾一中", "张三 李四", "", "师德　师风、教学"],
        ];
        let page = preview(&mut keeper, IMPORT, &sheet(&lines))
            .await
            .shows("导入3条")
            .hides("处问题");
        apply(&mut keeper, IMPORT, &page)
            .await
            .leads_to("/ledger/visits");
        let says = |words: &str| {
            format!("select count(*) as n from ledger_rows where body like '%{words}%'")
        };
        for (words, n) in [
            ("\"张三\"", 2),
            ("张三 李四", 1),
            ("\"师德师风\"", 1),
            ("\"教学、安全\"", 1),
            ("\"师德师风、教学\"", 1),
        ] {
            assert_eq!(world.number(&says(words)).await, n, "{words}");
        }
        // A name by which nobody is known asks for the one that is like it.
        let name = world
            .word("select name as word from org_units where short_name = '清禾一中'")
            .await;
        let lines: [&[&str]; 3] = [
            &HEADER,
            &["清禾县一中", "张三", "清禾一中", "教学"],
            &["清禾一中", "张三", "第一中学", "教学"],
        ];
        preview(&mut keeper, IMPORT, &sheet(&lines))
            .await
            .shows(&format!("没有找到“清禾县一中”这个单位，是不是“{name}”？"))
            .shows(&format!("没有找到“第一中学”这个单位，是不是“{name}”？"));
    }
}
