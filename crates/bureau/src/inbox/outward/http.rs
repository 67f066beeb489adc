//! One POST to one configured host: no redirects, no cookies, no proxies, a small reply, a time limit.

use super::Fault;
use std::{io, net::IpAddr, time::Duration};
use wire::{
    Client, Limits, WireError,
    http::{Request, Uri, header},
};

/// How long one call may take.
pub(super) const MOST_TIME: Duration = Duration::from_secs(15);

/// The most of a reply that is read.
const MOST_REPLY: usize = 64 << 10;

/// The host of an address that could be posted to: in the open only this machine is spoken to.
pub(in crate::inbox) fn host_of(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok().filter(|_| Client::is_address(url))?;
    let host = uri.host()?.to_owned();
    let is_here = host
        .trim_matches(['[', ']'])
        .parse::<IpAddr>()
        .is_ok_and(|address| address.is_loopback());
    (uri.scheme_str() == Some("https") || is_here).then_some(host)
}

/// Posts JSON and gives the reply. What is wrong is said without the address, which holds keys.
pub(super) async fn post(url: &str, body: String, most_time: Duration) -> Result<String, Fault> {
    let is_no_address = || Fault::for_good("群机器人的地址无效");
    host_of(url).ok_or_else(is_no_address)?;
    let request = Request::post(url)
        .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
        .body(body.into_bytes())
        .map_err(|_| is_no_address())?;
    let limits = Limits {
        connect: most_time,
        whole: most_time,
        most_bytes: MOST_REPLY,
    };
    let client = Client::new(None).map_err(|error| Fault::for_good(error.to_string()))?;
    let reply = client.ask(request, limits).await.map_err(fault)?;
    let status = reply.status();
    if !status.is_success() {
        let words = format!("群机器人的服务器答复 {}", status.as_u16());
        return Err(match status.is_server_error() || status.as_u16() == 429 {
            true => Fault::for_now(words),
            false => Fault::for_good(words),
        });
    }
    Ok(String::from_utf8_lossy(reply.body()).into_owned())
}

fn fault(error: WireError) -> Fault {
    match error {
        WireError::Address => Fault::for_good("群机器人的地址无效"),
        WireError::TimedOut => Fault::for_now("群机器人的服务器没有及时答复"),
        WireError::Connect(error) if error.kind() == io::ErrorKind::InvalidData => {
            Fault::for_now("群机器人的服务器证书不受信任或加密连接失败")
        }
        WireError::Connect(_) => Fault::for_now("群机器人的服务器连接不上"),
        WireError::Broken(_) => Fault::for_now("群机器人的答复读不完整，或者连接中断"),
    }
}
