create table calendar_tables (
    year bigint not null,
    version bigint not null,
    imported_ms bigint not null,
    imported_by text not null,
    marks text not null,
    constraint calendar_tables_pk primary key (year, version)
);

create table calendar_periods (
    id text not null,
    kind text not null,
    name text not null,
    first_day text not null,
    last_day text not null,
    version bigint not null,
    constraint calendar_periods_pk primary key (id)
);
create index calendar_periods_days on calendar_periods (first_day, last_day);

create table calendar_rules (
    code text not null,
    days bigint not null,
    unit text not null,
    off_day text not null,
    remind text not null,
    version bigint not null,
    constraint calendar_rules_pk primary key (code)
);
