-- SQLite compares by bytes as it is.
select 1;
