//! A published plan: its tree and its table.

use super::{
    due::Standings,
    filters::{Choice, Choices, Filters},
    rows::ItemRow,
};
use crate::{
    files,
    plan::{
        FILES_OF, actions,
        model::{PlanId, PublishedPlan, VersionHead},
        paths, policy,
    },
};
use ::store::Error;
use askama::Template;
use base::day;
use serde::Deserialize;
use shell::{Asked, At, Frame, Paging, Reply, Result, Visit};

/// How the items are laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Tree,
    Table,
}

impl View {
    /// Word in the address; the tree is what one sees first.
    fn word(self) -> &'static str {
        match self {
            Self::Tree => "",
            Self::Table => "table",
        }
    }

    fn rows_per_page(self) -> usize {
        match self {
            Self::Tree => 200,
            Self::Table => 100,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    version: Option<i64>,
    /// `table`; else the tree.
    view: String,
    page: Option<usize>,
}

#[derive(Template)]
#[template(path = "plan/pages/show.html")]
struct ShowPage {
    frame: Frame,
    address: Address,
    links: Links,
    /// What to know of a version that is not the newest.
    older: Option<Older>,
    filters: Filters,
    choices: Choices,
    counts: Counts,
    view: View,
    paging: Paging,
    lines: Vec<Line>,
    files: files::Panel,
}

/// Where the page stands, so that its links lead to the same version, view and filters.
struct Address {
    plan: PlanId,
    version: Option<i64>,
    view: View,
    filters: Filters,
}

struct Links {
    progress: String,
    timeline: String,
    xlsx: String,
    docx: String,
    print: String,
    versions: String,
    /// Where it is revised, for those who work on plans.
    revise: Option<String>,
}

struct Older {
    number: i64,
    newest: String,
}

/// What the whole plan holds, before any filter.
struct Counts {
    n_items: usize,
    n_targets: usize,
    n_with_day: usize,
    n_unled: usize,
    unled: String,
}

/// A line of the tree or the table: a heading, or an item under it.
enum Line {
    /// A section heading with its depth, 0 the outermost.
    Section(usize, String),
    Item(Box<ItemRow>),
}

pub(super) async fn show(
    visit: Visit,
    At(id): At<PlanId>,
    Asked(filters): Asked<Filters>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    let asked = query.version;
    let (_, number, content) = match actions::published(&visit, id, asked).await {
        Ok(found) => found,
        // A plan on its way to be published has no page yet but the one it is worked on.
        Err(Error::NotFound) if asked.is_none() && policy::may_watch(&visit.actor) => {
            return visit.guest().go(None, &paths::review(id));
        }
        Err(error) => return Err(error.into()),
    };
    let versions = actions::versions(&visit, id).await?;
    let address = Address {
        plan: id,
        version: asked,
        view: match query.view.as_str() {
            "table" => View::Table,
            _ => View::Tree,
        },
        filters,
    };
    let standings = Standings::load(&visit.db, &[id], visit.today()).await?;
    let shown = address.filters.apply(&content.items, &standings);
    let paging = Paging::new(
        query.page.unwrap_or(1),
        shown.len(),
        address.view.rows_per_page(),
    );
    let place_of: std::collections::HashMap<_, _> =
        content.items.iter().map(|item| item.id).zip(1..).collect();
    let rows = paging.of(&shown).iter().map(|item| {
        let number = place_of.get(&item.id).copied().unwrap_or_default();
        ItemRow::of(id, asked, number, item, standings.stand(item))
    });
    visit.page(&ShowPage {
        frame: visit
            .frame(&content.title)
            .crumb("要点", paths::LIST)
            .lead(lead(&content, &versions, number)),
        links: links(id, asked, policy::may_work(&visit.actor)),
        older: older(id, number, &versions),
        filters: address.filters.clone(),
        choices: Choices::among(&content.items, &standings),
        counts: counts(&content, &address),
        view: address.view,
        lines: lines(rows),
        files: files::panel(&visit, FILES_OF, id, policy::may_work(&visit.actor)).await?,
        paging,
        address,
    })
}

/// What is read: whose paper, which version, since when.
fn lead(content: &PublishedPlan, versions: &[VersionHead], number: i64) -> String {
    let mut words: Vec<String> = [&content.issuer, &content.doc_number]
        .into_iter()
        .filter(|word| !word.is_empty())
        .cloned()
        .collect();
    if let Some(version) = versions.iter().find(|version| version.number == number) {
        let at = day::in_words(base::clock::day_in_china(version.at_ms));
        words.push(format!("第{number}版，{at}由{}发布", version.by_name));
    }
    words.join(" · ")
}

fn links(plan: PlanId, version: Option<i64>, works: bool) -> Links {
    let of_version = |path: String| paths::of_version(&path, version);
    Links {
        progress: paths::progress(plan),
        timeline: paths::timeline(plan),
        xlsx: of_version(paths::export_xlsx(plan)),
        docx: of_version(paths::export_docx(plan)),
        print: of_version(paths::print(plan)),
        versions: paths::versions(plan),
        revise: works.then(|| paths::review(plan)),
    }
}

fn older(plan: PlanId, number: i64, versions: &[VersionHead]) -> Option<Older> {
    let newest = versions.first()?.number;
    (number < newest).then(|| Older {
        number: newest,
        newest: paths::show(plan),
    })
}

fn counts(content: &PublishedPlan, address: &Address) -> Counts {
    let items = &content.items;
    let unled = Filters {
        unit: "none".to_owned(),
        ..Filters::default()
    };
    Counts {
        n_items: items.len(),
        n_targets: items.iter().map(|item| item.targets.len()).sum(),
        n_with_day: items.iter().filter(|item| item.due().is_some()).count(),
        n_unled: items
            .iter()
            .filter(|item| item.names(crate::plan::model::Part::Lead).is_empty())
            .count(),
        unled: address.with(address.view, &unled, ""),
    }
}

/// Items under their headings; a heading is said once, and again at the top of a page.
fn lines(rows: impl Iterator<Item = ItemRow>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for row in rows {
        let same = open
            .iter()
            .zip(&row.path)
            .take_while(|(a, b)| a == b)
            .count();
        for (depth, heading) in row.path.iter().enumerate().skip(same) {
            lines.push(Line::Section(depth, heading.clone()));
        }
        open.clone_from(&row.path);
        lines.push(Line::Item(Box::new(row)));
    }
    lines
}

impl Address {
    /// The address of this page with another view, other filters, another page.
    fn with(&self, view: View, filters: &Filters, page: &str) -> String {
        let version = self.version.map(|number| number.to_string());
        let mut parameters = vec![
            ("version", version.as_deref().unwrap_or_default()),
            ("view", view.word()),
        ];
        parameters.extend(filters.parameters());
        parameters.push(("page", page));
        paths::with(&paths::show(self.plan), &parameters)
    }
}

impl ShowPage {
    fn view_href(&self, view: View) -> String {
        self.address.with(view, &self.filters, "")
    }

    fn page_href(&self, page: &str) -> String {
        match page {
            "" => String::new(),
            page => self.address.with(self.view, &self.filters, page),
        }
    }

    fn unfiltered_href(&self) -> String {
        self.address.with(self.view, &Filters::default(), "")
    }

    fn form_action(&self) -> String {
        paths::show(self.address.plan)
    }

    /// The filters that are a choice among few: name, words, value, choices.
    fn selects(&self) -> [(&'static str, &'static str, &str, &[Choice]); 6] {
        let (filters, choices) = (&self.filters, &self.choices);
        [
            ("unit", "责任单位", &filters.unit, &choices.units),
            ("leader", "分管领导", &filters.leader, &choices.leaders),
            ("due", "时限", &filters.due, &choices.due),
            ("kind", "目标类型", &filters.kind, &choices.kinds),
            ("field", "章节", &filters.field, &choices.fields),
            ("light", "进度", &filters.light, &choices.lights),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, lines};
    use crate::plan::{
        model::{Item, PlanId, PublishedItem},
        pages::{due::Stand, rows::ItemRow},
    };

    #[test]
    fn a_heading_is_said_once_for_the_items_under_it() {
        let row = |path: &[&str]| {
            let path = path.iter().map(|&step| step.to_owned()).collect();
            let item = Item::added(0, "1.".into(), path, String::new(), "甲".into());
            ItemRow::of(
                PlanId::new(),
                None,
                1,
                &PublishedItem::of(item, vec![]),
                Stand::default(),
            )
        };
        let lines = lines(
            [
                row(&["一、队伍", "（一）师德"]),
                row(&["一、队伍", "（一）师德"]),
                row(&["一、队伍", "（二）培训"]),
                row(&["二、安全"]),
            ]
            .into_iter(),
        );
        let said: Vec<String> = lines
            .iter()
            .map(|line| match line {
                Line::Section(depth, heading) => format!("{depth}{heading}"),
                Line::Item(_) => "-".to_owned(),
            })
            .collect();
        assert_eq!(
            said,
            [
                "0一、队伍",
                "1（一）师德",
                "-",
                "-",
                "1（二）培训",
                "-",
                "0二、安全",
                "-"
            ]
        );
    }
}
