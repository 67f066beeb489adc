//! One box over everything somebody may see.

use crate::support::world;
use base::Role;

const PAPER: &str = "清禾县教育局2026年工作要点

一、队伍建设
1.加强教师招聘。计划招聘教师200名，4月底前完成招聘。（责任单位：人事科）
二、校园安全
2.排查校车隐患。2月底前完成校车排查。（牵头单位：安全科；配合单位：清禾一中）
";

#[tokio::test]
async fn published_items_are_found_by_those_who_see_them() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    office.get("/plan/import").await.is_ok();
    let reply = office
        .upload("/plan/import", &[], "要点.txt", PAPER.as_bytes())
        .await
        .leads_to("/plan/");
    let plan = reply.location().strip_suffix("/review").unwrap().to_owned();
    office.get("/search?q=招聘").await.is_ok().hides("加强教师");
    office.get(&format!("{plan}/assign")).await.is_ok();
    office
        .post(&format!("{plan}/assign"), &[("act", "accept-all")])
        .await
        .leads_to(&plan);
    let page = office.get(&format!("{plan}/publish")).await.is_ok().text();
    let (_, revision) = page.split_once("name=\"revision\" value=\"").unwrap();
    let (revision, _) = revision.split_once('"').unwrap();
    office
        .post(
            &format!("{plan}/publish"),
            &[("revision", revision), ("accepts_open_items", "yes")],
        )
        .await
        .leads_to(&plan);
    let mut head = world.as_(Role::OfficeHead).await;
    head.get("/search?q=招聘")
        .await
        .is_ok()
        .shows("<mark>招聘</mark>")
        .shows("要点条目");
    let mut school = world.as_(Role::School).await;
    school.get("/search?q=招聘").await.is_ok().shows("没有找到");
    school
        .get("/search?q=校车")
        .await
        .is_ok()
        .shows("<mark>校车</mark>");
    let mut admin = world.as_(Role::Administrator).await;
    admin.get("/search?q=校车").await.is_ok().shows("没有找到");
    admin.get("/search").await.is_ok().shows("输入要找的词");

    // An earlier program knew no search: the next start puts in what there is.
    let n_entries = "select count(*) as n from store_search";
    let before = world.number(n_entries).await;
    for sql in [
        "delete from store_settings where name = 'store.search_index'",
        "delete from store_search",
        "delete from store_search_index",
    ] {
        world.app.database().run(sql).await;
    }
    let app = &world.app.app;
    let (db, files, clock) = (app.db().clone(), app.files().clone(), app.clock().clone());
    let config = base::Config::default();
    shell::App::new(
        db,
        files,
        clock,
        config,
        bureau::identify,
        &bureau::slices(),
    )
    .await
    .unwrap();
    assert_eq!(world.number(n_entries).await, before);
    head.get("/search?q=招聘").await.is_ok().shows("要点条目");
}
