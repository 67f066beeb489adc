create table store_jobs (
    id text not null,
    kind text not null,
    payload text not null,
    title text not null,
    unique_key text,
    account_id text not null,
    person_id text not null,
    actor_name text not null,
    from_address text not null,
    state text not null,
    created_ms bigint not null,
    due_ms bigint not null,
    ended_ms bigint,
    n_taken bigint not null,
    n_failed bigint not null,
    lease text,
    lease_holder text,
    lease_until_ms bigint,
    cancel_asked boolean not null,
    done bigint not null,
    total bigint not null,
    words text not null,
    checkpoint text not null,
    result_words text not null,
    result_href text not null,
    error text not null,
    constraint store_jobs_pk primary key (id)
);
create index store_jobs_state on store_jobs (state, due_ms);
create unique index store_jobs_unique on store_jobs (unique_key) where state = 'waiting';

create table store_schedules (
    name text not null,
    slot_ms bigint not null,
    constraint store_schedules_pk primary key (name)
);
