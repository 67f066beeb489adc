//! The way of a report through review, act by act, as people take it on its pages; and what the lock leaves
//! to do.

use crate::{
    report::{filled, hidden, link, numbers, set_up},
    support::{World, world},
};
use base::Role;
use testkit::Browser;

const TASK: &str = "2.开展师德教育";

/// A clerk of the office of personnel, whose head is somebody else.
async fn clerk(world: &World) -> Browser {
    let mut clerk = world.nobody();
    clerk
        .sign_in("renshiyuan", bureau::demo::org::PASSWORD)
        .await;
    clerk.get("/password").await.is_ok();
    clerk
}

/// Hands in a report of a month; gives its address.
async fn hand_in(who: &mut Browser, done: &str) -> String {
    let report = link(&who.get("/report?tab=fill").await, TASK);
    hand_in_again(who, &report, done).await;
    report
}

async fn hand_in_again(who: &mut Browser, report: &str, done: &str) {
    let page = who.get(report).await.is_ok();
    let (revision, said) = (hidden(&page, "revision"), numbers(&page));
    let fields = [("revision", revision.as_str()), ("v:done", done)];
    who.post(report, &filled(&said, &fields))
        .await
        .leads_to("/report");
}

async fn review(who: &mut Browser, report: &str, fields: &[(&str, &str)]) {
    who.get(report).await.is_ok();
    who.post(&format!("{report}/review"), fields)
        .await
        .leads_to("/report");
}

async fn person(world: &World, name: &str) -> String {
    world
        .word(&format!(
            "select id as word from org_people where name = '{name}'"
        ))
        .await
}

#[tokio::test]
async fn a_report_is_taken_back_until_somebody_else_has_looked_at_it() {
    let world = world().await;
    set_up(&world).await;
    let (mut clerk, mut head) = (clerk(&world).await, world.as_(Role::OfficeHead).await);
    let report = hand_in(&mut clerk, "开展师德学习1次。").await;
    let withdraw = format!("{report}/withdraw");
    clerk.get(&report).await.is_ok().shows("撤回修改");
    clerk.post(&withdraw, &[]).await.leads_to(&report);
    head.get("/report?tab=review").await.is_ok().hides(TASK);
    hand_in_again(&mut clerk, &report, "开展师德学习2次。").await;
    review(&mut head, &report, &[("act", "consent")]).await;
    clerk.get(&report).await.is_ok().hides("撤回修改");
    clerk.post(&withdraw, &[]).await.leads_to(&report);
    clerk
        .get(&report)
        .await
        .is_ok()
        .shows("已有人审阅，不能撤回")
        .shows("开展师德学习2次。");
    clerk
        .get(&format!("{report}/story"))
        .await
        .is_ok()
        .shows("撤回，继续修改")
        .shows("改动1处后重新报送");
}

#[tokio::test]
async fn a_report_is_forwarded_countersigned_sent_to_an_earlier_step_filed_and_opened_again() {
    let world = world().await;
    let (mut office, _) = set_up(&world).await;
    let (mut clerk, mut head) = (clerk(&world).await, world.as_(Role::OfficeHead).await);
    let report = hand_in(&mut clerk, "开展师德学习1次。").await;
    // The head wants the general office to consent as well; both are needed.
    let also = person(&world, "沈书宁").await;
    head.get(&report).await.is_ok();
    let nobody = [
        ("act", "countersign"),
        ("person", ""),
        ("words", "请核对人数"),
    ];
    head.post(&format!("{report}/review"), &nobody)
        .await
        .is_invalid()
        .shows("没有选择人员")
        .shows("请核对人数");
    let fields = [
        ("act", "countersign"),
        ("person", also.as_str()),
        ("words", "请核对人数"),
    ];
    review(&mut head, &report, &fields).await;
    review(&mut head, &report, &[("act", "consent")]).await;
    let mut leader = world.as_(Role::Leader).await;
    leader.get("/report?tab=review").await.is_ok().hides(TASK);
    review(&mut office, &report, &[("act", "consent")]).await;
    // The leader remarks on one sentence without returning it, then sends it to the step before.
    leader
        .get(&report)
        .await
        .is_ok()
        .shows("退回到这一步")
        .shows("单位负责人");
    let remark = [("act", "comment"), ("c:done", "写明参加人数")];
    review(&mut leader, &report, &remark).await;
    leader.get(&report).await.is_ok().shows("写明参加人数");
    let bare = [("act", "return-step"), ("to", "0")];
    leader
        .post(&format!("{report}/review"), &bare)
        .await
        .is_invalid()
        .shows("退回要说明原因，没有退回");
    let back = [
        ("act", "return-step"),
        ("to", "0"),
        ("words", "请人事科核实"),
    ];
    review(&mut leader, &report, &back).await;
    leader.get(&report).await.is_ok().hides("提意见");
    // The head lets another leader look at it in the end: consent of both again, then forwarded.
    review(&mut head, &report, &[("act", "consent")]).await;
    review(&mut office, &report, &[("act", "consent")]).await;
    leader.get(&report).await.is_ok().shows("没有改动。");
    let other = person(&world, "秦少恒").await;
    let fields = [("act", "forward"), ("person", other.as_str())];
    review(&mut leader, &report, &fields).await;
    leader.get(&report).await.is_ok().hides("提意见");
    let waiting =
        "select p.name as word from report_waiting w join org_people p on p.id = w.person_id";
    assert_eq!(world.word(waiting).await, "秦少恒");
    let story = leader.get(&format!("{report}/story")).await.is_ok();
    for words in [
        "王敏请沈书宁会签：“请核对人数”",
        "对“进展”提出意见",
        "退回单位负责人",
        "转请秦少恒审阅",
    ] {
        assert!(story.text().contains(words), "{words}");
    }
}

#[tokio::test]
async fn what_was_filed_is_opened_again_for_one_field_with_a_reason_and_both_words_are_kept() {
    let world = world().await;
    let (mut office, _) = set_up(&world).await;
    let (mut clerk, mut head) = (clerk(&world).await, world.as_(Role::OfficeHead).await);
    let mut leader = world.as_(Role::Leader).await;
    let report = hand_in(&mut clerk, "开展师德学习1次。").await;
    for who in [&mut head, &mut leader, &mut office] {
        review(who, &report, &[("act", "consent")]).await;
    }
    let reopen = format!("{report}/reopen");
    head.get(&report).await.is_ok().hides("重新打开");
    assert_eq!(head.post(&reopen, &[]).await.status, 404);
    office.get(&report).await.is_ok().shows("重新打开");
    office
        .post(&reopen, &[])
        .await
        .is_invalid()
        .shows("要说明原因");
    let fields = [("only", "done"), ("reason", "次数有误")];
    office.post(&reopen, &fields).await.leads_to(&report);
    hand_in_again(&mut clerk, &report, "开展师德学习3次。").await;
    // The leader sees what is different from what they consented to.
    review(&mut head, &report, &[("act", "consent")]).await;
    leader
        .get(&report)
        .await
        .is_ok()
        .shows("本人上次同意之后的改动")
        .shows("<del>开展师德学习1次。</del> <ins>开展师德学习3次。</ins>");
    for who in [&mut leader, &mut office] {
        review(who, &report, &[("act", "consent")]).await;
    }
    office
        .get(&format!("{report}/story"))
        .await
        .is_ok()
        .shows("沈书宁重新打开，只更正进展：“次数有误”")
        .shows("开展师德学习1次。")
        .shows("开展师德学习3次。");
}

#[tokio::test]
async fn the_shape_of_the_review_is_set_for_a_plan_and_holds_for_periods_opened_later() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let (mut clerk, mut head) = (clerk(&world).await, world.as_(Role::OfficeHead).await);
    let page = office.get(&format!("{reports}/set-up")).await.is_ok();
    // No leader looks at it, and everybody of the general office files it.
    let version = hidden(&page, "version");
    let fields = [
        ("version", version.as_str()),
        ("lead-0", "any"),
        ("lead-1", "nobody"),
        ("lead-2", "all"),
    ];
    let rules = format!("{reports}/rules");
    office
        .post(&rules, &fields)
        .await
        .leads_to(&format!("{reports}/set-up"));
    // Somebody with the page of before is told.
    assert_eq!(office.post(&rules, &fields).await.status, 409);
    // March is open with the rules it was opened with; the quarter is set up with the new ones.
    office
        .post(&format!("{reports}/set-up"), &[("grain", "quarter")])
        .await
        .leads_to(&reports);
    let old = hand_in(&mut clerk, "开展师德学习1次。").await;
    review(&mut head, &old, &[("act", "consent")]).await;
    head.get(&old).await.is_ok().shows("分管领导 · 陆明远");
    let quarter = world
        .word(
            "select r.id as word from report_reports r
             join report_tasks t on t.plan_id = r.plan_id and t.period = r.period
                and t.item_id = r.item_id
             where r.period = '2026-Q1' and t.heading like '开展师德%'",
        )
        .await;
    let quarter = format!("/report/reports/{quarter}");
    hand_in_again(&mut clerk, &quarter, "一季度开展师德学习3次。").await;
    review(&mut head, &quarter, &[("act", "consent")]).await;
    head.get(&quarter)
        .await
        .is_ok()
        .shows("办公室归档 · ")
        .hides("分管领导 · 陆明远");
}

#[tokio::test]
async fn what_the_lock_leaves_out_is_asked_of_nobody_until_it_is_given_another_day() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let mut clerk = clerk(&world).await;
    let round = format!("{reports}/rounds/2026-01");
    let of_january = || async {
        let asked = "select count(*) as n from inbox_todos where kind = 'report.fill'
             and about like '%2026-01%'";
        world.number(asked).await
    };
    clerk
        .get("/report?tab=fill")
        .await
        .is_ok()
        .shows("2026年1月");
    let n_asked = of_january().await;
    assert!(n_asked > 0);
    office.get(&round).await.is_ok();
    office
        .post(&format!("{round}/lock"), &[])
        .await
        .leads_to(&round);
    clerk
        .get("/report?tab=fill")
        .await
        .is_ok()
        .hides("2026年1月")
        .shows("2026年2月");
    assert_eq!(of_january().await, 0);
    // Nobody is reminded of what is not taken.
    office.get(&round).await.is_ok().hides("催报");
    office
        .post(&format!("{round}/remind"), &[])
        .await
        .leads_to(&round);
    office
        .get(&round)
        .await
        .is_ok()
        .shows("已锁定，没有可以补报的");
    let report = world
        .word(
            "select r.id as word from report_reports r join org_units u on u.id = r.unit_id
             where r.period = '2026-01' and u.short_name = '人事科'",
        )
        .await;
    let report = format!("/report/reports/{report}");
    office.get(&report).await.is_ok();
    let fields = [("until", "2026-03-20"), ("reason", "全员参加考务")];
    office
        .post(&format!("{report}/excuse"), &fields)
        .await
        .leads_to(&report);
    clerk
        .get("/report?tab=fill")
        .await
        .is_ok()
        .shows("2026年1月")
        .shows("延至03-20：全员参加考务");
    assert_eq!(of_january().await, 1);
    hand_in_again(&mut clerk, &report, "补报：开展师德学习1次。").await;
    assert_eq!(of_january().await, 0);
    // Without the lock all of it is asked for again, but for what was handed in since.
    office.get(&round).await.is_ok();
    office
        .post(&format!("{round}/unlock"), &[("reason", "误锁")])
        .await
        .leads_to(&round);
    assert_eq!(of_january().await, n_asked - 1);
}

#[tokio::test]
async fn the_inbox_counts_as_many_reports_as_their_page_lists() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    office.get(&format!("{reports}/set-up")).await.is_ok();
    office
        .post(&format!("{reports}/set-up"), &[("grain", "quarter")])
        .await
        .leads_to(&reports);
    let mut head = world.as_(Role::OfficeHead).await;
    head.get("/inbox")
        .await
        .is_ok()
        .shows("填报2026年第一季度报送2份");
    let quarter = world
        .word(
            "select r.id as word from report_reports r join report_tasks t
                on t.plan_id = r.plan_id and t.period = r.period and t.item_id = r.item_id
             where r.period = '2026-Q1' and t.heading like '开展师德%'",
        )
        .await;
    hand_in_again(
        &mut head,
        &format!("/report/reports/{quarter}"),
        "开展师德学习3次。",
    )
    .await;
    head.get("/inbox")
        .await
        .is_ok()
        .shows("填报2026年第一季度报送1份")
        .hides("填报2026年第一季度报送2份");
}

#[tokio::test]
async fn whoever_acts_for_a_leader_who_is_away_reviews_in_their_place_and_the_story_names_both() {
    let world = world().await;
    set_up(&world).await;
    let (mut clerk, mut head) = (clerk(&world).await, world.as_(Role::OfficeHead).await);
    let report = hand_in(&mut head, "开展师德学习1次。").await;
    let mut leader = world.as_(Role::Leader).await;
    leader.get("/report?tab=review").await.is_ok().shows(TASK);
    // A clerk who acts for nobody has nothing to decide.
    clerk.get("/report?tab=review").await.is_ok().hides(TASK);
    clerk
        .post(&format!("{report}/review"), &[("act", "consent")])
        .await
        .leads_to(&report);
    clerk.get(&report).await.is_ok().shows("不在本人的审阅环节");
    let (from, to) = (
        person(&world, "陆明远").await,
        world
            .word("select person_id as word from org_accounts where login = 'renshiyuan'")
            .await,
    );
    let delegate = format!("/org/people/{from}/delegate");
    leader.get(&delegate).await.is_ok();
    leader
        .post(
            &delegate,
            &[
                ("delegate", to.as_str()),
                ("covers", "review"),
                ("first", "2026-03-05"),
                ("last", "2026-03-06"),
                ("reason", "外出培训"),
            ],
        )
        .await
        .leads_to("/org/delegations");
    clerk.get("/report?tab=review").await.is_ok().shows(TASK);
    review(&mut clerk, &report, &[("act", "consent")]).await;
    leader.get(&report).await.is_ok().shows("（代陆明远）");
    leader.get("/report?tab=review").await.is_ok().hides(TASK);
    let traced = "select count(*) as n from store_audit where act = 'report.consented'
                  and actor_name like '%（代陆明远）%'";
    assert_eq!(world.number(traced).await, 1, "the audit names both");
}

#[tokio::test]
async fn nobody_consents_to_what_was_handed_in_after_they_looked() {
    let world = world().await;
    set_up(&world).await;
    let (mut clerk, mut head) = (clerk(&world).await, world.as_(Role::OfficeHead).await);
    let report = hand_in(&mut clerk, "开展师德学习1次。").await;
    let seen = hidden(&head.get(&report).await.is_ok(), "seen");
    let returned = [
        ("act", "return"),
        ("seen", seen.as_str()),
        ("words", "请写明参加人数"),
        ("c:done", "缺少时间地点"),
    ];
    clerk
        .post(&format!("{report}/withdraw"), &[])
        .await
        .leads_to(&report);
    // While it lies with its unit, what was typed is shown and not lost.
    head.post(&format!("{report}/review"), &returned)
        .await
        .is_conflict()
        .shows("刚才填写、没有保存的内容")
        .shows("撤回，继续修改")
        .shows("请写明参加人数");
    hand_in_again(&mut clerk, &report, "偷换的第二稿。").await;
    // The page again: what changed is said, what was typed stays.
    let page = head.post(&format!("{report}/review"), &returned).await;
    let page = page
        .is_conflict()
        .shows("又报送了一次，没有改动")
        .shows("<ins>偷换的第二稿。</ins>")
        .shows("请写明参加人数")
        .shows("缺少时间地点");
    let seen = hidden(&page, "seen");
    let consent = [("act", "consent"), ("seen", seen.as_str())];
    review(&mut head, &report, &consent).await;
    head.get(&report).await.is_ok().shows("分管领导");
}

#[tokio::test]
async fn remarks_beside_fields_stay_with_a_consent() {
    let world = world().await;
    set_up(&world).await;
    let (mut clerk, mut head) = (clerk(&world).await, world.as_(Role::OfficeHead).await);
    let report = hand_in(&mut clerk, "开展师德学习1次。").await;
    let consent = [("act", "consent"), ("c:done", "请补充参加人数")];
    review(&mut head, &report, &consent).await;
    let mut leader = world.as_(Role::Leader).await;
    leader.get(&report).await.is_ok().shows("请补充参加人数");
    leader
        .get(&format!("{report}/story"))
        .await
        .is_ok()
        .shows("请补充参加人数");
}

#[tokio::test]
async fn what_was_handed_in_before_the_lock_is_reviewed_to_the_end() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let (mut clerk, mut head) = (clerk(&world).await, world.as_(Role::OfficeHead).await);
    let report = hand_in(&mut clerk, "开展师德学习1次。").await;
    let period = world
        .word(&format!(
            "select period as word from report_reports where id = '{}'",
            report.rsplit('/').next().unwrap()
        ))
        .await;
    let round = format!("{reports}/rounds/{period}");
    office.get(&round).await.is_ok().shows("1份还在审阅");
    office
        .post(&format!("{round}/lock"), &[])
        .await
        .leads_to(&round);
    head.get(&report)
        .await
        .is_ok()
        .shows("填报单位不能再改，审阅照常进行");
    let back = [("act", "return"), ("words", "请改")];
    head.post(&format!("{report}/review"), &back)
        .await
        .is_invalid()
        .shows("填报单位不能再改，没有退回")
        .shows("请改</textarea>");
    let mut leader = world.as_(Role::Leader).await;
    review(&mut head, &report, &[("act", "consent")]).await;
    review(&mut leader, &report, &[("act", "consent")]).await;
    review(&mut office, &report, &[("act", "consent")]).await;
    office.get(&report).await.is_ok().shows("已归档");
}

#[tokio::test]
async fn one_sentence_is_returned_and_the_others_stay_as_they_were_handed_in() {
    let world = world().await;
    set_up(&world).await;
    let (mut clerk, mut head) = (clerk(&world).await, world.as_(Role::OfficeHead).await);
    let said = "开展师德学习1次。覆盖全体教师；签订承诺书。";
    let report = hand_in(&mut clerk, said).await;
    head.get(&report)
        .await
        .is_ok()
        .shows("name=\"s:done\" value=\"2\"");
    // A tick says nothing of what is wrong; it stays.
    let review_at = format!("{report}/review");
    head.post(&review_at, &[("act", "return"), ("s:done", "2")])
        .await
        .is_invalid()
        .shows("退回要说明原因")
        .shows("name=\"s:done\" value=\"2\" checked");
    let fields = [
        ("act", "return"),
        ("s:done", "2"),
        ("c:done", "缺席的没有补学"),
    ];
    review_to(&mut head, &report, &fields).await;
    let page = clerk.get(&report).await.is_ok();
    page.shows("第2句“覆盖全体教师；”：缺席的没有补学")
        .shows("只有第2句可以修改")
        .shows("只有进展可以修改");
    let save = format!("{report}/save");
    let revision = hidden(&clerk.get(&report).await, "revision");
    for other in [
        "开展师德学习2次。覆盖九成教师；签订承诺书。",
        "开展师德学习1次。覆盖九成教师；签订承诺书。另有培训。",
    ] {
        for to in [&save, &report] {
            clerk
                .post(to, &[("revision", &revision), ("v:done", other)])
                .await
                .is_invalid()
                .shows("只有退回的句子可以改")
                .shows(other);
        }
    }
    let corrected = "开展师德学习1次。覆盖九成教师，其余补学。签订承诺书。";
    let fields = [("revision", revision.as_str()), ("v:done", corrected)];
    clerk.post(&report, &fields).await.leads_to("/report");
    head.get(&format!("{report}/story"))
        .await
        .is_ok()
        .shows("进展第2句")
        .shows("覆盖九成教师，其余补学。");
    // Returned once more, all of the field is open again.
    let fields = [("act", "return"), ("c:done", "再写具体些")];
    review_to(&mut head, &report, &fields).await;
    clerk.get(&report).await.is_ok().hides("句可以修改");
    hand_in_again(&mut clerk, &report, "开展师德学习2次。").await;
}

async fn review_to(who: &mut Browser, report: &str, fields: &[(&str, &str)]) {
    who.get(report).await.is_ok();
    who.post(&format!("{report}/review"), fields)
        .await
        .leads_to(report);
}
