//! 改名、并入、撤销、分设、恢复: what is done with a unit on a day and for a reason.

use super::{frame_below_units, kind_choices, unit_choices};
use crate::org::{
    actions,
    forms::{Choice, UnitActAsked, UnitActForm},
    model::{KeptUnit, UnitActKind},
    paths,
};
use ::store::Error;
use askama::Template;
use base::actor::UnitId;
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/unit_act.html")]
struct UnitActPage {
    frame: Frame,
    action: String,
    word: &'static str,
    kinds: Vec<Choice>,
    units: Vec<Choice>,
    form: UnitActForm,
    has_conflict: bool,
}

pub(super) async fn rename(visit: Visit, At(id): At<UnitId>) -> Result<Reply> {
    show(visit, id, UnitActKind::Renamed).await
}

pub(super) async fn do_rename(visit: Visit, At(id): At<UnitId>, posted: Posted) -> Result<Reply> {
    submit(visit, id, UnitActKind::Renamed, posted).await
}

pub(super) async fn merge(visit: Visit, At(id): At<UnitId>) -> Result<Reply> {
    show(visit, id, UnitActKind::Merged).await
}

pub(super) async fn do_merge(visit: Visit, At(id): At<UnitId>, posted: Posted) -> Result<Reply> {
    submit(visit, id, UnitActKind::Merged, posted).await
}

pub(super) async fn close(visit: Visit, At(id): At<UnitId>) -> Result<Reply> {
    show(visit, id, UnitActKind::Closed).await
}

pub(super) async fn do_close(visit: Visit, At(id): At<UnitId>, posted: Posted) -> Result<Reply> {
    submit(visit, id, UnitActKind::Closed, posted).await
}

pub(super) async fn split(visit: Visit, At(id): At<UnitId>) -> Result<Reply> {
    show(visit, id, UnitActKind::SplitOff).await
}

pub(super) async fn do_split(visit: Visit, At(id): At<UnitId>, posted: Posted) -> Result<Reply> {
    submit(visit, id, UnitActKind::SplitOff, posted).await
}

pub(super) async fn reopen(visit: Visit, At(id): At<UnitId>) -> Result<Reply> {
    show(visit, id, UnitActKind::Reopened).await
}

pub(super) async fn do_reopen(visit: Visit, At(id): At<UnitId>, posted: Posted) -> Result<Reply> {
    submit(visit, id, UnitActKind::Reopened, posted).await
}

async fn show(visit: Visit, id: UnitId, kind: UnitActKind) -> Result<Reply> {
    let units = actions::all_units(&visit).await?;
    let kept = find(&units, id)?;
    let form = UnitActForm::new(kind, kept, visit.today());
    visit.page(&page(&visit, kept, &units, form))
}

async fn submit(visit: Visit, id: UnitId, kind: UnitActKind, posted: Posted) -> Result<Reply> {
    let units = actions::all_units(&visit).await?;
    let kept = find(&units, id)?;
    let mut form = UnitActForm::posted(kind, kept, visit.today(), &posted);
    let mut has_conflict = false;
    if let Some((asked, occasion)) = form.check() {
        let version = form.version;
        let done = match asked {
            UnitActAsked::Rename(name, short_name) => {
                actions::rename_unit(&visit, id, version, (name, short_name), occasion).await
            }
            UnitActAsked::Merge {
                into,
                people_go_along,
            } => actions::merge_unit(&visit, id, version, into, people_go_along, occasion).await,
            UnitActAsked::Close => actions::close_unit(&visit, id, version, occasion).await,
            UnitActAsked::SplitOff(draft) => {
                let made = actions::split_off(&visit, id, version, draft, occasion).await;
                made.map(|_| ())
            }
            UnitActAsked::Reopen => actions::reopen_unit(&visit, id, version, occasion).await,
        };
        match done {
            Ok(()) => return visit.done(format!("{}已登记。", word(kind)), paths::unit(id)),
            Err(Error::Refused(refusal)) => {
                form.refuse(refusal.rule, format!("{}{}", refusal.what, refusal.next));
            }
            Err(Error::Conflict) => has_conflict = true,
            Err(error) => return Err(error.into()),
        }
    }
    if !has_conflict {
        return visit.invalid(&page(&visit, kept, &units, form));
    }
    form.version = kept.version;
    let mut page = page(&visit, kept, &units, form);
    page.has_conflict = true;
    visit.conflict(&page)
}

fn find(units: &[KeptUnit], id: UnitId) -> Result<&KeptUnit> {
    let kept = units.iter().find(|kept| kept.unit.id == id);
    Ok(kept.ok_or(Error::NotFound)?)
}

/// What the act is called.
fn word(kind: UnitActKind) -> &'static str {
    match kind {
        UnitActKind::Renamed => "改名",
        UnitActKind::Merged => "并入其他单位",
        UnitActKind::Closed => "撤销",
        UnitActKind::SplitOff => "分设新单位",
        UnitActKind::Reopened => "恢复",
    }
}

/// What comes of it, for whoever is about to do it.
fn consequence(kind: UnitActKind) -> &'static str {
    match kind {
        UnitActKind::Renamed => {
            "旧名留在沿革里，旧文件仍显示当时的名称；文件中再出现旧名，也认得是本单位。"
        }
        UnitActKind::Merged => {
            "本单位不再出现在选择单位的地方，名称和别名指向并入的单位；下级单位一并转入，以往的材料不变。"
        }
        UnitActKind::Closed => "本单位不再出现在选择单位的地方，任职随之结束；以往的材料不变。",
        UnitActKind::SplitOff => "登记一个从本单位分出的新单位，两边的沿革都会记下。",
        UnitActKind::Reopened => "单位重新可选；已经结束的任职和分管不会自动恢复，需要重新登记。",
    }
}

fn page(visit: &Visit, kept: &KeptUnit, units: &[KeptUnit], form: UnitActForm) -> UnitActPage {
    let id = kept.unit.id;
    let word = word(form.kind);
    let others = units.iter().map(|kept| &kept.unit);
    UnitActPage {
        frame: frame_below_units(visit, format!("{}：{word}", kept.unit.short_name))
            .crumb(&kept.unit.short_name, paths::unit(id))
            .lead(consequence(form.kind)),
        action: paths::unit_act(id, form.kind),
        word,
        kinds: kind_choices(),
        units: unit_choices(others.filter(|unit| unit.id != id || form.splits_off()), ""),
        form,
        has_conflict: false,
    }
}
