//! What can go wrong in an action, in three kinds.

use base::Refusal;
use sea_orm::{DbErr, SqlErr};

/// Result of an action.
pub type Result<T> = std::result::Result<T, Error>;

/// Why an action did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or this person may not know of it.
    #[error("没有找到")]
    NotFound,
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Somebody else saved the same thing first.
    #[error("有人先保存了同一内容")]
    Conflict,
    /// The database broke.
    #[error("数据库出错")]
    Database(#[from] DbErr),
    /// The file store broke.
    #[error("文件存取出错")]
    File(#[from] std::io::Error),
    /// Stored content is not what it should be.
    #[error("存储内容损坏：{0}")]
    Corrupt(String),
}

impl Error {
    /// Whether a unique constraint was violated, and which columns or name the engine gives.
    #[must_use]
    pub fn duplicate(&self) -> Option<String> {
        match self {
            Self::Database(error) => match error.sql_err() {
                Some(SqlErr::UniqueConstraintViolation(what)) => Some(what),
                _ => None,
            },
            _ => None,
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}

impl From<base::id::NotAnId> for Error {
    fn from(_: base::id::NotAnId) -> Self {
        Self::NotFound
    }
}
