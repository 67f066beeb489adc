//! 字段与规则: what a register is, and changing it.

use super::{
    definition_form::{DefinitionForm, classes, definition_of, grains, kinds, measures},
    frame_of, templates,
};
use crate::ledger::{
    actions::{self, Opened, Redefinition},
    model::{Definition, FieldKind, FieldSpec, Keeping, Personal, Sight},
    paths,
};
use crate::org::UnitKind;
use ::store::Error;
use askama::Template;
use base::{Role, day::instant_in_words};
use serde::Deserialize;
use shell::{Asked, At, Frame, Posted, Reply, Result, Visit};

type Choice = (&'static str, &'static str);

#[derive(Template)]
#[template(path = "ledger/pages/definition.html")]
struct DefinitionPage {
    frame: Frame,
    code: String,
    may_change: bool,
    definition: Definition,
    fields: Vec<(String, String, String)>,
    rights: Vec<(&'static str, String)>,
    versions: Vec<(i64, String, String, String)>,
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
    back: String,
    version: i64,
    redefinition: Redefinition,
    /// The definition, to be sent again.
    text: String,
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
    let definition = match asked.version {
        Some(version) => actions::definition_at(&visit, &opened, version).await?,
        None => opened.register.definition.clone(),
    };
    let versions = actions::versions(&visit, &opened).await?;
    let title = match asked.version {
        Some(version) => format!("字段与规则（第{version}版）"),
        None => "字段与规则".to_owned(),
    };
    visit.page(&DefinitionPage {
        frame: frame_of(&visit, &opened, Some(title)).lead(definition.purpose.clone()),
        may_change: opened.standing.defines && asked.version.is_none(),
        fields: definition.fields.iter().map(field_in_words).collect(),
        rights: rights_in_words(&opened, &definition),
        versions: versions
            .into_iter()
            .map(|v| (v.version, instant_in_words(v.made_ms), v.made_by, v.note))
            .collect(),
        definition,
        code,
    })
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
        let mut page = edit_page(&visit, None, template);
        page.template.clone_from(&template.code);
        return visit.page(&page);
    }
    let definition = Definition {
        owner: visit.actor.unit_name.clone(),
        ..Definition::default()
    };
    visit.page(&edit_page(&visit, None, &definition))
}

pub(super) async fn create(visit: Visit, posted: Posted) -> Result<Reply> {
    let template = match posted.get("template") {
        "" => None,
        code => Some(templates::asked(code)?),
    };
    let as_is = template.filter(|_| posted.has("as_is"));
    let text = posted.raw("text").trim();
    let (definition, mut problems) = match text.is_empty() {
        true => (drafted(&posted, template, as_is), Vec::new()),
        false => match from_text(text) {
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
    let mut page = edit_page(&visit, None, &definition);
    page.problems = problems;
    page.text = text.to_owned();
    posted.get("template").clone_into(&mut page.template);
    visit.invalid(&page)
}

/// What a form says: a template as it is, a template that was changed first, or neither.
fn drafted(
    posted: &Posted,
    template: Option<&Definition>,
    as_is: Option<&Definition>,
) -> Definition {
    if let Some(template) = as_is {
        return Definition {
            code: posted.get("code").to_owned(),
            name: posted.get("name").to_owned(),
            owner: posted.get("owner").to_owned(),
            ..template.clone()
        };
    }
    let mut definition = definition_of(posted);
    if let Some(template) = template {
        definition.carry(template);
    }
    definition
}

pub(super) async fn edit(visit: Visit, At(code): At<String>) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    opened.standing.may_define()?;
    visit.page(&edit_page(
        &visit,
        Some(&opened),
        &opened.register.definition,
    ))
}

/// Shows what would change; with the definition sent again, puts it in force.
pub(super) async fn change(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    opened.standing.may_define()?;
    let version = posted.get("version").parse().unwrap_or_default();
    let confirmed = posted.raw("definition");
    if !confirmed.is_empty() {
        let definition: Definition =
            serde_json::from_str(confirmed).map_err(|_| Error::NotFound)?;
        let note = posted.get("note");
        actions::redefine(&visit, &code, version, definition, note).await?;
        return visit.done("已启用新的一版。", paths::of(paths::DEFINITION, &code));
    }
    let mut definition = definition_of(&posted);
    definition.carry(&opened.register.definition);
    let redefinition = actions::preview_redefinition(&visit, &opened, &mut definition).await?;
    if !redefinition.problems.is_empty() {
        let mut page = edit_page(&visit, Some(&opened), &definition);
        page.version = version;
        page.problems = redefinition.problems;
        return visit.invalid(&page);
    }
    visit.page(&PreviewPage {
        frame: frame_of(&visit, &opened, Some("核对改动".to_owned())).lead("还没有启用。"),
        action: paths::of(paths::EDIT_DEFINITION, &code),
        back: paths::of(paths::EDIT_DEFINITION, &code),
        version,
        text: serde_json::to_string(&definition).map_err(Error::from)?,
        redefinition,
    })
}

/// A definition pasted as it was exported.
fn from_text(text: &str) -> std::result::Result<Definition, String> {
    let wrong = |error: String| format!("定义文件看不懂：{error}");
    if text.starts_with('{') {
        return serde_json::from_str(text).map_err(|error| wrong(error.to_string()));
    }
    toml::from_str(text).map_err(|error| wrong(error.message().to_owned()))
}

fn edit_page(visit: &Visit, opened: Option<&Opened>, definition: &Definition) -> EditPage {
    EditPage {
        frame: match opened {
            Some(opened) => frame_of(visit, opened, Some("修改字段与规则".to_owned()))
                .lead("先预览会改动什么，确认后启用为新的一版；已填的内容不会丢失。"),
            None => visit
                .frame("建立台账")
                .crumb("台账", paths::REGISTERS)
                .lead("字段只设必要的：别处已有的数不要再填一遍。"),
        },
        action: match opened {
            Some(_) => paths::of(paths::EDIT_DEFINITION, &definition.code),
            None => paths::NEW.to_owned(),
        },
        version: opened.map_or(0, |opened| opened.register.version),
        form: DefinitionForm::of(definition),
        kinds: kinds(),
        grains: grains(),
        measures: measures(),
        classes: classes(),
        problems: Vec::new(),
        is_new: opened.is_none(),
        text: String::new(),
        template: String::new(),
    }
}

/// Name, kind with its bounds, and what else is asked of a field.
pub(super) fn field_in_words(field: &FieldSpec) -> (String, String, String) {
    let mut kind = field.kind.label().to_owned();
    if !field.unit.is_empty() {
        kind.push_str(&format!("（{}）", field.unit));
    }
    let mut words = Vec::new();
    if field.retired {
        words.push("已停用".to_owned());
    }
    if field.required {
        words.push("必填".to_owned());
    }
    if !field.options.is_empty() {
        words.push(format!("选项：{}", field.options.join("、")));
    }
    if !field.min.is_empty() || !field.max.is_empty() {
        words.push(format!("范围：{}至{}", field.min, field.max));
    }
    if field.kind == FieldKind::Formula {
        words.push(format!("公式：{}", field.formula));
    }
    if field.personal != Personal::None {
        words.push(field.personal.label().to_owned());
    }
    if field.minors {
        words.push(format!("涉及未成年人，收集理由：{}", field.minors_reason));
    }
    if !field.help.is_empty() {
        words.push(field.help.clone());
    }
    if !field.source.is_empty() {
        words.push(format!("依据：{}", field.source));
    }
    (field.name.clone(), kind, words.join("；"))
}

fn rights_in_words(opened: &Opened, definition: &Definition) -> Vec<(&'static str, String)> {
    let rights = &definition.rights;
    let kinds = rights
        .fill_kinds
        .iter()
        .filter_map(|code| UnitKind::from_code(code));
    let kinds: Vec<&str> = kinds.map(UnitKind::label).collect();
    let roles = |codes: &[String]| -> Vec<&'static str> {
        codes
            .iter()
            .filter_map(|code| Role::from_code(code))
            .map(Role::label)
            .collect()
    };
    let owner = opened.house.name(opened.register.owner);
    let fillers = match kinds.is_empty() {
        true => owner.to_owned(),
        false => format!("{owner}、{}", kinds.join("、")),
    };
    let mut verifiers = vec![owner];
    verifiers.extend(roles(&rights.verify_roles));
    let mut words = vec![
        ("归口科室", owner.to_owned()),
        ("填报", fillers),
        ("核对", verifiers.join("、")),
        (
            "查看",
            match rights.see {
                Sight::Bureau => "全局；单位看本单位的".to_owned(),
                Sight::Owner => "归口科室、局办公室和局领导；单位看本单位的".to_owned(),
            },
        ),
    ];
    if definition
        .active()
        .any(|field| field.personal != Personal::None)
    {
        let mut who = vec![owner, "填报单位（看本单位的）", Role::Leader.label()];
        who.extend(roles(&rights.verify_roles));
        who.extend(roles(&rights.whole_roles));
        words.push((
            "个人信息全文",
            format!(
                "{}申请后可看，每次记入审计；其余人看到的是遮盖后的",
                who.join("、")
            ),
        ));
        words.push(("个人信息保存", keeping_in_words(definition.keeping)));
    }
    words
}

fn keeping_in_words(keeping: Keeping) -> String {
    let classes =
        [Personal::Ordinary, Personal::Sensitive].map(|class| match keeping.years(class) {
            0 => format!("{}不设期限", class.label()),
            years => format!("{}{years}年", class.label()),
        });
    classes.join("，")
}
