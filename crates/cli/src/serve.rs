//! `luoshi serve`: the bureau's own instance.

use crate::{
    Outcome,
    backup::before_upgrade,
    data::{self, connect, files},
    tls::{self, Peer, TlsListener},
};
use anyhow::Context as _;
use axum::Router;
use base::{Clock, Config, clock::SystemClock};
use clap::Args;
use shell::{
    App,
    jobs::Runner,
    origin::{TrustedProxy, trusting},
};
use std::{
    io::{Write as _, stderr, stdout},
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use store::{Db, Files, audit, migrate};
use tokio::net::TcpListener;
use wire::Identity;

/// 启动服务，浏览器打开提示的地址即可使用
#[derive(Args)]
#[command(
    override_usage = "luoshi serve [--data <文件夹>] [--listen <地址>] [--port <端口>] [--tls-certificate <文件> --tls-key <文件>] [--proxy <地址>] [--database <URL>]"
)]
pub(crate) struct Options {
    /// 数据文件夹，不存在时新建
    #[arg(long, value_name = "文件夹", default_value = "luoshi-data")]
    data: PathBuf,

    /// 监听端口
    #[arg(long, value_name = "端口", default_value_t = 8686)]
    port: u16,

    /// 监听地址，默认只在本机；有证书或写明代理时才能对外，例如 0.0.0.0
    #[arg(long, value_name = "地址", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,

    /// 服务器证书（PEM），写了就用 https 提供服务；更换后一分钟内自动生效
    #[arg(long, value_name = "文件")]
    tls_certificate: Option<PathBuf>,

    /// 证书的私钥（PEM，不带密码）
    #[arg(long, value_name = "文件")]
    tls_key: Option<PathBuf>,

    /// 前面的反向代理不在本机时写它的地址或网段，可以写多次；只有它们转告的来访地址和 https 才算数
    #[arg(long = "proxy", value_name = "地址")]
    proxies: Vec<TrustedProxy>,

    /// 使用 PostgreSQL 时的地址，例如 postgres://用户:密码@主机/库；不写用数据文件夹里的 SQLite
    #[arg(long, value_name = "URL", value_parser = postgres_url)]
    database: Option<String>,
}

/// The address of a PostgreSQL database; SQLite needs none.
pub(crate) fn postgres_url(text: &str) -> Result<String, &'static str> {
    let is_postgres = text.starts_with("postgres://") || text.starts_with("postgresql://");
    is_postgres
        .then(|| text.to_owned())
        .ok_or("只支持 postgres:// 开头的地址")
}

/// Serves until it is told to stop.
pub(crate) fn run(options: &Options) -> Outcome {
    finish(run_async(async {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let config = data::config(&options.data)?;
        // Before anything is founded: its passwords are shown only once.
        bureau::check_settings(&config)?;
        let certificate = options.tls_certificate.as_deref();
        let identity = tls::identity(certificate, options.tls_key.as_deref(), config.tls.as_ref())?;
        if !options.listen.is_loopback() && identity.is_none() && options.proxies.is_empty() {
            anyhow::bail!(
                "没有证书，密码会不加密地经过网络，没有启动；请用 --tls-certificate 和 --tls-key 指明证书，或者用 --proxy 写明前面的反向代理"
            );
        }
        let database = options.database.as_deref();
        let (db, files) = open(&options.data, &config, database, clock.as_ref()).await?;
        let founded = bureau::first_start(&db, &files, &clock).await?;
        let listener = listen(options.listen, options.port).await?;
        let scheme = if identity.is_some() { "https" } else { "http" };
        let mut words = format!("落实已启动：{scheme}://{}\n", listener.local_addr()?);
        if let Some(logins) = founded {
            words.push_str(
                "第一次启动，已建立三个管理员账号，密码只显示这一次，首次登录须修改；请交给三个人分别保管：\n",
            );
            for first in logins {
                let role = first.role.label();
                words.push_str(&format!(
                    "  {role}  账号 {:<8} 密码 {}\n",
                    first.login, first.password
                ));
            }
        }
        stdout().write_all(words.as_bytes())?;
        tokio::spawn(clear_expired_audit(db.clone(), clock.clone()));
        let app = application(db, files, clock, config).await?;
        serve(listener, app, options.proxies.clone(), identity).await
    }))
}

/// Opens (or makes) the data folder and its database, and brings the schema up to date.
pub(crate) async fn open(
    data: &Path,
    config: &Config,
    database: Option<&str>,
    clock: &dyn Clock,
) -> anyhow::Result<(Db, Files)> {
    std::fs::create_dir_all(data)
        .with_context(|| format!("数据文件夹“{}”打不开，请检查路径和权限", data.display()))?;
    let files = files(config, data)?;
    let db = connect(data, database).await?;
    before_upgrade(&db, &files, data).await?;
    migrate::migrate(&db, &bureau::migrations(), clock.now_ms()).await?;
    Ok((db, files))
}

/// The application.
pub(crate) async fn application(
    db: Db,
    files: Files,
    clock: Arc<dyn Clock>,
    config: Config,
) -> anyhow::Result<App> {
    let slices = bureau::slices();
    Ok(App::new(db, files, clock, config, bureau::identify, &slices).await?)
}

/// Takes a port of an address of this machine.
pub(crate) async fn listen(address: IpAddr, port: u16) -> anyhow::Result<TcpListener> {
    TcpListener::bind((address, port)).await.with_context(|| {
        format!(
            "端口 {port} 用不了，可能已被占用；请用 --port 换一个，例如 --port {}",
            port.wrapping_add(1)
        )
    })
}

/// Answers requests and runs jobs until the process is told to stop; requests under way are
/// finished, jobs that take longer are given back.
pub(crate) async fn serve(
    listener: TcpListener,
    app: App,
    proxies: Vec<TrustedProxy>,
    identity: Option<Arc<Identity>>,
) -> anyhow::Result<()> {
    let router = trusting(app.router(bureau::slices()), proxies);
    let runner = Runner::start(app);
    answer(listener, router, identity).await?;
    runner.stop().await;
    Ok(())
}

/// Answers requests until the process is told to stop; those under way are finished.
pub(crate) async fn answer(
    listener: TcpListener,
    router: Router,
    identity: Option<Arc<Identity>>,
) -> anyhow::Result<()> {
    match identity {
        None => {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service)
                .with_graceful_shutdown(told_to_stop())
                .await?;
        }
        Some(identity) => {
            let listener = TlsListener(identity.take_in(listener)?);
            tokio::spawn(tls::keep_current(identity));
            let router = router.layer(axum::middleware::from_fn(tls::mark));
            let service = router.into_make_service_with_connect_info::<Peer>();
            axum::serve(listener, service)
                .with_graceful_shutdown(told_to_stop())
                .await?;
        }
    }
    Ok(())
}

/// Once a day clears away the audit's lines whose time is over.
async fn clear_expired_audit(db: Db, clock: Arc<dyn Clock>) {
    const DAY: Duration = Duration::from_secs(86_400);
    loop {
        if let Err(error) = audit::prune(&db, clock.now_ms()).await {
            tracing::warn!(%error, "expired lines of the audit could not be cleared away");
        }
        tokio::time::sleep(DAY).await;
    }
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}

/// Runs a command that needs the network and the database.
pub(crate) fn run_async(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_from_env("LUOSHI_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(work)
}

/// Says what went wrong, in one sentence.
pub(crate) fn finish(result: anyhow::Result<()>) -> Outcome {
    match result {
        Ok(()) => Outcome::Done,
        Err(error) => {
            tracing::debug!(error = format!("{error:#}"), "the command failed");
            let _ = writeln!(stderr(), "{}", sentence(&error));
            Outcome::Failed
        }
    }
}

/// What a person is told; a rule's refusal says itself what to do next.
fn sentence(error: &anyhow::Error) -> String {
    match error.downcast_ref::<store::Error>() {
        Some(store::Error::Refused(refusal)) => format!("{}{}", refusal.what, refusal.next),
        _ => format!("{error}。"),
    }
}
