//! The form of an item: its words, and a line for each target, deadline and party.

use crate::plan::{
    actions::{ItemEdit, Words},
    model::{DeadlineValue, EntryId, Item, PartyValue, TargetValue},
};
use gongwen::day::Day;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use shell::{Field, Posted};

/// What was typed, and what is wrong with it.
#[derive(Debug)]
pub(super) struct ItemForm {
    pub(super) marker: Field,
    pub(super) path: Field,
    pub(super) title: Field,
    pub(super) body: Field,
    pub(super) targets: Vec<TargetLine>,
    pub(super) deadlines: Vec<DeadlineLine>,
    pub(super) parties: Vec<PartyLine>,
    pub(super) revision: i64,
}

/// A target as typed.
#[derive(Debug, Default)]
pub(super) struct TargetLine {
    pub(super) id: String,
    pub(super) subject: String,
    pub(super) comparator: String,
    pub(super) value: String,
    pub(super) max: String,
    pub(super) unit: String,
    pub(super) kind: String,
    pub(super) commitment: String,
    pub(super) error: String,
}

/// A deadline as typed.
#[derive(Debug, Default)]
pub(super) struct DeadlineLine {
    pub(super) id: String,
    pub(super) quote: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) recurs: String,
    pub(super) error: String,
}

/// A party as typed.
#[derive(Debug, Default)]
pub(super) struct PartyLine {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) error: String,
}

/// Choices: stored word and word shown.
pub(super) const COMPARATORS: [(&str, &str); 7] = [
    ("eq", "等于"),
    ("ge", "不少于"),
    ("gt", "超过"),
    ("le", "不超过"),
    ("lt", "低于"),
    ("range", "区间"),
    ("approx", "约"),
];
pub(super) const KINDS: [(&str, &str); 7] = [
    ("count", "数量"),
    ("ratio", "比率"),
    ("money", "金额"),
    ("area", "面积"),
    ("frequency", "频次"),
    ("rank", "位次"),
    ("other", "其他"),
];
pub(super) const COMMITMENTS: [(&str, &str); 3] = [
    ("plain", "未说明"),
    ("binding", "确保"),
    ("stretch", "力争"),
];
pub(super) const RECURRENCES: [(&str, &str); 7] = [
    ("", "不重复"),
    ("weekly", "每周"),
    ("monthly", "每月"),
    ("quarterly", "每季度"),
    ("half_yearly", "每半年"),
    ("yearly", "每年"),
    ("per_term", "每学期"),
];
pub(super) const ROLES: [(&str, &str); 4] = [
    ("lead", "牵头"),
    ("responsible", "责任"),
    ("support", "配合"),
    ("leader", "领导"),
];

impl ItemForm {
    fn fields() -> [Field; 4] {
        [
            Field::new("marker", "序号").hint("与原文一致，例如“3.”"),
            Field::new("path", "所在章节").hint("从外到内，用“ › ”隔开"),
            Field::new("title", "标题").hint("没有标题的条目可不填"),
            Field::new("body", "任务内容").required(),
        ]
    }

    /// The form of a new item.
    pub(super) fn empty() -> Self {
        let [marker, path, title, body] = Self::fields();
        Self {
            marker,
            path,
            title,
            body,
            targets: Vec::new(),
            deadlines: Vec::new(),
            parties: Vec::new(),
            revision: 0,
        }
    }

    /// The form of an item as it stands.
    pub(super) fn of(item: &Item) -> Self {
        let [marker, path, title, body] = Self::fields();
        Self {
            marker: marker.value(&item.marker),
            path: path.value(item.path.join(" › ")),
            title: title.value(&item.title),
            body: body.value(&item.body),
            targets: item
                .targets
                .iter()
                .map(|entry| TargetLine {
                    id: entry.id.to_string(),
                    subject: entry.value.subject.clone(),
                    comparator: word(entry.value.comparator),
                    value: entry.value.value.to_string(),
                    max: entry
                        .value
                        .max
                        .map(|max| max.to_string())
                        .unwrap_or_default(),
                    unit: entry.value.unit.clone(),
                    kind: word(entry.value.kind),
                    commitment: word(entry.value.commitment),
                    error: String::new(),
                })
                .collect(),
            deadlines: item
                .deadlines
                .iter()
                .map(|entry| DeadlineLine {
                    id: entry.id.to_string(),
                    quote: entry.quote.clone(),
                    from: entry
                        .value
                        .from
                        .map(|day| day.to_string())
                        .unwrap_or_default(),
                    to: entry
                        .value
                        .to
                        .map(|day| day.to_string())
                        .unwrap_or_default(),
                    recurs: entry.value.recurs.map(word).unwrap_or_default(),
                    error: String::new(),
                })
                .collect(),
            parties: item
                .parties
                .iter()
                .map(|entry| PartyLine {
                    id: entry.id.to_string(),
                    name: entry.value.name.clone(),
                    role: word(entry.value.role),
                    error: String::new(),
                })
                .collect(),
            revision: item.revision,
        }
    }

    /// The form as it was posted.
    pub(super) fn posted(posted: &Posted) -> Self {
        let [marker, path, title, body] = Self::fields();
        let column =
            |name: &'static str| -> Vec<String> { posted.all(name).map(str::to_owned).collect() };
        let cell = |column: &[String], row: usize| column.get(row).cloned().unwrap_or_default();
        let (subjects, comparators, values) =
            (column("t_subject"), column("t_cmp"), column("t_value"));
        let (maxima, units, kinds) = (column("t_max"), column("t_unit"), column("t_kind"));
        let commitments = column("t_commitment");
        let (quotes, froms, tos, rhythms) = (
            column("d_quote"),
            column("d_from"),
            column("d_to"),
            column("d_recurs"),
        );
        let (names, roles) = (column("p_name"), column("p_role"));
        Self {
            marker: marker.filled(posted),
            path: path.filled(posted),
            title: title.filled(posted),
            body: body.filled(posted),
            targets: (0..)
                .zip(column("t_id"))
                .map(|(row, id)| TargetLine {
                    id,
                    subject: cell(&subjects, row),
                    comparator: cell(&comparators, row),
                    value: cell(&values, row),
                    max: cell(&maxima, row),
                    unit: cell(&units, row),
                    kind: cell(&kinds, row),
                    commitment: cell(&commitments, row),
                    error: String::new(),
                })
                .collect(),
            deadlines: (0..)
                .zip(column("d_id"))
                .map(|(row, id)| DeadlineLine {
                    id,
                    quote: cell(&quotes, row),
                    from: cell(&froms, row),
                    to: cell(&tos, row),
                    recurs: cell(&rhythms, row),
                    error: String::new(),
                })
                .collect(),
            parties: (0..)
                .zip(column("p_id"))
                .map(|(row, id)| PartyLine {
                    id,
                    name: cell(&names, row),
                    role: cell(&roles, row),
                    error: String::new(),
                })
                .collect(),
            revision: posted.get("revision").parse().unwrap_or(0),
        }
    }

    /// Adds an empty line: `target`, `deadline` or `party`.
    pub(super) fn add_line(&mut self, sort: &str) {
        match sort {
            "target" => self.targets.push(TargetLine {
                comparator: "eq".into(),
                kind: "count".into(),
                commitment: "plain".into(),
                ..TargetLine::default()
            }),
            "deadline" => self.deadlines.push(DeadlineLine::default()),
            "party" => {
                self.parties.push(PartyLine {
                    role: "responsible".into(),
                    ..PartyLine::default()
                });
            }
            _ => {}
        }
    }

    /// Takes a line away: `target-0`, `deadline-2`, `party-1`.
    pub(super) fn remove_line(&mut self, which: &str) {
        let Some((sort, row)) = which.split_once('-') else {
            return;
        };
        let Ok(row) = row.parse::<usize>() else {
            return;
        };
        match sort {
            "target" if row < self.targets.len() => drop(self.targets.remove(row)),
            "deadline" if row < self.deadlines.len() => drop(self.deadlines.remove(row)),
            "party" if row < self.parties.len() => drop(self.parties.remove(row)),
            _ => {}
        }
    }

    /// What was typed as an edit; with something wrong, the errors are noted and there is none.
    pub(super) fn check(&mut self, accepts: bool) -> Option<ItemEdit> {
        let mut is_right = self.body.check_filled();
        if self.body.value.chars().count() > 20_000 {
            self.body.refuse("任务内容超过2万字，请拆分后保存。");
            is_right = false;
        }
        let targets = self
            .targets
            .iter_mut()
            .filter(|line| !line.is_blank())
            .map(TargetLine::check);
        let targets: Option<Vec<_>> = targets.collect::<Vec<_>>().into_iter().collect();
        let deadlines = self
            .deadlines
            .iter_mut()
            .filter(|line| !line.is_blank())
            .map(DeadlineLine::check);
        let deadlines: Option<Vec<_>> = deadlines.collect::<Vec<_>>().into_iter().collect();
        let parties = self
            .parties
            .iter_mut()
            .filter(|line| !line.is_blank())
            .map(PartyLine::check);
        let parties: Option<Vec<_>> = parties.collect::<Vec<_>>().into_iter().collect();
        let (targets, deadlines, parties) = (targets?, deadlines?, parties?);
        is_right.then(|| ItemEdit {
            words: self.words(),
            targets,
            deadlines,
            parties,
            accepts,
        })
    }

    /// The words alone, once checked.
    pub(super) fn words(&self) -> Words {
        Words {
            marker: self.marker.value.clone(),
            path: self
                .path
                .value
                .split(['›', '>', '＞'])
                .map(|part| part.trim().to_owned())
                .filter(|part| !part.is_empty())
                .collect(),
            title: self.title.value.clone(),
            body: self.body.value.clone(),
        }
    }
}

impl TargetLine {
    fn is_blank(&self) -> bool {
        self.id.is_empty() && self.subject.is_empty() && self.value.is_empty()
    }

    fn check(&mut self) -> Option<(Option<EntryId>, TargetValue)> {
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
    fn is_blank(&self) -> bool {
        self.id.is_empty() && self.from.is_empty() && self.to.is_empty() && self.recurs.is_empty()
    }

    fn check(&mut self) -> Option<(Option<EntryId>, DeadlineValue)> {
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
    fn is_blank(&self) -> bool {
        self.id.is_empty() && self.name.is_empty()
    }

    fn check(&mut self) -> Option<(Option<EntryId>, PartyValue)> {
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

fn word<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

fn choice<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(Value::String(word.to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::{ItemForm, number};
    use shell::Posted;

    fn form(pairs: &[(&str, &str)]) -> ItemForm {
        let pairs = pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        ItemForm::posted(&Posted::from_pairs(pairs))
    }

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

    #[test]
    fn every_wrong_line_says_what_is_wrong_and_blank_lines_are_ignored() {
        let mut form = form(&[
            ("body", "抓培训"),
            ("t_id", ""),
            ("t_subject", "班主任"),
            ("t_cmp", "range"),
            ("t_value", "20"),
            ("t_max", "10"),
            ("t_unit", "名"),
            ("t_kind", "count"),
            ("t_commitment", "plain"),
            ("t_id", ""),
            ("t_subject", ""),
            ("t_cmp", "eq"),
            ("t_value", ""),
            ("t_max", ""),
            ("t_unit", ""),
            ("t_kind", "count"),
            ("t_commitment", "plain"),
            ("d_id", ""),
            ("d_quote", ""),
            ("d_from", "2026-06-01"),
            ("d_to", "2026-05-01"),
            ("d_recurs", ""),
            ("p_id", "x"),
            ("p_name", ""),
            ("p_role", "lead"),
        ]);
        assert!(form.check(false).is_none());
        assert!(form.targets[0].error.contains("大于前一个"));
        assert!(form.targets[1].error.is_empty());
        assert!(form.deadlines[0].error.contains("之后"));
        assert!(!form.parties[0].error.is_empty());
    }

    #[test]
    fn a_right_form_becomes_an_edit() {
        let mut form = form(&[
            ("body", "抓培训"),
            ("path", "主要工作 › 队伍建设"),
            ("revision", "4"),
            ("t_id", ""),
            ("t_subject", "班主任"),
            ("t_cmp", "ge"),
            ("t_value", "2万"),
            ("t_max", ""),
            ("t_unit", "名"),
            ("t_kind", "count"),
            ("t_commitment", "binding"),
        ]);
        let edit = form.check(true).unwrap();
        assert_eq!(edit.words.path, ["主要工作", "队伍建设"]);
        assert_eq!(edit.targets[0].1.value, 20_000.0);
        assert_eq!(form.revision, 4);
    }
}
