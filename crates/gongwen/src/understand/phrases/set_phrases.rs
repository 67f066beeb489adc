//! Chinese numerals before a measure word: as often part of a name or a set phrase as a count.

use super::{
    quantity::Quantity,
    scan::{
        any_ends, any_starts, char_at, char_before, clause_start, is_clause_end, is_han, starts,
    },
    units::Sort,
};
use crate::understand::heads::Heads;

/// Whether a Chinese numeral with its measure word says how many.
pub(super) fn is_meant(text: &[char], found: &Quantity) -> bool {
    let before = char_before(text, found.number);
    let after = char_at(text, found.to);
    let one = found.numeral.value == 1.0 && found.max.is_none();
    if after == '一'
        || before == '一'
        || starts(text, found.number, "二") && found.numeral.value == 2.0
    {
        return false;
    }
    if found.to == found.unit.1 && is_ordinal_phrase(text, found) {
        return false;
    }
    if names_something(text, found) {
        return false;
    }
    if one {
        return one_is_meant(text, found, before);
    }
    match found.sort {
        Sort::Loose => made_or_done(text, found) || closes_its_noun(text, found),
        Sort::Span => !matches!(before, '前' | '后' | '头' | '近'),
        _ => true,
    }
}

/// 霞阳小学二期, 一期工程: which phase, not how many.
fn is_ordinal_phrase(text: &[char], found: &Quantity) -> bool {
    let phase = matches!(char_at(text, found.number), '一' | '三');
    if char_at(text, found.unit.0) != '期' || found.numeral.value > 3.0 || !phase {
        return false;
    }
    let after = char_at(text, found.to);
    let names_phase = any_starts(
        text,
        found.to,
        &["工程", "项目", "建设", "课改", "学前", "行动", "投", "主体"],
    )
    .is_some();
    let noun_before =
        is_han(char_before(text, found.number)) && !done_just_before(text, found.from);
    names_phase || noun_before && (is_clause_end(after) || matches!(after, '、' | ')'))
}

/// 一次 and 一名 count; 一支队伍, 一批, 一项制度 mostly do not.
fn one_is_meant(text: &[char], found: &Quantity, before: char) -> bool {
    if matches!(
        before,
        '每' | '同'
            | '任'
            | '某'
            | '这'
            | '那'
            | '新'
            | '逐'
            | '另'
            | '哪'
            | '唯'
            | '统'
            | '进'
            | '上'
            | '下'
            | '再'
            | '又'
            | '首'
            | '后'
            | '万'
            | '专'
            | '单'
            | '不'
            | '如'
            | '是'
    ) {
        return false;
    }
    if before == '前' && char_before(text, found.number - 1) != '提' {
        return false;
    }
    if any_ends(text, found.from, &["每一", "任何", "办好每"]).is_some() {
        return false;
    }
    let unit = &text[found.unit.0..found.unit.1];
    match unit {
        ['次'] => !matches!(char_at(text, found.to), '性' | '分' | '又'),
        ['名'] | ['所'] | ['期'] | ['场'] | ['节'] | ['堂'] | ['篇'] | ['人'] | ['户'] => {
            matches!(before, '各' | '少')
                || per_something(text, found.from)
                || done_just_before(text, found.from)
                || before == '有'
        }
        ['轮']
        | ['遍']
        | ['个']
        | ['项']
        | ['家']
        | ['处']
        | ['座']
        | ['门']
        | ['份']
        | ['本']
        | ['件']
        | ['套']
        | ['台'] => {
            matches!(before, '各' | '少')
                || per_something(text, found.from)
                || built_just_before(text, found.from)
        }
        ['周'] | ['天'] | ['个', '月'] | ['个', '学', '期'] => {
            any_ends(
                text,
                found.from,
                &["提前", "不少于", "至少", "为期", "集中"],
            )
            .is_some()
                || found.from < found.number
        }
        ['小', '时'] | ['课', '时'] | ['学', '时'] => true,
        _ => !matches!(found.sort, Sort::Plain | Sort::Loose | Sort::Turn),
    }
}

/// 每学期一次, 每校一名: the words before are a norm.
fn per_something(text: &[char], at: usize) -> bool {
    let clause = clause_start(text, at);
    let near = clause.max(at.saturating_sub(14));
    text[near..at].contains(&'每')
}

fn done_just_before(text: &[char], at: usize) -> bool {
    let at = at
        - usize::from(matches!(
            char_before(text, at),
            '了' | '成' | '好' | '过' | '出'
        ));
    const ENDS: Heads = Heads::ends_of(&DONE);
    ENDS.hold(char_before(text, at)) && any_ends(text, at, &DONE).is_some()
        || any_ends(text, at, &["分", "查处", "处置", "处理"]).is_some()
}

fn built_just_before(text: &[char], at: usize) -> bool {
    let at = at - usize::from(matches!(char_before(text, at), '了' | '好'));
    any_ends(text, at, &BUILT).is_some()
}

/// 立项课题三十二项, 新建校舍两座: the noun stands before, and a slogan never has it there; nor do
/// slogans count beyond ten.
fn closes_its_noun(text: &[char], found: &Quantity) -> bool {
    let next = char_at(text, found.to);
    found.max.is_some()
        || found.numeral.value > 10.0
        || is_han(char_before(text, found.from))
            && (is_clause_end(next) || matches!(next, '、' | ')'))
}

/// A verb in the words before the number: made, done, held.
fn made_or_done(text: &[char], found: &Quantity) -> bool {
    found.from < found.number
        || found.to > found.unit.1
        || done_just_before(text, found.from)
        || per_something(text, found.from)
}

/// 八项规定, 四个意识, 六个方面: what the number counts is a doctrine.
pub(super) fn names_something(text: &[char], found: &Quantity) -> bool {
    if matches!(found.sort, Sort::Plain | Sort::Turn) && !found.numeral.chinese {
        return false;
    }
    if found.sort != Sort::Loose && found.sort != Sort::Plain && found.sort != Sort::Turn {
        return false;
    }
    if found.to > found.unit.1 || found.from < found.number {
        return false;
    }
    if found.numeral.chinese {
        let near = (found.to + 6).min(text.len());
        let near = (found.to..near)
            .find(|&index| is_clause_end(text[index]) || text[index] == '、')
            .unwrap_or(near);
        const HEADS: Heads = Heads::of(&DOCTRINE);
        let names =
            |index: usize| HEADS.hold(text[index]) && any_starts(text, index, &DOCTRINE).is_some();
        return (found.to..near).any(names)
            || any_starts(text, found.to, &["不落", "不掉", "不缺", "大"]).is_some();
    }
    #[rustfmt::skip]
    const FEW: [&str; 9] = [
        "方面", "环节", "阶段", "步骤", "层面", "维度", "领域", "百分之", "必须",
    ];
    any_starts(text, found.to, &FEW).is_some()
}

/// Verbs that make or hold what is then counted.
#[rustfmt::skip]
const DONE: [&str; 96] = [
    "举办", "召开", "开展", "组织", "推出", "出版", "编印", "印发", "举行", "进行", "完成", "建成", "新建", "改建", "扩建",
    "建设", "创建", "培育", "培养", "培训", "引进", "招聘", "选派", "选聘", "配备", "设立", "成立", "组建", "打造", "增加",
    "新增", "实施", "推进", "建立", "启动", "获得", "荣获", "达到", "评选", "表彰", "遴选", "推荐", "申报", "立项", "开设",
    "开发", "安排", "制定", "出台", "发布", "落实", "承办", "争取", "争创", "改造", "维修", "更新", "购置", "添置", "安装",
    "修建", "搭建", "整治", "排查", "整改", "化解", "撤并", "整合", "规划", "命名", "认定", "确定", "推广", "帮扶", "资助",
    "救助", "结对", "覆盖", "创成", "建好", "办好", "办结", "投入", "投放", "招收", "录用", "调配", "选树", "获", "有",
    "达", "配", "建", "办", "上", "设",
];

/// Verbs after which even 一个 counts.
#[rustfmt::skip]
const BUILT: [&str; 22] = [
    "新建", "改建", "扩建", "建成", "建设", "创建", "培育", "设立", "成立", "组建", "新增", "引进", "配备", "开设", "举办",
    "承办", "召开", "开展", "组织", "争创", "改造", "创成",
];

/// What doctrines and working methods count: 八项规定, 四个意识, 三个阶段.
#[rustfmt::skip]
const DOCTRINE: [&str; 53] = [
    "规定", "意识", "自信", "维护", "方面", "纪律", "形态", "责任", "准则", "习惯", "确立", "统一", "结合", "转变", "坚持",
    "必须", "一体", "精神", "原则", "关系", "环节", "阶段", "步骤", "层面", "层次", "维度", "领域", "要求", "清零", "到位",
    "严禁", "不准", "一律", "不得", "代表", "全面", "务必", "答案", "重点", "关键", "抓手", "增长", "离不开", "百分之", "文明",
    "主体", "带头", "攻坚", "革命", "梯队", "不漏", "不少", "问题",
];
