//! 设立、修改数据项: the form of a definition. Every change is a version.

use super::frame_below_list;
use crate::{
    facts::{
        actions::{HeldAlready, define, look::View, twins as apart},
        formula::Formula,
        model::{Amount, DataItem, ItemCode, Reporter, Source, SourceKind, ValueKind},
        paths,
    },
    org::UnitKind,
};
use ::store::Error;
use askama::Template;
use base::{Grain, Refusal, Role, actor::UnitId};
use shell::{At, Field, Frame, Posted, Reply, Result, Visit};

/// Choices of a source beyond its kind.
const OWN_UNIT: &str = "own_unit";
const POST: &str = "post";
const KEPT: &str = "kept";

/// The button that founds an item to have it counted by a register.
const THEN: &str = "then";
const BY_REGISTER: &str = "register";

#[derive(Template)]
#[template(path = "facts/pages/edit.html")]
struct EditPage {
    frame: Frame,
    action: String,
    is_new: bool,
    /// Where a register is made its source; empty for a new one.
    taken_over: String,
    form: ItemForm,
    kinds: Vec<(&'static str, &'static str, bool)>,
    value_kinds: Vec<(&'static str, &'static str)>,
    grains: Vec<(&'static str, &'static str)>,
    sources: Vec<(&'static str, String)>,
    units: Vec<(String, String)>,
    roles: Vec<(&'static str, &'static str)>,
    names: Vec<String>,
    /// What registers hold of the number already, said before it is founded.
    held: Vec<HeldRow>,
    /// Whether one of them is a register.
    is_in_register: bool,
    /// Whether a person may say that it is not the same number.
    may_be_apart: bool,
    /// Whether one of them can be made its source.
    may_take_over: bool,
    has_conflict: bool,
}

struct HeldRow {
    words: String,
    register: String,
    /// The item that is counted there already; empty for none.
    item: String,
}

struct ItemForm {
    code: Field,
    name: Field,
    unit: Field,
    kind: Field,
    decimals: Field,
    grain: Field,
    least: Field,
    most: Field,
    source: Field,
    formula: Field,
    reporter_unit: Field,
    reporter_role: Field,
    group: Field,
    meaning: Field,
    basis: Field,
    retired: Field,
    reason: Field,
    /// Why it is not the number a register holds.
    apart: Field,
    applies_to: Vec<UnitKind>,
    applies_error: String,
    version: i64,
}

impl ItemForm {
    fn new() -> Self {
        Self {
            code: Field::new("code", "编码").hint("小写字母、数字、下划线和点；不填由系统编。设立后不再改。"),
            name: Field::new("name", "名称").required(),
            unit: Field::new("unit", "单位").hint("如“人”“人次”“万元”“%”“台/百人”；比值可不填。"),
            kind: Field::new("kind", "类型").required().value(ValueKind::Number.code()),
            decimals: Field::new("decimals", "小数位").required().value("0"),
            grain: Field::new("grain", "周期").required().value(Grain::SchoolYear.code()),
            least: Field::new("least", "最小值").value("0"),
            most: Field::new("most", "最大值"),
            source: Field::new("source", "来源").required().value(OWN_UNIT),
            formula: Field::new("formula", "公式").hint(
                "数据项写在方括号里，如 [专任教师数] ÷ [在校生数] × 100。可用：下级合计([…])、下级已报合计([…])、上期([…])、上年同期([…])、四舍五入(…，2)。",
            ),
            reporter_unit: Field::new("reporter_unit", "填报单位"),
            reporter_role: Field::new("reporter_role", "填报人角色"),
            group: Field::new("group", "分组").hint("在表上归在哪个标题下。"),
            meaning: Field::new("meaning", "统计口径").hint("统计什么、不统计什么。"),
            basis: Field::new("basis", "依据").hint("哪份文件或报表要这个数。"),
            retired: Field::new("retired", "停用：不再收集，原有数据保留"),
            reason: Field::new("reason", "修改的原因").hint("改变来源时必填。"),
            apart: Field::new("apart", "口径有什么不同").hint("不是同一个数的，写明后仍可设立，以后不再提示。"),
            applies_to: Vec::new(),
            applies_error: String::new(),
            version: 0,
        }
    }

    fn of(view: &View, item: &DataItem) -> Self {
        let mut form = Self::new();
        let bound = |amount: Option<Amount>| amount.map_or_else(String::new, |a| a.to_string());
        form.code.value = item.code.to_string();
        form.name.value = item.name.clone();
        form.unit.value = item.unit.clone();
        form.kind.value = item.kind.code().to_owned();
        form.decimals.value = item.decimals.to_string();
        form.grain.value = item.grain.code().to_owned();
        form.least.value = bound(item.least);
        form.most.value = bound(item.most);
        form.group.value = item.group.clone();
        form.meaning.value = item.meaning.clone();
        form.basis.value = item.basis.clone();
        form.applies_to = item.applies_to.clone();
        form.version = item.version;
        if item.is_retired {
            form.retired.value = "on".to_owned();
        }
        form.source.value = match &item.source {
            Source::Formula(_) => SourceKind::Formula.code(),
            Source::Dataset => SourceKind::Dataset.code(),
            Source::Reporter(Reporter::OwnUnit) => OWN_UNIT,
            Source::Reporter(Reporter::Post(unit, role)) => {
                form.reporter_unit.value = unit.to_string();
                form.reporter_role.value = role.code().to_owned();
                POST
            }
            _ => KEPT,
        }
        .to_owned();
        if let Source::Formula(_) = &item.source {
            form.formula.value = formula_words(view, item);
        }
        form
    }

    fn posted(posted: &Posted) -> Self {
        let mut form = Self::new();
        for field in form.fields_mut() {
            field.value = posted.get(field.name).to_owned();
        }
        form.version = posted.get("version").parse().unwrap_or_default();
        form.applies_to = posted
            .all("applies_to")
            .filter_map(UnitKind::from_code)
            .collect();
        form
    }

    /// The item as it is to be; none when a field is wrong and says so.
    fn check(&mut self, before: Option<&DataItem>) -> Option<DataItem> {
        for field in self.fields_mut() {
            field.check_filled();
        }
        let code = match (before, self.code.value.as_str()) {
            (Some(before), _) => Some(before.code.clone()),
            (None, "") => Some(ItemCode::fresh()),
            (None, code) => code.parse().map_or_else(
                |error| {
                    self.code.refuse(format!("{error}。"));
                    None
                },
                Some,
            ),
        };
        let decimals: Option<u8> = self.decimals.value.parse().ok().filter(|n| *n <= 6);
        if decimals.is_none() {
            self.decimals.refuse("小数位应是0至6的整数。");
        }
        let kind = ValueKind::from_code(&self.kind.value);
        if kind.is_none() {
            self.kind.refuse("请选择类型。");
        }
        let grain = Grain::from_code(&self.grain.value);
        if grain.is_none() {
            self.grain.refuse("请选择周期。");
        }
        let least = bound(&mut self.least);
        let most = bound(&mut self.most);
        if self.applies_to.is_empty() {
            self.applies_error = "请至少选一类单位。".to_owned();
        }
        let source = self.source(before);
        if self.is_wrong() {
            return None;
        }
        let mut item = DataItem::new(code?, &self.name.value, &self.unit.value, grain?, source?);
        item.decimals = decimals?;
        item.kind = kind?;
        item.least = least?;
        item.most = most?;
        item.applies_to = self.applies_to.clone();
        item.group = self.group.value.clone();
        item.meaning = self.meaning.value.clone();
        item.basis = self.basis.value.clone();
        item.is_retired = !self.retired.value.is_empty();
        item.place = before.map_or(0, |before| before.place);
        item.version = self.version;
        Some(item)
    }

    fn source(&mut self, before: Option<&DataItem>) -> Option<Source> {
        match self.source.value.as_str() {
            OWN_UNIT => Some(Source::Reporter(Reporter::OwnUnit)),
            POST => {
                let unit: Option<UnitId> = self.reporter_unit.value.parse().ok();
                let role = Role::from_code(&self.reporter_role.value);
                if unit.is_none() {
                    self.reporter_unit.refuse("请选择由哪个单位填报。");
                }
                if role.is_none() {
                    self.reporter_role.refuse("请选择由什么角色填报。");
                }
                Some(Source::Reporter(Reporter::Post(unit?, role?)))
            }
            KEPT => before.map(|before| before.source.clone()),
            other => match SourceKind::from_code(other) {
                Some(SourceKind::Formula) if self.formula.value.is_empty() => {
                    self.formula.refuse("请写公式。");
                    None
                }
                Some(SourceKind::Formula) => Some(Source::Formula(self.formula.value.clone())),
                Some(SourceKind::Dataset) => Some(Source::Dataset),
                _ => {
                    self.source.refuse("请选择来源。");
                    None
                }
            },
        }
    }

    fn fields(&self) -> [&Field; 18] {
        [
            &self.code,
            &self.name,
            &self.unit,
            &self.kind,
            &self.decimals,
            &self.grain,
            &self.least,
            &self.most,
            &self.source,
            &self.formula,
            &self.reporter_unit,
            &self.reporter_role,
            &self.group,
            &self.meaning,
            &self.basis,
            &self.retired,
            &self.reason,
            &self.apart,
        ]
    }

    fn fields_mut(&mut self) -> [&mut Field; 18] {
        [
            &mut self.code,
            &mut self.name,
            &mut self.unit,
            &mut self.kind,
            &mut self.decimals,
            &mut self.grain,
            &mut self.least,
            &mut self.most,
            &mut self.source,
            &mut self.formula,
            &mut self.reporter_unit,
            &mut self.reporter_role,
            &mut self.group,
            &mut self.meaning,
            &mut self.basis,
            &mut self.retired,
            &mut self.reason,
            &mut self.apart,
        ]
    }

    /// Says what was refused at the field it is about.
    fn refuse(&mut self, refusal: &Refusal) {
        let field = match refusal.rule {
            "facts.formula" => &mut self.formula,
            "facts.source_reason" => &mut self.reason,
            "facts.item_has_values" => &mut self.grain,
            "facts.twin_reason" => &mut self.apart,
            _ => &mut self.name,
        };
        field.refuse(format!("{}{}", refusal.what, refusal.next));
    }

    fn is_wrong(&self) -> bool {
        !self.applies_error.is_empty() || self.fields().iter().any(|field| field.error.is_some())
    }
}

/// A bound: some number, none, or (outer none) not a number, and the field says so.
fn bound(field: &mut Field) -> Option<Option<Amount>> {
    if field.value.is_empty() {
        return Some(None);
    }
    match Amount::parse(&field.value) {
        Ok(amount) => Some(Some(amount)),
        Err(error) => {
            field.refuse(format!("“{}”{error}。", field.value));
            None
        }
    }
}

pub(super) async fn new(visit: Visit) -> Result<Reply> {
    let view = View::of(&visit).await?;
    visit.page(&page(&visit, &view, None, ItemForm::new()))
}

pub(super) async fn create(visit: Visit, posted: Posted) -> Result<Reply> {
    let form = ItemForm::posted(&posted);
    found(visit, form, &posted).await
}

pub(super) async fn show(visit: Visit, At(code): At<String>) -> Result<Reply> {
    let view = View::of(&visit).await?;
    let item = view.item(&visit, &known(&code)?)?.clone();
    let form = ItemForm::of(&view, &item);
    visit.page(&page(&visit, &view, Some(&item), form))
}

pub(super) async fn submit(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    let mut form = ItemForm::posted(&posted);
    let view = View::of(&visit).await?;
    let before = view.item(&visit, &known(&code)?)?.clone();
    let Some(item) = form.check(Some(&before)) else {
        return visit.invalid(&page(&visit, &view, Some(&before), form));
    };
    let mut tx = visit.db.begin_write().await?;
    match define(&mut tx, &visit, item, &form.reason.value).await {
        Ok(item) => {
            tx.commit().await?;
            saved(&visit, &item)
        }
        Err(Error::Refused(refusal)) => {
            form.refuse(&refusal);
            visit.invalid(&page(&visit, &view, Some(&before), form))
        }
        Err(Error::Conflict) => {
            form.version = before.version;
            let mut page = page(&visit, &view, Some(&before), form);
            page.has_conflict = true;
            visit.conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Founds an item; one whose number a register holds is told so first.
async fn found(visit: Visit, mut form: ItemForm, posted: &Posted) -> Result<Reply> {
    let view = View::of(&visit).await?;
    let Some(item) = form.check(None) else {
        return visit.invalid(&page(&visit, &view, None, form));
    };
    let held = apart::held_for(&visit, &item).await?;
    // Counted by a register as well, it would still be the number of the other item once more.
    let stands = held.iter().any(|held| held.is_item() && held.twin.is_same);
    let is_taken_over = posted.get(THEN) == BY_REGISTER && !stands;
    let is_asked = !held.is_empty() && !is_taken_over && !stands;
    if is_asked && !posted.holds(form.apart.name) {
        return visit.invalid(&page(&visit, &view, None, form).telling(held));
    }
    let founded = match held.is_empty() || is_taken_over {
        false => apart::found_apart(&visit, item, &held, &form.apart.value).await,
        true => {
            let mut tx = visit.db.begin_write().await?;
            match define(&mut tx, &visit, item, "").await {
                Ok(item) => tx.commit().await.map(|()| item),
                Err(error) => Err(error),
            }
        }
    };
    match founded {
        Ok(item) if is_taken_over => visit.done(
            format!("已设立“{}”，请选由哪本台账、怎样汇总。", item.name),
            paths::taken_over(&item.code),
        ),
        Ok(item) => saved(&visit, &item),
        Err(Error::Refused(refusal)) => {
            form.refuse(&refusal);
            visit.invalid(&page(&visit, &view, None, form).telling(held))
        }
        Err(Error::Conflict) => {
            form.version = 0;
            let mut page = page(&visit, &view, None, form);
            page.has_conflict = true;
            visit.conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}

fn saved(visit: &Visit, item: &DataItem) -> Result<Reply> {
    visit.done(format!("已保存“{}”。", item.name), paths::item(&item.code))
}

fn known(code: &str) -> Result<ItemCode> {
    Ok(code.parse().map_err(|_| Error::NotFound)?)
}

fn page(visit: &Visit, view: &View, item: Option<&DataItem>, form: ItemForm) -> EditPage {
    let mut sources = vec![
        (OWN_UNIT, "各单位自己填报".to_owned()),
        (POST, "指定单位的人填报".to_owned()),
        (
            SourceKind::Dataset.code(),
            SourceKind::Dataset.label().to_owned(),
        ),
        (
            SourceKind::Formula.code(),
            SourceKind::Formula.label().to_owned(),
        ),
    ];
    if let Some(item) = item
        && matches!(
            item.source,
            Source::RegisterRollup(_) | Source::Survey(_) | Source::Reporter(Reporter::Person(_))
        )
    {
        sources.insert(0, (KEPT, source_words(view, item)));
    }
    let frame = match item {
        None => frame_below_list(visit, "设立数据项"),
        Some(item) => {
            frame_below_list(visit, "修改数据项").crumb(&item.name, paths::item(&item.code))
        }
    };
    EditPage {
        frame: frame.lead("说清统计什么、由谁提供；同一个数只设一项。"),
        action: item.map_or_else(
            || paths::NEW_ITEM.to_owned(),
            |item| paths::edit_item(&item.code),
        ),
        is_new: item.is_none(),
        taken_over: item.map_or_else(String::new, |item| paths::taken_over(&item.code)),
        kinds: UnitKind::ALL
            .iter()
            .map(|kind| (kind.code(), kind.label(), form.applies_to.contains(kind)))
            .collect(),
        value_kinds: ValueKind::ALL
            .iter()
            .map(|kind| (kind.code(), kind.label()))
            .collect(),
        grains: Grain::ALL
            .iter()
            .map(|grain| (grain.code(), grain.label()))
            .collect(),
        sources,
        units: view
            .units
            .iter()
            .map(|unit| (unit.to_string(), view.house.unit_name(*unit).to_owned()))
            .collect(),
        roles: Role::ALL
            .iter()
            .map(|role| (role.code(), role.label()))
            .collect(),
        names: view
            .groups()
            .into_iter()
            .filter(|group| !group.is_empty())
            .collect(),
        form,
        held: Vec::new(),
        is_in_register: false,
        may_be_apart: false,
        may_take_over: false,
        has_conflict: false,
    }
}

impl EditPage {
    /// The same with what registers hold of the number already.
    fn telling(self, held: Vec<HeldAlready>) -> Self {
        Self {
            form: ItemForm {
                // Only who is asked must answer.
                apart: self.form.apart.required(),
                ..self.form
            },
            may_be_apart: !held.iter().any(|held| held.twin.is_same),
            is_in_register: held.iter().any(|held| !held.is_item()),
            may_take_over: held.iter().any(|held| held.feeds.is_none())
                && !held.iter().any(|held| held.is_item() && held.twin.is_same),
            held: held
                .into_iter()
                .map(|held| HeldRow {
                    words: held.twin.words,
                    register: held.href,
                    item: held
                        .feeds
                        .map_or_else(String::new, |item| paths::item(&item)),
                })
                .collect(),
            ..self
        }
    }
}

/// The source of an item in words.
pub(super) fn source_words(view: &View, item: &DataItem) -> String {
    match &item.source {
        Source::RegisterRollup(_) | Source::Survey(_) | Source::Dataset => {
            item.source.kind().label().to_owned()
        }
        Source::Formula(_) => format!("公式计算：{}", formula_words(view, item)),
        Source::Reporter(Reporter::OwnUnit) => "各单位自己填报".to_owned(),
        Source::Reporter(Reporter::Person(_)) => "指定的一个人填报".to_owned(),
        Source::Reporter(Reporter::Post(unit, role)) => {
            format!("{} · {}填报", view.house.unit_name(*unit), role.label())
        }
    }
}

/// A formula with names in its brackets.
fn formula_words(view: &View, item: &DataItem) -> String {
    match &item.source {
        Source::Formula(text) => Formula::stored(text).map_or_else(
            || text.clone(),
            |formula| formula.written(&|code| view.house.item_name(code)),
        ),
        _ => String::new(),
    }
}
