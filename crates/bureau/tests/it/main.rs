//! The slices through the router, without a socket; one binary.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests fail where something is missing"
)]

mod access;
mod access_objects;
mod access_units;
mod audit_pages;
mod calendar;
mod exports;
mod facts_files;
mod facts_laws;
mod facts_pages;
mod facts_take_over;
mod facts_twins;
mod files;
mod files_anywhere;
mod hostile;
mod inbox;
mod inbox_outward;
mod jobs;
mod ledger;
mod ledger_counted;
mod ledger_definition;
mod ledger_fields;
mod ledger_files;
mod ledger_following;
mod ledger_growth;
mod ledger_handling;
mod ledger_import_again;
mod ledger_locked;
mod ledger_payments;
mod ledger_personal;
mod ledger_redefining;
mod ledger_refused;
mod ledger_restaging;
mod ledger_set_up;
mod ledger_sheet_cells;
mod ledger_sheet_rows;
mod ledger_sheet_stages;
mod ledger_sheet_tables;
mod ledger_sheets;
mod ledger_special;
mod ledger_stages;
mod ledger_templates;
mod ledger_walks;
mod ledger_whose;
mod org_administrators;
mod org_demo;
mod org_directory;
mod org_duties;
mod org_import;
mod org_log_ins;
mod org_outside;
mod org_pages;
mod org_reorganise;
mod org_sign_in;
mod plan_milestones;
mod plan_progress;
mod plan_reading;
mod plan_working;
mod reasons;
mod report;
mod report_demo;
mod report_facts;
mod report_review;
mod report_set_up;
mod report_together;
mod schema;
mod search;
mod support;
mod upgrade;
