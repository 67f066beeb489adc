-- The age of passwords, those that were, and the second step.
alter table org_accounts add column password_changed_ms bigint not null default 0;
alter table org_accounts add column must_enrol boolean not null default false;

create table org_former_passwords (
    account_id text not null,
    changed_ms bigint not null,
    password_hash text not null,
    constraint org_former_passwords_pk primary key (account_id, changed_ms),
    constraint org_former_passwords_account_fk foreign key (account_id) references org_accounts (id)
);

create table org_second_factors (
    account_id text not null,
    secret text not null,
    is_confirmed boolean not null,
    last_step bigint not null,
    constraint org_second_factors_pk primary key (account_id),
    constraint org_second_factors_account_fk foreign key (account_id) references org_accounts (id)
);

create table org_recovery_codes (
    account_id text not null,
    code_hash text not null,
    constraint org_recovery_codes_pk primary key (account_id, code_hash),
    constraint org_recovery_codes_account_fk foreign key (account_id) references org_accounts (id)
);
