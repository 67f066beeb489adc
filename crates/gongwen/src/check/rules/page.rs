//! Paper, margins, lines and characters of a page, colour of the words (clause 5); long tables
//! (clause 8).

use crate::{
    check::{
        measure,
        paper::{Paper, Part},
        standard::{Page, RuleId},
        violation::Reporter,
    },
    read::docx::look::{Section, TWIPS_PER_MM},
};

pub(super) fn check(paper: &Paper<'_>, reporter: &mut Reporter<'_>) {
    for pages in &paper.looked.sections {
        size_and_margins(&pages.section, reporter);
    }
    lines_of_a_page(paper, reporter);
    characters_of_a_line(paper, reporter);
    for line in paper.lines.iter().filter(|line| !line.part.is_head()) {
        let red = line.paragraph.runs.iter().find(|run| run.looks.is_red);
        if red.is_some() {
            reporter.line(RuleId::Colour, line, "文字是红色");
        }
    }
    for (number, table) in paper.looked.tables.iter().enumerate() {
        let goes_over = table.edges.len() >= reporter.standard.layout.repeat_header_from_rows;
        if goes_over && table.n_header_rows == 0 && table.n_columns > 1 {
            let first = paper
                .lines
                .iter()
                .find(|line| line.row() == Some((number, 0)));
            let found = format!("表格有 {} 行，表头不重复", table.edges.len());
            if let Some(line) = first {
                reporter.line(RuleId::TableHeader, line, found);
            }
        }
    }
}

fn size_and_margins(section: &Section, reporter: &mut Reporter<'_>) {
    let page = reporter.standard.page.clone();
    let mm = |twips: Option<i32>, otherwise: f64| {
        twips.map_or(otherwise, |twips| f64::from(twips) / TWIPS_PER_MM)
    };
    // What a file leaves open, programs fill with US Letter and an inch.
    let (width, height) = (mm(section.width, 215.9), mm(section.height, 279.4));
    let gutter = f64::from(section.gutter) / TWIPS_PER_MM;
    let (top, bottom) = (mm(section.top, 25.4).abs(), mm(section.bottom, 25.4).abs());
    let (left, right) = (mm(section.left, 31.7) + gutter, mm(section.right, 31.7));
    let off = |value: f64, wanted: f64| (value - wanted).abs() > page.tolerance_mm + 0.05;
    let is_landscape = width > height;
    let (wide, high) = match is_landscape {
        true => (page.height_mm, page.width_mm),
        false => (page.width_mm, page.height_mm),
    };
    if off(width, wide) || off(height, high) {
        let found = format!("纸张是 {width:.0} mm×{height:.0} mm");
        reporter.part(RuleId::Paper, Part::Page, found);
        return;
    }
    if is_landscape {
        // A turned page has its type area turned with it, whichever way.
        let (type_width, type_height) = (width - left - right, height - top - bottom);
        if (type_width - page.type_height_mm).abs() > 2.0 * page.tolerance_mm + 0.1
            || (type_height - page.type_width_mm).abs() > 2.0 * page.tolerance_mm + 0.1
        {
            let found = format!(
                "横排页的版心是 {type_width:.0} mm×{type_height:.0} mm，应为 {} mm×{} mm",
                page.type_height_mm, page.type_width_mm
            );
            reporter.part(RuleId::Margins, Part::Page, found);
        }
        return;
    }
    let wanted_bottom = page.height_mm - page.top_mm - page.type_height_mm;
    let wanted_right = page.width_mm - page.left_mm - page.type_width_mm;
    let wrong: Vec<String> = [
        ("上", top, page.top_mm),
        ("下", bottom, wanted_bottom),
        ("左", left, page.left_mm),
        ("右", right, wanted_right),
    ]
    .into_iter()
    .filter(|(_, value, wanted)| off(*value, *wanted))
    .map(|(side, value, _)| format!("{side} {value:.1} mm"))
    .collect();
    if !wrong.is_empty() {
        let found = format!("页边距是{}", wrong.join("、"));
        reporter.part(RuleId::Margins, Part::Page, found);
    }
}

/// The distance of lines decides how many a page has.
fn lines_of_a_page(paper: &Paper<'_>, reporter: &mut Reporter<'_>) {
    let page = reporter.standard.page.clone();
    for line in &paper.lines {
        let is_running = line.part == Part::Body || line.part.is_level();
        if !is_running || line.is_cell() || is_landscape(paper, line.paragraph.section) {
            continue;
        }
        let shape = &line.paragraph.shape;
        match measure::pitch(shape, paper.grid(line.paragraph)) {
            None => {
                let multiple = f64::from(shape.line.unwrap_or(240)) / 240.0;
                let found = format!("行距是 {multiple:.2} 倍，不固定");
                reporter.line(RuleId::LinePitch, line, found);
            }
            Some(pitch) => {
                let n_lines = type_height(&page) / pitch.max(1.0);
                // A last line may hang out of the type area by a hair.
                if (n_lines + 0.02).floor() != f64::from(page.lines) {
                    let found = format!(
                        "行距是 {:.1} 磅，每面 {:.0} 行",
                        pitch / 20.0,
                        (n_lines + 0.02).floor()
                    );
                    reporter.line(RuleId::LinePitch, line, found);
                }
            }
        }
    }
}

fn characters_of_a_line(paper: &Paper<'_>, reporter: &mut Reporter<'_>) {
    let page = reporter.standard.page.clone();
    let body = paper.first(Part::Body);
    let Some(line) = body.filter(|line| !is_landscape(paper, line.paragraph.section)) else {
        return;
    };
    let pages = paper.looked.sections.get(line.paragraph.section);
    let space = pages.and_then(|pages| pages.section.char_space);
    let size = measure::size(line.paragraph);
    // A grid of characters counts in the size of the default style, which papers set to 3号 too.
    let first = line.paragraph.runs.first();
    let spacing = first.map_or(0.0, |run| run.looks.spacing_pt);
    let pitch = size + spacing + space.map_or(0.0, |space| f64::from(space) / 4096.0);
    let n_characters = (page.type_width_mm * TWIPS_PER_MM / 20.0 / pitch.max(1.0) + 0.1).floor();
    if n_characters != f64::from(page.characters) {
        let found = format!("每行 {n_characters:.0} 个字");
        reporter.part(RuleId::CharactersPerLine, Part::Page, found);
    }
}

fn is_landscape(paper: &Paper<'_>, section: usize) -> bool {
    paper
        .looked
        .sections
        .get(section)
        .is_some_and(|pages| pages.section.width > pages.section.height)
}

/// Height of the type area, in twips.
fn type_height(page: &Page) -> f64 {
    page.type_height_mm * TWIPS_PER_MM
}
