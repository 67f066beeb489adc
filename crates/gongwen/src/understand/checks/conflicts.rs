//! One quantity stated twice and differently: 新增学位2000个 in one item, 新增学位1800个 in another.
//!
//! Only what is surely the same is compared: the same verb, the same noun, the same unit, no other
//! words before it in its clause that would give it another scope, and the same time.

use super::{Told, is_stop, same_unit, written};
use crate::{
    day::Day,
    ledger::{Comparator, Finding, FindingCode, Item, Recurrence, Target, TargetKind},
    span::Span,
    understand::heads::Heads,
};
use std::collections::BTreeMap;

/// Verbs that say a stock grows by so many in the year; what they count adds up to one number.
#[rustfmt::skip]
const VERBS: [&str; 14] = [
    "新建、改扩建", "新建改扩建", "新改扩建", "公开招聘", "改扩建", "新增", "新建", "改建", "扩建", "招聘", "招录",
    "补充", "引进", "撤并",
];
const VERB_HEADS: Heads = Heads::of(&VERBS);
/// Words that add nothing to which quantity it is.
#[rustfmt::skip]
const FILLERS: [&str; 22] = [
    "全县", "全市", "全区", "全镇", "全乡", "全校", "全州", "全年", "年内", "今年", "本年度", "计划", "力争", "争取",
    "确保", "预计", "共计", "共", "将", "要", "再", "拟",
];
/// Ends of shares and rates.
const RATES: [&str; 4] = ["率", "比例", "占比", "比重"];
/// A rate with fewer characters (合格率, 覆盖率) may be that of anything.
const LEAST_RATE: usize = 6;
/// The longest words that still name one quantity.
const LONGEST: usize = 24;
/// Two counts further apart than this are a whole and its part.
const NEAR: f64 = 0.6;
/// The same where only one of them has a time limit, which may be that of a part.
const NEARER: f64 = 0.8;

/// Quantities by what they are.
pub(super) struct Seen<'a> {
    by_name: BTreeMap<String, Vec<Stated<'a>>>,
    plan_year: Option<i16>,
}

/// A quantity as one item states it.
struct Stated<'a> {
    item: usize,
    target: &'a Target,
    /// Verb and noun as written.
    words: String,
    /// Time limits said in its sentence.
    times: Vec<Span>,
}

impl<'a> Seen<'a> {
    /// For a paper about this year.
    pub(super) fn new(plan_year: Option<i16>) -> Self {
        Self {
            plan_year,
            by_name: BTreeMap::new(),
        }
    }

    /// Keeps what can be compared of a passage of the item number `index`.
    pub(super) fn add(&mut self, index: usize, item: &'a Item, told: &Told<'a>) {
        // Rows of a table and items about one building each state their own part.
        if told.passage.cell.is_some() || is_of_one_place(item) {
            return;
        }
        for placed in &told.targets {
            let Some(name) = name(told, placed.from, placed.target) else {
                continue;
            };
            let begin = told.back_to(placed.from, 120, is_stop);
            let times = told.times_between(begin, placed.from);
            let year = told
                .passage
                .year
                .map_or(String::new(), |year| year.to_string());
            self.by_name
                .entry(format!("{name} {year}"))
                .or_default()
                .push(Stated {
                    item: index,
                    target: placed.target,
                    words: name,
                    times: times
                        .iter()
                        .map(|(from, to)| told.passage.span(*from, *to))
                        .collect(),
                });
        }
    }

    /// The second place of everything that is stated in two ways.
    pub(super) fn findings(self, items: &[Item]) -> Vec<Finding> {
        self.by_name
            .into_values()
            .filter_map(|stated| conflict(&stated, items, self.plan_year))
            .collect()
    }
}

/// 实验小学扩建工程: what is stated belongs to it alone.
fn is_of_one_place(item: &Item) -> bool {
    const PLACES: [&str; 8] = [
        "工程",
        "项目",
        "校区",
        "小学",
        "中学",
        "幼儿园",
        "学校",
        "职教中心",
    ];
    let heading = item.title.as_ref().map_or_else(
        || item.body.chars().take(LONGEST).collect(),
        |title| title.value.clone(),
    );
    let head = heading
        .split(['，', ',', '。', '：', ':', '；'])
        .next()
        .unwrap_or_default();
    PLACES.iter().any(|place| head.ends_with(place))
}

/// Which quantity the target is, when its words say it completely.
fn name(told: &Told<'_>, from: usize, target: &Target) -> Option<String> {
    if !matches!(target.kind, TargetKind::Count | TargetKind::Ratio) {
        return None;
    }
    let begin = told.back_to(from, LONGEST + 16, |char| {
        is_stop(char) || matches!(char, ',' | ';' | ':' | '(' | ')')
    });
    if told.char(begin.saturating_sub(1)) == ':' || !may_be_named(told, begin, from, target) {
        return None;
    }
    let sentence = told.back_to(from, 120, is_stop);
    let earlier: String = told.cut(sentence, from).iter().collect();
    if earlier.contains("其中") || earlier.contains("上年") || earlier.contains("去年") {
        return None;
    }
    let mut clause: String = last_of_list(without_times(told, begin, from));
    while let Some(rest) = FILLERS
        .iter()
        .find_map(|filler| clause.strip_prefix(filler))
    {
        clause = rest.to_owned();
    }
    let noun = target.subject.as_str();
    if target.kind == TargetKind::Ratio {
        let rises = ["提高", "增长", "下降", "降低", "上升", "增加", "减少"]
            .iter()
            .any(|verb| clause.ends_with(verb));
        let rate = RATES.iter().any(|rate| noun.ends_with(rate));
        let whole = noun.chars().count() >= LEAST_RATE && clause.starts_with(noun);
        return (rate && whole && !rises).then(|| noun.to_owned());
    }
    let verb = VERBS.iter().find(|verb| clause.starts_with(**verb))?;
    let between = clause.strip_prefix(verb)?;
    let plain =
        between.is_empty() || between == noun || between.strip_prefix(noun).is_some_and(is_bridge);
    let named = (2..=LONGEST).contains(&noun.chars().count());
    (plain && named && !noun.contains(['、', '，'])).then(|| format!("{verb}{noun}"))
}

/// What costs little to see and keeps most targets from being looked at closely.
fn may_be_named(told: &Told<'_>, begin: usize, from: usize, target: &Target) -> bool {
    if target.kind == TargetKind::Ratio {
        return RATES.iter().any(|rate| target.subject.ends_with(rate));
    }
    let words = told.cut(begin, from);
    words.iter().any(|char| VERB_HEADS.hold(*char))
}

/// 新建小学5所、新建幼儿园4所: in a list of quantities each has its own verb.
fn last_of_list(clause: String) -> String {
    match clause.rsplit_once('、') {
        Some((before, last)) if before.ends_with(|char| !matches!(char, '建')) => last.to_owned(),
        _ => clause,
    }
}

/// 达到, 共: what leads from the noun to its number.
fn is_bridge(words: &str) -> bool {
    matches!(
        words,
        "达到" | "达" | "共" | "共计" | "合计" | "总数达" | "不少于" | "约"
    )
}

/// The words of a range without the time words in it.
fn without_times(told: &Told<'_>, begin: usize, end: usize) -> String {
    let first = told.times.partition_point(|(_, to)| *to <= begin);
    let mut times = told.times.iter().skip(first).peekable();
    let mut words = String::new();
    for index in begin..end {
        while times.next_if(|(_, to)| *to <= index).is_some() {}
        if times.peek().is_none_or(|(from, _)| index < *from) {
            words.push(told.char(index));
        }
    }
    words.retain(|char| !char.is_whitespace());
    words
}

fn conflict(stated: &[Stated<'_>], items: &[Item], plan_year: Option<i16>) -> Option<Finding> {
    let mut values: Vec<f64> = stated.iter().map(|one| one.target.value).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    // Stated in three ways it is a series: one number for each of several things.
    if values.len() != 2 {
        return None;
    }
    let first = stated.first()?;
    let other = stated
        .iter()
        .find(|other| contradict(first, other, items, plan_year))?;
    let marker = items
        .get(first.item)
        .map(|item| item.marker.as_str())
        .unwrap_or_default();
    let elsewhere = if marker.is_empty() || first.item == other.item {
        "前面".to_owned()
    } else {
        format!("前面“{marker}”一条")
    };
    Some(Finding {
        code: FindingCode::ConflictingQuantity,
        span: other.target.span,
        what: format!(
            "此处“{}”是{}，{elsewhere}写的是{}。",
            other.words,
            shown(other.target),
            shown(first.target)
        ),
        why: "同一项指标前后两个数，分解、填报和考核时不知以哪个为准。".to_owned(),
        suggestion: "请核对后统一；年度、范围或口径不同的，请写清楚。".to_owned(),
    })
}

fn shown(target: &Target) -> String {
    if target.quote.contains('\n') {
        written(target.value, target)
    } else {
        target.quote.clone()
    }
}

/// Whether two statements of one quantity cannot both hold.
fn contradict(
    one: &Stated<'_>,
    other: &Stated<'_>,
    items: &[Item],
    plan_year: Option<i16>,
) -> bool {
    let (low, high) = (range(one.target), range(other.target));
    let apart = low.1 < high.0 || high.1 < low.0;
    if !apart || !same_unit(&one.target.unit, &other.target.unit) {
        return false;
    }
    let (small, large) = if one.target.value < other.target.value {
        (one.target.value, other.target.value)
    } else {
        (other.target.value, one.target.value)
    };
    let (days, others) = (days(one, items), days(other, items));
    let near = if days == others {
        NEAR
    } else if (days.is_empty() || others.is_empty())
        && days
            .iter()
            .chain(&others)
            .all(|limit| lies_in(limit, plan_year))
    {
        NEARER
    } else {
        return false;
    };
    one.target.kind == other.target.kind && small >= large * near
}

/// First day, last day and rhythm of a time limit.
type Limit = (Option<Day>, Option<Day>, Option<Recurrence>);

/// Whether a time limit ends in the year of the plan; one of another year is another goal.
fn lies_in((_, to, recurs): &Limit, year: Option<i16>) -> bool {
    recurs.is_none() && to.is_some_and(|to| Some(to.year()) == year)
}

/// The time limits of the sentence.
fn days(stated: &Stated<'_>, items: &[Item]) -> Vec<Limit> {
    let Some(item) = items.get(stated.item) else {
        return Vec::new();
    };
    let at = |span: &Span| {
        item.deadlines
            .iter()
            .find(|deadline| deadline.span == *span)
    };
    let limits = stated.times.iter().filter_map(at);
    limits
        .map(|deadline| (deadline.from, deadline.to, deadline.recurs))
        .collect()
}

/// The least and the most that a target allows.
fn range(target: &Target) -> (f64, f64) {
    let value = target.value;
    match target.cmp {
        Comparator::Eq => (value, value),
        Comparator::Ge | Comparator::Gt => (value, f64::INFINITY),
        Comparator::Le | Comparator::Lt => (0.0, value),
        Comparator::Range => (value, target.max.unwrap_or(value)),
        Comparator::Approx => (value * 0.95, value * 1.05),
    }
}

#[cfg(test)]
mod tests {
    use crate::{ledger::FindingCode, source::Source, understand::understand};

    /// What is said of a paper with these two items among others.
    fn said(first: &str, second: &str) -> Vec<String> {
        let paper = format!(
            "某县教育局2024年工作要点\n一、工作目标\n（一）{first}\n（二）推进公平。落实政策。\n二、主要任务\n（三）{second}"
        );
        let findings = understand(&Source::from_text(paper)).findings;
        findings
            .into_iter()
            .filter(|finding| finding.code == FindingCode::ConflictingQuantity)
            .map(|finding| finding.what)
            .collect()
    }

    #[test]
    fn one_quantity_with_two_values_is_pointed_at() {
        for (first, second, value) in [
            (
                "扩大资源。新增学位2000个。",
                "抓好建设。全年计划新增学位1800个。",
                "2000个",
            ),
            (
                "抓好普惠。普惠性幼儿园覆盖率达到92%。",
                "抓好学前。普惠性幼儿园覆盖率保持在90%。",
                "92%",
            ),
            (
                "补充师资。公开招聘教师120名。",
                "抓好招聘。8月底前到岗，公开招聘教师100人。",
                "120名",
            ),
            (
                "新建幼儿园5所。",
                "抓好幼教。新建5所小学、新建幼儿园4所。",
                "5所",
            ),
        ] {
            let said = said(first, second);
            assert_eq!(said.len(), 1, "{first} {second} {said:?}");
            assert!(said[0].contains(value), "{said:?}");
        }
    }

    #[test]
    fn other_scopes_times_and_bounds_are_no_conflict() {
        for (first, second) in [
            ("新增学位2000个。", "新增公办学位1800个。"),
            ("新增学位2000个。", "城区新增学位1800个。"),
            ("新增学位2000个。", "实验小学扩建工程。新增学位1600个。"),
            ("新增学位2000个。", "上半年新增学位1200个。"),
            ("新增学位不少于1800个。", "新增学位2000个。"),
            ("新增学位2000个。", "新增学位2000个。"),
            ("新增学位2000个。", "新增学位500个。"),
            ("培训合格率达到95%。", "体检合格率达到98%。"),
            (
                "到2025年，普惠性幼儿园覆盖率达到92%。",
                "普惠性幼儿园覆盖率达到90%。",
            ),
            ("举办培训班3期。", "举办培训班5期。"),
            ("新增学位2000个，其中新增学位1500个。", "落实责任。"),
        ] {
            let said = said(first, second);
            assert!(said.is_empty(), "{first} {second} {said:?}");
        }
    }
}
