//! 审计: what its administrator sees.

use crate::support::world;
use base::Role;

#[tokio::test]
async fn a_change_is_shown_with_who_what_before_and_after_in_words() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let unit = world
        .word("select id as word from org_units where short_name = '人事科'")
        .await;
    let path = format!("/org/units/{unit}/edit");
    admin.get(&path).await.is_ok();
    let parent = world
        .word("select parent_id as word from org_units where short_name = '人事科'")
        .await;
    let version = world
        .word("select cast(version as text) as word from org_units where short_name = '人事科'")
        .await;
    let page = admin
        .post(
            &path,
            &[
                ("version", version.as_str()),
                ("parent", parent.as_str()),
                ("kind", "office"),
                ("name", "清禾县教育局组织人事科"),
                ("short_name", "组织人事科"),
                ("aliases", ""),
                ("code", ""),
                ("duties", ""),
                ("place", "2"),
            ],
        )
        .await;
    assert!(page.status.is_redirection(), "{}", page.text());
    let mut auditor = world.as_(Role::AuditAdministrator).await;
    let text = auditor.get("/audit").await.is_ok().text();
    for words in [
        "修改单位",
        "系统管理员",
        "<del>人事科</del>",
        "<ins>组织人事科</ins>",
        "简称",
    ] {
        assert!(text.contains(words), "{words} is not on the page: {text}");
    }
    assert!(
        !text.contains("short_name"),
        "a key of the program is shown"
    );
    let found = auditor.get("/audit?act=org.unit.changed&object=组织").await;
    assert_eq!(found.text().matches("<ins>组织人事科</ins>").count(), 1);
    let none = auditor.get("/audit?from=2030-01-01").await;
    assert!(none.text().contains("没有符合条件的记录"));
}

#[tokio::test]
async fn a_page_of_fifty_lines_takes_no_more_statements_than_a_page_of_one() {
    let world = world().await;
    let mut auditor = world.as_(Role::AuditAdministrator).await;
    let db = world.app.app.db().clone();
    let mut sent = Vec::new();
    for path in ["/audit?act=org.bureau.founded", "/audit", "/audit?page=2"] {
        auditor.get(path).await.is_ok();
        let before = db.statements_sent();
        auditor.get(path).await.is_ok();
        sent.push(db.statements_sent() - before);
    }
    assert!(sent.iter().all(|n| *n == sent[0]), "{sent:?}");
}

#[tokio::test]
async fn both_files_hold_the_lines_and_taking_them_out_is_a_line_itself() {
    let world = world().await;
    let mut auditor = world.as_(Role::AuditAdministrator).await;
    let csv = auditor
        .get("/audit/export.csv?act=org.account.opened")
        .await;
    let text = csv.is_ok().text();
    assert!(text.starts_with('\u{feff}'));
    assert_eq!(text.matches("开通账号").count(), 7, "{text}");
    let xlsx = auditor.get("/audit/export.xlsx").await;
    assert!(xlsx.body.starts_with(b"PK"));
    let list = auditor.get("/audit?act=audit.exported").await.text();
    assert!(list.contains("7 条"), "{list}");
}

#[tokio::test]
async fn the_chain_is_proved_from_the_page_and_a_line_edited_by_hand_is_named() {
    let world = world().await;
    let mut auditor = world.as_(Role::AuditAdministrator).await;
    auditor.get("/audit").await.is_ok();
    let page = auditor.post("/audit/verify", &[]).await;
    let text = auditor.follow(&page).await.text();
    assert!(text.contains("审计记录完整"), "{text}");
    let database = world.app.database();
    database.run("drop trigger store_audit_no_update").await;
    database
        .run("update store_audit set actor_name = '别人' where sequence = 3")
        .await;
    let page = auditor.post("/audit/verify", &[]).await;
    let text = auditor.follow(&page).await.text();
    assert!(text.contains("第 3 条被改动过"), "{text}");
}

#[tokio::test]
async fn lines_cannot_be_kept_for_less_than_six_months() {
    let world = world().await;
    let mut auditor = world.as_(Role::AuditAdministrator).await;
    auditor.get("/audit").await.is_ok();
    let page = auditor.post("/audit/keep", &[("days", "30")]).await;
    let text = auditor.follow(&page).await.text();
    assert!(text.contains("至少保存 184 天"), "{text}");
    let page = auditor.post("/audit/keep", &[("days", "730")]).await;
    let text = auditor.follow(&page).await.text();
    assert!(text.contains("改为保存 730 天"), "{text}");
    assert!(text.contains("<del>1095 天</del>"), "{text}");
}
