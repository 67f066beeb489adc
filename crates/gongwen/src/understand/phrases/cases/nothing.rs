//! Near misses: numbers in sentences that set no target.

use super::read;

#[test]
fn names_slogans_and_ordinals_are_no_targets() {
    let mut wrong = Vec::new();
    let cases = [
        "深入学习贯彻党的二十大和二十届三中全会精神，增强“四个意识”、坚定“四个自信”、做到“两个维护”。",
        "落实四个意识、四个自信、两个维护的要求。",
        "严格执行中央八项规定及其实施细则精神，持之以恒纠治“四风”。",
        "推行“一校一策”“一生一案”，做到一个不少、一个不漏。",
        "实施第三期特殊教育提升计划和学前教育三年行动计划。",
        "认真落实国办发〔2023〕12号、教基〔2024〕3号文件。",
        "围绕五个方面、三个层面、六项重点任务统筹推进。",
        "开展“千名教师访万家”活动，组织千名干部下基层。",
        "推进“互联网+教育”，探索1+N帮扶模式和“3+1+2”选科指导。",
        "严格落实24小时值班值守和领导带班制度。",
        "建设一支高素质专业化教师队伍，打造一批特色品牌学校。",
        "办好每一所学校，关爱每一名学生，上好每一堂课。",
        "启动实验小学二期、第五中学迁建工程建设。",
        "消除56人以上大班额，撤并100人以下小规模学校。",
        "对照32项指标逐条自查，梳理汇总资料。",
        "围绕作业管理等26项内容开展督导。",
        "规范500万元以上项目审批，消除5万元以下薄弱村。",
        "三至六年级开设信息科技课程，7—9年级开展生涯教育。",
        "拨打12345热线、12355青少年服务台或电话0571-86012345反映问题。",
        "进一步统一思想，一律按要求执行，一起做好工作。",
        "做好2024年中考、高考组织工作，落实2021—2025年规划。",
        "培育和践行社会主义核心价值观，坚持两手抓、两手硬。",
        "实现零事故、零投诉，安全责任为零容忍。",
        "面向3—6岁儿童家庭开展科学育儿宣传，关爱80周岁以上老人。",
        "巩固“三通两平台”建设成果，推广5G+智慧教育。",
        "新一轮课程改革、第一批示范校、首批试点。",
        "加强人防、物防、技防三防建设，做到万无一失。",
        "一是加强领导，二是压实责任，三是强化督查。",
        "每个孩子、任何一个环节都不能放松。",
        "建立一套科学的评价体系，形成一种良好风尚。",
        "校园周边200米内不得设置网吧、酒吧。",
    ];
    for text in cases {
        let found: Vec<String> = read(text)
            .targets
            .into_iter()
            .map(|target| target.quote)
            .collect();
        if !found.is_empty() {
            wrong.push(format!("{text} -> {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn occasions_years_and_exams_are_no_deadlines() {
    let mut wrong = Vec::new();
    let cases = [
        "2024年，全面贯彻党的教育方针。",
        "今年以来，全年共完成投资3000万元。",
        "定期开展督导，适时召开推进会。",
        "利用国庆节、教师节等节日开展主题教育。",
        "做好期末监测和中考、高考备考，抓好年度考核。",
        "较2022年增长3%，好于去年。",
        "《中国教育现代化2035》和《教育督导条例（2020年修订）》。",
        "每生每年补助500元，学生每天锻炼一小时。",
        "落实学前教育三年行动计划和“十四五”规划。",
        "七年级、八年级学生参加测试。",
        "推行周调度、月通报制度。",
        "做好“七一”表彰和“六一”慰问工作。",
    ];
    for text in cases {
        let found: Vec<String> = read(text)
            .deadlines
            .into_iter()
            .map(|deadline| deadline.quote)
            .collect();
        if !found.is_empty() {
            wrong.push(format!("{text} -> {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn subjects_and_generic_words_are_not_responsible() {
    let mut wrong = Vec::new();
    let cases = [
        "各科室要高度重视，各学校要认真落实。",
        "落实校长负责制和主要负责人责任。",
        "加强乡镇中心校（村小、教学点）建设。",
        "推进中小学校（幼儿园）食堂管理。",
        "会同有关部门开展联合检查，配合做好相关工作。",
        "印发《实施方案》（草案）。",
        "由点到面逐步推开，由易到难。",
        "发挥牵头作用，压实牵头部门责任。",
    ];
    for text in cases {
        let found: Vec<String> = read(text)
            .responsible
            .into_iter()
            .map(|one| one.name)
            .collect();
        if !found.is_empty() {
            wrong.push(format!("{text} -> {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
