create table plan_feeds (
    id text not null,
    person_id text not null,
    token_hash text not null,
    created_ms bigint not null,
    revoked_ms bigint,
    constraint plan_feeds_pk primary key (id),
    constraint plan_feeds_token unique (token_hash)
);
create index plan_feeds_person on plan_feeds (person_id);
