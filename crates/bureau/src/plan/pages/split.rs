//! Splitting an item: choose the sentence the second one begins with.

use crate::plan::{
    actions,
    model::{Item, ItemId, Plan, PlanId},
    paths,
};
use askama::Template;
use shell::{At, Frame, Posted, Reply, Result, Visit};
use store::Error;

#[derive(Template)]
#[template(path = "plan/pages/split.html")]
struct SplitPage {
    frame: Frame,
    action: String,
    cancel: String,
    revision: i64,
    sentences: Vec<Sentence>,
    chosen: usize,
    error: String,
}

struct Sentence {
    /// How many characters of the body stand before it.
    after: usize,
    words: String,
}

impl SplitPage {
    fn new(visit: &Visit, plan: &Plan, item: &Item, chosen: usize) -> Self {
        Self {
            frame: visit
                .frame(format!("拆分“{}”", item.heading()))
                .crumb("要点", paths::LIST)
                .crumb(plan.title.clone(), paths::review_at(plan.id, item.id))
                .lead("选择第二条从哪一句开始；目标、时限随它们所在的句子走，指派两条都保留。"),
            action: paths::item_act(plan.id, item.id, "split"),
            cancel: paths::review_at(plan.id, item.id),
            revision: item.revision,
            sentences: sentences(&item.body),
            chosen,
            error: String::new(),
        }
    }
}

impl SplitPage {
    fn chose(&self, after: &usize) -> bool {
        self.chosen == *after
    }
}

pub(super) async fn show(visit: Visit, At((plan, item)): At<(PlanId, ItemId)>) -> Result<Reply> {
    let (plan, item) = actions::working_item(&visit, plan, item).await?;
    visit.page(&SplitPage::new(&visit, &plan, &item, 0))
}

pub(super) async fn submit(
    visit: Visit,
    At((plan, item)): At<(PlanId, ItemId)>,
    posted: Posted,
) -> Result<Reply> {
    let (plan, item) = actions::working_item(&visit, plan, item).await?;
    let after = posted.get("after").parse().unwrap_or(0);
    let revision = posted.get("revision").parse().unwrap_or(0);
    let mut page = SplitPage::new(&visit, &plan, &item, after);
    match actions::split_item(&visit, plan.id, item.id, revision, after).await {
        Ok(second) => visit.done(
            "已拆成两条，请给第二条补上序号和标题。",
            paths::review_at(plan.id, second),
        ),
        Err(Error::Refused(refusal)) => {
            page.error = if after == 0 {
                "请选择第二条从哪一句开始。".to_owned()
            } else {
                format!("{}{}", refusal.what, refusal.next)
            };
            visit.invalid(&page)
        }
        Err(Error::Conflict) => {
            page.error =
                "页面打开之后，别人修改了这一条，下面是现在的内容，请重新选择。".to_owned();
            visit.conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}

/// The sentences of a body, each with the number of characters before it.
fn sentences(body: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut words = String::new();
    let mut start = 0;
    for (index, char) in body.chars().enumerate() {
        if words.is_empty() {
            start = index;
        }
        words.push(char);
        if matches!(char, '。' | '；' | ';' | '！' | '\n') {
            sentences.push(Sentence {
                after: start,
                words: std::mem::take(&mut words),
            });
        }
    }
    if !words.trim().is_empty() {
        sentences.push(Sentence {
            after: start,
            words,
        });
    }
    sentences.retain(|sentence| !sentence.words.trim().is_empty());
    sentences
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_body_is_offered_sentence_by_sentence() {
        let sentences = super::sentences("抓培训。抓基建；抓安全");
        let offered: Vec<_> = sentences
            .iter()
            .map(|one| (one.after, one.words.as_str()))
            .collect();
        assert_eq!(offered, [(0, "抓培训。"), (4, "抓基建；"), (8, "抓安全")]);
    }
}
