//! Against servers on this machine that look at what they are sent.

use super::{
    Waiting, greet, http,
    mail::{self, Letter},
    speak,
};
use crate::inbox::model::{KeptNotice, NoticeId, Robot, RobotId, RobotKind, Timing, Urgency};
use base::config::{MailSecurity, MailServer, Secret};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{
        AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _,
        BufReader,
    },
    net::TcpListener,
};

const AT: i64 = 1_781_485_200_000;

/// Short for a machine, long for a test.
const PATIENCE: Duration = Duration::from_millis(300);

fn waiting(subject: &str) -> Waiting {
    Waiting {
        name: "许若川".to_owned(),
        notices: vec![KeptNotice {
            id: NoticeId::new(),
            subject: subject.to_owned(),
            body: String::new(),
            href: "/report/1".to_owned(),
            urgency: Urgency::Ordinary,
            n_times: 1,
            at_ms: AT,
            is_read: false,
        }],
    }
}

pub(super) fn robot(kind: RobotKind, address: String) -> Robot {
    Robot {
        id: RobotId::new(),
        name: "办公室群".to_owned(),
        kind,
        address: Secret::new(address),
        secret: Some(Secret::new("SECluoshi")),
        unit: None,
        is_on: true,
        timing: Timing::default(),
        fault: String::new(),
        fault_ms: 0,
        spoke_ms: None,
        version: 1,
    }
}

/// A robot's server that answers each call with the next of these replies and keeps what it was sent.
async fn robot_server(replies: Vec<String>) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = seen.clone();
    tokio::spawn(async move {
        for reply in replies {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            let mut buffer = [0; 4096];
            while !is_whole(&request) {
                let n = stream.read(&mut buffer).await.unwrap();
                request.extend_from_slice(&buffer[..n]);
            }
            let text = String::from_utf8(request).unwrap();
            kept.lock().unwrap().push(text);
            let _ = stream.write_all(reply.as_bytes()).await;
        }
    });
    (port, seen)
}

/// Whether the body is as long as its head says.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| {
            line.to_lowercase()
                .strip_prefix("content-length: ")?
                .parse()
                .ok()
        })
        .unwrap_or(0);
    body.len() >= length
}

fn reply(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn a_robot_gets_a_signed_request_and_its_refusal_is_told_without_secrets() {
    let (port, seen) = robot_server(vec![
        reply("200 OK", r#"{"errcode":0,"errmsg":"ok"}"#),
        reply("200 OK", r#"{"errcode":310000,"errmsg":"geheim"}"#),
        reply("200 OK", r#"{"errcode":130101,"errmsg":"geheim"}"#),
        reply("302 Found\r\nlocation: http://127.0.0.1:1/", ""),
        reply("500 Oops", "geheim"),
        reply("429 Slowly", ""),
    ])
    .await;
    let address = format!("http://127.0.0.1:{port}/robot/send?access_token=geheim");
    let robot = robot(RobotKind::DingTalk, address);
    let site = "https://luoshi.example.cn";
    let waiting = [waiting("5月份总结被退回")];
    speak(&robot, &waiting, site, AT).await.unwrap();
    let request = seen.lock().unwrap()[0].clone();
    let line = "POST /robot/send?access_token=geheim&timestamp=1781485200000\
                &sign=dAgJc8xsG1ki9i%2Ff59pZTYQ4d%2BCrXD%2BV4SrzwyXqEy0%3D HTTP/1.1";
    assert!(request.starts_with(line), "{request}");
    assert!(request.contains("许若川：1 条"));
    for (may_pass, words) in [
        (false, "310000"),
        (true, "130101"),
        (false, "302"),
        (true, "500"),
        (true, "429"),
    ] {
        let fault = speak(&robot, &waiting, site, AT).await.unwrap_err();
        assert_eq!(fault.may_pass, may_pass, "{fault:?}");
        assert!(fault.words.contains(words), "{fault:?}");
        assert!(!fault.words.contains("geheim") && !fault.words.contains("SEC"));
    }
    // As many connections as calls: the redirect was not followed.
    assert_eq!(seen.lock().unwrap().len(), 6);
}

#[tokio::test]
async fn nobody_is_spoken_to_in_the_open_beyond_this_machine() {
    for address in [
        "http://10.0.0.1/hook",
        "ftp://127.0.0.1/",
        "https://user@example.com/",
        "hook",
    ] {
        let robot = robot(RobotKind::WeCom, address.to_owned());
        let fault = speak(&robot, &[waiting("发布")], "", AT).await.unwrap_err();
        assert!(!fault.may_pass, "{address}");
        assert!(!fault.words.contains(address));
    }
    let nobody = robot(RobotKind::Feishu, "http://127.0.0.1:1/hook".to_owned());
    let fault = speak(&nobody, &[waiting("发布")], "", AT)
        .await
        .unwrap_err();
    assert!(fault.may_pass, "{fault:?}");
}

#[tokio::test]
async fn a_server_that_hangs_or_never_stops_talking_is_left() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let hanging = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        tokio::time::sleep(Duration::from_secs(60)).await;
        drop(stream);
    });
    let address = format!("http://127.0.0.1:{port}/hook");
    let fault = http::post(&address, "{}".to_owned(), PATIENCE).await;
    let fault = fault.unwrap_err();
    assert!(
        fault.may_pass && fault.words.contains("没有及时答复"),
        "{fault:?}"
    );
    hanging.abort();

    let (port, _) = robot_server(vec![reply("200 OK", &" ".repeat(1 << 20))]).await;
    let address = format!("http://127.0.0.1:{port}/hook");
    let long = http::post(&address, "{}".to_owned(), Duration::from_secs(10)).await;
    assert!(long.unwrap_err().words.contains("读不完整"));
}

/// What a mail server in a test does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manners {
    /// Takes a mail.
    Takes,
    /// Takes a mail after the connection was protected by STARTTLS.
    TakesProtected,
    /// Speaks TLS from the first byte.
    SpeaksTls,
    /// Does not know the log-in.
    LetsNobodyIn,
    /// Does not let us write in this name.
    RefusesSender,
    /// Knows no such receiver.
    RefusesReceiver,
    /// Asks to come back (greylisting).
    AsksToWait,
    /// Says nothing at all.
    Hangs,
}

/// A mail server with these manners for one connection, and everything it is told.
async fn mail_server(manners: Manners) -> (u16, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Arc::new(Mutex::new(String::new()));
    let kept = seen.clone();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        match manners {
            Manners::Hangs => tokio::time::sleep(Duration::from_secs(60)).await,
            Manners::SpeaksTls => {
                if let Ok(stream) = protected().accept(stream).await {
                    talk(&mut BufReader::new(stream), manners, &kept, true).await;
                }
            }
            Manners::TakesProtected => {
                let mut stream = BufReader::new(stream);
                if talk(&mut stream, manners, &kept, true).await {
                    let stream = protected().accept(stream.into_inner()).await;
                    if let Ok(stream) = stream {
                        kept.lock().unwrap().push_str("(TLS)\r\n");
                        talk(&mut BufReader::new(stream), Manners::Takes, &kept, false).await;
                    }
                }
            }
            _ => {
                talk(&mut BufReader::new(stream), manners, &kept, true).await;
            }
        }
    });
    (port, seen)
}

/// Speaks SMTP until the end, or until the connection is to be protected, which it tells.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut BufReader<S>,
    manners: Manners,
    kept: &Mutex<String>,
    greets: bool,
) -> bool {
    if greets {
        say(stream, "220 test").await;
    }
    let mut is_data = false;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return false;
        }
        kept.lock().unwrap().push_str(&line);
        let answer = match line.trim_end() {
            "." if is_data => {
                is_data = false;
                "250 taken"
            }
            _ if is_data => continue,
            "DATA" => {
                is_data = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            "STARTTLS" => {
                say(stream, "220 go on").await;
                return true;
            }
            line if line.starts_with("EHLO") && manners == Manners::TakesProtected => {
                "250-test\r\n250 STARTTLS"
            }
            line if line.starts_with("EHLO") => "250-test\r\n250 AUTH PLAIN LOGIN",
            line if line.starts_with("AUTH") && manners == Manners::LetsNobodyIn => {
                "535 no luoshi geheim"
            }
            line if line.starts_with("AUTH") => "235 in",
            line if line.starts_with("MAIL") && manners == Manners::RefusesSender => "553 not you",
            line if line.starts_with("RCPT") && manners == Manners::RefusesReceiver => {
                "550 no such geheim"
            }
            line if line.starts_with("RCPT") && manners == Manners::AsksToWait => "450 later",
            _ => "250 ok",
        };
        say(stream, answer).await;
    }
}

async fn say<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<S>, words: &str) {
    let words = format!("{words}\r\n");
    let _ = stream.get_mut().write_all(words.as_bytes()).await;
    let _ = stream.get_mut().flush().await;
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/inbox/outward/test_authority")
}

/// TLS with the certificate of an authority only these tests know.
fn protected() -> tokio_rustls::TlsAcceptor {
    use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
    let certificate = CertificateDer::from_pem_file(folder().join("server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(folder().join("server.key")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    tokio_rustls::TlsAcceptor::from(Arc::new(config))
}

fn server(port: u16) -> MailServer {
    MailServer {
        host: "127.0.0.1".to_owned(),
        port,
        security: MailSecurity::None,
        user: "luoshi".to_owned(),
        password: Some(Secret::new("geheim")),
        authority_file: None,
        from: "落实 <luoshi@example.cn>".to_owned(),
    }
}

fn over_tls(port: u16, security: MailSecurity) -> MailServer {
    MailServer {
        host: "localhost".to_owned(),
        security,
        authority_file: Some(folder().join("authority.pem")),
        ..server(port)
    }
}

const TO: &str = "xu@example.cn";

async fn mailed(server: &MailServer) -> Result<(), super::Fault> {
    let site = "https://luoshi.example.cn";
    super::mail(server, TO, &waiting("5月份总结被退回"), site, "parcel-1").await
}

#[tokio::test]
async fn a_mail_is_handed_over_in_the_open_by_starttls_and_by_tls_as_the_settings_say() {
    let (port, seen) = mail_server(Manners::Takes).await;
    mailed(&server(port)).await.unwrap();
    let text = seen.lock().unwrap().clone();
    for words in [
        "AUTH PLAIN",
        "MAIL FROM:<luoshi@example.cn>",
        "RCPT TO:<xu@example.cn>",
        "Message-ID: <parcel-1@example.cn>",
        "Auto-Submitted: auto-generated",
        "Subject: =?utf-8?",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }

    let (port, seen) = mail_server(Manners::TakesProtected).await;
    mailed(&over_tls(port, MailSecurity::StartTls))
        .await
        .unwrap();
    let text = seen.lock().unwrap().clone();
    let (open, protected) = text.split_once("(TLS)").unwrap();
    assert!(!open.contains("AUTH") && !open.contains("MAIL"), "{open}");
    assert!(protected.contains("AUTH PLAIN") && protected.contains("RCPT TO"));

    let (port, seen) = mail_server(Manners::SpeaksTls).await;
    mailed(&over_tls(port, MailSecurity::Tls)).await.unwrap();
    assert!(seen.lock().unwrap().contains("RCPT TO:<xu@example.cn>"));
}

#[tokio::test]
async fn nothing_is_said_to_a_server_that_cannot_be_trusted_or_protects_nothing() {
    // It offers no STARTTLS.
    let (port, seen) = mail_server(Manners::Takes).await;
    let fault = mailed(&over_tls(port, MailSecurity::StartTls))
        .await
        .unwrap_err();
    assert!(
        !fault.may_pass && fault.words.contains("STARTTLS"),
        "{fault:?}"
    );
    assert!(!seen.lock().unwrap().contains("AUTH"));
    // Nobody here knows the authority of its certificate.
    for (manners, security) in [
        (Manners::TakesProtected, MailSecurity::StartTls),
        (Manners::SpeaksTls, MailSecurity::Tls),
    ] {
        let (port, seen) = mail_server(manners).await;
        let unknown = MailServer {
            authority_file: None,
            ..over_tls(port, security)
        };
        mailed(&unknown).await.unwrap_err();
        assert!(!seen.lock().unwrap().contains("AUTH"));
    }
}

#[tokio::test]
async fn a_closed_server_an_unknown_receiver_and_one_that_asks_to_wait_are_told_apart() {
    use super::Place::{Receiver, Server};
    for (manners, may_pass, place, words) in [
        (Manners::LetsNobodyIn, false, Server, "拒绝登录（535）"),
        (Manners::RefusesSender, false, Server, "不接受发件人（553）"),
        (
            Manners::RefusesReceiver,
            false,
            Receiver,
            "不接受这个邮箱地址（550）",
        ),
        (Manners::AsksToWait, true, Receiver, "（450）"),
    ] {
        let (port, seen) = mail_server(manners).await;
        let fault = mailed(&server(port)).await.unwrap_err();
        assert_eq!(
            (fault.may_pass, fault.place),
            (may_pass, place),
            "{fault:?}"
        );
        assert!(fault.words.contains(words), "{fault:?}");
        assert!(!fault.words.contains("geheim") && !fault.words.contains("luoshi"));
        assert!(!seen.lock().unwrap().contains("DATA"));
    }
    let fault = mailed(&server(1)).await.unwrap_err();
    assert!(fault.may_pass && fault.place == Server, "{fault:?}");

    let (port, _) = mail_server(Manners::Hangs).await;
    let letter = letter_of("发布");
    let fault = mail::send(&server(port), &letter, PATIENCE)
        .await
        .unwrap_err();
    assert!(
        fault.may_pass && fault.words.contains("没有及时答复"),
        "{fault:?}"
    );
}

#[tokio::test]
async fn a_greeting_signs_in_and_sends_nothing() {
    let (port, seen) = mail_server(Manners::Takes).await;
    greet(&server(port)).await.unwrap();
    let text = seen.lock().unwrap().clone();
    assert!(
        text.contains("AUTH PLAIN") && !text.contains("MAIL"),
        "{text}"
    );
    let nameless = MailServer {
        from: "落实".to_owned(),
        ..server(1)
    };
    assert!(greet(&nameless).await.unwrap_err().words.contains("from"));
}

fn letter_of(subject: &str) -> Letter<'_> {
    Letter {
        to: TO,
        subject,
        words: "第一行\r\n.\r\n第三行",
        name: "parcel-1",
    }
}

#[test]
fn no_title_begins_a_header_of_its_own_and_a_long_chinese_one_is_encoded_in_short_lines() {
    let long = "关于做好2026年春季学期义务教育阶段学校招生入学工作情况报送的通知被退回".repeat(3);
    for subject in [
        "退回\r\nBcc: all@example.cn",
        "退回\nBcc: all@example.cn\n\nwords",
        "退回\rBcc: all@example.cn\u{0}",
        long.as_str(),
    ] {
        let text = mail::written(&server(1), &letter_of(subject));
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(!head.contains("\r\nBcc") && head.is_ascii(), "{head}");
        assert!(!body.contains("Bcc"), "{body}");
        for line in head.split("\r\n") {
            assert!(line.len() <= 78 && !line.contains(['\r', '\n']), "{line}");
        }
        assert!(head.contains("Subject: =?utf-8?"), "{head}");
    }
}

#[tokio::test]
async fn a_mail_with_two_receivers_or_one_that_ends_its_header_is_none() {
    for to in [
        "a@example.cn, b@example.cn",
        "a@example.cn\r\nBcc: b@example.cn",
        "落实",
    ] {
        assert!(!super::is_address(to), "{to}");
        let letter = Letter {
            to,
            ..letter_of("发布")
        };
        let fault = mail::send(&server(1), &letter, PATIENCE).await.unwrap_err();
        assert_eq!(fault.place, super::Place::Receiver, "{to}");
    }
}
