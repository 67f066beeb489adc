//! Numbers that are asked for in two places: the law of one source, checked.
//!
//! People type items with a reporter, columns of the dataset, targets only a report asks for. Each is held
//! against the other items and the roll-ups, numbers and count of rows of registers. What carries the same
//! name is 相同; what the words of a register cover may be, and a person says where it is not.

use super::likeness::{RowWords, bare, is_covered, is_part, is_share, measure, share_a_word};
use crate::facts::{
    formula::Formula,
    model::{DataItem, Source, ValueKind},
    store::{self, NotTheSame},
};
use ::store::{Db, Read, Result};
use base::Grain;
use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;

/// What is being looked up in another slice.
pub(crate) type Looking<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// Where numbers stand beside the data items: this slice knows none of those above it, which tell it.
pub(crate) struct Elsewhere {
    /// The registers with the numbers they hold.
    pub(crate) kept: for<'a> fn(&'a Db) -> Looking<'a, Vec<Kept>>,
    /// What the rows of these registers say, by the code of the register.
    pub(crate) words: for<'a> fn(&'a Db, Vec<String>) -> Looking<'a, RowWords>,
    /// Numbers that are typed and kept at no data item.
    pub(crate) typed: for<'a> fn(&'a Db) -> Looking<'a, Vec<Typed>>,
}

/// A register and the numbers it holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) numbers: Vec<KeptNumber>,
    /// Names of its roll-ups: what its rows are about.
    pub(crate) words: Vec<String>,
}

/// A number a register holds.
#[derive(Debug, Clone)]
pub(crate) struct KeptNumber {
    pub(crate) kind: KeptKind,
    pub(crate) name: String,
    pub(crate) unit: String,
    /// How long its periods are; none where it can be added up over any.
    pub(crate) grain: Option<Grain>,
    /// The item it is the source of; empty where it feeds none.
    pub(crate) feeds: String,
    /// What it counts, so that two that count the same are told; empty for what is no roll-up.
    pub(crate) shape: String,
}

/// How a register holds a number; what says most of it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum KeptKind {
    /// 汇总.
    Rollup,
    /// A field that is a number.
    Field,
    /// Rows that can be counted.
    Rows,
}

/// A number people type that is kept at no data item.
#[derive(Debug, Clone)]
pub(crate) struct Typed {
    /// Tells it from others.
    pub(crate) key: String,
    /// Where it is typed, in words.
    pub(crate) place: String,
    pub(crate) name: String,
    pub(crate) unit: String,
}

/// Two places that stand for one number, or may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Twin {
    /// Tells it from others, as long as both places are what they are.
    pub(crate) pair: String,
    pub(crate) is_same: bool,
    /// What was found, a sentence.
    pub(crate) words: String,
}

/// What the check found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Twins {
    pub(crate) same: Vec<Twin>,
    /// What a person has not looked at.
    pub(crate) possible: Vec<Twin>,
    /// What a person said is not one number, and why.
    pub(crate) answered: Vec<(Twin, NotTheSame)>,
}

/// Every number that two places stand for, or may.
pub(crate) async fn duplicates(db: &Db, elsewhere: &Elsewhere) -> Result<Twins> {
    let mut items = store::items(db).await?;
    items.retain(|item| !item.is_retired);
    let mut kept = (elsewhere.kept)(db).await?;
    let typed = (elsewhere.typed)(db).await?;
    let asked = asked(&items, &typed);
    // Rows are read of those registers only that may hold what somebody types.
    let near = kept.iter().filter(|register| {
        let mut asked = asked.iter();
        asked.any(|asked| register.numbers.iter().any(|n| near(asked, register, n)))
    });
    let near: Vec<String> = near.map(|register| register.code.clone()).collect();
    let mut words = (elsewhere.words)(db, near).await?;
    for register in &mut kept {
        register
            .words
            .extend(words.remove(&register.code).unwrap_or_default());
    }
    let mut answers = store::not_the_same(db).await?;
    let mut twins = Twins::default();
    let found = found(&items).into_iter().chain(beside(&items, &typed));
    for twin in found.chain(held(&asked, &kept)).chain(counted_twice(&kept)) {
        match answers.remove(&twin.pair) {
            _ if twin.is_same => twins.same.push(twin),
            Some(answer) => twins.answered.push((twin, answer)),
            None => twins.possible.push(twin),
        }
    }
    Ok(twins)
}

/// Names of the items that already stand for the number of one that is about to be defined.
pub(crate) async fn twins_of(db: &impl Read, item: &DataItem) -> Result<Vec<String>> {
    let mut items = store::items(db).await?;
    items.retain(|other| !other.is_retired && other.code != item.code);
    let is_twin = |other: &&DataItem| {
        let same_name = other.name == item.name && other.grain == item.grain;
        same_name || !found(&[(*other).clone(), item.clone()]).is_empty()
    };
    let twins = items.iter().filter(is_twin);
    Ok(twins.map(|item| item.name.clone()).collect())
}

/// A number that is asked of people.
struct Asked<'a> {
    key: &'a str,
    name: &'a str,
    unit: &'a str,
    grain: Option<Grain>,
    told: String,
}

fn asked<'a>(items: &'a [DataItem], typed: &'a [Typed]) -> Vec<Asked<'a>> {
    let is_asked = |item: &&DataItem| {
        item.kind == ValueKind::Number
            && matches!(item.source, Source::Reporter(_) | Source::Dataset)
    };
    let of_items = items.iter().filter(is_asked).map(|item| Asked {
        key: item.code.as_str(),
        name: &item.name,
        unit: &item.unit,
        grain: Some(item.grain),
        told: told(item),
    });
    let of_typed = typed.iter().map(|typed| Asked {
        key: &typed.key,
        name: &typed.name,
        unit: &typed.unit,
        grain: None,
        told: format!("“{}”（{}）", typed.name, typed.place),
    });
    of_items.chain(of_typed).collect()
}

fn told(item: &DataItem) -> String {
    let source = item.source.kind().label();
    format!("“{}”（{}，{source}）", item.name, item.code)
}

/// Items that stand for one number by their names or by their sources.
fn found(items: &[DataItem]) -> Vec<Twin> {
    let mut by_name: BTreeMap<String, Vec<&DataItem>> = BTreeMap::new();
    let mut by_source: BTreeMap<String, Vec<&DataItem>> = BTreeMap::new();
    for item in items {
        let kinds: Vec<&str> = item.applies_to.iter().map(|kind| kind.code()).collect();
        let grain = item.grain.code();
        let name = format!(
            "{} {} {grain} {}",
            bare(&item.name),
            measure(&item.unit),
            kinds.join(" ")
        );
        by_name.entry(name).or_default().push(item);
        let source = match &item.source {
            Source::RegisterRollup(id) => format!("台账汇总 {id}"),
            Source::Survey(id) => format!("问卷 {id}"),
            Source::Formula(text) => match Formula::stored(text) {
                Some(formula) => format!("公式 {}", formula.written(&|code| code.to_string())),
                None => continue,
            },
            Source::Dataset | Source::Reporter(_) => continue,
        };
        let source = format!("{source}，按{}统计", item.grain.label());
        by_source.entry(source).or_default().push(item);
    }
    let of = |twins: &[&DataItem], words: &dyn Fn(String) -> String| {
        let names: Vec<String> = twins.iter().map(|item| told(item)).collect();
        let codes: Vec<&str> = twins.iter().map(|item| item.code.as_str()).collect();
        Twin {
            pair: codes.join(" "),
            is_same: true,
            words: words(names.join("与")),
        }
    };
    let mut twins = Vec::new();
    for named in by_name.values().filter(|named| named.len() > 1) {
        let words = |names| format!("{names}是同一个数，只留一个来源。");
        twins.push(of(named, &words));
    }
    for (source, fed) in by_source.iter().filter(|(_, fed)| fed.len() > 1) {
        let words = |names| format!("{names}都来自{source}，只设一项。");
        twins.push(of(fed, &words));
    }
    twins
}

/// Numbers somebody types whose names stand beside those of items, or in them.
fn beside(items: &[DataItem], typed: &[Typed]) -> Vec<Twin> {
    let mut twins = Vec::new();
    let mut push = |one: (&str, &str), other: &DataItem, is_same: bool| {
        let words = match is_same {
            true => "是同一个数，只留一个来源。",
            false => "可能是同一个数：只留一个来源，或写明为什么不是。",
        };
        twins.push(Twin {
            pair: format!("{} {}", one.0, other.code),
            is_same,
            words: format!("{}与{}{words}", one.1, told(other)),
        });
    };
    for typed in typed {
        let words = format!("“{}”（{}）", typed.name, typed.place);
        for item in items.iter().filter(|item| item.grain == Grain::Year) {
            if measure(&item.unit) != measure(&typed.unit) {
                continue;
            }
            let is_same = bare(&typed.name) == bare(&item.name);
            if is_same || is_part(&typed.name, &item.name) {
                push((&typed.key, &words), item, is_same);
            }
        }
    }
    let reported = |item: &&DataItem| matches!(item.source, Source::Reporter(_));
    for item in items.iter().filter(reported) {
        for other in items {
            let is_later = !reported(&other) || item.code < other.code;
            let is_like = item.code != other.code
                && is_later
                && item.grain == other.grain
                && item.applies_to == other.applies_to
                && measure(&item.unit) == measure(&other.unit)
                && bare(&item.name) != bare(&other.name)
                && is_part(&item.name, &other.name);
            if is_like {
                push((item.code.as_str(), &told(item)), other, false);
            }
        }
    }
    twins
}

/// Whether a register may hold this number by its name and unit.
fn near(asked: &Asked<'_>, register: &Kept, number: &KeptNumber) -> bool {
    let is_measured = match is_share(asked.unit) {
        true => number.kind == KeptKind::Rows,
        false => measure(asked.unit) == measure(&number.unit),
    };
    let is_timed = match (asked.grain, number.grain) {
        (Some(asked), Some(kept)) => asked == kept,
        _ => true,
    };
    let about: &[&str] = match number.kind {
        KeptKind::Rollup => &[&register.name, &number.name],
        // What a number of a row is about, its register says.
        KeptKind::Field | KeptKind::Rows => &[&register.name],
    };
    is_measured
        && is_timed
        && number.feeds != asked.key
        && share_a_word(asked.name, asked.unit, about)
}

/// What registers hold of the numbers that people type: of each register what says most.
fn held(asked: &[Asked<'_>], kept: &[Kept]) -> Vec<Twin> {
    let mut twins = Vec::new();
    for asked in asked {
        for register in kept {
            let mut best: Option<(bool, &KeptNumber)> = None;
            for number in register.numbers.iter().filter(|n| near(asked, register, n)) {
                let is_same = number.kind != KeptKind::Rows
                    && !is_share(asked.unit)
                    && bare(&number.name) == bare(asked.name);
                let covers = || {
                    let mut words = register.words.clone();
                    words.extend([register.name.clone(), number.name.clone()]);
                    is_covered(asked.name, asked.unit, &words)
                };
                let is_better = best.is_none_or(|(was_same, known)| {
                    (is_same, known.kind) > (was_same, number.kind)
                });
                if is_better && (is_same || covers()) {
                    best = Some((is_same, number));
                }
            }
            if let Some((is_same, number)) = best {
                twins.push(twin_of(asked, register, number, is_same));
            }
        }
    }
    twins
}

fn twin_of(asked: &Asked<'_>, register: &Kept, number: &KeptNumber, is_same: bool) -> Twin {
    let place = match number.kind {
        KeptKind::Rollup => format!("台账“{}”的汇总“{}”", register.name, number.name),
        KeptKind::Field => format!("台账“{}”的“{}”", register.name, number.name),
        KeptKind::Rows => format!("台账“{}”的记录", register.name),
    };
    let told = &asked.told;
    Twin {
        pair: format!("{} register:{}", asked.key, register.code),
        is_same,
        words: match (is_same, is_share(asked.unit)) {
            (true, _) => format!("{told}与{place}是同一个数，只留一个来源。"),
            (false, true) => {
                format!("{told}可能由{place}就能算出：改用公式或台账汇总，或写明为什么不能。")
            }
            (false, false) => {
                format!("{told}与{place}可能是同一个数：改由台账汇总，或写明为什么不是。")
            }
        },
    }
}

/// Roll-ups of a register that count the same for two items.
fn counted_twice(kept: &[Kept]) -> Vec<Twin> {
    let mut twins = Vec::new();
    for register in kept {
        let mut by_shape: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for number in &register.numbers {
            if !number.feeds.is_empty() && !number.shape.is_empty() {
                by_shape
                    .entry(&number.shape)
                    .or_default()
                    .insert(&number.feeds);
            }
        }
        for fed in by_shape.into_values().filter(|fed| fed.len() > 1) {
            let codes: Vec<&str> = fed.into_iter().collect();
            twins.push(Twin {
                pair: codes.join(" "),
                is_same: true,
                words: format!(
                    "数据项{}由台账“{}”按同一办法汇总，只设一项。",
                    codes.join("、"),
                    register.name
                ),
            });
        }
    }
    twins
}

#[cfg(test)]
mod tests {
    use super::{
        Kept, KeptKind, KeptNumber, Twin, Typed, asked, beside, counted_twice, found, held,
    };
    use crate::facts::model::{DataItem, Source};
    use base::Grain;

    fn item(code: &str, name: &str, unit: &str, grain: Grain, source: Source) -> DataItem {
        DataItem::new(code.parse().unwrap(), name, unit, grain, source)
    }

    #[test]
    fn the_same_number_under_two_names_is_found_and_persons_are_no_times() {
        let year = Grain::Year;
        let rollup = |id: &str| Source::RegisterRollup(id.to_owned());
        let items = [
            item("a", "培训班主任人数", "人", year, Source::Dataset),
            item("b", "培训班主任总数", "人", year, rollup("r1")),
            item("c", "培训班主任", "人次", year, rollup("r2")),
            item("d", "培训班主任数", "人", Grain::Month, rollup("r3")),
            item("e", "参训教师", "人", year, rollup("r2")),
            item("f", "甲", "", year, Source::Formula("[a] ÷ [b]".to_owned())),
            item("g", "乙", "", year, Source::Formula("[a]/[b]".to_owned())),
        ];
        let complaints = found(&items);
        assert_eq!(complaints.len(), 3, "{complaints:?}");
        assert!(
            complaints[0]
                .words
                .contains("“培训班主任人数”（a，学年基表）与“培训班主任总数”（b，台账汇总）")
        );
        assert!(found(&items[2..4]).is_empty());
    }

    #[test]
    fn words_of_doing_of_the_year_and_another_word_for_the_unit_make_no_other_number() {
        let year = Grain::Year;
        let typed = |code: &str, name: &str, unit: &str| {
            item(code, name, unit, year, Source::Survey(code.to_owned()))
        };
        for (name, unit, is_same) in [
            ("引进紧缺学科人才人数", "人", true),
            ("2026年引进的紧缺学科人才", "名", true),
            ("全年紧缺学科人才总数", "位", true),
            ("紧缺学科人才", "人次", false),
            ("紧缺学科教师", "人", false),
        ] {
            let items = [typed("a", "紧缺学科人才数", "人"), typed("b", name, unit)];
            assert_eq!(!found(&items).is_empty(), is_same, "{name} {unit}");
        }
    }

    fn number(kind: KeptKind, name: &str, unit: &str) -> KeptNumber {
        KeptNumber {
            kind,
            name: name.to_owned(),
            unit: unit.to_owned(),
            grain: (kind == KeptKind::Rollup).then_some(Grain::Year),
            feeds: String::new(),
            shape: String::new(),
        }
    }

    fn register(code: &str, name: &str, words: &[&str], numbers: Vec<KeptNumber>) -> Kept {
        Kept {
            code: code.to_owned(),
            name: name.to_owned(),
            numbers,
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        }
    }

    /// What is found between one typed item and registers: whether it is sure, and the sentence.
    fn between(name: &str, unit: &str, kept: &[Kept]) -> Vec<(bool, String)> {
        let by = Source::Reporter(crate::facts::model::Reporter::OwnUnit);
        let items = [item("typed", name, unit, Grain::Year, by)];
        let twins = held(&asked(&items, &[]), kept).into_iter();
        twins.map(|twin| (twin.is_same, twin.words)).collect()
    }

    #[test]
    fn a_number_somebody_types_is_found_in_the_roll_ups_numbers_and_rows_of_a_register() {
        let contests = [register(
            "contests",
            "竞赛活动",
            &["参赛队伍", "参赛学生", "校园足球联赛"],
            vec![
                number(KeptKind::Rollup, "参赛队伍", "支"),
                number(KeptKind::Rollup, "参赛学生", "人次"),
                number(KeptKind::Rows, "竞赛活动", "支"),
            ],
        )];
        let found = between("参赛队伍数", "支", &contests);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].0 && found[0].1.contains("的汇总“参赛队伍”是同一个数"),
            "{found:?}"
        );
        // By the words of a roll-up of another name.
        let found = between("参赛人次", "人次", &contests);
        assert!(
            !found[0].0 && found[0].1.contains("的汇总“参赛学生”可能"),
            "{found:?}"
        );
        // Persons are no times, and what shares nothing is nothing.
        assert!(between("参赛人数", "人", &contests).is_empty());
        assert!(between("心理辅导人次", "人次", &contests).is_empty());

        let recruitment = [register(
            "recruitment",
            "招聘引进",
            &[
                "2026年公办幼儿园教师招考",
                "2026年中小学教师公开招聘",
                "人才引进",
            ],
            vec![
                number(KeptKind::Field, "录用人数", "人"),
                number(KeptKind::Rows, "招聘引进", "人"),
            ],
        )];
        for name in ["招聘中小学教师人数", "招考公办幼儿园教师人数"] {
            let found = between(name, "名", &recruitment);
            assert_eq!(found.len(), 1, "{name}");
            assert!(
                !found[0].0 && found[0].1.contains("台账“招聘引进”的“录用人数”"),
                "{found:?}"
            );
        }
        // What no row speaks of is not held there.
        assert!(between("招聘校医人数", "人", &recruitment).is_empty());

        let training = [register(
            "training",
            "教师培训",
            &["班主任能力提升研修"],
            vec![
                number(KeptKind::Rows, "教师培训", "人"),
                number(KeptKind::Rows, "教师培训", "人次"),
            ],
        )];
        let found = between("培训班主任人数", "人", &training);
        assert!(found[0].1.contains("台账“教师培训”的记录"), "{found:?}");
        assert!(between("职业技能培训人次", "人次", &training).is_empty());

        let construction = [register(
            "construction",
            "基建项目",
            &[],
            vec![number(KeptKind::Rollup, "基建项目付款", "元")],
        )];
        let found = between("教育项目完成投资", "万元", &construction);
        assert!(!found[0].0, "{found:?}");
    }

    #[test]
    fn a_share_somebody_types_is_found_where_a_register_counts_what_it_is_a_share_of() {
        let exchange = [register(
            "exchange",
            "教师交流",
            &["交流轮岗教师", "校长"],
            vec![number(KeptKind::Rows, "教师交流", "人")],
        )];
        let found = between("校长教师交流轮岗比例", "%", &exchange);
        assert!(found[0].1.contains("就能算出"), "{found:?}");
        assert!(between("教师网络研修参训率", "%", &exchange).is_empty());
    }

    #[test]
    fn a_target_that_reports_ask_for_is_found_beside_an_item_and_in_a_register() {
        let year = Grain::Year;
        let items = [item(
            "teams",
            "参赛队伍数",
            "支",
            year,
            Source::RegisterRollup("r".to_owned()),
        )];
        let typed = [
            Typed {
                key: "target:1".to_owned(),
                place: "《要点》第9条的目标".to_owned(),
                name: "参赛队伍".to_owned(),
                unit: "支".to_owned(),
            },
            Typed {
                key: "target:2".to_owned(),
                place: "《要点》第9条的目标".to_owned(),
                name: "县级参赛队伍".to_owned(),
                unit: "支".to_owned(),
            },
            Typed {
                key: "target:3".to_owned(),
                place: "《要点》第9条的目标".to_owned(),
                name: "教研成果汇编".to_owned(),
                unit: "期".to_owned(),
            },
        ];
        let twins = beside(&items, &typed);
        let told: Vec<(&str, bool)> = twins
            .iter()
            .map(|twin| (twin.pair.as_str(), twin.is_same))
            .collect();
        assert_eq!(told, [("target:1 teams", true), ("target:2 teams", false)]);
        let rollup = number(KeptKind::Rollup, "参赛队伍", "支");
        let contests = [register("contests", "竞赛活动", &[], vec![rollup])];
        let twins = held(&asked(&[], &typed), &contests);
        assert_eq!(twins.len(), 1);
        assert_eq!(twins[0].pair, "target:1 register:contests");
    }

    #[test]
    fn an_item_is_no_twin_of_the_roll_up_that_feeds_it_and_two_fed_alike_are() {
        let mut rollup = number(KeptKind::Rollup, "参赛队伍", "支");
        rollup.feeds = "typed".to_owned();
        rollup.shape = "count".to_owned();
        let mut other = rollup.clone();
        let fed = [register("contests", "竞赛活动", &[], vec![rollup.clone()])];
        assert!(between("参赛队伍数", "支", &fed).is_empty());
        assert!(counted_twice(&fed).is_empty());
        other.feeds = "another".to_owned();
        let fed = [register("contests", "竞赛活动", &[], vec![rollup, other])];
        let twins: Vec<Twin> = counted_twice(&fed);
        assert!(
            twins[0].is_same && twins[0].words.contains("another、typed"),
            "{twins:?}"
        );
    }
}
