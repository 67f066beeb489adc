//! A PostgreSQL of our own: in a temporary folder, on a free port of this machine, gone afterwards.

use crate::run::{Run, find_program};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};
use tempfile::TempDir;

/// Where tests look for a server.
pub(crate) const URL: &str = "TEST_POSTGRES_URL";

/// The unprivileged account that serves when we are root; Debian's package makes it.
const ACCOUNT: &str = "postgres";

/// `cargo x postgres -- COMMAND…`
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .skip_while(|word| *word == "--")
        .collect();
    let Some((program, rest)) = words.split_first() else {
        bail!("name the command to run: cargo x postgres -- cargo test -p store");
    };
    let server = Server::start()?;
    Run::new(program, rest.iter().copied())
        .env(URL, &server.url)
        .go()
}

/// A running server; dropping it stops it and removes its folder.
#[derive(Debug)]
pub(crate) struct Server {
    /// What to put into [`URL`].
    pub(crate) url: String,
    process: Child,
    // Held for its drop: the folder goes after the server.
    _folder: TempDir,
}

impl Server {
    /// Makes a cluster and starts it: about two seconds.
    pub(crate) fn start() -> Result<Self> {
        let programs = programs().context("PostgreSQL is not installed: run cargo x setup")?;
        let folder = tempfile::Builder::new().prefix("luoshi-pg-").tempdir()?;
        let data = folder.path().join("data");
        fs::create_dir(&data)?;
        if is_root() {
            // The serving account must own its folder and be let through to it.
            quietly(
                Command::new("chown")
                    .arg("-R")
                    .arg(ACCOUNT)
                    .arg(folder.path()),
            )?;
        }
        quietly(
            unprivileged(&programs.join("initdb"))
                .args(["--username=postgres", "--auth=trust", "--encoding=UTF8"])
                .args(["--locale=C.UTF-8", "--no-sync", "--pgdata"])
                .arg(&data),
        )?;
        let port = free_port()?;
        let log = fs::File::create(folder.path().join("log"))?;
        let mut server = unprivileged(&programs.join("postgres"));
        server.arg("-D").arg(&data).args(["-p", &port.to_string()]);
        for setting in [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=400",
            "shared_buffers=64MB",
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
        ] {
            server.args(["-c", setting]);
        }
        let process = server
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("cannot start postgres")?;
        let mut server = Self {
            url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
            process,
            _folder: folder,
        };
        server.wait_until_it_answers(port)?;
        Ok(server)
    }

    fn wait_until_it_answers(&mut self, port: u16) -> Result<()> {
        for _ in 0..150 {
            if let Some(status) = self.process.try_wait()? {
                let log = fs::read_to_string(self._folder.path().join("log"))?;
                bail!("postgres ended with {status}:\n{log}");
            }
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(());
            }
            sleep(Duration::from_millis(100));
        }
        bail!("postgres does not answer on port {port} after 15 s")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown: it ends open sessions and leaves no process behind.
        let asked = Command::new("kill")
            .args(["-INT", &self.process.id().to_string()])
            .status();
        if asked.is_ok_and(|status| status.success()) {
            for _ in 0..100 {
                if matches!(self.process.try_wait(), Ok(Some(_))) {
                    return;
                }
                sleep(Duration::from_millis(100));
            }
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The folder that holds `initdb` and `postgres`: Debian's newest, else on the search path.
pub(crate) fn programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, folder)| has_server(folder))
        .collect();
    versions.sort();
    let debian = versions.pop().map(|(_, folder)| folder);
    let on_path = || Some(find_program("initdb")?.parent()?.to_path_buf());
    debian.or_else(|| on_path().filter(|folder| has_server(folder)))
}

fn has_server(folder: &Path) -> bool {
    folder.join("initdb").is_file() && folder.join("postgres").is_file()
}

/// Whether we are root, whom PostgreSQL refuses to serve as.
pub(crate) fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// A command under an unprivileged account, ended with us should we be killed.
fn unprivileged(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    if is_root() {
        command.args([
            &format!("--reuid={ACCOUNT}"),
            &format!("--regid={ACCOUNT}"),
            "--init-groups",
        ]);
    }
    command.args(["--pdeathsig=INT", "--"]).arg(program);
    // Messages in one language; and a folder the account may stand in.
    command.env("LC_ALL", "C.UTF-8").current_dir("/");
    command.stdin(Stdio::null());
    command
}

fn quietly(command: &mut Command) -> Result<()> {
    let output = command
        .output()
        .with_context(|| format!("cannot start {command:?}"))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{command:?} ended with {}:\n{complaint}", output.status);
    }
    Ok(())
}

/// A port of this machine nobody listens on.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
