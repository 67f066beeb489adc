//! What the demo county shows of a year of reports, and of what went on from the year before.

use crate::support::county;
use base::Role;
use serde::Deserialize;
use std::collections::BTreeSet;
use store::{FromQueryResult, Read};

/// What a test reads of a field of a report.
#[derive(Deserialize)]
struct Field {
    kind: String,
    label: String,
    #[serde(default)]
    unit: String,
    value: String,
}

#[derive(FromQueryResult)]
struct Handed {
    period: String,
    form: String,
}

#[tokio::test]
async fn the_demo_county_has_its_numbers_verified_by_reports_and_four_fields_in_five_prefilled() {
    let county = county().await;
    let n = async |sql: &str| county.number(sql).await;
    let fields = n("select coalesce(sum(n_fields), 0) as n from report_reports
         where state in ('review', 'filed')")
    .await;
    let prefilled = n(
        "select coalesce(sum(n_prefilled), 0) as n from report_reports
         where state in ('review', 'filed')",
    )
    .await;
    assert!(fields > 200, "{fields} fields are few");
    let percent = prefilled * 100 / fields;
    assert!(percent >= 80, "{prefilled} of {fields} fields: {percent} %");
    let verified = "select count(*) as n from facts_history
         where act = 'verified' and reason like '%报送%审阅通过'";
    assert!(n(verified).await > 0, "no number was verified by a report");
    let states = "select count(distinct state) as n from report_reports";
    assert_eq!(n(states).await, 5);
}

#[tokio::test]
async fn the_numbers_of_the_demo_county_differ_grow_over_the_months_and_are_whole_where_they_count()
{
    let county = county().await;
    let handed: Vec<Handed> = county
        .app
        .app
        .db()
        .rows(
            "select period, form from report_reports where state in ('review', 'filed')
             order by period",
            Vec::new(),
        )
        .await
        .unwrap();
    let mut values = BTreeSet::new();
    let mut toilets = Vec::new();
    for report in handed {
        let fields: Vec<Field> = serde_json::from_str(&report.form).unwrap();
        for field in fields {
            if !matches!(field.kind.as_str(), "number" | "supplied") {
                continue;
            }
            let counts = !["%", "万元", "个百分点"].contains(&field.unit.as_str());
            let is_whole = !field.value.contains('.');
            assert!(!counts || is_whole, "{} {}", field.label, field.value);
            if field.label == "学校厕所改造" && report.period.starts_with("2026-0") {
                toilets.push(field.value.clone());
            }
            values.insert(field.value);
        }
    }
    assert!(values.len() >= 40, "{} values are few", values.len());
    assert_eq!(toilets, ["3", "9", "14"]);
}

#[tokio::test]
async fn what_the_county_promises_and_what_it_strives_for_stand_apart_on_targets_and_reports() {
    let county = county().await;
    let plan = "select id as word from plan_plans where title like '%2026年工作要点责任分解%'
         order by id limit 1";
    let plan = county.word(plan).await;
    let mut leader = county.as_(Role::Leader).await;
    let targets = format!("/plan/{plan}/targets");
    let page = leader.get(&targets).await.is_ok();
    page.shows("确保1项，已达到0项").shows("力争2项，已达到");
    for (commitment, here, not_here) in [
        ("binding", "普惠性学位", "公办园在园幼儿占比"),
        ("stretch", "公办园在园幼儿占比", "普惠性学位"),
    ] {
        let address = format!("{targets}?commitment={commitment}");
        let page = leader.get(&address).await.is_ok();
        page.shows(here).hides(not_here);
    }
    let report = "select r.id as word from report_reports r
         join report_tasks t on t.plan_id = r.plan_id and t.period = r.period
            and t.item_id = r.item_id
         where t.heading like '%学前教育%' and r.is_lead and r.state = 'filed'
         order by r.period desc limit 1";
    let report = county.word(report).await;
    leader
        .get(&format!("/report/reports/{report}"))
        .await
        .is_ok()
        .shows("目标确保900个")
        .shows("目标力争不少于58%");
}

#[tokio::test]
async fn two_items_of_the_year_before_go_on_in_the_plan_of_this_year_and_both_say_so() {
    let county = county().await;
    let carried = "select count(*) as n from plan_carried";
    assert_eq!(county.number(carried).await, 2);
    let mut leader = county.as_(Role::Leader).await;
    let address = async |plan: &str, item: &str| {
        let sql = format!(
            "select '/plan/' || {plan} || '/items/' || {item} as word from plan_carried
             where from_words like '%农村学校供暖改造%'"
        );
        county.word(&sql).await
    };
    let (now, before) = (
        address("plan_id", "item_id").await,
        address("from_plan_id", "from_item_id").await,
    );
    leader
        .get(&now)
        .await
        .is_ok()
        .shows("承接2025年第3条")
        .shows("完成其余5所农村学校供暖改造");
    leader
        .get(&before)
        .await
        .is_ok()
        .shows("由2026年第20条承接");
    let work = format!("{before}/steps");
    leader.get(&work).await.is_ok().shows("第二批5所学校完工");
}
