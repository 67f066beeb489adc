//! 引用: rows are referred to by their key. Where a key changes, the rows of other registers that refer to it
//! follow in the same transaction; what is still referred to does not go away.

use super::{
    people::House,
    write::{self, ERASED, FOLLOWED, RowChange},
};
use crate::ledger::{
    model::{Definition, FieldKind, FieldSpec, Reader, Row, with_thousands},
    store::{self, Register},
};
use ::store::{Ctx, Error, Read, Result, Tx, audit::Line};
use base::Refusal;
use std::{
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
};

/// The most rows of one register that follow in one go: a save is no work of the night.
const MOST: usize = 5_000;
/// How far references of references are followed; beyond, they lead round in a circle.
const DEEPEST: usize = 6;

/// Keys that changed: what they were, what they are; nothing where the row has none any more.
pub(super) type Renumbered = BTreeMap<String, Option<String>>;

/// How many rows of which registers followed, by the names of the registers.
pub(super) type Followed = Vec<(String, usize)>;

/// 「“基建支付”有3条记录引用它，已一并更新。」
pub(super) fn in_words(followed: &[(String, usize)]) -> String {
    let words = followed.iter().map(|(name, n)| {
        let n = with_thousands(&n.to_string());
        format!("“{name}”里引用它的{n}条记录已一并更新。")
    });
    words.collect()
}

/// Notes whose keys change. Erasing what is personal is no new name of anything.
pub(super) fn note(definition: &Definition, changes: &[RowChange], renumbered: &mut Renumbered) {
    for change in changes {
        let RowChange::Changed { before, after, act } = change else {
            continue;
        };
        if *act == ERASED {
            continue;
        }
        let now = definition.key_of(after.unit, &after.values);
        if let Some(was) = definition.key_of(before.unit, &before.values)
            && Some(&was) != now.as_ref()
        {
            renumbered.insert(was, now);
        }
    }
}

fn looking<'d>(definition: &'d Definition, code: &'d str) -> impl Iterator<Item = &'d FieldSpec> {
    definition
        .active()
        .filter(move |field| field.kind == FieldKind::Lookup && field.register == code)
}

/// Lets whatever refers to changed keys follow. Tells how many rows did.
pub(super) fn follow<'a>(
    tx: &'a mut Tx,
    ctx: &'a Ctx,
    (register, house): (&'a Register, &'a House),
    renumbered: Renumbered,
    (reason, depth): (&'a str, usize),
) -> Pin<Box<dyn Future<Output = Result<Followed>> + Send + 'a>> {
    Box::pin(async move {
        let mut followed = Followed::new();
        if renumbered.is_empty() {
            return Ok(followed);
        }
        let code = &register.definition.code;
        let was: Vec<String> = renumbered.keys().cloned().collect();
        for other in store::registers(&*tx).await? {
            let mut rows: BTreeMap<i64, (Row, Row)> = BTreeMap::new();
            let mut binned: Vec<Row> = Vec::new();
            for field in looking(&other.definition, code) {
                let now = |row: &Row| {
                    let kept = row.values.get(&field.code);
                    kept.and_then(|kept| renumbered.get(kept).cloned())
                };
                let found = store::rows_saying(&*tx, other.no, (field, &was), MOST).await?;
                if found.len() > MOST {
                    return Err(too_many(&other.definition));
                }
                for row in found {
                    let Some(now) = now(&row) else { continue };
                    let Some(now) = now else {
                        return Err(still_referred(&[(other.definition.name.clone(), 1)]));
                    };
                    let pair = rows.entry(row.no).or_insert_with(|| (row.clone(), row));
                    pair.1.values.insert(field.code.clone(), now);
                }
                for mut row in store::binned_saying(&*tx, other.no, (field, &was)).await? {
                    if let Some(Some(now)) = now(&row) {
                        row.values.insert(field.code.clone(), now);
                        binned.push(row);
                    }
                }
            }
            for row in binned {
                store::rewrite_binned(tx, other.no, &row).await?;
            }
            if rows.is_empty() {
                continue;
            }
            if depth >= DEEPEST {
                return Err(Refusal::new(
                    "ledger.references_circle",
                    format!(
                        "“{}”等台账的编号互相引用，绕成了一圈。",
                        other.definition.name
                    ),
                    "还没有保存。请先在“字段与规则”里把引用字段移出“合起来不得重复的字段”。",
                )
                .into());
            }
            let reader = Reader::new(&other.definition, ctx.today());
            let changes: Vec<RowChange> = rows
                .into_values()
                .map(|(before, mut after)| {
                    reader.compute(&mut after.values);
                    after.version += 1;
                    after.changed_ms = ctx.now_ms();
                    let act = FOLLOWED;
                    RowChange::Changed { before, after, act }
                })
                .collect();
            let pair = (&other, house);
            let (numbers, further) =
                write::apply_at(tx, ctx, pair, (changes, reason), depth + 1).await?;
            let first: Vec<String> = numbers
                .iter()
                .take(20)
                .map(|no| format!("第{no}号"))
                .collect();
            let line = Line::new("ledger.row.followed", &other.definition.code)
                .named(&other.definition.name)
                .saying(format!(
                    "{}条随“{}”的编号更新引用：{}",
                    numbers.len(),
                    register.definition.name,
                    first.join("、")
                ))
                .because(reason);
            tx.audit_line(ctx, line);
            followed.push((other.definition.name.clone(), numbers.len()));
            followed.extend(further);
        }
        Ok(followed)
    })
}

/// Refuses to let rows go that others still refer to; those that go along do not count.
pub(super) async fn refuse_referred(
    db: &impl Read,
    register: &Register,
    gone: &[Row],
) -> Result<()> {
    let definition = &register.definition;
    let keys: BTreeSet<String> = gone
        .iter()
        .filter_map(|row| definition.key_of(row.unit, &row.values))
        .collect();
    let keys: Vec<String> = keys.into_iter().collect();
    if keys.is_empty() {
        return Ok(());
    }
    let numbers: BTreeSet<i64> = gone.iter().map(|row| row.no).collect();
    let mut found = Vec::new();
    for other in store::registers(db).await? {
        let mut referring: BTreeSet<i64> = BTreeSet::new();
        for field in looking(&other.definition, &definition.code) {
            let rows = store::rows_saying(db, other.no, (field, &keys), MOST).await?;
            let rows = rows.iter().map(|row| row.no);
            referring.extend(rows.filter(|no| other.no != register.no || !numbers.contains(no)));
        }
        if !referring.is_empty() {
            found.push((other.definition.name.clone(), referring.len()));
        }
    }
    match found.is_empty() {
        true => Ok(()),
        false => Err(still_referred(&found)),
    }
}

/// Refuses to let a row of the bin go for good that others refer to. What lies in the bin counts as well: without
/// what it refers to it could never come back.
pub(super) async fn refuse_purge(db: &impl Read, register: &Register, row: &Row) -> Result<()> {
    let definition = &register.definition;
    let Some(key) = definition.key_of(row.unit, &row.values) else {
        return Ok(());
    };
    let keys = [key];
    // Another row goes by the same key by now: that is the one they refer to.
    if !store::keys_taken(db, register.no, &keys).await?.is_empty() {
        return Ok(());
    }
    // What was put into the bin before this was looked at may refer to it.
    refuse_referred(db, register, std::slice::from_ref(row)).await?;
    let mut found = Vec::new();
    for other in store::registers(db).await? {
        let mut referring: BTreeSet<i64> = BTreeSet::new();
        for field in looking(&other.definition, &definition.code) {
            let rows = store::binned_saying(db, other.no, (field, &keys)).await?;
            let rows = rows.iter().map(|row| row.no);
            referring.extend(rows.filter(|no| other.no != register.no || *no != row.no));
        }
        if !referring.is_empty() {
            let n = with_thousands(&referring.len().to_string());
            found.push(format!("“{}”台账的回收站里{n}条", other.definition.name));
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    let refusal = Refusal::new(
        "ledger.referred",
        format!("回收站里还有记录引用着它：{}。", found.join("，")),
        "没有删除。请先彻底删除那些记录；还要用的，请先恢复这一条，再恢复它们。",
    );
    Err(refusal.into())
}

fn still_referred(found: &[(String, usize)]) -> Error {
    let found: Vec<String> = found
        .iter()
        .map(|(name, n)| match *n > MOST {
            true => format!("“{name}”台账{}条以上", with_thousands(&MOST.to_string())),
            false => format!("“{name}”台账{}条", with_thousands(&n.to_string())),
        })
        .collect();
    Refusal::new(
        "ledger.referred",
        format!("还有记录引用着它：{}。", found.join("，")),
        "没有改动。请先把那些记录改为引用别的，或移入回收站。",
    )
    .into()
}

fn too_many(definition: &Definition) -> Error {
    let most = with_thousands(&MOST.to_string());
    Refusal::new(
        "ledger.too_many_follow",
        format!(
            "“{}”台账有{most}条以上的记录引用着它，一次改不完。",
            definition.name
        ),
        "还没有保存。请保留原来的编号，或登记一条新的记录，把以后的记录引用到新的编号上。",
    )
    .into()
}
