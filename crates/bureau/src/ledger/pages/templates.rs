//! 从模板新建: the registers that are shipped, each to be looked at before it is founded.

use super::definition_words::{field_in_words, keeping_in_words, stages_in_words};
use crate::ledger::{actions, model::Definition, paths, templates};
use crate::org::UnitKind;
use ::store::Error;
use askama::Template;
use base::Role;
use shell::{Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "ledger/pages/templates.html")]
struct TemplatesPage {
    frame: Frame,
    rows: Vec<Line>,
}

struct Line {
    name: &'static str,
    purpose: &'static str,
    owner: &'static str,
    n_fields: usize,
    /// 「10 个阶段」「到期提示」; empty without.
    more: String,
    /// Where it is looked at.
    preview: String,
    /// Where the register of its code is, when there is one this person sees.
    list: String,
}

#[derive(Template)]
#[template(path = "ledger/pages/template_preview.html")]
struct PreviewPage {
    frame: Frame,
    template: &'static Definition,
    fields: Vec<FieldLine>,
    /// Names of the stages, what is asked there.
    stages: Vec<(String, String)>,
    /// How long what is personal is kept; empty without.
    keeping: String,
    /// Registers it looks into that have not been founded.
    missing: Vec<(String, String)>,
    offices: Vec<String>,
    owner: String,
    code: String,
    name: String,
    edit: String,
    problems: Vec<String>,
}

struct FieldLine {
    name: String,
    kind: String,
    asked: String,
    example: String,
}

/// What was chosen on the page of a template.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    pub(super) owner: String,
    pub(super) code: String,
    pub(super) name: String,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    let known = actions::registers(&visit).await?;
    let rows = templates::all().iter().map(|template| Line {
        name: &template.name,
        purpose: &template.purpose,
        owner: &template.owner,
        n_fields: template.active().count(),
        more: more(template),
        preview: paths::from_template(&template.code),
        list: match known
            .iter()
            .any(|line| line.register.definition.code == template.code)
        {
            true => paths::of(paths::LIST, &template.code),
            false => String::new(),
        },
    });
    visit.page(&TemplatesPage {
        frame: visit
            .frame("从模板新建")
            .crumb("台账", paths::REGISTERS)
            .lead("先看字段、规则和汇总，再建立；建好后仍可增减字段，已填的内容不会丢失。"),
        rows: rows.collect(),
    })
}

fn more(template: &Definition) -> String {
    let mut words = Vec::new();
    if template.has_stages() {
        words.push(format!("{} 个阶段", template.stages.len()));
    }
    if !template.expiries.is_empty() {
        words.push("到期提示".to_owned());
    }
    if !template.warnings.is_empty() {
        words.push("资金对照".to_owned());
    }
    words.join("、")
}

/// A template before it is founded; with what is wrong after an attempt.
pub(super) async fn preview(
    visit: &Visit,
    template: &'static Definition,
    chosen: Option<Chosen>,
    problems: Vec<String>,
) -> Result<Reply> {
    let units = crate::org::units(&visit.db).await?;
    let keeps = |kind| {
        matches!(
            kind,
            UnitKind::Bureau | UnitKind::Office | UnitKind::Affiliated
        )
    };
    let is_general = visit.actor.is(Role::GeneralOffice);
    let offices: Vec<String> = units
        .iter()
        .filter(|unit| keeps(unit.kind))
        .filter(|unit| is_general || visit.actor.units.contains(&unit.id))
        .map(|unit| unit.short_name.clone())
        .collect();
    let chosen = chosen.unwrap_or_else(|| Chosen {
        owner: match offices.contains(&template.owner) {
            true => template.owner.clone(),
            false => visit.actor.unit_name.clone(),
        },
        code: template.code.clone(),
        name: template.name.clone(),
    });
    let known = actions::registers(visit).await?;
    let is_known = |code: &str| {
        known
            .iter()
            .any(|line| line.register.definition.code == code)
    };
    let mut missing: Vec<(String, String)> = template
        .active()
        .filter(|field| !field.register.is_empty() && !is_known(&field.register))
        .filter_map(|field| {
            let other = templates::named(&field.register)?;
            Some((other.name.clone(), paths::from_template(&other.code)))
        })
        .collect();
    missing.dedup();
    let page = PreviewPage {
        frame: visit
            .frame(format!("从模板新建：{}", template.name))
            .crumb("台账", paths::REGISTERS)
            .crumb("从模板新建", paths::TEMPLATES)
            .lead(template.purpose.clone()),
        fields: template.active().map(field_line).collect(),
        stages: stages_in_words(template),
        keeping: keeping_in_words(template),
        missing,
        offices,
        owner: chosen.owner,
        code: chosen.code,
        name: chosen.name,
        edit: format!("{}&edit=on", paths::from_template(&template.code)),
        template,
        problems,
    };
    match page.problems.is_empty() {
        true => visit.page(&page),
        false => visit.invalid(&page),
    }
}

fn field_line(field: &crate::ledger::model::FieldSpec) -> FieldLine {
    let (name, kind, asked) = field_in_words(field);
    FieldLine {
        name,
        kind,
        asked,
        example: field
            .examples
            .first()
            .map(|example| example.replace('#', "1"))
            .unwrap_or_default(),
    }
}

/// The template an address or a form names.
pub(super) fn asked(code: &str) -> Result<&'static Definition> {
    templates::named(code).ok_or_else(|| Error::NotFound.into())
}
