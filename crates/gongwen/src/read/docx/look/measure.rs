//! Lengths as office files write them.

use crate::read::docx::xml::Element;

/// Twips (1/20 pt, 1/1440 inch) in a millimetre.
pub(crate) const TWIPS_PER_MM: f64 = 1440.0 / 25.4;

/// No page and no indent is longer; wilder values are the file's mistake.
const MAX_TWIPS: f64 = 1_000_000.0;

/// A length attribute in twips. Strict files may name a unit: `12pt`, `37mm`.
pub(super) fn twips(element: &Element<'_>, name: &str) -> Option<i32> {
    let text = element.attribute(name)?;
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text.strip_prefix(digits)? {
        "" => 1.0,
        "pt" => 20.0,
        "mm" => TWIPS_PER_MM,
        "cm" => 10.0 * TWIPS_PER_MM,
        "in" => 1440.0,
        "pc" | "pi" => 240.0,
        _ => return None,
    };
    let length = digits.parse::<f64>().ok()? * unit;
    whole(length.clamp(-MAX_TWIPS, MAX_TWIPS))
}

/// An attribute that is a plain number; some programs write fractions.
pub(super) fn number(element: &Element<'_>, name: &str) -> Option<i32> {
    let value = element.attribute(name)?.trim().parse::<f64>().ok()?;
    whole(value.clamp(-MAX_TWIPS, MAX_TWIPS))
}

/// Half points of `w:sz`; strict files may name a unit here too.
pub(super) fn half_points(element: &Element<'_>) -> Option<i32> {
    let text = element.value()?;
    if text.ends_with(|c: char| c.is_ascii_alphabetic()) {
        return twips(element, "val").map(|twips| twips / 10);
    }
    number(element, "val")
}

fn whole(value: f64) -> Option<i32> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "clamped to a million before"
    )]
    value.is_finite().then(|| value.round() as i32)
}

#[cfg(test)]
mod tests {
    use super::super::Shape;
    use crate::read::docx::xml::{Piece, Xml};

    #[test]
    fn lengths_may_name_their_unit_and_wild_ones_are_cut() {
        let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        for (written, twips) in [
            ("640", Some(640)),
            ("32pt", Some(640)),
            ("37mm", Some(2098)),
            ("1e300", Some(1_000_000)),
            ("NaN", None),
            ("宽", None),
        ] {
            let text = format!(r#"<w:pPr xmlns:w="{word}"><w:ind w:left="{written}"/></w:pPr>"#);
            let mut xml = Xml::new(&text);
            assert!(matches!(xml.next(), Ok(Piece::Open(_))));
            assert_eq!(Shape::parse(&mut xml).unwrap().left, twips, "{written}");
        }
    }
}
