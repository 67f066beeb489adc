alter table facts_imports add column is_large boolean not null default false;

create table facts_previews (
    import_id text not null,
    at_ms bigint not null,
    content text not null,
    constraint facts_previews_pk primary key (import_id)
);
