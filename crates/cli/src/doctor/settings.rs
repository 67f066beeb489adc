//! What is set before the start, and what it leads to: the certificate.

use super::Finding;
use crate::data;
use base::{Clock, clock::SystemClock, config::Tls, day::instant_in_words};
use std::path::Path;
use wire::Identity;

/// A certificate that ends sooner should be thought of: getting one takes weeks.
const SOON_MS: i64 = 30 * DAY_MS;
const DAY_MS: i64 = 86_400_000;

pub(super) fn findings(data: &Path) -> Vec<Finding> {
    let next = "请改正后重新运行“luoshi doctor”";
    let config = match data::config(data) {
        Ok(config) => config,
        Err(error) => return vec![Finding::wrong("设置", error.to_string(), next)],
    };
    let unusable = bureau::check_settings(&config).err().map(|error| {
        let words = error.to_string();
        Finding::wrong("设置", words.trim_end_matches('。'), next)
    });
    let certificates = config.tls.iter().map(certificate);
    unusable.into_iter().chain(certificates).collect()
}

fn certificate(tls: &Tls) -> Finding {
    const SUBJECT: &str = "证书";
    let now_ms = SystemClock.now_ms();
    let identity = match Identity::read(&tls.certificate, &tls.key, now_ms) {
        Ok(identity) => identity,
        Err(error) => {
            let next = "现在启动会失败；已经在运行的，仍用启动时的证书";
            return Finding::wrong(SUBJECT, error.to_string(), next);
        }
    };
    let left_ms = identity.ends_ms() - now_ms;
    let words = format!(
        "有效期到{}，还有 {} 天",
        instant_in_words(identity.ends_ms()),
        left_ms / DAY_MS
    );
    match left_ms < SOON_MS {
        true => Finding::notice(SUBJECT, words, "请尽快换上新证书，覆盖原文件即可，不用重启"),
        false => Finding::well(SUBJECT, words),
    }
}
