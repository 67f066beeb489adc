//! What nobody should send, and what must not come back.

use super::forms::Control;

/// A hostile value.
#[derive(Clone, Copy)]
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
    /// What the form had, twice, and once more under a name for lists.
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

/// Much of it at once, for the fields that take any words: what of it is kept is shown again.
pub(super) const EVERYTHING: Hostile = text(
    "everything at once",
    "x7q\0\u{202e}\u{1b}[31m\"' onfocus=\"x7q(2)\"></textarea></select></title>\
     <script>x7q(1)</script><svg onload=x7q(5)><b>x7q(7)</b>{{7*7}}'; drop table org_units; --",
);

pub(super) const LONG: Hostile = of("very long", Sort::Long('长', 20_000));
/// Addresses are shorter than forms.
pub(super) const LONG_ASKED: Hostile = of("very long", Sort::Long('长', 1_500));
pub(super) const NO_TEXT: Hostile = of(
    "no UTF-8",
    Sort::Bytes(b"\xff\xfe\xc3\x28\xf0\x9f\xed\xa0\x80\xed\xb0\x80"),
);
pub(super) const TWICE: Hostile = of("twice", Sort::Twice);
pub(super) const MISSING: Hostile = of("missing", Sort::Missing);

/// Words, in the order fields get them.
pub(super) const WORDS: [Hostile; 19] = [
    text("a formula", "=cmd|' /C calc'!A0"),
    text("a script", "<script>x7q(1)</script>"),
    text("NUL", "甲\0乙"),
    text("an attribute", "x7q\" onfocus=\"x7q(2)\" autofocus=\""),
    text("SQL", "'; drop table org_units; --"),
    text("an attribute in single quotes", "x7q' onfocus='x7q(3)"),
    text("writing turned around", "甲\u{202e}fdp.exe\u{2066}乙"),
    text("a picture", "\"><img src=x7q onerror=x7q(4)>"),
    text("another formula", "@SUM(1+1)*cmd|' /C calc'!A0"),
    text(
        "the end of a field",
        "</textarea></select></title><svg onload=x7q(5)>",
    ),
    text("control characters", "甲\u{1}\u{8}\u{1b}[31m\u{7f}\u{85}乙"),
    text("an address that is a script", "javascript:x7q(6)"),
    text("a template", "{{ 7*7 }}{% raw %}${7*7}#{7*7}"),
    text(
        "a condition of SQL",
        "%' or '1'='1' union select 1,2,3 -- _",
    ),
    text("a path", "../../../../etc/passwd"),
    text("a path of Windows", "..\\..\\windows\\win.ini%00.txt"),
    text("no number", "NaN"),
    text("nothing but blanks", "　 \t\u{a0}\u{200b}"),
    text(
        "pictures and lines",
        "👨‍👩‍👧‍👦🇨🇳\r\nSet-Cookie: x7q=1\r\n\r\n<b>x7q(7)</b>",
    ),
];

const NUMBERS: [Hostile; 3] = [
    text(
        "a huge number",
        "99999999999999999999999999999999999999999999.9999999999999999999",
    ),
    text("a negative number", "-9223372036854775808"),
    text("no number", "1e309"),
];

const DAYS: [Hostile; 2] = [
    text("a day there is not", "2026-02-30"),
    text("a day before all days", "-262144-13-00"),
];

const CHOICES: [Hostile; 2] = [
    text("an id of nothing", "00000000-0000-7000-8000-000000000000"),
    text(
        "a choice nobody offered",
        "<script>x7q(1)</script>'; drop table org_units; --",
    ),
];

const HIDDEN: [Hostile; 2] = [
    text("a negative number", "-9223372036854775808"),
    text(
        "what the page did not say",
        "../x7q\0<script>x7q(1)</script>",
    ),
];

const FILES: [Hostile; 2] = [
    // What is sent of a file is its name as well as its content.
    text(
        "a name with markup",
        "..\\../甲\u{202e}<img src=x7q onerror=x7q(4)>\".xlsx",
    ),
    of("a broken archive", Sort::Bytes(b"PK\x03\x04\xff\xff\x00")),
];

/// What a field of a kind gets while the others hold what is right; `turn` makes values go round, so that
/// each meets many fields of the kind.
pub(super) fn for_one(control: Control, turn: usize) -> Hostile {
    let among = |values: &[Hostile]| values[turn % values.len()];
    match control {
        Control::Words => among(&WORDS),
        Control::Password => EVERYTHING,
        Control::Day => among(&DAYS),
        Control::Number => among(&NUMBERS),
        Control::Choice => among(&CHOICES),
        Control::Tick => CHOICES[1],
        Control::Hidden => among(&HIDDEN),
        Control::File => among(&FILES),
    }
}

/// What a field of a kind gets while all others get something of the kind as well.
pub(super) fn among_all(control: Control, turn: usize) -> Option<Hostile> {
    match control {
        Control::Words | Control::Password => Some(WORDS[turn % WORDS.len()]),
        Control::Day => Some(DAYS[turn % DAYS.len()]),
        Control::Number => Some(NUMBERS[turn % NUMBERS.len()]),
        Control::Choice => Some(CHOICES[turn % CHOICES.len()]),
        // Without them the server would look no further.
        Control::Tick | Control::Hidden | Control::File => None,
    }
}

/// Addresses with these where an id belongs.
pub(super) const PLACES: [&str; 5] = [
    "%00",
    "%27%20or%201%3D1--",
    "..%2F..%2Fetc%2Fpasswd",
    "-9223372036854775809",
    "%3Cscript%3Ex7q(1)%3C%2Fscript%3E",
];

/// How the values above look in a page that took them for its own.
pub(super) const MARKS: [&str; 8] = [
    "<script>x7q(",
    "x7q\" onfocus=\"x7q",
    "x7q' onfocus='x7q",
    "\"' onfocus=\"x7q",
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
