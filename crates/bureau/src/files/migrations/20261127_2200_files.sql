create table files_attachments (
    id text not null,
    object_kind text not null,
    object_id text not null,
    content text not null,
    name text not null,
    n_bytes bigint not null,
    media_type text not null,
    retention text not null,
    attached_ms bigint not null,
    person_id text not null,
    person_name text not null,
    constraint files_attachments_pk primary key (id)
);
create index files_attachments_object on files_attachments (object_kind, object_id, attached_ms);
create index files_attachments_retention on files_attachments (retention, attached_ms);
