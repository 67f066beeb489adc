//! Files are attached to whatever has a page: a row of a register, a data item, a unit, an item of a plan.
//! Whoever sees the page reads them, whoever may change what it shows adds and removes them.

use crate::support::{World, county};
use base::Role;
use testkit::Browser;

const PDF: &[u8] = b"%PDF-1.7 not much of a document";

/// Attaches a file to the thing of a page; gives the address of the file.
async fn attached(world: &World, who: &mut Browser, page: &str, to: &str) -> String {
    who.get(page).await.is_ok().shows("还没有附件");
    let fields = [("retention", "ten_years")];
    who.upload(&format!("/files/to/{to}"), &fields, "依据.pdf", PDF)
        .await
        .leads_to(page);
    who.get(page)
        .await
        .is_ok()
        .shows("已添加附件“依据.pdf”")
        .shows("PDF 文档");
    let (kind, object) = to.split_once('/').unwrap();
    let id = world
        .word(&format!(
            "select id as word from files_attachments
             where object_kind = '{kind}' and object_id = '{object}' and retention = 'ten_years'"
        ))
        .await;
    format!("/files/{id}")
}

/// Reads a file and sees its page without the way to change anything.
async fn reads_only(who: &mut Browser, page: &str, file: &str) {
    let seen = who.get(page).await.is_ok();
    seen.shows("依据.pdf").hides("添加附件");
    assert_eq!(who.get(file).await.is_ok().body, PDF);
    let refused = who.post(&format!("{file}/remove"), &[]).await;
    assert_eq!(refused.status, 403);
}

async fn removed(world: &World, who: &mut Browser, page: &str, file: &str) {
    who.get(page).await.is_ok();
    who.post(&format!("{file}/remove"), &[])
        .await
        .leads_to(page);
    who.get(page).await.is_ok().shows("还没有附件");
    let told = "select count(*) as n from store_audit where act like 'files.attachment.%'";
    assert_eq!(world.number(told).await, 2);
}

#[tokio::test]
async fn a_row_of_a_register_has_files_for_whoever_sees_it_until_it_is_let_go() {
    let world = county().await;
    let row = world
        .word(
            "select cast(max(r.no) as text) as word from ledger_rows r
             join org_units u on u.id = r.unit_id join ledger_registers g on g.no = r.register_no
             where g.code = 'training' and u.short_name = '清禾一中' and r.state <> 'verified'",
        )
        .await;
    let page = format!("/ledger/training/rows/{row}");
    let mut school = world.as_(Role::School).await;
    let file = attached(
        &world,
        &mut school,
        &page,
        &format!("register-row/training:{row}"),
    )
    .await;
    let mut leader = world.as_(Role::Leader).await;
    reads_only(&mut leader, &page, &file).await;
    for role in [Role::Administrator, Role::AuditAdministrator] {
        let mut none = world.as_(role).await;
        none.get(&file).await.is_not_found();
    }
    // With the row in the bin nobody sees its papers; they come back with it and go with it for good.
    let mut personnel = world.as_(Role::OfficeHead).await;
    school.get(&page).await.is_ok();
    school
        .post("/ledger/training/removal", &[("id", &row)])
        .await;
    personnel.get(&file).await.is_not_found();
    personnel.get("/ledger/training/bin").await.is_ok();
    let purge = format!("/ledger/training/bin/{row}/purge");
    personnel.post(&purge, &[("reason", "重复登记")]).await;
    let left = "select count(*) as n from files_attachments where object_kind = 'register-row'";
    assert_eq!(world.number(left).await, 0);
    let told = "select count(*) as n from store_audit where act = 'files.attachment.removed'";
    assert_eq!(world.number(told).await, 1);
}

#[tokio::test]
async fn what_is_attached_where_personal_information_stands_is_for_whoever_may_ask_for_it() {
    let world = county().await;
    let row = world
        .word(
            "select cast(max(r.no) as text) as word from ledger_rows r
             join ledger_registers g on g.no = r.register_no where g.code = 'disabled-children'",
        )
        .await;
    let page = format!("/ledger/disabled-children/rows/{row}");
    let mut staff = world.as_(Role::Inspector).await;
    let seen = staff.get(&page).await;
    if seen.status == 200 {
        seen.hides("id=\"attachments\"");
    }
    let to = format!("/files/to/register-row/disabled-children:{row}");
    staff.get("/password").await.is_ok();
    staff.upload(&to, &[], "证明.pdf", PDF).await.is_not_found();
}

#[tokio::test]
async fn a_data_item_has_files_kept_by_whoever_defines_it() {
    let world = county().await;
    let page = "/facts/items/pupils";
    let mut office = world.as_(Role::GeneralOffice).await;
    let file = attached(&world, &mut office, page, "data-item/pupils").await;
    let mut staff = world.as_(Role::OfficeStaff).await;
    reads_only(&mut staff, page, &file).await;
    removed(&world, &mut office, page, &file).await;
}

#[tokio::test]
async fn a_unit_has_files_kept_by_whoever_registers_units() {
    let world = county().await;
    let unit = world
        .word("select id as word from org_units where short_name = '清禾二中'")
        .await;
    let page = format!("/org/units/{unit}");
    let mut administrator = world.as_(Role::Administrator).await;
    let file = attached(&world, &mut administrator, &page, &format!("unit/{unit}")).await;
    let mut staff = world.as_(Role::OfficeStaff).await;
    reads_only(&mut staff, &page, &file).await;
    // The people and papers of other schools are none of a school's business.
    let mut school = world.as_(Role::School).await;
    school.get(&page).await.is_not_found();
    school.get(&file).await.is_not_found();
    removed(&world, &mut administrator, &page, &file).await;
}

#[tokio::test]
async fn an_item_of_a_plan_has_files_kept_by_the_unit_that_leads_it() {
    let world = county().await;
    let plan = world
        .word(
            "select id as word from plan_plans
             where published_revision is not null and year = 2026",
        )
        .await;
    let item = world
        .word(&format!(
            "select a.item_id as word from plan_assignments a join org_units u on u.id = a.unit_id
             where a.plan_id = '{plan}' and a.part = 'lead' and u.short_name = '人事科'
             order by a.item_id limit 1"
        ))
        .await;
    let page = format!("/plan/{plan}/items/{item}");
    let mut head = world.as_(Role::OfficeHead).await;
    let file = attached(
        &world,
        &mut head,
        &page,
        &format!("plan-item/{plan}:{item}"),
    )
    .await;
    let mut leader = world.as_(Role::Leader).await;
    reads_only(&mut leader, &page, &file).await;
    let mut administrator = world.as_(Role::Administrator).await;
    administrator.get(&file).await.is_not_found();
    removed(&world, &mut head, &page, &file).await;
}
