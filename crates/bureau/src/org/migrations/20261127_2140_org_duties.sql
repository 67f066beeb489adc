create table org_delegations (
    id text not null,
    person_id text not null,
    delegate_id text not null,
    covers text not null,
    post_id text,
    first_day text not null,
    last_day text not null,
    reason text not null,
    ended_on text,
    constraint org_delegations_pk primary key (id),
    constraint org_delegations_person_fk foreign key (person_id) references org_people (id),
    constraint org_delegations_delegate_fk foreign key (delegate_id) references org_people (id)
);
create index org_delegations_person on org_delegations (person_id);
create index org_delegations_delegate on org_delegations (delegate_id, last_day);

create table org_fields (
    id text not null,
    name text not null,
    place bigint not null,
    constraint org_fields_pk primary key (id),
    constraint org_fields_name_key unique (name)
);

create table org_field_charges (
    person_id text not null,
    field_id text not null,
    constraint org_field_charges_pk primary key (person_id, field_id),
    constraint org_field_charges_person_fk foreign key (person_id) references org_people (id),
    constraint org_field_charges_field_fk foreign key (field_id) references org_fields (id)
);
create index org_field_charges_field on org_field_charges (field_id);

create table org_hand_overs (
    id text not null,
    person_id text not null,
    successor_id text not null,
    on_day text not null,
    reason text not null,
    constraint org_hand_overs_pk primary key (id),
    constraint org_hand_overs_person_fk foreign key (person_id) references org_people (id),
    constraint org_hand_overs_successor_fk foreign key (successor_id) references org_people (id)
);
create index org_hand_overs_person on org_hand_overs (person_id);

create view org_pub_hand_overs as
select person_id, successor_id, on_day from org_hand_overs;

create view org_pub_fields as
select f.id, f.name, f.place, c.person_id
from org_fields f left join org_field_charges c on c.field_id = f.id;
