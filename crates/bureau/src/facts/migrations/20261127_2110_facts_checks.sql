create table facts_checks (
    code text not null,
    kind text not null,
    name text not null,
    item_codes text not null,
    left_side text not null,
    operator text not null,
    right_side text not null,
    threshold text not null,
    basis text not null,
    is_on boolean not null,
    version bigint not null,
    constraint facts_checks_pk primary key (code)
);

create table facts_flags (
    id text not null,
    check_code text not null,
    item_code text not null,
    unit_id text not null,
    period text not null,
    words text not null,
    fingerprint text not null,
    is_confirmed boolean not null,
    reason text not null,
    by_name text not null,
    at_ms bigint not null,
    constraint facts_flags_pk primary key (id)
);
create unique index facts_flags_place on facts_flags (check_code, item_code, unit_id, period);
create index facts_flags_open on facts_flags (is_confirmed, period);

create table facts_imports (
    id text not null,
    file text not null,
    file_name text not null,
    period text not null,
    at_ms bigint not null,
    by_name text not null,
    by_person text not null,
    state text not null,
    n_new bigint not null,
    n_changed bigint not null,
    n_left_out bigint not null,
    constraint facts_imports_pk primary key (id)
);

create table facts_headers (
    header text not null,
    item_code text not null,
    at_ms bigint not null,
    by_name text not null,
    constraint facts_headers_pk primary key (header)
);
