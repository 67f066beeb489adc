//! A document as lines with their parts.

use super::{Form, measure, roles, standard::Standard};
use crate::read::docx::look::{Drawn, Looked, Paragraph, Place, TWIPS_PER_MM};
use serde::Serialize;

/// Parts of a paper (GB/T 9704-2012 7.1), and what stands outside its type area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Paper, margins, grid.
    Page,
    /// 份号.
    CopyNumber,
    /// 密级和保密期限.
    Secrecy,
    /// 紧急程度.
    Urgency,
    /// 发文机关标志.
    IssuerMark,
    /// 发文字号.
    DocNumber,
    /// 签发人.
    Signer,
    /// 标题.
    Title,
    /// Lines under the title: who speaks, when.
    Subtitle,
    /// 主送机关.
    Addressee,
    /// 正文.
    Body,
    /// `一、`.
    Level1,
    /// `（一）`.
    Level2,
    /// `1.`.
    Level3,
    /// `（1）`.
    Level4,
    /// 出席, 请假, 列席 of 纪要.
    Attendance,
    /// 附件说明.
    AttachmentNote,
    /// 发文机关署名.
    Signature,
    /// 成文日期.
    Date,
    /// 附注.
    Note,
    /// 「附件」 and its number over an attachment.
    AttachmentLabel,
    /// Title of an attachment.
    AttachmentTitle,
    /// A cell of a table.
    TableCell,
    /// 主题词 of the standard of 1999.
    SubjectWords,
    /// 抄送机关.
    CarbonCopy,
    /// 印发机关和印发日期.
    PrintedBy,
    /// 页码.
    PageNumber,
}

impl Part {
    /// The words people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Page => "版面",
            Self::CopyNumber => "份号",
            Self::Secrecy => "密级和保密期限",
            Self::Urgency => "紧急程度",
            Self::IssuerMark => "发文机关标志",
            Self::DocNumber => "发文字号",
            Self::Signer => "签发人",
            Self::Title => "标题",
            Self::Subtitle => "题注",
            Self::Addressee => "主送机关",
            Self::Body => "正文",
            Self::Level1 => "一级标题",
            Self::Level2 => "二级标题",
            Self::Level3 => "三级标题",
            Self::Level4 => "四级标题",
            Self::Attendance => "出席名单",
            Self::AttachmentNote => "附件说明",
            Self::Signature => "发文机关署名",
            Self::Date => "成文日期",
            Self::Note => "附注",
            Self::AttachmentLabel => "附件标记",
            Self::AttachmentTitle => "附件标题",
            Self::TableCell => "表格",
            Self::SubjectWords => "主题词",
            Self::CarbonCopy => "抄送机关",
            Self::PrintedBy => "印发机关和印发日期",
            Self::PageNumber => "页码",
        }
    }

    /// Headings of the body.
    pub(super) fn is_level(self) -> bool {
        matches!(
            self,
            Self::Level1 | Self::Level2 | Self::Level3 | Self::Level4
        )
    }

    /// 版头.
    pub(super) fn is_head(self) -> bool {
        matches!(
            self,
            Self::CopyNumber
                | Self::Secrecy
                | Self::Urgency
                | Self::IssuerMark
                | Self::DocNumber
                | Self::Signer
        )
    }
}

/// A paragraph that is not blank.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub(super) number: usize,
    /// Its place among all paragraphs, blank ones too.
    pub(super) index: usize,
    /// Its words without blanks around them.
    pub(super) text: String,
    pub(super) chars: Vec<char>,
    /// Blanks before the words.
    pub(super) n_leading: usize,
    pub(super) paragraph: &'a Paragraph,
    pub(super) part: Part,
    /// Which attachment it belongs to, counted from 1.
    pub(super) attachment: Option<usize>,
    /// It begins a new page, by its own word or that of what stands before.
    pub(super) begins_page: bool,
    /// Characters of its mark (`（一）`), from the first of its words.
    pub(super) mark_chars: usize,
}

impl Line<'_> {
    /// Whether it stands in a table.
    pub(super) fn is_cell(&self) -> bool {
        matches!(self.paragraph.place, Place::Cell { .. })
    }

    /// The table and row it stands in.
    pub(super) fn row(&self) -> Option<(usize, usize)> {
        match self.paragraph.place {
            Place::Cell { table, row } => Some((table, row)),
            _ => None,
        }
    }
}

/// A document as lines with their parts.
#[derive(Debug)]
pub(super) struct Paper<'a> {
    pub(super) looked: &'a Looked,
    pub(super) lines: Vec<Line<'a>>,
    pub(super) form: Form,
    /// Height of a line of the type area, in twips.
    pub(super) line_twips: f64,
}

impl<'a> Paper<'a> {
    /// Finds the part of every line.
    pub(super) fn new(looked: &'a Looked, standard: &Standard) -> Self {
        let mut lines: Vec<Line<'a>> = Vec::new();
        let (mut ended, mut section) = (false, 0);
        for (index, paragraph) in looked.paragraphs.iter().enumerate() {
            let text = paragraph.text.trim();
            let new_section =
                paragraph.section != section && begins_page(looked, paragraph.section);
            section = paragraph.section;
            if text.is_empty() {
                ended |= new_section || paragraph.ends_page || paragraph.begins_page;
                continue;
            }
            let n_leading = paragraph
                .text
                .chars()
                .take_while(|c| c.is_whitespace())
                .count();
            lines.push(Line {
                number: lines.len() + 1,
                index,
                text: text.to_owned(),
                chars: text.chars().collect(),
                n_leading,
                paragraph,
                part: Part::Body,
                attachment: None,
                begins_page: ended || new_section || paragraph.begins_page,
                mark_chars: 0,
            });
            ended = paragraph.ends_page;
        }
        let form = roles::assign(&mut lines, looked, standard);
        let page = &standard.page;
        Self {
            looked,
            lines,
            form,
            line_twips: page.type_height_mm * TWIPS_PER_MM / f64::from(page.lines.max(1)),
        }
    }

    /// The lines of a part.
    pub(super) fn of(&self, part: Part) -> impl Iterator<Item = &Line<'a>> {
        self.lines.iter().filter(move |line| line.part == part)
    }

    /// The first line of a part.
    pub(super) fn first(&self, part: Part) -> Option<&Line<'a>> {
        self.of(part).next()
    }

    /// Distance of lines the grid of a paragraph's page gives.
    pub(super) fn grid(&self, paragraph: &Paragraph) -> Option<i32> {
        let pages = self.looked.sections.get(paragraph.section)?;
        pages.section.line_pitch
    }

    /// Blank lines over a line: blank paragraphs and spacing, in lines of the body. Nothing when it
    /// is the first line of a page, where space says nothing.
    pub(super) fn gap_above(&self, line: &Line<'_>) -> Option<f64> {
        let above = self.lines.get(line.number.checked_sub(2)?)?;
        if line.begins_page || above.index >= line.index {
            return None;
        }
        let between = self.looked.paragraphs.get(above.index + 1..line.index)?;
        let blanks: f64 = between
            .iter()
            .map(|blank| measure::blank_height(blank, self.grid(blank), self.line_twips))
            .sum();
        let spacing = measure::after(above.paragraph, self.line_twips)
            + measure::before(line.paragraph, self.line_twips);
        Some(blanks + spacing / self.line_twips)
    }

    /// Paragraphs from one index up to another, for rules drawn between lines.
    pub(super) fn between(&self, from: usize, to: usize) -> &'a [Paragraph] {
        self.looked.paragraphs.get(from..to).unwrap_or_default()
    }
}

/// Whether a section starts on a page of its own.
fn begins_page(looked: &Looked, section: usize) -> bool {
    looked
        .sections
        .get(section)
        .is_some_and(|pages| pages.section.begins.as_deref() != Some("continuous"))
}

/// Whether a paragraph carries a line across the page: a border or a drawn line.
pub(super) fn rule_of(paragraph: &Paragraph) -> Option<bool> {
    let edges = [paragraph.shape.top, paragraph.shape.bottom];
    let edge = edges.into_iter().flatten().flatten();
    let drawn = paragraph.drawn.iter().filter(|drawn| drawn.is_line);
    edge.map(|edge| edge.is_red)
        .chain(drawn.map(|Drawn { is_red, .. }| *is_red))
        .reduce(|one, other| one || other)
}
