//! Sentence or cell, then name and role of everyone who answers for the work.

use super::{plan, read_with, word};
use crate::{ledger::Responsible, understand::passage::CellRole};

fn written(one: &Responsible) -> String {
    format!("{} {}", one.name, word(&one.role))
}

fn check(cell: Option<CellRole>, cases: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let found: Vec<String> = read_with(text, cell, &plan(2024))
            .responsible
            .iter()
            .map(written)
            .collect();
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
fn labels_and_brackets_name_units_and_roles() {
    check(
        None,
        &[
            ("各校成立工作小组，校长任组长。", &["校长 leader"]),
            // A name is kept as it stands, with the blanks that spread it out.
            ("各校成立工作小组，校 长任组长。", &["校 长 leader"]),
            (
                "做好招生工作。（责任科室：基教科；配合科室：督导室、安全科）",
                &["基教科 responsible", "督导室 support", "安全科 support"],
            ),
            (
                "做好招生工作。责任单位：局基础教育股、县教师进修学校",
                &["局基础教育股 responsible", "县教师进修学校 responsible"],
            ),
            (
                "加强监管。（牵头单位：市教育局；责任单位：市公安局、市市场监管局，各县（市、区）人民政府）",
                &[
                    "市教育局 lead",
                    "市公安局 responsible",
                    "市市场监管局 responsible",
                    "各县（市、区）人民政府 responsible",
                ],
            ),
            (
                "完善制度。（办公室、人事科）",
                &["办公室 responsible", "人事科 responsible"],
            ),
            (
                "完善制度（思政科、体卫艺科）。",
                &["思政科 responsible", "体卫艺科 responsible"],
            ),
            (
                "完善制度。【责任处室：政策法规处】",
                &["政策法规处 responsible"],
            ),
            (
                "完善制度。〔教育股牵头，财务股、项目办配合〕",
                &["教育股 lead", "财务股 support", "项目办 support"],
            ),
            (
                "完善制度。（市教育局牵头，市财政局、市人力资源社会保障局按职责分工负责）",
                &[
                    "市教育局 lead",
                    "市财政局 responsible",
                    "市人力资源社会保障局 responsible",
                ],
            ),
            (
                "分管领导：张志强\n责任科室：计财科\n责任人：李梅",
                &["张志强 leader", "计财科 responsible", "李梅 leader"],
            ),
            (
                "牵头领导：王建国 责任股室：安监股 配合股室：各股室",
                &["王建国 leader", "安监股 responsible", "各股室 support"],
            ),
            (
                "开展排查。责任部门：德育处、年级组",
                &["德育处 responsible", "年级组 responsible"],
            ),
            (
                "牵头科室：学前教育与民办教育管理科",
                &["学前教育与民办教育管理科 lead"],
            ),
            (
                "责任单位：区教育局、区财政局等",
                &["区教育局 responsible", "区财政局 responsible"],
            ),
            (
                "主要责任单位：县委宣传部、团县委；协助单位：县妇联、县关工委",
                &[
                    "县委宣传部 lead",
                    "团县委 lead",
                    "县妇联 support",
                    "县关工委 support",
                ],
            ),
        ],
    );
}

#[test]
fn sentences_name_who_leads_and_answers() {
    check(
        None,
        &[
            ("成立领导小组，由局长任组长。", &["局长 leader"]),
            (
                "由县教育局牵头，县公安局、县交通运输局配合，开展校车整治。",
                &["县教育局 lead", "县公安局 support", "县交通运输局 support"],
            ),
            ("局督导室负责日常调度和考核。", &["局督导室 responsible"]),
            ("县财政局具体负责资金筹措。", &["县财政局 responsible"]),
            ("招生考试中心为责任单位。", &["招生考试中心 responsible"]),
            (
                "由分管副县长担任组长，统筹推进各项工作。",
                &["分管副县长 leader"],
            ),
            ("由办公室负责牵头落实。", &["办公室 lead"]),
        ],
    );
}

#[test]
fn cells_are_lists_of_names() {
    check(
        Some(CellRole::Responsible),
        &[
            (
                "县教育局、县人社局，各镇（街道）。",
                &[
                    "县教育局 responsible",
                    "县人社局 responsible",
                    "各镇（街道） responsible",
                ],
            ),
            (
                "教育局 财政局\n人社局",
                &[
                    "教育局 responsible",
                    "财政局 responsible",
                    "人社局 responsible",
                ],
            ),
            (
                "市教育局和市体育局",
                &["市教育局 responsible", "市体育局 responsible"],
            ),
            ("区发展和改革局", &["区发展和改革局 responsible"]),
            ("—", &[]),
            ("/", &[]),
            ("各相关单位", &["各相关单位 responsible"]),
            (
                "区住房和城乡建设局、区城市管理和综合执法局",
                &[
                    "区住房和城乡建设局 responsible",
                    "区城市管理和综合执法局 responsible",
                ],
            ),
        ],
    );
    check(
        Some(CellRole::Leader),
        &[
            ("刘 洋、周敏", &["刘 洋 leader", "周敏 leader"]),
            ("陈晓东\n赵 磊", &["陈晓东 leader", "赵 磊 leader"]),
            ("孙立新 何 静", &["孙立新 leader", "何 静 leader"]),
        ],
    );
    check(
        Some(CellRole::Lead),
        &[("县教育体育局", &["县教育体育局 lead"])],
    );
}

#[test]
fn brackets_may_hold_persons_times_and_parts() {
    check(
        None,
        &[
            (
                "制定方案。（市教育局、市财政局，6月底前完成）",
                &["市教育局 responsible", "市财政局 responsible"],
            ),
            (
                "做好后勤保障（总务处：李红）。",
                &["总务处 responsible", "李红 leader"],
            ),
            (
                "落实政策。（教育局办公室、各县（市、区）教育局）",
                &[
                    "教育局办公室 responsible",
                    "各县（市、区）教育局 responsible",
                ],
            ),
            (
                "开展检查。责任科室：督导室（牵头）、基教科、安稳科",
                &["督导室 lead", "基教科 responsible", "安稳科 responsible"],
            ),
            (
                "加强统筹。（省教育厅，各市、县人民政府）",
                &["省教育厅 responsible", "各市、县人民政府 responsible"],
            ),
            (
                "加强宣传。（责任部门：党政办 负责人：赵敏 完成时间：3—12月）",
                &["党政办 responsible", "赵敏 leader"],
            ),
            (
                "本项工作由教师工作科负责组织实施。",
                &["教师工作科 responsible"],
            ),
        ],
    );
}

#[test]
fn labels_stand_before_a_blank_or_a_line_break_as_well() {
    check(
        None,
        &[
            (
                "排查隐患，落实责任，确保校园安全稳定。\n责任科室 安全科、办公室\n完成时限 6月底前",
                &["安全科 responsible", "办公室 responsible"],
            ),
            (
                "开展联合检查不少于4次。\n牵头科室　安监科\n配合科室　办公室、基教科",
                &["安监科 lead", "办公室 support", "基教科 support"],
            ),
            (
                "开展检查。\n责任单位\n县教育局\n完成时限\n长期坚持",
                &["县教育局 responsible"],
            ),
            ("明确责任单位和责任人，压实牵头部门责任。", &[]),
        ],
    );
}

#[test]
fn the_head_of_a_group_is_named_and_its_members_are_not() {
    check(
        None,
        &[
            (
                "成立领导小组。组长：陈志明；副组长：李华；成员：王强、赵敏。",
                &["陈志明 leader"],
            ),
            (
                "成立领导小组，组长由镇长担任，副组长由副镇长担任。",
                &["镇长 leader"],
            ),
            (
                "组织质量分析会。（教导处、各班班主任）",
                &["教导处 responsible", "各班班主任 leader"],
            ),
            (
                "由县财政局会同县教体局负责落实。",
                &["县财政局 responsible", "县教体局 responsible"],
            ),
        ],
    );
}
