//! 导入: a spreadsheet, what it would do, and taking it over.

use super::{frame_of, locked};
use crate::ledger::{
    actions::{self, Choice, Difference, Duplicates, ImportCounts, Opened, Take},
    model::{Definition, FieldKind},
    paths,
    sheet::{self, Columns, Grid, Unreadable},
    store::Headers,
};
use ::store::Error;
use askama::Template;
use base::Refusal;
use serde::Deserialize;
use shell::{Asked, At, Field, Frame, Posted, Reply, Result, Upload, Visit, csrf};

pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Sent with a form whose rows would change numbers of a locked period.
const CHANGES_LOCKED: &str = "locked";

/// Changes that are in sight before more are asked for.
const MOST_AT_ONCE: usize = 20;
/// Faults that are shown on the page; all of them stand in the copy.
const MOST_SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "ledger/pages/import.html")]
struct ImportPage {
    frame: Frame,
    code: String,
    action: String,
    error: String,
}

#[derive(Template)]
#[template(path = "ledger/pages/import_preview.html")]
struct PreviewPage {
    frame: Frame,
    code: String,
    /// Name of the uploaded workbook in the file store, and as it was called.
    file: String,
    name: String,
    updates: bool,
    counts: ImportCounts,
    /// Where, of which field, and what is wrong.
    faults: Vec<(String, String, String)>,
    n_faults: usize,
    /// Why the page is shown again; empty at first.
    notice: String,
    /// The first values that would become others.
    differences: Vec<Difference>,
    n_differences: usize,
    /// What was shown, by which it is known whether it is still so.
    seen: String,
    /// By which it is known whether it was taken over already.
    once: String,
    remarks: Vec<String>,
    /// Which periods are locked; empty when none of the rows' is.
    locked: String,
    /// Why numbers of a locked period change.
    correction: Field,
    copy: String,
    /// Headers that are no field with what was chosen for them, and the fields the sheet has no column for.
    unknown: Vec<(String, String)>,
    absent: Vec<(String, String)>,
    /// Headers that are read as somebody once said with their fields, and all fields they may be.
    said: Vec<(String, String)>,
    fields: Vec<(String, String)>,
    /// Whether what was chosen for the headers was not taken.
    is_rechosen: bool,
}

impl PreviewPage {
    /// Puts what was chosen for headers into the page again.
    fn choosing(mut self, chosen: &[(String, String)]) -> Self {
        self.is_rechosen = true;
        for (header, field) in self.unknown.iter_mut().chain(&mut self.said) {
            let again = chosen.iter().find(|(chosen, _)| chosen == header);
            if let Some((_, again)) = again {
                field.clone_from(again);
            }
        }
        self
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CopyAsked {
    file: String,
    name: String,
    duplicates: String,
}

pub(super) async fn show(visit: Visit, At(code): At<String>) -> Result<Reply> {
    let opened = filled_in_by(&visit, &code).await?;
    visit.page(&import_page(&visit, &opened, String::new()))
}

/// An empty workbook with the register's columns.
pub(super) async fn template(visit: Visit, At(code): At<String>) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    let definition = &opened.register.definition;
    let bytes = sheet::template(definition).map_err(actions::unwritable)?;
    visit.download(bytes, XLSX, &format!("{}导入模板.xlsx", definition.name))
}

/// Keeps the workbook, reads it, and shows what it would do. Nothing of it is saved yet.
pub(super) async fn preview(visit: Visit, At(code): At<String>, upload: Upload) -> Result<Reply> {
    let opened = filled_in_by(&visit, &code).await?;
    let duplicates = duplicates_of(upload.posted.get("duplicates"));
    let Some(file) = upload.files.into_iter().next() else {
        let error = "请选择填好的 .xlsx 文件。".to_owned();
        return visit.invalid(&import_page(&visit, &opened, error));
    };
    let (bytes, read) = read(&visit, file.bytes, &opened).await?;
    let (grid, columns) = match read {
        Ok(read) => read,
        Err(unreadable) => {
            let error = unreadable.to_string();
            return visit.invalid(&import_page(&visit, &opened, error));
        }
    };
    let hash = visit.files.put(bytes).await?;
    let upload = (hash, file.name, duplicates);
    visit.page(&preview_page(&visit, &opened, upload, (&grid, &columns)).await?)
}

/// Learns what foreign headers mean, and shows the same file again.
pub(super) async fn learn(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    let opened = filled_in_by(&visit, &code).await?;
    let headers = posted.all("header").map(str::to_owned);
    let fields = posted.all("field").map(str::to_owned);
    let mut said: Vec<(String, String)> = headers.zip(fields).collect();
    let hash = posted.get("file").to_owned();
    let bytes = visit.files.get(&hash).await?;
    let duplicates = duplicates_of(posted.get("duplicates"));
    let upload = (hash, posted.get("name").to_owned(), duplicates);
    let (bytes, before) = read(&visit, bytes, &opened).await?;
    if let Ok((grid, columns)) = &before {
        let mut known = actions::headers(&visit, &opened).await?;
        let chosen = said.clone();
        said.retain(|pair| !columns.said.contains(pair));
        // Nothing is to be remembered of a column of which nothing was said.
        let was_said = |header: &str| columns.said.iter().any(|(said, _)| said == header);
        said.retain(|(header, field)| !field.is_empty() || was_said(header));
        let twice = said_twice(&opened.register.definition, columns, &chosen);
        known.extend(
            said.iter()
                .map(|(header, field)| (sheet::squeezed(header), field.clone())),
        );
        let (_, after) = read_by(bytes.clone(), &opened, known).await?;
        let notice = match (twice, after) {
            (Some(twice), _) => Some(twice),
            (None, Err(_)) => Some(
                "这样对应后，表里剩下的列太少，认不出表头，没有记住。请至少留两列对应台账的字段，再核对。"
                    .to_owned(),
            ),
            (None, Ok(_)) => None,
        };
        if let Some(notice) = notice {
            let page = preview_page(&visit, &opened, upload, (grid, columns)).await?;
            return visit.invalid(&PreviewPage {
                notice,
                ..page.choosing(&chosen)
            });
        }
    }
    actions::learn_headers(&visit, &code, &said).await?;
    let (_, read) = read(&visit, bytes, &opened).await?;
    let (grid, columns) = read.map_err(|_| Error::NotFound)?;
    visit.page(&preview_page(&visit, &opened, upload, (&grid, &columns)).await?)
}

/// Of two columns that would be one field, what is to be said.
fn said_twice(
    definition: &Definition,
    columns: &Columns,
    said: &[(String, String)],
) -> Option<String> {
    let is_said_anew = |header: &str| {
        let word = sheet::squeezed(header);
        said.iter().any(|(said, _)| sheet::squeezed(said) == word)
    };
    let stay = columns.headers.iter();
    // One that was remembered without its brackets is the same column.
    let is_anew = |code: &str, header: &str| {
        let mut said = columns.said.iter();
        is_said_anew(header) || said.any(|(word, of)| of == code && is_said_anew(word))
    };
    let stay = stay.filter(|(code, header)| !is_anew(code, header));
    let mut meant: Vec<(&str, &str)> = stay.map(|(code, header)| (&**code, &**header)).collect();
    for (header, code) in said.iter().filter(|(_, code)| !code.is_empty()) {
        if let Some((_, other)) = meant.iter().find(|(meant, _)| meant == code) {
            let field = definition.field(code).map_or("", |field| &field.name);
            return Some(format!(
                "“{other}”和“{header}”都指成了“{field}”，没有记住。一栏只能由一列填写，请改其中一列。"
            ));
        }
        meant.push((code, header));
    }
    None
}

/// Takes over what the preview showed.
pub(super) async fn apply(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    let opened = filled_in_by(&visit, &code).await?;
    let hash = posted.get("file").to_owned();
    let name = posted.get("name").to_owned();
    let duplicates = duplicates_of(posted.get("duplicates"));
    let bytes = visit.files.get(&hash).await?;
    let choice = Choice {
        duplicates,
        take: match posted.get("take") {
            "right" => Take::RightOnly,
            _ => Take::All,
        },
        reason: posted.get(locked::REASON),
        seen: posted.get("seen"),
        once: (posted.get("once"), posted.get("file")),
    };
    if bytes.len() > shell::jobs::LARGE_FILE {
        // Asked before anybody waits: the job could only fail for want of it.
        if posted.has(CHANGES_LOCKED) && choice.reason.trim().is_empty() {
            let (_, read) = read(&visit, bytes, &opened).await?;
            let (grid, columns) = read.map_err(|_| Error::NotFound)?;
            let upload = (hash, name, duplicates);
            let mut page = preview_page(&visit, &opened, upload, (&grid, &columns)).await?;
            let refusal = Refusal::new(actions::LOCKED, page.locked.clone(), "还没有导入。");
            page.correction = locked::reason("", Some(&refusal));
            return visit.invalid(&page);
        }
        let job = actions::begin_import(&visit, &code, (&hash, &name), choice).await?;
        return visit.started(job);
    }
    let (_, read) = read(&visit, bytes, &opened).await?;
    let (grid, columns) = read.map_err(|_| Error::NotFound)?;
    match actions::import(&visit, &code, (&grid, &columns), &name, choice).await {
        Ok(counts) => visit.done(
            format!(
                "导入完成：新增{}条，更新{}条，未导入{}条。",
                counts.n_new,
                counts.n_changed,
                counts.n_wrong + counts.n_skipped
            ),
            paths::of(paths::LIST, &code),
        ),
        // Posted twice: it is there, and that is what was wanted.
        Err(Error::Refused(refusal)) if refusal.rule == actions::TAKEN_ALREADY => visit.done(
            format!("{}{}", refusal.what, refusal.next),
            paths::of(paths::LIST, &code),
        ),
        Err(error) if locked::wants_reason(&error).is_some() => {
            let upload = (hash, name, duplicates);
            visit.invalid(&PreviewPage {
                correction: locked::reason(choice.reason, locked::wants_reason(&error)),
                ..preview_page(&visit, &opened, upload, (&grid, &columns)).await?
            })
        }
        // Something became wrong, or another, since the preview: it is shown again.
        Err(error @ (Error::Refused(_) | Error::Conflict)) => {
            let upload = (hash, name, duplicates);
            let mut page = preview_page(&visit, &opened, upload, (&grid, &columns)).await?;
            page.correction = page.correction.value(choice.reason);
            page.notice = match error {
                Error::Refused(refusal) if refusal.rule == actions::MOVED_ON => {
                    "核对之后有记录改动过，没有导入。下面按现在的记录重新列出，请看过再导入。"
                        .to_owned()
                }
                Error::Refused(refusal) => format!("{}{}", refusal.what, refusal.next),
                _ => "核对之后有记录改动过，没有导入。请看过再导入。".to_owned(),
            };
            visit.conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}

/// A copy of the workbook with what is wrong written beside the cell.
pub(super) async fn copy(
    visit: Visit,
    At(code): At<String>,
    Asked(asked): Asked<CopyAsked>,
) -> Result<Reply> {
    let opened = filled_in_by(&visit, &code).await?;
    let duplicates = duplicates_of(&asked.duplicates);
    let (bytes, read) = read(&visit, visit.files.get(&asked.file).await?, &opened).await?;
    let (grid, columns) = read.map_err(|_| Error::NotFound)?;
    let about = (duplicates, "");
    let plan = actions::plan_import(&visit, &opened, (&grid, &columns), about).await?;
    let place = (grid.name, columns.header_row);
    let bytes = tokio::task::spawn_blocking(move || sheet::marked(&bytes, place, &plan.marks))
        .await
        .map_err(actions::unwritable)?
        .map_err(actions::unwritable)?;
    let stem = asked.name.trim_end_matches(".xlsx");
    visit.download(bytes, XLSX, &format!("{stem}（问题标注）.xlsx"))
}

async fn filled_in_by(visit: &Visit, code: &str) -> Result<Opened> {
    let opened = actions::open(visit, code).await?;
    opened.standing.may_add()?;
    Ok(opened)
}

fn duplicates_of(word: &str) -> Duplicates {
    match word {
        "skip" => Duplicates::Skip,
        _ => Duplicates::Update,
    }
}

type ReadSheet = std::result::Result<(Grid, Columns), Unreadable>;

/// Reading a large workbook takes a while: not on the threads that answer requests.
async fn read(
    visit: &Visit,
    bytes: Vec<u8>,
    opened: &Opened,
) -> ::store::Result<(Vec<u8>, ReadSheet)> {
    let headers = actions::headers(visit, opened).await?;
    read_by(bytes, opened, headers).await
}

/// The same with what headers would mean.
async fn read_by(
    bytes: Vec<u8>,
    opened: &Opened,
    headers: Headers,
) -> ::store::Result<(Vec<u8>, ReadSheet)> {
    let definition = opened.register.definition.clone();
    tokio::task::spawn_blocking(move || {
        let read = sheet::read_for(&bytes, &definition, &headers);
        (bytes, read)
    })
    .await
    .map_err(actions::unwritable)
}

fn import_page(visit: &Visit, opened: &Opened, error: String) -> ImportPage {
    let code = opened.register.definition.code.clone();
    ImportPage {
        frame: frame_of(visit, opened, Some("导入".to_owned())).lead(
            "先显示会改动什么，确认后才保存。表格上方的标题、两行表头、合并单元格和合计行都认得。",
        ),
        action: paths::of(paths::IMPORT, &code),
        code,
        error,
    }
}

/// What a workbook would do, as its page shows it.
async fn preview_page(
    visit: &Visit,
    opened: &Opened,
    (file, name, duplicates): (String, String, Duplicates),
    (grid, columns): (&Grid, &Columns),
) -> ::store::Result<PreviewPage> {
    let about = (duplicates, file.as_str());
    let plan = actions::plan_import(visit, opened, (grid, columns), about).await?;
    let definition = &opened.register.definition;
    let passed_over = [plan.n_repeated, plan.n_passed_over];
    let mut remarks = remarks(definition, (grid, columns), passed_over);
    if !plan.before.is_empty() {
        remarks.insert(0, plan.before);
    }
    let periods: Vec<String> = plan.locked.iter().map(|period| period.label()).collect();
    let locked = match periods.is_empty() {
        true => String::new(),
        false => format!(
            "{}的数据已锁定，表里有{}条会改变已锁定的数，要写明更正理由。",
            periods.join("、"),
            plan.n_locked
        ),
    };
    let updates = duplicates == Duplicates::Update;
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("file", &file)
        .append_pair("name", &name)
        .append_pair("duplicates", if updates { "update" } else { "skip" })
        .finish();
    let code = definition.code.clone();
    let faults = plan.marks.iter().take(MOST_SHOWN);
    let is_typed = |kind: FieldKind| !matches!(kind, FieldKind::File | FieldKind::Formula);
    let fields = definition.active().filter(|field| is_typed(field.kind));
    let fields = fields.map(|field| (field.code.clone(), field.name.clone()));
    let fields: Vec<(String, String)> = fields.collect();
    let is_absent = |(code, _): &&(String, String)| !columns.fields.contains_key(code);
    let mut correction = locked::reason("", None);
    if !locked.is_empty() {
        correction = correction.required();
    }
    Ok(PreviewPage {
        unknown: columns
            .unknown
            .iter()
            .map(|header| (header.clone(), String::new()))
            .collect(),
        absent: fields.iter().filter(is_absent).cloned().collect(),
        said: columns.said.clone(),
        fields,
        is_rechosen: false,
        notice: String::new(),
        differences: plan.differences,
        n_differences: plan.n_differences,
        seen: plan.digest,
        once: csrf::random_word(),
        frame: frame_of(visit, opened, Some("核对导入内容".to_owned())).lead(format!(
            "{name}，工作表“{}”，还没有保存任何内容。",
            grid.name
        )),
        copy: format!("{}?{query}", paths::of(paths::IMPORT_COPY, &code)),
        faults: faults
            .map(|mark| {
                let line = format!("第{}行", mark.row + 1);
                (line, mark.name.clone(), mark.message.clone())
            })
            .collect(),
        n_faults: plan.marks.len(),
        counts: plan.counts,
        updates,
        locked,
        correction,
        remarks,
        file,
        name,
        code,
    })
}

/// What is to be said of a sheet as a whole.
fn remarks(
    definition: &Definition,
    (grid, columns): (&Grid, &Columns),
    [n_repeated, n_passed_over]: [usize; 2],
) -> Vec<String> {
    let mut remarks = Vec::new();
    if !grid.others.is_empty() {
        let others: Vec<String> = grid.others.iter().map(|name| format!("“{name}”")).collect();
        remarks.push(format!(
            "只读取工作表“{}”，{}也填了内容，没有读；要导入的，请各另存为一个文件。",
            grid.name,
            others.join("、")
        ));
    }
    remarks.extend(columns.remarks.iter().cloned());
    let absent: Vec<&str> = definition
        .active()
        .filter(|field| field.required && !columns.fields.contains_key(&field.code))
        .map(|field| field.name.as_str())
        .collect();
    // Rows that are named by their numbers have what the sheet does not say.
    if !absent.is_empty() && columns.number.is_none() {
        remarks.push(format!("表里没有必填的列：{}。", absent.join("、")));
    }
    if !columns.unknown.is_empty() {
        remarks.push(format!(
            "这些列认不出，不导入：{}。",
            columns.unknown.join("、")
        ));
    }
    if !grid.hidden.is_empty() {
        remarks.push(grid.hidden.join(""));
    }
    if n_repeated > 0 {
        remarks.push(format!("重复的表头{n_repeated}行，已略过。"));
    }
    if n_passed_over > 0 {
        remarks.push(format!("略过{n_passed_over}行合计、说明或空行。"));
    }
    remarks
}
