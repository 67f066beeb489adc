//! From where a request comes: the network address and the kind of terminal, as the audit keeps them.

use axum::{
    Extension, Router,
    extract::{ConnectInfo, Request},
    http::{HeaderMap, header},
};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

/// A proxy that is believed: one address, or a network of them (`10.1.0.0/16`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrustedProxy {
    address: IpAddr,
    n_bits: u32,
}

/// The proxies that are believed besides those on this machine; an extension of requests.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Arc<[TrustedProxy]>);

/// The text is no address and no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("要填地址或网段，例如 10.1.2.3 或 10.1.0.0/16")]
pub struct NotAProxy;

impl std::str::FromStr for TrustedProxy {
    type Err = NotAProxy;

    fn from_str(text: &str) -> Result<Self, NotAProxy> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().map_err(|_| NotAProxy)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let n_bits = bits.map_or(Ok(most), |bits| bits.parse().map_err(|_| NotAProxy))?;
        (n_bits <= most)
            .then_some(Self { address, n_bits })
            .ok_or(NotAProxy)
    }
}

impl TrustedProxy {
    fn holds(self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - self.n_bits).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - self.n_bits).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            _ => false,
        }
    }
}

impl TrustedProxies {
    fn believe(&self, address: IpAddr) -> bool {
        address.to_canonical().is_loopback() || self.0.iter().any(|proxy| proxy.holds(address))
    }
}

/// Lets an application believe these proxies.
pub fn trusting(router: Router, proxies: Vec<TrustedProxy>) -> Router {
    router.layer(Extension(TrustedProxies(proxies.into())))
}

fn believed<B>(request: &axum::http::Request<B>) -> TrustedProxies {
    let proxies = request.extensions().get::<TrustedProxies>();
    proxies.cloned().unwrap_or_default()
}

fn peer<B>(request: &axum::http::Request<B>) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.map(|ConnectInfo(peer)| peer.ip())
}

/// The address of whoever asked. Behind proxies that are believed it is the one the outermost of
/// them met; what stands before it was sent by the client and may be invented.
pub(crate) fn address(request: &Request) -> String {
    let Some(peer) = peer(request) else {
        return "local".to_owned();
    };
    let proxies = believed(request);
    let mut nearest = peer;
    for met in forwarded_for(request.headers()) {
        let Some(met) = met.filter(|_| proxies.believe(nearest)) else {
            break;
        };
        nearest = met;
    }
    nearest.to_canonical().to_string()
}

/// Left on a request that came to us encrypted, without a proxy.
#[derive(Debug, Clone, Copy)]
pub struct OverTls;

/// Whether the browser speaks TLS: with us, or as a proxy that is believed says. Without a socket (in
/// tests) there is nobody to disbelieve.
pub(crate) fn is_secure(request: &Request) -> bool {
    if request.extensions().get::<OverTls>().is_some() {
        return true;
    }
    let proto = request.headers().get("x-forwarded-proto");
    proto.is_some_and(|proto| proto == "https")
        && peer(request).is_none_or(|peer| believed(request).believe(peer))
}

/// The addresses proxies met, the last first; none for what is no address.
fn forwarded_for(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let lines: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .map(|line| line.to_str().unwrap_or_default())
        .collect();
    let words = lines.iter().rev().flat_map(|line| line.rsplit(','));
    words.map(|word| word.trim().parse().ok()).collect()
}

/// System and browser in a few words: 「Windows Chrome 109」; empty when the request does not say.
pub(crate) fn terminal(headers: &HeaderMap) -> String {
    const SYSTEMS: [(&str, &str); 8] = [
        ("OpenHarmony", "鸿蒙"),
        ("HarmonyOS", "鸿蒙"),
        ("Android", "安卓"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    // Nearly every browser says it is Chrome, too: the particular ones come first.
    const BROWSERS: [(&str, &str); 6] = [
        ("MicroMessenger/", "微信"),
        ("DingTalk/", "钉钉"),
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Version/", "Safari"),
    ];
    let agent = headers.get(header::USER_AGENT);
    let agent = agent.and_then(|agent| agent.to_str().ok()).unwrap_or("");
    let system = SYSTEMS.iter().find(|(mark, _)| agent.contains(mark));
    let browser = BROWSERS.iter().find_map(|(mark, name)| {
        let (_, rest) = agent.split_once(mark)?;
        let version: String = rest.chars().take_while(char::is_ascii_digit).collect();
        Some(format!("{name} {version}"))
    });
    let words = [system.map(|(_, name)| (*name).to_owned()), browser];
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{OverTls, TrustedProxies, TrustedProxy, address, is_secure, terminal};
    use axum::{
        body::Body,
        extract::{ConnectInfo, Request},
        http::HeaderMap,
    };
    use std::net::SocketAddr;

    fn request(peer: [u8; 4], forwarded: &str) -> Request {
        let mut request = Request::builder()
            .header("x-forwarded-for", forwarded)
            .body(Body::empty())
            .unwrap();
        let peer = SocketAddr::from((peer, 4000));
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    }

    #[test]
    fn only_a_proxy_on_this_machine_is_believed_and_only_what_it_added() {
        assert_eq!(
            address(&request([127, 0, 0, 1], "1.2.3.4, 10.0.0.7")),
            "10.0.0.7"
        );
        assert_eq!(address(&request([10, 0, 0, 9], "1.2.3.4")), "10.0.0.9");
        assert_eq!(address(&request([127, 0, 0, 1], "nonsense")), "127.0.0.1");
    }

    #[test]
    fn other_proxies_are_believed_when_they_are_named_one_after_the_other() {
        let trusting = |mut request: Request, proxies: &[&str]| {
            let proxies: Vec<TrustedProxy> = proxies.iter().map(|p| p.parse().unwrap()).collect();
            request
                .extensions_mut()
                .insert(TrustedProxies(proxies.into()));
            request
        };
        for (peer, proxies, forwarded, from) in [
            (
                [10, 1, 2, 3],
                &["10.1.0.0/16"][..],
                "1.2.3.4, 172.16.0.9",
                "172.16.0.9",
            ),
            (
                [10, 1, 2, 3],
                &["10.1.2.3", "172.16.0.9"][..],
                "1.2.3.4, 172.16.0.9",
                "1.2.3.4",
            ),
            ([10, 2, 2, 3], &["10.1.0.0/16"][..], "1.2.3.4", "10.2.2.3"),
            (
                [10, 2, 2, 3],
                &["0.0.0.0/0"][..],
                "nonsense, 1.2.3.4",
                "1.2.3.4",
            ),
        ] {
            let request = trusting(request(peer, forwarded), proxies);
            assert_eq!(address(&request), from, "{peer:?} {proxies:?}");
        }
        for wrong in ["10.1.2", "10.1.2.3/33", "proxy", "10.0.0.0/x", ""] {
            assert!(wrong.parse::<TrustedProxy>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_a_proxy_that_is_believed_says_it_is_tls() {
        for (peer, secure) in [([127, 0, 0, 1], true), ([10, 0, 0, 9], false)] {
            let mut request = request(peer, "1.2.3.4");
            let proto = "https".parse().unwrap();
            request.headers_mut().insert("x-forwarded-proto", proto);
            assert_eq!(is_secure(&request), secure);
        }
        let mut request = request([10, 0, 0, 9], "1.2.3.4");
        request.extensions_mut().insert(OverTls);
        assert!(is_secure(&request), "it came to us encrypted");
    }

    #[test]
    fn a_terminal_is_named_in_a_few_words() {
        for (agent, words) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36",
                "Windows Chrome 109",
            ),
            (
                "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/86.0 Mobile MicroMessenger/8.0.30",
                "安卓 微信 8",
            ),
            ("curl/8.0", ""),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("user-agent", agent.parse().unwrap());
            assert_eq!(terminal(&headers), words);
        }
        assert_eq!(terminal(&HeaderMap::new()), "");
    }
}
