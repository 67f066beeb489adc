//! 数据项: what is counted, for whom, how often, and where the one number comes from.

use super::amount::{Amount, NotAnAmount};
use crate::{org::UnitKind, units};
use base::{Grain, Role, actor::PersonId, actor::UnitId};
use std::{fmt, str::FromStr};

/// The code of a data item: a word of small letters, digits, `_` and `.`; it never changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ItemCode(String);

/// The text is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("编码只用小写字母、数字、下划线和点，以字母开头，最多 {MOST_CODE} 个字")]
pub(crate) struct NotACode;

const MOST_CODE: usize = 60;

impl ItemCode {
    /// The code as text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// A code nobody else has, for an item that comes without one.
    pub(crate) fn fresh() -> Self {
        let id = base::id::Uuid::now_v7().simple().to_string();
        Self(format!("x{id}"))
    }
}

impl FromStr for ItemCode {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let begins = text.starts_with(|char: char| char.is_ascii_lowercase());
        let fits =
            |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || "._".contains(char);
        match begins && text.len() <= MOST_CODE && text.chars().all(fits) {
            true => Ok(Self(text.to_owned())),
            false => Err(NotACode),
        }
    }
}

impl fmt::Display for ItemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a value of an item looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueKind {
    /// A number.
    Number,
    /// 是 or 否, kept as 1 or 0.
    YesNo,
}

impl ValueKind {
    pub(crate) const ALL: [Self; 2] = [Self::Number, Self::YesNo];

    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Number => "数值",
            Self::YesNo => "是或否",
        }
    }

    /// The word stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::YesNo => "yes_no",
        }
    }

    /// The kind with this stored word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Who types the numbers of an item in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reporter {
    /// One person.
    Person(PersonId),
    /// Whoever holds this role in this unit.
    Post(UnitId, Role),
    /// Each unit its own, by whoever reports for it.
    OwnUnit,
}

/// The one declared source of an item (一数一源).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// A roll-up of a register, named by its id.
    RegisterRollup(String),
    /// The yearly dataset (学年基表).
    Dataset,
    /// A survey, named by its id.
    Survey(String),
    /// Other items; the formula with codes in brackets.
    Formula(String),
    /// Somebody who types it in.
    Reporter(Reporter),
}

/// The kinds of sources, without what each points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum SourceKind {
    Register,
    Dataset,
    Survey,
    Formula,
    Reporter,
}

impl SourceKind {
    pub(crate) const ALL: [Self; 5] = [
        Self::Register,
        Self::Dataset,
        Self::Survey,
        Self::Formula,
        Self::Reporter,
    ];

    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Register => "台账汇总",
            Self::Dataset => "学年基表",
            Self::Survey => "问卷结果",
            Self::Formula => "公式计算",
            Self::Reporter => "指定填报",
        }
    }

    /// The word stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Dataset => "dataset",
            Self::Survey => "survey",
            Self::Formula => "formula",
            Self::Reporter => "reporter",
        }
    }

    /// The kind with this stored word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl Source {
    /// Its kind.
    pub(crate) fn kind(&self) -> SourceKind {
        match self {
            Self::RegisterRollup(_) => SourceKind::Register,
            Self::Dataset => SourceKind::Dataset,
            Self::Survey(_) => SourceKind::Survey,
            Self::Formula(_) => SourceKind::Formula,
            Self::Reporter(_) => SourceKind::Reporter,
        }
    }

    /// What it points to, as it is stored beside its kind.
    pub(crate) fn detail(&self) -> String {
        match self {
            Self::RegisterRollup(id) | Self::Survey(id) | Self::Formula(id) => id.clone(),
            Self::Dataset => String::new(),
            Self::Reporter(Reporter::Person(person)) => format!("person:{person}"),
            Self::Reporter(Reporter::Post(unit, role)) => format!("post:{unit}:{}", role.code()),
            Self::Reporter(Reporter::OwnUnit) => "own_unit".to_owned(),
        }
    }

    /// The source that was stored as kind and detail.
    pub(crate) fn stored(kind: SourceKind, detail: &str) -> Option<Self> {
        Some(match kind {
            SourceKind::Register => Self::RegisterRollup(detail.to_owned()),
            SourceKind::Dataset => Self::Dataset,
            SourceKind::Survey => Self::Survey(detail.to_owned()),
            SourceKind::Formula => Self::Formula(detail.to_owned()),
            SourceKind::Reporter => Self::Reporter(reporter(detail)?),
        })
    }
}

fn reporter(detail: &str) -> Option<Reporter> {
    if detail == "own_unit" {
        return Some(Reporter::OwnUnit);
    }
    let (kind, rest) = detail.split_once(':')?;
    match kind {
        "person" => Some(Reporter::Person(rest.parse().ok()?)),
        "post" => {
            let (unit, role) = rest.split_once(':')?;
            Some(Reporter::Post(unit.parse().ok()?, Role::from_code(role)?))
        }
        _ => None,
    }
}

/// A data item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DataItem {
    pub(crate) code: ItemCode,
    /// What it is called: 在校生数.
    pub(crate) name: String,
    /// The word after its numbers: 人, 人次, 万元, %; may be empty.
    pub(crate) unit: String,
    /// Places after the point that its values may have.
    pub(crate) decimals: u8,
    pub(crate) kind: ValueKind,
    /// How long a period of it is.
    pub(crate) grain: Grain,
    /// Kinds of units that have a value of it; 教育局 stands for the bureau as a whole.
    pub(crate) applies_to: Vec<UnitKind>,
    /// The smallest and the largest value that can be right.
    pub(crate) least: Option<Amount>,
    pub(crate) most: Option<Amount>,
    pub(crate) source: Source,
    /// The heading it stands under on sheets.
    pub(crate) group: String,
    /// What is counted and what is not (统计口径).
    pub(crate) meaning: String,
    /// The paper or form that asks for it.
    pub(crate) basis: String,
    /// Its place among the others, smallest first.
    pub(crate) place: i64,
    /// Grows with every change of the definition.
    pub(crate) version: i64,
    /// No longer collected; what was collected stays.
    pub(crate) is_retired: bool,
}

impl DataItem {
    /// A whole number of the bureau for each year, reported by nobody yet: the shape to start from.
    pub(crate) fn new(
        code: ItemCode,
        name: &str,
        unit: &str,
        grain: Grain,
        source: Source,
    ) -> Self {
        Self {
            code,
            name: name.to_owned(),
            unit: unit.to_owned(),
            decimals: 0,
            kind: ValueKind::Number,
            grain,
            applies_to: vec![UnitKind::Bureau],
            least: Some(Amount::ZERO),
            most: None,
            source,
            group: String::new(),
            meaning: String::new(),
            basis: String::new(),
            place: 0,
            version: 0,
            is_retired: false,
        }
    }

    /// Whether units of this kind have a value of it.
    pub(crate) fn applies_to(&self, kind: UnitKind) -> bool {
        self.applies_to.contains(&kind)
    }

    /// Its values are counted in percent.
    pub(crate) fn is_percent(&self) -> bool {
        self.unit == "%" || self.unit == "％"
    }

    /// What was typed, as a value of this item; empty is no value. The error is a sentence.
    pub(crate) fn read(&self, text: &str) -> Result<Option<Amount>, String> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if self.kind == ValueKind::YesNo {
            return match text {
                "是" | "有" | "1" | "√" => Ok(Some(Amount::whole(1))),
                "否" | "无" | "0" | "×" => Ok(Some(Amount::ZERO)),
                _ => Err(format!("“{text}”不是“是”或“否”。")),
            };
        }
        // 「2万」 and 「20000元」 are 2 where 万元 are counted.
        let in_own_unit = units::in_own_unit(text, &self.unit);
        // 99.5% of an item counted in percent is 99.5, not 0.995.
        let number = match (&in_own_unit, self.is_percent()) {
            (Some(number), _) => number,
            (None, true) => text.trim_end_matches(['%', '％']),
            (None, false) => self.without_unit(text),
        };
        match Amount::parse(number) {
            Ok(amount) => self.check(amount).map(Some),
            Err(NotAnAmount::NoNumber) => Err(format!("“{text}”不是数字。")),
            Err(NotAnAmount::TooFine) => Err(self.too_fine()),
            Err(NotAnAmount::TooLarge) => Err("数字太大，请核对。".to_owned()),
        }
    }

    fn without_unit<'a>(&self, text: &'a str) -> &'a str {
        match self.unit.is_empty() {
            true => text,
            false => text.strip_suffix(&self.unit).unwrap_or(text).trim(),
        }
    }

    /// A value with the places of this item, when it can be one. The error is a sentence.
    pub(crate) fn check(&self, amount: Amount) -> Result<Amount, String> {
        let kept = amount
            .with_decimals(self.decimals)
            .ok_or_else(|| self.too_fine())?;
        if let Some(least) = self.least
            && kept < least
        {
            return Err(format!("{kept}小于允许的最小值{least}。"));
        }
        if let Some(most) = self.most
            && kept > most
        {
            return Err(format!("{kept}大于允许的最大值{most}。"));
        }
        Ok(kept)
    }

    fn too_fine(&self) -> String {
        match self.decimals {
            0 => "应填整数。".to_owned(),
            n => format!("最多填{n}位小数。"),
        }
    }

    /// A value as it is shown, without its unit word.
    pub(crate) fn shown(&self, amount: Amount) -> String {
        match self.kind {
            ValueKind::YesNo if amount == Amount::ZERO => "否".to_owned(),
            ValueKind::YesNo => "是".to_owned(),
            ValueKind::Number => amount.to_string(),
        }
    }

    /// A value with its unit word.
    pub(crate) fn in_words(&self, amount: Option<Amount>) -> String {
        match amount {
            None => "未填".to_owned(),
            Some(amount) if self.kind == ValueKind::YesNo => self.shown(amount),
            Some(amount) => format!("{}{}", self.shown(amount), self.unit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(unit: &str) -> DataItem {
        let code = "pupils".parse().unwrap();
        DataItem::new(code, "在校生数", unit, Grain::SchoolYear, Source::Dataset)
    }

    #[test]
    fn codes_are_plain_words() {
        for wrong in ["", "Pupils", "1a", "a-b", "学生", "a b", &"a".repeat(61)] {
            assert!(wrong.parse::<ItemCode>().is_err(), "{wrong}");
        }
        assert!(ItemCode::fresh().as_str().parse::<ItemCode>().is_ok());
    }

    #[test]
    fn what_is_typed_is_held_to_the_items_rules() {
        let mut pupils = item("人");
        pupils.most = Some(Amount::whole(5_000));
        assert_eq!(pupils.read(" ").unwrap(), None);
        assert_eq!(pupils.read("1,234人").unwrap(), Some(Amount::whole(1234)));
        for (text, error) in [
            ("12.5", "应填整数。"),
            ("-1", "-1小于允许的最小值0。"),
            ("5001", "5,001大于允许的最大值5,000。"),
            ("若干", "“若干”不是数字。"),
        ] {
            assert_eq!(pupils.read(text).unwrap_err(), error);
        }
    }

    #[test]
    fn percent_and_yes_or_no_are_read_as_they_are_meant() {
        let mut kept = item("%");
        kept.decimals = 2;
        for text in ["99.5%", "99.5", "99.50％"] {
            assert_eq!(kept.read(text).unwrap().unwrap().plain(), "99.50", "{text}");
        }
        kept.kind = ValueKind::YesNo;
        kept.decimals = 0;
        assert_eq!(kept.read("是").unwrap(), Some(Amount::whole(1)));
        assert_eq!(kept.in_words(Some(Amount::ZERO)), "否");
        assert!(kept.read("大概").is_err());
    }

    #[test]
    fn a_source_is_found_again_as_it_was_stored() {
        for source in [
            Source::RegisterRollup("r1".to_owned()),
            Source::Dataset,
            Source::Survey("s1".to_owned()),
            Source::Formula("[a]÷[b]".to_owned()),
            Source::Reporter(Reporter::Person(PersonId::new())),
            Source::Reporter(Reporter::Post(UnitId::new(), Role::OfficeHead)),
            Source::Reporter(Reporter::OwnUnit),
        ] {
            assert_eq!(
                Source::stored(source.kind(), &source.detail()),
                Some(source)
            );
        }
        assert_eq!(Source::stored(SourceKind::Reporter, "nobody"), None);
    }
}
