//! Taking a backup into an empty database.

use super::{
    Manifest, Progress, TableMember, Watch,
    check::{self, Members, damaged},
    rows::{self, Table},
};
use crate::{
    Db, Engine, Files, Migration, Read as _, Tx, args,
    audit::{self, Line},
    error::{Error, Result},
    migrate, search,
};
use base::Refusal;
use sea_orm::FromQueryResult;
use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
};

/// Rows that go into the database together.
const PER_INSERT: usize = 500;

/// A backup taken in and looked through again; lasting once it is committed.
#[derive(Debug)]
pub struct Loaded {
    /// What the backup says of itself.
    pub manifest: Manifest,
    /// What is wrong with the audit it holds; it is taken in as it is.
    pub audit_fault: Option<audit::Fault>,
    tx: Tx,
}

impl Loaded {
    /// Makes it last.
    pub async fn commit(self) -> Result<()> {
        self.tx.commit().await
    }
}

/// Takes a backup into a database without tables and a file store without files. It is read from
/// end to end before anything is written; afterwards every table is read back and compared. Dropped
/// without [`Loaded::commit`], the database stays empty.
pub async fn load(
    db: &Db,
    files: &Files,
    path: &Path,
    migrations: &[Migration],
    now_ms: i64,
    watch: Watch<'_>,
) -> Result<Loaded> {
    check::check(path, watch)?;
    let (mut members, manifest) = check::open(path)?;
    let is_known = |id: &String| migrations.iter().any(|step| step.id == id.as_str());
    if let Some(unknown) = manifest.steps.iter().find(|id| !is_known(id)) {
        return Err(migrate::newer_database(unknown).into());
    }
    let mut tx = db.begin_write().await?;
    if !rows::tables(&tx).await?.is_empty() {
        return Err(not_empty().into());
    }
    let has_step = |step: &&Migration| manifest.steps.iter().any(|id| id == step.id);
    let (then, since): (Vec<&Migration>, Vec<&Migration>) = migrations.iter().partition(has_step);
    // First the schema the rows were written in; what came later is done to them afterwards.
    migrate::take(&mut tx, then, now_ms).await?;
    let tables = matching(rows::tables(&tx).await?, &manifest)?;
    let constraints = loosen(&mut tx).await?;
    load_tables(&mut tx, &mut members, &tables, watch).await?;
    fasten(&mut tx, constraints).await?;
    compare(&tx, &tables, watch).await?;
    load_files(files, &mut members, &manifest, watch).await?;
    migrate::take(&mut tx, since, now_ms).await?;
    search::restore_index(&mut tx).await?;
    let audit_fault = audit::verify(&tx, None, None).await?.fault;
    let line = Line::new("store.restored", "")
        .named("全部数据")
        .saying(format!(
            "由{}的备份恢复",
            base::day::instant_in_words(manifest.made_at_ms)
        ));
    tx.audit_of_program(now_ms, "luoshi restore", line);
    Ok(Loaded {
        manifest,
        audit_fault,
        tx,
    })
}

/// The tables with what the backup holds of them: the same tables with the same columns.
fn matching(tables: Vec<Table>, manifest: &Manifest) -> Result<Vec<(Table, TableMember)>> {
    let same = tables.len() == manifest.tables.len()
        && tables.iter().zip(&manifest.tables).all(|(table, member)| {
            table.name == member.name && table.column_names() == member.columns
        });
    match same {
        true => Ok(tables.into_iter().zip(manifest.tables.clone()).collect()),
        false => Err(damaged().into()),
    }
}

async fn load_tables(
    tx: &mut Tx,
    members: &mut Members,
    tables: &[(Table, TableMember)],
    watch: Watch<'_>,
) -> Result<()> {
    let total = tables.iter().map(|(_, member)| member.n_rows).sum();
    let mut done = 0;
    for (table, sum) in tables {
        // What a step of the schema put in stands in the backup as well.
        tx.run(&format!("delete from {}", table.name), args![])
            .await?;
        let member = members.by_name(&sum.path()).map_err(|_| damaged())?;
        let mut lines = BufReader::with_capacity(1 << 16, member.take(sum.n_bytes));
        let columns = table.column_names();
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let mut line = String::new();
        let mut rows = Vec::new();
        loop {
            line.clear();
            let is_end = lines.read_line(&mut line).map_err(|_| damaged())? == 0;
            if !is_end {
                rows.push(table.args_of(&line).ok_or_else(damaged)?);
            }
            if rows.len() == PER_INSERT || is_end {
                done += rows.len() as u64;
                tx.insert_many(&table.name, &columns, std::mem::take(&mut rows))
                    .await?;
                watch(Progress {
                    stage: "写入数据",
                    done,
                    total,
                });
            }
            if is_end {
                break;
            }
        }
    }
    Ok(())
}

/// Reads every table back: what stands in the database is what stood in the backup.
async fn compare(tx: &Tx, tables: &[(Table, TableMember)], watch: Watch<'_>) -> Result<()> {
    let total = tables.len() as u64;
    for (done, (table, member)) in (0..).zip(tables) {
        watch(Progress {
            stage: "回读核对",
            done,
            total,
        });
        let sum = table.dump(tx, &mut std::io::sink()).await?;
        if sum.sha256 != member.sha256 || sum.n_rows != member.n_rows {
            return Err(Error::Corrupt(format!("{} after a restore", table.name)));
        }
    }
    Ok(())
}

async fn load_files(
    files: &Files,
    members: &mut Members,
    manifest: &Manifest,
    watch: Watch<'_>,
) -> Result<()> {
    let total = manifest.files.len() as u64;
    for (done, file) in (0..).zip(&manifest.files) {
        watch(Progress {
            stage: "写入文件",
            done,
            total,
        });
        let bytes = check::bytes(members, &file.path(), file.n_bytes)?;
        if files.put(bytes).await? != file.name {
            return Err(damaged().into());
        }
    }
    Ok(())
}

/// A reference from one table to another, as PostgreSQL writes it down.
#[derive(Debug, FromQueryResult)]
struct Constraint {
    table_name: String,
    name: String,
    definition: String,
}

/// Lets rows come in any order: a unit may stand before the one it belongs to.
async fn loosen(tx: &mut Tx) -> Result<Vec<Constraint>> {
    if tx.reads_from() == Engine::Sqlite {
        tx.run_script("pragma defer_foreign_keys = on").await?;
        return Ok(Vec::new());
    }
    let constraints: Vec<Constraint> = tx
        .rows(
            "select cast(t.relname as text) as table_name, cast(c.conname as text) as name,
                    pg_get_constraintdef(c.oid) as definition
             from pg_constraint c join pg_class t on t.oid = c.conrelid
             join pg_namespace n on n.oid = t.relnamespace
             where c.contype = 'f' and n.nspname = current_schema()",
            args![],
        )
        .await?;
    for constraint in &constraints {
        tx.run_script(&format!(
            "alter table {} drop constraint {}",
            constraint.table_name, constraint.name
        ))
        .await?;
    }
    Ok(constraints)
}

/// Puts the references back; the database checks every row against them.
async fn fasten(tx: &mut Tx, constraints: Vec<Constraint>) -> Result<()> {
    for constraint in constraints {
        tx.run_script(&format!(
            "alter table {} add constraint {} {}",
            constraint.table_name, constraint.name, constraint.definition
        ))
        .await?;
    }
    Ok(())
}

fn not_empty() -> Refusal {
    Refusal::new(
        "store.not_empty",
        "这个数据库里已经有内容，没有恢复。恢复只能放进空的地方，以免覆盖。",
        "请换一个空的数据文件夹或空的数据库。",
    )
}
