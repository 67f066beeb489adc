//! The figures of a roll-up, each leading to its rows.

use super::frame_of;
use crate::ledger::{
    actions::{self, Opened},
    model::{Condition, Definition, FieldKind, Measure, RollupSpec, RowState},
    paths,
    policy::Glance,
    store::{Inside, KeptTally, Query},
};
use askama::Template;
use base::{Grain, TimePeriod};
use shell::{At, Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "ledger/pages/rollup.html")]
struct RollupPage {
    frame: Frame,
    unit: String,
    rows: Vec<Line>,
    feeds: Option<Feeds>,
}

/// The data item that the figures go to.
struct Feeds {
    name: String,
    href: String,
    /// Why it takes none of them; empty when it does.
    why_not: &'static str,
}

struct Line {
    period: String,
    unit: String,
    figure: String,
    /// The list with the filters of the figure; empty where they would tell what is covered.
    href: String,
    n_rows: i64,
}

pub(super) async fn show(visit: Visit, At((code, rollup)): At<(String, String)>) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    let sheet = actions::rollup_sheet(&visit, &opened, &rollup).await?;
    let (rollup, tallies) = (sheet.rollup, sheet.tallies);
    let is_open = Counted::of(&opened, rollup).is_some();
    let rows = tallies.iter().map(|tally| Line {
        period: tally.period.label(),
        unit: opened.house.name(tally.unit).to_owned(),
        figure: tally
            .tally
            .figure(rollup, &opened.register.definition)
            .map(|figure| crate::ledger::model::with_thousands(&figure))
            .unwrap_or_default(),
        href: match is_open {
            true => paths::list(&code, &query_of(rollup, tally)),
            false => String::new(),
        },
        n_rows: tally.tally.n_rows,
    });
    let feeds = sheet.feeds.map(|fed| Feeds {
        href: crate::facts::page_of_item(&fed.item.code),
        why_not: match (fed.is_retired, fed.is_source) {
            (true, _) => "已停用，这里照常汇总，不再供给它",
            (false, false) => "另有来源，这里的数不供给它",
            (false, true) => "",
        },
        name: fed.item.name,
    });
    visit.page(&RollupPage {
        feeds,
        rows: rows.collect(),
        unit: match rollup.measure {
            Measure::Share => "%".to_owned(),
            _ => rollup.unit.clone(),
        },
        frame: frame_of(&visit, &opened, Some(rollup.name.clone())).lead(words_of(&opened, rollup)),
    })
}

/// The address of the list that shows the rows of a figure.
fn query_of(rollup: &RollupSpec, tally: &KeptTally) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let month = |day: base::day::Date| format!("{:04}-{:02}", day.year(), day.month());
    query.append_pair("rollup", &rollup.code);
    query.append_pair("from", &month(tally.period.first()));
    query.append_pair("to", &month(tally.period.last()));
    if rollup.period_grain() == Grain::Week {
        query.append_pair("week", &tally.period.to_string());
    }
    if !rollup.whole_bureau {
        query.append_pair("unit", &tally.unit.to_string());
    }
    if rollup.verified_only {
        query.append_pair("state", RowState::Verified.code());
    }
    query.finish()
}

/// The rows a roll-up counts, for whoever sees what it counts them by.
pub(super) struct Counted<'a> {
    definition: &'a Definition,
    rollup: &'a RollupSpec,
    /// Whether the number that is added up is seen whole: where it is, covered ones are not told apart.
    sees_number: bool,
}

impl<'a> Counted<'a> {
    /// Nothing for whom a condition is covered: rows that are picked by it would tell it.
    pub(super) fn of(opened: &'a Opened, rollup: &'a RollupSpec) -> Option<Self> {
        let definition = &opened.register.definition;
        let glance = |code: &str| {
            let field = definition.field(code);
            field.map_or(Glance::Whole, |field| opened.standing.glance_of_list(field))
        };
        let mut conditions = rollup.filter.iter();
        conditions
            .all(|condition| glance(&condition.field) > Glance::Masked)
            .then(|| Self {
                definition,
                rollup,
                sees_number: glance(&rollup.field) == Glance::Whole,
            })
    }

    /// Narrows a query to these rows; a figure of a week says which.
    pub(super) fn narrow(&self, week: &str, query: &mut Query) {
        for condition in &self.rollup.filter {
            let field = self.definition.field(&condition.field);
            let place = field.and_then(|field| field.slot_in('c'));
            let choice = place.and_then(|place| query.choices.get_mut(place));
            match choice {
                // By a column of choices the kept totals answer.
                Some(choice) if choice.is_empty() => choice.clone_from(&condition.one_of),
                _ => query.inside.push(Inside::OneOf(
                    condition.field.clone(),
                    condition.one_of.clone(),
                )),
            }
        }
        match self.rollup.measure {
            Measure::Count | Measure::Share => {}
            Measure::Distinct => query.inside.push(Inside::Person),
            // Missing is not zero: such a row is not counted.
            Measure::Sum | Measure::Average if self.sees_number => {
                query.inside.push(Inside::Filled(self.rollup.field.clone()));
            }
            Measure::Sum | Measure::Average => {}
        }
        let period = self.definition.field(&self.definition.period);
        if let (Ok(week), Some(field)) = (week.parse::<TimePeriod>(), period) {
            query.inside.push(match field.kind {
                FieldKind::Date => Inside::Between(
                    field.code.clone(),
                    week.first().to_string(),
                    week.last().to_string(),
                ),
                _ => Inside::OneOf(field.code.clone(), vec![week.to_string()]),
            });
        }
    }

    /// What is said above the list.
    pub(super) fn words(&self) -> String {
        let conditions = conditions_in_words(self.definition, self.rollup);
        let of = match conditions.is_empty() {
            true => String::new(),
            false => format!("（{conditions}）"),
        };
        format!("只列出计入汇总“{}”的记录{of}。", self.rollup.name)
    }
}

fn conditions_in_words(definition: &Definition, rollup: &RollupSpec) -> String {
    let name = |condition: &Condition| {
        let field = definition.field(&condition.field);
        let name = field.map_or("", |field| field.name.as_str());
        format!("{name}为{}", condition.one_of.join("或"))
    };
    let conditions: Vec<String> = rollup.filter.iter().map(name).collect();
    conditions.join("，")
}

fn words_of(opened: &Opened, rollup: &RollupSpec) -> String {
    let conditions = conditions_in_words(&opened.register.definition, rollup);
    let counted = match rollup.verified_only {
        true => "只计已核的记录",
        false => "记录一改就重新计算",
    };
    let of = match conditions.is_empty() {
        true => String::new(),
        false => format!("（{conditions}）"),
    };
    format!(
        "按{}{}{of}，{counted}。点击数字查看记录。",
        rollup.period_grain().label(),
        rollup.measure.label()
    )
}
