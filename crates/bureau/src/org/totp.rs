//! 两步验证: codes of six digits that change every half minute (RFC 6238, HMAC-SHA-1 as every
//! authenticator has it), and recovery codes for when the telephone is gone.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use shell::csrf;

/// How long one code is shown.
const STEP_MS: i64 = 30_000;
/// A code may be this many steps older or newer: clocks differ, and typing takes time.
const DRIFT: i64 = 1;
/// How many recovery codes there are.
const N_RECOVERY_CODES: usize = 10;
/// The letters of RFC 4648, of which authenticators know secrets.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What server and telephone share: 160 bits, as the RFC recommends.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret([u8; 20]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl Secret {
    /// A new one.
    pub(super) fn random() -> Self {
        let mut bytes = [0; 20];
        for (byte, random) in bytes.iter_mut().zip(random_bytes()) {
            *byte = random;
        }
        Self(bytes)
    }

    /// The secret as it is kept and typed into a telephone.
    pub(super) fn in_letters(&self) -> String {
        base32(&self.0)
    }

    /// The secret of its letters.
    pub(super) fn from_letters(text: &str) -> Option<Self> {
        let mut bytes = Vec::new();
        let (mut bits, mut n_bits) = (0u32, 0);
        for letter in text.bytes() {
            let value = BASE32.iter().position(|known| *known == letter)?;
            bits = (bits << 5) | u32::try_from(value).ok()?;
            n_bits += 5;
            if n_bits >= 8 {
                n_bits -= 8;
                bytes.push(u8::try_from((bits >> n_bits) & 0xff).ok()?);
            }
        }
        bytes.try_into().ok().map(Self)
    }

    /// What the picture to be scanned says.
    pub(super) fn address(&self, bureau: &str, login: &str) -> String {
        let encoded = |text: &str| -> String {
            form_urlencoded::byte_serialize(text.as_bytes())
                .collect::<String>()
                .replace('+', "%20")
        };
        let issuer = encoded(bureau);
        format!(
            "otpauth://totp/{issuer}:{}?secret={}&issuer={issuer}",
            encoded(login),
            self.in_letters()
        )
    }

    /// The step a code belongs to, if it is one of now; one used already, or older, is none.
    pub(super) fn step_of(&self, code: &str, now_ms: i64, last_step: i64) -> Option<i64> {
        let now = now_ms / STEP_MS;
        let is_code = code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit());
        let given: u32 = is_code.then(|| code.parse().ok()).flatten()?;
        (now - DRIFT..=now + DRIFT)
            .filter(|step| *step > last_step)
            .find(|step| self.code(*step) == given)
    }

    /// The code of a step.
    fn code(&self, step: i64) -> u32 {
        // The block length of SHA-1; HMAC pads a shorter key with zeros itself.
        let mut block = [0u8; 64];
        block[..20].copy_from_slice(&self.0);
        let mut mac = <Hmac<Sha1> as KeyInit>::new(&block.into());
        mac.update(&step.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        let at = digest.last().map_or(0, |last| usize::from(last & 0x0f));
        let word = digest
            .iter()
            .skip(at)
            .take(4)
            .fold(0u32, |word, byte| (word << 8) | u32::from(*byte));
        (word & 0x7fff_ffff) % 1_000_000
    }
}

/// New recovery codes: four groups of four letters, 80 bits of chance each.
pub(super) fn recovery_codes() -> Vec<String> {
    (0..N_RECOVERY_CODES)
        .map(|_| {
            let random: Vec<u8> = random_bytes().take(10).collect();
            let letters = base32(&random).to_lowercase();
            let groups: Vec<&str> = (0..4)
                .filter_map(|group| letters.get(group * 4..group * 4 + 4))
                .collect();
            groups.join("-")
        })
        .collect()
}

/// A recovery code as it is kept; typed in capitals or without lines it is the same. Eighty bits of
/// chance need no slow hash.
pub(super) fn recovery_hash(code: &str) -> String {
    use sha2::Digest;
    let letters: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    let digest = sha2::Sha256::digest(letters.as_bytes());
    base32(&digest)
}

fn base32(bytes: &[u8]) -> String {
    let mut letters = String::new();
    let (mut bits, mut n_bits) = (0u32, 0);
    for byte in bytes {
        bits = ((bits << 8) | u32::from(*byte)) & 0xffff;
        n_bits += 8;
        while n_bits >= 5 {
            n_bits -= 5;
            letters.push(letter(bits >> n_bits));
        }
    }
    if n_bits > 0 {
        letters.push(letter(bits << (5 - n_bits)));
    }
    letters
}

fn letter(bits: u32) -> char {
    let at = usize::try_from(bits & 31).unwrap_or_default();
    char::from(BASE32[at])
}

/// Chance from the system.
fn random_bytes() -> impl Iterator<Item = u8> {
    let word = csrf::random_word();
    let digits: Vec<u8> = word
        .chars()
        .filter_map(|digit| digit.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect();
    let bytes: Vec<u8> = digits
        .chunks_exact(2)
        .map(|two| two[0] * 16 + two[1])
        .collect();
    bytes.into_iter()
}

#[cfg(test)]
mod tests {
    use super::{Secret, recovery_codes, recovery_hash};

    /// The secret of the vectors of RFC 6238, appendix B: 「12345678901234567890」.
    fn of_the_rfc() -> Secret {
        Secret(*b"12345678901234567890")
    }

    #[test]
    fn the_vectors_of_rfc_6238_hold() {
        // The RFC shows eight digits; six are their last.
        for (seconds, code) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            let ours = format!("{:06}", of_the_rfc().code(seconds / 30));
            assert_eq!(ours, code[2..], "{seconds}");
        }
    }

    #[test]
    fn a_code_is_taken_once_and_only_near_its_time() {
        let secret = of_the_rfc();
        let (now_ms, code) = (1_111_111_111_000, "050471");
        let step = secret.step_of(code, now_ms, 0).unwrap();
        assert_eq!(step, 1_111_111_111 / 30);
        assert_eq!(secret.step_of(code, now_ms, step), None, "used already");
        assert!(secret.step_of(code, now_ms + 30_000, 0).is_some());
        assert_eq!(secret.step_of(code, now_ms + 60_000, 0), None, "too old");
        for wrong in ["", "50471", "0050471", "+50471", "abcdef"] {
            assert_eq!(secret.step_of(wrong, now_ms, 0), None, "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_written_in_the_letters_of_authenticators_and_read_back() {
        let secret = of_the_rfc();
        assert_eq!(secret.in_letters(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            Secret::from_letters(&secret.in_letters()),
            Some(secret.clone())
        );
        assert_eq!(Secret::from_letters("GEZD"), None);
        assert_eq!(format!("{secret:?}"), "***");
        assert_ne!(Secret::random(), Secret::random());
        let address = secret.address("清禾县教育局", "ren shi");
        assert!(address.starts_with("otpauth://totp/%E6%B8%85"), "{address}");
        assert!(address.contains(":ren%20shi?secret=GEZDG"), "{address}");
    }

    #[test]
    fn recovery_codes_differ_and_are_known_however_they_are_typed() {
        let codes = recovery_codes();
        assert_eq!(codes.len(), 10);
        assert!(codes.iter().all(|code| code.len() == 19), "{codes:?}");
        let typed = codes[0].to_uppercase().replace('-', " ");
        assert_eq!(recovery_hash(&typed), recovery_hash(&codes[0]));
        assert_ne!(recovery_hash(&codes[1]), recovery_hash(&codes[0]));
    }
}
