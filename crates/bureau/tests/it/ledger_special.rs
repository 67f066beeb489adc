//! 学分银行, 校车定位 and the pools of people to be invited.

use crate::ledger_set_up::found;
use crate::support::{World, world};
use base::Role;
use testkit::Browser;

#[tokio::test]
async fn credits_are_earned_by_the_catalogue_moved_taken_back_and_never_below_nothing() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found(&mut office, "credit-courses").await;
    let own = world.unit("清禾一中").await;
    let mut keeper = world.as_(Role::OfficeHead).await;
    let result = [
        ("unit", own.as_str()),
        ("v.result", "社区书法课程"),
        ("v.result_no", "CG0001"),
        ("v.kind", "社区教育"),
        ("v.hours", "48"),
        ("v.credits", "3"),
        ("v.held", "2026-01-10"),
        ("v.state", "有效"),
    ];
    keeper
        .upload("/ledger/credit-courses/new", &result, "", b"")
        .await
        .leads_to("/ledger/credit-courses/rows/1");
    let mut school = world.as_(Role::School).await;
    let open = |id_no: &'static str| [("unit", ""), ("holder", "李安"), ("id_no", id_no)];
    let mut form = open("11010519491231002X");
    form[0].1 = &own;
    let first = school.post("/ledger/credits/new", &form).await;
    let first = first.location().to_owned();
    school
        .post("/ledger/credits/new", &form)
        .await
        .is_invalid()
        .shows("这个人已有账户XF00000001");
    form[2].1 = "440524188001010014";
    let second = school.post("/ledger/credits/new", &form).await;
    let second = second.location().to_owned();
    school.get(&first).await.is_ok().shows("1101**********002X");
    let earn = [("result", "CG0001")];
    school
        .post(&format!("{first}/earning"), &earn)
        .await
        .leads_to(&first);
    school
        .post(&format!("{first}/earning"), &earn)
        .await
        .leads_to(&first);
    school
        .get(&first)
        .await
        .is_ok()
        .shows("这项成果已经存入过")
        .shows("3.0 学分");
    // Moving is for the office that keeps the bank.
    let moved = [
        ("credits", "2"),
        ("words", "同一人两户"),
        ("to", "XF00000002"),
    ];
    let page = school.post(&format!("{first}/transfer"), &moved).await;
    assert_eq!(page.status, 403);
    keeper.get(&first).await.is_ok();
    keeper
        .post(&format!("{first}/transfer"), &moved)
        .await
        .leads_to(&first);
    keeper.get(&second).await.is_ok().shows("2.0 学分");
    keeper
        .post(&format!("{first}/transfer"), &moved)
        .await
        .leads_to(&first);
    keeper
        .get(&first)
        .await
        .is_ok()
        .shows("账户里没有这么多学分，没有入账。");
    // A form that is sent twice is one entry.
    let recognised = [
        ("entry", "0198f000-0000-7000-8000-000000000001"),
        ("credits", "0.5"),
        ("words", "抵免社区书法"),
    ];
    for _ in 0..2 {
        keeper
            .post(&format!("{first}/recognition"), &recognised)
            .await
            .leads_to(&first);
    }
    keeper.get(&first).await.is_ok().shows("0.5 学分");
    // The first entry cannot be taken back: what it gave was used.
    let entry = "select id as word from ledger_credit_entries where number = 1";
    let entry = world.word(entry).await;
    let reversal = [("reversed", entry.as_str()), ("reason", "记错成果")];
    keeper
        .post(&format!("{first}/reversal"), &reversal)
        .await
        .leads_to(&first);
    keeper.get(&first).await.is_ok().shows("先冲正后面的记录");
    let unsaid = [("reversed", entry.as_str()), ("reason", " ")];
    keeper
        .post(&format!("{first}/reversal"), &unsaid)
        .await
        .is_invalid()
        .shows("冲正要说明原因")
        .shows("aria-describedby=\"f-reason-1-error\"");
    let last = "select id as word from ledger_credit_entries where kind = 'recognise'";
    let last = world.word(last).await;
    let reversal = [("reversed", last.as_str()), ("reason", "课程不符")];
    keeper
        .post(&format!("{first}/reversal"), &reversal)
        .await
        .leads_to(&first);
    keeper
        .post(&format!("{first}/reversal"), &reversal)
        .await
        .leads_to(&first);
    keeper
        .get(&first)
        .await
        .is_ok()
        .shows("这笔已经冲正过。")
        .shows("1.0 学分");
    let page = keeper.get(&format!("{first}/certificate")).await;
    assert!(page.status.is_success());
    let all = "select cast(sum(balance) as bigint) as n from ledger_credit_accounts";
    assert_eq!(world.number(all).await, 0);
    // Accounts are nobody's business who neither keeps nor enters them.
    let mut inspector = world.as_(Role::Inspector).await;
    inspector.get(&first).await.is_not_found();
}

#[tokio::test]
async fn a_bus_is_followed_by_its_device_until_the_device_is_taken_out_of_use() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found(&mut office, "bus-vehicles").await;
    let own = world.unit("清禾一中").await;
    let mut school = world.as_(Role::School).await;
    let bus = [
        ("unit", own.as_str()),
        ("v.plate", "禾Q00001"),
        ("v.kind", "小学生专用校车"),
        ("v.seats", "36"),
        ("v.state", "在用"),
        ("v.held", "2025-09-01"),
        ("v.permit_until", "2027-03-20"),
        ("v.inspected_until", "2027-09-01"),
    ];
    school
        .upload("/ledger/bus-vehicles/new", &bus, "", b"")
        .await
        .leads_to("/ledger/bus-vehicles/rows/1");
    let plate = [("plate", "禾Q00001")];
    let page = school.post("/ledger/bus/devices", &plate).await;
    assert_eq!(page.status, 403);
    let mut keeper = world.as_(Role::OfficeHead).await;
    keeper.get("/ledger/bus").await.is_ok().shows("没有收到");
    let page = keeper.post("/ledger/bus/devices", &plate).await.is_ok();
    let html = page.text();
    let token = html.split("<code class=\"document-text\">").nth(1).unwrap();
    let token = token.split('<').next().unwrap().to_owned();
    // Nothing of the token is kept but its hash.
    let kept = format!("select count(*) as n from ledger_bus_devices where token_hash = '{token}'");
    assert_eq!(world.number(&kept).await, 0);
    let device = world.nobody();
    let body = "{\"positions\":[\
        {\"at\":\"2026-03-05T07:10:00+08:00\",\"latitude\":36.55123,\"longitude\":118.01543,\"speed\":32},\
        {\"at\":\"2026-03-05T07:20:00+08:00\",\"latitude\":36.56123,\"longitude\":118.02543,\"speed\":28.5}]}";
    let sent = device.send_json("/bus/positions", Some(&token), body).await;
    assert!(sent.status.is_success(), "{}", sent.text());
    // The same message again is no second position.
    device.send_json("/bus/positions", Some(&token), body).await;
    let n = "select count(*) as n from ledger_bus_positions";
    assert_eq!(world.number(n).await, 2);
    // Nought and nought is where the device had not found its place yet: the others are taken all the same.
    let mixed = body
        .replace("36.55123", "0")
        .replace("118.01543", "0")
        .replace("07:20:00", "07:25:00");
    let sent = device
        .send_json("/bus/positions", Some(&token), &mixed)
        .await;
    assert!(sent.status.is_success(), "{}", sent.text());
    let answer: serde_json::Value = serde_json::from_str(&sent.text()).unwrap();
    assert_eq!(answer["taken"], 1);
    assert_eq!(answer["refused"][0]["position"], 1);
    let why = answer["refused"][0]["why"].as_str().unwrap();
    assert!(why.contains("还没有定位"), "{why}");
    assert_eq!(world.number(n).await, 3);
    let nowhere = "{\"positions\":[\
        {\"at\":\"2026-03-05T07:30:00+08:00\",\"latitude\":0,\"longitude\":0}]}";
    for (token, body, status) in [
        (Some(token.as_str()), nowhere, 422),
        (None, body, 403),
        (Some("wrong"), body, 403),
        (Some(token.as_str()), "{}", 422),
    ] {
        let sent = device.send_json("/bus/positions", token, body).await;
        assert_eq!(sent.status.as_u16(), status);
    }
    let long = " ".repeat(70_000);
    let sent = device
        .send_json("/bus/positions", Some(&token), &long)
        .await;
    assert_eq!(sent.status.as_u16(), 413);
    let track = "/ledger/bus/track?plate=%E7%A6%BEQ00001&day=2026-03-05";
    school
        .get(track)
        .await
        .is_ok()
        .shows("36.55123")
        .shows("<polyline points=");
    school
        .get("/ledger/bus/track?plate=%E7%A6%BEQ99999")
        .await
        .is_not_found();
    let id = world
        .word("select id as word from ledger_bus_devices")
        .await;
    keeper
        .post(&format!("/ledger/bus/devices/{id}/revocation"), &[])
        .await
        .leads_to("/ledger/bus");
    let sent = device.send_json("/bus/positions", Some(&token), body).await;
    assert_eq!(sent.status.as_u16(), 403);
}

#[tokio::test]
async fn an_expert_is_found_by_skill_and_invited_through_the_unit_while_the_title_is_valid() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    found(&mut office, "master-teachers").await;
    let own = world.unit("清禾一中").await;
    let mut keeper = world.as_(Role::OfficeHead).await;
    for (id_no, name, until) in [
        ("M0001", "李安", "2027-01-01"),
        ("M0002", "周宁", "2026-02-01"),
    ] {
        let row = [
            ("unit", own.as_str()),
            ("v.name", name),
            ("v.id_no", id_no),
            ("v.title", "特级教师"),
            ("v.subject", "数学"),
            ("v.skills", "作业设计"),
            ("v.held", "2025-01-01"),
            ("v.valid_until", until),
            ("v.phone", "13500000001"),
        ];
        keeper
            .upload("/ledger/master-teachers/new", &row, "", b"")
            .await;
    }
    // An inspector keeps nothing here, and finds them all the same.
    let mut inspector = world.as_(Role::Inspector).await;
    inspector
        .get("/ledger/experts?q=%E4%BD%9C%E4%B8%9A%E8%AE%BE%E8%AE%A1")
        .await
        .is_ok()
        .shows("李安")
        .shows("称号已于2026年2月1日到期")
        .hides("13500000001");
    let invitation = |row: &'static str| {
        [
            ("register", "master-teachers"),
            ("row", row),
            ("matter", "全县作业设计培训主讲"),
            ("day", "2026-04-10"),
        ]
    };
    for row in ["1", "2"] {
        inspector
            .post("/ledger/experts/invitations", &invitation(row))
            .await
            .leads_to("/ledger/experts");
    }
    let notices = "select count(*) as n from inbox_notices where kind = 'ledger.invited'";
    assert_eq!(world.number(notices).await, 1);
    let mut school = world.as_(Role::School).await;
    school
        .get("/inbox?view=all")
        .await
        .is_ok()
        .shows("邀请李安：2026年4月10日");
    every_invitation_is_answered_by_itself(&world, &mut inspector, &mut school).await;
}

/// A second invitation of the same unit for the same day stands beside the first, and each has its answer.
async fn every_invitation_is_answered_by_itself(
    world: &World,
    inspector: &mut Browser,
    school: &mut Browser,
) {
    let again = [
        ("register", "master-teachers"),
        ("row", "1"),
        ("matter", "青年教师磨课指导"),
        ("day", "2026-04-10"),
    ];
    inspector
        .post("/ledger/experts/invitations", &again)
        .await
        .leads_to("/ledger/experts");
    let row = "/ledger/master-teachers/rows/1";
    school
        .get(row)
        .await
        .is_ok()
        .shows("全县作业设计培训主讲")
        .shows("青年教师磨课指导")
        .shows("还没有答复");
    let first = "select id as word from ledger_invitations where matter like '全县%'";
    let first = format!("{row}/invitations/{}", world.word(first).await);
    let answered = "select count(*) as n from ledger_invitations where answer <> ''";
    school
        .post(&first, &[("answer", "perhaps")])
        .await
        .leads_to(row);
    assert_eq!(world.number(answered).await, 0);
    let said = [("answer", "declined"), ("remark", "当天有公开课")];
    let page = inspector.post(&first, &said).await;
    assert!(page.status.is_client_error());
    assert_eq!(world.number(answered).await, 0);
    school.post(&first, &said).await.leads_to(row);
    // What was said stands.
    school
        .post(&first, &[("answer", "accepted")])
        .await
        .leads_to(row);
    let kept = "select answer as word from ledger_invitations where matter like '全县%'";
    assert_eq!(world.word(kept).await, "declined");
    assert_eq!(world.number(answered).await, 1);
    school
        .get(row)
        .await
        .is_ok()
        .shows("婉拒")
        .shows("当天有公开课")
        .shows("还没有答复");
    let told = "select count(*) as n from inbox_notices where kind = 'ledger.answered'";
    assert_eq!(world.number(told).await, 1);
    let audited = "select count(*) as n from store_audit where act = 'ledger.expert.answered'";
    assert_eq!(world.number(audited).await, 1);
}

/// A number of an identity card that nobody has, with its check digit.
fn identity(number: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let body = format!("99999919800101{number:03}");
    let sum: u32 = body
        .chars()
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit.to_digit(10).unwrap() * weight)
        .sum();
    let check = "10X98765432".chars().nth((sum % 11) as usize).unwrap();
    format!("{body}{check}")
}

#[tokio::test]
async fn pages_of_credits_buses_and_experts_ask_no_more_for_many_than_for_few() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    for code in ["credit-courses", "bus-vehicles", "master-teachers"] {
        found(&mut office, code).await;
    }
    let own = world.unit("清禾一中").await;
    let mut keeper = world.as_(Role::OfficeHead).await;
    let enter = async |keeper: &mut Browser, number: u32| {
        let plate = format!("禾Q{number:05}");
        let id_no = identity(number);
        let teacher = format!("M{number:04}");
        let bus = [
            ("unit", own.as_str()),
            ("v.plate", plate.as_str()),
            ("v.kind", "小学生专用校车"),
            ("v.seats", "36"),
            ("v.state", "在用"),
            ("v.held", "2025-09-01"),
            ("v.permit_until", "2027-03-20"),
            ("v.inspected_until", "2027-09-01"),
        ];
        keeper
            .upload("/ledger/bus-vehicles/new", &bus, "", b"")
            .await
            .leads_to("/ledger/bus-vehicles/rows/");
        let expert = [
            ("unit", own.as_str()),
            ("v.name", "李安"),
            ("v.id_no", teacher.as_str()),
            ("v.title", "特级教师"),
            ("v.subject", "数学"),
            ("v.skills", "作业设计"),
            ("v.held", "2025-01-01"),
            ("v.valid_until", "2027-01-01"),
        ];
        keeper
            .upload("/ledger/master-teachers/new", &expert, "", b"")
            .await
            .leads_to("/ledger/master-teachers/rows/");
        let account = [
            ("unit", own.as_str()),
            ("holder", "李安"),
            ("id_no", id_no.as_str()),
        ];
        keeper
            .post("/ledger/credits/new", &account)
            .await
            .leads_to("/ledger/credits/accounts/");
    };
    let db = world.app.app.db().clone();
    let n_sent = async |keeper: &mut Browser| {
        let before = db.statements_sent();
        for page in ["/ledger/credits", "/ledger/bus", "/ledger/experts"] {
            keeper.get(page).await.is_ok();
        }
        db.statements_sent() - before
    };
    keeper.get("/ledger/credits").await.is_ok();
    enter(&mut keeper, 1).await;
    let n_few = n_sent(&mut keeper).await;
    for number in 2..8 {
        enter(&mut keeper, number).await;
    }
    assert!(n_sent(&mut keeper).await <= n_few);
}
