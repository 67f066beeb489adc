//! Import: a paper becomes a draft plan.

use super::{policy, store};
use crate::{
    org::Directory,
    plan::{
        facts,
        model::{
            DeadlineValue, Entry, Finding, FindingId, Item, ItemId, MetadataSpans, PartyValue,
            Plan, PlanId, Source, TargetValue,
        },
        suggest, told,
    },
};
use ::store::{
    Ctx, Error, Result,
    audit::{Facts, Line},
};
use base::Refusal;
use gongwen::{ledger::Ledger, understand};

/// A paper as it was handed in.
#[derive(Debug)]
pub(crate) struct Paper {
    /// Its bytes; for pasted text the text in UTF-8.
    pub(crate) bytes: Vec<u8>,
    /// The name of the file; none for pasted text.
    pub(crate) file_name: Option<String>,
}

/// Reads a paper and keeps what was read as a draft. Nothing is kept when it cannot be read or
/// holds no work.
pub(crate) async fn import(ctx: &Ctx, paper: Paper) -> Result<PlanId> {
    if !policy::may_work(&ctx.actor) {
        return Err(Error::NotFound);
    }
    let Paper { bytes, file_name } = paper;
    let hint = file_name.clone();
    // A large paper takes tens of milliseconds, an old .doc the seconds another program needs to
    // convert it: not on the threads that answer requests.
    let (bytes, outcome) = tokio::task::spawn_blocking(move || {
        let programs = office::Programs::installed();
        let outcome = office::read(&bytes, hint.as_deref(), &programs).map(|source| {
            let ledger = understand::understand(&source);
            (source, ledger)
        });
        (bytes, outcome)
    })
    .await
    .map_err(std::io::Error::other)?;
    let (source, ledger) = outcome.map_err(unreadable)?;
    if ledger.items.is_empty() {
        return Err(no_items().into());
    }
    let directory = super::directory(&ctx.db).await?;
    let file = match &file_name {
        Some(_) => ctx.files.put(bytes).await?,
        None => String::new(),
    };
    let plan = plan_of(ctx, &ledger, file, file_name);
    let items = items_of(&ledger, &directory);
    let findings = findings_of(&ledger);
    let source = Source {
        format: format!("{:?}", source.format).to_lowercase(),
        text: source.text().to_owned(),
        noise: ledger.noise,
    };
    let mut tx = ctx.db.begin_write().await?;
    store::insert_plan(&mut tx, &plan, &source, &findings).await?;
    store::insert_items(&mut tx, plan.id, &items).await?;
    let line = Line::new("plan.imported", plan.id)
        .named(&plan.title)
        .saying(format!("{}，{}条", plan.file_name, items.len()))
        .changing(&Facts::none(), &facts::of_plan(&plan));
    tx.audit_line(ctx, line);
    told::of_import(&mut tx, ctx, &plan).await?;
    tx.commit().await?;
    Ok(plan.id)
}

fn plan_of(ctx: &Ctx, ledger: &Ledger, file: String, file_name: Option<String>) -> Plan {
    let file_name = file_name.unwrap_or_else(|| "粘贴的文本".to_owned());
    let fallback = file_name
        .rsplit_once('.')
        .map_or(file_name.as_str(), |(stem, _)| stem);
    Plan {
        id: PlanId::new(),
        title: ledger
            .title
            .as_ref()
            .map_or_else(|| fallback.to_owned(), |title| title.value.clone()),
        year: ledger.plan_year.as_ref().map(|year| year.value),
        kind: ledger.kind,
        issuer: ledger
            .issuer
            .as_ref()
            .map(|issuer| issuer.value.clone())
            .unwrap_or_default(),
        doc_number: ledger
            .doc_number
            .as_ref()
            .map(|number| number.value.clone())
            .unwrap_or_default(),
        issued_on: ledger.issued_on.as_ref().map(|day| day.value),
        metadata_spans: MetadataSpans {
            title: ledger.title.as_ref().map(|field| field.span),
            issuer: ledger.issuer.as_ref().map(|field| field.span),
            doc_number: ledger.doc_number.as_ref().map(|field| field.span),
            year: ledger.plan_year.as_ref().map(|field| field.span),
            issued_on: ledger.issued_on.as_ref().map(|field| field.span),
        },
        file,
        file_name,
        revision: 1,
        published_revision: None,
        created_ms: ctx.now_ms(),
        created_by: ctx.actor.name.clone(),
    }
}

fn items_of(ledger: &Ledger, directory: &Directory) -> Vec<Item> {
    let mut items: Vec<Item> = ledger
        .items
        .iter()
        .zip(0..)
        .map(|(read, place)| item_of(read, place))
        .collect();
    for item in &mut items {
        item.assignments = suggest::seats(item, directory);
    }
    items
}

fn item_of(read: &gongwen::ledger::Item, place: i64) -> Item {
    Item {
        id: ItemId::new(),
        place,
        marker: read.marker.clone(),
        path: read.path.clone(),
        title: read
            .title
            .as_ref()
            .map(|title| title.value.clone())
            .unwrap_or_default(),
        body: read.body.clone(),
        span: read.span,
        is_checked: false,
        revision: 1,
        targets: read
            .targets
            .iter()
            .map(|target| {
                let value = TargetValue {
                    subject: target.subject.clone(),
                    value: target.value,
                    max: target.max,
                    comparator: target.cmp,
                    unit: target.unit.clone(),
                    kind: target.kind,
                    commitment: target.commitment,
                };
                Entry::read(target.quote.clone(), target.span, value)
            })
            .collect(),
        deadlines: read
            .deadlines
            .iter()
            .map(|deadline| {
                let value = DeadlineValue {
                    from: deadline.from,
                    to: deadline.to,
                    recurs: deadline.recurs,
                };
                Entry::read(deadline.quote.clone(), deadline.span, value)
            })
            .collect(),
        parties: read
            .responsible
            .iter()
            .map(|party| {
                let value = PartyValue {
                    name: party.name.clone(),
                    role: party.role,
                };
                Entry::read(party.name.clone(), party.span, value)
            })
            .collect(),
        assignments: Vec::new(),
    }
}

fn findings_of(ledger: &Ledger) -> Vec<Finding> {
    ledger
        .findings
        .iter()
        .map(|finding| Finding {
            id: FindingId::new(),
            code: finding.code,
            span: finding.span,
            what: finding.what.clone(),
            why: finding.why.clone(),
            suggestion: finding.suggestion.clone(),
            is_settled: false,
        })
        .collect()
}

fn unreadable(error: office::Error) -> Refusal {
    Refusal::new("plan.unreadable_paper", error.to_string(), "")
}

fn no_items() -> Refusal {
    Refusal::new(
        "plan.no_items",
        "这份文件里没有找到工作条目：没有“一、”“（一）”“1.”这样编号的任务，也没有任务分解表；它可能是新闻、制度或公告。",
        "请确认导入的是工作要点、责任分解表或实施方案；确实要用的，可把任务逐条编号后粘贴导入。",
    )
}
