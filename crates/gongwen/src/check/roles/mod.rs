//! Finds the part of every line: first the head, then the title and whom it addresses, then the
//! running text with its levels, its end, its attachments and the imprint.

mod head;
mod main;
pub(super) mod text;

use super::{Form, Part, paper::Line, standard::Standard};
use crate::read::docx::look::{Align, Looked};

/// Gives every line its part; which layout the paper has.
pub(super) fn assign(lines: &mut [Line<'_>], looked: &Looked, standard: &Standard) -> Form {
    let after_head = head::assign(lines);
    let form = form(lines, looked);
    main::assign(lines, after_head, form, standard);
    form
}

/// Which layout: by the words of the issuer mark and where the number stands.
fn form(lines: &[Line<'_>], looked: &Looked) -> Form {
    let mark: String = of(lines, Part::IssuerMark)
        .map(|line| line.text.as_str())
        .collect();
    let mark: String = mark.chars().filter(|c| !c.is_whitespace()).collect();
    let number = of(lines, Part::DocNumber).next();
    if mark.is_empty() && number.is_none() {
        return Form::Plain;
    }
    if mark.ends_with("纪要") {
        return Form::Minutes;
    }
    if mark.ends_with('令') {
        return Form::Order;
    }
    if mark.ends_with("文件") || looked.sections.is_empty() {
        return Form::File;
    }
    let at_right = number.is_some_and(|number| {
        let leads_with_tab = number
            .paragraph
            .text
            .trim_start_matches([' ', '　'])
            .starts_with('\t');
        let half_blank = number.n_leading >= 8 || leads_with_tab;
        number.paragraph.shape.align == Some(Align::Right) || half_blank
    });
    if at_right { Form::Letter } else { Form::File }
}

fn of<'l, 'a>(lines: &'l [Line<'a>], part: Part) -> impl Iterator<Item = &'l Line<'a>> {
    lines.iter().filter(move |line| line.part == part)
}
