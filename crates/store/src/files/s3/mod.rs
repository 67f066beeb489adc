//! Files in an S3-compatible store: the five requests that are needed, signed by ourselves.
//!
//! Objects are addressed by path (`/bucket/key`), which every own store understands. Nothing of the
//! keys or the content is ever written into an error.

mod listing;
mod sign;
mod wire;

use super::is_name;
use crate::error::{Error, Result};
use ::wire::{
    Client,
    http::{Method, StatusCode},
};
use base::{Clock, Refusal, clock, config};
use sign::{Keys, escaped};
use std::{fmt, sync::Arc};
use wire::{Answer, Endpoint};

/// A bucket.
pub(super) struct S3 {
    client: Client,
    endpoint: Endpoint,
    bucket: String,
    prefix: String,
    keys: Keys,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for S3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3")
            .field("bucket", &self.bucket)
            .finish_non_exhaustive()
    }
}

impl S3 {
    pub(super) fn new(config: &config::S3) -> Result<Self> {
        let endpoint = Endpoint::parse(&config.endpoint).ok_or_else(|| {
            Refusal::new(
                "store.s3_endpoint",
                "设置 [s3] 里的 endpoint 写法不对，没有启动。",
                "请写成“https://主机:端口”或“http://主机:端口”，后面不带路径。",
            )
        })?;
        let client = Client::new(config.ca.as_deref()).map_err(|error| {
            Refusal::new(
                "store.s3_ca",
                "设置 [s3] 里的 ca 用不了，没有启动。",
                format!("{error}。"),
            )
        })?;
        Ok(Self {
            client,
            endpoint,
            bucket: config.bucket.clone(),
            prefix: config.prefix.clone(),
            keys: Keys {
                access: config.access_key.clone(),
                secret: config.secret_key.reveal().to_owned(),
                region: config.region.clone(),
            },
            clock: clock::of_machine(),
        })
    }

    pub(super) async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<()> {
        // The name is the hash of the content: the store checks it on its way.
        let answer = self
            .ask(Method::PUT, &self.key(name), "", bytes, name)
            .await?;
        match answer.status.is_success() {
            true => Ok(()),
            false => Err(refused(&answer)),
        }
    }

    pub(super) async fn get(&self, name: &str) -> Result<Vec<u8>> {
        let answer = self.ask_for(Method::GET, &self.key(name), "").await?;
        match answer.status {
            StatusCode::NOT_FOUND => Err(Error::NotFound),
            status if status.is_success() => Ok(answer.body),
            _ => Err(refused(&answer)),
        }
    }

    pub(super) async fn names(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        let mut token = String::new();
        loop {
            // In order of name: the signature wants it so.
            let mut query = String::new();
            if !token.is_empty() {
                query.push_str(&format!("continuation-token={}&", escaped(&token, false)));
            }
            query.push_str(&format!(
                "list-type=2&prefix={}",
                escaped(&self.prefix, false)
            ));
            let answer = self.ask_for(Method::GET, "", &query).await?;
            if !answer.status.is_success() {
                return Err(refused(&answer));
            }
            let page = listing::read(&answer.body).ok_or_else(|| unreadable("list"))?;
            let ours = page.keys.iter().filter_map(|key| key.rsplit('/').next());
            names.extend(ours.filter(|name| is_name(name)).map(str::to_owned));
            match page.next {
                Some(next) if next != token => token = next,
                _ => return Ok(names),
            }
        }
    }

    pub(super) async fn remove(&self, name: &str, unless_since_ms: i64) -> Result<bool> {
        let key = self.key(name);
        let answer = self.ask_for(Method::HEAD, &key, "").await?;
        if answer.status == StatusCode::NOT_FOUND {
            return Ok(false);
        }
        let written_ms = answer
            .last_modified
            .as_deref()
            .and_then(clock::http_date_ms);
        // When it was written is not known: it stays.
        if written_ms.is_none_or(|written_ms| written_ms >= unless_since_ms) {
            return Ok(false);
        }
        let answer = self.ask_for(Method::DELETE, &key, "").await?;
        match answer.status.is_success() {
            true => Ok(true),
            false => Err(refused(&answer)),
        }
    }

    /// Lists, writes, reads and removes: what does not work, in words.
    pub(super) async fn try_out(&self, bytes: Vec<u8>) -> std::result::Result<(), String> {
        let name = super::name_of(&bytes);
        let key = self.key(&name);
        let list = format!("list-type=2&prefix={}", escaped(&self.prefix, false));
        for (what, method, key, query, body) in [
            ("列出", Method::GET, "", list.as_str(), Vec::new()),
            ("写入", Method::PUT, &key, "", bytes.clone()),
            ("读取", Method::GET, &key, "", Vec::new()),
            ("删除", Method::DELETE, &key, "", Vec::new()),
        ] {
            let sha256 = super::name_of(&body);
            let answer = self.ask(method, key, query, body, &sha256).await;
            let answer = answer.map_err(|_| "连接不上，或者证书不受信任".to_owned())?;
            if !answer.status.is_success() {
                return Err(format!("{what}文件没有成功：{}", in_words(&answer)));
            }
            if what == "读取" && answer.body != bytes {
                return Err("读回来的内容与写进去的不一样".to_owned());
            }
        }
        Ok(())
    }

    fn key(&self, name: &str) -> String {
        format!("/{}{}/{name}", self.prefix, name.get(..2).unwrap_or("00"))
    }

    async fn ask_for(&self, method: Method, key: &str, query: &str) -> Result<Answer> {
        let nothing = super::name_of(b"");
        self.ask(method, key, query, Vec::new(), &nothing).await
    }

    async fn ask(
        &self,
        method: Method,
        key: &str,
        query: &str,
        body: Vec<u8>,
        body_sha256: &str,
    ) -> Result<Answer> {
        let path = escaped(&format!("/{}{key}", self.bucket), true);
        let stamp = clock::utc_stamp(self.clock.now_ms());
        let headers = [
            ("host", self.endpoint.host.as_str()),
            ("x-amz-content-sha256", body_sha256),
            ("x-amz-date", stamp.as_str()),
        ];
        let authorization =
            self.keys
                .authorization(method.as_str(), &path, query, &headers, body_sha256, &stamp);
        let address = match query.is_empty() {
            true => path,
            false => format!("{path}?{query}"),
        };
        wire::ask(
            &self.client,
            &self.endpoint,
            method,
            &address,
            &headers,
            &authorization,
            body,
        )
        .await
    }
}

/// Why the store says no, in words; what is met most often by what it means.
fn in_words(answer: &Answer) -> String {
    let code = listing::code(&answer.body).unwrap_or_default();
    let meaning = match code.as_str() {
        "NoSuchBucket" => "没有这个存储桶",
        "InvalidAccessKeyId" | "SignatureDoesNotMatch" => "access_key 或 secret_key 不对",
        "AccessDenied" => "这对密钥没有权限",
        "RequestTimeTooSkewed" => "本机时钟与它相差太多",
        "AuthorizationHeaderMalformed" => "region 不对",
        _ => "被拒绝",
    };
    format!("{meaning}（{} {code}）", answer.status.as_u16())
}

/// The store says no; its own code of why, and nothing else of its answer.
fn refused(answer: &Answer) -> Error {
    let code = listing::code(&answer.body).unwrap_or_default();
    let words = format!(
        "the object store answered {} {code}",
        answer.status.as_u16()
    );
    Error::File(std::io::Error::other(words))
}

fn unreadable(what: &str) -> Error {
    let words = format!("the object store's answer cannot be read: {what}");
    Error::File(std::io::Error::other(words))
}
