//! Two versions of a plan compared: what came, what went, what reads otherwise.

use crate::plan::{
    actions,
    model::{Change, ItemChange, PlanId, compare},
    paths,
};
use ::store::Error;
use askama::Template;
use gongwen::difference::{self, Run};
use serde::Deserialize;
use shell::{Asked, At, Frame, Reply, Result, Visit};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    from: Option<i64>,
    to: Option<i64>,
}

#[derive(Template)]
#[template(path = "plan/pages/compare.html")]
struct ComparePage {
    frame: Frame,
    from: i64,
    to: i64,
    changes: Vec<ChangeRow>,
}

struct ChangeRow {
    /// What happened: 新增, 删去, 修改, 移动.
    word: &'static str,
    /// Name in the style sheet.
    class: &'static str,
    heading: String,
    href: String,
    fields: Vec<(&'static str, Vec<Run>)>,
}

pub(super) async fn show(
    visit: Visit,
    At(id): At<PlanId>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    let heads = actions::versions(&visit, id).await?;
    let newest = heads.first().ok_or(Error::NotFound)?.number;
    let to = query.to.unwrap_or(newest);
    let from = query.from.unwrap_or((to - 1).max(1));
    // Read from the earlier to the later, whichever way they were asked for.
    let (from, to) = (from.min(to), from.max(to));
    let (_, _, before) = actions::published(&visit, id, Some(from)).await?;
    let (_, _, after) = actions::published(&visit, id, Some(to)).await?;
    let changes: Vec<ChangeRow> = compare(&before, &after)
        .into_iter()
        .map(|change| row(id, from, to, change))
        .collect();
    visit.page(&ComparePage {
        frame: visit
            .frame(format!("第{from}版与第{to}版比较"))
            .lead(lead(&changes))
            .crumb("要点", paths::LIST)
            .crumb(after.title, paths::show(id))
            .crumb("版本", paths::versions(id)),
        from,
        to,
        changes,
    })
}

fn lead(changes: &[ChangeRow]) -> String {
    let words: Vec<String> = [ADDED, REMOVED, CHANGED, MOVED]
        .into_iter()
        .map(|word| (word, changes.iter().filter(|row| row.word == word).count()))
        .filter(|(_, n_rows)| *n_rows > 0)
        .map(|(word, n_rows)| format!("{word} {n_rows} 条"))
        .collect();
    match words.is_empty() {
        true => "没有不同。".to_owned(),
        false => format!("{}。", words.join("，")),
    }
}

const ADDED: &str = "新增";
const REMOVED: &str = "删去";
const CHANGED: &str = "修改";
const MOVED: &str = "移动";

/// A change with the page of its item; one that went is shown as it stood in the earlier version.
fn row(plan: PlanId, from: i64, to: i64, change: ItemChange) -> ChangeRow {
    let (word, class, version) = match &change.change {
        Change::Added => (ADDED, "added", to),
        Change::Removed => (REMOVED, "removed", from),
        Change::Changed(_) => (CHANGED, "changed", to),
        Change::Moved => (MOVED, "changed", to),
    };
    ChangeRow {
        word,
        class,
        heading: format!("{}{}", change.marker, change.heading),
        href: paths::item_of(plan, change.id, Some(version)),
        fields: match change.change {
            Change::Changed(fields) => fields
                .into_iter()
                .map(|(name, before, after)| (name, difference::between(&before, &after)))
                .collect(),
            Change::Added | Change::Removed | Change::Moved => Vec::new(),
        },
    }
}
