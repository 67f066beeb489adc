//! Lines of a spreadsheet about rows that lie in the recycle bin: taken as new, they would be there twice once those
//! are restored.

use super::people::Opened;
use crate::ledger::store;
use ::store::{Read, Result};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that are looked at at once.
const AT_ONCE: i64 = 2_000;

/// The rows of the recycle bin that somebody may restore, by number and by key.
#[derive(Debug, Default)]
pub(super) struct Binned {
    numbers: BTreeSet<i64>,
    keys: BTreeMap<String, i64>,
}

impl Binned {
    pub(super) async fn of(db: &impl Read, opened: &Opened) -> Result<Self> {
        let (register, standing) = (&opened.register, &opened.standing);
        let mut binned = Self::default();
        let mut after = 0;
        loop {
            let rows = store::bin_after(db, register.no, (after, AT_ONCE)).await?;
            let Some(last) = rows.last() else { break };
            after = last.no;
            // What somebody may not restore is nothing to them; whoever restores it later is told of its twin.
            for row in rows.iter().filter(|row| standing.fills_for(row.unit)) {
                binned.numbers.insert(row.no);
                let key = register.definition.key_of(row.unit, &row.values);
                binned.keys.extend(key.map(|key| (key, row.no)));
            }
        }
        Ok(binned)
    }

    /// The row that a line of this number and key is about.
    pub(super) fn row(&self, no: i64, key: Option<&str>) -> Option<i64> {
        let by_key = key.and_then(|key| self.keys.get(key));
        by_key.or_else(|| self.numbers.get(&no)).copied()
    }
}

/// What is said of such a line.
pub(super) fn said_of_binned(no: i64) -> String {
    format!(
        "这条记录在回收站里（第{no}号），再导入会成为两条。请先到回收站恢复它，再导入；不要了的，请归口科室彻底删除后再导入。"
    )
}
