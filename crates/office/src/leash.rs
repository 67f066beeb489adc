//! Running a program nobody can vouch for what it is given: in its own folder and its own group of
//! processes, for a limited time, with limited memory and output, without the network.

use crate::{error::Reason, programs::on_path};
use std::{
    ffi::OsStr,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Mutex, OnceLock, PoisonError},
    thread,
    time::Duration,
};
use tempfile::TempDir;

/// How often a running program is looked after.
const STEP: Duration = Duration::from_millis(20);
/// The folder is measured once in so many steps.
const STEPS_PER_MEASURE: u32 = 10;
/// Address space a program may take; LibreOffice with a paper of hundreds of pages stays below 2 GB.
#[cfg(target_os = "linux")]
const MAX_MEMORY_BYTES: u64 = 6 << 30;
/// Nothing listens there: the discard port of this machine.
const DEAD_PROXY: &str = "http://127.0.0.1:9";

/// One conversion at a time: each takes some hundred megabytes.
static TURN: Mutex<()> = Mutex::new(());

/// A folder that disappears with this value, and the limits for what runs in it.
pub(crate) struct Leash {
    folder: TempDir,
    time_limit: Duration,
    max_bytes: u64,
}

impl Leash {
    /// A new empty folder, readable by nobody else.
    pub(crate) fn new(time_limit: Duration, max_bytes: u64) -> io::Result<Self> {
        Ok(Self {
            folder: tempfile::Builder::new().prefix("luoshi-").tempdir()?,
            time_limit,
            max_bytes,
        })
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a program in the folder until it ends; what it prints goes into the file `printed`
    /// there. Its exit code is not looked at: programs of this kind end well with nothing done.
    pub(crate) fn run<I>(&self, program: &Path, arguments: I) -> Result<PathBuf, Reason>
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let printed = self.folder().join("printed");
        let mut command = without_network(program);
        command
            .args(arguments)
            .current_dir(self.folder())
            // No address, name or secret of ours goes in by the environment.
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("LC_ALL", "C.UTF-8")
            .envs(["HOME", "TMPDIR", "TEMP", "TMP"].map(|name| (name, self.folder())))
            .envs(
                ["http_proxy", "https_proxy", "ftp_proxy", "all_proxy"]
                    .map(|name| (name, DEAD_PROXY)),
            )
            .stdin(Stdio::null())
            .stdout(File::create(&printed)?)
            .stderr(Stdio::null());
        #[cfg(windows)]
        if let Some(root) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", root);
        }
        let mut group = Group::start(&mut command)?;
        let outcome = self.look_after(&mut group);
        group.end();
        outcome.map(|()| printed)
    }

    /// Waits until the program ends or goes too far.
    fn look_after(&self, group: &mut Group) -> Result<(), Reason> {
        let n_steps = self.time_limit.as_millis() / STEP.as_millis();
        for step in 0..n_steps {
            if group.has_ended()? {
                return self.measure();
            }
            if step % u128::from(STEPS_PER_MEASURE) == 0 {
                self.measure()?;
            }
            thread::sleep(STEP);
        }
        Err(Reason::TooSlow(self.time_limit))
    }

    fn measure(&self) -> Result<(), Reason> {
        if bytes_in(self.folder()) > self.max_bytes {
            Err(Reason::TooLarge)
        } else {
            Ok(())
        }
    }
}

/// Bytes of all files below a folder; what disappears meanwhile counts nothing.
fn bytes_in(folder: &Path) -> u64 {
    let mut total = 0;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                Ok(metadata) => total += metadata.len(),
                Err(_) => {}
            }
        }
    }
    total
}

/// The program in namespaces of its own: no network, and processes that die with the first of
/// them. Where the system does not allow that, the program as it is.
fn without_network(program: &Path) -> Command {
    static UNSHARE: OnceLock<Option<PathBuf>> = OnceLock::new();
    const ALONE: [&str; 6] = [
        "--map-root-user",
        "--net",
        "--pid",
        "--fork",
        "--kill-child",
        "--",
    ];
    let unshare = UNSHARE.get_or_init(|| {
        let unshare = on_path("unshare")?;
        let mut attempt = Command::new(&unshare);
        attempt.args(ALONE).arg("true").stdin(Stdio::null());
        let attempt = attempt.stdout(Stdio::null()).stderr(Stdio::null()).status();
        attempt
            .is_ok_and(|status| status.success())
            .then_some(unshare)
    });
    match unshare {
        Some(unshare) => {
            let mut command = Command::new(unshare);
            command.args(ALONE).arg(program);
            command
        }
        None => Command::new(program),
    }
}

/// A program and everything it started.
struct Group {
    child: Child,
}

impl Group {
    fn start(command: &mut Command) -> io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command.spawn()?;
        #[cfg(target_os = "linux")]
        limit_memory(&child);
        Ok(Self { child })
    }

    /// Whether the first process has ended. It is not yet taken leave of, so that its number still
    /// names the group.
    #[cfg(unix)]
    fn has_ended(&mut self) -> io::Result<bool> {
        use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        let status = waitid(WaitId::Pid(Pid::from_child(&self.child)), options)?;
        Ok(status.is_some())
    }

    #[cfg(not(unix))]
    fn has_ended(&mut self) -> io::Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    /// Ends whatever still runs.
    fn end(mut self) {
        #[cfg(unix)]
        let _ = {
            use rustix::process::{Pid, Signal, kill_process_group};
            // Fails when nothing is left, which is what is wanted.
            kill_process_group(Pid::from_child(&self.child), Signal::KILL)
        };
        #[cfg(not(unix))]
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A limit the program hands down to all it starts. Set from outside, a moment after the start:
/// setting it before would need code between fork and exec, which is `unsafe`.
#[cfg(target_os = "linux")]
fn limit_memory(child: &Child) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let limit = Rlimit {
        current: Some(MAX_MEMORY_BYTES),
        maximum: Some(MAX_MEMORY_BYTES),
    };
    // A program that has already ended needs no limit.
    let _ = prlimit(Some(Pid::from_child(child)), Resource::As, limit);
}
