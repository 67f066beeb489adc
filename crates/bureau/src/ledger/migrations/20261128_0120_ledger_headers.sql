create table ledger_headers (
    register_no bigint not null,
    word text not null,
    field text not null,
    constraint ledger_headers_pk primary key (register_no, word)
);
