create table facts_sheets (
    import_id text not null,
    content text not null,
    constraint facts_sheets_pk primary key (import_id)
);
