//! Registers as tests found and fill them.

use testkit::{Browser, Page};

/// Founds a register from a template, under the code of the template, kept by 人事科.
pub(crate) async fn found(office: &mut Browser, code: &str) {
    found_as(office, code, (code, "人事科")).await;
}

/// The same under a name, kept by an office.
pub(crate) async fn found_as(office: &mut Browser, code: &str, (name, owner): (&str, &str)) {
    let form = [
        ("template", code),
        ("as_is", "on"),
        ("name", name),
        ("owner", owner),
        ("code", code),
    ];
    office
        .post("/ledger/new", &form)
        .await
        .leads_to(&format!("/ledger/{code}"));
}

/// Enters a row of a unit.
pub(crate) async fn enter(
    browser: &mut Browser,
    code: &str,
    unit: &str,
    cells: &[(&str, &str)],
) -> Page {
    let mut fields = vec![("unit", unit)];
    fields.extend(cells);
    let new = format!("/ledger/{code}/new");
    browser.upload(&new, &fields, "", b"").await
}
