-- How many values an item has in each state, and in each period.
create index facts_values_counts on facts_values (item_code, state, period);
-- What waits, in the order of its list.
create index facts_values_waiting on facts_values (state, at_ms, item_code, unit_id);
drop index facts_values_state;
