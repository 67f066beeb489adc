//! 经过: the whole life of one report, read from its first day on, with what each handing-in changed.

use crate::report::{
    actions::{self, Chapter},
    model::ReportId,
    paths,
};
use askama::Template;
use base::day::instant_in_words;
use shell::{At, Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "report/pages/story.html")]
struct StoryPage {
    frame: Frame,
    chapters: Vec<ChapterView>,
}

struct ChapterView {
    when: String,
    sentence: String,
    /// Label, before, after.
    changes: Vec<(String, String, String)>,
}

pub(super) async fn show(visit: Visit, At(id): At<ReportId>) -> Result<Reply> {
    let story = actions::whole_story(&visit, id).await?;
    let head = &story.head;
    visit.page(&StoryPage {
        frame: visit
            .frame(format!("经过：{}", head.task()))
            .lead(format!("{} · {}", head.period.label(), head.unit_name))
            .crumb("报送", paths::DESK)
            .crumb(head.task(), paths::report(head.id)),
        chapters: story.chapters.into_iter().map(view).collect(),
    })
}

fn view(chapter: Chapter) -> ChapterView {
    ChapterView {
        when: instant_in_words(chapter.line.at_ms),
        sentence: chapter.line.sentence(),
        changes: chapter
            .changes
            .into_iter()
            .map(|change| (change.label, change.before, change.after))
            .collect(),
    }
}
