//! 更正理由: asked for when an act would make another number of one whose period is locked. The act was
//! refused; what was sent for it stands in the form as it was, so that nothing is typed again.

use super::frame_of;
use crate::ledger::actions::{self, Opened};
use ::store::Error;
use askama::Template;
use base::Refusal;
use shell::{Field, Frame, Posted, Reply, Result, Visit};

/// The name the reason is sent under.
pub(super) const REASON: &str = "correction";
/// The token of the form, which is written anew.
const TOKEN: &str = "_csrf";

#[derive(Template)]
#[template(path = "ledger/pages/locked.html")]
struct LockedPage {
    frame: Frame,
    action: String,
    back: String,
    correction: Field,
    pairs: Vec<(String, String)>,
}

/// The words of a refusal for want of a reason; any other error is none.
pub(super) fn wants_reason(error: &Error) -> Option<&Refusal> {
    match error {
        Error::Refused(refusal) if refusal.rule == actions::LOCKED => Some(refusal),
        _ => None,
    }
}

/// 更正理由 as a field: as it was typed, and asked for where a refusal says that it is wanting.
pub(super) fn reason(typed: &str, wanting: Option<&Refusal>) -> Field {
    let hint = "记入记录的经过、数据的经过和审计。";
    let mut field = Field::new(REASON, "更正理由").hint(hint).value(typed);
    if let Some(refusal) = wanting {
        field = field.required();
        field.refuse(format!("{}{}", refusal.what, refusal.next));
    }
    field
}

/// Asks for the reason, with everything that was posted to `action`.
pub(super) fn ask(
    visit: &Visit,
    opened: &Opened,
    refusal: &Refusal,
    posted: &Posted,
    (action, back): (String, String),
) -> Result<Reply> {
    let pairs = posted.pairs();
    let pairs = pairs.filter(|(name, _)| *name != REASON && *name != TOKEN);
    visit.invalid(&LockedPage {
        frame: frame_of(visit, opened, Some("更正已锁定的数据".to_owned())),
        correction: reason("", Some(refusal)),
        pairs: pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        action,
        back,
    })
}
