create table plan_work_plans (
    item_id text not null,
    plan_id text not null,
    kind text not null,
    state text not null,
    revision bigint not null,
    at_ms bigint not null,
    by_name text not null,
    note text not null,
    agreed_ms bigint,
    agreed_by text not null,
    constraint plan_work_plans_pk primary key (item_id),
    constraint plan_work_plans_plan_fk foreign key (plan_id) references plan_plans (id)
);
create index plan_work_plans_plan on plan_work_plans (plan_id);

create table plan_steps (
    id text not null,
    plan_id text not null,
    item_id text not null,
    place bigint not null,
    name text not null,
    begins text,
    due text not null,
    due_day text not null,
    owner_unit text,
    owner_person text,
    owner_name text not null,
    weight bigint not null,
    after_ids text not null,
    evidence text not null,
    origin text not null,
    state text not null,
    done_day text,
    done_by text not null,
    done_words text not null,
    done_file text not null,
    done_file_name text not null,
    baseline_begins text,
    baseline_due text,
    is_dropped boolean not null,
    revision bigint not null,
    constraint plan_steps_pk primary key (id),
    constraint plan_steps_item_fk foreign key (item_id) references plan_work_plans (item_id)
);
create index plan_steps_plan on plan_steps (plan_id, item_id);
create index plan_steps_item on plan_steps (item_id, place);
create index plan_steps_unit on plan_steps (owner_unit, due_day);
create index plan_steps_person on plan_steps (owner_person, due_day);

create table plan_step_changes (
    id text not null,
    plan_id text not null,
    item_id text not null,
    step_id text not null,
    step_name text not null,
    at_ms bigint not null,
    by_name text not null,
    what text not null,
    before text not null,
    after text not null,
    reason text not null,
    constraint plan_step_changes_pk primary key (id)
);
create index plan_step_changes_item on plan_step_changes (item_id, at_ms);
