//! `luoshi doctor`: what is well, what is not, and what to do about it.

mod database;
mod machine;
mod mail;
mod outside;
mod settings;

use crate::{
    Outcome,
    data::DataOptions,
    serve::{finish, run_async},
};
use clap::Args;
use std::io::{Write as _, stdout};

/// 检查数据库、磁盘、时钟、字体、邮件、对象存储、统一身份认证、目录服务、版本和权限，说明该怎么办
#[derive(Args)]
#[command(override_usage = "luoshi doctor [--data <文件夹>] [--database <URL>]")]
pub(crate) struct Options {
    #[command(flatten)]
    data: DataOptions,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Well,
    Notice,
    Wrong,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    verdict: Verdict,
    subject: &'static str,
    /// How it is, in a sentence without its stop.
    what: String,
    /// What to do; empty when there is nothing to do.
    next: String,
}

impl Finding {
    fn well(subject: &'static str, what: impl Into<String>) -> Self {
        Self::new(Verdict::Well, subject, what, "")
    }

    fn notice(subject: &'static str, what: impl Into<String>, next: impl Into<String>) -> Self {
        Self::new(Verdict::Notice, subject, what, next)
    }

    fn wrong(subject: &'static str, what: impl Into<String>, next: impl Into<String>) -> Self {
        Self::new(Verdict::Wrong, subject, what, next)
    }

    fn new(
        verdict: Verdict,
        subject: &'static str,
        what: impl Into<String>,
        next: impl Into<String>,
    ) -> Self {
        Self {
            verdict,
            subject,
            what: what.into(),
            next: next.into(),
        }
    }

    fn in_words(&self) -> String {
        let verdict = match self.verdict {
            Verdict::Well => "正常",
            Verdict::Notice => "注意",
            Verdict::Wrong => "有误",
        };
        let mut words = format!("[{verdict}] {}：{}。", self.subject, self.what);
        if !self.next.is_empty() {
            words.push_str(&format!("\n       {}。", self.next));
        }
        words
    }
}

/// Looks at everything; ends with an error when anything is wrong.
pub(crate) fn run(options: &Options) -> Outcome {
    let mut outcome = Outcome::Done;
    let looked = finish(run_async(async {
        let mut findings = machine::findings(&options.data.data);
        findings.extend(mail::findings(&options.data.data).await);
        findings.extend(settings::findings(&options.data.data));
        findings.extend(outside::findings(&options.data.data).await);
        findings.extend(database::findings(&options.data).await);
        let n_wrong = count(&findings, Verdict::Wrong);
        let n_notices = count(&findings, Verdict::Notice);
        let mut words: Vec<String> = findings.iter().map(Finding::in_words).collect();
        words.push(match (n_wrong, n_notices) {
            (0, 0) => "一切正常。".to_owned(),
            (0, _) => format!("可以使用，有 {n_notices} 处需要注意。"),
            _ => format!("有 {n_wrong} 处需要处理，{n_notices} 处需要注意。"),
        });
        writeln!(stdout(), "{}", words.join("\n"))?;
        if n_wrong > 0 {
            outcome = Outcome::Failed;
        }
        Ok(())
    }));
    looked.max(outcome)
}

fn count(findings: &[Finding], verdict: Verdict) -> usize {
    findings
        .iter()
        .filter(|finding| finding.verdict == verdict)
        .count()
}
