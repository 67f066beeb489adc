//! The certificate we show to those who come in, and its key; read anew when they change.

use crate::{ber::Reader, provider, read_pem};
use base::day::{Date, instant_in_words};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

/// How a key with a password begins.
const WITH_PASSWORD: [&[u8]; 2] = [b"ENCRYPTED PRIVATE KEY", b"Proc-Type: 4,ENCRYPTED"];

/// A certificate with its key, as they stand in two files.
#[derive(Debug)]
pub struct Identity {
    certificate: PathBuf,
    key: PathBuf,
    current: Arc<Current>,
}

/// Why a certificate cannot be shown, in a sentence without its stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct IdentityError(pub(crate) String);

/// What is shown now.
#[derive(Debug)]
struct Current(RwLock<Shown>);

#[derive(Debug, Clone)]
struct Shown {
    key: Arc<CertifiedKey>,
    ends_ms: i64,
    /// When the two files were written, as far as the machine says.
    written: [Option<SystemTime>; 2],
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.get().key)
    }
}

impl Current {
    fn get(&self) -> Shown {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Identity {
    /// Reads both files. Refused: what is no certificate or key, a key of another certificate, a
    /// certificate whose time is over or has not come.
    pub fn read(certificate: &Path, key: &Path, now_ms: i64) -> Result<Self, IdentityError> {
        let shown = Shown::read(certificate, key, now_ms)?;
        Ok(Self {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
            current: Arc::new(Current(RwLock::new(shown))),
        })
    }

    /// How connections are taken in: HTTP/1.1 over TLS 1.2 or 1.3.
    pub fn server(&self) -> Result<Arc<ServerConfig>, IdentityError> {
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(rustls::ALL_VERSIONS)
            .map_err(|error| IdentityError(format!("加密连接无法启用：{error}")))?
            .with_no_client_auth()
            .with_cert_resolver(self.current.clone());
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    /// Until when the certificate is good.
    #[must_use]
    pub fn ends_ms(&self) -> i64 {
        self.current.get().ends_ms
    }

    /// Whether the files were written since they were read.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.current.get().written != written(&self.certificate, &self.key)
    }

    /// Reads the files anew. What cannot be used leaves everything as it was.
    pub fn renew(&self, now_ms: i64) -> Result<(), IdentityError> {
        let shown = Shown::read(&self.certificate, &self.key, now_ms)?;
        *self
            .current
            .0
            .write()
            .unwrap_or_else(PoisonError::into_inner) = shown;
        Ok(())
    }
}

impl Shown {
    fn read(certificate: &Path, key: &Path, now_ms: i64) -> Result<Self, IdentityError> {
        // Before the files: written while we read, they are read again.
        let written = written(certificate, key);
        let chain = chain(certificate)?;
        let (starts_ms, ends_ms) = validity(&chain)
            .ok_or_else(|| IdentityError(format!("证书“{}”无法识别", certificate.display())))?;
        if now_ms >= ends_ms {
            return Err(IdentityError(format!(
                "证书“{}”已于{}过期，请换上新证书",
                certificate.display(),
                instant_in_words(ends_ms)
            )));
        }
        if now_ms < starts_ms {
            return Err(IdentityError(format!(
                "证书“{}”要到{}才生效，请检查证书和本机时钟",
                certificate.display(),
                instant_in_words(starts_ms)
            )));
        }
        let signing = provider()
            .key_provider
            .load_private_key(private_key(key)?)
            .map_err(|_| {
                IdentityError(format!(
                    "私钥“{}”的种类不支持，请用 RSA（2048 位以上）、ECDSA（P-256、P-384）或 Ed25519",
                    key.display()
                ))
            })?;
        let certified = CertifiedKey::new(chain, signing);
        certified.keys_match().map_err(|_| {
            IdentityError(format!(
                "私钥“{}”与证书“{}”不是一对，请检查两个文件，服务器自己的证书应排在证书文件的最前面",
                key.display(),
                certificate.display()
            ))
        })?;
        Ok(Self {
            key: Arc::new(certified),
            ends_ms,
            written,
        })
    }
}

fn chain(file: &Path) -> Result<Vec<CertificateDer<'static>>, IdentityError> {
    let pem = read_pem(file).map_err(IdentityError)?;
    let chain: Vec<_> = CertificateDer::pem_slice_iter(&pem)
        .filter_map(Result::ok)
        .collect();
    match chain.is_empty() {
        true => Err(IdentityError(format!(
            "文件“{}”里没有证书，请换成 PEM 格式（以 -----BEGIN CERTIFICATE----- 开头）",
            file.display()
        ))),
        false => Ok(chain),
    }
}

fn private_key(file: &Path) -> Result<PrivateKeyDer<'static>, IdentityError> {
    let pem = read_pem(file).map_err(IdentityError)?;
    let has = |word: &[u8]| pem.windows(word.len()).any(|bytes| bytes == word);
    if WITH_PASSWORD.iter().any(|word| has(word)) {
        return Err(IdentityError(format!(
            "私钥“{}”设了密码，服务启动时没有人输入；请去掉密码，并只让运行落实的系统账号能读",
            file.display()
        )));
    }
    PrivateKeyDer::from_pem_slice(&pem).map_err(|_| {
        IdentityError(format!(
            "文件“{}”里没有私钥，请换成 PEM 格式（以 -----BEGIN PRIVATE KEY----- 开头）",
            file.display()
        ))
    })
}

/// From when until when the first certificate is good (RFC 5280, 4.1).
fn validity(chain: &[CertificateDer<'_>]) -> Option<(i64, i64)> {
    const SEQUENCE: u8 = 0x30;
    const VERSION: u8 = 0xa0;
    const INTEGER: u8 = 0x02;
    let certificate = Reader::new(chain.first()?).take(SEQUENCE)?;
    let mut body = Reader::new(Reader::new(certificate).take(SEQUENCE)?);
    body.take(VERSION);
    body.take(INTEGER)?; // serial number
    body.take(SEQUENCE)?; // algorithm
    body.take(SEQUENCE)?; // issuer
    let mut validity = Reader::new(body.take(SEQUENCE)?);
    Some((instant(validity.next()?)?, instant(validity.next()?)?))
}

/// `YYMMDDHHMMSSZ` up to 2049, `YYYYMMDDHHMMSSZ` from then on.
fn instant((tag, text): (u8, &[u8])) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let (year, rest) = match tag {
        0x17 => {
            let year: i16 = text.get(..2)?.parse().ok()?;
            (year + if year < 50 { 2000 } else { 1900 }, text.get(2..)?)
        }
        0x18 => (text.get(..4)?.parse().ok()?, text.get(4..)?),
        _ => return None,
    };
    let part = |place: usize| -> Option<i8> { rest.get(place..place + 2)?.parse().ok() };
    let day = Date::new(year, part(0)?, part(2)?).ok()?;
    let days = i64::from(Date::new(1970, 1, 1).ok()?.until(day).ok()?.get_days());
    let [hours, minutes, seconds] = [4, 6, 8].map(part);
    let seconds = i64::from(hours?) * 3_600 + i64::from(minutes?) * 60 + i64::from(seconds?);
    Some((days * 86_400 + seconds) * 1_000)
}

fn written(certificate: &Path, key: &Path) -> [Option<SystemTime>; 2] {
    [certificate, key].map(|file| std::fs::metadata(file).ok()?.modified().ok())
}

#[cfg(test)]
mod tests {
    use super::Identity;
    use std::{fs, path::Path};

    const NOW_MS: i64 = 1_772_672_400_000; // 5 March 2026

    fn pair(folder: &Path, name: &str, until_year: i32) {
        let mut params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(until_year, 1, 1);
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        fs::write(folder.join(format!("{name}.pem")), certificate.pem()).unwrap();
        fs::write(folder.join(format!("{name}.key")), key.serialize_pem()).unwrap();
    }

    #[test]
    fn a_certificate_is_shown_only_with_its_own_key_and_in_its_time() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        pair(folder.path(), "good", 2030);
        pair(folder.path(), "other", 2030);
        pair(folder.path(), "over", 2026);
        fs::write(
            at("locked.key"),
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
        )
        .unwrap();
        let read = |certificate: &str, key: &str| {
            Identity::read(&at(certificate), &at(key), NOW_MS).map_err(|error| error.to_string())
        };
        let good = read("good.pem", "good.key").unwrap();
        assert_eq!(good.ends_ms(), 1_893_456_000_000);
        assert!(good.server().is_ok());
        for (certificate, key, words) in [
            ("good.pem", "other.key", "不是一对"),
            ("over.pem", "over.key", "过期"),
            ("none.pem", "good.key", "读不了"),
            ("good.key", "good.key", "没有证书"),
            ("good.pem", "good.pem", "没有私钥"),
            ("good.pem", "locked.key", "设了密码"),
        ] {
            let complaint = read(certificate, key).unwrap_err();
            assert!(
                complaint.contains(words),
                "{certificate} {key}: {complaint}"
            );
        }
        let before = Identity::read(&at("good.pem"), &at("good.key"), 0).unwrap_err();
        assert!(before.to_string().contains("才生效"), "{before}");
    }

    #[test]
    fn a_new_pair_is_shown_and_a_broken_one_leaves_the_old() {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = (folder.path().join("a.pem"), folder.path().join("a.key"));
        pair(folder.path(), "a", 2027);
        let identity = Identity::read(&certificate, &key, NOW_MS).unwrap();
        assert!(!identity.is_outdated());
        let first = identity.ends_ms();
        fs::write(&certificate, "half a file").unwrap();
        assert!(identity.is_outdated());
        assert!(identity.renew(NOW_MS).is_err());
        assert_eq!(identity.ends_ms(), first);
        pair(folder.path(), "a", 2030);
        identity.renew(NOW_MS).unwrap();
        assert!(identity.ends_ms() > first && !identity.is_outdated());
    }
}
