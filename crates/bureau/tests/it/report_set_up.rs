//! What the general office is told when it sets periods up and puts reports off.

use crate::{
    report::{hidden, link, set_up},
    support::world,
};
use base::Role;

#[tokio::test]
async fn setting_up_with_nothing_ticked_says_that_nothing_was_ticked() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let page = format!("{reports}/set-up");
    office
        .post(&page, &[])
        .await
        .is_invalid()
        .shows("没有勾选周期，没有改动")
        .hides("报送期都已设置");
}

#[tokio::test]
async fn a_report_is_not_put_off_for_years() {
    let world = world().await;
    let (mut office, _) = set_up(&world).await;
    let mut head = world.as_(Role::OfficeHead).await;
    let report = link(&head.get("/report?tab=fill").await, "2.开展师德教育");
    office.get(&report).await.is_ok();
    let excuse = format!("{report}/excuse");
    let fields = [("until", "2999-12-31"), ("reason", "全员参加考务")];
    office
        .post(&excuse, &fields)
        .await
        .is_invalid()
        .shows("现在最多延到2026年4月30日，没有改动")
        .shows("value=\"2999-12-31\"")
        .shows("全员参加考务");
    office.get(&report).await.is_ok().hides("2999");
    let fields = [("until", "2026-04-30"), ("reason", "全员参加考务")];
    office.post(&excuse, &fields).await.leads_to(&report);
    office.get(&report).await.is_ok().shows("已同意延期");
}

#[tokio::test]
async fn what_is_past_its_day_is_asked_of_nobody_unless_somebody_says_so() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let page = format!("{reports}/set-up");
    // On 5 March the weeks up to the one that ended on 1 March are past their day.
    office
        .get(&page)
        .await
        .is_ok()
        .shows("9 期已过期限，不要求补报")
        .shows("2026年3月12日截止")
        .shows("name=\"past\" value=\"2026-W02\"");
    office
        .post(&page, &[("grain", "week")])
        .await
        .leads_to(&reports);
    office
        .get(&reports)
        .await
        .is_ok()
        .shows("期已过期限，不要求补报。");
    office
        .get(&format!("{reports}/rounds/2026-W02"))
        .await
        .is_not_found();
    office
        .get(&format!("{reports}/rounds/2026-W10"))
        .await
        .is_ok();
    office
        .post(&page, &[("grain", "week")])
        .await
        .is_invalid()
        .shows("都已过期限，没有改动");
    // Ticked it is asked for, with days to catch up; nobody is late by that.
    office
        .post(&page, &[("past", "2026-W02")])
        .await
        .leads_to(&reports);
    office
        .get(&format!("{reports}/rounds/2026-W02"))
        .await
        .is_ok()
        .shows("2026年3月12日截止");
    office
        .get(&page)
        .await
        .is_ok()
        .hides("name=\"past\" value=\"2026-W02\"");
}

#[tokio::test]
async fn the_set_up_page_shows_the_day_that_stands_for_a_month_that_is_set_up() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let page = office.get(&format!("{reports}/set-up")).await.is_ok();
    let text = page.text();
    let (_, january) = text.split_once(">2026年1月</th>").unwrap();
    let (january, _) = january.split_once("</tr>").unwrap();
    assert!(january.contains("03-12"), "{january}");
    assert!(january.contains("已设置"), "{january}");
}

#[tokio::test]
async fn periods_set_up_by_mistake_are_withdrawn_with_their_to_dos_as_long_as_nobody_wrote_in_them()
{
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let (page, remove) = (format!("{reports}/set-up"), format!("{reports}/remove"));
    let round = format!("{reports}/rounds/2026-03");
    office.get(&round).await.is_ok().shows("撤销本期");
    office
        .post(&format!("{round}/remind"), &[])
        .await
        .leads_to(&round);
    let left = async |what: &str| {
        let sql = format!("select count(*) as n from {what}");
        world.number(&sql).await
    };
    let of_march = "inbox_todos where about like '%2026-03%'";
    let reminders = "inbox_notices where about like '%2026-03%'";
    assert!(left(of_march).await > 0 && left(reminders).await > 0);
    let named = [("what", "2026-03"), ("reason", "误设")];
    office
        .post(&remove, &[("what", "2026-03"), ("reason", " ")])
        .await
        .is_invalid()
        .shows("要说明原因，没有撤销");
    // A page that saved itself with nothing changed is no word of anybody's.
    let mut head = world.as_(Role::OfficeHead).await;
    let report = "select r.id as word from report_reports r join report_tasks t
        on t.plan_id = r.plan_id and t.period = r.period and t.item_id = r.item_id
        where r.period = '2026-03' and t.heading like '开展师德%'";
    let report = format!("/report/reports/{}", world.word(report).await);
    let revision = hidden(&head.get(&report).await.is_ok(), "revision");
    head.post(&format!("{report}/save"), &[("revision", &revision)])
        .await
        .leads_to(&report);
    office.post(&remove, &named).await.leads_to(&page);
    office
        .get(&page)
        .await
        .is_ok()
        .shows("已撤销2026年3月报送期，待办和提醒一并撤回");
    assert_eq!((left(of_march).await, left(reminders).await), (0, 0));
    office.get(&round).await.is_not_found();
    head.get(&report).await.is_not_found();
    let audit = "store_audit where act = 'report.round.removed' and reason = '误设'";
    assert_eq!(left(audit).await, 1);
    // It can be set up again, and once somebody wrote in it, it stays.
    office
        .post(&page, &[("grain", "month")])
        .await
        .leads_to(&reports);
    let report = link(&head.get("/report?tab=fill").await, "2.开展师德教育");
    let revision = hidden(&head.get(&report).await.is_ok(), "revision");
    let fields = [("revision", revision.as_str()), ("v:done", "开展学习1次。")];
    head.post(&format!("{report}/save"), &fields)
        .await
        .leads_to(&report);
    office
        .post(&remove, &[("what", "month"), ("reason", "全部误设")])
        .await
        .is_invalid()
        .shows("已有填写的内容，没有撤销：人事科“2.开展师德教育”（王敏，2026年3月5日")
        .shows("可以逐期撤销")
        .shows("全部误设");
    office
        .post(&remove, &[("what", "没有这期"), ("reason", "误设")])
        .await
        .is_invalid()
        .shows("没有选择报送期");
}

#[tokio::test]
async fn the_office_sets_for_a_plan_when_a_rhythm_is_due_and_what_it_asks() {
    let world = world().await;
    let (mut office, reports) = set_up(&world).await;
    let (page, rules) = (format!("{reports}/set-up"), format!("{reports}/rules"));
    let shown = office.get(&page).await.is_ok();
    let version = hidden(&shown, "version");
    shown.shows("规则默认：次月5日");
    let month = |kind: &'static str, value: &'static str| {
        let mut fields = vec![
            ("version".to_owned(), version.clone()),
            ("asks-month".to_owned(), "every".to_owned()),
            ("due-month".to_owned(), kind.to_owned()),
            ("n-month".to_owned(), value.to_owned()),
        ];
        for (rhythm, due, n) in [
            ("week", "days_after", "1"),
            ("quarter", "day_of_next_month", "5"),
            ("half_year", "day_of_next_month", "5"),
            ("year", "day_in_year", "11月30日"),
        ] {
            fields.push((format!("due-{rhythm}"), due.to_owned()));
            fields.push((format!("n-{rhythm}"), n.to_owned()));
            fields.push((format!("asks-{rhythm}"), "every".to_owned()));
        }
        fields
    };
    let posted = |fields: &[(String, String)]| {
        let fields = fields.iter();
        fields
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect::<Vec<_>>()
    };
    for (kind, value, words) in [
        (
            "work_days_after",
            "几天",
            "截止的日子“几天”看不懂，没有保存",
        ),
        ("work_days_before", "60", "还没开始就截止"),
    ] {
        let fields = posted(&month(kind, value));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (&**k, &**v)).collect();
        office
            .post(&rules, &fields)
            .await
            .is_invalid()
            .shows(words)
            .shows(&format!("value=\"{value}\""));
    }
    let fields = month("work_days_after", "3");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (&**k, &**v)).collect();
    office.post(&rules, &fields).await.leads_to(&page);
    // Months that are not open yet follow, March keeps its day.
    office
        .get(&page)
        .await
        .is_ok()
        .shows("还没开启的9期")
        .shows("期末后第3个工作日截止")
        .shows("现在：期末后第3个工作日；规则默认：次月5日");
    let due = async |month: &str| {
        let sql =
            format!("select due_day as word from report_rounds where period = '2026-{month}'");
        world.word(&sql).await
    };
    assert_eq!(due("03").await, "2026-04-07");
    assert_eq!(due("04").await, "2026-05-08");
    let audit = "select count(*) as n from store_audit where act = 'report.rules.changed'
         and after like '%期末后第3个工作日%' and before like '%次月5日%'";
    assert_eq!(world.number(audit).await, 1);
}
