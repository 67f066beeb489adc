//! One unit.

use super::{frame_below_units, history, unit_life};
use crate::{
    files,
    org::{
        actions::{self, UnitRecord},
        model::{UnitActKind, UnitKind},
        paths, policy,
    },
};
use askama::Template;
use base::{actor::UnitId, day};
use shell::{At, Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/unit.html")]
struct UnitPage {
    frame: Frame,
    may_administer: bool,
    sees_phones: bool,
    record: UnitRecord,
    life: Vec<unit_life::LifeLine>,
    /// 「2025年9月1日撤并」, for a unit that is no more.
    ended: String,
    /// What can be done with it: word and address.
    acts: Vec<(&'static str, String)>,
    history: Vec<history::HistoryLine>,
    files: files::Panel,
}

pub(super) async fn show(visit: Visit, At(id): At<UnitId>) -> Result<Reply> {
    let mut record = actions::unit_record(&visit, id).await?;
    let entries = std::mem::take(&mut record.history);
    let unit = &record.kept.unit;
    let closed = unit.closed;
    let acts: &[(&str, UnitActKind)] = match (closed, unit.kind) {
        (Some(_), _) => &[("恢复", UnitActKind::Reopened)],
        (None, UnitKind::Bureau) => &[("改名", UnitActKind::Renamed)],
        (None, _) => &[
            ("改名", UnitActKind::Renamed),
            ("并入其他单位", UnitActKind::Merged),
            ("撤销", UnitActKind::Closed),
            ("分设新单位", UnitActKind::SplitOff),
        ],
    };
    let acts = acts
        .iter()
        .map(|(word, kind)| (*word, paths::unit_act(id, *kind)))
        .collect();
    let administers = policy::administers(&visit.actor);
    visit.page(&UnitPage {
        files: files::panel(&visit, actions::FILES_OF_UNIT, id, administers).await?,
        life: unit_life::lines(unit, &record.acts, &record.house),
        ended: closed.map_or_else(String::new, |closed| {
            format!("{}撤并", day::in_words(closed.on))
        }),
        acts,
        frame: frame_below_units(&visit, &record.kept.unit.short_name)
            .lead(record.kept.unit.kind.label()),
        may_administer: administers,
        sees_phones: policy::sees_everything(&visit.actor),
        record,
        history: history::lines(entries),
    })
}
