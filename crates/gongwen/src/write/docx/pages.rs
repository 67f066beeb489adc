//! Sections and what stands at the foot of their pages.
//!
//! Page numbers `— 1 —` in 4号宋体, 7 mm below the type area, one character in from the right on odd
//! pages and from the left on even ones (GB/T 9704-2012 7.5), counted on through the whole file.
//!
//! A landscape page is an upright one turned a quarter to the left for binding: its top lies at the
//! binding edge of an odd page and at the cut edge of an even one (8). Its page number stands where the
//! upright page has it, which is the left margin of the landscape page, and is turned with the page:
//! a text box set downwards.

use super::{
    footnotes, letter,
    measure::{AREA_HEIGHT, AREA_WIDTH, CHAR_4, PAGE_HEIGHT, PAGE_WIDTH, emu, twips},
    xml::{DECLARATION, MAIN, RELATIONSHIPS, Shape, paragraph},
};
use crate::{
    document::{Document, Form},
    standard,
};

/// Height of the page number's line: the dashes lie 7.5 pt below its top.
pub(super) const NUMBER_LINE: u32 = 320;
const DASH_BELOW_TOP: u32 = 150;
/// From the bottom edge of the page to the foot of the page number's line.
const FOOT: u32 = PAGE_HEIGHT
    - twips(standard::MARGIN_TOP_UM + standard::TYPE_AREA_HEIGHT_UM + standard::PAGE_NUMBER_GAP_UM)
    + DASH_BELOW_TOP
    - NUMBER_LINE;

/// What pages of a section are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) is_landscape: bool,
    /// Begins on an even page, after a blank one if need be.
    pub(super) begins_even: bool,
    /// Without page numbers.
    pub(super) is_unnumbered: bool,
}

impl Layout {
    /// Upright numbered pages.
    pub(super) const PLAIN: Self = Self {
        is_landscape: false,
        begins_even: false,
        is_unnumbered: false,
    };
}

/// The sections of a paper.
#[derive(Debug)]
pub(super) struct Pages<'a> {
    document: &'a Document,
    finished: String,
    layout: Layout,
    is_first: bool,
    margins: Vec<Margin>,
}

/// A header or a footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Margin {
    /// `header` or `footer`, as relations and parts are called.
    pub(super) kind: &'static str,
    /// The part.
    pub(super) content: String,
}

/// Sections put together.
pub(super) struct Sections {
    /// Content of `w:body`.
    pub(super) body: String,
    /// Headers and footers; relation `rIdMarginN`, counted from 1.
    pub(super) margins: Vec<Margin>,
}

impl<'a> Pages<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            document,
            finished: String::new(),
            layout: Layout::PLAIN,
            is_first: true,
            margins: vec![
                footer(&number_paragraph("right")),
                footer(&number_paragraph("left")),
            ],
        }
    }

    /// The layout of the section being written.
    pub(super) fn layout(&self) -> Layout {
        self.layout
    }

    /// Width of its type area.
    pub(super) fn area_width(&self) -> u32 {
        if self.layout.is_landscape {
            AREA_HEIGHT
        } else {
            AREA_WIDTH
        }
    }

    /// The first section has this layout.
    pub(super) fn begin_with(&mut self, layout: Layout) {
        self.layout = layout;
    }

    /// Ends a section and begins the next on a new page.
    pub(super) fn turn(&mut self, content: String, layout: Layout) {
        let properties = self.properties();
        let content = content
            .strip_suffix(super::table::AFTER)
            .unwrap_or(&content);
        self.finished.push_str(content);
        self.finished.push_str(&format!(
            r#"<w:p><w:pPr><w:pStyle w:val="AfterTable"/>{properties}</w:pPr></w:p>"#
        ));
        self.layout = layout;
        self.is_first = false;
    }

    /// Ends the last section.
    pub(super) fn finish(mut self, content: String) -> Sections {
        let properties = self.properties();
        self.finished.push_str(&content);
        self.finished.push_str(&properties);
        Sections {
            body: self.finished,
            margins: self.margins,
        }
    }

    fn properties(&mut self) -> String {
        let Layout {
            is_landscape,
            begins_even,
            is_unnumbered,
        } = self.layout;
        let is_letter = self.is_first && self.document.form == Form::Letter && !is_landscape;
        let (odd, even) = match (is_landscape, is_unnumbered) {
            (_, true) => {
                let none = self.margin(footer(&paragraph("PageNumber", &Shape::default(), "")));
                (none, none)
            }
            (true, _) => (
                self.margin(footer(&landscape_page_number("right"))),
                self.margin(footer(&landscape_page_number("left"))),
            ),
            (false, _) => (1, 2),
        };
        let mut xml = String::from("<w:sectPr>");
        let mut refer = |kind: &str, page: &str, margin: usize| {
            xml.push_str(&format!(
                r#"<w:{kind}Reference w:type="{page}" r:id="rIdMargin{margin}"/>"#
            ));
        };
        refer("footer", "default", odd);
        refer("footer", "even", even);
        if is_letter {
            let (head, _) = letter::first_header(&self.document.head);
            refer("header", "first", self.margin(header(&head)));
            refer(
                "footer",
                "first",
                self.margin(footer(&letter::first_foot())),
            );
        }
        if self.document.footnotes {
            xml.push_str(footnotes::OF_SECTION);
        }
        if begins_even {
            xml.push_str(r#"<w:type w:val="evenPage"/>"#);
        }
        xml.push_str(&page(is_landscape, is_letter));
        if is_letter {
            xml.push_str("<w:titlePg/>");
        }
        xml.push_str(&format!(
            r#"<w:docGrid w:type="lines" w:linePitch="{}"/></w:sectPr>"#,
            super::measure::LINE
        ));
        xml
    }

    /// The number of a header or footer, added if there is none like it.
    fn margin(&mut self, margin: Margin) -> usize {
        let place = self.margins.iter().position(|other| *other == margin);
        let place = place.unwrap_or_else(|| {
            self.margins.push(margin);
            self.margins.len() - 1
        });
        place + 1
    }
}

/// Size and margins. On a landscape page the binding edge lies on top, the top margin at the right,
/// the outer edge at the bottom and the foot at the left (8).
fn page(is_landscape: bool, is_letter: bool) -> String {
    let header = match is_letter {
        true => twips(standard::LETTER_MARK_TOP_UM),
        false => twips(standard::MARGIN_TOP_UM) / 2,
    };
    let top = twips(standard::MARGIN_TOP_UM);
    let left = twips(standard::MARGIN_LEFT_UM);
    let bottom = twips(standard::MARGIN_BOTTOM_UM);
    let right = twips(standard::MARGIN_RIGHT_UM);
    let (size, [top, right, bottom, left]) = if is_landscape {
        (
            format!(r#"w:w="{PAGE_HEIGHT}" w:h="{PAGE_WIDTH}" w:orient="landscape""#),
            [left, top, right, bottom],
        )
    } else {
        (
            format!(r#"w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}""#),
            [top, right, bottom, left],
        )
    };
    format!(
        r#"<w:pgSz {size}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{header}" w:footer="{FOOT}" w:gutter="0"/>"#
    )
}

fn header(content: &str) -> Margin {
    margin("header", "hdr", content)
}

fn footer(content: &str) -> Margin {
    margin("footer", "ftr", content)
}

fn margin(kind: &'static str, root: &str, content: &str) -> Margin {
    Margin {
        kind,
        content: format!(
            r#"{DECLARATION}<w:{root} xmlns:w="{MAIN}" xmlns:r="{RELATIONSHIPS}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">{content}</w:{root}>"#
        ),
    }
}

fn number_paragraph(align: &'static str) -> String {
    let run = |content: &str| format!(r#"<w:r>{content}</w:r>"#);
    let field = [
        run(r#"<w:t xml:space="preserve">— </w:t>"#),
        run(r#"<w:fldChar w:fldCharType="begin"/>"#),
        run(r#"<w:instrText xml:space="preserve"> PAGE </w:instrText>"#),
        run(r#"<w:fldChar w:fldCharType="separate"/>"#),
        run("<w:t>1</w:t>"),
        run(r#"<w:fldChar w:fldCharType="end"/>"#),
        run(r#"<w:t xml:space="preserve"> —</w:t>"#),
    ];
    let shape = Shape {
        indent: Some(format!(
            r#"w:leftChars="100" w:left="{CHAR_4}" w:rightChars="100" w:right="{CHAR_4}""#
        )),
        align: Some(align),
        ..Shape::default()
    };
    paragraph("PageNumber", &shape, &field.concat())
}

/// The page number in a text box at the left of the landscape page, set downwards.
fn landscape_page_number(align: &'static str) -> String {
    let um = |twips: u32| twips * 25_400 / 1440;
    let (x, y) = (emu(um(FOOT)), emu(standard::MARGIN_LEFT_UM));
    let (width, height) = (emu(um(NUMBER_LINE)), emu(standard::TYPE_AREA_WIDTH_UM));
    let shape = format!(
        r#"<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV><wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="1" name="页码"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx><wps:bodyPr vert="vert" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t" anchorCtr="0"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"#,
        number_paragraph(align)
    );
    paragraph("PageNumber", &Shape::default(), &shape)
}
