//! What leaves the application, from the settings to servers on this machine; and the rules of
//! reminding.

use crate::support::{World, world};
use base::{
    Clock, Config, Role,
    clock::FixedClock,
    config::{MailSecurity, MailServer, Secret, Site},
    day::Date,
};
use bureau::demo;
use std::sync::{Arc, Mutex};
use store::Files;
use testkit::{Browser, TestApp};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
};

/// The demo county with a mail server at this port.
async fn world_with_mail(port: u16) -> World {
    let database = testkit::sqlite(&bureau::migrations()).await;
    let files = Files::at(database.folder.path().join("files"));
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::at_nine(Date::constant(2026, 3, 5)));
    let config = Config {
        site: Some(Site {
            address: "https://luoshi.example.cn".to_owned(),
        }),
        mail: Some(MailServer {
            host: "127.0.0.1".to_owned(),
            port,
            security: MailSecurity::None,
            user: String::new(),
            password: Some(Secret::new("geheim")),
            authority_file: None,
            from: "落实 <luoshi@example.cn>".to_owned(),
        }),
        ..Config::default()
    };
    let slices = bureau::slices();
    let app = TestApp::with(database, files, clock, config, bureau::identify, slices).await;
    let shared = &app.app;
    demo::org::create(shared.db(), shared.files(), shared.clock())
        .await
        .unwrap();
    World { app }
}

/// A mail server that answers receivers with these words, one after another, the last for ever; and
/// every mail it took.
async fn mail_server(answers: &'static [&'static str]) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let taken = Arc::new(Mutex::new(Vec::new()));
    let kept = taken.clone();
    tokio::spawn(async move {
        let mut n = 0;
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let mut stream = BufReader::new(stream);
            let mut reply = "220 test";
            let mut mail = None;
            loop {
                if !reply.is_empty() {
                    let words = format!("{reply}\r\n");
                    if stream.get_mut().write_all(words.as_bytes()).await.is_err() {
                        break;
                    }
                }
                let mut line = String::new();
                if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                    break;
                }
                reply = match (&mut mail, line.trim_end()) {
                    (Some(_), ".") => {
                        kept.lock().unwrap().extend(mail.take());
                        "250 taken"
                    }
                    (Some(text), _) => {
                        String::push_str(text, &line);
                        ""
                    }
                    (None, "DATA") => {
                        mail = Some(String::new());
                        "354 go on"
                    }
                    (None, word) if word.starts_with("RCPT") => {
                        n += 1;
                        answers[(n - 1).min(answers.len() - 1)]
                    }
                    (None, "QUIT") => "221 bye",
                    _ => "250 ok",
                };
            }
        }
    });
    (port, taken)
}

/// A robot's server that answers with these statuses, one after another, and what it was sent.
async fn robot_server(statuses: &'static [&'static str]) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = seen.clone();
    tokio::spawn(async move {
        for status in statuses {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut text = String::new();
            let mut buffer = [0; 4096];
            while !text.ends_with('}') {
                let n = stream.read(&mut buffer).await.unwrap();
                text.push_str(&String::from_utf8_lossy(&buffer[..n]));
            }
            kept.lock().unwrap().push(text);
            let body = r#"{"errcode":0}"#;
            let length = body.len();
            let reply = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\n{body}");
            stream.write_all(reply.as_bytes()).await.unwrap();
        }
    });
    (port, seen)
}

/// 许若川 has a notice that came so many minutes ago.
async fn tell(world: &World, id: &str, minutes_ago: i64) {
    let at_ms = FixedClock::at_nine(Date::constant(2026, 3, 5)).0 - minutes_ago * 60_000;
    world
        .app
        .database()
        .run(&format!(
            "insert into inbox_notices (id, person_id, kind, about, subject, body, href, urgency, n_times, at_ms)
             select '{id}', id, 'test', '{id}', '2月份总结被退回', '', '/report', 0, 1, {at_ms}
             from org_people where name = '许若川'"
        ))
        .await;
}

/// Packs and sends; one attempt fails and waits to be tried again.
async fn pack_failing(world: &World) {
    let app = &world.app;
    let job = shell::jobs::run_schedule(&app.app, "inbox.pack").await;
    assert!(job.unwrap().is_some());
    let failed = app.run_failing_jobs().await;
    assert_eq!(failed.len(), 1, "{failed:?}");
}

async fn retry_now(world: &World) {
    world
        .app
        .database()
        .run("update store_jobs set due_ms = 0")
        .await;
}

const NOTICE: &str = "0195f2d0-0000-7000-8000-000000000001";

/// Somebody who wants mail at once.
const AT_ONCE: [(&str, &str); 7] = [
    ("mail", "xu@example.cn"),
    ("by_robot", "on"),
    ("quiet_from", "20:00"),
    ("quiet_to", "08:00"),
    ("rests", "on"),
    ("digest", "window"),
    ("version", "0"),
];

async fn staff_with_mail(world: &World) -> Browser {
    let mut staff = world.as_(Role::OfficeStaff).await;
    staff.get("/inbox/settings").await.is_ok();
    staff
        .post("/inbox/settings", &AT_ONCE)
        .await
        .leads_to("/inbox/settings");
    staff
}

#[tokio::test]
async fn the_default_is_one_mail_a_day_and_what_is_set_is_kept_and_checked() {
    let world = world().await;
    let mut staff = world.as_(Role::OfficeStaff).await;
    staff
        .get("/inbox/settings")
        .await
        .is_ok()
        .shows("value=\"daily\" checked")
        .shows("value=\"08:30\"")
        .shows("value=\"20:00\"")
        .hides("提醒规则");
    let page = staff
        .post(
            "/inbox/settings",
            &[
                ("mail", "许若川"),
                ("quiet_from", "25:00"),
                ("quiet_to", "08:00"),
                ("digest", "daily"),
                ("daily_at", ""),
                ("version", "0"),
            ],
        )
        .await;
    page.is_invalid()
        .shows("不是邮箱地址")
        .shows("08:30 的样子");
    staff_with_mail(&world).await;
    let changed = staff.post("/inbox/settings", &AT_ONCE).await;
    changed.is_conflict().shows("在别处已经保存过");
}

#[tokio::test]
async fn a_mail_that_was_put_off_is_sent_once_and_a_second_run_sends_nothing() {
    let (port, taken) = mail_server(&["450 later", "250 ok"]).await;
    let world = world_with_mail(port).await;
    staff_with_mail(&world).await;
    tell(&world, NOTICE, 20).await;
    pack_failing(&world).await;
    assert_eq!(taken.lock().unwrap().len(), 0);
    retry_now(&world).await;
    world.app.run_jobs().await;
    let mails = taken.lock().unwrap().clone();
    assert_eq!(mails.len(), 1);
    let parcel = world.word("select id as word from inbox_parcels").await;
    assert!(
        mails[0].contains(&format!("Message-ID: <{parcel}@example.cn>")),
        "{}",
        mails[0]
    );
    world.app.run_schedule("inbox.pack").await;
    assert_eq!(taken.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn an_address_that_is_refused_for_good_is_seen_by_the_administrator_and_made_up_for() {
    let (port, taken) = mail_server(&["550 nobody", "250 ok"]).await;
    let world = world_with_mail(port).await;
    let mut staff = staff_with_mail(&world).await;
    tell(&world, NOTICE, 20).await;
    world.app.run_schedule("inbox.pack").await;
    let mut administrator = world.as_(Role::Administrator).await;
    administrator
        .get("/inbox/outward")
        .await
        .is_ok()
        .shows("收不到邮件的人")
        .shows("xu@example.cn")
        .shows("不接受这个邮箱地址（550）")
        .hides("geheim");
    administrator
        .get("/inbox?view=unread")
        .await
        .is_ok()
        .shows("许若川的邮箱收不到邮件");
    // Nothing is tried while the address is the same; a new one gets what the old one refused.
    world.app.run_schedule("inbox.pack").await;
    assert_eq!(taken.lock().unwrap().len(), 0);
    staff.get("/inbox/settings").await.is_ok().shows("没有送达");
    let mut again = AT_ONCE;
    again[0] = ("mail", "xu.ruochuan@example.cn");
    again[6] = ("version", "1");
    staff
        .post("/inbox/settings", &again)
        .await
        .leads_to("/inbox/settings");
    world.app.run_schedule("inbox.pack").await;
    assert_eq!(taken.lock().unwrap().len(), 1);
    administrator
        .get("/inbox/outward")
        .await
        .is_ok()
        .hides("收不到邮件的人");
}

#[tokio::test]
async fn a_robot_is_asked_again_after_an_error_and_its_keys_are_shown_to_nobody() {
    let (port, seen) = robot_server(&["500 Oops", "200 OK"]).await;
    let world = world_with_mail(1).await;
    let mut administrator = world.as_(Role::Administrator).await;
    administrator.get("/inbox/robots/new").await.is_ok();
    let address = format!("http://127.0.0.1:{port}/robot/send?access_token=geheim");
    let fields = [
        ("name", "全局工作群"),
        ("kind", "dingtalk"),
        ("address", address.as_str()),
        ("secret", "SECgeheim"),
        ("digest", "window"),
        ("is_on", "on"),
        ("version", "0"),
    ];
    administrator
        .post("/inbox/robots/new", &fields)
        .await
        .leads_to("/inbox/outward");
    tell(&world, NOTICE, 20).await;
    pack_failing(&world).await;
    retry_now(&world).await;
    world.app.run_jobs().await;
    let calls = seen.lock().unwrap().clone();
    assert_eq!(calls.len(), 2);
    assert!(calls[1].contains("&sign=") && calls[1].contains("许若川：1 条"));
    assert!(!calls[1].contains("总结"));
    world.app.run_schedule("inbox.pack").await;
    assert_eq!(seen.lock().unwrap().len(), 2);
    let robot = world.word("select id as word from inbox_robots").await;
    for path in [
        "/inbox/outward".to_owned(),
        format!("/inbox/robots/{robot}"),
    ] {
        administrator
            .get(&path)
            .await
            .is_ok()
            .shows("全局工作群")
            .hides("geheim");
    }
    let told = "select count(*) as n from store_audit 
        where before like '%geheim%' or after like '%geheim%' or detail like '%geheim%'";
    assert_eq!(world.number(told).await, 0);
}

#[tokio::test]
async fn what_is_held_back_goes_nowhere_until_it_is_let_go() {
    let (port, taken) = mail_server(&["250 ok"]).await;
    let world = world_with_mail(port).await;
    staff_with_mail(&world).await;
    tell(&world, NOTICE, 20).await;
    let mut administrator = world.as_(Role::Administrator).await;
    administrator.get("/inbox/outward").await.is_ok();
    administrator
        .post("/inbox/outward/hold", &[("hold", "on")])
        .await
        .leads_to("/inbox/outward");
    world.app.run_schedule("inbox.pack").await;
    assert_eq!(taken.lock().unwrap().len(), 0);
    administrator
        .post("/inbox/outward/hold", &[])
        .await
        .leads_to("/inbox/outward");
    world.app.run_schedule("inbox.pack").await;
    assert_eq!(taken.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn the_general_office_changes_when_people_are_reminded_and_every_version_stays() {
    let world = world().await;
    let mut head = world.as_(Role::OfficeHead).await;
    head.get("/inbox/rules").await.is_not_found();
    let mut office = world.as_(Role::GeneralOffice).await;
    office
        .get("/inbox/rules")
        .await
        .is_ok()
        .shows("到期前 3、1 个工作日，到期当天，逾期后 1 个工作日")
        .shows("默认值");
    office.get("/inbox/rules/silent").await.is_not_found();
    office.get("/inbox/rules/report").await.is_ok();
    let fields = [
        ("before", "2、5"),
        ("after", "1"),
        ("head_after", "3"),
        ("leader_after", "1"),
        ("version", "0"),
    ];
    let page = office.post("/inbox/rules/report", &fields).await;
    page.is_invalid().shows("不能早于告知单位负责人");
    let mut fields = fields;
    fields[3] = ("leader_after", "6");
    office
        .post("/inbox/rules/report", &fields)
        .await
        .leads_to("/inbox/rules");
    let page = office.post("/inbox/rules/report", &fields).await;
    page.is_conflict().shows("别人改过这条规则");
    office
        .get("/inbox/rules")
        .await
        .is_ok()
        .shows("到期前 5、2 个工作日，逾期后 1 个工作日")
        .shows("本局设定，第1版");
    office.get("/inbox/rules/report").await.is_ok();
    office
        .post("/inbox/rules/report/restore", &[("version", "1")])
        .await
        .leads_to("/inbox/rules");
    office
        .get("/inbox/rules/report")
        .await
        .is_ok()
        .shows("第2版")
        .shows("第1版")
        .hides("恢复默认值");
}

#[tokio::test]
async fn whoever_takes_over_finds_what_waited_for_the_leaver_by_name() {
    let world = world().await;
    let person = async |name: &str| {
        let sql = format!("select id as word from org_people where name = '{name}'");
        world.word(&sql).await
    };
    let (from, to) = (person("秦少恒").await, person("叶知秋").await);
    let todo = "0195f2d0-0000-7000-8000-000000000002";
    for sql in [
        format!(
            "insert into inbox_todos (id, kind, about, title, href, due_day, standing, rule, unit_id, asked_ms)
             values ('{todo}', 'plan.agree', 'step', '确认校园安全节点', '/plan', '2026-03-20', 'open', 'ordinary', '', 1)"
        ),
        format!("insert into inbox_seats (todo_id, seat) values ('{todo}', 'person {from}')"),
    ] {
        world.app.database().run(&sql).await;
    }
    let mut admin = world.as_(Role::Administrator).await;
    let path = format!("/org/people/{from}/hand-over");
    admin
        .get(&path)
        .await
        .is_ok()
        .shows("待办：确认校园安全节点（2026年3月20日前）");
    let fields = [
        ("to", to.as_str()),
        ("on", "2026-03-01"),
        ("reason", "调任"),
    ];
    admin.post(&path, &fields).await.leads_to("/org/people/");
    let seat = world.word("select seat as word from inbox_seats").await;
    assert_eq!(seat, format!("person {to}"));
    let told = "select count(*) as n from store_audit where act = 'inbox.todo.passed_on'";
    assert_eq!(world.number(told).await, 1);
}
