//! What leaves the application: mail to a person, words in a group. Nothing here knows the database;
//! no sentence of a fault holds an address, a key or a word of a server's.

mod http;
mod letter;
mod mail;
mod robot;
#[cfg(test)]
mod tests;

pub(super) use http::host_of;
pub(super) use letter::Waiting;
pub(super) use mail::is_address;

use super::model::Robot;
use base::config::MailServer;
use mail::Letter;

/// Why something did not go out, in words without any secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) words: String,
    /// Whether it is worth trying again.
    pub(super) may_pass: bool,
    pub(super) place: Place,
}

/// Where it went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// With the server: nobody can be reached by it.
    Server,
    /// With this one receiver.
    Receiver,
}

impl Fault {
    fn for_now(words: impl Into<String>) -> Self {
        Self::new(words, true)
    }

    fn for_good(words: impl Into<String>) -> Self {
        Self::new(words, false)
    }

    fn new(words: impl Into<String>, may_pass: bool) -> Self {
        Self {
            words: words.into(),
            may_pass,
            place: Place::Server,
        }
    }

    fn of_receiver(self) -> Self {
        Self {
            place: Place::Receiver,
            ..self
        }
    }
}

/// Mails somebody what waits for them; `address` is where the application is opened, `name` the same
/// for every attempt.
pub(super) async fn mail(
    server: &MailServer,
    to: &str,
    waiting: &Waiting,
    address: &str,
    name: &str,
) -> Result<(), Fault> {
    let (subject, words) = letter::letter(waiting, address);
    let letter = Letter {
        to,
        subject: &subject,
        words: &words,
        name,
    };
    mail::send(server, &letter, mail::MOST_TIME).await
}

/// Mails somebody that mail arrives.
pub(super) async fn try_mail(
    server: &MailServer,
    to: &str,
    address: &str,
    name: &str,
) -> Result<(), Fault> {
    let words = letter::trial_words(address);
    let letter = Letter {
        to,
        subject: "落实：测试邮件",
        words: &words,
        name,
    };
    mail::send(server, &letter, mail::MOST_TIME).await
}

/// Whether mail could be handed over now.
pub(super) async fn greet(server: &MailServer) -> Result<(), Fault> {
    mail::greet(server, mail::MOST_TIME).await
}

/// Says in a group how much waits for whom.
pub(super) async fn speak(
    robot: &Robot,
    waiting: &[Waiting],
    address: &str,
    now_ms: i64,
) -> Result<(), Fault> {
    say(robot, &letter::group_words(waiting, address), now_ms).await
}

/// Says in a group that it is reached.
pub(super) async fn try_speak(robot: &Robot, address: &str, now_ms: i64) -> Result<(), Fault> {
    say(robot, &letter::trial_words(address), now_ms).await
}

async fn say(robot: &Robot, words: &str, now_ms: i64) -> Result<(), Fault> {
    let call = robot::call(robot, words, now_ms);
    let reply = http::post(&call.url, call.body, http::MOST_TIME).await?;
    match robot::refusal(robot.kind, &reply) {
        None => Ok(()),
        Some(fault) => Err(fault),
    }
}
