-- The items of the newest version of each plan, one a row: whoever reports on one of them reads that one and
-- not the whole paper. Written anew with every version; the version itself stays what counts.
create table plan_current_items (
    plan_id text not null,
    item_id text not null,
    place bigint not null,
    content text not null,
    constraint plan_current_items_pk primary key (plan_id, item_id),
    constraint plan_current_items_plan_fk foreign key (plan_id) references plan_plans (id)
);
