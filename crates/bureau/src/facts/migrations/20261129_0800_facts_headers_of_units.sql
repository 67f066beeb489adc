-- What a header means is said by a unit, for its own files; what was said before counts as the bureau's.
create table facts_headers_of_units (
    unit_id text not null,
    header text not null,
    item_code text not null,
    at_ms bigint not null,
    by_name text not null,
    constraint facts_headers_of_units_pk primary key (unit_id, header)
);
insert into facts_headers_of_units (unit_id, header, item_code, at_ms, by_name)
select unit.id, said.header, said.item_code, said.at_ms, said.by_name
from facts_headers said cross join org_pub_units unit
where unit.kind = 'bureau';
drop table facts_headers;
alter table facts_headers_of_units rename to facts_headers;

-- The unit whose words a file is read with; none was noted of files that came before.
alter table facts_imports add column unit_id text not null default '';
