//! A definition in words: fields, rights, stages, how long what is personal is kept.

use crate::{
    ledger::{
        actions::Opened,
        model::{Definition, FieldKind, FieldSpec, Personal, Sight},
    },
    org::UnitKind,
};
use base::Role;

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

pub(super) fn rights_in_words(
    opened: &Opened,
    definition: &Definition,
) -> Vec<(&'static str, String)> {
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
    if let Some(field) = definition.field(&rights.handler) {
        let may = match rights.handler_fills {
            true => "能看、能填由本单位承办的记录",
            false => "能看由本单位承办的记录",
        };
        words.push(("承办", format!("“{}”{may}", field.name)));
    }
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
        words.push(("个人信息保存", keeping_in_words(definition)));
    }
    words
}

/// Names of the stages, with what is asked there.
pub(super) fn stages_in_words(definition: &Definition) -> Vec<(String, String)> {
    let stages = definition.stages.iter();
    stages
        .map(|stage| {
            let asked = stage.asked_in_words(definition);
            (stage.name.clone(), asked.join("，"))
        })
        .collect()
}

/// How long what is personal is kept, and why; nothing where nothing is.
pub(super) fn keeping_in_words(definition: &Definition) -> String {
    let keeping = &definition.keeping;
    let words = keeping.in_words(definition);
    match words.is_empty() || keeping.basis.is_empty() {
        true => words,
        false => format!("{words}（{}）", keeping.basis.trim_end_matches('。')),
    }
}
