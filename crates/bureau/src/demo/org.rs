//! 清禾县教育局: an invented bureau with its offices, schools and people.
//!
//! It comes in through the same doors as a real one: founded at the first start, filled by an
//! import, log-ins opened by its administrator. No person, place or school of it exists.

mod houses;
mod offices;

use crate::org::{
    self, Column, DelegationDraft, FirstPassword, Founding, Line, Occasion, PasswordHash, Sheets,
    Take, UnitKind,
};
use base::{Clock, Role, actor::Covers, day::Date};
use std::sync::Arc;
use store::{Ctx, Db, Files, Result};

/// The password of every demo log-in; it stands in the documentation.
pub const PASSWORD: &str = "Luoshi-2026";

/// Full name of the demo bureau.
const BUREAU: &str = "清禾县教育局";

/// A log-in of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoLogin {
    /// What they may do.
    pub role: Role,
    /// What to type as 账号.
    pub login: &'static str,
    /// Their name.
    pub name: &'static str,
    /// Short name of their unit.
    pub unit: &'static str,
}

/// One log-in for each role.
pub const LOGINS: [DemoLogin; 10] = [
    login(Role::Administrator, "admin", "系统管理员", BUREAU),
    login(Role::SecurityAdministrator, "anquan", "安全管理员", BUREAU),
    login(Role::AuditAdministrator, "shenji", "审计管理员", BUREAU),
    login(Role::GeneralOffice, "bangongshi", "沈书宁", "办公室"),
    login(Role::Leader, "juzhang", "陆明远", BUREAU),
    login(Role::OfficeHead, "renshi", "王敏", "人事科"),
    login(Role::OfficeStaff, "jijiao", "许若川", "基础教育科"),
    login(Role::OfficeStaff, "renshiyuan", "蒋若彤", "人事科"),
    login(Role::School, "yizhong", "顾怀山", "清禾一中"),
    login(Role::Inspector, "duxue", "郭守正", "督导室"),
];

const fn login(
    role: Role,
    login: &'static str,
    name: &'static str,
    unit: &'static str,
) -> DemoLogin {
    DemoLogin {
        role,
        login,
        name,
        unit,
    }
}

/// Leaders: name, title, what they are in charge of.
pub(super) const LEADERS: [(&str, &str, &str); 5] = [
    ("陆明远", "局长", "办公室、人事科、审计科"),
    (
        "方晓岚",
        "副局长",
        "基础教育科、学前教育科、教研室、教师发展中心",
    ),
    ("秦少恒", "副局长", "安全科、体卫艺科、德育科、学生资助中心"),
    (
        "叶知秋",
        "副局长",
        "计划财务科、基建办、职业教育与成人教育科、电教馆",
    ),
    (
        "贺云松",
        "党组成员、总督学",
        "督导室、政策法规科、党建办、考试中心",
    ),
];

/// Leaders and the fields of work they are in charge of.
const FIELDS: [(&str, &str); 4] = [
    ("陆明远", "教师队伍"),
    ("方晓岚", "基础教育"),
    ("秦少恒", "校园安全"),
    ("叶知秋", "教育经费"),
];

/// Founds and fills the demo bureau in an empty database; says whether it was empty.
pub async fn create(db: &Db, files: &Files, clock: &Arc<dyn Clock>) -> Result<bool> {
    // One hash for all: they all have the same password, and hashing is slow on purpose.
    let hash = PasswordHash::of(PASSWORD).await?;
    let founding = Founding {
        bureau: BUREAU,
        short_name: BUREAU,
        password: FirstPassword::Known(hash.clone()),
    };
    let Some(founded) = org::found_bureau(db, files, clock, founding).await? else {
        return Ok(false);
    };
    let ctx = founded.ctx;
    org::import(&ctx, &sheets(), Take::All).await?;
    for demo in LOGINS.iter().filter(|demo| !demo.role.is_administrators()) {
        let person = org::person_named(db, demo.name).await?;
        let person = person.ok_or(store::Error::NotFound)?;
        let password = FirstPassword::Known(hash.clone());
        org::open_account(&ctx, person, demo.login, password).await?;
    }
    life(&ctx).await?;
    Ok(true)
}

/// What happened before and what is still to come: a school was merged, a leader will be away.
async fn life(ctx: &Ctx) -> Result<()> {
    let units = org::units(&ctx.db).await?;
    let unit = |name: &str| {
        let found = units.iter().find(|unit| unit.short_name == name);
        found.map(|unit| unit.id).ok_or(store::Error::NotFound)
    };
    let occasion = Occasion {
        on: Date::constant(2025, 9, 1),
        reason: "石渡镇学校布局调整（清教发〔2025〕41号）".to_owned(),
    };
    let (school, into) = (unit("石渡镇柳沟小学")?, unit("石渡镇中心小学")?);
    org::merge_unit(ctx, school, 1, into, false, occasion).await?;
    let person = |name: &'static str| async move {
        let found = org::person_named(&ctx.db, name).await?;
        found.ok_or(store::Error::NotFound)
    };
    let draft = DelegationDraft {
        delegate: person("秦少恒").await?,
        covers: Covers::Review,
        post: None,
        first: Date::constant(2026, 6, 8),
        last: Date::constant(2026, 6, 26),
        reason: "参加省教育厅组织的培训".to_owned(),
    };
    org::delegate(ctx, person("方晓岚").await?, draft).await?;
    Ok(())
}

/// Somebody of the demo, ready to act.
pub async fn acting(db: &Db, files: &Files, clock: &Arc<dyn Clock>, role: Role) -> Result<Ctx> {
    let demo = LOGINS.iter().find(|demo| demo.role == role);
    let login = demo.ok_or(store::Error::NotFound)?.login;
    let actor = org::actor_of(db, clock.today(), login).await?;
    Ok(Ctx {
        db: db.clone(),
        files: files.clone(),
        clock: clock.clone(),
        actor: actor.ok_or(store::Error::NotFound)?,
        from: "demo".to_owned(),
    })
}

/// Everybody and everything, as an office would fill in the template.
fn sheets() -> Sheets {
    let mut rows = Rows::default();
    let mut bureau = rows.unit(BUREAU, BUREAU, UnitKind::Bureau);
    bureau.put(Column::Aliases, "清禾教育局、县教育局、教育局、局机关");
    rows.keep(bureau);
    for (name, title, charges) in LEADERS {
        rows.post(name, BUREAU, title, Role::Leader, charges);
    }
    for (leader, fields) in FIELDS {
        rows.in_charge_of(leader, fields);
    }
    offices::fill(&mut rows);
    houses::fill(&mut rows);
    rows.formerly("政策法规科", "清禾县教育局法制科〔法制科〕至2024-03-01");
    rows.past(
        "王敏",
        "基础教育科",
        "科员",
        ("2016-09-01", "2021-03-01"),
        "轮岗交流",
    );
    Sheets {
        units: rows.units,
        people: rows.people,
        fields: rows.fields,
    }
}

/// The rows filled so far.
#[derive(Default)]
struct Rows {
    units: Vec<Line>,
    people: Vec<Line>,
    fields: Vec<Line>,
}

impl Rows {
    fn unit(&self, name: &str, short_name: &str, kind: UnitKind) -> Line {
        let mut line = Line {
            row: row_after(&self.units),
            ..Line::default()
        };
        line.put(Column::UnitName, name);
        line.put(Column::ShortName, short_name);
        line.put(Column::Kind, kind.label());
        line
    }

    fn keep(&mut self, unit: Line) {
        self.units.push(unit);
    }

    /// A post somebody held before: from when until when, and why it ended.
    fn past(&mut self, name: &str, unit: &str, title: &str, days: (&str, &str), why: &str) {
        let phone = self.row_of(name).map(|line| line.text_of(Column::Phone));
        self.post(name, unit, title, Role::OfficeStaff, "");
        if let (Some(line), Some(phone)) = (self.people.last_mut(), phone) {
            line.put(Column::Phone, &phone);
            line.put(Column::From, days.0);
            line.put(Column::Until, days.1);
            line.put(Column::EndReason, why);
        }
    }

    /// What a unit was called before.
    fn formerly(&mut self, short_name: &str, names: &str) {
        let mut units = self.units.iter_mut();
        if let Some(unit) = units.find(|unit| unit.text_of(Column::ShortName) == short_name) {
            unit.put(Column::FormerNames, names);
        }
    }

    fn in_charge_of(&mut self, name: &str, field: &str) {
        let mut line = Line {
            row: row_after(&self.fields),
            ..Line::default()
        };
        line.put(Column::FieldName, field);
        self.fields.push(line);
        if let Some(line) = self.people.iter_mut().find(|line| line.is_of(name)) {
            line.put(Column::Fields, field);
        }
    }

    fn row_of(&self, name: &str) -> Option<&Line> {
        self.people.iter().find(|line| line.is_of(name))
    }

    fn post(&mut self, name: &str, unit: &str, title: &str, role: Role, charges: &str) {
        let n_before = self.people.len();
        let mut line = Line {
            row: row_after(&self.people),
            ..Line::default()
        };
        line.put(Column::PersonName, name);
        // 199 with zeros after it is no number anybody has.
        line.put(Column::Phone, &format!("1990000{n_before:04}"));
        line.put(Column::PostUnit, unit);
        line.put(Column::Title, title);
        line.put(Column::Role, role.label());
        line.put(Column::Charges, charges);
        self.people.push(line);
    }
}

impl Line {
    fn text_of(&self, column: Column) -> String {
        self.cells.get(&column).cloned().unwrap_or_default()
    }

    fn is_of(&self, name: &str) -> bool {
        self.text_of(Column::PersonName) == name
    }

    fn put(&mut self, column: Column, text: &str) {
        self.cells.insert(column, text.to_owned());
    }
}

/// The header is row 1.
fn row_after(lines: &[Line]) -> u32 {
    u32::try_from(lines.len()).map_or(u32::MAX, |n| n + 2)
}
