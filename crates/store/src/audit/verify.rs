//! Proving the audit whole, and naming the first broken link.

use super::{Head, HeadFile, chain::Record, prune::PRUNED};
use crate::{Read, args, error::Result};

/// How many lines are read at a time.
const PER_READ: i64 = 5_000;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The head the database says.
    pub head: Head,
    /// How many lines were found in order.
    pub n_lines: i64,
    /// The first thing that is not as it was written.
    pub fault: Option<Fault>,
}

/// How the audit differs from what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A line's content, time or place is not what its hash says.
    Edited {
        /// Number of the line.
        sequence: i64,
    },
    /// A line is not chained to the one before: that one was rewritten together with its hash.
    Rewritten {
        /// Number of the line that was rewritten.
        sequence: i64,
    },
    /// Lines are missing.
    Removed {
        /// Number of the first that is missing.
        from: i64,
        /// Number of the last.
        to: i64,
    },
    /// A line stands where the program wrote none.
    Inserted {
        /// Number of the line.
        sequence: i64,
    },
    /// The newest lines are missing.
    TailCut {
        /// Number of the first that is missing.
        from: i64,
        /// Number of the last.
        to: i64,
    },
    /// The oldest lines are missing, and no line says that they were cleared away.
    ClearedWithoutLine {
        /// Number of the last that is missing.
        to: i64,
    },
    /// There are lines, but the file with the copy of the head is gone.
    NoHeadFile,
    /// A head noted earlier is not in the chain.
    NotTheNotedOne {
        /// Number of the line whose hash differs.
        sequence: i64,
    },
}

/// Reads the whole audit and checks every link. `db` should be a snapshot, so that lines written
/// meanwhile do not look like a fault. `noted` is a head written down earlier outside this machine.
pub async fn verify(
    db: &impl Read,
    file: Option<&HeadFile>,
    noted: Option<(i64, String)>,
) -> Result<Proof> {
    // The file before the rows: what it names is in the database by then.
    let in_file = match file {
        Some(file) => Some(file.read()?),
        None => None,
    };
    let head = Head::read(db).await?;
    let mut walk = Walk::new(&head);
    walk.watched.extend(in_file.iter().flatten().cloned());
    walk.watched.extend(noted.clone());
    let mut fault = None;
    let mut after = i64::MIN;
    'reading: loop {
        let records = records_after(db, after).await?;
        for record in &records {
            if let Err(found) = walk.step(record) {
                fault = Some(found);
                break 'reading;
            }
            after = record.sequence;
        }
        if records.is_empty() {
            break;
        }
    }
    let n_lines = walk.last - head.pruned_sequence;
    let fault = fault
        .or_else(|| walk.end())
        .or_else(|| match (&in_file, head.sequence) {
            (Some(None), 1..) => Some(Fault::NoHeadFile),
            (Some(Some((sequence, _))), known) if *sequence > known => Some(Fault::TailCut {
                from: known + 1,
                to: *sequence,
            }),
            _ => None,
        })
        .or_else(|| {
            let (sequence, _) = noted?;
            (sequence > head.sequence).then_some(Fault::TailCut {
                from: head.sequence + 1,
                to: sequence,
            })
        });
    Ok(Proof {
        n_lines,
        fault,
        head,
    })
}

async fn records_after(db: &impl Read, sequence: i64) -> Result<Vec<Record>> {
    db.rows(
        "select sequence, at_ms, account_id, actor_name, from_address, act, object, object_name,
                detail, before, after, reason, previous_hash, hash
         from store_audit where sequence > $1 order by sequence limit $2",
        args![sequence, PER_READ],
    )
    .await
}

/// Along the chain, line by line.
struct Walk<'a> {
    head: &'a Head,
    last: i64,
    last_hash: String,
    /// Heads known from elsewhere: number and hash.
    watched: Vec<(i64, String)>,
    told_of_clearing: bool,
}

impl<'a> Walk<'a> {
    fn new(head: &'a Head) -> Self {
        Self {
            head,
            last: head.pruned_sequence,
            last_hash: head.pruned_hash.clone(),
            watched: Vec::new(),
            told_of_clearing: head.pruned_sequence == 0,
        }
    }

    fn step(&mut self, record: &Record) -> std::result::Result<(), Fault> {
        let sequence = record.sequence;
        if sequence <= self.last || sequence > self.head.sequence {
            return Err(Fault::Inserted { sequence });
        }
        if sequence > self.last + 1 {
            return Err(Fault::Removed {
                from: self.last + 1,
                to: sequence - 1,
            });
        }
        if record.hash_of_content() != record.hash {
            return Err(Fault::Edited { sequence });
        }
        if record.previous_hash != self.last_hash {
            return Err(Fault::Rewritten {
                sequence: self.last,
            });
        }
        let differs = |(number, hash): &(i64, String)| *number == sequence && *hash != record.hash;
        if self.watched.iter().any(differs) {
            return Err(Fault::NotTheNotedOne { sequence });
        }
        if record.act == PRUNED && record.object == self.cleared_to() {
            self.told_of_clearing = true;
        }
        self.last = sequence;
        self.last_hash.clone_from(&record.hash);
        Ok(())
    }

    /// What the line about clearing names: up to where, and with which hash.
    fn cleared_to(&self) -> String {
        super::prune::place(self.head.pruned_sequence, &self.head.pruned_hash)
    }

    fn end(&self) -> Option<Fault> {
        if self.last < self.head.sequence {
            return Some(Fault::TailCut {
                from: self.last + 1,
                to: self.head.sequence,
            });
        }
        if self.last_hash != self.head.hash {
            return Some(Fault::Rewritten {
                sequence: self.last,
            });
        }
        (!self.told_of_clearing).then_some(Fault::ClearedWithoutLine {
            to: self.head.pruned_sequence,
        })
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let range = |from: i64, to: i64| match from == to {
            true => format!("第 {from} 条"),
            false => format!("第 {from} 条至第 {to} 条"),
        };
        match self {
            Self::Edited { sequence } => write!(
                f,
                "第 {sequence} 条被改动过：内容、时间或次序与它的校验值不符"
            ),
            Self::Rewritten { sequence } => write!(
                f,
                "第 {sequence} 条被换过：它连同校验值一起被改写，与后面的记录接不上"
            ),
            Self::Removed { from, to } => write!(f, "{}被删除", range(*from, *to)),
            Self::Inserted { sequence } => {
                write!(f, "第 {sequence} 条是插入的：程序没有写过这一条")
            }
            Self::TailCut { from, to } => write!(f, "末尾的{}被删除", range(*from, *to)),
            Self::ClearedWithoutLine { to } => write!(
                f,
                "第 {to} 条及以前的记录不见了，却没有按保存期限清理的记录"
            ),
            Self::NoHeadFile => write!(
                f,
                "数据文件夹里记着链尾的文件不见了，无法证明末尾没有被删除"
            ),
            Self::NotTheNotedOne { sequence } => write!(
                f,
                "第 {sequence} 条与另处记下的校验值不符：整条链被重新写过"
            ),
        }
    }
}
