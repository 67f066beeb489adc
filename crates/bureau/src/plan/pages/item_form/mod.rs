//! The form of an item: its words, and a line for each target, deadline and party.

mod choices;
mod lines;

use choices::word;
pub(super) use choices::{COMMITMENTS, COMPARATORS, KINDS, RECURRENCES, ROLES};
pub(super) use lines::{DeadlineLine, PartyLine, TargetLine};

use crate::plan::{
    actions::{ItemEdit, Words},
    model::Item,
};
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

#[cfg(test)]
mod tests {
    use super::ItemForm;
    use shell::Posted;

    fn form(pairs: &[(&str, &str)]) -> ItemForm {
        let pairs = pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        ItemForm::posted(&Posted::from_pairs(pairs))
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
