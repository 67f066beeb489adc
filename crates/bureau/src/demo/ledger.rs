//! Registers of the demo county: defined by the general office, filled from spreadsheets of the
//! schools, most rows verified, some sent back.

use super::{org, today};
use crate::{
    ledger,
    org::{Unit, UnitKind},
};
use base::{Role, clock::FixedClock, day::Date};
use std::{collections::BTreeMap, sync::Arc};
use store::{Ctx, Db, Files, Result};

const TRAINING: &str = include_str!("registers/training.toml");
const CONTESTS: &str = include_str!("registers/contests.toml");

/// Rows of each register.
const N_TRAININGS: usize = 1_200;
const N_TEAMS: usize = 600;

/// Defines the registers and fills them.
pub(super) async fn create(db: &Db, files: &Files) -> Result<()> {
    let office = as_on(db, files, Role::GeneralOffice, Date::constant(2026, 3, 10)).await?;
    ledger::define(&office, ledger::definition(TRAINING)?).await?;
    ledger::define(&office, ledger::definition(CONTESTS)?).await?;
    let units = crate::org::units(db).await?;
    let schools: Vec<&Unit> = units
        .iter()
        .filter(|unit| unit.kind == UnitKind::School)
        .collect();
    let personnel = as_on(db, files, Role::OfficeHead, today()).await?;
    let rows: Vec<ledger::SheetRow> = (0..N_TRAININGS)
        .map(|number| training(number, &schools))
        .collect();
    ledger::take_rows(&personnel, "training", &rows, "2026年教师培训台账.xlsx").await?;
    let verified: Vec<i64> = (1..=1_000).collect();
    ledger::verify_rows(&personnel, "training", &verified).await?;
    let wrong = "学时与结业证书不一致，请核对。";
    ledger::return_rows(&personnel, "training", &[1_101, 1_120, 1_133], wrong).await?;
    let basic = as_on(db, files, Role::OfficeStaff, today()).await?;
    let rows: Vec<ledger::SheetRow> = (0..N_TEAMS).map(|number| team(number, &schools)).collect();
    ledger::take_rows(&basic, "contests", &rows, "2026年竞赛活动台账.xlsx").await?;
    let verified: Vec<i64> = (1..=450).collect();
    ledger::verify_rows(&basic, "contests", &verified).await
}

fn training(number: usize, schools: &[&Unit]) -> ledger::SheetRow {
    const PROJECTS: [(&str, &str, usize); 8] = [
        ("班主任能力提升研修", "县级", 24),
        ("义务教育课程标准培训", "市级", 16),
        ("信息技术应用能力提升", "县级", 50),
        ("心理健康教育骨干培训", "市级", 40),
        ("新教师岗前培训", "县级", 60),
        ("省级骨干教师研修", "省级", 80),
        ("国培计划农村教师研修", "国家级", 120),
        ("校长任职资格培训", "市级", 90),
    ];
    // Every teacher goes to two courses: 人次 are twice the 人.
    let teacher = number / 2;
    let (project, level, hours) = PROJECTS[(teacher + number % 2 * 3) % PROJECTS.len()];
    let day = Date::constant(2026, 1, 5).saturating_add(
        jiff::Span::new().days(i64::try_from(number * 37 % 150).unwrap_or_default()),
    );
    let cells = [
        ("填报单位", school(schools, teacher)),
        ("姓名", person(teacher)),
        (
            "工号",
            format!(
                "{}{:04}",
                char::from(b'A' + u8::try_from(teacher % 5).unwrap_or_default()),
                teacher
            ),
        ),
        ("培训项目", project.to_owned()),
        ("级别", level.to_owned()),
        ("开始日期", day.to_string()),
        (
            "结束日期",
            day.saturating_add(jiff::Span::new().days(4)).to_string(),
        ),
        ("学时", hours.to_string()),
        ("经费", (hours * 45).to_string()),
    ];
    row(cells)
}

fn team(number: usize, schools: &[&Unit]) -> ledger::SheetRow {
    const CONTESTS: [(&str, &str, usize); 8] = [
        ("全县中小学生田径运动会", "体育", 24),
        ("青少年科技创新大赛", "科技", 6),
        ("中小学生合唱展演", "艺术", 45),
        ("校园足球联赛", "体育", 18),
        ("中学生物理竞赛", "学科", 8),
        ("信息学竞赛", "学科", 5),
        ("机器人比赛", "科技", 4),
        ("书画作品展评", "艺术", 10),
    ];
    const AWARDS: [&str; 6] = ["一等奖", "二等奖", "三等奖", "三等奖", "未获奖", "未获奖"];
    let (contest, kind, members) = CONTESTS[number % CONTESTS.len()];
    let place = number / CONTESTS.len();
    let name = school(schools, place);
    let nth = place / schools.len().max(1) + 1;
    let day = Date::constant(2026, 3, 14)
        .saturating_add(jiff::Span::new().days(i64::try_from(number % 12 * 7).unwrap_or_default()));
    let cells = [
        ("填报单位", name.clone()),
        ("竞赛名称", contest.to_owned()),
        ("类别", kind.to_owned()),
        ("队伍", format!("{name}{nth}队")),
        ("比赛日期", day.to_string()),
        ("参赛学生", (members + number % 3).to_string()),
        ("获奖等级", AWARDS[number * 7 % AWARDS.len()].to_owned()),
        ("指导教师", person(number * 3)),
    ];
    row(cells)
}

fn row<const N: usize>(cells: [(&str, String); N]) -> ledger::SheetRow {
    let cells = cells.map(|(header, text)| (header.to_owned(), text));
    BTreeMap::from(cells)
}

fn school(schools: &[&Unit], number: usize) -> String {
    let at = number % schools.len().max(1);
    schools
        .get(at)
        .map(|school| school.name.clone())
        .unwrap_or_default()
}

/// Nobody has these names.
fn person(number: usize) -> String {
    const SURNAMES: [char; 16] = [
        '李', '周', '吴', '郑', '孙', '何', '许', '韩', '冯', '曹', '彭', '萧', '程', '袁', '邓',
        '傅',
    ];
    const FIRST: [char; 12] = [
        '安', '书', '景', '若', '明', '清', '文', '知', '晓', '云', '思', '嘉',
    ];
    const SECOND: [char; 14] = [
        '宁', '然', '和', '岚', '川', '远', '仪', '禾', '舟', '雅', '辰', '琪', '松', '月',
    ];
    [
        SURNAMES[number % SURNAMES.len()],
        FIRST[number / 3 % FIRST.len()],
        SECOND[number * 5 / 7 % SECOND.len()],
    ]
    .iter()
    .collect()
}

async fn as_on(db: &Db, files: &Files, role: Role, day: Date) -> Result<Ctx> {
    org::acting(db, files, &(Arc::new(FixedClock::at_nine(day)) as _), role).await
}
