//! The work ledger (责任分解台账): what a paper says is to be done, how much, by when, by whom.
//!
//! Every field that was read carries the [`Span`] it was read from. What could not be read is
//! absent, never guessed.

pub mod json;

use crate::{day::Day, span::Span};
use serde::{Deserialize, Serialize};

/// What the library understood of one document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// Form of the document.
    pub kind: DocKind,
    /// The work document's own title: of the 工作要点, not of the 通知 that issues it.
    pub title: Option<Spanned<String>>,
    /// 发文机关: who the paper is from.
    pub issuer: Option<Spanned<String>>,
    /// 发文字号 as written, for example `岳教发〔2012〕1号` (GB/T 9704-2012 7.2.5).
    pub doc_number: Option<Spanned<String>>,
    /// The calendar year planned or reported; a second term (第二学期) lies in the later year of its school year.
    pub plan_year: Option<Spanned<i16>>,
    /// 成文日期 (GB/T 9704-2012 7.3.5.4), or the publication date of an authority's own page.
    pub issued_on: Option<Spanned<Day>>,
    /// Items of work (任务): leaves of the numbering tree, or rows of a table, in order of position.
    pub items: Vec<Item>,
    /// The numbering tree itself: every numbered unit, headings and leaves, in order of position.
    pub outline: Vec<Heading>,
    /// What belongs to no item: navigation, page numbers, segment marks.
    pub noise: Vec<Span>,
    /// What an experienced clerk (办公室) would point at, in order of position.
    pub findings: Vec<Finding>,
}

/// Form of a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocKind {
    /// 工作要点, 工作计划.
    #[default]
    WorkPlan,
    /// 责任分解表, 任务分解表.
    ResponsibilityTable,
    /// 工作总结.
    Summary,
    /// 实施方案.
    Scheme,
    /// No work document: news, regulation, recruitment notice.
    Negative,
}

/// A value and the place it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A numbered unit of the outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The numeral with its punctuation.
    pub marker: String,
    /// Its words without marker and closing stop.
    pub title: String,
    /// Depth in the tree, 0 the outermost; depths follow the tree, not the four levels of GB/T 9704-2012 7.3.3.
    pub depth: usize,
    /// From the marker to the end of the heading's own words.
    pub span: Span,
    /// Index into [`Ledger::items`] when this unit is a leaf that is work.
    pub item: Option<usize>,
}

/// One item of work: a leaf of the numbering tree or a row of a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Words of the section headings over it, outermost first, without their numerals.
    pub path: Vec<String>,
    /// The numeral with its punctuation as in the text.
    pub marker: String,
    /// Offset of the marker's first character, in code points of the source.
    pub start: usize,
    /// The heading of the item, when it has one.
    pub title: Option<Spanned<String>>,
    /// Everything of the item, from the marker to its last character.
    pub span: Option<Span>,
    /// The words after the marker, noise left out, cells of a row joined by a line break.
    pub body: String,
    /// The first 15 characters of the body as they stand in the source.
    pub quote_start: String,
    /// 量化目标: quantities to be reached.
    pub targets: Vec<Target>,
    /// 完成时限: when the work is done.
    pub deadlines: Vec<Deadline>,
    /// 责任单位 and 责任人: who does it.
    pub responsible: Vec<Responsible>,
}

/// A quantity to be reached (in a summary: reached).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The shortest words with number, bound and unit, as they stand.
    pub quote: String,
    /// Where the quote stands; noise inside it included.
    pub span: Span,
    /// What is counted, in the text's words.
    pub subject: String,
    /// The number in [`unit`](Self::unit)s: 万, 亿 and 千 multiplied out (559.04万元 is 5590400 元), percentages, ‰,
    /// 百分点 and 成 kept as they stand (95% is 95, unit `%`). Of a range its lower end.
    pub value: f64,
    /// Upper end of a range, both ends included; nothing unless [`cmp`](Self::cmp) is [`Comparator::Range`].
    pub max: Option<f64>,
    /// How the number bounds.
    pub cmp: Comparator,
    /// Measure word or unit as in the text, 万 and 亿 left out: 所, 人次, 元/月·人; empty when the text has none.
    pub unit: String,
    /// Sort of quantity.
    pub kind: TargetKind,
    /// 确保 or 力争, when the text says so.
    pub commitment: Commitment,
}

/// How a number bounds what is to be reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    /// Exactly; also 达到, 力争.
    #[default]
    Eq,
    /// 以上, 不少于, 不低于, 至少.
    Ge,
    /// 以下, 以内, 不超过, 控制在.
    Le,
    /// 超过, 突破, 逾, 余, 多.
    Gt,
    /// 低于.
    Lt,
    /// 1-2个, 15至20名.
    Range,
    /// 约, 近, 左右.
    Approx,
}

/// Sort of quantity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// Things or persons counted.
    #[default]
    Count,
    /// Percentages, points, coefficients.
    Ratio,
    /// Sums of money.
    Money,
    /// Floor or ground area.
    Area,
    /// So many times per period.
    Frequency,
    /// Position in an order.
    Rank,
    /// Time spans, lengths, weights, scores.
    Other,
}

/// How strongly the paper promises.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Commitment {
    /// Not said.
    #[default]
    Plain,
    /// 确保, 必须: binding.
    Binding,
    /// 力争, 争取: stretch.
    Stretch,
}

/// When an item's work is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The time words as they stand.
    pub quote: String,
    /// Where they stand.
    pub span: Span,
    /// First day of the time named, when known.
    pub from: Option<Day>,
    /// Last day, itself included: 9月底前 is September 30, 9月前 August 31. Nothing when the words mean no
    /// day, as 近期 and 长期坚持, or when no year is known.
    pub to: Option<Day>,
    /// Rhythm, when it recurs.
    pub recurs: Option<Recurrence>,
}

/// Rhythm of recurring work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recurrence {
    /// 每周.
    Weekly,
    /// 每月.
    Monthly,
    /// 每季度.
    Quarterly,
    /// 每半年.
    HalfYearly,
    /// 每年.
    Yearly,
    /// 每学期.
    PerTerm,
}

/// A unit or person that answers for an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responsible {
    /// The name exactly as in the text, line breaks of the page left out: which unit of the bureau it is, the
    /// caller knows.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// In which part.
    pub role: Role,
}

/// Part a unit or person plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 牵头, 主要责任.
    Lead,
    /// 配合, 协办.
    Support,
    /// 责任单位, 负责.
    Responsible,
    /// A person or office holder: 分管领导, 责任人, 组长.
    Leader,
}

/// Something in the paper that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable identifier of the check, for example `duplicate_number`.
    pub code: FindingCode,
    /// The place.
    pub span: Span,
    /// What is there, one Chinese sentence.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What one can do.
    pub suggestion: String,
}

/// The checks, by what they find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// The same number stands twice in one series.
    DuplicateNumber,
    /// A number is missing in a series.
    NumberGap,
    /// The text speaks of another year than the title.
    YearConflict,
    /// A page number stuck to the text.
    GluedPageNumber,
    /// A segment mark of a document site.
    SegmentMark,
    /// Punctuation lost in conversion (12111 for 1:2.111).
    LostPunctuation,
    /// Words replaced by synonyms (教化 for 教育).
    SpunText,
    /// The text breaks off.
    TruncatedEnd,
    /// Items that need approval under the rules on 基层减负.
    BurdenItem,
    /// A task nobody answers for (缺责任单位).
    TaskWithoutOwner,
    /// A task with no day it is due (缺完成时限).
    TaskWithoutDeadline,
    /// A number that says how many and not of what (缺单位).
    TargetWithoutUnit,
    /// Parts that do not make their total, in a sentence or a table (合计不符).
    SumMismatch,
    /// One quantity with two values in two places (前后不一).
    ConflictingQuantity,
    /// No work items were found.
    NoItems,
    /// Something the reader of the file noticed.
    Reader,
}
