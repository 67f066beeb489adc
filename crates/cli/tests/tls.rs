//! `luoshi serve` under our own certificate, from outside.
#![expect(clippy::unwrap_used, reason = "tests fail where something is missing")]

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};
use wire::{
    Client, Limits, WireError,
    http::{Request, Response, header},
};

const LIMITS: Limits = Limits {
    connect: Duration::from_secs(20),
    whole: Duration::from_secs(60),
    most_bytes: 1 << 20,
};

/// The program, ended with the test.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn make_pair(folder: &Path, name: &str) {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    fs::write(folder.join(format!("{name}.pem")), made.cert.pem()).unwrap();
    fs::write(
        folder.join(format!("{name}.key")),
        made.signing_key.serialize_pem(),
    )
    .unwrap();
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

fn serve(folder: &Path, port: u16) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_luoshi"));
    command.arg("serve").arg("--data").arg(folder.join("data"));
    command.args(["--port", &port.to_string()]);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

async fn get(ca: &Path, address: &str) -> Result<Response<Vec<u8>>, WireError> {
    let client = Client::new(Some(ca)).unwrap();
    let request = Request::builder().uri(address).body(Vec::new()).unwrap();
    client.ask(request, LIMITS).await
}

async fn get_patiently(ca: &Path, address: &str) -> Response<Vec<u8>> {
    for _ in 0..600 {
        match get(ca, address).await {
            Ok(answer) => return answer,
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
    panic!("{address} does not answer");
}

#[tokio::test]
async fn pages_come_encrypted_with_cookies_bound_to_it_and_a_new_certificate_needs_no_restart() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["first", "second"] {
        make_pair(folder.path(), name);
    }
    fs::copy(at("first.pem"), at("own.pem")).unwrap();
    fs::copy(at("first.key"), at("own.key")).unwrap();
    let port = free_port();
    let mut command = serve(folder.path(), port);
    command.arg("--tls-certificate").arg(at("own.pem"));
    command.arg("--tls-key").arg(at("own.key"));
    let served = Served(command.spawn().unwrap());
    let address = format!("https://127.0.0.1:{port}/sign-in");

    let page = get_patiently(&at("first.pem"), &address).await;
    assert_eq!(page.status(), 200);
    let hsts = page.headers().get(header::STRICT_TRANSPORT_SECURITY);
    assert_eq!(hsts.unwrap(), "max-age=15552000");
    let cookie = page.headers().get(header::SET_COOKIE).unwrap();
    let cookie = cookie.to_str().unwrap();
    assert!(
        cookie.starts_with("__Host-") && cookie.contains("; Secure"),
        "{cookie}"
    );
    let stranger = get(&at("second.pem"), &address).await;
    assert!(
        matches!(stranger, Err(WireError::Connect(_))),
        "{stranger:?}"
    );

    let plain = get(&at("first.pem"), &address.replace("https", "http"))
        .await
        .unwrap();
    assert_eq!(plain.status(), 400);
    assert!(String::from_utf8_lossy(plain.body()).contains("改为 https://"));

    fs::copy(at("second.pem"), at("own.pem")).unwrap();
    fs::copy(at("second.key"), at("own.key")).unwrap();
    let told = Command::new("kill")
        .args(["-HUP", &served.0.id().to_string()])
        .status();
    assert!(told.unwrap().success());
    assert_eq!(
        get_patiently(&at("second.pem"), &address).await.status(),
        200
    );
    assert!(get(&at("first.pem"), &address).await.is_err());
}

#[test]
fn what_would_not_be_safe_does_not_start_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    for name in ["one", "two"] {
        make_pair(folder.path(), name);
    }
    for (words, complaint) in [
        (vec!["--listen", "0.0.0.0"], "没有证书"),
        (vec!["--tls-certificate", &at("one.pem")], "要一起写"),
        (
            vec![
                "--tls-certificate",
                &at("one.pem"),
                "--tls-key",
                &at("two.key"),
            ],
            "不是一对",
        ),
        (
            vec![
                "--tls-certificate",
                &at("none.pem"),
                "--tls-key",
                &at("one.key"),
            ],
            "读不了",
        ),
    ] {
        let ended = serve(folder.path(), free_port())
            .args(&words)
            .output()
            .unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert!(
            !ended.status.success() && said.contains(complaint),
            "{words:?}: {said}"
        );
    }
}
