//! 字段与规则: what a register is, and changing it.

use super::{
    definition_form::{DefinitionForm, classes, grains, kinds, measures},
    definition_text::from_text,
    definition_words::{field_in_words, rights_in_words, stages_in_words},
    frame_of, templates,
};
use crate::ledger::{
    actions::{self, Opened, Redefinition},
    model::{Addition, Definition, NewNames},
    paths,
};
use ::store::Error;
use askama::Template;
use base::day::instant_in_words;
use serde::Deserialize;
use shell::{Asked, At, Field, Frame, Posted, Reply, Result, Visit};
use std::collections::BTreeSet;

type Choice = (&'static str, &'static str);

#[derive(Template)]
#[template(path = "ledger/pages/definition.html")]
struct DefinitionPage {
    frame: Frame,
    code: String,
    may_change: bool,
    definition: Definition,
    fields: Vec<(String, String, String)>,
    /// Names of the stages, what is asked there.
    stages: Vec<(String, String)>,
    rights: Vec<(&'static str, String)>,
    versions: Vec<(i64, String, String, String)>,
    growth: Option<Growth>,
}

/// What the template has grown by, with what of it is ticked.
struct Growth {
    version: i64,
    lines: Vec<(Addition, bool)>,
    problem: String,
    /// What is said of it, as it was typed.
    note: Field,
}

#[derive(Template)]
#[template(path = "ledger/pages/definition_edit.html")]
struct EditPage {
    frame: Frame,
    action: String,
    version: i64,
    form: DefinitionForm,
    kinds: Vec<Choice>,
    grains: Vec<Choice>,
    measures: Vec<Choice>,
    classes: Vec<Choice>,
    /// The registers a field may look into: code and name.
    registers: Vec<(String, String)>,
    problems: Vec<String>,
    is_new: bool,
    text: String,
    /// Code of the template the form was filled from; empty without.
    template: String,
}

#[derive(Template)]
#[template(path = "ledger/pages/definition_preview.html")]
struct PreviewPage {
    frame: Frame,
    action: String,
    version: i64,
    redefinition: Redefinition,
    /// Why it was not taken; empty where nobody tried.
    problem: String,
    /// The definition as it was made on the form, to be sent again.
    text: String,
    /// What is said of the version; required where numbers of a locked period change.
    note: Field,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct VersionAsked {
    version: Option<i64>,
    form: String,
}

pub(super) async fn show(
    visit: Visit,
    At(code): At<String>,
    Asked(asked): Asked<VersionAsked>,
) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    let growth = match asked.version {
        None => actions::growth(&visit, &opened).await?,
        Some(_) => Vec::new(),
    };
    let growth = (!growth.is_empty()).then(|| Growth {
        version: opened.register.version,
        lines: growth.into_iter().map(|line| (line, true)).collect(),
        problem: String::new(),
        note: growth_note(),
    });
    visit.page(&definition_page(&visit, &opened, asked.version, growth).await?)
}

async fn definition_page(
    visit: &Visit,
    opened: &Opened,
    asked: Option<i64>,
    growth: Option<Growth>,
) -> Result<DefinitionPage> {
    let code = opened.register.definition.code.clone();
    let definition = match asked {
        Some(version) => actions::definition_at(visit, opened, version).await?,
        None => opened.register.definition.clone(),
    };
    let versions = actions::versions(visit, opened).await?;
    let title = match asked {
        Some(version) => format!("字段与规则（第{version}版）"),
        None => "字段与规则".to_owned(),
    };
    Ok(DefinitionPage {
        frame: frame_of(visit, opened, Some(title)).lead(definition.purpose.clone()),
        growth,
        may_change: opened.standing.defines && asked.is_none(),
        fields: definition.fields.iter().map(field_in_words).collect(),
        rights: rights_in_words(opened, &definition),
        stages: stages_in_words(&definition),
        versions: versions
            .into_iter()
            .map(|v| (v.version, instant_in_words(v.made_ms), v.made_by, v.note))
            .collect(),
        definition,
        code,
    })
}

fn growth_note() -> Field {
    Field::new("note", "说明").hint("记入版本的说明和审计，不填则写明带入了哪些。")
}

/// Takes over what was ticked of the growth of the template; what was ticked stays ticked when it cannot be.
async fn grow(visit: &Visit, opened: &Opened, posted: &Posted) -> Result<Reply> {
    let code = &opened.register.definition.code;
    let version = posted.get("version").parse().unwrap_or_default();
    let chosen: BTreeSet<String> = posted.all("add").map(str::to_owned).collect();
    let note = posted.get("note");
    match actions::take_growth(visit, code, version, &chosen, note).await {
        Ok(unfed) => visit.done(
            format!("已带入，启用新的一版。{}", unfed.join("")),
            paths::of(paths::DEFINITION, code),
        ),
        Err(Error::Refused(refusal))
            if [actions::GROWTH, actions::LOCKED].contains(&refusal.rule) =>
        {
            let lines = actions::growth(visit, opened).await?.into_iter();
            let mut said = growth_note().value(note);
            let mut problem = format!("{}{}", refusal.what, refusal.next);
            if refusal.rule == actions::LOCKED {
                said = said.required();
                said.refuse(std::mem::take(&mut problem));
            }
            let growth = Growth {
                version,
                lines: lines
                    .map(|line| {
                        let is_chosen = chosen.contains(&line.key);
                        (line, is_chosen)
                    })
                    .collect(),
                problem,
                note: said,
            };
            visit.invalid(&definition_page(visit, opened, None, Some(growth)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// The definition as a file, to be taken to another bureau.
pub(super) async fn export(
    visit: Visit,
    At(code): At<String>,
    Asked(asked): Asked<VersionAsked>,
) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    let mut definition = opened.register.definition.clone();
    for field in &mut definition.fields {
        field.slot.clear();
    }
    let name = &opened.register.definition.name;
    if asked.form == "json" {
        let text = serde_json::to_string_pretty(&definition).map_err(Error::from)?;
        return visit.download(
            text.into_bytes(),
            "application/json",
            &format!("{name}.json"),
        );
    }
    let text =
        toml::to_string_pretty(&definition).map_err(|error| Error::Corrupt(error.to_string()))?;
    visit.download(
        text.into_bytes(),
        "application/toml",
        &format!("{name}.toml"),
    )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewAsked {
    template: String,
    edit: String,
}

/// An empty form; with a template, what it brings, and on request the form filled with it.
pub(super) async fn new(visit: Visit, Asked(asked): Asked<NewAsked>) -> Result<Reply> {
    if !asked.template.is_empty() {
        let template = templates::asked(&asked.template)?;
        if asked.edit.is_empty() {
            return templates::preview(&visit, template, None, Vec::new()).await;
        }
        let mut page = edit_page(&visit, None, DefinitionForm::of(template)).await?;
        page.template.clone_from(&template.code);
        return visit.page(&page);
    }
    let definition = Definition {
        owner: visit.actor.unit_name.clone(),
        ..Definition::default()
    };
    visit.page(&edit_page(&visit, None, DefinitionForm::of(&definition)).await?)
}

pub(super) async fn create(visit: Visit, posted: Posted) -> Result<Reply> {
    let template = match posted.get("template") {
        "" => None,
        code => Some(templates::asked(code)?),
    };
    let as_is = template.filter(|_| posted.has("as_is"));
    let text = posted.raw("text").trim();
    let form = DefinitionForm::typed(&posted);
    let (definition, mut problems) = match (text.is_empty(), as_is) {
        (true, Some(as_is)) => (as_it_is(as_is, &form), Vec::new()),
        (true, None) => {
            let (mut definition, problems) = form.definition();
            if let Some(template) = template {
                definition.carry(template);
                definition.template = founded_from(template, &definition.code);
            }
            (definition, problems)
        }
        (false, _) => match from_text(text) {
            Ok(definition) => (definition, Vec::new()),
            Err(problem) => (Definition::default(), vec![problem]),
        },
    };
    if problems.is_empty() {
        problems = definition.problems();
    }
    if problems.is_empty() {
        let (code, name) = (definition.code.clone(), definition.name.clone());
        match actions::define(&visit, definition.clone()).await {
            Ok(unfed) => {
                return visit.done(
                    format!("已建立台账“{name}”。{}", unfed.join("")),
                    paths::of(paths::LIST, &code),
                );
            }
            Err(Error::Refused(refusal)) if refusal.rule != "ledger.definers_only" => {
                problems.push(format!("{}{}", refusal.what, refusal.next));
            }
            Err(error) => return Err(error.into()),
        }
    }
    if let Some(template) = as_is {
        let chosen = templates::Chosen {
            owner: definition.owner,
            code: definition.code,
            name: definition.name,
        };
        return templates::preview(&visit, template, Some(chosen), problems).await;
    }
    let mut page = edit_page(&visit, None, form.with_room()).await?;
    page.problems = problems;
    text.clone_into(&mut page.text);
    posted.get("template").clone_into(&mut page.template);
    visit.invalid(&page)
}

/// What a register says of its template: nothing where their codes say it.
fn founded_from(template: &Definition, code: &str) -> String {
    match template.code == code {
        true => String::new(),
        false => template.code.clone(),
    }
}

/// A template, but for what is the register's own.
fn as_it_is(template: &Definition, form: &DefinitionForm) -> Definition {
    Definition {
        code: form.code.clone(),
        name: form.name.clone(),
        owner: form.owner.clone(),
        template: founded_from(template, &form.code),
        ..template.clone()
    }
}

pub(super) async fn edit(visit: Visit, At(code): At<String>) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    opened.standing.may_define()?;
    let form = DefinitionForm::of(&opened.register.definition);
    visit.page(&edit_page(&visit, Some(&opened), form).await?)
}

/// Shows what would change; with the definition sent again, puts it in force.
pub(super) async fn change(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    opened.standing.may_define()?;
    if posted.has("grow") {
        return grow(&visit, &opened, &posted).await;
    }
    let version = posted.get("version").parse().unwrap_or_default();
    let confirmed = posted.raw("definition");
    if !confirmed.is_empty() {
        let definition: Definition =
            serde_json::from_str(confirmed).map_err(|_| Error::NotFound)?;
        if posted.has("back") {
            let form = DefinitionForm::of(&definition);
            let mut page = edit_page(&visit, Some(&opened), form).await?;
            page.version = version;
            return visit.page(&page);
        }
        return take(&visit, &opened, &posted, (version, definition)).await;
    }
    let mut form = DefinitionForm::typed(&posted);
    form.follow_names(&opened.register.definition);
    let (mut definition, mut problems) = form.definition();
    definition.carry(&opened.register.definition);
    definition.rename_fields(&opened.register.definition);
    definition.rename_stages(&opened.register.definition);
    let preview = preview_page(&visit, &opened, version, (definition, None)).await?;
    problems.extend(preview.redefinition.problems.iter().cloned());
    if !problems.is_empty() {
        let mut page = edit_page(&visit, Some(&opened), form.with_room()).await?;
        page.version = version;
        page.problems = problems;
        return visit.invalid(&page);
    }
    visit.page(&preview)
}

/// Puts what was looked at in force; what keeps it from that is said beside it.
async fn take(
    visit: &Visit,
    opened: &Opened,
    posted: &Posted,
    (version, definition): (i64, Definition),
) -> Result<Reply> {
    let code = &opened.register.definition.code;
    let note = posted.get("note");
    let answers = answers(&opened.register.definition, posted);
    let chosen = (definition.clone(), &answers);
    match actions::redefine(visit, code, version, chosen, note).await {
        Ok(()) => visit.done("已启用新的一版。", paths::of(paths::DEFINITION, code)),
        Err(Error::Refused(refusal))
            if [actions::LOCKED, actions::DEFINITION].contains(&refusal.rule) =>
        {
            let mut page =
                preview_page(visit, opened, version, (definition, Some(&answers))).await?;
            page.note = version_note().value(note);
            let why = format!("{}{}", refusal.what, refusal.next);
            if refusal.rule == actions::LOCKED {
                page.note = page.note.required();
                page.note.refuse(why);
            } else {
                page.problem = why;
            }
            visit.invalid(&page)
        }
        Err(error) => Err(error.into()),
    }
}

/// What was said of options that are gone: what they are called now, or nothing.
fn answers(before: &Definition, posted: &Posted) -> NewNames {
    let mut answers = NewNames::new();
    for (name, now) in posted.pairs() {
        let place = name.strip_prefix("rename.");
        let Some((code, place)) = place.and_then(|place| place.rsplit_once('.')) else {
            continue;
        };
        let options = before.field(code).map(|field| field.options.as_slice());
        let place: Option<usize> = place.parse().ok();
        let was = place.and_then(|place| options?.get(place));
        if let Some(was) = was.filter(|_| !now.is_empty()) {
            answers.insert((code.to_owned(), was.clone()), now.to_owned());
        }
    }
    answers
}

fn version_note() -> Field {
    Field::new("note", "修改说明")
        .hint("记入版本的说明和审计；已锁定的数因此改变的，也是更正理由。")
}

async fn preview_page(
    visit: &Visit,
    opened: &Opened,
    version: i64,
    (mut definition, answers): (Definition, Option<&NewNames>),
) -> Result<PreviewPage> {
    // As it was made: what is called otherwise is settled when it is taken.
    let text = serde_json::to_string(&definition).map_err(Error::from)?;
    let redefinition =
        actions::preview_redefinition(visit, opened, &mut definition, answers).await?;
    let edit = paths::of(paths::EDIT_DEFINITION, &definition.code);
    Ok(PreviewPage {
        frame: frame_of(visit, opened, Some("核对改动".to_owned())).lead("还没有启用。"),
        action: edit,
        version,
        text,
        redefinition,
        problem: String::new(),
        note: version_note(),
    })
}

async fn edit_page(
    visit: &Visit,
    opened: Option<&Opened>,
    form: DefinitionForm,
) -> Result<EditPage> {
    let mut registers = actions::lookup_registers(visit).await?;
    // What a field looks into stays chosen, seen by this person or not, founded already or not.
    for line in &form.fields {
        let chosen = &line.field.register;
        if !chosen.is_empty() && registers.iter().all(|(code, _)| code != chosen) {
            let shipped = crate::ledger::templates::named(chosen);
            let name = shipped.map_or(chosen.as_str(), |template| template.name.as_str());
            registers.push((chosen.clone(), format!("{name}（现不能引用）")));
        }
    }
    Ok(EditPage {
        registers,
        frame: match opened {
            Some(opened) => frame_of(visit, opened, Some("修改字段与规则".to_owned()))
                .lead("先预览会改动什么，确认后启用为新的一版；已填的内容不会丢失。"),
            None => visit
                .frame("建立台账")
                .crumb("台账", paths::REGISTERS)
                .lead("字段只设必要的：别处已有的数不要再填一遍。"),
        },
        action: match opened {
            Some(opened) => paths::of(paths::EDIT_DEFINITION, &opened.register.definition.code),
            None => paths::NEW.to_owned(),
        },
        version: opened.map_or(0, |opened| opened.register.version),
        form,
        kinds: kinds(),
        grains: grains(),
        measures: measures(),
        classes: classes(),
        problems: Vec::new(),
        is_new: opened.is_none(),
        text: String::new(),
        template: String::new(),
    })
}
