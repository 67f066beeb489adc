//! Quantities that are no targets: names, slogans, ordinals, definitions.

use super::{
    quantity::Quantity,
    scan::{
        any_ends, any_starts, char_at, char_before, clause_end, clause_start, contains_any,
        is_clause_end, is_han, starts,
    },
    units::Sort,
};

/// Whether the quantity is something to be reached, as far as its own sentence tells.
pub(super) fn is_target(text: &[char], found: &Quantity) -> bool {
    if found.rank {
        return rank_is_reached(text, found);
    }
    let before = char_before(text, found.number);
    let after = char_at(text, found.unit.1);
    let about_many = found.numeral.bare && matches!(before, '成' | '上');
    if about_many || matches!(before, '第' | '每' | '几' | '数' | '±') {
        return false;
    }
    if found.numeral.value == 0.0 || found.numeral.bare && !bound_makes_it_one(found, before) {
        return false;
    }
    if is_title_year(text, found) || defines(text, found) || describes_indicators(text, found) {
        return false;
    }
    if is_round_the_clock(text, found) {
        return false;
    }
    match found.sort {
        Sort::Mark => mark_is_reached(text, found),
        Sort::Ratio if char_at(text, found.unit.0) == '成' => is_tenths(text, found, after),
        Sort::Ratio | Sort::Money | Sort::Area => true,
        _ if found.numeral.chinese => chinese_count(text, found),
        Sort::Span | Sort::Measure => true,
        Sort::Plain | Sort::Loose | Sort::Turn => !names_something(text, found),
    }
}

/// 近百名, 超千人 say how many; 千名教师进万家 is a slogan.
fn bound_makes_it_one(found: &Quantity, before: char) -> bool {
    found.from < found.number && before != '各' || found.to > found.unit.1
}

/// A number of four digits that reads as a year is not a count of 年.
fn is_title_year(text: &[char], found: &Quantity) -> bool {
    char_at(text, found.number_end) == '年'
}

/// 满分100分, 80周岁以上老人, 56人以上大班额: the number describes.
fn defines(text: &[char], found: &Quantity) -> bool {
    let unit = &text[found.unit.0..found.unit.1];
    if found.to == found.unit.1 {
        return false;
    }
    let persons = matches!(unit, ['人'] | ['户'] | ['名']);
    let next = char_at(text, found.to);
    if !persons || !is_han(next) {
        return false;
    }
    // 500人以上参加 goes on with what they do, 56人以上大班额 with what is so called.
    const WHAT_IS_SO_CALLED: [&str; 16] = [
        "大班额",
        "超大班额",
        "班额",
        "的班",
        "班级",
        "学校",
        "的学校",
        "规模",
        "小规模",
        "教学点",
        "单位",
        "的单位",
        "村",
        "的村",
        "企业",
        "的支部",
    ];
    any_starts(text, found.to, &WHAT_IS_SO_CALLED).is_some()
}

/// 17项指标 compared or listed is a description; 9项指标都达到 is work.
fn describes_indicators(text: &[char], found: &Quantity) -> bool {
    const WHAT: [&str; 7] = [
        "指标",
        "评估标准",
        "监测点",
        "观测点",
        "测评点",
        "评估要点",
        "考核点",
    ];
    const REACHED: [&str; 9] = [
        "达到", "达标", "合格", "达成", "超过", "通过", "完成", "实现", "优于",
    ];
    if !matches!(found.sort, Sort::Loose | Sort::Plain) {
        return false;
    }
    let clause = clause_start(text, found.from);
    let end = clause_end(text, found.to);
    let near_end = end.min(found.to + 10);
    let counted_after = contains_any(&text[found.to..near_end], &WHAT);
    let counted_before = any_ends(text, found.from, &WHAT).is_some();
    (counted_after || counted_before) && !contains_any(&text[clause..end], &REACHED)
}

/// 24小时值班, 7×24小时.
fn is_round_the_clock(text: &[char], found: &Quantity) -> bool {
    starts(text, found.number, "24小时")
        && any_starts(
            text,
            found.to,
            &[
                "值",
                "在",
                "监",
                "服务",
                "热线",
                "不间断",
                "开放",
                "应急",
                "营业",
                "轮",
            ],
        )
        .is_some()
}

/// 分 and 岁: only when raised or reached, never as a mark that defines.
fn mark_is_reached(text: &[char], found: &Quantity) -> bool {
    let clause = &text[clause_start(text, found.from)..found.from];
    let next = char_at(text, found.to);
    let ends = is_clause_end(next) || matches!(next, ')' | '、');
    ends && contains_any(
        clause,
        &["达", "提高", "提升", "增长", "高于", "超过", "平均分"],
    ) && !contains_any(
        clause,
        &["满分", "总分", "计分", "分值", "得分", "加", "扣"],
    )
}

/// 八成以上 is a share, 一成立 is not.
fn is_tenths(text: &[char], found: &Quantity, after: char) -> bool {
    !matches!(
        after,
        '立' | '果' | '功' | '绩' | '员' | '长' | '为' | '效' | '熟' | '本' | '型' | '分' | '人'
    ) && (!is_han(after) || found.to > found.unit.1 || after == '的')
        && !starts(text, found.number, "一成不")
}

/// 居第3位, 进入前四名: a rank that is reached; 第一名 as an award is not.
fn rank_is_reached(text: &[char], found: &Quantity) -> bool {
    let clause = &text[clause_start(text, found.from)..found.from];
    contains_any(
        clause,
        &[
            "居", "列", "入", "排", "获", "进", "取得", "保持", "位", "名", "跻身", "保", "争",
        ],
    )
}

/// 一, 两, 三个…: a Chinese numeral is as often part of a name as it is a count.
fn chinese_count(text: &[char], found: &Quantity) -> bool {
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
        Sort::Loose => made_or_done(text, found),
        Sort::Span => !matches!(before, '前' | '后' | '头' | '近'),
        _ => true,
    }
}

/// 霞阳小学二期, 一期工程: which phase, not how many.
fn is_ordinal_phrase(text: &[char], found: &Quantity) -> bool {
    if char_at(text, found.unit.0) != '期' || found.numeral.value > 3.0 {
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

const DONE: [&str; 60] = [
    "举办", "召开", "开展", "组织", "推出", "出版", "编印", "印发", "举行", "进行", "完成", "建成",
    "新建", "改建", "扩建", "建设", "创建", "培育", "培养", "培训", "引进", "招聘", "选派", "选聘",
    "配备", "设立", "成立", "组建", "打造", "增加", "新增", "实施", "推进", "建立", "启动", "获得",
    "获", "有", "达到", "达", "评选", "表彰", "遴选", "推荐", "申报", "立项", "开设", "开发",
    "安排", "制定", "出台", "发布", "落实", "承办", "争取", "争创", "配", "建", "办", "上",
];

fn done_just_before(text: &[char], at: usize) -> bool {
    let at = at
        - usize::from(matches!(
            char_before(text, at),
            '了' | '成' | '好' | '过' | '出'
        ));
    any_ends(text, at, &DONE).is_some()
        || any_ends(text, at, &["分", "查处", "处置", "处理", "分成"]).is_some()
}

fn built_just_before(text: &[char], at: usize) -> bool {
    const BUILT: [&str; 21] = [
        "新建", "改建", "扩建", "建成", "建设", "创建", "培育", "设立", "成立", "组建", "新增",
        "引进", "配备", "开设", "举办", "承办", "召开", "开展", "组织", "争创", "建立",
    ];
    let at = at - usize::from(matches!(char_before(text, at), '了' | '好'));
    any_ends(text, at, &BUILT).is_some()
}

/// A verb in the words before the number: made, done, held.
fn made_or_done(text: &[char], found: &Quantity) -> bool {
    found.from < found.number
        || found.to > found.unit.1
        || done_just_before(text, found.from)
        || per_something(text, found.from)
}

/// 八项规定, 四个意识, 六个方面: what the number counts is a doctrine.
fn names_something(text: &[char], found: &Quantity) -> bool {
    const DOCTRINE: [&str; 52] = [
        "规定",
        "意识",
        "自信",
        "维护",
        "方面",
        "纪律",
        "形态",
        "责任",
        "准则",
        "习惯",
        "确立",
        "统一",
        "结合",
        "转变",
        "坚持",
        "必须",
        "一体",
        "精神",
        "原则",
        "关系",
        "环节",
        "阶段",
        "步骤",
        "层面",
        "层次",
        "维度",
        "领域",
        "要求",
        "清零",
        "到位",
        "严禁",
        "不准",
        "一律",
        "不得",
        "代表",
        "全面",
        "务必",
        "答案",
        "重点",
        "关键",
        "抓手",
        "增长",
        "离不开",
        "百分之",
        "文明",
        "主体",
        "带头",
        "攻坚",
        "革命",
        "梯队",
        "不漏",
        "不少",
    ];
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
        return (found.to..near).any(|index| any_starts(text, index, &DOCTRINE).is_some())
            || any_starts(text, found.to, &["不落", "不掉", "不缺", "大"]).is_some();
    }
    const FEW: [&str; 9] = [
        "方面",
        "环节",
        "阶段",
        "步骤",
        "层面",
        "维度",
        "领域",
        "百分之",
        "必须",
    ];
    any_starts(text, found.to, &FEW).is_some()
}
