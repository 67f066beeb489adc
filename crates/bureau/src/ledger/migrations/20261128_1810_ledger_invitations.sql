create table ledger_invitations (
    id text not null,
    register_no bigint not null,
    row_no bigint not null,
    by_unit text not null,
    by_name text not null,
    by_person text not null,
    made_ms bigint not null,
    held_on text not null,
    matter text not null,
    answer text not null,
    answered_ms bigint not null,
    answered_by text not null,
    remark text not null,
    constraint ledger_invitations_pk primary key (id)
);
create index ledger_invitations_row on ledger_invitations (register_no, row_no);
