//! Whether an ID token is to be believed (OpenID Connect Core, 3.1.3.7): pure, the time is given.

use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde_json::{Map, Value};

/// How far our clock and theirs may be apart.
const SKEW_S: i64 = 60;
/// The most a token may hold.
const MOST_BYTES: usize = 64 << 10;

/// What must be said in a token for it to be ours.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Who must have issued it.
    pub issuer: &'a str,
    /// For whom.
    pub client_id: &'a str,
    /// On which occasion.
    pub nonce: &'a str,
    /// What time it is, in seconds.
    pub now_s: i64,
}

/// What a provider says of somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims(Map<String, Value>);

/// Why a token is not to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no token.
    #[error("it cannot be read")]
    Shape,
    /// It is not signed, or in a way we do not take.
    #[error("it is signed in a way that is not taken")]
    Algorithm,
    /// The provider shows no key of that name and sort.
    #[error("there is no such key")]
    Key,
    /// The signature is not by the key.
    #[error("the signature is wrong")]
    Signature,
    /// Somebody else issued it.
    #[error("it is of another issuer")]
    Issuer,
    /// It is for somebody else.
    #[error("it is for somebody else")]
    Audience,
    /// Its time is over.
    #[error("it has expired")]
    Expired,
    /// Its time has not come; clocks differ.
    #[error("it is of the future")]
    NotYet,
    /// It is of another log-in.
    #[error("it is of another occasion")]
    Nonce,
    /// It does not say of whom it speaks, or of two.
    #[error("it does not say of whom it speaks")]
    Subject,
}

impl Claims {
    /// A text the provider says of them.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        let text = self.0.get(name)?.as_str()?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// Whether the provider says it asked for more than a password (RFC 8176).
    #[must_use]
    pub fn says_second_factor(&self) -> bool {
        const MORE: [&str; 6] = ["mfa", "otp", "hwk", "swk", "sc", "fpt"];
        let methods = self.0.get("amr").and_then(Value::as_array);
        let mut methods = methods.into_iter().flatten().filter_map(Value::as_str);
        methods.any(|method| MORE.contains(&method))
    }

    /// Takes in what the provider says besides, of the same person; what the token says stands.
    pub(super) fn add(&mut self, more: &Value) -> Result<(), Fault> {
        let more = more.as_object().ok_or(Fault::Shape)?;
        if more.get("sub") != self.0.get("sub") {
            return Err(Fault::Subject);
        }
        for (name, value) in more {
            // How somebody was asked is said in what is signed, or not at all.
            if name != "amr" {
                self.0.entry(name).or_insert_with(|| value.clone());
            }
        }
        Ok(())
    }
}

/// What a token says, when it is signed by one of these keys and is for us, now and this time.
pub fn verify(token: &str, keys: &Value, expected: &Expected<'_>) -> Result<Claims, Fault> {
    if token.len() > MOST_BYTES {
        return Err(Fault::Shape);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(Fault::Shape)?;
    let (header, claims) = signed.split_once('.').ok_or(Fault::Shape)?;
    let header = json(header)?;
    let signature = from_base64(signature).ok_or(Fault::Shape)?;
    let algorithm = match header.get("alg").and_then(Value::as_str) {
        Some("RS256") => Algorithm::Rs256,
        Some("ES256") => Algorithm::Es256,
        _ => return Err(Fault::Algorithm),
    };
    // Something we would have to understand and do not (RFC 7515, 4.1.11).
    if header.contains_key("crit") {
        return Err(Fault::Algorithm);
    }
    let mut candidates = algorithm.keys(keys, header.get("kid")).peekable();
    candidates.peek().ok_or(Fault::Key)?;
    if !candidates.any(|key| algorithm.fits(key, signed.as_bytes(), &signature)) {
        return Err(Fault::Signature);
    }
    let claims = json(claims)?;
    check(&claims, expected)?;
    Ok(Claims(claims))
}

#[derive(Debug, Clone, Copy)]
enum Algorithm {
    Rs256,
    Es256,
}

impl Algorithm {
    /// The keys that may have signed so, under this name if the token names one.
    fn keys<'a>(self, keys: &'a Value, kid: Option<&'a Value>) -> impl Iterator<Item = &'a Value> {
        let (sort, name) = match self {
            Self::Rs256 => ("RSA", "RS256"),
            Self::Es256 => ("EC", "ES256"),
        };
        let keys = keys["keys"].as_array().into_iter().flatten();
        keys.filter(move |key| {
            key["kty"] == sort
                && kid.is_none_or(|kid| key["kid"] == *kid)
                && key.get("use").is_none_or(|what| what == "sig")
                && key.get("alg").is_none_or(|algorithm| algorithm == name)
        })
    }

    fn fits(self, key: &Value, signed: &[u8], signature: &[u8]) -> bool {
        let part = |name: &str| from_base64(key[name].as_str()?);
        let fits = match self {
            Self::Rs256 => part("n").zip(part("e")).map(|(n, e)| {
                let key = RsaPublicKeyComponents { n, e };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature)
                    .is_ok()
            }),
            Self::Es256 => part("x").zip(part("y")).map(|(x, y)| {
                let is_whole = key["crv"] == "P-256" && x.len() == 32 && y.len() == 32;
                let point = [&[4][..], &x, &y].concat();
                let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
                is_whole && key.verify(signed, signature).is_ok()
            }),
        };
        fits.unwrap_or(false)
    }
}

fn check(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), Fault> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let instant = |name: &str| claims.get(name).and_then(Value::as_f64).map(|s| s as i64);
    if text("iss") != Some(expected.issuer) {
        return Err(Fault::Issuer);
    }
    let n_audiences = match claims.get("aud") {
        Some(Value::String(one)) if one == expected.client_id => 1,
        Some(Value::Array(all)) if all.iter().any(|one| one == expected.client_id) => all.len(),
        _ => return Err(Fault::Audience),
    };
    // Of several, the one it was handed to must be us.
    let is_ours = text("azp").map_or(n_audiences == 1, |azp| azp == expected.client_id);
    if !is_ours {
        return Err(Fault::Audience);
    }
    let expires = instant("exp").ok_or(Fault::Expired)?;
    if expires.saturating_add(SKEW_S) <= expected.now_s {
        return Err(Fault::Expired);
    }
    let issued = instant("iat").ok_or(Fault::NotYet)?;
    let begins = instant("nbf").unwrap_or(issued).max(issued);
    if begins > expected.now_s.saturating_add(SKEW_S) {
        return Err(Fault::NotYet);
    }
    if text("nonce") != Some(expected.nonce) {
        return Err(Fault::Nonce);
    }
    match text("sub") {
        Some(subject) if !subject.is_empty() => Ok(()),
        _ => Err(Fault::Subject),
    }
}

fn json(part: &str) -> Result<Map<String, Value>, Fault> {
    let bytes = from_base64(part).ok_or(Fault::Shape)?;
    serde_json::from_slice(&bytes).map_err(|_| Fault::Shape)
}

/// The two ways of writing bytes in letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// With `+`, `/` and `=` at the end.
    Standard,
    /// With `-`, `_` and nothing at the end.
    Url,
}

const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

pub(super) fn base64(bytes: &[u8], alphabet: Alphabet) -> String {
    let last = match alphabet {
        Alphabet::Standard => ['+', '/'],
        Alphabet::Url => ['-', '_'],
    };
    let letter = |six: u32| match six {
        62 => last[0],
        63 => last[1],
        six => usize::try_from(six)
            .ok()
            .and_then(|six| LETTERS.get(six))
            .map_or('A', |letter| char::from(*letter)),
    };
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, place| {
            bits << 8 | u32::from(three.get(place).copied().unwrap_or_default())
        });
        for place in 0..4 {
            match (place <= three.len(), alphabet) {
                (true, _) => text.push(letter(bits >> (18 - 6 * place) & 63)),
                (false, Alphabet::Standard) => text.push('='),
                (false, Alphabet::Url) => {}
            }
        }
    }
    text
}

/// The bytes of a text in the alphabet for addresses, without padding.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut n_bits) = (0_u32, 0);
    for letter in text.bytes() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push(u8::try_from(bits >> n_bits & 0xff).unwrap_or_default());
            bits &= (1 << n_bits) - 1;
        }
    }
    // One letter alone is no byte, and what is left over must be nothing.
    (n_bits < 6 && bits == 0).then_some(bytes)
}

#[cfg(test)]
mod tests;
