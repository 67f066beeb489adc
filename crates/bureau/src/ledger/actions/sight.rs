//! What somebody sees of the values of a row: the one place where values become words. How much is for
//! the policy; what is covered, and that it is never saved in place of what it covers, stands here.

use super::people::{Opened, open_in};
use crate::ledger::{
    actions::rows::{row_id, row_name, visible_row},
    model::{CellFault, FieldKind, FieldSpec, Personal, Row, looks_masked, masked},
    policy::Glance,
    store::{self, Query},
};
use ::store::{Ctx, Error, Read, Result, audit::Line};
use base::{Refusal, actor::UnitId};

/// Rows that words are looked for in one by one.
const MOST_LOOKED_THROUGH: usize = 2_000;

impl Opened {
    /// A value as this person sees it.
    pub(in crate::ledger) fn seen(&self, field: &FieldSpec, unit: UnitId, kept: &str) -> String {
        match self.standing.glance(field, unit) {
            Glance::Whole => self.whole(field, kept),
            Glance::OnRequest | Glance::Masked => masked(field, kept),
        }
    }

    /// The same as it is typed into a cell.
    pub(in crate::ledger) fn typed(&self, field: &FieldSpec, unit: UnitId, kept: &str) -> String {
        match (self.standing.glance(field, unit), field.kind) {
            (Glance::OnRequest | Glance::Masked, _) => masked(field, kept),
            (Glance::Whole, FieldKind::Unit) => self.house.kept_name(kept).to_owned(),
            (Glance::Whole, FieldKind::Period) => field.shown(kept),
            (Glance::Whole, _) => kept.to_owned(),
        }
    }

    /// Its mask, where something is covered.
    pub(in crate::ledger) fn mask(&self, field: &FieldSpec, row: &Row) -> Option<String> {
        let kept = row
            .values
            .get(&field.code)
            .filter(|kept| !kept.is_empty())?;
        let is_covered = self.standing.glance(field, row.unit) < Glance::Whole;
        is_covered.then(|| masked(field, kept))
    }

    /// The fields of a row that are covered and that this person may ask for.
    pub(in crate::ledger) fn on_request<'a>(&'a self, row: &'a Row) -> Vec<&'a FieldSpec> {
        let fields = self.register.definition.fields.iter();
        fields
            .filter(|field| {
                row.values
                    .get(&field.code)
                    .is_some_and(|kept| !kept.is_empty())
            })
            .filter(|field| self.standing.glance(field, row.unit) == Glance::OnRequest)
            .collect()
    }

    fn whole(&self, field: &FieldSpec, kept: &str) -> String {
        match field.kind {
            FieldKind::Unit => self.house.kept_name(kept).to_owned(),
            _ => field.shown(kept),
        }
    }

    /// Whether anything in the list is covered.
    fn covers_something(&self) -> bool {
        let mut fields = self.register.definition.fields.iter();
        fields.any(|field| self.standing.glance_of_list(field) < Glance::Whole)
    }

    /// Whether words typed into the search are found in a value: what is covered is not found by a
    /// part of it, for by parts it could be guessed.
    fn is_found(&self, field: &FieldSpec, row: &Row, words: &str) -> bool {
        let Some(kept) = row.values.get(&field.code) else {
            return false;
        };
        match self.standing.glance(field, row.unit) {
            Glance::Whole => kept.contains(words),
            Glance::OnRequest => kept == words,
            Glance::Masked => false,
        }
    }
}

/// What was typed into a personal field, unless it is the mask of what is kept: then that stays.
pub(super) fn unmasked(
    field: &FieldSpec,
    text: String,
    before: Option<&Row>,
) -> std::result::Result<String, CellFault> {
    if !looks_masked(field, &text) {
        return Ok(text);
    }
    let kept = before.and_then(|row| row.values.get(&field.code));
    match kept.filter(|kept| masked(field, kept) == text.trim()) {
        Some(kept) => Ok(kept.clone()),
        None => Err(CellFault {
            field: field.code.clone(),
            message: "这是遮盖后的内容，不能保存；请填写完整内容，不改请保持原样。".to_owned(),
        }),
    }
}

/// Turns words to be looked for into the rows that hold them, where some of what the rows hold is
/// covered; a long register is looked through by its typed columns only.
///
/// Tells whether there may be more than were looked through.
pub(super) async fn find_words(db: &impl Read, opened: &Opened, query: &mut Query) -> Result<bool> {
    if query.words.is_empty() || !opened.covers_something() {
        return Ok(false);
    }
    let definition = &opened.register.definition;
    if !query.is_short {
        for field in definition.active() {
            let may = opened.standing.glance_of_list(field) > Glance::Masked;
            if let Some(place) = field
                .slot_in('t')
                .and_then(|at| query.closed_texts.get_mut(at))
            {
                *place = !may;
            }
        }
        return Ok(false);
    }
    let limit = i64::try_from(MOST_LOOKED_THROUGH).unwrap_or(i64::MAX);
    let rows = store::find(db, opened.register.no, query, (limit, 0)).await?;
    let holds = |row: &Row| {
        let mut fields = definition.fields.iter();
        fields.any(|field| opened.is_found(field, row, &query.words))
    };
    query.only = Some(
        rows.iter()
            .filter(|row| holds(row))
            .map(|row| row.no)
            .collect(),
    );
    query.words.clear();
    Ok(rows.len() == MOST_LOOKED_THROUGH)
}

/// Shows a row whole (显示全文) and writes down who saw whose what, and why. Gives the register opened by
/// somebody who sees it whole.
pub(in crate::ledger) async fn reveal(
    ctx: &Ctx,
    code: &str,
    no: i64,
    reason: &str,
) -> Result<Opened> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    let row = visible_row(&tx, &opened, no).await?;
    let asked = opened.on_request(&row);
    if asked.is_empty() {
        return Err(Error::NotFound);
    }
    let is_sensitive = asked
        .iter()
        .any(|field| field.personal == Personal::Sensitive);
    if is_sensitive && reason.trim().is_empty() {
        return Err(Refusal::new(
            "ledger.reveal_needs_reason",
            "查看敏感个人信息的全文要说明用途。",
            "请写明为什么要看，例如核对补助发放名单。",
        )
        .into());
    }
    let names: Vec<&str> = asked.iter().map(|field| field.name.as_str()).collect();
    let line = Line::new("ledger.row.shown_whole", row_id(code, no))
        .named(whose(&opened, &row))
        .saying(format!("查看全文：{}", names.join("、")))
        .because(reason.trim());
    tx.audit_line(ctx, line);
    tx.commit().await?;
    let standing = opened.standing.revealing();
    Ok(Opened { standing, ..opened })
}

/// The row, and whom it is about, as far as the audit may say it: 「教师培训第3号（张*）」.
fn whose(opened: &Opened, row: &Row) -> String {
    let fields = opened.register.definition.fields.iter();
    let person = fields
        .filter(|field| field.kind == FieldKind::Person || field.name.contains("姓名"))
        .find_map(|field| Some(masked(field, row.values.get(&field.code)?)));
    match person {
        Some(person) => format!("{}（{person}）", row_name(opened, row.no)),
        None => row_name(opened, row.no),
    }
}
