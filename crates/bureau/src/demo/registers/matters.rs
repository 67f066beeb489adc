//! What hangs together in letters, hazards and canteens.

use super::{case::Case, houses::Level};

/// Matter, kind, who handles it, what was answered.
const LETTERS: [(&str, &str, &str, &str, &str); 14] = [
    (
        "咨询外地转入学生的办理条件",
        "咨询",
        "基础教育科",
        "解释说明",
        "已电话说明转学条件和所需材料。",
    ),
    (
        "反映课后服务收费没有公示",
        "求决",
        "计划财务科",
        "支持",
        "已责成学校补充公示，并向家长说明收费标准。",
    ),
    (
        "反映校门口放学时交通拥堵",
        "求决",
        "安全科",
        "部分支持",
        "已会同交警部门增设护学岗，错时放学。",
    ),
    (
        "建议增加杨林方向校车站点",
        "建议",
        "安全科",
        "支持",
        "已现场勘查，秋季学期增设一个站点。",
    ),
    (
        "反映食堂饭菜质量下降",
        "求决",
        "体卫艺科",
        "支持",
        "已约谈供餐单位，调整菜谱并公示留样记录。",
    ),
    (
        "咨询城区小学入学划片范围",
        "咨询",
        "基础教育科",
        "解释说明",
        "已说明划片依据，并告知招生公告发布时间。",
    ),
    (
        "检举某教师暑期有偿补课",
        "检举控告",
        "人事科",
        "支持",
        "已核查，责令退费并给予批评教育。",
    ),
    (
        "对职称评审结果不服",
        "申诉",
        "人事科",
        "不支持",
        "已复核评审程序和材料，维持原结果并书面答复。",
    ),
    (
        "咨询幼儿园报名年龄要求",
        "咨询",
        "学前教育科",
        "解释说明",
        "已答复年满三周岁的截止日期。",
    ),
    (
        "反映学校操场扬尘影响居民",
        "求决",
        "基建办",
        "支持",
        "已督促施工单位洒水覆盖，限期完成铺装。",
    ),
    (
        "建议延长学校图书馆开放时间",
        "建议",
        "基础教育科",
        "部分支持",
        "试点学校周六上午开放，视情况推广。",
    ),
    (
        "对撤销评优资格的决定提出申诉",
        "申诉",
        "人事科",
        "不支持",
        "已复核事实和程序，维持原决定并说明理由。",
    ),
    (
        "咨询家庭困难学生资助申请",
        "咨询",
        "学生资助中心",
        "解释说明",
        "已告知申请时间、材料和经办学校。",
    ),
    (
        "反映学生之间发生矛盾处理不及时",
        "求决",
        "德育科",
        "支持",
        "已会同学校当面调解，安排专人跟进。",
    ),
];

pub(super) fn letter(case: &mut Case<'_>) {
    let (title, kind, handler, result, answer) = case.next_of(&LETTERS);
    case.set("反映事项", title);
    case.set("类别", kind);
    case.set("承办单位", handler);
    case.set("办理结果", result);
    case.set("答复摘要", answer);
    let is_again = case.number % 17 == 5;
    case.set("转督办", if is_again { "是" } else { "否" });
    if kind == "检举控告" {
        case.set("方式", "来信");
    }
}

/// Hazard, category, place, measure.
const HAZARDS: [(&str, &str, &str, &str); 16] = [
    (
        "二楼走廊两具灭火器压力不足",
        "消防",
        "教学楼",
        "更换灭火器，登记检查卡。",
    ),
    (
        "楼梯间应急照明灯不亮",
        "消防",
        "宿舍楼",
        "更换灯具和电池，每月测试一次。",
    ),
    (
        "食堂燃气报警器失灵",
        "食品",
        "食堂",
        "停用灶台，更换报警器并试机。",
    ),
    (
        "留样冰箱温度达不到要求",
        "食品",
        "食堂",
        "检修制冷，更换温度计并记录。",
    ),
    (
        "围墙局部开裂外倾",
        "校舍",
        "操场",
        "设置警戒，请专业机构检测后加固。",
    ),
    (
        "教学楼外墙瓷砖松动",
        "校舍",
        "教学楼",
        "拉警戒线，清除松动瓷砖后修补。",
    ),
    (
        "校门口隔离桩缺失两根",
        "交通",
        "校门口",
        "补装隔离桩，放学时段增加值守。",
    ),
    (
        "校车停靠点没有标志",
        "交通",
        "校门口",
        "设置停靠标志，划定候车区。",
    ),
    (
        "实验室危化品台账不全",
        "危化品",
        "实验楼",
        "清点登记，双人双锁保管。",
    ),
    (
        "通风橱风量不足",
        "实验室",
        "实验楼",
        "检修风机，修好前不做相关实验。",
    ),
    ("配电箱没有上锁", "其他", "教学楼", "加锁并张贴警示标识。"),
    (
        "校外沟渠没有警示牌",
        "防溺水",
        "校门口",
        "会同村居设置警示牌和救生杆。",
    ),
    (
        "校园周边有流动摊点占道",
        "周边环境",
        "校门口",
        "报街道和城管部门，放学时段清理。",
    ),
    (
        "监控两个点位离线",
        "治安",
        "操场",
        "检修线路，恢复后查看存储。",
    ),
    (
        "宿舍楼疏散门被锁闭",
        "消防",
        "宿舍楼",
        "立即开启，改装消防推杠锁。",
    ),
    ("运动场篮球架底座锈蚀", "其他", "操场", "停用并更换底座。"),
];

pub(super) fn hazard(case: &mut Case<'_>) {
    let (title, kind, place, measure) = case.next_of(&HAZARDS);
    let is_young = matches!(case.level, Level::Kindergarten | Level::Primary);
    let (title, kind, place, measure) = match is_young && matches!(kind, "危化品" | "实验室")
    {
        true => (
            "活动室插座没有防护盖",
            "其他",
            "教学楼",
            "加装防护盖，全园排查。",
        ),
        false => (title, kind, place, measure),
    };
    case.set("隐患内容", title);
    case.set("类别", kind);
    case.set("部位", place);
    case.set("整改措施", measure);
    let grade = match case.number {
        41 => "重大",
        number if number % 9 == 4 => "较大",
        _ => "一般",
    };
    case.set("等级", grade);
    case.set("复查合格", "是");
}

pub(super) fn canteen(case: &mut Case<'_>) {
    let name = match case.level {
        Level::Kindergarten => "幼儿食堂",
        Level::Senior | Level::Vocational => case.one_of(1, &["第一食堂", "第二食堂"]),
        _ => "学生食堂",
    };
    case.set("食堂", name);
    let lost = case.chance(2) % 16;
    let (score, verdict, findings) = match case.number % 23 {
        7 => (52, "停业整改", 6),
        3 | 15 => (68 + lost % 9, "限期整改", 3 + lost % 3),
        _ => (84 + lost, "合格", lost % 3),
    };
    case.put("检查得分", score.to_string());
    case.put("结论", verdict);
    case.put("问题", findings.to_string());
    case.set("许可证在有效期内", if score < 60 { "否" } else { "是" });
    case.set("留样规范", if score < 78 { "否" } else { "是" });
    case.set(
        "负责人陪餐",
        if case.number % 14 == 3 { "否" } else { "是" },
    );
    match findings {
        0 => case.clear(&["问题摘要", "整改期限"]),
        _ if verdict == "合格" => case.clear(&["整改期限"]),
        _ => {}
    }
    if findings > 0 {
        let what = match score < 78 {
            true => case.one_of(
                3,
                &[
                    "留样量不足，记录不全。",
                    "冷藏间生熟混放，台账没有更新。",
                    "两名从业人员健康证过期。",
                ],
            ),
            false => case.one_of(
                3,
                &[
                    "地面有积水，已现场清理。",
                    "个别人员没有戴口罩。",
                    "公示栏菜谱未及时更换。",
                ],
            ),
        };
        case.put("问题摘要", what);
    }
}

pub(super) fn inspection(case: &mut Case<'_>) {
    let findings = case.chance(1) % 9;
    let is_closed = case.number % 4 != 1;
    let fixed = match is_closed {
        true => findings,
        false => findings.saturating_sub(1 + case.chance(2) % 2),
    };
    case.put("发现问题", findings.to_string());
    case.put("已整改", fixed.to_string());
    case.put("已销号", if fixed == findings { "是" } else { "否" });
    match findings {
        0 => case.clear(&["问题摘要", "整改期限"]),
        _ => {
            let what = case.one_of(
                3,
                &[
                    "值班记录不完整，个别台账更新不及时。",
                    "公示栏内容未更新。",
                    "防溺水宣传没有覆盖到全部家长。",
                    "作业公示没有写明时长。",
                    "食材索证索票缺两日。",
                ],
            );
            case.put("问题摘要", what);
        }
    }
}
