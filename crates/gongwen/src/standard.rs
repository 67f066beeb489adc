//! Lengths of GB/T 9704-2012 《党政机关公文格式》, each with its clause.
//!
//! Whole numbers in the unit the name ends with: `_UM` thousandths of a millimetre, `_HALF_POINTS`
//! halves of 1/72 inch. Lines and characters are counted on the grid of the type area (3.1, 3.2).

/// A4, upright (4.1): width.
pub const PAGE_WIDTH_UM: u32 = 210_000;
/// A4, upright (4.1): height.
pub const PAGE_HEIGHT_UM: u32 = 297_000;
/// 天头 (5.1).
pub const MARGIN_TOP_UM: u32 = 37_000;
/// 订口 (5.1).
pub const MARGIN_LEFT_UM: u32 = 28_000;
/// What the type area leaves at the cut side (5.1).
pub const MARGIN_RIGHT_UM: u32 = PAGE_WIDTH_UM - MARGIN_LEFT_UM - TYPE_AREA_WIDTH_UM;
/// What the type area leaves at the foot (5.1).
pub const MARGIN_BOTTOM_UM: u32 = PAGE_HEIGHT_UM - MARGIN_TOP_UM - TYPE_AREA_HEIGHT_UM;
/// 版心 (5.1): width.
pub const TYPE_AREA_WIDTH_UM: u32 = 156_000;
/// 版心 (5.1): height.
pub const TYPE_AREA_HEIGHT_UM: u32 = 225_000;
/// Lines that fill the type area (5.2.3).
pub const LINES: u32 = 22;
/// Characters that fill a line (5.2.3).
pub const CHARS: u32 = 28;

/// 3号, of everything unless said otherwise (5.2.2).
pub const SIZE_3_HALF_POINTS: u32 = 32;
/// 2号, of the title (7.3.1).
pub const SIZE_2_HALF_POINTS: u32 = 44;
/// 4号, of the 版记 and the page number (7.4, 7.5).
pub const SIZE_4_HALF_POINTS: u32 = 28;

/// From the top of the type area to the top of the 发文机关标志 (7.2.4), in 纪要 too (10.3).
pub const MARK_TOP_UM: u32 = 35_000;
/// The same in 命令格式 (10.2).
pub const ORDER_MARK_TOP_UM: u32 = 20_000;
/// From 发文字号 down to the red rule (7.2.7).
pub const HEAD_RULE_GAP_UM: u32 = 4_000;
/// The red rule. The standard leaves its thickness open; this is what presses use.
pub const HEAD_RULE_THICKNESS_UM: u32 = 350;

/// 信函格式 (10.1): from the top edge of the page to the top of the mark.
pub const LETTER_MARK_TOP_UM: u32 = 30_000;
/// 信函格式 (10.1): from the mark down to the upper double rule.
pub const LETTER_RULE_GAP_UM: u32 = 4_000;
/// 信函格式 (10.1): length of the double rules, centred on the page.
pub const LETTER_RULE_LENGTH_UM: u32 = 170_000;
/// 信函格式 (10.1): from the lower double rule to the bottom edge of page 1.
pub const LETTER_BOTTOM_RULE_UM: u32 = 20_000;

/// First and last rule of the 版记 (7.4.1).
pub const IMPRINT_THICK_UM: u32 = 350;
/// Rules within the 版记 (7.4.1).
pub const IMPRINT_THIN_UM: u32 = 250;

/// From the type area down to the dashes of the page number (7.5).
pub const PAGE_NUMBER_GAP_UM: u32 = 7_000;
