//! What targets are measured by, and how they are divided among units.

use crate::{
    facts::Amount,
    plan::model::{
        EntryId, ItemId, PlanId,
        progress::{Measure, MeasureId, MeasureKind, PartValue},
    },
};
use base::id::Uuid;
use sea_orm::FromQueryResult;
use std::collections::HashMap;
use store::{Error, Read, Result, Tx, args};

#[derive(FromQueryResult)]
struct MeasureRow {
    id: String,
    plan_id: String,
    item_id: String,
    target_id: Option<String>,
    kind: String,
    words: String,
    data_item: String,
    by_name: String,
    at_ms: i64,
}

impl TryFrom<MeasureRow> for Measure {
    type Error = Error;

    fn try_from(row: MeasureRow) -> Result<Self> {
        let target: Option<EntryId> = row.target_id.map(|id| id.parse()).transpose()?;
        Ok(Self {
            id: row.id.parse()?,
            plan: row.plan_id.parse()?,
            item: row.item_id.parse()?,
            kind: MeasureKind::from_code(&row.kind, target).ok_or(Error::Corrupt(row.kind))?,
            words: row.words,
            data_item: row
                .data_item
                .parse()
                .map_err(|_| Error::Corrupt(row.data_item.clone()))?,
            by_name: row.by_name,
            at_ms: row.at_ms,
        })
    }
}

const MEASURE: &str =
    "select id, plan_id, item_id, target_id, kind, words, data_item, by_name, at_ms
     from plan_measures where plan_id = $1";

/// The measures of a plan's items, in the order they were made: one statement.
pub(crate) async fn measures(
    db: &impl Read,
    plan: PlanId,
) -> Result<HashMap<ItemId, Vec<Measure>>> {
    let rows: Vec<MeasureRow> = db
        .rows(&format!("{MEASURE} order by id"), args![plan.to_string()])
        .await?;
    let mut by_item: HashMap<ItemId, Vec<Measure>> = HashMap::new();
    for row in rows {
        let measure = Measure::try_from(row)?;
        by_item.entry(measure.item).or_default().push(measure);
    }
    Ok(by_item)
}

/// The measures of one item of a plan, in the order they were made.
pub(crate) async fn measures_of_item(
    db: &impl Read,
    plan: PlanId,
    item: ItemId,
) -> Result<Vec<Measure>> {
    let rows: Vec<MeasureRow> = db
        .rows(
            &format!("{MEASURE} and item_id = $2 order by id"),
            args![plan.to_string(), item.to_string()],
        )
        .await?;
    rows.into_iter().map(Measure::try_from).collect()
}

/// Keeps a measure; what measured the same target before makes way.
pub(crate) async fn save_measure(tx: &mut Tx, measure: &Measure) -> Result<()> {
    let target = measure.kind.target().map(|id| id.to_string());
    if let Some(target) = &target {
        tx.run(
            "delete from plan_measures where item_id = $1 and target_id = $2",
            args![measure.item.to_string(), target.clone()],
        )
        .await?;
    }
    tx.run(
        "insert into plan_measures (id, plan_id, item_id, target_id, kind, words, data_item,
            by_name, at_ms)
         values ($1, $2, $3, cast($4 as text), $5, $6, $7, $8, $9)",
        args![
            measure.id.to_string(),
            measure.plan.to_string(),
            measure.item.to_string(),
            target,
            measure.kind.code(),
            measure.words.clone(),
            measure.data_item.as_str(),
            measure.by_name.clone(),
            measure.at_ms
        ],
    )
    .await?;
    Ok(())
}

/// Says that a target still is measured by the same data item, as it reads now.
pub(crate) async fn confirm_measure(tx: &mut Tx, id: MeasureId, words: &str) -> Result<()> {
    tx.run(
        "update plan_measures set words = $2 where id = $1",
        args![id.to_string(), words],
    )
    .await?;
    Ok(())
}

/// A target is measured by nothing any more.
pub(crate) async fn delete_measure(tx: &mut Tx, id: MeasureId) -> Result<()> {
    tx.run(
        "delete from plan_measures where id = $1",
        args![id.to_string()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct PartRow {
    target_id: String,
    unit_id: String,
    unit_name: String,
    value: String,
}

/// How a plan's targets are divided: one statement.
pub(crate) async fn target_parts(
    db: &impl Read,
    plan: PlanId,
) -> Result<HashMap<EntryId, Vec<PartValue>>> {
    let rows: Vec<PartRow> = db
        .rows(
            "select target_id, unit_id, unit_name, value from plan_target_parts
             where plan_id = $1 order by target_id, place",
            args![plan.to_string()],
        )
        .await?;
    let mut by_target: HashMap<EntryId, Vec<PartValue>> = HashMap::new();
    for row in rows {
        let part = PartValue {
            unit: row.unit_id.parse()?,
            unit_name: row.unit_name,
            value: Amount::parse(&row.value).map_err(|_| Error::Corrupt(row.value))?,
        };
        by_target
            .entry(row.target_id.parse()?)
            .or_default()
            .push(part);
    }
    Ok(by_target)
}

/// Divides a target anew.
pub(crate) async fn set_target_parts(
    tx: &mut Tx,
    plan: PlanId,
    item: ItemId,
    target: EntryId,
    parts: &[PartValue],
) -> Result<()> {
    tx.run(
        "delete from plan_target_parts where target_id = $1",
        args![target.to_string()],
    )
    .await?;
    let columns = [
        "id",
        "plan_id",
        "item_id",
        "target_id",
        "place",
        "unit_id",
        "unit_name",
        "value",
    ];
    let rows = (0i64..)
        .zip(parts)
        .map(|(place, part)| {
            args![
                Uuid::now_v7().to_string(),
                plan.to_string(),
                item.to_string(),
                target.to_string(),
                place,
                part.unit.to_string(),
                part.unit_name.clone(),
                part.value.plain()
            ]
        })
        .collect();
    tx.insert_many("plan_target_parts", &columns, rows).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{
        model::{Carried, MetadataSpans, Plan, Source},
        store::{
            begin_feed, carried, feed_of, insert_carried, insert_plan, person_of_feed, revoke_feed,
        },
    };
    use base::actor::{PersonId, UnitId};

    fn plan() -> Plan {
        Plan {
            id: PlanId::new(),
            title: "2026年工作要点".into(),
            year: Some(2026),
            kind: gongwen::ledger::DocKind::WorkPlan,
            issuer: String::new(),
            doc_number: String::new(),
            issued_on: None,
            metadata_spans: MetadataSpans::default(),
            file: String::new(),
            file_name: String::new(),
            revision: 1,
            published_revision: Some(1),
            created_ms: 1,
            created_by: "沈书宁".into(),
        }
    }

    fn measure(plan: PlanId, item: ItemId, kind: MeasureKind) -> Measure {
        Measure {
            id: MeasureId::new(),
            plan,
            item,
            kind,
            words: "招聘教师200名".into(),
            data_item: "recruited".parse().unwrap(),
            by_name: "王敏".into(),
            at_ms: 5,
        }
    }

    #[tokio::test]
    async fn measures_parts_lineage_and_feeds_come_back_as_they_were_kept() {
        for test in testkit::databases(&crate::migrations()).await {
            let db = &test.db;
            let (plan, item, target) = (plan(), ItemId::new(), EntryId::new());
            let source = Source {
                format: "txt".into(),
                text: String::new(),
                noise: Vec::new(),
            };
            let first = measure(plan.id, item, MeasureKind::Quantity(target));
            let second = measure(plan.id, item, MeasureKind::Quantity(target));
            let trend = measure(plan.id, item, MeasureKind::Up);
            let other = measure(plan.id, item, MeasureKind::YesNo);
            let part = PartValue {
                unit: UnitId::new(),
                unit_name: "清禾一中".into(),
                value: Amount::parse("12.50").unwrap(),
            };
            let lineage = Carried {
                item,
                plan: plan.id,
                from_item: ItemId::new(),
                from_plan: PlanId::new(),
                from_year: Some(2025),
                from_number: 3,
                from_words: "3.招聘教师".into(),
                by_name: "沈书宁".into(),
                at_ms: 7,
            };
            let person = PersonId::new();
            let mut tx = db.begin_write().await.unwrap();
            insert_plan(&mut tx, &plan, &source, &[]).await.unwrap();
            for measure in [&first, &trend, &other, &second] {
                save_measure(&mut tx, measure).await.unwrap();
            }
            confirm_measure(&mut tx, trend.id, "好于去年")
                .await
                .unwrap();
            delete_measure(&mut tx, other.id).await.unwrap();
            set_target_parts(
                &mut tx,
                plan.id,
                item,
                target,
                &[part.clone(), part_of(&part)],
            )
            .await
            .unwrap();
            set_target_parts(&mut tx, plan.id, item, target, std::slice::from_ref(&part))
                .await
                .unwrap();
            insert_carried(&mut tx, std::slice::from_ref(&lineage))
                .await
                .unwrap();
            begin_feed(&mut tx, person, "one", 1).await.unwrap();
            begin_feed(&mut tx, person, "two", 2).await.unwrap();
            tx.commit().await.unwrap();
            let kept = measures(db, plan.id).await.unwrap();
            let words: Vec<&str> = kept[&item].iter().map(|one| one.words.as_str()).collect();
            assert_eq!(kept[&item].len(), 2, "the second makes the first give way");
            assert!(words.contains(&"好于去年"));
            assert!(kept[&item].contains(&second));
            let of_item = async |item| measures_of_item(db, plan.id, item).await.unwrap();
            assert_eq!(of_item(item).await, kept[&item]);
            assert_eq!(of_item(ItemId::new()).await, []);
            assert_eq!(target_parts(db, plan.id).await.unwrap()[&target], [part]);
            assert_eq!(
                carried(db, plan.id).await.unwrap(),
                std::slice::from_ref(&lineage)
            );
            assert_eq!(carried(db, lineage.from_plan).await.unwrap(), [lineage]);
            assert_eq!(person_of_feed(db, "one").await.unwrap(), None);
            assert_eq!(person_of_feed(db, "two").await.unwrap(), Some(person));
            assert_eq!(
                feed_of(db, person)
                    .await
                    .unwrap()
                    .map(|feed| feed.created_ms),
                Some(2)
            );
            let mut tx = db.begin_write().await.unwrap();
            assert!(revoke_feed(&mut tx, person, 3).await.unwrap());
            assert!(!revoke_feed(&mut tx, person, 3).await.unwrap());
            tx.commit().await.unwrap();
            assert_eq!(person_of_feed(db, "two").await.unwrap(), None);
        }
    }

    fn part_of(part: &PartValue) -> PartValue {
        PartValue {
            unit: UnitId::new(),
            ..part.clone()
        }
    }
}
