alter table ledger_rows add column erased bigint not null default 0;
