//! Offices, centres, and the departments of the county that papers name.

use super::{BUREAU, Rows};
use crate::org::{Column, UnitKind};
use base::Role;

/// Short name, aliases, words of duty, head, one member of staff.
type Office = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const OFFICES: [Office; 14] = [
    (
        "办公室",
        "局办公室、局办、综合科",
        "督查、政务公开、信访、新闻宣传、信息报送、总结汇总、作风建设、述职、建议提案、档案、公文、值班",
        "沈书宁",
        "陶可欣",
    ),
    (
        "人事科",
        "组织人事科、人事股、干部人事科",
        "竞聘、考录、招考、招聘、引进优秀人才、职称、编制、教师流动、教师交流、轮岗、师德、师风、干部队伍、教师队伍、名师、班主任、表彰、公费师范生",
        "王敏",
        "蒋若彤",
    ),
    (
        "基础教育科",
        "基教科、基础教育股、普教科",
        "义务教育、普通高中、招生、学籍、办学行为、课业负担、作业、课程、课后服务、控辍保学、留守儿童、随班就读、集团化办学、现代化学校、规范化学校",
        "白景行",
        "许若川",
    ),
    (
        "学前教育科",
        "学前科、幼教科、学前教育股",
        "幼儿园、幼儿教师、学前教育、普惠性、保教、小区配套幼儿园、公办园",
        "梅语桐",
        "柳依然",
    ),
    (
        "职业教育与成人教育科",
        "职成科、职成教科、职业教育科",
        "职业教育、中职、职教中心、技能大赛、实训、专业建设、校企合作、产教融合、成人教育、终身教育、终身学习、社区教育、老年教育、兼职技能教师",
        "范立群",
        "童乐之",
    ),
    (
        "体卫艺科",
        "体育卫生与艺术教育科、体卫艺股",
        "体育、艺术、足球、运动会、体质健康、视力、近视、卫生、健康教育、合唱、交响乐、美育、全民健身、红十字",
        "江浩然",
        "夏知微",
    ),
    (
        "德育科",
        "德育股、思想政治工作科",
        "德育、思政、养成教育、心理健康、家长学校、家庭教育、家校、家访、劳动教育、研学、少先队、志愿服务、综合素质评价、讲师团",
        "宋怀瑾",
        "简宁",
    ),
    (
        "安全科",
        "学校安全科、安全管理科、安保科",
        "安全、校车、防溺水、食堂、食品安全、隐患、消防、应急演练、防欺凌、禁毒、交通安全",
        "雷震宇",
        "袁可立",
    ),
    (
        "计划财务科",
        "计财科、财务科、计财股",
        "预算、经费、财务、收费、采购、债务、生均公用经费、教育统计、国有资产、投入",
        "丁慕白",
        "葛思源",
    ),
    (
        "基建办",
        "基建办公室、项目建设办公室、项目办、校安办",
        "基建、校舍、建设项目、工程、实验楼、教学楼、图书楼、体育馆、阶梯教室、运动场、主体建设、装修、改扩建",
        "康建业",
        "时敏行",
    ),
    (
        "督导室",
        "教育督导室、县政府教育督导室、督导办",
        "督导、挂牌督导、督学、质量监测、优质均衡、满意度、办学水平评价、评估、县域均衡",
        "贺云松",
        "郭守正",
    ),
    (
        "政策法规科",
        "法规科、政策法规股、政法科",
        "依法治校、法治、普法、行政审批、民办学校、民办教育、校外培训、章程、行政执法",
        "文启航",
        "苗青禾",
    ),
    (
        "审计科",
        "内审科、审计股",
        "审计、经济责任、内部控制、离任",
        "魏持衡",
        "龚正清",
    ),
    (
        "党建办",
        "党建办公室、机关党委、党建科",
        "党建、党组织、党员、廉政、廉洁、党风、八项规定、意识形态、岗位廉政风险、主题教育、统战、清廉学校",
        "安若素",
        "程一诺",
    ),
];

/// Full name, short name, aliases, words of duty, head, one member of staff.
type Centre = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const CENTRES: [Centre; 5] = [
    (
        "清禾县教学研究室",
        "教研室",
        "教研中心、教科研中心、教学研究室",
        "教研、教科研、课题、课堂教学、高效课堂、教学改革、教学质量、教学质量分析、备考、优质课、教学成果",
        "傅砚秋",
        "邵子衿",
    ),
    (
        "清禾县教师发展中心",
        "教师发展中心",
        "教师进修学校、进修学校、师训中心",
        "教师培训、干部教师培训、校长培训、研修、继续教育、骨干教师、新教师、网络研修、学习考察",
        "杜若飞",
        "熊子墨",
    ),
    (
        "清禾县电化教育馆",
        "电教馆",
        "教育技术装备中心、信息中心、装备中心",
        "信息化、智慧校园、教育装备、实验教学、网络、多媒体、资源平台、图书配备",
        "应展鹏",
        "莫凡",
    ),
    (
        "清禾县学生资助管理中心",
        "学生资助中心",
        "资助中心、资助办",
        "资助、助学金、贫困、困难学生、助学贷款、免学费、营养改善",
        "卢暖阳",
        "尹素心",
    ),
    (
        "清禾县教育招生考试中心",
        "考试中心",
        "招考中心、招生办、招生考试中心",
        "高考、中考、考试、考务、考风考纪、学业水平考试、自学考试、标准化考点",
        "汪守规",
        "余静好",
    ),
];

/// Departments that work with the bureau: full name, short name, aliases.
const OUTSIDE: [(&str, &str, &str); 8] = [
    ("清禾县财政局", "财政局", ""),
    ("清禾县发展和改革局", "发改局", "发改委"),
    ("清禾县人力资源和社会保障局", "人社局", ""),
    ("中共清禾县委机构编制委员会办公室", "编办", "县委编办"),
    ("清禾县公安局", "公安局", ""),
    ("清禾县市场监督管理局", "市场监管局", ""),
    ("清禾县卫生健康局", "卫健局", "卫健委"),
    ("清禾县住房和城乡建设局", "住建局", ""),
];

pub(super) fn fill(rows: &mut Rows) {
    for (short, aliases, duties, head, staff) in OFFICES {
        let mut unit = rows.unit(&format!("{BUREAU}{short}"), short, UnitKind::Office);
        unit.put(Column::Aliases, aliases);
        unit.put(Column::Duties, duties);
        rows.keep(unit);
        let (head_title, head_role, staff_title, staff_role) = match short {
            "办公室" => ("主任", Role::GeneralOffice, "督查专员", Role::GeneralOffice),
            "督导室" => ("主任", Role::OfficeHead, "专职督学", Role::Inspector),
            short if short.ends_with('办') => {
                ("主任", Role::OfficeHead, "科员", Role::OfficeStaff)
            }
            _ => ("科长", Role::OfficeHead, "科员", Role::OfficeStaff),
        };
        // The chief inspector, a leader, heads the inspectors' office as well.
        if head != "贺云松" {
            rows.post(head, short, head_title, head_role, "");
        }
        rows.post(staff, short, staff_title, staff_role, "");
    }
    rows.post("殷若虚", "督导室", "兼职督学", Role::Inspector, "");
    rows.post("齐思远", "督导室", "兼职督学", Role::Inspector, "");
    for (name, short, aliases, duties, head, staff) in CENTRES {
        let mut unit = rows.unit(name, short, UnitKind::Affiliated);
        unit.put(Column::Aliases, aliases);
        unit.put(Column::Duties, duties);
        rows.keep(unit);
        rows.post(head, short, "主任", Role::OfficeHead, "");
        rows.post(staff, short, "干事", Role::OfficeStaff, "");
    }
    for (name, short, aliases) in OUTSIDE {
        let mut unit = rows.unit(name, short, UnitKind::Outside);
        unit.put(Column::Aliases, aliases);
        rows.keep(unit);
    }
}
