//! Rows that move through stages, dates that expire, and money against a budget.

use crate::ledger_set_up::{enter, found_as};
use crate::support::world;
use base::Role;

const HAZARD: [(&str, &str); 4] = [
    ("v.title", "灭火器压力不足"),
    ("v.grade", "一般"),
    ("v.kind", "消防"),
    ("v.held", "2026-03-04"),
];

#[tokio::test]
async fn a_hazard_goes_from_the_school_to_the_recheck_back_with_a_reason_and_on_to_its_end() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found_as(&mut office, "hazards", ("hazards", "人事科")).await;
    let own = world.unit("清禾一中").await;
    let mut school = world.as_(Role::School).await;
    enter(&mut school, "hazards", &own, &HAZARD)
        .await
        .leads_to("/ledger/hazards/rows/1");
    // Three working days from 5 March 2026, a Thursday.
    school
        .get("/ledger/hazards/rows/1")
        .await
        .is_ok()
        .shows("转入“整改中”")
        .shows("本阶段期限2026年3月10日，还有3个工作日。");
    assert_eq!(
        world
            .word("select due_day as word from inbox_todos where kind = 'ledger.stages'")
            .await,
        "2026-03-10"
    );
    let step = "/ledger/hazards/rows/1/next-stage";
    // What the stage asks for is asked for on the spot, and nothing is lost.
    school
        .post(step, &[("version", "1"), ("v.responsible", "顾怀山")])
        .await
        .is_invalid()
        .shows("请先填写整改措施。")
        .shows("顾怀山");
    let measures = [("v.responsible", "顾怀山"), ("v.measure", "立即更换")];
    let first: Vec<(&str, &str)> = [&[("version", "1")][..], &measures[..]].concat();
    school
        .post(step, &first)
        .await
        .leads_to("/ledger/hazards/rows/1");
    // Somebody was first: what was typed is still there.
    let again = [("version", "1"), ("v.rectified_on", "2026-03-04")];
    school
        .post(step, &again)
        .await
        .is_conflict()
        .shows("别人改过这条记录")
        .shows("value=\"2026-03-04\"");
    let done = [("version", "2"), ("v.rectified_on", "2026-03-05")];
    school
        .post(step, &done)
        .await
        .leads_to("/ledger/hazards/rows/1");
    // The recheck is not the school's.
    let page = school
        .post(
            step,
            &[
                ("version", "3"),
                ("v.rechecked_by", "顾怀山"),
                ("v.rechecked_on", "2026-03-05"),
                ("v.passed", "是"),
            ],
        )
        .await;
    assert_eq!(page.status, 403);
    let mut keeper = world.as_(Role::OfficeHead).await;
    keeper
        .get("/ledger/hazards/rows/1")
        .await
        .is_ok()
        .shows("转入“已销号”");
    let back = "/ledger/hazards/rows/1/earlier-stage";
    keeper
        .post(back, &[("version", "3"), ("to", "rectify"), ("reason", "")])
        .await
        .is_invalid()
        .shows("value=\"rectify\" selected")
        .shows("aria-describedby=\"s-reason-error\"");
    let reason = "照片看不出已更换";
    keeper
        .post(
            back,
            &[("version", "3"), ("to", "rectify"), ("reason", reason)],
        )
        .await
        .leads_to("/ledger/hazards/rows/1");
    school
        .get("/ledger/hazards/rows/1")
        .await
        .is_ok()
        .shows("照片看不出已更换")
        .shows("转入“待复查”");
    school
        .get("/inbox?view=all")
        .await
        .is_ok()
        .shows("由“待复查”退回“整改中”");
    school
        .post(step, &[("version", "4")])
        .await
        .leads_to("/ledger/hazards/rows/1");
    // What did not pass is not closed, however much is filled in.
    let failed = [
        ("version", "5"),
        ("v.rechecked_by", "王敏"),
        ("v.rechecked_on", "2026-03-05"),
        ("v.passed", "否"),
        ("v.photo_words", "仍未更换。"),
    ];
    keeper
        .post(step, &failed)
        .await
        .is_invalid()
        .shows("复查不合格的不能销号，请退回整改。");
    let checked = [
        ("version", "5"),
        ("v.rechecked_by", "王敏"),
        ("v.rechecked_on", "2026-03-05"),
        ("v.passed", "是"),
        ("v.photo_words", "已更换，同意销号。"),
    ];
    keeper
        .post(step, &checked)
        .await
        .leads_to("/ledger/hazards/rows/1");
    let moves = "select count(*) as n from ledger_moves";
    assert_eq!(world.number(moves).await, 5);
    assert_eq!(
        world
            .word("select stage as word from ledger_stages where row_no = 1")
            .await,
        "closed"
    );
    // Whatever waited is settled.
    let open = "select count(*) as n from inbox_todos where kind = 'ledger.stages'";
    assert_eq!(world.number(open).await, 0);
}

#[tokio::test]
async fn a_form_or_a_grid_never_changes_the_stage_and_lists_find_what_is_late() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found_as(&mut office, "letters", ("letters", "办公室")).await;
    let own = world.unit("办公室").await;
    let letter = |no: &'static str, held: &'static str| {
        [
            ("v.letter_no", no),
            ("v.title", "咨询转学政策"),
            ("v.way", "来信"),
            ("v.kind", "咨询"),
            ("v.held", held),
        ]
    };
    // Fifteen days from the day it came: the first is late, the second is not.
    enter(
        &mut office,
        "letters",
        &own,
        &letter("XF2026-001", "2026-01-05"),
    )
    .await;
    enter(
        &mut office,
        "letters",
        &own,
        &letter("XF2026-002", "2026-03-04"),
    )
    .await;
    let late = "/ledger/letters?late=%E9%80%BE%E6%9C%9F";
    office
        .get(late)
        .await
        .is_ok()
        .shows("XF2026-001")
        .hides("XF2026-002");
    office
        .get("/ledger/letters/rows/1")
        .await
        .is_ok()
        .shows("已逾期44天");
    let mut fields = vec![
        ("unit", own.as_str()),
        ("version", "1"),
        ("v.stage", "已办结"),
    ];
    let corrected = letter("XF2026-001", "2026-03-03");
    fields.extend(corrected);
    office
        .upload("/ledger/letters/rows/1/edit", &fields, "", b"")
        .await
        .leads_to("/ledger/letters/rows/1");
    // The stage stays, the limit follows the day that was corrected.
    assert_eq!(
        world
            .word("select stage || ' ' || due as word from ledger_stages where row_no = 1")
            .await,
        "received 2026-03-18"
    );
    office.get(late).await.is_ok().hides("XF2026-001");
}

#[tokio::test]
async fn a_licence_that_expires_is_asked_for_once_and_money_beyond_the_budget_is_said() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found_as(&mut office, "bus-vehicles", ("bus-vehicles", "人事科")).await;
    found_as(&mut office, "construction", ("construction", "人事科")).await;
    let own = world.unit("清禾一中").await;
    let mut school = world.as_(Role::School).await;
    let bus = [
        ("v.plate", "禾Q00001"),
        ("v.kind", "小学生专用校车"),
        ("v.seats", "36"),
        ("v.state", "在用"),
        ("v.held", "2025-09-01"),
        ("v.permit_until", "2026-03-20"),
        ("v.inspected_until", "2026-09-01"),
    ];
    enter(&mut school, "bus-vehicles", &own, &bus)
        .await
        .leads_to("/ledger/bus-vehicles/rows/1");
    school
        .get("/ledger/bus-vehicles/rows/1")
        .await
        .is_ok()
        .shows("校车使用许可将于2026年3月20日到期。")
        .hides("安全技术检验将于");
    school
        .get("/inbox")
        .await
        .is_ok()
        .shows("更新bus-vehicles的校车使用许可：1项将到期或已过期");
    let keeper_unit = world.unit("人事科").await;
    let mut keeper = world.as_(Role::OfficeHead).await;
    let project = [
        ("v.project", "教学楼新建工程"),
        ("v.project_no", "JJ-2026-01"),
        ("v.kind", "新建"),
        ("v.held", "2026-02-01"),
        ("v.budget", "1000"),
        ("v.contract", "980"),
        ("v.changed", "120"),
    ];
    enter(&mut keeper, "construction", &keeper_unit, &project)
        .await
        .leads_to("/ledger/construction/rows/1");
    keeper
        .get("/ledger/construction/rows/1")
        .await
        .is_ok()
        .shows("合同价加变更签证超过批复概算。")
        .shows("变更签证超过合同价的10%。")
        .hides("财评价超过批复概算");
}
