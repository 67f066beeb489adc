//! What hangs together in checks, money, buildings and talks.

use super::{case::Case, houses::Level};

/// Matter, kind.
const ETHICS: [(&str, &str); 6] = [
    ("反映假期有偿补课", "有偿补课"),
    ("反映罚站时间过长", "体罚或变相体罚"),
    ("反映收受家长礼品", "收受礼品礼金"),
    ("反映家长群发言不当", "不当言论"),
    ("反映作业不批改、教学敷衍", "其他"),
    ("反映论文署名不实", "学术不端"),
];

pub(super) fn ethics(case: &mut Case<'_>) {
    let (title, kind) = case.next_of(&ETHICS);
    case.set("反映问题", title);
    case.set("类别", kind);
    let (result, handled) = match case.number % 4 {
        0 => ("属实", case.one_of(1, &["批评教育", "责令检查", "诫勉"])),
        1 => ("部分属实", "批评教育"),
        _ => ("不属实", "不予处理"),
    };
    case.set("核查结论", result);
    case.put("处理", handled);
    case.set("一票否决", if result == "属实" { "是" } else { "否" });
    if result != "属实" {
        case.clear(&["影响期至"]);
    }
}

pub(super) fn fee_check(case: &mut Case<'_>) {
    let problem = match case.number % 9 {
        2 => "未公示",
        5 => "超标准",
        7 => "票据不规范",
        _ => "无",
    };
    case.set("问题", problem);
    case.put("已公示", if problem == "未公示" { "否" } else { "是" });
    let collected = 18_000 + case.chance(1) % 120 * 1_000;
    case.put("收取金额", collected.to_string());
    match problem {
        "超标准" => case.put("清退金额", (collected / 40).to_string()),
        _ => case.clear(&["清退金额"]),
    }
    if problem == "无" {
        case.clear(&["整改完成日期"]);
    }
    let target = case.get("被查单位");
    let is = |words: &[&str]| words.iter().any(|word| target.contains(word));
    let kinds: &[&str] = if is(&["幼儿园"]) {
        &["服务性收费", "代收费"]
    } else if is(&["小学"]) {
        &["课后服务", "服务性收费", "代收费"]
    } else if is(&["第一中学", "第二中学", "高级中学"]) {
        &["学费", "住宿费"]
    } else {
        &["课后服务", "住宿费", "代收费"]
    };
    let kind = case.one_of(4, kinds).to_owned();
    case.set("收费类别", kind.clone());
    let basis = match kind.as_str() {
        "课后服务" => "按课后服务收费办法",
        "服务性收费" | "代收费" => "按服务性收费和代收费目录",
        _ => "清发改费〔2025〕18号",
    };
    case.set("收费依据", basis);
}

pub(super) fn lecture(case: &mut Case<'_>) {
    let (topic, audience) = case.next_of(&[
        ("家庭教育促进法宣讲", "家长"),
        ("心理健康进校园", "学生"),
        ("开学思政第一课", "学生"),
        ("预防溺水安全教育", "学生"),
        ("红色故事宣讲", "学生"),
        ("幼小衔接怎么做", "家长"),
        ("师德师风专题宣讲", "教师"),
    ]);
    let audience = match case.level {
        Level::Kindergarten if audience == "学生" => "家长",
        _ => audience,
    };
    let topic = match (case.level, audience) {
        (Level::Kindergarten, "家长") => "幼小衔接怎么做",
        (Level::Kindergarten | Level::Primary, _) => topic,
        (_, "家长") => "家庭教育促进法宣讲",
        _ => topic,
    };
    case.set("宣讲主题", topic);
    case.set("对象", audience);
    let n = match audience {
        "教师" => 30 + case.chance(1) % 60,
        _ => 80 + case.chance(1) % 320,
    };
    case.set("听众", n.to_string());
    let minutes = case.one_of(2, &["40", "60", "90"]);
    case.set("时长", minutes);
    let place = match audience {
        "学生" => case.one_of(3, &["学校报告厅", "学校操场", "多功能教室"]),
        _ => case.one_of(3, &["学校报告厅", "多功能教室", "线上直播"]),
    };
    case.set("地点", place);
}

pub(super) fn construction(case: &mut Case<'_>) {
    let house = case.get("受益学校").trim_start_matches("清禾县").to_owned();
    let (what, kind, area, budget) = match case.number % 8 {
        0 => ("教学楼新建工程", "新建", 4_200, 1_260),
        3 => ("综合楼扩建工程", "扩建", 2_600, 860),
        5 => ("运动场改造工程", "改建", 0, 210),
        6 => ("校舍加固工程", "加固", 1_500, 160),
        _ => ("厕所改造工程", "改建", 120, 38),
    };
    case.set("项目名称", format!("{house}{what}"));
    case.set("类别", kind);
    match area {
        0 => case.clear(&["建筑面积"]),
        _ => case.set("建筑面积", (area + case.chance(1) % 90).to_string()),
    }
    let budget = budget + case.chance(2) % 12 * budget / 60;
    case.set("批复概算", budget.to_string());
    case.set("财评价", (budget * 96 / 100).to_string());
    let contract = budget * 92 / 100;
    case.set("合同价", contract.to_string());
    // One has gone over what it may cost, so that the warning is seen.
    let changed = match case.number {
        11 => Some(contract * 14 / 100),
        n if n % 5 == 2 => Some(contract * 4 / 100),
        _ => None,
    };
    case.clear(&["变更签证金额"]);
    if !case.get("实际开工日期").is_empty() {
        if let Some(changed) = changed.filter(|changed| *changed > 0) {
            case.put("变更签证金额", changed.to_string());
        }
        let progress = match case.get("竣工验收日期").is_empty() {
            true => 25 + case.chance(3) % 12 * 5,
            false => 100,
        };
        case.put("形象进度", progress.to_string());
    }
    case.set("结算审定价", (contract * 97 / 100).to_string());
}

pub(super) fn budget(case: &mut Case<'_>) {
    const ITEMS: [(&str, &str, usize); 16] = [
        ("生均公用经费", "公用经费", 2_860),
        ("校舍维修改造", "项目经费", 940),
        ("教师培训经费", "项目经费", 186),
        ("学生资助配套", "项目经费", 420),
        ("信息化设备购置", "项目经费", 530),
        ("营养改善计划", "项目经费", 760),
        ("课后服务经费", "项目经费", 310),
        ("校园安保经费", "公用经费", 268),
        ("教研活动经费", "公用经费", 74),
        ("图书配备", "项目经费", 96),
        ("实验室建设", "项目经费", 240),
        ("校车运营补贴", "项目经费", 352),
        ("体育器材购置", "项目经费", 88),
        ("心理健康教育", "项目经费", 62),
        ("特殊教育补助", "项目经费", 118),
        ("乡村教师补贴", "人员经费", 640),
    ];
    let place = case.number % ITEMS.len();
    let (item, kind, planned) = ITEMS[place];
    let month = case.number / ITEMS.len() + 1;
    // Money that is tendered for goes out late in the year.
    let is_slow = matches!(item, "信息化设备购置" | "实验室建设" | "体育器材购置");
    let share = match is_slow {
        true => month * 2,
        false => month * 8 + place % 3,
    };
    case.set("预算项目", item);
    case.set("支出类别", kind);
    case.set("月份", format!("2026年{month}月"));
    case.set("年度预算", planned.to_string());
    case.clear(&["追加（减）", "滞后原因"]);
    // Books were bought for less than was planned; the rest was taken back.
    if item == "图书配备" && month > 2 {
        case.put("追加（减）", "-6");
    }
    case.set("累计支出", (planned * share / 100).to_string());
    let is_behind = is_slow && month > 2;
    case.put("进度", if is_behind { "滞后" } else { "正常" });
    if is_behind {
        case.put("滞后原因", "项目尚未完成招标，计划三季度集中支付。");
    }
}

pub(super) fn audit(case: &mut Case<'_>) {
    let findings = 2 + case.chance(1) % 7;
    // Of this year's the last three began in June.
    let (state, fixed) = match case.number {
        0..=2 => ("实施中", 0),
        3 => ("已出报告", findings / 2),
        4 => ("整改中", findings - 1),
        _ => ("已完成", findings),
    };
    case.set("状态", state);
    case.put("发现问题", findings.to_string());
    case.put("已整改", fixed.to_string());
    let year: i16 = match case.get("进点日期").get(..4) {
        Some(year) => year.parse().unwrap_or(2026),
        None => 2026,
    };
    case.put("审计期间起", format!("{}年", year - 3));
    case.put("审计期间止", format!("{}年", year - 1));
    let amount = 120 + case.chance(2) % 900;
    case.put("审计资金", amount.to_string());
    case.clear(&["纠正金额"]);
    if state == "已完成" && case.number.is_multiple_of(3) {
        case.put("纠正金额", (amount / 60).to_string());
    }
    match state {
        "实施中" => {
            case.set("进点日期", format!("2026-06-{:02}", 2 + case.number * 3));
            case.clear(&["报告文号", "报告日期", "结果运用", "发现问题", "已整改"]);
        }
        _ => {
            case.put(
                "报告文号",
                format!("清教审〔{year}〕{}号", case.number % 6 + 1),
            );
        }
    }
}
