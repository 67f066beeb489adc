create table facts_not_the_same (
    pair text not null,
    version bigint not null,
    reason text not null,
    by_name text not null,
    at_ms bigint not null,
    is_withdrawn boolean not null,
    constraint facts_not_the_same_pk primary key (pair, version)
);
