-- What a unit still owes in a period, and what it said of a task before, without passing over the reports of
-- everybody else: both are asked each time a report is handed in.
create index report_reports_of_unit on report_reports (unit_id, plan_id, period, state, excused_until);
create index report_reports_of_task on report_reports (item_id, unit_id, period);
drop index report_reports_unit;
