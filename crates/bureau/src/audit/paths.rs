//! Addresses of this slice's pages.

pub(super) const LIST: &str = "/audit";
pub(super) const XLSX: &str = "/audit/export.xlsx";
pub(super) const CSV: &str = "/audit/export.csv";
pub(super) const VERIFY: &str = "/audit/verify";
pub(super) const KEEP: &str = "/audit/keep";
