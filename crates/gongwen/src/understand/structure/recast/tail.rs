//! 附件说明, 署名 and 成文日期, 附注, 版记, and the marks of attachments.

use super::{super::metadata::dates, Recast, pieces::Piece};
use crate::document::{Form, Imprint, Seal, Signature};

const MOST_MARK_CHARS: usize = 5;

/// 附件, 附件1, 附件2： on a line of its own.
pub(super) fn is_attachment_mark(words: &str) -> bool {
    words.strip_prefix("附件").is_some_and(|rest| {
        let bare = rest.trim_end_matches(['：', ':']).trim();
        words.chars().count() <= MOST_MARK_CHARS
            && bare
                .chars()
                .all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    })
}

/// The line under the mark: short and no sentence.
pub(super) fn is_attachment_title(words: &str) -> bool {
    words.chars().count() <= 60 && !words.contains('。')
}

const MOST_NAME_CHARS: usize = 30;

impl Recast<'_> {
    /// Lines that close a paper: 附件说明, the name over the date, the date, 附注.
    pub(super) fn sign_off(&mut self, words: &str) -> bool {
        let chars: Vec<char> = words.chars().collect();
        if let Some(names) = words.strip_prefix("附件：").or(words.strip_prefix("附件:")) {
            self.announced.push(without_number(names).to_owned());
            return true;
        }
        // 2.乙表 on the lines after 附件：1.甲表.
        let number = self.announced.len() + 1;
        if number > 1
            && self.document.signature.is_none()
            && let Some(name) = words.strip_prefix(&number.to_string())
            && name.starts_with(['.', '．', '、'])
        {
            self.announced.push(without_number(words).to_owned());
            return true;
        }
        if let Some(date) = dates::whole_line(&chars)
            && self.document.signature.is_none()
        {
            let mut names = Vec::new();
            while let Some(name) = self.gathered.last().copied().and_then(signing_name) {
                names.insert(0, name.to_owned());
                self.gathered.pop();
            }
            self.document.signature = Some(Signature {
                names,
                date: Some(date),
                seal: match self.document.form {
                    Form::Plain => Seal::Unstamped,
                    _ => Seal::Stamped,
                },
            });
            return true;
        }
        let in_brackets = words.starts_with(['（', '(']) && words.ends_with(['）', ')']);
        if in_brackets && self.document.signature.is_some() && self.document.note.is_none() {
            let bare = words.trim_matches(['（', '(', '）', ')']);
            self.document.note = Some(bare.to_owned());
            return true;
        }
        false
    }

    /// Lines of the 版记.
    pub(super) fn imprint(&mut self, words: &str) -> bool {
        let list = |names: &str| -> Vec<String> {
            let names = names.trim_start_matches(['：', ':']).trim();
            let names = names.trim_end_matches('。').split(['，', ',']);
            names.map(|name| name.trim().to_owned()).collect()
        };
        let labelled = |label: &str| {
            words
                .strip_prefix(label)
                .filter(|rest| rest.starts_with(['：', ':']))
        };
        if let Some(names) = labelled("抄送") {
            self.own_imprint().copies = list(names);
            return true;
        }
        let Some(line) = words.strip_suffix("印发") else {
            return false;
        };
        let chars: Vec<char> = line.trim_end().chars().collect();
        let dated = (0..chars.len()).find_map(|start| {
            let (day, end) = dates::day_at(&chars, start)?;
            (end == chars.len()).then_some((start, day))
        });
        let Some((start, day)) = dated else {
            return false;
        };
        let name: String = chars.iter().take(start).collect();
        let name = name.trim();
        if name.contains(['，', '。']) || name.chars().count() > MOST_NAME_CHARS {
            return false;
        }
        let imprint = self.own_imprint();
        imprint.printed_by = (!name.is_empty()).then(|| name.to_owned());
        imprint.printed_on = Some(day);
        true
    }

    fn own_imprint(&mut self) -> &mut Imprint {
        self.document.imprint.get_or_insert_default()
    }
}

/// The words of a line that names who signs: short, no number, no sentence.
fn signing_name(piece: &Piece) -> Option<&str> {
    let line = piece.line()?;
    let is_name = piece.marker.is_none()
        && line.chars().count() <= MOST_NAME_CHARS
        && !line.contains(['。', '，', '：', '；', '、'])
        && line.ends_with([
            '局', '室', '府', '委', '会', '厅', '组', '校', '园', '部', '院', '科', '办',
        ]);
    is_name.then_some(line)
}

fn without_number(name: &str) -> &str {
    let bare = name.trim().trim_start_matches(|c: char| c.is_ascii_digit());
    bare.trim_start_matches(['.', '．', '、']).trim()
}
