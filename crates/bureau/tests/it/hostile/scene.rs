//! The demo county with what some form needs and the county has none of, and everybody in it.

use super::{
    attack::{NOBODY, People},
    walk::{Found, Met, walk},
    writes,
};
use crate::{
    access_objects::there_twice,
    support::{World, county},
};
use base::Role;
use bureau::demo;
use shell::Visit;
use tempfile::TempDir;
use testkit::Browser;

/// Somebody whose password was right and whose second step is still to come.
const HALF_WAY: &str = "half way";

/// The county, kept, everybody signed in, and the forms they find.
pub(super) async fn scene() -> (TempDir, People, Vec<Met>) {
    let world = county().await;
    there_twice(&world).await;
    let mut people = People::new();
    for role in Role::ALL {
        people.insert(role.code(), world.as_(role).await);
    }
    more(&world).await;
    let mut nobody = world.nobody();
    nobody.get(Visit::SIGN_IN).await.is_ok();
    people.insert(NOBODY, nobody);
    let mut half_way = world.nobody();
    half_way
        .sign_in("renshiyuan", demo::org::PASSWORD)
        .await
        .leads_to("/sign-in/second-step");
    people.insert(HALF_WAY, half_way);
    begun(&mut people).await;
    writes::count_from_now_on(&world).await;
    let from = pages(&world).await;
    let kept = world.kept().await;
    let world = World::copied(&kept).await;
    let mut found = Found::default();
    for (who, browser) in &people {
        let mut browser = browser.at(&world.app);
        let mut first = match *who {
            NOBODY => vec![Visit::SIGN_IN.to_owned()],
            HALF_WAY => vec!["/sign-in/second-step".to_owned()],
            _ => vec!["/".to_owned()],
        };
        let own = from.iter().filter(|(whose, _)| whose == who);
        first.extend(own.map(|(_, page)| page.clone()));
        walk(&mut browser, who, &first, &mut found).await;
        uploaded(&mut browser, who, &mut found).await;
    }
    (kept, people, found.all())
}

/// Items the office of our head leads, with a work plan.
const OF_PERSONNEL: &str =
    "select item_id from plan_assignments a join org_units u on u.id = a.unit_id
     where a.part = 'lead' and u.short_name = '人事科'
         and item_id in (select item_id from plan_work_plans)";

/// Things no page of the demo leads to.
async fn more(world: &World) {
    let now = demo::clock().now_ms();
    let head = Role::OfficeHead.code();
    for sql in [
        // Nobody has said yet why a number that looks like one of a register is another.
        "delete from facts_not_the_same where pair like 'aid_money %'".to_owned(),
        // A register whose template has grown since.
        "update ledger_definitions set body = replace(body, ',\"max\":\"今天\"', '')
             where register_no = (select no from ledger_registers where code = 'lecturers')"
            .to_owned(),
        // Telephones are bound; one account is locked.
        "insert into org_second_factors (account_id, secret, is_confirmed, last_step)
             select id, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', true, 0 from org_accounts
             where login in ('juzhang', 'renshiyuan')"
            .to_owned(),
        format!("insert into org_failed_sign_ins values ('jijiao', 99, {now})"),
        // The head of one office is the head of those too that keep credits and buses, and of one
        // whose report nobody has looked at yet.
        format!(
            "insert into org_posts (id, person_id, unit_id, title, role, place)
             select u.id, p.id, u.id, '兼', '{head}', 9 from org_units u, org_people p
             where u.short_name in ('职业教育与成人教育科', '安全科', '教研室')
                 and p.name = '王敏'"
        ),
        // A job still waits; mail to somebody came back.
        "update store_jobs set state = 'waiting', ended_ms = null
             where title = 'bangongshi0'"
            .to_owned(),
        "update inbox_settings set fault = '邮箱不存在'".to_owned(),
        // A field of work nobody is in charge of, an account that is closed.
        "insert into org_fields values ('00000000-0000-7000-8000-00000000f1e1', '校外培训', 9)"
            .to_owned(),
        "insert into org_accounts
             (id, person_id, login, password_hash, must_change_password, is_closed)
             select '00000000-0000-7000-8000-00000000acc0', p.id, 'anquanju', a.password_hash, false,
             true from org_accounts a, org_people p where a.login = 'admin' and p.name = '秦少恒'"
            .to_owned(),
        // Work plans of an office: one waits for its leader, one came back.
        format!(
            "update plan_work_plans set state = 'submitted'
             where item_id = (select min(item_id) from ({OF_PERSONNEL}))"
        ),
        format!(
            "update plan_work_plans set state = 'returned'
             where item_id = (select max(item_id) from ({OF_PERSONNEL}))"
        ),
        // What an agreed item is to reach was otherwise when it was agreed.
        "update plan_versions set content = replace(content, '\"subject\":\"', '\"subject\":\"原定')
             where number = 1"
            .to_owned(),
        format!("delete from plan_step_changes where item_id in ({OF_PERSONNEL})"),
        // A measure of a target whose words were changed since.
        "update plan_measures set words = '旧的说法'".to_owned(),
        // A period that has begun and was not opened.
        "insert into report_rounds
             select plan_id, '2026-W24', 'week', '2026-06-08', '2026-06-14', '2026-06-15', rules,
             null, null, '' from report_rounds where period = '2026-06'"
            .to_owned(),
        // Personal data kept for too long.
        "update ledger_rows set made_ms = 1,
             month = case month when '' then '' else '2010-01' end
         where no = 2 and register_no = (
             select no from ledger_registers where code = 'skill-teachers')"
            .to_owned(),
    ] {
        world.app.database().run(&sql).await;
    }
}

/// What is begun by a form and gone on with on another.
async fn begun(people: &mut People) {
    let begins = [
        (Role::Inspector, "/second-factor/begin"),
        (Role::GeneralOffice, "/calendar-feed"),
    ];
    for (role, act) in begins {
        let browser = people.get_mut(role.code()).unwrap();
        let page = browser.post(act, &[]).await;
        assert!(!page.status.is_client_error(), "{act}: {}", page.text());
    }
    let head = people.get_mut(Role::OfficeHead.code()).unwrap();
    head.get("/ledger/training").await.is_ok();
    let rows = [("id", "1199"), ("comment", "重复登记")];
    let page = head.post("/ledger/training/removal", &rows).await;
    assert!(!page.status.is_client_error(), "{}", page.text());
    let office = people.get_mut(Role::GeneralOffice.code()).unwrap();
    locked_year(office).await;
    let sheet = workbook(&[
        &["学校名称", "在校学生数（人）", "车位"],
        &["清禾一中", "1000", "30"],
    ]);
    let fields = [("period", "2025-2026")];
    office.get("/facts/dataset").await.is_ok();
    let page = office.upload("/facts/dataset", &fields, "基表.xlsx", &sheet);
    page.await.leads_to("/facts/imports/");
}

/// A register of which last year is locked: any change of its rows there makes another number.
const DRILLS: &str = r#"
code = "drills"
name = "演练登记"
purpose = "一次演练一行。"
owner = "办公室"
period = "held"
key = ["drill_no"]
[rights]
[[fields]]
code = "drill_no"
name = "编号"
kind = "text"
required = true
[[fields]]
code = "held"
name = "日期"
kind = "date"
required = true
[[fields]]
code = "persons"
name = "参加人数"
kind = "number"
unit = "人次"
[[rollups]]
code = "persons"
name = "演练参加人数"
measure = "sum"
field = "persons"
unit = "人次"
grain = "year"
whole_bureau = true
verified_only = false
item = "register.drill_persons"
[[rollups]]
code = "verified"
name = "核对过的演练"
measure = "count"
unit = "次"
grain = "year"
whole_bureau = true
verified_only = true
item = "register.drills_verified"
"#;

fn drill<'a>(unit: &'a str, no: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("unit", unit),
        ("version", "1"),
        ("v.drill_no", no),
        ("v.held", "2025-05-12"),
        ("v.persons", "40"),
    ]
}

/// The value of a unit as a form of the register offers it.
async fn own_unit(office: &mut Browser) -> String {
    let form = office.get("/ledger/drills/new").await.is_ok().text();
    let (_, after) = form.split_once("name=\"unit\"").unwrap();
    let mut offered = after.split("value=\"").skip(1);
    let unit = offered.find_map(|rest| rest.split('"').next().filter(|id| id.len() == 36));
    unit.unwrap().to_owned()
}

async fn locked_year(office: &mut Browser) {
    office.get("/ledger/new").await.is_ok();
    let page = office.post("/ledger/new", &[("text", DRILLS)]).await;
    page.leads_to("/ledger/drills");
    let unit = own_unit(office).await;
    for no in ["1", "2", "3"] {
        let row = drill(&unit, no);
        let page = office.upload("/ledger/drills/new", &row, "", b"").await;
        page.leads_to("/ledger/drills/rows/");
    }
    let page = office.post("/ledger/drills/removal", &[("id", "3")]).await;
    page.leads_to("/ledger/drills");
    office.get("/facts/periods").await.is_ok();
    let page = office.post("/facts/periods/lock", &[("period", "2025")]);
    page.await.leads_to("/facts/periods");
}

/// The forms that ask why a number of the locked year changes.
async fn corrected(office: &mut Browser, who: &'static str, found: &mut Found) {
    let unit = own_unit(office).await;
    for path in ["/ledger/drills/new", "/ledger/drills/rows/1/edit"] {
        let mut row = drill(&unit, "7");
        row[4].1 = "50";
        let page = office.upload(path, &row, "", b"").await;
        found.note(who, path, &page.is_invalid().text());
    }
    let grid = "/ledger/drills/grid";
    let line = [
        ("l0.no", "0"),
        ("l0.v.drill_no", "8"),
        ("l0.v.held", "2025-06-01"),
        ("l0.v.persons", "30"),
    ];
    let page = office.post(grid, &line).await;
    found.note(who, grid, &page.is_invalid().text());
    let import = "/ledger/drills/import";
    let sheet = workbook(&[
        &["填报单位", "编号", "日期", "参加人数"],
        &["办公室", "9", "2025-07-01", "20"],
    ]);
    let page = office.upload(import, &[], "演练.xlsx", &sheet).await;
    found.note(who, import, &page.is_ok().text());
    let row = "/ledger/drills/rows/1";
    for act in ["/ledger/drills/verification", "/ledger/drills/removal"] {
        let page = office.post(act, &[("id", "1"), ("one", "on")]).await;
        found.note(who, row, &page.is_invalid().text());
    }
    let page = office.post("/ledger/drills/bin/3/restoration", &[]).await;
    found.note(who, "/ledger/drills/bin", &page.is_invalid().text());
}

/// What can happen to a unit, for one that nothing stands in the way of.
const UNIT_NAMED: &str = "'/org/units/' || id || ";
const OF_HOUSE: &str = " from org_units where short_name = '电教馆'";

/// Pages the walk would not come to among the many of their kind.
async fn pages(world: &World) -> Vec<(&'static str, String)> {
    let (admin, office, head) = (
        Role::Administrator.code(),
        Role::GeneralOffice.code(),
        Role::OfficeHead.code(),
    );
    let (leader, security) = (Role::Leader.code(), Role::SecurityAdministrator.code());
    let mut pages = Vec::new();
    for (who, path) in [
        (
            office,
            "'/jobs/' || id from store_jobs where state = 'waiting' and title = 'bangongshi0'",
        ),
        (office, "'/inbox/rules/long' from org_fields"),
        (
            admin,
            "'/org/units/' || id from org_units where closed_on is not null",
        ),
        (admin, &format!("{UNIT_NAMED}'/rename'{OF_HOUSE}")),
        (admin, &format!("{UNIT_NAMED}'/merge'{OF_HOUSE}")),
        (admin, &format!("{UNIT_NAMED}'/close'{OF_HOUSE}")),
        (admin, &format!("{UNIT_NAMED}'/split'{OF_HOUSE}")),
        (
            admin,
            "'/org/posts/' || min(id) from org_posts where role = 'office_staff'",
        ),
        (
            admin,
            "'/org/people/' || id || '/charges' from org_people where name = '陆明远'",
        ),
        (
            admin,
            "'/org/people/' || id || '/account' from org_people where name = '叶知秋'",
        ),
        (
            admin,
            "'/org/people/' || id from org_people where name = '秦少恒'",
        ),
        (
            admin,
            "'/org/people/' || id from org_people where name = '顾怀山'",
        ),
        (
            security,
            "'/org/people/' || id from org_people where name = '顾怀山'",
        ),
        (
            security,
            "'/org/people/' || person_id || '/log-in' from org_accounts where login = 'jijiao'",
        ),
        (
            security,
            "'/org/people/' || person_id || '/log-in' from org_accounts where login = 'juzhang'",
        ),
        (
            head,
            "'/ledger/credits/accounts/' || id from ledger_credit_accounts
             where not is_system and balance > 0",
        ),
        (office, "'/ledger/lecturers/definition' from org_fields"),
        (head, "'/ledger/letters/rows/1' from org_fields"),
        (head, "'/ledger/skill-teachers/rows/1' from org_fields"),
        (
            head,
            "'/ledger/skill-teachers/personal-data' from org_fields",
        ),
        (
            office,
            "'/facts/imports/' || id from facts_imports where state = 'read' and by_name = '沈书宁'",
        ),
        (
            head,
            "'/plan/' || plan_id || '/items/' || item_id || '/steps' from plan_work_plans
             where state = 'returned' and item_id in (OF_PERSONNEL)",
        ),
        (
            head,
            "'/plan/' || plan_id || '/items/' || item_id || '/steps' from plan_work_plans
             where state = 'agreed' and item_id in (OF_PERSONNEL)",
        ),
        (leader, "'/ledger/skill-teachers/rows/1' from org_fields"),
        (head, "'/ledger/training/bin' from org_fields"),
        (
            leader,
            "'/plan/' || plan_id || '/items/' || item_id || '/steps' from plan_work_plans
             where state = 'submitted' and item_id in (OF_PERSONNEL)",
        ),
        (
            office,
            "'/plan/' || plan_id || '/items/' || item_id || '/targets' from plan_measures",
        ),
        (
            office,
            "'/report/plans/' || plan_id || '/rounds/' || period from report_rounds
             where period = '2026-05'",
        ),
        (
            office,
            "'/report/plans/' || plan_id || '?grain=week' from report_rounds
             where period = '2026-05'",
        ),
        (
            office,
            "'/report/plans/' || plan_id || '/rounds/' || period from report_rounds
             where period = '2026-04'",
        ),
        (
            office,
            "'/report/reports/' || id from report_reports
             where state = 'filed' and period = '2026-05'",
        ),
        (
            office,
            "'/report/reports/' || id from report_reports
             where state = 'open' and period = '2026-05'",
        ),
        (
            head,
            "'/report/reports/' || id from report_reports
             where state = 'review' and unit_name = '教研室'",
        ),
        (
            head,
            "'/report/reports/' || id from report_reports
             where state = 'review' and unit_name = '职业教育与成人教育科'",
        ),
    ] {
        let path = format!("select {path}").replacen(" from ", " as word from ", 1);
        let path = path.replace("OF_PERSONNEL", OF_PERSONNEL);
        pages.push((who, world.word(&path).await));
    }
    pages
}

/// Forms that stand only on the answer to another: what was uploaded is looked at before it is taken.
async fn uploaded(browser: &mut Browser, who: &'static str, found: &mut Found) {
    let (admin, office) = (Role::Administrator.code(), Role::GeneralOffice.code());
    if who == admin {
        let sheet = browser.get("/org/export").await.is_ok().body;
        browser.get("/org/import").await.is_ok();
        let page = browser
            .upload("/org/import", &[], "名单.xlsx", &sheet)
            .await;
        found.note(who, "/org/import", &page.is_ok().text());
    }
    if who == office {
        corrected(browser, who, found).await;
        let lines = browser.get("/calendar/export").await.is_ok().text();
        let page = browser.get("/calendar/import").await;
        if page.status.is_success() {
            let page = browser
                .post("/calendar/import", &[("lines", lines.as_str())])
                .await;
            found.note(who, "/calendar/import", &page.text());
        }
    }
    if who == Role::OfficeHead.code() {
        let import = "/ledger/training/import";
        browser.get(import).await.is_ok();
        // Once as it should be, once with a header nobody knows in the place of one that must be there.
        for of_name in ["姓名", "教 职 工"] {
            let header = [of_name, "工号", "培训项目", "级别", "开始日期"];
            let row = ["李安", "A0001", "研修", "市级", "2026-03-02"];
            let page = browser
                .upload(import, &[], "培训.xlsx", &workbook(&[&header, &row]))
                .await;
            found.note(who, import, &page.is_ok().text());
        }
    }
}

fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}
