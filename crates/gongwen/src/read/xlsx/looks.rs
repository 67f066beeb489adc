//! What a cell shows: its value in the form its number format gives it.

use calamine::DataRef;

/// What the number format of a cell adds to its number: 95% is stored as 0.95, 12人 as 12.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Decimals of a percentage; nothing when the format is none.
    percent: Option<usize>,
    /// Words in quotes after the number: `0"人"`.
    unit: String,
}

/// Bytes of a unit that a number format may add; what is longer would be added to every cell.
const LONGEST_UNIT: usize = 24;

impl Look {
    /// Reads a format code (ECMA-376 Part 1, 18.8.31); only its first section, that of numbers that
    /// are not negative.
    pub(super) fn of(code: &str) -> Self {
        let mut plain = String::new();
        let mut unit = String::new();
        let mut quoted = false;
        for char in code.chars() {
            match char {
                '"' => quoted = !quoted,
                ';' if !quoted => break,
                _ if quoted && unit.len() < LONGEST_UNIT => unit.push(char),
                _ if quoted => {}
                _ => plain.push(char),
            }
        }
        let after_point = plain.split_once('.').map_or("", |(_, after)| after);
        let decimals = after_point
            .chars()
            .take_while(|char| matches!(char, '0' | '#'))
            .count();
        // Words before the number are no unit.
        let follows = plain.starts_with(['0', '#']) && !code.starts_with('"');
        Self {
            percent: plain.contains('%').then_some(decimals.min(6)),
            unit: if follows { unit } else { String::new() },
        }
    }

    /// The number as the cell shows it.
    fn shown(&self, number: f64) -> String {
        let Some(decimals) = self.percent else {
            return format!("{number}{}", self.unit);
        };
        let shown = format!("{:.decimals$}", number * 100.0);
        let shown = if shown.contains('.') {
            shown.trim_end_matches('0').trim_end_matches('.')
        } else {
            shown.as_str()
        };
        format!("{shown}%{}", self.unit)
    }
}

/// A value as the sheet shows it in its plainest form.
pub(super) fn written(value: &DataRef<'_>, look: Option<&Look>) -> String {
    let number = |number: f64| look.map_or_else(|| number.to_string(), |look| look.shown(number));
    match value {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a cell holds a double, so that the whole number came from one"
        )]
        DataRef::Int(whole) => number(*whole as f64),
        DataRef::Float(value) => number(*value),
        DataRef::String(text) => text.trim().replace("\r\n", "\n"),
        DataRef::SharedString(text) => text.trim().replace("\r\n", "\n"),
        DataRef::Bool(true) => "是".to_owned(),
        DataRef::Bool(false) => "否".to_owned(),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year}年{month}月{day}日")
        }
        DataRef::DateTime(time) => time.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}
