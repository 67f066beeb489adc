create table ledger_registers (
    no bigint not null,
    code text not null,
    name text not null,
    owner_id text not null,
    version bigint not null,
    next_row bigint not null,
    constraint ledger_registers_pk primary key (no),
    constraint ledger_registers_code unique (code)
);

create table ledger_definitions (
    register_no bigint not null,
    version bigint not null,
    body text not null,
    made_ms bigint not null,
    made_by text not null,
    note text not null,
    constraint ledger_definitions_pk primary key (register_no, version)
);

create table ledger_rows (
    register_no bigint not null,
    no bigint not null,
    unit_id text not null,
    state text not null,
    month text not null,
    version bigint not null,
    body text not null,
    made_ms bigint not null,
    made_by text not null,
    origin text not null,
    changed_ms bigint not null,
    comment text not null,
    row_key text,
    person text,
    c1 text not null,
    c2 text not null,
    c3 text not null,
    t1 text,
    t2 text,
    t3 text,
    n1 bigint,
    n2 bigint,
    n3 bigint,
    n4 bigint,
    constraint ledger_rows_pk primary key (register_no, no)
);
create index ledger_rows_month on ledger_rows (register_no, month, no);
create index ledger_rows_unit on ledger_rows (register_no, unit_id, month, no);
create index ledger_rows_state on ledger_rows (register_no, state, month, no);
create index ledger_rows_c1 on ledger_rows (register_no, c1, month, no) where c1 <> '';
create index ledger_rows_c2 on ledger_rows (register_no, c2, month, no) where c2 <> '';
create index ledger_rows_c3 on ledger_rows (register_no, c3, month, no) where c3 <> '';
create index ledger_rows_t1 on ledger_rows (register_no, t1) where t1 is not null;
create index ledger_rows_t2 on ledger_rows (register_no, t2) where t2 is not null;
create index ledger_rows_t3 on ledger_rows (register_no, t3) where t3 is not null;
create unique index ledger_rows_key on ledger_rows (register_no, row_key) where row_key is not null;

create table ledger_cells (
    register_no bigint not null,
    unit_id text not null,
    month text not null,
    state text not null,
    c1 text not null,
    c2 text not null,
    c3 text not null,
    n_rows bigint not null,
    s1 bigint not null,
    s2 bigint not null,
    s3 bigint not null,
    s4 bigint not null,
    constraint ledger_cells_pk primary key (register_no, unit_id, month, state, c1, c2, c3)
);

create table ledger_history (
    register_no bigint not null,
    row_no bigint not null,
    version bigint not null,
    at_ms bigint not null,
    by_name text not null,
    act text not null,
    changes text not null,
    comment text not null,
    constraint ledger_history_pk primary key (register_no, row_no, version)
);

create table ledger_bin (
    register_no bigint not null,
    row_no bigint not null,
    unit_id text not null,
    version bigint not null,
    body text not null,
    made_ms bigint not null,
    made_by text not null,
    origin text not null,
    binned_ms bigint not null,
    binned_by text not null,
    constraint ledger_bin_pk primary key (register_no, row_no)
);

create table ledger_tallies (
    register_no bigint not null,
    rollup text not null,
    unit_id text not null,
    period text not null,
    n_rows bigint not null,
    total bigint not null,
    n_part bigint not null,
    n_keys bigint not null,
    constraint ledger_tallies_pk primary key (register_no, rollup, unit_id, period)
);

create table ledger_tally_keys (
    register_no bigint not null,
    rollup text not null,
    unit_id text not null,
    period text not null,
    tally_key text not null,
    n bigint not null,
    constraint ledger_tally_keys_pk primary key (register_no, rollup, unit_id, period, tally_key)
);

create table ledger_views (
    id text not null,
    register_no bigint not null,
    account_id text not null,
    name text not null,
    query text not null,
    is_shared boolean not null,
    constraint ledger_views_pk primary key (id)
);
create index ledger_views_register on ledger_views (register_no);
