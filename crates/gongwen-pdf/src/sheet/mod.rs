//! The paper as `layout.typ` reads it: every fixed word in its place, every number counted, only
//! characters that can be drawn.

mod body;
mod pen;
mod standard;
mod table;

use crate::fonts::Shelf;
use body::Piece;
use gongwen::document::{Attachment, Document, Form, Head, Imprint, Seal, Signature, title, words};
use pen::Pen;
use serde::Serialize;
use standard::{LENGTHS, Lengths};

/// A paper.
#[derive(Debug, Serialize)]
pub(crate) struct Sheet {
    standard: Lengths,
    form: Form,
    /// Title in one line, for the file's own metadata; empty when there is none.
    name: String,
    authors: Vec<String>,
    head: Option<HeadSheet>,
    title: Vec<String>,
    subtitle: Vec<String>,
    addressees: Option<String>,
    body: Vec<Piece>,
    attendance: Vec<[String; 2]>,
    attachment_note: Vec<NoteLine>,
    signature: Option<SignatureSheet>,
    note: Option<String>,
    attachments: Vec<AttachmentSheet>,
    imprint: Option<ImprintSheet>,
}

#[derive(Debug, Serialize)]
struct HeadSheet {
    /// 份号, 密级, 紧急程度, each with whether it is set in 黑体.
    marks: Vec<(String, bool)>,
    /// 发文机关标志 of one agency.
    mark: Option<String>,
    /// Names of a joint issue, which stand one above the other.
    issuers: Vec<String>,
    /// What stands beside their middle: 「文件」.
    suffix: &'static str,
    number: Option<String>,
    signers: Vec<String>,
    date: Option<String>,
}

/// A line of 附件说明 in its columns.
#[derive(Debug, Serialize)]
struct NoteLine {
    label: &'static str,
    number: String,
    name: String,
}

#[derive(Debug, Serialize)]
struct SignatureSheet {
    names: Vec<String>,
    date: Option<String>,
    seal: &'static str,
    post: String,
    signer: String,
}

#[derive(Debug, Serialize)]
struct AttachmentSheet {
    mark: Option<String>,
    title: Vec<String>,
    subtitle: Vec<String>,
    body: Vec<Piece>,
    landscape: bool,
}

#[derive(Debug, Default, Serialize)]
struct ImprintSheet {
    /// 主送 and 抄送: label and names.
    lists: Vec<[String; 2]>,
    printed_by: Option<String>,
    printed_on: Option<String>,
}

impl Sheet {
    /// The paper, and the characters no font has.
    pub(crate) fn new(document: &Document, shelf: &Shelf) -> (Self, Vec<char>) {
        let mut pen = Pen::new(shelf, document.footnotes);
        let sheet = Self::drawn(document, &mut pen);
        (sheet, pen.missing())
    }

    fn drawn(document: &Document, pen: &mut Pen) -> Self {
        let title = pen.lines(&document.title_lines());
        let head = &document.head;
        Self {
            standard: LENGTHS,
            form: document.form,
            name: title.concat(),
            authors: match document.form {
                Form::Minutes => Vec::new(),
                _ => pen.lines(&head.issuers),
            },
            head: (document.form != Form::Plain).then(|| head_sheet(head, document.form, pen)),
            title,
            subtitle: pen.lines(&document.subtitle),
            addressees: (!document.addressees.is_empty())
                .then(|| pen.line(&words::addressees(&document.addressees))),
            body: body::pieces(&document.numbered(), pen),
            attendance: document
                .attendance
                .iter()
                .map(|row| {
                    [
                        words::attendance_label(&row.label),
                        words::names(&row.names),
                    ]
                })
                .map(|row| row.map(|words| pen.line(&words)))
                .collect(),
            attachment_note: note_lines(&document.attachments, pen),
            signature: document
                .signature
                .as_ref()
                .map(|signature| signature_sheet(signature, pen)),
            note: document
                .note
                .as_ref()
                .map(|note| pen.line(&words::note(note))),
            attachments: attachments(&document.attachments, pen),
            imprint: document
                .imprint
                .as_ref()
                .map(|imprint| imprint_sheet(imprint, document.form, pen)),
        }
    }
}

fn head_sheet(head: &Head, form: Form, pen: &mut Pen) -> HeadSheet {
    let copy = head
        .copy_number
        .map(|number| (words::copy_number(number), false));
    let secrecy = head.secrecy.as_ref().map(|one| (words::secrecy(one), true));
    let urgency = head
        .urgency
        .map(|one| (words::urgency(one).to_owned(), true));
    let marks = copy.into_iter().chain(secrecy).chain(urgency);
    let number = head.number.as_ref().map(words::issue_number);
    let is_joint = head.issuers.len() > 1 && form != Form::Minutes;
    let mark = words::issuer_mark(form, head).filter(|_| !is_joint);
    HeadSheet {
        marks: marks
            .map(|(words, bold)| (pen.line(&words), bold))
            .collect(),
        mark: mark.map(|mark| pen.line(&mark)),
        issuers: if is_joint {
            pen.lines(&head.issuers)
        } else {
            Vec::new()
        },
        suffix: match form {
            Form::File if head.says_file => "文件",
            Form::Order => "令",
            _ => "",
        },
        number: number.map(|number| pen.line(&number)),
        signers: head.signers.iter().map(|one| pen.line(&one.name)).collect(),
        date: head.date.map(words::day),
    }
}

/// 附件说明, its lines taken apart so that wrapped names stand under names.
fn note_lines(attachments: &[Attachment], pen: &mut Pen) -> Vec<NoteLine> {
    const LABEL: &str = "附件：";
    let lines = words::attachment_note(attachments);
    let is_numbered = lines.len() > 1;
    (1..)
        .zip(lines)
        .map(|(place, line)| {
            let (label, rest) = match line.strip_prefix(LABEL) {
                Some(rest) if place == 1 => (LABEL, rest),
                _ => ("", line.as_str()),
            };
            let number = if is_numbered {
                format!("{place}.")
            } else {
                String::new()
            };
            let name = rest.strip_prefix(number.as_str()).unwrap_or(rest);
            NoteLine {
                label,
                name: pen.line(name),
                number,
            }
        })
        .collect()
}

fn signature_sheet(signature: &Signature, pen: &mut Pen) -> SignatureSheet {
    let (seal, post, signer) = match &signature.seal {
        Seal::Stamped => ("stamped", "", ""),
        Seal::Unstamped => ("unstamped", "", ""),
        Seal::Signed { post, name } => ("signed", post.as_str(), name.as_str()),
    };
    SignatureSheet {
        names: pen.lines(&signature.names),
        date: signature.date.map(words::day),
        seal,
        post: pen.line(post),
        signer: pen.line(signer),
    }
}

fn attachments(attachments: &[Attachment], pen: &mut Pen) -> Vec<AttachmentSheet> {
    let marks = words::attachment_marks(attachments);
    (1..)
        .zip(attachments)
        .zip(marks)
        // One that goes its own way is only named in 附件说明.
        .filter(|((_, attachment), _)| !attachment.body.is_empty())
        .map(|((place, attachment), mark)| AttachmentSheet {
            mark,
            title: pen.lines(&title::lines(&attachment.title)),
            subtitle: pen.lines(&attachment.subtitle),
            body: body::pieces(&attachment.numbered(place), pen),
            landscape: attachment.landscape,
        })
        .collect()
}

/// 版记; that of a 信函 has neither 印发机关 nor 印发日期 (10.1).
fn imprint_sheet(imprint: &Imprint, form: Form, pen: &mut Pen) -> ImprintSheet {
    let lists = words::imprint_addressees(imprint)
        .into_iter()
        .chain(words::copies(imprint))
        .map(|(label, names)| [label.to_owned(), pen.line(&names)])
        .collect();
    if form == Form::Letter {
        return ImprintSheet {
            lists,
            ..ImprintSheet::default()
        };
    }
    ImprintSheet {
        lists,
        printed_by: imprint.printed_by.as_ref().map(|name| pen.line(name)),
        printed_on: imprint.printed_on.map(words::printed_on),
    }
}
