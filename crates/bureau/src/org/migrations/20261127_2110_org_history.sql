alter table org_units add column first_day text;
alter table org_units add column closed_on text;
alter table org_units add column successor_id text
    constraint org_units_successor_fk references org_units (id);
create index org_units_successor on org_units (successor_id);
create index org_units_parent on org_units (parent_id);

create table org_former_names (
    unit_id text not null,
    until_day text not null,
    name text not null,
    short_name text not null,
    constraint org_former_names_pk primary key (unit_id, until_day),
    constraint org_former_names_unit_fk foreign key (unit_id) references org_units (id)
);

create table org_unit_acts (
    id text not null,
    unit_id text not null,
    kind text not null,
    on_day text not null,
    reason text not null,
    other_id text,
    constraint org_unit_acts_pk primary key (id),
    constraint org_unit_acts_unit_fk foreign key (unit_id) references org_units (id),
    constraint org_unit_acts_other_fk foreign key (other_id) references org_units (id)
);
create index org_unit_acts_unit on org_unit_acts (unit_id);
create index org_unit_acts_other on org_unit_acts (other_id);

alter table org_posts add column from_day text;

create table org_past_posts (
    id text not null,
    person_id text not null,
    unit_id text not null,
    title text not null,
    role text not null,
    place bigint not null,
    from_day text,
    until_day text not null,
    reason text not null,
    constraint org_past_posts_pk primary key (id),
    constraint org_past_posts_person_fk foreign key (person_id) references org_people (id),
    constraint org_past_posts_unit_fk foreign key (unit_id) references org_units (id)
);
create index org_past_posts_person on org_past_posts (person_id);
create index org_past_posts_unit on org_past_posts (unit_id);

create view org_pub_units as
select id, parent_id, kind, name, short_name, code, pinyin, place, first_day, closed_on, successor_id,
       closed_on is not null as is_closed
from org_units;

create view org_pub_unit_names as
select unit_id, until_day, name, short_name from org_former_names;

create view org_pub_people as
select o.id, o.name, o.pinyin,
       not exists (select 1 from org_posts p where p.person_id = o.id) as is_past
from org_people o;

create view org_pub_posts as
select id, person_id, unit_id, title, role, place from org_posts;
