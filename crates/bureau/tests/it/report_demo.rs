//! What the demo county shows of a year of reports.

use store::{Files, Read};

#[tokio::test]
async fn the_demo_county_has_its_numbers_verified_by_reports_and_four_fields_in_five_prefilled() {
    let database = testkit::sqlite(&bureau::migrations()).await;
    let files = Files::at(database.folder.path().join("files"));
    bureau::demo::create(&database.db, &files).await.unwrap();
    let n = async |sql: &str| Read::number(&database.db, sql, Vec::new()).await.unwrap();
    let fields = n("select coalesce(sum(n_fields), 0) as n from report_reports
         where state in ('review', 'filed')")
    .await;
    let prefilled = n(
        "select coalesce(sum(n_prefilled), 0) as n from report_reports
         where state in ('review', 'filed')",
    )
    .await;
    assert!(fields > 100, "{fields} fields are few");
    let percent = prefilled * 100 / fields;
    assert!(percent >= 80, "{prefilled} of {fields} fields: {percent} %");
    let verified = "select count(*) as n from facts_history
         where act = 'verified' and reason like '%报送%审阅通过'";
    assert!(n(verified).await > 0, "no number was verified by a report");
    let states = "select count(distinct state) as n from report_reports";
    assert_eq!(n(states).await, 5);
}
