//! A form is only taken from a page this server gave to this browser and this session.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use store::{Db, settings};

/// Name of the form field that carries the token.
pub const FIELD: &str = "_csrf";
/// Name of the header that may carry it instead.
pub const HEADER: &str = "x-csrf-token";

const SETTING: &str = "shell.form_key";

/// The key of the tokens; one for an installation.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    pub(crate) async fn load_or_make(db: &Db) -> store::Result<Self> {
        let mut tx = db.begin_write().await?;
        let stored = settings::get(&tx, SETTING).await?;
        if let Some(key) = stored.as_deref().and_then(from_hex) {
            return Ok(Self(key));
        }
        let secret = random_word();
        settings::set(&mut tx, SETTING, &secret).await?;
        tx.commit().await?;
        from_hex(&secret)
            .map(Self)
            .ok_or_else(|| store::Error::Corrupt(SETTING.into()))
    }

    /// The token for this browser and session.
    #[must_use]
    pub fn token(&self, visitor: &str, session: Option<&str>) -> String {
        hex(&self.mac(visitor, session).finalize().into_bytes())
    }

    /// Whether a token was given to this browser and session; compared in constant time.
    #[must_use]
    pub fn fits(&self, token: &str, visitor: &str, session: Option<&str>) -> bool {
        from_hex(token).is_some_and(|bytes| self.mac(visitor, session).verify_slice(&bytes).is_ok())
    }

    fn mac(&self, visitor: &str, session: Option<&str>) -> Hmac<Sha256> {
        // The block length of SHA-256; HMAC pads a shorter key with zeros itself.
        let mut block = [0u8; 64];
        block[..32].copy_from_slice(&self.0);
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
        mac.update(visitor.as_bytes());
        mac.update(b"/");
        mac.update(session.unwrap_or_default().as_bytes());
        mac
    }
}

/// Whether two words are the same; takes as long for wrong ones whatever is wrong with them.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    let differences = one.bytes().zip(other.bytes());
    let differs = differences.fold(0, |differs, (one, other)| differs | (one ^ other));
    one.len() == other.len() && differs == 0
}

/// 256 random bits as 64 hexadecimal digits.
#[must_use]
pub fn random_word() -> String {
    let mut bytes = [0u8; 32];
    // Without the system's randomness nothing here is safe; the process may as well stop.
    if getrandom::fill(&mut bytes).is_err() {
        tracing::error!("the system gives no random numbers");
        std::process::abort();
    }
    hex(&bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> = text
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits
        .chunks_exact(2)
        .map(|pair| pair[0] * 16 + pair[1])
        .collect();
    (digits.len() == 64)
        .then(|| bytes.try_into().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::{Key, random_word};

    #[test]
    fn a_token_fits_only_its_own_browser_and_session() {
        let key = Key([7; 32]);
        let token = key.token("browser", Some("session"));
        assert!(key.fits(&token, "browser", Some("session")));
        assert!(!key.fits(&token, "browser", None));
        assert!(!key.fits(&token, "other", Some("session")));
        assert!(!key.fits("", "browser", Some("session")));
        assert_ne!(random_word(), random_word());
    }
}
