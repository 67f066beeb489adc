//! 学分证明 as a paper of GB/T 9704 layout.

use crate::ledger::{
    actions::{self, AccountSheet},
    model::{EntryKind, credits_in_words},
};
use ::store::Error;
use base::day::{in_words, instant_in_words};
use gongwen::{
    day::Day,
    paper::{Paper, Section, Words, YearSummary},
    write::paper_docx,
};
use shell::{At, Reply, Result, Visit};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(super) async fn download(visit: Visit, At(id): At<String>) -> Result<Reply> {
    let sheet = actions::credit_sheet(&visit, id.parse().map_err(Error::from)?).await?;
    let name = format!("终身学习学分证明（{}）.docx", sheet.account.holder);
    let bytes =
        written(&visit, &sheet).map_err(|error| Error::File(std::io::Error::other(error)))?;
    visit.download(bytes, DOCX, &name)
}

fn written(
    visit: &Visit,
    sheet: &AccountSheet,
) -> std::result::Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
    let account = &sheet.account;
    let today = visit.today();
    let standing = sheet
        .lines
        .iter()
        .rev()
        .filter(|line| line.kind == EntryKind::Earn && !line.is_reversed);
    let results: Vec<Words> = standing
        .map(|line| {
            Words::Plain(format!(
                "{}存入{}，{}学分。",
                instant_in_words(line.at_ms)
                    .split(' ')
                    .next()
                    .unwrap_or_default(),
                line.words,
                credits_in_words(line.tenths)
            ))
        })
        .collect();
    let used: i64 = sheet
        .lines
        .iter()
        .filter(|line| line.kind == EntryKind::Recognise && !line.is_reversed)
        .map(|line| -line.tenths)
        .sum();
    let mut sections = vec![Section {
        title: "已存入的学习成果".to_owned(),
        text: match results.is_empty() {
            true => vec![Words::Plain("尚未存入学习成果。".to_owned())],
            false => results,
        },
        ..Section::default()
    }];
    sections.push(Section {
        title: "学分余额".to_owned(),
        text: vec![Words::Plain(format!(
            "截至{}，已转换{}学分，账户余额{}学分。",
            in_words(today),
            credits_in_words(used),
            credits_in_words(account.balance_tenths)
        ))],
        ..Section::default()
    });
    let month = u8::try_from(today.month())?;
    let day = u8::try_from(today.day())?;
    let paper = Paper::YearSummary(YearSummary {
        title: "终身学习学分证明".to_owned(),
        issuer: sheet
            .opened
            .house
            .name(sheet.opened.register.owner)
            .to_owned(),
        date: Day::new(today.year(), month, day),
        lead: vec![Words::Plain(format!(
            "{}（证件号{}），学分银行账号{}，由{}开户。",
            account.holder,
            account.covered_id(),
            account.written_number(),
            sheet.opened.house.name(account.unit)
        ))],
        sections,
        ..YearSummary::default()
    });
    let document = paper.document()?;
    Ok(paper_docx(&document)?)
}
