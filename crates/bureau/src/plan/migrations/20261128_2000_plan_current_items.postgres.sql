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

insert into plan_current_items (plan_id, item_id, place, content)
select v.plan_id, e.item ->> 'id', e.place, e.item::text
from plan_versions v
cross join lateral json_array_elements(v.content::json -> 'items') with ordinality as e (item, place)
where v.number = (select max(n.number) from plan_versions n where n.plan_id = v.plan_id);
