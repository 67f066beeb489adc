//! A target, a deadline, a party as typed: read into a value, or refused with the reason.

use super::choices::choice;
use crate::plan::model::{DeadlineValue, EntryId, PartyValue, TargetValue};
use gongwen::day::Day;

/// A target as typed.
#[derive(Debug, Default)]
pub(in crate::plan::pages) struct TargetLine {
    pub(in crate::plan::pages) id: String,
    pub(in crate::plan::pages) subject: String,
    pub(in crate::plan::pages) comparator: String,
    pub(in crate::plan::pages) value: String,
    pub(in crate::plan::pages) max: String,
    pub(in crate::plan::pages) unit: String,
    pub(in crate::plan::pages) kind: String,
    pub(in crate::plan::pages) commitment: String,
    pub(in crate::plan::pages) error: String,
}

/// A deadline as typed.
#[derive(Debug, Default)]
pub(in crate::plan::pages) struct DeadlineLine {
    pub(in crate::plan::pages) id: String,
    pub(in crate::plan::pages) quote: String,
    pub(in crate::plan::pages) from: String,
    pub(in crate::plan::pages) to: String,
    pub(in crate::plan::pages) recurs: String,
    pub(in crate::plan::pages) error: String,
}

/// A party as typed.
#[derive(Debug, Default)]
pub(in crate::plan::pages) struct PartyLine {
    pub(in crate::plan::pages) id: String,
    pub(in crate::plan::pages) name: String,
    pub(in crate::plan::pages) role: String,
    pub(in crate::plan::pages) error: String,
}

impl TargetLine {
    pub(super) fn is_blank(&self) -> bool {
        self.id.is_empty() && self.subject.is_empty() && self.value.is_empty()
    }

    pub(super) fn check(&mut self) -> Option<(Option<EntryId>, TargetValue)> {
        let result = self.read();
        self.error = result.as_ref().err().cloned().unwrap_or_default();
        result.ok()
    }

    fn read(&self) -> Result<(Option<EntryId>, TargetValue), String> {
        let value = number(&self.value).ok_or("数值请填数字，例如 200 或 2.5万。")?;
        let is_range = self.comparator == "range";
        let max = match (is_range, self.max.is_empty()) {
            (true, _) => Some(number(&self.max).ok_or("区间要填“至”后面的数字。")?),
            (false, true) => None,
            (false, false) => return Err("填了“至”，请把比较方式选为“区间”。".into()),
        };
        if max.is_some_and(|max| max <= value) {
            return Err("区间的后一个数字要大于前一个。".into());
        }
        let value = TargetValue {
            subject: self.subject.clone(),
            value,
            max,
            comparator: choice(&self.comparator).ok_or("请选择比较方式。")?,
            unit: self.unit.clone(),
            kind: choice(&self.kind).ok_or("请选择类型。")?,
            commitment: choice(&self.commitment).ok_or("请选择是否确保。")?,
        };
        Ok((self.id.parse().ok(), value))
    }
}

impl DeadlineLine {
    pub(super) fn is_blank(&self) -> bool {
        self.id.is_empty() && self.from.is_empty() && self.to.is_empty() && self.recurs.is_empty()
    }

    pub(super) fn check(&mut self) -> Option<(Option<EntryId>, DeadlineValue)> {
        let result = self.read();
        self.error = result.as_ref().err().cloned().unwrap_or_default();
        result.ok()
    }

    fn read(&self) -> Result<(Option<EntryId>, DeadlineValue), String> {
        let day = |text: &str| -> Result<Option<Day>, String> {
            if text.is_empty() {
                return Ok(None);
            }
            text.parse()
                .map(Some)
                .map_err(|_| format!("“{text}”不是日期，请按 2026-03-05 填写。"))
        };
        let (from, to) = (day(&self.from)?, day(&self.to)?);
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            return Err("开始日期在截止日期之后。".into());
        }
        let recurs = match self.recurs.as_str() {
            "" => None,
            word => Some(choice(word).ok_or("请选择周期。")?),
        };
        Ok((self.id.parse().ok(), DeadlineValue { from, to, recurs }))
    }
}

impl PartyLine {
    pub(super) fn is_blank(&self) -> bool {
        self.id.is_empty() && self.name.is_empty()
    }

    pub(super) fn check(&mut self) -> Option<(Option<EntryId>, PartyValue)> {
        if self.name.is_empty() {
            self.error = "请填写单位或人名，不需要的行请删除。".into();
            return None;
        }
        let Some(role) = choice(&self.role) else {
            self.error = "请选择是牵头、责任、配合还是领导。".into();
            return None;
        };
        self.error.clear();
        Some((
            self.id.parse().ok(),
            PartyValue {
                name: self.name.clone(),
                role,
            },
        ))
    }
}

/// A number as a person types it: 200, 2.5万, 1,200, 35%.
fn number(text: &str) -> Option<f64> {
    let text: String = text
        .chars()
        .filter(|char| !matches!(char, ',' | '，' | ' ' | '%' | '％'))
        .collect();
    let (digits, scale) = match (text.strip_suffix('万'), text.strip_suffix('亿')) {
        (Some(digits), _) => (digits, 1e4),
        (_, Some(digits)) => (digits, 1e8),
        _ => (text.as_str(), 1.0),
    };
    let is_plain = digits
        .chars()
        .all(|char| char.is_ascii_digit() || matches!(char, '.' | '-'));
    let value: f64 = digits.parse().ok().filter(|_| is_plain)?;
    // Two decimals of 万 stay exact: 559.04万 is 5590400, not 5590399.999999999.
    Some(if scale > 1.0 {
        (value * scale).round()
    } else {
        value
    })
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_read_as_offices_type_them() {
        for (text, value) in [
            ("200", Some(200.0)),
            ("1,200", Some(1200.0)),
            ("559.04万", Some(5_590_400.0)),
            ("2.3亿", Some(230_000_000.0)),
            ("35%", Some(35.0)),
            ("很多", None),
            ("", None),
            ("inf", None),
        ] {
            assert_eq!(number(text), value, "{text}");
        }
    }
}
