create table report_settings (
    plan_id text not null,
    rules text not null,
    version bigint not null,
    constraint report_settings_pk primary key (plan_id)
);

create table report_rounds (
    plan_id text not null,
    period text not null,
    grain text not null,
    first_day text not null,
    last_day text not null,
    due_day text not null,
    rules text not null,
    opened_ms bigint,
    locked_ms bigint,
    locked_by text not null,
    constraint report_rounds_pk primary key (plan_id, period)
);
create index report_rounds_days on report_rounds (first_day);

create table report_tasks (
    plan_id text not null,
    period text not null,
    item_id text not null,
    number bigint not null,
    marker text not null,
    heading text not null,
    field text not null,
    lead_id text,
    lead_name text not null,
    leader_id text,
    leader_name text not null,
    owes boolean not null,
    why text not null,
    constraint report_tasks_pk primary key (plan_id, period, item_id),
    constraint report_tasks_round_fk foreign key (plan_id, period) references report_rounds (plan_id, period)
);

create table report_reports (
    id text not null,
    plan_id text not null,
    period text not null,
    item_id text not null,
    unit_id text not null,
    unit_name text not null,
    is_lead boolean not null,
    due_day text not null,
    state text not null default 'open',
    waits_for text not null default '',
    submitted_day text,
    excused_until text,
    excuse text not null default '',
    n_fields bigint not null default 0,
    n_prefilled bigint not null default 0,
    revision bigint not null default 1,
    course text not null default '',
    form text not null default '',
    constraint report_reports_pk primary key (id)
);
create unique index report_reports_place on report_reports (plan_id, period, item_id, unit_id);
create index report_reports_unit on report_reports (unit_id, state);

create table report_waiting (
    person_id text not null,
    report_id text not null,
    constraint report_waiting_pk primary key (person_id, report_id)
);
create index report_waiting_report on report_waiting (report_id);

create table report_snapshots (
    report_id text not null,
    number bigint not null,
    at_ms bigint not null,
    why text not null,
    by_id text not null,
    form text not null,
    constraint report_snapshots_pk primary key (report_id, number)
);

create table report_comments (
    report_id text not null,
    number bigint not null,
    field text not null,
    words text not null,
    by_name text not null,
    at_ms bigint not null,
    is_settled boolean not null,
    constraint report_comments_pk primary key (report_id, number)
);

create table report_story (
    report_id text not null,
    number bigint not null,
    at_ms bigint not null,
    by_name text not null,
    happening text not null,
    constraint report_story_pk primary key (report_id, number)
);
