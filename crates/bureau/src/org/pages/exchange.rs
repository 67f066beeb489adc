//! 导入、导出单位和人员.

use crate::org::{
    actions::{self, Take},
    import::{Counts, Effect, Fault, ImportPlan},
    paths, policy,
    workbook::{self, Sheets, UnreadableWorkbook},
};
use ::store::Error;
use askama::Template;
use shell::{Field, Frame, Posted, Reply, Result, Upload, Visit};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Template)]
#[template(path = "org/pages/import.html")]
struct ImportPage {
    frame: Frame,
    section: &'static str,
    may_administer: bool,
    file: Field,
}

#[derive(Template)]
#[template(path = "org/pages/import_preview.html")]
struct PreviewPage {
    frame: Frame,
    /// Name of the uploaded workbook in the file store.
    file: String,
    counts: [Counts; 3],
    /// Whether there is something to save.
    changes_something: bool,
    changes: Vec<ChangeLine>,
    faults: Vec<Fault>,
}

struct ChangeLine {
    what: &'static str,
    name: String,
    is_new: bool,
    differences: Vec<String>,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    visit.page(&import_page(&visit, None))
}

/// Keeps the workbook, reads it, and shows what it would change. Nothing of it is saved yet.
pub(super) async fn preview(visit: Visit, upload: Upload) -> Result<Reply> {
    let Some(file) = upload.files.into_iter().next() else {
        let error = "请选择填好的 .xlsx 文件。".to_owned();
        return visit.invalid(&import_page(&visit, Some(error)));
    };
    let (bytes, sheets) = read(file.bytes).await?;
    let sheets = match sheets {
        Ok(sheets) => sheets,
        Err(unreadable) => {
            return visit.invalid(&import_page(&visit, Some(unreadable.to_string())));
        }
    };
    let plan = actions::preview_import(&visit, &sheets).await?;
    let name = visit.files.put(bytes).await?;
    visit.page(&preview_page(&visit, name, plan))
}

/// Saves what the preview showed.
pub(super) async fn apply(visit: Visit, posted: Posted) -> Result<Reply> {
    let name = posted.get("file").to_owned();
    let (_, sheets) = read(visit.files.get(&name).await?).await?;
    let sheets = sheets.map_err(|_| Error::NotFound)?;
    let take = match posted.get("take") {
        "right" => Take::RightOnly,
        _ => Take::All,
    };
    match actions::import(&visit, &sheets, take).await {
        Ok(()) => visit.done("导入完成。", paths::UNITS),
        // Something became wrong since the preview: it is shown again.
        Err(Error::Refused(_) | Error::Conflict) => {
            let plan = actions::preview_import(&visit, &sheets).await?;
            visit.conflict(&preview_page(&visit, name, plan))
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn template(visit: Visit) -> Result<Reply> {
    let bytes = workbook::template().map_err(unwritable)?;
    visit.download(bytes, XLSX, "单位和人员导入模板.xlsx")
}

pub(super) async fn export(visit: Visit) -> Result<Reply> {
    let sheets = actions::sheets(&visit).await?;
    let bytes = tokio::task::spawn_blocking(move || workbook::write(&sheets))
        .await
        .map_err(|error| Error::File(std::io::Error::other(error)))?
        .map_err(unwritable)?;
    visit.download(bytes, XLSX, "单位和人员.xlsx")
}

/// Reading a large workbook takes a while: not on the threads that answer requests.
async fn read(
    bytes: Vec<u8>,
) -> ::store::Result<(Vec<u8>, std::result::Result<Sheets, UnreadableWorkbook>)> {
    tokio::task::spawn_blocking(move || {
        let sheets = workbook::read(&bytes);
        (bytes, sheets)
    })
    .await
    .map_err(|error| Error::File(std::io::Error::other(error)))
}

fn unwritable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::File(std::io::Error::other(error))
}

fn import_page(visit: &Visit, error: Option<String>) -> ImportPage {
    let mut file = Field::new("file", "填好的工作簿")
        .required()
        .hint("“单位”“人员”“业务领域”三张工作表，可以只填一张。");
    file.error = error;
    ImportPage {
        frame: visit
            .frame("导入单位和人员")
            .crumb("组织与设置", paths::UNITS)
            .lead("先显示会改动什么，确认后才保存；重复导入只更新，不会重复登记。"),
        section: "import",
        may_administer: policy::administers(&visit.actor),
        file,
    }
}

fn preview_page(visit: &Visit, file: String, plan: ImportPlan) -> PreviewPage {
    let counts = plan.counts();
    let changes_something = plan.changes_something();
    let units = plan
        .units
        .into_iter()
        .map(|unit| ("单位", unit.kept.unit.name, unit.effect));
    let people = plan
        .people
        .into_iter()
        .map(|person| ("人员", person.person.name, person.effect));
    let fields = plan
        .fields
        .into_iter()
        .map(|field| ("业务领域", field.field.name, field.effect));
    let changes = units
        .chain(people)
        .chain(fields)
        .filter_map(|(what, name, effect)| match effect {
            Effect::Same => None,
            Effect::New => Some(ChangeLine {
                what,
                name,
                is_new: true,
                differences: Vec::new(),
            }),
            Effect::Changed(differences) => Some(ChangeLine {
                what,
                name,
                is_new: false,
                differences,
            }),
        })
        .collect();
    PreviewPage {
        frame: visit
            .frame("核对导入内容")
            .crumb("组织与设置", paths::UNITS)
            .crumb("导入", paths::IMPORT)
            .lead("还没有保存任何内容。"),
        file,
        counts,
        changes_something,
        changes,
        faults: plan.faults,
    }
}
