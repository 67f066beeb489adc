//! Fonts: which face of those at hand is set for which part of a paper.
//!
//! GB/T 9704-2012 and the offices' practice name five faces. A machine may have the licensed ones,
//! look-alikes, or none; what is not there is replaced, and the replacement is declared.

use std::fmt;
use ttf_parser::{
    name,
    name_id::{FAMILY, FULL_NAME, TYPOGRAPHIC_FAMILY},
};
use typst::{
    foundations::Bytes,
    text::{Font, FontBook, FontInfo, FontStretch, FontStyle, FontVariant, FontWeight},
    utils::LazyHash,
};

/// A face the layout asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// 仿宋: all running text (GB/T 9704-2012 5.2.2).
    FangSong,
    /// 黑体: headings of the first level, 密级, 紧急程度, 「附件」.
    Hei,
    /// 楷体: headings of the second level, names of 签发人.
    Kai,
    /// 小标宋: title and 发文机关标志.
    TitleSong,
    /// 宋体: page numbers (7.5).
    Song,
}

/// A face that was not at hand, and what stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substitution {
    /// The face.
    pub face: Face,
    /// Full name of the font that stands in its place, as the font names itself.
    pub by: String,
}

/// Font files at hand, in the order they are preferred when they are equally right.
#[derive(Debug, Clone, Default)]
pub struct Fonts {
    fonts: Vec<Candidate>,
}

#[derive(Debug, Clone)]
struct Candidate {
    font: Font,
    /// Family names in every language the font speaks, in small letters.
    families: Vec<String>,
}

/// A typeface by its family names and the weight that is meant (100 to 900).
struct Cut {
    families: &'static [&'static str],
    weight: u16,
}

const SONG: &[&str] = &[
    "宋体",
    "simsun",
    "nsimsun",
    "新宋体",
    "方正书宋_gbk",
    "stsong",
    "华文宋体",
];
const OPEN_SONG: &[&str] = &[
    "noto serif sc",
    "noto serif cjk sc",
    "source han serif sc",
    "source han serif cn",
    "思源宋体",
    "fandolsong",
];
const HEI: &[&str] = &["黑体", "simhei", "方正黑体_gbk", "stheiti", "华文黑体"];
const OPEN_HEI: &[&str] = &[
    "noto sans sc",
    "noto sans cjk sc",
    "source han sans sc",
    "source han sans cn",
    "思源黑体",
    "fandolhei",
    "wenquanyi zen hei",
];
const FANG_SONG: &[&str] = &[
    "仿宋_gb2312",
    "fangsong_gb2312",
    "仿宋",
    "fangsong",
    "方正仿宋_gb2312",
    "方正仿宋_gbk",
    "方正仿宋简体",
    "stfangsong",
    "华文仿宋",
];
const OPEN_FANG_SONG: &[&str] = &["朱雀仿宋", "zhuque fangsong", "fandolfang"];
const KAI: &[&str] = &[
    "楷体_gb2312",
    "kaiti_gb2312",
    "楷体",
    "kaiti",
    "方正楷体_gb2312",
    "方正楷体_gbk",
    "方正楷体简体",
    "stkaiti",
    "华文楷体",
];
const OPEN_KAI: &[&str] = &[
    "lxgw wenkai",
    "lxgw wenkai gb",
    "霞鹜文楷",
    "fandolkai",
    "ar pl ukai cn",
];
const TITLE_SONG: &[&str] = &[
    "方正小标宋简体",
    "fzxiaobiaosong-b05s",
    "方正小标宋_gbk",
    "fzxiaobiaosong-b05",
    "方正小标宋_gb18030",
    "小标宋",
];

/// Weight of running text, and of bold.
const REGULAR: u16 = 400;
const BOLD: u16 = 700;

impl Face {
    /// All faces.
    pub const ALL: [Self; 5] = [
        Self::FangSong,
        Self::Hei,
        Self::Kai,
        Self::TitleSong,
        Self::Song,
    ];

    /// The name offices know it by.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FangSong => "仿宋_GB2312",
            Self::Hei => "黑体",
            Self::Kai => "楷体_GB2312",
            Self::TitleSong => "方正小标宋简体",
            Self::Song => "宋体",
        }
    }

    /// The name `layout.typ` calls it by.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::FangSong => "fangsong",
            Self::Hei => "hei",
            Self::Kai => "kai",
            Self::TitleSong => "title-song",
            Self::Song => "song",
        }
    }

    /// The face itself, under the names it is sold by.
    fn genuine(self) -> &'static [&'static str] {
        match self {
            Self::FangSong => FANG_SONG,
            Self::Hei => HEI,
            Self::Kai => KAI,
            Self::TitleSong => TITLE_SONG,
            Self::Song => SONG,
        }
    }

    /// What may stand in its place, best first.
    fn stand_ins(self) -> Vec<Cut> {
        let cut = |families, weight| Cut { families, weight };
        match self {
            Self::FangSong => vec![
                cut(OPEN_FANG_SONG, REGULAR),
                cut(SONG, REGULAR),
                cut(OPEN_SONG, REGULAR),
            ],
            Self::Hei => vec![cut(OPEN_HEI, 500)],
            Self::Kai => vec![cut(OPEN_KAI, REGULAR)],
            Self::TitleSong => vec![cut(OPEN_SONG, BOLD), cut(SONG, BOLD)],
            Self::Song => vec![cut(OPEN_SONG, REGULAR)],
        }
    }
}

impl fmt::Display for Substitution {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}：以 {} 代替", self.face.name(), self.by)
    }
}

/// Whether a font of this family is any use to a paper. For whoever searches folders of fonts and
/// does not want to read them all; see [`family_names`].
#[must_use]
pub fn is_wanted(family: &str) -> bool {
    let family = family.to_lowercase();
    Face::ALL.into_iter().any(|face| {
        face.genuine().contains(&family.as_str())
            || face
                .stand_ins()
                .iter()
                .any(|cut| cut.families.contains(&family.as_str()))
    })
}

/// Family names in the `name` table of a font file, in every language. Empty when the table cannot
/// be understood.
#[must_use]
pub fn family_names(name_table: &[u8]) -> Vec<String> {
    name::Table::parse(name_table)
        .map(|table| chosen(table.names, &[FAMILY, TYPOGRAPHIC_FAMILY]))
        .unwrap_or_default()
}

fn chosen(names: name::Names<'_>, ids: &[u16]) -> Vec<String> {
    names
        .into_iter()
        .filter(|name| ids.contains(&name.name_id))
        .filter_map(|name| name.to_string())
        .collect()
}

fn names(font: &Font, ids: &[u16]) -> Vec<String> {
    ttf_parser::Face::parse(font.data(), font.index())
        .map(|face| chosen(face.names(), ids))
        .unwrap_or_default()
}

impl Fonts {
    /// No fonts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds every face of a font file (.ttf, .otf, .ttc, .otc). Returns how many there were; 0 when
    /// it is no font file.
    pub fn add(&mut self, file: impl AsRef<[u8]> + Send + Sync + 'static) -> usize {
        let before = self.fonts.len();
        self.fonts.extend(Font::iter(Bytes::new(file)).map(|font| {
            let mut families = names(&font, &[FAMILY, TYPOGRAPHIC_FAMILY]);
            families.push(font.info().family.clone());
            Candidate {
                families: families.iter().map(|name| name.to_lowercase()).collect(),
                font,
            }
        }));
        self.fonts.len() - before
    }

    /// The faces that are not at hand and what stands in their place.
    #[must_use]
    pub fn substitutions(&self) -> Vec<Substitution> {
        Face::ALL
            .into_iter()
            .filter_map(|face| {
                let (font, is_genuine) = self.face(face)?;
                (!is_genuine).then(|| Substitution {
                    face,
                    by: full_name(font),
                })
            })
            .collect()
    }

    /// The font set for a face, and whether it is the face itself. Nothing only when there is no
    /// font at all.
    fn face(&self, face: Face) -> Option<(&Font, bool)> {
        let genuine = Cut {
            families: face.genuine(),
            weight: REGULAR,
        };
        if let Some(font) = self.best(&genuine) {
            return Some((font, true));
        }
        let stand_in = face.stand_ins().iter().find_map(|cut| self.best(cut));
        let any = || self.fonts.first().map(|candidate| &candidate.font);
        Some((stand_in.or_else(any)?, false))
    }

    /// The font of the family named first, and among its weights the nearest.
    fn best(&self, cut: &Cut) -> Option<&Font> {
        let rank = |candidate: &Candidate| {
            cut.families
                .iter()
                .position(|family| candidate.families.iter().any(|own| own == family))
        };
        self.fonts
            .iter()
            .filter_map(|candidate| Some((rank(candidate)?, candidate)))
            .min_by_key(|(rank, candidate)| {
                let weight = candidate.font.info().variant.weight.to_number();
                (*rank, weight.abs_diff(cut.weight))
            })
            .map(|(_, candidate)| &candidate.font)
    }

    /// The faces under the names `layout.typ` uses, then all fonts for characters the faces lack.
    pub(crate) fn shelf(&self) -> Shelf {
        let faces = Face::ALL.into_iter().filter_map(|face| {
            let (font, _) = self.face(face)?;
            Some((font.clone(), face.key().to_owned()))
        });
        let others = self.fonts.iter().zip(0_usize..);
        let others =
            others.map(|(candidate, place)| (candidate.font.clone(), format!("other-{place}")));
        let (fonts, infos): (Vec<Font>, Vec<FontInfo>) = faces
            .chain(others)
            .map(|(font, family)| {
                let info = FontInfo {
                    family,
                    variant: plain(),
                    ..font.info().clone()
                };
                (font, info)
            })
            .unzip();
        Shelf {
            fonts,
            book: LazyHash::new(FontBook::from_infos(infos)),
        }
    }
}

/// One weight and no slant: a face is chosen by its name alone.
fn plain() -> FontVariant {
    FontVariant::new(FontStyle::Normal, FontWeight::REGULAR, FontStretch::NORMAL)
}

fn full_name(font: &Font) -> String {
    let name = names(font, &[FULL_NAME]).into_iter().next();
    name.unwrap_or_else(|| font.info().family.clone())
}

/// Fonts as typst asks for them.
#[derive(Debug)]
pub(crate) struct Shelf {
    pub(crate) fonts: Vec<Font>,
    pub(crate) book: LazyHash<FontBook>,
}

impl Shelf {
    /// Whether any font can draw the character.
    pub(crate) fn covers(&self, character: char) -> bool {
        (0..self.fonts.len())
            .filter_map(|place| self.book.info(place))
            .any(|info| info.coverage.contains(u32::from(character)))
    }
}
