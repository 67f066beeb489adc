//! One unit.

use super::{frame_below_units, history};
use crate::org::{
    actions::{self, UnitRecord},
    paths, policy,
};
use askama::Template;
use base::actor::UnitId;
use shell::{At, Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/unit.html")]
struct UnitPage {
    frame: Frame,
    may_administer: bool,
    sees_phones: bool,
    record: UnitRecord,
    history: Vec<history::HistoryLine>,
}

pub(super) async fn show(visit: Visit, At(id): At<UnitId>) -> Result<Reply> {
    let mut record = actions::unit_record(&visit, id).await?;
    let entries = std::mem::take(&mut record.history);
    visit.page(&UnitPage {
        frame: frame_below_units(&visit, &record.kept.unit.short_name)
            .lead(record.kept.unit.kind.label()),
        may_administer: policy::administers(&visit.actor),
        sees_phones: policy::sees_everything(&visit.actor),
        record,
        history: history::lines(entries),
    })
}
