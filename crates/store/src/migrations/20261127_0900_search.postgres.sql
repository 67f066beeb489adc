create table store_search (
    id bigint not null,
    key text not null,
    kind text not null,
    title text not null,
    context text not null,
    words text not null,
    href text not null,
    at_ms bigint not null,
    sought_title text not null,
    sought text not null,
    constraint store_search_pk primary key (id)
);
create index store_search_kind on store_search (kind);

create table store_search_audience (
    entry bigint not null,
    sort text not null,
    who text not null,
    constraint store_search_audience_pk primary key (entry, sort, who)
);

create table store_search_index (
    id bigint not null,
    grams text[] not null,
    constraint store_search_index_pk primary key (id)
);
create index store_search_index_grams on store_search_index using gin (grams);
