//! 交接: what lies on the desk of whoever leaves, and to whom it goes.

use super::frame_below_people;
use crate::org::{
    actions::{self, Leaving},
    forms::{Choice, HandOverForm},
    paths,
};
use ::store::Error;
use askama::Template;
use base::{actor::PersonId, day};
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/hand_over.html")]
struct HandOverPage {
    frame: Frame,
    action: String,
    form: HandOverForm,
    leaving: Leaving,
    successors: Vec<Choice>,
    /// Id, words, and whether it goes to the successor.
    posts: Vec<(String, String, bool)>,
    /// Delegations that end, in words.
    delegations: Vec<String>,
}

pub(super) async fn show(visit: Visit, At(id): At<PersonId>) -> Result<Reply> {
    let leaving = actions::leaving(&visit, id).await?;
    let form = HandOverForm::new(visit.today());
    visit.page(&page(&visit, leaving, form, None))
}

pub(super) async fn submit(visit: Visit, At(id): At<PersonId>, posted: Posted) -> Result<Reply> {
    let mut form = HandOverForm::posted(&posted, visit.today());
    let passed: Vec<String> = posted.all("post").map(str::to_owned).collect();
    if let Some((to, occasion)) = form.check() {
        let posts: Vec<_> = passed.iter().filter_map(|id| id.parse().ok()).collect();
        match actions::hand_over(&visit, id, to, &posts, occasion).await {
            Ok(()) => return visit.done("交接完成。", paths::person(id)),
            Err(Error::Refused(refusal)) => {
                form.refuse(refusal.rule, format!("{}{}", refusal.what, refusal.next));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let leaving = actions::leaving(&visit, id).await?;
    visit.invalid(&page(&visit, leaving, form, Some(&passed)))
}

fn page(
    visit: &Visit,
    leaving: Leaving,
    form: HandOverForm,
    passed: Option<&[String]>,
) -> HandOverPage {
    let id = leaving.person.id;
    HandOverPage {
        frame: frame_below_people(visit, format!("交接：{}", leaving.person.name))
            .crumb(&leaving.person.name, paths::person(id))
            .lead("以下各项一次移交；保存之前什么都不会改动。"),
        action: paths::of_person(paths::HAND_OVER, id),
        form,
        successors: leaving
            .successors
            .iter()
            .map(|(id, words)| (id.to_string(), words.clone()))
            .collect(),
        posts: leaving
            .posts
            .iter()
            .map(|post| {
                let id = post.id.to_string();
                let words = format!("{}{}（{}）", post.unit_name, post.title, post.role.label());
                let is_passed = passed.is_none_or(|passed| passed.contains(&id));
                (id, words, is_passed)
            })
            .collect(),
        delegations: leaving
            .delegations
            .iter()
            .map(|kept| {
                format!(
                    "{}委托{}代签，{}止",
                    kept.person_name,
                    kept.delegate_name,
                    day::in_words(kept.last)
                )
            })
            .collect(),
        leaving,
    }
}
