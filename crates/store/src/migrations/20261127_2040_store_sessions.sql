-- Sessions say from where they began and how long they last. Everybody signs in once more.
drop table store_sessions;

create table store_sessions (
    token_hash text not null,
    id text not null,
    account_id text not null,
    from_address text not null,
    started_ms bigint not null,
    seen_ms bigint not null,
    idle_ms bigint not null,
    ends_ms bigint not null,
    is_half boolean not null,
    constraint store_sessions_pk primary key (token_hash)
);
create index store_sessions_account on store_sessions (account_id);
