-- Imports that were made, by the word their preview was given: posted twice, they are made once.
create table ledger_imports (
    word text not null,
    register_no bigint not null,
    file text not null,
    made_ms bigint not null,
    made_by text not null,
    said text not null,
    job text not null,
    constraint ledger_imports_pk primary key (word)
);
create index ledger_imports_file on ledger_imports (register_no, file);
