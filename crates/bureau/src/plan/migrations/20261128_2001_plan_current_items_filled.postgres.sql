-- What was published before stands there too.
insert into plan_current_items (plan_id, item_id, place, content)
select v.plan_id, e.item ->> 'id', e.place, e.item::text
from plan_versions v
cross join lateral json_array_elements(v.content::json -> 'items') with ordinality as e (item, place)
where v.number = (select max(n.number) from plan_versions n where n.plan_id = v.plan_id);
