//! Rows that name a unit as the one that handles them: that unit sees them, whosever they are.

use crate::support::{World, worlds};
use base::Role;
use testkit::{Browser, Page};

/// Enters a letter that the general office got.
async fn enter(office: &mut Browser, own: &str, no: &str, title: &str) {
    let cells = [
        ("unit", own),
        ("v.letter_no", no),
        ("v.title", title),
        ("v.way", "来信"),
        ("v.kind", "咨询"),
        ("v.held", "2026-03-02"),
        ("v.from_whom", "傅明远"),
        ("v.phone", "13700001234"),
    ];
    office.upload("/ledger/letters/new", &cells, "", b"").await;
}

/// Gives a letter to a unit to handle.
async fn hand_to(office: &mut Browser, no: i64, unit: &str) {
    let row = format!("/ledger/letters/rows/{no}");
    let fields = [
        ("version", "1"),
        ("v.handler", unit),
        ("v.accepted_on", "2026-03-04"),
    ];
    office
        .post(&format!("{row}/next-stage"), &fields)
        .await
        .leads_to(&row);
}

#[tokio::test]
async fn whoever_handles_a_letter_sees_answers_and_moves_on_that_letter_and_no_other() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        let template = [
            ("template", "letters"),
            ("as_is", "on"),
            ("name", "信访"),
            ("owner", "办公室"),
            ("code", "letters"),
        ];
        let list = "/ledger/letters";
        office.post("/ledger/new", &template).await.leads_to(list);
        let (own, school_id) = (world.unit("办公室").await, world.unit("清禾一中").await);
        let other = world.unit("清禾二中").await;
        enter(&mut office, &own, "XF2026-001", "反映课后服务收费").await;
        enter(&mut office, &own, "XF2026-002", "咨询入学划片").await;
        let mut school = world.as_(Role::School).await;
        // As long as there is nothing to handle there is no register either.
        school.get(list).await.is_not_found();
        school.get("/ledger").await.is_ok().hides("信访");
        hand_to(&mut office, 1, &school_id).await;
        hand_to(&mut office, 2, &other).await;
        school.get("/ledger").await.is_ok().shows("信访");
        school
            .get(list)
            .await
            .is_ok()
            .shows("反映课后服务收费")
            .shows("合计：1条")
            .hides("咨询入学划片");
        let row = "/ledger/letters/rows/1";
        // What is personal stays covered: handling a letter is no reason to know who wrote it.
        school
            .get(row)
            .await
            .is_ok()
            .shows("反映课后服务收费")
            .hides("13700001234")
            .hides("傅明远");
        let not_theirs = "/ledger/letters/rows/2";
        school.get(not_theirs).await.is_not_found();
        school
            .get(&format!("{not_theirs}/edit"))
            .await
            .is_not_found();
        let listed = school.get("/ledger/letters/export?as=csv").await.is_ok();
        listed.shows("反映课后服务收费").hides("咨询入学划片");
        let found = school.get("/search?q=课后服务收费").await.is_ok();
        found.shows("/ledger/letters/rows/1");
        let found = school.get("/search?q=入学划片").await.is_ok();
        found.hides("/ledger/letters/rows/2");
        may_only_handle(&world, &mut school, (&own, &school_id, &other)).await;
        let fields = [
            ("version", "3"),
            ("v.answer", "已当面说明收费依据。"),
            ("v.answered_on", "2026-03-05"),
            ("v.result", "解释说明"),
        ];
        let page = school.post(&format!("{row}/next-stage"), &fields).await;
        page.leads_to(row);
        let stage = "select stage as word from ledger_stages where row_no = 1";
        assert_eq!(world.word(stage).await, "answered");
        // The next step is the office's.
        let fields = [("version", "4"), ("v.satisfied", "是")];
        let page: Page = school.post(&format!("{row}/next-stage"), &fields).await;
        assert_eq!(page.status, 403);
    }
}

/// The school changes what it handles, and neither whose it is nor who handles it, nor takes it away.
async fn may_only_handle(
    world: &World,
    school: &mut Browser,
    (own, school_id, other): (&str, &str, &str),
) {
    let row = "/ledger/letters/rows/1";
    let form = format!("{row}/edit");
    school.get(&form).await.is_ok().shows("办公室");
    let phone = "select body as word from ledger_rows where no = 1";
    let before = world.word(phone).await;
    let typed = |unit, handler, title| {
        [
            ("version", "2"),
            ("unit", unit),
            ("v.letter_no", "XF2026-001"),
            ("v.title", title),
            ("v.way", "来信"),
            ("v.kind", "咨询"),
            ("v.held", "2026-03-02"),
            ("v.from_whom", "傅**"),
            ("v.phone", "137****1234"),
            ("v.handler", handler),
            ("v.accepted_on", "2026-03-04"),
        ]
    };
    for (unit, handler) in [(own, other), (school_id, school_id)] {
        let cells = typed(unit, handler, "反映课后服务收费");
        let page = school.upload(&form, &cells, "", b"").await;
        assert_eq!(page.status, 403, "{unit} {handler}");
        assert_eq!(world.word(phone).await, before);
    }
    let cells = typed(own, school_id, "反映课后服务收费标准");
    school.upload(&form, &cells, "", b"").await.leads_to(row);
    let after = world.word(phone).await;
    assert!(after.contains("收费标准") && after.contains("13700001234"));
    let page = school
        .post(
            "/ledger/letters/removal",
            &[("id", "1"), ("reason", "多余")],
        )
        .await;
    assert_eq!(page.status, 403);
}

#[tokio::test]
async fn what_is_handled_costs_as_many_statements_for_many_letters_as_for_one() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        let template = [
            ("template", "letters"),
            ("as_is", "on"),
            ("name", "信访"),
            ("owner", "办公室"),
            ("code", "letters"),
        ];
        let list = "/ledger/letters";
        office.post("/ledger/new", &template).await.leads_to(list);
        let (own, school_id) = (world.unit("办公室").await, world.unit("清禾一中").await);
        let mut school = world.as_(Role::School).await;
        enter(&mut office, &own, "XF2026-001", "反映收费第1件").await;
        hand_to(&mut office, 1, &school_id).await;
        let few = statements(&world, (&mut school, &mut office)).await;
        for no in 2..=9 {
            let (number, title) = (format!("XF2026-{no:03}"), format!("反映收费第{no}件"));
            enter(&mut office, &own, &number, &title).await;
            hand_to(&mut office, no, &school_id).await;
        }
        school
            .get(list)
            .await
            .is_ok()
            .shows("反映收费第9件")
            .shows("合计：9条");
        let many = statements(&world, (&mut school, &mut office)).await;
        assert_eq!(many, few);
    }
}

/// How many statements the lists of letters send for whoever handles them and for whoever keeps them.
async fn statements(
    world: &World,
    (school, office): (&mut Browser, &mut Browser),
) -> Vec<(String, u64)> {
    let list = "/ledger/letters";
    let paths = [
        list.to_owned(),
        format!("{list}?late=逾期"),
        format!("{list}?f.stage=办理中"),
        "/ledger".to_owned(),
    ];
    let mut sent = Vec::new();
    for browser in [school, office] {
        for path in &paths {
            browser.get(path).await.is_ok();
            let before = world.app.app.db().statements_sent();
            browser.get(path).await.is_ok();
            sent.push((path.clone(), world.app.app.db().statements_sent() - before));
        }
    }
    sent
}
