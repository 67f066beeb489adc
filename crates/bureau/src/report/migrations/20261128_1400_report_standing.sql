-- How a period stands is counted from this alone, without opening forty thousand reports.
create index report_reports_standing on report_reports
    (plan_id, period, item_id, is_lead, state, due_day, excused_until, submitted_day, n_fields, n_prefilled, id);
