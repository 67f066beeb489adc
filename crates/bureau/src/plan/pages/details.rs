//! What a plan says of itself; and removing a draft.

use super::links::Links;
use crate::plan::{
    actions::{self, Details},
    model::{Plan, PlanId, Stage},
    paths,
};
use askama::Template;
use gongwen::day::Day;
use shell::{At, Field, Frame, Posted, Reply, Result, Visit};
use store::Error;

#[derive(Template)]
#[template(path = "plan/pages/details.html")]
struct DetailsPage {
    frame: Frame,
    links: Links,
    title: Field,
    year: Field,
    issuer: Field,
    doc_number: Field,
    issued_on: Field,
    revision: i64,
    conflict: bool,
    is_draft: bool,
    /// Where the fields were read: what each is called, and the words of the paper.
    quotes: Vec<(&'static str, String)>,
}

impl DetailsPage {
    async fn new(visit: &Visit, plan: &Plan) -> Result<Self> {
        let quotes = actions::details_quotes(visit, plan).await?;
        let said = |text: String| {
            if text.is_empty() {
                "未识别，请对照原文填写"
            } else {
                "由系统从原文识别，请核对"
            }
        };
        let year = plan.year.map(|year| year.to_string()).unwrap_or_default();
        let issued_on = plan
            .issued_on
            .map(|day| day.to_string())
            .unwrap_or_default();
        Ok(Self {
            frame: visit
                .frame("文件信息")
                .crumb("要点", paths::LIST)
                .crumb(plan.title.clone(), paths::review(plan.id)),
            links: Links::of(plan.id),
            title: Field::new("title", "标题").required().value(&plan.title),
            year: Field::new("year", "年度")
                .hint(said(year.clone()))
                .value(year),
            issuer: Field::new("issuer", "发文机关")
                .hint(said(plan.issuer.clone()))
                .value(&plan.issuer),
            doc_number: Field::new("doc_number", "发文字号")
                .hint(said(plan.doc_number.clone()))
                .value(&plan.doc_number),
            issued_on: Field::new("issued_on", "成文日期")
                .hint(said(issued_on.clone()))
                .value(issued_on),
            revision: plan.revision,
            conflict: false,
            is_draft: plan.stage() == Stage::Draft,
            quotes,
        })
    }

    fn filled(mut self, posted: &Posted) -> Self {
        for field in [
            &mut self.title,
            &mut self.year,
            &mut self.issuer,
            &mut self.doc_number,
            &mut self.issued_on,
        ] {
            field.value = posted.get(field.name).to_owned();
        }
        self
    }

    fn check(&mut self) -> Option<Details> {
        self.title.check_filled();
        let year = match self.year.value.as_str() {
            "" => None,
            text => {
                let year = text.trim_end_matches('年').parse::<i16>().ok();
                let year = year.filter(|year| (1949..=2100).contains(year));
                if year.is_none() {
                    self.year.refuse("年度请填四位数字，例如 2026。");
                }
                year
            }
        };
        let issued_on = match self.issued_on.value.as_str() {
            "" => None,
            text => {
                let day = text.parse::<Day>().ok();
                if day.is_none() {
                    self.issued_on.refuse("请按 2026-03-05 的格式填写日期。");
                }
                day
            }
        };
        let fields = [&self.title, &self.year, &self.issued_on];
        fields
            .iter()
            .all(|field| field.error.is_none())
            .then(|| Details {
                title: self.title.value.clone(),
                year,
                issuer: self.issuer.value.clone(),
                doc_number: self.doc_number.value.clone(),
                issued_on,
                revision: 0,
            })
    }

    fn has_errors(&self) -> bool {
        self.title.error.is_some() || self.year.error.is_some() || self.issued_on.error.is_some()
    }
}

pub(super) async fn show(visit: Visit, At(plan): At<PlanId>) -> Result<Reply> {
    let plan = actions::plan_for_work(&visit, plan).await?;
    visit.page(&DetailsPage::new(&visit, &plan).await?)
}

pub(super) async fn submit(visit: Visit, At(plan): At<PlanId>, posted: Posted) -> Result<Reply> {
    let plan = actions::plan_for_work(&visit, plan).await?;
    let mut page = DetailsPage::new(&visit, &plan).await?.filled(&posted);
    let Some(details) = page.check() else {
        return visit.invalid(&page);
    };
    let revision = posted.get("revision").parse().unwrap_or(0);
    match actions::save_details(
        &visit,
        plan.id,
        Details {
            revision,
            ..details
        },
    )
    .await
    {
        Ok(()) => visit.done("文件信息已保存", paths::review(plan.id)),
        Err(Error::Conflict) => {
            page.conflict = true;
            visit.conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn remove(visit: Visit, At(plan): At<PlanId>, _: Posted) -> Result<Reply> {
    match actions::remove_plan(&visit, plan).await {
        Ok(()) => visit.done("草稿已删除", paths::LIST),
        Err(Error::Refused(refusal)) => visit.refused(&refusal, paths::details(plan)),
        Err(error) => Err(error.into()),
    }
}
