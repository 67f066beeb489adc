//! Jobs as people see them: the one who waits, and the administrator.

use crate::support::{World, world};
use base::{Actor, Role};
use bureau::demo;
use store::{Ctx, Job, JobId, jobs};

/// A job somebody of this role waits for.
async fn awaited(world: &World, role: Role) -> JobId {
    let login = demo::org::LOGINS.iter().find(|login| login.role == role);
    let login = login.unwrap();
    let account = format!(
        "select id as word from org_accounts where login = '{}'",
        login.login
    );
    let app = &world.app.app;
    let ctx = Ctx {
        db: app.db().clone(),
        files: app.files().clone(),
        clock: app.clock().clone(),
        actor: Actor {
            account: world.word(&account).await.parse().unwrap(),
            name: login.name.to_owned(),
            ..Actor::default()
        },
        from: "10.1.2.3".to_owned(),
    };
    let mut tx = ctx.db.begin_write().await.unwrap();
    let job = Job::new("jobs.sweep", serde_json::Value::Null).awaited("整理旧任务");
    let id = tx.enqueue(&ctx, job).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn whoever_waits_sees_how_far_it_is_and_nobody_else() {
    let world = world().await;
    let job = awaited(&world, Role::GeneralOffice).await;
    let path = format!("/jobs/{job}");
    let mut office = world.as_(Role::GeneralOffice).await;
    office
        .get(&path)
        .await
        .is_ok()
        .shows("整理旧任务")
        .shows("正在排队")
        .shows("hx-trigger")
        .shows("http-equiv=\"refresh\"");
    let part = office.get_fragment(&format!("{path}/box")).await.is_ok();
    part.shows("正在排队").hides("<html");
    for role in [Role::Administrator, Role::Leader] {
        let mut other = world.as_(role).await;
        other.get(&path).await.is_not_found();
        other.get("/password").await.is_ok();
        other
            .post(&format!("{path}/cancel"), &[])
            .await
            .is_not_found();
    }
    world.app.run_jobs().await;
    let page = office.get(&path).await.is_ok();
    page.shows("已完成").hides("hx-trigger").hides("取消任务");
}

#[tokio::test]
async fn whoever_waits_calls_it_off() {
    let world = world().await;
    let job = awaited(&world, Role::GeneralOffice).await;
    let path = format!("/jobs/{job}");
    let mut office = world.as_(Role::GeneralOffice).await;
    office.get(&path).await.is_ok();
    office
        .post(&format!("{path}/cancel"), &[])
        .await
        .leads_to(&path);
    office.get(&path).await.is_ok().shows("已取消");
    office
        .post(&format!("{path}/cancel"), &[])
        .await
        .leads_to(&path);
    office.get(&path).await.is_ok().shows("任务已经结束");
}

#[tokio::test]
async fn what_was_given_up_is_the_administrators_to_try_again() {
    let world = world().await;
    let mut administrator = world.as_(Role::Administrator).await;
    administrator
        .get("/jobs")
        .await
        .is_ok()
        .shows("没有停下的任务");
    let job = awaited(&world, Role::GeneralOffice).await;
    let dead =
        "update store_jobs set state = 'dead', error = '对方没有应答', n_failed = 5, ended_ms = 0";
    world.app.database().run(dead).await;
    administrator
        .get("/jobs")
        .await
        .is_ok()
        .shows("整理旧任务")
        .shows("对方没有应答")
        .shows("5 次");
    let mut office = world.as_(Role::GeneralOffice).await;
    office.get("/jobs").await.is_not_found();
    office
        .get(&format!("/jobs/{job}"))
        .await
        .is_ok()
        .shows("联系系统管理员");
    administrator
        .post(&format!("/jobs/{job}/retry"), &[])
        .await
        .leads_to("/jobs");
    world.app.run_jobs().await;
    let status = jobs::status(world.app.app.db(), job)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(status.state, jobs::State::Done);
    administrator
        .get("/jobs")
        .await
        .is_ok()
        .shows("没有停下的任务");
}
