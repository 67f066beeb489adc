//! 个人信息保存期限: what is due to be erased, and saying so.

use super::{
    frame_of,
    list::{Line, line, shown_fields},
};
use crate::ledger::{actions, model::Personal, paths};
use ::store::Error;
use askama::Template;
use base::{Refusal, day::in_words};
use shell::{At, Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "ledger/pages/due.html")]
struct DuePage {
    frame: Frame,
    is_wrong: bool,
    action: String,
    columns: Vec<String>,
    classes: Vec<Class>,
}

struct Class {
    code: &'static str,
    name: &'static str,
    fields: String,
    /// Up to which day; empty where no term is set.
    until: String,
    n_rows: i64,
    n_binned: i64,
    rows: Vec<Line>,
    /// By what it is erased, as it was typed where that was not taken.
    why: Field,
}

impl Class {
    fn field(&self) -> String {
        format!("f-reason-{}", self.code)
    }
}

pub(super) async fn show(visit: Visit, At(code): At<String>) -> Result<Reply> {
    visit.page(&page(&visit, &code, None).await?)
}

async fn page(visit: &Visit, code: &str, again: Option<(&Posted, &Refusal)>) -> Result<DuePage> {
    let opened = actions::open(visit, code).await?;
    let due = actions::due(visit, &opened).await?;
    let mut fields = shown_fields(&opened);
    fields.truncate(5);
    let classes = due.into_iter().map(|due| Class {
        code: due.class.code(),
        name: due.class.label(),
        fields: due.fields.join("、"),
        until: due.until.map(in_words).unwrap_or_default(),
        n_rows: due.n_rows,
        n_binned: due.n_binned,
        rows: due
            .sample
            .iter()
            .map(|row| line(&opened, &fields, row))
            .collect(),
        why: {
            let why = Field::new("reason", "依据").required();
            let is_again = |posted: &Posted| posted.get("class") == due.class.code();
            match again.filter(|(posted, _)| is_again(posted)) {
                Some((posted, refusal)) => why.again(posted, refusal),
                None => why,
            }
        },
    });
    Ok(DuePage {
        is_wrong: again.is_some(),
        classes: classes.collect(),
        columns: fields.iter().map(|field| field.name.clone()).collect(),
        action: paths::of(paths::DUE, code),
        frame: frame_of(visit, &opened, Some("个人信息保存期限".to_owned())).lead(
            "到期的个人信息每天夜里清点，由归口科室确认后抹去。记录、数字和选项保留，汇总数不变；抹去后不能找回。",
        ),
    })
}

pub(super) async fn erase(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    let class = Personal::from_code(posted.get("class")).unwrap_or_default();
    let reason = match posted.has("sure") {
        true => posted.get("reason"),
        false => "",
    };
    match actions::begin_erasing(&visit, &code, class, reason).await {
        Ok(job) => visit.started(job),
        Err(Error::Refused(refusal)) if refusal.rule == "ledger.erase_needs_reason" => {
            let page = page(&visit, &code, Some((&posted, &refusal))).await?;
            match page.classes.iter().any(|class| class.why.error.is_some()) {
                true => visit.invalid(&page),
                // Nothing of the kind is kept there.
                false => visit.refused(&refusal, paths::of(paths::DUE, &code)),
            }
        }
        Err(error) => Err(error.into()),
    }
}
