use super::{Effect, House, ImportPlan, plan};
use crate::org::{
    model::{KeptUnit, Person, Post, PostId, Unit, UnitKind},
    workbook::{Column, Line, Sheets},
};
use base::{
    Role,
    actor::{PersonId, UnitId},
};

fn unit_line(row: u32, cells: &[(Column, &str)]) -> Line {
    Line {
        row,
        cells: cells
            .iter()
            .map(|(column, text)| (*column, (*text).to_owned()))
            .collect(),
    }
}

fn person_line(row: u32, name: &str, phone: &str, unit: &str, role: &str) -> Line {
    unit_line(
        row,
        &[
            (Column::PersonName, name),
            (Column::Phone, phone),
            (Column::PostUnit, unit),
            (Column::Role, role),
        ],
    )
}

fn house() -> House {
    let unit = |parent, kind, name: &str, short: &str, place| KeptUnit {
        unit: Unit {
            id: UnitId::new(),
            parent,
            kind,
            name: name.into(),
            short_name: short.into(),
            aliases: vec!["人事股".into()],
            code: String::new(),
            duties: Vec::new(),
            first_day: None,
            closed: None,
            former_names: Vec::new(),
        },
        place,
        version: 3,
    };
    let bureau = unit(None, UnitKind::Bureau, "清禾县教育局", "县教育局", 0);
    let office = unit(
        Some(bureau.unit.id),
        UnitKind::Office,
        "清禾县教育局人事科",
        "人事科",
        1,
    );
    let person = Person {
        id: PersonId::new(),
        name: "王敏".into(),
        phone: String::new(),
        version: 1,
    };
    let post = Post {
        id: PostId::new(),
        person: person.id,
        person_name: person.name.clone(),
        phone: String::new(),
        unit: office.unit.id,
        unit_name: "人事科".into(),
        title: "科长".into(),
        role: Role::OfficeHead,
        place: 2,
        from: None,
    };
    House {
        units: vec![bureau, office],
        people: vec![person],
        posts: vec![post],
        past_posts: Vec::new(),
        charges: Default::default(),
        fields: Vec::new(),
        field_charges: Default::default(),
    }
}

fn plan_of(units: Vec<Line>, people: Vec<Line>) -> ImportPlan {
    let sheets = Sheets {
        units,
        people,
        fields: Vec::new(),
    };
    plan(&house(), &sheets, PersonId::new())
}

fn faults(plan: &ImportPlan) -> Vec<String> {
    plan.faults
        .iter()
        .map(|fault| format!("{}{} {}", fault.sheet, fault.row, fault.what))
        .collect()
}

#[test]
fn a_new_unit_stands_below_the_named_parent_even_when_its_row_comes_first() {
    let plan = plan_of(
        vec![
            unit_line(
                2,
                &[
                    (Column::UnitName, "石渡镇中心小学"),
                    (Column::Kind, "小学"),
                    (Column::Parent, "石渡镇教委办"),
                ],
            ),
            unit_line(
                3,
                &[
                    (Column::UnitName, "石渡镇教委办"),
                    (Column::Kind, "街道（乡镇）教委办"),
                ],
            ),
        ],
        vec![],
    );
    assert_eq!(faults(&plan), [""; 0]);
    let [street, school] = plan.units.as_slice() else {
        panic!("{plan:?}")
    };
    assert_eq!(street.kept.unit.name, "石渡镇教委办");
    assert_eq!(school.kept.unit.parent, Some(street.kept.unit.id));
    assert_eq!(school.kept.unit.kind, UnitKind::School);
    assert_eq!(school.effect, Effect::New);
}

#[test]
fn a_known_unit_is_changed_and_what_the_sheet_does_not_have_stays() {
    let plan = plan_of(
        vec![unit_line(
            2,
            &[
                (Column::UnitName, "清禾县教育局人事科"),
                (Column::Duties, "招聘、职称，编制"),
            ],
        )],
        vec![],
    );
    let [unit] = plan.units.as_slice() else {
        panic!("{plan:?}")
    };
    assert_eq!(
        unit.effect,
        Effect::Changed(vec!["职责词：（空） → 招聘、职称、编制".into()])
    );
    assert_eq!(unit.kept.unit.aliases, ["人事股"]);
    assert_eq!(unit.kept.version, 3);
}

#[test]
fn the_bureau_of_the_sheet_is_the_one_there_is() {
    let plan = plan_of(
        vec![unit_line(
            2,
            &[
                (Column::UnitName, "清禾县教育和体育局"),
                (Column::Kind, "教育局"),
            ],
        )],
        vec![],
    );
    assert_eq!(plan.units.len(), 1);
    assert!(matches!(&plan.units[0].effect, Effect::Changed(_)));
}

#[test]
fn each_wrong_unit_row_says_what_is_wrong_with_it() {
    let plan = plan_of(
        vec![
            unit_line(2, &[(Column::Kind, "学校")]),
            unit_line(3, &[(Column::UnitName, "甲校"), (Column::Kind, "医院")]),
            unit_line(4, &[(Column::UnitName, "乙校")]),
            unit_line(
                5,
                &[
                    (Column::UnitName, "丙校"),
                    (Column::Kind, "学校"),
                    (Column::Parent, "甲校"),
                ],
            ),
            unit_line(
                6,
                &[
                    (Column::UnitName, "丁校"),
                    (Column::Kind, "学校"),
                    (Column::Parent, "戊校"),
                ],
            ),
            unit_line(
                7,
                &[
                    (Column::UnitName, "戊校"),
                    (Column::Kind, "学校"),
                    (Column::Parent, "丁校"),
                ],
            ),
            unit_line(
                8,
                &[
                    (Column::UnitName, "己校"),
                    (Column::Kind, "学校"),
                    (Column::Place, "前"),
                ],
            ),
            unit_line(9, &[(Column::UnitName, "庚校"), (Column::Kind, "学校")]),
            unit_line(10, &[(Column::UnitName, "庚校"), (Column::Kind, "学校")]),
        ],
        vec![],
    );
    let said = faults(&plan);
    for (row, words) in [
        (2, "没有填写单位全称"),
        (3, "类型“医院”不认识"),
        (4, "新单位要填写类型"),
        (5, "没有找到上级单位“甲校”"),
        (6, "绕了一圈"),
        (7, "绕了一圈"),
        (8, "不是整数"),
        (10, "和第9行是同一个单位"),
    ] {
        let start = format!("单位{row} ");
        assert!(
            said.iter()
                .any(|s| s.starts_with(&start) && s.contains(words)),
            "{row} {words}: {said:?}"
        );
    }
    assert_eq!(said.len(), 8);
    assert_eq!(plan.units.len(), 1);
}

#[test]
fn a_person_is_recognised_by_name_and_unit_and_keeps_nothing_twice() {
    let same = plan_of(
        vec![],
        vec![{
            let mut line = person_line(2, "王 敏", "", "人事科", "科室负责人");
            line.cells.insert(Column::Title, "科长".into());
            line
        }],
    );
    assert_eq!(faults(&same), [""; 0]);
    assert_eq!(same.people[0].effect, Effect::Same);
    assert!(!same.changes_something());
    let promoted = plan_of(
        vec![],
        vec![person_line(
            2,
            "王敏",
            "13900000000",
            "人事科",
            "科室负责人",
        )],
    );
    assert_eq!(
        promoted.people[0].effect,
        Effect::Changed(vec![
            "手机号：（空） → 13900000000".into(),
            "任职：人事科科长（科室负责人） → 人事科（科室负责人）".into()
        ])
    );
}

#[test]
fn rows_of_one_name_are_one_person_only_with_one_telephone_number() {
    let plan = plan_of(
        vec![],
        vec![
            person_line(2, "方琳", "13900000001", "县教育局", "局领导"),
            person_line(3, "方琳", "13900000001", "人事科", "科室负责人"),
            person_line(4, "方琳", "13900000002", "人事科", ""),
            person_line(5, "方琳", "", "人事科", ""),
            person_line(6, "王敏", "", "县教育局", "局领导"),
        ],
    );
    assert_eq!(plan.people.len(), 2);
    assert_eq!(plan.people[0].posts.len(), 2);
    assert_eq!(plan.people[1].posts[0].role, Role::OfficeStaff);
    let said = faults(&plan);
    assert!(
        said[0].starts_with("人员5") && said[0].contains("手机号"),
        "{said:?}"
    );
    assert!(
        said[1].starts_with("人员6") && said[1].contains("已有叫“王敏”"),
        "{said:?}"
    );
}

#[test]
fn each_wrong_person_row_says_what_is_wrong_with_it() {
    let plan = plan_of(
        vec![],
        vec![
            person_line(2, "", "", "人事科", ""),
            person_line(3, "甲", "", "", ""),
            person_line(4, "乙", "", "审计科", ""),
            person_line(5, "丙", "无", "人事科", ""),
            person_line(6, "丁", "", "人事科", "处长"),
            person_line(7, "戊", "", "县教育局", ""),
            {
                let mut line = person_line(8, "己", "", "人事科", "科室人员");
                line.cells.insert(Column::Charges, "人事科".into());
                line
            },
            {
                let mut line = person_line(9, "庚", "", "人事科", "");
                line.cells.insert(Column::Id, "x".into());
                line
            },
        ],
    );
    let said = faults(&plan);
    for (row, words) in [
        (2, "没有填写姓名"),
        (3, "所在单位"),
        (4, "没有找到单位“审计科”"),
        (5, "不是数字"),
        (6, "角色“处长”不认识"),
        (7, "请填写角色"),
        (8, "局领导"),
        (9, "编号"),
    ] {
        let start = format!("人员{row} ");
        assert!(
            said.iter()
                .any(|s| s.starts_with(&start) && s.contains(words)),
            "{row} {words}: {said:?}"
        );
    }
    assert!(plan.people.is_empty());
}

#[test]
fn an_import_does_not_take_the_importers_own_administration_away() {
    let house = house();
    let importer = house.people[0].id;
    let people = vec![person_line(2, "王敏", "", "人事科", "科室人员")];
    let sheets = Sheets {
        units: vec![],
        people,
        fields: vec![],
    };
    let plan = plan(&house, &sheets, importer);
    assert!(plan.faults[0].what.contains("系统管理员"));
    assert!(plan.people.is_empty());
}
