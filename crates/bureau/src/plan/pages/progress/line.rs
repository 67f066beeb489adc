//! A target and how far it is, in words and as a bar.

use crate::{
    facts::DataItem,
    plan::{
        actions::{Line, LinePart},
        model::{
            commitment_word,
            milestone::{Light, light_rules},
            progress::Reach,
        },
    },
};

/// A target in a list.
pub(in crate::plan::pages) struct LineRow {
    pub(in crate::plan::pages) name: String,
    pub(in crate::plan::pages) goal: String,
    /// 确保, 力争; empty when the paper says neither.
    pub(in crate::plan::pages) commitment: &'static str,
    pub(in crate::plan::pages) value: String,
    /// 待核, where nobody has verified the value.
    pub(in crate::plan::pages) is_open: bool,
    pub(in crate::plan::pages) reach: &'static str,
    /// Kind of the tag of its state.
    pub(in crate::plan::pages) tag: &'static str,
    /// Name of its light; empty where no share can be told.
    pub(in crate::plan::pages) light: &'static str,
    /// Widths of the bar, at most 100; none where there is no share.
    pub(in crate::plan::pages) bar: Option<(i64, i64)>,
    pub(in crate::plan::pages) percent: String,
    pub(in crate::plan::pages) note: String,
    /// Name of the data item and where its source is told; empty where none was chosen.
    pub(in crate::plan::pages) source: String,
    pub(in crate::plan::pages) parts: Vec<PartRow>,
    pub(in crate::plan::pages) difference: String,
}

impl LineRow {
    /// Whether its light says how it stands: of what is not reached yet, against the time.
    pub(in crate::plan::pages) fn is_on_its_way(&self) -> bool {
        self.tag == tag(Reach::Short) && !self.light.is_empty()
    }
}

/// The part of a unit.
pub(in crate::plan::pages) struct PartRow {
    pub(in crate::plan::pages) unit: String,
    pub(in crate::plan::pages) goal: String,
    pub(in crate::plan::pages) value: String,
    pub(in crate::plan::pages) reach: &'static str,
    pub(in crate::plan::pages) tag: &'static str,
}

/// A line as it is shown.
pub(in crate::plan::pages) fn row(line: &Line, items: &[DataItem]) -> LineRow {
    let data = line
        .measure
        .as_ref()
        .and_then(|measure| items.iter().find(|item| item.code == measure.data_item));
    let reached = &line.reached;
    LineRow {
        name: line.name.clone(),
        goal: line.goal.clone(),
        commitment: commitment_word(line.commitment),
        value: line.value.clone(),
        is_open: line.is_open,
        reach: match line.measure {
            None => "未选数据来源",
            Some(_) => reached.reach.label(),
        },
        tag: tag(reached.reach),
        light: match line.measure {
            None => "",
            Some(_) => reached
                .light(line.time_percent, line.is_over, &light_rules())
                .map_or("", Light::name),
        },
        bar: reached
            .percent
            .map(|percent| (percent.clamp(0, 100), line.time_percent)),
        percent: reached
            .percent
            .map(|percent| format!("{percent}%"))
            .unwrap_or_default(),
        note: match line {
            line if line.is_changed => "目标已经修改，请确认数据来源是否还合适。".to_owned(),
            line if line.is_other_unit => {
                "数据项的计量单位与目标不是一回事，不能比较，请另选。".to_owned()
            }
            _ => reached.note.to_owned(),
        },
        source: data
            .map(|item| format!("{}（{}）", item.name, item.source.kind().label()))
            .unwrap_or_default(),
        parts: line.parts.iter().map(part).collect(),
        difference: match line.difference.as_str() {
            "" => String::new(),
            difference => format!("分解还没有定下来：{difference}"),
        },
    }
}

fn part(part: &LinePart) -> PartRow {
    PartRow {
        unit: part.unit_name.clone(),
        goal: part.goal.clone(),
        value: part.value.clone(),
        reach: part.reached.reach.label(),
        tag: tag(part.reached.reach),
    }
}

fn tag(reach: Reach) -> &'static str {
    match reach {
        Reach::Broken => "finding",
        Reach::Short => "open",
        Reach::Unknown => "plain",
        Reach::Reached => "done",
    }
}
