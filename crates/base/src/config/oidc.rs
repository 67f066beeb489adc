//! 统一身份认证: log-in by a provider of OpenID Connect.

use super::{Secret, parsed};
use serde::Deserialize;
use std::path::PathBuf;

/// A provider that vouches for people who have an account here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oidc {
    /// Address of the provider, exactly as it calls itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our password there; none for a public client.
    pub client_secret: Option<Secret>,
    /// Address of this application as people type it; what `[site]` says need not be said again.
    #[serde(default)]
    pub address: String,
    /// What the provider says of somebody that tells us who they are.
    #[serde(default = "usual_claim")]
    pub claim: String,
    /// What of ours it must be equal to.
    #[serde(default)]
    pub equals: Matched,
    /// What is asked for.
    #[serde(default = "usual_scope")]
    pub scope: String,
    /// What the log-in page calls the provider.
    #[serde(default = "usual_name")]
    pub name: String,
    /// The issuers of certificates to believe instead of those of the machine.
    pub ca: Option<PathBuf>,
    /// Whether a second step at the provider counts as ours; it must then say so (`amr`).
    #[serde(default, deserialize_with = "parsed")]
    pub counts_second_step: bool,
}

/// By what of ours somebody is found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// The log-in.
    #[default]
    Login,
    /// The telephone number.
    Phone,
}

fn usual_claim() -> String {
    "preferred_username".to_owned()
}

fn usual_scope() -> String {
    "openid profile".to_owned()
}

fn usual_name() -> String {
    "统一身份认证".to_owned()
}
