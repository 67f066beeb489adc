//! What a column holds, by its head.

use crate::understand::{heads::Heads, passage::CellRole};

/// A column of a table of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// 序号.
    Serial,
    /// 类别: a row header that may span rows.
    Category,
    /// Anything else.
    Cell(CellRole),
}

/// The longest column head.
const LONGEST_HEAD: usize = 16;

/// Heads of the column of serial numbers.
const SERIAL: &[&str] = &["序号", "编号"];
/// The same, cut short.
const SHORT_SERIAL: &[&str] = &["序", "号", "No", "NO", "No.", "NO."];
/// Heads of the column of row headers.
const CATEGORY: &[&str] = &[
    "类别",
    "板块",
    "领域",
    "分类",
    "工作类",
    "项目类",
    "一级指标",
];

/// Column heads and what they hold; the first that fits counts.
const HEADS: &[(&[&str], Column)] = &[
    (SERIAL, Column::Serial),
    // A person leads here, not a unit.
    (
        &[
            "牵头领导",
            "牵头县领导",
            "牵头市领导",
            "牵头区领导",
            "牵头校领导",
            "牵头人",
        ],
        Column::Cell(CellRole::Leader),
    ),
    (
        &["牵头", "主要责任单位", "主要责任部门", "主责", "主办"],
        Column::Cell(CellRole::Lead),
    ),
    (
        &[
            "配合",
            "协同",
            "协办",
            "协助",
            "协作",
            "参与单位",
            "参加单位",
        ],
        Column::Cell(CellRole::Support),
    ),
    (
        &[
            "分管",
            "责任领导",
            "责任人",
            "负责人",
            "包保领导",
            "挂钩领导",
            "联系领导",
            "县领导",
            "市领导",
            "区领导",
            "局领导",
            "领导",
        ],
        Column::Cell(CellRole::Leader),
    ),
    (
        &["时限", "时间", "期限", "完成日期", "截止日期", "节点"],
        Column::Cell(CellRole::Deadline),
    ),
    (
        &[
            "责任单位",
            "责任科室",
            "责任股室",
            "责任部门",
            "责任处室",
            "责任主体",
            "承办",
            "实施单位",
            "负责单位",
            "负责部门",
            "负责科室",
            "单位",
            "部门",
            "科室",
            "股室",
            "处室",
        ],
        Column::Cell(CellRole::Responsible),
    ),
    (
        &["量化目标", "量化指标", "目标要求", "目标值", "指标值"],
        Column::Cell(CellRole::Measure),
    ),
    (&["备注", "签字", "销号"], Column::Cell(CellRole::Other)),
    (CATEGORY, Column::Category),
    (
        &[
            "任务",
            "目标",
            "内容",
            "措施",
            "事项",
            "工作",
            "要求",
            "指标",
            "举措",
            "项目",
            "标准",
            "进展",
            "进度",
            "完成情况",
            "整改",
            "问题",
            "活动",
        ],
        Column::Cell(CellRole::Work),
    ),
];

/// Whether the words may be the head of a first column, a serial number or a category: asked of every
/// line of a text, and answered without a closer look for nearly all of them.
pub(super) fn may_be_first(words: &[char]) -> bool {
    const OF_SERIAL: Heads = Heads::ends_of(SERIAL);
    const OF_SHORT_SERIAL: Heads = Heads::of(SHORT_SERIAL);
    const OF_CATEGORY: Heads = Heads::ends_of(CATEGORY);
    words
        .iter()
        .any(|c| OF_SERIAL.hold(*c) || OF_SHORT_SERIAL.hold(*c) || OF_CATEGORY.hold(*c))
}

/// What a column with this head holds; nothing when the words are no column head.
pub(super) fn column(words: &str) -> Option<Column> {
    let head: String = words
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '|')
        .collect();
    if head.is_empty()
        || head.chars().count() > LONGEST_HEAD
        || head.contains(['。', '，', '；', '：', ':', '《'])
    {
        return None;
    }
    if SHORT_SERIAL.contains(&head.as_str()) {
        return Some(Column::Serial);
    }
    // 目标任务及时间节点: the work and, in its words, when.
    let work = ["任务", "目标", "内容", "措施", "举措"]
        .iter()
        .any(|word| head.contains(word));
    if work && (head.contains("时间") || head.contains("节点")) {
        return Some(Column::Cell(CellRole::Work));
    }
    HEADS
        .iter()
        .find(|(names, _)| names.iter().any(|name| head.contains(name)))
        .map(|(_, column)| *column)
}

#[cfg(test)]
mod tests {
    use super::{Column, column};
    use crate::understand::passage::CellRole;

    #[test]
    fn heads_of_columns_say_what_they_hold() {
        for (head, expected) in [
            ("序号 |", Some(Column::Serial)),
            ("分 管 县领导", Some(Column::Cell(CellRole::Leader))),
            ("牵头责任单位", Some(Column::Cell(CellRole::Lead))),
            ("牵头领导", Some(Column::Cell(CellRole::Leader))),
            ("主要责任单位", Some(Column::Cell(CellRole::Lead))),
            ("协同配合单位", Some(Column::Cell(CellRole::Support))),
            ("责任单位", Some(Column::Cell(CellRole::Responsible))),
            ("完成时限", Some(Column::Cell(CellRole::Deadline))),
            ("目标任务及时间节点", Some(Column::Cell(CellRole::Work))),
            ("量化目标", Some(Column::Cell(CellRole::Measure))),
            ("截止日期", Some(Column::Cell(CellRole::Deadline))),
            ("重点工作任务", Some(Column::Cell(CellRole::Work))),
            ("类别", Some(Column::Category)),
            ("全县教育", None),
        ] {
            assert_eq!(column(head), expected, "{head}");
        }
    }
}
