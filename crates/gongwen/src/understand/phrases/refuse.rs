//! Quantities that are no targets: names, slogans, ordinals, definitions.

use super::{
    quantity::Quantity,
    scan::{
        any_ends, any_starts, char_at, char_before, clause_end, clause_start, contains_any,
        is_clause_end, is_han, starts,
    },
    set_phrases::{is_meant, names_something},
    units::Sort,
};

/// Whether the quantity is something to be reached, as far as its own sentence tells.
pub(super) fn is_target(text: &[char], found: &Quantity) -> bool {
    if found.rank {
        return rank_is_reached(text, found);
    }
    let before = char_before(text, found.number);
    let after = char_at(text, found.unit.1);
    // 数百名, 上千人 give no number.
    let about_many = found.numeral.bare && matches!(before, '成' | '上' | '数' | '几');
    if about_many || matches!(before, '第' | '每' | '±') {
        return false;
    }
    if found.numeral.value == 0.0 || found.numeral.bare && !bound_makes_it_one(found, before) {
        return false;
    }
    if is_title_year(text, found) || defines(text, found) || describes_indicators(text, found) {
        return false;
    }
    if is_round_the_clock(text, found) || is_reach(text, found) || is_starting_point(text, found) {
        return false;
    }
    match found.sort {
        Sort::Mark => mark_is_reached(text, found),
        Sort::Ratio if char_at(text, found.unit.0) == '成' => is_tenths(text, found, after),
        Sort::Ratio | Sort::Money | Sort::Area => true,
        _ if found.numeral.chinese => is_meant(text, found),
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
    char_at(text, found.number_end) == '年' && found.unit.0 == found.unit.1
}

/// 满分100分, 80周岁以上老人, 56人以上大班额: the number describes.
fn defines(text: &[char], found: &Quantity) -> bool {
    let unit = &text[found.unit.0..found.unit.1];
    if found.to == found.unit.1 {
        return false;
    }
    let persons = matches!(unit, ['人'] | ['户'] | ['名']);
    let next = char_at(text, found.to);
    // 500万元以上项目, 5万元以下薄弱村: the amount says which ones.
    #[rustfmt::skip]
    const WHAT_AMOUNTS_DEFINE: [&str; 11] = [
        "项目", "的项目", "企业", "的企业", "薄弱村", "空壳村", "的村", "工程", "的工程", "采购",
        "的采购",
    ];
    if found.sort == Sort::Money && any_starts(text, found.to, &WHAT_AMOUNTS_DEFINE).is_some() {
        return true;
    }
    if !persons || !is_han(next) {
        return false;
    }
    // 500人以上参加 goes on with what they do, 56人以上大班额 with what is so called.
    #[rustfmt::skip]
    const WHAT_IS_SO_CALLED: [&str; 16] = [
        "大班额", "超大班额", "班额", "的班", "班级", "学校", "的学校", "规模", "小规模", "教学点",
        "单位", "的单位", "村", "的村", "企业", "的支部",
    ];
    any_starts(text, found.to, &WHAT_IS_SO_CALLED).is_some()
}

/// 17项指标 compared or listed is a description; 9项指标都达到 is work.
fn describes_indicators(text: &[char], found: &Quantity) -> bool {
    #[rustfmt::skip]
    const WHAT: [&str; 7] = [
        "指标", "评估标准", "监测点", "观测点", "测评点", "评估要点", "考核点",
    ];
    const REACHED: [&str; 14] = [
        "达到", "达标", "合格", "达成", "超过", "通过", "完成", "实现", "优于", "居", "进入",
        "领先", "优秀", "提升",
    ];
    if !matches!(found.sort, Sort::Loose | Sort::Plain) {
        return false;
    }
    // Hardly any number counts indicators: what is near is looked at first, the clause only then.
    let near = text.get(found.to..).unwrap_or_default();
    let near = near
        .iter()
        .take(10)
        .take_while(|char| !is_clause_end(**char));
    let near_end = found.to + near.count();
    let describes = contains_any(&text[found.to..near_end], &WHAT)
        || starts(text, found.to, "内容")
        || any_ends(text, found.from, &WHAT).is_some();
    if !describes {
        return false;
    }
    let clause = clause_start(text, found.from);
    let end = clause_end(text, found.to);
    !contains_any(&text[clause..end], &REACHED)
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

/// 校园周边200米: how far a rule reaches.
fn is_reach(text: &[char], found: &Quantity) -> bool {
    found.sort == Sort::Measure
        && any_ends(
            text,
            found.from,
            &["周边", "周围", "四周", "附近", "方圆", "半径", "半径为"],
        )
        .is_some()
}

/// 分 and 岁: only when raised or reached, never as a mark that defines.
fn mark_is_reached(text: &[char], found: &Quantity) -> bool {
    let clause = &text[clause_start(text, found.from)..found.from];
    let next = char_at(text, found.to);
    let ends = is_clause_end(next) || matches!(next, ')' | '、');
    // 录取线不低于450分: the bound says that it is to be reached.
    let bounded = found.from < found.number && char_at(text, found.unit.0) == '分';
    ends && (bounded
        || contains_any(
            clause,
            &[
                "达",
                "提高",
                "提升",
                "增长",
                "高于",
                "超过",
                "平均分",
                "满意",
            ],
        ))
        && !contains_any(
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
    let measured = found.unit.1 > found.unit.0;
    contains_any(
        clause,
        &["居", "列", "排", "名次", "进入", "跻身", "保持", "位次"],
    ) || measured && contains_any(clause, &["入", "获", "取得", "名", "保", "争"])
}

/// 由85%提高到90%: where it comes from is not to be reached.
fn is_starting_point(text: &[char], found: &Quantity) -> bool {
    if !matches!(char_before(text, found.from), '由' | '从') {
        return false;
    }
    const RISES: [&str; 14] = [
        "提高", "提升", "增", "上升", "下降", "降", "扩大", "升", "达", "变", "减", "压缩", "调整",
        "到",
    ];
    let mut at = found.to;
    // 由去年的85%提高到, 由3所增加到.
    at += any_starts(text, at, &["的", "逐步", "逐年"]).unwrap_or(0);
    any_starts(text, at, &RISES).is_some()
}
