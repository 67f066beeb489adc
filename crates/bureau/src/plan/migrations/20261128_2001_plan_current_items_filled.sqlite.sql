-- What was published before stands there too.
insert into plan_current_items (plan_id, item_id, place, content)
select v.plan_id, json_extract(e.value, '$.id'), e.key + 1, e.value
from plan_versions v, json_each(v.content, '$.items') e
where v.number = (select max(n.number) from plan_versions n where n.plan_id = v.plan_id);
