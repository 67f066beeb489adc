create table facts_items (
    code text not null,
    name text not null,
    unit_word text not null,
    decimals bigint not null,
    value_kind text not null,
    grain text not null,
    applies_to text not null,
    least text not null,
    most text not null,
    source_kind text not null,
    source_detail text not null,
    group_name text not null,
    meaning text not null,
    basis text not null,
    place bigint not null,
    version bigint not null,
    is_retired boolean not null,
    constraint facts_items_pk primary key (code)
);
create unique index facts_items_name on facts_items (name, grain);

create table facts_item_versions (
    code text not null,
    version bigint not null,
    at_ms bigint not null,
    by_name text not null,
    reason text not null,
    definition text not null,
    constraint facts_item_versions_pk primary key (code, version)
);

create table facts_values (
    item_code text not null,
    period text not null,
    unit_id text not null,
    id text not null,
    minor bigint,
    decimals bigint not null,
    state text not null,
    reference text not null,
    at_ms bigint not null,
    by_name text not null,
    note text not null,
    struck_minor bigint,
    struck_decimals bigint not null,
    version bigint not null,
    constraint facts_values_pk primary key (item_code, period, unit_id)
);
create unique index facts_values_id on facts_values (id);
create index facts_values_unit on facts_values (unit_id, period);
create index facts_values_state on facts_values (state, period);

create table facts_history (
    id text not null,
    fact_id text not null,
    at_ms bigint not null,
    by_name text not null,
    act text not null,
    minor bigint,
    decimals bigint not null,
    reference text not null,
    reason text not null,
    constraint facts_history_pk primary key (id)
);
create index facts_history_fact on facts_history (fact_id, id);

create table facts_locks (
    period text not null,
    at_ms bigint not null,
    by_name text not null,
    constraint facts_locks_pk primary key (period)
);
