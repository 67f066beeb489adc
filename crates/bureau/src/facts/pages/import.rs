//! 导入学年基表: what a file would change, what is wrong in it, and taking it over.

use super::frame_below_list;
use crate::facts::{
    actions::{
        dataset::dataset_items,
        imports::{self as act, Chosen, Seen, Take},
    },
    dataset::Preview,
    model::{ImportId, ItemCode},
    paths, policy,
};
use ::store::Error;
use askama::Template;
use base::day::instant_in_words;
use shell::{At, Field, Frame, Posted, Reply, Result, Visit};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const LEAVE_OUT: &str = "none";
/// The choice to take only rows without a fault.
const TAKE_ROWS: &str = "rows";

#[derive(Template)]
#[template(path = "facts/pages/import.html")]
struct ImportPage {
    frame: Frame,
    about: String,
    /// Why nothing was done of what was asked for.
    notice: String,
    /// When a large file was looked at; empty for a small one, which is looked at each time.
    looked_at: String,
    is_large: bool,
    is_applied: bool,
    /// What came of it, once it was taken over.
    outcome: String,
    may_import: bool,
    is_locked: bool,
    /// Nothing while a job is looking.
    preview: Option<Preview>,
    unknown: Vec<Header>,
    /// Headers read as somebody once said, to be said otherwise.
    said: Vec<Header>,
    /// For whose files what is said of headers counts.
    whose: String,
    items: Vec<(String, String)>,
    /// Rows that were left out, and how wrong rows were to be taken, when something was refused.
    left_out: Vec<u32>,
    takes_rows: bool,
    apply: String,
    map: String,
    look: String,
    errors: String,
    reason: Field,
}

struct Header {
    field: String,
    word: String,
    /// Code of the item it is read as; empty where nobody said.
    chosen: String,
}

pub(super) async fn show(visit: Visit, At(id): At<ImportId>) -> Result<Reply> {
    let seen = act::seen(&visit, id).await?;
    visit.page(&page(&visit, seen))
}

/// Remembers what unknown headers mean.
pub(super) async fn map(visit: Visit, At(id): At<ImportId>, posted: Posted) -> Result<Reply> {
    let mut seen = act::seen(&visit, id).await?;
    let preview = seen.preview.take().unwrap_or_default();
    let asked = headers(&preview.unknown).chain(said(&preview.said));
    let mut meanings = Vec::new();
    for Header {
        field,
        word,
        chosen,
    } in asked
    {
        match posted.get(&field) {
            same if same == chosen => {}
            "" => {}
            LEAVE_OUT => meanings.push((word, None)),
            code => {
                let code: ItemCode = code.parse().map_err(|_| Error::NotFound)?;
                if !seen.view.house.items.contains_key(&code) {
                    return Err(Error::NotFound.into());
                }
                meanings.push((word, Some(code)));
            }
        }
    }
    if let Some((one, other, item)) = preview.said_twice(&meanings) {
        let item = seen.view.house.item_name(&item);
        seen.preview = Some(preview);
        let mut page = page(&visit, seen);
        page.notice = format!(
            "“{one}”和“{other}”都指成了“{item}”，没有记住。一项只能由一列填写，请改其中一列。"
        );
        for header in page.unknown.iter_mut().chain(&mut page.said) {
            header.chosen = posted.get(&header.field).to_owned();
        }
        return visit.invalid(&page);
    }
    act::remember(&visit, id, &meanings).await?;
    if seen.import.is_large && !meanings.is_empty() {
        return visit.started(act::look_again(&visit, id).await?);
    }
    visit.done(
        format!("已记住{}个表头。", meanings.len()),
        paths::import(id),
    )
}

/// Has a large file looked at again.
pub(super) async fn look_again(visit: Visit, At(id): At<ImportId>, _: Posted) -> Result<Reply> {
    visit.started(act::look_again(&visit, id).await?)
}

pub(super) async fn apply(visit: Visit, At(id): At<ImportId>, posted: Posted) -> Result<Reply> {
    let seen = act::seen(&visit, id).await?;
    let chosen: Vec<u32> = posted
        .all("row")
        .filter_map(|row| row.parse().ok())
        .collect();
    let left_out = seen
        .preview
        .as_ref()
        .map(|preview| preview.left_out(&chosen))
        .unwrap_or_default();
    let chosen = Chosen {
        take: match posted.get("take") {
            TAKE_ROWS => Take::RightRows,
            _ => Take::RightCells,
        },
        left_out: &left_out,
        reason: posted.get("reason"),
        seen: posted.get("seen"),
    };
    let refusal = if seen.import.is_large {
        match act::begin_apply(&visit, id, chosen).await {
            Ok(job) => return visit.started(job),
            Err(Error::Refused(refusal)) => refusal,
            Err(error) => return Err(error.into()),
        }
    } else {
        match act::apply_seen(&visit, id, chosen).await {
            Ok(supplied) => {
                let words = format!(
                    "已导入：新填{}个数，改动{}个数，等待核实。",
                    supplied.n_new, supplied.n_changed
                );
                return visit.done(words, paths::import(id));
            }
            Err(Error::Refused(refusal)) => refusal,
            Err(error) => return Err(error.into()),
        }
    };
    // Posted twice: it is there, and that is what was wanted.
    if refusal.rule == act::TAKEN_ALREADY {
        let words = format!("{}{}", refusal.what, refusal.next);
        return visit.done(words, paths::import(id));
    }
    if refusal.rule == act::MOVED_ON {
        let mut page = page(&visit, act::seen(&visit, id).await?);
        page.reason = page.reason.value(posted.get("reason"));
        page.notice =
            "核对之后有数改动过，没有导入。下面按现在的数重新列出，请看过再导入。".to_owned();
        return visit.conflict(&page);
    }
    let mut page = page(&visit, seen);
    page.left_out.clone_from(&left_out);
    page.takes_rows = posted.get("take") == TAKE_ROWS;
    page.reason.value = posted.get("reason").to_owned();
    if refusal.rule == act::NOTHING_TAKEN {
        page.notice = format!("{}{}", refusal.what, refusal.next);
        return visit.invalid(&page);
    }
    page.reason
        .refuse(format!("{}{}", refusal.what, refusal.next));
    visit.invalid(&page)
}

pub(super) async fn errors(visit: Visit, At(id): At<ImportId>) -> Result<Reply> {
    let looked = act::look(&visit, id).await?;
    let name = looked.import.file_name.trim_end_matches(".xlsx");
    let name = format!("{name}（导入提示）.xlsx");
    visit.download(act::error_copy(&visit, looked).await?, XLSX, &name)
}

fn page(visit: &Visit, seen: Seen) -> ImportPage {
    let whose = act::whose_headers(visit, &seen);
    let Seen {
        import,
        view,
        preview,
        looked_at_ms,
    } = seen;
    let mut items = vec![(LEAVE_OUT.to_owned(), "不导入这一列".to_owned())];
    let listed = dataset_items(&view);
    items.extend(
        listed
            .iter()
            .map(|item| (item.code.to_string(), item.name.clone())),
    );
    let (unknown, said_once) = match &preview {
        Some(preview) => (
            headers(&preview.unknown).collect(),
            said(&preview.said).collect(),
        ),
        None => (Vec::new(), Vec::new()),
    };
    ImportPage {
        notice: String::new(),
        left_out: Vec::new(),
        takes_rows: false,
        unknown,
        said: said_once,
        whose,
        frame: frame_below_list(visit, import.file_name.clone())
            .crumb("学年基表", paths::DATASET)
            .lead(match (import.is_applied, import.is_large) {
                (true, false) => "已经导入；下面是文件与现有数据相比还有哪些不同。",
                (true, true) => "已经导入；下面是最近一次核对的结果。",
                (false, _) => "还没有导入：先核对会改动什么，再决定收哪些。",
            }),
        about: format!(
            "{}，{}于{}上传",
            import.period.label(),
            import.by,
            instant_in_words(import.at_ms)
        ),
        looked_at: looked_at_ms.map(instant_in_words).unwrap_or_default(),
        outcome: match import.is_applied {
            true => format!(
                "导入结果：新填{}个数，改动{}个数，未收{}个数。",
                import.n_new, import.n_changed, import.n_left_out
            ),
            false => String::new(),
        },
        is_large: import.is_large,
        is_applied: import.is_applied,
        may_import: policy::imports(&visit.actor),
        is_locked: view.house.locked.contains(&import.period),
        items,
        apply: paths::apply_import(import.id),
        map: paths::map_import(import.id),
        look: paths::look_again(import.id),
        errors: paths::import_errors(import.id),
        reason: Field::new("reason", "更正的原因")
            .required()
            .hint("这一学年已锁定，改动要写明原因，原来的数会保留在旁边。"),
        preview,
    }
}

/// Headers nobody knows yet, each with its field.
fn headers(unknown: &[String]) -> impl Iterator<Item = Header> {
    unknown.iter().enumerate().map(|(place, word)| Header {
        field: format!("h{place}"),
        word: word.clone(),
        chosen: String::new(),
    })
}

/// Headers that are read as somebody once said, each with its field.
fn said(said: &[(String, String)]) -> impl Iterator<Item = Header> {
    said.iter().enumerate().map(|(place, (word, code))| Header {
        field: format!("s{place}"),
        word: word.clone(),
        chosen: match code.is_empty() {
            true => LEAVE_OUT.to_owned(),
            false => code.clone(),
        },
    })
}

impl ImportPage {
    fn fields(&self) -> [&Field; 1] {
        [&self.reason]
    }

    fn is_wrong(&self) -> bool {
        self.reason.error.is_some()
    }

    /// Whether a row, as the spreadsheet counts, is still to be taken.
    fn is_ticked(&self, row: &u32) -> bool {
        self.left_out.iter().all(|left_out| left_out + 1 != *row)
    }

    /// Whether some of the numbers stand already.
    fn has_same(&self) -> bool {
        let counts = self.preview.as_ref().map(|preview| preview.counts);
        counts.is_some_and(|[_, _, n_same, _]| n_same > 0)
    }

    fn has_errors(&self) -> bool {
        let n_wrong = self.preview.as_ref().map(|preview| preview.n_wrong_rows);
        n_wrong.is_some_and(|n| n > 0)
    }
}
