//! What the log says when it says most: nothing that opens a door.
#![expect(clippy::unwrap_used, reason = "tests fail where something is missing")]

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};
use wire::{
    Client, Limits,
    http::{Request, Response, header},
};

const LIMITS: Limits = Limits {
    connect: Duration::from_secs(20),
    whole: Duration::from_secs(60),
    most_bytes: 1 << 20,
};

/// A directory that cannot be reached, and a mail server: both with words nobody may read.
const SETTINGS: &str = r#"
[mail]
host = "127.0.0.1"
port = 9
from = "落实 <luoshi@example.cn>"
user = "luoshi"
password = "hidden-of-mail"

[ldap]
url = "ldap://127.0.0.1:9"
base = "ou=people,dc=example"
filter = "(uid={login})"
bind_dn = "cn=luoshi,dc=example"
bind_password = "hidden-of-directory"
"#;

/// The program, ended with the test.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A browser with one cookie jar.
struct Visitor {
    origin: String,
    cookies: Vec<(String, String)>,
    /// Every value of a cookie and of a form's token it was ever given.
    given: Vec<String>,
}

impl Visitor {
    async fn ask(&mut self, path: &str, form: Option<&[(&str, &str)]>) -> Response<Vec<u8>> {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        let request = Request::builder()
            .uri(format!("{}{path}", self.origin))
            .header(header::COOKIE, cookies.join("; "));
        let request = match form {
            None => request.body(Vec::new()),
            Some(fields) => request
                .method("POST")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::ORIGIN, &self.origin)
                .body(encoded(fields).into_bytes()),
        };
        let client = Client::new(None).unwrap();
        let reply = client.ask(request.unwrap(), LIMITS).await.unwrap();
        for cookie in reply.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = cookie.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
            self.given.push(value.to_owned());
        }
        reply
    }

    /// Fills in the form of a page.
    async fn fill_in(&mut self, path: &str, fields: &[(&str, &str)]) -> Response<Vec<u8>> {
        let page = self.ask(path, None).await;
        let page = String::from_utf8(page.into_body()).unwrap();
        let (_, rest) = page.split_once("name=\"_csrf\" value=\"").unwrap();
        let token = rest.split_once('"').unwrap().0.to_owned();
        self.given.push(token.clone());
        let mut all = vec![("_csrf", token.as_str())];
        all.extend(fields);
        self.ask(path, Some(&all)).await
    }
}

/// A form as a browser sends it.
fn encoded(fields: &[(&str, &str)]) -> String {
    let bytes = |text: &str| -> String { text.bytes().map(|b| format!("%{b:02X}")).collect() };
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", bytes(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn serve(folder: &Path, port: u16, log: &Path) -> Served {
    let mut command = Command::new(env!("CARGO_BIN_EXE_luoshi"));
    command.arg("serve").arg("--data").arg(folder);
    command.args(["--port", &port.to_string()]);
    command.env("LUOSHI_LOG", "trace");
    command.stdout(Stdio::piped());
    command.stderr(File::create(log).unwrap());
    Served(command.spawn().unwrap())
}

/// The first password of the system administrator, which is printed once and for them alone.
fn first_password(served: &mut Served) -> String {
    let stdout = served.0.stdout.take().unwrap();
    let mut lines = BufReader::new(stdout).lines().map(Result::unwrap);
    let line = lines.find(|line| line.contains("账号 admin ")).unwrap();
    line.rsplit(' ').next().unwrap().to_owned()
}

#[test]
fn settings_that_cannot_be_used_are_told_before_passwords_that_are_shown_once() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = SETTINGS.replace("filter = \"(uid={login})\"\n", "");
    fs::write(folder.path().join("luoshi.toml"), wrong).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_luoshi"));
    command.arg("serve").arg("--data").arg(folder.path());
    let ended = command.args(["--port", "0"]).output().unwrap();
    assert!(!ended.status.success());
    let (out, err): (String, String) = [&ended.stdout, &ended.stderr]
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .into();
    assert!(err.contains("[ldap]") && err.contains("filter"), "{err}");
    assert_eq!(out, "");
    assert!(!folder.path().join("luoshi.db").exists());
}

#[tokio::test]
async fn the_log_at_its_most_talkative_holds_no_password_no_session_and_no_token() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("luoshi.toml"), SETTINGS).unwrap();
    let log = folder.path().join("log.txt");
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let mut served = serve(folder.path(), port, &log);
    let first = first_password(&mut served);
    let mut visitor = Visitor {
        origin: format!("http://127.0.0.1:{port}"),
        cookies: Vec::new(),
        given: Vec::new(),
    };

    let wrong = [("login", "admin"), ("password", "hidden-and-wrong")];
    assert_eq!(visitor.fill_in("/sign-in", &wrong).await.status(), 422);
    let stranger = [("login", "nobody"), ("password", "hidden-of-nobody")];
    assert_eq!(visitor.fill_in("/sign-in", &stranger).await.status(), 422);
    let right = [("login", "admin"), ("password", first.as_str())];
    assert_eq!(visitor.fill_in("/sign-in", &right).await.status(), 303);
    let change = [
        ("current", first.as_str()),
        ("chosen", "Hidden-chosen-2026"),
        ("repeated", "Hidden-chosen-2026"),
    ];
    assert_eq!(visitor.fill_in("/password", &change).await.status(), 303);
    let home = visitor.ask("/", None).await;
    let place = home.headers().get(header::LOCATION).unwrap();
    let place = place.to_str().unwrap().to_owned();
    assert_eq!(visitor.ask(&place, None).await.status(), 200, "{place}");
    drop(served);

    let said = fs::read_to_string(&log).unwrap();
    assert!(said.contains("TRACE"), "the log says less than it might");
    let mut hidden = visitor.given;
    hidden.extend([first.clone(), encoded(&[("password", &first)])]);
    hidden.extend(
        [
            "hidden-of-mail",
            "hidden-of-directory",
            "hidden-and-wrong",
            "hidden-of-nobody",
            "Hidden-chosen-2026",
        ]
        .map(str::to_owned),
    );
    hidden.retain(|word| word.len() > 7);
    assert!(hidden.len() > 10);
    for word in hidden {
        assert!(!said.contains(&word), "the log repeats {word}");
    }
}
