//! What hangs together in courses, schools and buses.

use super::{case::Case, houses::Level};

pub(super) fn resource(case: &mut Case<'_>) {
    let subjects = case.level.subjects();
    let subject = subjects[case.number % subjects.len()];
    let has_experiments = matches!(subject, "物理" | "化学" | "生物");
    let (what, kind, size) = match (case.number % 5, has_experiments) {
        (0, _) => ("同步课堂录像", "音视频", 420),
        (1 | 4, true) => ("演示实验微课", "实验", 96),
        (1, false) => ("重点难点微课", "微课", 85),
        (2, _) => ("单元教学课件", "课件", 24),
        (3, _) if subject != "学前教育" => ("单元作业设计", "试题", 3),
        _ => ("教学设计", "教案", 2),
    };
    let stage = case.level.stage();
    let nth = case.number / 5 + 1;
    let named = match stage {
        "学前" => "幼儿园".to_owned(),
        "职业教育" => format!("中职{subject}"),
        _ => format!("{stage}{subject}"),
    };
    case.set("资源名称", format!("{named}{what}（{nth}）"));
    case.set("形式", kind);
    case.set("学段", stage);
    case.set("学科", subject);
    case.set("大小", (size + case.chance(1) % 20).to_string());
    let uses = 12 + case.chance(2) % 900;
    case.set("使用次数", uses.to_string());
    let review = match case.number % 15 {
        6 => "待审",
        11 => "退回",
        _ => "通过",
    };
    case.set("审核", review);
}

pub(super) fn course(case: &mut Case<'_>) {
    const COURSES: [(&str, &str, usize); 12] = [
        ("剪纸技艺", "社区教育", 16),
        ("智能手机应用", "老年教育", 16),
        ("家庭急救", "社区教育", 8),
        ("太极拳", "老年教育", 24),
        ("养老护理", "职业培训", 80),
        ("低压电工", "职业培训", 64),
        ("电商直播", "职业培训", 48),
        ("面点制作", "职业培训", 56),
        ("书法", "老年教育", 32),
        ("普通话水平", "证书", 24),
        ("会计基础", "学历教育课程", 72),
        ("幼儿照护", "职业培训", 64),
    ];
    const GRADES: [&str; 3] = ["入门", "提高", "研修"];
    let (name, kind, hours) = case.next_of(&COURSES);
    let grade = GRADES[case.number / COURSES.len() % GRADES.len()];
    case.set("学习成果", format!("{name}（{grade}）"));
    case.set("类别", kind);
    case.set("学时", hours.to_string());
    // Sixteen hours make a credit.
    case.set(
        "学分标准",
        match hours % 16 {
            0 => (hours / 16).to_string(),
            _ => format!("{}.5", hours / 16),
        },
    );
    let how = match kind {
        "证书" => "凭证书原件认定。",
        "学历教育课程" => "凭学籍和课程成绩认定。",
        _ => "凭结业证书和考勤记录认定。",
    };
    case.set("认定依据", how);
}

pub(super) fn private_school(case: &mut Case<'_>) {
    const BRANDS: [&str; 14] = [
        "育才",
        "童心",
        "博雅",
        "启明",
        "春芽",
        "新蕾",
        "知行",
        "星光",
        "金种子",
        "晨曦",
        "致远",
        "小百灵",
        "求实",
        "蓝天",
    ];
    let brand = BRANDS[case.number % BRANDS.len()];
    let (end, kind, profit, pupils) = match (case.number + case.number / BRANDS.len()) % 4 {
        0 => ("艺术培训学校", "非学科类培训", "营利性", 90),
        1 => ("幼儿园", "民办幼儿园", "非营利性", 150),
        2 => ("职业培训学校", "职业技能培训", "营利性", 120),
        _ => ("体育培训中心", "非学科类培训", "营利性", 70),
    };
    case.set("学校名称", format!("清禾县{brand}{end}"));
    case.set("类别", kind);
    case.set("性质", profit);
    let n = pupils + case.chance(1) % 110;
    case.set("在册学员", n.to_string());
    case.set("专任教师", (n / 13 + 2).to_string());
    let (yearly, state) = match case.number % 20 {
        6 => ("不合格", "停办"),
        13 => ("基本合格", "正常"),
        _ => ("合格", "正常"),
    };
    case.set("最近年检", yearly);
    case.set("状态", state);
}

pub(super) fn bus(case: &mut Case<'_>) {
    let (kind, seats) = match case.level {
        Level::Kindergarten => ("幼儿专用校车", 19),
        Level::NineYear => ("中小学生专用校车", 46),
        _ => ("小学生专用校车", 36),
    };
    case.set("车型", kind);
    case.set("核载人数", (seats + case.chance(1) % 3 * 4).to_string());
    let operator = match case.level {
        Level::Kindergarten => "学校自有",
        _ => "清禾县公共交通公司",
    };
    case.set("营运主体", operator);
    let state = match case.number % 26 {
        9 => "停用",
        21 => "报废",
        _ => "在用",
    };
    case.set("状态", state);
    case.set("已接定位", if state == "在用" { "是" } else { "否" });
    // Buses are older than the year.
    let (year, month) = (2018 + case.chance(2) % 8, 1 + case.chance(3) % 12);
    case.set(
        "投入使用日期",
        format!("{year}-{month:02}-{:02}", 1 + case.chance(4) % 28),
    );
}

pub(super) fn driver(case: &mut Case<'_>) {
    let class = case.one_of(1, &["A1", "A1", "A3", "B1"]);
    case.set("准驾车型", class);
    let points = match case.number % 9 {
        4 => 3,
        _ => 0,
    };
    case.set("本记分周期记分", points.to_string());
    let state = match case.number % 24 {
        11 => "离岗",
        18 => "停驾",
        _ => "在岗",
    };
    case.set("状态", state);
    let year = 2015 + case.chance(2) % 10;
    case.set(
        "取得校车驾驶资格日期",
        format!("{year}-{:02}-16", 1 + case.chance(3) % 12),
    );
}

pub(super) fn route(case: &mut Case<'_>) {
    let town = case.town().to_owned();
    case.set("线路名称", format!("{town}{}号线", case.number + 1));
    let (stops, length) = case.one_of(
        1,
        &[
            ("村委会、渡口、桥头、学校", "7.5"),
            ("东岭、石泉、供销社、学校", "11.2"),
            ("敬老院、茶场、岔路口、学校", "9.4"),
            ("水库、古桥、卫生室、学校", "6.8"),
        ],
    );
    case.set("停靠站点", stops);
    case.set("里程", length);
    let riders = match case.level {
        Level::Kindergarten => 10 + case.chance(2) % 9,
        _ => 18 + case.chance(2) % 18,
    };
    case.set("乘车学生", riders.to_string());
    let (shift, departs) = case.one_of(
        3,
        &[
            ("早", "06:40"),
            ("早", "06:55"),
            ("早晚", "07:05"),
            ("晚", "16:40"),
        ],
    );
    case.set("班次", shift);
    case.set("发车时间", departs);
    let state = match case.number % 31 {
        14 => "停运",
        _ => "运行",
    };
    case.set("状态", state);
}
