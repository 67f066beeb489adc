create table ledger_stages (
    register_no bigint not null,
    row_no bigint not null,
    stage text not null,
    unit_id text not null,
    waits_for text not null,
    entered text not null,
    due text,
    n_moves bigint not null,
    constraint ledger_stages_pk primary key (register_no, row_no)
);
create index ledger_stages_due on ledger_stages (register_no, due) where due is not null;

create table ledger_moves (
    register_no bigint not null,
    row_no bigint not null,
    number bigint not null,
    from_stage text not null,
    to_stage text not null,
    on_day text not null,
    due text,
    by_name text not null,
    reason text not null,
    constraint ledger_moves_pk primary key (register_no, row_no, number)
);

create table ledger_expiries (
    register_no bigint not null,
    row_no bigint not null,
    field text not null,
    unit_id text not null,
    expires_on text not null,
    constraint ledger_expiries_pk primary key (register_no, row_no, field)
);
create index ledger_expiries_on on ledger_expiries (register_no, expires_on);

create table ledger_asked (
    register_no bigint not null,
    kind text not null,
    unit_id text not null,
    n_rows bigint not null,
    due text not null,
    constraint ledger_asked_pk primary key (register_no, kind, unit_id)
);
