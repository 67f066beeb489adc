//! 业务领域: the fields leaders are in charge of.

use super::frame_below_units;
use crate::org::{
    actions,
    forms::FieldForm,
    model::{WorkField, WorkFieldId},
    paths, policy,
};
use ::store::Error;
use askama::Template;
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/fields.html")]
struct FieldsPage {
    frame: Frame,
    section: &'static str,
    may_administer: bool,
    rows: Vec<FieldLine>,
    form: FieldForm,
}

struct FieldLine {
    name: String,
    place: i64,
    leaders: Vec<(String, String)>,
    href: String,
    remove: String,
}

#[derive(Template)]
#[template(path = "org/pages/field_edit.html")]
struct FieldEditPage {
    frame: Frame,
    action: String,
    form: FieldForm,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    let page = list(&visit, FieldForm::new()).await?;
    visit.page(&page)
}

pub(super) async fn add(visit: Visit, posted: Posted) -> Result<Reply> {
    let mut form = FieldForm::posted(&posted);
    if let Some((name, place)) = form.check() {
        match actions::add_field(&visit, &name, place).await {
            Ok(()) => return visit.done(format!("已登记{name}。"), paths::FIELDS),
            Err(Error::Refused(refusal)) => form.name.refuse(refusal.what),
            Err(error) => return Err(error.into()),
        }
    }
    let page = list(&visit, form).await?;
    visit.invalid(&page)
}

pub(super) async fn edit(visit: Visit, At(id): At<WorkFieldId>) -> Result<Reply> {
    let fields = actions::fields(&visit).await?;
    let field = fields.iter().find(|field| field.id == id);
    let form = FieldForm::of(field.ok_or(Error::NotFound)?);
    visit.page(&edit_page(&visit, id, form))
}

pub(super) async fn change(visit: Visit, At(id): At<WorkFieldId>, posted: Posted) -> Result<Reply> {
    let mut form = FieldForm::posted(&posted);
    if let Some((name, place)) = form.check() {
        match actions::change_field(&visit, WorkField { id, name, place }).await {
            Ok(()) => return visit.done("已保存。", paths::FIELDS),
            Err(Error::Refused(refusal)) => form.name.refuse(refusal.what),
            Err(error) => return Err(error.into()),
        }
    }
    visit.invalid(&edit_page(&visit, id, form))
}

pub(super) async fn remove(visit: Visit, At(id): At<WorkFieldId>, _: Posted) -> Result<Reply> {
    match actions::remove_field(&visit, id).await {
        Ok(()) => visit.done("已删除。", paths::FIELDS),
        Err(Error::Refused(refusal)) => visit.refused(&refusal, paths::FIELDS),
        Err(error) => Err(error.into()),
    }
}

async fn list(visit: &Visit, form: FieldForm) -> Result<FieldsPage> {
    let mut leaders = actions::leaders_by_field(visit).await?;
    let fields = actions::fields(visit).await?;
    Ok(FieldsPage {
        frame: frame_below_units(visit, "业务领域")
            .lead("跨科室的工作，如“校园安全”，可以按领域登记分管领导。"),
        section: "fields",
        may_administer: policy::administers(&visit.actor),
        rows: fields
            .into_iter()
            .map(|field| FieldLine {
                leaders: leaders
                    .remove(&field.id)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|(person, name)| (paths::person(person), name))
                    .collect(),
                href: paths::field(paths::FIELD, field.id),
                remove: paths::field(paths::REMOVE_FIELD, field.id),
                name: field.name,
                place: field.place,
            })
            .collect(),
        form,
    })
}

fn edit_page(visit: &Visit, id: WorkFieldId, form: FieldForm) -> FieldEditPage {
    FieldEditPage {
        frame: frame_below_units(visit, "修改业务领域").crumb("业务领域", paths::FIELDS),
        action: paths::field(paths::FIELD, id),
        form,
    }
}
