//! The calendar through its pages.

use crate::support::world;
use base::Role;

const LINES: &str = "日期,放假或调休上班,节日\n2027-01-01,放假,元旦\n2027-01-03\t调休上班\t元旦\n";

#[tokio::test]
async fn the_year_says_which_days_are_worked_and_which_year_is_not_known() {
    let world = world().await;
    let mut school = world.as_(Role::School).await;
    school
        .get("/calendar?year=2026")
        .await
        .is_ok()
        .shows("全年248个工作日")
        .shows("2026年2月14日，春节调休上班")
        .hides("导入节假日安排");
    school
        .get("/calendar?year=2027")
        .await
        .is_ok()
        .shows("2027年的节假日安排未导入")
        .hides("全年");
}

#[tokio::test]
async fn a_table_is_looked_at_before_it_is_taken_over() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let page = office.post("/calendar/import", &[("lines", LINES)]).await;
    page.is_ok().shows("2027年：改动2天").shows("元旦调休上班");
    assert_eq!(
        world
            .number("select count(*) as n from calendar_tables")
            .await,
        0
    );

    let page = office
        .post("/calendar/import/apply", &[("lines", LINES)])
        .await;
    assert_eq!(page.location(), "/calendar?year=2027");
    office
        .get("/calendar?year=2027")
        .await
        .is_ok()
        .hides("未导入")
        .shows("2027年1月3日，元旦调休上班");

    // The same again changes nothing and makes no new version.
    office
        .post("/calendar/import/apply", &[("lines", LINES)])
        .await;
    assert_eq!(
        world
            .number("select count(*) as n from calendar_tables")
            .await,
        1
    );
    let audits = "select count(*) as n from store_audit where act = 'calendar.table.imported'";
    assert_eq!(world.number(audits).await, 1);
}

#[tokio::test]
async fn wrong_lines_are_named_and_nothing_typed_is_lost() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let lines = "2027-01-01,放假,元旦\n2027-13-01,放假,<script>";
    for address in ["/calendar/import", "/calendar/import/apply"] {
        let page = office.post(address, &[("lines", lines)]).await;
        page.is_invalid()
            .shows("“2027-13-01”不是日期")
            .shows("2027-01-01,放假,元旦")
            .hides("<script>");
    }
    assert_eq!(
        world
            .number("select count(*) as n from calendar_tables")
            .await,
        0
    );
}

#[tokio::test]
async fn a_due_date_is_reckoned_by_rule_or_by_days() {
    let world = world().await;
    let mut staff = world.as_(Role::OfficeStaff).await;
    staff
        .get("/calendar/due?from=2026-09-30&days=3&unit=working&off_day=moves")
        .await
        .is_ok()
        .shows("到期日：2026年10月10日");
    staff
        .get("/calendar/due?from=2026-09-01&rule=paper")
        .await
        .is_ok()
        .shows("到期日：2026年10月8日")
        .shows("提醒：");
    staff
        .get("/calendar/due?from=2026-12-30&days=5&unit=working&off_day=moves")
        .await
        .is_ok()
        .shows("2027年的节假日安排未导入，这个日期是暂时推算的");
    staff
        .get("/calendar/due?from=x&days=0")
        .await
        .is_invalid()
        .shows("起始日期要填日期");
}

#[tokio::test]
async fn an_exam_week_is_pointed_out_and_a_second_hand_is_told() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let exam = [
        ("kind", "examination"),
        ("name", "高考"),
        ("first", "2026-06-07"),
        ("last", "2026-06-09"),
    ];
    office.post("/calendar/periods/new", &exam).await;
    office
        .get("/calendar/due?from=2026-06-07&days=1&unit=working&off_day=moves")
        .await
        .is_ok()
        .shows("考试静默期“高考”内");

    let id = world.word("select id as word from calendar_periods").await;
    let address = format!("/calendar/periods/{id}");
    let backwards = [
        ("kind", "examination"),
        ("name", "高考"),
        ("first", "2026-06-09"),
        ("last", "2026-06-07"),
        ("version", "1"),
    ];
    office
        .post(&address, &backwards)
        .await
        .is_invalid()
        .shows("最后一天不能早于第一天");
    let right = [
        ("kind", "examination"),
        ("name", "高考"),
        ("first", "2026-06-07"),
        ("last", "2026-06-08"),
        ("version", "1"),
    ];
    office.post(&address, &right).await;
    let page = office.post(&address, &right).await;
    page.is_conflict().shows("别人改过这一项");
    office.post(&format!("{address}/remove"), &[]).await;
    office.get(&address).await.is_not_found();
}

#[tokio::test]
async fn a_rule_of_the_house_takes_the_place_of_the_default() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let rule = [
        ("days", "10"),
        ("unit", "working"),
        ("off_day", "moves"),
        ("remind", "3、1"),
        ("version", "0"),
    ];
    office.post("/calendar/rules/letter", &rule).await;
    office
        .get("/calendar/due")
        .await
        .is_ok()
        .shows("10个工作日")
        .shows("本局设定");
    let page = office.post("/calendar/rules/letter", &rule).await;
    page.is_conflict().shows("别人改过这条规则");
    let wrong = [
        ("days", "-1"),
        ("unit", "x"),
        ("off_day", "moves"),
        ("remind", "一"),
        ("version", "1"),
    ];
    office
        .post("/calendar/rules/letter", &wrong)
        .await
        .is_invalid()
        .shows("期限要填1至730的整数");
    office.get("/calendar/rules/nothing").await.is_not_found();
}
