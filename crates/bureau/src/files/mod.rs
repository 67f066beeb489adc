//! 附件: files attached to things of any slice, looked at before they are taken in, given out to whoever
//! may see the thing.
//!
//! A slice whose things are to have attachments says so with one `shell::Attachable` (who may see and
//! change them, and where the thing is shown), asks [`panel`] for what its page shows, and draws it:
//!
//! ```ignore
//! // mod.rs: the hook; it answers NotFound, a Refusal, or where the thing is shown
//! attachables: vec![Attachable::new("plan", actions::place_of_files).found_by(holder)],
//! // the page
//! files: files::panel(&visit, "plan", id, policy::may_work(&visit.actor)).await?,
//! // the template
//! {% import "files/pages/panel.html" as attached %}
//! {% call attached::panel(files, frame.csrf) %}{% endcall %}
//! ```
//!
//! A thing that goes for good takes its attachments with it: [`let_go`].
//!
//! With `found_by` the names of its files are found in the search by the audience it gives;
//! [`found_again`] follows when that audience changes, [`found`] when all is put in anew.
//!
//! Content lies in the file store by its hash. What nothing names any more is cleared away after a
//! grace period (`store::loose`), whichever slice had named it.

mod actions;
mod model;
mod pages;
mod paths;
mod search;
mod sniff;
mod store;

pub(crate) use actions::{held, let_go};
pub(crate) use pages::{Panel, panel};
pub(crate) use search::{found, found_again};

use ::store::Migration;
use shell::{
    Slice,
    jobs::{JobSpec, ScheduleSpec},
};

/// What is done with attachments, in words.
pub(crate) const ACTS: &[(&str, &str)] = &[
    ("files.attachment.added", "添加附件"),
    ("files.attachment.removed", "移除附件"),
    ("files.attachment.expired", "附件到期自动移除"),
    ("files.content.cleared", "清理无人引用的文件"),
];

const MIGRATIONS: &[Migration] = &[Migration::portable(
    "20261127_2200_files",
    include_str!("migrations/20261127_2200_files.sql"),
)];

const RETIRE: &str = "files.retire";
const CLEAR: &str = "files.clear";

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "files",
        migrations: MIGRATIONS,
        routes: pages::routes(),
        searchable: search::SEARCHABLE.to_vec(),
        jobs: vec![
            JobSpec::new(RETIRE, actions::retire).called("移除到期的临时附件"),
            JobSpec::new(CLEAR, actions::clear).called("清理无人引用的文件"),
        ],
        schedules: vec![
            ScheduleSpec::daily(RETIRE, 2, 30),
            ScheduleSpec::daily(CLEAR, 2, 50),
        ],
        ..Slice::default()
    }
}
