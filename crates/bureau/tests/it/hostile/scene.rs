//! The demo county with what some form needs and the county has none of, and everybody in it.

use super::{
    attack::{NOBODY, People},
    walk::{Found, Met, walk},
    writes,
};
use crate::{
    access_units::there_twice,
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
        walk(&mut browser, *who, &first, &mut found).await;
        uploaded(&mut browser, *who, &mut found).await;
    }
    (kept, people, found.all())
}

/// Things no page of the demo leads to.
async fn more(world: &World) {
    let now = demo::clock().now_ms();
    let head = Role::OfficeHead.code();
    for sql in [
        // Telephones are bound; one account is locked.
        "insert into org_second_factors (account_id, secret, is_confirmed, last_step)
             select id, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', true, 0 from org_accounts
             where login in ('juzhang', 'renshiyuan')"
            .to_owned(),
        format!("insert into org_failed_sign_ins values ('jijiao', 99, {now})"),
        // The head of one office is the head of those too that keep credits and buses.
        format!(
            "insert into org_posts (id, person_id, unit_id, title, role, place)
             select u.id, p.id, u.id, '兼', '{head}', 9 from org_units u, org_people p
             where u.short_name in ('职业教育与成人教育科', '安全科') and p.name = '王敏'"
        ),
        // A job still waits; mail to somebody came back.
        "update store_jobs set state = 'waiting', ended_ms = null
             where title = 'bangongshi0'"
            .to_owned(),
        "update inbox_settings set fault = '邮箱不存在'".to_owned(),
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
}

/// Pages the walk would not come to among the many of their kind.
async fn pages(world: &World) -> Vec<(&'static str, String)> {
    let (admin, office, head) = (
        Role::Administrator.code(),
        Role::GeneralOffice.code(),
        Role::OfficeHead.code(),
    );
    let mut pages = vec![(head, "/ledger/letters/rows/1".to_owned())];
    for (who, before, id) in [
        (
            office,
            "/jobs/",
            "select id as word from store_jobs where state = 'waiting' and title = 'bangongshi0'",
        ),
        (
            admin,
            "/org/units/",
            "select id as word from org_units where closed_on is not null",
        ),
        (
            head,
            "/ledger/credits/accounts/",
            "select a.id as word from ledger_credit_accounts a where not is_system and balance > 0",
        ),
        (
            office,
            "/facts/imports/",
            "select id as word from facts_imports where state = 'read'",
        ),
    ] {
        pages.push((who, format!("{before}{}", world.word(id).await)));
    }
    for login in ["jijiao", "juzhang"] {
        let person = format!("select person_id as word from org_accounts where login = '{login}'");
        let person = world.word(&person).await;
        let page = format!("/org/people/{person}/log-in");
        pages.push((Role::SecurityAdministrator.code(), page));
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
        let sheet = browser
            .get("/ledger/training/import/template")
            .await
            .is_ok()
            .body;
        browser.get(import).await.is_ok();
        let page = browser.upload(import, &[], "培训.xlsx", &sheet).await;
        found.note(who, import, &page.text());
    }
}
