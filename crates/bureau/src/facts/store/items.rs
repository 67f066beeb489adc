//! Data items and the versions of their definitions.

use crate::{
    facts::model::{Amount, DataItem, ItemCode, Source, SourceKind, ValueKind},
    org::UnitKind,
};
use ::store::{Error, Read, Result, Tx, args};
use base::Grain;
use sea_orm::FromQueryResult;
use serde::Deserialize;

#[derive(FromQueryResult, Deserialize)]
struct ItemRow {
    code: String,
    name: String,
    unit_word: String,
    decimals: i64,
    value_kind: String,
    grain: String,
    applies_to: String,
    least: String,
    most: String,
    source_kind: String,
    source_detail: String,
    group_name: String,
    meaning: String,
    basis: String,
    place: i64,
    version: i64,
    #[serde(deserialize_with = "::store::flag")]
    is_retired: bool,
}

const COLUMNS: &str = "code, name, unit_word, decimals, value_kind, grain, applies_to, least, most,
    source_kind, source_detail, group_name, meaning, basis, place, version, is_retired";

impl TryFrom<ItemRow> for DataItem {
    type Error = Error;

    fn try_from(row: ItemRow) -> Result<Self> {
        let corrupt = |what: &str| Error::Corrupt(format!("facts_items {}: {what}", row.code));
        let bound = |text: &str| match text {
            "" => Ok(None),
            text => Amount::parse(text).map(Some).map_err(|_| corrupt(text)),
        };
        let source = SourceKind::from_code(&row.source_kind)
            .and_then(|kind| Source::stored(kind, &row.source_detail));
        let applies_to: Option<Vec<UnitKind>> = row
            .applies_to
            .split(' ')
            .filter(|code| !code.is_empty())
            .map(UnitKind::from_code)
            .collect();
        Ok(Self {
            code: row.code.parse().map_err(|_| corrupt("code"))?,
            decimals: u8::try_from(row.decimals).map_err(|_| corrupt("decimals"))?,
            kind: ValueKind::from_code(&row.value_kind).ok_or_else(|| corrupt("kind"))?,
            grain: Grain::from_code(&row.grain).ok_or_else(|| corrupt("grain"))?,
            applies_to: applies_to.ok_or_else(|| corrupt("applies_to"))?,
            least: bound(&row.least)?,
            most: bound(&row.most)?,
            source: source.ok_or_else(|| corrupt("source"))?,
            name: row.name,
            unit: row.unit_word,
            group: row.group_name,
            meaning: row.meaning,
            basis: row.basis,
            place: row.place,
            version: row.version,
            is_retired: row.is_retired,
        })
    }
}

/// Every item, retired ones too, in their order.
pub(in crate::facts) async fn items(db: &impl Read) -> Result<Vec<DataItem>> {
    let rows: Vec<ItemRow> = db
        .bulk(
            &format!("select {COLUMNS} from facts_items order by place, code"),
            args![],
        )
        .await?;
    rows.into_iter().map(DataItem::try_from).collect()
}

/// One item.
pub(in crate::facts) async fn item(db: &impl Read, code: &ItemCode) -> Result<Option<DataItem>> {
    let row: Option<ItemRow> = db
        .row(
            &format!("select {COLUMNS} from facts_items where code = $1"),
            args![code.as_str()],
        )
        .await?;
    row.map(DataItem::try_from).transpose()
}

/// Keeps an item that is still at this version (0: not there yet); false when somebody was first.
pub(in crate::facts) async fn save_item(tx: &mut Tx, item: &DataItem) -> Result<bool> {
    let kinds: Vec<&str> = item.applies_to.iter().map(|kind| kind.code()).collect();
    let bound = |amount: Option<Amount>| amount.map_or_else(String::new, Amount::plain);
    let n = tx
        .run(
            "insert into facts_items (code, name, unit_word, decimals, value_kind, grain, applies_to,
                 least, most, source_kind, source_detail, group_name, meaning, basis, place, version,
                 is_retired)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, $16)
             on conflict (code) do update set name = excluded.name, unit_word = excluded.unit_word,
                 decimals = excluded.decimals, value_kind = excluded.value_kind,
                 grain = excluded.grain, applies_to = excluded.applies_to, least = excluded.least,
                 most = excluded.most, source_kind = excluded.source_kind,
                 source_detail = excluded.source_detail, group_name = excluded.group_name,
                 meaning = excluded.meaning, basis = excluded.basis, place = excluded.place,
                 is_retired = excluded.is_retired, version = facts_items.version + 1
             where facts_items.version = $17",
            args![
                item.code.as_str(),
                item.name.clone(),
                item.unit.clone(),
                i64::from(item.decimals),
                item.kind.code(),
                item.grain.code(),
                kinds.join(" "),
                bound(item.least),
                bound(item.most),
                item.source.kind().code(),
                item.source.detail(),
                item.group.clone(),
                item.meaning.clone(),
                item.basis.clone(),
                item.place,
                item.is_retired,
                item.version
            ],
        )
        .await?;
    Ok(n == 1)
}

/// A definition as it was, in words.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::facts) struct ItemVersion {
    pub(in crate::facts) version: i64,
    pub(in crate::facts) at_ms: i64,
    pub(in crate::facts) by_name: String,
    pub(in crate::facts) reason: String,
    /// Pairs of word and value.
    pub(in crate::facts) definition: String,
}

/// Keeps a version of a definition.
pub(in crate::facts) async fn insert_version(
    tx: &mut Tx,
    code: &ItemCode,
    version: &ItemVersion,
) -> Result<()> {
    tx.run(
        "insert into facts_item_versions (code, version, at_ms, by_name, reason, definition)
         values ($1, $2, $3, $4, $5, $6)",
        args![
            code.as_str(),
            version.version,
            version.at_ms,
            version.by_name.clone(),
            version.reason.clone(),
            version.definition.clone()
        ],
    )
    .await?;
    Ok(())
}

/// The versions of a definition, newest first.
pub(in crate::facts) async fn versions(
    db: &impl Read,
    code: &ItemCode,
) -> Result<Vec<ItemVersion>> {
    db.rows(
        "select version, at_ms, by_name, reason, definition from facts_item_versions
         where code = $1 order by version desc",
        args![code.as_str()],
    )
    .await
}
