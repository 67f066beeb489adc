-- Who wrote in a report last, and when: told to whoever writes in it at the same time, and when its period is withdrawn.
alter table report_reports add column saved_by text not null default '';
alter table report_reports add column saved_ms bigint;
