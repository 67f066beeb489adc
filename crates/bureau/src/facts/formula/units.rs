//! Whether a formula adds pupils to yuan, or a month to a year.

use super::{Expression, Formula, FormulaError, Operator, Reach};
use crate::facts::model::DataItem;
use std::collections::BTreeMap;

/// What a number counts: 元/人, in which tens.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Measure {
    /// 人 → 1, 元 → −1 …; empty for a plain ratio.
    words: BTreeMap<String, i32>,
    /// The power of ten of one: 万元 is 4, % is −2. None once a written number multiplied it.
    tens: Option<i32>,
    /// A number written into the formula counts whatever it stands beside.
    is_free: bool,
}

/// Says in words when the units or the periods of a formula do not go together.
pub(in crate::facts) fn check_units<'a>(
    formula: &Formula,
    result: &DataItem,
    find: &impl Fn(&crate::facts::model::ItemCode) -> Option<&'a DataItem>,
) -> Result<(), FormulaError> {
    for input in formula.inputs() {
        let item = find(&input.item)
            .ok_or_else(|| FormulaError::new(format!("没有编码为“{}”的数据项。", input.item)))?;
        if item.grain != result.grain {
            return Err(FormulaError::new(format!(
                "“{}”按{}统计，“{}”按{}统计，周期不同，不能放进同一个公式。",
                item.name,
                item.grain.label(),
                result.name,
                result.grain.label()
            )));
        }
        let meets = match input.of {
            Reach::AllBelow | Reach::KnownBelow => true,
            _ => result.applies_to.iter().all(|kind| item.applies_to(*kind)),
        };
        if !meets {
            return Err(FormulaError::new(format!(
                "“{}”不是每个适用单位都有，请改用“下级合计”，或改适用单位。",
                item.name
            )));
        }
    }
    let measure = measure_of(&formula.expression, find)?;
    let wanted = Measure::of_word(&result.unit);
    if measure.is_free {
        return Ok(());
    }
    if measure.words != wanted.words {
        return Err(FormulaError::new(format!(
            "公式得出的单位是“{}”，数据项的单位是“{}”，两者不一致。",
            measure.shown(),
            wanted.shown()
        )));
    }
    if let (Some(is), Some(should)) = (measure.tens, wanted.tens)
        && is != should
    {
        return Err(FormulaError::new(format!(
            "公式得出的数与单位“{}”相差10的{}次方倍，请在公式里乘或除以相应的倍数（如百分数乘以100）。",
            result.unit,
            (is - should).abs()
        )));
    }
    Ok(())
}

fn measure_of<'a>(
    expression: &Expression,
    find: &impl Fn(&crate::facts::model::ItemCode) -> Option<&'a DataItem>,
) -> Result<Measure, FormulaError> {
    match expression {
        Expression::Number(_) => Ok(Measure::free()),
        Expression::Input(input) => {
            let unit = find(&input.item).map_or("", |item| item.unit.as_str());
            Ok(Measure::of_word(unit))
        }
        Expression::Negated(inner) | Expression::Rounded(inner, _) => measure_of(inner, find),
        Expression::Combined(operator, left, right) => {
            let left = measure_of(left, find)?;
            let right = measure_of(right, find)?;
            match operator {
                Operator::Plus | Operator::Minus => left.beside(right),
                Operator::Times => Ok(left.times(&right, 1)),
                Operator::DividedBy => Ok(left.times(&right, -1)),
            }
        }
    }
}

impl Measure {
    fn free() -> Self {
        Self {
            words: BTreeMap::new(),
            tens: None,
            is_free: true,
        }
    }

    /// Reads a unit word: 元/人, 台/百人, 万元, %.
    fn of_word(word: &str) -> Self {
        let mut words = BTreeMap::new();
        let mut tens = 0;
        for (part, sign) in word.split(['/', '／']).zip([1, -1, -1, -1]) {
            let (part, more) = without_tens(part.trim());
            tens += sign * more;
            if !part.is_empty() {
                *words.entry(part.to_owned()).or_insert(0) += sign;
            }
        }
        words.retain(|_, times| *times != 0);
        Self {
            words,
            tens: Some(tens),
            is_free: false,
        }
    }

    /// Of a sum.
    fn beside(self, other: Self) -> Result<Self, FormulaError> {
        if self.is_free || other.is_free {
            return Ok(if self.is_free { other } else { self });
        }
        let same_tens = match (self.tens, other.tens) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        if self.words == other.words && same_tens {
            return Ok(Self {
                tens: self.tens.or(other.tens),
                ..self
            });
        }
        Err(FormulaError::new(format!(
            "单位“{}”与“{}”不同，不能相加减。",
            self.shown(),
            other.shown()
        )))
    }

    /// Of a product (1) or a quotient (−1).
    fn times(self, other: &Self, sign: i32) -> Self {
        let is_free = self.is_free && other.is_free;
        let tens = match (self.is_free || other.is_free, self.tens, other.tens) {
            (false, Some(a), Some(b)) => Some(a + sign * b),
            _ => None,
        };
        let mut words = self.words;
        for (word, times) in &other.words {
            *words.entry(word.clone()).or_insert(0) += sign * times;
        }
        words.retain(|_, times| *times != 0);
        Self {
            words,
            tens,
            is_free,
        }
    }

    fn shown(&self) -> String {
        let side = |above: bool| -> Vec<&str> {
            let parts = self
                .words
                .iter()
                .filter(|(_, times)| (**times > 0) == above);
            parts.map(|(word, _)| word.as_str()).collect()
        };
        let (above, below) = (side(true).join("·"), side(false).join("·"));
        let tens = match self.tens {
            Some(4) => "万",
            Some(8) => "亿",
            Some(2) => "百",
            Some(-2) => "%",
            _ => "",
        };
        match (above.is_empty(), below.is_empty()) {
            (true, true) if tens.is_empty() => "无（比值）".to_owned(),
            (_, true) => format!("{tens}{above}"),
            (true, false) => format!("{tens}1/{below}"),
            (false, false) => format!("{tens}{above}/{below}"),
        }
    }
}

/// A unit without the tens in front of it, and how many tens those were; one word for what is the same.
fn without_tens(word: &str) -> (&str, i32) {
    match word {
        "%" | "％" | "个百分点" | "百分点" => return ("", -2),
        "‰" => return ("", -3),
        "比" | "倍" => return ("", 0),
        _ => {}
    }
    for (tens, power) in [('百', 2), ('千', 3), ('万', 4), ('亿', 8)] {
        if let Some(rest) = word.strip_prefix(tens)
            && !rest.is_empty()
        {
            return (same(rest), power);
        }
    }
    (same(word), 0)
}

/// 名 counts persons as 人 does; 人次 does not.
fn same(word: &str) -> &str {
    match word {
        "名" | "位" => "人",
        "m²" | "㎡" => "平方米",
        other => other,
    }
}
