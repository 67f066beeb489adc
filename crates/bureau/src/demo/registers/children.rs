//! What hangs together in registers of children.

use super::{case::Case, houses::Level};

pub(super) fn dropout(case: &mut Case<'_>) {
    let grades: &[&str] = match case.level {
        Level::Primary => &["四年级", "五年级", "六年级"],
        _ => &["七年级", "八年级", "八年级", "九年级"],
    };
    let grade = case.one_of(1, grades);
    case.set("年级", grade);
    let reason = match case.level {
        Level::Primary => case.one_of(2, &["随迁未衔接", "外出务工", "身体原因"]),
        _ => case.one_of(2, &["厌学", "厌学", "外出务工", "家庭困难", "身体原因"]),
    };
    case.set("原因", reason);
    let visits = 2 + case.chance(3) % 5;
    case.set("劝返次数", visits.to_string());
    case.set("巩固满一个月", "是");
}

pub(super) fn aid(case: &mut Case<'_>) {
    let is_vocational = case.level == Level::Vocational;
    let (project, money) = match (is_vocational, case.chance(1) % 3) {
        (true, 0) => ("中职免学费", 1_100),
        (true, 1) => ("中职助学金", 1_150),
        (true, _) => ("中职助学金", 650),
        (false, 0) => ("普通高中免学费", 400),
        (false, 1) => ("普通高中助学金", 1_650),
        (false, _) => ("普通高中助学金", 1_150),
    };
    case.set("资助项目", project);
    case.set("发放金额", money.to_string());
    let class = case.one_of(
        2,
        &[
            "脱贫户",
            "脱贫户",
            "监测户",
            "低保",
            "低保",
            "残疾",
            "特困",
            "孤儿",
            "其他",
        ],
    );
    case.set("困难类别", class);
}

pub(super) fn disabled(case: &mut Case<'_>) {
    let way = match (case.level, case.number % 5) {
        (Level::Special, 0 | 3) => "送教上门",
        (Level::Special, _) => "特殊教育学校",
        (_, 4) => "送教上门",
        _ => "随班就读",
    };
    case.set("安置方式", way);
    case.set("个别化教育计划", "是");
    match way == "送教上门" {
        true => {
            let visits = 6 + case.chance(1) % 9;
            case.put("送教次数", visits.to_string());
            case.put("送教课时", (visits * 2).to_string());
        }
        false => case.clear(&["送教教师", "送教次数", "送教课时"]),
    }
    case.clear(&["未安置原因"]);
    let born = match case.level {
        Level::Junior => 2011,
        _ => 2014,
    } + case.chance(2) % 4;
    let month = 1 + case.chance(3) % 12;
    case.set(
        "出生日期",
        format!("{born}-{month:02}-{:02}", 1 + case.chance(4) % 28),
    );
}

pub(super) fn counselling(case: &mut Case<'_>) {
    let grade = match case.level {
        Level::Senior => "高中",
        Level::Vocational => "中职",
        Level::Junior => "初中",
        Level::NineYear => case.one_of(1, &["小学", "初中"]),
        _ => "小学",
    };
    case.set("学段", grade);
    let (kind, degree) = match case.number % 29 {
        8 => ("危机", "重点"),
        4 | 19 => ("情绪", "关注"),
        _ => (
            case.one_of(2, &["学业", "人际", "情绪", "家庭", "适应"]),
            "一般",
        ),
    };
    case.set("类别", kind);
    case.set("关注程度", degree);
    case.put("已转介", if degree == "重点" { "是" } else { "否" });
    let minutes = case.one_of(3, &["30", "40", "45", "50"]);
    case.set("时长", minutes);
}

pub(super) fn home_visit(case: &mut Case<'_>) {
    let grades: &[&str] = match case.level {
        Level::Kindergarten => &["小班", "中班", "大班"],
        Level::Senior => &["高一", "高二", "高三"],
        Level::Vocational => &["一年级", "二年级"],
        Level::Junior | Level::NineYear => &["七年级", "八年级", "九年级"],
        _ => &["一年级", "二年级", "三年级", "四年级", "五年级", "六年级"],
    };
    let class = 1 + case.chance(1) % 4;
    let grade = case.one_of(2, grades);
    case.set(
        "班级",
        match case.level {
            Level::Kindergarten => format!("{grade}{class}"),
            _ => format!("{grade}{class}班"),
        },
    );
    let reason = match case.level {
        Level::Kindergarten => case.one_of(3, &["新生", "行为", "其他"]),
        _ => case.one_of(3, &["学习", "行为", "困难家庭", "留守儿童", "新生", "心理"]),
    };
    case.set("缘由", reason);
    let heard = case.one_of(
        4,
        &[
            "希望增加课后服务项目。",
            "希望老师多关注孩子的阅读。",
            "孩子在家作息不规律，请学校提醒。",
            "对学校工作满意。",
            "希望了解孩子与同学相处的情况。",
        ],
    );
    case.set("家长意见", heard);
    let done = case.one_of(
        5,
        &[
            "已转告任课教师。",
            "两周后电话回访。",
            "列入重点关注，每月联系一次。",
        ],
    );
    case.set("后续措施", done);
    case.set(
        "需要学校跟进",
        if case.number.is_multiple_of(6) {
            "是"
        } else {
            "否"
        },
    );
}

pub(super) fn left_behind(case: &mut Case<'_>) {
    let visits = 1 + case.chance(1) % 4;
    case.set("走访次数", visits.to_string());
    case.set("需要关注", if case.number % 8 == 3 { "是" } else { "否" });
    let help = case.one_of(
        2,
        &[
            "每周视频通话一次，安排心理辅导。",
            "结对教师每月家访一次。",
            "参加课后服务和周末活动。",
            "联系村居共同照看。",
        ],
    );
    case.set("关爱措施", help);
}
