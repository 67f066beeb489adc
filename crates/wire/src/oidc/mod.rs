//! Log-in by a provider of OpenID Connect: authorization code flow with PKCE. Nothing of the provider
//! is kept: a log-in asks it anew for its addresses and keys, so that changed keys need no restart.

mod token;

pub use token::{Claims, Expected, Fault, verify};

use crate::{Client, Limits, WireError};
use hyper::{
    Method, Request, StatusCode,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE},
};
use serde_json::Value;
use std::time::Duration;

/// A provider is a neighbour: what it does not answer soon it does not answer.
const LIMITS: Limits = Limits {
    connect: Duration::from_secs(5),
    whole: Duration::from_secs(10),
    most_bytes: 1 << 20,
};

/// Who we are to the provider.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Address of the provider, exactly as it calls itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our password there; none for a public client.
    pub client_secret: Option<base::config::Secret>,
    /// Where the provider sends people back to.
    pub redirect_uri: String,
    /// What is asked for, `openid` among it.
    pub scope: String,
}

/// What must be remembered of a log-in between going and coming back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    /// Comes back with the person.
    pub state: String,
    /// Comes back inside the token.
    pub nonce: String,
    /// Proves that whoever fetches the token is whoever asked for it.
    pub verifier: String,
}

/// Why nobody could be vouched for.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// The provider cannot be asked.
    #[error("the provider cannot be asked: {0}")]
    Unreachable(#[from] WireError),
    /// It does not do what was asked; the code of its error, if it gave one.
    #[error("the provider answered {status} {code}")]
    Refused {
        /// Status of its answer.
        status: u16,
        /// Its own word for it.
        code: String,
    },
    /// It is another one than was asked for: its tokens would not be believed.
    #[error("the provider calls itself by another name")]
    OtherName,
    /// What it says is not what a provider says.
    #[error("the provider's answer is of no use: {0}")]
    Unusable(&'static str),
    /// The token is not to be believed.
    #[error("the token is not to be believed: {0}")]
    Token(#[from] Fault),
}

/// A provider as it describes itself.
#[derive(Debug, Clone)]
pub struct Provider {
    description: Value,
}

impl Provider {
    /// Asks the provider for its description. It must be the one it was asked for: otherwise somebody
    /// else's tokens would be taken for its own.
    pub async fn discover(client: &Client, issuer: &str) -> Result<Self, OidcError> {
        let address = format!(
            "{}/.well-known/openid-configuration",
            issuer.trim_end_matches('/')
        );
        let description = fetch(client, get(&address)?).await?;
        if description["issuer"].as_str() != Some(issuer) {
            return Err(OidcError::OtherName);
        }
        Ok(Self { description })
    }

    fn address(&self, name: &'static str) -> Result<&str, OidcError> {
        let address = self.description[name].as_str().unwrap_or_default();
        match Client::is_address(address) {
            true => Ok(address),
            false => Err(OidcError::Unusable(name)),
        }
    }

    /// Where somebody goes to be asked who they are.
    pub fn way_there(
        &self,
        registration: &Registration,
        errand: &Errand,
    ) -> Result<String, OidcError> {
        let address = self.address("authorization_endpoint")?;
        let query = form(&[
            ("response_type", "code"),
            ("client_id", &registration.client_id),
            ("redirect_uri", &registration.redirect_uri),
            ("scope", &registration.scope),
            ("state", &errand.state),
            ("nonce", &errand.nonce),
            ("code_challenge", &challenge(&errand.verifier)),
            ("code_challenge_method", "S256"),
        ]);
        let mark = if address.contains('?') { '&' } else { '?' };
        Ok(format!("{address}{mark}{query}"))
    }

    /// Turns the code somebody came back with into what the provider says of them.
    pub async fn claims(
        &self,
        client: &Client,
        registration: &Registration,
        errand: &Errand,
        code: &str,
        now_ms: i64,
    ) -> Result<Claims, OidcError> {
        let tokens = fetch(client, self.redemption(registration, errand, code)?).await?;
        let id_token = tokens["id_token"]
            .as_str()
            .ok_or(OidcError::Unusable("there is no ID token"))?;
        let keys = fetch(client, get(self.address("jwks_uri")?)?).await?;
        let expected = Expected {
            issuer: &registration.issuer,
            client_id: &registration.client_id,
            nonce: &errand.nonce,
            now_s: now_ms.div_euclid(1_000),
        };
        let mut claims = verify(id_token, &keys, &expected)?;
        // Some providers keep what describes a person out of the token.
        if let (Ok(address), Some(token)) = (
            self.address("userinfo_endpoint"),
            tokens["access_token"].as_str(),
        ) {
            let request = get(address)?;
            let request = with(request, AUTHORIZATION, &format!("Bearer {token}"))?;
            if let Ok(more) = fetch(client, request).await {
                claims.add(&more)?;
            }
        }
        Ok(claims)
    }

    /// Whether log-ins could work now, as far as can be seen without somebody: the provider names
    /// where everything is, shows keys, and knows us by our name and password. A code nobody was given
    /// is refused because of the code, or because of us.
    pub async fn greet(
        &self,
        client: &Client,
        registration: &Registration,
    ) -> Result<(), OidcError> {
        self.address("authorization_endpoint")?;
        let keys = fetch(client, get(self.address("jwks_uri")?)?).await?;
        if keys["keys"].as_array().is_none_or(Vec::is_empty) {
            return Err(OidcError::Unusable("it shows no keys"));
        }
        let nobodys = Errand {
            state: String::new(),
            nonce: String::new(),
            verifier: "luoshi-doctor-asks-whether-we-are-known-here".to_owned(),
        };
        let request = self.redemption(registration, &nobodys, "luoshi-doctor")?;
        match fetch(client, request).await {
            Err(OidcError::Refused { status, code })
                if status != 401 && code != "invalid_client" && code != "unauthorized_client" =>
            {
                Ok(())
            }
            Err(error) => Err(error),
            Ok(_) => Err(OidcError::Unusable("it gives tokens for any code")),
        }
    }

    /// The request that gives the code back for tokens.
    fn redemption(
        &self,
        registration: &Registration,
        errand: &Errand,
        code: &str,
    ) -> Result<Request<Vec<u8>>, OidcError> {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", registration.redirect_uri.as_str()),
            ("code_verifier", errand.verifier.as_str()),
        ];
        let secret = registration
            .client_secret
            .as_ref()
            .map(|secret| secret.reveal());
        let by_header = secret.filter(|_| self.takes_basic());
        if by_header.is_none() {
            fields.push(("client_id", &registration.client_id));
            fields.extend(secret.map(|secret| ("client_secret", secret)));
        }
        let request = Request::builder()
            .method(Method::POST)
            .uri(self.address("token_endpoint")?)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form(&fields).into_bytes())
            .map_err(|_| OidcError::Unusable("token_endpoint"))?;
        match by_header {
            None => Ok(request),
            Some(secret) => {
                let pair = format!("{}:{}", escaped(&registration.client_id), escaped(secret));
                let pair = token::base64(pair.as_bytes(), token::Alphabet::Standard);
                with(request, AUTHORIZATION, &format!("Basic {pair}"))
            }
        }
    }

    /// Whether it takes our password in a header, which it does when it does not say (OpenID Connect
    /// Discovery, 3).
    fn takes_basic(&self) -> bool {
        match self.description["token_endpoint_auth_methods_supported"].as_array() {
            Some(methods) => methods.iter().any(|method| method == "client_secret_basic"),
            None => true,
        }
    }
}

/// What the provider is shown first of a word it sees later (RFC 7636).
fn challenge(verifier: &str) -> String {
    let hash = ring::digest::digest(&ring::digest::SHA256, verifier.as_bytes());
    token::base64(hash.as_ref(), token::Alphabet::Url)
}

fn get(address: &str) -> Result<Request<Vec<u8>>, OidcError> {
    Request::builder()
        .uri(address)
        .header(ACCEPT, "application/json")
        .body(Vec::new())
        .map_err(|_| OidcError::Unreachable(WireError::Address))
}

fn with(
    mut request: Request<Vec<u8>>,
    name: hyper::header::HeaderName,
    value: &str,
) -> Result<Request<Vec<u8>>, OidcError> {
    let mut value = hyper::header::HeaderValue::from_str(value)
        .map_err(|_| OidcError::Unusable("a token with strange characters"))?;
    value.set_sensitive(true);
    request.headers_mut().insert(name, value);
    Ok(request)
}

async fn fetch(client: &Client, request: Request<Vec<u8>>) -> Result<Value, OidcError> {
    let answer = client.ask(request, LIMITS).await?;
    let body: Option<Value> = serde_json::from_slice(answer.body()).ok();
    if answer.status() != StatusCode::OK {
        let code = body.as_ref().and_then(|body| body["error"].as_str());
        // A word of the standard; anything else might be somebody's.
        let is_word = |code: &&str| {
            code.len() < 40 && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        };
        return Err(OidcError::Refused {
            status: answer.status().as_u16(),
            code: code.filter(is_word).unwrap_or_default().to_owned(),
        });
    }
    body.ok_or(OidcError::Unusable("it is no JSON"))
}

fn form(fields: &[(&str, &str)]) -> String {
    let fields: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped(value)))
        .collect();
    fields.join("&")
}

/// A value as it stands in an address or a form.
fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                escaped.push(char::from(byte));
            }
            byte => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{Errand, Provider, Registration, challenge};
    use serde_json::json;

    fn registration() -> Registration {
        Registration {
            issuer: "https://sso.example".to_owned(),
            client_id: "luo shi".to_owned(),
            client_secret: Some(base::config::Secret::new("hidden:word")),
            redirect_uri: "https://luoshi.example/back?a".to_owned(),
            scope: "openid profile".to_owned(),
        }
    }

    fn errand() -> Errand {
        Errand {
            state: "s".to_owned(),
            nonce: "n".to_owned(),
            verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned(),
        }
    }

    #[test]
    fn the_challenge_is_the_one_of_the_standard() {
        // RFC 7636, appendix B.
        assert_eq!(
            challenge(&errand().verifier),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn the_way_there_carries_everything_escaped_and_no_secret() {
        let description = json!({ "authorization_endpoint": "https://sso.example/a?tenant=1" });
        let way = Provider { description }
            .way_there(&registration(), &errand())
            .unwrap();
        assert!(way.starts_with("https://sso.example/a?tenant=1&response_type=code&"));
        assert!(way.contains("client_id=luo%20shi&"));
        assert!(way.contains("redirect_uri=https%3A%2F%2Fluoshi.example%2Fback%3Fa&"));
        assert!(!way.contains("hidden") && !way.contains(&errand().verifier));
    }

    #[test]
    fn our_password_goes_where_the_provider_wants_it() {
        let post = json!({
            "token_endpoint": "https://sso.example/t",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        });
        let basic = json!({ "token_endpoint": "https://sso.example/t" });
        let of = |description| {
            let request = Provider { description }.redemption(&registration(), &errand(), "c");
            let request = request.unwrap();
            let header = request.headers().get("authorization").cloned();
            (header, String::from_utf8(request.into_body()).unwrap())
        };
        let (header, body) = of(post);
        assert!(header.is_none() && body.ends_with("&client_secret=hidden%3Aword"));
        let (header, body) = of(basic);
        let header = header.unwrap();
        // luo%20shi:hidden%3Aword
        assert_eq!(header, "Basic bHVvJTIwc2hpOmhpZGRlbiUzQXdvcmQ=");
        assert!(header.is_sensitive() && !body.contains("secret"));
    }
}
