//! Attachments: looked at before they are taken, given out to whoever may see the thing.

use crate::{plan_reading::published, support::world};
use base::Role;
use testkit::{Browser, Page};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnot much of a picture";
const PDF: &[u8] = b"%PDF-1.7 not much of a document";

/// The addresses on a page that begin so.
fn addresses(page: &Page, beginning: &str) -> Vec<String> {
    let text = page.text();
    let found = text.split("=\"").filter_map(|rest| rest.split('"').next());
    found
        .filter(|address| address.starts_with(beginning))
        .map(str::to_owned)
        .collect()
}

async fn attach(office: &mut Browser, plan: &str, name: &str, bytes: &[u8]) -> Page {
    let page = office.get(plan).await.is_ok();
    let to = addresses(&page, "/files/to/plan/").remove(0);
    office
        .upload(&to, &[("retention", "follow")], name, bytes)
        .await
        .leads_to(plan);
    office.get(plan).await.is_ok()
}

#[tokio::test]
async fn a_file_is_attached_shown_given_out_and_removed() {
    let world = world().await;
    let (mut office, plan) = published(&world).await;
    office.get(&plan).await.is_ok().shows("还没有附件");
    let page = attach(&mut office, &plan, "审议稿 第2稿.pdf", PDF).await;
    let page = page.shows("已添加附件“审议稿 第2稿.pdf”").shows("PDF 文档");
    let look = addresses(&page, "/files/")
        .into_iter()
        .find(|a| a.ends_with("/look"));
    let look = look.unwrap();
    let file = look.strip_suffix("/look").unwrap().to_owned();

    let download = office.get(&file).await.is_ok();
    assert_eq!(download.body, PDF);
    assert_eq!(download.headers["content-type"], "application/pdf");
    let disposition = download.headers["content-disposition"].to_str().unwrap();
    assert!(
        disposition.starts_with("attachment; filename*=UTF-8''%E5%AE%A1"),
        "{disposition}"
    );
    assert!(disposition.contains("%20%E7%AC%AC2"), "{disposition}");
    office
        .get(&look)
        .await
        .is_ok()
        .shows("<iframe")
        .shows(&format!("{file}/inline"));
    let inline = office.get(&format!("{file}/inline")).await.is_ok();
    assert_eq!(inline.headers["x-frame-options"], "SAMEORIGIN");
    let policy = inline.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("frame-ancestors 'self'") && !policy.contains("script-src"));
    let page = office.get(&plan).await;
    assert_eq!(page.headers["x-frame-options"], "DENY");

    // Whoever sees the plan sees its files; whoever does not, does not.
    let mut staff = world.as_(Role::OfficeStaff).await;
    staff
        .get(&plan)
        .await
        .is_ok()
        .shows("审议稿")
        .hides("添加附件")
        .hides("移除");
    staff.get(&file).await.is_ok();
    staff.get("/password").await.is_ok();
    let refused = staff.post(&format!("{file}/remove"), &[]).await;
    assert_eq!(refused.status, 403);
    refused.shows("要点的附件由局办公室维护");
    let mut administrator = world.as_(Role::Administrator).await;
    administrator.get(&file).await.is_not_found();
    administrator
        .get(&format!("{file}/inline"))
        .await
        .is_not_found();
    world.nobody().get(&file).await.leads_to("/sign-in");

    office.get(&plan).await.is_ok();
    office
        .post(&format!("{file}/remove"), &[])
        .await
        .leads_to(&plan);
    office.get(&plan).await.is_ok().shows("还没有附件");
    office.get(&file).await.is_not_found();
    let kept = "select count(*) as n from store_audit where act like 'files.attachment.%'";
    assert_eq!(world.number(kept).await, 2);
}

#[tokio::test]
async fn what_is_no_attachment_is_refused_where_the_thing_is_shown() {
    let world = world().await;
    let (mut office, plan) = published(&world).await;
    for (name, bytes, why) in [
        ("工具.exe", &b"MZ\x90\0"[..], "程序"),
        ("报告.pdf", PNG, "内容却是PNG 图片"),
        ("页面.html", b"<html>", "不能作为附件"),
        ("空.txt", b"", "空的"),
    ] {
        attach(&mut office, &plan, name, bytes)
            .await
            .shows(why)
            .shows("还没有附件");
    }
    attach(&mut office, &plan, "照片.png", PNG)
        .await
        .shows("attached-small")
        .shows("PNG 图片");
    let large = vec![b' '; (30 << 20) + 1];
    attach(&mut office, &plan, "大.txt", &large)
        .await
        .shows("附件超过 30 MB");
}

#[tokio::test]
async fn a_temporary_attachment_goes_by_itself_and_content_nothing_names_after_its_grace() {
    let world = world().await;
    let (mut office, plan) = published(&world).await;
    attach(&mut office, &plan, "照片.png", PNG).await;
    let database = world.app.database();
    database
        .run("update files_attachments set retention = 'temporary'")
        .await;
    world.app.run_schedule("files.retire").await;
    office.get(&plan).await.is_ok().shows("照片.png");
    database
        .run("update files_attachments set attached_ms = attached_ms - 91 * 86400000")
        .await;
    world.app.run_schedule("files.retire").await;
    office.get(&plan).await.is_ok().hides("照片.png");

    // The picture is loose now; the paper of the plan is named by the plan.
    world.app.run_schedule("files.clear").await;
    let loose = "select count(*) as n from store_loose_files";
    assert_eq!(world.number(loose).await, 1);
    // Even after its grace, what was written today stays.
    database
        .run("update store_loose_files set since_ms = 0")
        .await;
    world.app.run_schedule("files.clear").await;
    let files = world.app.app.files();
    assert_eq!(files.names().await.unwrap().len(), 2);
    for name in files.names().await.unwrap() {
        let file = database
            .folder
            .path()
            .join("files")
            .join(&name[..2])
            .join(&name);
        let file = std::fs::File::options().write(true).open(file).unwrap();
        file.set_modified(std::time::UNIX_EPOCH).unwrap();
    }
    world.app.run_schedule("files.clear").await;
    assert_eq!(files.names().await.unwrap().len(), 1);
    office.get(&format!("{plan}/original")).await.is_ok();
}
