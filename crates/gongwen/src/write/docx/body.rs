//! 主体 from the title to the last attachment (GB/T 9704-2012 7.3).

use super::{
    length::n_lines,
    measure::{AREA_WIDTH, CHAR, LINE, half_chars},
    numbering::Counting,
    pages::Layout,
    styles::{IN_HEI, IN_SONG_IMITATION, of_level},
    table,
    writer::Writer,
    xml::{Shape, run, styled},
};
use crate::document::{
    Align, Attachment, Attendance, Block, Heading, Inline, Level, Numbered, Paragraph, plain, words,
};
use crate::standard;

/// Room between an attachment's heading and a table that follows at once.
const ABOVE_TABLE: u32 = 160;

/// Where a title stands.
struct Place {
    style: &'static str,
    /// Room between it and what follows.
    below: u32,
}

/// Writes title, addressees, body and attendance.
pub(super) fn write(writer: &mut Writer<'_>) {
    let document = writer.document;
    let place = Place {
        style: "DocumentTitle",
        below: below_title(document.addressees.is_empty(), &document.body),
    };
    title(writer, &document.title_lines(), &document.subtitle, &place);
    if !document.addressees.is_empty() {
        let addressees = words::addressees(&document.addressees);
        writer.put_text("Addressees", Shape::default(), &addressees);
    }
    let has_ending = document.signature.is_some()
        || document
            .attachments
            .iter()
            .any(|attachment| attachment.listed);
    let numbered = document.numbered();
    blocks(writer, &numbered, document.running_level, has_ending);
    attendance(writer, &document.attendance);
}

/// Writes the attachments, each on a page of its own (7.3.7), landscape ones on landscape pages (8).
pub(super) fn write_attachments(writer: &mut Writer<'_>) {
    let document = writer.document;
    let marks = words::attachment_marks(&document.attachments);
    for (place, (attachment, mark)) in (1..).zip(document.attachments.iter().zip(marks)) {
        writer.turn_to(Layout {
            is_landscape: attachment.landscape,
            ..Layout::PLAIN
        });
        write_attachment(writer, attachment, mark, place);
    }
}

fn write_attachment(
    writer: &mut Writer<'_>,
    attachment: &Attachment,
    mark: Option<String>,
    place: usize,
) {
    if let Some(mark) = mark {
        writer.put_text("AttachmentMark", Shape::default(), &mark);
        // 附件 on line 1, its title on line 3.
        writer.skip_lines(1);
    }
    let title_place = Place {
        style: "AttachmentTitle",
        below: below_title(true, &attachment.body),
    };
    let lines = match attachment.title.as_str() {
        "" => Vec::new(),
        title if attachment.landscape => vec![title.to_owned()],
        title => crate::document::title::lines(title),
    };
    title(writer, &lines, &attachment.subtitle, &title_place);
    blocks(
        writer,
        &attachment.numbered(place),
        attachment.running_level,
        false,
    );
}

/// A blank line, unless a table follows at once.
fn below_title(is_followed_by_body: bool, body: &[Block]) -> u32 {
    match body.first() {
        Some(Block::Table(table)) if is_followed_by_body && table.caption.is_none() => ABOVE_TABLE,
        _ => LINE,
    }
}

/// The title in one paragraph, so that it is one entry of the navigation; its lines are broken by
/// sense (7.3.1).
fn title(writer: &mut Writer<'_>, lines: &[String], subtitle: &[String], place: &Place) {
    let n_titles = usize::from(!lines.is_empty());
    let n_paragraphs = n_titles + subtitle.len();
    let below = |place_in_row: usize| (place_in_row + 1 == n_paragraphs).then_some(place.below);
    if !lines.is_empty() {
        let shape = Shape {
            after: below(0),
            ..Shape::default()
        };
        // 2号 characters are wider than the grid's by three eighths.
        let n_lines: u32 = lines
            .iter()
            .map(|line| n_lines(half_chars(line) / 8 * 11, 0))
            .sum();
        writer.put(place.style, shape, &run("", &lines.join("\n")), n_lines);
    }
    for (index, line) in subtitle.iter().enumerate() {
        let shape = Shape {
            after: below(n_titles + index),
            ..Shape::default()
        };
        writer.put_text("Subtitle", shape, line);
    }
}

/// Writes the pieces of a body. A short last one stays with the ending that follows, so that no page
/// holds a signature alone (7.3.5.5); a long one would be moved whole, and the text has to begin on
/// page 1 (7.3.3).
fn blocks(
    writer: &mut Writer<'_>,
    pieces: &[Numbered<'_>],
    running: Option<Level>,
    has_ending: bool,
) {
    let mut counting = writer.numbering.begin(running);
    for (index, piece) in pieces.iter().enumerate() {
        let shape = Shape {
            keep_next: has_ending
                && index > 0
                && index + 1 == pieces.len()
                && is_short(piece.block),
            ..Shape::default()
        };
        match piece.block {
            Block::NewPage => writer.new_page(),
            Block::Table(one) => {
                let bookmark = writer.keep(piece);
                table::write(writer, one, &bookmark);
            }
            Block::Heading(heading) => self::heading(writer, piece, heading, shape, &mut counting),
            Block::Paragraph(one) => paragraph(writer, piece, one, shape),
            Block::CutLine(words) => cut_line(writer, piece, words, shape),
        }
    }
}

/// Whether a piece fills some three lines at most.
fn is_short(block: &Block) -> bool {
    block.plain_text().chars().count() <= 3 * standard::CHARS as usize
}

fn heading(
    writer: &mut Writer<'_>,
    piece: &Numbered<'_>,
    heading: &Heading,
    mut shape: Shape,
    counting: &mut Counting,
) {
    let bookmark = writer.keep(piece);
    if let Some(count) = piece.count {
        let list = writer.numbering.list_for(counting, heading.level, count);
        shape.number = Some((heading.level.depth(), list));
    }
    // A heading on a line of its own stays with what it is over.
    shape.keep_next |= heading.text.is_empty();
    // A numbered item is running text, no entry of the navigation.
    if !heading.text.is_empty() && matches!(heading.level, Level::Third | Level::Fourth) {
        shape.outline = Some(9);
    }
    let text_style = match heading.level {
        Level::First | Level::Second => styled(IN_SONG_IMITATION),
        Level::Third | Level::Fourth => String::new(),
    };
    let label = piece.label.as_deref().unwrap_or_default();
    let halves = half_chars(label)
        .saturating_add(halves(&heading.title))
        .saturating_add(halves(&heading.text));
    let content = bookmark.start
        + &writer.runs(&heading.title, "")
        + &writer.runs(&heading.text, &text_style)
        + &bookmark.end;
    writer.put(of_level(heading.level), shape, &content, n_lines(halves, 4));
}

fn paragraph(
    writer: &mut Writer<'_>,
    piece: &Numbered<'_>,
    paragraph: &Paragraph,
    mut shape: Shape,
) {
    let bookmark = writer.keep(piece);
    let indent = match paragraph.align {
        Align::Body => 4,
        Align::Left | Align::Centre | Align::Right => 0,
    };
    if paragraph.align != Align::Body {
        shape.indent = Some(r#"w:firstLineChars="0" w:firstLine="0""#.to_owned());
    }
    shape.align = match paragraph.align {
        Align::Body => None,
        Align::Left => Some("left"),
        Align::Centre => Some("center"),
        Align::Right => Some("right"),
    };
    let n_lines = n_lines(halves(&paragraph.content), indent);
    let content = bookmark.start + &writer.runs(&paragraph.content, "") + &bookmark.end;
    writer.put("BodyText", shape, &content, n_lines);
}

fn halves(content: &[Inline]) -> u32 {
    half_chars(&plain(content))
}

/// Dashes to the middle, the words, dashes to the end.
fn cut_line(writer: &mut Writer<'_>, piece: &Numbered<'_>, words: &str, mut shape: Shape) {
    let bookmark = writer.keep(piece);
    let width = writer.area_width();
    shape.tabs = Some(format!(
        r#"<w:tab w:val="center" w:leader="hyphen" w:pos="{}"/><w:tab w:val="right" w:leader="hyphen" w:pos="{width}"/>"#,
        width / 2
    ));
    let dashes = run("", "\t");
    let content = bookmark.start + &dashes + &run("", words) + &dashes + &bookmark.end;
    writer.put("CutLine", shape, &content, 1);
}

/// 出席, 请假, 列席: one blank line below the body, two characters in, the label in 黑体; names that
/// run over a line stand under the first name (10.3).
fn attendance(writer: &mut Writer<'_>, attendance: &[Attendance]) {
    for (index, line) in attendance.iter().enumerate() {
        if index == 0 {
            writer.skip_lines(1);
        }
        let label = words::attendance_label(&line.label);
        let names = words::names(&line.names);
        let hanging = super::measure::width(&label).min(AREA_WIDTH / 2);
        let shape = Shape {
            indent: Some(format!(
                r#"w:left="{}" w:hanging="{hanging}""#,
                2 * CHAR + hanging
            )),
            ..Shape::default()
        };
        let lines = n_lines(half_chars(&names), half_chars(&label).saturating_add(4));
        let content = run(&styled(IN_HEI), &label) + &run("", &names);
        writer.put("Attendance", shape, &content, lines);
    }
}
