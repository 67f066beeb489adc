//! The stages of a register on the form it is defined with ⇄ its definition.

use super::{
    definition_form::{add_room, names},
    definition_typed::{code, codes, free_code, parts},
};
use crate::ledger::model::{Definition, FieldKind, LimitDays, Mover, MustSpec, StageSpec};
use shell::Posted;

/// Empty lines below what there is, to add to it.
const SPARE: usize = 3;
/// The most lines a form is read for.
const MOST_LINES: usize = 60;
/// The longest limit, in days.
const MOST_DAYS: u16 = 3_650;

/// The stages as they are drawn, or as they were typed.
#[derive(Debug, Default)]
pub(super) struct StageForm {
    /// Name of the field that says the stage; empty for one to be founded.
    pub(super) field: String,
    /// Name of the field that says until when.
    pub(super) due: String,
    pub(super) lines: Vec<StageLine>,
    pub(super) has_stages: bool,
    /// 不再分阶段办理.
    pub(super) are_let_go: bool,
}

#[derive(Debug, Default)]
pub(super) struct StageLine {
    pub(super) code: String,
    /// Place among the stages as typed: 1, 2, 1.5.
    pub(super) order: String,
    pub(super) name: String,
    pub(super) limit: String,
    pub(super) is_working: bool,
    /// Name of the date the limit is counted from.
    pub(super) from: String,
    pub(super) by_unit: bool,
    /// Names of the fields that are filled in before.
    pub(super) needs: String,
    /// What they must say, a line each: 「群众满意=是｜请先……」.
    pub(super) must: String,
    pub(super) is_past: bool,
    pub(super) is_end: bool,
}

impl StageLine {
    /// 「新增阶段」 or its name, with what is said beside it.
    pub(super) fn title(&self) -> &str {
        match self.name.is_empty() {
            true => "新增阶段",
            false => &self.name,
        }
    }

    fn is_nameless(&self) -> bool {
        self.code.is_empty() && self.name.is_empty()
    }

    /// Whether nobody has typed anything; that something is chosen in an empty line says nothing.
    fn is_blank(&self) -> bool {
        let typed = [
            &self.order,
            &self.limit,
            &self.from,
            &self.needs,
            &self.must,
        ];
        self.is_nameless() && !self.is_past && typed.iter().all(|words| words.is_empty())
    }
}

impl StageForm {
    /// The stages of a definition, with empty lines to add to them.
    pub(super) fn of(definition: &Definition) -> Self {
        let one = |code: &String| names(definition, std::slice::from_ref(code));
        let line = |(place, (stage, is_past)): (usize, (&StageSpec, bool))| StageLine {
            code: stage.code.clone(),
            order: match is_past {
                true => String::new(),
                false => (place + 1).to_string(),
            },
            name: stage.name.clone(),
            limit: match stage.limit_days {
                0 => String::new(),
                days => days.to_string(),
            },
            is_working: stage.days == LimitDays::Working,
            from: one(&stage.from),
            by_unit: stage.mover == Mover::Unit,
            needs: names(definition, &stage.needs),
            must: musts_in_words(definition, &stage.must),
            is_past,
            is_end: stage.is_end && !is_past,
        };
        let stages = definition.stages.iter().map(|stage| (stage, false));
        let past = definition.past_stages.iter().map(|stage| (stage, true));
        let mut form = Self {
            field: one(&definition.stage),
            due: one(&definition.stage_due),
            lines: stages.chain(past).enumerate().map(line).collect(),
            has_stages: definition.has_stages(),
            are_let_go: false,
        };
        form.add_room();
        form
    }

    /// The stages as somebody typed them, each line in its place.
    pub(super) fn typed(posted: &Posted) -> Self {
        let lines = (0..MOST_LINES).map(|place| {
            let get = |name: &str| posted.get(&format!("g{place}.{name}")).to_owned();
            StageLine {
                code: get("code"),
                order: get("order"),
                name: get("name"),
                limit: get("limit"),
                is_working: get("days") == "working",
                from: get("from"),
                by_unit: get("mover") == "unit",
                needs: get("needs"),
                must: get("must"),
                is_past: !get("past").is_empty(),
                is_end: false,
            }
        });
        let mut lines: Vec<StageLine> = lines.collect();
        let is_typed = |line: &StageLine| !line.is_blank();
        lines.truncate(lines.iter().rposition(is_typed).map_or(0, |last| last + 1));
        Self {
            field: posted.get("stage_field").to_owned(),
            due: posted.get("stage_due_field").to_owned(),
            has_stages: lines
                .iter()
                .any(|line| !line.code.is_empty() && !line.is_past),
            are_let_go: posted.has("no_stages"),
            lines,
        }
    }

    /// Room for more.
    pub(super) fn add_room(&mut self) {
        add_room(&mut self.lines, SPARE, StageLine::is_blank);
    }

    /// Writes them into a definition whose fields are read already. What cannot be read is said.
    pub(super) fn put_into(&self, definition: &mut Definition) -> Vec<String> {
        let mut problems = Vec::new();
        let mut placed: Vec<(f64, StageSpec)> = Vec::new();
        for (place, line) in self.lines.iter().enumerate() {
            let is_past = line.is_past || self.are_let_go;
            if line.is_nameless() && !line.is_blank() {
                problems.push(format!(
                    "第{}个阶段没有名称，请填写名称，或清空这个阶段。",
                    place + 1
                ));
            }
            // What was never a stage is no past one either.
            if line.is_nameless() || is_past && line.code.is_empty() {
                continue;
            }
            let spec = stage_of(line, definition, &mut problems);
            if is_past {
                definition.past_stages.push(spec);
                continue;
            }
            let place = match line.order.replace('．', ".").parse::<f64>() {
                _ if line.order.is_empty() => f64::INFINITY,
                Ok(place) if place.is_finite() => place,
                _ => {
                    problems.push(format!(
                        "阶段“{}”的次序“{}”不是数，请填写1、2、3这样的数，插在1和2之间的写1.5。",
                        line.title(),
                        line.order
                    ));
                    f64::INFINITY
                }
            };
            placed.push((place, spec));
        }
        placed.sort_by(|one, other| one.0.total_cmp(&other.0));
        definition.stages = placed.into_iter().map(|(_, spec)| spec).collect();
        if self.are_let_go {
            return problems;
        }
        definition.stage = self.called(definition, &self.field, FieldKind::Choice, &mut problems);
        definition.stage_due = self.called(definition, &self.due, FieldKind::Date, &mut problems);
        if definition.stages.is_empty() && !definition.stage.is_empty() {
            definition.stages = of_options(definition);
        }
        if definition.stages.is_empty() {
            definition.stage.clear();
            definition.stage_due.clear();
        }
        give_codes(definition);
        definition.align_stages();
        problems
    }

    fn called(
        &self,
        definition: &Definition,
        word: &str,
        kind: FieldKind,
        problems: &mut Vec<String>,
    ) -> String {
        if word.is_empty() {
            return String::new();
        }
        let known = definition.field_called(word);
        if let Some(field) = known.filter(|field| field.kind == kind) {
            return field.code.clone();
        }
        problems.push(format!(
            "没有叫“{word}”的{}字段，不能用来记录阶段；请填写已有字段的名称，或留空由系统新增。",
            kind.label()
        ));
        String::new()
    }
}

fn stage_of(line: &StageLine, definition: &Definition, problems: &mut Vec<String>) -> StageSpec {
    let limit_days = match line.limit.parse::<u16>() {
        _ if line.limit.is_empty() => 0,
        Ok(days) if days <= MOST_DAYS => days,
        _ => {
            problems.push(format!(
                "阶段“{}”的限期“{}”不对，请填写0至{MOST_DAYS}的整数，不设限期的留空。",
                line.title(),
                line.limit
            ));
            0
        }
    };
    StageSpec {
        code: line.code.clone(),
        name: line.name.clone(),
        limit_days,
        days: match line.is_working {
            true => LimitDays::Working,
            false => LimitDays::Calendar,
        },
        from: code(definition, &line.from),
        mover: match line.by_unit {
            true => Mover::Unit,
            false => Mover::Owner,
        },
        needs: codes(definition, &line.needs),
        must: musts(line, definition, problems),
        is_end: false,
    }
}

/// What a stage demands, a line each.
fn musts_in_words(definition: &Definition, musts: &[MustSpec]) -> String {
    let lines = musts.iter().map(|must| {
        let field = names(definition, std::slice::from_ref(&must.field));
        format!("{field}={}｜{}", must.one_of.join("、"), must.message)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The same as it was typed.
fn musts(line: &StageLine, definition: &Definition, problems: &mut Vec<String>) -> Vec<MustSpec> {
    let mut musts = Vec::new();
    for words in line.must.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (what, message) = words.split_once(['｜', '|']).unwrap_or((words, ""));
        let Some((field, one_of)) = what.split_once(['=', '＝']) else {
            problems.push(format!(
                "阶段“{}”转出前的要求“{words}”看不懂，请写成“字段=可以的内容｜不符合时的提示”。",
                line.title()
            ));
            continue;
        };
        musts.push(MustSpec {
            field: code(definition, field),
            one_of: parts(one_of),
            message: message.trim().to_owned(),
        });
    }
    musts
}

/// A choice that is there already has its options made stages, in their order.
fn of_options(definition: &Definition) -> Vec<StageSpec> {
    let field = definition.field(&definition.stage);
    let options = field.map(|field| field.options.as_slice());
    let stages = options.unwrap_or_default().iter().map(|name| StageSpec {
        name: name.clone(),
        ..StageSpec::default()
    });
    stages.collect()
}

fn give_codes(definition: &mut Definition) {
    let stages = definition.stages.iter().chain(&definition.past_stages);
    let mut taken: Vec<String> = stages.map(|stage| stage.code.clone()).collect();
    let stages = definition.stages.iter_mut();
    for stage in stages.chain(&mut definition.past_stages) {
        if stage.code.is_empty() {
            stage.code = free_code("g", &taken);
            taken.push(stage.code.clone());
        }
    }
}
