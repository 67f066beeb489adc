//! One database, either engine.

use crate::{
    Value,
    audit::{self, HeadFile},
    bulk::{Packed, packing},
    error::Result,
    insert::Inserts,
    jobs::Board,
};
use base::Clock;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection,
    DatabaseTransaction, FromQueryResult, IsolationLevel, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use serde::de::DeserializeOwned;
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// The two engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file in the data folder.
    Sqlite,
    /// A server, by URL.
    Postgres,
}

/// An open database; cheap to clone.
#[derive(Debug, Clone)]
pub struct Db {
    readers: DatabaseConnection,
    // SQLite has one writer: a pool of one makes writers queue here instead of failing with BUSY.
    writer: DatabaseConnection,
    engine: Engine,
    n_statements: Arc<AtomicU64>,
    head_file: Option<HeadFile>,
    board: Arc<Board>,
}

/// A write transaction. Dropped without [`Tx::commit`], it leaves nothing behind.
#[derive(Debug)]
pub struct Tx {
    inner: DatabaseTransaction,
    n_statements: Arc<AtomicU64>,
    head_file: Option<HeadFile>,
    /// Lines of the audit that wait for the commit.
    pub(crate) pending_audit: Vec<audit::Pending>,
    /// What this process knows of jobs; told at the commit when there are new ones.
    pub(crate) board: Arc<Board>,
    pub(crate) has_new_jobs: bool,
}

/// The database as it is at one moment, for reading much while others write.
#[derive(Debug)]
pub struct Snapshot {
    inner: DatabaseTransaction,
    n_statements: Arc<AtomicU64>,
}

impl Db {
    /// Opens the SQLite database in a folder, making the file when it is new.
    pub async fn open_sqlite(file: &Path) -> Result<Self> {
        // Whoever writes much, an import for one, would read the pages it has just written again and again
        // with the cache that is enough for reading.
        Self::sqlite(file, "FULL", ("-8192", "-32768")).await
    }

    /// Opens a SQLite file that counts only once it is whole: nothing in it waits for the disk, so
    /// that it is filled sooner. Close it and sync the file before it is put in its place.
    pub async fn open_sqlite_to_fill(file: &Path) -> Result<Self> {
        Self::sqlite(file, "OFF", ("-8192", "-16384")).await
    }

    async fn sqlite(
        file: &Path,
        synchronous: &'static str,
        (to_read, to_write): (&'static str, &'static str),
    ) -> Result<Self> {
        let url = format!("sqlite://{}?mode=rwc", file.display());
        let connect = |n_connections: u32, cache_size: &'static str| {
            let mut options = ConnectOptions::new(&url);
            options
                .max_connections(n_connections)
                .min_connections(1)
                .acquire_timeout(Duration::from_secs(30))
                .sqlx_logging(false)
                .map_sqlx_sqlite_opts(move |options| {
                    options
                        .pragma("journal_mode", "WAL")
                        .pragma("synchronous", synchronous)
                        .pragma("foreign_keys", "ON")
                        .pragma("busy_timeout", "10000")
                        .pragma("cache_size", cache_size)
                });
            options
        };
        let writer = Database::connect(connect(1, to_write)).await?;
        let readers = Database::connect(connect(4, to_read)).await?;
        Ok(Self {
            readers,
            writer,
            engine: Engine::Sqlite,
            n_statements: Arc::default(),
            head_file: Some(HeadFile::at(file.with_extension("audit-head"))),
            board: Arc::default(),
        })
    }

    /// Opens a PostgreSQL database by its URL.
    pub async fn open_postgres(url: &str) -> Result<Self> {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(16)
            .min_connections(1)
            .acquire_timeout(Duration::from_secs(10))
            .sqlx_logging(false);
        let pool = Database::connect(options).await?;
        Ok(Self {
            readers: pool.clone(),
            writer: pool,
            engine: Engine::Postgres,
            n_statements: Arc::default(),
            head_file: None,
            board: Arc::default(),
        })
    }

    /// Keeps the copy of the audit's head in a data folder; SQLite has it beside its file anyway.
    #[must_use]
    pub fn with_data_folder(mut self, folder: &Path) -> Self {
        self.head_file = Some(HeadFile::at(folder.join("luoshi.audit-head")));
        self
    }

    /// Lets jobs be timed by another clock than the machine's: tests let leases run out with it.
    #[must_use]
    pub fn with_machine_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.board = Arc::new(Board::with_clock(clock));
        self
    }

    /// What this process knows of jobs.
    #[must_use]
    pub fn board(&self) -> &Arc<Board> {
        &self.board
    }

    /// Where the copy of the audit's head is kept.
    #[must_use]
    pub fn head_file(&self) -> Option<&HeadFile> {
        self.head_file.as_ref()
    }

    /// Which engine this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// How many statements were sent since it was opened; list pages are tested with it.
    #[must_use]
    pub fn statements_sent(&self) -> u64 {
        self.n_statements.load(Ordering::Relaxed)
    }

    /// Begins a transaction that holds the write lock from its first moment, so that what it reads
    /// is still true when it writes.
    pub async fn begin_write(&self) -> Result<Tx> {
        let inner = self
            .writer
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await?;
        Ok(Tx {
            inner,
            n_statements: self.n_statements.clone(),
            head_file: self.head_file.clone(),
            pending_audit: Vec::new(),
            board: self.board.clone(),
            has_new_jobs: false,
        })
    }

    /// Holds on to the database as it is now. Others go on writing; nothing of it is seen here.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        let isolation_level = match self.engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(IsolationLevel::RepeatableRead),
        };
        let inner = self
            .readers
            .begin_with_options(TransactionOptions {
                isolation_level,
                ..TransactionOptions::default()
            })
            .await?;
        Ok(Snapshot {
            inner,
            n_statements: self.n_statements.clone(),
        })
    }

    /// Closes every connection; SQLite folds its write-ahead log into the file.
    pub async fn close(self) -> Result<()> {
        self.readers.close().await?;
        if self.engine == Engine::Sqlite {
            self.writer.close().await?;
        }
        Ok(())
    }
}

impl Tx {
    /// Runs a statement and tells how many rows it changed.
    pub async fn run(&mut self, sql: &str, args: Vec<Value>) -> Result<u64> {
        self.n_statements.fetch_add(1, Ordering::Relaxed);
        let statement =
            Statement::from_sql_and_values(self.inner.get_database_backend(), sql, args);
        Ok(self.inner.execute_raw(statement).await?.rows_affected())
    }

    /// Inserts rows of a table, many to a statement. When one is refused, those before it in its statement
    /// may stand: after that, as after any error, the transaction is to be dropped.
    pub async fn insert_many(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: Vec<Vec<Value>>,
    ) -> Result<()> {
        let mut inserts = Inserts::new(self.reads_from(), table, columns, rows);
        let mut ready = inserts.next()?;
        while let Some((sql, args)) = ready {
            // While the database takes these in, the next ones are put together.
            let (done, next) = tokio::join!(self.run(&sql, args), async { inserts.next() });
            done?;
            ready = next?;
        }
        Ok(())
    }

    /// Runs a script of several statements without arguments (migrations).
    pub async fn run_script(&mut self, script: &str) -> Result<()> {
        self.inner.execute_unprepared(script).await?;
        Ok(())
    }

    /// Chains the audit's lines and makes everything of this transaction last.
    pub async fn commit(mut self) -> Result<()> {
        let head = audit::append(&mut self).await?;
        self.inner.commit().await?;
        if self.has_new_jobs {
            self.board.wake();
        }
        if let (Some(head), Some(file)) = (head, self.head_file)
            && let Err(error) = file.write(&head).await
        {
            // What was done is done; a copy that lags behind is still a true one.
            tracing::warn!(%error, "the copy of the audit's head could not be written");
        }
        Ok(())
    }
}

/// Reading, the same on an open database and inside a transaction.
pub trait Read: Sync {
    /// What carries statements out.
    type Connection: ConnectionTrait;

    /// The connection to use.
    fn connection(&self) -> &Self::Connection;

    /// Counts a statement.
    fn count_statement(&self);

    /// Every row of a query.
    fn rows<T: FromQueryResult + Send>(
        &self,
        sql: &str,
        args: Vec<Value>,
    ) -> impl Future<Output = Result<Vec<T>>> + Send {
        self.count_statement();
        let backend = self.connection().get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, args);
        async move {
            let rows = self.connection().query_all_raw(statement).await?;
            Ok(rows
                .iter()
                .map(|row| T::from_query_result(row, ""))
                .collect::<std::result::Result<_, _>>()?)
        }
    }

    /// Every row of a query that gives hundreds, faster: its columns are named as the fields of the
    /// struct, a boolean among them is read with [`crate::flag`].
    fn bulk<T: DeserializeOwned + Send>(
        &self,
        sql: &str,
        args: Vec<Value>,
    ) -> impl Future<Output = Result<Vec<T>>> + Send {
        let sql = packing::<T>(self.reads_from(), sql);
        async move {
            let row: Option<Packed> = self.row(&sql, args).await?;
            row.map_or(Ok(Vec::new()), Packed::unpacked)
        }
    }

    /// The first row of a query, if there is one.
    fn row<T: FromQueryResult + Send>(
        &self,
        sql: &str,
        args: Vec<Value>,
    ) -> impl Future<Output = Result<Option<T>>> + Send {
        self.count_statement();
        let backend = self.connection().get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, args);
        async move {
            let row = self.connection().query_one_raw(statement).await?;
            Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
        }
    }

    /// The number a query with one column named `n` gives; 0 when it gives no row.
    fn number(&self, sql: &str, args: Vec<Value>) -> impl Future<Output = Result<i64>> + Send {
        #[derive(FromQueryResult)]
        struct Number {
            n: i64,
        }
        let row = self.row::<Number>(sql, args);
        async move { Ok(row.await?.map_or(0, |row| row.n)) }
    }

    /// Which engine answers.
    fn reads_from(&self) -> Engine {
        match self.connection().get_database_backend() {
            DatabaseBackend::Postgres => Engine::Postgres,
            _ => Engine::Sqlite,
        }
    }
}

impl Read for Db {
    type Connection = DatabaseConnection;

    fn connection(&self) -> &DatabaseConnection {
        &self.readers
    }

    fn count_statement(&self) {
        self.n_statements.fetch_add(1, Ordering::Relaxed);
    }
}

impl Read for Tx {
    type Connection = DatabaseTransaction;

    fn connection(&self) -> &DatabaseTransaction {
        &self.inner
    }

    fn count_statement(&self) {
        self.n_statements.fetch_add(1, Ordering::Relaxed);
    }
}

impl Read for Snapshot {
    type Connection = DatabaseTransaction;

    fn connection(&self) -> &DatabaseTransaction {
        &self.inner
    }

    fn count_statement(&self) {
        self.n_statements.fetch_add(1, Ordering::Relaxed);
    }
}
