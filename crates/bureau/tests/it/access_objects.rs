//! What the walk over routes with an id finds: everything twice, once of the unit a role's log-in belongs
//! to, once of another.

use crate::support::World;
use base::Role;
use bureau::demo;
use std::collections::BTreeMap;

/// Slice and parameter → an id of one's own unit, an id of another's.
pub(crate) type Objects = BTreeMap<(&'static str, &'static str), [String; 2]>;

/// The plan of this year.
const PUBLISHED: &str =
    "select id as word from plan_plans where published_revision is not null and year = 2026";

/// Lets there be of everything something of each unit the log-ins belong to, and something of another:
/// the published plan and one that is not, and a file attached to each.
pub(crate) async fn there_twice(world: &World) -> ([String; 2], [String; 2]) {
    let database = world.app.database();
    for sql in [
        // Two flags, two imports and two rows in the bin, of the two schools.
        "update facts_flags set unit_id = (select id from org_units where short_name = '清禾一中')
         where id = (select min(id) from facts_flags)",
        "update facts_flags set unit_id = (select id from org_units where short_name = '清禾二中')
         where id = (select max(id) from facts_flags)",
        "update facts_imports set state = 'read',
             by_person = (select id from org_people where name = '顾怀山')
         where id = (select min(id) from facts_imports)",
        "update facts_imports set state = 'read',
             by_person = (select id from org_people where name = '卫景明')
         where id = (select max(id) from facts_imports)",
        // The invitations of the demo, of an expert of each: one waits, one was answered.
        "update ledger_invitations set row_no = (select min(r.no) from ledger_rows r
             where r.register_no = ledger_invitations.register_no and r.no <> ledger_invitations.row_no)
         where answer <> ''",
        "update ledger_rows set unit_id = (select id from org_units where short_name = '清禾一中')
         where exists (select 1 from ledger_invitations i where i.register_no = ledger_rows.register_no
             and i.row_no = ledger_rows.no and i.answer = '')",
        "update ledger_rows set unit_id = (select id from org_units where short_name = '清禾二中')
         where exists (select 1 from ledger_invitations i where i.register_no = ledger_rows.register_no
             and i.row_no = ledger_rows.no and i.answer <> '')",
        // An account of credits for each of them.
        "insert into ledger_credit_accounts
             select id, 900000 + row_number() over (order by id), '卢思远', null, id, false, false, 1,
             '', 0 from org_units where short_name in ('清禾一中', '清禾二中')",
        "insert into ledger_bin select register_no, no, unit_id, version, body, made_ms, made_by,
             origin, changed_ms, made_by from ledger_rows where register_no = 1 and no in (
             select max(r.no) from ledger_rows r join org_units u on u.id = r.unit_id
             where r.register_no = 1 and u.short_name in ('清禾一中', '清禾二中')
             group by r.unit_id)",
        "delete from ledger_rows where exists (select 1 from ledger_bin b
             where b.register_no = ledger_rows.register_no and b.row_no = ledger_rows.no)",
    ] {
        database.run(sql).await;
    }
    let mut office = world.as_(Role::GeneralOffice).await;
    let published = world.word(PUBLISHED).await;
    office.get(&format!("/plan/{published}")).await.is_ok();
    office
        .upload(
            &format!("/files/to/plan/{published}"),
            &[],
            "审议稿.pdf",
            b"%PDF-1.7",
        )
        .await
        .leads_to("/plan/");
    let attachment = world.word("select id as word from files_attachments").await;
    let unpublished = world
        .word("select id as word from plan_plans where published_revision is null")
        .await;
    // The same file at a plan that is not published.
    let beside = "00000000-0000-7000-8000-00000000f11e".to_owned();
    database
        .run(&format!(
            "insert into files_attachments select '{beside}', object_kind, '{unpublished}', content,
             name, n_bytes, media_type, retention, attached_ms, person_id, person_name
             from files_attachments"
        ))
        .await;
    for role in Role::ALL {
        let login = demo::org::LOGINS.iter().find(|login| login.role == role);
        let login = login.unwrap();
        for (number, name) in [login.name, stranger(role)].into_iter().enumerate() {
            let mark = format!("{}{number}", login.login);
            own_things(world, &mark, name, login.login).await;
        }
    }
    ([published, unpublished], [attachment, beside])
}

/// Somebody of another unit than the log-in of a role.
fn stranger(role: Role) -> &'static str {
    match role {
        Role::School => "卫景明",
        _ => "许若川",
    }
}

/// A notice, a delegation, a job and a view of a register of a person's own.
async fn own_things(world: &World, mark: &str, name: &str, login: &str) {
    let person = format!("(select id from org_people where name = '{name}')");
    // Whoever has no log-in of their own stands for all accounts but this one.
    let account = format!(
        "coalesce((select id from org_accounts where person_id = {person}),
             (select min(id) from org_accounts where login <> '{login}'))"
    );
    let fresh = || base::id::Uuid::now_v7().to_string();
    for sql in [
        format!(
            "insert into inbox_notices (id, person_id, kind, about, subject, body, href, urgency,
                 n_times, at_ms)
             values ('{}', {person}, 'plan.published', '{mark}', '通知', '', '/inbox', 0, 1, 1)",
            fresh()
        ),
        format!(
            "insert into org_delegations (id, person_id, delegate_id, covers, first_day, last_day,
                 reason)
             select '{}', {person}, id, 'review', '2026-09-01', '2026-09-05', '{mark}'
             from org_people where name = '郭守正'",
            fresh()
        ),
        format!(
            "insert into ledger_views (id, register_no, account_id, name, query, is_shared)
             values ('{}', 1, {account}, '{mark}', '', false)",
            fresh()
        ),
        format!(
            "insert into store_jobs (id, kind, payload, title, account_id, person_id, actor_name,
                 from_address, state, created_ms, due_ms, ended_ms, n_taken, n_failed, cancel_asked,
                 done, total, words, checkpoint, result_words, result_href, error)
             values ('{}', 'files.clear', 'null', '{mark}', {account}, {person}, '', '', 'dead', 1,
                 1, 1, 1, 1, false, 0, 0, '', '', '', '', '')",
            fresh()
        ),
    ] {
        world.app.database().run(&sql).await;
    }
}

/// What a role is asked for.
pub(crate) async fn objects(world: &World, role: Role) -> Objects {
    let login = demo::org::LOGINS.iter().find(|login| login.role == role);
    let login = login.unwrap();
    let is_school = role == Role::School;
    let schools = ["清禾一中", "清禾二中"];
    // Offices of administrators and leaders have no tasks: the personnel office stands for theirs.
    let own = match login.unit {
        "办公室" | "督导室" | "人事科" | "清禾一中" => login.unit,
        _ => "人事科",
    };
    let units = match is_school {
        true => schools,
        false => [own, "基础教育科"],
    };
    let registers = match is_school {
        true => ["training", "training"],
        false => ["training", "contests"],
    };
    let mut objects = Objects::new();
    for side in [0, 1] {
        let unit = format!(
            "(select id from org_units where short_name = '{}')",
            units[side]
        );
        let school = format!(
            "(select id from org_units where short_name = '{}')",
            schools[side]
        );
        let name = [login.name, stranger(role)][side];
        let person = format!("(select id from org_people where name = '{name}')");
        let mark = format!("{}{side}", login.login);
        // An item the unit takes part in; a school by the name of all schools.
        let takes_part = match (is_school, side) {
            (true, 0) => "a.group_name like '%学校%'".to_owned(),
            (true, _) => "a.part = 'lead' and not exists (select 1 from plan_assignments o
                 where o.item_id = a.item_id and o.group_name like '%学校%')"
                .to_owned(),
            (false, _) => format!("a.unit_id = {unit} and a.part = 'lead'"),
        };
        let item = format!(
            "select a.item_id from plan_assignments a join plan_steps s on s.item_id = a.item_id
             where a.plan_id = ({PUBLISHED}) and {takes_part} order by a.item_id limit 1"
        );
        let session = match side {
            0 => format!("a.login = '{}'", login.login),
            _ => format!("a.login <> '{}'", login.login),
        };
        let of = if is_school { &school } else { &unit };
        let rows_of = match is_school {
            true => format!("register_no = 1 and unit_id = {school}"),
            false => format!("register_no = {}", side + 1),
        };
        let nth = |table: &str| {
            let which = ["min", "max"][side];
            format!("select {which}(id) as word from {table}")
        };
        // One that waits, and one that was answered.
        let invitation = |what: &str| {
            let order = ["asc", "desc"][side];
            format!(
                "select {what} as word from ledger_invitations i
                 join ledger_registers g on g.no = i.register_no
                 order by i.answer {order}, i.id limit 1"
            )
        };
        for (slice, name, sql) in [
            (
                "facts",
                "fact",
                format!("select min(id) as word from facts_values where unit_id = {school}"),
            ),
            (
                "facts",
                "flag",
                format!("select min(id) as word from facts_flags where unit_id = {school}"),
            ),
            ("facts", "import", nth("facts_imports")),
            (
                "inbox",
                "notice",
                format!("select id as word from inbox_notices where about = '{mark}'"),
            ),
            ("inbox", "person", format!("select {person} as word")),
            ("inbox", "robot", nth("inbox_robots")),
            (
                "jobs",
                "job",
                format!("select id as word from store_jobs where title = '{mark}'"),
            ),
            (
                "ledger",
                "account",
                format!(
                    "select min(id) as word from ledger_credit_accounts where unit_id = {school}"
                ),
            ),
            ("ledger", "device", nth("ledger_bus_devices")),
            (
                "ledger",
                "register",
                format!("select '{}' as word", registers[side]),
            ),
            (
                "ledger",
                "row",
                format!("select cast(min(no) as text) as word from ledger_rows where {rows_of}"),
            ),
            (
                "ledger",
                "bin_row",
                format!(
                    "select cast(row_no as text) as word from ledger_bin where unit_id = {school}"
                ),
            ),
            (
                "ledger",
                "view",
                format!("select id as word from ledger_views where name = '{mark}'"),
            ),
            (
                "ledger",
                "rollup",
                format!(
                    "select '{}' as word",
                    if registers[side] == "training" {
                        "times"
                    } else {
                        "teams"
                    }
                ),
            ),
            ("ledger", "field", "select 'name' as word".to_owned()),
            (
                "org",
                "delegation",
                format!("select id as word from org_delegations where reason = '{mark}'"),
            ),
            (
                "org",
                "field",
                "select min(id) as word from org_fields".to_owned(),
            ),
            ("org", "person", format!("select {person} as word")),
            (
                "org",
                "post",
                format!("select id as word from org_posts where person_id = {person}"),
            ),
            (
                "org",
                "session",
                format!(
                    "select s.id as word from store_sessions s join org_accounts a on a.id = s.account_id where {session} order by s.id"
                ),
            ),
            ("org", "unit", format!("select {unit} as word")),
            ("plan", "item", format!("select ({item}) as word")),
            (
                "plan",
                "step",
                format!("select min(id) as word from plan_steps where item_id = ({item})"),
            ),
            ("ledger", "invitation", invitation("i.id")),
            ("ledger", "invited", invitation("cast(i.row_no as text)")),
            ("ledger", "pool", invitation("g.code")),
            ("plan", "act", "select 'start' as word".to_owned()),
            ("plan", "sort", "select 'target' as word".to_owned()),
            (
                "plan",
                "entry",
                format!(
                    "select coalesce(min(id), '00000000-0000-7000-8000-000000000000') as word from plan_targets where item_id = ({item})"
                ),
            ),
            (
                "plan",
                "finding",
                "select min(id) as word from plan_findings".to_owned(),
            ),
            ("report", "plan", PUBLISHED.to_owned()),
            ("report", "round", "select '2026-05' as word".to_owned()),
            (
                "report",
                "report",
                format!(
                    "select id as word from report_reports where unit_id = {of}
                     and plan_id = ({PUBLISHED}) order by state, id"
                ),
            ),
        ] {
            let id = world.word(&sql).await;
            let ids = objects.entry((slice, name)).or_default();
            ids[side] = id;
        }
    }
    objects
}
