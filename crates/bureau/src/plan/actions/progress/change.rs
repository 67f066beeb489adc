//! Choosing what a target is measured by, and dividing it.

use super::{
    super::milestones::published_item,
    look::{difference, words_of},
};
use crate::{
    facts::{self, Amount, DataItem, ItemCode, Reporter, Source},
    ledger::{self, RollupHint},
    plan::{
        model::{
            Entry, EntryId, ItemId, Part, PlanId, PublishedItem, TargetValue,
            progress::{Measure, MeasureId, MeasureKind, PartValue},
        },
        policy, store,
    },
};
use ::store::{
    Ctx, Error, Result, Tx,
    audit::{Facts, Line},
};
use base::{Grain, Refusal, Role, actor::UnitId};

/// A data item that is made for a target: a number somebody reports.
#[derive(Debug, Clone)]
pub(crate) struct NewItem {
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) decimals: u8,
    pub(crate) grain: Grain,
}

/// Which data item is to measure which target; words only for a target without a number.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) item: ItemId,
    pub(crate) kind: MeasureKind,
    pub(crate) words: String,
    pub(crate) code: ItemCode,
}

/// Measures targets by data items that there are: all of them, or none.
pub(crate) async fn choose_items(ctx: &Ctx, plan: PlanId, choices: Vec<Choice>) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    for choice in choices {
        let item = begin(ctx, &tx, plan, choice.item).await?;
        let known = facts::item(&tx, &choice.code)
            .await?
            .ok_or(Error::NotFound)?;
        keep(
            ctx,
            &mut tx,
            plan,
            &item,
            choice.kind,
            &choice.words,
            &known,
        )
        .await?;
    }
    tx.commit().await
}

/// Measures a target by a new data item, reported by the head of the office that leads it.
pub(crate) async fn create_item(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    kind: MeasureKind,
    words: &str,
    new: NewItem,
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let item = begin(ctx, &tx, plan, item).await?;
    let lead = item.seats.iter().find(|seat| seat.part == Part::Lead);
    let lead = lead.and_then(|seat| seat.units.first().copied());
    let Some(lead) = lead else {
        return Err(Refusal::new(
            "plan.progress.no_lead",
            "这一条没有牵头科室，不知道由谁填报。",
            "请先指派牵头科室，或选择已有的数据项。",
        )
        .into());
    };
    let source = Source::Reporter(Reporter::Post(lead, Role::OfficeHead));
    let mut data = DataItem::new(ItemCode::fresh(), &new.name, &new.unit, new.grain, source);
    data.decimals = new.decimals;
    // A target with a number is named by its entry, and comes without words of its own.
    let target = match kind.target() {
        Some(target) => target_in(&item, target)?,
        None => words.trim().to_owned(),
    };
    data.meaning = match target.as_str() {
        "" => format!("为第“{}”条设立。", name_of(&item)),
        target => format!("为第“{}”条的目标“{target}”设立。", name_of(&item)),
    };
    if kind == MeasureKind::YesNo {
        data.kind = facts::ValueKind::YesNo;
    }
    let known = facts::define(&mut tx, ctx, data, "").await?;
    keep(ctx, &mut tx, plan, &item, kind, words, &known).await?;
    tx.commit().await
}

/// Measures a target by a figure counted in a register, which is founded for it: data item, roll-up and
/// measure together. `key` names one of the suggestions for the target's words.
pub(crate) async fn count_in_register(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    target: EntryId,
    key: &str,
) -> Result<()> {
    let (_, known, _) = published_item(ctx, &ctx.db, plan, item).await?;
    let entry = known.targets.iter().find(|entry| entry.id == target);
    let entry = entry.ok_or(Error::NotFound)?;
    let hints = register_hints(ctx, &[entry]).await?;
    let hint = hints.iter().flatten().find(|hint| hint.key() == key);
    let Some(hint) = hint else {
        return Err(Refusal::new(
            "plan.progress.no_hint",
            "台账已经改变，这条建议不再适用，没有改动。",
            "请刷新页面，重新选择数据来源。",
        )
        .into());
    };
    let mut tx = ctx.db.begin_write().await?;
    let item = begin(ctx, &tx, plan, item).await?;
    let code = ledger::free_rollup_code(&tx, &hint.register).await?;
    let source = Source::RegisterRollup(format!("{}/{code}", hint.register));
    let name = match entry.value.subject.trim() {
        "" => hint.register_name.clone(),
        subject => format!("{}：{subject}", hint.register_name),
    };
    let mut data = DataItem::new(ItemCode::fresh(), &name, &hint.unit, Grain::Year, source);
    data.meaning = format!(
        "台账“{}”：{}；为第“{}”条的目标“{}”设立。",
        hint.register_name,
        hint.words,
        name_of(&item),
        words_of(&entry.value)
    );
    let data = facts::define(&mut tx, ctx, data, "").await?;
    ledger::add_rollup(&mut tx, ctx, hint, &name, &code, data.code.as_str()).await?;
    let kind = MeasureKind::Quantity(target);
    keep(ctx, &mut tx, plan, &item, kind, "", &data).await?;
    tx.commit().await
}

/// What registers could count for each of these targets.
pub(crate) async fn register_hints(
    ctx: &Ctx,
    targets: &[&Entry<TargetValue>],
) -> Result<Vec<Vec<RollupHint>>> {
    let wanted: Vec<(String, String)> = targets
        .iter()
        .map(|target| {
            let words = format!("{}{}", target.value.subject, target.quote);
            (words, target.value.unit.clone())
        })
        .collect();
    ledger::suggest_rollups(ctx, &wanted).await
}

/// The target was changed, and still is measured by the same data item.
pub(crate) async fn confirm_words(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    target: EntryId,
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let item = begin(ctx, &tx, plan, item).await?;
    let measure = measure_of(&tx, plan, &item, |one| one.kind.target() == Some(target)).await?;
    let words = target_in(&item, target)?;
    store::confirm_measure(&mut tx, measure.id, &words).await?;
    let line = Line::new("plan.progress.confirmed", item.id)
        .named(name_of(&item))
        .changing(
            &Facts::none().with("目标", &measure.words),
            &Facts::none().with("目标", &words),
        );
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// A target is measured by nothing any more. The facts stay.
pub(crate) async fn forget_measure(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    id: MeasureId,
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let item = begin(ctx, &tx, plan, item).await?;
    let measure = measure_of(&tx, plan, &item, |one| one.id == id).await?;
    store::delete_measure(&mut tx, id).await?;
    let line = Line::new("plan.progress.forgotten", item.id)
        .named(name_of(&item))
        .saying(format!("取消“{}”的数据来源", measure.words));
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// Divides a target among units: the parts make it up. While they are being settled they are kept as a
/// draft, which says what it is short of wherever it is shown.
pub(crate) async fn divide(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    target: EntryId,
    parts: Vec<(UnitId, Amount)>,
    is_draft: bool,
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let item = begin(ctx, &tx, plan, item).await?;
    let words = target_in(&item, target)?;
    let whole = item.targets.iter().find(|entry| entry.id == target);
    let whole = &whole.ok_or(Error::NotFound)?.value;
    let units = crate::org::units(&tx).await?;
    let mut divided: Vec<PartValue> = Vec::with_capacity(parts.len());
    for (unit, value) in parts {
        let unit = units
            .iter()
            .find(|known| known.id == unit)
            .ok_or(Error::NotFound)?;
        if divided.iter().any(|part| part.unit == unit.id) {
            return Err(Refusal::new(
                "plan.progress.twice",
                format!("“{}”出现了两次，没有保存。", unit.short_name),
                "请把同一单位的数合在一行。",
            )
            .into());
        }
        divided.push(PartValue {
            unit: unit.id,
            unit_name: unit.short_name.clone(),
            value,
        });
    }
    let difference = difference(whole, &divided);
    if !difference.is_empty() && !is_draft {
        return Err(Refusal::new(
            "plan.progress.parts_differ",
            format!("{}没有保存。", difference.replace('。', "，")),
            "请改到合计与目标一致；各单位还在商定的，可以先存为草稿。",
        )
        .into());
    }
    let before = store::target_parts(&tx, plan).await?;
    let before = before.get(&target).map_or(&[][..], Vec::as_slice);
    store::set_target_parts(&mut tx, plan, item.id, target, &divided).await?;
    let line = Line::new("plan.progress.divided", item.id)
        .named(name_of(&item))
        .saying(match difference.as_str() {
            "" => format!("分解目标“{words}”"),
            difference => format!("分解目标“{words}”（草稿，{difference}）"),
        })
        .changing(&in_words(before), &in_words(&divided));
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// The item, for whoever says how its targets are measured.
async fn begin(ctx: &Ctx, tx: &Tx, plan: PlanId, item: ItemId) -> Result<PublishedItem> {
    let (_, item, _) = published_item(ctx, tx, plan, item).await?;
    match policy::may_draw_up(&ctx.actor, &item) {
        true => Ok(item),
        false => Err(Refusal::new(
            "plan.progress.lead_only",
            "目标用什么数据衡量，由牵头科室选择。",
            "如需调整，请联系牵头科室或局办公室。",
        )
        .into()),
    }
}

async fn keep(
    ctx: &Ctx,
    tx: &mut Tx,
    plan: PlanId,
    item: &PublishedItem,
    kind: MeasureKind,
    words: &str,
    data: &DataItem,
) -> Result<()> {
    let words = match kind.target() {
        Some(target) => target_in(item, target)?,
        None => words.trim().to_owned(),
    };
    let measure = Measure {
        id: MeasureId::new(),
        plan,
        item: item.id,
        kind,
        words,
        data_item: data.code.clone(),
        by_name: ctx.actor.name.clone(),
        at_ms: ctx.now_ms(),
    };
    store::save_measure(tx, &measure).await?;
    let line = Line::new("plan.progress.chosen", item.id)
        .named(name_of(item))
        .changing(
            &Facts::none(),
            &Facts::none()
                .with("目标", &measure.words)
                .with("数据项", &data.name),
        );
    tx.audit_line(ctx, line);
    Ok(())
}

/// What measures a target of this item already.
async fn measure_of(
    tx: &Tx,
    plan: PlanId,
    item: &PublishedItem,
    is_meant: impl Fn(&Measure) -> bool,
) -> Result<Measure> {
    let of_item = store::measures_of_item(tx, plan, item.id).await?;
    of_item.into_iter().find(is_meant).ok_or(Error::NotFound)
}

fn target_in(item: &PublishedItem, target: EntryId) -> Result<String> {
    let entry = item.targets.iter().find(|entry| entry.id == target);
    Ok(words_of(&entry.ok_or(Error::NotFound)?.value))
}

fn in_words(parts: &[PartValue]) -> Facts {
    parts.iter().fold(Facts::none(), |facts, part| {
        facts.with(&part.unit_name, part.value.to_string())
    })
}

fn name_of(item: &PublishedItem) -> String {
    format!("{}{}", item.marker, item.heading())
}
