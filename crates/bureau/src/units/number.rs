//! Numbers as spreadsheets write them: their point moved, without what doubles add.

/// What stands before the first sign that is none of a number's, and what follows.
pub(super) fn number_and_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    let is_of_number = |sign: char| {
        matches!(sign, '0'..='9' | '０'..='９' | '.' | '．' | ',' | '，' | '-' | '－' | '−' | '—' | '+' | '＋')
            || sign.is_whitespace()
    };
    let end = text.find(|sign| !is_of_number(sign)).unwrap_or(text.len());
    let (number, word) = text.split_at_checked(end).unwrap_or((text, ""));
    (number.trim(), word.trim())
}

/// A number with its point moved: no digit of it is lost.
pub(super) fn shifted(number: &str, power: i32) -> Option<String> {
    let plain: String = number
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .map(|sign| match sign {
            '！'..='～' => char::from_u32(u32::from(sign) - 0xFEE0).unwrap_or(sign),
            '−' | '—' => '-',
            sign => sign,
        })
        .collect();
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = ungrouped(whole)?;
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + part.len() == 0 || !is_digits(&whole) || !is_digits(part) {
        return None;
    }
    let n_moved = usize::try_from(power.unsigned_abs()).ok()?;
    let zeros = "0".repeat(n_moved);
    let (whole, part) = match power >= 0 {
        true => {
            let part = format!("{part}{zeros}");
            let (more, part) = part.split_at_checked(n_moved)?;
            (format!("{whole}{more}"), part.to_owned())
        }
        false => {
            let whole = format!("{zeros}{whole}");
            let (whole, less) = whole.split_at_checked(whole.len() - n_moved)?;
            (whole.to_owned(), format!("{less}{part}"))
        }
    };
    let whole = whole.trim_start_matches('0');
    let part = part.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let text = match part {
        "" if whole == "0" => "0".to_owned(),
        "" => format!("{sign}{whole}"),
        part => format!("{sign}{whole}.{part}"),
    };
    Some(without_noise(&text).unwrap_or(text))
}

/// Digits without the commas between thousands; nothing when one stands elsewhere.
pub(crate) fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let mut digits = first.to_owned();
    let mut is_grouped = false;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        is_grouped = true;
        digits.push_str(group);
    }
    let begins_well = !is_grouped || (1..=3).contains(&first.len());
    begins_well.then_some(digits)
}

/// A number of a spreadsheet with the fifteen digits it keeps, and no more: 0.1 + 0.2 is 0.3.
pub(crate) fn plain(number: f64) -> String {
    // Every whole number below this is one of a double's own.
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    const KEPT: i32 = 14;
    if number.fract() == 0.0 && number.abs() < WHOLE {
        return format!("{number}");
    }
    let exact = format!("{number:.14e}");
    let (_, exponent) = exact.split_once('e').unwrap_or_default();
    let decimals = KEPT - exponent.parse::<i32>().unwrap_or_default();
    let decimals = usize::try_from(decimals.clamp(0, 30)).unwrap_or_default();
    let text = format!("{number:.decimals$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// A number without what subtracting doubles leaves far behind its point: 12345.1 − 12345 is 0.1. Nothing where
/// what stands there may be meant.
pub(crate) fn without_noise(text: &str) -> Option<String> {
    const KEPT: usize = 6;
    const LEAST: usize = 10;
    let (whole, part) = text.split_once('.')?;
    let (kept, rest) = part.split_at_checked(KEPT)?;
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if part.len() < LEAST || !is_digits(part) {
        return None;
    }
    let is_up = match rest.get(..2)? {
        "00" => false,
        "99" => true,
        _ => return None,
    };
    let (sign, whole) = match whole.strip_prefix('-') {
        Some(whole) => ("-", whole),
        None => ("", whole),
    };
    let millionths: u128 = format!("{whole}{kept}").parse().ok()?;
    let millionths = millionths + u128::from(is_up);
    let text = format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    Some(match text {
        "0" => "0".to_owned(),
        text => format!("{sign}{text}"),
    })
}
