//! When a page cannot be shown: what is said, and how it is drawn.

use crate::{Frame, Reply, visit::Guest};
use askama::Template;
use axum::{
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse},
};
use std::sync::Arc;

/// Result of a handler.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An action did not happen.
    #[error(transparent)]
    Action(#[from] store::Error),
    /// The form did not come from a page of this server, or is too old.
    #[error("the form token does not fit")]
    ForeignForm,
    /// The form could not be read at all.
    #[error("the form cannot be read: {0}")]
    UnreadableForm(String),
    /// More was sent than is taken.
    #[error("the upload is larger than {limit_mb} MB")]
    TooLarge {
        /// The limit in megabytes.
        limit_mb: usize,
    },
    /// One address or one log-in asks too often.
    #[error("too many requests; wait {wait_s} s")]
    TooMany {
        /// How long to wait.
        wait_s: i64,
    },
    /// A template failed.
    #[error(transparent)]
    Template(#[from] askama::Error),
}

impl From<base::Refusal> for Error {
    fn from(refusal: base::Refusal) -> Self {
        Self::Action(refusal.into())
    }
}

impl From<base::id::NotAnId> for Error {
    fn from(_: base::id::NotAnId) -> Self {
        Self::Action(store::Error::NotFound)
    }
}

/// What the person is told; left on the reply by [`Error`], drawn by [`draw`].
#[derive(Debug, Clone)]
struct Problem {
    status: StatusCode,
    title: &'static str,
    what: String,
    next: String,
    incident: Option<String>,
    /// Seconds after which it may be tried again.
    retry_s: Option<i64>,
}

impl Error {
    fn problem(&self) -> Problem {
        let said = |status, title, what: &str, next: &str| Problem {
            status,
            title,
            what: what.to_owned(),
            next: next.to_owned(),
            incident: None,
            retry_s: None,
        };
        match self {
            Self::Action(store::Error::NotFound) => said(
                StatusCode::NOT_FOUND,
                "没有找到这个页面",
                "这个地址没有内容，或者不在可查看的范围内。",
                "请检查地址，或回到首页重新进入。",
            ),
            Self::Action(store::Error::Refused(refusal)) => said(
                StatusCode::FORBIDDEN,
                "不能这样做",
                &refusal.what,
                &refusal.next,
            ),
            Self::Action(store::Error::Conflict) => said(
                StatusCode::CONFLICT,
                "有人先保存了",
                "页面打开之后，别人保存了同一内容，这次的修改没有写入。",
                "请返回上一页复制改好的内容，刷新后再保存。",
            ),
            Self::ForeignForm => said(
                StatusCode::FORBIDDEN,
                "页面已过期",
                "这张表单打开太久，或者已在别处重新登录，没有保存。",
                "请返回上一页，刷新后再提交；提交前可先复制已填内容。",
            ),
            Self::UnreadableForm(_) => said(
                StatusCode::BAD_REQUEST,
                "表单读不出来",
                "提交的内容不完整，没有保存。",
                "请返回上一页重新提交。",
            ),
            Self::TooLarge { limit_mb } => said(
                StatusCode::PAYLOAD_TOO_LARGE,
                "文件太大",
                &format!("上传的内容超过 {limit_mb} MB，没有保存。"),
                "请压缩图片、拆分文件或分几次上传。",
            ),
            Self::TooMany { wait_s } => Problem {
                retry_s: Some(*wait_s),
                ..said(
                    StatusCode::TOO_MANY_REQUESTS,
                    "请求太频繁",
                    "短时间内从这个地址或用这个账号发来的请求太多，这一次没有处理。",
                    &format!("请等 {wait_s} 秒再试；多人共用一个出口地址时，请错开时间登录。"),
                )
            },
            Self::Action(_) | Self::Template(_) => {
                let incident = incident_number();
                tracing::error!(incident, error = ?self, "a request failed");
                Problem {
                    status: StatusCode::INTERNAL_SERVER_ERROR,
                    title: "系统出错了",
                    what: "这次操作没有完成，数据没有改动。".to_owned(),
                    next: "请稍后再试；如果仍然出错，请把事故编号告诉系统管理员。".to_owned(),
                    incident: Some(incident),
                    retry_s: None,
                }
            }
        }
    }
}

/// Eight digits, enough to find the line in the log.
fn incident_number() -> String {
    crate::csrf::random_word().chars().take(8).collect()
}

impl IntoResponse for Error {
    fn into_response(self) -> Reply {
        let problem = self.problem();
        let mut reply =
            (problem.status, format!("{}{}", problem.what, problem.next)).into_response();
        reply.extensions_mut().insert(Arc::new(problem));
        reply
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    frame: Frame,
    problem: &'a Problem,
}

/// Draws a problem as a page, in the frame of whoever is here.
pub(crate) async fn draw(request: Request, next: Next) -> Reply {
    let guest = request.extensions().get::<Guest>().cloned();
    let mut reply = next.run(request).await;
    let Some(problem) = reply.extensions_mut().remove::<Arc<Problem>>() else {
        return reply;
    };
    let Some(guest) = guest else { return reply };
    let page = ErrorPage {
        frame: guest.frame(problem.title),
        problem: &problem,
    };
    match page.render() {
        Ok(html) => {
            let mut drawn = (problem.status, Html(html)).into_response();
            if let Some(seconds) = problem.retry_s {
                drawn
                    .headers_mut()
                    .insert(header::RETRY_AFTER, seconds.into());
            }
            drawn
        }
        Err(error) => {
            tracing::error!(%error, "the error page cannot be drawn");
            reply
        }
    }
}
