//! 邮件: one message handed to the bureau's mail server, step by step, so that a server that does not
//! let us in is told from a receiver it does not know.

use super::Fault;
use base::config::{MailSecurity, MailServer, Secret};
use lettre::{
    Address, Message,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::ClientId,
    },
};
use std::time::Duration;

/// How long handing over one message may take.
pub(super) const MOST_TIME: Duration = Duration::from_secs(45);

/// Whether this can be an address mail goes to.
pub(in crate::inbox) fn is_address(text: &str) -> bool {
    text.is_ascii() && text.len() <= 254 && text.parse::<Address>().is_ok()
}

/// A message as it is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter<'a> {
    pub(super) to: &'a str,
    pub(super) subject: &'a str,
    pub(super) words: &'a str,
    /// The same for every attempt: whoever has it already can tell.
    pub(super) name: &'a str,
}

/// Hands a message to the server.
pub(super) async fn send(
    server: &MailServer,
    letter: &Letter<'_>,
    most_time: Duration,
) -> Result<(), Fault> {
    let message = message(server, letter)?;
    within(most_time, hand_over(server, &message)).await
}

/// Connects and signs in, and says goodbye: whether mail could be handed over now.
pub(super) async fn greet(server: &MailServer, most_time: Duration) -> Result<(), Fault> {
    sender(server)?;
    within(most_time, async {
        let mut connection = open(server).await?;
        let _ = connection.quit().await;
        Ok(())
    })
    .await
}

async fn within(
    most_time: Duration,
    work: impl Future<Output = Result<(), Fault>>,
) -> Result<(), Fault> {
    match tokio::time::timeout(most_time, work).await {
        Ok(result) => result,
        Err(_) => Err(Fault::for_now("邮件服务器没有及时答复")),
    }
}

async fn hand_over(server: &MailServer, message: &Message) -> Result<(), Fault> {
    let mut connection = open(server).await?;
    let envelope = message.envelope();
    let result = async {
        let from = Mail::new(envelope.from().cloned(), Vec::new());
        connection
            .command(from)
            .await
            .map_err(|error| fault(&error, "邮件服务器不接受发件人"))?;
        for to in envelope.to() {
            connection
                .command(Rcpt::new(to.clone(), Vec::new()))
                .await
                .map_err(|error| fault(&error, "邮件服务器不接受这个邮箱地址").of_receiver())?;
        }
        let refused = |error: Error| fault(&error, "邮件服务器没有收下这封邮件").of_receiver();
        connection.command(Data).await.map_err(refused)?;
        let taken = connection.message(&message.formatted()).await;
        taken.map_err(refused)
    }
    .await;
    match result {
        // It has been taken: how the goodbye goes changes nothing.
        Ok(_) => {
            let _ = connection.quit().await;
            Ok(())
        }
        Err(fault) => {
            connection.abort().await;
            Err(fault)
        }
    }
}

/// A connection that is protected as the settings say and signed in.
async fn open(server: &MailServer) -> Result<AsyncSmtpConnection, Fault> {
    let hello = ClientId::default();
    let wrapped = match server.security {
        MailSecurity::Tls => Some(tls(server)?),
        MailSecurity::StartTls | MailSecurity::None => None,
    };
    let place = (server.host.as_str(), server.port());
    let connected = AsyncSmtpConnection::connect_tokio1(place, None, &hello, wrapped, None);
    let mut connection = connected
        .await
        .map_err(|error| fault(&error, "邮件服务器连接不上"))?;
    if server.security == MailSecurity::StartTls {
        if !connection.can_starttls() {
            connection.abort().await;
            return Err(Fault::for_good(
                "邮件服务器不支持 STARTTLS，没有发送密码和内容",
            ));
        }
        connection
            .starttls(tls(server)?, &hello)
            .await
            .map_err(|error| fault(&error, "邮件服务器的加密连接失败"))?;
    }
    if !server.user.is_empty() {
        let password = server.password.as_ref().map_or("", Secret::reveal);
        let credentials = Credentials::new(server.user.clone(), password.to_owned());
        let ways = [Mechanism::Plain, Mechanism::Login];
        connection
            .auth(&ways, &credentials)
            .await
            .map_err(|error| fault(&error, "邮件服务器拒绝登录"))?;
    }
    Ok(connection)
}

fn tls(server: &MailServer) -> Result<TlsParameters, Fault> {
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(file) = &server.authority_file {
        let unreadable =
            || Fault::for_good("设置里的证书文件（authority_file）读不了或不是 PEM 格式");
        let pem = std::fs::read(file).map_err(|_| unreadable())?;
        builder =
            builder.add_root_certificate(Certificate::from_pem(&pem).map_err(|_| unreadable())?);
    }
    builder
        .build()
        .map_err(|_| Fault::for_good("邮件服务器的主机名或证书设置无效"))
}

/// What went wrong, without a word of the server's: it may repeat the log-in.
fn fault(error: &Error, what: &str) -> Fault {
    let words = match error.status() {
        Some(code) => format!("{what}（{code}）"),
        None if error.is_tls() => "邮件服务器的证书不受信任或加密连接失败".to_owned(),
        None => what.to_owned(),
    };
    // A certificate that is not trusted and a server without our way of signing in stay so.
    match error.is_permanent() || error.is_tls() || error.is_client() {
        true => Fault::for_good(words),
        false => Fault::for_now(words),
    }
}

fn sender(server: &MailServer) -> Result<Mailbox, Fault> {
    server
        .from
        .parse()
        .map_err(|_| Fault::for_good("设置里的发件人（from）不是邮箱地址"))
}

/// The message in its written form: subject and names encoded (RFC 2047), no line of them ours to
/// end a header with.
fn message(server: &MailServer, letter: &Letter<'_>) -> Result<Message, Fault> {
    let from = sender(server)?;
    let to: Address = letter
        .to
        .parse()
        .map_err(|_| Fault::for_good("邮箱地址无效").of_receiver())?;
    let domain = from.email.domain().to_owned();
    let one_line: String = letter
        .subject
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .message_id(Some(format!("<{}@{domain}>", letter.name)))
        .subject(one_line)
        // Absence notes are not answered to it (RFC 3834).
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .header(ContentType::TEXT_PLAIN)
        .body(letter.words.to_owned())
        .map_err(|_| Fault::for_good("邮件内容无法编码").of_receiver())
}

#[cfg(test)]
pub(super) fn written(server: &MailServer, letter: &Letter<'_>) -> String {
    String::from_utf8(message(server, letter).unwrap().formatted()).unwrap()
}
