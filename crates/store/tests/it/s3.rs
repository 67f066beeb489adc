//! Files in an S3-compatible store: a small one of our own, which looks at every signature.

use crate::support::databases;
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use base::config;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};
use store::{
    Error, Files,
    backup::{self, Made},
    migrate,
};

const SECRET: &str = "hidden-word";
const WRITTEN: &str = "Mon, 01 Jun 2026 00:00:00 GMT";

type Objects = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// The signature as the store computes it, from what came over the wire.
fn is_signed(method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> bool {
    let header = |name: &str| headers.get(name).unwrap().to_str().unwrap().to_owned();
    let said = header("authorization");
    let (_, rest) = said.split_once("Credential=").unwrap();
    let (credential, rest) = rest.split_once(",SignedHeaders=").unwrap();
    let (names, signature) = rest.split_once(",Signature=").unwrap();
    let scope: Vec<&str> = credential.split('/').collect();
    let lines: String = names
        .split(';')
        .map(|name| format!("{name}:{}\n", header(name)))
        .collect();
    let sha256 = hex(&Sha256::digest(body));
    if header("x-amz-content-sha256") != sha256 || scope[0] != "AKEY" {
        return false;
    }
    let (path, query) = (uri.path(), uri.query().unwrap_or_default());
    let request = format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{sha256}");
    let scope = scope[1..].join("/");
    let text = format!(
        "AWS4-HMAC-SHA256\n{}\n{scope}\n{}",
        header("x-amz-date"),
        hex(&Sha256::digest(request))
    );
    let key = scope
        .split('/')
        .fold(format!("AWS4{SECRET}").into_bytes(), |key, part| {
            mac(&key, part)
        });
    hex(&mac(&key, &text)) == signature
}

/// Two names a page, so that pages are turned.
fn listing(objects: &BTreeMap<String, Vec<u8>>, query: &str) -> String {
    let after = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("continuation-token="))
        .map(|token| token.replace("%2F", "/"));
    let mut keys = objects
        .keys()
        .filter(|key| after.as_ref().is_none_or(|after| *key > after));
    let page: Vec<&String> = keys.by_ref().take(2).collect();
    let contents: String = page
        .iter()
        .map(|key| format!("<Contents><Key>{key}</Key></Contents>"))
        .collect();
    let next = match keys.next() {
        Some(_) => format!("<NextContinuationToken>{}</NextContinuationToken>", page[1]),
        None => String::new(),
    };
    format!("<ListBucketResult>{contents}{next}</ListBucketResult>")
}

async fn answer(
    State(objects): State<Objects>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !is_signed(&method, &uri, &headers, &body) {
        let why = "<Error><Code>SignatureDoesNotMatch</Code><Key>AKEY</Key></Error>";
        return (StatusCode::FORBIDDEN, why).into_response();
    }
    let mut objects = objects.lock().unwrap();
    let key = uri.path().strip_prefix("/bureau").unwrap();
    let key = key.trim_start_matches('/').to_owned();
    match (method.as_str(), objects.get(&key)) {
        ("GET", _) if key.is_empty() => listing(&objects, uri.query().unwrap()).into_response(),
        ("PUT", _) => {
            objects.insert(key, body.to_vec());
            StatusCode::OK.into_response()
        }
        ("GET", Some(bytes)) => bytes.clone().into_response(),
        ("HEAD", Some(_)) => [("last-modified", WRITTEN)].into_response(),
        ("DELETE", Some(_)) => {
            objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn server() -> (String, Objects) {
    let objects = Objects::default();
    let router = Router::new().fallback(answer).with_state(objects.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, objects)
}

fn files(endpoint: &str, secret: &str) -> Files {
    let config = config::S3 {
        endpoint: endpoint.to_owned(),
        bucket: "bureau".to_owned(),
        region: "us-east-1".to_owned(),
        access_key: "AKEY".to_owned(),
        secret_key: config::Secret::new(secret),
        prefix: "luoshi/".to_owned(),
        ca: None,
    };
    Files::in_s3(&config).unwrap()
}

/// The same store under a certificate of our own making.
struct Encrypted(wire::Incoming);

impl axum::serve::Listener for Encrypted {
    type Io = wire::Encrypted;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        self.0.accept().await
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        Ok(self.0.local_addr())
    }
}

#[tokio::test]
async fn over_https_only_a_store_with_a_certificate_that_is_believed_is_given_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["own", "strange"] {
        let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
        std::fs::write(at(&format!("{name}.pem")), made.cert.pem()).unwrap();
        std::fs::write(at(&format!("{name}.key")), made.signing_key.serialize_pem()).unwrap();
    }
    let now_ms = base::Clock::now_ms(&base::clock::SystemClock);
    let identity = wire::Identity::read(&at("own.pem"), &at("own.key"), now_ms).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let incoming = Encrypted(identity.take_in(listener).unwrap());
    let endpoint = format!("https://{}", incoming.0.local_addr());
    let objects = Objects::default();
    let router = Router::new().fallback(answer).with_state(objects.clone());
    tokio::spawn(async move { axum::serve(incoming, router).await });
    let files = |ca: Option<&str>| {
        Files::in_s3(&config::S3 {
            endpoint: endpoint.clone(),
            bucket: "bureau".to_owned(),
            region: "us-east-1".to_owned(),
            access_key: "AKEY".to_owned(),
            secret_key: config::Secret::new(SECRET),
            prefix: String::new(),
            ca: ca.map(at),
        })
    };
    let ours = files(Some("own.pem")).unwrap();
    let name = ours.put("甲".into()).await.unwrap();
    assert_eq!(ours.get(&name).await.unwrap(), "甲".as_bytes());
    for ca in [None, Some("strange.pem")] {
        let error = files(ca).unwrap().put("乙".into()).await.unwrap_err();
        assert!(format!("{error:?}").contains("ertificate"), "{error:?}");
    }
    assert_eq!(objects.lock().unwrap().len(), 1);
    let refused = files(Some("none.pem")).unwrap_err();
    assert!(refused.to_string().contains("ca 用不了"), "{refused}");
}

#[tokio::test]
async fn files_are_kept_given_back_listed_and_checked() {
    let (endpoint, objects) = server().await;
    let files = files(&endpoint, SECRET);
    assert_eq!(files.names().await.unwrap(), Vec::<String>::new());
    let mut names = Vec::new();
    for content in ["甲", "乙", "丙", "丁", "戊"] {
        names.push(files.put(content.into()).await.unwrap());
    }
    assert_eq!(files.put("甲".into()).await.unwrap(), names[0]);
    assert_eq!(files.get(&names[0]).await.unwrap(), "甲".as_bytes());
    names.sort_unstable();
    assert_eq!(files.names().await.unwrap(), names);
    let nowhere = "0".repeat(64);
    assert!(matches!(files.get(&nowhere).await, Err(Error::NotFound)));
    for bytes in objects.lock().unwrap().values_mut() {
        bytes.push(b'!');
    }
    assert!(matches!(files.get(&names[0]).await, Err(Error::Corrupt(_))));
}

#[tokio::test]
async fn a_wrong_key_is_refused_and_never_told() {
    let (endpoint, _) = server().await;
    let files = files(&endpoint, "another-word");
    let error = files.put("甲".into()).await.unwrap_err();
    let told = format!("{error:?}");
    assert!(told.contains("403 SignatureDoesNotMatch"), "{told}");
    let printed = format!("{told} {files:?}");
    for secret in ["AKEY", "another-word"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[tokio::test]
async fn what_nothing_names_is_cleared_away_there_too() {
    let (endpoint, objects) = server().await;
    let files = files(&endpoint, SECRET);
    let database = databases().await.remove(0);
    let kept = files.put("甲".into()).await.unwrap();
    files.put("乙".into()).await.unwrap();
    let mut tx = database.db.begin_write().await.unwrap();
    let words = format!("{{\"file\":\"{kept}\"}}");
    store::settings::set(&mut tx, "names it", &words)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let first = store::loose::clear(&database.db, &files, 0).await.unwrap();
    assert_eq!((first.n_loose, first.n_removed), (1, 0));
    let second = store::loose::clear(&database.db, &files, 0).await.unwrap();
    assert_eq!((second.n_loose, second.n_removed), (1, 1));
    assert_eq!(objects.lock().unwrap().len(), 1);
    assert_eq!(files.names().await.unwrap(), [kept]);
}

#[tokio::test]
async fn a_backup_takes_files_out_of_one_place_into_the_other() {
    let (endpoint, _) = server().await;
    let there = files(&endpoint, SECRET);
    let name = there.put("附件".into()).await.unwrap();
    let database = databases().await.remove(0);
    let file = database.folder.path().join("all.luoshi");
    let made = Made {
        at_ms: 0,
        program: "test".to_owned(),
    };
    backup::write(&database.db, &there, &file, made, &mut |_| {})
        .await
        .unwrap();
    let empty = testkit::sqlite(&[]).await;
    empty.run("drop table schema_migrations").await;
    let here = Files::at(empty.folder.path().join("files"));
    let loaded = backup::load(&empty.db, &here, &file, migrate::OWN, 0, &mut |_| {}).await;
    loaded.unwrap().commit().await.unwrap();
    assert_eq!(here.get(&name).await.unwrap(), "附件".as_bytes());
}
