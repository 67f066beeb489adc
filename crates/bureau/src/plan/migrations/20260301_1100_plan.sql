create table plan_plans (
    id text not null,
    title text not null,
    year bigint,
    kind text not null,
    issuer text not null,
    doc_number text not null,
    issued_on text,
    metadata_spans text not null,
    file text not null,
    file_name text not null,
    revision bigint not null,
    published_revision bigint,
    created_ms bigint not null,
    created_by text not null,
    constraint plan_plans_pk primary key (id)
);

create table plan_sources (
    plan_id text not null,
    format text not null,
    text text not null,
    noise text not null,
    constraint plan_sources_pk primary key (plan_id),
    constraint plan_sources_plan_fk foreign key (plan_id) references plan_plans (id)
);

create table plan_items (
    id text not null,
    plan_id text not null,
    place bigint not null,
    marker text not null,
    path text not null,
    title text not null,
    body text not null,
    span_start bigint,
    span_end bigint,
    is_checked boolean not null,
    revision bigint not null,
    constraint plan_items_pk primary key (id),
    constraint plan_items_plan_fk foreign key (plan_id) references plan_plans (id)
);
create index plan_items_plan on plan_items (plan_id, place);

create table plan_targets (
    id text not null,
    plan_id text not null,
    item_id text not null,
    place bigint not null,
    origin text not null,
    is_accepted boolean not null,
    quote text not null,
    span_start bigint,
    span_end bigint,
    subject text not null,
    value text not null,
    max_value text,
    comparator text not null,
    unit text not null,
    kind text not null,
    commitment text not null,
    constraint plan_targets_pk primary key (id),
    constraint plan_targets_item_fk foreign key (item_id) references plan_items (id)
);
create index plan_targets_plan on plan_targets (plan_id);
create index plan_targets_item on plan_targets (item_id);

create table plan_deadlines (
    id text not null,
    plan_id text not null,
    item_id text not null,
    place bigint not null,
    origin text not null,
    is_accepted boolean not null,
    quote text not null,
    span_start bigint,
    span_end bigint,
    from_day text,
    to_day text,
    recurs text,
    constraint plan_deadlines_pk primary key (id),
    constraint plan_deadlines_item_fk foreign key (item_id) references plan_items (id)
);
create index plan_deadlines_plan on plan_deadlines (plan_id);
create index plan_deadlines_item on plan_deadlines (item_id);

create table plan_parties (
    id text not null,
    plan_id text not null,
    item_id text not null,
    place bigint not null,
    origin text not null,
    is_accepted boolean not null,
    quote text not null,
    span_start bigint,
    span_end bigint,
    name text not null,
    role text not null,
    constraint plan_parties_pk primary key (id),
    constraint plan_parties_item_fk foreign key (item_id) references plan_items (id)
);
create index plan_parties_plan on plan_parties (plan_id);
create index plan_parties_item on plan_parties (item_id);

create table plan_assignments (
    id text not null,
    plan_id text not null,
    item_id text not null,
    place bigint not null,
    part text not null,
    unit_id text,
    person_id text,
    group_name text,
    is_suggestion boolean not null,
    reason text not null,
    constraint plan_assignments_pk primary key (id),
    constraint plan_assignments_item_fk foreign key (item_id) references plan_items (id)
);
create index plan_assignments_plan on plan_assignments (plan_id);
create index plan_assignments_item on plan_assignments (item_id);

create table plan_findings (
    id text not null,
    plan_id text not null,
    place bigint not null,
    code text not null,
    span_start bigint not null,
    span_end bigint not null,
    what text not null,
    why text not null,
    suggestion text not null,
    is_settled boolean not null,
    constraint plan_findings_pk primary key (id),
    constraint plan_findings_plan_fk foreign key (plan_id) references plan_plans (id)
);
create index plan_findings_plan on plan_findings (plan_id, place);

create table plan_edits (
    plan_id text not null,
    number bigint not null,
    at_ms bigint not null,
    by_name text not null,
    what text not null,
    before text not null,
    after_ids text not null,
    constraint plan_edits_pk primary key (plan_id, number),
    constraint plan_edits_plan_fk foreign key (plan_id) references plan_plans (id)
);

create table plan_versions (
    plan_id text not null,
    number bigint not null,
    at_ms bigint not null,
    by_name text not null,
    note text not null,
    content text not null,
    constraint plan_versions_pk primary key (plan_id, number),
    constraint plan_versions_plan_fk foreign key (plan_id) references plan_plans (id)
);
