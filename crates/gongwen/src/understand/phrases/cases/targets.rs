//! Sentence, then for every target: quote, value or range, comparator, unit (- for none), kind.

use super::{plan, read, read_with, word};
use crate::{
    ledger::{DocKind, Target},
    understand::phrases::Context,
};

fn written(target: &Target) -> String {
    let value = match target.max {
        Some(max) => format!("{}~{max}", target.value),
        None => target.value.to_string(),
    };
    let unit = if target.unit.is_empty() {
        "-"
    } else {
        &target.unit
    };
    format!(
        "{} {value} {} {unit} {}",
        target.quote,
        word(&target.cmp),
        word(&target.kind)
    )
}

fn check(cases: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let found: Vec<String> = read(text).targets.iter().map(written).collect();
        if found != *expected {
            wrong.push(format!(
                "{text}\n   read     {found:?}\n   expected {expected:?}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn counts_are_read_with_their_measure_words() {
    check(&[
        (
            "新建、改扩建幼儿园12所，新增学位3600个。",
            &["12所 12 eq 所 count", "3600个 3600 eq 个 count"],
        ),
        (
            "完成校舍维修改造项目15个、运动场提升项目６个。",
            &["15个 15 eq 个 count", "６个 6 eq 个 count"],
        ),
        (
            "公开招聘中小学教师二百三十名，其中紧缺学科教师不少于六十名。",
            &["二百三十名 230 eq 名 count", "不少于六十名 60 ge 名 count"],
        ),
        (
            "组建教育集团5个，覆盖学校28所。",
            &["5个 5 eq 个 count", "28所 28 eq 所 count"],
        ),
        (
            "选派优秀教师45人到乡村学校支教，开展送教下乡36场次。",
            &["45人 45 eq 人 count", "36场次 36 eq 场次 count"],
        ),
        (
            "全年培训教师1.2万人次，培训校长、园长300余人次。",
            &[
                "1.2万人次 12000 eq 人次 count",
                "300余人次 300 gt 人次 count",
            ],
        ),
        (
            "评选市级“三好学生”120名，县级优秀班主任80名左右。",
            &["120名 120 eq 名 count", "80名左右 80 approx 名 count"],
        ),
        (
            "在全市遴选20所学校开展试点，每所学校选树2至3个典型案例。",
            &["20所 20 eq 所 count", "2至3个 2~3 range 个 count"],
        ),
        (
            "配备心理健康教师每校不少于1名。",
            &["不少于1名 1 ge 名 count"],
        ),
        (
            "建成中小学劳动教育实践基地8个以上。",
            &["8个以上 8 ge 个 count"],
        ),
        (
            "争取年内引进研究生学历教师五十名以上，培养省、市级骨干教师各10名。",
            &["五十名以上 50 ge 名 count", "各10名 10 eq 名 count"],
        ),
        (
            "更新课桌椅2.3万套，购置图书15万册，安装护眼灯1800盏。",
            &[
                "2.3万套 23000 eq 套 count",
                "15万册 150000 eq 册 count",
                "1800盏 1800 eq 盏 count",
            ],
        ),
        (
            "排查安全隐患460处，整改完成452处，整改率98.3%。",
            &[
                "460处 460 eq 处 count",
                "452处 452 eq 处 count",
                "98.3% 98.3 eq % ratio",
            ],
        ),
        (
            "举办第五届青少年科技创新大赛，参赛学生超过3000人。",
            &["超过3000人 3000 gt 人 count"],
        ),
        (
            "立项市级课题三十二项，结题验收18项。",
            &["三十二项 32 eq 项 count", "18项 18 eq 项 count"],
        ),
        (
            "发现并查处违规办学行为三起，约谈校外培训机构7家。",
            &["三起 3 eq 起 count", "7家 7 eq 家 count"],
        ),
        (
            "投放自行车棚4座，硬化道路3条。",
            &["4座 4 eq 座 count", "3条 3 eq 条 count"],
        ),
        (
            "全县建成“智慧校园”示范校10所，录播教室二十间。",
            &["10所 10 eq 所 count", "二十间 20 eq 间 count"],
        ),
        (
            "受理来信来访156件(次)，办结率100%。",
            &["156件 156 eq 件 count", "100% 100 eq % ratio"],
        ),
        (
            "新增普惠性民办园3-5所，撤并教学点二三十个。",
            &["3-5所 3~5 range 所 count", "二三十个 20~30 range 个 count"],
        ),
        (
            "计划培训保育员近百名，新聘生活教师五六十名。",
            &[
                "近百名 100 approx 名 count",
                "五六十名 50~60 range 名 count",
            ],
        ),
        (
            "参训人次突破1.5万，惠及学生逾二十万人。",
            &[
                "突破1.5万 15000 gt 人次 count",
                "逾二十万人 200000 gt 人 count",
            ],
        ),
        (
            "建立名师工作室5个，每个工作室培养青年教师8～10名。",
            &["5个 5 eq 个 count", "8～10名 8~10 range 名 count"],
        ),
        (
            "争创全国文明校园1所、省级文明校园两所。",
            &["1所 1 eq 所 count", "两所 2 eq 所 count"],
        ),
        (
            "建设一个标准化考点，改造三个理化生实验室。",
            &["一个 1 eq 个 count", "三个 3 eq 个 count"],
        ),
    ]);
}

#[test]
fn shares_money_and_areas_keep_their_unit() {
    check(&[
        (
            "学前三年毛入园率达到95%以上，九年义务教育巩固率保持在97.5%。",
            &["95%以上 95 ge % ratio", "97.5% 97.5 eq % ratio"],
        ),
        (
            "高中阶段毛入学率提高1.5个百分点，达到93％。",
            &["1.5个百分点 1.5 eq 个百分点 ratio", "93％ 93 eq ％ ratio"],
        ),
        (
            "公办园在园幼儿占比不低于百分之五十五。",
            &["不低于百分之五十五 55 ge % ratio"],
        ),
        (
            "教师学历达标率百分之百，本科以上学历占八成以上。",
            &["百分之百 100 eq % ratio", "八成以上 8 ge 成 ratio"],
        ),
        (
            "小学生近视率下降0.5至1个百分点。",
            &["0.5至1个百分点 0.5~1 range 个百分点 ratio"],
        ),
        (
            "义务教育阶段辍学率控制在0.6‰以内。",
            &["0.6‰以内 0.6 le ‰ ratio"],
        ),
        (
            "交流轮岗教师比例不低于符合条件教师总数的10%，其中骨干教师占20%以上。",
            &[
                "不低于符合条件教师总数的10% 10 ge % ratio",
                "20%以上 20 ge % ratio",
            ],
        ),
        (
            "高级教师比例达到三分之一以上。",
            &["三分之一以上 0.3333333333333333 ge - ratio"],
        ),
        (
            "中学师生比达到1∶12.5，生机比控制在6:1以内。",
            &["1∶12.5 1 eq ∶12.5 ratio", "6:1以内 6 le :1 ratio"],
        ),
        (
            "校际综合差异系数小学控制在0.5以内，初中不超过0.45。",
            &["0.5以内 0.5 le - ratio", "不超过0.45 0.45 le - ratio"],
        ),
        (
            "落实中央和省级资金1.26亿元，配套县级资金3500万元。",
            &[
                "1.26亿元 126000000 eq 元 money",
                "3500万元 35000000 eq 元 money",
            ],
        ),
        (
            "公用经费标准提高到小学每生每年720元、初中每生每年940元。",
            &["720元 720 eq 元 money", "940元 940 eq 元 money"],
        ),
        (
            "乡村教师生活补助不低于400元/月·人。",
            &["不低于400元/月·人 400 ge 元/月·人 money"],
        ),
        (
            "特殊教育生均公用经费达到6000元/生·年以上。",
            &["6000元/生·年以上 6000 ge 元/生·年 money"],
        ),
        (
            "投入资金约1200万元，新建校舍面积1.86万平方米，运动场地8600㎡。",
            &[
                "约1200万元 12000000 approx 元 money",
                "1.86万平方米 18600 eq 平方米 area",
                "8600㎡ 8600 eq ㎡ area",
            ],
        ),
        (
            "预计总投资2.5－3亿元，占地120亩。",
            &[
                "2.5－3亿元 250000000~300000000 range 元 money",
                "120亩 120 eq 亩 area",
            ],
        ),
        (
            "孕产妇死亡率控制在12/10万以下。",
            &["12/10万以下 12 le /10万 ratio"],
        ),
        (
            "减免各类费用三百二十万元，发放助学金八十余万元。",
            &[
                "三百二十万元 3200000 eq 元 money",
                "八十余万元 800000 gt 元 money",
            ],
        ),
        (
            "义务教育专任教师中本科学历比例提升到88%左右，较上年增长2%。",
            &["88%左右 88 approx % ratio", "2% 2 eq % ratio"],
        ),
        (
            "社会消费品零售总额增长7%—8%，城镇登记失业率低于4.5%。",
            &["7%—8% 7~8 range % ratio", "低于4.5% 4.5 lt % ratio"],
        ),
        ("财政教育支出同比增长1.2倍。", &["1.2倍 1.2 eq 倍 ratio"]),
    ]);
}

#[test]
fn frequencies_ranks_and_spans_are_told_apart() {
    check(&[
        (
            "每月开展一次安全隐患排查，每学期组织应急演练不少于2次。",
            &["一次 1 eq 次 frequency", "不少于2次 2 ge 次 frequency"],
        ),
        (
            "党委会每季度专题研究意识形态工作至少1次。",
            &["至少1次 1 ge 次 frequency"],
        ),
        (
            "校长每学期听课不少于20节，教研员每周下校两次。",
            &["不少于20节 20 ge 节 frequency", "两次 2 eq 次 frequency"],
        ),
        ("全年召开师德专题会议4次。", &["4次 4 eq 次 frequency"]),
        (
            "举办校长论坛两期，开展专题讲座6场。",
            &["两期 2 eq 期 count", "6场 6 eq 场 count"],
        ),
        (
            "高考成绩进入全市前三名，综合考核居全省第5位。",
            &["前三名 3 le 名 rank", "第5位 5 eq 位 rank"],
        ),
        (
            "中小学生每天校内体育活动时间不低于2小时，大课间不少于三十分钟。",
            &[
                "不低于2小时 2 ge 小时 other",
                "不少于三十分钟 30 ge 分钟 other",
            ],
        ),
        (
            "教师五年一周期培训不少于360学时。",
            &["不少于360学时 360 ge 学时 other"],
        ),
        (
            "小学书面家庭作业总量控制在60分钟以内。",
            &["60分钟以内 60 le 分钟 other"],
        ),
        (
            "组织新教师集中培训15天，跟岗实践3个月。",
            &["15天 15 eq 天 other", "3个月 3 eq 个月 other"],
        ),
        (
            "新修通村公路12.5公里，铺设管网3200米。",
            &["12.5公里 12.5 eq 公里 other", "3200米 3200 eq 米 other"],
        ),
        ("每周开设劳动课1课时以上。", &["1课时以上 1 ge 课时 other"]),
        (
            "粮食总产量稳定在8.6万吨以上，生猪出栏12万头。",
            &["8.6万吨以上 86000 ge 吨 other", "12万头 120000 eq 头 count"],
        ),
        (
            "分三批对全县68所学校开展专项督导。",
            &["三批 3 eq 批 count", "68所 68 eq 所 count"],
        ),
    ]);
}

#[test]
fn starting_points_averages_and_distant_bounds_are_understood() {
    check(&[
        (
            "毛入园率由85%提高到92%，在校生从800人增至960人。",
            &["92% 92 eq % ratio", "960人 960 eq 人 count"],
        ),
        (
            "按照不超过教职工总数5%的比例设置岗位。",
            &["不超过教职工总数5% 5 le % ratio"],
        ),
        (
            "班子成员每月至少深入学校2次。",
            &["至少深入学校2次 2 ge 次 frequency"],
        ),
        (
            "综合考评居全市第一，优秀率排名前三。",
            &["第一 1 eq - rank", "前三 3 le - rank"],
        ),
        (
            "2项指标居全市第二位。",
            &["2项 2 eq 项 count", "第二位 2 eq 位 rank"],
        ),
        (
            "专任教师人数500人，35岁以下占比不低于1/3。",
            &[
                "500人 500 eq 人 count",
                "不低于1/3 0.3333333333333333 ge - ratio",
            ],
        ),
        ("工作补贴人均每月500元。", &["500元 500 eq 元 money"]),
    ]);
}

#[test]
fn a_summary_counts_what_it_did_in_the_year() {
    let summary = Context {
        kind: DocKind::Summary,
        ..plan(2024)
    };
    for (kind, context) in [("count", summary), ("frequency", plan(2024))] {
        let item = read_with("全年开展联合检查6次。", None, &context);
        let kinds: Vec<String> = item.targets.iter().map(|one| word(&one.kind)).collect();
        assert_eq!(kinds, [kind]);
    }
}

#[test]
fn the_subject_is_the_noun_that_is_counted() {
    for (text, subjects) in [
        ("9月底前新建幼儿园2所、小学1所。", &["幼儿园", "小学"][..]),
        ("引进20名优秀人才。", &["优秀人才"]),
        (
            "升学率、就业率分别达到60%、95%以上。",
            &["升学率、就业率", "升学率、就业率"],
        ),
        ("人均体育场地面积达2.6平方米。", &["人均体育场地面积"]),
        ("20%以上的教师参与。", &["教师"]),
    ] {
        let item = read(text);
        let found: Vec<&str> = item
            .targets
            .iter()
            .map(|one| one.subject.as_str())
            .collect();
        assert_eq!(found, subjects, "{text}");
    }
}

#[test]
fn measure_words_are_kept_whole_and_apart_from_the_next_word() {
    check(&[
        (
            "检查43家校外培训机构，患者满意度90分以上，平均浓度下降6.2微克/立方米。",
            &[
                "43家 43 eq 家 count",
                "90分以上 90 ge 分 other",
                "6.2微克/立方米 6.2 eq 微克/立方米 other",
            ],
        ),
        (
            "年人均借阅不少于15册次，检查车辆36辆次。",
            &["不少于15册次 15 ge 册次 count", "36辆次 36 eq 辆次 count"],
        ),
    ]);
}

#[test]
fn promises_are_told_apart() {
    for (text, commitment) in [
        ("确保巩固率达到99%。", "binding"),
        ("力争新增学位500个。", "stretch"),
        ("新增学位500个。", "plain"),
        ("争取上级资金500万元。", "plain"),
        ("必须配备安保人员20名。", "binding"),
    ] {
        assert_eq!(
            word(&read(text).targets[0].commitment),
            commitment,
            "{text}"
        );
    }
}

#[test]
fn years_are_a_length_after_the_word_for_a_period_and_marks_are_reached_with_a_bound() {
    check(&[
        ("选派教师支教，支教期一年。", &["一年 1 eq 年 other"]),
        ("教师服务期不少于3年。", &["不少于3年 3 ge 年 other"]),
        (
            "普通高中录取分数线不低于450分。",
            &["不低于450分 450 ge 分 other"],
        ),
        ("三年内全部达标，2024年完成。", &[]),
    ]);
}
