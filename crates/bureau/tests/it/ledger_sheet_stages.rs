//! What an import leaves to the stages of a register, and to whoever fills them in.

use crate::{
    ledger_set_up::found_as,
    ledger_sheet_rows::{N_ROWS, apply, body, preview, sheet},
    support::{World, worlds},
};
use base::Role;
use testkit::Browser;

const HAZARDS: &str = "/ledger/hazards/import";
const HAZARD_HEADER: [&str; 11] = [
    "隐患内容",
    "等级",
    "类别",
    "发现日期",
    "整改责任人",
    "整改措施",
    "办理阶段",
    "整改完成日期",
    "复查人",
    "复查日期",
    "复查合格",
];

async fn hazards(world: &World) {
    let mut office = world.as_(Role::GeneralOffice).await;
    found_as(&mut office, "hazards", ("隐患", "人事科")).await;
}

#[tokio::test]
async fn a_school_brings_no_row_into_a_later_stage_and_fills_in_nothing_of_the_recheck() {
    for world in worlds().await {
        hazards(&world).await;
        let mut school = world.as_(Role::School).await;
        school.get("/ledger/hazards").await.is_ok();
        let begun = [
            "护栏松动",
            "一般",
            "校舍",
            "2026-03-02",
            "顾怀山",
            "立即更换",
            "已登记",
            "",
            "",
            "",
            "",
        ];
        let closed = [
            "地面湿滑",
            "一般",
            "校舍",
            "2026-03-02",
            "",
            "",
            "已销号",
            "",
            "校长",
            "2026-03-03",
            "是",
        ];
        let later = [
            "插座破损",
            "一般",
            "消防",
            "2026-03-02",
            "",
            "",
            "",
            "2026-03-03",
            "",
            "",
            "",
        ];
        let page = preview(
            &mut school,
            HAZARDS,
            &sheet(&[&HAZARD_HEADER, &begun, &closed, &later]),
        )
        .await
        .shows("新记录从“已登记”开始，办理阶段不能由导入指定。")
        .shows("复查人由归口科室在“待复查”阶段填写，这里请留空。")
        .shows("整改完成日期在办理到“整改中”时再填，这里请留空。")
        .shows("只导入正确的1条");
        apply(&mut school, HAZARDS, &page, "right")
            .await
            .leads_to("/ledger/hazards");
        assert_eq!(world.number(N_ROWS).await, 1);
        // Neither a form made by hand nor the grid takes what is left to the recheck.
        let unit = world.word("select unit_id as word from ledger_rows").await;
        let form = [
            ("unit", unit.as_str()),
            ("version", "1"),
            ("v.title", "护栏松动"),
            ("v.notes", ""),
            ("v.rechecked_by", "校长"),
            ("v.passed", "是"),
            ("v.measure", "已订购"),
        ];
        school
            .upload("/ledger/hazards/rows/1/edit", &form, "", b"")
            .await
            .leads_to("/ledger/hazards/rows/1");
        let kept = body(&world, 1).await;
        assert!(kept.contains("已订购") && !kept.contains("校长"), "{kept}");
        let line = [
            ("l0.no", "1"),
            ("l0.version", "2"),
            ("l0.v.rechecked_by", "校长"),
        ];
        school
            .post("/ledger/hazards/grid", &line)
            .await
            .is_invalid()
            .shows("复查人由归口科室在“待复查”阶段填写");
        // Nor is it drawn for whom it is none to fill in.
        let grid = "/ledger/hazards/grid";
        school
            .get(grid)
            .await
            .is_ok()
            .shows("整改措施")
            .hides("复查人");
        let mut keeper = world.as_(Role::OfficeHead).await;
        keeper.get(grid).await.is_ok().shows("复查人");
        // The office brings in what was handled on paper, whole.
        let mut keeper = world.as_(Role::OfficeHead).await;
        keeper.get("/ledger/hazards").await.is_ok();
        let header: Vec<&str> = ["填报单位"]
            .into_iter()
            .chain(HAZARD_HEADER)
            .chain(["复查意见"])
            .collect();
        let line = |title, words| -> Vec<&str> {
            let cells = [
                title,
                "一般",
                "校舍",
                "2026-03-02",
                "顾怀山",
                "更换",
                "已销号",
                "2026-03-03",
                "何书岚",
                "2026-03-04",
                "是",
            ];
            ["清禾一中"]
                .into_iter()
                .chain(cells)
                .chain([words])
                .collect()
        };
        let lines = [header, line("灯罩脱落", "同意销号"), line("门锁损坏", "")];
        let lines: Vec<&[&str]> = lines.iter().map(Vec::as_slice).collect();
        preview(&mut keeper, HAZARDS, &sheet(&lines))
            .await
            .shows("已过“待复查”的，请填写复查意见。")
            .shows("只导入正确的1条");
    }
}

#[tokio::test]
async fn what_a_passed_stage_asked_for_is_not_emptied_again_by_form_grid_or_sheet() {
    const ROW: &str = "/ledger/hazards/rows/1";
    for world in worlds().await {
        hazards(&world).await;
        let mut school = world.as_(Role::School).await;
        school.get("/ledger/hazards").await.is_ok();
        let begun = [
            "护栏松动",
            "一般",
            "校舍",
            "2026-03-02",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
        ];
        let page = preview(&mut school, HAZARDS, &sheet(&[&HAZARD_HEADER, &begun])).await;
        apply(&mut school, HAZARDS, &page, "all")
            .await
            .leads_to("/ledger/hazards");
        let unit = world.word("select unit_id as word from ledger_rows").await;
        let form = |version: &'static str, measure: &'static str| {
            [
                ("unit", unit.clone()),
                ("version", version.to_owned()),
                ("v.title", "护栏松动".to_owned()),
                ("v.grade", "一般".to_owned()),
                ("v.kind", "校舍".to_owned()),
                ("v.held", "2026-03-02".to_owned()),
                ("v.responsible", "顾怀山".to_owned()),
                ("v.measure", measure.to_owned()),
            ]
        };
        let save = async |school: &mut Browser, form: [(&str, String); 8]| {
            let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
            school.upload(&format!("{ROW}/edit"), &form, "", b"").await
        };
        // What is empty all along may stay so until the stage asks.
        save(&mut school, form("1", "")).await.leads_to(ROW);
        let step = [
            ("version", "2"),
            ("v.responsible", "顾怀山"),
            ("v.measure", "更换"),
        ];
        school
            .post(&format!("{ROW}/next-stage"), &step)
            .await
            .leads_to(ROW);
        save(&mut school, form("3", ""))
            .await
            .is_invalid()
            .shows("已过“已登记”的，请填写整改措施。");
        let line = [("l0.no", "1"), ("l0.version", "3"), ("l0.v.measure", "")];
        school
            .post("/ledger/hazards/grid", &line)
            .await
            .is_invalid()
            .shows("已过“已登记”的，请填写整改措施。");
        let header = ["记录编号", "隐患描述", "等级", "整改措施"];
        let emptied = ["1", "护栏松动", "重大", ""];
        preview(&mut school, HAZARDS, &sheet(&[&header, &emptied]))
            .await
            .shows("已过“已登记”的，请填写整改措施。");
        save(&mut school, form("3", "加固")).await.leads_to(ROW);
    }
}

#[tokio::test]
async fn a_line_that_says_what_a_row_says_is_the_same_whoever_may_change_it() {
    for world in worlds().await {
        hazards(&world).await;
        let mut school = world.as_(Role::School).await;
        school.get("/ledger/hazards").await.is_ok();
        let line = [
            "护栏松动",
            "一般",
            "校舍",
            "2026-03-02",
            "顾怀山",
            "立即更换",
            "",
            "",
            "",
            "",
            "",
        ];
        let page = preview(&mut school, HAZARDS, &sheet(&[&HAZARD_HEADER, &line])).await;
        apply(&mut school, HAZARDS, &page, "")
            .await
            .leads_to("/ledger/hazards");
        let mut keeper = world.as_(Role::OfficeHead).await;
        keeper.get("/ledger/hazards").await.is_ok();
        keeper
            .post(
                "/ledger/hazards/verification",
                &[("id", "1"), ("one", "on")],
            )
            .await
            .leads_to("/ledger/hazards/rows/1");
        let exported = school.get("/ledger/hazards/export").await.is_ok().body;
        preview(&mut school, HAZARDS, &exported)
            .await
            .shows("没有可以导入的内容")
            .hides("不能直接修改");
        // What only the system keeps is no change, and leaves verified what is verified.
        let header = [
            "记录编号",
            "隐患内容",
            "等级",
            "类别",
            "发现日期",
            "办理阶段",
            "本阶段期限",
        ];
        let line = [
            "1",
            "护栏松动",
            "一般",
            "校舍",
            "2026-03-02",
            "已销号",
            "2027-01-01",
        ];
        for browser in [&mut school, &mut keeper] {
            preview(browser, HAZARDS, &sheet(&[&header, &line]))
                .await
                .shows("没有可以导入的内容")
                .hides("有1处问题");
        }
        let mut line = line;
        line[1] = "护栏松动两处";
        preview(&mut school, HAZARDS, &sheet(&[&header, &line]))
            .await
            .shows("这条记录已核，不能直接修改。");
    }
}
