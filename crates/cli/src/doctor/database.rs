//! The database, the audit in it, and the files beside it.

use super::Finding;
use crate::data::{self, DataOptions};
use base::{Clock, clock::SystemClock, day::instant_in_words};
use store::{Db, Engine, Error, audit, health, jobs, migrate};

const SUBJECT: &str = "数据库";

/// So much the clock of the database's machine may differ.
const MOST_APART_MS: i64 = 5_000;

pub(super) async fn findings(options: &DataOptions) -> Vec<Finding> {
    let db = match options.open_as_it_is().await {
        Ok(db) => db,
        Err(error) => {
            let next = "如果数据库文件已丢失或损坏，请用“luoshi restore”从备份恢复";
            return vec![Finding::wrong(SUBJECT, error.to_string(), next)];
        }
    };
    let mut findings = vec![soundness(&db).await];
    let (standing, is_current) = standing(&db).await;
    findings.push(standing);
    if is_current {
        findings.push(chain(&db).await);
        findings.extend(clocks(&db).await);
        findings.push(jobs_given_up(&db).await);
        findings.push(sources(&db).await);
    }
    findings.push(files(options).await);
    findings
}

async fn soundness(db: &Db) -> Finding {
    let engine = match db.engine() {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    match health::faults(db).await {
        Ok(faults) if faults.is_empty() => {
            Finding::well(SUBJECT, format!("{engine} 打得开，自检没有发现问题"))
        }
        Ok(faults) => Finding::wrong(
            SUBJECT,
            format!(
                "{engine} 自检发现 {} 处问题：{}",
                faults.len(),
                faults.join("；")
            ),
            "请先复制整个数据文件夹留底，再用“luoshi restore”从最近的备份恢复",
        ),
        Err(_) => Finding::wrong(
            SUBJECT,
            format!("{engine} 打得开，但读不出内容"),
            "请先复制整个数据文件夹留底，再用“luoshi restore”从最近的备份恢复",
        ),
    }
}

/// The law of one source: each number is asked for in one place.
async fn sources(db: &Db) -> Finding {
    const SUBJECT: &str = "一数一源";
    match bureau::numbers_asked_twice(db).await {
        Ok(found) if found.is_none() => Finding::well(SUBJECT, "每个数都只有一个来源"),
        Ok(found) => Finding::notice(
            SUBJECT,
            format!(
                "有 {} 个数在两处收集，{} 处可能是同一个数",
                found.same.len(),
                found.possible.len()
            ),
            "请运行“luoshi facts duplicates”查看，由局办公室在“一数一源”页逐个处理",
        ),
        Err(_) => Finding::notice(SUBJECT, "没有查成", "请查看日志后重试"),
    }
}

/// How the schema stands, and whether it is the one of this program.
async fn standing(db: &Db) -> (Finding, bool) {
    const SUBJECT: &str = "数据库版本";
    let Ok(standing) = migrate::standing(db, &bureau::migrations()).await else {
        let what = "读不出数据库的结构";
        return (
            Finding::wrong(SUBJECT, what, "请检查数据库账号的权限"),
            false,
        );
    };
    if let Some(step) = &standing.unknown {
        let newer = migrate::newer_database(step);
        let what = newer.what.trim_end_matches('。').to_owned();
        let next = newer.next.trim_end_matches('。').to_owned();
        return (Finding::wrong(SUBJECT, what, next), false);
    }
    if standing.applied.is_empty() {
        let what = "数据库是空的，还没有落实的数据";
        return (
            Finding::notice(SUBJECT, what, "请运行“luoshi serve”，它会建立"),
            false,
        );
    }
    match standing.n_pending {
        0 => {
            let last = standing.applied.last().cloned().unwrap_or_default();
            (
                Finding::well(SUBJECT, format!("结构是本版本的（{last}）")),
                true,
            )
        }
        n_pending => {
            let what = format!("数据库还差 {n_pending} 步升级");
            let next = "用“luoshi serve”启动时会先备份到数据文件夹的 backups 再升级";
            (Finding::notice(SUBJECT, what, next), false)
        }
    }
}

async fn chain(db: &Db) -> Finding {
    const SUBJECT: &str = "审计记录";
    let proof = match db.snapshot().await {
        Ok(snapshot) => audit::verify(&snapshot, db.head_file(), None).await,
        Err(error) => Err(error),
    };
    match proof {
        Ok(audit::Proof {
            fault: None,
            n_lines,
            ..
        }) => Finding::well(SUBJECT, format!("共 {n_lines} 条，完整")),
        Ok(audit::Proof {
            fault: Some(fault), ..
        }) => Finding::wrong(
            SUBJECT,
            format!("被动过：{fault}"),
            "请保留现场，查明谁能直接接触数据库，并用备份比对",
        ),
        Err(_) => Finding::wrong(SUBJECT, "读不出来", "请检查数据库账号的权限"),
    }
}

async fn clocks(db: &Db) -> Vec<Finding> {
    const SUBJECT: &str = "时钟";
    let now_ms = SystemClock.now_ms();
    let mut findings = Vec::new();
    if let Ok(Some(last_ms)) = health::last_audit_ms(db).await
        && last_ms > now_ms + MOST_APART_MS
    {
        findings.push(Finding::wrong(
            SUBJECT,
            format!(
                "系统时间比最后一条审计记录（{}）还早，时钟可能被拨回",
                instant_in_words(last_ms)
            ),
            "请校准系统时间，最好启用网络校时",
        ));
    }
    if let Ok(Some(server_ms)) = health::server_clock_ms(db).await
        && (server_ms - now_ms).abs() > MOST_APART_MS
    {
        findings.push(Finding::notice(
            SUBJECT,
            format!(
                "与数据库服务器的时钟相差 {} 秒",
                (server_ms - now_ms).abs() / 1000
            ),
            "请让两台机器用同一个时间源校时",
        ));
    }
    findings
}

/// Jobs that were given up, by name, and those nobody has taken for an hour.
async fn jobs_given_up(db: &Db) -> Finding {
    const SUBJECT: &str = "后台任务";
    const HOUR_MS: i64 = 3_600_000;
    const MOST_NAMED: i64 = 5;
    let (n_dead, dead, n_overdue) = match (
        jobs::n_dead(db).await,
        jobs::dead(db, MOST_NAMED).await,
        jobs::overdue(db, HOUR_MS).await,
    ) {
        (Ok(n_dead), Ok(dead), Ok(n_overdue)) => (n_dead, dead, n_overdue),
        _ => return Finding::wrong(SUBJECT, "读不出来", "请检查数据库账号的权限"),
    };
    if n_dead > 0 {
        let named = dead.iter().map(|job| match job.title.is_empty() {
            true => format!("{}（{}）", job.kind, job.error),
            false => format!("{}（{}）", job.title, job.error),
        });
        let named: Vec<String> = named.collect();
        return Finding::notice(
            SUBJECT,
            format!("有 {n_dead} 个多次失败后停下：{}", named.join("；")),
            "排除原因后，请系统管理员在“后台任务”页面重新执行",
        );
    }
    if n_overdue > 0 {
        return Finding::notice(
            SUBJECT,
            format!("有 {n_overdue} 个等了一小时以上还没有执行"),
            "请确认“luoshi serve”正在运行，并且是本版本",
        );
    }
    Finding::well(SUBJECT, "没有停下或积压的")
}

/// Reads every uploaded file and compares it with its name.
async fn files(options: &DataOptions) -> Finding {
    const SUBJECT: &str = "上传的文件";
    let files = data::config(&options.data).and_then(|config| data::files(&config, &options.data));
    let files = match files {
        Ok(files) => files,
        Err(error) => return Finding::wrong(SUBJECT, error.to_string(), "请改正设置"),
    };
    let names = match files.names().await {
        Ok(names) => names,
        Err(_) => {
            let next = "请检查数据文件夹的权限；放在对象存储里的，先处理上面“对象存储”一项";
            return Finding::wrong(SUBJECT, "列不出来", next);
        }
    };
    let mut damaged = Vec::new();
    for name in &names {
        if let Err(Error::Corrupt(_) | Error::File(_)) = files.get(name).await {
            damaged.push(name.as_str());
        }
    }
    match damaged.is_empty() {
        true => Finding::well(
            SUBJECT,
            format!("共 {} 个，内容都与校验值相符", names.len()),
        ),
        false => Finding::wrong(
            SUBJECT,
            format!(
                "有 {} 个损坏或读不出：{}",
                damaged.len(),
                damaged.join("、")
            ),
            "请从备份中找回，或请上传的人重新上传",
        ),
    }
}
