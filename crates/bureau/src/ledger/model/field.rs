//! Fields of a register.

use super::mask::{ERASED, ERASED_WORD};
use crate::ledger::decimal::Decimal;
use base::Grain;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// By what a number is known that does not add up.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SumRules {
    names: Vec<String>,
    units: Vec<String>,
}

static SUM_RULES: LazyLock<SumRules> = LazyLock::new(|| {
    let read = toml::from_str(include_str!("../sum_rules.toml"));
    read.unwrap_or(SumRules {
        names: Vec::new(),
        units: Vec::new(),
    })
});

/// What sort of value a field holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FieldKind {
    /// 文字, one line.
    #[default]
    Text,
    /// 长文字.
    LongText,
    /// 数, with so many decimals.
    Number,
    /// 金额, in the unit the field names; two decimals unless it says otherwise.
    Money,
    /// 日期.
    Date,
    /// 期别: a month, a term, a year, of the field's grain.
    Period,
    /// 单选.
    Choice,
    /// 多选.
    MultiChoice,
    /// 是否.
    YesNo,
    /// 单位.
    Unit,
    /// 人员, by name.
    Person,
    /// 附件.
    File,
    /// 公式 over other fields of the row.
    Formula,
    /// 引用 the key of a row of another register.
    Lookup,
}

impl FieldKind {
    /// Every kind, in the order they are offered.
    pub(crate) const ALL: [Self; 14] = [
        Self::Text,
        Self::LongText,
        Self::Number,
        Self::Money,
        Self::Date,
        Self::Period,
        Self::Choice,
        Self::MultiChoice,
        Self::YesNo,
        Self::Unit,
        Self::Person,
        Self::File,
        Self::Formula,
        Self::Lookup,
    ];

    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Text => "文字",
            Self::LongText => "长文字",
            Self::Number => "数",
            Self::Money => "金额",
            Self::Date => "日期",
            Self::Period => "期别",
            Self::Choice => "单选",
            Self::MultiChoice => "多选",
            Self::YesNo => "是否",
            Self::Unit => "单位",
            Self::Person => "人员",
            Self::File => "附件",
            Self::Formula => "公式",
            Self::Lookup => "引用",
        }
    }

    /// The word stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LongText => "long_text",
            Self::Number => "number",
            Self::Money => "money",
            Self::Date => "date",
            Self::Period => "period",
            Self::Choice => "choice",
            Self::MultiChoice => "multi_choice",
            Self::YesNo => "yes_no",
            Self::Unit => "unit",
            Self::Person => "person",
            Self::File => "file",
            Self::Formula => "formula",
            Self::Lookup => "lookup",
        }
    }

    /// The kind with this stored word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether its values are numbers, which add up.
    pub(crate) fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::Money | Self::Formula)
    }

    /// Whether a value of this kind can become one of the other without losing anything; whether
    /// every single one does is looked up in the rows.
    pub(crate) fn may_become(self, other: Self) -> bool {
        self == other
            || matches!(
                (self, other),
                (_, Self::Text | Self::LongText)
                    | (
                        Self::Text | Self::Person,
                        Self::Choice | Self::Person | Self::Lookup
                    )
                    | (
                        Self::Text,
                        Self::Number | Self::Money | Self::Date | Self::Period | Self::YesNo
                    )
                    | (Self::Number, Self::Money)
                    | (Self::Money, Self::Number)
                    | (Self::Choice, Self::MultiChoice)
                    | (Self::YesNo, Self::Choice)
            ) && !matches!(self, Self::File | Self::Formula | Self::Unit)
    }
}

/// How much a value says of a person; who sees it whole is for the policy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Personal {
    /// 不涉及个人.
    #[default]
    None,
    /// 个人信息: a telephone number, an address.
    #[serde(rename = "personal")]
    Ordinary,
    /// 敏感个人信息: an identity card, health, whatever is about a child.
    Sensitive,
}

impl Personal {
    /// Every class.
    pub(crate) const ALL: [Self; 3] = [Self::None, Self::Ordinary, Self::Sensitive];

    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::None => "不涉及",
            Self::Ordinary => "个人信息",
            Self::Sensitive => "敏感个人信息",
        }
    }

    /// The word stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Ordinary => "personal",
            Self::Sensitive => "sensitive",
        }
    }

    /// The class with this stored word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// 汇集: the sum of a number over the rows of another register that look at the key of this row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Gathers {
    /// Code of the other register.
    pub(crate) register: String,
    /// Code of its field that looks into this register.
    pub(crate) by: String,
    /// Code of its number.
    pub(crate) field: String,
}

/// A field of a register: what is filled in, how it is checked, how it is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FieldSpec {
    /// Never changes: values are kept under it.
    pub(crate) code: String,
    /// Name shown, also the header of its column.
    pub(crate) name: String,
    pub(crate) kind: FieldKind,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) required: bool,
    /// Whether lists can be filtered by it quickly, however long they are.
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) filter: bool,
    /// Decimals of a number.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) decimals: u8,
    /// Unit of a number: 学时, 人, 万元.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) unit: String,
    /// What may be chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) options: Vec<String>,
    /// Grain of a 期别.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) grain: String,
    /// Least value: a number, a day.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) min: String,
    /// Largest value.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) max: String,
    /// `id_card`, `phone`, or a regular expression the whole text must fit.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) pattern: String,
    /// What is said when the pattern does not fit.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) pattern_words: String,
    /// The formula of a 公式.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) formula: String,
    /// Code of the register a 引用 looks into.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) register: String,
    /// Words under the field.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) help: String,
    /// Where the field comes from: the rule or form that asks for it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) source: String,
    #[serde(skip_serializing_if = "is_not_personal")]
    pub(crate) personal: Personal,
    /// Whether it is about children and the young, under 18.
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) minors: bool,
    /// Why the register cannot do without it; asked for what is about minors.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) minors_reason: String,
    /// Other headers it goes by in spreadsheets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) also: Vec<String>,
    /// What it may look like, with `#` where a digit stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) examples: Vec<String>,
    /// The typed column its values are indexed in: `c1`, `t2`, `n3`; given by the program.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) slot: String,
    /// Whether lists add it up below; as its name and unit suggest where nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sums: Option<bool>,
    /// Whether it is no longer filled in; what was filled in stays readable.
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) retired: bool,
    /// Where its value is gathered from; then nobody types it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) gathers: Option<Gathers>,
}

impl FieldSpec {
    /// Decimals a number of this field is kept and shown with.
    pub(crate) fn n_decimals(&self) -> u8 {
        match self.kind {
            FieldKind::Money if self.decimals == 0 => 2,
            _ => self.decimals,
        }
    }

    /// Whether its values add up to something: costs do, unit prices, shares and scores do not.
    pub(crate) fn adds_up(&self) -> bool {
        let is_of_one_thing = || {
            let unit = self.unit.trim();
            SUM_RULES.units.iter().any(|known| known == unit)
                || unit.contains(['/', '／'])
                || SUM_RULES.names.iter().any(|word| self.name.contains(word))
                || self.formula.contains(['÷', '/', '／'])
        };
        self.kind.is_number() && self.sums.unwrap_or_else(|| !is_of_one_thing())
    }

    /// The grain of a 期别; a year when it says none.
    pub(crate) fn period_grain(&self) -> Grain {
        Grain::from_code(&self.grain).unwrap_or(Grain::Year)
    }

    /// Place of its typed column among those of its class, from 0.
    pub(crate) fn slot_in(&self, class: char) -> Option<usize> {
        let number: usize = self.slot.strip_prefix(class)?.parse().ok()?;
        number.checked_sub(1)
    }

    /// A kept number in units of the last decimal.
    pub(crate) fn minor(&self, kept: &str) -> Option<i64> {
        Decimal::parse(kept)?
            .rounded(self.n_decimals())
            .minor(self.n_decimals())
    }

    /// A number in units of the last decimal, as it is shown.
    pub(crate) fn minor_in_words(&self, minor: i64) -> String {
        let decimals = self.n_decimals();
        with_thousands(&Decimal::from_minor(minor, decimals).written_with(decimals))
    }

    /// A kept value as it is shown; names of units are put in by whoever knows them.
    pub(crate) fn shown(&self, kept: &str) -> String {
        match self.kind {
            _ if kept.is_empty() => String::new(),
            _ if kept.starts_with(ERASED) => ERASED_WORD.to_owned(),
            FieldKind::Number | FieldKind::Money | FieldKind::Formula => {
                match Decimal::parse(kept) {
                    Some(number) => with_thousands(&number.written_with(self.n_decimals())),
                    None => base::day::kept_in_words(kept),
                }
            }
            FieldKind::Date => base::day::kept_in_words(kept),
            FieldKind::Period => kept.parse().map_or_else(
                |_| kept.to_owned(),
                |period: base::TimePeriod| period.label(),
            ),
            FieldKind::File => file_name(kept).to_owned(),
            _ => kept.to_owned(),
        }
    }
}

/// The name of a kept file: 「哈希|名称」.
pub(crate) fn file_name(kept: &str) -> &str {
    kept.split_once('|').map_or(kept, |(_, name)| name)
}

/// `1234567.5` → `1,234,567.5`.
pub(crate) fn with_thousands(plain: &str) -> String {
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let n = whole.chars().count();
    let mut text = sign.to_owned();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (n - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !part.is_empty() {
        text.push('.');
        text.push_str(part);
    }
    text
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
fn is_false(value: &bool) -> bool {
    !value
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
fn is_zero(value: &u8) -> bool {
    *value == 0
}

fn is_not_personal(value: &Personal) -> bool {
    *value == Personal::None
}
