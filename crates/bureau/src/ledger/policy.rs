//! Who sees, fills in, verifies and defines a register. A register somebody has no part in does not
//! exist for them.

use super::{
    model::{FieldSpec, Mover, Personal, Row, RowState, Sight, StageSpec, Values},
    store::{Query, Register},
};
use crate::org::{Scope, Unit};
use base::{Actor, Refusal, Role, actor::UnitId};
use shell::Who;

/// Who works with registers at all: everybody but the administrator.
pub(super) const WORK: Who = Who::Roles(&[
    Role::GeneralOffice,
    Role::Leader,
    Role::OfficeHead,
    Role::OfficeStaff,
    Role::School,
    Role::Inspector,
]);

const DEFINERS: &[Role] = &[Role::GeneralOffice, Role::OfficeHead];

/// Who may found registers.
pub(super) const DEFINE: Who = Who::Roles(DEFINERS);

/// Who sees what every office keeps.
const OVERSEERS: &[Role] = &[Role::GeneralOffice, Role::Leader];

/// What somebody may do with one register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    /// The units whose rows they see; none for every unit.
    pub(super) scope: Option<Vec<UnitId>>,
    /// Whether they are of the office that keeps it.
    pub(super) is_owner: bool,
    /// The units they fill in rows for.
    fills: Vec<UnitId>,
    pub(super) verifies: bool,
    pub(super) defines: bool,
    /// Whether they may ask to see what is personal in rows that are not their own.
    asks: bool,
    /// Whether they asked, and it is written down.
    is_shown: bool,
    /// What they have a part in because a row names their unit as the one that handles it.
    handles: Option<Handling>,
    /// The field of stages and the words by which a matter is over; none without stages.
    closed: Option<(String, Vec<String>)>,
}

/// 承办: rows that name somebody's unit as the one that handles them, whosever they are.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Handling {
    /// Code of the field that names the unit.
    field: String,
    /// Its typed column of words, from 0.
    column: usize,
    units: Vec<UnitId>,
    fills: bool,
}

impl Handling {
    fn of(actor: &Actor, register: &Register) -> Option<Self> {
        let definition = &register.definition;
        let rights = &definition.rights;
        let field = definition.active().find(|f| f.code == rights.handler)?;
        let works = actor.is_any(&[
            Role::GeneralOffice,
            Role::OfficeHead,
            Role::OfficeStaff,
            Role::School,
        ]);
        (works && !actor.units.is_empty()).then_some(Self {
            field: field.code.clone(),
            column: field.slot_in('t')?,
            units: actor.units.clone(),
            fills: rights.handler_fills,
        })
    }

    fn names(&self, row: &Row) -> bool {
        let kept = row.values.get(&self.field);
        let unit = kept.and_then(|kept| kept.parse::<UnitId>().ok());
        unit.is_some_and(|unit| self.units.contains(&unit))
    }
}

/// How much somebody sees of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Glance {
    /// Its mask.
    Masked,
    /// Its mask; whole when they ask (显示全文), which is written down.
    OnRequest,
    /// All of it.
    Whole,
}

impl Standing {
    /// What somebody may do; nothing when the register is not for them.
    pub(super) fn of(
        actor: &Actor,
        register: &Register,
        units: &[Unit],
        scope: &Scope,
    ) -> Option<Self> {
        let rights = &register.definition.rights;
        let is_any = |codes: &[String]| {
            codes
                .iter()
                .filter_map(|code| Role::from_code(code))
                .any(|role| actor.is(role))
        };
        let is_owner = actor.units.contains(&register.owner)
            && actor.is_any(&[Role::GeneralOffice, Role::OfficeHead, Role::OfficeStaff]);
        let fills: Vec<UnitId> = units
            .iter()
            .filter(|unit| actor.units.contains(&unit.id))
            .filter(|unit| {
                rights
                    .fill_kinds
                    .iter()
                    .any(|kind| kind == unit.kind.code())
            })
            .filter(|_| rights.fill_roles.is_empty() || is_any(&rights.fill_roles))
            .map(|unit| unit.id)
            .collect();
        let sees_all = is_owner || actor.is_any(OVERSEERS) || is_any(&rights.verify_roles);
        let handles = Handling::of(actor, register);
        let scope = match (sees_all, rights.see, scope) {
            (true, ..) | (false, Sight::Bureau, Scope::All) => None,
            // A unit sees what it takes part in: what it handles and nothing beside, if that is all.
            (false, ..) if fills.is_empty() && handles.is_some() => Some(Vec::new()),
            (false, ..) if fills.is_empty() => return None,
            (false, Sight::Bureau, scope) => {
                let seen = units.iter().map(|unit| unit.id);
                Some(seen.filter(|unit| scope.sees(*unit)).collect())
            }
            (false, Sight::Owner, _) => Some(fills.clone()),
        };
        Some(Self {
            scope,
            is_owner,
            fills,
            verifies: is_owner || is_any(&rights.verify_roles),
            asks: actor.is(Role::Leader)
                || is_any(&rights.verify_roles)
                || is_any(&rights.whole_roles),
            is_shown: false,
            handles,
            closed: register.definition.closed(),
            defines: actor.is(Role::GeneralOffice) || (is_owner && actor.is(Role::OfficeHead)),
        })
    }

    /// How much of a field they see in the rows of a unit. What is personal is whole to those who keep
    /// the register or filled the row in; what is sensitive is masked to everybody until they ask.
    pub(super) fn glance(&self, field: &FieldSpec, unit: UnitId) -> Glance {
        self.glance_when(field, self.fills_for(unit))
    }

    /// Whether the papers attached to the rows of a unit are for them: not where something personal
    /// stands in the row that they may not even ask for.
    pub(super) fn sees_files(&self, fields: &[FieldSpec], unit: UnitId) -> bool {
        let mut fields = fields.iter();
        fields.all(|field| self.glance(field, unit) > Glance::Masked)
    }

    /// How much of a field they see in every row of the list: by less, nothing may be sifted, sorted or
    /// added up, for that would tell what is covered.
    pub(super) fn glance_of_list(&self, field: &FieldSpec) -> Glance {
        let fills = |unit: &UnitId| self.fills.contains(unit);
        let are_own = self.scope.as_ref().is_some_and(|s| s.iter().all(fills));
        // Among what is handled for others stands what is covered.
        let are_own = are_own && self.handles.is_none();
        self.glance_when(field, self.is_owner || are_own)
    }

    fn glance_when(&self, field: &FieldSpec, is_near: bool) -> Glance {
        let asked = match self.is_shown {
            true => Glance::Whole,
            false => Glance::OnRequest,
        };
        match (field.personal, is_near) {
            (Personal::None, _) | (Personal::Ordinary, true) => Glance::Whole,
            (Personal::Sensitive, true) => asked,
            (Personal::Ordinary | Personal::Sensitive, false) if self.asks => asked,
            _ => Glance::Masked,
        }
    }

    /// The same person once it is written down that they asked.
    pub(super) fn revealing(self) -> Self {
        Self {
            is_shown: true,
            ..self
        }
    }

    /// Whether some of these fields may be taken out with what is personal in them.
    pub(super) fn takes_out_personal<'a>(
        &self,
        mut fields: impl Iterator<Item = &'a FieldSpec>,
    ) -> bool {
        fields.any(|field| {
            field.personal != Personal::None && self.glance_of_list(field) > Glance::Masked
        })
    }

    /// Whether what is personal may be erased when its time is over.
    pub(super) fn may_erase(&self) -> Result<(), Refusal> {
        match self.is_owner {
            true => Ok(()),
            false => Err(Refusal::new(
                "ledger.owner_erases",
                "到期的个人信息由归口科室确认抹去。",
                "请联系归口科室。",
            )),
        }
    }

    /// Whether a row of this unit may be seen.
    pub(super) fn sees(&self, unit: UnitId) -> bool {
        self.scope
            .as_ref()
            .is_none_or(|units| units.contains(&unit))
    }

    /// Whether this row may be seen: it is of a unit they see, or theirs to handle.
    pub(super) fn sees_row(&self, row: &Row) -> bool {
        self.sees(row.unit) || self.handles_row(row)
    }

    fn handles_row(&self, row: &Row) -> bool {
        self.handles
            .as_ref()
            .is_some_and(|handles| handles.names(row))
    }

    /// Whether they see nothing of the register but what they handle.
    pub(super) fn only_handles(&self) -> bool {
        self.handles.is_some() && self.scope.as_ref().is_some_and(Vec::is_empty)
    }

    /// The units through whose handling they see rows, beside the rows of their own scope.
    pub(super) fn handling_units(&self) -> &[UnitId] {
        match (&self.handles, &self.scope) {
            (Some(handles), Some(_)) => &handles.units,
            _ => &[],
        }
    }

    /// Keeps a question to the rows they see.
    pub(super) fn narrow(&self, query: &mut Query) {
        query.scope.clone_from(&self.scope);
        query.handled = match (&self.handles, &self.scope) {
            (Some(handles), Some(_)) => Some((handles.column, handles.units.clone())),
            _ => None,
        };
    }

    /// Whether they fill in anything at all.
    pub(super) fn fills_in(&self) -> bool {
        self.is_owner || !self.fills.is_empty()
    }

    /// Whether the bin is theirs to look into: what was removed is no longer there for readers.
    pub(super) fn sees_bin(&self) -> bool {
        self.fills_in() || self.verifies
    }

    /// Whether rows may be entered and imported at all.
    pub(super) fn may_add(&self) -> Result<(), Refusal> {
        match self.fills_in() {
            true => Ok(()),
            false => Err(Refusal::new(
                "ledger.fillers_only",
                "登记和导入由填报单位和归口科室办理，本单位不在其中。",
                "如需补充或更正，请联系填报单位或归口科室。",
            )),
        }
    }

    /// Whether they fill in rows of this unit.
    pub(super) fn fills_for(&self, unit: UnitId) -> bool {
        self.is_owner || self.fills.contains(&unit)
    }

    /// Whether they fill in this row: it is of a unit of theirs, or theirs to handle and to fill in.
    pub(super) fn fills_row(&self, row: &Row) -> bool {
        let may_handle = self.handles.as_ref().is_some_and(|handles| handles.fills);
        self.fills_for(row.unit) || (may_handle && self.handles_row(row))
    }

    /// The units to choose from on a form.
    pub(super) fn fillable<'a>(&self, units: &'a [Unit]) -> Vec<&'a Unit> {
        units
            .iter()
            .filter(|unit| self.fills_for(unit.id))
            .collect()
    }

    /// Whether this row may be filled in or removed.
    pub(super) fn may_fill(&self, unit: UnitId) -> Result<(), Refusal> {
        match self.fills_for(unit) {
            true => Ok(()),
            false => Err(Refusal::new(
                "ledger.fillers_only",
                "这条记录由所属单位或归口科室填写。",
                "如需更正，请联系填报单位，或由归口科室退回。",
            )),
        }
    }

    /// Whether a row may become another in this way: who only handles it neither gives it to another
    /// unit nor has it handled by another.
    pub(super) fn may_assign(
        &self,
        before: &Row,
        unit: UnitId,
        values: &Values,
    ) -> Result<(), Refusal> {
        if self.fills_for(before.unit) {
            return match unit == before.unit {
                true => Ok(()),
                false => self.may_fill(unit),
            };
        }
        let handler = |values: &Values| {
            let handles = self.handles.as_ref()?;
            values.get(&handles.field).cloned()
        };
        match unit == before.unit && handler(values) == handler(&before.values) {
            true => Ok(()),
            false => Err(Refusal::new(
                "ledger.owner_assigns",
                "填报单位和承办单位由归口科室改派。",
                "这两项请保持原样；不由本单位承办的，请联系归口科室。",
            )),
        }
    }

    /// Whether this row may be changed as it is now.
    pub(super) fn may_change(&self, row: &Row) -> Result<(), Refusal> {
        if !self.fills_row(row) {
            self.may_fill(row.unit)?;
        }
        let is_closed = self.closed.as_ref().is_some_and(|(field, words)| {
            let stage = row.values.get(field);
            stage.is_some_and(|stage| words.contains(stage))
        });
        if is_closed && !self.is_owner {
            return Err(Refusal::new(
                "ledger.closed_is_kept",
                "这条记录已经办结，不能直接修改。",
                "确需更正的，请归口科室退回前面的阶段后再改。",
            ));
        }
        match row.state == RowState::Verified && !self.is_owner {
            false => Ok(()),
            true => Err(Refusal::new(
                "ledger.verified_is_kept",
                "这条记录已核，不能直接修改。",
                "请联系归口科室退回后再改。",
            )),
        }
    }

    /// Whether rows may be verified and sent back.
    pub(super) fn may_verify(&self) -> Result<(), Refusal> {
        match self.verifies {
            true => Ok(()),
            false => Err(Refusal::new(
                "ledger.verifiers_only",
                "核对和退回由归口科室办理。",
                "如有疑问，请联系归口科室。",
            )),
        }
    }

    /// Whether invitations of whoever a row is about may be answered: by their unit and by the office.
    pub(super) fn may_answer(&self, row: &Row) -> Result<(), Refusal> {
        match self.fills_row(row) {
            true => Ok(()),
            false => Err(Refusal::new(
                "ledger.own_unit_answers",
                "邀请由其所在单位或归口科室答复。",
                "请与其所在单位联系。",
            )),
        }
    }

    /// Whether a row may be moved on from a stage: by whose turn it is, and by the office
    /// that keeps the register.
    pub(super) fn may_move(&self, row: &Row, stage: &StageSpec) -> Result<(), Refusal> {
        let may = match stage.mover {
            Mover::Owner => self.is_owner,
            Mover::Unit => self.fills_row(row),
        };
        match may {
            true => Ok(()),
            false => Err(Refusal::new(
                "ledger.movers_only",
                match stage.mover {
                    Mover::Owner => "这一阶段由归口科室办理。",
                    Mover::Unit if self.handles.as_ref().is_some_and(|h| h.fills) => {
                        "这一阶段由承办单位办理。"
                    }
                    Mover::Unit => "这一阶段由填报单位办理。",
                },
                "办理后会转到下一阶段；如需加快，请联系办理单位。",
            )),
        }
    }

    /// The units whose accounts of credits they see; none for all. Accounts are of people: whoever
    /// neither keeps the bank nor enters into it sees none.
    pub(super) fn credit_scope(&self) -> Option<Vec<UnitId>> {
        (!self.is_owner).then(|| self.fills.clone())
    }

    /// Whether accounts of this unit may be opened and results entered into them.
    pub(super) fn may_enter_credits(&self, unit: UnitId) -> Result<(), Refusal> {
        match self.fills_for(unit) {
            true => Ok(()),
            false => Err(Refusal::new(
                "ledger.credits_by_unit",
                "开户和存入由学习成果目录的归口科室或开户单位办理。",
                "请联系归口科室。",
            )),
        }
    }

    /// Whether credits may be moved, recognised and taken back.
    pub(super) fn may_move_credits(&self) -> Result<(), Refusal> {
        match self.is_owner {
            true => Ok(()),
            false => Err(Refusal::new(
                "ledger.credits_by_owner",
                "转移、转换和冲正由学习成果目录的归口科室办理。",
                "请联系归口科室。",
            )),
        }
    }

    /// Whether devices for buses may be given out and taken out of use.
    pub(super) fn may_issue_devices(&self) -> Result<(), Refusal> {
        match self.is_owner {
            true => Ok(()),
            false => Err(Refusal::new(
                "ledger.devices_by_owner",
                "设备口令由校车台账的归口科室发放和停用。",
                "请联系归口科室。",
            )),
        }
    }

    /// Whether the definition may be changed.
    pub(super) fn may_define(&self) -> Result<(), Refusal> {
        match self.defines {
            true => Ok(()),
            false => Err(define_refusal()),
        }
    }

    /// Whether rows may be deleted for good.
    pub(super) fn may_purge(&self) -> Result<(), Refusal> {
        match self.is_owner {
            true => Ok(()),
            false => Err(Refusal::new(
                "ledger.owner_purges",
                "彻底删除由归口科室办理。",
                "请联系归口科室，并说明原因。",
            )),
        }
    }
}

/// Whether somebody may found a register that this office keeps.
pub(super) fn may_found(actor: &Actor, owner: UnitId) -> Result<(), Refusal> {
    let is_own = actor.units.contains(&owner) && actor.is(Role::OfficeHead);
    match actor.is(Role::GeneralOffice) || is_own {
        true => Ok(()),
        false => Err(define_refusal()),
    }
}

/// Whether the button for founding a register is shown.
pub(super) fn founds(actor: &Actor) -> bool {
    actor.is_any(DEFINERS)
}

fn define_refusal() -> Refusal {
    Refusal::new(
        "ledger.definers_only",
        "台账的字段和规则由局办公室或归口科室负责人设定。",
        "如需调整，请联系他们。",
    )
}
