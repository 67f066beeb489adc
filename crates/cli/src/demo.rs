//! `luoshi demo`: an invented county, ready to be looked at.

use crate::{
    Outcome, data,
    progress::Teller,
    serve::{application, finish, listen, open, run_async, serve},
};
use bureau::demo::{self, org::LOGINS, org::PASSWORD};
use clap::Args;
use std::{
    io::{Write as _, stdout},
    net::Ipv4Addr,
    path::PathBuf,
};

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
}

/// Serves the demo county until it is told to stop.
pub(crate) fn run(options: &Options) -> Outcome {
    finish(run_async(async {
        let folder = &options.data;
        let listener = listen(Ipv4Addr::LOCALHOST.into(), options.port).await?;
        let clock = demo::clock();
        // Whatever is set on this machine: the demo writes to nobody.
        let config = data::config(folder)?.closed();
        let (db, files) = open(folder, &config, None, clock.as_ref()).await?;
        let mut teller = Teller::new();
        let mut tell = |part: &'static str| teller.tell_part("正在装入演示县：", part);
        demo::create_telling(&db, &files, &mut tell).await?;
        teller.end();
        let mut words = format!(
            "演示县已就绪：http://{}\n今天是{}（演示里的日期不走）。\n\n",
            listener.local_addr()?,
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
        serve(
            listener,
            application(db, files, clock, config).await?,
            Vec::new(),
            None,
        )
        .await
    }))
}
