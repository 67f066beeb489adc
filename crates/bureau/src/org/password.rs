//! Passwords: the rule, one-time passwords, and the hash that is kept.

use super::sign_in_rules::SignInRules;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use shell::csrf;
use store::{Error, Result};
use tokio::sync::Semaphore;

/// The most characters; a longer one is a mistake, and hashing it would cost the server.
const MOST_CHARS: usize = 128;

/// How many passwords are hashed at the same time: each takes 19 MB of memory on purpose.
static HASHING: Semaphore = Semaphore::const_new(4);

/// The kept form of a password: `$argon2id$v=19$…`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Hash(String);

impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl Hash {
    /// The hash as it stands in the database.
    pub(super) fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The text to store.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Hashes a password (argon2id with the parameters of the library, those OWASP names first:
    /// 19 MiB, two passes), away from the threads that answer requests.
    pub(crate) async fn of(password: &str) -> Result<Self> {
        let password = password.to_owned();
        let hashed = off_thread(move || {
            Argon2::default()
                .hash_password(password.as_bytes())
                .map(|hash: PasswordHash| hash.to_string())
        });
        let hashed = hashed.await?;
        hashed
            .map(Self)
            .map_err(|error| Error::Corrupt(format!("password hash: {error}")))
    }

    /// Whether this is the password. Nobody's password takes as long to refuse as somebody's, so
    /// that the time does not tell which log-ins exist.
    pub(super) async fn fits(hash: Option<Self>, password: &str) -> Result<bool> {
        let password = password.to_owned();
        off_thread(move || {
            let is_known = hash.is_some();
            let text = hash.map_or_else(|| NOBODYS.to_owned(), |hash| hash.0);
            let fits = PasswordHash::new(&text).is_ok_and(|parsed| {
                Argon2::default()
                    .verify_password(password.as_bytes(), &parsed)
                    .is_ok()
            });
            is_known && fits
        })
        .await
    }
}

/// A hash with the parameters above of a password nobody knows.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRvZm5vYm9keQ$\
                       VGhpcyBpcyBub2JvZHkncyBwYXNzd29yZCBoYXNoISE";

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _turn = HASHING
        .acquire()
        .await
        .map_err(|error| Error::File(std::io::Error::other(error)))?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::File(std::io::Error::other(error)))
}

/// What is wrong with a password somebody chose, in words; nothing when it may be used.
pub(super) fn fault(rules: &SignInRules, password: &str, login: &str) -> Option<String> {
    let n_chars = password.chars().count();
    let fewest = rules.least_chars();
    if n_chars < fewest {
        return Some(format!("密码只有{n_chars}个字符，至少要{fewest}个。"));
    }
    if n_chars > MOST_CHARS {
        return Some(format!("密码不能超过{MOST_CHARS}个字符。"));
    }
    let sorts: [fn(char) -> bool; 4] = [
        |c| c.is_ascii_uppercase(),
        |c| c.is_ascii_lowercase(),
        |c| c.is_ascii_digit(),
        |c| !c.is_ascii_alphanumeric(),
    ];
    let n_sorts = sorts.iter().filter(|is| password.chars().any(**is)).count();
    let fewest = rules.least_sorts();
    if n_sorts < fewest {
        return Some(format!(
            "密码只用了{n_sorts}类字符，大写字母、小写字母、数字、符号中至少要用{fewest}类。"
        ));
    }
    let holds_login = !login.is_empty() && password.to_lowercase().contains(&login.to_lowercase());
    holds_login.then(|| "密码里不能包含账号。".to_owned())
}

/// A random password for the first log-in: fifteen letters and digits that cannot be mistaken for
/// one another when read aloud or copied by hand, 60 bits of chance.
pub(super) fn one_time() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let random = csrf::random_word();
    let mut password = String::from("Ls");
    for (place, pair) in random.as_bytes().chunks_exact(2).take(12).enumerate() {
        let byte = std::str::from_utf8(pair)
            .ok()
            .and_then(|digits| usize::from_str_radix(digits, 16).ok())
            .unwrap_or_default();
        if place % 4 == 0 {
            password.push('-');
        }
        password.push(char::from(LETTERS[byte % LETTERS.len()]));
    }
    password
}

#[cfg(test)]
mod tests {
    use super::{Hash, SignInRules, one_time};

    fn fault(password: &str, login: &str) -> Option<String> {
        super::fault(&SignInRules::default(), password, login)
    }

    #[test]
    fn a_password_is_long_mixed_and_without_the_login() {
        for (password, accepted) in [
            ("Qingshan2026", true),
            ("qingshan-2026", true),
            ("青山绿水Abc2026", true),
            ("Qs2026", false),
            ("qingshan2026", false),
            ("1234567890", false),
            ("Wangmin-2026", false),
        ] {
            assert_eq!(fault(password, "wangmin").is_none(), accepted, "{password}");
        }
        assert!(fault(&"Aa1-".repeat(40), "wangmin").is_some());
    }

    #[test]
    fn a_one_time_password_meets_the_rule_and_is_never_the_same() {
        let (one, other) = (one_time(), one_time());
        assert_ne!(one, other);
        assert_eq!(fault(&one, "admin"), None);
        assert!(!one.contains(['0', '1', 'l', 'o']), "{one}");
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_only_and_nobodys_fits_none() {
        let hash = Hash::of("Qingshan-2026").await.unwrap();
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(
            Hash::fits(Some(hash.clone()), "Qingshan-2026")
                .await
                .unwrap()
        );
        assert!(
            !Hash::fits(Some(hash.clone()), "Qingshan-2027")
                .await
                .unwrap()
        );
        assert!(!Hash::fits(None, "Qingshan-2026").await.unwrap());
        assert_eq!(format!("{hash:?}"), "***");
    }

    #[test]
    fn the_hash_of_nobody_can_be_read_so_that_refusing_it_takes_as_long() {
        let parsed = super::PasswordHash::new(super::NOBODYS).unwrap();
        assert!(parsed.hash.is_some() && parsed.salt.is_some());
    }
}
