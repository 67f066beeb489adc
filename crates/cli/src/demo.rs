//! `luoshi demo`: an invented county, ready to be looked at.

use crate::{
    Outcome,
    data::{self, database_file},
    progress::Teller,
    serve::{answer, application, finish, listen, open, run_async},
};
use anyhow::{Context as _, ensure};
use bureau::demo::{self, org::LOGINS, org::PASSWORD};
use clap::Args;
use shell::{App, jobs::Runner, origin::trusting, waiting::Waiting};
use std::{
    env::current_exe,
    fs::{File, create_dir_all, remove_file, rename},
    io::{self, BufRead as _, BufReader, ErrorKind, Write as _, sink, stdin, stdout},
    net::Ipv4Addr,
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio, exit},
    thread::spawn,
};
use store::{Db, migrate};
use tokio::{sync::mpsc::unbounded_channel, task::spawn_blocking};

/// 打开一个虚构的县教育局，看看落实能做什么
#[derive(Args)]
#[command(override_usage = "luoshi demo [--data <文件夹>] [--port <端口>]")]
pub(crate) struct Options {
    /// 演示数据放在这个文件夹，删除它就恢复原样
    #[arg(long, value_name = "文件夹", default_value = "luoshi-demo")]
    data: PathBuf,

    /// 监听端口，只在本机 127.0.0.1 监听
    #[arg(long, value_name = "端口", default_value_t = 8686)]
    port: u16,

    /// 只装入，不打开：由演示自己另起的进程用
    #[arg(long, hide = true)]
    only_fill: bool,
}

/// Serves the demo county until it is told to stop. Whoever comes while it is being filled sees how
/// far it is.
pub(crate) fn run(options: &Options) -> Outcome {
    if options.only_fill {
        end_with_who_started_this();
        return finish(run_async(fill(&options.data)));
    }
    finish(run_async(async {
        let folder = &options.data;
        let listener = listen(Ipv4Addr::LOCALHOST.into(), options.port).await?;
        let address = listener.local_addr()?;
        let waiting = Waiting::new(
            "正在装入演示县",
            "第一次打开，先装入一个虚构县半年的数据，一般不到一分钟；装好后本页自动进入。",
            &demo::PARTS,
        );
        let mut server = tokio::spawn(answer(
            listener,
            trusting(waiting.router(), Vec::new()),
            None,
        ));
        let app = tokio::select! {
            app = county(folder, &waiting) => app?,
            // Told to stop before it was whole: nothing of it is left in its place.
            stopped = &mut server => return stopped?,
        };
        waiting.gives_way_to(app.router(bureau::slices()));
        let runner = Runner::start(app);
        let mut words = format!(
            "演示县已就绪：http://{address}\n今天是{}（演示里的日期不走）。\n\n",
            base::day::in_words(demo::today())
        );
        for login in LOGINS {
            words.push_str(&format!(
                "  {:<12} 密码 {PASSWORD}    {}（{} · {}）\n",
                login.login,
                login.role.label(),
                login.unit,
                login.name
            ));
        }
        words.push_str(&format!(
            "\n数据在 {}，按 Ctrl+C 结束。\n",
            folder.display()
        ));
        stdout().write_all(words.as_bytes())?;
        server.await??;
        runner.stop().await;
        Ok(())
    }))
}

/// The county of a data folder, filled when there is none yet.
async fn county(folder: &Path, waiting: &Waiting) -> anyhow::Result<App> {
    let clock = demo::clock();
    // Whatever is set on this machine: the demo writes to nobody.
    let config = data::config(folder)?.closed();
    if !database_file(folder).exists() {
        fill_apart(folder, waiting).await?;
    }
    let (db, files) = open(folder, &config, None, clock.as_ref()).await?;
    // Refuses a folder that holds something else.
    demo::create(&db, &files).await?;
    application(db, files, clock, config).await
}

/// Lets a process of its own fill the county: what filling takes of memory is given back when that one
/// ends, and whoever keeps the demo open for days does not carry it along.
async fn fill_apart(folder: &Path, waiting: &Waiting) -> anyhow::Result<()> {
    let mut filler = Command::new(current_exe()?)
        .arg("demo")
        .arg("--only-fill")
        .arg("--data")
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("装入演示数据的进程没有启动，请检查程序文件的权限")?;
    // Held as long as somebody waits: when it falls, the filler ends too.
    let _lifeline = filler.stdin.take();
    let lines = filler.stdout.take().context("装入演示数据的进程没有回音")?;
    let (tell, mut told) = unbounded_channel();
    let listening = spawn_blocking(move || -> io::Result<ExitStatus> {
        for line in BufReader::new(lines).lines() {
            let line = line?;
            if let Some(part) = demo::PARTS.into_iter().find(|part| *part == line) {
                // Where nobody listens any more, the filler is about to end.
                let _ = tell.send(part);
            }
        }
        filler.wait()
    });
    let mut teller = Teller::new();
    while let Some(part) = told.recv().await {
        waiting.goes_on_to(part);
        teller.tell_part("正在装入演示县：", part);
    }
    teller.end();
    ensure!(listening.await??.success(), "演示县没有装好，原因见上");
    Ok(())
}

/// Ends this process when whoever started it is gone: what is half filled is nobody's.
fn end_with_who_started_this() {
    spawn(|| {
        let _ = io::copy(&mut stdin(), &mut sink());
        exit(1);
    });
}

/// Fills the county beside its place and puts it there once it is whole, so that one stopped half
/// way is never taken for it. Tells each part in a line.
async fn fill(folder: &Path) -> anyhow::Result<()> {
    let clock = demo::clock();
    let config = data::config(folder)?.closed();
    create_dir_all(folder)
        .with_context(|| format!("文件夹“{}”打不开，请检查路径和权限", folder.display()))?;
    let unfinished = folder.join("luoshi-unfinished.db");
    for left_behind in ["db", "db-wal", "db-shm", "audit-head"] {
        match remove_file(unfinished.with_extension(left_behind)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    let files = data::files(&config, folder)?;
    let db = Db::open_sqlite_to_fill(&unfinished)
        .await
        .with_context(|| format!("文件夹“{}”里写不了数据，请检查磁盘和权限", folder.display()))?;
    migrate::migrate(&db, &bureau::migrations(), clock.now_ms()).await?;
    let mut tell = |part: &'static str| {
        // A part nobody hears of is filled all the same.
        let _ = writeln!(stdout(), "{part}").and_then(|()| stdout().flush());
    };
    demo::create_telling(&db, &files, &mut tell).await?;
    db.close().await?;
    File::open(&unfinished)?.sync_all()?;
    let place = database_file(folder);
    rename(
        unfinished.with_extension("audit-head"),
        place.with_extension("audit-head"),
    )?;
    rename(&unfinished, &place)?;
    Ok(())
}
