//! Registers of the demo county: defined by the general office, filled from spreadsheets of the
//! schools, most rows verified, some sent back.

use super::{
    org,
    registers::{Maker, N_BUSES, n_rows, payments},
    today,
};
use crate::{
    ledger::{self, Definition, Take},
    org::{Unit, UnitKind},
};
use base::{Actor, Role, clock::FixedClock, day::Date};
use std::{collections::BTreeMap, sync::Arc};
use store::{Ctx, Db, Error, Files, Result};

/// The day on which the rows of the year were handed in.
const HANDED_IN: Date = Date::constant(2026, 6, 12);
/// Rows of a register with stages that are moved on by hand, where they can be: the last that came.
const N_ADVANCED: usize = 24;
/// Accounts of the 学分银行.
const N_LEARNERS: usize = 24;
/// The register whose rows follow from those of another.
const PAYMENTS: &str = "construction-payments";
/// Rows of each register.
const N_TRAININGS: usize = 1_200;
const N_TEAMS: usize = 180;
/// The teams that are verified: as many as the office reported in June.
const N_TEAMS_VERIFIED: i64 = 138;

/// Defines the registers and fills them.
pub(super) async fn create(db: &Db, files: &Files) -> Result<()> {
    let office = as_on(db, files, Role::GeneralOffice, Date::constant(2026, 3, 10)).await?;
    for template in ledger::templates() {
        ledger::define(&office, founded_from(template)).await?;
    }
    let units = crate::org::units(db).await?;
    let schools: Vec<&Unit> = units
        .iter()
        .filter(|unit| unit.kind == UnitKind::School)
        .collect();
    let personnel = as_on(db, files, Role::OfficeHead, today()).await?;
    let rows: Vec<ledger::SheetRow> = (0..N_TRAININGS)
        .map(|number| training(number, &schools))
        .collect();
    ledger::take_rows(
        &personnel,
        "training",
        &rows,
        "2026年教师培训台账.xlsx",
        Take::All,
    )
    .await?;
    let verified: Vec<i64> = (1..=1_000).collect();
    ledger::verify_rows(&personnel, "training", &verified).await?;
    let wrong = "学时与结业证书不一致，请核对。";
    ledger::return_rows(&personnel, "training", &[1_101, 1_120, 1_133], wrong).await?;
    let basic = as_on(db, files, Role::OfficeStaff, today()).await?;
    let rows: Vec<ledger::SheetRow> = (0..N_TEAMS).map(|number| team(number, &schools)).collect();
    ledger::take_rows(
        &basic,
        "contests",
        &rows,
        "2026年竞赛活动台账.xlsx",
        Take::All,
    )
    .await?;
    let verified: Vec<i64> = (1..=N_TEAMS_VERIFIED).collect();
    ledger::verify_rows(&basic, "contests", &verified).await?;
    for template in ledger::templates() {
        if !["training", "contests"].contains(&template.code.as_str()) {
            fill(db, files, template, &units).await?;
        }
        if template.has_stages() {
            advance(db, files, template, &units).await?;
        }
    }
    learners(db, files, &schools).await?;
    invitations(db, files).await?;
    buses(db, files).await?;
    let office = as_on(db, files, Role::GeneralOffice, today()).await?;
    ledger::ask_everybody(&office).await?;
    Ok(())
}

/// A template as it was when its register was founded: the one of 评选表彰 has grown since, and the office
/// has not taken that over yet.
fn founded_from(template: &Definition) -> Definition {
    let mut definition = template.clone();
    if template.code == "honours" {
        definition.rollups.retain(|rollup| rollup.code != "groups");
        definition.views.clear();
    }
    definition
}

/// An expert was invited twice: one invitation was accepted, the other waits for its answer.
async fn invitations(db: &Db, files: &Files) -> Result<()> {
    const EXPERT: (&str, i64) = ("skill-teachers", 1);
    let asked = Date::constant(2026, 5, 20);
    let inviter = as_on(db, files, Role::OfficeHead, asked).await?;
    let keeper = head_on(db, files, asked, "职业教育与成人教育科").await?;
    let lecture = (
        "全县中等职业学校实训教师培训授课",
        Date::constant(2026, 6, 5),
    );
    let accepted = ("accepted", "已与所在企业商定，当天到场。");
    ledger::invite_expert(&inviter, EXPERT, lecture, Some((&keeper, accepted))).await?;
    let inviter = as_on(db, files, Role::OfficeHead, today()).await?;
    let contest = (
        "全县职业技能竞赛数控车工项目裁判",
        Date::constant(2026, 7, 10),
    );
    ledger::invite_expert(&inviter, EXPERT, contest, None).await
}

/// Accounts of the 学分银行, each with what was learnt.
async fn learners(db: &Db, files: &Files, schools: &[&Unit]) -> Result<()> {
    let keeper = head_on(db, files, today(), "职业教育与成人教育科").await?;
    for number in 0..N_LEARNERS {
        let Some(school) = schools.get(number * 5 % schools.len().max(1)) else {
            continue;
        };
        let recognised = (number % 4 == 0).then_some(("0.5", "抵免社区教育选修课程"));
        let (name, id_no) = (person(number * 13 + 2), identity(number));
        let learner = (name.as_str(), id_no.as_str());
        let earned = (number * 3, 1 + number % 3);
        ledger::open_credits(&keeper, school.id, learner, earned, recognised).await?;
    }
    Ok(())
}

/// A number of an identity card whose place and person do not exist, with its check digit.
fn identity(number: usize) -> String {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let body = format!(
        "999999{:04}{:02}{:02}{:03}",
        1960 + number % 30,
        1 + number % 12,
        1 + number % 28,
        100 + number
    );
    let digits = body.bytes().map(|digit| usize::from(digit - b'0'));
    let sum: usize = digits
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    let check = CHECKS.get(sum % 11).copied().unwrap_or('0');
    format!("{body}{check}")
}

/// What the devices of most buses sent this morning; some have sent nothing.
async fn buses(db: &Db, files: &Files) -> Result<()> {
    let keeper = head_on(db, files, today(), "安全科").await?;
    for bus in (0..N_BUSES).filter(|bus| bus % 26 != 9 && bus % 26 != 21 && bus % 17 != 6) {
        let bus = i64::try_from(bus).unwrap_or_default();
        // Buses leave and arrive at their own times; those of the early ones stand at the school.
        let (leaves, n_minutes) = (390 + bus * 7 % 35, 14 + bus * 5 % 18);
        let (south, west) = (
            36_470_000 + bus * 7_919 % 160_000,
            117_960_000 + bus * 6_007 % 190_000,
        );
        let (north, east) = ((bus % 7 - 3) * 310, (bus % 5 - 2) * 420 + 90);
        let positions: Vec<String> = (0..=n_minutes)
            .map(|place| {
                let minute = leaves + place;
                let latitude = south + place * north - place * place * 7;
                let longitude = west + place * east + place * place * 5;
                let speed = match place == n_minutes && bus % 3 == 0 {
                    true => 0,
                    false => 12 + (place * 7 + bus * 11) % 37,
                };
                format!(
                    "{{\"at\":\"{}T{:02}:{:02}:00+08:00\",\"latitude\":{}.{:06},\"longitude\":{}.{:06},\
                     \"speed\":{speed}}}",
                    today(),
                    minute / 60,
                    minute % 60,
                    latitude / 1_000_000,
                    latitude % 1_000_000,
                    longitude / 1_000_000,
                    longitude % 1_000_000,
                )
            })
            .collect();
        let message = format!("{{\"positions\":[{}]}}", positions.join(","));
        let plate = format!("禾Q{:05}", bus + 1);
        ledger::follow_bus(&keeper, &plate, &message).await?;
    }
    Ok(())
}

/// The office moves some rows on, on the day the demo stands at.
async fn advance(db: &Db, files: &Files, template: &Definition, units: &[Unit]) -> Result<()> {
    let keeper = head_on(db, files, today(), &template.owner).await?;
    let maker = Maker {
        moves_on: Some(today()),
        ..maker(template, units)
    };
    let handed_in = self::maker(template, units).rows();
    let rows: Vec<(i64, ledger::SheetRow)> = (1_i64..)
        .zip(handed_in)
        .skip(n_rows(template).saturating_sub(N_ADVANCED))
        .map(|(no, (number, _))| (no, maker.row(number)))
        .collect();
    ledger::advance_rows(&keeper, &template.code, &rows).await?;
    Ok(())
}

fn maker<'a>(definition: &'a Definition, units: &'a [Unit]) -> Maker<'a> {
    Maker {
        definition,
        units,
        today: HANDED_IN,
        moves_on: None,
    }
}

/// Fills a register from its template, as the office that keeps it imports the file of the year. Some more
/// than half is verified, a few rows are sent back.
async fn fill(db: &Db, files: &Files, template: &Definition, units: &[Unit]) -> Result<()> {
    let code = template.code.as_str();
    let file_name = match code {
        "aid" => "2026年春季高中段学生资助名册.xlsx".to_owned(),
        _ => format!("2026年{}台账.xlsx", template.name),
    };
    let keeper = head_on(db, files, HANDED_IN, &template.owner).await?;
    let rows = maker(template, units).rows();
    let rows: Vec<ledger::SheetRow> = match code {
        PAYMENTS => payments_of_projects(units),
        _ => rows.into_iter().map(|(_, row)| row).collect(),
    };
    ledger::take_rows(&keeper, code, &rows, &file_name, Take::RightOnly).await?;
    let keeper = head_on(db, files, today(), &template.owner).await?;
    let n = i64::try_from(rows.len()).unwrap_or_default();
    let n_verified = n * (52 + n * 13 % 41) / 100;
    let verified: Vec<i64> = (1..=n_verified).collect();
    ledger::verify_rows(&keeper, code, &verified).await?;
    let n_returned = 1 + n % 4;
    let returned: Vec<i64> = (0..n_returned)
        .map(|nth| n_verified + 2 + nth * 2)
        .collect();
    ledger::return_rows(&keeper, code, &returned, "与附件材料不一致，请核对。").await
}

/// What was paid for the projects, as they stand in their register.
fn payments_of_projects(units: &[Unit]) -> Vec<ledger::SheetRow> {
    let mut templates = ledger::templates().iter();
    let projects = templates.find(|template| template.code == "construction");
    let rows = projects.map(|projects| maker(projects, units).rows());
    let rows: Vec<ledger::SheetRow> = rows.into_iter().flatten().map(|(_, row)| row).collect();
    payments(&rows, HANDED_IN)
}

/// The head of an office, with or without a log-in.
async fn head_on(db: &Db, files: &Files, day: Date, office: &str) -> Result<Ctx> {
    let units = crate::org::units(db).await?;
    let unit = units.iter().find(|unit| unit.short_name == office);
    let unit = unit.ok_or(Error::NotFound)?;
    let roles = [Role::OfficeHead, Role::GeneralOffice];
    let holders = crate::org::holders(db, Some(unit.id), &roles).await?;
    let (person, name) = holders.into_iter().next().ok_or(Error::NotFound)?;
    let mut ctx = as_on(db, files, Role::GeneralOffice, day).await?;
    ctx.actor = Actor {
        person,
        name,
        unit: unit.id,
        unit_name: office.to_owned(),
        units: vec![unit.id],
        roles: vec![Role::OfficeHead],
        ..Actor::default()
    };
    Ok(ctx)
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
    // Every teacher goes to two courses: 人次 are twice the 人. As many head teachers and backbone teachers
    // are among them as the office reported in June.
    const N_HEADS: usize = 420;
    const N_BACKBONE: usize = 165;
    const OTHERS: [usize; 5] = [1, 2, 3, 6, 7];
    let teacher = number / 2;
    let project = match (number % 2, teacher * 7 % (N_TRAININGS / 2)) {
        (0, place) if place < N_HEADS => 0,
        (0, place) if place < N_HEADS + N_BACKBONE => 5,
        (0, _) => 4,
        (_, _) => OTHERS[teacher % OTHERS.len()],
    };
    let (project, level, hours) = PROJECTS[project];
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
    // Physics and informatics are for those who are taught it.
    let is_old = |school: &&&Unit| school.name.contains("中学") || school.name.contains("九年");
    let schools: Vec<&Unit> = match kind {
        "学科" => schools.iter().filter(is_old).copied().collect(),
        _ => schools.to_vec(),
    };
    let name = school(&schools, place);
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
pub(super) fn person(number: usize) -> String {
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
