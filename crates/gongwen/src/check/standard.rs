//! The standard as data: thresholds, families of fonts, and the words of every rule.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// GB/T 9704-2012 as shipped.
const GBT_9704_2012: &str = include_str!("gbt9704_2012.toml");

/// How binding a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The standard forbids it.
    #[serde(rename = "违反")]
    Breach,
    /// The standard recommends otherwise, or the checker may be mistaken.
    #[serde(rename = "建议")]
    Advice,
}

impl Severity {
    /// The word people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Breach => "违反",
            Self::Advice => "建议",
        }
    }
}

/// How well a rule is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Confidence {
    /// The clause was read.
    #[serde(rename = "C")]
    Read,
    /// Known practice; the clause's own words were not at hand.
    #[serde(rename = "K")]
    Known,
    /// Worked out from clauses that were read.
    #[serde(rename = "D")]
    Derived,
}

impl Confidence {
    /// The words people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Read => "据条文",
            Self::Known => "据通行做法",
            Self::Derived => "据条文推算",
        }
    }
}

/// Names every rule once: the variant, and all of them in a row.
macro_rules! rule_ids {
    ($($name:ident,)*) => {
        /// A rule of the standard, named for what it is about; its words stand in the data.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[expect(missing_docs, reason = "each is explained by its entry in the data")]
        pub enum RuleId { $($name,)* }

        impl RuleId {
            /// Every rule, in the order of the clauses.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

rule_ids![
    Paper,
    Margins,
    LinePitch,
    CharactersPerLine,
    Colour,
    CopyNumber,
    Secrecy,
    Urgency,
    MarkColour,
    MarkAlign,
    MarkFont,
    NumberForm,
    NumberOrdinal,
    NumberPlace,
    NumberFont,
    NumberGap,
    SignerMissing,
    SignerForm,
    SignerFont,
    HeadRule,
    TitleFont,
    TitleAlign,
    TitleGap,
    TitleMissing,
    TitleForm,
    TitleType,
    TitlePunctuation,
    AddresseeColon,
    AddresseePlace,
    AddresseeGap,
    AddresseeFont,
    BodyFont,
    BodyIndent,
    FirstLevelFont,
    SecondLevelFont,
    ThirdLevelFont,
    FourthLevelFont,
    LevelMark,
    LevelStop,
    NoTextPage,
    AttachmentNotePlace,
    AttachmentNoteNumber,
    AttachmentNoteStop,
    AttachmentNoteMatch,
    AttachmentNoteFont,
    DateForm,
    DatePlace,
    SignaturePlace,
    SignatureFont,
    NoteForm,
    AttachmentLabelFont,
    AttachmentLabelPlace,
    AttachmentNewPage,
    AttachmentTitleAlign,
    AttachmentTitleFont,
    BodyDate,
    ImprintMissing,
    ImprintRules,
    ImprintLast,
    CcStop,
    CcColon,
    ImprintFont,
    ImprintSide,
    PrintedForm,
    SubjectWords,
    PageNumberMissing,
    PageNumberForm,
    PageNumberFont,
    PageNumberSides,
    PageNumberIndent,
    TableHeader,
    HalfWidth,
    StraightQuotes,
    Dash,
    Ellipsis,
    WesternQuotes,
    LetterFirstPage,
    LetterImprint,
    AttendanceFont,
];

/// A rule with the words a person reads.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Clause of the standard, for example `7.3.1`.
    pub clause: String,
    /// How binding.
    pub severity: Severity,
    /// How well known.
    pub source: Confidence,
    /// Family of the font wanted.
    pub font: Option<String>,
    /// Size wanted, in points.
    pub size_pt: Option<f64>,
    /// What the standard wants.
    pub wanted: String,
    /// What to do.
    pub fix: String,
}

/// Paper and type area, in millimetres.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Width of the paper.
    pub width_mm: f64,
    /// Height of the paper.
    pub height_mm: f64,
    /// 天头.
    pub top_mm: f64,
    /// 订口.
    pub left_mm: f64,
    /// Width of the 版心.
    pub type_width_mm: f64,
    /// Height of the 版心.
    pub type_height_mm: f64,
    /// How far each may be off.
    pub tolerance_mm: f64,
    /// Lines on a page.
    pub lines: u32,
    /// Characters in a line.
    pub characters: u32,
}

/// Where things stand; characters are as wide as those of the body.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// First-line indent of the body.
    pub indent_characters: f64,
    /// How far an indent may be off.
    pub tolerance_characters: f64,
    /// 成文日期 from the right edge, sealed.
    pub date_gap_characters: f64,
    /// 署名 from the right edge, unsealed.
    pub unsealed_gap_characters: f64,
    /// How far 署名 and 成文日期 may be off.
    pub gap_tolerance_characters: f64,
    /// 版记 and page numbers from the edges.
    pub side_gap_characters: f64,
    /// How far a number of blank lines may be off.
    pub tolerance_lines: f64,
    /// Blank lines over the title.
    pub title_blank_lines: f64,
    /// Blank lines over 主送机关.
    pub addressee_blank_lines: f64,
    /// Blank lines over 附件说明.
    pub attachment_note_blank_lines: f64,
    /// Blank lines over 发文字号.
    pub number_blank_lines: f64,
    /// How far a size may be off, in points.
    pub tolerance_pt: f64,
    /// Rows from which a table is taken to go over a page.
    pub repeat_header_from_rows: usize,
    /// Digits of 份号.
    pub copy_number_digits: usize,
}

/// 文种.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Types {
    /// The fifteen, in the words titles end with.
    pub all: Vec<String>,
    /// Those that go up.
    pub upward: Vec<String>,
    /// What is often taken for one.
    pub not_types: Vec<String>,
}

/// The standard a paper is held to.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Its number.
    pub standard: String,
    /// Since when, `YYYY-MM-DD`.
    pub in_force: crate::day::Day,
    /// Paper and type area.
    pub page: Page,
    /// Places.
    pub layout: Layout,
    /// 文种.
    pub types: Types,
    /// Families of fonts with the names their fonts go by.
    fonts: BTreeMap<String, Vec<String>>,
    #[serde(rename = "rule")]
    rules: BTreeMap<RuleId, Rule>,
    /// Names of fonts in lower case, to their family.
    #[serde(skip)]
    families: HashMap<String, String>,
}

/// The data of a standard cannot be used; the message says where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("格式规则的数据有误，无法检查：{0}")]
pub struct StandardError(String);

impl Standard {
    /// GB/T 9704-2012.
    ///
    /// # Errors
    /// Never with the data as shipped, which a test holds to.
    pub fn gbt9704_2012() -> Result<Self, StandardError> {
        Self::parse(GBT_9704_2012)
    }

    /// Reads a standard from its data, for example with a house's own additions to the fonts. Rules
    /// left out are not checked.
    ///
    /// # Errors
    /// [`StandardError`] when the data has another form than that of GB/T 9704-2012.
    pub fn parse(text: &str) -> Result<Self, StandardError> {
        let mut standard: Self =
            toml::from_str(text).map_err(|error| StandardError(error.message().to_owned()))?;
        for (family, names) in &standard.fonts {
            for name in names {
                standard
                    .families
                    .insert(name.to_lowercase(), family.clone());
            }
        }
        Ok(standard)
    }

    /// The rule, when it is checked.
    #[must_use]
    pub fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.get(&id)
    }

    /// The family a font belongs to: 仿宋 for `FangSong`.
    #[must_use]
    pub fn family(&self, font: &str) -> Option<&str> {
        let family = self.families.get(&font.trim().to_lowercase());
        family.map(String::as_str)
    }

    /// What people call a size: 三号 for 16.
    #[must_use]
    pub fn size_name(points: f64) -> String {
        const NAMES: [(f64, &str); 16] = [
            (42.0, "初号"),
            (36.0, "小初"),
            (26.0, "一号"),
            (24.0, "小一"),
            (22.0, "二号"),
            (18.0, "小二"),
            (16.0, "三号"),
            (15.0, "小三"),
            (14.0, "四号"),
            (12.0, "小四"),
            (10.5, "五号"),
            (9.0, "小五"),
            (7.5, "六号"),
            (6.5, "小六"),
            (5.5, "七号"),
            (5.0, "八号"),
        ];
        let named = NAMES.iter().find(|(size, _)| (size - points).abs() < 0.01);
        named.map_or_else(|| format!("{points} 磅"), |(_, name)| (*name).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::{RuleId, Standard};

    #[test]
    fn the_data_as_shipped_has_every_rule_and_its_margins_add_up() {
        let standard = Standard::gbt9704_2012().unwrap();
        for id in RuleId::ALL {
            assert!(standard.rule(*id).is_some(), "{id:?}");
        }
        let page = &standard.page;
        assert_eq!(page.top_mm + page.type_height_mm + 35.0, page.height_mm);
        assert_eq!(page.left_mm + page.type_width_mm + 26.0, page.width_mm);
        let fonts = standard
            .rules
            .values()
            .filter_map(|rule| rule.font.as_ref());
        for font in fonts {
            assert!(standard.fonts.contains_key(font), "{font}");
        }
    }

    /// What the writers lay out by and what the checker holds papers to are one standard.
    #[test]
    fn the_data_agrees_with_the_lengths_the_writers_use() {
        use crate::standard as lengths;
        let standard = Standard::gbt9704_2012().unwrap();
        let page = &standard.page;
        for (mm, um) in [
            (page.width_mm, lengths::PAGE_WIDTH_UM),
            (page.height_mm, lengths::PAGE_HEIGHT_UM),
            (page.top_mm, lengths::MARGIN_TOP_UM),
            (page.left_mm, lengths::MARGIN_LEFT_UM),
            (page.type_width_mm, lengths::TYPE_AREA_WIDTH_UM),
            (page.type_height_mm, lengths::TYPE_AREA_HEIGHT_UM),
        ] {
            assert_eq!(mm * 1000.0, f64::from(um));
        }
        assert_eq!(
            (page.lines, page.characters),
            (lengths::LINES, lengths::CHARS)
        );
        for (id, half_points) in [
            (RuleId::BodyFont, lengths::SIZE_3_HALF_POINTS),
            (RuleId::TitleFont, lengths::SIZE_2_HALF_POINTS),
            (RuleId::ImprintFont, lengths::SIZE_4_HALF_POINTS),
        ] {
            let size = standard.rule(id).and_then(|rule| rule.size_pt);
            assert_eq!(size, Some(f64::from(half_points) / 2.0), "{id:?}");
        }
    }

    #[test]
    fn a_font_goes_by_many_names() {
        let standard = Standard::gbt9704_2012().unwrap();
        for (name, family) in [
            ("仿宋_GB2312", Some("仿宋")),
            ("FANGSONG", Some("仿宋")),
            (" KaiTi ", Some("楷体")),
            ("方正小标宋_GBK", Some("小标宋")),
            ("Times New Roman", None),
        ] {
            assert_eq!(standard.family(name), family, "{name}");
        }
    }
}
