//! 登记单位、修改单位.

use super::{frame_below_units, kind_choices, unit_choices};
use crate::org::{
    actions,
    forms::{Choice, UnitForm},
    model::{KeptUnit, UnitKind},
    paths,
};
use ::store::Error;
use askama::Template;
use base::actor::UnitId;
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/unit_edit.html")]
struct UnitEditPage {
    frame: Frame,
    action: String,
    kinds: Vec<Choice>,
    units: Vec<Choice>,
    form: UnitForm,
    /// Somebody saved first: what was typed is kept, and this page shows what is stored now.
    stored_now: Option<String>,
}

pub(super) async fn new(visit: Visit) -> Result<Reply> {
    let units = actions::all_units(&visit).await?;
    let form = empty_form(&units);
    visit.page(&page(&visit, None, &units, form))
}

pub(super) async fn create(visit: Visit, posted: Posted) -> Result<Reply> {
    let mut form = UnitForm::posted(&posted);
    if let Some(draft) = form.check() {
        let words = format!("已登记{}。", draft.short_name);
        match actions::create_unit(&visit, draft).await {
            Ok(id) => return visit.done(words, paths::unit(id)),
            Err(Error::Refused(refusal)) => form.refuse(refusal.rule, refusal.what),
            Err(error) => return Err(error.into()),
        }
    }
    let units = actions::all_units(&visit).await?;
    visit.invalid(&page(&visit, None, &units, form))
}

pub(super) async fn show(visit: Visit, At(id): At<UnitId>) -> Result<Reply> {
    let units = actions::all_units(&visit).await?;
    let kept = units.iter().find(|kept| kept.unit.id == id);
    let kept = kept.ok_or(Error::NotFound)?;
    visit.page(&page(&visit, Some(kept), &units, UnitForm::of(kept)))
}

pub(super) async fn submit(visit: Visit, At(id): At<UnitId>, posted: Posted) -> Result<Reply> {
    let mut form = UnitForm::posted(&posted);
    let mut has_conflict = false;
    if let Some(draft) = form.check() {
        match actions::change_unit(&visit, id, form.version, draft).await {
            Ok(()) => return visit.done("已保存。", paths::unit(id)),
            Err(Error::Refused(refusal)) => form.refuse(refusal.rule, refusal.what),
            Err(Error::Conflict) => has_conflict = true,
            Err(error) => return Err(error.into()),
        }
    }
    let units = actions::all_units(&visit).await?;
    let kept = units.iter().find(|kept| kept.unit.id == id);
    let kept = kept.ok_or(Error::NotFound)?;
    if !has_conflict {
        return visit.invalid(&page(&visit, Some(kept), &units, form));
    }
    form.version = kept.version;
    let mut page = page(&visit, Some(kept), &units, form);
    page.stored_now = Some(in_words(kept));
    visit.conflict(&page)
}

/// A new unit most often stands directly under the bureau and after all others.
fn empty_form(units: &[KeptUnit]) -> UnitForm {
    let bureau = units
        .iter()
        .find(|kept| kept.unit.kind == UnitKind::Bureau)
        .map(|kept| kept.unit.id.to_string());
    let last = units.iter().map(|kept| kept.place).max();
    UnitForm::new(&bureau.unwrap_or_default(), last.unwrap_or_default() + 1)
}

fn page(
    visit: &Visit,
    kept: Option<&KeptUnit>,
    units: &[KeptUnit],
    form: UnitForm,
) -> UnitEditPage {
    let (frame, action) = match kept {
        None => (
            frame_below_units(visit, "登记单位"),
            paths::NEW_UNIT.to_owned(),
        ),
        Some(kept) => (
            frame_below_units(visit, format!("修改{}", kept.unit.short_name))
                .crumb(&kept.unit.short_name, paths::unit(kept.unit.id)),
            paths::edit_unit(kept.unit.id),
        ),
    };
    UnitEditPage {
        frame,
        action,
        kinds: kind_choices(),
        units: unit_choices(units.iter().map(|kept| &kept.unit), &form.parent.value),
        form,
        stored_now: None,
    }
}

fn in_words(kept: &KeptUnit) -> String {
    let unit = &kept.unit;
    format!(
        "{}（{}），{}，别名：{}，职责词：{}",
        unit.name,
        unit.short_name,
        unit.kind.label(),
        unit.aliases.join("、"),
        unit.duties.join("、")
    )
}
