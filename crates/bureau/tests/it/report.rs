//! Reports: a period is set up, filled in, reviewed, returned for one number, filed, locked, put
//! together.

use crate::support::{World, world};
use base::Role;
use testkit::{Browser, Page};

const PAPER: &str = "清禾县教育局2026年工作要点

一、队伍建设
1.加强教师招聘。计划招聘教师200名，4月底前完成招聘。（责任单位：人事科）
2.开展师德教育。每月组织一次师德学习。（责任单位：人事科）
二、校园安全
3.排查安全隐患。2月底前完成校舍安全排查，整改率达到100%。（牵头单位：安全科；配合单位：各学校）
";

/// The plan published, and its months set up by the general office; today is 5 March 2026.
pub(crate) async fn set_up(world: &World) -> (Browser, String) {
    let mut office = world.as_(Role::GeneralOffice).await;
    office.get("/plan/import").await.is_ok();
    let reply = office
        .upload("/plan/import", &[], "2026年工作要点.txt", PAPER.as_bytes())
        .await
        .leads_to("/plan/");
    let plan = reply.location().strip_suffix("/review").unwrap().to_owned();
    office.get(&format!("{plan}/assign")).await.is_ok();
    office
        .post(&format!("{plan}/assign"), &[("act", "accept-all")])
        .await
        .leads_to(&plan);
    let page = office.get(&format!("{plan}/publish")).await.is_ok();
    let fields = [
        ("revision", hidden(&page, "revision")),
        ("accepts_open_items", "yes".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    office
        .post(&format!("{plan}/publish"), &fields)
        .await
        .leads_to(&plan);
    let reports = format!("/report/plans/{}", plan.strip_prefix("/plan/").unwrap());
    office
        .get(&format!("{reports}/set-up"))
        .await
        .is_ok()
        .shows("次月5日截止")
        .shows("2026年3月");
    office
        .post(
            &format!("{reports}/set-up"),
            &[("grain", "month"), ("past", "2026-01")],
        )
        .await
        .leads_to(&reports);
    (office, reports)
}

pub(crate) fn hidden(page: &Page, name: &str) -> String {
    let text = page.text();
    let (_, rest) = text
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap_or_else(|| panic!("{name}: {text}"));
    rest.split_once('"').unwrap().0.to_owned()
}

/// The address of the first link to a report with these words.
pub(crate) fn link(page: &Page, words: &str) -> String {
    let text = page.text();
    let (before, _) = text
        .split_once(words)
        .unwrap_or_else(|| panic!("{words}: {text}"));
    let (_, href) = before.rsplit_once("href=\"").unwrap();
    href.split_once('"').unwrap().0.to_owned()
}

/// The numbers a report asks for, each answered with 1.
pub(crate) fn numbers(page: &Page) -> Vec<(String, String)> {
    let text = page.text();
    let keys = text.split("name=\"v:").skip(1);
    let keys = keys.filter_map(|rest| rest.split_once('"'));
    keys.filter(|(key, _)| key.starts_with("n:") || key.starts_with("m:"))
        .map(|(key, _)| (format!("v:{key}"), "1".to_owned()))
        .collect()
}

/// What is posted to a report: what is said, and 1 for each of its numbers that nothing is said of.
pub(crate) fn filled<'a>(
    numbers: &'a [(String, String)],
    said: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let numbers = numbers.iter().map(|(key, one)| (&**key, &**one));
    let unsaid = numbers.filter(|(key, _)| !said.iter().any(|(name, _)| name == key));
    said.iter().copied().chain(unsaid).collect()
}

/// The key of the field with this label.
pub(crate) fn key(page: &Page, label: &str) -> String {
    let text = page.text();
    let (before, _) = text
        .split_once(&format!(">{label}<"))
        .unwrap_or_else(|| panic!("{label}: {text}"));
    let (_, rest) = before.rsplit_once("data-field=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[tokio::test]
async fn who_owes_what_is_known_the_day_a_period_opens() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    office
        .get(&reports)
        .await
        .is_ok()
        .shows("加强教师招聘")
        .shows("不需要")
        .shows("未开启");
    let round = format!("{reports}/rounds/2026-03");
    let page = office.get(&round).await.is_ok();
    page.clone()
        .shows("开展师德教育")
        .shows("下一个时点是2026年4月30日");
    let mut head = world.as_(Role::OfficeHead).await;
    head.get("/report")
        .await
        .is_ok()
        .shows("开展师德教育")
        .shows("每月开展的工作")
        .hides("加强教师招聘");
    let report = link(&head.get("/report").await, "2.开展师德教育");
    // Another office knows of it and cannot change it; a school knows nothing of it.
    let mut other = world.as_(Role::OfficeStaff).await;
    other.get(&report).await.is_ok().shows("还没有报送");
    other
        .post(
            &format!("{report}/save"),
            &[("revision", "1"), ("v:done", "乱写")],
        )
        .await
        .leads_to(&report);
    other.get(&report).await.is_ok().shows("由人事科填报");
    let mut school = world.as_(Role::School).await;
    school.get(&report).await.is_not_found();
    school.post(&report, &[]).await.is_not_found();
    school.get(&reports).await.is_not_found();
    // A second set-up of the same months has nothing to do.
    office
        .post(&format!("{reports}/set-up"), &[("grain", "month")])
        .await
        .is_invalid()
        .shows("所选周期的报送期都已设置，没有改动");
}

#[tokio::test]
async fn one_number_is_returned_corrected_alone_and_approved() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    office.get(&format!("{reports}/set-up")).await.is_ok();
    office
        .post(&format!("{reports}/set-up"), &[("grain", "quarter")])
        .await
        .leads_to(&reports);
    let mut head = world.as_(Role::OfficeHead).await;
    let desk = head.get("/report").await.is_ok();
    let report = link(&desk, "1.加强教师招聘");
    let page = head.get(&report).await.is_ok();
    page.clone()
        .shows("4月30日前完成本项任务")
        .shows("系统带出");
    let number = key(&page, "教师");
    let (value, done) = (format!("v:{number}"), "v:done");

    // What is missing or no number comes back with what was typed.
    let revision = hidden(&page, "revision");
    head.post(
        &report,
        &[("revision", &revision), (&value, "约120"), (done, "")],
    )
    .await
    .is_invalid()
    .shows("只填数字")
    .shows("请填写本期做了什么")
    .shows("约120");

    let saved = head
        .post(
            &format!("{report}/save"),
            &[
                ("revision", &revision),
                (&value, "120"),
                (done, "公告已发布。"),
            ],
        )
        .await;
    saved.leads_to(&report);
    // Somebody with the page of before is told and loses nothing.
    head.post(
        &format!("{report}/save"),
        &[("revision", &revision), (done, "另一人写的。")],
    )
    .await
    .is_conflict()
    .shows("另一人写的。")
    .shows("公告已发布。")
    .shows("保存了这份报送");
    let page = head.get(&report).await.is_ok();
    head.post(
        &report,
        &[
            ("revision", &hidden(&page, "revision")),
            (&value, "120"),
            (done, "公告已发布。"),
        ],
    )
    .await
    .leads_to("/report");

    // The head handed it in and thereby consented: it waits for the leader.
    let mut leader = world.as_(Role::Leader).await;
    leader
        .get("/report?tab=review")
        .await
        .is_ok()
        .shows("加强教师招聘");
    leader
        .get(&report)
        .await
        .is_ok()
        .shows("120名")
        .shows("提意见");
    leader
        .post(
            &format!("{report}/review"),
            &[("act", "return"), (&format!("c:{number}"), "与台账不符")],
        )
        .await
        .leads_to(&report);

    let page = head.get(&report).await.is_ok();
    page.clone()
        .shows("只有教师可以修改")
        .shows("与台账不符")
        .shows("已锁定");
    head.post(
        &report,
        &[
            ("revision", &hidden(&page, "revision")),
            (&value, "128"),
            (done, "偷偷改的话"),
        ],
    )
    .await
    .leads_to("/report");
    let page = leader.get(&report).await.is_ok();
    page.shows("128名")
        .shows("公告已发布。")
        .hides("偷偷改的话");
    // Nobody whose turn it is not may decide.
    let mut inspector = world.as_(Role::Inspector).await;
    inspector.get(&report).await.is_ok().hides("提意见");
    inspector
        .post(&format!("{report}/review"), &[("act", "consent")])
        .await
        .leads_to(&report);
    leader.get(&report).await.is_ok();
    leader
        .post(&format!("{report}/review"), &[("act", "consent")])
        .await
        .leads_to("/report");
    office.get(&report).await.is_ok();
    office
        .post(&format!("{report}/review"), &[("act", "consent")])
        .await
        .leads_to("/report");
    office
        .get(&report)
        .await
        .is_ok()
        .shows("已归档")
        .shows("改动1处后重新报送")
        .shows("退回人事科，只改教师");

    // The summary holds it, names what is missing, and goes out as files.
    let round = format!("{reports}/rounds/2026-Q1");
    office
        .get(&format!("{round}/summary"))
        .await
        .is_ok()
        .shows("128名")
        .shows("尚缺");
    for (ending, magic) in [("docx", "PK"), ("xlsx", "PK")] {
        let file = office
            .get(&format!("{round}/export.{ending}"))
            .await
            .is_ok();
        assert!(file.body.starts_with(magic.as_bytes()));
    }

    // After the lock nothing is taken without an exception.
    office.get(&round).await.is_ok();
    office
        .post(&format!("{round}/lock"), &[])
        .await
        .leads_to(&round);
    let q1 = world
        .word(
            "select r.id as word from report_reports r
             join report_tasks t on t.plan_id = r.plan_id and t.period = r.period
                and t.item_id = r.item_id
             where r.period = '2026-Q1' and t.heading like '开展师德%'",
        )
        .await;
    let locked = format!("/report/reports/{q1}");
    head.get(&locked).await.is_ok();
    head.post(&locked, &[("revision", "1"), ("v:done", "迟来的话")])
        .await
        .is_conflict()
        .shows("报送期已锁定")
        .shows("迟来的话");
    head.get(&locked).await.is_ok().hides("迟来的话");
    office.get(&locked).await.is_ok();
    office
        .post(
            &format!("{locked}/excuse"),
            &[("until", "2026-03-20"), ("reason", "全员参加考务")],
        )
        .await
        .leads_to(&locked);
    let page = head.get(&locked).await.is_ok().shows("延至03-20");
    let (revision, said) = (hidden(&page, "revision"), numbers(&page));
    let fields = [
        ("revision", revision.as_str()),
        ("v:done", "补报：开展师德学习3次。"),
    ];
    head.post(&locked, &filled(&said, &fields))
        .await
        .leads_to("/report");
}

#[tokio::test]
async fn the_desk_matrix_period_and_report_send_few_statements_however_many_reports_there_are() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let mut head = world.as_(Role::OfficeHead).await;
    let report = link(&head.get("/report").await, "2.开展师德教育");
    let round = format!("{reports}/rounds/2026-03");
    let summary = format!("{round}/summary");
    // One of them asks for the calendar, by which the days that are left are told.
    for (path, most) in [
        ("/report", 9),
        (reports.as_str(), 12),
        (round.as_str(), 11),
        (summary.as_str(), 11),
        (report.as_str(), 15),
    ] {
        sends_few(&world, &mut office, path, most).await;
    }
    // Drawn whole for whoever fills it in.
    for (path, most) in [("/report", 9), (report.as_str(), 17)] {
        sends_few(&world, &mut head, path, most).await;
    }
}

async fn sends_few(world: &World, who: &mut Browser, path: &str, most: u64) {
    let db = world.app.app.db();
    let before = db.statements_sent();
    who.get(path).await.is_ok();
    let n = db.statements_sent() - before;
    assert!(n <= most, "{path} sends {n} statements");
}

#[tokio::test]
async fn a_planned_period_is_opened_by_the_program_on_its_first_day_and_only_once() {
    let world = world().await;
    let (_, reports) = set_up(&world).await;
    let open = "select count(*) as n from report_rounds where opened_ms is not null";
    assert_eq!(world.number(open).await, 3, "{reports}");
    // As if April had come: the clock of a test stands still, so its first day is moved.
    world
        .app
        .database()
        .run("update report_rounds set first_day = '2026-03-05' where period = '2026-04'")
        .await;
    for _ in 0..2 {
        world.app.run_schedule("report.open").await;
        assert_eq!(world.number(open).await, 4);
    }
    let owed = "select count(*) as n from report_reports where period = '2026-04'";
    assert!(world.number(owed).await > 0);
}

#[tokio::test]
async fn a_later_version_of_the_plan_comes_into_open_periods_and_keeps_what_was_written() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let plan = reports.replace("/report/plans/", "/plan/");
    let mut head = world.as_(Role::OfficeHead).await;
    // The office of personnel has begun its report of March.
    let report = link(&head.get("/report").await, "2.开展师德教育");
    let page = head.get(&report).await.is_ok();
    head.post(
        &format!("{report}/save"),
        &[
            ("revision", &hidden(&page, "revision")),
            ("v:done", "已部署。"),
        ],
    )
    .await
    .leads_to(&report);
    // The first task is due in March now, no longer in April.
    let item = world
        .word("select id as word from plan_items where marker = '1.'")
        .await;
    let of_march = "select count(*) as n from report_reports where period = '2026-03'";
    let before = world.number(of_march).await;
    let edit = format!("{plan}/review/{item}/edit");
    let page = office.get(&edit).await.is_ok();
    office
        .post(
            &edit,
            &[
                ("marker", "1."),
                ("path", "一、队伍建设"),
                ("title", "加强教师招聘"),
                ("body", "计划招聘教师200名，每月通报进度。"),
                ("revision", &hidden(&page, "revision")),
                ("d_id", ""),
                ("d_quote", "每月"),
                ("d_from", ""),
                ("d_to", ""),
                ("d_recurs", "monthly"),
            ],
        )
        .await
        .leads_to(&plan);
    crate::plan_milestones::publish(&mut office, &plan, "改为每月通报").await;
    world.app.run_jobs().await;
    assert_eq!(world.number(of_march).await, before + 1);
    head.get("/report").await.is_ok().shows("加强教师招聘");
    head.get(&report).await.is_ok().shows("已部署。");
    let of_heads = "select count(*) as n from inbox_todos where kind = 'report.fill'
         and about like '%2026-03%' and title like '填报2026年3月报送2份（2026年工作要点）'";
    assert_eq!(
        world.number(of_heads).await,
        1,
        "one to-do says so, not two"
    );
    // Another version without a change of what is owed changes nothing.
    world.app.run_jobs().await;
    assert_eq!(world.number(of_march).await, before + 1);
}

#[tokio::test]
async fn a_bulk_reminder_and_a_day_of_reviews_are_one_line_each_in_an_inbox() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let round = format!("{reports}/rounds/2026-03");
    office.get(&round).await.is_ok();
    for (said, not_said) in [
        ("这次提醒了人事科", "今天已经提醒过"),
        ("人今天已经提醒过，没有再打扰", "这次提醒了"),
        ("这次没有新提醒的人", "这次提醒了"),
    ] {
        office
            .post(&format!("{round}/remind"), &[])
            .await
            .leads_to(&round);
        office.get(&round).await.is_ok().shows(said).hides(not_said);
    }
    let told = "select count(*) as n from store_audit where act = 'report.round.reminded'";
    assert_eq!(world.number(told).await, 1, "nobody was told again");
    let once = "select max(n_times) as n from inbox_notices where kind = 'report.reminder'";
    assert_eq!(world.number(once).await, 1);
    let of_wang =
        "select count(*) as n from inbox_notices n join org_people p on p.id = n.person_id
         where p.name = '王敏' and n.kind = 'report.reminder'";
    assert_eq!(world.number(of_wang).await, 1);
    let mut head = world.as_(Role::OfficeHead).await;
    head.get("/").await.is_ok().shows("填报2026年3月报送");
    let report = link(&head.get("/report").await, "2.开展师德教育");
    let page = head.get(&report).await.is_ok();
    let (revision, said) = (hidden(&page, "revision"), numbers(&page));
    let fields = [
        ("revision", revision.as_str()),
        ("v:done", "开展师德学习1次。"),
    ];
    head.post(&report, &filled(&said, &fields))
        .await
        .leads_to("/report");
    let mut leader = world.as_(Role::Leader).await;
    leader.get("/").await.is_ok().shows("审阅报送1份");
    leader.get(&report).await.is_ok();
    leader
        .post(
            &format!("{report}/review"),
            &[("act", "return"), ("words", "请写明参加人数")],
        )
        .await
        .leads_to(&report);
    leader.get("/").await.is_ok().hides("审阅报送");
    head.get("/").await.is_ok().shows("修改退回的报送");

    // The general office sees what it has to collect, until it is locked.
    let page = office.get("/").await.is_ok();
    page.shows("收齐2026年2月等3期报送并锁定");
    for month in ["2026-01", "2026-02", "2026-03"] {
        let round = format!("{reports}/rounds/{month}");
        office.get(&round).await.is_ok();
        if month != "2026-03" {
            office
                .post(&format!("{round}/lock"), &[])
                .await
                .leads_to(&round);
        }
    }
    office
        .get("/")
        .await
        .is_ok()
        .shows("收齐2026年3月报送并锁定");
}

#[tokio::test]
async fn what_waits_for_a_leaver_is_listed_at_the_hand_over_and_waits_for_the_successor() {
    let world = world().await;
    set_up(&world).await;
    let mut head = world.as_(Role::OfficeHead).await;
    let report = link(&head.get("/report").await, "2.开展师德教育");
    let page = head.get(&report).await.is_ok();
    let (revision, said) = (hidden(&page, "revision"), numbers(&page));
    let fields = [
        ("revision", revision.as_str()),
        ("v:done", "开展师德学习1次。"),
    ];
    head.post(&report, &filled(&said, &fields))
        .await
        .leads_to("/report");
    let waited = "select person_id as word from report_waiting";
    let from = world.word(waited).await;
    let successor = format!(
        "select p.id as word from org_people p join org_posts o on o.person_id = p.id
         where o.role = 'leader' and p.id <> '{from}' order by p.id limit 1"
    );
    let to = world.word(&successor).await;
    let mut admin = world.as_(Role::Administrator).await;
    let path = format!("/org/people/{from}/hand-over");
    admin
        .get(&path)
        .await
        .is_ok()
        .shows("待审阅：人事科报送的2.开展师德教育（2026年2月）")
        .hides("待办：审阅报送");
    let fields = [
        ("to", to.as_str()),
        ("on", "2026-03-01"),
        ("reason", "调任"),
    ];
    admin.post(&path, &fields).await.leads_to("/org/people/");
    assert_eq!(world.word(waited).await, to);
    let seated = async |person: &str| {
        let sql = format!("select count(*) as n from inbox_seats where seat = 'person {person}'");
        world.number(&sql).await
    };
    assert_eq!((seated(&from).await, seated(&to).await), (0, 1));
    let told = "select count(*) as n from store_audit where act = 'report.passed_on'";
    assert_eq!(world.number(told).await, 1);
    head.get(&report).await.is_ok().shows("的工作交接，改由");
}
