//! Reports and the numbers and steps they are about: one number kept once, verified by the review,
//! steps done on their plan.

use crate::{
    plan_milestones::{hidden, steps_of, take_all},
    report::{filled, key, numbers, set_up},
    support::{World, world},
};
use base::{Role, actor::UnitId};
use testkit::Browser;

/// The first target measured by a number the head of the office reports; the quarter set up.
async fn measured(world: &World) -> (Browser, Browser, String) {
    let (mut office, reports) = set_up(world).await;
    let plan = reports.replace("/report/plans/", "/plan/");
    let item = steps_of(world, &plan, "1.").await.replace("/steps", "");
    let mut head = world.as_(Role::OfficeHead).await;
    let target = world
        .word(
            "select t.id as word from plan_targets t join plan_items i on i.id = t.item_id
             where i.marker = '1.'",
        )
        .await;
    let targets = format!("{item}/targets");
    head.get(&targets).await.is_ok();
    let new = [
        ("target", target.as_str()),
        ("name", "招聘教师人数"),
        ("unit", "名"),
        ("decimals", "0"),
        ("grain", "year"),
    ];
    head.post(&format!("{targets}/create"), &new)
        .await
        .leads_to(&targets);
    office.get(&format!("{reports}/set-up")).await.is_ok();
    office
        .post(&format!("{reports}/set-up"), &[("grain", "quarter")])
        .await
        .leads_to(&reports);
    let report = world
        .word(
            "select r.id as word from report_reports r join report_tasks t
                on t.plan_id = r.plan_id and t.period = r.period and t.item_id = r.item_id
             where r.period = '2026-Q1' and t.marker = '1.'",
        )
        .await;
    (office, head, format!("/report/reports/{report}"))
}

async fn state(world: &World) -> String {
    world.word("select state as word from facts_values").await
}

async fn consent(who: &mut Browser, report: &str) {
    who.get(report).await.is_ok();
    who.post(&format!("{report}/review"), &[("act", "consent")])
        .await
        .leads_to("/report");
}

/// Opens the report, writes the number and hands it in.
async fn hand_in(head: &mut Browser, report: &str, number: &str) {
    let page = head.get(report).await.is_ok();
    let value = format!("v:{}", key(&page, "教师"));
    let fields = [
        ("revision", hidden(&page, "revision")),
        (value.as_str(), number.to_owned()),
        ("v:done", "公告已发布。".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    head.post(report, &fields).await.leads_to("/report");
}

#[tokio::test]
async fn a_number_of_a_report_is_kept_once_and_verified_by_its_review_with_the_report_in_its_trace()
{
    let world = world().await;
    let (mut office, mut head, report) = measured(&world).await;
    // It opens with the number as it stands, which nobody has given yet.
    let page = head.get(&report).await.is_ok();
    page.shows("教师").shows("目标：200名");
    hand_in(&mut head, &report, "120").await;
    let n = "select minor as n from facts_values";
    assert_eq!(world.number(n).await, 120);
    assert_eq!(state(&world).await, "open");

    // The leader returns the one number: its source is asked to look again.
    let mut leader = world.as_(Role::Leader).await;
    let page = leader.get(&report).await.is_ok().shows("120名");
    let remark = remark_of(&page.text(), "教师");
    leader
        .post(
            &format!("{report}/review"),
            &[("act", "return"), (remark.as_str(), "与台账不符")],
        )
        .await
        .leads_to(&report);
    assert_eq!(state(&world).await, "returned");
    head.get(&report).await.is_ok().shows("只有教师可以修改");
    hand_in(&mut head, &report, "128").await;
    assert_eq!(world.number(n).await, 128);
    assert_eq!(state(&world).await, "open");

    consent(&mut leader, &report).await;
    assert_eq!(state(&world).await, "open", "one step is not the whole way");
    consent(&mut office, &report).await;
    assert_eq!(state(&world).await, "verified");
    let fact = world.word("select id as word from facts_values").await;
    office
        .get(&format!("/facts/values/{fact}"))
        .await
        .is_ok()
        .shows("已核")
        .shows("2026年第一季度报送“1.加强教师招聘”（人事科）")
        .shows("审阅通过")
        .shows("与台账不符");
    office
        .get(&format!("{report}/story"))
        .await
        .is_ok()
        .shows("改动1处后重新报送")
        .shows("<del>120名</del> <ins>128名</ins>")
        .shows("1个数据转为已核");

    // What was approved changes only after it was opened again, and leaves its trace.
    office.get(&report).await.is_ok();
    office
        .post(
            &format!("{report}/reopen"),
            &[("reason", "公示后1人放弃"), ("only", &remark[2..])],
        )
        .await
        .leads_to(&report);
    assert_eq!(state(&world).await, "verified");
    hand_in(&mut head, &report, "127").await;
    assert_eq!(world.number(n).await, 127);
    assert_eq!(state(&world).await, "open");
    let traced = "select count(*) as n from facts_history where reason like '%公示后1人放弃%'";
    assert_eq!(world.number(traced).await, 1);
    let given = "select count(distinct minor) as n from facts_history where act = 'supplied'";
    assert_eq!(
        world.number(given).await,
        3,
        "120, 128 and 127 are all there"
    );
}

/// The name of the remark on the field with this label, as the reviewer's page has it.
fn remark_of(text: &str, label: &str) -> String {
    let (before, _) = text.split_once(&format!(">对{label}的意见<")).unwrap();
    let (_, rest) = before.rsplit_once("for=\"c-").unwrap();
    format!("c:{}", rest.split_once('"').unwrap().0)
}

#[tokio::test]
async fn a_report_is_not_filed_with_another_number_than_its_data_item_has() {
    let world = world().await;
    let (mut office, mut head, report) = measured(&world).await;
    hand_in(&mut head, &report, "120").await;
    // Its reporter gives another number where it lives, after the report was handed in.
    let code = world.word("select code as word from facts_items").await;
    let unit = world.word("select unit_id as word from facts_values").await;
    let (field, version) = (format!("v.{code}.{unit}"), format!("n.{code}.{unit}"));
    head.post(
        "/facts/enter",
        &[("period", "2026"), (&field, "130"), (&version, "1")],
    )
    .await
    .leads_to("/facts/enter");
    let mut leader = world.as_(Role::Leader).await;
    consent(&mut leader, &report).await;
    office.get(&report).await.is_ok();
    office
        .post(&format!("{report}/review"), &[("act", "consent")])
        .await
        .is_invalid()
        .shows("报送为120名，数据项中是130名，没有归档");
    assert_eq!(state(&world).await, "open");
}

#[tokio::test]
async fn a_number_of_another_source_cannot_be_typed_over_in_a_report() {
    let world = world().await;
    let (_, mut head, report) = measured(&world).await;
    hand_in(&mut head, &report, "120").await;
    head.post(&format!("{report}/withdraw"), &[])
        .await
        .leads_to(&report);
    // From now on a register says how many there are.
    let rollup = "update facts_items set source_kind = 'register', source_detail = 'rollup-1'";
    world.app.database().run(rollup).await;
    let page = head.get(&report).await.is_ok();
    page.clone().shows("数字由来源更正，报送里不另填一个数");
    let number = key(&page, "教师");
    let (value, remark) = (format!("v:{number}"), format!("r:{number}"));
    head.post(
        &report,
        &[
            ("revision", &hidden(&page, "revision")),
            (&value, "7654321"),
            (&remark, "少计特岗教师"),
            ("v:done", "公告已发布。"),
        ],
    )
    .await
    .leads_to("/report");
    assert_eq!(
        world.number("select minor as n from facts_values").await,
        120
    );
    head.get(&report)
        .await
        .is_ok()
        .shows("120名（对来源的意见：少计特岗教师）")
        .hides("7654321");
}

#[tokio::test]
async fn a_step_a_report_says_is_done_counts_once_the_report_has_passed_and_is_open_when_it_returns()
 {
    let world = world().await;
    let (mut office, mut head, report) = measured(&world).await;
    let plan = world.word("select id as word from plan_plans").await;
    let steps = steps_of(&world, &format!("/plan/{plan}"), "1.").await;
    take_all(&mut head, &steps).await;
    let item = world
        .word("select id as word from plan_items where marker = '1.'")
        .await;
    let moved = format!(
        "update plan_steps set due = '2026-02-10', due_day = '2026-02-10', begins = null
         where place = 0 and item_id = '{item}'"
    );
    world.app.database().run(&moved).await;
    let name = world
        .word("select name as word from plan_steps where due_day = '2026-02-10'")
        .await;
    let page = head.get(&report).await.is_ok();
    page.clone()
        .shows(&format!("节点“{name}”完成日期"))
        .shows("逾期");
    let step = key(&page, &format!("节点“{name}”完成日期"));
    let (on, proof) = (format!("v:{step}"), format!("r:{step}"));
    // A day to come is refused, and nothing typed is lost.
    let (revision, said) = (hidden(&page, "revision"), numbers(&page));
    let fields = |day| {
        [
            ("revision", revision.as_str()),
            (on.as_str(), day),
            (proof.as_str(), "方案印发〔2026〕3号"),
            ("v:done", "方案已印发。"),
        ]
    };
    head.post(&report, &filled(&said, &fields("2026-12-01")))
        .await
        .is_invalid()
        .shows("完成日期在今天之后")
        .shows("方案印发〔2026〕3号");
    head.post(&report, &filled(&said, &fields("2026-03-02")))
        .await
        .leads_to("/report");
    // As long as nobody has let the report pass, it is said to be done, and not done.
    let state = format!("select state as word from plan_steps where name = '{name}'");
    head.get(&steps)
        .await
        .is_ok()
        .shows("方案印发〔2026〕3号")
        .shows("报完成待核")
        .shows("完成 0%");
    assert_eq!(world.word(&state).await, "claimed");

    // Returned alone it is open again, in the report and on the plan.
    let mut leader = world.as_(Role::Leader).await;
    let page = leader.get(&report).await.is_ok();
    let remark = remark_of(&page.text(), &name);
    let fields = [("act", "return"), (remark.as_str(), "印发日期与文件不符")];
    leader
        .post(&format!("{report}/review"), &fields)
        .await
        .leads_to(&report);
    assert_eq!(world.word(&state).await, "in_progress");
    let page = head.get(&report).await.is_ok();
    page.clone().shows(&format!("name=\"{on}\""));
    let revision = hidden(&page, "revision");
    let fields = [
        ("revision", revision.as_str()),
        (on.as_str(), "2026-03-03"),
        (proof.as_str(), "方案印发〔2026〕3号"),
    ];
    head.post(&report, &fields).await.leads_to("/report");
    assert_eq!(world.word(&state).await, "claimed");
    consent(&mut leader, &report).await;
    assert_eq!(world.word(&state).await, "claimed");
    consent(&mut office, &report).await;
    let done =
        format!("select state || ' ' || done_day as word from plan_steps where name = '{name}'");
    assert_eq!(world.word(&done).await, "done 2026-03-03");
    head.get(&steps)
        .await
        .is_ok()
        .shows("已完成")
        .shows("核定完成");
}

#[tokio::test]
async fn files_are_attached_to_a_report_by_its_unit_until_it_is_handed_in() {
    let world = world().await;
    let (mut office, mut head, report) = measured(&world).await;
    head.get(&report).await.is_ok().shows("附件");
    let attach = format!("/files/to/report/{}", report.rsplit_once('/').unwrap().1);
    let pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF";
    let page = head.get(&report).await.is_ok();
    assert!(page.text().contains(&attach), "{}", page.text());
    head.upload(&attach, &[], "佐证.pdf", pdf)
        .await
        .leads_to(&report);
    head.get(&report).await.is_ok().shows("佐证.pdf");
    office.get(&report).await.is_ok().hides("佐证.pdf");
    hand_in(&mut head, &report, "120").await;
    office.get(&report).await.is_ok().shows("佐证.pdf");
    let before = "select count(*) as n from files_attachments";
    head.upload(&attach, &[], "后补.pdf", pdf).await;
    assert_eq!(world.number(before).await, 1);
}

#[tokio::test]
async fn a_number_left_blank_is_asked_for_and_only_its_reason_stands_for_it() {
    let world = world().await;
    let (_, mut head, report) = measured(&world).await;
    let page = head.get(&report).await.is_ok();
    let number = key(&page, "教师");
    let (value, reason) = (format!("v:{number}"), format!("r:{number}"));
    let revision = hidden(&page, "revision");
    let fields = |typed, why| {
        [
            ("revision", revision.as_str()),
            (value.as_str(), typed),
            (reason.as_str(), why),
            ("v:done", "公告已发布。"),
        ]
    };
    head.post(&report, &fields("", ""))
        .await
        .is_invalid()
        .shows("教师：没有填数，没有报送")
        .shows("公告已发布。");
    head.post(&report, &fields("", "资格审查尚未结束"))
        .await
        .leads_to("/report");
    let kept = "select count(*) as n from facts_values";
    assert_eq!(world.number(kept).await, 0, "missing is not 0");
    let mut leader = world.as_(Role::Leader).await;
    leader
        .get(&report)
        .await
        .is_ok()
        .shows("未填（资格审查尚未结束）")
        .hides("<span class=\"quiet\">无</span> <span class=\"quiet small\">目标");
}

#[tokio::test]
async fn a_report_of_an_earlier_period_is_filed_as_it_stood_though_the_number_of_the_year_went_on()
{
    let world = world().await;
    let (mut office, mut head, report) = measured(&world).await;
    hand_in(&mut head, &report, "120").await;
    // The last day of the report goes by, and the number of the year goes on.
    let database = world.app.database();
    database
        .run("update report_rounds set due_day = '2026-03-04' where period = '2026-Q1'")
        .await;
    database
        .run("update report_reports set due_day = '2026-03-04' where period = '2026-Q1'")
        .await;
    let earlier = "update facts_values set at_ms = at_ms - 259200000";
    database.run(earlier).await;
    database
        .run("update facts_history set at_ms = at_ms - 259200000")
        .await;
    let code = world.word("select code as word from facts_items").await;
    let unit = world.word("select unit_id as word from facts_values").await;
    let (field, version) = (format!("v.{code}.{unit}"), format!("n.{code}.{unit}"));
    head.post(
        "/facts/enter",
        &[("period", "2026"), (&field, "150"), (&version, "1")],
    )
    .await
    .leads_to("/facts/enter");
    let mut leader = world.as_(Role::Leader).await;
    let page = leader.get(&report).await.is_ok();
    page.clone().shows("120名").shows("数据项现在是150名");
    // Returned and handed in again, it opens as it stood then and takes nothing back.
    let remark = remark_of(&page.text(), "教师");
    leader
        .post(
            &format!("{report}/review"),
            &[("act", "return"), (remark.as_str(), "请核对")],
        )
        .await
        .leads_to(&report);
    hand_in(&mut head, &report, "121").await;
    consent(&mut leader, &report).await;
    consent(&mut office, &report).await;
    office
        .get(&report)
        .await
        .is_ok()
        .shows("121名")
        .shows("已归档");
    let n = "select minor as n from facts_values";
    assert_eq!(world.number(n).await, 150, "the later number stays");
}

#[tokio::test]
async fn whoever_supports_a_task_is_asked_for_their_own_steps_alone() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    office.get(&format!("{reports}/set-up")).await.is_ok();
    office
        .post(&format!("{reports}/set-up"), &[("grain", "half_year")])
        .await
        .leads_to(&reports);
    let plan = reports.replace("/report/plans/", "/plan/");
    let steps = steps_of(&world, &plan, "3.").await;
    take_all(&mut office, &steps).await;
    let report = world
        .word(
            "select r.id as word from report_reports r join report_tasks t
                on t.plan_id = r.plan_id and t.period = r.period and t.item_id = r.item_id
             join org_units u on u.id = r.unit_id
             where r.period = '2026-H1' and t.marker = '3.' and u.short_name = '清禾一中'",
        )
        .await;
    let report = format!("/report/reports/{report}");
    let mut school = world.as_(Role::School).await;
    // The steps of the office that leads are not the school's to tell of.
    school.get(&report).await.is_ok().hides("节点“");
    let give = "update plan_steps set owner_person = null, owner_name = '清禾一中',
        owner_unit = (select id from org_units where short_name = '清禾一中')
        where place = 0 and item_id = (select id from plan_items where marker = '3.')";
    world.app.database().run(give).await;
    let own = "select name as word from plan_steps
        where place = 0 and item_id = (select id from plan_items where marker = '3.')";
    let own = world.word(own).await;
    let page = school.get(&report).await.is_ok().text();
    assert!(page.contains(&format!("节点“{own}”完成日期")), "{page}");
    assert_eq!(page.matches("完成日期</label>").count(), 1);
}

#[tokio::test]
async fn a_school_is_shown_its_own_number_or_none_and_never_the_countys() {
    let world = world().await;
    let (mut office, mut head, report) = measured(&world).await;
    hand_in(&mut head, &report, "120").await;
    let plan = world.word("select distinct plan_id as word from report_rounds");
    let reports = format!("/report/plans/{}", plan.await);
    office.get(&format!("{reports}/set-up")).await.is_ok();
    office
        .post(&format!("{reports}/set-up"), &[("grain", "half_year")])
        .await
        .leads_to(&reports);
    // A school supports the task whose target is the county's.
    let school = "select r.id as word from report_reports r
        join org_units u on u.id = r.unit_id
        where r.period = '2026-H1' and u.short_name = '清禾一中'";
    let school = world.word(school).await;
    let give = format!(
        "update report_reports set item_id = (select id from plan_items where marker = '1.')
         where id = '{school}'"
    );
    world.app.database().run(&give).await;
    let its_own = format!("/report/reports/{school}");
    let mut teacher = world.as_(Role::School).await;
    teacher
        .get(&its_own)
        .await
        .is_ok()
        .shows("缺少，来源尚无数据")
        .shows("没有本单位的数")
        .hides("120");
    // The office that leads it has the county's.
    head.get(&report).await.is_ok().shows("120");
}

#[tokio::test]
async fn what_is_wrong_with_a_number_is_said_beside_it_and_it_takes_the_focus() {
    let world = world().await;
    let (_, mut head, report) = measured(&world).await;
    let page = head.get(&report).await.is_ok();
    let number = key(&page, "教师");
    let (value, revision) = (format!("v:{number}"), hidden(&page, "revision"));
    let fields = [
        ("revision", revision.as_str()),
        (value.as_str(), "1.5"),
        ("v:done", "公告已发布。"),
    ];
    let focus = format!("aria-describedby=\"e-{number}\" autofocus");
    head.post(&report, &fields)
        .await
        .is_invalid()
        .shows(&format!(
            "id=\"e-{number}\">应填整数。没有报送，请核对后再填。"
        ))
        .shows(&focus)
        .shows("value=\"1.5\"")
        .shows("公告已发布。");
}

#[tokio::test]
async fn a_report_asks_once_who_is_of_its_unit_however_many_numbers_one_person_reports() {
    let world = world().await;
    let (_, mut head, report) = measured(&world).await;
    let database = world.app.database();
    database
        .run(
            "update facts_items set source_kind = 'reporter',
             source_detail = 'person:' || (select min(id) from org_people)",
        )
        .await;
    let mut sent = Vec::new();
    for more in 1..=3 {
        let before = world.app.app.db().statements_sent();
        let page = head.get(&report).await.is_ok();
        sent.push(world.app.app.db().statements_sent() - before);
        page.shows("招聘教师人数");
        // One number more on the same task.
        let items = "unit_word, decimals, value_kind, grain, applies_to, least, most, source_kind,
             source_detail, group_name, meaning, basis, place, version, is_retired";
        database
            .run(&format!(
                "insert into facts_items (code, name, {items})
                 select 'more_{more}', '另计{more}', {items} from facts_items
                 where name = '招聘教师人数'"
            ))
            .await;
        database
            .run(&format!(
                "insert into plan_measures (id, plan_id, item_id, target_id, kind, words, data_item,
                    by_name, at_ms)
                 select '{}', plan_id, item_id, null, 'up', '另计{more}比去年多', 'more_{more}',
                    by_name, at_ms
                 from plan_measures where target_id is not null",
                UnitId::new()
            ))
            .await;
    }
    assert_eq!(sent[0], sent[2], "{sent:?} statements");
    head.get(&report).await.is_ok().shows("另计3");
}
