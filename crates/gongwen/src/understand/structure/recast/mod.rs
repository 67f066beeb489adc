//! A paper in any form back to its parts: what `luoshi gongwen convert` lays out anew.
//!
//! Words are never changed and never dropped, except noise (navigation, page numbers) and what the
//! layout writes itself (numbers that count on as they stand, the colon after 主送机关). Half-width
//! punctuation beside Chinese characters becomes full-width. What is no part that the standard knows
//! stays a paragraph where it stood.
mod body;
mod head;
mod pieces;
mod punctuation;
mod tail;
#[cfg(test)]
mod tests;

use super::{chars, clean, endings, lines, noise, structure, tables, tree};
use crate::{
    document::{Attachment, Document, Form},
    ledger::Ledger,
    source::Source,
};
use pieces::{Content, Piece};

/// The parts of a paper.
#[must_use]
pub fn recast(source: &Source) -> Document {
    let chars = chars::of(source.text());
    let raw_lines = lines::lines(&chars);
    let wrap_width = lines::wrap_width(&chars, &raw_lines);
    let noise = noise::noise(source, &chars, &raw_lines, wrap_width.is_some());
    let clean = clean::Clean::new(&chars, &noise.spans, wrap_width);
    let endings = endings::endings(&clean);
    let tables = tables::tables(source, &clean, &endings);
    let tree = tree::tree(&clean, &tables, &endings);
    let ledger = structure(source).ledger;
    let pieces = pieces::pieces(source, &clean, &tree, ledger.title.as_ref());
    Recast::new(&ledger, &pieces).document()
}

/// The work of going through the pieces once.
struct Recast<'a> {
    ledger: &'a Ledger,
    pieces: &'a [Piece],
    document: Document,
    /// Names in 附件说明 whose attachment has not been met.
    announced: Vec<String>,
    /// What of the body or of the attachment being read has been gathered.
    gathered: Vec<&'a Piece>,
    /// Whether an attachment is being read.
    in_attachment: bool,
}

impl<'a> Recast<'a> {
    fn new(ledger: &'a Ledger, pieces: &'a [Piece]) -> Self {
        Self {
            ledger,
            pieces,
            document: Document {
                form: Form::Plain,
                ..Document::default()
            },
            announced: Vec::new(),
            gathered: Vec::new(),
            in_attachment: false,
        }
    }

    fn document(mut self) -> Document {
        let titles = head::titles(self.ledger, self.pieces);
        let mut index = head::read(&mut self.document, self.pieces, &titles);
        let leading: Vec<&Piece> = head::unread(self.pieces, &titles);
        self.gathered.extend(leading);
        while let Some(piece) = self.pieces.get(index) {
            if titles.issued.as_ref().is_some_and(|run| run.start == index) {
                let title = titles.issued_title(self.pieces);
                index = titles.issued.as_ref().map_or(index, |run| run.end);
                self.begin_attachment(title, false);
                continue;
            }
            index += match &piece.content {
                Content::Line(words) => self.line(words, piece, index),
                Content::Table(_) => {
                    self.gathered.push(piece);
                    1
                }
            };
        }
        self.close_part();
        for title in self.announced {
            self.document.attachments.push(Attachment {
                title,
                listed: true,
                ..Attachment::default()
            });
        }
        self.document
    }

    /// Takes a line to the part it belongs to and says how many pieces that used up.
    fn line(&mut self, words: &str, piece: &'a Piece, index: usize) -> usize {
        if let Some(used) = self.attachment_mark(words, index) {
            return used;
        }
        let taken = !self.in_attachment && self.sign_off(words) || self.imprint(words);
        if !taken {
            self.gathered.push(piece);
        }
        1
    }

    /// 附件1 on a line of its own: an attachment begins, the next line is its title.
    fn attachment_mark(&mut self, words: &str, index: usize) -> Option<usize> {
        tail::is_attachment_mark(words).then(|| {
            let next = self.pieces.get(index + 1).and_then(Piece::line);
            let title = next.filter(|next| tail::is_attachment_title(next));
            let used = 1 + usize::from(title.is_some());
            self.begin_attachment(title.unwrap_or_default().to_owned(), true);
            used
        })
    }

    fn begin_attachment(&mut self, title: String, listed: bool) {
        self.close_part();
        self.announced.retain(|name| *name != title);
        self.in_attachment = true;
        self.document.attachments.push(Attachment {
            title,
            listed,
            ..Attachment::default()
        });
    }

    /// Makes blocks of what was gathered, for the part it was gathered for.
    fn close_part(&mut self) {
        let gathered = std::mem::take(&mut self.gathered);
        let (blocks, running) = body::blocks(&gathered);
        match self.document.attachments.last_mut() {
            Some(attachment) if self.in_attachment => {
                attachment.landscape = body::needs_width(&blocks);
                attachment.body = blocks;
                attachment.running_level = running;
            }
            _ => {
                self.document.body = blocks;
                self.document.running_level = running;
            }
        }
    }
}
