//! The lines of a spreadsheet: what each would do to its register, and what is wrong with it.

use super::{
    binned::{Binned, said_of_binned},
    comparing::{is_as_kept, says_the_same},
    known::{Known, known_rows},
    lines::{Duplicates, Effect, ImportCounts, ImportLine, ReadLine},
    lookup::unfound,
    people::Opened,
    rows::{own_unit, repeats_unseen},
    sight::unmasked,
    write::with_retired,
};
use crate::ledger::{
    model::{
        CellFault, Definition, FieldSpec, Names, Personal, Reader, Row, left_to_stage,
        looks_masked, no_such_unit,
    },
    sheet::{Columns, Grid, Head, Mark, is_error_value, is_passed_over},
};
use ::store::{Ctx, Read, Result};
use base::actor::UnitId;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, btree_map};

/// Lines that are judged at once.
pub(super) const AT_ONCE: usize = 1_000;
/// Lines after which whoever else works on the same thread gets a turn.
const AT_A_STRETCH: usize = 40;

/// The lines of a sheet on their way: read and judged some at a time, in their order.
pub(super) struct Judge<'a> {
    ctx: &'a Ctx,
    opened: &'a Opened,
    grid: &'a Grid,
    columns: &'a Columns,
    duplicates: Duplicates,
    reader: Reader<'a>,
    personal: Vec<&'a FieldSpec>,
    own: Option<UnitId>,
    /// Whether a blank in the column of units means the own one: there is no other to choose.
    is_own_meant: bool,
    units: BTreeMap<&'a str, Option<UnitId>>,
    lines: btree_map::Range<'a, u32, Vec<(u32, String)>>,
    /// The rows of the recycle bin, by key and by number; nothing before it was looked into.
    binned: Option<Binned>,
    /// The lines that had a key, or were about a row, before.
    met: BTreeMap<String, u32>,
    met_rows: BTreeMap<i64, u32>,
    /// Rows from this number on were not there before: the import writes them itself.
    first: i64,
    /// Which rows would be changed, as they stood.
    seen: Sha256,
    pub(super) counts: ImportCounts,
    pub(super) marks: Vec<Mark>,
    /// Lines that were read.
    pub(super) n_read: usize,
    /// Lines of sums and remarks that were passed over.
    pub(super) n_passed_over: usize,
    head: Head,
    /// The line that begins another table; what stands below is not read.
    ended: Option<u32>,
    /// Lines that say the header again, or what stands above it.
    pub(super) n_repeated: usize,
}

impl<'a> Judge<'a> {
    /// Judges the lines of a sheet, for whoever may fill the register in.
    pub(super) fn new(
        ctx: &'a Ctx,
        opened: &'a Opened,
        (grid, columns): (&'a Grid, &'a Columns),
        duplicates: Duplicates,
    ) -> Result<Self> {
        opened.standing.may_add()?;
        let definition = &opened.register.definition;
        let n_units = opened.standing.fillable(opened.house.units()).len();
        let personal = definition.active();
        Ok(Self {
            ctx,
            opened,
            grid,
            columns,
            duplicates,
            reader: Reader::new(definition, ctx.today()),
            personal: personal
                .filter(|field| field.personal != Personal::None)
                .collect(),
            own: own_unit(ctx, opened),
            is_own_meant: columns.unit.is_none() || n_units == 1,
            units: BTreeMap::new(),
            lines: grid.rows.range(columns.header_row + 1..),
            binned: None,
            met: BTreeMap::new(),
            met_rows: BTreeMap::new(),
            first: i64::MAX,
            seen: Sha256::new(),
            counts: ImportCounts::default(),
            marks: Vec::new(),
            n_read: 0,
            n_passed_over: 0,
            head: Head::of(grid, columns),
            ended: None,
            n_repeated: 0,
        })
    }

    /// Takes rows from a number on for its own.
    pub(super) const fn writing_from(mut self, first: i64) -> Self {
        self.first = first;
        self
    }

    /// What was seen so far: another word once a row that is to be changed is another, or there are more or
    /// fewer of them.
    pub(super) fn digest(&self) -> String {
        let counts = [self.counts.n_new, self.counts.n_changed];
        let counts = counts.map(|n| n.to_string()).join(" ");
        let seen = self.seen.clone().chain_update(counts).finalize();
        let bytes = seen.iter().take(16);
        bytes.map(|byte| format!("{byte:02x}")).collect()
    }

    /// How many lines there are, sums and remarks among them.
    pub(super) fn n_lines(&self) -> usize {
        self.n_read + self.lines.clone().count()
    }

    /// Reads the next lines, as they stand; nothing after the last.
    pub(super) async fn read_some(&mut self) -> Option<Vec<ReadLine>> {
        let mut read = Vec::with_capacity(AT_ONCE);
        let mut n_seen = 0;
        while n_seen < AT_ONCE {
            let Some((line, cells)) = self.lines.next() else {
                break;
            };
            n_seen += 1;
            if let Some(header) = self.ended {
                if !is_passed_over(cells, self.columns) {
                    read.push(ReadLine::below(*line, header));
                }
            } else if self.head.is_repeated_by(cells) {
                self.n_repeated += 1;
            } else if self.head.is_ended_by(cells) {
                self.ended = Some(*line);
                read.push(ReadLine::below(*line, *line));
            } else if is_passed_over(cells, self.columns) {
                self.n_passed_over += 1;
            } else {
                read.push(self.read(*line, cells));
            }
            if n_seen % AT_A_STRETCH == 0 {
                tokio::task::yield_now().await;
            }
        }
        self.n_read += n_seen;
        (n_seen > 0).then_some(read)
    }

    fn read(&mut self, line: u32, cells: &'a [(u32, String)]) -> ReadLine {
        let (opened, columns) = (self.opened, self.columns);
        let text = |column: Option<u32>| {
            let at = column.and_then(|c| cells.binary_search_by_key(&c, |(at, _)| *at).ok());
            at.and_then(|at| cells.get(at))
                .map_or("", |(_, text)| text.as_str())
        };
        // Masks say nothing until it is known which row they are of.
        let typed = |field: &FieldSpec| {
            let column = columns.fields.get(&field.code).copied();
            let shown = column.and_then(|column| self.grid.shown(line, column, field));
            match (shown, text(column)) {
                (_, text) if looks_masked(field, text) => String::new(),
                (Some(shown), _) => shown,
                (None, text) => columns.converted(field, text),
            }
        };
        let (mut values, mut faults) = self.reader.read(&typed, &opened.house);
        let definition = &opened.register.definition;
        columns.tell_converted(definition, |column| text(Some(column)), &mut faults);
        for (code, column) in &columns.fields {
            let kept = text(Some(*column));
            let field = opened.register.definition.field(code);
            let doubt = field.and_then(|field| {
                self.grid
                    .doubt(line, *column, (field, columns.unit_of(field)))
            });
            let message = match doubt {
                Some(doubt) => doubt.to_owned(),
                None if is_error_value(kept) => format!("单元格是错误值{kept}。"),
                None => continue,
            };
            values.remove(code);
            faults.retain(|fault| fault.field != *code);
            faults.push(CellFault {
                field: code.clone(),
                message,
            });
        }
        let unread = faults.iter().filter_map(|fault| {
            let at = columns.fields.get(&fault.field).copied();
            let kept = text(at);
            let is_unread = !kept.is_empty() && !values.contains_key(&fault.field);
            is_unread.then(|| (fault.field.clone(), kept.to_owned()))
        });
        let mut unread: BTreeMap<String, String> = unread.collect();
        let cell = |field: &&FieldSpec| text(columns.fields.get(&field.code).copied());
        let masks = self
            .personal
            .iter()
            .map(|field| (*field, cell(field)))
            .filter(|(field, text)| looks_masked(field, text))
            .map(|(field, text)| (field.code.clone(), text.to_owned()))
            .collect::<Vec<_>>();
        // A mask is put back, or said to be none, once the row is known.
        unread.retain(|code, _| masks.iter().all(|(masked, _)| masked != code));
        let named = text(columns.unit);
        let unit = match named {
            "" => None,
            named => *self
                .units
                .entry(named)
                .or_insert_with(|| opened.house.unit(named)),
        };
        ReadLine {
            key: opened
                .register
                .definition
                .key_of(unit.or(self.own.filter(|_| named.is_empty())), &values),
            line,
            is_below: false,
            no: text(columns.number).parse().unwrap_or_default(),
            unit_text: named.to_owned(),
            unit,
            values,
            faults,
            unfound: Vec::new(),
            masks,
            unread,
        }
    }

    /// Judges lines by the rows that are there.
    pub(super) async fn judge(
        &mut self,
        db: &impl Read,
        mut read: Vec<ReadLine>,
    ) -> Result<Vec<ImportLine>> {
        let values = read.iter().map(|line| &line.values);
        for reference in unfound((db, self.ctx), self.opened, values, self.first).await? {
            if let Some(line) = read.get_mut(reference.place) {
                line.unfound.push(reference);
            }
        }
        if self.binned.is_none() {
            self.binned = Some(Binned::of(db, self.opened).await?);
        }
        let known = known_rows(db, self.opened, &mut read, self.first).await?;
        let lines = read.into_iter();
        Ok(lines.map(|line| self.judge_line(line, &known)).collect())
    }

    fn judge_line(&mut self, mut line: ReadLine, known: &Known) -> ImportLine {
        let opened = self.opened;
        let definition = &opened.register.definition;
        if line.is_below {
            let number = line.line;
            let effect = self.effect_of(line, None);
            return self.counted(number, None, effect);
        }
        let key = line.key.take();
        let numbered = known
            .rows
            .get(&line.no)
            .filter(|row| opened.standing.sees_row(row));
        let by_key = key.as_ref().and_then(|key| known.keys.get(key));
        let called = by_key.and_then(|no| known.rows.get(no));
        // A row this person does not see is neither shown nor changed by what it is called.
        let is_seen = called.is_none_or(|row| opened.standing.sees_row(row));
        let by_key = by_key.filter(|_| is_seen);
        let before = numbered.or(called.filter(|_| is_seen));
        let unfound = std::mem::take(&mut line.unfound).into_iter();
        let unfound = unfound.filter(|reference| reference.matters(before, &line.values));
        line.faults.extend(unfound.map(|reference| reference.fault));
        let in_bin = match before {
            None if is_seen => {
                let binned = self.binned.as_ref();
                binned.and_then(|binned| binned.row(line.no, key.as_deref()))
            }
            _ => None,
        };
        let is_kept = self.duplicates == Duplicates::Skip && before.is_some();
        // What only reading found comes after what the line is to others: it matters where the line says
        // something new.
        let mut read = std::mem::take(&mut line.faults);
        put_masks_back(definition, &mut line, &mut read, before);
        self.compare_with_others(&mut line, key, (numbered, by_key, before));
        if !is_seen {
            let at_key = definition.key.first().map_or("", String::as_str);
            line.say(at_key, repeats_unseen(definition));
        }
        if let Some(no) = in_bin {
            line.say("", said_of_binned(no));
        }
        let unit = self.unit_of(&mut line, before);
        if is_kept {
            return self.counted(line.line, unit, Effect::Skipped);
        }
        if let Some(before) = before {
            self.keep_what_is_not_typed(&mut line, &mut read, before);
            let is_right = line.faults.is_empty() && line.unread.is_empty();
            let says_the_same = || says_the_same(definition, &before.values, &line.values);
            if is_right && unit == Some(before.unit) && says_the_same() {
                return self.counted(line.line, unit, Effect::Same);
            }
        }
        read.append(&mut line.faults);
        line.faults = read;
        match before {
            Some(before) => self.judge_change(&mut line, before, unit),
            None => {
                self.judge_new(&mut line);
                self.say_of_no_row(&mut line);
            }
        }
        for fault in definition.against_passed(&line.values) {
            line.say_first(fault);
        }
        let number = line.line;
        let effect = self.effect_of(line, before);
        self.counted(number, unit, effect)
    }

    fn counted(&mut self, line: u32, unit: Option<UnitId>, effect: Effect) -> ImportLine {
        if let Effect::Changed(before, _) = &effect {
            self.seen.update(before.no.to_be_bytes());
            self.seen.update(before.version.to_be_bytes());
        }
        let counts = &mut self.counts;
        *match effect {
            Effect::New(_) => &mut counts.n_new,
            Effect::Changed(..) => &mut counts.n_changed,
            Effect::Same => &mut counts.n_same,
            Effect::Skipped => &mut counts.n_skipped,
            Effect::Wrong => &mut counts.n_wrong,
        } += 1;
        ImportLine { line, unit, effect }
    }

    /// Whether another row, or another line, is already what this one says it is.
    fn compare_with_others(
        &mut self,
        line: &mut ReadLine,
        key: Option<String>,
        (numbered, by_key, before): (Option<&Row>, Option<&i64>, Option<&Row>),
    ) {
        let definition = &self.opened.register.definition;
        let at_key = definition.key.first().map_or("", String::as_str);
        let n_faults = line.faults.len();
        if let (Some(row), Some(no)) = (numbered, by_key)
            && row.no != *no
        {
            line.say(at_key, format!("与第{no}号记录重复。"));
        }
        if let Some(key) = key
            && let Some(other) = self.met.insert(key, line.line)
        {
            line.say(at_key, format!("与表中第{}行重复。", other + 1));
        }
        // Twice the same row: one of the two would be lost.
        if let Some(row) = before
            && let Some(other) = self.met_rows.insert(row.no, line.line)
            && line.faults.len() == n_faults
        {
            let message = format!("与表中第{}行同是第{}号记录。", other + 1, row.no);
            line.say("", message);
        }
    }

    /// The unit a line is of.
    fn unit_of(&self, line: &mut ReadLine, before: Option<&Row>) -> Option<UnitId> {
        let unit = match (line.unit, before) {
            (Some(unit), _) => Some(unit),
            (None, Some(before)) if line.unit_text.is_empty() => Some(before.unit),
            // A blank in the column of units says nothing, unless there is but one to choose from.
            (None, None) if line.unit_text.is_empty() && self.is_own_meant => self.own,
            _ => None,
        };
        match unit {
            None if line.unit_text.is_empty() => line.say("", "请填写填报单位。".to_owned()),
            None => {
                let message = no_such_unit(&line.unit_text, &self.opened.house);
                line.say("", message);
            }
            Some(unit)
                if before.is_none_or(|row| row.unit != unit)
                    && !self.opened.standing.fills_for(unit) =>
            {
                line.say("", "填报单位不在可填报的范围内。".to_owned());
            }
            Some(_) => {}
        }
        unit
    }

    /// Puts into a line what it says nothing of, though the row does: what the sheet has no column for, what
    /// the system keeps itself, and what is kept although it could not be read any more.
    fn keep_what_is_not_typed(&self, line: &mut ReadLine, read: &mut Vec<CellFault>, before: &Row) {
        let opened = self.opened;
        let definition = &opened.register.definition;
        for field in definition.active() {
            let code = &field.code;
            let kept = before.values.get(code);
            let is_absent = kept.is_some() && !self.columns.fields.contains_key(code);
            if is_absent || definition.is_moved(field) {
                match kept {
                    Some(kept) => _ = line.values.insert(code.clone(), kept.clone()),
                    None => _ = line.values.remove(code),
                }
                line.unread.remove(code);
                read.retain(|fault| fault.field != *code);
                continue;
            }
            let Some(kept) = kept.filter(|_| !line.values.contains_key(code)) else {
                continue;
            };
            let unread = line.unread.get(code);
            let is_as_kept = match unread {
                Some(text) => is_as_kept(opened, field, text, kept),
                // Empty is no value of it for whoever does not fill it in.
                None => self.left_to_stage(field, Some(before)).is_some(),
            };
            if is_as_kept {
                line.values.insert(code.clone(), kept.clone());
                line.unread.remove(code);
            }
        }
        self.reader.compute(&mut line.values);
    }

    /// Whether a row that is there may become what a line says.
    fn judge_change(&self, line: &mut ReadLine, before: &Row, unit: Option<UnitId>) {
        let standing = &self.opened.standing;
        if let Err(refusal) = standing.may_change(before) {
            line.say("", refusal.what);
        }
        self.refuse_left_to_stages(line, Some(before));
        let definition = &self.opened.register.definition;
        for fault in definition.cleared_of_passed(&before.values, &line.values) {
            line.say_first(fault);
        }
        let assigned = unit.unwrap_or(before.unit);
        let refused = standing.may_assign(before, assigned, &line.values);
        if let Some(refusal) = refused.err().filter(|_| line.faults.is_empty()) {
            line.say("", refusal.what);
        }
    }

    /// Whether a row may begin as a line says.
    fn judge_new(&self, line: &mut ReadLine) {
        let definition = &self.opened.register.definition;
        for field in definition
            .active()
            .filter(|field| definition.is_moved(field))
        {
            // What is gathered, or counted from other days, is not typed.
            if field.code != definition.stage {
                line.values.remove(&field.code);
                line.faults.retain(|fault| fault.field != field.code);
            }
        }
        let Some(first) = definition.stages.first() else {
            return;
        };
        // What was handled on paper comes in by whoever keeps the register, with what its stages asked for.
        if self.opened.standing.is_owner {
            for fault in definition.missing_of_passed(&line.values) {
                line.say_first(fault);
            }
            return;
        }
        let named = line.values.get(&definition.stage);
        if named.is_some_and(|named| *named != first.name) {
            let message = format!("新记录从“{}”开始，办理阶段不能由导入指定。", first.name);
            line.say(&definition.stage, message);
            line.values.remove(&definition.stage);
        }
        self.refuse_left_to_stages(line, None);
    }

    /// Says of a line that names a row by its number, and says too little to be a new one, that there is none.
    fn say_of_no_row(&self, line: &mut ReadLine) {
        let mut required = self.opened.register.definition.active();
        let is_part = required.any(|f| f.required && !self.columns.fields.contains_key(&f.code));
        if line.no > 0 && is_part {
            line.faults.clear();
            let message = format!(
                "没有第{}号记录。请核对编号；新的记录请写全必填的栏。",
                line.no
            );
            line.say("", message);
        }
    }

    fn left_to_stage(&self, field: &FieldSpec, before: Option<&Row>) -> Option<String> {
        let opened = self.opened;
        let definition = &opened.register.definition;
        left_to_stage(definition, field, before, opened.standing.is_owner)
    }

    /// Says of cells that they are filled in when a row comes to a stage, or by whoever handles it there.
    fn refuse_left_to_stages(&self, line: &mut ReadLine, before: Option<&Row>) {
        let definition = &self.opened.register.definition;
        if !definition.has_stages() {
            return;
        }
        for field in definition.active() {
            let code = &field.code;
            let kept = before.and_then(|row| row.values.get(code));
            let is_said = line.unread.contains_key(code) || line.values.get(code) != kept;
            let Some(message) = self.left_to_stage(field, before).filter(|_| is_said) else {
                continue;
            };
            line.faults.retain(|fault| fault.field != *code);
            line.say(code, message);
        }
    }

    fn effect_of(&mut self, line: ReadLine, before: Option<&Row>) -> Effect {
        let definition = &self.opened.register.definition;
        if !line.faults.is_empty() {
            let columns = self.columns;
            let name = |code: &str| definition.field(code).map(|field| field.name.clone());
            let marks = line.faults.into_iter().map(|fault| Mark {
                row: line.line,
                column: match fault.field.is_empty() {
                    true => columns.unit,
                    false => columns.fields.get(&fault.field).copied(),
                },
                name: name(&fault.field).unwrap_or_default(),
                message: fault.message,
            });
            self.marks.extend(marks);
            return Effect::Wrong;
        }
        match before {
            None => Effect::New(line.values),
            Some(before) => {
                let values = with_retired(definition, line.values, before);
                Effect::Changed(Box::new(before.clone()), values)
            }
        }
    }
}

/// What was covered stays as it is kept; a mask of nothing is wrong.
fn put_masks_back(
    definition: &Definition,
    line: &mut ReadLine,
    read: &mut Vec<CellFault>,
    before: Option<&Row>,
) {
    for (code, text) in std::mem::take(&mut line.masks) {
        let Some(field) = definition.field(&code) else {
            continue;
        };
        read.retain(|fault| fault.field != code);
        match unmasked(field, text, before) {
            Ok(kept) => _ = line.values.insert(code, kept),
            Err(fault) => line.faults.push(fault),
        }
    }
}
