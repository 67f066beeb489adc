create table inbox_settings (
    person_id text not null,
    mail text not null,
    by_robot boolean not null,
    quiet_from text not null,
    quiet_to text not null,
    rests_on_days_off boolean not null,
    daily_at text not null,
    fault text not null default '',
    version bigint not null,
    constraint inbox_settings_pk primary key (person_id)
);

create table inbox_robots (
    id text not null,
    name text not null,
    kind text not null,
    address text not null,
    secret text not null,
    unit_id text not null,
    is_on boolean not null,
    daily_at text not null,
    fault text not null default '',
    fault_ms bigint not null default 0,
    spoke_ms bigint,
    version bigint not null,
    constraint inbox_robots_pk primary key (id)
);

create table inbox_parcels (
    id text not null,
    way text not null,
    receiver_id text not null,
    notices text not null,
    n_notices bigint not null,
    state text not null,
    words text not null default '',
    packed_ms bigint not null,
    begun_ms bigint,
    ended_ms bigint,
    constraint inbox_parcels_pk primary key (id)
);
create index inbox_parcels_packed on inbox_parcels (packed_ms);

create table inbox_remind_rules (
    code text not null,
    version bigint not null,
    before_days text not null,
    is_on_day boolean not null,
    after_days text not null,
    head_after bigint not null,
    leader_after bigint not null,
    changed_ms bigint not null,
    changed_by text not null,
    constraint inbox_remind_rules_pk primary key (code, version)
);

alter table inbox_notices add column said_ms bigint;
create index inbox_notices_waiting on inbox_notices (at_ms) where read_ms is null;
