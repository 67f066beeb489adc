//! The lengths of the standard, handed to `layout.typ` so that both back ends measure alike.

use gongwen::standard;
use serde::Serialize;

/// Lengths of [`gongwen::standard`]: thousandths of a millimetre, sizes in half points.
#[derive(Debug, Serialize)]
pub(super) struct Lengths {
    page_width: u32,
    page_height: u32,
    margin_top: u32,
    margin_right: u32,
    margin_bottom: u32,
    margin_left: u32,
    type_area_width: u32,
    type_area_height: u32,
    lines: u32,
    chars: u32,
    size_two: u32,
    size_three: u32,
    size_four: u32,
    mark_top: u32,
    order_mark_top: u32,
    head_rule_gap: u32,
    head_rule_thickness: u32,
    letter_mark_top: u32,
    letter_rule_gap: u32,
    letter_rule_length: u32,
    letter_bottom_rule: u32,
    imprint_thick: u32,
    imprint_thin: u32,
    page_number_gap: u32,
}

/// GB/T 9704-2012.
pub(super) const LENGTHS: Lengths = Lengths {
    page_width: standard::PAGE_WIDTH_UM,
    page_height: standard::PAGE_HEIGHT_UM,
    margin_top: standard::MARGIN_TOP_UM,
    margin_right: standard::MARGIN_RIGHT_UM,
    margin_bottom: standard::MARGIN_BOTTOM_UM,
    margin_left: standard::MARGIN_LEFT_UM,
    type_area_width: standard::TYPE_AREA_WIDTH_UM,
    type_area_height: standard::TYPE_AREA_HEIGHT_UM,
    lines: standard::LINES,
    chars: standard::CHARS,
    size_two: standard::SIZE_2_HALF_POINTS,
    size_three: standard::SIZE_3_HALF_POINTS,
    size_four: standard::SIZE_4_HALF_POINTS,
    mark_top: standard::MARK_TOP_UM,
    order_mark_top: standard::ORDER_MARK_TOP_UM,
    head_rule_gap: standard::HEAD_RULE_GAP_UM,
    head_rule_thickness: standard::HEAD_RULE_THICKNESS_UM,
    letter_mark_top: standard::LETTER_MARK_TOP_UM,
    letter_rule_gap: standard::LETTER_RULE_GAP_UM,
    letter_rule_length: standard::LETTER_RULE_LENGTH_UM,
    letter_bottom_rule: standard::LETTER_BOTTOM_RULE_UM,
    imprint_thick: standard::IMPRINT_THICK_UM,
    imprint_thin: standard::IMPRINT_THIN_UM,
    page_number_gap: standard::PAGE_NUMBER_GAP_UM,
};
