//! Delegation, hand-over, fields of work, and who finds whom in the address list.

use crate::support::{World, world};
use base::Role;
use testkit::Browser;

async fn person(world: &World, name: &str) -> String {
    let sql = format!("select id as word from org_people where name = '{name}'");
    world.word(&sql).await
}

async fn post_of(world: &World, name: &str) -> String {
    let sql = format!(
        "select p.id as word from org_posts p join org_people o on o.id = p.person_id
         where o.name = '{name}'"
    );
    world.word(&sql).await
}

/// Somebody delegates to somebody, from the form.
async fn delegate(browser: &mut Browser, person: &str, fields: &[(&str, &str)]) -> testkit::Page {
    let path = format!("/org/people/{person}/delegate");
    browser.get(&path).await.is_ok();
    browser.post(&path, fields).await
}

#[tokio::test]
async fn a_leader_lets_another_sign_for_a_time_and_ends_it() {
    let world = world().await;
    let mut leader = world.as_(Role::Leader).await;
    let mut head = world.as_(Role::OfficeHead).await;
    let (from, to) = (person(&world, "陆明远").await, person(&world, "王敏").await);
    let period = [
        ("covers", "review"),
        ("first", "2026-03-05"),
        ("last", "2026-03-06"),
        ("reason", "外出培训"),
    ];
    let fields = [&[("delegate", to.as_str())][..], &period].concat();
    head.get("/org").await.is_ok().hides("王敏（代");
    delegate(&mut leader, &from, &fields)
        .await
        .leads_to("/org/delegations");
    head.get("/org").await.is_ok().shows("王敏（代陆明远）");
    head.get("/org/delegations")
        .await
        .is_ok()
        .shows("代签中")
        .shows("外出培训");
    // The same days cannot be given twice, nor to somebody who has given theirs away.
    delegate(&mut leader, &from, &fields)
        .await
        .is_invalid()
        .shows("已经委托给别人");
    let back = [&[("delegate", from.as_str())][..], &period].concat();
    delegate(&mut head, &to, &back)
        .await
        .is_invalid()
        .shows("代签不能转手");
    // Nobody delegates for others but who keeps the delegations; others know nothing of it.
    let path = format!("/org/people/{from}/delegate");
    assert_eq!(head.get(&path).await.status, 404);
    let mut staff = world.as_(Role::OfficeStaff).await;
    staff.get("/org/delegations").await.is_ok().hides("陆明远");
    let id = world
        .word("select id as word from org_delegations where reason = '外出培训'")
        .await;
    let end = format!("/org/delegations/{id}/end");
    assert_eq!(staff.post(&end, &[]).await.status, 404);
    let mut office = world.as_(Role::GeneralOffice).await;
    office
        .get("/org/delegations")
        .await
        .is_ok()
        .shows("外出培训");
    office.post(&end, &[]).await.leads_to("/org/delegations");
    head.get("/org").await.is_ok().hides("王敏（代");
    head.get("/org/delegations").await.is_ok().shows("提前结束");
}

#[tokio::test]
async fn a_delegation_needs_a_delegate_within_reach_and_days_that_are_not_past() {
    let world = world().await;
    let mut school = world.as_(Role::School).await;
    let (own, other) = (person(&world, "顾怀山").await, person(&world, "王敏").await);
    let period = |first: &'static str, last: &'static str| {
        [
            ("covers", "review"),
            ("first", first),
            ("last", last),
            ("reason", "休假"),
        ]
    };
    let to_bureau = [
        &[("delegate", other.as_str())][..],
        &period("2026-03-05", "2026-03-06"),
    ];
    delegate(&mut school, &own, &to_bureau.concat())
        .await
        .is_invalid()
        .shows("学校的工作只能委托给本校的人");
    let mut head = world.as_(Role::OfficeHead).await;
    let leader = person(&world, "陆明远").await;
    for (first, last, what) in [
        ("2026-03-04", "2026-03-06", "开始日期在今天之前"),
        ("2026-03-06", "2026-03-05", "结束日期在开始日期之前"),
        ("2026-03-06", "2028-03-05", "不能超过一年"),
        ("2026-03-06", "", "请填写结束日期"),
    ] {
        let fields = [&[("delegate", leader.as_str())][..], &period(first, last)].concat();
        delegate(&mut head, &other, &fields)
            .await
            .is_invalid()
            .shows(what);
    }
    let admin = person(&world, "系统管理员").await;
    let mut administrator = world.as_(Role::Administrator).await;
    let fields = [
        &[("delegate", leader.as_str())][..],
        &period("2026-03-05", "2026-03-06"),
    ];
    delegate(&mut administrator, &admin, &fields.concat())
        .await
        .is_invalid()
        .shows("系统管理类的角色不能委托");
}

#[tokio::test]
async fn one_act_hands_everything_over() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let (from, to) = (
        person(&world, "秦少恒").await,
        person(&world, "叶知秋").await,
    );
    let path = format!("/org/people/{from}/hand-over");
    admin
        .get(&path)
        .await
        .is_ok()
        .shows("副局长（局领导）")
        .shows("安全科")
        .shows("校园安全")
        .shows("方晓岚委托秦少恒代签");
    let post = post_of(&world, "秦少恒").await;
    let fields = [
        ("post", post.as_str()),
        ("on", "2026-03-01"),
        ("reason", "调任"),
    ];
    admin
        .post(&path, &fields)
        .await
        .is_invalid()
        .shows("请选择接任人");
    let to_oneself = [&[("to", from.as_str())][..], &fields].concat();
    admin
        .post(&path, &to_oneself)
        .await
        .is_invalid()
        .shows("不能交接给自己");
    let right = [&[("to", to.as_str())][..], &fields].concat();
    admin.post(&path, &right).await.leads_to("/org/people/");
    admin
        .get(&format!("/org/people/{from}"))
        .await
        .is_ok()
        .shows("工作已交接给")
        .shows("叶知秋")
        .shows("2026年3月1日止")
        .shows("调任");
    admin
        .get(&format!("/org/people/{to}"))
        .await
        .is_ok()
        .shows("安全科")
        .shows("校园安全")
        .shows("教育经费");
    let running = "select count(*) as n from org_delegations where ended_on is null";
    assert_eq!(world.number(running).await, 0);
    admin
        .post(&path, &right)
        .await
        .is_invalid()
        .shows("没有可以交接的");
}

#[tokio::test]
async fn fields_are_kept_by_the_administrator_and_given_to_leaders() {
    let world = world().await;
    let mut admin = world.as_(Role::Administrator).await;
    let leader = person(&world, "贺云松").await;
    admin
        .get("/org/fields")
        .await
        .is_ok()
        .shows("校园安全")
        .shows("秦少恒");
    let field = [("name", "语言文字"), ("place", "50")];
    admin
        .post("/org/fields", &field)
        .await
        .leads_to("/org/fields");
    admin
        .post("/org/fields", &field)
        .await
        .is_invalid()
        .shows("已有名为");
    let bad = [("name", "甲、乙"), ("place", "x")];
    admin
        .post("/org/fields", &bad)
        .await
        .is_invalid()
        .shows("不能有顿号")
        .shows("要填整数");
    let id = world
        .word("select id as word from org_fields where name = '语言文字'")
        .await;
    let charges = format!("/org/people/{leader}/charges");
    admin.get(&charges).await.is_ok().shows("语言文字");
    admin
        .post(&charges, &[("field", &id)])
        .await
        .leads_to("/org/people/");
    admin
        .get(&format!("/org/people/{leader}"))
        .await
        .is_ok()
        .shows("领域：语言文字");
    let remove = format!("/org/fields/{id}/remove");
    let page = admin.post(&remove, &[]).await;
    admin.follow(&page).await.is_ok().shows("不能删除");
    admin.post(&charges, &[]).await.leads_to("/org/people/");
    admin.post(&remove, &[]).await.leads_to("/org/fields");
    admin.get("/org/fields").await.is_ok().hides("语言文字");
}

#[tokio::test]
async fn a_school_finds_its_own_house_and_the_bureau_but_no_other_school() {
    let world = world().await;
    let mut school = world.as_(Role::School).await;
    let own = world.unit("清禾一中").await;
    let other = world.unit("清禾二中").await;
    let office = world.unit("人事科").await;
    school
        .get("/org")
        .await
        .is_ok()
        .shows(">清禾一中</a>")
        .hides(">清禾二中</a>");
    for (unit, status) in [(&own, 200), (&office, 200), (&other, 404)] {
        assert_eq!(
            school.get(&format!("/org/units/{unit}")).await.status,
            status
        );
    }
    for (name, status) in [("顾怀山", 200), ("王敏", 200), ("卫景明", 404)] {
        let path = format!("/org/people/{}", person(&world, name).await);
        assert_eq!(school.get(&path).await.status, status, "{name}");
    }
    school
        .get("/org/people?q=%E5%8D%AB%E6%99%AF%E6%98%8E")
        .await
        .is_ok()
        .shows("没有符合条件的人员");
    school
        .get("/org/people?q=%E7%8E%8B%E6%95%8F")
        .await
        .is_ok()
        .shows("王敏");
    let mut staff = world.as_(Role::OfficeStaff).await;
    staff.get(&format!("/org/units/{other}")).await.is_ok();
}

#[tokio::test]
async fn the_successor_of_a_merged_school_sees_what_was_its() {
    let world = world().await;
    // 石渡镇柳沟小学 went into 石渡镇中心小学; both stand below the town's education office.
    let merged = world.unit("石渡镇柳沟小学").await;
    let mut admin = world.as_(Role::Administrator).await;
    let own = world.unit("清禾一中").await;
    let mut school = world.as_(Role::School).await;
    assert_eq!(
        school.get(&format!("/org/units/{merged}")).await.status,
        404
    );
    let post = post_of(&world, "顾怀山").await;
    let into = world.unit("石渡镇中心小学").await;
    let fields = [
        ("unit", into.as_str()),
        ("title", "校长"),
        ("role", "school"),
        ("place", "1"),
    ];
    admin.get("/org").await.is_ok();
    admin
        .post(&format!("/org/posts/{post}"), &fields)
        .await
        .leads_to("/org/people/");
    let mut school = world.nobody();
    school
        .sign_in("yizhong", bureau::demo::org::PASSWORD)
        .await
        .leads_to("/");
    school.get(&format!("/org/units/{merged}")).await.is_ok();
    assert_eq!(school.get(&format!("/org/units/{own}")).await.status, 404);
}
