-- Codes, keys and words of registers are compared by their bytes, as SQLite does, and not by the rules of the
-- language the database was made with: those take two to three times as long for every index of every row, and
-- may sort otherwise from one machine to the next.
alter table ledger_rows
    alter column unit_id type text collate "C",
    alter column state type text collate "C",
    alter column month type text collate "C",
    alter column row_key type text collate "C",
    alter column person type text collate "C",
    alter column c1 type text collate "C",
    alter column c2 type text collate "C",
    alter column c3 type text collate "C",
    alter column t1 type text collate "C",
    alter column t2 type text collate "C",
    alter column t3 type text collate "C";
alter table ledger_cells
    alter column unit_id type text collate "C",
    alter column month type text collate "C",
    alter column state type text collate "C",
    alter column c1 type text collate "C",
    alter column c2 type text collate "C",
    alter column c3 type text collate "C";
alter table ledger_tallies
    alter column rollup type text collate "C",
    alter column unit_id type text collate "C",
    alter column period type text collate "C";
alter table ledger_tally_keys
    alter column rollup type text collate "C",
    alter column unit_id type text collate "C",
    alter column period type text collate "C",
    alter column tally_key type text collate "C";
