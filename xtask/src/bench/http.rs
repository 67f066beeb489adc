//! As much of a browser as a measurement needs: one request a connection, cookies, form tokens.

use anyhow::{Context, Result, bail};
use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

/// Somebody with a browser at the program on this port.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    port: u16,
    cookies: BTreeMap<String, String>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Where to go next, when the reply says so.
    pub(crate) location: Option<String>,
    pub(crate) body: String,
}

impl Reply {
    /// The form token of the page.
    pub(crate) fn token(&self) -> Result<&str> {
        let (_, rest) = self
            .body
            .split_once("name=\"_csrf\" value=\"")
            .context("the page has no form token")?;
        let (token, _) = rest.split_once('"').context("the form token has no end")?;
        Ok(token)
    }
}

impl Browser {
    pub(crate) fn at(port: u16) -> Self {
        Self {
            port,
            cookies: BTreeMap::new(),
        }
    }

    /// Asks for a page.
    pub(crate) fn get(&mut self, path: &str) -> Result<Reply> {
        self.send("GET", path, "", "")
    }

    /// Posts plain fields; those given must need no escaping beyond what is done here.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Reply> {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        self.send(
            "POST",
            path,
            "application/x-www-form-urlencoded",
            &body.join("&"),
        )
    }

    /// Posts fields as a form with files does, the last as a file.
    pub(crate) fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &str),
    ) -> Result<Reply> {
        const PART: &str = "part-of-the-form";
        let mut body = String::new();
        for (name, value) in fields {
            body += &format!(
                "--{PART}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        let (name, file_name, content) = file;
        body += &format!(
            "--{PART}\r\nContent-Disposition: form-data; name=\"{name}\"; \
             filename=\"{file_name}\"\r\nContent-Type: text/plain\r\n\r\n{content}\r\n--{PART}--\r\n"
        );
        self.send(
            "POST",
            path,
            &format!("multipart/form-data; boundary={PART}"),
            &body,
        )
    }

    fn send(&mut self, method: &str, path: &str, content_type: &str, body: &str) -> Result<Reply> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\
             Cookie: {}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{body}",
            self.port,
            cookies.join("; "),
            body.len()
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer
            .split_once("\r\n\r\n")
            .with_context(|| format!("{method} {path}: no reply"))?;
        let mut lines = head.lines();
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1)?.parse().ok())
            .with_context(|| format!("{method} {path}: no status"))?;
        let mut location = None;
        for line in lines {
            let Some((name, value)) = line.split_once(": ") else {
                continue;
            };
            match name.to_ascii_lowercase().as_str() {
                "location" => location = Some(value.to_owned()),
                "set-cookie" => self.keep_cookie(value),
                "transfer-encoding" => bail!("{method} {path}: a reply in pieces"),
                _ => {}
            }
        }
        Ok(Reply {
            status,
            location,
            body: body.to_owned(),
        })
    }

    fn keep_cookie(&mut self, header: &str) {
        let pair = header.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// A browser in which this log-in of the demo county has signed in.
pub(crate) fn signed_in(port: u16, login: &str) -> Result<Browser> {
    let mut browser = Browser::at(port);
    let page = browser.get("/sign-in")?;
    let fields = [
        ("_csrf", page.token()?),
        ("login", login),
        ("password", super::PASSWORD),
    ];
    super::demo::went_on(&browser.post("/sign-in", &fields)?, "signing in")?;
    Ok(browser)
}

/// A value as a form sends it.
fn escaped(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Browser, Reply, escaped};

    #[test]
    fn a_value_is_escaped_byte_by_byte() {
        assert_eq!(escaped("a b&局"), "a%20b%26%E5%B1%80");
    }

    #[test]
    fn a_cookie_is_kept_without_its_attributes() {
        let mut browser = Browser::at(1);
        browser.keep_cookie("visitor=abc; HttpOnly; Path=/");
        assert_eq!(browser.cookies["visitor"], "abc");
    }

    #[test]
    fn the_form_token_is_found_in_a_page() {
        let reply = Reply {
            status: 200,
            location: None,
            body: "<input type=\"hidden\" name=\"_csrf\" value=\"0f\">".into(),
        };
        assert_eq!(reply.token().unwrap(), "0f");
    }
}
