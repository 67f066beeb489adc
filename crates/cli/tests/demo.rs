//! `luoshi demo` while its county is being filled, from outside.
#![expect(clippy::unwrap_used, reason = "tests fail where something is missing")]

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

/// The program, ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn demo(data: &Path, port: u16) -> Running {
    let mut command = Command::new(env!("CARGO_BIN_EXE_luoshi"));
    command.arg("demo").arg("--data").arg(data);
    command.args(["--port", &port.to_string()]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    Running(command.spawn().unwrap())
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// The page once something answers, with its head.
fn page(port: u16) -> String {
    for _ in 0..600 {
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) {
            let asked = "GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
            stream.write_all(asked.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            return answer;
        }
        sleep(Duration::from_millis(50));
    }
    panic!("nothing answers");
}

#[test]
fn a_county_stopped_while_it_is_filled_is_never_taken_for_one_and_is_filled_anew() {
    let data = tempfile::tempdir().unwrap();
    let port = free_port();
    for time in ["first", "second"] {
        let running = demo(data.path(), port);
        let answer = page(port);
        assert!(answer.starts_with("HTTP/1.1 503"), "{time}: {answer}");
        assert!(answer.contains("正在装入演示县"), "{time}: {answer}");
        let unfinished = data.path().join("luoshi-unfinished.db");
        for _ in 0..600 {
            if unfinished.exists() {
                break;
            }
            sleep(Duration::from_millis(50));
        }
        assert!(unfinished.exists(), "{time}");
        drop(running);
        assert!(!data.path().join("luoshi.db").exists(), "{time}");
    }
}
