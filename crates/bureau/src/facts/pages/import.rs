//! 导入学年基表: what a file would change, what is wrong in it, and taking it over.

use super::frame_below_list;
use crate::facts::{
    actions::{
        dataset as act,
        dataset::{Looked, Take},
    },
    dataset::Outcome,
    model::{ImportId, ItemCode},
    paths, policy,
};
use ::store::Error;
use askama::Template;
use base::day::instant_in_words;
use shell::{At, Field, Frame, Posted, Reply, Result, Visit};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// More changes than this nobody reads on a page; the rest is counted.
const MOST_CHANGES: usize = 300;
const LEAVE_OUT: &str = "none";

#[derive(Template)]
#[template(path = "facts/pages/import.html")]
struct ImportPage {
    frame: Frame,
    about: String,
    is_applied: bool,
    may_import: bool,
    is_locked: bool,
    counts: [usize; 4],
    n_totals: usize,
    n_units: usize,
    unknown: Vec<Header>,
    items: Vec<(String, String)>,
    wrong: Vec<WrongRow>,
    changes: Vec<Change>,
    n_more: usize,
    rows: Vec<Choice>,
    apply: String,
    map: String,
    errors: String,
    reason: Field,
}

struct Header {
    field: String,
    word: String,
}

struct WrongRow {
    row: u32,
    unit: String,
    words: Vec<String>,
}

struct Change {
    unit: String,
    item: String,
    was: String,
    is: String,
}

struct Choice {
    row: u32,
    unit: String,
    n_new: usize,
    n_changed: usize,
    n_wrong: usize,
}

pub(super) async fn show(visit: Visit, At(id): At<ImportId>) -> Result<Reply> {
    let looked = act::look(&visit, id).await?;
    visit.page(&page(&visit, &looked))
}

/// Remembers what unknown headers mean.
pub(super) async fn map(visit: Visit, At(id): At<ImportId>, posted: Posted) -> Result<Reply> {
    let looked = act::look(&visit, id).await?;
    let mut meanings = Vec::new();
    for (place, word) in looked.table.unknown.iter().enumerate() {
        match posted.get(&format!("h{place}")) {
            "" => {}
            LEAVE_OUT => meanings.push((word.clone(), None)),
            code => {
                let code: ItemCode = code.parse().map_err(|_| Error::NotFound)?;
                meanings.push((word.clone(), Some(code)));
            }
        }
    }
    act::remember(&visit, &meanings).await?;
    visit.done(
        format!("已记住{}个表头。", meanings.len()),
        paths::import(id),
    )
}

pub(super) async fn apply(visit: Visit, At(id): At<ImportId>, posted: Posted) -> Result<Reply> {
    let looked = act::look(&visit, id).await?;
    let chosen: Vec<u32> = posted
        .all("row")
        .filter_map(|row| row.parse().ok())
        .collect();
    let left_out: Vec<u32> = looked
        .table
        .rows
        .iter()
        .map(|row| row.row)
        .filter(|row| !chosen.contains(&(row + 1)))
        .collect();
    let take = match posted.get("take") {
        "rows" => Take::RightRows,
        _ => Take::RightCells,
    };
    match act::apply(&visit, id, take, &left_out, posted.get("reason")).await {
        Ok(supplied) => visit.done(
            format!(
                "已导入：新填{}个数，改动{}个数，等待核实。",
                supplied.n_new, supplied.n_changed
            ),
            paths::import(id),
        ),
        Err(Error::Refused(refusal)) => {
            let mut page = page(&visit, &looked);
            page.reason.value = posted.get("reason").to_owned();
            page.reason
                .refuse(format!("{}{}", refusal.what, refusal.next));
            visit.invalid(&page)
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn errors(visit: Visit, At(id): At<ImportId>) -> Result<Reply> {
    let looked = act::look(&visit, id).await?;
    let bytes = act::error_copy(&looked)?;
    let name = looked.import.file_name.trim_end_matches(".xlsx");
    visit.download(bytes, XLSX, &format!("{name}（导入提示）.xlsx"))
}

fn page(visit: &Visit, looked: &Looked) -> ImportPage {
    let Looked {
        import,
        view,
        table,
        ..
    } = looked;
    let house = &view.house;
    let name = |code: &ItemCode| house.item_name(code);
    let mut changes = Vec::new();
    let mut rows = Vec::new();
    let mut wrong = Vec::new();
    for row in &table.rows {
        let unit = row.unit.map_or_else(
            || row.written.clone(),
            |unit| house.unit_name(unit).to_owned(),
        );
        let words = row.complaints(name);
        let mut choice = Choice {
            row: row.row + 1,
            unit: unit.clone(),
            n_new: 0,
            n_changed: 0,
            n_wrong: words.len(),
        };
        for cell in &row.cells {
            match &cell.outcome {
                Outcome::New(_) => choice.n_new += 1,
                Outcome::Changed(was, is) => {
                    choice.n_changed += 1;
                    let item = house.items.get(&cell.item);
                    let shown =
                        |amount| item.map_or_else(String::new, |item| item.in_words(Some(amount)));
                    changes.push(Change {
                        unit: unit.clone(),
                        item: name(&cell.item),
                        was: shown(*was),
                        is: shown(*is),
                    });
                }
                Outcome::Same | Outcome::Wrong(_) => {}
            }
        }
        if !words.is_empty() {
            wrong.push(WrongRow {
                row: row.row + 1,
                unit,
                words,
            });
        }
        if choice.n_new + choice.n_changed > 0 {
            rows.push(choice);
        }
    }
    let n_more = changes.len().saturating_sub(MOST_CHANGES);
    changes.truncate(MOST_CHANGES);
    let mut items = vec![(LEAVE_OUT.to_owned(), "不导入这一列".to_owned())];
    let listed = act::dataset_items(view);
    items.extend(
        listed
            .iter()
            .map(|item| (item.code.to_string(), item.name.clone())),
    );
    ImportPage {
        frame: frame_below_list(visit, import.file_name.clone())
            .crumb("学年基表", paths::DATASET)
            .lead(match import.is_applied {
                true => "已经导入；下面是文件与现有数据相比还有哪些不同。",
                false => "还没有导入：先核对会改动什么，再决定收哪些。",
            }),
        about: format!(
            "{}，{}于{}上传",
            import.period.label(),
            import.by,
            instant_in_words(import.at_ms)
        ),
        is_applied: import.is_applied,
        may_import: policy::imports(&visit.actor),
        is_locked: house.locked.contains(&import.period),
        counts: table.counts(),
        n_totals: table.n_totals,
        n_units: table.rows.len(),
        unknown: table
            .unknown
            .iter()
            .enumerate()
            .map(|(place, word)| Header {
                field: format!("h{place}"),
                word: word.clone(),
            })
            .collect(),
        items,
        wrong,
        changes,
        n_more,
        rows,
        apply: paths::apply_import(import.id),
        map: paths::map_import(import.id),
        errors: paths::import_errors(import.id),
        reason: Field::new("reason", "更正的原因")
            .hint("这一学年已锁定，改动要写明原因，原来的数会保留在旁边。"),
    }
}

impl ImportPage {
    fn fields(&self) -> [&Field; 1] {
        [&self.reason]
    }

    fn is_wrong(&self) -> bool {
        self.reason.error.is_some()
    }
}
