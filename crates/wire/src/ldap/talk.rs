//! Requests and answers over one connection.

use super::{LdapError, ber};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// Whatever bytes go over.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin {}

impl<S: AsyncRead + AsyncWrite + Unpin> Stream for S {}

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const TEXT: u8 = 0x04;
const BOOLEAN: u8 = 0x01;
const ENUMERATED: u8 = 0x0a;

const BIND: u8 = 0x60;
const BIND_ANSWER: u8 = 0x61;
const UNBIND: u8 = 0x42;
const SEARCH: u8 = 0x63;
const ENTRY: u8 = 0x64;
const SEARCH_DONE: u8 = 0x65;
const EXTENDED: u8 = 0x77;
const EXTENDED_ANSWER: u8 = 0x78;

/// A bind with a password; also the name of an extended request.
const CONTEXT_0: u8 = 0x80;
const START_TLS: &str = "1.3.6.1.4.1.1466.20037";
/// No attribute is wanted (RFC 4511, 4.5.1.8).
const NO_ATTRIBUTES: &str = "1.1";
/// More entries than were asked for.
const SIZE_LIMIT_EXCEEDED: u32 = 4;
const NO_SUCH_OBJECT: u32 = 32;

/// How far below its beginning a search looks.
const THIS_ENTRY: u32 = 0;
const WHOLE_TREE: u32 = 2;
/// Filter: the attribute is there at all.
const PRESENT: u8 = 0x87;

/// The most one answer may hold.
const MOST_BYTES: usize = 1 << 20;
/// The most answers one request may have.
const MOST_ANSWERS: usize = 100;

/// Whether a result says it went well.
pub(super) fn is_success(result: u32) -> bool {
    result == 0
}

/// A conversation.
pub(super) struct Talk<S> {
    stream: S,
    /// What has come and is not read yet.
    pending: Vec<u8>,
    n_asked: u32,
}

impl<S: Stream> Talk<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            pending: Vec::new(),
            n_asked: 0,
        }
    }

    /// The connection underneath. What came before it was encrypted and belongs to no request was
    /// slipped in by somebody.
    pub(super) fn into_stream(self) -> Result<S, LdapError> {
        match self.pending.is_empty() {
            true => Ok(self.stream),
            false => Err(LdapError::Unreadable),
        }
    }

    /// Comes in under a name; what the directory says to it.
    pub(super) async fn bind(&mut self, name: &str, password: &str) -> Result<u32, LdapError> {
        let request = [
            ber::number(INTEGER, 3),
            ber::value(TEXT, name.as_bytes()),
            ber::value(CONTEXT_0, password.as_bytes()),
        ];
        self.say(&ber::values(BIND, &request)).await?;
        let answer = self.hear(BIND_ANSWER).await?;
        result_of(&answer)
    }

    /// Agrees to encrypt what follows.
    pub(super) async fn start_tls(&mut self) -> Result<u32, LdapError> {
        let request = [ber::value(CONTEXT_0, START_TLS.as_bytes())];
        self.say(&ber::values(EXTENDED, &request)).await?;
        let answer = self.hear(EXTENDED_ANSWER).await?;
        result_of(&answer)
    }

    /// The name of the one entry a filter fits; none when there is none.
    pub(super) async fn find(
        &mut self,
        base: &str,
        filter: &[u8],
    ) -> Result<Option<String>, LdapError> {
        match self.search(base, WHOLE_TREE, filter).await? {
            (0 | NO_SUCH_OBJECT, names) if names.is_empty() => Ok(None),
            (0, mut names) if names.len() == 1 => Ok(names.pop()),
            (0 | SIZE_LIMIT_EXCEEDED, _) => Err(LdapError::Ambiguous),
            (result, _) => Err(LdapError::Search(result)),
        }
    }

    /// Whether we may look below an entry: it is there, and shown to us.
    pub(super) async fn look_at(&mut self, base: &str) -> Result<(), LdapError> {
        let any = ber::value(PRESENT, b"objectClass");
        match self.search(base, THIS_ENTRY, &any).await? {
            (0, names) if names.is_empty() => Err(LdapError::Search(NO_SUCH_OBJECT)),
            (0, _) => Ok(()),
            (result, _) => Err(LdapError::Search(result)),
        }
    }

    /// What the directory says to a search in the end, and the names it gave.
    async fn search(
        &mut self,
        base: &str,
        scope: u32,
        filter: &[u8],
    ) -> Result<(u32, Vec<String>), LdapError> {
        let request = [
            ber::value(TEXT, base.as_bytes()),
            ber::number(ENUMERATED, scope),
            ber::number(ENUMERATED, 0), // aliases are not followed
            ber::number(INTEGER, 2),    // two are as bad as many
            ber::number(INTEGER, 5),    // seconds
            ber::value(BOOLEAN, &[0]),
            filter.to_vec(),
            ber::values(SEQUENCE, &[ber::value(TEXT, NO_ATTRIBUTES.as_bytes())]),
        ];
        self.say(&ber::values(SEARCH, &request)).await?;
        let mut names = Vec::new();
        for _ in 0..MOST_ANSWERS {
            let (tag, answer) = self.hear_any().await?;
            match tag {
                ENTRY => {
                    let name = ber::Reader::new(&answer).take(TEXT);
                    let name = name.and_then(|name| String::from_utf8(name.to_vec()).ok());
                    names.push(name.ok_or(LdapError::Unreadable)?);
                }
                SEARCH_DONE => return Ok((result_of(&answer)?, names)),
                // A pointer to another directory: it is not followed.
                _ => {}
            }
        }
        Err(LdapError::Unreadable)
    }

    /// Says good-bye; nobody answers.
    pub(super) async fn leave(mut self) {
        let _ = self.say(&ber::value(UNBIND, &[])).await;
        let _ = self.stream.shutdown().await;
    }

    async fn say(&mut self, request: &[u8]) -> Result<(), LdapError> {
        self.n_asked += 1;
        let message = [ber::number(INTEGER, self.n_asked), request.to_vec()];
        let message = ber::values(SEQUENCE, &message);
        self.stream
            .write_all(&message)
            .await
            .map_err(LdapError::Connect)?;
        self.stream.flush().await.map_err(LdapError::Connect)
    }

    async fn hear(&mut self, wanted: u8) -> Result<Vec<u8>, LdapError> {
        match self.hear_any().await? {
            (tag, answer) if tag == wanted => Ok(answer),
            _ => Err(LdapError::Unreadable),
        }
    }

    /// The next answer to the last request.
    async fn hear_any(&mut self) -> Result<(u8, Vec<u8>), LdapError> {
        let length = loop {
            match ber::whole(&self.pending, MOST_BYTES) {
                Ok(Some(length)) => break length,
                Ok(None) => {}
                Err(ber::TooLong) => return Err(LdapError::Unreadable),
            }
            let mut piece = [0; 4096];
            match self.stream.read(&mut piece).await {
                Ok(0) => return Err(LdapError::Unreadable),
                Ok(n_read) => self.pending.extend(piece.iter().take(n_read)),
                Err(error) => return Err(LdapError::Connect(error)),
            }
        };
        let message: Vec<u8> = self.pending.drain(..length).collect();
        self.parsed(&message).ok_or(LdapError::Unreadable)
    }

    fn parsed(&self, message: &[u8]) -> Option<(u8, Vec<u8>)> {
        let mut message = ber::Reader::new(ber::Reader::new(message).take(SEQUENCE)?);
        if whole_number(message.take(INTEGER)?)? != self.n_asked {
            return None;
        }
        let (tag, answer) = message.next()?;
        Some((tag, answer.to_vec()))
    }
}

fn result_of(answer: &[u8]) -> Result<u32, LdapError> {
    ber::Reader::new(answer)
        .take(ENUMERATED)
        .and_then(whole_number)
        .ok_or(LdapError::Unreadable)
}

fn whole_number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    let number = digits
        .iter()
        .fold(0_u32, |number, digit| number << 8 | u32::from(*digit));
    Some(number)
}
