//! 登记、修改学期、假期和考试静默期.

use super::{Choice, frame_below_year, kind_choices};
use crate::calendar::{
    actions,
    forms::PeriodForm,
    model::{Period, PeriodId},
    paths,
};
use ::store::Error;
use askama::Template;
use base::day::in_words;
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "calendar/pages/period.html")]
struct PeriodPage {
    frame: Frame,
    action: String,
    /// Where to take it away; none for a new one.
    remove: Option<String>,
    kinds: Vec<Choice>,
    form: PeriodForm,
    /// Somebody saved first: what is kept now.
    stored_now: Option<String>,
}

pub(super) async fn new(visit: Visit) -> Result<Reply> {
    visit.page(&page(&visit, None, PeriodForm::new()))
}

pub(super) async fn create(visit: Visit, posted: Posted) -> Result<Reply> {
    let mut form = PeriodForm::posted(&posted);
    let Some(draft) = form.check() else {
        return visit.invalid(&page(&visit, None, form));
    };
    let done = format!("已登记{}。", draft.name);
    let to = paths::year(draft.first.year());
    actions::create_period(&visit, draft).await?;
    visit.done(done, to)
}

pub(super) async fn show(visit: Visit, At(id): At<PeriodId>) -> Result<Reply> {
    let period = actions::period(&visit, id).await?;
    visit.page(&page(&visit, Some(&period), PeriodForm::of(&period)))
}

pub(super) async fn submit(visit: Visit, At(id): At<PeriodId>, posted: Posted) -> Result<Reply> {
    let mut form = PeriodForm::posted(&posted);
    let Some(draft) = form.check() else {
        let period = actions::period(&visit, id).await?;
        return visit.invalid(&page(&visit, Some(&period), form));
    };
    let to = paths::year(draft.first.year());
    match actions::change_period(&visit, id, form.version, draft).await {
        Ok(()) => visit.done("已保存。", to),
        Err(Error::Conflict) => {
            let now = actions::period(&visit, id).await?;
            form.version = now.version;
            let mut page = page(&visit, Some(&now), form);
            page.stored_now = Some(format!(
                "{}“{}”，{}至{}",
                now.kind.label(),
                now.name,
                in_words(now.first),
                in_words(now.last)
            ));
            visit.conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn remove(visit: Visit, At(id): At<PeriodId>, _posted: Posted) -> Result<Reply> {
    let period = actions::period(&visit, id).await?;
    actions::remove_period(&visit, id).await?;
    visit.done(
        format!("已删除{}。", period.name),
        paths::year(period.first.year()),
    )
}

fn page(visit: &Visit, period: Option<&Period>, form: PeriodForm) -> PeriodPage {
    let (title, action, remove) = match period {
        None => (
            "登记学期或考试".to_owned(),
            paths::NEW_PERIOD.to_owned(),
            None,
        ),
        Some(period) => (
            format!("修改{}", period.name),
            paths::period(period.id),
            Some(paths::remove_period(period.id)),
        ),
    };
    PeriodPage {
        frame: frame_below_year(visit, title),
        action,
        remove,
        kinds: kind_choices(),
        form,
        stored_now: None,
    }
}
