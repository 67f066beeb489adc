//! From where a request comes: the network address and the kind of terminal, as the audit keeps them.

use axum::{
    extract::{ConnectInfo, Request},
    http::{HeaderMap, header},
};
use std::net::{IpAddr, SocketAddr};

/// The address of whoever asked. Behind a proxy on this machine it is the one the proxy met: the
/// last it added; what stands before it was sent by the client and may be invented.
pub(crate) fn address(request: &Request) -> String {
    let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() else {
        return "local".to_owned();
    };
    let forwarded = match peer.ip().is_loopback() {
        true => forwarded_for(request.headers()),
        false => None,
    };
    forwarded.unwrap_or(peer.ip()).to_string()
}

fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
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
    use super::{address, terminal};
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
