//! Items without an owner, items without a time limit.
//!
//! What a paper gives nowhere is said once for the paper; where most items have it, each of the few
//! without it is pointed at.

use crate::{
    ledger::{DocKind, Finding, FindingCode, Item, Ledger},
    span::Span,
    understand::structure::Structure,
};

/// Fewer items than this make no habit that an item could break.
const FEWEST: usize = 4;
/// Of so many hundred items at most so many may lack something to be pointed at one by one.
const FEW_PER_HUNDRED: usize = 30;
/// How much of an item without a heading is shown as its place.
const SHOWN: usize = 20;

/// One thing every task needs.
struct Need {
    code: FindingCode,
    what: &'static str,
    has: fn(&Task<'_>) -> bool,
    why: &'static str,
    for_item: &'static str,
    for_paper: &'static str,
}

/// An item that somebody has to do.
struct Task<'a> {
    item: &'a Item,
    owned_above: bool,
}

const NEEDS: [Need; 2] = [
    Need {
        code: FindingCode::TaskWithoutOwner,
        what: "责任单位",
        has: |task| task.owned_above || !task.item.responsible.is_empty(),
        why: "没有责任单位的任务分不下去，督办时也找不到承办的科室。",
        for_item: "请补上牵头科室；各科室都要做的，写明“各科室”。",
        for_paper: "请另附责任分解表，或者在审核页逐条指定牵头科室。",
    },
    Need {
        code: FindingCode::TaskWithoutDeadline,
        what: "完成时限",
        has: |task| !task.item.deadlines.is_empty(),
        why: "没有完成时限的任务排不进进度，也判断不了是否逾期。",
        for_item: "请补上完成时限；常年要做的，写明“全年”或“长期坚持”。",
        for_paper: "请在审核页补上时限；没有单独时限的，可统一定为年底前。",
    },
];

/// What is missing in a paper that gives out work. A summary reports, it gives out none.
pub(super) fn gaps(structure: &Structure) -> Vec<Finding> {
    let ledger = &structure.ledger;
    if matches!(ledger.kind, DocKind::Summary | DocKind::Negative) {
        return Vec::new();
    }
    let tasks: Vec<Task<'_>> = ledger
        .items
        .iter()
        .zip(&structure.owned_above)
        .filter(|(item, _)| is_task(item))
        .map(|(item, &owned_above)| Task { item, owned_above })
        .collect();
    NEEDS
        .iter()
        .flat_map(|need| of_need(need, &tasks, ledger))
        .collect()
}

fn of_need(need: &Need, tasks: &[Task<'_>], ledger: &Ledger) -> Vec<Finding> {
    let lacking: Vec<&Item> = tasks
        .iter()
        .filter(|task| !(need.has)(task))
        .map(|task| task.item)
        .collect();
    let Some(first) = lacking.first() else {
        return Vec::new();
    };
    let few = ledger.kind != DocKind::Scheme
        && tasks.len() >= FEWEST
        && lacking.len() * 100 <= tasks.len() * FEW_PER_HUNDRED;
    let finding = |span, what, suggestion: &str| Finding {
        code: need.code,
        span,
        what,
        why: need.why.to_owned(),
        suggestion: suggestion.to_owned(),
    };
    if few {
        let one = |item: &&Item| {
            let what = format!("本条没有写明{}，其他任务大多写明了。", need.what);
            finding(place(item), what, need.for_item)
        };
        return lacking.iter().map(one).collect();
    }
    let (n_tasks, n_lacking) = (tasks.len(), lacking.len());
    // The stages of a scheme have no owner, its divisions of duty no day: only a scheme that says it
    // nowhere is told.
    let somewhere = |item: &Item| {
        (need.has)(&Task {
            item,
            owned_above: false,
        })
    };
    if ledger.kind == DocKind::Scheme && ledger.items.iter().any(somewhere) {
        return Vec::new();
    }
    let (span, what) = if n_lacking == n_tasks {
        let title = ledger.title.as_ref().map(|title| title.span);
        let what = format!("全文{n_tasks}条任务都没有写明{}。", need.what);
        (title.unwrap_or_else(|| place(first)), what)
    } else {
        let what = format!(
            "全文{n_tasks}条任务中有{n_lacking}条没有写明{}，这是第一条。",
            need.what
        );
        (place(first), what)
    };
    vec![finding(span, what, need.for_paper)]
}

/// Sections on aims, demands and safeguards tell how to work and belong to everybody; the rows of a
/// calendar list what happens.
fn is_task(item: &Item) -> bool {
    if item.marker.contains(['月', '周']) {
        return false;
    }
    const GENERAL: [&str; 12] = [
        "工作目标",
        "总体目标",
        "主要目标",
        "目标任务",
        "工作要求",
        "有关要求",
        "相关要求",
        "保障措施",
        "组织领导",
        "组织保障",
        "工作保障",
        "注意事项",
    ];
    let title = item.title.iter().map(|title| &title.value);
    !item
        .path
        .iter()
        .chain(title)
        .any(|words| GENERAL.iter().any(|general| words.contains(general)))
}

/// The marker and heading of an item, or its first words.
fn place(item: &Item) -> Span {
    let end = match (&item.title, item.span) {
        (Some(title), _) => title.span.end,
        (None, Some(span)) => span.end.min(item.start + SHOWN),
        (None, None) => item.start,
    };
    Span::new(item.start, end)
}

#[cfg(test)]
mod tests {
    use crate::{ledger::FindingCode, source::Source, understand::understand};

    /// Codes and places of what is missing in a paper of these lines.
    fn missing(lines: &[&str]) -> Vec<(FindingCode, usize)> {
        let paper = format!("某市教育局2024年工作要点\n{}", lines.join("\n"));
        let line_of = |offset: usize| {
            paper
                .chars()
                .take(offset)
                .filter(|char| *char == '\n')
                .count()
        };
        let findings = understand(&Source::from_text(paper.as_str())).findings;
        findings
            .iter()
            .filter(|finding| {
                matches!(
                    finding.code,
                    FindingCode::TaskWithoutOwner | FindingCode::TaskWithoutDeadline
                )
            })
            .map(|finding| (finding.code, line_of(finding.span.start)))
            .collect()
    }

    #[test]
    fn what_a_paper_gives_nowhere_is_said_once() {
        let lines = [
            "1.排查隐患。",
            "2.培训教师。",
            "3.检查食堂。",
            "4.家访学生。",
            "5.整理档案。",
        ];
        assert_eq!(
            missing(&lines),
            [
                (FindingCode::TaskWithoutOwner, 0),
                (FindingCode::TaskWithoutDeadline, 0)
            ]
        );
    }

    #[test]
    fn the_few_items_without_what_most_have_are_pointed_at_one_by_one() {
        let lines = [
            "1.排查隐患，6月底前完成。（责任科室：安全科）",
            "2.培训教师，7月底前完成。（责任科室：人事科）",
            "3.检查食堂，每月一次。（责任科室：后勤科）",
            "4.家访学生，9月底前完成。",
            "5.整理档案。（责任科室：办公室）",
            "6.编印年鉴，12月底前完成。（责任科室：办公室）",
            "7.组织年检，5月底前完成。（责任科室：职成科）",
        ];
        assert_eq!(
            missing(&lines),
            [
                (FindingCode::TaskWithoutOwner, 4),
                (FindingCode::TaskWithoutDeadline, 5)
            ]
        );
    }

    #[test]
    fn where_many_have_it_and_many_have_not_the_paper_is_told_once() {
        let lines = [
            "1.排查隐患，6月底前完成。（责任科室：安全科）",
            "2.培训教师。（责任科室：人事科）",
            "3.检查食堂。（责任科室：后勤科）",
            "4.家访学生。（责任科室：德育科）",
        ];
        assert_eq!(missing(&lines), [(FindingCode::TaskWithoutDeadline, 2)]);
    }

    #[test]
    fn owners_named_in_the_heading_of_a_section_are_owners_of_its_items() {
        let lines = [
            "一、抓好安全（责任科室：安全科）",
            "1.排查隐患，6月底前完成。",
            "2.培训保安，6月底前完成。",
            "二、工作要求",
            "1.各校要高度重视。",
        ];
        assert_eq!(missing(&lines), []);
    }
}
