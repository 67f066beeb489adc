//! What a new version of a definition changes, and which values would not go along.

use super::{
    definition::Definition,
    field::{FieldKind, FieldSpec},
    reading::{Names, Reader},
    restaging::stage_differences,
};
use crate::ledger::expr::TODAY;

/// One change between two versions of a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DefinitionChange {
    pub(crate) what: String,
    /// Whether it cannot be done: values would be lost.
    pub(crate) is_refused: bool,
    /// Code of a field whose values take another form.
    pub(crate) converts: Option<String>,
}

/// What changes, in words.
pub(crate) fn differences(before: &Definition, after: &Definition) -> Vec<DefinitionChange> {
    let mut changes = Vec::new();
    let mut say = |what: String| {
        changes.push(DefinitionChange {
            what,
            is_refused: false,
            converts: None,
        });
    };
    for (word, was, is) in [
        ("名称", &before.name, &after.name),
        ("用途", &before.purpose, &after.purpose),
        ("归口科室", &before.owner, &after.owner),
    ] {
        if was != is {
            say(format!("{word}由“{was}”改为“{is}”。"));
        }
    }
    for (word, was, is) in [
        (
            "所属时期的字段",
            std::slice::from_ref(&before.period),
            std::slice::from_ref(&after.period),
        ),
        (
            "不得重复的字段",
            before.key.as_slice(),
            after.key.as_slice(),
        ),
        (
            "区分人的字段",
            before.person_key.as_slice(),
            after.person_key.as_slice(),
        ),
    ] {
        if was != is {
            let (was, is) = (names(before, was), names(after, is));
            say(format!("{word}由{was}改为{is}。"));
        }
    }
    if before.key_in_unit != after.key_in_unit {
        say(match after.key_in_unit {
            true => "不同单位的记录可以相同。".to_owned(),
            false => "不同单位的记录也不得重复。".to_owned(),
        });
    }
    if before.person_in_unit != after.person_in_unit {
        say(match after.person_in_unit {
            true => "不同单位的同名视为不同的人。".to_owned(),
            false => "不同单位的同名视为同一个人。".to_owned(),
        });
    }
    if before.rights != after.rights {
        say("修改了填报、查看或核对的权限。".to_owned());
    }
    if before.keeping != after.keeping {
        say("修改了个人信息的保存期限。".to_owned());
    }
    if before.rules != after.rules {
        say(format!(
            "校验规则由{}条改为{}条。",
            before.rules.len(),
            after.rules.len()
        ));
    }
    if before.rollups != after.rollups {
        say("修改了汇总，汇总数将重新计算。".to_owned());
    }
    let news = after.views.iter();
    for view in news.filter(|view| before.views.iter().all(|own| own.name != view.name)) {
        changes.push(plain(format!("新增视图“{}”。", view.name)));
    }
    changes.extend(stage_differences(before, after));
    for field in &after.fields {
        match before
            .field(&field.code)
            .map(|known| alike_in_stage(before, after, known))
        {
            None => changes.push(plain(format!(
                "新增字段“{}”（{}）。",
                field.name,
                field.kind.label()
            ))),
            Some(known) => changes.extend(field_changes(&known, field)),
        }
    }
    for known in &before.fields {
        if after.field(&known.code).is_none() {
            changes.push(DefinitionChange {
                what: format!(
                    "字段“{}”不能删掉，已填的内容会无处可查；请改为停用。",
                    known.name
                ),
                is_refused: true,
                converts: None,
            });
        }
    }
    changes
}

/// What fields are called, for whoever does not know their codes.
fn names(definition: &Definition, codes: &[String]) -> String {
    let names: Vec<&str> = codes
        .iter()
        .filter(|code| !code.is_empty())
        .map(|code| {
            let field = definition.field(code);
            field.map_or(code.as_str(), |field| field.name.as_str())
        })
        .collect();
    match names.is_empty() {
        true => "未设".to_owned(),
        false => format!("“{}”", names.join("、")),
    }
}

/// The field that says the stage, with the options it has now: what becomes of those is told of the stages.
fn alike_in_stage(before: &Definition, after: &Definition, known: &FieldSpec) -> FieldSpec {
    let mut known = known.clone();
    if before.has_stages() && after.stage == known.code && before.stage == known.code {
        let now = after.field(&known.code);
        known.options = now.map(|now| now.options.clone()).unwrap_or_default();
    }
    known
}

pub(super) fn plain(what: String) -> DefinitionChange {
    DefinitionChange {
        what,
        is_refused: false,
        converts: None,
    }
}

fn field_changes(before: &FieldSpec, after: &FieldSpec) -> Vec<DefinitionChange> {
    let mut changes = Vec::new();
    let name = &after.name;
    if before.name != after.name {
        changes.push(plain(format!("字段“{}”改名为“{name}”。", before.name)));
    }
    if after.retired && !before.retired {
        changes.push(plain(format!(
            "停用字段“{name}”，已填的内容仍可在历史中查看。"
        )));
    }
    if before.retired && !after.retired {
        changes.push(plain(format!("恢复使用字段“{name}”。")));
    }
    if before.kind != after.kind {
        let is_safe = before.kind.may_become(after.kind);
        changes.push(DefinitionChange {
            what: match is_safe {
                true => format!(
                    "字段“{name}”由{}改为{}。",
                    before.kind.label(),
                    after.kind.label()
                ),
                false => format!(
                    "字段“{name}”不能由{}改为{}，请新增字段并停用旧字段。",
                    before.kind.label(),
                    after.kind.label()
                ),
            },
            is_refused: !is_safe,
            converts: is_safe.then(|| after.code.clone()),
        });
    } else if narrows(before, after) {
        changes.push(DefinitionChange {
            what: format!("收紧了字段“{name}”的要求。"),
            is_refused: false,
            converts: Some(after.code.clone()),
        });
    } else if before != after && changes.is_empty() {
        changes.push(plain(format!("修改字段“{name}”的设置。")));
    }
    changes
}

/// Whether a value that was right may be wrong now.
fn narrows(before: &FieldSpec, after: &FieldSpec) -> bool {
    let fewer = before
        .options
        .iter()
        .any(|option| !after.options.contains(option));
    let is_choice = matches!(after.kind, FieldKind::Choice | FieldKind::MultiChoice);
    (is_choice && fewer)
        || after.n_decimals() < before.n_decimals()
        || before.grain != after.grain
        || before.min != after.min
        // That a date may not lie ahead is held to when a row is written next: time makes it right.
        || (before.max != after.max && after.max != TODAY)
        || before.pattern != after.pattern
}

/// A kept value as the changed field keeps it; nothing when it does not go along.
pub(crate) fn unconvertible(
    reader: &Reader<'_>,
    after: &FieldSpec,
    kept: &str,
    names: &dyn Names,
) -> Result<String, String> {
    let (mut values, faults) = reader.read(
        &|field| match field.code == after.code {
            true => kept.to_owned(),
            false => String::new(),
        },
        names,
    );
    match faults.into_iter().find(|fault| fault.field == after.code) {
        Some(fault) => Err(fault.message),
        None => Ok(values.remove(&after.code).unwrap_or_default()),
    }
}
