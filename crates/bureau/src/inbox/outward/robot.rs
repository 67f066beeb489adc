//! 群机器人: what 钉钉, 企业微信 and 飞书 take, and how each wants it signed.

use super::Fault;
use crate::inbox::model::{Robot, RobotKind};
use base::config::Secret;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

/// A request to a robot. The address holds secrets: it is never printed.
pub(super) struct Call {
    pub(super) url: String,
    pub(super) body: String,
}

/// The request that says these words in a robot's group.
pub(super) fn call(robot: &Robot, words: &str, now_ms: i64) -> Call {
    let secret = robot.secret.as_ref().map_or("", Secret::reveal);
    let url = robot.address.reveal().to_owned();
    match robot.kind {
        RobotKind::DingTalk => {
            let body = json!({"msgtype": "text", "text": {"content": words}}).to_string();
            if secret.is_empty() {
                return Call { url, body };
            }
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("timestamp", &now_ms.to_string())
                .append_pair("sign", &dingtalk_signature(now_ms, secret))
                .finish();
            let joint = if url.contains('?') { '&' } else { '?' };
            Call {
                url: format!("{url}{joint}{query}"),
                body,
            }
        }
        // The key in the address is all the proof there is.
        RobotKind::WeCom => Call {
            url,
            body: json!({"msgtype": "text", "text": {"content": words}}).to_string(),
        },
        RobotKind::Feishu => {
            let mut body = json!({"msg_type": "text", "content": {"text": words}});
            if !secret.is_empty() {
                let seconds = now_ms / 1000;
                body["timestamp"] = Value::from(seconds.to_string());
                body["sign"] = Value::from(feishu_signature(seconds, secret));
            }
            Call {
                url,
                body: body.to_string(),
            }
        }
    }
}

/// Codes of replies that ask for patience: busy, or asked too often. Every other one stays until
/// somebody changes the robot (key withdrawn, signature or keyword wrong, group dissolved).
const PASSING: [(RobotKind, &[i64]); 3] = [
    (RobotKind::DingTalk, &[-1, 130_101, 410_100, 90_030]),
    (RobotKind::WeCom, &[-1, 45_009, 45_033]),
    (RobotKind::Feishu, &[11_232, 11_233, 1_500]),
];

/// What a robot's reply says against the words; nothing when it took them. All three answer 200 also
/// when they did not.
pub(super) fn refusal(kind: RobotKind, reply: &str) -> Option<Fault> {
    let reply: Value = serde_json::from_str(reply).unwrap_or_default();
    let code = ["errcode", "code", "StatusCode"]
        .iter()
        .find_map(|name| reply.get(name)?.as_i64());
    let code = match code {
        Some(0) => return None,
        Some(code) => code,
        None => return Some(Fault::for_now("群机器人的答复无法识别")),
    };
    let words = format!("{}群机器人答复 {code}{}", kind.label(), meaning(kind, code));
    let may_pass = PASSING
        .iter()
        .any(|(of, codes)| *of == kind && codes.contains(&code));
    Some(match may_pass {
        true => Fault::for_now(words),
        false => Fault::for_good(words),
    })
}

/// What the codes met most often mean, in our own words: theirs may repeat what we sent.
fn meaning(kind: RobotKind, code: i64) -> &'static str {
    match (kind, code) {
        (RobotKind::DingTalk, 310_000) => "：签名、关键词或来访地址不符合机器人的安全设置",
        (RobotKind::DingTalk, 130_101 | 410_100 | 90_030)
        | (RobotKind::WeCom, 45_009 | 45_033)
        | (RobotKind::Feishu, 11_232 | 11_233) => "：发送太频繁",
        (RobotKind::DingTalk, 300_001 | 400_101 | 400_102 | 400_106)
        | (RobotKind::WeCom, 93_000 | 40_058)
        | (RobotKind::Feishu, 19_001) => "：地址失效或机器人已被移出群",
        (RobotKind::Feishu, 19_021) => "：签名密钥不符，或本机时间不准",
        (RobotKind::Feishu, 19_022) => "：本机的地址不在机器人允许的范围内",
        (RobotKind::Feishu, 19_024) => "：没有机器人要求的关键词",
        _ => "",
    }
}

/// 钉钉: milliseconds and the secret, signed with the secret.
fn dingtalk_signature(now_ms: i64, secret: &str) -> String {
    base64(&sign(secret, &format!("{now_ms}\n{secret}")))
}

/// 飞书: nothing, signed with seconds and the secret.
fn feishu_signature(seconds: i64, secret: &str) -> String {
    base64(&sign(&format!("{seconds}\n{secret}"), ""))
}

fn sign(key: &str, message: &str) -> Vec<u8> {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
        return Vec::new();
    };
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Base 64 with padding (RFC 4648 §4).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let digit = (bits >> (18 - 6 * at)) & 63;
            let is_padding = at > chunk.len();
            match DIGITS.get(digit as usize).filter(|_| !is_padding) {
                Some(digit) => text.push(char::from(*digit)),
                None => text.push('='),
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{base64, call, dingtalk_signature, feishu_signature, refusal};
    use crate::inbox::{
        model::{Robot, RobotKind},
        outward::tests::robot,
    };
    use base::config::Secret;

    fn signing(kind: RobotKind, address: &str, secret: &str) -> Robot {
        Robot {
            secret: (!secret.is_empty()).then(|| Secret::new(secret)),
            ..robot(kind, address.to_owned())
        }
    }

    /// Computed with Python's `hmac`; the one of 飞书 stands in its own documentation.
    #[test]
    fn signatures_are_those_the_robots_expect() {
        assert_eq!(
            dingtalk_signature(1_577_262_236_757, "this is secret"),
            "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM="
        );
        assert_eq!(
            dingtalk_signature(1_781_485_200_000, "SECluoshi"),
            "dAgJc8xsG1ki9i/f59pZTYQ4d+CrXD+V4SrzwyXqEy0="
        );
        assert_eq!(
            feishu_signature(1_599_360_473, "demo"),
            "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8="
        );
    }

    #[test]
    fn base_64_pads_as_the_standard_does() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn each_robot_gets_the_words_in_its_own_form() {
        let at = 1_781_485_200_000;
        let dingtalk = signing(
            RobotKind::DingTalk,
            "https://oapi.dingtalk.com/robot/send?access_token=abc",
            "SECluoshi",
        );
        let made = call(&dingtalk, "3 项待办", at);
        assert_eq!(
            made.url,
            "https://oapi.dingtalk.com/robot/send?access_token=abc&timestamp=1781485200000\
             &sign=dAgJc8xsG1ki9i%2Ff59pZTYQ4d%2BCrXD%2BV4SrzwyXqEy0%3D"
        );
        assert_eq!(
            made.body,
            r#"{"msgtype":"text","text":{"content":"3 项待办"}}"#
        );
        let feishu = signing(
            RobotKind::Feishu,
            "https://open.feishu.cn/open-apis/bot/v2/hook/abc",
            "luoshi",
        );
        let made = call(&feishu, "3 项待办", at);
        let body: serde_json::Value = serde_json::from_str(&made.body).unwrap();
        assert_eq!(body["timestamp"], "1781485200");
        assert_eq!(body["sign"], "rY2+0z3m1NZoHb4Ip/w5pKQzZDVeE8brGo50sac7tEc=");
        assert_eq!(body["content"]["text"], "3 项待办");
        let wecom = signing(
            RobotKind::WeCom,
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc",
            "",
        );
        let made = call(&wecom, "3 项待办", at);
        assert_eq!(made.url, wecom.address.reveal());
    }

    #[test]
    fn a_reply_that_refuses_is_told_from_one_that_took_the_words_and_from_one_that_asks_to_wait() {
        for taken in [
            r#"{"errcode":0,"errmsg":"ok"}"#,
            r#"{"code":0}"#,
            r#"{"StatusCode":0}"#,
        ] {
            assert_eq!(refusal(RobotKind::Feishu, taken), None);
        }
        for (kind, reply, may_pass, words) in [
            (
                RobotKind::DingTalk,
                r#"{"errcode":310000,"errmsg":"geheim"}"#,
                false,
                "310000：签名",
            ),
            (RobotKind::DingTalk, r#"{"errcode":130101}"#, true, "太频繁"),
            (RobotKind::WeCom, r#"{"errcode":93000}"#, false, "移出群"),
            (RobotKind::WeCom, r#"{"errcode":45009}"#, true, "太频繁"),
            (RobotKind::Feishu, r#"{"code":19021}"#, false, "本机时间"),
            (RobotKind::Feishu, r#"{"code":11232}"#, true, "太频繁"),
            (RobotKind::WeCom, "<html>", true, "无法识别"),
        ] {
            let fault = refusal(kind, reply).unwrap();
            assert_eq!(fault.may_pass, may_pass, "{reply}");
            assert!(fault.words.contains(words), "{fault:?}");
            assert!(!fault.words.contains("geheim"));
        }
    }
}
