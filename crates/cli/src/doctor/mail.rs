//! Mail: whether the server of the settings takes any from us now. Nothing is sent.

use super::Finding;
use crate::data;
use base::config::{MailSecurity, MailServer};
use std::path::Path;

const SUBJECT: &str = "邮件";

pub(super) async fn findings(folder: &Path) -> Vec<Finding> {
    // Settings that cannot be read are told once, with the settings.
    let Ok(config) = data::config(folder) else {
        return Vec::new();
    };
    let Some(server) = &config.mail else {
        return vec![Finding::notice(
            SUBJECT,
            "没有设置邮件服务器，提醒只在页面上和群机器人里",
            "需要发邮件时，请在数据文件夹的 luoshi.toml 里写 [mail] 一节：host、security（tls、starttls 或 none）、user、password_file、from",
        )];
    };
    let mut findings = vec![server_finding(server).await];
    findings.extend(open_password(server));
    if config.site.is_none() {
        findings.push(Finding::notice(
            "网址",
            "没有设置网址，邮件和群消息里没有链接",
            "请在 luoshi.toml 里写 [site] address = \"https://…\"",
        ));
    }
    findings
}

async fn server_finding(server: &MailServer) -> Finding {
    let place = format!("{}:{}", server.host, server.port());
    match bureau::greet_mail_server(server).await {
        Ok(()) => {
            let signed_in = match server.user.is_empty() {
                true => "不需要登录",
                false => "登录成功",
            };
            Finding::well(
                SUBJECT,
                format!("{place} 连得上，{signed_in}，没有发送邮件"),
            )
        }
        Err(why) => Finding::wrong(
            SUBJECT,
            format!("{place}：{why}"),
            "请核对 [mail] 里的 host、port、security、user 和密码（有的邮箱要用授权码），并确认这台机器到邮件服务器的网络是通的",
        ),
    }
}

/// A password that goes over the network in the open.
fn open_password(server: &MailServer) -> Option<Finding> {
    let is_here = ["localhost", "127.0.0.1", "::1"].contains(&server.host.as_str());
    let is_open = server.security == MailSecurity::None && !server.user.is_empty() && !is_here;
    is_open.then(|| {
        Finding::notice(
            "邮件加密",
            "密码不加密就发给邮件服务器（security = \"none\"）",
            "请改用 tls 或 starttls；内网中继不需要登录的，请去掉 user",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::findings;
    use crate::doctor::Verdict;
    use std::fs;
    use tokio::{
        io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
        net::TcpListener,
    };

    /// A mail server that greets, and lets somebody in or not.
    async fn server(answer: &'static str) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            let mut stream = BufReader::new(stream);
            let mut reply = "220 test".to_owned();
            loop {
                let words = format!("{reply}\r\n");
                if stream.get_mut().write_all(words.as_bytes()).await.is_err() {
                    return;
                }
                let mut line = String::new();
                if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                    return;
                }
                reply = match line.trim_end() {
                    line if line.starts_with("EHLO") => "250-test\r\n250 AUTH PLAIN".to_owned(),
                    line if line.starts_with("AUTH") => answer.to_owned(),
                    "QUIT" => "221 bye".to_owned(),
                    line => format!("500 {line}"),
                };
            }
        });
        port
    }

    fn settings(port: u16) -> String {
        format!(
            "[mail]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\nuser = \"luoshi\"\n\
             password = \"geheim\"\nfrom = \"luoshi@example.cn\"\n"
        )
    }

    #[tokio::test]
    async fn mail_is_well_only_when_the_server_lets_us_in_and_says_what_to_do_otherwise() {
        let folder = tempfile::tempdir().unwrap();
        let none = findings(folder.path()).await;
        assert_eq!(none[0].verdict, Verdict::Notice);
        for (answer, verdict, words) in [
            ("235 in", Verdict::Well, "登录成功"),
            ("535 geheim", Verdict::Wrong, "拒绝登录（535）"),
        ] {
            let port = server(answer).await;
            fs::write(folder.path().join("luoshi.toml"), settings(port)).unwrap();
            let found = findings(folder.path()).await;
            assert_eq!(found[0].verdict, verdict, "{found:?}");
            assert!(found[0].what.contains(words), "{found:?}");
            assert!(!format!("{found:?}").contains("geheim"));
            // No address of the application is set.
            assert_eq!(found.last().unwrap().subject, "网址");
        }
        fs::write(folder.path().join("luoshi.toml"), settings(1)).unwrap();
        let found = findings(folder.path()).await;
        assert!(found[0].what.contains("连接不上"), "{found:?}");
    }
}
