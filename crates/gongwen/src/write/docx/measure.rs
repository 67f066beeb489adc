//! From the standard's lengths to the units of the file.

use crate::standard;

/// Twips (1/1440 inch) of a length.
pub(super) const fn twips(um: u32) -> u32 {
    (um * 1440 + 12_700) / 25_400
}

/// Eighths of a point, as borders count.
pub(super) const fn border(um: u32) -> u32 {
    (um * 576 + 12_700) / 25_400
}

/// English metric units, as drawings count.
pub(super) const fn emu(um: u32) -> u32 {
    um * 36
}

pub(super) const AREA_WIDTH: u32 =
    PAGE_WIDTH - twips(standard::MARGIN_LEFT_UM) - twips(standard::MARGIN_RIGHT_UM);
pub(super) const AREA_HEIGHT: u32 =
    PAGE_HEIGHT - twips(standard::MARGIN_TOP_UM) - twips(standard::MARGIN_BOTTOM_UM);
pub(super) const PAGE_WIDTH: u32 = twips(standard::PAGE_WIDTH_UM);
pub(super) const PAGE_HEIGHT: u32 = twips(standard::PAGE_HEIGHT_UM);

/// A line of the grid: 22 fill the type area, 28.95 pt each.
pub(super) const LINE: u32 = AREA_HEIGHT / standard::LINES;

/// A character of the grid: 28 fill a line, 15.8 pt each.
pub(super) const CHAR: u32 = (AREA_WIDTH + standard::CHARS / 2) / standard::CHARS;

/// What 3号 characters are drawn together by, so that 28 and not 27 of them stand in a line.
pub(super) const TIGHTER: i32 = -6;

/// A character of 4号.
pub(super) const CHAR_4: u32 = standard::SIZE_4_HALF_POINTS * 10;

/// How wide a text is, in halves of a character: letters, digits and signs of ASCII are half as wide
/// as Chinese characters in the fonts of offices.
pub(super) fn half_chars(text: &str) -> u32 {
    let halves = text.chars().map(|c| if c.is_ascii() { 1_u32 } else { 2 });
    halves.fold(0, u32::saturating_add)
}

/// How wide a text is on the grid, in twips; no wider than three lines.
pub(super) fn width(text: &str) -> u32 {
    half_chars(text).min(6 * standard::CHARS) * CHAR / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_two_lines_of_twenty_eight_characters_fill_the_type_area() {
        assert_eq!((PAGE_WIDTH, PAGE_HEIGHT), (11906, 16838));
        assert_eq!((AREA_WIDTH, AREA_HEIGHT), (8845, 12756));
        assert_eq!(LINE, 579);
        let pitch = 320_u32.saturating_add_signed(TIGHTER);
        assert_eq!(AREA_WIDTH / pitch, 28);
        assert_eq!(AREA_HEIGHT / LINE, 22);
    }
}
