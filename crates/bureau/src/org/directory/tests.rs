use super::{Directory, NameMatch, Named};
use crate::org::model::{Closed, FormerName, Leader, Unit, UnitKind};
use base::actor::{PersonId, UnitId};

fn unit(kind: UnitKind, name: &str, short_name: &str, aliases: &[&str], duties: &[&str]) -> Unit {
    Unit {
        id: UnitId::new(),
        parent: None,
        kind,
        name: name.into(),
        short_name: short_name.into(),
        aliases: aliases.iter().map(|&word| word.into()).collect(),
        code: String::new(),
        duties: duties.iter().map(|&word| word.into()).collect(),
        first_day: None,
        closed: None,
        former_names: Vec::new(),
    }
}

fn units() -> Vec<Unit> {
    use UnitKind::{Affiliated, Bureau, Kindergarten, Office, Outside, School, Street};
    let mut units = vec![
        unit(Bureau, "云溪县教育局", "县教育局", &[], &[]),
        unit(Office, "云溪县教育局办公室", "办公室", &[], &["督查"]),
        unit(
            Office,
            "云溪县教育局人事科",
            "人事科",
            &["组织人事科"],
            &["竞聘", "考录", "职称"],
        ),
        unit(
            Office,
            "云溪县教育局基础教育科",
            "基础教育科",
            &[],
            &["教学质量"],
        ),
        unit(
            Office,
            "云溪县教育局学前教育科",
            "学前教育科",
            &[],
            &["幼儿园", "公办幼儿教师"],
        ),
        unit(
            Office,
            "云溪县教育局职业教育与成人教育科",
            "职业教育与成人教育科",
            &[],
            &[],
        ),
        unit(
            Office,
            "云溪县教育局体育卫生与艺术教育科",
            "体卫艺科",
            &[],
            &["体育", "安全"],
        ),
        unit(
            Office,
            "云溪县教育局安全科",
            "安全科",
            &[],
            &["校车", "安全"],
        ),
        unit(Affiliated, "云溪县教学研究室", "教研室", &[], &[]),
        unit(Outside, "云溪县发展和改革局", "发改局", &[], &[]),
        unit(Outside, "云溪县人力资源和社会保障局", "人社局", &[], &[]),
        unit(
            Outside,
            "云溪县委机构编制委员会办公室",
            "县委编办",
            &[],
            &[],
        ),
        unit(Outside, "云溪县财政局", "财政局", &[], &[]),
        unit(School, "云溪县第一中学", "云溪一中", &["县一中"], &[]),
        unit(School, "云溪县第二中学", "云溪二中", &[], &[]),
        unit(School, "云溪县实验小学", "实验小学", &[], &[]),
        unit(School, "云溪县柳河镇东街小学", "东街小学", &[], &[]),
        unit(School, "云溪县柳河镇西街小学", "西街小学", &[], &[]),
        unit(Kindergarten, "云溪县机关幼儿园", "机关幼儿园", &[], &[]),
        unit(Street, "柳河镇教委办", "柳河镇教委办", &[], &[]),
        unit(Street, "东湖街道教委办", "东湖街道教委办", &[], &[]),
    ];
    let bureau = units[0].id;
    for unit in units.iter_mut().skip(1) {
        if unit.kind == UnitKind::Office || unit.name.contains("第一中学") {
            unit.parent = Some(bureau);
        }
    }
    units
}

fn leaders() -> Vec<Leader> {
    let leader = |name: &str, title: &str| Leader {
        person: PersonId::new(),
        name: name.into(),
        title: title.into(),
        in_charge_of: Vec::new(),
        fields: Vec::new(),
    };
    vec![
        leader("周启明", "局长"),
        leader("方琳", "副局长"),
        leader("许文博", "副局长"),
    ]
}

fn directory() -> Directory {
    Directory::new(units(), leaders())
}

/// What a match means, in short names.
fn meaning(directory: &Directory, found: Option<NameMatch>) -> String {
    let Some(NameMatch { who, how }) = found else {
        return "无".into();
    };
    let short = |id: &UnitId| {
        let unit = directory.units.iter().find(|unit| unit.id == *id);
        unit.map(|unit| unit.short_name.clone()).unwrap_or_default()
    };
    let who = match who {
        Named::Unit(id) => short(&id),
        Named::Person(id) => {
            let leader = directory.leaders.iter().find(|leader| leader.person == id);
            leader.map(|leader| leader.name.clone()).unwrap_or_default()
        }
        Named::Group(ids) => ids.iter().map(short).collect::<Vec<_>>().join("、"),
    };
    format!("{who} {how:?}")
}

#[test]
fn a_name_on_paper_finds_the_unit_it_means_or_none() {
    let directory = directory();
    for (on_paper, meant) in [
        ("人事科", "人事科 Exact"),
        ("云溪县教育局人事科", "人事科 Exact"),
        ("人 事 科", "人事科 Exact"),
        ("组织人事科", "人事科 Alias"),
        ("局人事科", "人事科 Fuzzy"),
        ("县教育局人事科", "人事科 Fuzzy"),
        ("教育局人事股", "人事科 Fuzzy"),
        ("人事科（牵头）", "人事科 Fuzzy"),
        ("局办公室", "办公室 Fuzzy"),
        ("基教科", "基础教育科 Fuzzy"),
        ("基教股", "基础教育科 Fuzzy"),
        ("职成科", "职业教育与成人教育科 Fuzzy"),
        ("职教科", "职业教育与成人教育科 Fuzzy"),
        ("学前科", "学前教育科 Fuzzy"),
        ("体育卫生艺术科", "体卫艺科 Fuzzy"),
        ("学前教肓科", "学前教育科 Fuzzy"),
        ("县教育局", "县教育局 Exact"),
        ("教育局", "县教育局 Fuzzy"),
        ("县发改委", "发改局 Fuzzy"),
        ("发展改革局", "发改局 Fuzzy"),
        ("县发展和改革局", "发改局 Fuzzy"),
        ("县人社局", "人社局 Fuzzy"),
        ("人力资源社会保障局", "人社局 Fuzzy"),
        ("县编办", "县委编办 Fuzzy"),
        ("县编委办", "县委编办 Fuzzy"),
        ("县财政局", "财政局 Fuzzy"),
        ("一中", "云溪一中 Fuzzy"),
        ("县一中", "云溪一中 Alias"),
        ("县第一中学", "云溪一中 Fuzzy"),
        ("县实验小学", "实验小学 Fuzzy"),
        ("教学研究室", "教研室 Fuzzy"),
        // Another level, another unit, nobody's name.
        ("市教育局", "无"),
        ("市财政局", "无"),
        ("第三中学", "无"),
        ("柳河镇南街小学", "无"),
        ("教育科", "无"),
        ("审计科", "无"),
        ("有关科室", "无"),
        ("各有关单位", "无"),
        ("，", "无"),
        ("", "无"),
    ] {
        assert_eq!(
            meaning(&directory, directory.find(on_paper)),
            meant,
            "{on_paper}"
        );
    }
}

#[test]
fn a_collective_name_means_every_unit_of_its_kind() {
    let directory = directory();
    let streets = "柳河镇教委办、东湖街道教委办 Exact";
    let schools = "云溪一中、云溪二中、实验小学、东街小学、西街小学 Exact";
    let offices =
        "办公室、人事科、基础教育科、学前教育科、职业教育与成人教育科、体卫艺科、安全科 Exact";
    for (on_paper, meant) in [
        ("各街道教委办", streets),
        ("各乡镇（街道）", streets),
        ("各学校", schools),
        ("各中小学", schools),
        ("全县各中小学校", schools),
        ("各幼儿园", "机关幼儿园 Exact"),
        ("机关各科室", offices),
        ("局机关各科室", offices),
        ("各科室", offices),
        ("各小学", "实验小学、东街小学、西街小学 Fuzzy"),
        ("局属各学校", "云溪一中 Exact"),
        ("局属各单位", "云溪一中 Exact"),
    ] {
        assert_eq!(
            meaning(&directory, directory.find(on_paper)),
            meant,
            "{on_paper}"
        );
    }
}

#[test]
fn a_leader_is_found_by_name_with_blanks_and_titles() {
    let directory = directory();
    for (on_paper, meant) in [
        ("方 琳", "方琳 Exact"),
        ("方　琳", "方琳 Exact"),
        ("方琳副局长", "方琳 Alias"),
        ("许文博同志", "许文博 Alias"),
        ("局长", "周启明 Alias"),
        ("方副局长", "方琳 Fuzzy"),
        ("副局长", "无"),
        ("方明", "无"),
    ] {
        assert_eq!(
            meaning(&directory, directory.find(on_paper)),
            meant,
            "{on_paper}"
        );
    }
}

#[test]
fn two_leaders_or_units_of_one_name_are_no_answer() {
    let mut people = leaders();
    people.push(Leader {
        person: PersonId::new(),
        ..people[1].clone()
    });
    let mut houses = units();
    houses.push(unit(
        UnitKind::Affiliated,
        "云溪县人事服务中心",
        "人事科",
        &[],
        &[],
    ));
    let directory = Directory::new(houses, people);
    assert_eq!(directory.find("方琳"), None);
    assert_eq!(directory.find("人事科"), None);
}

#[test]
fn a_suggestion_names_the_unit_with_most_words_and_the_words() {
    let directory = directory();
    let suggestion = |text: &str| {
        directory.suggest_by_duties(text).map(|found| {
            let unit = directory.units.iter().find(|unit| unit.id == found.unit);
            let name = unit.map(|unit| unit.short_name.clone()).unwrap_or_default();
            format!("{name}（据“{}”）", found.words.join("、"))
        })
    };
    for (text, suggested) in [
        (
            "实行竞聘上岗。计划考录大学生，竞聘结果公示。",
            Some("人事科（据“竞聘、考录”）"),
        ),
        // 公办幼儿教师 speaks for the kindergartens' office once; 安全 for two offices.
        ("招考公办幼儿教师", Some("学前教育科（据“公办幼儿教师”）")),
        ("加强安全教育", None),
        (
            "加强安全教育，严格校车管理",
            Some("安全科（据“安全、校车”）"),
        ),
        ("竞聘、校车", None),
        ("推进“森林校园”建设", None),
        ("", None),
    ] {
        assert_eq!(suggestion(text).as_deref(), suggested, "{text}");
    }
}

#[test]
fn no_directory_and_no_name_makes_it_panic() {
    let empty = Directory::new(Vec::new(), Vec::new());
    for name in ["", "各", "各学校", "人事科", "局", "（", "\u{fffd}\u{0}"] {
        assert_eq!(empty.find(name), None, "{name}");
    }
    assert_eq!(empty.suggest_by_duties("校车"), None);
}

#[test]
fn old_names_mean_what_the_unit_is_called_now_and_merged_units_their_successor() {
    let day: base::day::Date = "2025-09-01".parse().unwrap();
    let mut units = units();
    let id = |units: &[Unit], name: &str| {
        let found = units.iter().find(|unit| unit.short_name == name);
        found.unwrap().id
    };
    let (east, west) = (id(&units, "东街小学"), id(&units, "西街小学"));
    let (office, gone) = (id(&units, "教研室"), id(&units, "云溪二中"));
    for unit in &mut units {
        if unit.id == east {
            unit.closed = Some(Closed {
                on: day,
                successor: Some(west),
            });
        }
        if unit.id == gone {
            unit.closed = Some(Closed {
                on: day,
                successor: None,
            });
        }
        if unit.id == office {
            unit.former_names.push(FormerName {
                until: day,
                name: "云溪县教育科学研究所".into(),
                short_name: "教科所".into(),
            });
        }
    }
    let directory = Directory::new(units, Vec::new());
    let means = |name: &str| directory.find(name).map(|found| found.who);
    assert_eq!(means("东街小学"), Some(Named::Unit(west)));
    assert_eq!(means("云溪县柳河镇东街小学"), Some(Named::Unit(west)));
    assert_eq!(means("教科所"), Some(Named::Unit(office)));
    assert_eq!(means("云溪二中"), None, "closed, and its work went nowhere");
    assert_eq!(directory.unit(east).unwrap().short_name, "东街小学");
    assert!(directory.units().iter().all(|unit| unit.id != east));
    let Some(Named::Group(schools)) = means("各学校") else {
        panic!("no group")
    };
    assert!(schools.contains(&west) && !schools.contains(&east) && !schools.contains(&gone));
}

#[test]
fn a_unit_is_called_what_it_is_called_and_nothing_near_it() {
    let directory = directory();
    for (on_paper, is_called) in [
        ("人事科", true),
        ("人 事 科", true),
        ("组织人事科", true),
        ("局人事科", false),
        ("各学校", false),
        ("方琳", false),
        ("", false),
    ] {
        let called = directory.called(on_paper);
        assert_eq!(called.is_some(), is_called, "{on_paper}");
        let found = directory.find(on_paper).filter(|_| is_called);
        assert_eq!(called.map(Named::Unit), found.map(|found| found.who));
    }
}
