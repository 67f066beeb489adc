-- What a header means is said by a unit, for its own files; what was said before counts as the bureau's.
create table ledger_headers_of_units (
    register_no bigint not null,
    unit_id text not null,
    word text not null,
    field text not null,
    constraint ledger_headers_of_units_pk primary key (register_no, unit_id, word)
);
insert into ledger_headers_of_units (register_no, unit_id, word, field)
select said.register_no, unit.id, said.word, said.field
from ledger_headers said cross join org_pub_units unit
where unit.kind = 'bureau';
drop table ledger_headers;
alter table ledger_headers_of_units rename to ledger_headers;
