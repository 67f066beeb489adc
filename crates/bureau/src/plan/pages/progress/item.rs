//! What the targets of an item are measured by: chosen, created, confirmed, divided.

use super::{LineRow, row};
use crate::{
    facts::{Amount, DataItem, ItemCode},
    ledger::RollupHint,
    plan::{
        actions::{self, Choice, Counted, Line, NewItem, Subject},
        model::{
            Entry, EntryId, ItemId, PlanId, PublishedItem, TargetValue,
            progress::{MeasureKind, suggest_items, trends},
        },
        paths, policy,
    },
};
use ::store::Error;
use askama::Template;
use base::{Grain, actor::UnitId};
use shell::{At, Frame, Posted, Reply, Result, Visit};
use std::collections::HashMap;

type Place = At<(PlanId, ItemId)>;

#[derive(Template)]
#[template(path = "plan/pages/progress/item.html")]
struct TargetsPage {
    frame: Frame,
    /// Why a form was not taken.
    refused: String,
    links: Links,
    targets: Vec<Card>,
    trends: Vec<TrendCard>,
    /// A target that is added, as it was typed.
    added: Chosen,
    items: Vec<(String, String)>,
    units: Vec<(String, String)>,
    grains: Vec<(&'static str, &'static str)>,
}

struct Links {
    choose: String,
    count: String,
    create: String,
    confirm: String,
    forget: String,
    divide: String,
    back: String,
}

/// A target with what it may be measured by.
struct Card {
    /// The target of the paper; empty for a measure without one.
    target: String,
    /// The measure; empty where there is none.
    measure: String,
    row: LineRow,
    is_changed: bool,
    /// Code, name, reason.
    hints: Vec<(String, String, String)>,
    /// What registers could count: key, register, what, reason.
    counts: Vec<(String, String, String, String)>,
    unit: String,
    parts: Vec<(String, String)>,
    chosen: Chosen,
}

/// Words of the paper that compare with another year.
struct TrendCard {
    clause: String,
    kind: &'static str,
    word: &'static str,
    chosen: Chosen,
}

/// What stands in the forms that choose or found a data item.
#[derive(Debug, Clone, Default)]
struct Chosen {
    words: String,
    kind: String,
    code: String,
    name: String,
    unit: String,
    decimals: String,
    grain: String,
    /// It was typed and not taken.
    is_again: bool,
}

impl Chosen {
    fn typed(posted: &Posted) -> Self {
        let of = |name: &str| posted.get(name).to_owned();
        Self {
            words: of("words"),
            kind: of("kind"),
            code: of("code"),
            name: of("name"),
            unit: of("unit"),
            decimals: of("decimals"),
            grain: of("grain"),
            is_again: true,
        }
    }

    /// Whether something was said of a data item that is not there yet.
    fn is_of_new(&self) -> bool {
        let said = [&self.name, &self.unit, &self.decimals, &self.grain];
        said.iter().any(|words| !words.is_empty())
    }
}

pub(super) async fn show(visit: Visit, At((plan, item)): Place) -> Result<Reply> {
    let page = page(&visit, plan, item, None).await?;
    visit.page(&page)
}

/// A form of the page as it was typed, and why it was not taken.
struct Typed {
    /// The target it is about; none where the paper has no number.
    target: Option<EntryId>,
    form: TypedForm,
    refused: String,
}

enum TypedForm {
    Parts(Vec<(String, String)>),
    Chosen(Chosen),
}

async fn page(
    visit: &Visit,
    plan: PlanId,
    item: ItemId,
    typed: Option<Typed>,
) -> Result<TargetsPage> {
    let found = actions::item_progress(visit, plan, item, Counted::All).await?;
    let (item, lines) = (&found.item, &found.lines);
    if !policy::may_draw_up(&visit.actor, item) {
        return Err(Error::NotFound.into());
    }
    let units = crate::org::units(&visit.db).await?;
    let heading = format!("{}{}", item.marker, item.heading());
    let mut counts = counts(visit, lines, item).await?;
    let mut targets: Vec<Card> = lines
        .iter()
        .map(|line| card(line, item, &found.items, &mut counts))
        .collect();
    let mut trends: Vec<TrendCard> = unmeasured_trends(item, lines)
        .into_iter()
        .map(|(clause, kind, word)| TrendCard {
            clause,
            kind,
            word,
            chosen: Chosen {
                unit: "%".to_owned(),
                ..Chosen::default()
            },
        })
        .collect();
    let mut added = Chosen::default();
    let mut refused = String::new();
    if let Some(typed) = typed {
        refused = typed.refused;
        let target = typed.target.map(|target| target.to_string());
        let mut cards = targets.iter_mut();
        let card = target.and_then(|target| cards.find(|card| card.target == target));
        match (typed.form, card) {
            (TypedForm::Parts(parts), Some(card)) => card.parts = parts,
            (TypedForm::Chosen(chosen), Some(card)) => {
                card.chosen = match chosen.is_of_new() {
                    true => chosen,
                    // The form of a known data item, which has no fields of a new one.
                    false => Chosen {
                        code: chosen.code,
                        is_again: true,
                        ..card.chosen.clone()
                    },
                };
            }
            (TypedForm::Chosen(chosen), None) => {
                let mut trends = trends.iter_mut();
                match trends.find(|trend| trend.clause == chosen.words) {
                    Some(trend) => trend.chosen = chosen,
                    None => added = chosen,
                }
            }
            (TypedForm::Parts(_), None) => {}
        }
    }
    Ok(TargetsPage {
        refused,
        frame: visit
            .frame("数据来源")
            .lead("目标选定数据项后，进展由它算出。已发布的版本不变，这里的选择随条目延续到以后的版本。")
            .crumb(&found.plan.title, paths::show(plan))
            .crumb(heading, paths::item(plan, item.id)),
        links: Links {
            choose: paths::targets_act(plan, item.id, "choose"),
            count: paths::targets_act(plan, item.id, "count"),
            create: paths::targets_act(plan, item.id, "create"),
            confirm: paths::targets_act(plan, item.id, "confirm"),
            forget: paths::targets_act(plan, item.id, "forget"),
            divide: paths::targets_act(plan, item.id, "divide"),
            back: paths::item(plan, item.id),
        },
        targets,
        trends,
        added,
        items: found
            .items
            .iter()
            .map(|item| (item.code.to_string(), item_words(item)))
            .collect(),
        units: units
            .into_iter()
            .map(|unit| (unit.id.to_string(), unit.short_name))
            .collect(),
        grains: [Grain::Year, Grain::Quarter, Grain::Month]
            .map(|grain| (grain.code(), grain.label()))
            .to_vec(),
    })
}

/// The target of the paper that a line is about.
fn entry_of<'i>(line: &Line, item: &'i PublishedItem) -> Option<&'i Entry<TargetValue>> {
    let Subject::Target(id) = line.subject else {
        return None;
    };
    item.targets.iter().find(|entry| entry.id == id)
}

/// What registers could count for the targets that nothing measures yet.
async fn counts(
    visit: &Visit,
    lines: &[Line],
    item: &PublishedItem,
) -> Result<HashMap<EntryId, Vec<RollupHint>>> {
    let open = lines.iter().filter(|line| line.measure.is_none());
    let open: Vec<&Entry<TargetValue>> = open.filter_map(|line| entry_of(line, item)).collect();
    let hints = actions::register_hints(visit, &open).await?;
    Ok(open.iter().map(|entry| entry.id).zip(hints).collect())
}

fn card(
    line: &Line,
    item: &PublishedItem,
    items: &[DataItem],
    counts: &mut HashMap<EntryId, Vec<RollupHint>>,
) -> Card {
    let target = match line.subject {
        Subject::Target(id) => Some(id),
        Subject::Measure(_) => None,
    };
    let entry = entry_of(line, item);
    let unit = entry.map_or("", |entry| entry.value.unit.as_str());
    let words = entry.map_or_else(
        || line.name.clone(),
        |entry| format!("{}{}", entry.value.subject, entry.quote),
    );
    let hints = match line.measure {
        Some(_) => Vec::new(),
        None => suggest_items(items, &words, unit)
            .into_iter()
            .filter_map(|hint| {
                let item = items.iter().find(|item| item.code == hint.code)?;
                Some((hint.code.to_string(), item_words(item), hint.reason))
            })
            .collect(),
    };
    let counts = entry.and_then(|entry| counts.remove(&entry.id));
    let counts = counts
        .unwrap_or_default()
        .into_iter()
        .map(|hint| (hint.key(), hint.register_name, hint.words, hint.reason));
    Card {
        counts: counts.collect(),
        target: target.map(|id| id.to_string()).unwrap_or_default(),
        measure: line
            .measure
            .as_ref()
            .map(|measure| measure.id.to_string())
            .unwrap_or_default(),
        row: row(line, items),
        is_changed: line.is_changed,
        hints,
        unit: unit.to_owned(),
        chosen: Chosen {
            name: line.name.clone(),
            unit: unit.to_owned(),
            decimals: "0".to_owned(),
            ..Chosen::default()
        },
        parts: line
            .parts
            .iter()
            .map(|part| {
                let number: String = part
                    .goal
                    .chars()
                    .take_while(|c| c.is_ascii_digit() || ",.-".contains(*c))
                    .collect();
                (part.unit.to_string(), number)
            })
            .collect(),
    }
}

/// Words of the item that compare with last year and are measured by nothing yet.
fn unmeasured_trends(
    item: &PublishedItem,
    lines: &[Line],
) -> Vec<(String, &'static str, &'static str)> {
    trends(&item.body)
        .into_iter()
        .filter(|words| !lines.iter().any(|line| line.name == words.clause))
        .map(|words| (words.clause, words.kind.code(), words.kind.label()))
        .collect()
}

fn item_words(item: &DataItem) -> String {
    format!(
        "{}（{}，{}，{}）",
        item.name,
        if item.unit.is_empty() {
            "无单位"
        } else {
            &item.unit
        },
        item.grain.label(),
        item.source.kind().label()
    )
}

/// A roll-up of a register is founded for a target and measures it, in one step.
pub(super) async fn count(visit: Visit, At((plan, item)): Place, posted: Posted) -> Result<Reply> {
    let target: EntryId = posted.get("target").parse().map_err(|_| Error::NotFound)?;
    let done = actions::count_in_register(&visit, plan, item, target, posted.get("key")).await;
    answer(&visit, done, "已在台账设立汇总，进展由台账算出", plan, item)
}

pub(super) async fn choose(visit: Visit, At((plan, item)): Place, posted: Posted) -> Result<Reply> {
    if posted.get("code") == "new" {
        return create(visit, At((plan, item)), posted).await;
    }
    let Ok(code) = posted.get("code").parse::<ItemCode>() else {
        let refused = "没有选择数据项，没有改动。请选择一个，或选“新设”。".to_owned();
        return not_chosen(&visit, plan, item, &posted, refused).await;
    };
    let kind = kind(&posted)?;
    let choice = Choice {
        item,
        kind,
        words: posted.get("words").to_owned(),
        code,
    };
    match actions::choose_items(&visit, plan, vec![choice]).await {
        Err(Error::Refused(refusal)) => {
            let refused = format!("{}{}", refusal.what, refusal.next);
            not_chosen(&visit, plan, item, &posted, refused).await
        }
        done => answer(&visit, done, "已选定数据来源", plan, item),
    }
}

pub(super) async fn create(visit: Visit, At((plan, item)): Place, posted: Posted) -> Result<Reply> {
    let kind = kind(&posted)?;
    let new = NewItem {
        name: match posted.get("name") {
            "" => posted.get("words").to_owned(),
            name => name.to_owned(),
        },
        unit: posted.get("unit").to_owned(),
        decimals: posted.get("decimals").parse().unwrap_or(0),
        grain: Grain::from_code(posted.get("grain")).unwrap_or(Grain::Year),
    };
    match actions::create_item(&visit, plan, item, kind, posted.get("words"), new).await {
        Err(Error::Refused(refusal)) => {
            let refused = format!("{}{}", refusal.what, refusal.next);
            not_chosen(&visit, plan, item, &posted, refused).await
        }
        done => answer(
            &visit,
            done,
            "已设立数据项，由牵头科室负责人填报",
            plan,
            item,
        ),
    }
}

/// No data item was chosen or founded: the page again, with what was typed.
async fn not_chosen(
    visit: &Visit,
    plan: PlanId,
    item: ItemId,
    posted: &Posted,
    refused: String,
) -> Result<Reply> {
    let typed = Typed {
        target: posted.get("target").parse().ok(),
        form: TypedForm::Chosen(Chosen::typed(posted)),
        refused,
    };
    let page = page(visit, plan, item, Some(typed)).await?;
    visit.invalid(&page)
}

pub(super) async fn confirm(
    visit: Visit,
    At((plan, item)): Place,
    posted: Posted,
) -> Result<Reply> {
    let target = posted.get("target").parse().map_err(|_| Error::NotFound)?;
    let done = actions::confirm_words(&visit, plan, item, target).await;
    answer(&visit, done, "已确认，仍用原来的数据来源", plan, item)
}

pub(super) async fn forget(visit: Visit, At((plan, item)): Place, posted: Posted) -> Result<Reply> {
    let measure = posted.get("measure").parse().map_err(|_| Error::NotFound)?;
    let done = actions::forget_measure(&visit, plan, item, measure).await;
    answer(&visit, done, "已取消数据来源，数据本身没有改动", plan, item)
}

pub(super) async fn divide(visit: Visit, At((plan, item)): Place, posted: Posted) -> Result<Reply> {
    let target: EntryId = posted.get("target").parse().map_err(|_| Error::NotFound)?;
    let is_draft = posted.get("draft") == "yes";
    let rows = posted.all("part_unit").zip(posted.all("part_value"));
    let rows: Vec<(String, String)> = rows
        .filter(|(unit, value)| !unit.is_empty() && !value.is_empty())
        .map(|(unit, value)| (unit.to_owned(), value.to_owned()))
        .collect();
    let mut parts: Vec<(UnitId, Amount)> = Vec::new();
    let mut wrong = String::new();
    for (unit, value) in &rows {
        match (unit.parse(), Amount::parse(value)) {
            (Ok(unit), Ok(value)) => parts.push((unit, value)),
            _ => wrong = format!("“{value}”不是数字，分解没有保存。请只填数字，单位已列出。"),
        }
    }
    let refused = match wrong.is_empty() {
        false => wrong,
        true => match actions::divide(&visit, plan, item, target, parts, is_draft).await {
            Ok(()) if is_draft => {
                let words = "分解已存为草稿，合计与目标一致后请保存";
                return answer(&visit, Ok(()), words, plan, item);
            }
            Ok(()) => return answer(&visit, Ok(()), "分解已保存", plan, item),
            Err(Error::Refused(refusal)) => format!("{}{}", refusal.what, refusal.next),
            Err(error) => return Err(error.into()),
        },
    };
    let typed = Typed {
        target: Some(target),
        form: TypedForm::Parts(rows),
        refused,
    };
    let page = page(&visit, plan, item, Some(typed)).await?;
    visit.invalid(&page)
}

/// A target of the paper, or the sort of a target without a number.
fn kind(posted: &Posted) -> Result<MeasureKind> {
    let target = posted.get("target").parse::<EntryId>().ok();
    let kind = match target {
        Some(target) => Some(MeasureKind::Quantity(target)),
        None => MeasureKind::from_code(posted.get("kind"), None),
    };
    Ok(kind.ok_or(Error::NotFound)?)
}

fn answer(
    visit: &Visit,
    done: ::store::Result<()>,
    words: &str,
    plan: PlanId,
    item: ItemId,
) -> Result<Reply> {
    let back = paths::targets(plan, item);
    match done {
        Ok(()) => visit.done(words, back),
        Err(Error::Refused(refusal)) => visit.refused(&refusal, back),
        Err(error) => Err(error.into()),
    }
}
