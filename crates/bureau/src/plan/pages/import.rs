//! Import: hand in a paper, by file or as text.

use crate::plan::{
    actions::{self, Paper},
    paths,
};
use askama::Template;
use shell::{Field, Frame, Reply, Result, Upload, Visit, upload::UploadedFile};
use store::Error;

#[derive(Template)]
#[template(path = "plan/pages/import.html")]
struct ImportPage {
    frame: Frame,
    file: Field,
    text: Field,
}

impl ImportPage {
    fn new(visit: &Visit) -> Self {
        Self {
            frame: visit
                .frame("导入要点")
                .crumb("要点", paths::LIST)
                .lead("上传或粘贴今年的工作要点、责任分解表、实施方案，系统读出条目、目标、时限和责任单位，再由人核对。"),
            file: Field::new("file", "文件").hint("支持 .docx、.doc、.wps、.pdf、.ofd、.xlsx、.html、.txt、.md，不超过 50 MB；文件只保存在本机"),
            text: Field::new("text", "或者粘贴文本").hint("从文件或网页里复制全文，连同标题和落款"),
        }
    }

    fn has_errors(&self) -> bool {
        self.file.error.is_some() || self.text.error.is_some()
    }
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    visit.page(&ImportPage::new(&visit))
}

pub(super) async fn submit(visit: Visit, upload: Upload) -> Result<Reply> {
    let text = upload.posted.raw("text").to_owned();
    let mut page = ImportPage::new(&visit);
    page.text = page.text.value(&text);
    let from_file = upload.files.into_iter().next();
    let is_file = from_file.is_some();
    let Some(paper) = paper(from_file, &text) else {
        page.file.refuse("请选择一个文件，或在下面粘贴文本。");
        return visit.invalid(&page);
    };
    match actions::import(&visit, paper).await {
        Ok(plan) => visit.done("已读入，请逐条核对。", paths::review(plan)),
        Err(Error::Refused(refusal)) => {
            let field = if is_file {
                &mut page.file
            } else {
                &mut page.text
            };
            field.refuse(format!("{}{}", refusal.what, refusal.next));
            visit.invalid(&page)
        }
        Err(error) => Err(error.into()),
    }
}

fn paper(file: Option<UploadedFile>, text: &str) -> Option<Paper> {
    match file {
        Some(file) => Some(Paper {
            bytes: file.bytes,
            file_name: Some(file.name),
        }),
        None if text.trim().is_empty() => None,
        None => Some(Paper {
            bytes: text.replace("\r\n", "\n").into_bytes(),
            file_name: None,
        }),
    }
}
