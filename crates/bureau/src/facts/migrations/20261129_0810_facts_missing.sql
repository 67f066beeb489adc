-- Places that hold no value, so that they can be told from what waits without reading every value.
create index facts_values_missing on facts_values (item_code, state) where minor is null;
