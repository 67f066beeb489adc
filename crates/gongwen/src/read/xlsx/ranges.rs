//! Ranges of cells that end before they begin: no program writes one, and the library that reads the cells
//! counts their rows and columns by taking one from the other.

use crate::read::ReadError;

/// The longest a range is written: `XFD1048576:XFD1048576`, with as much again.
const LONGEST: usize = 48;

/// Refuses a part with a range that ends before it begins, or is longer than any.
pub(super) fn check_ranges(content: &[u8]) -> Result<(), ReadError> {
    const NAME: &[u8] = b"ref=";
    let mut places = content.windows(NAME.len()).zip(0_usize..);
    let is_wrong = |at: usize| {
        let value = content.get(at + NAME.len()..).unwrap_or_default();
        let Some((quote @ (b'"' | b'\''), value)) = value.split_first() else {
            return false;
        };
        let mut value = value.split(|byte| byte == quote);
        value.next().is_some_and(is_backward)
    };
    match places.any(|(window, at)| window == NAME && is_wrong(at)) {
        true => Err(ReadError::Damaged),
        false => Ok(()),
    }
}

fn is_backward(range: &[u8]) -> bool {
    let mut cells = range.splitn(2, |byte| *byte == b':');
    let (Some(first), Some(last)) = (cells.next(), cells.next()) else {
        return false;
    };
    if range.len() > LONGEST {
        return true;
    }
    match (place(first), place(last)) {
        (Some(first), Some(last)) => last.0 < first.0 || last.1 < first.1,
        // Whole rows or columns, or no range at all: the library says so itself.
        _ => false,
    }
}

/// Row and column of a cell as it is written: `B3`.
fn place(cell: &[u8]) -> Option<(u64, u64)> {
    let n_letters = cell.iter().take_while(|byte| byte.is_ascii_alphabetic());
    let (letters, digits) = cell.split_at_checked(n_letters.count())?;
    let letter = |byte: &u8| u64::from(byte.to_ascii_uppercase() - b'A' + 1);
    let column = letters.iter().try_fold(0_u64, |column, byte| {
        column.checked_mul(26)?.checked_add(letter(byte))
    })?;
    let row = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some((row, column))
}

#[cfg(test)]
mod tests {
    use super::check_ranges;

    #[test]
    fn ranges_that_end_before_they_begin_are_refused() {
        for (part, is_right) in [
            (r#"<mergeCell ref="A1:B2"/>"#, true),
            (r#"<mergeCell ref="A1"/><autoFilter ref='A1:A1'/>"#, true),
            (r#"<dimension ref="A1:XFD1048576"/>"#, true),
            (r#"<mergeCell ref="Z1:AA2"/>"#, true),
            (r#"<mergeCell ref="B2:A3"/>"#, false),
            (r#"<mergeCell ref='A3:B2'/>"#, false),
            (r#"<f t="shared" ref="C9:C2" si="0"/>"#, false),
            (r#"<mergeCell ref="A1:B2"/><mergeCell ref="A2:A1"/>"#, false),
            ("<t>ref=没有引号，A3:A1</t>", true),
        ] {
            assert_eq!(check_ranges(part.as_bytes()).is_ok(), is_right, "{part}");
        }
    }
}
