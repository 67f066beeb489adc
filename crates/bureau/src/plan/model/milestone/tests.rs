//! The rules of steps, as tables of cases.

use super::*;
use crate::{
    calendar::WorkingDays,
    plan::model::{DeadlineValue, Entry, Item, ItemId, PlanId, PublishedItem},
};
use base::day::Date;
use gongwen::ledger::Recurrence;
use jiff::civil::date as day;

fn step(name: &str, due: &str) -> Step {
    Step {
        id: StepId::new(),
        plan: PlanId::new(),
        item: ItemId::new(),
        place: 0,
        name: name.to_owned(),
        begins: None,
        due: due.parse().unwrap(),
        owner: Some(Owner {
            unit: None,
            person: None,
            name: "人事科".to_owned(),
        }),
        weight: 10,
        after: Vec::new(),
        evidence: String::new(),
        origin: String::new(),
        state: StepState::NotStarted,
        baseline: None,
        is_dropped: false,
        revision: 1,
    }
}

fn done(mut step: Step, on: Date) -> Step {
    step.state = StepState::Done(Done {
        on,
        by_name: "王敏".to_owned(),
        words: String::new(),
        file: String::new(),
        file_name: String::new(),
    });
    step
}

/// Words, first day, last day, rhythm.
type Limit<'a> = (
    &'a str,
    Option<&'a str>,
    Option<&'a str>,
    Option<Recurrence>,
);

fn item(body: &str, deadlines: &[Limit<'_>]) -> PublishedItem {
    let mut item = Item::added(0, "1.".into(), vec![], String::new(), body.into());
    item.deadlines = deadlines
        .iter()
        .map(|(quote, from, to, recurs)| Entry {
            quote: (*quote).to_owned(),
            ..Entry::added(DeadlineValue {
                from: from.map(|day| day.parse().unwrap()),
                to: to.map(|day| day.parse().unwrap()),
                recurs: *recurs,
            })
        })
        .collect();
    PublishedItem::of(item, vec![])
}

#[test]
fn a_time_is_read_written_and_named() {
    for (code, label, first, last) in [
        ("2026-04-30", "04-30", day(2026, 4, 30), day(2026, 4, 30)),
        ("2026-04", "4月", day(2026, 4, 1), day(2026, 4, 30)),
        (
            "2026-W33",
            "第33周（08-10至08-16）",
            day(2026, 8, 10),
            day(2026, 8, 16),
        ),
        ("2026-Q2", "第二季度", day(2026, 4, 1), day(2026, 6, 30)),
        ("2027-01", "2027年1月", day(2027, 1, 1), day(2027, 1, 31)),
    ] {
        let when: When = code.parse().unwrap();
        assert_eq!(when.to_string(), code);
        assert_eq!(when.label(2026), label);
        assert_eq!((when.first(), when.last()), (first, last));
        assert_eq!(When::holding(when.grain_code(), last), Some(when));
    }
    assert!("8月底".parse::<When>().is_err());
}

#[test]
fn what_the_paper_says_becomes_steps() {
    let (begins, year) = (day(2026, 3, 9), 2026);
    let cases = [
        (
            item(
                "4月份召开全县心理健康教育工作现场会，5月份举办家庭教育宣传月。",
                &[
                    ("4月份", Some("2026-04-01"), Some("2026-04-30"), None),
                    ("5月份", Some("2026-05-01"), Some("2026-05-31"), None),
                ],
            ),
            vec![
                ("召开全县心理健康教育工作现场会", "2026-04"),
                ("举办家庭教育宣传月", "2026-05"),
            ],
        ),
        (
            item(
                "计划招聘教师180名，8月底前全部到岗。",
                &[("8月底前", None, Some("2026-08-31"), None)],
            ),
            vec![("全部到岗", "2026-08")],
        ),
        (
            item(
                "推进幼儿园建设，9月1日前投入使用。",
                &[("9月1日前", None, Some("2026-09-01"), None)],
            ),
            vec![("投入使用", "2026-09-01")],
        ),
        (
            item(
                "每季度开展一次安全隐患排查。",
                &[("每季度", None, None, Some(Recurrence::Quarterly))],
            ),
            vec![
                ("开展一次安全隐患排查（第一季度）", "2026-Q1"),
                ("开展一次安全隐患排查（第二季度）", "2026-Q2"),
                ("开展一次安全隐患排查（第三季度）", "2026-Q3"),
                ("开展一次安全隐患排查（第四季度）", "2026-Q4"),
            ],
        ),
    ];
    for (item, expected) in cases {
        let found = propose(&item, begins, year, None);
        let found: Vec<(&str, String)> = found
            .iter()
            .map(|proposal| (proposal.name.as_str(), proposal.due.to_string()))
            .collect();
        let expected: Vec<(&str, String)> = expected
            .into_iter()
            .map(|(name, due)| (name, due.to_owned()))
            .collect();
        assert_eq!(found, expected);
    }
    let monthly = item(
        "每月通报一次。",
        &[("每月", None, None, Some(Recurrence::Monthly))],
    );
    assert_eq!(
        propose(&monthly, begins, year, None).len(),
        10,
        "from the month of publishing on"
    );
    let listed = item(
        "及时总结月、季度、半年工作完成情况。",
        &[("季度", None, None, Some(Recurrence::Quarterly))],
    );
    assert_eq!(
        propose(&listed, begins, year, None)[0].name,
        "及时总结月、季度、半年工作完成情况（第一季度）",
        "a time among others of its kind stays where it is"
    );
}

#[test]
fn every_template_fits_between_two_days_and_weighs_a_hundred() {
    let all = templates();
    assert!(all.len() >= 12);
    let (begins, ends) = (day(2026, 3, 9), day(2026, 12, 31));
    for template in &all {
        let weight: i64 = template.steps.iter().map(|step| step.weight).sum();
        assert_eq!(weight, 100, "{}", template.name);
        let bare = item("做事。", &[]);
        let proposals = propose(&bare, begins, 2026, Some(template));
        assert_eq!(proposals.len(), template.steps.len());
        for proposal in &proposals {
            assert!(
                (begins..=ends).contains(&proposal.due.last()),
                "{}",
                proposal.name
            );
            assert!(
                proposal
                    .begins
                    .is_none_or(|first| first <= proposal.due.last())
            );
        }
    }
    let building = all
        .iter()
        .find(|template| template.code == "construction")
        .unwrap();
    assert_eq!(building.steps.len(), 11);
}

#[test]
fn the_kind_of_matter_is_suggested_by_its_words() {
    let all = templates();
    for (text, code) in [
        (
            "组织校长、骨干教师、班主任和新教师培训班，网络研修参训率达到100%",
            Some("training"),
        ),
        (
            "新建、改扩建校舍3.6万平方米；完成26所学校厕所改造",
            Some("construction"),
        ),
        (
            "计划招聘中小学教师180名、引进紧缺学科人才15名、招考公办幼儿园教师60名，到岗",
            Some("recruitment"),
        ),
        (
            "举办校园足球联赛和中小学生艺术节，参赛队伍达到260支",
            Some("contest"),
        ),
        ("加强学习", None),
    ] {
        let found = suggest_template(&all, text);
        assert_eq!(
            found.map(|(template, _)| template.code.as_str()),
            code,
            "{text}"
        );
    }
}

#[test]
fn lights_are_computed_from_days() {
    let (days, rules) = (WorkingDays::shipped(), light_rules());
    let today = day(2026, 6, 15);
    let of = |step: &Step, all: &[Step]| Light::of_step(step, Steps(all), today, &days, &rules);
    for (due, light) in [
        ("2026-06-14", Light::Red),
        ("2026-06-15", Light::Blue),
        // The Dragon Boat Festival and a weekend lie between: five working days.
        ("2026-06-23", Light::Blue),
        ("2026-06-24", Light::Green),
        ("2026-06", Light::Green),
        ("2026-07", Light::Grey),
    ] {
        let mut step = step("甲", due);
        if light == Light::Green {
            step.begins = Some(day(2026, 6, 1));
        }
        assert_eq!(of(&step, &[]), light, "{due}");
    }
    let late = step("招标", "2026-05");
    let mut waiting = step("开工", "2026-08");
    waiting.after = vec![late.id];
    assert_eq!(
        of(&waiting, &[late.clone(), waiting.clone()]),
        Light::Yellow
    );
    assert_eq!(of(&done(late, day(2026, 6, 2)), &[]), Light::Green);
}

#[test]
fn an_item_is_yellow_when_behind_and_red_only_past_its_end() {
    let (days, rules) = (WorkingDays::shipped(), light_rules());
    let today = day(2026, 6, 15);
    let of = |all: &[Step]| Light::of_item(Steps(all), today, &days, &rules);
    let early = step("甲", "2026-04");
    let later = step("乙", "2026-12");
    assert_eq!(of(&[early.clone(), later.clone()]), Light::Yellow);
    assert_eq!(
        of(&[done(early.clone(), day(2026, 4, 2)), later.clone()]),
        Light::Grey
    );
    assert_eq!(of(std::slice::from_ref(&early)), Light::Red);
    assert_eq!(of(&[done(early, day(2026, 4, 2))]), Light::Green);
    assert_eq!(of(&[]), Light::Grey);
}

#[test]
fn a_plan_goes_to_the_leader_and_back_and_its_times_become_the_baseline() {
    let mut steps = vec![step("甲", "2026-04"), step("乙", "2026-06")];
    let mut plan = WorkPlan::begun(PlanId::new(), ItemId::new(), "", 1, "王敏");
    assert_eq!(
        plan.submit(&[], 2, "王敏").unwrap_err().rule,
        "plan.steps.none"
    );
    assert!(plan.check_change("").is_ok());
    plan.submit(&steps, 2, "王敏").unwrap();
    assert_eq!(
        plan.check_change("急").unwrap_err().rule,
        "plan.steps.submitted"
    );
    assert_eq!(
        plan.send_back(" ", 3, "方晓岚").unwrap_err().rule,
        "plan.steps.return_reason"
    );
    plan.send_back("提前到5月", 3, "方晓岚").unwrap();
    assert_eq!(
        (plan.state, plan.note.as_str()),
        (Agreement::Returned, "提前到5月")
    );
    plan.submit(&steps, 4, "王敏").unwrap();
    plan.agree(&mut steps, 5, "方晓岚").unwrap();
    assert!(
        steps
            .iter()
            .all(|step| step.baseline.is_some() && !step.is_replanned())
    );
    assert_eq!(plan.check_change("").unwrap_err().rule, "plan.steps.reason");
    assert!(plan.check_change("流标").is_ok());
    steps[0].due = "2026-05".parse().unwrap();
    assert!(steps[0].is_replanned());
    assert_eq!(
        plan.agree(&mut steps, 6, "方晓岚").unwrap_err().rule,
        "plan.steps.state"
    );
}

#[test]
fn steps_that_wait_for_each_other_in_a_circle_are_refused() {
    let (mut first, mut second, third) = (
        step("甲", "2026-04"),
        step("乙", "2026-05"),
        step("丙", "2026-06"),
    );
    second.after = vec![first.id, third.id];
    assert!(check_order(&[first.clone(), second.clone(), third.clone()]).is_ok());
    first.after = vec![second.id];
    let refused = check_order(&[first, second, third]).unwrap_err();
    assert_eq!(refused.rule, "plan.steps.circle");
}

#[test]
fn what_is_odd_about_a_step_is_said() {
    let days = WorkingDays::shipped();
    let first = step("招标", "2026-07");
    let mut holiday = step("开会", "2026-10-01");
    holiday.after = vec![first.id];
    holiday.owner = None;
    let all = [first.clone(), holiday.clone()];
    let found = warnings(&holiday, Steps(&all), Some(day(2026, 9, 1)), &days);
    assert_eq!(
        found,
        [
            "2026年10月1日不是工作日，前一个工作日是2026年9月30日。",
            "晚于这一条的完成时限2026年9月1日。",
            "没有责任单位或责任人。",
        ]
    );
    let mut too_early = step("开工", "2026-06");
    too_early.after = vec![first.id];
    let all = [first, too_early.clone()];
    assert_eq!(
        warnings(&too_early, Steps(&all), None, &days),
        ["前置节点“招标”排在它之后完成。"]
    );
    let unknown = step("展望", "2029-03-01");
    assert!(warnings(&unknown, Steps(&[]), None, &days)[0].contains("2029年节假日安排未导入"));
}

#[test]
fn what_a_report_says_is_done_is_not_done_and_not_late_until_it_has_passed() {
    let days = WorkingDays::shipped();
    let rules = light_rules();
    let today = day(2026, 5, 20);
    let mut said = done(step("印发方案", "2026-04-30"), day(2026, 4, 28));
    if let StepState::Done(done) = said.state.clone() {
        said.state = StepState::Claimed(done);
    }
    let open = step("现场会", "2026-09-30");
    let both = [said.clone(), open];
    let steps = Steps(&both);
    assert_eq!((steps.done_share(), steps.reported_share()), (0, 50));
    assert!(!said.is_overdue(today));
    assert_eq!(
        Light::of_step(&said, steps, today, &days, &rules),
        Light::Green
    );
    assert_ne!(Light::of_item(steps, today, &days, &rules), Light::Yellow);
    assert_eq!(said.state.label(), "报完成待核");
    assert_eq!(said.as_of(day(2026, 4, 1)).state, StepState::InProgress);
}

#[test]
fn days_lie_near_the_year_of_the_plan_and_an_order_upside_down_needs_a_reason_once() {
    let rules = light_rules();
    for (begins, due, is_right) in [
        (None, day(2026, 3, 5), true),
        (Some(day(2025, 12, 1)), day(2027, 1, 31), true),
        (None, day(1900, 3, 5), false),
        (None, day(2028, 1, 1), false),
        (Some(day(1926, 3, 5)), day(2026, 3, 6), false),
    ] {
        assert_eq!(
            check_years((begins, due), 2026, &rules).is_ok(),
            is_right,
            "{begins:?} {due}"
        );
    }
    let first = step("招标", "2026-05-31");
    let mut second = step("开工", "2026-06-30");
    second.after = vec![first.id];
    let before = [first.clone(), second.clone()];
    let early = Step {
        due: "2026-05-10".parse().unwrap(),
        ..second
    };
    let after = [first.clone(), early.clone()];
    assert!(check_waits(&before, &before, "").is_ok());
    let refusal = check_waits(&before, &after, " ").unwrap_err();
    assert!(
        refusal.what.contains("“开工”2026年5月10日到期"),
        "{refusal:?}"
    );
    assert!(check_waits(&before, &after, "同步准备").is_ok());
    // What stood so already is asked for no second time.
    let again = [
        first,
        Step {
            weight: 20,
            ..early
        },
    ];
    assert!(check_waits(&after, &again, "").is_ok());
}
