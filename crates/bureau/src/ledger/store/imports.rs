//! Imports that were made: a preview that is posted twice is taken over once.

use ::store::{FromQueryResult, Read, Result, Tx, args};

/// After so many days nobody posts a preview again.
const KEPT_DAYS: i64 = 90;

/// An import that was made, or that a job makes.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::ledger) struct Imported {
    pub(in crate::ledger) made_ms: i64,
    pub(in crate::ledger) made_by: String,
    /// What became of its lines; empty while a job is at it.
    pub(in crate::ledger) said: String,
    /// Id of the job; empty without one.
    pub(in crate::ledger) job: String,
}

/// The import that was made of a preview.
pub(in crate::ledger) async fn imported(
    db: &impl Read,
    register_no: i64,
    word: &str,
) -> Result<Option<Imported>> {
    db.row(
        "select made_ms, made_by, said, job from ledger_imports
         where register_no = $1 and word = $2",
        args![register_no, word],
    )
    .await
}

/// The last import of a file of the same bytes.
pub(in crate::ledger) async fn imported_file(
    db: &impl Read,
    register_no: i64,
    file: &str,
) -> Result<Option<Imported>> {
    db.row(
        "select made_ms, made_by, said, job from ledger_imports
         where register_no = $1 and file = $2 and said <> '' order by made_ms desc limit 1",
        args![register_no, file],
    )
    .await
}

/// Keeps that an import was made; tells whether it is the first of its preview.
pub(in crate::ledger) async fn keep_import(
    tx: &mut Tx,
    register_no: i64,
    (word, file): (&str, &str),
    import: &Imported,
) -> Result<bool> {
    tx.run(
        "delete from ledger_imports where register_no = $1 and made_ms < $2",
        args![register_no, import.made_ms - KEPT_DAYS * 86_400_000],
    )
    .await?;
    let n = tx
        .run(
            "insert into ledger_imports (word, register_no, file, made_ms, made_by, said, job)
             values ($1, $2, $3, $4, $5, $6, $7) on conflict (word) do nothing",
            args![
                word,
                register_no,
                file,
                import.made_ms,
                import.made_by.clone(),
                import.said.clone(),
                import.job.clone()
            ],
        )
        .await?;
    Ok(n == 1)
}
