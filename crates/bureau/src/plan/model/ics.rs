//! A calendar file (RFC 5545): what calendars subscribe to. Titles and days, nothing else.

use base::{clock::instant_in_china, day::Date};
use std::fmt::Write as _;

/// An all-day event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CalendarEntry {
    /// Stays the same when the event changes.
    pub(crate) uid: String,
    pub(crate) day: Date,
    pub(crate) title: String,
    /// Grows with every change.
    pub(crate) revision: i64,
    pub(crate) is_done: bool,
}

/// Octets of a line before it is folded (RFC 5545, 3.1).
const MOST_OCTETS: usize = 75;

/// The file of these events.
pub(crate) fn calendar_file(name: &str, entries: &[CalendarEntry], now_ms: i64) -> String {
    let mut file = String::new();
    let mut line = |words: &str| {
        file.push_str(&folded(words));
        file.push_str("\r\n");
    };
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//luoshi//milestones//ZH");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line(&format!("X-WR-CALNAME:{}", escaped(name)));
    for entry in entries {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}", escaped(&entry.uid)));
        line(&format!("DTSTAMP:{}", instant(now_ms)));
        line(&format!("DTSTART;VALUE=DATE:{}", day(entry.day)));
        let end = entry.day.tomorrow().unwrap_or(entry.day);
        line(&format!("DTEND;VALUE=DATE:{}", day(end)));
        line(&format!("SEQUENCE:{}", entry.revision));
        let mark = if entry.is_done { "已完成：" } else { "" };
        line(&format!("SUMMARY:{mark}{}", escaped(&entry.title)));
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    file
}

/// Text with what has a meaning in the format marked (3.3.11); control characters left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A long line goes on after a line break and a blank; no character is torn.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 8);
    let mut n_octets = 0;
    for c in line.chars() {
        if n_octets + c.len_utf8() > MOST_OCTETS {
            folded.push_str("\r\n ");
            n_octets = 1;
        }
        folded.push(c);
        n_octets += c.len_utf8();
    }
    folded
}

fn day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// An instant in UTC.
fn instant(ms: i64) -> String {
    const CHINA_MS: i64 = 8 * 3_600_000;
    let at = instant_in_china(ms - CHINA_MS);
    let mut words = day(at.date());
    // Writing into a string cannot fail.
    let _ = write!(
        words,
        "T{:02}{:02}{:02}Z",
        at.hour(),
        at.minute(),
        at.second()
    );
    words
}

#[cfg(test)]
mod tests {
    use super::{CalendarEntry, MOST_OCTETS, calendar_file};
    use jiff::civil::date;

    /// Unfolds and unescapes, as a calendar does.
    fn parsed(file: &str) -> Vec<(String, String)> {
        file.replace("\r\n ", "")
            .split("\r\n")
            .filter(|line| !line.is_empty())
            .map(|line| {
                let (name, value) = line.split_once(':').unwrap();
                let mut plain = String::new();
                let mut chars = value.chars();
                while let Some(c) = chars.next() {
                    match c {
                        '\\' => match chars.next().unwrap() {
                            'n' => plain.push('\n'),
                            c => plain.push(c),
                        },
                        c => plain.push(c),
                    }
                }
                (name.to_owned(), plain)
            })
            .collect()
    }

    #[test]
    fn what_is_written_is_read_back_by_the_rules_of_calendars() {
        let title = "召开现场会；议程\\甲,乙;丙\n第二行，".to_owned() + &"很长的名称".repeat(30);
        let entry = CalendarEntry {
            uid: "0190@luoshi".into(),
            day: date(2026, 12, 31),
            title: title.clone(),
            revision: 3,
            is_done: false,
        };
        let file = calendar_file("落实，节点", &[entry], 1_780_000_000_000);
        assert!(file.lines().all(|line| line.len() <= MOST_OCTETS), "{file}");
        assert!(file.ends_with("END:VCALENDAR\r\n"));
        let read = parsed(&file);
        let value = |name: &str| {
            let found = read.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.as_str()).unwrap()
        };
        assert_eq!(value("SUMMARY"), title);
        assert_eq!(value("X-WR-CALNAME"), "落实，节点");
        assert_eq!(value("DTSTART;VALUE=DATE"), "20261231");
        assert_eq!(value("DTEND;VALUE=DATE"), "20270101");
        assert_eq!(value("DTSTAMP"), "20260528T202640Z");
        assert_eq!(read.first().unwrap().1, "VCALENDAR");
        let begins = read.iter().filter(|(name, _)| name == "BEGIN").count();
        let ends = read.iter().filter(|(name, _)| name == "END").count();
        assert_eq!((begins, ends), (2, 2));
    }
}
