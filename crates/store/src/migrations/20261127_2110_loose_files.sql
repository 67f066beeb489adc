create table store_loose_files (
    name text not null,
    since_ms bigint not null,
    constraint store_loose_files_pk primary key (name)
);
