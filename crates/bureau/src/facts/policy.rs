//! Who sees and does what with data. The only place that decides it.
//!
//! The offices and leaders see every value, a school its own and those below it (`org::scope`). The
//! general office and heads of offices define items and verify values. A value is entered by its
//! declared source and by nobody else; the administrator of the machine has no business here.

use super::model::{DataItem, Fact, Reporter, Source, SourceKind};
use base::{Actor, Refusal, Role, actor::UnitId};
use shell::Who;

/// May look at data, each within their scope.
pub(super) const READ: Who = Who::Roles(READERS);
/// Who that is; what is counted is no secret among them.
pub(super) const READERS: &[Role] = &[
    Role::GeneralOffice,
    Role::Leader,
    Role::OfficeHead,
    Role::OfficeStaff,
    Role::School,
    Role::Inspector,
];
const DEFINERS: &[Role] = &[Role::GeneralOffice, Role::OfficeHead];
/// May say what is counted and where it comes from.
pub(super) const DEFINE: Who = Who::Roles(DEFINERS);
const VERIFIERS: &[Role] = &[Role::GeneralOffice, Role::OfficeHead, Role::Leader];
/// May verify values and send them back.
pub(super) const VERIFY: Who = Who::Roles(VERIFIERS);
const LOCKERS: &[Role] = &[Role::GeneralOffice];
/// May lock a period and open it again.
pub(super) const LOCK: Who = Who::Roles(LOCKERS);

const IMPORTERS: &[Role] = &[
    Role::GeneralOffice,
    Role::OfficeHead,
    Role::OfficeStaff,
    Role::School,
];
/// May import the yearly dataset: the offices for everybody, a school for itself.
pub(super) const IMPORT: Who = Who::Roles(IMPORTERS);
/// May say why a flagged value is right.
pub(super) const CONFIRM: Who = IMPORT;

/// Whether the buttons for importing are shown.
pub(super) fn imports(actor: &Actor) -> bool {
    actor.is_any(IMPORTERS)
}

/// Whether this person may import files.
pub(super) fn may_import(actor: &Actor) -> Result<(), Refusal> {
    allowed(
        imports(actor),
        "facts.importers_only",
        "学年基表由科室和学校导入。",
    )
}

/// May look at a file that was imported: a value is traced back to it.
pub(super) const LOOK_AT_IMPORT: Who = READ;

/// Whether somebody sees the files of others: whoever sees every value may see where it stood.
pub(super) fn sees_all_imports(actor: &Actor) -> bool {
    actor.is_any(&[
        Role::GeneralOffice,
        Role::Leader,
        Role::OfficeHead,
        Role::OfficeStaff,
    ])
}

/// Where somebody may follow a value to; nothing where the file is none of theirs.
pub(super) fn source_link(actor: &Actor, fact: &Fact) -> String {
    let reference = &fact.reference;
    let is_open = match reference.kind() {
        Some(SourceKind::Dataset | SourceKind::Reporter) => {
            sees_all_imports(actor) || fact.is_given_by(actor)
        }
        _ if reference.is_closed => actor.is_any(&[Role::GeneralOffice, Role::Leader]),
        _ => true,
    };
    match is_open {
        true => reference.href.clone(),
        false => String::new(),
    }
}

/// Whether the buttons for confirming are shown.
pub(super) fn confirms(actor: &Actor) -> bool {
    CONFIRM.admits(Some(actor))
}

/// Whether this person may confirm what a check noticed.
pub(super) fn may_confirm(actor: &Actor) -> Result<(), Refusal> {
    allowed(
        confirms(actor),
        "facts.confirmers_only",
        "提示由科室和学校确认。",
    )
}

/// Whether the buttons for defining are shown.
pub(super) fn defines(actor: &Actor) -> bool {
    actor.is_any(DEFINERS)
}

/// Whether this person may define items.
pub(crate) fn may_define(actor: &Actor) -> Result<(), Refusal> {
    allowed(
        defines(actor),
        "facts.definers_only",
        "数据项由局办公室和科室负责人设立、修改。",
    )
}

/// Whether the buttons for verifying are shown.
pub(super) fn verifies(actor: &Actor) -> bool {
    actor.is_any(VERIFIERS)
}

/// Whether this person may verify values or send them back.
pub(super) fn may_verify(actor: &Actor) -> Result<(), Refusal> {
    allowed(
        verifies(actor),
        "facts.verifiers_only",
        "数据由局办公室、科室负责人和局领导核实、退回。",
    )
}

/// Whether the button for locking is shown.
pub(super) fn locks(actor: &Actor) -> bool {
    actor.is_any(LOCKERS)
}

/// Whether this person may lock a period.
pub(super) fn may_lock(actor: &Actor) -> Result<(), Refusal> {
    allowed(
        locks(actor),
        "facts.lockers_only",
        "数据由局办公室锁定、解锁。",
    )
}

/// Whether this person is the declared reporter of an item for a unit.
pub(super) fn reports(actor: &Actor, item: &DataItem, unit: UnitId) -> bool {
    match &item.source {
        Source::Reporter(Reporter::Person(person)) => actor.person == *person,
        Source::Reporter(Reporter::Post(of, role)) => actor.units.contains(of) && actor.is(*role),
        Source::Reporter(Reporter::OwnUnit) => actor.units.contains(&unit),
        _ => false,
    }
}

fn allowed(is_allowed: bool, rule: &'static str, what: &str) -> Result<(), Refusal> {
    match is_allowed {
        true => Ok(()),
        false => Err(Refusal::new(rule, what, "如有需要，请联系局办公室。")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::model::{FactId, FactKey, SourceRef, State};
    use base::{Grain, actor::PersonId};

    #[test]
    fn a_file_is_open_to_whoever_uploaded_it_and_to_nobody_of_the_same_name() {
        let school = |name: &str| Actor {
            person: PersonId::new(),
            name: name.to_owned(),
            roles: vec![Role::School],
            ..Actor::default()
        };
        let (own, namesake) = (school("李安"), school("李安"));
        let office = Actor {
            roles: vec![Role::OfficeStaff],
            ..school("周宁")
        };
        let reference = SourceRef::dataset("基表.xlsx 第2行 C列", "/facts/imports/1");
        let fact = |reference| Fact {
            id: FactId::new(),
            key: FactKey::new(
                &"a".parse().unwrap(),
                UnitId::new(),
                base::TimePeriod::of_year(2026),
            ),
            value: None,
            state: State::Open,
            reference,
            at_ms: 0,
            by: "李安".to_owned(),
            note: String::new(),
            struck: None,
            version: 1,
        };
        let noted = fact(reference.clone().given_by(Some(own.person)));
        assert_eq!(source_link(&own, &noted), "/facts/imports/1");
        assert_eq!(source_link(&namesake, &noted), "");
        assert_eq!(source_link(&office, &noted), "/facts/imports/1");
        // Whoever gave it first stays; of what was kept before that was noted only the name is known.
        let again = noted.reference.given_by(Some(namesake.person));
        assert_eq!(source_link(&namesake, &fact(again)), "");
        assert_eq!(source_link(&own, &fact(reference)), "/facts/imports/1");
        let unnoted = fact(SourceRef::dataset("基表.xlsx", "/facts/imports/2"));
        assert_eq!(source_link(&school("吴越"), &unnoted), "");
    }

    #[test]
    fn a_reporter_enters_only_what_is_theirs() {
        let (own, other) = (UnitId::new(), UnitId::new());
        let actor = Actor {
            person: PersonId::new(),
            units: vec![own],
            roles: vec![Role::OfficeHead],
            ..Actor::default()
        };
        let reports = |source: Source, unit| {
            let code = "a".parse().unwrap();
            super::reports(
                &actor,
                &DataItem::new(code, "甲", "", Grain::Year, source),
                unit,
            )
        };
        let by = Source::Reporter;
        assert!(reports(by(Reporter::Person(actor.person)), other));
        assert!(!reports(by(Reporter::Person(PersonId::new())), own));
        assert!(reports(by(Reporter::Post(own, Role::OfficeHead)), other));
        assert!(!reports(by(Reporter::Post(own, Role::Leader)), other));
        assert!(!reports(by(Reporter::Post(other, Role::OfficeHead)), own));
        assert!(reports(by(Reporter::OwnUnit), own));
        assert!(!reports(by(Reporter::OwnUnit), other));
        assert!(!reports(Source::Dataset, own));
    }
}
