//! Whom the settings name outside: the store of files, the provider of log-ins, the directory.

use super::Finding;
use crate::data;
use base::{
    Clock, Config,
    clock::SystemClock,
    config::{Ldap, Oidc, S3},
};
use std::path::Path;
use store::Files;

pub(super) async fn findings(folder: &Path) -> Vec<Finding> {
    let Ok(config) = data::config(folder) else {
        return Vec::new();
    };
    let Config { s3, oidc, ldap, .. } = &config;
    let mut findings = Vec::new();
    if let Some(s3) = s3 {
        findings.push(object_store(s3).await);
    }
    if let Some(oidc) = oidc {
        findings.push(provider(oidc).await);
    }
    if let Some(ldap) = ldap {
        findings.push(directory(ldap).await);
    }
    findings
}

async fn object_store(s3: &S3) -> Finding {
    const SUBJECT: &str = "对象存储";
    let place = format!("{} 的 {}", s3.endpoint, s3.bucket);
    let word = format!("{} {}", std::process::id(), SystemClock.now_ms());
    let tried = match Files::in_s3(s3) {
        Ok(files) => files.try_out(&word).await,
        Err(error) => Err(error.to_string()),
    };
    match tried {
        Ok(()) => Finding::well(SUBJECT, format!("{place} 能列出、写入、读取和删除")),
        Err(why) => Finding::wrong(
            SUBJECT,
            format!("{place}：{why}"),
            "请核对 [s3] 里的 endpoint、bucket、region、access_key、secret_key 和 ca，确认存储桶已建好、密钥能列出、读、写、删，本机到它的网络是通的；修好之前上传和下载附件都会失败",
        ),
    }
}

async fn provider(oidc: &Oidc) -> Finding {
    const SUBJECT: &str = "统一身份认证";
    match bureau::greet_provider(oidc).await {
        Ok(()) => Finding::well(
            SUBJECT,
            format!("{} 应答正常，认识本系统（{}）", oidc.issuer, oidc.client_id),
        ),
        Err(why) => Finding::wrong(
            SUBJECT,
            format!("{}：{why}", oidc.issuer),
            "请核对 [oidc] 里的 issuer、client_id、client_secret 和 ca，并确认本机到认证平台的网络是通的；修好之前仍可用本系统的密码登录",
        ),
    }
}

async fn directory(ldap: &Ldap) -> Finding {
    const SUBJECT: &str = "目录服务";
    match bureau::greet_directory(ldap).await {
        Ok(()) => Finding::well(
            SUBJECT,
            format!("{} 应答正常，没有试任何人的密码", ldap.url),
        ),
        Err(why) => Finding::wrong(
            SUBJECT,
            format!("{}：{why}", ldap.url),
            "请核对 [ldap] 里的 url、base、filter、bind_dn、bind_password 和 ca，并确认本机到目录的网络是通的；修好之前仍可用本系统的密码登录",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::findings;
    use crate::doctor::{Finding, Verdict};
    use std::fs;
    use testkit::Slapd;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    async fn found(settings: &str) -> Finding {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("luoshi.toml"), settings).unwrap();
        let mut found = findings(folder.path()).await;
        assert_eq!(found.len(), 1, "{found:?}");
        let found = found.remove(0);
        assert!(!found.in_words().contains("geheim"), "{found:?}");
        assert_eq!(found.next.is_empty(), found.verdict == Verdict::Well);
        found
    }

    /// Answers requests as the function says, by the first line and the body: status and body.
    async fn server(answer: impl Fn(&str, &str) -> (u16, String) + Send + 'static) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let own = origin.clone();
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut text = String::new();
                let (head, body) = loop {
                    let mut buffer = [0; 4096];
                    let n = stream.read(&mut buffer).await.unwrap();
                    text.push_str(&String::from_utf8_lossy(&buffer[..n]));
                    let Some((head, body)) = text.split_once("\r\n\r\n") else {
                        continue;
                    };
                    let head = head.to_lowercase();
                    let length = head.split_once("content-length: ");
                    let length = length.map_or("0", |(_, rest)| rest.lines().next().unwrap());
                    if body.len() >= length.parse().unwrap() {
                        break (head, body.to_owned());
                    }
                };
                let (status, body) = answer(head.lines().next().unwrap(), &body);
                let body = body.replace("{origin}", &own);
                let reply = format!(
                    "HTTP/1.1 {status} Said\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                    body.len()
                );
                stream.write_all(reply.as_bytes()).await.unwrap();
            }
        });
        origin
    }

    fn oidc(issuer: &str) -> String {
        format!(
            "[oidc]\nissuer = \"{issuer}\"\nclient_id = \"luoshi\"\nclient_secret = \"geheim\"\n\
             address = \"https://luoshi.example\"\n"
        )
    }

    #[tokio::test]
    async fn a_provider_is_well_only_when_it_shows_keys_and_knows_us() {
        for (name, keys, refusal, verdict, words) in [
            (
                "{origin}",
                r#"[{"kty":"EC"}]"#,
                "invalid_grant",
                Verdict::Well,
                "认识本系统",
            ),
            (
                "{origin}",
                r#"[{"kty":"EC"}]"#,
                "invalid_client",
                Verdict::Wrong,
                "client_secret 不对",
            ),
            (
                "{origin}",
                "[]",
                "invalid_grant",
                Verdict::Wrong,
                "无法识别",
            ),
            (
                "https://other",
                r#"[{"kty":"EC"}]"#,
                "invalid_grant",
                Verdict::Wrong,
                "一字不差",
            ),
        ] {
            let origin = server(move |line, body| match line {
                line if line.contains("/.well-known/") => (
                    200,
                    format!(
                        r#"{{"issuer":"{name}","authorization_endpoint":"{{origin}}/a",
                            "token_endpoint":"{{origin}}/t","jwks_uri":"{{origin}}/k"}}"#
                    ),
                ),
                line if line.starts_with("get /k ") => (200, format!(r#"{{"keys":{keys}}}"#)),
                line if line.starts_with("post /t ") && body.contains("grant_type=") => {
                    (400, format!(r#"{{"error":"{refusal}"}}"#))
                }
                line => (404, line.to_owned()),
            })
            .await;
            let found = found(&oidc(&origin)).await;
            assert_eq!(found.verdict, verdict, "{found:?}");
            assert!(found.what.contains(words), "{found:?}");
        }
        let gone = format!("http://127.0.0.1:{}", testkit::free_port());
        let found = found(&oidc(&gone)).await;
        assert!(found.what.contains("连接不上"), "{found:?}");
    }

    #[tokio::test]
    async fn an_object_store_is_well_only_when_files_can_be_kept_and_taken_away() {
        for (refused, code, verdict, words) in [
            ("none", "", Verdict::Well, "能列出、写入、读取和删除"),
            (
                "get /bureau?",
                "NoSuchBucket",
                Verdict::Wrong,
                "没有这个存储桶",
            ),
            (
                "put",
                "SignatureDoesNotMatch",
                Verdict::Wrong,
                "secret_key 不对",
            ),
            (
                "delete",
                "AccessDenied",
                Verdict::Wrong,
                "删除文件没有成功：这对密钥没有权限",
            ),
        ] {
            let kept = std::sync::Mutex::new(String::new());
            let origin = server(move |line, body| {
                if line.starts_with(refused) {
                    return (403, format!("<Error><Code>{code}</Code></Error>"));
                }
                if line.starts_with("put") {
                    *kept.lock().unwrap() = body.to_owned();
                }
                (200, kept.lock().unwrap().clone())
            })
            .await;
            let found = found(&format!(
                "[s3]\nendpoint = \"{origin}\"\nbucket = \"bureau\"\naccess_key = \"AKEY\"\n\
                 secret_key = \"geheim\"\n"
            ))
            .await;
            assert_eq!(found.verdict, verdict, "{found:?}");
            assert!(found.what.contains(words), "{found:?}");
        }
    }

    #[tokio::test]
    async fn a_directory_is_well_only_when_it_lets_us_look_for_people() {
        let Some(slapd) = Slapd::start(&[]) else {
            return;
        };
        let settings = |bind_password: &str, base: &str| {
            format!(
                "[ldap]\nurl = \"ldap://127.0.0.1:{}\"\nbase = \"{base}\"\nfilter = \"(uid={{login}})\"\n\
                 bind_dn = \"{}\"\nbind_password = \"{bind_password}\"\n",
                slapd.port,
                Slapd::READER
            )
        };
        for (password, base, verdict, words) in [
            ("reader-word", Slapd::SUFFIX, Verdict::Well, "应答正常"),
            (
                "geheim",
                Slapd::SUFFIX,
                Verdict::Wrong,
                "bind_dn 登录不了（答复 49）",
            ),
            ("reader-word", "dc=elsewhere", Verdict::Wrong, "base 不存在"),
        ] {
            let found = found(&settings(password, base)).await;
            assert_eq!(found.verdict, verdict, "{found:?}");
            assert!(found.what.contains(words), "{found:?}");
        }
    }
}
