//! AWS Signature Version 4, as its documentation describes it for requests with a header.

use crate::files::{hexadecimal, name_of};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Who we are to the store.
pub(super) struct Keys {
    pub(super) access: String,
    pub(super) secret: String,
    pub(super) region: String,
}

impl Keys {
    /// The header that proves it. Path and query are escaped already, the query and the headers in
    /// order of name.
    pub(super) fn authorization(
        &self,
        method: &str,
        path: &str,
        query: &str,
        headers: &[(&str, &str)],
        body_sha256: &str,
        stamp: &str,
    ) -> String {
        let lines: String = headers
            .iter()
            .map(|(name, value)| format!("{name}:{}\n", value.trim()))
            .collect();
        let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        let names = names.join(";");
        let request = format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{body_sha256}");
        let day = stamp.get(..8).unwrap_or(stamp);
        let scope = format!("{day}/{}/s3/aws4_request", self.region);
        let text = format!(
            "AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{}",
            name_of(request.as_bytes())
        );
        let mut key = mac(format!("AWS4{}", self.secret).as_bytes(), day);
        for part in [self.region.as_str(), "s3", "aws4_request"] {
            key = mac(&key, part);
        }
        format!(
            "AWS4-HMAC-SHA256 Credential={}/{scope},SignedHeaders={names},Signature={}",
            self.access,
            hexadecimal(&mac(&key, &text))
        )
    }
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    // Any length is a key of HMAC.
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(key) else {
        return Vec::new();
    };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Escaped as the signature wants it: everything but letters, digits and `-._~`.
pub(super) fn escaped(text: &str, keeps_slash: bool) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                escaped.push(char::from(byte));
            }
            b'/' if keeps_slash => escaped.push('/'),
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{Keys, escaped, name_of};

    fn example() -> Keys {
        Keys {
            access: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
            region: "us-east-1".to_owned(),
        }
    }

    #[test]
    fn the_examples_of_the_documentation_are_signed_as_it_says() {
        let empty = name_of(b"");
        let stamp = "20130524T000000Z";
        let headers = [
            ("host", "examplebucket.s3.amazonaws.com"),
            ("range", "bytes=0-9"),
            ("x-amz-content-sha256", empty.as_str()),
            ("x-amz-date", stamp),
        ];
        let got = example().authorization("GET", "/test.txt", "", &headers, &empty, stamp);
        assert!(
            got.ends_with("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
            "{got}"
        );
        let headers = [
            ("host", "examplebucket.s3.amazonaws.com"),
            ("x-amz-content-sha256", empty.as_str()),
            ("x-amz-date", stamp),
        ];
        let query = "max-keys=2&prefix=J";
        let got = example().authorization("GET", "/", query, &headers, &empty, stamp);
        assert!(
            got.ends_with("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
            "{got}"
        );
    }

    #[test]
    fn what_is_no_letter_or_digit_is_escaped() {
        assert_eq!(escaped("/甲 +/a-b", true), "/%E7%94%B2%20%2B/a-b");
        assert_eq!(escaped("a/b", false), "a%2Fb");
    }
}
