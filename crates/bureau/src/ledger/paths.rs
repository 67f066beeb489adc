//! Addresses of the registers' pages. Codes of registers are plain words: nothing in them needs
//! escaping.

pub(super) const REGISTERS: &str = "/ledger";
pub(super) const NEW: &str = "/ledger/new";
pub(super) const TEMPLATES: &str = "/ledger/templates";
pub(super) const CREDITS: &str = "/ledger/credits";
pub(super) const OPEN_CREDITS: &str = "/ledger/credits/new";
pub(super) const CREDIT_ACCOUNT: &str = "/ledger/credits/accounts/{account}";
pub(super) const EARN: &str = "/ledger/credits/accounts/{account}/earning";
pub(super) const TRANSFER: &str = "/ledger/credits/accounts/{account}/transfer";
pub(super) const RECOGNISE: &str = "/ledger/credits/accounts/{account}/recognition";
pub(super) const REVERSE: &str = "/ledger/credits/accounts/{account}/reversal";
pub(super) const CERTIFICATE: &str = "/ledger/credits/accounts/{account}/certificate";
pub(super) const BUS: &str = "/ledger/bus";
pub(super) const TRACK: &str = "/ledger/bus/track";
pub(super) const BUS_DEVICES: &str = "/ledger/bus/devices";
pub(super) const REVOKE_DEVICE: &str = "/ledger/bus/devices/{device}/revocation";
pub(super) const BUS_POSITIONS: &str = "/bus/positions";
pub(super) const EXPERTS: &str = "/ledger/experts";
pub(super) const INVITE: &str = "/ledger/experts/invitations";
pub(super) const LIST: &str = "/ledger/{register}";
pub(super) const DEFINITION: &str = "/ledger/{register}/definition";
pub(super) const EDIT_DEFINITION: &str = "/ledger/{register}/definition/edit";
pub(super) const EXPORT_DEFINITION: &str = "/ledger/{register}/definition/export";
pub(super) const NEW_ROW: &str = "/ledger/{register}/new";
pub(super) const ROW: &str = "/ledger/{register}/rows/{row}";
pub(super) const ANSWER_INVITATION: &str = "/ledger/{register}/rows/{row}/invitations/{invitation}";
pub(super) const WHOLE_ROW: &str = "/ledger/{register}/rows/{row}/whole";
pub(super) const EDIT_ROW: &str = "/ledger/{register}/rows/{row}/edit";
pub(super) const ROW_FILE: &str = "/ledger/{register}/rows/{row}/files/{field}";
pub(super) const MOVE_ROW: &str = "/ledger/{register}/rows/{row}/next-stage";
pub(super) const MOVE_ROW_BACK: &str = "/ledger/{register}/rows/{row}/earlier-stage";
pub(super) const VERIFY: &str = "/ledger/{register}/verification";
pub(super) const RETURN: &str = "/ledger/{register}/return";
pub(super) const REMOVE: &str = "/ledger/{register}/removal";
pub(super) const BIN: &str = "/ledger/{register}/bin";
pub(super) const RESTORE: &str = "/ledger/{register}/bin/{row}/restoration";
pub(super) const PURGE: &str = "/ledger/{register}/bin/{row}/purge";
pub(super) const VIEWS: &str = "/ledger/{register}/views";
pub(super) const FORGET_VIEW: &str = "/ledger/{register}/views/{view}/removal";
pub(super) const ROLLUP: &str = "/ledger/{register}/rollups/{rollup}";
pub(super) const IMPORT: &str = "/ledger/{register}/import";
pub(super) const IMPORT_APPLY: &str = "/ledger/{register}/import/apply";
pub(super) const IMPORT_HEADERS: &str = "/ledger/{register}/import/headers";
pub(super) const IMPORT_COPY: &str = "/ledger/{register}/import/copy";
pub(super) const TEMPLATE: &str = "/ledger/{register}/import/template";
pub(super) const EXPORT: &str = "/ledger/{register}/export";
pub(super) const DUE: &str = "/ledger/{register}/personal-data";
pub(super) const GRID: &str = "/ledger/{register}/grid";

/// Where an invitation of somebody in a row is answered.
pub(super) fn answer_invitation(code: &str, no: i64, id: &str) -> String {
    of_row(ANSWER_INVITATION, code, no).replace("{invitation}", id)
}

/// Where a template is looked at and founded.
pub(super) fn from_template(code: &str) -> String {
    format!("{NEW}?template={code}")
}

/// An account of the 学分银行, and what is done with it.
pub(super) fn credit_account(id: &str) -> String {
    of_account(CREDIT_ACCOUNT, id)
}

/// Where a bus was on a day; without one, today.
pub(super) fn track(plate: &str, day: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("plate", plate)
        .append_pair("day", day)
        .finish();
    format!("{TRACK}?{query}")
}

/// Where a device is taken out of use.
pub(super) fn revoke_device(id: &str) -> String {
    REVOKE_DEVICE.replace("{device}", id)
}

/// An act on an account.
pub(super) fn of_account(pattern: &str, id: &str) -> String {
    pattern.replace("{account}", id)
}

/// A page of a register.
pub(super) fn of(pattern: &str, register: &str) -> String {
    pattern.replace("{register}", register)
}

/// A page of a row.
pub(super) fn of_row(pattern: &str, register: &str, row: i64) -> String {
    of(pattern, register).replace("{row}", &row.to_string())
}

/// A list with a query.
pub(super) fn list(register: &str, query: &str) -> String {
    match query {
        "" => of(LIST, register),
        query => format!("{}?{query}", of(LIST, register)),
    }
}

/// A file kept in a row.
pub(super) fn row_file(register: &str, row: i64, field: &str) -> String {
    of_row(ROW_FILE, register, row).replace("{field}", field)
}

/// The figures of a roll-up.
pub(super) fn rollup(register: &str, rollup: &str) -> String {
    of(ROLLUP, register).replace("{rollup}", rollup)
}

/// Where a saved view is taken away.
pub(super) fn forget_view(register: &str, view: &str) -> String {
    of(FORGET_VIEW, register).replace("{view}", view)
}
