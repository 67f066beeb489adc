drop index store_audit_object;
alter table store_audit rename to store_audit_unchained;

create table store_audit (
    sequence bigint not null,
    at_ms bigint not null,
    account_id text not null,
    actor_name text not null,
    from_address text not null,
    act text not null,
    object text not null,
    object_name text not null,
    detail text not null,
    before text not null,
    after text not null,
    reason text not null,
    previous_hash text not null,
    hash text not null,
    constraint store_audit_chain_pk primary key (sequence)
);
create index store_audit_object on store_audit (object, sequence);
create index store_audit_at on store_audit (at_ms);

create table store_audit_head (
    name text not null,
    sequence bigint not null,
    hash text not null,
    pruned_sequence bigint not null,
    pruned_hash text not null,
    constraint store_audit_head_pk primary key (name)
);
insert into store_audit_head (name, sequence, hash, pruned_sequence, pruned_hash) values ('head', 0, '', 0, '');

create trigger store_audit_no_update before update on store_audit
begin
    select raise(abort, '审计记录只能增加，不能修改');
end;
create trigger store_audit_no_delete before delete on store_audit
when old.sequence > coalesce((select pruned_sequence from store_audit_head), 0)
begin
    select raise(abort, '审计记录只能增加，不能删除');
end;
