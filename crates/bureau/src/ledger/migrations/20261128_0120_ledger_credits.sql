create table ledger_credit_accounts (
    id text not null,
    number bigint not null,
    holder text not null,
    id_no text,
    unit_id text not null,
    is_system boolean not null,
    is_closed boolean not null,
    opened_ms bigint not null,
    opened_by text not null,
    balance bigint not null,
    constraint ledger_credit_accounts_pk primary key (id),
    constraint ledger_credit_accounts_number unique (number),
    constraint ledger_credit_accounts_person unique (id_no),
    constraint ledger_credit_accounts_never_negative check (is_system or balance >= 0)
);
create index ledger_credit_accounts_unit on ledger_credit_accounts (unit_id, number);

create table ledger_credit_entries (
    id text not null,
    number bigint not null,
    kind text not null,
    at_ms bigint not null,
    by_name text not null,
    words text not null,
    reverses text,
    constraint ledger_credit_entries_pk primary key (id),
    constraint ledger_credit_entries_number unique (number),
    constraint ledger_credit_entries_once unique (reverses)
);

create table ledger_credit_postings (
    entry_id text not null,
    account_id text not null,
    tenths bigint not null,
    balance_after bigint not null,
    constraint ledger_credit_postings_pk primary key (entry_id, account_id)
);
create index ledger_credit_postings_account on ledger_credit_postings (account_id, entry_id);

create table ledger_credit_counters (
    name text not null,
    last bigint not null,
    constraint ledger_credit_counters_pk primary key (name)
);
insert into ledger_credit_counters (name, last) values ('account', 0), ('entry', 0);
insert into ledger_credit_accounts
    (id, number, holder, id_no, unit_id, is_system, is_closed, opened_ms, opened_by, balance)
values
    ('00000000-0000-0000-0000-0000c4ed0001', -1, '发放', null, '', true, false, 0, '', 0),
    ('00000000-0000-0000-0000-0000c4ed0002', -2, '转换', null, '', true, false, 0, '', 0);
