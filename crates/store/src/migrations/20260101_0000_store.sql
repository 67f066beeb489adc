create table store_settings (
    name text not null,
    value text not null,
    constraint store_settings_pk primary key (name)
);

create table store_audit (
    id text not null,
    at_ms bigint not null,
    account_id text not null,
    actor_name text not null,
    from_address text not null,
    act text not null,
    object text not null,
    detail text not null,
    constraint store_audit_pk primary key (id)
);
create index store_audit_object on store_audit (object, at_ms);

create table store_sessions (
    token_hash text not null,
    account_id text not null,
    started_ms bigint not null,
    seen_ms bigint not null,
    constraint store_sessions_pk primary key (token_hash)
);
create index store_sessions_account on store_sessions (account_id);
