//! Addresses of this slice's pages: the patterns of its routes and the links to them.

use super::model::{PostId, UnitActKind, WorkFieldId};
use ::store::sessions::SessionId;
use base::actor::{DelegationId, PersonId, UnitId};

pub(super) const HOME: &str = "/";
pub(super) const SIGN_IN: &str = shell::Visit::SIGN_IN;
pub(super) const SIGN_OUT: &str = shell::Visit::SIGN_OUT;
pub(super) const PASSWORD: &str = shell::Visit::CHANGE_PASSWORD;

pub(super) const UNITS: &str = "/org";
pub(super) const NEW_UNIT: &str = "/org/units/new";
pub(super) const UNIT: &str = "/org/units/{unit}";
pub(super) const EDIT_UNIT: &str = "/org/units/{unit}/edit";
pub(super) const RENAME_UNIT: &str = "/org/units/{unit}/rename";
pub(super) const MERGE_UNIT: &str = "/org/units/{unit}/merge";
pub(super) const CLOSE_UNIT: &str = "/org/units/{unit}/close";
pub(super) const SPLIT_UNIT: &str = "/org/units/{unit}/split";
pub(super) const REOPEN_UNIT: &str = "/org/units/{unit}/reopen";
pub(super) const PEOPLE: &str = "/org/people";
pub(super) const NEW_PERSON: &str = "/org/people/new";
pub(super) const PERSON: &str = "/org/people/{person}";
pub(super) const EDIT_PERSON: &str = "/org/people/{person}/edit";
pub(super) const NEW_POST: &str = "/org/people/{person}/posts/new";
pub(super) const POST: &str = "/org/posts/{post}";
pub(super) const END_POST: &str = "/org/posts/{post}/end";
pub(super) const CHARGES: &str = "/org/people/{person}/charges";
pub(super) const ACCOUNT: &str = "/org/people/{person}/account";
pub(super) const RESET_PASSWORD: &str = "/org/people/{person}/account/reset";
pub(super) const CLOSE_ACCOUNT: &str = "/org/people/{person}/account/close";
pub(super) const REOPEN_ACCOUNT: &str = "/org/people/{person}/account/reopen";
pub(super) const UNIFIED: &str = "/sign-in/unified";
pub(super) const UNIFIED_BACK: &str = super::actions::BACK;
pub(super) const SECOND_STEP: &str = "/sign-in/second-step";
pub(super) const SECOND_FACTOR: &str = shell::Visit::SECOND_FACTOR;
pub(super) const SECOND_FACTOR_BEGIN: &str = "/second-factor/begin";
pub(super) const SECOND_FACTOR_CONFIRM: &str = "/second-factor/confirm";
pub(super) const SECOND_FACTOR_CODES: &str = "/second-factor/codes";
pub(super) const SECOND_FACTOR_GIVE_UP: &str = "/second-factor/give-up";
pub(super) const SESSIONS: &str = shell::Visit::SESSIONS;
pub(super) const END_SESSION: &str = "/sessions/{session}/end";
pub(super) const END_OTHER_SESSIONS: &str = "/sessions/end-others";
pub(super) const SECURITY: &str = "/security";
pub(super) const SIGN_IN_RULES: &str = "/security/rules";
pub(super) const LOG_IN: &str = "/org/people/{person}/log-in";
pub(super) const UNLOCK_ACCOUNT: &str = "/org/people/{person}/log-in/unlock";
pub(super) const RESET_SECOND_FACTOR: &str = "/org/people/{person}/log-in/reset-second-factor";
pub(super) const END_SESSIONS_OF: &str = "/org/people/{person}/log-in/end-sessions";
pub(super) const END_SESSION_OF: &str = "/org/people/{person}/log-in/sessions/{session}/end";
pub(super) const DELEGATE: &str = "/org/people/{person}/delegate";
pub(super) const HAND_OVER: &str = "/org/people/{person}/hand-over";
pub(super) const DELEGATIONS: &str = "/org/delegations";
pub(super) const END_DELEGATION: &str = "/org/delegations/{delegation}/end";
pub(super) const FIELDS: &str = "/org/fields";
pub(super) const FIELD: &str = "/org/fields/{field}";
pub(super) const REMOVE_FIELD: &str = "/org/fields/{field}/remove";
pub(super) const IMPORT: &str = "/org/import";
pub(super) const APPLY_IMPORT: &str = "/org/import/apply";
pub(super) const TEMPLATE: &str = "/org/import/template";
pub(super) const EXPORT: &str = "/org/export";

pub(super) fn unit(unit: UnitId) -> String {
    UNIT.replace("{unit}", &unit.to_string())
}

pub(super) fn edit_unit(unit: UnitId) -> String {
    EDIT_UNIT.replace("{unit}", &unit.to_string())
}

/// Where something is done with a unit.
pub(super) fn unit_act(unit: UnitId, kind: UnitActKind) -> String {
    let pattern = match kind {
        UnitActKind::Renamed => RENAME_UNIT,
        UnitActKind::Merged => MERGE_UNIT,
        UnitActKind::Closed => CLOSE_UNIT,
        UnitActKind::SplitOff => SPLIT_UNIT,
        UnitActKind::Reopened => REOPEN_UNIT,
    };
    pattern.replace("{unit}", &unit.to_string())
}

pub(super) fn post(post: PostId) -> String {
    POST.replace("{post}", &post.to_string())
}

pub(super) fn end_post(post: PostId) -> String {
    END_POST.replace("{post}", &post.to_string())
}

pub(super) fn end_delegation(delegation: DelegationId) -> String {
    END_DELEGATION.replace("{delegation}", &delegation.to_string())
}

/// One of the addresses of a field.
pub(super) fn field(pattern: &str, field: WorkFieldId) -> String {
    pattern.replace("{field}", &field.to_string())
}

pub(super) fn person(person: PersonId) -> String {
    of_person(PERSON, person)
}

/// One of the addresses under a person.
pub(super) fn of_person(pattern: &str, person: PersonId) -> String {
    pattern.replace("{person}", &person.to_string())
}

/// One of the addresses of a session.
pub(super) fn of_session(pattern: &str, session: SessionId) -> String {
    pattern.replace("{session}", &session.to_string())
}
