//! What nobody should send, and what must not come back.

/// A hostile value.
pub(super) struct Hostile {
    pub(super) what: &'static str,
    pub(super) sort: Sort,
}

/// How it is sent.
#[derive(Clone, Copy)]
pub(super) enum Sort {
    /// These characters.
    Text(&'static str),
    /// These bytes, which are no characters.
    Bytes(&'static [u8]),
    /// A character so many times.
    Long(char, usize),
    /// What the form had, twice.
    Twice,
    /// Not at all.
    Missing,
}

const fn text(what: &'static str, text: &'static str) -> Hostile {
    Hostile {
        what,
        sort: Sort::Text(text),
    }
}

const fn of(what: &'static str, sort: Sort) -> Hostile {
    Hostile { what, sort }
}

/// In the order fields get them.
pub(super) const HOSTILE: [Hostile; 26] = [
    text("a script", "<script>x7q(1)</script>"),
    text("an attribute", "x7q\" onfocus=\"x7q(2)\" autofocus=\""),
    text("an attribute in single quotes", "x7q' onfocus='x7q(3)"),
    text("a picture", "\"><img src=x7q onerror=x7q(4)>"),
    text(
        "the end of a field",
        "</textarea></select></title><svg onload=x7q(5)>",
    ),
    text("an address that is a script", "javascript:x7q(6)"),
    text("a template", "{{ 7*7 }}{% raw %}${7*7}#{7*7}"),
    of("a megabyte", Sort::Long('长', 350_000)),
    text("NUL", "甲\0乙"),
    text("control characters", "甲\u{1}\u{8}\u{1b}[31m\u{7f}\u{85}乙"),
    text("writing turned around", "甲\u{202e}fdp.exe\u{2066}乙"),
    of("half a surrogate", Sort::Bytes(b"\xed\xa0\x80\xed\xb0\x80")),
    of("no UTF-8", Sort::Bytes(b"\xff\xfe\xc3\x28\xf0\x9f")),
    text("a formula", "=cmd|' /C calc'!A0"),
    text("another formula", "@SUM(1+1)*cmd|' /C calc'!A0"),
    text("SQL", "'; drop table org_units; --"),
    text(
        "a condition of SQL",
        "%' or '1'='1' union select 1,2,3 -- _",
    ),
    text("a path", "../../../../etc/passwd"),
    text("a path of Windows", "..\\..\\windows\\win.ini%00.txt"),
    text(
        "a huge number",
        "99999999999999999999999999999999999999999999.9999999999999999999",
    ),
    text("a negative number", "-9223372036854775808"),
    text("no number", "NaN"),
    text("an id of nothing", "00000000-0000-7000-8000-000000000000"),
    text(
        "pictures and lines",
        "👨‍👩‍👧‍👦🇨🇳\r\nSet-Cookie: x7q=1\r\n\r\n<b>x7q(7)</b>",
    ),
    of("twice", Sort::Twice),
    of("missing", Sort::Missing),
];

/// How the values above look in a page that took them for its own.
pub(super) const MARKS: [&str; 7] = [
    "<script>x7q(",
    "x7q\" onfocus=\"x7q",
    "x7q' onfocus='x7q",
    "<img src=x7q",
    "<svg onload=x7q",
    "href=\"javascript:x7q",
    "<b>x7q(",
];

/// What only the program says to itself.
pub(super) const INNER_WORDS: [&str; 14] = [
    "panicked",
    "sqlx",
    "DbErr",
    "database error",
    "SQLITE_",
    "no such table",
    "Failed to deserialize",
    "missing field",
    "unknown variant",
    "invalid digit found",
    "invalid utf-8",
    "expected one of",
    "src/",
    "Error(",
];
