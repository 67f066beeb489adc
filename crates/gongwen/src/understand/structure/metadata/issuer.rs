//! 发文机关: from the signature, a field of the page, the red heading or the title's own first words.

use super::{Page, dates};
use crate::{
    ledger::Spanned,
    understand::{
        heads::Heads,
        structure::{
            chars::{at, cut, digit, is_blank, is_han, stands_at, trimmed},
            endings::Ending,
            lines::Line,
        },
    },
};

/// What the name of an authority ends with; the longer endings first.
const OFFICES: &[&str] = &[
    "人民政府办公室",
    "人民政府办公厅",
    "人民政府",
    "委员会办公室",
    "领导小组办公室",
    "委员会",
    "办事处",
    "教育体育局",
    "教育和体育局",
    "教育科技体育局",
    "教育科技局",
    "教育局",
    "教体局",
    "教育厅",
    "教育委员会",
    "教委",
    "健康局",
    "管理局",
    "事务局",
    "保障局",
    "局",
    "厅",
    "党委",
    "工委",
    "中心校",
    "中心小学",
    "小学",
    "中学",
    "学校",
    "幼儿园",
    "学院",
    "中心",
    "学区",
    "镇政府",
    "乡政府",
    "办公室",
    "总工会",
    "研究院",
    "研究室",
    "督导室",
    "督查室",
    "管委会",
    "卫生院",
    "医院",
];
/// Where a place's name ends.
const PLACES: &[char] = &[
    '省', '市', '县', '区', '旗', '州', '镇', '乡', '盟', '门', '岭',
];

/// The issuer of the paper.
pub(super) fn issuer(
    page: &Page<'_>,
    title: Option<&Spanned<String>>,
    negative: bool,
) -> Option<Spanned<String>> {
    signature(page)
        .or_else(|| beside_date(page))
        .or_else(|| if negative { None } else { field(page) })
        .or_else(|| if negative { None } else { heading(page) })
        .or_else(|| {
            if negative {
                None
            } else {
                title.and_then(|title| of_title(page, title))
            }
        })
}

/// The line above the date of signature, or below it.
fn signature(page: &Page<'_>) -> Option<Spanned<String>> {
    let clean = page.clean;
    let filled: Vec<(Line, Option<Ending>)> = clean
        .lines
        .iter()
        .zip(page.endings)
        .filter(|(line, _)| !line.is_empty())
        .map(|(line, ending)| (*line, *ending))
        .collect();
    for (index, (line, ending)) in filled.iter().enumerate() {
        let dated = *ending == Some(Ending::Signature)
            && dates::whole_line(line.of(&clean.chars)).is_some();
        if !dated {
            continue;
        }
        for neighbour in [index.checked_sub(1), Some(index + 1)]
            .into_iter()
            .flatten()
        {
            let Some((signer, _)) = filled.get(neighbour) else {
                continue;
            };
            let words = signer.of(&clean.chars);
            if office_end(words) == Some(words.len()) && words.len() <= 40 && !words.contains(&'关')
            {
                return Some(spanned(page, *signer));
            }
        }
    }
    None
}

/// 某某县教育局　2024年3月15日 on one line: who signs and when.
fn beside_date(page: &Page<'_>) -> Option<Spanned<String>> {
    let chars = &page.clean.chars;
    page.clean.lines.iter().find_map(|line| {
        let words = line.of(chars);
        if words.len() > 45 || !words.contains(&'年') {
            return None;
        }
        let office = office_end(words).filter(|&end| end >= 4)?;
        let rest = trimmed(cut(words, office, words.len()));
        let dated = rest.len() + office < words.len() && dates::whole_line(rest).is_some();
        let printed = rest.ends_with(&['发']);
        (dated && !printed && names_a_place(cut(words, 0, office))).then(|| {
            let end = line.start + office;
            spanned(page, Line { end, ..*line })
        })
    })
}

/// 发布机构, 发文机关, 信息来源: the field of an authority's page.
fn field(page: &Page<'_>) -> Option<Spanned<String>> {
    const LABELS: &[&str] = &[
        "发布机构",
        "发文机关",
        "发文单位",
        "发布单位",
        "制发机关",
        "公开责任部门",
        "信息来源",
        "来源",
    ];
    if page.noise.sharing_site {
        return None;
    }
    const HEADS: Heads = Heads::of(LABELS);
    let chars = page.chars;
    let places: Vec<usize> = (0..chars.len().min(2500))
        .filter(|&index| HEADS.hold(at(chars, index)))
        .collect();
    for label in LABELS {
        let length = label.chars().count();
        let Some(place) = places.iter().copied().find(|&index| {
            stands_at(chars, index, label)
                && matches!(at(chars, skip(chars, index + length)), ':' | '：')
        }) else {
            continue;
        };
        let mut start = skip(chars, place + length) + 1;
        start = skip(chars, start);
        let words: Vec<char> = cut(chars, start, start + 40)
            .iter()
            .copied()
            .take_while(|&c| is_han(c))
            .collect();
        // 来源 often names the unit in short; that is no issuer.
        let whole = |length: &usize| {
            *length >= 4 && (!label.ends_with("来源") || names_a_place(cut(&words, 0, *length)))
        };
        if let Some(length) = office_end(&words).filter(whole) {
            let span = crate::span::Span::new(start, start + length);
            return Some(Spanned {
                value: cut(&words, 0, length).iter().collect(),
                span,
            });
        }
    }
    None
}

fn skip(chars: &[char], mut index: usize) -> usize {
    let limit = index + 6;
    while index < limit && is_blank(at(chars, index)) {
        index += 1;
    }
    index
}

/// 某某县教育局 alone on a line before 关于…的通知, or 某某县教育局文件.
fn heading(page: &Page<'_>) -> Option<Spanned<String>> {
    let clean = page.clean;
    let mut lines = clean
        .lines
        .iter()
        .filter(|line| !line.is_empty() && line.start < page.body_start)
        .take(20)
        .peekable();
    while let Some(&line) = lines.next() {
        let words = line.of(&clean.chars);
        let Some(length) = office_end(words) else {
            continue;
        };
        let rest: String = cut(words, length, words.len()).iter().collect();
        let about = rest.starts_with("关于")
            || rest == "文件"
            || rest.is_empty()
                && lines
                    .peek()
                    .is_some_and(|next| stands_at(&clean.chars, next.start, "关于"));
        if about && names_a_place(cut(words, 0, length)) {
            return Some(spanned(
                page,
                Line {
                    end: line.start + length,
                    ..line
                },
            ));
        }
    }
    None
}

/// The authority a title begins with: 望江门街道办事处2016年….
fn of_title(page: &Page<'_>, title: &Spanned<String>) -> Option<Spanned<String>> {
    let words: Vec<char> = title.value.chars().filter(|c| !is_blank(*c)).collect();
    let year = words.iter().position(|c| digit(*c).is_some() || *c == '二');
    let before_year = cut(&words, 0, year.unwrap_or(words.len()));
    let length = office_end(before_year)?;
    let name = cut(before_year, 0, length);
    let ends_at_year = year == Some(length)
        || stands_at(&words, length, "关于")
        || stands_at(&words, length, "工作")
        || stands_at(&words, length, "教育");
    (ends_at_year && names_a_place(name)).then(|| Spanned {
        value: name.iter().collect(),
        span: page.clean.span(
            page.clean.find(title.span.start),
            page.clean.find(title.span.start) + length,
        ),
    })
}

/// Where the name of an authority at the head of `words` ends.
fn office_end(words: &[char]) -> Option<usize> {
    const ENDS: Heads = Heads::ends_of(OFFICES);
    let plain = words
        .iter()
        .take_while(|&&c| is_han(c) || matches!(c, '（' | '）' | '(' | ')'))
        .count();
    let name = cut(words, 0, plain);
    let about = name.windows(2).position(|pair| pair == ['关', '于']);
    let name = cut(name, 0, about.unwrap_or(plain));
    (1..=name.len())
        .rev()
        .filter(|&end| ENDS.hold(at(name, end - 1)))
        .find(|&end| {
            let mut offices = OFFICES.iter().map(|office| office.chars().rev());
            offices.any(|mut office| {
                let mut before = cut(name, 0, end).iter().rev();
                office.all(|c| before.next() == Some(&c))
            })
        })
}

/// Whether the name says which place: 大英县教育局, not 教育局, 区教体局 or 县(区)教育局.
pub(super) fn names_a_place(name: &[char]) -> bool {
    if name
        .iter()
        .any(|c| matches!(c, '(' | '（' | '某' | '×' | 'X' | 'x' | '*'))
    {
        return false;
    }
    let generic = matches!(
        at(name, 0),
        '县' | '区' | '市' | '省' | '乡' | '镇' | '我' | '本' | '全' | '局' | '各'
    );
    let place = name.iter().position(|c| PLACES.contains(c));
    let school = ["小学", "中学", "学校", "幼儿园", "学院"]
        .iter()
        .any(|kind| name.iter().collect::<String>().ends_with(kind));
    !generic
        && (place.is_some_and(|place| place >= 1) || school && name.len() >= 4 || name.len() >= 6)
}

fn spanned(page: &Page<'_>, line: Line) -> Spanned<String> {
    let value: String = line
        .of(&page.clean.chars)
        .iter()
        .filter(|c| !is_blank(**c))
        .collect();
    Spanned {
        value,
        span: page.clean.span(line.start, line.end),
    }
}
