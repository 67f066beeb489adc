//! What hangs together in registers of teachers.

use super::{case::Case, houses::Level};
use crate::demo::ledger::person;

pub(super) fn master(case: &mut Case<'_>) {
    let subject = case.one_of(1, case.level.subjects());
    case.set("学科", subject);
    let skills: &[&str] = match subject {
        "学前教育" => &["自主游戏", "幼小衔接", "绘本教学"],
        "语文" => &["整本书阅读", "习作教学", "大单元教学设计"],
        "物理" | "化学" | "生物" => &["实验教学", "大单元教学设计", "作业设计"],
        "心理健康" => &["心理辅导", "团体活动设计"],
        "信息科技" => &["信息化教学", "编程启蒙"],
        "体育与健康" => &["校园足球", "体能训练"],
        "音乐" | "美术" => &["合唱指导", "民间艺术进课堂"],
        _ => &["大单元教学设计", "作业设计", "班主任工作"],
    };
    let skill = match subject {
        "音乐" => "合唱指导",
        "美术" => "民间艺术进课堂",
        _ => case.one_of(2, skills),
    };
    case.set("专长", skill);
    let title = match case.number % 24 {
        0 => "特级教师",
        1 | 9 => "省级名师",
        2 | 7 | 12 | 18 => "市级名师",
        n if n % 3 == 1 => "学科带头人",
        _ => "县级名师",
    };
    case.set("称号", title);
    let members = match title {
        "特级教师" | "省级名师" => 8 + case.chance(3) % 8,
        _ => case.chance(3) % 6,
    };
    case.set("工作室成员", members.to_string());
    let lessons = 1 + case.chance(4) % 6;
    case.set("本年示范课", lessons.to_string());
}

pub(super) fn craftsman(case: &mut Case<'_>) {
    let (trade, skill, grade, company) = case.next_of(&[
        ("数控加工", "数控车工", "高级技师", "清禾县机械厂"),
        ("汽车维修", "新能源汽车检测", "技师", "清禾县汽修行业协会"),
        ("电子商务", "短视频运营", "高级工", "清禾县电商产业园"),
        ("护理", "急救护理", "高级工", "清禾县人民医院"),
        ("烹饪", "面点制作", "技师", "清禾宾馆"),
        ("建筑施工", "工程测量", "高级工", "清禾县第一建筑工程公司"),
        ("农机", "农机维修", "技师", "清禾县农机合作社"),
        ("非遗技艺", "剪纸", "传承人", "清禾县文化馆"),
        ("学前教育", "幼儿保育", "高级工", "清禾县机关幼儿园"),
    ]);
    case.set("专业方向", trade);
    case.set("特长", skill);
    case.set("技能等级", grade);
    case.set("所在单位", company);
    let hours = 16 + case.chance(1) % 12 * 8;
    case.set("本年授课", hours.to_string());
    let years = 8 + case.chance(2) % 18;
    case.set("简介", format!("从业{years}年，多次指导学生参加技能竞赛。"));
}

pub(super) fn exchange(case: &mut Case<'_>) {
    let subject = case.one_of(1, case.level.subjects());
    case.set("任教学科", subject);
    let rank = match case.number % 14 {
        0 => "校长",
        1 | 8 => "副校长",
        n if n % 3 == 0 => "骨干教师",
        _ => "普通教师",
    };
    case.set("身份", rank);
    let is_backbone = rank != "普通教师" || case.number.is_multiple_of(7);
    case.set("骨干教师", if is_backbone { "是" } else { "否" });
    case.set("交流学期", case.one_of(2, &["2", "2", "4"]));
    // Who went this spring has not come back yet.
    case.clear(&["结束日期"]);
}

pub(super) fn recruitment(case: &mut Case<'_>) {
    const POSTS: [(&str, &str); 18] = [
        ("小学", "语文"),
        ("小学", "数学"),
        ("初中", "英语"),
        ("小学", "英语"),
        ("初中", "数学"),
        ("高中", "物理"),
        ("小学", "体育与健康"),
        ("初中", "语文"),
        ("高中", "数学"),
        ("小学", "音乐"),
        ("初中", "物理"),
        ("高中", "化学"),
        ("小学", "美术"),
        ("初中", "道德与法治"),
        ("高中", "生物"),
        ("小学", "信息科技"),
        ("初中", "历史"),
        ("初中", "地理"),
    ];
    let nth = case.number / POSTS.len() + 1;
    let (batch, way, stage, subject, planned) = match case.number {
        0..=3 => (
            "2026年公办幼儿园教师招考",
            "公开招聘",
            "学前",
            "学前教育",
            15,
        ),
        4..=9 => {
            let (stage, subject) = case.next_of(&[
                ("高中", "物理"),
                ("高中", "数学"),
                ("高中", "化学"),
                ("高中", "生物"),
                ("职业教育", "其他"),
            ]);
            (
                "2026年紧缺学科人才引进",
                "人才引进",
                stage,
                subject,
                2 + case.number % 2,
            )
        }
        _ => {
            let (stage, subject) = case.next_of(&POSTS);
            (
                "2026年中小学教师公开招聘",
                "公开招聘",
                stage,
                subject,
                6 + case.number % 5,
            )
        }
    };
    let post = match (stage, subject) {
        ("学前", _) => format!("幼儿园教师{}", case.number + 1),
        ("职业教育", _) => format!("职业教育专业课教师{}", case.number / 5 + 1),
        _ => format!("{stage}{subject}教师{nth}"),
    };
    case.set("批次", batch);
    case.set("方式", way);
    case.set("岗位", post);
    case.set("学段", stage);
    case.set("学科", subject);
    case.set("计划人数", planned.to_string());
    case.set(
        "报名人数",
        (planned * (6 + case.chance(1) % 22)).to_string(),
    );
    case.clear(&["录用人数", "到岗人数", "到岗日期"]);
    if way == "人才引进" {
        case.put("录用人数", (planned - 1).to_string());
    }
}

pub(super) fn honour(case: &mut Case<'_>) {
    let awards = [
        "师德标兵",
        "优秀教师",
        "优秀班主任",
        "教学能手",
        "优秀教育工作者",
    ];
    let is_house = case.number % 11 == 6;
    let (award, kind) = match is_house {
        true => ("教育工作先进集体", "集体"),
        false => (case.next_of(&awards), "个人"),
    };
    let who = match is_house {
        true => case.unit.to_owned(),
        false => person(case.number * 17 + 5),
    };
    case.set("表彰名称", award);
    case.set("对象", kind);
    case.set("获奖者", who);
    let level = match case.number % 19 {
        2 => "省级",
        7 | 13 => "市级",
        _ => "县级",
    };
    case.set("级别", level);
    case.set("已公示", "是");
    match is_house {
        true => case.clear(&["师德考察合格"]),
        false => case.put("师德考察合格", "是"),
    }
    let office = match level {
        "省级" => "省教师奖",
        "市级" => "市教字",
        _ => "清教人",
    };
    let number = 3 + case.chance(2) % 9;
    case.set("表彰文号", format!("{office}〔2026〕{number}号"));
}

pub(super) fn project(case: &mut Case<'_>) {
    const TOPICS: [&str; 13] = [
        "整本书阅读教学",
        "作业分层设计",
        "跨学科主题学习",
        "单元整体教学",
        "课堂提问有效性",
        "劳动教育课程开发",
        "家校协同育人",
        "学生自主管理",
        "乡土文化融入课堂",
        "实验教学改进",
        "校本研修",
        "阅读素养评价",
        "心理健康教育",
    ];
    const YOUNG: [&str; 6] = [
        "自主游戏观察",
        "绘本阅读",
        "户外活动组织",
        "幼小衔接",
        "家园共育",
        "班级环境创设",
    ];
    const TRADES: [&str; 5] = [
        "产教融合实践",
        "技能大赛引领教学",
        "实训课程开发",
        "现代学徒制",
        "德技并修育人",
    ];
    let (who, topics): (&str, &[&str]) = match case.level {
        Level::Kindergarten => ("幼儿园", &YOUNG),
        Level::Vocational => ("中等职业学校", &TRADES),
        Level::Senior => ("普通高中", &TOPICS),
        Level::Junior | Level::NineYear => ("初中", &TOPICS),
        Level::Special => ("培智学校", &["生活适应课程", "个别化教育"]),
        _ => ("小学", &TOPICS),
    };
    let rural = match case.unit.contains('镇') || case.unit.contains('乡') {
        true => "农村",
        false => "县域",
    };
    let topic = topics[case.number % topics.len()];
    let end = case.one_of(1, &["的实践研究", "策略研究", "的案例研究", "研究"]);
    case.set("课题名称", format!("{rural}{who}{topic}{end}"));
    let level = match case.number % 12 {
        0 => "省级",
        1..=3 => "市级",
        _ => "县级",
    };
    case.set("级别", level);
    let money = match level {
        "省级" => 20_000,
        "市级" => 8_000,
        _ => 3_000,
    };
    case.set("经费", money.to_string());
    case.set("中期结论", "通过");
}
