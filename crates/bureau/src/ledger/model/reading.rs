//! What was typed (on a form, in a grid, in a spreadsheet) → the values of a row, or what is wrong.

use super::{
    definition::Definition,
    field::{FieldKind, FieldSpec},
    row::Values,
};
use crate::ledger::{
    decimal::{Decimal, half_width},
    expr::{Expr, TODAY, Value},
};
use base::{
    Grain, TimePeriod,
    actor::UnitId,
    day::{Date, in_words as day_in_words},
};
use regex::Regex;
use std::collections::BTreeMap;

/// The most one value may hold.
const MOST_CHARS: usize = 500;
const MOST_LONG_CHARS: usize = 10_000;

/// What is wrong with a value, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CellFault {
    /// Code of the field; empty when it is about the row.
    pub(crate) field: String,
    pub(crate) message: String,
}

/// Who knows which unit a name means.
pub(crate) trait Names {
    /// The unit of an id, a name or an alias.
    fn unit(&self, typed: &str) -> Option<UnitId>;

    /// The name of the one unit that is most likely meant by what is no unit's name.
    fn like(&self, _typed: &str) -> Option<String> {
        None
    }
}

/// What is said of a name that is no unit's.
pub(crate) fn no_such_unit(typed: &str, names: &dyn Names) -> String {
    let typed_words = shortened(typed);
    match names.like(typed) {
        Some(like) => format!(
            "没有找到“{typed_words}”这个单位，是不是“{like}”？是的话请改成这个名称，不是的请填单位的全称或简称。"
        ),
        None => format!("没有找到“{typed_words}”这个单位，请填单位的全称或简称。"),
    }
}

/// Reads rows of a register; what can be prepared is prepared once.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    definition: &'a Definition,
    /// The day rows are read on: what has happened lies no later.
    today: Date,
    patterns: BTreeMap<&'a str, Regex>,
    formulas: Vec<(&'a FieldSpec, Expr)>,
    /// When, what, the message, and the field it is shown at.
    rules: Vec<(Option<Expr>, Expr, &'a str, String)>,
}

impl<'a> Reader<'a> {
    /// Prepares reading. Formulas and patterns that cannot be read were refused with the definition.
    pub(crate) fn new(definition: &'a Definition, today: Date) -> Self {
        let patterns = definition.active().filter_map(|field| {
            let pattern = match field.pattern.as_str() {
                "" | "id_card" | "phone" => return None,
                pattern => Regex::new(&format!("^(?:{pattern})$")).ok()?,
            };
            Some((field.code.as_str(), pattern))
        });
        let formulas = definition.active().filter_map(|field| {
            let is_formula = field.kind == FieldKind::Formula;
            Some((
                field,
                Expr::parse(&field.formula).ok().filter(|_| is_formula)?,
            ))
        });
        let rules = definition.rules.iter().filter_map(|rule| {
            let check = Expr::parse(&rule.check).ok()?;
            let mut named = Vec::new();
            check.fields(&mut named);
            let shown_at = named
                .first()
                .and_then(|word| definition.field_called(word))
                .map(|field| field.code.clone())
                .unwrap_or_default();
            let when = match rule.when.is_empty() {
                true => None,
                false => Some(Expr::parse(&rule.when).ok()?),
            };
            Some((when, check, rule.message.as_str(), shown_at))
        });
        Self {
            definition,
            today,
            patterns: patterns.collect(),
            formulas: formulas.collect(),
            rules: rules.collect(),
        }
    }

    /// Reads one row. Values that are wrong are left out and said.
    pub(crate) fn read(
        &self,
        typed: &dyn Fn(&FieldSpec) -> String,
        names: &dyn Names,
    ) -> (Values, Vec<CellFault>) {
        let mut values = Values::new();
        let mut faults = Vec::new();
        for field in self.definition.active() {
            if field.kind == FieldKind::Formula {
                continue;
            }
            let text = typed(field);
            let text = text.trim();
            let read = match text.is_empty() {
                true if field.required => Err(format!("请填写{}。", field.name)),
                true => continue,
                false => self.value(field, text, names),
            };
            match read {
                Ok(kept) => {
                    values.insert(field.code.clone(), kept);
                }
                Err(message) => faults.push(CellFault {
                    field: field.code.clone(),
                    message,
                }),
            }
        }
        self.compute(&mut values);
        faults.extend(self.broken_rules(&values));
        (values, faults)
    }

    /// Computes the formulas anew.
    pub(crate) fn compute(&self, values: &mut Values) {
        for (field, formula) in &self.formulas {
            let result = formula.value(&|word| self.operand(word, values));
            match result {
                Value::Number(number) => {
                    let kept = number.rounded(field.n_decimals()).written();
                    values.insert(field.code.clone(), kept);
                }
                _ => {
                    values.remove(&field.code);
                }
            }
        }
    }

    fn broken_rules<'b>(&'b self, values: &'b Values) -> impl Iterator<Item = CellFault> + 'b {
        self.rules
            .iter()
            .filter_map(|(when, check, message, field)| {
                let of = |word: &str| self.operand(word, values);
                let holds = when
                    .as_ref()
                    .is_none_or(|when| when.value(&of) == Value::Truth(true));
                (holds && check.is_false(&of)).then(|| CellFault {
                    field: field.clone(),
                    message: (*message).to_owned(),
                })
            })
    }

    /// What is said of a row and refuses nothing.
    pub(crate) fn warnings(&self, values: &Values) -> Vec<String> {
        let of = |word: &str| self.operand(word, values);
        let parsed = |text: &str| Expr::parse(text).ok();
        let warnings = self.definition.warnings.iter();
        warnings
            .filter(|rule| {
                let holds = rule.when.is_empty()
                    || parsed(&rule.when).is_some_and(|when| when.value(&of) == Value::Truth(true));
                holds && parsed(&rule.check).is_some_and(|check| check.is_false(&of))
            })
            .map(|rule| rule.message.clone())
            .collect()
    }

    fn operand(&self, word: &str, values: &Values) -> Value {
        let Some(field) = self.definition.field_called(word) else {
            return match word {
                TODAY => Value::Text(self.today.to_string()),
                _ => Value::Missing,
            };
        };
        match values.get(&field.code) {
            None => Value::Missing,
            Some(kept) if field.kind.is_number() => {
                Decimal::parse(kept).map_or(Value::Missing, Value::Number)
            }
            Some(kept) => Value::Text(kept.clone()),
        }
    }

    fn value(&self, field: &FieldSpec, text: &str, names: &dyn Names) -> Result<String, String> {
        match field.kind {
            FieldKind::Text | FieldKind::Person | FieldKind::Lookup => {
                let mut text = one_line(text);
                if field.kind == FieldKind::Person {
                    text = name_without_gaps(text);
                }
                within(&text, MOST_CHARS)?;
                self.fitting(field, text)
            }
            FieldKind::LongText => {
                let text = plain_text(text);
                within(&text, MOST_LONG_CHARS)?;
                Ok(text)
            }
            FieldKind::Number | FieldKind::Money => number(field, text),
            FieldKind::Date => {
                let day = day(text).ok_or_else(|| {
                    format!(
                        "“{}”不是日期，请写成2026-03-05或2026年3月5日。",
                        shortened(text)
                    )
                })?;
                self.bounded_day(field, day)?;
                Ok(day.to_string())
            }
            FieldKind::Period => {
                let grain = field.period_grain();
                let period = period(grain, text).ok_or_else(|| {
                    format!(
                        "“{}”不是{}，请写成“{}”这样的期别。",
                        shortened(text),
                        grain.label(),
                        TimePeriod::holding(grain, Date::constant(2026, 3, 5)).label()
                    )
                })?;
                Ok(period.to_string())
            }
            FieldKind::Choice => choice(field, text),
            FieldKind::MultiChoice => {
                let mut chosen: Vec<String> = Vec::new();
                for part in text.split(['、', '，', ',', ';', '；', '\n']) {
                    if !part.trim().is_empty() {
                        chosen.append(&mut choices(field, part.trim())?);
                    }
                }
                let in_order = field
                    .options
                    .iter()
                    .filter(|option| chosen.contains(option));
                Ok(in_order.cloned().collect::<Vec<_>>().join("、"))
            }
            FieldKind::YesNo => match text {
                "是" | "有" | "√" | "✓" | "Y" | "y" | "1" | "true" | "on" => {
                    Ok("是".to_owned())
                }
                "否" | "无" | "×" | "N" | "n" | "0" | "false" => Ok("否".to_owned()),
                _ => Err(format!("“{}”不是“是”或“否”。", shortened(text))),
            },
            FieldKind::Unit => names
                .unit(text)
                .map(|unit| unit.to_string())
                .ok_or_else(|| no_such_unit(text, names)),
            FieldKind::File => match text.split_once('|') {
                Some((hash, name)) if hash.len() == 64 && !name.is_empty() => Ok(text.to_owned()),
                _ => Err("附件不能从这里填写，请在登记表单里上传。".to_owned()),
            },
            FieldKind::Formula => Ok(String::new()),
        }
    }

    fn bounded_day(&self, field: &FieldSpec, day: Date) -> Result<(), String> {
        let today = day_in_words(self.today);
        if field.max == TODAY && day > self.today {
            return Err(format!(
                "{}还没有到，今天是{today}；请填实际发生的日期。",
                day_in_words(day)
            ));
        }
        if field.min == TODAY && day < self.today {
            return Err(format!("不能早于今天（{today}）。"));
        }
        if field.min.parse().is_ok_and(|min: Date| day < min) {
            return Err(format!("不能早于{}。", field.min));
        }
        if field.max.parse().is_ok_and(|max: Date| day > max) {
            return Err(format!("不能晚于{}。", field.max));
        }
        Ok(())
    }

    fn fitting(&self, field: &FieldSpec, text: String) -> Result<String, String> {
        let said = |otherwise: &str| match field.pattern_words.is_empty() {
            true => Err(otherwise.to_owned()),
            false => Err(field.pattern_words.clone()),
        };
        match field.pattern.as_str() {
            "" => Ok(text),
            "id_card" => {
                let text: String = text.chars().map(half_width).collect();
                let text = text.to_ascii_uppercase();
                match is_id_card(&text) {
                    true => Ok(text),
                    false => said("身份证号应为18位且校验码正确，请核对。"),
                }
            }
            "phone" => {
                let digits: String = text
                    .chars()
                    .map(half_width)
                    .filter(|c| !matches!(c, ' ' | '-'))
                    .collect();
                let is_number = digits.bytes().all(|b| b.is_ascii_digit());
                match is_number && (7..=12).contains(&digits.len()) {
                    true => Ok(digits),
                    false => said("电话号码应为7至12位数字，请核对。"),
                }
            }
            _ => match self.patterns.get(field.code.as_str()) {
                Some(pattern) if !pattern.is_match(&text) => {
                    // 「Ａ９１０２」 is typed with another keyboard, not another number.
                    let half: String = text.chars().map(half_width).collect();
                    match pattern.is_match(&half) {
                        true => Ok(half),
                        false => said("格式不符合要求，请核对。"),
                    }
                }
                _ => Ok(text),
            },
        }
    }
}

fn number(field: &FieldSpec, text: &str) -> Result<String, String> {
    // 「12学时」 where the unit is 学时.
    let bare = match field.unit.trim() {
        "%" | "％" => text.strip_suffix(['%', '％']),
        _ => text.strip_suffix(field.unit.as_str()),
    };
    let bare = bare.unwrap_or(text);
    let decimals = field.n_decimals();
    let not_so = || match decimals {
        0 => "应为整数。".to_owned(),
        _ => format!("小数最多{decimals}位，且不能过大。"),
    };
    let number = match Decimal::parse(bare) {
        Some(number) => number,
        // More decimals than any number keeps.
        None if is_finer(bare) => return Err(not_so()),
        None => return Err(format!("“{}”不是数，请只填数字。", shortened(text))),
    };
    if number.minor(decimals).is_none() {
        return Err(not_so());
    }
    if Decimal::parse(&field.min).is_some_and(|min| number < min) {
        return Err(format!("不能小于{}{}。", field.min, field.unit));
    }
    if Decimal::parse(&field.max).is_some_and(|max| number > max) {
        return Err(format!("不能大于{}{}。", field.max, field.unit));
    }
    Ok(number.written())
}

/// Whether a text is a number but for how many decimals it has.
fn is_finer(text: &str) -> bool {
    let kept = text.find(['.', '．']).and_then(|point| text.get(..point));
    let part = kept
        .and_then(|kept| text.get(kept.len()..))
        .unwrap_or_default();
    let mut digits = part.chars().skip(1).map(half_width);
    digits.all(|digit| digit.is_ascii_digit())
        && kept.is_some_and(|kept| Decimal::parse(kept).is_some())
}

fn choice(field: &FieldSpec, text: &str) -> Result<String, String> {
    let wanted = loose(text);
    let found = field
        .options
        .iter()
        .find(|option| option.as_str() == text)
        .or_else(|| field.options.iter().find(|option| loose(option) == wanted));
    found.cloned().ok_or_else(|| {
        let offered: Vec<&str> = field.options.iter().take(8).map(String::as_str).collect();
        let more = if field.options.len() > 8 { "等" } else { "" };
        format!(
            "“{}”不在选项中，可填：{}{more}。",
            shortened(text),
            offered.join("、")
        )
    })
}

/// One option, or several with blanks or strokes between them: 「语文 数学」, 「语文/数学」.
fn choices(field: &FieldSpec, text: &str) -> Result<Vec<String>, String> {
    let why = match choice(field, text) {
        Ok(option) => return Ok(vec![option]),
        Err(why) => why,
    };
    let pieces = text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '／'));
    let pieces = pieces.filter(|piece| !piece.is_empty());
    let options: Option<Vec<String>> = pieces.map(|piece| choice(field, piece).ok()).collect();
    options.filter(|options| options.len() > 1).ok_or(why)
}

/// A person's name without the blanks it is drawn out by: 「张　三」 is 张三, 「张三 李四」 are two.
pub(crate) fn name_without_gaps(text: String) -> String {
    /// Signs of the longest name that is drawn out.
    const LONGEST: usize = 4;
    if !text.contains(char::is_whitespace) {
        return text;
    }
    let is_chinese = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}');
    let parts: Vec<&str> = text.split_whitespace().collect();
    let name = parts.concat();
    let is_drawn_out = name.chars().all(is_chinese)
        && name.chars().count() <= LONGEST
        && parts.iter().any(|part| part.chars().count() == 1);
    match is_drawn_out {
        true => name,
        false => text,
    }
}

fn loose(text: &str) -> String {
    let chars = text.chars().filter(|c| !c.is_whitespace());
    chars
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            _ => half_width(c),
        })
        .collect()
}

/// A day in any of the ways it is written: 2026-03-05, 2026/3/5, 2026.3.5, 20260305, 2026年3月5日.
pub(crate) fn day(text: &str) -> Option<Date> {
    let text: String = text.chars().map(half_width).collect();
    // A cell formatted as date and time.
    let text = text.split([' ', 'T']).next().unwrap_or_default();
    let text = text.trim_end_matches('日');
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
        let month = i8::try_from(number(4, 6)?).ok()?;
        return Date::new(number(0, 4)?, month, i8::try_from(number(6, 8)?).ok()?).ok();
    }
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let year: i16 = year
        .parse()
        .ok()
        .filter(|year| (1900..=2200).contains(year))?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A period of a grain by its code, its label, or a day in it.
fn period(grain: Grain, text: &str) -> Option<TimePeriod> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(half_width)
        .collect();
    if let Ok(period) = text.parse::<TimePeriod>() {
        return (period.grain() == grain).then_some(period);
    }
    let plain = text.replace('—', "-").replace('度', "");
    let digits: String = plain.chars().take_while(char::is_ascii_digit).collect();
    let year: i16 = digits
        .parse()
        .ok()
        .filter(|year| (1900..=2200).contains(year))?;
    let is_called = |period: &TimePeriod| {
        let label: String = period.label().chars().map(half_width).collect();
        label == text || label.replace('度', "") == plain
    };
    let known = TimePeriod::all_of(grain, year).into_iter().find(is_called);
    known.or_else(|| match grain {
        Grain::Year => (plain == format!("{year}年")).then(|| TimePeriod::of_year(year)),
        Grain::SchoolYear => {
            let period = TimePeriod::new(grain, year, 1)?;
            let bare = plain.trim_end_matches("学年");
            (bare == format!("{year}-{}", year + 1)).then_some(period)
        }
        _ => {
            // 「2026.3」, 「2026-3」, 「2026/3」; a day lies in a month as well.
            let month = text.split_once(['.', '-', '/']).map(|(_, month)| month);
            let month = month.filter(|_| grain == Grain::Month);
            let named = month.and_then(|month| TimePeriod::new(grain, year, month.parse().ok()?));
            named.or_else(|| day(&text).map(|day| TimePeriod::holding(grain, day)))
        }
    })
}

/// 公民身份号码 (GB 11643—1999): 18 digits, the last a check.
pub(crate) fn is_id_card(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let chars: Vec<char> = text.chars().collect();
    if chars.len() != 18 {
        return false;
    }
    let sum: Option<u32> = chars
        .iter()
        .zip(WEIGHTS)
        .map(|(c, weight)| Some(c.to_digit(10)? * weight))
        .sum();
    sum.and_then(|sum| CHECKS.get((sum % 11) as usize)) == chars.last()
}

/// Text as it is kept, wherever it came from: line breaks of one sort, tabs, and no other sign that
/// is not seen. What is kept so goes through a spreadsheet and comes back as it was. Spaces before
/// and behind the whole say nothing; those within it stay.
pub(crate) fn plain_text(text: &str) -> String {
    let is_plain = |c: char| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}');
    if text.chars().all(is_plain) {
        return text.trim().to_owned();
    }
    let text = text.replace("\r\n", "\n");
    let as_kept = |c: char| match c {
        // What word processors have for a line break.
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\n' | '\t' => Some(c),
        c => (!c.is_control()).then_some(c),
    };
    let kept: String = text.chars().filter_map(as_kept).collect();
    kept.trim().to_owned()
}

fn one_line(text: &str) -> String {
    let text = plain_text(text);
    if !text.contains(['\n', '\t']) {
        return text;
    }
    let words: Vec<&str> = text.split(['\n', '\t']).map(str::trim).collect();
    words.join(" ")
}

fn within(text: &str, most: usize) -> Result<(), String> {
    // No text has more signs than bytes: most need not be counted.
    if text.len() <= most {
        return Ok(());
    }
    match text.chars().count() {
        n if n > most => Err(format!("不能超过{most}个字，现在有{n}个字。")),
        _ => Ok(()),
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(20).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
