create table plan_measures (
    id text not null,
    plan_id text not null,
    item_id text not null,
    target_id text,
    kind text not null,
    words text not null,
    data_item text not null,
    by_name text not null,
    at_ms bigint not null,
    constraint plan_measures_pk primary key (id),
    constraint plan_measures_target unique (item_id, target_id),
    constraint plan_measures_plan_fk foreign key (plan_id) references plan_plans (id)
);
create index plan_measures_plan on plan_measures (plan_id);

create table plan_target_parts (
    id text not null,
    plan_id text not null,
    item_id text not null,
    target_id text not null,
    place bigint not null,
    unit_id text not null,
    unit_name text not null,
    value text not null,
    constraint plan_target_parts_pk primary key (id),
    constraint plan_target_parts_unit unique (target_id, unit_id),
    constraint plan_target_parts_plan_fk foreign key (plan_id) references plan_plans (id)
);
create index plan_target_parts_plan on plan_target_parts (plan_id);

create table plan_carried (
    item_id text not null,
    plan_id text not null,
    from_item_id text not null,
    from_plan_id text not null,
    from_year bigint,
    from_number bigint not null,
    from_words text not null,
    by_name text not null,
    at_ms bigint not null,
    constraint plan_carried_pk primary key (item_id),
    constraint plan_carried_plan_fk foreign key (plan_id) references plan_plans (id)
);
create index plan_carried_plan on plan_carried (plan_id);
create index plan_carried_from on plan_carried (from_item_id);
