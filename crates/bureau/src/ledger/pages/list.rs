//! The rows of a register: filters, states, totals, saved views.

use super::{
    days::{self, DayWords},
    filters::{FilterControl, Filters, controls},
    frame_of, judge,
};
use crate::ledger::{
    actions::{self, Listed, MOST_PAGED, Opened, People},
    model::{FieldKind, FieldSpec, Personal, Row, RowState},
    paths,
    policy::Glance,
    store::{MOST_COUNTED, MOST_WITH_PEOPLE},
};
use askama::Template;
use base::Refusal;
use shell::{Asked, At, Frame, Posted, Reply, Result, Visit};

/// Rows on a page.
const PER_PAGE: i64 = 50;
/// Columns of a list; the rest is on the page of the row.
const MOST_COLUMNS: usize = 9;

#[derive(Template)]
#[template(path = "ledger/pages/list.html")]
struct ListPage {
    frame: Frame,
    code: String,
    may_fill: bool,
    verifies: bool,
    defines: bool,
    has_period: bool,
    filters: Filters,
    controls: Vec<FilterControl>,
    units: Vec<(String, String)>,
    unit: String,
    tabs: Vec<Tab>,
    columns: Vec<Column>,
    rows: Vec<Line>,
    /// What was typed beside the acts, and why nothing came of it.
    comment: String,
    refusal: String,
    /// Under each column, what it adds up to.
    totals: Vec<String>,
    words_of_total: String,
    is_cut: bool,
    is_sorted: bool,
    /// How many lie in the bin; nothing for whom it is none to look into.
    n_binned: Option<i64>,
    pager: Option<Pager>,
    views: Vec<ViewLink>,
    rollups: Vec<(String, String)>,
    /// The roll-up whose rows are listed; empty where they are not picked by one.
    counted: String,
    kept_query: String,
    /// Whether what is personal may be taken out.
    takes_out_personal: bool,
    /// Whether the register holds anything personal, which the plain export leaves out.
    is_personal: bool,
    /// Whether it does and is this person's to erase it when its term is over.
    sees_terms: bool,
    /// How long what is personal is kept.
    keeping: String,
}

struct Tab {
    word: &'static str,
    href: String,
    n_rows: i64,
    is_current: bool,
}

struct Column {
    name: String,
    is_number: bool,
    /// Where to sort by it; empty where that is not offered.
    href: String,
    /// How it is sorted now; empty where it is not, so that one arrow says one order.
    order: &'static str,
}

pub(super) struct Line {
    pub(super) no: i64,
    pub(super) href: String,
    pub(super) unit: String,
    pub(super) state: RowState,
    is_ticked: bool,
    /// Days that are past, or near where that was asked for: 「计划竣工日期已过13天」.
    due: Vec<DayWords>,
    pub(super) cells: Vec<ShownCell>,
}

pub(super) struct ShownCell {
    pub(super) label: String,
    pub(super) text: String,
    pub(super) is_number: bool,
}

struct Pager {
    from: i64,
    to: i64,
    total: i64,
    previous: String,
    next: String,
}

struct ViewLink {
    name: String,
    href: String,
    is_shared: bool,
    /// Where it is taken away; empty for those of others.
    forget: String,
}

impl ViewLink {
    fn forget_word(&self) -> String {
        format!("删除视图“{}”", self.name)
    }
}

/// What was ticked and typed below the list where something was in its way.
#[derive(Default)]
struct Kept {
    numbers: Vec<i64>,
    comment: String,
    refusal: String,
}

pub(super) async fn show(
    visit: Visit,
    At(code): At<String>,
    Asked(pairs): Asked<Vec<(String, String)>>,
) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    visit.page(&page(&visit, &opened, pairs, Kept::default()).await?)
}

/// The list as it was, with what was ticked and typed, and why nothing came of it.
pub(super) async fn again(
    visit: &Visit,
    opened: &Opened,
    refusal: Refusal,
    posted: &Posted,
) -> Result<Reply> {
    let pairs = form_urlencoded::parse(posted.get("query").as_bytes());
    let kept = Kept {
        numbers: judge::numbers(posted),
        comment: posted.get("comment").to_owned(),
        refusal: format!("{}{}", refusal.what, refusal.next),
    };
    visit.invalid(&page(visit, opened, pairs.into_owned().collect(), kept).await?)
}

async fn page(
    visit: &Visit,
    opened: &Opened,
    pairs: Vec<(String, String)>,
    kept: Kept,
) -> Result<ListPage> {
    let code = opened.register.definition.code.clone();
    let filters = Filters::new(pairs);
    let query = filters.query(opened);
    let last_page = MOST_PAGED / PER_PAGE;
    let page = filters.page().min(last_page);
    let state = query.state;
    let offset = (page - 1) * PER_PAGE;
    let listed = actions::list(visit, opened, query, (PER_PAGE, offset)).await?;
    let views = actions::views(visit, opened).await?;
    let own_account = visit.actor.account.to_string();
    let views = views.into_iter().map(|view| ViewLink {
        forget: match view.account_id == own_account {
            true => paths::forget_view(&code, &view.id),
            false => String::new(),
        },
        href: paths::list(&code, &view.query),
        is_shared: view.is_shared,
        name: view.name,
    });
    let definition = &opened.register.definition;
    let fields = shown_fields(opened);
    let asks_for_days = ["late", "expiry"]
        .iter()
        .any(|name| !filters.get(name).is_empty());
    let is_personal = definition
        .active()
        .any(|field| field.personal != Personal::None);
    Ok(ListPage {
        frame: frame_of(visit, opened, None).lead(definition.purpose.clone()),
        may_fill: opened.standing.fills_in(),
        verifies: opened.standing.verifies,
        defines: opened.standing.defines,
        has_period: !definition.period.is_empty(),
        controls: controls(opened, &filters),
        units: unit_choices(opened),
        unit: filters.get("unit").to_owned(),
        tabs: tabs(&code, &filters, &listed, state),
        columns: columns(opened, &filters, &fields),
        totals: totals(opened, &fields, &listed),
        words_of_total: words_of_total(&listed),
        rows: listed
            .rows
            .iter()
            .map(|row| Line {
                is_ticked: kept.numbers.contains(&row.no),
                due: days::words(opened, row, (visit.today(), asks_for_days)),
                ..line(opened, &fields, row)
            })
            .collect(),
        comment: kept.comment,
        refusal: kept.refusal,
        is_cut: listed.totals.is_cut,
        is_sorted: listed.is_sorted,
        n_binned: opened.standing.sees_bin().then_some(listed.n_binned),
        pager: pager(&code, &filters, page, &listed),
        views: views.collect(),
        rollups: definition
            .rollups
            .iter()
            .map(|rollup| (paths::rollup(&code, &rollup.code), rollup.name.clone()))
            .collect(),
        counted: filters
            .rollup(opened)
            .map(|counted| counted.words())
            .unwrap_or_default(),
        kept_query: filters.kept(),
        takes_out_personal: opened.standing.takes_out_personal(definition.active()),
        is_personal,
        keeping: definition.keeping.in_words(definition),
        sees_terms: is_personal && opened.standing.may_erase().is_ok(),
        filters,
        code,
    })
}

/// The columns of a list.
pub(super) fn shown_fields(opened: &Opened) -> Vec<&FieldSpec> {
    let is_short =
        |field: &&FieldSpec| !matches!(field.kind, FieldKind::LongText | FieldKind::File);
    let fields = opened.register.definition.active().filter(is_short);
    fields.take(MOST_COLUMNS).collect()
}

fn unit_choices(opened: &Opened) -> Vec<(String, String)> {
    let seen = opened
        .house
        .units()
        .iter()
        .filter(|unit| opened.standing.sees(unit.id));
    seen.map(|unit| (unit.id.to_string(), unit.short_name.clone()))
        .collect()
}

fn tabs(code: &str, filters: &Filters, listed: &Listed, current: Option<RowState>) -> Vec<Tab> {
    let n_of = |state| {
        listed
            .totals
            .by_state
            .get(&state)
            .copied()
            .unwrap_or_default()
    };
    let all = Tab {
        word: "全部",
        href: paths::list(code, &filters.with("state", "")),
        n_rows: RowState::ALL.into_iter().map(n_of).sum(),
        is_current: current.is_none(),
    };
    let states = RowState::ALL.into_iter().map(|state| Tab {
        word: state.label(),
        href: paths::list(code, &filters.with("state", state.code())),
        n_rows: n_of(state),
        is_current: current == Some(state),
    });
    std::iter::once(all).chain(states).collect()
}

fn columns(opened: &Opened, filters: &Filters, fields: &[&FieldSpec]) -> Vec<Column> {
    let code = &opened.register.definition.code;
    let is_open = |field: &FieldSpec| opened.standing.glance_of_list(field) == Glance::Whole;
    let sort = filters.get("sort");
    fields
        .iter()
        .map(|field| {
            let descending = format!("-{}", field.code);
            let order = match sort {
                sort if sort == field.code => "ascending",
                sort if sort == descending => "descending",
                _ => "",
            };
            let next = if sort == descending {
                &field.code
            } else {
                &descending
            };
            Column {
                name: match field.unit.is_empty() {
                    true => field.name.clone(),
                    false => format!("{}（{}）", field.name, field.unit),
                },
                is_number: field.kind.is_number(),
                href: match !field.slot.is_empty() && is_open(field) {
                    false => String::new(),
                    true => paths::list(code, &filters.with("sort", next)),
                },
                order,
            }
        })
        .collect()
}

/// A row as the list draws it.
pub(super) fn line(opened: &Opened, fields: &[&FieldSpec], row: &Row) -> Line {
    let code = &opened.register.definition.code;
    Line {
        no: row.no,
        href: paths::of_row(paths::ROW, code, row.no),
        unit: opened.house.name(row.unit).to_owned(),
        state: row.state,
        is_ticked: false,
        due: Vec::new(),
        cells: fields
            .iter()
            .map(|field| ShownCell {
                label: field.name.clone(),
                text: shown(opened, field, row),
                is_number: field.kind.is_number(),
            })
            .collect(),
    }
}

/// A value of a row as this person sees it.
pub(super) fn shown(opened: &Opened, field: &FieldSpec, row: &Row) -> String {
    let kept = row.values.get(&field.code).map_or("", String::as_str);
    opened.seen(field, row.unit, kept)
}

fn totals(opened: &Opened, fields: &[&FieldSpec], listed: &Listed) -> Vec<String> {
    // Narrowed to one row, a sum says what is covered in it.
    let is_open = |field: &FieldSpec| opened.standing.glance_of_list(field) == Glance::Whole;
    let total = |field: &&FieldSpec| {
        let slot = field.slot_in('n')?;
        let sum = listed.totals.sums.get(slot)?;
        let is_missing = listed.n_filled.is_some_and(|n| n.get(slot) == Some(&0));
        let shown = || match is_missing {
            true => "未填".to_owned(),
            false => field.minor_in_words(*sum),
        };
        (!listed.totals.is_cut && field.adds_up() && is_open(field)).then(shown)
    };
    fields
        .iter()
        .map(|field| total(field).unwrap_or_default())
        .collect()
}

fn words_of_total(listed: &Listed) -> String {
    let n_rows = crate::ledger::model::with_thousands(&listed.totals.n_rows.to_string());
    let counted = match listed.totals.is_cut {
        true => format!("超过{MOST_COUNTED}条"),
        false => format!("{n_rows}条"),
    };
    match listed.people {
        People::Counted(n_people) => format!("合计：{counted}，涉及{n_people}人"),
        People::TooManyRows => {
            format!("合计：{counted}（筛选到{MOST_WITH_PEOPLE}条以内时显示涉及的人数）")
        }
        People::NotToldApart => format!("合计：{counted}"),
    }
}

fn pager(code: &str, filters: &Filters, page: i64, listed: &Listed) -> Option<Pager> {
    let total = listed.totals.n_rows;
    let from = (page - 1) * PER_PAGE + 1;
    let to = (page * PER_PAGE).min(total);
    let link = |page: i64| paths::list(code, &filters.with("page", &page.to_string()));
    let may_go_on = to < total && to < MOST_PAGED;
    (total > PER_PAGE).then(|| Pager {
        from,
        to,
        total,
        previous: if page > 1 {
            link(page - 1)
        } else {
            String::new()
        },
        next: if may_go_on {
            link(page + 1)
        } else {
            String::new()
        },
    })
}

/// Keeps the filters as a view.
pub(super) async fn keep_view(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    // Written as an address has it, whatever was sent.
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form_urlencoded::parse(posted.get("query").as_bytes()))
        .finish();
    let name = posted.get("name").to_owned();
    let is_shared = posted.has("shared");
    actions::keep_view(&visit, &opened, &name, &query, is_shared).await?;
    visit.done(format!("已保存视图“{name}”。"), paths::list(&code, &query))
}

/// Takes a view away.
pub(super) async fn forget_view(
    visit: Visit,
    At((code, view)): At<(String, String)>,
    _posted: Posted,
) -> Result<Reply> {
    actions::open(&visit, &code).await?;
    actions::forget_view(&visit, &view).await?;
    visit.done("已删除视图。", paths::of(paths::LIST, &code))
}
