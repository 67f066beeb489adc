create table org_units (
    id text not null,
    parent_id text,
    kind text not null,
    name text not null,
    short_name text not null,
    aliases text not null,
    code text not null,
    duties text not null,
    pinyin text not null,
    place bigint not null,
    version bigint not null,
    constraint org_units_pk primary key (id),
    constraint org_units_name_key unique (name),
    constraint org_units_parent_fk foreign key (parent_id) references org_units (id)
);

create table org_people (
    id text not null,
    name text not null,
    pinyin text not null,
    phone text not null,
    version bigint not null,
    constraint org_people_pk primary key (id)
);

create table org_posts (
    id text not null,
    person_id text not null,
    unit_id text not null,
    title text not null,
    role text not null,
    place bigint not null,
    constraint org_posts_pk primary key (id),
    constraint org_posts_person_fk foreign key (person_id) references org_people (id),
    constraint org_posts_unit_fk foreign key (unit_id) references org_units (id)
);
create index org_posts_person on org_posts (person_id);
create index org_posts_unit on org_posts (unit_id);

create table org_charges (
    person_id text not null,
    unit_id text not null,
    constraint org_charges_pk primary key (person_id, unit_id),
    constraint org_charges_person_fk foreign key (person_id) references org_people (id),
    constraint org_charges_unit_fk foreign key (unit_id) references org_units (id)
);
create index org_charges_unit on org_charges (unit_id);

create table org_accounts (
    id text not null,
    person_id text not null,
    login text not null,
    password_hash text not null,
    must_change_password boolean not null,
    is_closed boolean not null,
    constraint org_accounts_pk primary key (id),
    constraint org_accounts_login_key unique (login),
    constraint org_accounts_person_key unique (person_id),
    constraint org_accounts_person_fk foreign key (person_id) references org_people (id)
);

create table org_failed_sign_ins (
    login text not null,
    n_failures bigint not null,
    last_ms bigint not null,
    constraint org_failed_sign_ins_pk primary key (login)
);
