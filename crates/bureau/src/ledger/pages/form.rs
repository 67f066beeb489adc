//! 登记、修改 a row.

use super::{frame_of, locked, row_number};
use crate::ledger::{
    actions::{self, Opened, Saved, own_unit},
    model::{CellFault, FieldKind, FieldSpec, Row, Values, file_name, left_to_stage},
    paths,
};
use ::store::Error;
use askama::Template;
use base::{Grain, TimePeriod, actor::UnitId, day::Date};
use shell::{At, Field, Frame, Reply, Result, Upload, Visit};
use std::collections::BTreeMap;

/// Endings of files that are kept in a row.
const ENDINGS: [&str; 14] = [
    "pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "jpg", "jpeg", "png", "ofd",
    "zip",
];

#[derive(Template)]
#[template(path = "ledger/pages/form.html")]
struct FormPage {
    frame: Frame,
    action: String,
    version: i64,
    units: Vec<(String, String)>,
    unit: String,
    unit_error: String,
    controls: Vec<Control>,
    has_conflict: bool,
    is_wrong: bool,
    is_new: bool,
    /// Why numbers of a locked period change, where that is asked for.
    correction: Field,
    /// The stages of which the form asks nothing yet; empty when there are none.
    later: String,
}

/// A field as the form draws it.
#[derive(Default)]
struct Control {
    code: String,
    name: String,
    help: String,
    source: String,
    unit: String,
    required: bool,
    value: String,
    error: String,
    /// `text`, `long`, `number`, `date`, `choice`, `ticks`, `file`, `formula`, `offered`.
    shape: &'static str,
    options: Vec<(String, String)>,
    chosen: Vec<String>,
    file: String,
    /// A file that came with the form before it was refused; it is not of the row yet.
    sent: String,
    /// What is shown in the place of a covered value: it stays unless something else is put in.
    mask: String,
    is_cleared: bool,
}

impl Control {
    fn is_chosen(&self, value: &str) -> bool {
        self.value == value || self.chosen.iter().any(|chosen| chosen == value)
    }
}

/// What stands in the fields: typed, or kept.
type Texts = BTreeMap<String, String>;

pub(super) async fn new(visit: Visit, At(code): At<String>) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    let unit = own_unit(&visit, &opened);
    opened.standing.may_add()?;
    let draft = Draft {
        unit: unit.map(|unit| unit.to_string()).unwrap_or_default(),
        ..Draft::default()
    };
    visit.page(&page(&visit, &opened, None, draft).await?)
}

pub(super) async fn create(visit: Visit, At(code): At<String>, upload: Upload) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    opened.standing.may_add()?;
    let mut draft = Draft::posted(&visit, &opened, upload, None).await?;
    if !draft.faults.is_empty() {
        return visit.invalid(&page(&visit, &opened, None, draft).await?);
    }
    let Some(unit) = draft.unit.parse::<UnitId>().ok() else {
        draft.unit_error = "请选择填报单位。".to_owned();
        return visit.invalid(&page(&visit, &opened, None, draft).await?);
    };
    let texts = draft.texts.clone();
    let typed = |field: &FieldSpec| texts.get(&field.code).cloned().unwrap_or_default();
    match actions::create(&visit, &code, unit, (&typed, &draft.correction.value)).await {
        Ok(Ok(no)) => visit.done(
            format!("已登记，编号第{no}号，等待核对。"),
            paths::of_row(paths::ROW, &code, no),
        ),
        Ok(Err(faults)) => {
            draft.faults = faults;
            visit.invalid(&page(&visit, &opened, None, draft).await?)
        }
        Err(error) => {
            draft.ask_reason(error)?;
            visit.invalid(&page(&visit, &opened, None, draft).await?)
        }
    }
}

pub(super) async fn edit(visit: Visit, At((code, row)): At<(String, String)>) -> Result<Reply> {
    let no = row_number(&row)?;
    let opened = actions::open(&visit, &code).await?;
    let sheet = actions::row_sheet(&visit, &opened, no).await?;
    opened.standing.may_change(&sheet.row)?;
    let draft = Draft::kept(&opened, &sheet.row);
    visit.page(&page(&visit, &opened, Some(no), draft).await?)
}

pub(super) async fn change(
    visit: Visit,
    At((code, row)): At<(String, String)>,
    upload: Upload,
) -> Result<Reply> {
    let no = row_number(&row)?;
    let opened = actions::open(&visit, &code).await?;
    let sheet = actions::row_sheet(&visit, &opened, no).await?;
    let mut draft = Draft::posted(&visit, &opened, upload, Some(&sheet.row)).await?;
    if !draft.faults.is_empty() {
        return visit.invalid(&page(&visit, &opened, Some(no), draft).await?);
    }
    let Some(unit) = draft.unit.parse::<UnitId>().ok() else {
        draft.unit_error = "请选择填报单位。".to_owned();
        return visit.invalid(&page(&visit, &opened, Some(no), draft).await?);
    };
    let texts = draft.texts.clone();
    let typed = |field: &FieldSpec| texts.get(&field.code).cloned().unwrap_or_default();
    match actions::change(
        &visit,
        &code,
        (no, draft.version),
        unit,
        (&typed, &draft.correction.value),
    )
    .await
    {
        Ok(Saved::Done(no, followed)) => visit.done(
            format!("已保存。{followed}"),
            paths::of_row(paths::ROW, &code, no),
        ),
        Ok(Saved::Same(no)) => visit.done_but("没有改动。", paths::of_row(paths::ROW, &code, no)),
        Ok(Saved::Faulty(faults)) => {
            draft.faults = faults;
            visit.invalid(&page(&visit, &opened, Some(no), draft).await?)
        }
        Err(Error::Conflict) => {
            let now = actions::row_sheet(&visit, &opened, no).await?;
            draft.version = now.row.version;
            draft.has_conflict = true;
            visit.conflict(&page(&visit, &opened, Some(no), draft).await?)
        }
        Err(error) => {
            draft.ask_reason(error)?;
            visit.invalid(&page(&visit, &opened, Some(no), draft).await?)
        }
    }
}

/// A form on its way.
#[derive(Debug, Default)]
struct Draft {
    unit: String,
    unit_error: String,
    version: i64,
    texts: Texts,
    faults: Vec<CellFault>,
    has_conflict: bool,
    /// Why numbers of a locked period change.
    correction: Field,
    /// Masks of what this person does not see whole.
    masks: Texts,
    /// The row as it is kept, by which its stage is known.
    before: Option<Row>,
}

/// The masks of a row's covered fields.
fn masks_of(opened: &Opened, row: &Row) -> Texts {
    let fields = opened.register.definition.active();
    fields
        .filter_map(|field| Some((field.code.clone(), opened.mask(field, row)?)))
        .collect()
}

impl Draft {
    /// Asks for the reason where an error says that it is wanting; any other stays an error.
    fn ask_reason(&mut self, error: Error) -> ::store::Result<()> {
        let Some(refusal) = locked::wants_reason(&error) else {
            return Err(error);
        };
        self.correction = locked::reason(&self.correction.value, Some(refusal));
        Ok(())
    }

    fn kept_text(&self, field: &FieldSpec) -> Option<&String> {
        self.before.as_ref()?.values.get(&field.code)
    }

    fn kept(opened: &Opened, row: &Row) -> Self {
        let definition = &opened.register.definition;
        let masks = masks_of(opened, row);
        Self {
            unit: row.unit.to_string(),
            version: row.version,
            texts: definition
                .active()
                .filter_map(|field| {
                    let kept = row.values.get(&field.code)?;
                    let text = masks.get(&field.code).unwrap_or(kept);
                    Some((field.code.clone(), text.clone()))
                })
                .collect(),
            masks,
            before: Some(row.clone()),
            ..Self::default()
        }
    }

    /// What was posted; files are kept at once, and a field without a new file keeps the old one.
    async fn posted(
        visit: &Visit,
        opened: &Opened,
        upload: Upload,
        before: Option<&Row>,
    ) -> Result<Self> {
        let posted = &upload.posted;
        let mut draft = Self {
            unit: posted.get("unit").to_owned(),
            version: posted.get("version").parse().unwrap_or_default(),
            correction: locked::reason(posted.get(locked::REASON), None),
            masks: before.map(|row| masks_of(opened, row)).unwrap_or_default(),
            before: before.cloned(),
            ..Self::default()
        };
        let kept: Values = before.map(|row| row.values.clone()).unwrap_or_default();
        for field in opened.register.definition.active() {
            let name = format!("v.{}", field.code);
            let kept_text = || kept.get(&field.code).cloned().unwrap_or_default();
            let is_hidden = field.kind != FieldKind::MultiChoice && !posted.holds(&name);
            let text = match field.kind {
                // A stage is entered by moving on, whatever is sent; what was not on the form stays.
                _ if opened.register.definition.is_moved(field) => kept_text(),
                kind if kind != FieldKind::File && is_hidden => kept_text(),
                FieldKind::MultiChoice => posted.all(&name).collect::<Vec<_>>().join("、"),
                FieldKind::File => match posted.has(&format!("{name}.none"))
                    || draft.masks.contains_key(&field.code)
                {
                    true => String::new(),
                    false => match sent_before(visit, posted.get(&format!("{name}.sent"))).await? {
                        Some(sent) => sent,
                        None => kept_text(),
                    },
                },
                _ => posted.raw(&name).to_owned(),
            };
            let mask = draft.masks.get(&field.code);
            let is_cleared = posted.has(&format!("{name}.none"));
            // An empty field in the place of a mask says that nothing is changed.
            let text = match mask.filter(|_| text.trim().is_empty() && !is_cleared) {
                Some(mask) => mask.clone(),
                None => text,
            };
            draft.texts.insert(field.code.clone(), text);
        }
        for file in upload.files {
            let Some(code) = file.field.strip_prefix("v.") else {
                continue;
            };
            let is_file = |field: &FieldSpec| field.kind == FieldKind::File;
            if !opened.register.definition.field(code).is_some_and(is_file) {
                continue;
            }
            let ending = file
                .name
                .rsplit('.')
                .next()
                .unwrap_or_default()
                .to_lowercase();
            if !ENDINGS.contains(&ending.as_str()) {
                draft.faults.push(CellFault {
                    field: code.to_owned(),
                    message: "这类文件不能作为附件，请上传文档、表格、图片或压缩包。".to_owned(),
                });
                continue;
            }
            let hash = visit.files.put(file.bytes).await?;
            let name = file.name.replace('|', "_");
            draft
                .texts
                .insert(code.to_owned(), format!("{hash}|{name}"));
        }
        Ok(draft)
    }
}

/// A file that came with the form before it was refused: it need not be chosen again.
async fn sent_before(visit: &Visit, sent: &str) -> ::store::Result<Option<String>> {
    let Some((hash, _)) = sent.split_once('|') else {
        return Ok(None);
    };
    match visit.files.get(hash).await {
        Ok(_) => Ok(Some(sent.to_owned())),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn page(visit: &Visit, opened: &Opened, no: Option<i64>, draft: Draft) -> Result<FormPage> {
    let definition = &opened.register.definition;
    let offered = actions::lookup_keys(visit, definition).await?;
    let is_empty = |field: &FieldSpec| draft.texts.get(&field.code).is_none_or(String::is_empty);
    let is_right = |field: &FieldSpec| draft.faults.iter().all(|f| f.field != field.code);
    let none = Values::new();
    let stage_values = draft.before.as_ref().map_or(&none, |row| &row.values);
    let is_left = |field: &FieldSpec| {
        left_to_stage(
            definition,
            field,
            draft.before.as_ref(),
            opened.standing.is_owner,
        )
        .is_some()
    };
    // What a later stage asks for is asked then; what is filled in already can be corrected.
    let waits = |field: &&FieldSpec| {
        let is_later = || {
            field.kind != FieldKind::MultiChoice
                && definition.is_for_later(field, stage_values)
                && is_empty(field)
                && is_right(field)
        };
        is_left(field) || is_later()
    };
    let asked = || {
        definition
            .active()
            .filter(|field| !definition.is_moved(field))
    };
    let (later, left): (Vec<&FieldSpec>, Vec<&FieldSpec>) =
        asked().filter(waits).partition(|field| is_empty(field));
    let controls: Vec<Control> = asked()
        .filter(|field| !waits(field))
        .map(|field| {
            let keys = offered.get(&field.code).cloned().unwrap_or_default();
            control(opened, field, &draft, keys, visit.today())
        })
        .collect();
    let of_row: Vec<&str> = draft
        .faults
        .iter()
        .filter(|fault| fault.field.is_empty())
        .map(|fault| fault.message.as_str())
        .collect();
    let mut units: Vec<(String, String)> = opened
        .standing
        .fillable(opened.house.units())
        .iter()
        .map(|unit| (unit.id.to_string(), unit.short_name.clone()))
        .collect();
    // Who handles a row of another unit leaves it with that unit.
    if no.is_some() && units.is_empty() {
        let name = opened.house.kept_name(&draft.unit).to_owned();
        units.push((draft.unit.clone(), name));
    }
    let code = &definition.code;
    let said = |fields: Vec<&FieldSpec>, words: &str| {
        let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        match names.is_empty() {
            true => String::new(),
            false => format!("{}{words}", names.join("、")),
        }
    };
    let mut later = said(later, "在办理到相应阶段时再填，这里不用填。");
    later += &said(left, "由归口科室填写，这里不改。");
    let (title, action) = match no {
        None => ("登记一条".to_owned(), paths::of(paths::NEW_ROW, code)),
        Some(no) => (
            format!("修改第{no}号"),
            paths::of_row(paths::EDIT_ROW, code, no),
        ),
    };
    Ok(FormPage {
        frame: frame_of(visit, opened, Some(title)).lead(definition.purpose.clone()),
        action,
        version: draft.version,
        units,
        unit: draft.unit.clone(),
        unit_error: match draft.unit_error.is_empty() {
            true => of_row.join(""),
            false => draft.unit_error.clone(),
        },
        controls,
        has_conflict: draft.has_conflict,
        is_wrong: !draft.faults.is_empty()
            || !draft.unit_error.is_empty()
            || draft.correction.required,
        correction: draft.correction,
        is_new: no.is_none(),
        later,
    })
}

fn control(
    opened: &Opened,
    field: &FieldSpec,
    draft: &Draft,
    keys: Vec<String>,
    today: Date,
) -> Control {
    let mask = draft.masks.get(&field.code).cloned().unwrap_or_default();
    let mut value = draft.texts.get(&field.code).cloned().unwrap_or_default();
    let is_cleared = !mask.is_empty() && value.is_empty();
    if value == mask && field.kind != FieldKind::Formula {
        value.clear();
    }
    let same = |options: &[String]| options.iter().map(|o| (o.clone(), o.clone())).collect();
    let (shape, options): (&'static str, Vec<(String, String)>) = match field.kind {
        FieldKind::Text | FieldKind::Person => ("text", Vec::new()),
        FieldKind::LongText => ("long", Vec::new()),
        FieldKind::Number | FieldKind::Money => ("number", Vec::new()),
        FieldKind::Date => ("date", Vec::new()),
        FieldKind::Period => ("choice", periods(field.period_grain(), today, &value)),
        FieldKind::Choice => ("choice", same(&field.options)),
        FieldKind::MultiChoice => ("ticks", same(&field.options)),
        FieldKind::YesNo => ("choice", same(&["是".to_owned(), "否".to_owned()])),
        FieldKind::Unit => (
            "choice",
            opened
                .house
                .units()
                .iter()
                .map(|unit| (unit.id.to_string(), unit.short_name.clone()))
                .collect(),
        ),
        FieldKind::File => ("file", Vec::new()),
        FieldKind::Formula => ("formula", Vec::new()),
        FieldKind::Lookup => ("offered", same(&keys)),
    };
    let fault = draft.faults.iter().find(|fault| fault.field == field.code);
    Control {
        code: field.code.clone(),
        name: field.name.clone(),
        help: field.help.clone(),
        source: field.source.clone(),
        unit: field.unit.clone(),
        required: field.required && mask.is_empty(),
        is_cleared,
        chosen: value.split('、').map(str::to_owned).collect(),
        file: match field.kind {
            FieldKind::File => file_name(&value).to_owned(),
            _ => String::new(),
        },
        sent: match field.kind {
            FieldKind::File if draft.kept_text(field) != Some(&value) => value.clone(),
            _ => String::new(),
        },
        value: match field.kind {
            FieldKind::Formula if mask.is_empty() => field.shown(&value),
            _ => value,
        },
        error: fault.map(|fault| fault.message.clone()).unwrap_or_default(),
        mask,
        shape,
        options,
    }
}

/// The periods of the years around today, newest first, and the one that is kept.
fn periods(grain: Grain, today: Date, kept: &str) -> Vec<(String, String)> {
    let mut periods: Vec<TimePeriod> = (today.year() - 2..=today.year() + 1)
        .flat_map(|year| TimePeriod::all_of(grain, year))
        .collect();
    if let Ok(kept) = kept.parse::<TimePeriod>()
        && !periods.contains(&kept)
    {
        periods.push(kept);
    }
    periods.sort();
    periods.reverse();
    periods
        .into_iter()
        .map(|period| (period.to_string(), period.label()))
        .collect()
}
