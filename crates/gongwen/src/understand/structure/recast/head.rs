//! From the first line to 主送机关.

use super::{
    super::{chars::digit, metadata::dates},
    pieces::Piece,
};
use crate::{
    document::{Document, Form, IssueNumber, Secrecy, SecrecyLevel, Signer, Urgency},
    ledger::Ledger,
};
use std::ops::Range;

/// Where the titles stand among the pieces.
#[derive(Debug, Default)]
pub(super) struct Titles {
    /// Of the paper itself.
    pub(super) own: Range<usize>,
    /// Of the work paper that the paper issues: `关于印发《…》的通知` and then the 要点.
    pub(super) issued: Option<Range<usize>>,
}

impl Titles {
    pub(super) fn issued_title(&self, pieces: &[Piece]) -> String {
        words_of(pieces, self.issued.clone().unwrap_or_default()).concat()
    }
}

fn words_of(pieces: &[Piece], run: Range<usize>) -> Vec<String> {
    let run = pieces.get(run).unwrap_or_default();
    run.iter()
        .filter_map(Piece::line)
        .map(str::to_owned)
        .collect()
}

/// Finds them: the work paper's title as it was read, and the title of a notice before it.
pub(super) fn titles(ledger: &Ledger, pieces: &[Piece]) -> Titles {
    let Some(title) = &ledger.title else {
        return Titles::default();
    };
    let begin = pieces.partition_point(|piece| piece.at < title.span.start);
    let end = pieces.partition_point(|piece| piece.at < title.span.end);
    // A title read from the middle of a line leaves the line where it stands.
    let work = if begin < end { begin..end } else { 0..0 };
    match notice(pieces.get(..work.start).unwrap_or_default()) {
        Some(notice) => Titles {
            own: notice,
            issued: Some(work),
        },
        None => Titles {
            own: work,
            issued: None,
        },
    }
}

const MOST_TITLE_LINES: usize = 4;
const BEARERS: [&str; 7] = [
    "的通知",
    "的通报",
    "的函",
    "的报告",
    "的请示",
    "的意见",
    "的批复",
];

/// The title of a paper that carries another one. Its 文种 may be spread (通 知) and stand alone.
fn notice(pieces: &[Piece]) -> Option<Range<usize>> {
    let bare = |index: usize| {
        let line = pieces.get(index).and_then(Piece::line);
        line.map(|line| line.replace([' ', '　'], ""))
    };
    let ends = |index: usize| {
        let Some(line) = bare(index) else {
            return false;
        };
        let above = index.checked_sub(1).and_then(bare);
        BEARERS.iter().any(|kind| {
            let alone = kind.trim_start_matches('的') == line;
            line.ends_with(kind) || alone && above.as_ref().is_some_and(|line| line.ends_with('的'))
        })
    };
    let end = 1 + (0..pieces.len()).find(|index| ends(*index))?;
    let begins = |index: &usize| {
        let line = pieces.get(*index).and_then(Piece::line);
        line.is_some_and(|line| line.contains("关于"))
    };
    let begin = (end.saturating_sub(MOST_TITLE_LINES)..end)
        .rev()
        .find(begins)?;
    // The name of the authority may stand on a line of its own above 关于.
    let above = begin.checked_sub(1).filter(|above| {
        let line = |index: usize| pieces.get(index).and_then(Piece::line);
        let names_authority = |line: &str| line.ends_with(['局', '委', '府', '室', '厅']);
        line(begin).is_some_and(|line| line.starts_with("关于"))
            && line(*above).is_some_and(|line| names_authority(line) && line.chars().count() <= 20)
    });
    Some(above.unwrap_or(begin)..end)
}

/// Fills 版头, title, lines under it and 主送机关; returns the first piece that is none of these.
pub(super) fn read(document: &mut Document, pieces: &[Piece], titles: &Titles) -> usize {
    for piece in pieces.get(..titles.own.start).unwrap_or_default() {
        if let Some(line) = piece.line() {
            read_line(document, line);
        }
    }
    document.title = words_of(pieces, titles.own.clone());
    // 通 知: spread to fill its line.
    if let Some(last) = document
        .title
        .last_mut()
        .filter(|last| last.chars().count() <= 3)
    {
        last.retain(|c| !matches!(c, ' ' | '　'));
    }
    let mut index = titles.own.end;
    while let Some(line) = pieces.get(index).and_then(Piece::line)
        && document.subtitle.len() < 3
        && is_subtitle(line)
    {
        document.subtitle.push(line.to_owned());
        index += 1;
    }
    if let Some(names) = pieces.get(index).and_then(addressees)
        && !document.title.is_empty()
    {
        document.addressees = names;
        index += 1;
    }
    index
}

/// What stands above the title and is no part of a 版头.
pub(super) fn unread<'a>(pieces: &'a [Piece], titles: &Titles) -> Vec<&'a Piece> {
    let above = pieces.get(..titles.own.start).unwrap_or_default();
    above
        .iter()
        .filter(|piece| {
            let mut probe = Document::default();
            piece.line().is_none_or(|line| !read_line(&mut probe, line))
        })
        .collect()
}

/// Reads a line of a 版头; whether it was one.
fn read_line(document: &mut Document, line: &str) -> bool {
    let line = line.trim();
    let head = &mut document.head;
    let (front, signers) = match line.split_once("签发人") {
        Some((front, names)) => (
            front.trim(),
            names.trim_start_matches(['：', ':', ' ', '　']),
        ),
        None => (line, ""),
    };
    let mut is_head = false;
    for name in signers
        .split([' ', '　', '、'])
        .filter(|name| !name.is_empty())
    {
        head.signers.push(Signer {
            name: name.to_owned(),
        });
        is_head = true;
    }
    if let Some(number) = issue_number(front) {
        head.number = Some(number);
        document.form = Form::File;
        return true;
    }
    if let Some(issuer) = front.strip_suffix("文件").filter(|name| !name.is_empty()) {
        let names = issuer.split([' ', '　']).filter(|name| !name.is_empty());
        head.issuers = names.map(str::to_owned).collect();
        head.says_file = true;
        document.form = Form::File;
        return true;
    }
    if front.len() == 6 && front.bytes().all(|byte| byte.is_ascii_digit()) {
        head.copy_number = front.parse().ok();
        return true;
    }
    if let Some(secrecy) = secrecy(front) {
        head.secrecy = Some(secrecy);
        return true;
    }
    head.urgency = match front {
        "特急" => Some(Urgency::Flash),
        "加急" => Some(Urgency::Urgent),
        _ => return is_head,
    };
    true
}

fn secrecy(line: &str) -> Option<Secrecy> {
    let (level, period) = match line.split_once('★') {
        Some((level, period)) => (level, Some(period.trim().to_owned())),
        None => (line, None),
    };
    let level = match level.trim() {
        "秘密" => SecrecyLevel::Confidential,
        "机密" => SecrecyLevel::Secret,
        "绝密" => SecrecyLevel::TopSecret,
        _ => return None,
    };
    Some(Secrecy { level, period })
}

/// 发文字号 in whatever brackets: `岳教发[2012]1号`.
pub(super) fn issue_number(line: &str) -> Option<IssueNumber> {
    let (code, rest) = line.split_once(['〔', '［', '[', '（', '(', '【'])?;
    let (year, serial) = rest.split_once(['〕', '］', ']', '）', ')', '】'])?;
    let serial = serial.trim().trim_start_matches('第').strip_suffix('号')?;
    let code = code.trim();
    let is_code = !code.is_empty() && code.chars().count() <= 12 && !code.contains(['，', '。']);
    is_code.then_some(IssueNumber::Serial {
        code: code.to_owned(),
        year: year.trim().parse().ok()?,
        serial: serial.trim().parse().ok()?,
    })
}

/// A line under the title: in parentheses, a date.
fn is_subtitle(line: &str) -> bool {
    let chars: Vec<char> = line.chars().collect();
    let in_brackets = line.starts_with(['（', '(']) && line.ends_with(['）', ')']);
    let numbered = chars.get(1).is_some_and(|c| digit(*c).is_some()) && chars.len() <= 4;
    in_brackets && !numbered && chars.len() <= 40 || dates::whole_line(&chars).is_some()
}

const MOST_ADDRESSEE_CHARS: usize = 150;

/// 主送机关: a short line without number that ends with a colon.
fn addressees(piece: &Piece) -> Option<Vec<String>> {
    let line = piece.line()?;
    let names = line.strip_suffix(['：', ':'])?;
    let is_list = piece.marker.is_none()
        && line.chars().count() <= MOST_ADDRESSEE_CHARS
        && !names.contains(['。', '；', '：']);
    is_list.then(|| {
        let names = names.split(['，', ',']);
        names.map(|name| name.trim().to_owned()).collect()
    })
}
