//! 改由台账汇总: the form that gives a data item a register as its source, with what would stand where.

use super::{
    definition_form::{conditions_in_words, measures},
    definition_typed::{code as field_code, conditions},
};
use crate::{
    facts::{self, ItemCode},
    ledger::{
        actions::{self, Choices, Compared, TakeOver},
        model::{Definition, FieldKind, Measure, RollupSpec},
        store::Register,
    },
};
use ::store::Error;
use askama::Template;
use serde::Deserialize;
use shell::{Asked, At, Field, Frame, Posted, Reply, Result, Visit};

/// Lines of a preview; who has more looks at the item afterwards.
const MOST_SHOWN: usize = 60;

#[derive(Template)]
#[template(path = "ledger/pages/take_over.html")]
struct TakeOverPage {
    frame: Frame,
    action: String,
    form: Form,
    registers: Vec<(String, String)>,
    /// What is suggested: where it is chosen, what it is, by which words.
    hints: Vec<(String, String, String)>,
    measures: Vec<(&'static str, &'static str)>,
    numbers: Vec<(String, String)>,
    /// Fields a condition may name, with their choices.
    fields: Vec<(String, String)>,
    /// Name of the register; empty while none is chosen.
    register: String,
    wrong: String,
    preview: Option<Preview>,
    has_conflict: bool,
}

struct Form {
    register: Field,
    measure: Field,
    field: Field,
    filter: Field,
    part: Field,
    verified_only: Field,
    reason: Field,
    version: i64,
}

struct Preview {
    lines: Vec<Line>,
    n_more: usize,
    n_changed: usize,
}

struct Line {
    period: String,
    unit: String,
    typed: String,
    counted: String,
    is_changed: bool,
    stays: bool,
}

impl Form {
    fn new() -> Self {
        Self {
            register: Field::new("register", "台账").required(),
            measure: Field::new("measure", "算法").required(),
            field: Field::new("field", "数字字段").hint("算合计、平均时选。"),
            filter: Field::new("filter", "只计哪些记录")
                .hint("如：级别=市级、省级；几个条件用分号隔开。不填计全部。"),
            part: Field::new("part", "占比的分子条件").hint("算占比时填，写法相同。"),
            verified_only: Field::new("verified_only", "只计已核的记录"),
            reason: Field::new("reason", "改变来源的原因")
                .hint("启用时必填，记入数据项的历次定义和审计。"),
            version: 0,
        }
    }

    fn fields_mut(&mut self) -> [&mut Field; 7] {
        [
            &mut self.register,
            &mut self.measure,
            &mut self.field,
            &mut self.filter,
            &mut self.part,
            &mut self.verified_only,
            &mut self.reason,
        ]
    }

    fn fields(&self) -> [&Field; 7] {
        [
            &self.register,
            &self.measure,
            &self.field,
            &self.filter,
            &self.part,
            &self.verified_only,
            &self.reason,
        ]
    }

    fn is_wrong(&self) -> bool {
        self.fields().iter().any(|field| field.error.is_some())
    }

    fn posted(posted: &Posted) -> Self {
        let mut form = Self::new();
        for field in form.fields_mut() {
            posted.get(field.name).clone_into(&mut field.value);
        }
        form.version = posted.get("version").parse().unwrap_or_default();
        form
    }

    /// What it asks for, of a register.
    fn asked(&self, register: &Register) -> TakeOver {
        let definition = &register.definition;
        TakeOver {
            register: definition.code.clone(),
            rollup: RollupSpec {
                measure: Measure::from_code(&self.measure.value).unwrap_or_default(),
                field: field_code(definition, &self.field.value),
                filter: conditions(definition, &self.filter.value),
                part: conditions(definition, &self.part.value),
                verified_only: !self.verified_only.value.is_empty(),
                ..RollupSpec::default()
            },
            reason: self.reason.value.clone(),
            version: self.version,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    register: String,
    suggested: String,
}

pub(super) async fn show(
    visit: Visit,
    At(code): At<String>,
    Asked(chosen): Asked<Chosen>,
) -> Result<Reply> {
    let choices = choices(&visit, &code).await?;
    let mut form = Form::new();
    form.version = choices.item.version;
    let hint = choices.hints.iter().find(|h| h.key() == chosen.suggested);
    form.register.value = match hint {
        Some(hint) => hint.register.clone(),
        None => chosen.register,
    };
    let register = register(&choices, &form.register.value);
    if let (Some(hint), Some(register)) = (hint, register) {
        let definition = &register.definition;
        hint.measure.code().clone_into(&mut form.measure.value);
        form.field.value.clone_from(&hint.field);
        form.filter.value = conditions_in_words(definition, &hint.filter);
    }
    visit.page(&page(&visit, &choices, form))
}

pub(super) async fn submit(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    let choices = choices(&visit, &code).await?;
    let mut form = Form::posted(&posted);
    let Some(chosen) = register(&choices, &form.register.value) else {
        form.register.refuse("请选择台账。");
        return visit.invalid(&page(&visit, &choices, form));
    };
    if Measure::from_code(&form.measure.value).is_none() {
        form.measure.refuse("请选择算法。");
        return visit.invalid(&page(&visit, &choices, form));
    }
    let asked = form.asked(chosen);
    let item = &choices.item;
    let takes = posted.has("take");
    if takes && asked.reason.trim().is_empty() {
        form.reason
            .refuse("改变数据来源要写明原因，原来的数据和来源都会保留。");
        return visit.invalid(&page(&visit, &choices, form));
    }
    let answered = match takes {
        true => actions::take_over(&visit, &item.code, &asked)
            .await
            .map(|()| None),
        false => actions::preview_take_over(&visit, &item.code, &asked)
            .await
            .map(Some),
    };
    match answered {
        Ok(None) => visit.done(
            format!(
                "“{}”已改由台账“{}”汇总，原来填的数留在每个数的经过里。",
                item.name, chosen.definition.name
            ),
            facts::page_of_item(&item.code),
        ),
        Ok(Some(lines)) => {
            let preview = preview(item, lines);
            let mut page = page(&visit, &choices, form);
            page.preview = Some(preview);
            visit.page(&page)
        }
        Err(Error::Refused(refusal)) => {
            let mut page = page(&visit, &choices, form);
            page.wrong = format!("{}{}", refusal.what, refusal.next);
            visit.invalid(&page)
        }
        Err(Error::Conflict) => {
            form.version = item.version;
            let mut page = page(&visit, &choices, form);
            page.has_conflict = true;
            visit.conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn choices(visit: &Visit, code: &str) -> Result<Choices> {
    let code: ItemCode = code.parse().map_err(|_| Error::NotFound)?;
    Ok(actions::choices(visit, &code).await?)
}

fn register<'c>(choices: &'c Choices, code: &str) -> Option<&'c Register> {
    let mut registers = choices.registers.iter();
    registers.find(|register| register.definition.code == code)
}

fn preview(item: &facts::DataItem, lines: Vec<Compared>) -> Preview {
    let is_changed = |line: &Compared| line.typed != line.counted;
    Preview {
        n_changed: lines.iter().filter(|line| is_changed(line)).count(),
        n_more: lines.len().saturating_sub(MOST_SHOWN),
        lines: lines
            .into_iter()
            .take(MOST_SHOWN)
            .map(|line| Line {
                is_changed: is_changed(&line),
                period: line.period.label(),
                unit: line.unit,
                typed: item.in_words(line.typed),
                counted: item.in_words(line.counted),
                stays: line.stays,
            })
            .collect(),
    }
}

fn page(visit: &Visit, choices: &Choices, form: Form) -> TakeOverPage {
    let item = &choices.item;
    let here = facts::taken_over_by_register(&item.code);
    let chosen = register(choices, &form.register.value);
    let definition = chosen.map(|register| &register.definition);
    let to = |name: &str, value: &str| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair(name, value)
            .finish();
        format!("{here}?{query}")
    };
    TakeOverPage {
        frame: visit
            .frame("改由台账汇总")
            .crumb(&item.name, facts::page_of_item(&item.code))
            .lead("启用后，这个数由台账算出，不再填报；先预览新旧两个数。"),
        registers: choices
            .registers
            .iter()
            .map(|register| &register.definition)
            .map(|register| (register.code.clone(), register.name.clone()))
            .collect(),
        hints: choices
            .hints
            .iter()
            .map(|hint| {
                (
                    to("suggested", &hint.key()),
                    format!("{}：{}", hint.register_name, hint.words),
                    hint.reason.clone(),
                )
            })
            .collect(),
        measures: measures(),
        numbers: definition.map(numbers).unwrap_or_default(),
        fields: definition.map(conditional).unwrap_or_default(),
        register: definition.map_or_else(String::new, |register| register.name.clone()),
        action: here,
        form,
        wrong: String::new(),
        preview: None,
        has_conflict: false,
    }
}

/// The fields that are added up.
fn numbers(definition: &Definition) -> Vec<(String, String)> {
    let numbers = definition.active().filter(|field| field.kind.is_number());
    let words = numbers.map(|field| {
        let unit = match field.unit.as_str() {
            "" => String::new(),
            unit => format!("（{unit}）"),
        };
        (field.code.clone(), format!("{}{unit}", field.name))
    });
    words.collect()
}

/// The fields a condition may name, with their choices.
fn conditional(definition: &Definition) -> Vec<(String, String)> {
    let fields = definition.active().filter(|field| {
        matches!(
            field.kind,
            FieldKind::Choice | FieldKind::Text | FieldKind::YesNo
        ) && field.personal == crate::ledger::model::Personal::None
    });
    let words = fields.map(|field| (field.name.clone(), field.options.join("、")));
    words.collect()
}
